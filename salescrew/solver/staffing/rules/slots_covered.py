"""Each slot is covered for each queue by exactly the managers that its leads take.

    sum over m of covering[m, s] + open[s]  =  r[s]          for each slot s

In people on duty. `r` is what the leads of s take by the rule of `duty`; `open` is there only where the rule is eased,
and the least of it tells how many places nobody can take. Of a slot that may stay open r is the most. Source: the
planning model, section 3.

Where a model adds days up it loses sight of who is there when; so for each day d and set Q of queues, over the posts u
who may be on duty for one of Q:

    sum over u there on d who may cover s of people[u]       >=  the sum of r[s, q] over Q          for each slot s of d
    sum over u there on d of most slots[u, d] * people[u]    >=  the sum of r[s, q] over Q and the slots of d

`most slots` are the smaller of the slots of d in which u may be on duty for one of Q and the places of u's patterns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from salescrew.models.department.department import Department
from salescrew.models.department.leads import Slot, slot_names
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
    alike: set[object] = set()
    for day, every in department.slots_by_day.items():
        present = frozenset(people for post, people in able if day in post.day_set)
        asked = tuple((slot.where, slot.required, department.may_stay_open(slot)) for slot in every)
        if (day.weekday(), present, asked) in alike:
            continue
        alike.add((day.weekday(), present, asked))
        for slots in _by_queues(department, every):
            required = _required(department, slots)
            if not required:
                continue
            there = {people: (post, _most_slots(post, day, slots)) for post, people in able if people in present}
            there = {people: (post, most) for people, (post, most) in there.items() if most}
            terms = frozenset((people, most) for people, (_, most) in there.items())
            at_once, in_all = seen.get(terms, ({}, 0))
            for name, needed in required.items():
                of_name = [slot for slot in slots if slot.name == name]
                who = frozenset(people for people, (post, _) in there.items() if any(map(post.may_cover, of_name)))
                at_once[who] = max(needed, at_once.get(who, 0))
            seen[terms] = at_once, max(sum(required.values()), in_all)
    for terms, (at_once, in_all) in seen.items():
        for who, needed in at_once.items():
            columns.program.row([(people, 1.0) for people in sorted(who)], at_least=needed)
        columns.program.row(sorted(terms), at_least=in_all)


def _by_queues(department: Department, slots: Sequence[Slot]) -> Iterator[Sequence[Slot]]:
    """Yield the slots of a day that are counted together: those of each set of queues that hangs together."""
    if len(department.queues) == 1:
        yield slots
        return
    for queues in department.queue_sets:
        yield [slot for slot in slots if slot.queue in queues]


def _required(department: Department, slots: Iterable[Slot]) -> dict[str, int]:
    """Count the people whom the slots of a day take, by name."""
    required: dict[str, int] = {}
    for slot in slots:
        if not department.may_stay_open(slot):
            required[slot.name] = required.get(slot.name, 0) + slot.required
    return required


def _most_slots(post: Post, day: dt.date, slots: Iterable[Slot]) -> float:
    """Give how many of some slots of a day each of a post can cover."""
    return float(min(len(slot_names(filter(post.may_cover, slots))), max(post.patterns_on(day), default=0)))
