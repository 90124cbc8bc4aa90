"""Quotas and funnels week by week, with sums that are worked out anew where a number is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from salescrew.cli.pages.result.summary import activities_asked
from salescrew.cli.pages.result.weeks import first_day_of
from salescrew.cli.render.page import Figure, Kind
from salescrew.cli.render.workbook.sheets import Chart, Formula, Grid, Head, Series, Sheet, SheetCell
from salescrew.language import say, say_as, to_say
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.words import stage_in_words
from salescrew.models.schedule.schedule import Schedule

_EVERYBODY = to_say("everybody")
_HEADS = 2
_Weeks = Mapping[int, float]


def quotas_sheet(schedule: Schedule) -> Sheet:
    """Show what is asked of each person in each week, with sums."""
    groups = {what: of_all for what, of_all in _asked(schedule).items() if of_all}
    rows: list[Sequence[SheetCell]] = []
    totals: dict[str, int] = {}
    for what, of_all in groups.items():
        first = len(rows)
        rows += [_with_sum(schedule, len(rows) + at, [what, name], weeks) for at, (name, weeks) in enumerate(of_all)]
        totals[what] = len(rows)
        rows.append(_everybody(schedule, what, first, [weeks for _, weeks in of_all]))
    grid = Grid(
        _heading(schedule, say_as("heading", "what"), say("name")), rows, say("Quotas by person and week"), heads=_HEADS
    )
    charts = [
        _chart(schedule, say("{activity} a week, everybody", activity=what.capitalize()), {what: row})
        for what, row in totals.items()
        if what in activities_asked(schedule)
    ]
    return Sheet(say("Quotas"), [grid, *charts])


def funnel_sheet(schedule: Schedule) -> Sheet:
    """Show what enters each stage in each week, with sums and a chart of what is paid."""
    entering: defaultdict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for row in schedule.result.funnel:
        entering[row.funnel, row.stage][schedule.horizon.week_of(row.week)] = row.entering
    rows = [
        _with_sum(schedule, at, [funnel, stage_in_words(stage)], weeks)
        for at, ((funnel, stage), weeks) in enumerate(entering.items())
    ]
    paid = {funnel: at for at, (funnel, stage) in enumerate(entering) if stage == PAID}
    heading = _heading(schedule, say("funnel"), say("stage"))
    grid = Grid(heading, rows, say("Items entering each stage a week"), heads=_HEADS)
    charts = [_chart(schedule, say("Deals paid a week"), paid, "line")] if paid else []
    return Sheet(say("Funnel by week"), [grid, *charts])


def _asked(schedule: Schedule) -> dict[str, list[tuple[str, _Weeks]]]:
    """Add up by week: each activity and the contacts of each funnel, and duty slots, by who has some of it."""
    sums: defaultdict[tuple[str, str], defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (day, name), covered in schedule.duty.items():
        sums[say("duty slots"), name][schedule.horizon.week_of(day)] += len(covered)
    for (day, name), row in schedule.quotas.items():
        week = schedule.horizon.week_of(day)
        for what, count in _of_row(row.activities, row.contacts):
            sums[what, name][week] += count
    names = [say("duty slots"), *(what for what, _ in _of_row(dict.fromkeys(activities_asked(schedule), 1), {}))]
    names += [_contacts(funnel) for funnel in schedule.plan.funnels]
    return {what: [(name, sums[what, name]) for name in schedule.roles if (what, name) in sums] for what in names}


def _of_row(activities: Mapping[str, float], contacts: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    yield from ((name, count) for name, count in activities.items() if count)
    yield from ((_contacts(funnel), count) for funnel, count in contacts.items() if count)


def _contacts(funnel: str) -> str:
    return say("contacts of {funnel}", funnel=funnel)


def _heading(schedule: Schedule, *titles: str) -> list[Head]:
    weeks = [Head(first_day_of(schedule.horizon, week), "number") for week in schedule.horizon.weeks]
    return [*(Head(title, "name") for title in titles), *weeks, Head(say("in all"), "number")]


def _with_sum(schedule: Schedule, row: int, heads: Sequence[str], weeks: _Weeks) -> list[SheetCell]:
    numbers = [weeks.get(week, 0.0) for week in schedule.horizon.weeks]
    cells = [Figure(number, _kind(numbers)) for number in numbers]
    return [*heads, *cells, _sum((row, _HEADS), (row, _HEADS + len(numbers) - 1), numbers)]


def _everybody(schedule: Schedule, what: str, first: int, of_all: Sequence[_Weeks]) -> list[SheetCell]:
    """Add up the rows from the first one on, each week by itself."""
    last = first + len(of_all) - 1
    numbers = [[weeks.get(week, 0.0) for weeks in of_all] for week in schedule.horizon.weeks]
    sums = [_sum((first, _HEADS + at), (last, _HEADS + at), column) for at, column in enumerate(numbers)]
    row = [_HEADS, _HEADS + len(sums) - 1]
    in_all = _sum((last + 1, row[0]), (last + 1, row[1]), [one.value for one in sums])
    return [what, say(_EVERYBODY), *sums, in_all]


def _sum(first: tuple[int, int], last: tuple[int, int], numbers: Sequence[float]) -> Formula:
    return Formula("SUM({}:{})", (first, last), sum(numbers), _kind(numbers))


def _kind(numbers: Sequence[float]) -> Kind:
    """Tell counts from what may be a fraction."""
    return "count" if all(number == int(number) for number in numbers) else "number"


def _chart(schedule: Schedule, title: str, rows: Mapping[str, int], form: str = "column") -> Chart:
    last = _HEADS + len(schedule.horizon.weeks) - 1
    series = [Series(name, ((-1, _HEADS), (-1, last)), ((row, _HEADS), (row, last))) for name, row in rows.items()]
    return Chart("line" if form == "line" else "column", title, series)
