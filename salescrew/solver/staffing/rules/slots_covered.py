"""Each slot is covered by exactly the managers that its leads take.

    sum over m of covering[m, s] + open[s]  =  r[s]          for each slot s

In people on duty. `r` is what the leads of s take by the rule of `duty`; `open` is there only where the rule is eased,
and the least of it tells how many places nobody can take. Of a slot that may stay open r is the most. Source: the
planning model, section 3.

Where a model adds days up it loses sight of who is there when; so for each day d, over the posts u who may be on duty:

    sum over u there on d of people[u]                    >=  the largest r[s] of a slot of d
    sum over u there on d of most slots[u] * people[u]    >=  the sum of r[s] over the slots of d
"""

from __future__ import annotations

import datetime as dt

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
    able: dict[int, list[tuple[frozenset[dt.date], Term]]] = {}
    for day, every in department.slots_by_day.items():
        required = [slot.required for slot in every if not department.may_stay_open(slot)]
        if not required:
            continue
        if len(every) not in able:
            able[len(every)] = list(columns.able(len(every)))
        there = frozenset(term for days, term in able[len(every)] if day in days)
        at_once, in_all = seen.get(there, (0, 0))
        seen[there] = (max(*required, at_once), max(sum(required), in_all))
    for there, (at_once, in_all) in seen.items():
        columns.program.row([(people, 1.0) for people, _ in sorted(there)], at_least=at_once)
        columns.program.row(sorted(there), at_least=in_all)
