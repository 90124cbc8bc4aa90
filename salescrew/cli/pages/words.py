"""Words that many pages need: people, money, which plan that is."""

from __future__ import annotations

from collections.abc import Iterable

from salescrew.cli.render.cells import date, money, plain, weekday
from salescrew.language import say, say_as, to_say
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.targets import AimName
from salescrew.models.plan.values.days import Interval
from salescrew.models.plan.words import in_number


def subtitle(department: Department) -> str:
    """Say which plan that is and when."""
    horizon = department.horizon
    return say(
        "{plan}: {first} to {last}, {weeks} {weeks:week|weeks}",
        plan=plain(department.plan.name),
        first=date(horizon.days[0]),
        last=date(horizon.last_day),
        weeks=len(horizon.weeks),
    )


def amount(plan: Plan, value: float) -> str:
    """Write an amount of money with the plan's currency."""
    return f"{money(value)} {plain(plan.currency)}".strip()


def difference(plan: Plan, name: AimName, more: float) -> str:
    """Say by how much something that may be an objective is more, or less where that is below 0."""
    if name == "people":
        people = round(abs(more))
        if more > 0:
            return say("{n} {n:person|people} more", n=people)
        return say("{n} {n:person|people} fewer", n=people)
    cost = amount(plan, abs(more))
    if name == "monthly_cost":
        return say("{cost} a month more", cost=cost) if more > 0 else say("{cost} a month less", cost=cost)
    if more > 0:
        return say("{cost} over the horizon more", cost=cost)
    return say("{cost} over the horizon less", cost=cost)


def of_activity(count: str, activity: str) -> str:
    """Write how much of an activity that is: `90 calls`, `1 call`."""
    named = plain(in_number(activity, count))
    return say_as("amount of an activity", "{count} {activity}", count=count, activity=named)


def away(name: str, days: Iterable[Interval]) -> str:
    """Say who is away, and when."""
    return say("{name} away {days}", name=plain(name), days=", ".join(map(_span, days)))


def _span(days: Interval) -> str:
    if days.first == days.last:
        return say_as("absence", "{day}", day=weekday(days.first))
    return say_as("absence", "{first} to {last}", first=weekday(days.first), last=weekday(days.last))


NOT_FINISHED = to_say("Not finished: Ctrl-C came before all was known. What is missing is left open.")


def unfinished(*, finished: bool) -> str:
    """Say that something is not finished, where it is not."""
    return "" if finished else say(NOT_FINISHED)


def persons(count: int | None) -> str:
    """Write a number of people."""
    return say("{n} {n:person|people}", n=0 if count is None else count)
