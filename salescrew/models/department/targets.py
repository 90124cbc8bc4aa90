"""The targets of a plan, each as what an item that enters a stage is worth to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from salescrew.language import say_as, to_say_as
from salescrew.models.answers.result import FunnelRow, WorkRow
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import people
from salescrew.models.department.under_way import Entries, Entry, in_all_weeks, wanted_under_way
from salescrew.models.department.worth import DealWorth
from salescrew.models.plan.calendar import month_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.so_far import Entered
from salescrew.models.plan.words import month_in_digits

Measure = Literal["revenue", "profit", "deals", "items", "under_way"]
_MET = 1e-6
_MEASURES = {
    "revenue": to_say_as("target", "revenue"),
    "profit": to_say_as("target", "profit"),
    "deals": to_say_as("target", "deals"),
    "under_way": to_say_as("target", "under_way"),
}
UNDER_WAY = "under_way"
"""Where the target on what is under way at the end stands."""


@dataclass(frozen=True)
class TargetLine:
    """One target of a plan.

    Attributes
    ----------
    path
        Where it stands in the plan, such as `products.audit.revenue`.
    measure
        What it counts: revenue, profit and what is under way in money, deals in paid deals, items in those that enter a
        stage.
    wanted
        What is to be reached over the horizon.
    worth
        What an item that enters a stage of a funnel in a week brings towards it; 0 where it does not count. The week
        after the last one stands for all that come after the horizon.
    so_far
        What was reached before the plan was made anew on the way.
    product, month, stage
        The only product, month, or funnel and stage that count; None where all do.
    """

    path: str
    measure: Measure
    wanted: float
    worth: Callable[[str, str, int], float]
    so_far: float = 0.0
    product: str | None = None
    month: str | None = None
    stage: tuple[str, str] | None = None

    @property
    def is_money(self) -> bool:
        """Whether it counts money, not deals or items."""
        return self.measure not in ("deals", "items")

    def reached(self, entries: Entries) -> float:
        """Add up what items that enter stages bring towards the target."""
        return sum(items * self.worth(funnel, stage, week) for funnel, stage, week, items in entries)

    def in_all(self, entries: Entries) -> float:
        """Add what was reached before to what planned items bring."""
        return self.so_far + self.reached(entries)

    def missing(self, comes_to: float) -> float:
        """Give what is missing where the target comes to an amount; nothing from a millionth below it on."""
        return self.wanted - comes_to if comes_to < self.wanted * (1 - _MET) else 0.0


def deal_worth(plan: Plan, product: str, measure: Measure) -> float:
    """Give what an average deal of a product counts where it is paid: its price, the profit in that, or 1."""
    record = plan.products[product]
    match measure:
        case "revenue" | "under_way":
            return record.average_deal
        case "profit":
            return record.average_deal * (record.margin or 0.0)
    return 1.0


def part_of_revenue(plan: Plan, product: str, measure: Measure) -> float:
    """Give the part of a product's revenue that a target counts, of targets in money."""
    return (plan.products[product].margin or 0.0) if measure == "profit" else 1.0


def target_in_words(path: str) -> str:
    """Write a target, which is told by its place in the plan, as people say it; in English that is the place itself."""
    section, _, rest = path.partition(".")
    of, _, measure = rest.rpartition(".")
    match section:
        case "products" if measure in _MEASURES:
            return say_as("target", "products.{product}.{measure}", product=of, measure=target_in_words(measure))
        case "by_month" if measure == "revenue":
            return say_as("target", "by_month.{month}.revenue", month=month_in_digits(of))
        case "stages" if rest:
            return say_as("target", "stages.{stage}", stage=rest)
    return say_as("target", _MEASURES[path]) if path in _MEASURES else path


def target_lines(horizon: Horizon) -> list[TargetLine]:
    """List the targets of a plan in its own order, but for what is met by nature."""
    return list(_lines(horizon))


def _lines(horizon: Horizon) -> Iterator[TargetLine]:
    plan, worth = horizon.plan, DealWorth(horizon)
    for measure, wanted in _measures(plan.target.revenue, plan.target.profit, None):
        yield TargetLine(measure, measure, wanted, _of_deals(worth, measure), reached_so_far(plan, measure))
    for product, wants in plan.target.products.items():
        for measure, wanted in _measures(wants.revenue, wants.profit, wants.deals):
            yield TargetLine(
                f"products.{product}.{measure}",
                measure,
                wanted,
                _of_deals(worth, measure, product),
                reached_so_far(plan, measure, product=product),
                product=product,
            )
    for month, of_month in plan.target.by_month.items():
        so_far = reached_so_far(plan, "revenue", month=month)
        path = f"by_month.{month}.revenue"
        yield TargetLine(path, "revenue", of_month.revenue, _of_month(worth, month), so_far, month=month)
    for funnel, stages in plan.target.stages.items():
        for stage, count in stages.items():
            path = f"stages.{funnel}.{stage}"
            at = (funnel, stage)
            yield TargetLine(path, "items", count, _of_stage(horizon, at), entered_so_far(plan, at), stage=at)
    if (amount := wanted_under_way(plan)) is not None:
        yield TargetLine(UNDER_WAY, "under_way", amount, _after_end(worth))


def of_deals(horizon: Horizon, product: str) -> TargetLine:
    """Give the target of one deal of a product over the horizon, whether the plan has it or not."""
    so_far = reached_so_far(horizon.plan, "deals", product=product)
    worth = _of_deals(DealWorth(horizon), "deals", product)
    return TargetLine(f"products.{product}.deals", "deals", 1.0, worth, so_far, product=product)


def of_month(horizon: Horizon, month: str) -> TargetLine:
    """Give the target of a unit of revenue in a month, whether the plan has one or not."""
    so_far = reached_so_far(horizon.plan, "revenue", month=month)
    path = f"by_month.{month}.revenue"
    return TargetLine(path, "revenue", 1.0, _of_month(DealWorth(horizon), month), so_far, month=month)


def is_left_to_chance(plan: Plan, line: TargetLine) -> bool:
    """Tell whether odds count a target: not what is under way, nor a first stage, which is opened as planned."""
    if line.stage is None:
        return line.measure != "under_way"
    funnel, stage = line.stage
    return stage != plan.funnels[funnel].stages[0].name


def is_count(path: str) -> bool:
    """Tell by its path whether a target counts deals or items, and no money."""
    return path.endswith(".deals") or path.startswith("stages.")


def reached_so_far(plan: Plan, measure: Measure, *, product: str | None = None, month: str | None = None) -> float:
    """Add up what was paid before a plan was made anew on the way: all of it, of a product, or of a month.

    What is paid by the month counts to the end, as of the week in which the deal was paid.
    """
    if plan.so_far is None:
        return 0.0
    worth = DealWorth(Horizon(plan))
    return sum(_paid_towards(worth, row, measure, product, month) for row in plan.so_far.entered)


def paid_towards(worth: DealWorth, line: TargetLine, row: Entered) -> float:
    """Give what items that entered a stage before bring towards a target."""
    if line.stage is not None:
        return row.items if (row.funnel, row.stage) == line.stage else 0.0
    return 0.0 if line.measure == "under_way" else _paid_towards(worth, row, line.measure, line.product, line.month)


def _paid_towards(worth: DealWorth, row: Entered, measure: Measure, product: str | None, month: str | None) -> float:
    sold = worth.horizon.plan.funnels[row.funnel].product
    if row.stage != PAID or product not in (None, sold):
        return 0.0
    if measure == "deals":
        return row.items
    return _paid_of(worth, row, month) * part_of_revenue(worth.horizon.plan, sold, measure)


def entered_so_far(plan: Plan, stage: tuple[str, str]) -> float:
    """Count what entered a stage of a funnel before a plan was made anew on the way."""
    return sum(row.items for row in (plan.so_far.entered if plan.so_far else ()) if (row.funnel, row.stage) == stage)


def _paid_of(worth: DealWorth, row: Entered, month: str | None) -> float:
    """Give what deals bring that were paid before, of all months or of one."""
    price = price_of(worth.horizon.plan, row)
    if month is not None and month != month_of(row.date):
        price = 0.0
    product, week = worth.horizon.plan.funnels[row.funnel].product, worth.horizon.week_of(row.date)
    if product not in worth.fees or week < 0:
        return price
    fee = worth.fee(product, week) * (1.0 if month is None else worth.fee_in_month(week, month))
    return price + row.items * fee


def price_of(plan: Plan, row: Entered) -> float:
    """Give what was paid at once, where deals were; the average deal for each where the amount is not stated."""
    if row.stage != PAID:
        return 0.0
    if row.revenue is not None:
        return row.revenue
    return row.items * plan.products[plan.funnels[row.funnel].product].average_deal


def revenue_of(worth: DealWorth, row: Entered) -> float:
    """Give all that the deals bring that were paid before, with their fees to the end."""
    return _paid_of(worth, row, None) if row.stage == PAID else 0.0


def planned_entries(horizon: Horizon, rows: Iterable[FunnelRow], work: Iterable[WorkRow] | None = None) -> list[Entry]:
    """List the items that a result's flow states, but for those of before it plans, and what is paid after the end.

    Parameters
    ----------
    work
        Who handles how many items, where that counts.
    """
    plan = horizon.plan
    before: dict[tuple[str, str, int], float] = {}
    for entered in plan.so_far.entered if plan.so_far else ():
        key = entered.funnel, entered.stage, horizon.week_of(entered.date)
        before[key] = before.get(key, 0.0) + entered.items
    planned = []
    for row in rows:
        week = horizon.week_of(row.week)
        planned.append((row.funnel, row.stage, week, row.entering - before.get((row.funnel, row.stage, week), 0.0)))
    worth = {person.name: person.record.follow_up for person in people(plan)} if work else {}
    beyond = [
        (row.funnel, row.stage, horizon.week_of(row.week), (worth.get(row.manager, 1.0) - 1) * row.items)
        for row in work or ()
    ]
    return in_all_weeks(horizon, planned, beyond)


def entries_of(
    horizon: Horizon,
    entering: Mapping[str, Sequence[Sequence[float]]],
    flows: Mapping[str, FunnelFlow] | None = None,
    *,
    opening: bool = True,
) -> list[Entry]:
    """List items by funnel, stage and week as entries, and what is paid after the end.

    Parameters
    ----------
    flows
        What passes through the funnels, where it counts who handles items; by default as the plan has it.
    opening
        Whether what had waited at its stage when the plan began is among what is paid after the end.
    """
    stages = {name: [*(stage.name for stage in of.stages), PAID] for name, of in horizon.plan.funnels.items()}
    planned = [
        (name, stage, week, items)
        for name, by_stage in entering.items()
        for stage, by_week in zip(stages[name], by_stage, strict=True)
        for week, items in enumerate(by_week)
    ]
    beyond = [
        (name, stage, week, more)
        for name, by_stage in entering.items()
        if flows is not None
        for stage, week, more in flows[name].beyond(by_stage)
    ]
    return in_all_weeks(horizon, planned, beyond, opening=opening)


def counts_for(horizon: Horizon, line: TargetLine, funnel: str) -> bool:
    """Tell whether anything that enters a stage of a funnel brings something towards a target."""
    stages = [*(stage.name for stage in horizon.plan.funnels[funnel].stages), PAID]
    return any(line.worth(funnel, stage, week) for stage in stages for week in range(len(horizon.weeks) + 1))


def _measures(revenue: float | None, profit: float | None, deals: float | None) -> list[tuple[Measure, float]]:
    wants: list[tuple[Measure, float | None]] = [("revenue", revenue), ("profit", profit), ("deals", deals)]
    return [(measure, wanted) for measure, wanted in wants if wanted is not None]


Value = Callable[[str, str, int], float]


def _of_deals(worth: DealWorth, measure: Measure, product: str | None = None) -> Value:
    plan, weeks = worth.horizon.plan, worth.horizon.weeks

    def value(funnel: str, stage: str, week: int) -> float:
        sold = plan.funnels[funnel].product
        if stage != PAID or product not in (None, sold) or week not in weeks:
            return 0.0
        each = deal_worth(plan, sold, measure)
        if measure == "deals" or sold not in worth.fees:
            return each
        return each + worth.fee(sold, week) * part_of_revenue(plan, sold, measure)

    return value


def _of_month(worth: DealWorth, month: str) -> Value:
    plan, weeks = worth.horizon.plan, worth.horizon.weeks
    return lambda funnel, stage, week: (
        worth.revenue_in_month(plan.funnels[funnel].product, week, month) if stage == PAID and week in weeks else 0.0
    )


def _of_stage(horizon: Horizon, at: tuple[str, str]) -> Value:
    return lambda funnel, stage, week: float((funnel, stage) == at and week in horizon.weeks)


def _after_end(worth: DealWorth) -> Value:
    plan, weeks = worth.horizon.plan, worth.horizon.weeks
    return lambda funnel, stage, week: (
        worth.price(plan.funnels[funnel].product) if stage == PAID and week >= len(weeks) else 0.0
    )
