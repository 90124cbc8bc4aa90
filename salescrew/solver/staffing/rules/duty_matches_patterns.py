"""Whoever covers slots on a day has a pattern with at least as many places on duty that day.

    sum over slots s of b of covering[u, b, s]  <=  sum over patterns p of duty[p] * days[u, b, p]      days added up
    covering[u, b, s]                           <=  slots like s in b * people[u]

In slots, for people u who are alike and their days b; of the places of a pattern no more count than a day of b has
slots. Where the model tells apart how many places k somebody has on a day d, people are counted by k besides, so that
what is decided can be dealt out to single people:

    sum over slots s of d and queues q of covering[u, d, s, q, k]       <=  k * dutied[u, d, k]
    sum over queues q of covering[u, d, s, q, k]                        <=  dutied[u, d, k]
    sum over days d of b of dutied[u, d, k]             <=  sum over patterns p with k places of days[u, b, p]
    sum over k of dutied[u, d, k]                       <=  people[u]
    dutied[u, d, k]                   <=  sum over slots s of d and queues q of covering[u, d, s, q, k]

The last one holds where the slots of a week are bounded and no places are needed for absences: then only those are
counted who cover a slot, so that weeks can be dealt out within the bound. In a slot somebody answers one queue. Where
whoever covers fewer slots than the pattern has places could as well have a pattern with just as many and no less of
anything else, and no places are needed for absences, the first and the third are equations: nothing is lost by them,
and solvers have fewer rosters to tell apart. Source: the planning model, section 3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import INFINITY, Program, Term
from salescrew.solver.staffing.rules.columns import ColumnsOfDays, Covering, Somebody
from salescrew.solver.staffing.rules.weekly_duty import most_slots


def apply(columns: ColumnsOfDays) -> None:
    """Match the slots that people cover with their patterns."""
    spare = columns.department.reserves and any(_is_reckoned_absent(somebody.post) for somebody in columns.everybody())
    is_bounded = not spare and most_slots(columns.department.plan) is not None
    for somebody in columns.everybody():
        if columns.is_by_duty:
            exactly = not spare and _needs_no_free_place(somebody.post)
            _by_duty(columns.program, somebody, exactly=exactly)
            if is_bounded and not exactly:
                _covers_something(columns.program, somebody)
        else:
            _in_all(columns.program, somebody)


def _in_all(program: Program, somebody: Somebody) -> None:
    for days in somebody.days:
        for of in days.covering:
            if of.most is not None:
                there = [(people, -each * of.most) for people, each in somebody.people.terms]
                program.row([(of.column, 1.0), *there], at_most=somebody.people.given * of.most)
        for columns in _of_one_slot(days.covering):
            there = [(people, -each) for people, each in somebody.people.terms]
            program.row([*((column, 1.0) for column in columns), *there], at_most=somebody.people.given)
    for days in somebody.days:
        if days.covering:
            places = [(of.column, -float(min(of.pattern.get("duty", 0), days.at_once))) for of in days.patterns]
            covering = [(of.column, 1.0) for of in days.covering]
            program.row([*covering, *(term for term in places if term[1])], at_most=0)


def _of_one_slot(covering: Sequence[Covering]) -> Iterator[Sequence[int]]:
    """Yield the columns of a single slot in which somebody could answer several queues."""
    by_slot: dict[tuple[dt.date, str], list[int]] = {}
    for of in covering:
        if of.most is None:
            (slot,) = of.slots
            by_slot.setdefault((slot.date, slot.name), []).append(of.column)
    return (columns for columns in by_slot.values() if len(columns) > 1)


def _is_reckoned_absent(post: Post) -> bool:
    return post.on_duty and post.present < 1


def _needs_no_free_place(post: Post) -> bool:
    """Tell whether each pattern has in its menu for fewer places another one that is no worse in anything else."""
    return not post.fixed and all(
        _has_instead(menu, pattern, fewer)
        for menu in post.menus
        for places, patterns in menu.items()
        for pattern in patterns
        for fewer in range(places)
    )


def _has_instead(patterns: Mapping[int, tuple[DayPattern, ...]], pattern: DayPattern, places: int) -> bool:
    beside = {activity: count for activity, count in pattern.items() if activity != "duty" and count}
    return not (places or beside) or any(
        all(other.get(activity, 0) >= count for activity, count in beside.items()) for other in patterns.get(places, ())
    )


def _covers_something(program: Program, somebody: Somebody) -> None:
    for days in somebody.days:
        for (_, places), (people, covering) in days.dutied.items():
            if places > 1:
                every = [(column, -1.0) for of_slot in covering.values() for column in of_slot]
                program.row([(people, 1.0), *every], at_most=0)


def _by_duty(program: Program, somebody: Somebody, *, exactly: bool) -> None:
    at_least = 0.0 if exactly else -INFINITY
    weekly: dict[tuple[int, int], list[Term]] = {}
    by_day: dict[dt.date, list[Term]] = {}
    for number, days in enumerate(somebody.days):
        for (day, places), (people, covering) in days.dutied.items():
            weekly.setdefault((number, places), []).append((people, 1.0))
            by_day.setdefault(day, []).append((people, 1.0))
            every = [(column, 1.0) for of_slot in covering.values() for column in of_slot]
            if exactly or places < len(covering):
                most = float(min(places, len(covering)))
                program.row([*every, (people, -most)], at_least=at_least, at_most=0)
            for of_slot in covering.values() if places > 1 or len(covering) == 1 else ():
                program.row([*((column, 1.0) for column in of_slot), (people, -1.0)], at_most=0)
    for (number, places), terms in weekly.items():
        chosen = [of.column for of in somebody.days[number].patterns if of.pattern.get("duty", 0) == places]
        program.row([*terms, *((column, -1.0) for column in chosen)], at_least=at_least, at_most=0)
    everyone = [(people, -each) for people, each in somebody.people.terms]
    for terms in by_day.values():
        program.row([*terms, *everyone], at_most=somebody.people.given)
