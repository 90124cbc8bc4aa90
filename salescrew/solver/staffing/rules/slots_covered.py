"""Each slot is covered for each queue by exactly the managers that its leads take.

    sum over m of covering[m, s] + open[s]  =  r[s]          for each slot s

In people on duty. `r` is what the leads of s take by the rule of `duty`; `open` is there only where the rule is eased,
and the least of it tells how many places nobody can take. Of a slot that may stay open r is the most. Source: the
planning model, section 3.

Where a model adds days up it loses sight of who is there when; so for each day d and set Q of queues, over the posts u
who may be on duty for one of Q:

    sum over u there on d of people[u]                    >=  the largest sum of r[s, q] over Q of a slot s of d
    sum over u there on d of most slots[u] * people[u]    >=  the sum of r[s, q] over Q and the slots of d
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from salescrew.models.department.department import Department
from salescrew.models.department.leads import Slot
from salescrew.models.plan.sections.queue_slots import QueueSlot
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
    department = columns.department
    seen: dict[frozenset[Term], tuple[int, int]] = {}
    able: dict[tuple[QueueSlot, ...], list[tuple[frozenset[dt.date], Term]]] = {}
    for day, every in department.slots_by_day.items():
        for slots in _by_queues(department, every):
            required = _required(department, slots)
            if not required:
                continue
            where = tuple(slot.where for slot in slots)
            if where not in able:
                able[where] = list(columns.able(slots))
            there = frozenset(term for days, term in able[where] if day in days)
            at_once, in_all = seen.get(there, (0, 0))
            seen[there] = (max(*required.values(), at_once), max(sum(required.values()), in_all))
    for there, (at_once, in_all) in seen.items():
        columns.program.row([(people, 1.0) for people, _ in sorted(there)], at_least=at_once)
        columns.program.row(sorted(there), at_least=in_all)


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
