"""A result that is shown on a terminal as soon as it is proven, before all is known that is told beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from salescrew.cli.frame.destination import Destination
from salescrew.cli.frame.progress import Progress
from salescrew.cli.presentations.result import presented, presented_rest
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan


class AnswerFirst:
    """Shows a result to whoever sits before a terminal, then what it lacked, and writes it to all other places.

    Parameters
    ----------
    views
        What is shown in full besides.
    """

    def __init__(self, places: Destination, plan: Plan, views: Sequence[str], progress: Progress) -> None:
        self._places, self._plan, self._views, self._progress = places, plan, views, progress
        self._is_shown = False

    @property
    def answered(self) -> Callable[[Result], None] | None:
        """What to call with the answer as soon as it is proven; None where nobody sits there."""
        return self._show if self._places.has_reader else None

    def _show(self, answer: Result) -> None:
        with self._progress.aside():
            self._places.write_page(presented(self._plan, answer, self._views))
        self._progress.answered()
        self._is_shown = True

    def write(self, result: Result, *, quiet: bool) -> None:
        """Write the whole result to all places, where it stands already what it lacks there."""
        rest = presented_rest(self._plan, result) if self._is_shown else None
        self._places.write(presented(self._plan, result, self._views), rest=rest, quiet=quiet)
