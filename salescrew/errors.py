"""The errors that salescrew raises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salescrew.models.problems import Problem


class SalescrewError(Exception):
    """Anything that salescrew raises on purpose."""


class InputError(SalescrewError):
    """A plan or a result that cannot be used; says everything that is wrong with it.

    Attributes
    ----------
    problems
        One sentence a problem: *where: what must be, got what. What to do.*
    details
        The same problems with their places in the data; empty where the data could not be read at all.
    """

    def __init__(self, problems: Sequence[str], details: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        self.details = tuple(details)
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[str, ...], tuple[Problem, ...]]]:
        return type(self), (self.problems, self.details)


class ModelError(SalescrewError):
    """A fault of salescrew itself: an answer that did not survive the checker."""
