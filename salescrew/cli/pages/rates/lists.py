"""The figures of an export as rows, for spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.answers.rates import Days, PipelineRates, Rates


def rates_list(figures: Rates) -> Table:
    """Write all figures as rows: what it is, its value, interval, count and method."""
    columns = [Column("pipeline"), Column("figure"), Column("of"), Column("value", "number"), Column("low", "number")]
    columns += [Column("high", "number"), Column("count", "count"), Column("method")]
    rows = [[each.name, *row] for each in figures.pipelines for row in _figures(each)]
    return Table("rates", "Figures", columns, rows)


def _figures(each: PipelineRates) -> Iterator[list[Cell]]:
    whole = each.lead_to_payment
    direct = "aalen-johansen"
    entered = each.stages[0].entered if each.stages and each.stages[0].method == direct else None
    yield ["lead to payment", "", whole.conversion, whole.low, whole.high, entered, direct]
    yield ["won by all", "", whole.won_by_all, None, None, entered, "naive"]
    yield ["won by closed", "", whole.won_by_closed, None, None, None, "naive"]
    if whole.days:
        yield from _days_rows("days to payment", "", whole.days, None, direct)
    for stage in each.stages:
        yield ["conversion", stage.stage, stage.conversion, stage.low, stage.high, stage.entered, stage.method]
        if stage.observed:
            yield ["observed passed", stage.stage, stage.observed.passed, None, None, None, stage.method]
            yield ["observed of", stage.stage, stage.observed.of, None, None, None, stage.method]
        if stage.days_to_next:
            yield from _days_rows("days to next", stage.stage, stage.days_to_next, stage.advanced, stage.method)
    if each.average_deal:
        deal = each.average_deal
        yield ["average deal", "", deal.mean, deal.low, deal.high, deal.count, "mean of won deals"]
        yield ["deal_cv", "", each.deal_cv, None, None, deal.count, "of won deals"]
    if each.leads:
        leads = each.leads
        yield ["leads per week", "", leads.per_week, leads.low, leads.high, leads.weeks, "mean of whole weeks"]
        yield ["dispersion", "", leads.dispersion, None, None, leads.weeks, "pearson"]
        for name, weights in (("weekday", leads.by_weekday), ("slot", leads.by_slot), ("month", leads.season)):
            for key, weight in weights.items():
                yield [f"{name} weight", key, weight, None, None, None, "leads"]
    for group in each.groups:
        method = "beta-binomial" if group.differences_last else "one rate for all"
        yield [group.by, group.name, group.conversion, group.low, group.high, group.count, method]


def _days_rows(figure: str, of: str, days: Days, count: int | None, method: str) -> Iterator[list[Cell]]:
    yield [figure, of, days.mean, days.low, days.high, count, method]
    yield [f"{figure}, median", of, days.median, None, None, count, method]
    yield [f"{figure}, p90", of, days.p90, None, None, count, method]
