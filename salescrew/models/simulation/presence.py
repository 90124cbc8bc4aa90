"""Who is there on which day: illness comes in spells, and who leaves is replaced after some weeks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salescrew.models.simulation.department import Department, Seat
from salescrew.models.simulation.draws import Draws, Floats

Flags = npt.NDArray[np.bool_]
DAYS_OF_YEAR = 365.0


@dataclass(frozen=True)
class Presence:
    """A seat in a week.

    Attributes
    ----------
    well
        For each working day of the week, in which runs the person is not ill; None where nobody ever is.
    filled
        For each working day, in which runs somebody has the seat; None where nobody ever leaves.
    worth
        What a contact or lead is worth, the same in all runs or by run.
    """

    well: list[Flags] | None
    filled: list[Flags] | None
    worth: float | Floats

    def there(self, day: int) -> Flags | None:
        """Tell in which runs somebody is there on a day; None for all of them."""
        if self.well is None:
            return None if self.filled is None else self.filled[day]
        return self.well[day] if self.filled is None else self.well[day] & self.filled[day]


class Calendar:
    """Draws the presence of every seat, week after week."""

    def __init__(self, department: Department, fixed: frozenset[str], draws: Draws) -> None:
        self.department = department
        self.runs, self.rng = draws.runs, draws.rng
        self.spell = department.plan.chance.spell_days
        self.is_ill: dict[int, Flags] = {}
        self.leaves: dict[int, _Leaving] = {}
        self.falls_ill = [seat.record.absence if "illness" not in fixed else 0.0 for seat in department.seats]
        self.may_leave = [seat.record.attrition if "leaving" not in fixed else 0.0 for seat in department.seats]

    def begin_round(self) -> None:
        """Let everyone be there again."""
        first = self.department.horizon.days[0]
        for number, seat in enumerate(self.department.seats):
            if self.may_leave[number]:
                self.leaves[number] = _Leaving(seat, self.may_leave[number], first.toordinal(), self.runs, self.rng)

    def week(self, number: int, week: int) -> Presence:
        """Draw the presence of a seat in a week."""
        seat = self.department.seats[number]
        days = seat.weeks[week].days
        well = None
        if absence := self.falls_ill[number]:
            well = [self._next_day(number, absence) for _ in days]
        filled, worth = None, seat.worth[week]
        if number in self.leaves:
            leaving = self.leaves[number]
            filled = [leaving.is_filled(day.date.toordinal()) for day in days]
            return Presence(well, filled, leaving.worth(self.department.horizon.monday(week).toordinal(), worth))
        return Presence(well, filled, worth)

    def _next_day(self, number: int, absence: float) -> Flags:
        """Go on by a working day: spells last geometrically, and start so that the share of lost days is kept."""
        drawn = self.rng.random(self.runs)
        if number not in self.is_ill:
            ill = drawn < absence
        else:
            ends, starts = 1 / self.spell, absence / (1 - absence) / self.spell
            ill = np.where(self.is_ill[number], drawn >= ends, drawn < starts)
        self.is_ill[number] = ill
        return ~ill


class _Leaving:
    """When a seat is empty, and since when it has a successor."""

    def __init__(self, seat: Seat, chance: float, first: int, runs: int, rng: np.random.Generator) -> None:
        self.seat = seat
        self.empty_days = 7 * seat.record.replace_weeks
        hazard = -math.log1p(-chance) / DAYS_OF_YEAR
        self.left = first + rng.exponential(1 / hazard, runs)
        self.began = np.full(runs, -math.inf)
        self.mean_stay, self.rng = 1 / hazard, rng

    def is_filled(self, day: int) -> Flags:
        """Tell in which runs somebody has the seat on a day; days are asked for in order."""
        comes = day >= self.left + self.empty_days
        if comes.any():
            self.began = np.where(comes, self.left + self.empty_days, self.began)
            self.left = np.where(comes, self.began + self.rng.exponential(self.mean_stay, len(self.left)), self.left)
        return day < self.left

    def worth(self, monday: int, planned: float) -> Floats:
        """Give what a contact is worth in a week: planned, or a successor's in the weeks since that one came."""
        found = np.full(len(self.began), planned)
        came = np.isfinite(self.began)
        if came.any():
            since = np.floor((monday + 6 - self.began[came]) / 7).astype(np.int64)
            found[came] = [self.seat.worth_after(max(0, weeks)) for weeks in since]
        return found
