"""Whether a plan is on track: what happened set against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from salescrew.language import say
from salescrew.models.answers.progress import FactTotal, Progress
from salescrew.models.answers.result import Result
from salescrew.models.department.people import names
from salescrew.models.facts.absences import Given, absences_of, date_of
from salescrew.models.facts.actuals import Actuals, Fact, totals
from salescrew.models.facts.presence import Presence
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.calendar import ONE_DAY
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import listed
from salescrew.models.schedule.same_plan import planned_of
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.tracking.funnels import Funnels
from salescrew.models.tracking.happened import NOTHING
from salescrew.models.tracking.helps import Helps
from salescrew.models.tracking.indicators import Indicators
from salescrew.models.tracking.pace import Pace
from salescrew.models.tracking.people import People
from salescrew.models.tracking.standing import Standing
from salescrew.models.tracking.starting_point import before_start_of

_MOST_NAMED = 5


def track(
    plan: Plan,
    result: Result,
    actuals: Actuals,
    as_of: dt.date | str | None = None,
    *,
    absent: Given | None = None,
) -> Progress:
    """Set what happened against a plan's result.

    Parameters
    ----------
    plan
        The plan.
    result
        The result in force.
    actuals
        What happened; what is later than `as_of` is left aside.
    as_of
        The day; by default the last one of which anything is known. As long as nothing is known of the day itself, it
        counts as one to come. That somebody is away may be known long before, and does not count for this.
    absent
        Who was, or will be, away besides, by name: days and intervals, such as `2026-02-03/2026-02-07`.

    Raises
    ------
    InputError
        Where the result has no team, the day lies outside the plan, or somebody is not in it.
    """
    refuse_wrong_arguments(plan=(plan, Plan), result=(result, Result), actuals=(actuals, Actuals))
    planned = planned_of(plan, result)
    known = {fact.date for fact in _done(planned, actuals)}
    as_of = _day(planned, known, None if as_of is None else date_of(as_of, "as of"))
    away = absences_of(absent, plan, dict.fromkeys([*names(plan), *planned.roles]))
    end = as_of + ONE_DAY if as_of in known else as_of
    standing = Standing(planned, actuals, end, before_start_of(planned))
    people = People(standing, Presence(planned, actuals, away), as_of)
    funnels, pace = Funnels(standing), Pace(standing)
    stages, catch_up = tuple(funnels.stages()), tuple(pace.catch_up())
    return Progress(
        as_of=as_of,
        through=end - ONE_DAY if end > planned.horizon.first_day else None,
        managers=people.rows(),
        funnels=stages,
        targets=tuple(pace.targets()),
        odds=pace.prospects.all if planned.department.goals else None,
        pipeline=tuple(funnels.open_items()),
        catch_up=catch_up,
        indicators=tuple(Indicators(standing, stages).rows()),
        helps=tuple(Helps(pace, catch_up).rows()),
        pace=tuple(pace.points()),
        facts=tuple(_fact_totals(standing, actuals)),
        unfilled=actuals.unfilled,
        notes=tuple(chain(actuals.notes, _notes(standing, actuals))),
    )


def _done(planned: Schedule, actuals: Actuals) -> Iterator[Fact]:
    """Yield what happened, but for who was away and what was open at the start, which are known beforehand."""
    opening = {
        (name, planned.stages(name)[number]) for name in planned.plan.funnels for number in planned.later_items(name)
    }
    first_day = planned.first_day
    for fact in actuals:
        is_opening = fact.date == first_day and (fact.funnel, fact.of) in opening
        if fact.kind != "absent" and not is_opening:
            yield fact


def _day(planned: Schedule, known: Collection[dt.date], as_of: dt.date | None) -> dt.date:
    first, last = planned.horizon.first_day, planned.horizon.last_day
    if as_of is None:
        return min(last, max(first, *known)) if known else first
    if not first <= as_of <= last:
        sentence = say(
            "must be a day of the plan, {first} to {last}, got {as_of}. Correct it.",
            first=first,
            last=last,
            as_of=as_of,
        )
        raise refused([sentence], "as of")
    return as_of


def _fact_totals(standing: Standing, actuals: Actuals) -> Iterator[FactTotal]:
    # who is away counts as soon as it is known
    told = (fact for fact in actuals if fact.kind == "absent" and fact.date >= standing.end)
    used = totals(chain(standing.facts, told))
    for what, total in totals(actuals).items():
        counted = used.get(what)
        yield FactTotal(
            what=what,
            rows=total.rows,
            count=total.count,
            amount=total.amount,
            used=counted.rows if counted else 0,
            used_count=counted.count if counted else 0.0,
            used_amount=counted.amount if counted else 0.0,
        )


def _notes(standing: Standing, actuals: Actuals) -> Iterator[str]:
    if actuals.unfilled:
        yield say(
            "{n:,} {n:row|rows} of the form {n:is|are} not filled in yet, and {n:counts|count} as if nothing had been "
            "done.",
            n=actuals.unfilled,
        )
    yield from facts_left_aside(_done(standing.planned, actuals), standing)
    yield from days_unknown(standing)
    yield from opening_not_reported(standing)
    yield from nothing_reported(standing)


def facts_left_aside(facts: Iterable[Fact], standing: Standing) -> Iterator[str]:
    """Say how many facts are of a day that does not count yet, or that a plan made anew has behind it."""
    days = [fact.date for fact in facts]
    later = [day for day in days if day >= standing.end]
    before = [day for day in days if day < standing.since]
    if later:
        yield say(
            "{n:,} {n:fact is|facts are} left aside, since they are of {day} or later.", n=len(later), day=min(later)
        )
    if before:
        yield say(
            "{n:,} {n:fact is|facts are} left aside, since the plan has what was before {day} as its so_far.",
            n=len(before),
            day=standing.since,
        )


def days_unknown(standing: Standing) -> Iterator[str]:
    """Say of how many days nothing is known on which something was asked of somebody."""
    asked = {day for day, _ in standing.planned.quotas} | {day for day, _ in standing.planned.duty}
    known = {fact.date for fact in standing.facts}
    unknown = sorted(day for day in asked if standing.since <= day < standing.end and day not in known)
    if len(unknown) == 1:
        yield say("Nothing is known of {day}: that counts as if nothing had been done.", day=unknown[0])
    elif unknown:
        yield say(
            "Nothing is known of {n} days, the first of them {day}: that counts as if nothing had been done.",
            n=len(unknown),
            day=unknown[0],
        )


def opening_not_reported(standing: Standing) -> Iterator[str]:
    """Say that what was under way at the start must be among the facts, as it is in the form."""
    planned = standing.planned
    week = standing.horizon.first_week
    for name in standing.plan.funnels if standing.has_begun else ():
        for number, items in planned.later_items(name).items():
            entered = standing.entered[name][number][week]
            if entered < items - NOTHING:
                stage = planned.stages(name)[number]
                yield say(
                    "{funnel}: {items:g} are open at {stage} at the start, and the facts of the first week have "
                    "{entered:g} that entered it. What is open at the start counts as entering then: add a row {row}, "
                    "as the form has it.",
                    funnel=name,
                    items=items,
                    stage=stage,
                    entered=entered,
                    row=f"{planned.first_day},,{stage},{name},{items:g}",
                )


def nothing_reported(standing: Standing) -> Iterator[str]:
    """Say of which funnels no stage but the first is known."""
    if not standing.has_begun or not standing.facts:
        return
    known = {fact.funnel for fact in standing.facts if fact.kind in ("stage", "paid")}
    silent = [name for name in standing.plan.funnels if name not in known]
    if silent:
        yield say(
            "Nothing is known of what entered the later stages of {funnels}: without such facts nothing of it counts "
            "as "
            "under way or paid.",
            funnels=listed(silent[:_MOST_NAMED]),
        )
