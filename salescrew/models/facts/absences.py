"""Who is away besides what the plan says, as scripts and the command line give it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from pydantic_core import PydanticCustomError

from salescrew.language import say
from salescrew.models.department.horizon import Horizon
from salescrew.models.facts.actuals import Actuals, Fact
from salescrew.models.plan.naming import did_you_mean, meant
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.days import Interval, day, interval
from salescrew.models.plan.values.said import listed

Days = str | dt.date | Interval
"""A day, or an interval of days: `2026-02-03` or `2026-02-03/2026-02-07`."""
Given = Mapping[str, Days | Sequence[Days]]
Absences = dict[str, tuple[Interval, ...]]


def date_of(value: dt.date | str, where: str) -> dt.date:
    """Read a day that a script gives.

    Raises
    ------
    InputError
        Where it is none.
    """
    try:
        return day(value)
    except PydanticCustomError as error:
        raise refused([error.message()], where) from None


def absences_of(given: Given | None, plan: Plan, known: Collection[str], who: str = "") -> Absences:
    """Read who is away when.

    Parameters
    ----------
    known
        The names that there are; one of the same words in another order is known, too.
    plan
        The plan, of whose days each entry must have one.
    who
        What people of these names are; by default people of this plan.

    Raises
    ------
    InputError
        With every name that is not known and everything that is no day of the plan.
    """
    found: Absences = {}
    problems: list[str] = []
    first, last = plan.calendar.start, Horizon(plan).last_day
    for given_name, days in (given or {}).items():
        name = meant(given_name, known)
        if name is None:
            todo = did_you_mean(given_name, known, say("Known here: {names}.", names=listed(known)))
            whom = who or say("a person of this plan")
            problems.append(say("absent: must be {whom}, got {name}. {todo}", whom=whom, name=given_name, todo=todo))
            continue
        try:
            away = tuple(map(interval, [days] if isinstance(days, Days) else days))
        except PydanticCustomError as error:
            problems.append(f"absent.{name}: {error.message()}")
            continue
        found[name] = (*found.get(name, ()), *away)
        outside = [days for days in away if days.last < first or days.first > last]
        problems += [
            say(
                "absent.{name}: must have days of the plan, {first} to {last}, got {days}. Correct it.",
                name=name,
                first=first,
                last=last,
                days=days,
            )
            for days in outside
        ]
    if problems:
        raise refused(problems)
    return found


def is_whole_absence(fact: Fact) -> bool:
    """Tell whether a fact says that somebody is away all day."""
    return fact.kind == "absent" and fact.count >= 1


def with_told(absent: Absences, actuals: Actuals, since: dt.date, known: Collection[str]) -> Absences:
    """Add the days from one on for which the facts say already that somebody will be away."""
    found = dict(absent)
    for fact in actuals:
        if is_whole_absence(fact) and fact.date >= since and fact.manager in known:
            days = found.get(fact.manager, ())
            if not any(fact.date in interval for interval in days):
                found[fact.manager] = (*days, Interval(fact.date, fact.date))
    return found
