"""What an answer rests on: what the plan takes for granted, with source and age, and what is not proven."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from salescrew.cli.pages.answer.funnels import step_in_words
from salescrew.cli.pages.result.odds import within
from salescrew.cli.pages.words import amount
from salescrew.cli.render.cells import number
from salescrew.cli.render.html.document import Part, Prose
from salescrew.cli.render.page import Cell, Column, Figure, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.department.targets import target_in_words
from salescrew.models.plan.sections.funnels import PAID, Observed, Stage
from salescrew.models.plan.words import listed_names, source_in_words, stage_in_words
from salescrew.models.schedule.schedule import Schedule

_PLAN = to_say("the plan, which names no source")
_WITHOUT_SOURCE = 2
"""Columns that say something where nothing was seen."""
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
                [
                    _of(name, step_in_words(stage.name, stage_in_words(following))),
                    Figure(stage.conversion, "share"),
                    *_rests(stage, first_day),
                ]
            )
        if funnel.leads is not None:
            rows.append([_of(name, say("leads a week")), funnel.leads.per_week, say(_PLAN), None])
    for name, product in plan.products.items():
        if product.average_deal:
            rows.append([_of(name, say("average deal")), Figure(product.average_deal, "money"), say(_PLAN), None])
    columns = [Column(say_as("heading", "what"), "name"), Column(say("is taken to be"), "number")]
    columns += [Column(say("rests on")), Column(say("age"))]
    note = say("age: how long before the first day of the plan it was seen.")
    table = Table("assumptions", "", columns, rows, note)
    heading = say("What the plan takes for granted")
    of_stages = [stage for funnel in plan.funnels.values() for stage in funnel.stages]
    seen = sum(stage.observed is not None for stage in of_stages)
    if not seen:
        said = say("No conversion rests on what was seen: all are what the plan says, which names no source.")
        known = Table("assumptions", "", columns[:_WITHOUT_SOURCE], [row[:_WITHOUT_SOURCE] for row in rows])
        return Part(heading, [Prose(said), known])
    said = say(
        "{n} of {all} conversions rest on what was seen, the others on the plan alone.", n=seen, all=len(of_stages)
    )
    return Part(heading, [Prose(said), table])


def _of(name: str, what: str) -> str:
    return say("{name}: {what}", name=name, what=what)


def _rests(stage: Stage, first_day: dt.date) -> tuple[Cell, Cell]:
    seen = stage.observed
    if seen is None:
        return say(_PLAN), None
    what = say("{passed} of {of} seen", passed=number(seen.passed), of=number(seen.of))
    return f"{what}, {seen.source}" if seen.source else what, _age(seen, first_day)


def _age(seen: Observed, first_day: dt.date) -> str | None:
    if seen.as_of is None:
        return None
    days = (first_day - seen.as_of).days
    return say("{n} {n:day|days}", n=days) if days >= 0 else say("seen since")


def proofs_part(schedule: Schedule) -> Part:
    """Say what is proven of an answer, and what is not."""
    proven, open_ones = list(_proven(schedule)), list(_open(schedule))
    blocks = [Prose(sentence, "item") for sentence in open_ones]
    heading = say("What is not proven")
    if proven:
        blocks.append(Prose(say("Proven: {facts}.", facts="; ".join(proven))))
    return Part(heading, blocks)


def _proven(schedule: Schedule) -> Iterator[str]:
    result = schedule.result
    if result.headcount is not None and result.headcount_bound is not None:
        yield say("the plan takes {n} {n:person|people} at the least", n=result.headcount_bound)
    if result.monthly_cost is not None and _is_least(result.monthly_cost, result.monthly_cost_bound):
        yield say("no team of {n} {n:person|people} that does it costs less", n=result.headcount or 0)
    if result.one_fewer is not None and result.one_fewer.proven:
        yield say("no {n} {n:person|people} get further than is said here", n=(result.headcount or 1) - 1)


def _open(schedule: Schedule) -> Iterator[str]:
    plan, result = schedule.plan, schedule.result
    count, bound = result.headcount or 0, result.headcount_bound
    if bound is None or bound < count:
        yield say(
            "Whether fewer than {n} {n:person|people} would do: what is proven are {bound} at the least.",
            n=count,
            bound=bound or 0,
        )
    if result.monthly_cost is not None and not _is_least(result.monthly_cost, result.monthly_cost_bound):
        least = result.monthly_cost_bound
        if least is None:
            yield say("Whether as many people could cost less: nothing is proven of it.")
        else:
            yield say(
                "Whether as many people could cost less: proven are {least} at the least.", least=amount(plan, least)
            )
    if result.one_fewer is not None and not result.one_fewer.proven:
        yield say("How far one person fewer would get: shown is the best that was found.")
    yield from _open_of_chance(schedule)
    yield say(
        "That people do what is asked of them, and that the figures of the plan hold: both are taken for granted."
    )


def _open_of_chance(schedule: Schedule) -> Iterator[str]:
    odds = schedule.result.odds
    if odds is None:
        yield say("How surely the targets are met: chance is not reckoned with here.")
        return
    if odds.error:
        yield say("The last digits of the odds: they may be off by {error}.", error=within(odds.error))
    if odds.fixed:
        held = listed_names(map(source_in_words, odds.fixed))
        yield say(
            "What becomes of the odds with {sources}: held at the mean here; `salescrew simulate` plays it.",
            sources=held,
        )
    if odds.not_counted:
        targets = listed_names(map(target_in_words, odds.not_counted))
        yield say("The odds of {targets}: planned on average only.", targets=targets)
    if odds.verdict is not None and odds.verdict.headcount == "found":
        yield say("Whether fewer people could promise these odds.")


def _is_least(value: float, bound: float | None) -> bool:
    return bound is not None and bound >= value - _ALMOST * max(1.0, value)
