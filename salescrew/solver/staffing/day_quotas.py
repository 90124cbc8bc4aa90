"""From shares of a week to whole quotas of its days: worked out once for all who do the same in it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.solver.staffing.allowances import WeekRoom
from salescrew.solver.staffing.handling import Handled


@dataclass(frozen=True)
class Rounding:
    """How shares of a week become quotas.

    Attributes
    ----------
    nothing
        So much of an activity is nothing: above what the solver of shares is off by, and far below a whole one.
    noise
        So much of a week's share is nothing: what evenness gives way by, and a fraction of what targets do.
    per_contact
        Contacts are counted in so many parts of one, downwards.
    spared
        So much of such a part is rounded up all the same, since floats are off by that.
    """

    nothing: float = 1e-7
    noise: float = 3e-7
    per_contact: float = 1e9
    spared: float = 1e-3


ROUNDING = Rounding()


@dataclass(frozen=True)
class DayQuota:
    """What is asked of a person on a day."""

    activities: dict[str, int]
    contacts: dict[str, float]


class Quotas(dict[tuple[str, dt.date], DayQuota]):
    """What is asked of people on their days, by name and day.

    Attributes
    ----------
    handled
        Who handles which items, where that counts.
    """

    def __init__(
        self, quotas: Mapping[tuple[str, dt.date], DayQuota] | None = None, *, handled: Handled | None = None
    ) -> None:
        super().__init__(quotas or {})
        self.handled: Handled = handled or {}


class Asking:
    """What is asked of people who spend the same shares of their time: the same of all who do the same in a week."""

    def __init__(
        self, department: Department, contacts: dict[tuple[int, str], float], work: dict[tuple[int, str], float]
    ) -> None:
        self.department = department
        self.work = work
        self.contacts: dict[int, list[tuple[str, str, float]]] = {}
        for (week, funnel), share in contacts.items():
            activity = str(department.plan.funnels[funnel].opens_with)
            self.contacts.setdefault(week, []).append((funnel, activity, share))
        self._known: dict[tuple[WeekRoom, float, bool], dict[dt.date, DayQuota]] = {}

    def of_week(self, week: int, room: WeekRoom, present: float, is_worth_it: bool) -> dict[dt.date, DayQuota]:
        """Give the quotas of a week's days.

        Parameters
        ----------
        present
            The share of the week that is left after absence.
        is_worth_it
            Whether a contact of this person's is worth anything.
        """
        key = (room, present, is_worth_it)
        if key not in self._known:
            allowed = {activity: most * present for activity, most in room.in_all.items()}
            spent = {activity: self.work.get((week, activity), 0.0) * most for activity, most in allowed.items()}
            opened: dict[str, tuple[str, float]] = {}
            for funnel, activity, share in self.contacts.get(week, ()) if is_worth_it else ():
                amount = share * allowed.get(activity, 0.0)
                if amount > ROUNDING.nothing:
                    opened[funnel] = (activity, amount)
                    spent[activity] += amount
            self._known[key] = _days(self.department, room, present, spent, opened)
        return self._known[key]


def _days(
    department: Department,
    room: WeekRoom,
    present: float,
    spent: dict[str, float],
    opened: dict[str, tuple[str, float]],
) -> dict[dt.date, DayQuota]:
    """Round a week up to whole quotas, but for noise, and spread them over the days by what each day holds."""
    asked: dict[str, dict[dt.date, int]] = {}
    for activity in department.activities:
        exact = spent.get(activity, 0.0)
        whole = math.ceil(exact - max(ROUNDING.nothing, ROUNDING.noise * exact))
        asked[activity] = _spread(whole, {day: most.get(activity, 0) for day, most in room.most.items()})
    # no more contacts than calls are asked for, where noise was rounded down
    total = {activity: max(sum(by_day.values()), spent.get(activity, 0.0)) for activity, by_day in asked.items()}
    return {
        day: DayQuota(
            {activity: by_day[day] for activity, by_day in asked.items()},
            {
                funnel: rounded_down(amount * asked[activity][day] / total[activity])
                for funnel, (activity, amount) in opened.items()
                if asked[activity][day]
            },
        )
        for day in _days_needed(room, present, asked, spent)
    }


def rounded_down(contacts: float) -> float:
    """Round so that the contacts of many people and days never take time that the week's work rests on."""
    return math.floor(contacts * ROUNDING.per_contact + ROUNDING.spared) / ROUNDING.per_contact


def _days_needed(
    room: WeekRoom, present: float, asked: dict[str, dict[dt.date, int]], spent: dict[str, float]
) -> list[dt.date]:
    """Leave out days on which nothing is asked, but for those whose allowance the week's quotas rest on."""
    needed = list(room.most)
    for day in reversed(needed):
        if day in room.stays or any(by_day[day] for by_day in asked.values()):
            continue
        others = [other for other in needed if other != day]
        if all(
            present * sum(room.most[other].get(activity, 0) for other in others) >= amount - ROUNDING.nothing
            for activity, amount in spent.items()
        ):
            needed = others
    return needed


def _spread(whole: int, room: dict[dt.date, int]) -> dict[dt.date, int]:
    """Spread a whole number over days in proportion to their room, the largest remainders rounded up."""
    total = sum(room.values())
    if not total:
        return dict.fromkeys(room, 0)
    exact = {day: whole * most / total for day, most in room.items()}
    spread = {day: min(most, math.floor(exact[day] + ROUNDING.nothing)) for day, most in room.items()}
    left = whole - sum(spread.values())
    for day in sorted(room, key=lambda day: (spread[day] - exact[day], day)):
        if left > 0 and spread[day] < room[day]:
            spread[day] += 1
            left -= 1
    return spread
