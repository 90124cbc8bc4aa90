"""Rules on the flow, what it brings, and the work that it makes (sections 1, 4 and 7 of the model)."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from salescrew.checker.case import Case
from salescrew.checker.closeness import TARGET, differs, number
from salescrew.checker.flow import PAID, Due, Work
from salescrew.checker.worth import wanted_under_way
from salescrew.language import say
from salescrew.models.answers.result import FunnelRow, ProductResult, Result
from salescrew.models.plan.values.said import shown
from salescrew.models.schedule.largest_flow import Network


def funnel(case: Case) -> Iterator[str]:
    """`funnel` states, for each week, funnel and stage, the flow that these contacts and this duty roster produce."""
    must = _flow_rows(case)
    seen = set()
    for row in case.result.funnel:
        key = row.week, row.funnel, row.stage
        where = say("week of {week} {funnel} {stage}", week=row.week, funnel=shown(row.funnel), stage=shown(row.stage))
        if key not in must:
            yield say("{where}: the plan has no such week, funnel or stage", where=where)
        elif key in seen:
            yield say("{where}: must have one row, is there twice", where=where)
        else:
            yield from (f"{where}: {wrong}" for wrong in _wrong_amounts(row, *must[key]))
        seen.add(key)
    for week, name, stage in must:
        if (week, name, stage) not in seen:
            yield say("week of {week} {name} {stage}: must have a row", week=week, name=name, stage=stage)


def _flow_rows(case: Case) -> dict[tuple[dt.date, str, str], tuple[float, float]]:
    """Give the items entering and the revenue of every row that there must be."""
    rows = {}
    for name, by_stage in case.entering.items():
        stages = [*(stage.name for stage in case.plan.funnels[name].stages), PAID]
        for week in range(case.days.weeks):
            deal = case.worth.revenue(case.plan.funnels[name].product, week)
            for stage, items in zip(stages, by_stage, strict=True):
                entered, paid = case.before.get((name, stage, week), (0.0, 0.0))
                revenue = paid + deal * items[week] if stage == PAID else 0.0
                rows[case.days.monday(week), name, stage] = (entered + items[week], revenue)
    return rows


def _wrong_amounts(row: FunnelRow, entering: float, revenue: float) -> Iterator[str]:
    if differs(row.entering, entering):
        yield say(
            "entering must be {entering}, got {entering_2}", entering=number(entering), entering_2=number(row.entering)
        )
    if differs(row.revenue, revenue):
        yield say("revenue must be {revenue}, got {revenue_2}", revenue=number(revenue), revenue_2=number(row.revenue))


@dataclass(frozen=True)
class Sales:
    """What is sold over the horizon; no profit without a margin."""

    revenue: float
    profit: float | None
    deals: float


def _sales(case: Case) -> dict[str, Sales]:
    """Sum up each product's sales."""
    sales = {}
    for name, product in case.plan.products.items():
        ours = [funnel for funnel, of in case.plan.funnels.items() if of.product == name]
        planned = math.fsum(math.fsum(case.entering[funnel][-1]) for funnel in ours)
        before = [paid for (funnel, stage, _), paid in case.before.items() if funnel in ours and stage == PAID]
        deals = planned + math.fsum(items for items, _ in before)
        paid = (case.worth.revenue(name, week) * deals for f in ours for week, deals in enumerate(case.entering[f][-1]))
        revenue = math.fsum((*paid, *(revenue for _, revenue in before)))
        sales[name] = Sales(revenue, None if product.margin is None else product.margin * revenue, deals)
    return sales


def _all_sales(sales: dict[str, Sales]) -> Sales:
    profits = [one.profit for one in sales.values() if one.profit is not None]
    return Sales(
        math.fsum(one.revenue for one in sales.values()),
        math.fsum(profits) if len(profits) == len(sales) else None,
        math.fsum(one.deals for one in sales.values()),
    )


def totals(case: Case) -> Iterator[str]:
    """Revenue, profit (margin x revenue) and deals, of each product and in all, are those of the flow."""
    sales, result = _sales(case), case.result
    yield from _wrong_totals("", result, _all_sales(sales))
    if result.products is None:
        return
    for name, must in sales.items():
        if name not in result.products:
            yield say("{name}: must be among the products", name=name)
            continue
        yield from _wrong_totals(f"{name}: ", result.products[name], must)
    for name in sorted(result.products.keys() - sales.keys()):
        yield say("{name}: the plan has no such product", name=shown(name))


def _wrong_totals(where: str, got: Result | ProductResult, must: Sales) -> Iterator[str]:
    """Compare; that revenue or deals are not there at all is for the status to say."""
    for name, told, right in (
        ("revenue", got.revenue, must.revenue),
        ("profit", got.profit, must.profit),
        ("deals", got.deals, must.deals),
    ):
        if right is None and told is not None:
            yield say(
                "{where}{name} must be null without a margin, got {told}", where=where, name=name, told=number(told)
            )
        elif right is not None and told is None and name == "profit":
            yield say("{where}{name} must be {right}, got nothing", where=where, name=name, right=number(right))
        elif right is not None and told is not None and differs(told, right):
            yield say(
                "{where}{name} must be {right}, got {told}",
                where=where,
                name=name,
                right=number(right),
                told=number(told),
            )


def brought(case: Case) -> Iterator[str]:
    """`revenue` of a manager is what the contacts and leads bring that this person opens or answers."""
    first = case.first_stages_by_person()
    worth = {name: case.revenue_of_entry(name) for name in case.plan.funnels}
    for member in case.result.managers:
        if member.revenue is None:
            if case.result.version > 1:
                yield say("{member}: must have a revenue", member=shown(member.name))
            continue
        entered = first.get(member.name, {})
        must = math.fsum(items * worth[funnel][week] for (funnel, week), items in entered.items())
        if differs(member.revenue, must):
            yield say(
                "{member}: revenue must be {must}, got {revenue}",
                member=shown(member.name),
                must=number(must),
                revenue=number(member.revenue),
            )


def target(case: Case) -> Iterator[str]:
    """Each target is met: what is reached is at least the target less one part in a million.

    Of a plan that cannot be met, the team shown must reach the share that the result states.
    """
    if case.asked_plan is not case.plan:
        return  # what comes by itself is done as far as can be, and of the targets what that leaves
    share = 1.0 if case.result.reach is None else case.result.reach
    for name, _, aim, reached in _aims(case):
        if aim is not None and not reached >= share * aim * (1 - TARGET):
            yield say(
                "{name}: must reach {share}, reaches {reached}",
                name=name,
                share=number(share * aim),
                reached=number(reached),
            )


def attained(case: Case) -> float:
    """Give the share of all targets that the result's contacts and duty reach, tolerance included; no end to none."""
    shares = (reached / (aim * (1 - TARGET)) for _, _, aim, reached in _aims(case) if aim is not None)
    return min(shares, default=math.inf)


def buffers(case: Case) -> dict[str, float]:
    """Give by the path of each target what is reached over it, less 1."""
    return {path: reached / aim - 1 for _, path, aim, reached in _aims(case) if aim is not None}


def _aims(case: Case) -> Iterator[tuple[str, str, float | None, float]]:
    """Yield each target in words and by its path, and what is reached of it."""
    aims, sales = case.plan.target, _sales(case)
    total = _all_sales(sales)
    yield "revenue", "revenue", aims.revenue, total.revenue
    yield "profit", "profit", aims.profit, total.profit or 0.0
    for name, of_product in aims.products.items():
        yield (
            say("revenue of {name}", name=name),
            f"products.{name}.revenue",
            of_product.revenue,
            sales[name].revenue,
        )
        yield (
            say("profit of {name}", name=name),
            f"products.{name}.profit",
            of_product.profit,
            sales[name].profit or 0.0,
        )
        yield (
            say("deals of {name}", name=name),
            f"products.{name}.deals",
            of_product.deals,
            sales[name].deals,
        )
    by_month = _revenue_by_month(case) if aims.by_month else {}
    for name_of_month, of_month in aims.by_month.items():
        path = f"by_month.{name_of_month}.revenue"
        yield (
            say("revenue of {name_of_month}", name_of_month=name_of_month),
            path,
            of_month.revenue,
            by_month.get(name_of_month, 0.0),
        )
    for funnel_name, stages in aims.stages.items():
        for stage, count in stages.items():
            path = f"stages.{funnel_name}.{stage}"
            yield (
                say("items that enter {stage} of {funnel_name}", stage=stage, funnel_name=funnel_name),
                path,
                count,
                _entered(case, funnel_name, stage),
            )
    if (amount := wanted_under_way(case.plan)) is not None:
        yield say("revenue under way at the end"), "under_way", amount, case.under_way()


def _entered(case: Case, funnel_name: str, stage: str) -> float:
    """Count what enters a stage, before and from now on."""
    stages = [*(one.name for one in case.plan.funnels[funnel_name].stages), PAID]
    planned = case.entering[funnel_name][stages.index(stage)]
    before = (row.items for row in case.entered_before if (row.funnel, row.stage) == (funnel_name, stage))
    return math.fsum((*planned, *before))


def _revenue_by_month(case: Case) -> dict[str, float]:
    """Share each week's revenue out to months: what is paid at once, and the fees of the days to come."""
    months: dict[str, float] = defaultdict(float)
    shares, worth = case.days.month_shares, case.worth
    for name_of_month in case.plan.target.by_month:
        months[name_of_month] += math.fsum(worth.paid_before(row, name_of_month) for row in case.entered_before)
        for name, by_stage in case.entering.items():
            product = case.plan.funnels[name].product
            for week, deals in enumerate(by_stage[-1]):
                fees = worth.fee(product, week) * worth.part_of_fee(week, name_of_month)
                at_once = worth.price(product) * shares[week].get(name_of_month, 0.0)
                months[name_of_month] += deals * (at_once + fees)
    return months


def work(case: Case) -> Iterator[str]:
    """All work is done within the weeks of grace, by people who may do it and have time left.

    That of a stage `by: closer` closers do, the rest anybody who works the funnel.
    The time left of a person's week is what is asked for and allowed of the activity, less the contacts opened with
    it. Whether everything fits is a question of carrying: from each funnel's week in which work falls due, to the
    weeks in which it may be done, to the people who may do it. People who may do the same are one.
    """
    for activity in dict.fromkeys((*case.due_work, *case.work_by_name)):
        due = case.due_work.get(activity, {})
        network, sources = Network(), _sources(case, activity, due)
        arcs = {source: network.arc("due", ("due", *source), amount) for source, amount in sources.items()}
        for (who, of, week), amount in sources.items():
            for at in _weeks_to_do(case, week):
                by = ("time", who, at) if who else ("done", of, at)
                network.arc(("due", who, of, week), by, amount)
        for (whose, week), (works, room) in _time_left(case, activity, due).items():
            network.arc(("time", whose, week), "time", room)
            for of in sorted(works):
                network.arc(("done", of, week), ("time", whose, week), room)
        network.fill("due", "time")
        for (who, (funnel, is_closing), week), amount in sources.items():
            done = network.carried(arcs[who, (funnel, is_closing), week])
            if differs(done, amount):
                fall_due = say("{amount} {activity} fall due", amount=number(amount), activity=activity)
                if who:
                    fall_due = say(
                        "{amount} {activity} of {who} fall due", amount=number(amount), activity=activity, who=who
                    )
                elif is_closing:
                    fall_due = say("{amount} {activity} for closers fall due", amount=number(amount), activity=activity)
                yield say(
                    "week of {week} {funnel}: {fall_due}, there is time for {done}",
                    week=case.days.monday(week),
                    funnel=funnel,
                    fall_due=fall_due,
                    done=number(done),
                )


def _sources(case: Case, activity: str, due: Due) -> dict[tuple[str, Work, int], float]:
    """Part the work that falls due into that of whoever handles its items, by name, and that of anybody."""
    handling = case.handling_work.get(activity, {})
    anybody = dict(due)
    for (_, of, week), amount in handling.items():
        anybody[of, week] = max(0.0, anybody.get((of, week), 0.0) - amount)
    found = {**{("", of, week): amount for (of, week), amount in anybody.items()}, **handling}
    for key, amount in case.work_by_name.get(activity, {}).items():
        found[key] = found.get(key, 0.0) + amount
    return found


def _weeks_to_do(case: Case, week: int) -> list[int]:
    """List the weeks in which work that falls due in a week may be done: round the end under `steady` only."""
    weeks = case.days.weeks
    later = range(week, week + min(case.plan.grace_weeks, weeks - 1) + 1)
    return [at % weeks for at in later] if case.plan.pipeline == "steady" else [at for at in later if at < weeks]


def _time_left(case: Case, activity: str, due: Due) -> dict[tuple[object, int], tuple[frozenset[Work], float]]:
    """Sum up the time left for an activity, by who has it and week, and say which of the work they may do.

    Those who may do the same are one, unless it counts who does it.
    """
    by_name = case.work_by_name.get(activity, {})
    works = frozenset((*(of for of, _ in due), *(of for _, of, _ in by_name)))
    left: dict[tuple[object, int], tuple[frozenset[Work], float]] = {}
    for (name, week), asked in case.asked.items():
        if asked.get(activity):
            allowed = case.time(name, week, activity)
            opened = case.opened.get((name, week), {}).get(activity, 0.0)
            room = min(asked[activity], allowed) - opened
            post = case.posts[name]
            may = frozenset(of for of in works if post.may_do(of))
            if room > 0 and may:
                whose = (name if case.counts_follow_up or by_name else may), week
                left[whose] = may, left.get(whose, (may, 0.0))[1] + room
    return left
