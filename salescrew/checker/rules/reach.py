"""Rules on how far people get, and on what stays open where they get nowhere (sections 5 and 7 of the model)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from salescrew.checker.case import Case
from salescrew.checker.closeness import NOISE, TARGET, exceeds, is_amount, number
from salescrew.checker.flow import Due
from salescrew.checker.left import least_missing, most_work
from salescrew.checker.rules.flow import attained, buffers
from salescrew.checker.rules.team import claims_proof, falls_short_of_confidence, has_team, may_show_how_far
from salescrew.language import say
from salescrew.models.answers.result import OneFewer, OpenSlot, Overload, Result, Stretch
from salescrew.models.plan.values.said import shown
from salescrew.models.schedule.in_force import leaves_something


def reach(case: Case) -> Iterator[str]:
    """`reach` is said of a plan that cannot be met, and is below 1; the team that is shown does not reach all of it.

    Where something is reached all slots can be covered, as far as counting people tells.
    """
    result = case.result
    if not may_show_how_far(case):
        if result.reach is not None:
            yield say("{status}: reach must be null, got {reach}", status=result.status, reach=number(result.reach))
        if result.reach_proven is not None:
            yield say(
                "{status}: reach_proven must be null, got {reach_proven}",
                status=result.status,
                reach_proven=shown(result.reach_proven),
            )
        yield from _nothing_left(result.status, result)
        return
    if result.reach is not None:
        if not (is_amount(result.reach) and result.reach < 1):
            yield say(
                "{status}: reach must be at least 0 and below 1, got {reach}",
                status=result.status,
                reach=number(result.reach),
            )
        yield from _nothing_left(say("reach {reach}", reach=number(result.reach)), result)
    is_left = leaves_something(result) or (result.replan and result.replan.left_undone)
    if result.reach is None and has_team(case) and not is_left and not falls_short_of_confidence(case):
        yield say("reach must be there with a team, got null")
    if not is_left and _meets_every_target(case) and not falls_short_of_confidence(case):
        yield say("{status}: the team must fall short of some target, reaches all of each", status=result.status)
    yield from _left(case, "", result)
    if result.reach is not None or result.uncovered or result.overloaded:
        yield from _covered(case, "", result.uncovered, None)


def _meets_every_target(case: Case) -> bool:
    return has_team(case) and attained(case) * (1 - TARGET) >= 1 - NOISE


def stretch(case: Case) -> Iterator[str]:
    """`stretch` is said of a team that meets the plan: at least 1, and no less than what its quotas reach.

    Its bound is no less.
    """
    result = case.result
    if result.stretch is None:
        return
    yield from _bounded("stretch", result.stretch)
    if result.status not in ("optimal", "feasible"):
        yield say("{status}: stretch must be null, is there", status=result.status)
    elif not _has_targets(case):
        if result.stretch.reach is not None:
            yield say("stretch.reach must be null without targets, got {reach}", reach=number(result.stretch.reach))
    elif result.stretch.reach is None:
        yield say("stretch.reach must be given, got nothing")
    elif not (is_amount(result.stretch.reach) and result.stretch.reach >= 1):
        yield say("stretch.reach must be at least 1, got {reach}", reach=number(result.stretch.reach))
    elif exceeds(attained(case), result.stretch.reach):
        must = number(attained(case))
        yield say(
            "stretch.reach must be at least {must}, which the quotas reach, got {reach}",
            must=must,
            reach=number(result.stretch.reach),
        )


def _bounded(where: str, found: Stretch | OneFewer) -> Iterator[str]:
    """Check that what nobody exceeds is no less than what was found."""
    if found.bound is None:
        return
    if found.reach is None:
        yield say("{where}.bound must be null without a reach, got {bound}", where=where, bound=number(found.bound))
    elif not is_amount(found.bound) or exceeds(found.reach, found.bound):
        yield say(
            "{where}.bound must be at least {reach}, which was found, got {bound}",
            where=where,
            reach=number(found.reach),
            bound=number(found.bound),
        )


def _has_targets(case: Case) -> bool:
    return bool(buffers(case))


def one_fewer(case: Case) -> Iterator[str]:
    """`one_fewer` is said where people come first and somebody could be left out; it falls short of the plan.

    Its bound is no less, and there where it is not proven otherwise.
    """
    result = case.result
    if result.one_fewer is None:
        return
    yield from _bounded("one_fewer", result.one_fewer)
    found = result.one_fewer
    kept = len(case.people.kept)
    if result.status not in ("optimal", "feasible"):
        yield say("{status}: one_fewer must be null, is there", status=result.status)
    elif case.plan.objective[0] != "people":
        yield say("one_fewer must be null where the objective does not begin with people")
    elif result.headcount is not None and result.headcount <= max(1, kept):
        yield say(
            "one_fewer must be null with a headcount of {headcount}, {kept} of them to be kept",
            headcount=result.headcount,
            kept=kept,
        )
    elif found.reach is None:
        yield from _left(case, "one_fewer: ", found)
        if found.uncovered or found.overloaded:
            yield from _covered(case, "one_fewer: ", found.uncovered, len(case.posts) - 1)
    else:
        if not _has_targets(case):
            yield say("one_fewer.reach must be null without targets, got {reach}", reach=number(found.reach))
        if not is_amount(found.reach) or (claims_proof(case) and not found.reach < 1):
            yield say("one_fewer.reach must be at least 0 and below 1, got {reach}", reach=number(found.reach))
        yield from _nothing_left("one_fewer.reach", found)
        yield from _covered(case, "one_fewer: ", (), len(case.posts) - 1)


def everyone_stays(case: Case) -> Iterator[str]:
    """`everyone_stays` is said where somebody who is there has no role; it has all of them, and is no better."""
    result, found = case.result, case.result.everyone_stays
    if found is None:
        return
    there = {manager.name for manager in case.plan.managers}
    if result.status not in ("optimal", "feasible"):
        yield say("{status}: everyone_stays must be null, is there", status=result.status)
    elif there <= {member.name for member in result.managers}:
        yield say("everyone_stays must be null where everybody has a role, is there")
    elif found.headcount is None:
        if found.status in ("optimal", "feasible"):
            yield say(
                "everyone_stays.headcount must be given where its status is {status}, got nothing", status=found.status
            )
    elif found.headcount < max(len(there), result.headcount_bound or 0):
        least = max(len(there), result.headcount_bound or 0)
        yield say(
            "everyone_stays.headcount must be at least {least}, got {headcount}", least=least, headcount=found.headcount
        )
    elif found.hires is None or found.hires != found.headcount - len(there):
        yield say(
            "everyone_stays.hires must be {headcount}, got {hires}",
            headcount=found.headcount - len(there),
            hires=found.hires,
        )


def _nothing_left(where: str, found: Result | OneFewer) -> Iterator[str]:
    for name in ("uncovered", "reserve", "overloaded"):
        if rows := len(getattr(found, name)):
            yield say("{where}: {name} must be empty, has {rows} rows", where=where, name=name, rows=rows)


def _left(case: Case, where: str, found: Result | OneFewer) -> Iterator[str]:
    """Check that what is left open or undone is something that the plan asks for, and no more than it asks for."""
    uncovered, overloaded = found.uncovered, found.overloaded
    for row in found.reserve:
        week = case.days.week_of(row.week)
        needed = sum(
            slot.required
            for (day, _), slot in case.slots.items()
            if case.days.week_of(day) == week and slot.queue in row.queues
        )
        if not is_amount(row.missing) or exceeds(row.missing, float(needed)):
            yield say(
                "{where}week of {week}: at most {needed} places are needed, got {missing}",
                where=where,
                week=row.week,
                needed=number(needed),
                missing=number(row.missing),
            )
    if uncovered and overloaded and not (isinstance(found, Result) and leaves_something(found)):
        yield say(
            "{where}overloaded must be empty where slots stay open, has {count} rows",
            where=where,
            count=len(overloaded),
        )
    seen: set[object] = set()
    for slot in uncovered:
        key = slot.date, slot.where
        required = case.slots[key].required if key in case.slots else 0
        if not required or slot.required != required or not 1 <= slot.short <= required or key in seen:
            yield say(
                "{where}{date} {slot}: must be open once for 1 to {required} of {required} people, "
                "got {short} of {told}",
                where=where,
                date=slot.date,
                slot=shown(slot.where.name),
                required=required,
                short=slot.short,
                told=slot.required,
            )
        seen.add(key)
    most = most_work(case) if overloaded else {}
    for work in overloaded:
        known = (work.week, work.funnel, work.activity, work.by)
        if not _is_work(case, work) or not work.short > NOISE or known in seen:
            yield say(
                "{where}week of {week} {funnel}: {short} {activity} too many must be work of the funnel, once a week",
                where=where,
                week=work.week,
                funnel=shown(work.funnel),
                short=number(work.short),
                activity=shown(work.activity),
            )
        elif exceeds(work.short, fallen := _fallen(case, most, work)):
            yield say(
                "{where}week of {week} {funnel}: at most {fallen} {activity} fall due by themselves, "
                "got {short} too many",
                where=where,
                week=work.week,
                funnel=shown(work.funnel),
                fallen=number(fallen),
                activity=shown(work.activity),
                short=number(work.short),
            )
        seen.add(known)


def _covered(case: Case, where: str, uncovered: Sequence[OpenSlot], people: int | None) -> Iterator[str]:
    """Check that as many places stay open as counting people tells: nobody is on duty who is not there, or twice."""
    short = {(slot.date, slot.where): slot.short for slot in uncovered}
    for name, places, missing in least_missing(case, people):
        has = sum(short.get(place, 0) for place in places)
        if has < missing:
            why = say("since nobody more could be on duty")
            yield say(
                "{where}{name}: must be {missing} short, {why}, is {has}",
                where=where,
                name=name,
                missing=number(missing),
                why=why,
                has=number(has),
            )


def _fallen(case: Case, most: Mapping[str, Due], work: Overload) -> float:
    """Give how much of some work can fall due at the most in its week."""
    where = (work.funnel, work.by == "closer"), case.days.week_of(work.week)
    return most.get(work.activity, {}).get(where, 0.0)


def _is_work(case: Case, work: Overload) -> bool:
    funnel = case.plan.funnels.get(work.funnel)
    mondays = {case.days.monday(week) for week in range(case.days.weeks)}
    so_far = case.plan.so_far.open_work if case.plan.so_far else ()
    makes_work = funnel is not None and (
        any(stage.effort.get(work.activity) and stage.by == work.by for stage in funnel.stages)
        or any((row.funnel, row.activity, row.by) == (work.funnel, work.activity, work.by) for row in so_far)
    )
    return isinstance(work.week, dt.date) and work.week in mondays and makes_work and is_amount(work.short)
