"""Rules on coverage and the roster (sections 2, 3 and 7 of the model)."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from salescrew.checker.case import Case
from salescrew.checker.closeness import NOISE, differs, number
from salescrew.checker.days import slots_of
from salescrew.checker.team import Post, pattern_of
from salescrew.models.plan.values import shown


def coverage(case: Case) -> Iterator[str]:
    """`coverage` has one row for each slot with leads: the leads expected and the managers needed on duty."""
    seen = set()
    for row in case.result.coverage:
        if case.days.is_over(row.date):
            continue  # it is there to be read
        where = f"{row.date} {shown(row.slot)}"
        slot = case.slots_asked.get((row.date, row.slot))
        if slot is None:
            yield f"{where}: no leads are expected, must have no row"
        elif (row.date, row.slot) in seen:
            yield f"{where}: must have one row, is there twice"
        else:
            if differs(row.leads, slot.total):
                yield f"{where}: leads must be {number(slot.total)}, got {number(row.leads)}"
            if row.required != slot.required:
                yield f"{where}: required must be {number(slot.required)}, got {number(row.required)}"
        seen.add((row.date, row.slot))
    for day, name in sorted(case.slots_asked.keys() - seen):
        yield f"{day} {name}: leads are expected, must have a row"


def roster(case: Case) -> Iterator[str]:
    """Everyone with a role has at most one pattern on each working day on which the person is there."""
    if len(case.roster) == len(case.result.roster):
        return  # every row has a place of its own
    seen = set()
    for row in case.result.roster:
        wrong = None
        if case.days.is_over(row.date):
            continue  # it is there to be read
        if row.manager not in case.posts:
            wrong = "has no role"
        elif (row.date, row.manager) not in case.roster:
            wrong = "is not there that day"
        elif (row.date, row.manager) in seen:
            wrong = "must have one pattern, has two"
        if wrong:
            yield f"{row.date} {shown(row.manager)}: {wrong}"
        seen.add((row.date, row.manager))


def pattern(case: Case) -> Iterator[str]:
    """Each day's pattern is one of the person's menu; a hunter's or closer's has no duty."""
    for (day, name), row in case.roster.items():
        post = case.posts[name]
        if not post.may_have(day, pattern_of(row.pattern)):
            counts = ", ".join(f"{shown(activity)}: {number(count)}" for activity, count in row.pattern.items())
            on = f" on {day:%A}s" if case.plan.weekday_patterns or post.record.weekday_patterns else ""
            yield f"{day} {name}: has no pattern {{{counts}}} as {post.role}{on}"


def duty(case: Case) -> Iterator[str]:
    """Slots are covered once a day, on a pattern with as many places, by people who work all inbound funnels."""
    for (day, name), row in case.roster.items():
        if not row.duty:
            continue
        post = case.posts[name]
        for slot in row.duty:
            if why := _cannot_be_covered(case, day, slot, post):
                yield f"{day} {name}: {why}"
        if len(set(row.duty)) < len(row.duty):
            yield f"{day} {name}: covers a slot twice"
        if len(row.duty) > (most := row.pattern.get("duty", 0)):
            yield f"{day} {name}: the pattern has {number(most)} places on duty, the roster {len(row.duty)}"
        if post.role == "closer":
            yield f"{day} {name}: is on duty as closer"
        if unanswered := post.unanswered:
            yield f"{day} {name}: is on duty, but does not work {unanswered[0]}"


def _cannot_be_covered(case: Case, day: dt.date, slot: str, post: Post) -> str:
    if slot not in case.plan.calendar.slots:
        return f"{shown(slot)} is no slot of the plan"
    if slot not in slots_of(case.plan, day):
        return f"{shown(slot)} is no slot of that day"
    return "" if post.has(slot) else f"is never on duty in {shown(slot)}"


def cover(case: Case) -> Iterator[str]:
    """Each slot is covered by exactly as many people as its leads take; one without leads by nobody."""
    for day, name in sorted(case.slots.keys() | case.on_duty.keys()):
        slot = case.slots.get((day, name))
        needed, has = slot.required if slot else 0, case.on_duty.get((day, name), [])
        if len(has) != needed:
            yield f"{day} {shown(name)}: needs {number(needed)} on duty, has {', '.join(sorted(has)) or 'nobody'}"


def weekly_duty(case: Case) -> Iterator[str]:
    """Nobody covers more than `max_slots_per_week` slots in a week.

    Who did already in the week in which the plan was made anew, covers no more of it.
    """
    most = case.plan.duty.max_slots_per_week if case.plan.duty else None
    if most is None:
        return
    covered: Counter[tuple[str, int]] = Counter()
    for (day, name), row in (*case.worked_before.items(), *case.roster.items()):
        covered[name, case.days.week_of(day)] += len(row.duty)
    before = Counter[str]()
    for (_, name), row in case.worked_before.items():
        before[name] += len(row.duty)
    for (name, week), slots in covered.items():
        allowed = max(most, before[name]) if week == case.days.first_week else most
        if slots > allowed:
            yield f"week of {case.days.monday(week)} {name}: may cover {allowed} slots, covers {slots}"


def reserve(case: Case) -> Iterator[str]:
    """Each week has places on duty for those whom its slots take, absence taken off; `reserve` says what is missing."""
    stated: dict[int, float] = {}
    for row in case.result.reserve:
        week = case.days.week_of(row.week)
        if row.week != case.days.monday(week) or week in stated or row.queues != ("main",):
            yield f"week of {row.week}: must be a week of the plan, once, with the queue main"
        stated[week] = row.missing
    for week in range(case.days.weeks):
        missing = _missing_reserve(case, week)
        if differs(told := stated.get(week, 0.0), missing):
            monday = case.days.monday(week)
            yield f"week of {monday}: {number(missing)} places on duty are missing for absences, got {number(told)}"


def _missing_reserve(case: Case, week: int) -> float:
    """Count the places that are missing in a week: for the slots that need somebody, with absence taken off.

    Where nobody who may be on duty is reckoned to be absent nothing is, nor on days of a plan made anew that stay as
    they were, or on which somebody is away.
    """
    if not _somebody_may_be_absent(case):
        return 0.0
    slots, needed = defaultdict[dt.date, list[str]](list), 0.0
    for (day, name), slot in case.slots_asked.items():
        if slot.required and case.days.week_of(day) == week and _needs_reserve(case, day):
            slots[day].append(name)
            needed += slot.required
    spared = case.asked_plan.so_far.open_reserve if case.asked_plan.so_far else ()
    needed -= math.fsum(row.missing for row in spared if case.days.week_of(row.week) == week)
    kept = math.fsum((1 - post.record.absence) * _places(case, name, post, slots) for name, post in case.posts.items())
    missing = needed - kept
    return missing if missing > NOISE * max(1.0, needed) else 0.0


def _somebody_may_be_absent(case: Case) -> bool:
    plan = case.asked_plan
    candidates = [candidate for candidate in plan.candidates if candidate.at_most]
    named = [(manager.name, manager) for manager in plan.managers]
    for name, record in (*named, *((f"{candidate.profile} 1", candidate) for candidate in candidates)):
        roles = (plan.fixed.roles[name],) if name in plan.fixed.roles else record.roles
        if record.absence and any(Post(plan, case.days, record, role).may_answer for role in roles):
            return True
    return False


def _needs_reserve(case: Case, day: dt.date) -> bool:
    so_far = case.asked_plan.so_far
    if so_far is None:
        return True
    if so_far.frozen_until is not None and day <= so_far.frozen_until:
        return False
    return not any(away.first <= day <= away.last for of in case.asked_plan.away.values() for away in of)


def _places(case: Case, name: str, post: Post, slots: Mapping[dt.date, list[str]]) -> int:
    """Count the places of somebody: on a day no more than slots that may be theirs, nor in a week than may be."""
    if not post.may_answer:
        return 0
    total = 0
    for day, needing in slots.items():
        if (row := case.roster.get((day, name))) is not None:
            total += max(0, min(row.pattern.get("duty", 0), sum(map(post.has, needing))))
    most = case.plan.duty.max_slots_per_week if case.plan.duty else None
    return total if most is None else min(total, most)


def weekly_days(case: Case) -> Iterator[str]:
    """Nobody has a pattern on more days of a week than `max_days_per_week`, the plan's or the person's own.

    Who had already in the week in which the plan was made anew, works no more of it.
    """
    worked = Counter((name, case.days.week_of(day)) for day, name in (*case.worked_before, *case.roster))
    before = Counter(name for _, name in case.worked_before)
    for (name, week), days in worked.items():
        most = case.people.most_days(name)
        allowed = max(most, before[name]) if week == case.days.first_week else most
        if days > allowed:
            yield f"week of {case.days.monday(week)} {name}: may work on {allowed} days, works on {days}"


def settled(case: Case) -> Iterator[str]:
    """Roles, duty slots and days are as the plan settles them."""
    fixed = case.plan.fixed
    for name, role in fixed.roles.items():
        if name in case.posts and case.posts[name].role != role:
            yield f"{name}: is settled to be {role}, is {case.posts[name].role}"
    for slot in fixed.slots:
        for name in slot.managers:
            if name not in case.on_duty.get((slot.date, slot.slot), ()):
                yield f"{slot.date} {shown(slot.slot)}: {name} is settled to be on duty, is not"
    for day in fixed.days:
        row = case.roster.get((day.date, day.manager))
        has, duty = (pattern_of(row.pattern), set(row.duty)) if row else (pattern_of({}), set[str]())
        if has != pattern_of(day.pattern) or duty != set(day.duty):
            yield f"{day.date} {day.manager}: the day is settled otherwise"
