"""What an answer rests on: what the plan takes for granted, with source and age, and what is not proven."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from salescrew.cli.pages.result.odds import within
from salescrew.cli.pages.words import amount, counted, persons
from salescrew.cli.render.cells import number
from salescrew.cli.render.html.document import Part, Prose
from salescrew.cli.render.page import Cell, Column, Figure, Table
from salescrew.models.plan.sections.funnels import PAID, Observed, Stage
from salescrew.models.plan.words import listed_names
from salescrew.models.schedule.schedule import Schedule

_PLAN = "the plan, which names no source"
_ALMOST = 1e-6


def assumptions_part(schedule: Schedule) -> Part:
    """List what the plan takes for granted."""
    plan = schedule.plan
    first_day = schedule.horizon.days[0]
    rows: list[list[Cell]] = []
    for name, funnel in plan.funnels.items():
        after = [*(stage.name for stage in funnel.stages[1:]), PAID]
        for stage, following in zip(funnel.stages, after, strict=True):
            rows.append(
                [f"{name}: {stage.name} to {following}", Figure(stage.conversion, "share"), *_rests(stage, first_day)]
            )
        if funnel.leads is not None:
            rows.append([f"{name}: leads a week", funnel.leads.per_week, _PLAN, None])
    for name, product in plan.products.items():
        if product.average_deal:
            rows.append([f"{name}: average deal", Figure(product.average_deal, "money"), _PLAN, None])
    columns = [Column("what", "name"), Column("is taken to be", "number"), Column("rests on"), Column("age")]
    table = Table("assumptions", "", columns, rows, "age: how long before the first day of the plan it was seen.")
    of_stages = [stage for funnel in plan.funnels.values() for stage in funnel.stages]
    seen = sum(stage.observed is not None for stage in of_stages)
    said = f"{seen} of {len(of_stages)} conversions rest on what was seen, the others on the plan alone."
    return Part("What the plan takes for granted", [Prose(said), table])


def _rests(stage: Stage, first_day: dt.date) -> tuple[Cell, Cell]:
    seen = stage.observed
    if seen is None:
        return _PLAN, None
    what = f"{number(seen.passed)} of {number(seen.of)} seen"
    return f"{what}, {seen.source}" if seen.source else what, _age(seen, first_day)


def _age(seen: Observed, first_day: dt.date) -> str | None:
    if seen.as_of is None:
        return None
    days = (first_day - seen.as_of).days
    return counted(days, "day") if days >= 0 else "seen since"


def proofs_part(schedule: Schedule) -> Part:
    """Say what is proven of an answer, and what is not."""
    proven, open_ones = list(_proven(schedule)), list(_open(schedule))
    blocks = [Prose(sentence, "item") for sentence in open_ones]
    heading = "What is not proven"
    if proven:
        blocks = [Prose(f"Proven: {'; '.join(proven)}."), *blocks]
    return Part(heading, blocks)


def _proven(schedule: Schedule) -> Iterator[str]:
    result = schedule.result
    if result.headcount is not None and result.headcount_bound is not None:
        yield f"the plan takes {persons(result.headcount_bound)} at the least"
    if result.monthly_cost is not None and _is_least(result.monthly_cost, result.monthly_cost_bound):
        yield f"no team of {persons(result.headcount)} that does it costs less"
    if result.one_fewer is not None and result.one_fewer.proven:
        yield f"no {persons((result.headcount or 1) - 1)} get further than is said here"


def _open(schedule: Schedule) -> Iterator[str]:
    plan, result = schedule.plan, schedule.result
    count, bound = result.headcount or 0, result.headcount_bound
    if bound is None or bound < count:
        known = "0" if bound is None else str(bound)
        yield f"Whether fewer than {persons(count)} would do: what is proven are {known} at the least."
    if result.monthly_cost is not None and not _is_least(result.monthly_cost, result.monthly_cost_bound):
        least = result.monthly_cost_bound
        known = "nothing is proven of it" if least is None else f"proven are {amount(plan, least)} at the least"
        yield f"Whether as many people could cost less: {known}."
    if result.one_fewer is not None and not result.one_fewer.proven:
        yield "How far one person fewer would get: shown is the best that was found."
    yield from _open_of_chance(schedule)
    yield "That people do what is asked of them, and that the figures of the plan hold: both are taken for granted."


def _open_of_chance(schedule: Schedule) -> Iterator[str]:
    odds = schedule.result.odds
    if odds is None:
        yield "How surely the targets are met: chance is not reckoned with here."
        return
    if odds.error:
        yield f"The last digits of the odds: they may be off by {within(odds.error)}."
    if odds.fixed:
        held = listed_names(list(odds.fixed))
        yield f"What becomes of the odds with {held}: held at the mean here; `salescrew simulate` plays it."
    if odds.not_counted:
        yield f"The odds of {listed_names(list(odds.not_counted))}: planned on average only."
    if odds.verdict is not None and odds.verdict.headcount == "found":
        yield "Whether fewer people could promise these odds."


def _is_least(value: float, bound: float | None) -> bool:
    return bound is not None and bound >= value - _ALMOST * max(1.0, value)
