"""What is fixed about single days is kept: of days that are added up, as many of each as are fixed.

    days[u, b, p]                            >=  days of b with pattern p fixed * people[u]
    sum over duties of covering[u, b, s]     >=  slots like s of b fixed * people[u]
    covering[u, d, s]                         =  0          for other slots s of a day d that is fixed as a whole

In person-days and slots. Source: docs/plan-format.md (`fixed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from salescrew.models.answers.explained.conflict import Condition
from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.leads import SlotKey
from salescrew.models.department.people import FixedDay
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.solver.engine.program import Program
from salescrew.solver.staffing.rules.columns import ColumnsOfDays, Days, Sum
from salescrew.solver.staffing.rules.rule import Held


def apply(columns: ColumnsOfDays) -> None:
    """Keep what is fixed of everybody."""
    for somebody in columns.everybody():
        for days in somebody.days:
            if days.fixed:
                _keep(columns.program, days, somebody.people, exactly=columns.is_by_day)


def menu_of(fixed: FixedDay | None, menu: list[DayPattern]) -> list[DayPattern]:
    """Give the patterns that a day may have: of one that is fixed as a whole, its own."""
    if fixed is None or fixed.pattern is None:
        return menu
    return [fixed.pattern] if fixed.pattern else []


def may_cover(fixed: FixedDay | None, slot: QueueSlot) -> bool:
    """Tell whether somebody may cover a slot of a day: a day that is fixed as a whole has no others."""
    return fixed is None or fixed.pattern is None or slot in fixed.duty


def _keep(program: Program, days: Days, people: Sum, *, exactly: bool) -> None:
    chosen = {tuple(sorted(of.pattern.items())): of.column for of in days.patterns}
    patterns = [tuple(sorted(day.pattern.items())) for day in days.fixed.values() if day.pattern]
    _at_least_as_often(program, [[chosen[pattern]] for pattern in patterns], people)
    covering: dict[SlotKey, list[int]] = {}
    for of in days.covering:
        for slot in of.slots:
            covering.setdefault(slot.key, []).append(of.column)
    for (day, where), columns in covering.items() if exactly else ():
        if not may_cover(days.fixed.get(day), where):
            program.row([(column, 1.0) for column in columns], at_most=0)
    # nobody can be on duty where no leads are expected
    taken = [covering.get((day, where), []) for day, fixed in days.fixed.items() for where in fixed.duty]
    _at_least_as_often(program, taken, people)


def _at_least_as_often(program: Program, needed: Iterable[Sequence[int]], people: Sum) -> None:
    """Have sums of columns at least as often as they are listed, for each of some people."""
    times: dict[tuple[int, ...], int] = {}
    for sums in map(tuple, needed):
        times[sums] = times.get(sums, 0) + 1
    for sums, count in times.items():
        each = [(column, -share * count) for column, share in people.terms]
        program.row([*((column, 1.0) for column in sums), *each], at_least=people.given * count)


def left_out(plan: Plan, held: Held) -> Plan:
    """Give a plan without what need not be fixed; on the way, who is fixed has been there before."""
    if plan.so_far is not None:
        return plan
    fixed = plan.fixed

    def is_held(*of: str) -> bool:
        return Condition("fixed", of) in held

    less = fixed.model_copy(
        update={
            "roles": {name: role for name, role in fixed.roles.items() if is_held("roles", name)},
            "slots": tuple(row for row in fixed.slots if is_held("slots", str(row.date), *row.where.parts)),
            "days": tuple(row for row in fixed.days if is_held("days", str(row.date), row.manager)),
        }
    )
    return plan.model_copy(update={"fixed": less})
