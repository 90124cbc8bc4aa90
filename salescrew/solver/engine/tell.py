"""How the solver tells what it is doing."""

from __future__ import annotations

from salescrew.models.answers.row import Row
from salescrew.models.answers.step import Step, Watcher
from salescrew.models.plan.sections.targets import AimName


class Tell:
    """Tells a watcher of each step; without one it tells nobody.

    Parameters
    ----------
    with_figures
        Whether what is found and proven on the way belongs to the answer that the watcher waits for.
    """

    def __init__(self, watcher: Watcher | None = None, *, with_figures: bool = True) -> None:
        self._watcher = watcher
        self._with_figures = with_figures

    def __call__(
        self, doing: str, aim: AimName | None = None, proven: float | None = None, best: float | None = None
    ) -> None:
        """Tell what is being done, and what is known of the answer."""
        if self._watcher is not None:
            self._watcher(Step(doing, aim, proven, best) if self._with_figures else Step(doing))

    def of_row(self, doing: str, row: Row) -> None:
        """Tell what is being done, and a row of the answer that is known now."""
        if self._watcher is not None:
            self._watcher(Step(doing, row=row))

    @property
    def aside(self) -> Tell:
        """Tells of work on another question, whose figures are not those of the answer."""
        return Tell(self._watcher, with_figures=False)


NOBODY = Tell()
"""Tells nobody."""
