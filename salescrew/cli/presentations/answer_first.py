"""A result that is shown on a terminal as soon as it is proven, before all is known that is told beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from salescrew.cli.frame.destination import Destination
from salescrew.cli.frame.progress import Progress
from salescrew.cli.presentations.result import (
    presented,
    presented_rest,
    presented_team,
    presented_why,
    presented_work,
)
from salescrew.cli.presentations.why import Why
from salescrew.cli.render import forms
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan


class AnswerFirst:
    """Shows a result to whoever sits before a terminal, then what it lacked, and writes it to all other places.

    Who it takes is shown as soon as it is proven, what each does once the weeks are even, how far they get after that,
    and at last, where it is asked for, why it is so.

    Parameters
    ----------
    views
        What is shown in full besides.
    """

    def __init__(self, places: Destination, plan: Plan, views: Sequence[str], progress: Progress) -> None:
        self._places, self._plan, self._views, self._progress = places, plan, views, progress
        self._is_team_shown = self._is_work_shown = False

    @property
    def answered(self) -> Callable[[Result], None] | None:
        """What to call with the answer as soon as it is proven, and once it is even; None where nobody sits there."""
        return self._show if self._places.has_reader else None

    def _show(self, answer: Result) -> None:
        with self._progress.aside():
            if self._is_team_shown:
                self._places.write_below(presented_work(self._plan, answer, self._views))
                self._is_work_shown = True
            else:
                self._places.write_page(presented_team(self._plan, answer))
                self._is_team_shown = True
        self._progress.answered()

    def write(self, result: Result, why: Why, *, quiet: bool) -> None:
        """Write the whole result to all places, where it stands already what it lacks there; what says why at last."""
        rest = None
        if self._is_team_shown:
            rest = (
                presented_rest(self._plan, result)
                if self._is_work_shown
                else presented_work(self._plan, result, self._views)
            )
        places, waiting = self._places, set(why.forms)
        if rest is not None:
            waiting.discard(forms.TEXT)
        places.put(presented(self._plan, result, self._views), rest=rest, among=places.written_forms - waiting)
        if why.forms:
            sections = why.sections()
            if rest is not None and forms.TEXT in why.forms:
                places.write_below(presented_why(result, sections))
            places.put(presented(self._plan, result, self._views, sections), among=waiting)
        places.say_written(quiet=quiet)
