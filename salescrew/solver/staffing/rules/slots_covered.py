"""Each slot is covered by exactly the managers that its leads take.

    sum over m of covering[m, s] + open[s]  =  r[s]          for each slot s

In people on duty. `r` is what the leads of s take by the rule of `duty`; `open` is there only where the rule is eased,
and the least of it tells how many places nobody can take. Of a slot that may stay open r is the most. Source: the
planning model, section 3.

Where a model adds days up it loses sight of who is there when; so for each day d, over the posts u who may be on duty:

    sum over u there on d who may cover s of people[u]       >=  r[s]          for each slot s of d
    sum over u there on d of most slots[u, d] * people[u]    >=  the sum of r[s] over the slots of d

`most slots` are the smaller of the slots of d that u may cover and the places of u's patterns.
"""

from __future__ import annotations

import datetime as dt

from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import Term
from salescrew.solver.staffing.rules.columns import ColumnsOfDays


def apply(columns: ColumnsOfDays) -> None:
    """Cover every slot."""
    for place in columns.places():
        given = place.covering.given
        row = columns.program.row(place.covering.terms, at_least=place.least - given, at_most=place.most - given)
        columns.written.slots.append(row)
    if not columns.is_by_day:
        _somebody_is_there_every_day(columns)


def _somebody_is_there_every_day(columns: ColumnsOfDays) -> None:
    """Have as many people there on each day as its slots take."""
    department, able = columns.department, list(columns.able())
    seen: dict[frozenset[Term], tuple[dict[frozenset[int], int], int]] = {}
    for day, every in department.slots_by_day.items():
        required = [slot for slot in every if not department.may_stay_open(slot)]
        if not required:
            continue
        there = {people: (post, _most_slots(columns, post, day)) for post, people in able if day in post.day_set}
        there = {people: (post, most) for people, (post, most) in there.items() if most}
        terms = frozenset((people, most) for people, (_, most) in there.items())
        at_once, in_all = seen.get(terms, ({}, 0))
        for slot in required:
            who = frozenset(people for people, (post, _) in there.items() if post.may_cover(slot))
            at_once[who] = max(slot.required, at_once.get(who, 0))
        seen[terms] = at_once, max(sum(slot.required for slot in required), in_all)
    for terms, (at_once, in_all) in seen.items():
        for who, needed in at_once.items():
            columns.program.row([(people, 1.0) for people in sorted(who)], at_least=needed)
        columns.program.row(sorted(terms), at_least=in_all)


def _most_slots(columns: ColumnsOfDays, post: Post, day: dt.date) -> float:
    """Give how many slots of a day each of a post can cover."""
    return float(min(len(columns.department.slots_of(post, day)), max(post.patterns_on(day), default=0)))
