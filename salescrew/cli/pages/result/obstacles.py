"""What is in the way where weeks or people are not even enough: a sentence for each figure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence

from salescrew.cli.pages.result.staying import names_in_short
from salescrew.cli.pages.result.weeks import which_weeks
from salescrew.cli.render.cells import plain, share
from salescrew.language import say
from salescrew.models.answers.evenness import EVEN_ENOUGH, AboveAim, InTheWay
from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.words import listed_names
from salescrew.models.schedule.schedule import Schedule

ROUNDED = 1e-6
"""Whole hundredths are said, from below."""


def obstacles_sentences(schedule: Schedule) -> str:
    """Say of each figure that is above what it is to be which it is, and what is in the way."""
    even, horizon = schedule.result.evenness, schedule.department.horizon
    rows = () if even is None else even.above
    said = [say("{above}: {because}.", above=_above(schedule, row), because=_because(horizon, row)) for row in rows]
    return " ".join([*said, *_other_roles(schedule)])


def _other_roles(schedule: Schedule) -> Iterator[str]:
    """Say of people who are alike and have not all the same role why that is."""
    even = schedule.result.evenness
    for row in () if even is None else even.other_roles:
        names = names_in_short(row.names)
        if row.because == "weeks":
            yield say(
                "{names} are alike and have different roles: with the same one their weeks would be far from even.",
                names=names,
            )
        elif row.because == "as_good":
            yield say(
                "{names} are alike and have different roles: no team as good was found in which they have fewer.",
                names=names,
            )


def _above(schedule: Schedule, row: AboveAim) -> str:
    even = schedule.result.evenness
    assert even is not None
    value, of = getattr(even, row.figure), plain(row.of)
    activity = plain(row.activity or "")
    if row.figure == "duty":
        return say("{name} covers {n} {n:slot|slots} more than somebody who is alike", name=of, n=value)
    more = share(value - 1)
    if row.figure == "alike":
        return say(
            "{name} is asked for {more} more {activity} than people who are alike are on average",
            name=of,
            more=more,
            activity=activity,
        )
    week = None if row.week is None else schedule.department.horizon.week_of(row.week) + 1
    if row.figure == "weeks":
        if week is None:
            return say("{funnel} opens {more} more contacts a working day than on average", funnel=of, more=more)
        return say(
            "In week {week} {funnel} opens {more} more contacts a working day than on average",
            week=week,
            funnel=of,
            more=more,
        )
    if week is None:
        return say(
            "{name} is asked for {more} more {activity} a day than on average", name=of, more=more, activity=activity
        )
    return say(
        "In week {week} {name} is asked for {more} more {activity} a day than on average",
        week=week,
        name=of,
        more=more,
        activity=activity,
    )


def _because(horizon: Horizon, row: AboveAim) -> str:
    """Say what is in the way, and how much of it no roster at all could do without."""
    most = 0.0 if row.least is None else math.floor(100 * (row.least - 1) + ROUNDED) / 100
    if row.days == "whole":
        return say("a day holds a whole pattern, and so it would be at least {most} with any roster", most=share(most))
    said = "; ".join(_said(horizon, fact) for fact in row.because)
    if row.least is not None and row.least > EVEN_ENOUGH[row.figure]:
        return say("{said}; even with days that are split it would be at least {most}", said=said, most=share(most))
    return said


def _said(horizon: Horizon, fact: InTheWay) -> str:
    if fact.what == "fewer_days":
        return _fewer(horizon, fact.weeks)
    which = _which(horizon, fact.weeks)
    names = listed_names(map(plain, fact.names)) if fact.names else ""
    return {
        "away": say("{names} {n:is|are} away in {weeks}", names=names, n=len(fact.names), weeks=which),
        "leads": say("more leads come in that week"),
        "start": say("work falls due as items come to their stages, since the pipeline is not steady"),
        "late": say("contacts of {weeks} are paid after the end", weeks=which),
        "duty": say("duty takes more in {weeks}", weeks=which),
        "settled": say("days are settled beforehand"),
        "whole_days": say("no roster of whole days that is evener was found"),
    }[fact.what]


def _fewer(horizon: Horizon, mondays: Sequence[dt.date]) -> str:
    """Say which weeks have fewer days than most, and of a single one how many."""
    which, days = _which(horizon, mondays), [len(of) for of in horizon.working_days_by_week]
    if len(mondays) > 1:
        return say("{weeks} have fewer working days", weeks=which)
    usual = max(sorted(set(days), reverse=True), key=days.count)
    return say(
        "{week} has {n} {n:working day|working days} less", week=which, n=usual - days[horizon.week_of(mondays[0])]
    )


def _which(horizon: Horizon, mondays: Sequence[dt.date]) -> str:
    weeks = [horizon.week_of(monday) for monday in mondays]
    return say("week {n}", n=weeks[0] + 1) if len(weeks) == 1 else which_weeks(horizon, weeks) if weeks else ""
