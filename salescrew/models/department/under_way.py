"""What is under way at the end of the horizon, and at its start: by the deals that are still to come of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.targets import AT_START

Entry = tuple[str, str, int, float]
"""Items that enter a stage, `paid` included: funnel, stage, week and number."""
Entries = Iterable[Entry]


def wanted_under_way(plan: Plan) -> float | None:
    """Give the revenue to come that is asked for at the end; None where nothing is, or whatever is done will do."""
    wanted = plan.target.under_way
    if wanted is None or plan.pipeline == "steady":
        return None
    return (at_start(plan) or None) if wanted == AT_START else float(wanted)


def at_start(plan: Plan) -> float:
    """Give the revenue to come of what is under way at the start, whenever it is paid."""
    return math.fsum(
        plan.products[flow.funnel.product].average_deal * flow.opening_in_all
        for flow in (FunnelFlow(plan, name) for name in plan.funnels)
    )


def with_amount(plan: Plan) -> Plan:
    """Give a plan that asks for an amount under way at the end, not for as much as its pipeline has, which may change.

    What a steady plan has under way it has by nature, and goes on having: nothing is asked.
    """
    if plan.target.under_way is None:
        return plan
    return plan.model_copy(
        update={"target": plan.target.model_copy(update={"under_way": wanted_under_way(plan)})},
    )


def deals_to_come(flow: FunnelFlow, entries: Entries) -> float:
    """Give the deals that are paid after the horizon of what enters a funnel's stages within it.

    An item is at one stage when the horizon ends: there it counts, with what passes on from it by the plan.
    """
    found = []
    numbers = {name: number for number, name in enumerate(flow.stages[:-1])}
    for _, stage, week, items in entries:
        if (number := numbers.get(stage)) is not None and items:
            found.append(items * flow.to_come[number][week])
    return math.fsum(found)


def in_all_weeks(
    horizon: Horizon, entries: list[Entry], beyond: Sequence[Entry] = (), *, opening: bool = True
) -> list[Entry]:
    """Add to what enters stages within the horizon what is paid after it, as of the week after.

    Parameters
    ----------
    beyond
        What passes stages beyond their conversions by who handled its items, as items of these stages.
    opening
        Whether what had waited at its stage when the plan began, and enters it no more, is among that.
    """
    plan = horizon.plan
    if wanted_under_way(plan) is None:
        return entries
    found = list(entries)
    for name in plan.funnels:
        flow = FunnelFlow(plan, name)
        deals = deals_to_come(flow, (entry for entry in (*entries, *beyond) if entry[0] == name))
        found.append((name, PAID, len(horizon.weeks), deals + (flow.waiting_after_end if opening else 0.0)))
    return found
