"""Rules on coverage and the roster (sections 2, 3 and 7 of the model)."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from itertools import combinations

from salescrew.checker.case import Case
from salescrew.checker.closeness import NOISE, differs, number
from salescrew.checker.days import slots_of
from salescrew.checker.team import Post, pattern_of
from salescrew.language import say, say_as
from salescrew.models.answers.result import RosterRow
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.values.said import shown
from salescrew.models.plan.words import all_of, on_weekday


def coverage(case: Case) -> Iterator[str]:
    """`coverage` has one row for each slot with leads, of each queue: the leads expected and the managers needed."""
    seen = set()
    for row in case.result.coverage:
        if case.days.is_over(row.date):
            continue  # it is there to be read
        where = f"{row.date} {shown(row.where.name)}"
        slot = case.slots_asked.get((row.date, row.where))
        if slot is None:
            yield say("{where}: no leads are expected, must have no row", where=where)
        elif (row.date, row.where) in seen:
            yield say("{where}: must have one row, is there twice", where=where)
        else:
            if differs(row.leads, slot.total):
                yield say(
                    "{where}: leads must be {total}, got {leads}",
                    where=where,
                    total=number(slot.total),
                    leads=number(row.leads),
                )
            if row.required != slot.required:
                yield say(
                    "{where}: required must be {required}, got {required_2}",
                    where=where,
                    required=number(slot.required),
                    required_2=number(row.required),
                )
        seen.add((row.date, row.where))
    for day, place in sorted(case.slots_asked.keys() - seen):
        yield say("{day} {place}: leads are expected, must have a row", day=day, place=place.name)


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
            wrong = say("has no role")
        elif (row.date, row.manager) not in case.roster:
            wrong = say("is not there that day")
        elif (row.date, row.manager) in seen:
            wrong = say("must have one pattern, has two")
        if wrong:
            yield f"{row.date} {shown(row.manager)}: {wrong}"
        seen.add((row.date, row.manager))


def pattern(case: Case) -> Iterator[str]:
    """Each day's pattern is one of the person's menu; a hunter's or closer's has no duty."""
    for (day, name), row in case.roster.items():
        post = case.posts[name]
        if not post.may_have(day, pattern_of(row.pattern)):
            counts = ", ".join(f"{shown(activity)}: {number(count)}" for activity, count in row.pattern.items())
            if case.plan.weekday_patterns or post.record.weekday_patterns:
                yield say(
                    "{day} {name}: has no pattern {{{counts}}} as {role} {on_weekdays}",
                    day=day,
                    name=name,
                    counts=counts,
                    role=role_in_words(post.role),
                    on_weekdays=on_weekday(day),
                )
            else:
                yield say(
                    "{day} {name}: has no pattern {{{counts}}} as {role}",
                    day=day,
                    name=name,
                    counts=counts,
                    role=role_in_words(post.role),
                )


def duty(case: Case) -> Iterator[str]:
    """Slots are covered once a day, on a pattern with as many places, by people who work all funnels of the queue."""
    for (day, name), row in case.roster.items():
        yield from (f"{day} {name}: {fault}" for fault in _queues_named(case, row))
        if not row.duty:
            continue
        post = case.posts[name]
        for slot in row.duty:
            if why := _cannot_be_covered(case, day, slot, post):
                yield f"{day} {name}: {why}"
        if len(set(row.duty)) < len(row.duty):
            yield say("{day} {name}: covers a slot twice", day=day, name=name)
        if len(row.duty) > (most := row.pattern.get("duty", 0)):
            yield say(
                "{day} {name}: the pattern has {most} places on duty, the roster {count}",
                day=day,
                name=name,
                most=number(most),
                count=len(row.duty),
            )
        if post.role == "closer":
            yield say("{day} {name}: is on duty as closer", day=day, name=name)
        yield from _not_theirs(case, row, post)


def _not_theirs(case: Case, row: RosterRow, post: Post) -> Iterator[str]:
    """Yield for each queue that somebody is on duty for a funnel of it that they do not work."""
    day, name, several = row.date, row.manager, len(case.queues) > 1
    for queue in dict.fromkeys(where.queue for where in row.covered) if several else case.queues:
        if not (unanswered := post.unanswered(queue)):
            continue
        if several:
            yield say(
                "{day} {name}: is on duty for {queue}, but does not work {funnel}",
                day=day,
                name=name,
                queue=shown(queue),
                funnel=unanswered[0],
            )
        else:
            yield say("{day} {name}: is on duty, but does not work {funnel}", day=day, name=name, funnel=unanswered[0])


def _queues_named(case: Case, row: RosterRow) -> Iterator[str]:
    """Yield what is wrong with the queues of a row: one for each slot covered, and none where the plan has one."""
    if len(case.queues) < 2:
        if row.queues is not None:
            yield say("queues must be left out in a plan with one queue, is there")
        return
    if row.queues is None or len(row.queues) != len(row.duty):
        yield say(
            "must name a queue for each of {count} slots, names {count_2}",
            count=len(row.duty),
            count_2=len(row.queues or ()),
        )
    for queue in row.queues or ():
        if queue not in case.queues:
            yield say("{queue} is no queue of the plan", queue=shown(queue))


def _cannot_be_covered(case: Case, day: dt.date, slot: str, post: Post) -> str:
    if slot not in case.plan.calendar.slots:
        return say("{slot} is no slot of the plan", slot=shown(slot))
    if slot not in slots_of(case.plan, day):
        return say("{slot} is no slot of that day", slot=shown(slot))
    return "" if post.has(slot) else say("is never on duty in {slot}", slot=shown(slot))


def cover(case: Case) -> Iterator[str]:
    """Each slot is covered for a queue by exactly as many people as its leads take; one without leads by nobody."""
    for day, place in sorted(case.slots.keys() | case.on_duty.keys()):
        slot = case.slots.get((day, place))
        needed, has = slot.required if slot else 0, case.on_duty.get((day, place), [])
        if len(has) != needed:
            yield say(
                "{day} {place}: needs {needed} on duty, has {what}",
                day=day,
                place=shown(place.name),
                needed=number(needed),
                what=", ".join(sorted(has)) or say_as("on duty", "nobody"),
            )


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
            yield say(
                "week of {week} {name}: may cover {allowed} slots, covers {slots}",
                week=case.days.monday(week),
                name=name,
                allowed=allowed,
                slots=slots,
            )


def reserve(case: Case) -> Iterator[str]:
    """Each week has places on duty for those whom its slots take, absence taken off; `reserve` says what is missing.

    So for each set of queues, but those that fall into two without anybody who answers queues of both. Where nobody who
    may be on duty is reckoned to be absent nothing is missing.
    """
    everybody = _everybody_in_a_role(case)
    sets = _sets_of_queues(case, everybody)
    is_needed = any(post.record.absence and post.answers for post in everybody)
    stated: dict[tuple[int, frozenset[str]], float] = {}
    for row in case.result.reserve:
        key = case.days.week_of(row.week), frozenset(row.queues)
        named_once = len(key[1]) == len(row.queues)
        if row.week != case.days.monday(key[0]) or key in stated or key[1] not in sets or not named_once:
            which = (
                say("the queue {queues}", queues=shown(case.queues[0]))
                if len(case.queues) == 1
                else say("queues that hang together")
            )
            yield say("week of {week}: must be a week of the plan, once, with {which}", week=row.week, which=which)
        stated[key] = row.missing
    for week in range(case.days.weeks):
        for queues in sets:
            missing = _missing_reserve(case, week, queues) if is_needed else 0.0
            if differs(told := stated.get((week, queues), 0.0), missing):
                if len(case.queues) > 1:
                    yield say(
                        "week of {week}: {missing} places on duty of {queues} are missing for absences, got {told}",
                        week=case.days.monday(week),
                        missing=number(missing),
                        queues=all_of(sorted(queues)),
                        told=number(told),
                    )
                else:
                    yield say(
                        "week of {week}: {missing} places on duty are missing for absences, got {told}",
                        week=case.days.monday(week),
                        missing=number(missing),
                        told=number(told),
                    )


def _sets_of_queues(case: Case, everybody: Iterable[Post]) -> list[frozenset[str]]:
    """List the sets of queues of which no part is apart: somebody of the plan answers queues of any two parts."""
    bridges = {post.answers for post in everybody}
    found = [frozenset([queue]) for queue in case.queues]
    for size in range(2, len(case.queues) + 1):
        found += [queues for queues in map(frozenset, combinations(case.queues, size)) if _is_one(queues, bridges)]
    return found


def _is_one(queues: frozenset[str], bridges: Collection[frozenset[str]]) -> bool:
    """Tell whether bridges join all of some queues."""
    parts = [{queue} for queue in queues]
    for bridge in bridges:
        joined = [part for part in parts if part & bridge]
        parts = [part for part in parts if not part & bridge] + ([set().union(*joined)] if joined else [])
    return len(parts) == 1


def _missing_reserve(case: Case, week: int, queues: frozenset[str]) -> float:
    """Count the places that are missing in a week: for the slots that need somebody, with absence taken off.

    Nothing is on days of a plan made anew that stay as they were, or on which somebody is away.
    """
    needing: dict[dt.date, dict[str, set[str]]] = {}
    needed = 0.0
    for (day, place), slot in case.slots_asked.items():
        if slot.required and slot.queue in queues and case.days.week_of(day) == week and _needs_reserve(case, day):
            needing.setdefault(day, {}).setdefault(place.slot, set()).add(slot.queue)
            needed += slot.required
    spared = case.asked_plan.so_far.open_reserve if case.asked_plan.so_far else ()
    needed -= math.fsum(
        row.missing
        for row in spared
        if case.days.week_of(row.week) == week and frozenset(row.queues or case.queues) == queues
    )
    kept = math.fsum(
        (1 - post.record.absence) * _places(case, name, post, needing) for name, post in case.posts.items()
    )
    missing = needed - kept
    return missing if missing > NOISE * max(1.0, needed) else 0.0


def _everybody_in_a_role(case: Case) -> list[Post]:
    """List everybody of the plan in each role that they may have, people of a profile once."""
    plan = case.asked_plan
    candidates = [candidate for candidate in plan.candidates if candidate.at_most]
    named = [(manager.name, manager) for manager in plan.managers]
    posts = []
    for name, record in (*named, *((f"{candidate.profile} 1", candidate) for candidate in candidates)):
        roles = (plan.fixed.roles[name],) if name in plan.fixed.roles else record.roles
        posts += [Post(plan, case.days, record, role) for role in roles]
    return posts


def _needs_reserve(case: Case, day: dt.date) -> bool:
    so_far = case.asked_plan.so_far
    if so_far is None:
        return True
    if so_far.frozen_until is not None and day <= so_far.frozen_until:
        return False
    return not any(away.first <= day <= away.last for of in case.asked_plan.away.values() for away in of)


def _places(case: Case, name: str, post: Post, needing: Mapping[dt.date, Mapping[str, Set[str]]]) -> int:
    """Count the places of somebody: on a day no more than slots of these queues, in a week no more than allowed."""
    total = 0
    for day, slots in needing.items():
        if (row := case.roster.get((day, name))) is not None:
            could = sum(1 for slot, of_slot in slots.items() if post.has(slot) and post.answers & of_slot)
            total += max(0, min(row.pattern.get("duty", 0), could))
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
            yield say(
                "week of {week} {name}: may work on {allowed} days, works on {days}",
                week=case.days.monday(week),
                name=name,
                allowed=allowed,
                days=days,
            )


def settled(case: Case) -> Iterator[str]:
    """Roles, duty slots and days are as the plan settles them."""
    fixed = case.plan.fixed
    for name, role in fixed.roles.items():
        if name in case.posts and case.posts[name].role != role:
            yield say(
                "{name}: is settled to be {role}, is {role_2}", name=name, role=role, role_2=case.posts[name].role
            )
    for slot in fixed.slots:
        for name in slot.managers:
            if name not in case.on_duty.get((slot.date, slot.where), ()):
                yield say(
                    "{date} {where}: {name} is settled to be on duty, is not",
                    date=slot.date,
                    where=shown(slot.where.name),
                    name=name,
                )
    for day in fixed.days:
        row = case.roster.get((day.date, day.manager))
        has, covered = (pattern_of(row.pattern), set(row.covered)) if row else (pattern_of({}), set[QueueSlot]())
        if has != pattern_of(day.pattern) or covered != set(day.covered):
            yield say("{date} {manager}: the day is settled otherwise", date=day.date, manager=day.manager)
