"""The cases: stored plans, and departments drawn with stored parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import salescrew
from benchmarks.departments import USUAL, department

ROOT = Path(__file__).parent.parent
SEED = 4
ALL_FUNNELS = ("cold-audit", "cold-implementation", "warm-audit", "warm-implementation")
Growth = Literal["people", "weeks"]


@dataclass(frozen=True)
class Stored:
    """A plan in a file.

    Attributes
    ----------
    path
        Where it is, from the root of the repository.
    """

    path: str

    def plan(self) -> salescrew.Plan:
        """Read the plan."""
        return salescrew.load(str(ROOT / self.path))


@dataclass(frozen=True)
class Drawn:
    """The parameters of a drawn department; without `profiles` everybody differs."""

    people: int
    weeks: int
    profiles: int | None = None
    funnels: Sequence[str] = USUAL

    def plan(self) -> salescrew.Plan:
        """Draw the plan."""
        drawn = department(self.people, self.weeks, profiles=self.profiles, seed=SEED, funnels=self.funnels)
        return salescrew.Plan.model_validate(drawn)


@dataclass(frozen=True)
class Case:
    """A plan to be solved by everybody.

    Attributes
    ----------
    is_quick
        Whether it belongs to the quick run.
    has_rivals
        Whether the rivals are put to it too.
    growth
        By what the time is looked at, where the case is one of a family that grows.
    """

    name: str
    source: Stored | Drawn
    is_quick: bool = False
    has_rivals: bool = True
    growth: Growth | None = None


CASES = (
    Case("desk", Stored("benchmarks/desk.yaml"), is_quick=True),
    Case("small-14", Stored("tests/cases/small-14.yaml"), is_quick=True),
    Case("small-15", Stored("tests/cases/small-15.yaml")),
    Case("small-20", Stored("tests/cases/small-20.yaml")),
    Case("small-21", Stored("tests/cases/small-21.yaml")),
    Case("retail", Stored("examples/retail.yaml"), has_rivals=False),
    Case("b2b-small", Stored("examples/b2b-small.yaml"), has_rivals=False),
    Case("b2b-mid", Stored("examples/b2b-mid.yaml"), has_rivals=False),
    Case("consulting", Stored("examples/consulting.yaml"), is_quick=True),
    Case("shop", Stored("examples/shop.yaml"), has_rivals=False),
    Case("two-languages", Stored("examples/two-languages.yaml"), has_rivals=False),
    Case("closers", Stored("examples/closers.yaml"), has_rivals=False),
    Case("12x4", Drawn(12, 4), is_quick=True, growth="weeks"),
    Case("12x8", Drawn(12, 8), has_rivals=False, growth="weeks"),
    Case("12x13", Drawn(12, 13), has_rivals=False, growth="weeks"),
    Case("12x26", Drawn(12, 26), has_rivals=False, growth="weeks"),
    Case("12x52", Drawn(12, 52), has_rivals=False, growth="weeks"),
    Case("160x12", Drawn(160, 12, funnels=("cold-audit", "warm-audit"))),
    Case("1000x13", Drawn(1000, 13, funnels=ALL_FUNNELS)),
    Case("100x13-of-20", Drawn(100, 13, profiles=20), growth="people"),
    Case("1000x13-of-20", Drawn(1000, 13, profiles=20), has_rivals=False, growth="people"),
    Case("10000x13-of-20", Drawn(10_000, 13, profiles=20), has_rivals=False, growth="people"),
)
BY_NAME = {case.name: case for case in CASES}
