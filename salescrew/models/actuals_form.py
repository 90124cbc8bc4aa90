"""The form for what really happens: a row for each quota and each expected lead, to be filled in."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

from salescrew.models.actuals import COLUMNS, CONTACTS, LEADS
from salescrew.models.flow import PAID, lag
from salescrew.models.formulas import harmless
from salescrew.models.pipeline import openings
from salescrew.models.plan import Plan
from salescrew.models.planned import Planned
from salescrew.models.result import Result
from salescrew.models.spreadsheet import written

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_LEAST = 1e-9


@dataclass(frozen=True)
class FormRow:
    """A row of the form, with what the plan expects.

    Attributes
    ----------
    is_known
        Whether the plan itself says how many it was, so that nobody has to fill it in.
    """

    date: dt.date
    manager: str
    what: str
    funnel: str
    planned: float
    amount: float | None = None
    is_known: bool = False


def form_rows(plan: Plan, result: Result, *, filled: bool = False) -> list[FormRow]:
    """List the rows: what is under way at the start, then day by day everybody's quotas and expected leads.

    Parameters
    ----------
    filled
        Whether to add what is expected to enter the later stages and to be paid.
    """
    planned = Planned(plan, result)
    order = {member.name: number for number, member in enumerate(result.managers)}
    rows = [*_quotas(planned), *_leads(planned), *(_stages(planned) if filled else ())]
    rows.sort(key=lambda row: (row.date, order.get(row.manager, len(order))))
    return [*_under_way(planned, filled=filled), *rows]


def _quotas(planned: Planned) -> Iterator[FormRow]:
    for (day, name), row in planned.quotas.items():
        for activity, quota in row.activities.items():
            if quota:
                yield FormRow(day, name, activity, "", quota)
        for funnel, contacts in row.contacts.items():
            if contacts > _LEAST:
                yield FormRow(day, name, CONTACTS, funnel, contacts)


def _leads(planned: Planned) -> Iterator[FormRow]:
    for (day, name), leads in planned.leads.items():
        for funnel, expected in leads.items():
            if expected > _LEAST:
                yield FormRow(day, name, LEADS, funnel, expected)


def _under_way(planned: Planned, *, filled: bool) -> Iterator[FormRow]:
    """Yield what enters its stage at the start: the plan counts it among what enters in the first week."""
    day = planned.horizon.first_day
    for name in planned.plan.funnels if not filled else ():
        for opening in openings(planned.plan.pipeline, name):
            is_first = opening.stage == planned.stages(name)[0]
            if opening.waited_days is None and opening.items > _LEAST and not is_first:
                yield FormRow(day, "", opening.stage, name, opening.items, is_known=True)


def _stages(planned: Planned) -> Iterator[FormRow]:
    """Yield what is expected to enter the later stages, a week's items evenly over its days.

    What passes on from leads goes to those who took them, as far as it is from this horizon's leads.
    """
    for name, funnel in planned.plan.funnels.items():
        deal = planned.plan.products[funnel.product].average_deal
        by_manager = _first_passage(planned, name) if funnel.channel == "inbound" else {}
        for number, by_week in enumerate(planned.entering[name][1:], start=1):
            stage = planned.stages(name)[number]
            for week, items in enumerate(by_week):
                shares = {who: own[week] for who, own in by_manager.items()} if number == 1 else {}
                known = sum(shares.values())
                if known > items:
                    shares = {who: own * items / known for who, own in shares.items()}
                shares[""] = items - sum(shares.values())
                days = planned.spread(week)
                for who, share in shares.items():
                    for day in days if share > _LEAST else ():
                        each = share / len(days)
                        yield FormRow(day, who, stage, name, each, each * deal if stage == PAID else None)


def _first_passage(planned: Planned, funnel: str) -> dict[str, list[float]]:
    """Give what enters the second stage of the leads that each person takes, by week."""
    stage, weeks = planned.plan.funnels[funnel].stages[0], len(planned.horizon.weeks)
    passed: dict[str, list[float]] = {}
    for day, name, leads in planned.contacts(funnel):
        week = planned.horizon.week_of(day)
        own = passed.setdefault(name, [0.0] * weeks)
        for later, share in lag(stage.days_to_next).items():
            if week + later < weeks:
                own[week + later] += leads * planned.worth(name, week) * stage.conversion * share
    return passed


def form_csv(rows: list[FormRow], *, filled: bool = False, semicolons: bool = False, planned: bool = False) -> str:
    """Write the form as CSV.

    Parameters
    ----------
    filled
        Whether to fill in what the plan expects.
    semicolons
        Whether cells are separated by semicolons, and numbers have a decimal comma.
    planned
        Whether to add a column with what the plan expects.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if semicolons else ",", lineterminator="\r\n")
    writer.writerow([*COLUMNS, "planned"] if planned else COLUMNS)

    def number(value: float | None) -> str:
        return "" if value is None else written(value, decimal_comma=semicolons)

    for row in rows:
        is_filled = filled or row.is_known
        texts = [row.date.isoformat(), *map(harmless, (row.manager, row.what, row.funnel))]
        cells = [*texts, number(row.planned if is_filled else None), number(row.amount if is_filled else None)]
        writer.writerow([*cells, number(row.planned)] if planned else cells)
    return buffer.getvalue()
