"""The form for what really happens: a row for each quota, each expected lead and each week of a stage, to be filled in.

Facts that are known already have their rows in it, so that the form of a plan that was made anew goes on with them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from salescrew.models.answers.result import Result
from salescrew.models.department.funnels import lag
from salescrew.models.facts.actuals import COLUMNS, CONTACTS, LEADS, PERSON, Fact
from salescrew.models.files.formulas import harmless
from salescrew.models.files.spreadsheet import written
from salescrew.models.plan.calendar import monday_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.schedule.schedule import Schedule, schedule_of

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_About = tuple[dt.date, str, str, str]
_LEAST = 1e-9
_MONEY_DIGITS, _SHOWN_DIGITS = 9, 2


@dataclass(frozen=True)
class FormRow:
    """A row of the form.

    Attributes
    ----------
    planned
        What the plan expects; None where it expects nothing, or another row says it.
    count
        How many it was, where nobody has to fill it in: the plan itself says so, or a fact does.
    person
        With whom items were agreed by name, as a fact says.
    """

    date: dt.date
    manager: str
    what: str
    funnel: str
    planned: float | None
    amount: float | None = None
    count: float | None = None
    person: str = ""

    @property
    def about(self) -> _About:
        """What the row is about."""
        return self.date, self.manager, self.what, self.funnel


def form_rows(
    plan: Plan, result: Result, *, filled: bool = False, facts: Iterable[Fact] | None = None
) -> list[FormRow]:
    """List the rows: what is under way at the start, then day by day everybody's quotas and expected leads.

    What is expected to enter later stages and to be paid has rows too: on the last day of each week, for all of it.

    Parameters
    ----------
    filled
        Whether these are day by day instead.
    facts
        What is known to have happened: these rows are there, and of what they tell no others. What was under way at
        the start is among them, or was left out on purpose.
    """
    planned = schedule_of(plan, result)
    order = {member.name: number for number, member in enumerate(result.managers)}
    asked, later = [*_quotas(planned), *_leads(planned)], [*_stages(planned)]
    later = later if filled else _by_week(planned, later)
    rows = [*asked, *later] if facts is None else _with_facts(asked, later, facts, _the_day if filled else monday_of)
    under_way = [*_under_way(planned)] if facts is None else []
    rows.sort(key=lambda row: (row.date, order.get(row.manager, len(order))))
    return [*under_way, *rows]


def _the_day(day: dt.date) -> dt.date:
    return day


def _by_week(planned: Schedule, rows: Iterable[FormRow]) -> list[FormRow]:
    """Put what enters later stages together on the last day of each week."""
    sums: dict[_About, tuple[float, float | None]] = {}
    for row in rows:
        day = planned.days_of(planned.horizon.week_of(row.date))[-1]
        count, amount = sums.get((day, *row.about[1:]), (0.0, None))
        amount = amount if row.amount is None else (amount or 0.0) + row.amount
        sums[day, row.manager, row.what, row.funnel] = count + (row.planned or 0.0), amount
    return [FormRow(*about, count, amount) for about, (count, amount) in sums.items()]


def _with_facts(
    asked: Sequence[FormRow],
    later: Sequence[FormRow],
    facts: Iterable[Fact],
    when: Callable[[dt.date], dt.date],
) -> list[FormRow]:
    """Put facts in the place of what they tell: quotas and leads that are asked for, and what enters later stages.

    Parameters
    ----------
    when
        Gives the time of which a fact of a later stage tells all: its day, or the Monday of its week.
    """
    planned = {row.about: row.planned for row in (*asked, *later)}
    found, told, whose = list[FormRow](), set[_About](), dict[tuple[dt.date, str, str], set[str]]()
    for fact in facts:
        about = fact.date, fact.manager, fact.of, "" if fact.kind == "activity" else fact.funnel
        amount = fact.amount if fact.kind == PAID else None
        # of several facts about the same, the first has what the plan expects
        found.append(FormRow(*about[:3], fact.funnel, planned.pop(about, None), amount, fact.count, fact.person))
        told.add(about)
        if fact.kind in ("stage", PAID):
            whose.setdefault((when(fact.date), fact.of, fact.funnel), set()).add(fact.manager)

    def is_told(row: FormRow) -> bool:
        # a row without a name is of everybody
        of = whose.get((when(row.date), row.what, row.funnel), set())
        return bool(of) and (not row.manager or not of.isdisjoint(("", row.manager)))

    return [
        *found,
        *(row for row in asked if row.about not in told),
        *(row for row in later if not is_told(row)),
    ]


def _quotas(planned: Schedule) -> Iterator[FormRow]:
    for (day, name), row in planned.quotas.items():
        for activity, quota in row.activities.items():
            if quota:
                yield FormRow(day, name, activity, "", quota)
        for funnel, contacts in row.contacts.items():
            if contacts > _LEAST:
                yield FormRow(day, name, CONTACTS, funnel, contacts)


def _leads(planned: Schedule) -> Iterator[FormRow]:
    for (day, name), leads in planned.leads.items():
        for funnel, expected in leads.items():
            if expected > _LEAST:
                yield FormRow(day, name, LEADS, funnel, expected)


def _under_way(planned: Schedule) -> Iterator[FormRow]:
    """Yield what enters its stage at the start: the plan counts it among what enters in the first week."""
    for name in planned.plan.funnels:
        for number, items in planned.later_items(name).items():
            if items > _LEAST:
                stage = planned.stages(name)[number]
                yield FormRow(planned.first_day, "", stage, name, items, count=items)


def _stages(planned: Schedule) -> Iterator[FormRow]:
    """Yield what is expected to enter the later stages, but for what enters at the start.

    What passes on from leads goes to those who took them, as far as it is from this plan's leads.
    """
    for name, funnel in planned.plan.funnels.items():
        deal = planned.plan.products[funnel.product].average_deal
        passed = _passed_by(planned, name) if funnel.channel == "inbound" else {}
        for number, by_day in enumerate(planned.by_day(name)[1:], start=1):
            stage, at_start = planned.stages(name)[number], planned.later_items(name).get(number, 0.0)
            for day, items in by_day.items():
                fresh = items - (at_start if day == planned.first_day else 0.0)
                own = passed.get(day, {}) if number == 1 else {}
                for who, share in {**own, "": fresh - sum(own.values())}.items():
                    if share > _LEAST:
                        yield FormRow(day, who, stage, name, share, share * deal if stage == PAID else None)


def _passed_by(planned: Schedule, funnel: str) -> dict[dt.date, dict[str, float]]:
    """Give what enters the second stage of the leads of each person, by day: as the plan spreads it over the days."""
    stage, horizon = planned.plan.funnels[funnel].stages[0], planned.horizon
    passed: dict[dt.date, dict[str, float]] = {}
    for day, name, leads in planned.contacts(funnel):
        week = horizon.week_of(day)
        for later, share in lag(stage.days_to_next).items():
            days = [day] if not later else planned.days_of(week + later) if week + later < len(horizon.weeks) else []
            for on in days:
                of_day = passed.setdefault(on, {})
                each = leads * planned.worth(name, week) * planned.conversion(funnel, 0) * share / len(days)
                of_day[name] = of_day.get(name, 0.0) + each
    return passed


def form_csv(rows: list[FormRow], *, filled: bool = False, semicolons: bool = False, planned: bool = False) -> str:
    """Write the form as CSV.

    Parameters
    ----------
    filled
        Whether to fill in what the plan expects, where nothing is known.
    semicolons
        Whether cells are separated by semicolons, and numbers have a decimal comma.
    planned
        Whether to add a column with what the plan expects.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if semicolons else ",", lineterminator="\r\n")
    by_name = any(row.person for row in rows)
    writer.writerow([*COLUMNS, *([PERSON] if by_name else []), *(["planned"] if planned else [])])

    def number(value: float | None, digits: int = 12) -> str:
        return "" if value is None else written(round(value, digits), decimal_comma=semicolons)

    for row in rows:
        texts = [row.date.isoformat(), *map(harmless, (row.manager, row.what, row.funnel))]
        count = row.planned if filled and row.count is None else row.count
        amount = None if count is None else row.amount
        cells = [*texts, number(count), number(amount, _MONEY_DIGITS), *([harmless(row.person)] if by_name else [])]
        writer.writerow([*cells, number(row.planned, _SHOWN_DIGITS)] if planned else cells)
    return buffer.getvalue()
