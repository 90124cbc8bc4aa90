"""Every target is met.

    sum over f, w of weight[g, f, w] * entering[f, w] + given[g]  >=  needed          for each target g

`weight` is what a standard contact or lead that enters funnel f in week w brings of target g by its end, `given` what
the opening pipeline brings and what was reached before, both as shares of the target; `needed` is 1 less one part in a
million, or that times the reach. Source: the planning model, sections 1 (`target`) and 4; docs/how-it-works.md.
"""

from __future__ import annotations

from salescrew.models.answers.explained.conflict import Condition
from salescrew.models.department.targets import UNDER_WAY
from salescrew.models.plan.plan import Plan
from salescrew.solver.staffing.rules.columns import ColumnsOfFlow
from salescrew.solver.staffing.rules.rule import Held


def apply(columns: ColumnsOfFlow) -> None:
    """Meet the needed share of every target that the model can tell."""
    needed = columns.needed
    for goal in columns.department.goals:
        if (towards := columns.towards(goal)) is None:
            continue
        asked = [(column, -share) for column, share in needed.terms]
        row = columns.program.row([*towards, *asked], at_least=needed.given - goal.given)
        columns.written.targets.append((goal, row))


def left_out(plan: Plan, held: Held) -> Plan:
    """Give a plan without the targets that need not be met."""

    def asked(path: str, wanted: float | None) -> float | None:
        return wanted if Condition("target", (path,)) in held else None

    target = plan.target
    products = {
        name: of.model_copy(update={key: asked(f"products.{name}.{key}", wanted) for key, wanted in of})
        for name, of in target.products.items()
    }
    by_month = {
        month: of for month, of in target.by_month.items() if Condition("target", (f"by_month.{month}",)) in held
    }
    stages = {
        funnel: {stage: count for stage, count in of.items() if asked(f"stages.{funnel}.{stage}", count) is not None}
        for funnel, of in target.stages.items()
    }
    under_way = target.under_way if Condition("target", (UNDER_WAY,)) in held else None
    whole = {"revenue": asked("revenue", target.revenue), "profit": asked("profit", target.profit)}
    less = target.model_copy(
        update={**whole, "under_way": under_way, "products": products, "by_month": by_month, "stages": stages}
    )
    return plan.model_copy(update={"target": less})
