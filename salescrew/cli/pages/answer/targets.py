"""How far targets are met, and from where to where they may come out; and the weakest month."""

from __future__ import annotations

from collections.abc import Mapping

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.pages.result.summary import targets_table
from salescrew.cli.pages.words import amount
from salescrew.cli.render.cells import share
from salescrew.cli.render.html.document import Bar, Block, Chart, Part
from salescrew.cli.render.page import Cell, Column, Figure, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.result import Odds, Spread
from salescrew.models.department.targets import TargetLine, of_month, planned_entries, target_in_words, target_lines
from salescrew.models.plan.calendar import month_of
from salescrew.models.plan.words import month_in_digits
from salescrew.models.schedule.schedule import Schedule

_MET = 1 - 1e-6
_MARKS = to_say("The dashed line is the target.")
_BANDS = to_say("The thin line goes from what is missed in one of ten cases to what is exceeded in one of ten.")


def targets_part(schedule: Schedule) -> Part:
    """Show every target as a bar with its band."""
    lines, odds = target_lines(schedule.horizon), schedule.result.odds
    entries = planned_entries(schedule.horizon, schedule.result.funnel, schedule.result.work)
    attained = {line.path: line.in_all(entries) / line.wanted for line in lines}
    bars = []
    for line in lines:
        spread = None if odds is None else _spread(odds, line)
        span = None if spread is None else (spread.p10 / line.wanted, spread.p90 / line.wanted)
        shown = share(attained[line.path])
        if odds and line.path in odds.targets:
            shown = say("{share}, odds {odds}", share=shown, odds=chance(odds.targets[line.path]))
        bars.append(Bar(target_in_words(line.path), attained[line.path], shown, span, 1.0))
    marks = f"{say(_MARKS)} {say(_BANDS)}" if any(bar.span for bar in bars) else say(_MARKS)
    return Part(say("Targets"), [Chart(_finding(attained, odds), bars, _with_bands(schedule, lines, odds), marks)])


def _finding(attained: Mapping[str, float], odds: Odds | None) -> str:
    short = [path for path, reached in attained.items() if reached < _MET]
    if short:
        worst = min(short, key=lambda path: attained[path])
        target, reached = target_in_words(worst), share(attained[worst])
        if len(attained) == 1:
            return say("The target is missed on average; {target} reaches {reached}.", target=target, reached=reached)
        return say(
            "{n} of {all} targets are missed on average; {target} reaches {reached}.",
            n=len(short),
            all=len(attained),
            target=target,
            reached=reached,
        )
    met = say("Every target is met on average") if len(attained) > 1 else say("The target is met on average")
    if odds is None or not odds.targets:
        return f"{met}."
    weakest = min(odds.targets, key=lambda path: odds.targets[path])
    least = chance(odds.targets[weakest])
    if len(odds.targets) > 1:
        target = target_in_words(weakest)
        return say("{met}; {target} is the least sure: in {odds} of cases.", met=met, target=target, odds=least)
    return say("{met}; in {odds} of cases.", met=met, odds=least)


def _spread(odds: Odds, line: TargetLine) -> Spread | None:
    """Give how a target's amount is distributed, where that is known."""
    if line.stage is not None or line.path not in odds.targets:
        return None
    if line.month is not None:
        return odds.by_month.get(line.month)
    if line.product is not None:
        return odds.products.get(line.product) if line.measure == "deals" else None
    return {"revenue": odds.revenue, "profit": odds.profit}.get(line.measure)


def _with_bands(schedule: Schedule, lines: list[TargetLine], odds: Odds | None) -> Table:
    table = targets_table(schedule)
    spreads = [None if odds is None else _spread(odds, line) for line in lines]
    if not any(spreads):
        return table
    columns = [*table.columns, Column(say("in one of ten\nat most"), "money")]
    columns.append(Column(say("in one of ten\nat least"), "money"))
    rows: list[list[Cell]] = [
        [*row, *((spread.p10, spread.p90) if spread else (None, None))]
        for row, spread in zip(table.rows, spreads, strict=True)
    ]
    return Table(table.name, "", columns, rows, table.note)


def weakest_month(schedule: Schedule) -> Part | None:
    """Show the revenue month by month, and say which is the weakest; None of a single month, or without revenue."""
    horizon, plan, odds = schedule.horizon, schedule.plan, schedule.result.odds
    entries = planned_entries(horizon, schedule.result.funnel, schedule.result.work)
    months = list(dict.fromkeys(month_of(day) for day in horizon.days))
    paid = {month: of_month(horizon, month).in_all(entries) for month in months}
    if len(months) < 2 or not any(paid.values()):
        return None
    wanted = {month: target.revenue for month, target in plan.target.by_month.items() if month in paid}
    days = {month: sum(month_of(day) == month for day in horizon.working_days) for month in months}
    if wanted:
        weakest = min(wanted, key=lambda month: paid[month] / wanted[month])
        finding = say(
            "The weakest month is {month}: {share} of its target.",
            month=month_in_digits(weakest),
            share=share(paid[weakest] / wanted[weakest]),
        )
    else:
        weakest = min(months, key=lambda month: paid[month])
        finding = say(
            "The weakest month is {month}: {amount}, with {days} working days.",
            month=month_in_digits(weakest),
            amount=amount(plan, paid[weakest]),
            days=days[weakest],
        )
    bars = [
        Bar(month_in_digits(month), paid[month], amount(plan, paid[month]), _band(odds, month), wanted.get(month))
        for month in months
    ]
    columns = [Column(say("month")), Column(say("working days"), "count")]
    columns += [Column(say_as("money", "paid"), "money"), *([Column(say("wanted"), "money")] if wanted else [])]
    rows: list[list[Cell]] = [
        [month_in_digits(month), days[month], Figure(paid[month]), *([wanted.get(month)] if wanted else [])]
        for month in months
    ]
    marks = [*([say(_MARKS)] if wanted else []), *([say(_BANDS)] if any(bar.span for bar in bars) else [])]
    blocks: list[Block] = [Chart(finding, bars, Table("months", "", columns, rows), " ".join(marks))]
    return Part(say("Months"), blocks)


def _band(odds: Odds | None, month: str) -> tuple[float, float] | None:
    spread = None if odds is None else odds.by_month.get(month)
    return None if spread is None else (spread.p10, spread.p90)
