"""Nobody covers more than `max_slots_per_week` slots in a week.

    sum over slots s of w of covering[u, s]  <=  max_slots_per_week * people[u]          for people u who are alike

In slots; of several weeks that are added up so many times as many. Source: the planning model, section 3.

Where days may be split, half a day more with two places on duty would make up for a bound that is odd. So for each
number d of places from 2 on, with r = max_slots_per_week mod d where that is not 0:

    sum over days of w of f(places[u])  -  sum over slots s of w of covering[u, s] / r  >=  least[w] * people[u]

    f(k) = floor(k / d) + min(1, (k mod d) / r)

In days on duty; `least` is the least of the left side over all weeks of whole days, which is worked out day by day.
Every roster of whole days keeps to it (a mixed-integer rounding inequality), so that it only sharpens bounds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from salescrew.models.answers.explained.conflict import Condition
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Program
from salescrew.solver.staffing.rules.columns import ColumnsOfDays, DutyDay, WeekOfDuty
from salescrew.solver.staffing.rules.rule import Held


def apply(columns: ColumnsOfDays) -> None:
    """Bound everybody's slots of a week, where the plan does."""
    a_week = most_slots(columns.department.plan)
    if a_week is None:
        return
    for week in columns.weeks_of_duty():
        covering, people = week.covering, week.people
        most = float(a_week * week.weeks)
        each = [(column, -share * most) for column, share in people.terms]
        # who had more before a plan was made anew may have no more, but need not have had less
        columns.program.row([*covering.terms, *each], at_most=max(0.0, people.given * most - covering.given))
        for places in range(2, max(week.dutied, default=0) + 1):
            if a_week % places:
                _days_are_whole(columns.program, week, a_week, places)


def _days_are_whole(program: Program, week: WeekOfDuty, a_week: int, of: int) -> None:
    """Have as many days on duty as whole ones take, rounded by a number of places."""
    counts = {places: _counts_for(places, of, a_week % of) for places in week.dutied}
    least = math.fsum(_least_of(days, a_week, of) for days in week.days)
    days = [(column, counts[places]) for places, columns in week.dutied.items() for column in columns]
    covering = [(column, -each / (a_week % of)) for column, each in week.covering.terms]
    people = [(column, -each * least) for column, each in week.people.terms]
    program.row([*days, *covering, *people], at_least=week.people.given * least + week.covering.given / (a_week % of))


def _counts_for(places: int, of: int, rest: int) -> float:
    return places // of + min(1.0, places % of / rest)


@cache
def _least_of(days: Sequence[DutyDay], a_week: int, of: int) -> float:
    """Give the least that a week of whole days comes to: what its days count for, less what is covered on them."""
    rest = a_week % of
    best = {0: 0.0}
    for day in days:
        longer = dict(best)
        for covered, so_far in best.items():
            for places in filter(None, day.places):
                now = min(a_week, covered + min(places, day.slots))
                value = so_far + _counts_for(places, of, rest)
                longer[now] = min(longer.get(now, value), value)
        best = longer
    return min(value - covered / rest for covered, value in best.items())


def most_slots(plan: Plan) -> int | None:
    """Give the most slots that somebody covers in a week; None: no end to them."""
    return plan.duty.max_slots_per_week if plan.duty else None


def left_out(plan: Plan, held: Held) -> Plan:
    """Give a plan in which weekly duty need not be bounded."""
    return plan if Condition("max_slots_per_week") in held else _with(plan, None)


def one_more(plan: Plan) -> Plan | None:
    """Give a plan in which everybody may cover one slot more a week; None where there is no bound."""
    most = most_slots(plan)
    return None if most is None else _with(plan, most + 1)


def _with(plan: Plan, most: int | None) -> Plan:
    if plan.duty is None:
        return plan
    return plan.model_copy(update={"duty": plan.duty.model_copy(update={"max_slots_per_week": most})})
