"""Rules on how even weeks and people are, and on what is in the way (section 5 of the model)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from salescrew.checker.case import Case
from salescrew.checker.closeness import NOISE, differs, exceeds, is_amount, number
from salescrew.checker.rules.obstacles import Fact, asked_by_week, days_there, in_the_way, opened_by_week
from salescrew.language import say
from salescrew.models.answers.evenness import AboveAim, Measure
from salescrew.models.plan.values.said import shown

LEAST_A_WEEK = 5
AIMS: dict[Measure, float] = {"weeks": 1.1, "person": 1.25, "alike": 1.1, "duty": 1.0}
"""What each figure is to be at most."""
Peaks = dict[tuple[str, str | None, int | None], float]
"""By funnel or person, activity and week, how uneven it is."""


def evenness(case: Case) -> Iterator[str]:
    """State how even weeks and people are as the roster and the quotas have it."""
    told = case.result.evenness
    if told is None:
        if case.result.version > 1 and case.result.managers:
            yield say("evenness must be there")
        return
    figures: dict[str, float | None] = {
        name: max(peaks.values(), default=None) for name, peaks in _measured(case).items()
    }
    for name, must in (figures | {"idle": _idle(case)}).items():
        got = getattr(told, name)
        if (got is None) != (must is None) or (got is not None and must is not None and differs(got, must)):
            yield say("evenness.{name} must be {must}, got {got}", name=name, must=_written(must), got=_written(got))


def above(case: Case) -> Iterator[str]:
    """Name the figures of evenness that are above what they are to be, and what of the plan is in the way."""
    told = case.result.evenness
    if told is None:
        return
    measured = _measured(case)
    must = [name for name, peaks in measured.items() if max(peaks.values(), default=0) > AIMS[name] + NOISE]
    got = [row.figure for row in told.above]
    if got != must:
        yield say("evenness.above must be of {must}, is of {got}", must=_listed(must), got=_listed(got))
        return
    for row in told.above:
        yield from (
            say("evenness.above {figure}: {witness}", figure=row.figure, witness=witness)
            for witness in _wrong(case, row, measured[row.figure])
        )


def other_roles(case: Case) -> Iterator[str]:
    """Name the people who are alike and have not all the same role."""
    told = case.result.evenness
    if told is None:
        return
    must = sorted(
        sorted(names) for names in _groups(case, of_role=False) if len({_role(case, one) for one in names}) > 1
    )
    got = sorted(sorted(row.names) for row in told.other_roles)
    if got != must:
        yield say(
            "evenness.other_roles must be of {must}, is of {got}",
            must="; ".join(map(_names, must)) or say("nobody"),
            got="; ".join(map(_names, got)) or say("nobody"),
        )


def _role(case: Case, name: str) -> str:
    return next(member.role for member in case.result.managers if member.name == name)


def _names(names: list[str]) -> str:
    return ", ".join(map(shown, names))


def _wrong(case: Case, row: AboveAim, peaks: Peaks) -> Iterator[str]:
    """Yield what is not so of a figure that is above what it is to be."""
    week = None if row.week is None else case.days.week_of(row.week)
    most = peaks.get((row.of, row.activity, week))
    if most is None or differs(most, max(peaks.values())) or (week is not None and row.week != case.days.monday(week)):
        at = f"{shown(row.of)}, {row.activity}, {row.week}"
        yield say("must be the most uneven, got {at}", at=at)
        return
    if row.least is not None and (not is_amount(row.least) or exceeds(row.least, most)):
        yield say("least must be from 0 to {most}, got {least}", most=number(float(most)), least=number(row.least))
        return
    is_above = row.least is not None and row.least > AIMS[row.figure] + NOISE
    if row.days == "whole" and not is_above:
        yield say(
            "days must be split where least is not above {aim}, is {days}", aim=number(AIMS[row.figure]), days=row.days
        )
        return
    is_forbidden = row.least is None or (is_above and row.days == "split")
    facts = in_the_way(case, row.of, row.activity, week) if is_forbidden else []
    must = facts or [("whole_days", (), ())]
    got = [(one.what, tuple(sorted(one.names)), one.weeks) for one in row.because]
    if sorted(got) != sorted(must):
        yield say("because must be {must}, is {got}", must=_said(must), got=_said(got))


def _said(facts: list[Fact]) -> str:
    return (
        "; ".join(" ".join([what, *map(shown, names), *map(str, weeks)]) for what, names, weeks in facts) or "nothing"
    )


def _listed(names: list[Measure]) -> str:
    return ", ".join(names) or "none"


def _written(figure: float | None) -> str:
    return "null" if figure is None else number(float(figure))


def _measured(case: Case) -> dict[Measure, Peaks]:
    return {"weeks": _weeks(case), "person": _person(case), "alike": _alike(case), "duty": _duty(case)}


def _weeks(case: Case) -> Peaks:
    """Set contacts a working day of each week against those of the horizon, funnel by funnel."""
    if case.plan.pipeline != "steady":
        return {}
    days = Counter(case.days.working.values())
    opened = opened_by_week(case)
    return {
        (funnel, None, week): peak
        for funnel, contacts in opened.items()
        if math.fsum(contacts)
        for week, peak in _peaks(contacts, days)
    }


def _peaks(by_week: list[float], days: Counter[int]) -> Iterator[tuple[int, float]]:
    mean = math.fsum(by_week) / days.total()
    return ((week, count / days[week] / mean) for week, count in enumerate(by_week) if days[week])


def _asked(case: Case, name: str) -> dict[str, list[int]]:
    """Give what is asked of somebody by activity and week, where it is enough to tell weeks by."""
    weeks = len(days_there(case, name))
    every = {activity: asked_by_week(case, name, activity) for activity in case.activities}
    return {activity: asked for activity, asked in every.items() if sum(asked) and sum(asked) >= LEAST_A_WEEK * weeks}


def _person(case: Case) -> Peaks:
    return {
        (name, activity, week): peak
        for name in case.posts
        for activity, asked in _asked(case, name).items()
        for week, peak in _peaks([float(count) for count in asked], days_there(case, name))
    }


def _groups(case: Case, *, of_role: bool = True) -> list[list[str]]:
    """Gather the people, of one role, in whom nothing differs but the name."""
    groups: dict[str, list[str]] = {}
    for member in case.result.managers:
        name = member.name
        if name not in case.posts:
            continue
        profile = case.people.profile_of(name)
        of_plan = next((manager for manager in case.plan.managers if manager.name == name), profile)
        if of_plan is None:
            continue
        said = {key: str(value) for key, value in of_plan if key not in ("name", "profile", "at_most")}
        away = [str(interval) for interval in case.plan.away.get(name, ())]
        role = member.role if of_role else ""
        groups.setdefault(f"{type(of_plan).__name__} {role} {sorted(said.items())} {away}", []).append(name)
    return [sorted(set(names)) for names in groups.values() if len(set(names)) > 1]


def _alike(case: Case) -> Peaks:
    found: Peaks = {}
    for names in _groups(case):
        asked = [_asked(case, name) for name in names]
        for activity in case.activities:
            sums = [sum(of[activity]) for of in asked if activity in of]
            if len(sums) == len(names):
                for name, of_one in zip(names, sums, strict=True):
                    found[name, activity, None] = float(Fraction(of_one * len(sums), sum(sums)))
    return found


def _duty(case: Case) -> Peaks:
    slots = Counter[str]()
    for (_, name), row in case.roster.items():
        slots[name] += len(row.duty)
    return {
        (name, None, None): slots[name] - min(slots[one] for one in names)
        for names in _groups(case)
        if any(slots[name] for name in names)
        for name in names
    }


def _idle(case: Case) -> float | None:
    on_duty = {(name, case.days.working[day]) for (day, name), row in case.roster.items() if row.duty}
    weeks = [(name, week) for name in case.posts for week in days_there(case, name)]
    idle = sum(where not in on_duty and not any(case.asked.get(where, {}).values()) for where in weeks)
    return idle / len(weeks) if weeks else None
