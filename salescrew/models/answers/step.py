"""What whoever waits for an answer is told meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from salescrew.language import say
from salescrew.models.answers.row import Row
from salescrew.models.plan.sections.targets import AimName
from salescrew.models.plan.words import all_digits


@dataclass(frozen=True)
class Step:
    """A step of the work, and what is known of the answer so far; as text a few words.

    Attributes
    ----------
    doing
        What is being done, in a few words.
    aim
        What `proven` and `best` count: the first of the plan's objective. None where nothing is known, or the step is
        of something else than the answer to the plan.
    proven
        What no team can do with less of, as far as is proven; 0 at first.
    best
        What the best team so far takes of it; None before the first team was found.
    row
        A row of a table that is known now, while others are still looked for.
    """

    doing: str
    aim: AimName | None = None
    proven: float | None = None
    best: float | None = None
    row: Row | None = None

    def __str__(self) -> str:
        """Write it in a few words."""
        if self.aim is None:
            return self.doing
        known = []
        if self.proven:
            known.append(say("it takes at least {amount}", amount=_amount(self.aim, self.proven)))
        if self.best is not None:
            known.append(say("{amount} would do", amount=_amount(self.aim, self.best)))
        return "; ".join([self.doing, ", ".join(known)]) if known else self.doing


class Watcher(Protocol):
    """Whoever is told what is being done, such as `print`: whatever can be called with a `Step`."""

    def __call__(self, step: Step, /) -> object:
        """Hear of a step as it begins."""


def _amount(aim: AimName, amount: float) -> str:
    """Write how many people, or how much money."""
    if aim == "people":
        return say("{n:,} {n:person|people}", n=round(amount))
    return all_digits(round(amount, 2))
