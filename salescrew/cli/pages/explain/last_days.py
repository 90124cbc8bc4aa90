"""The last useful days, as sentences and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as
from salescrew.models.answers.explained.last_days import LastDays
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import day_in_words, month_in_digits


def sentences(department: Department, found: Sequence[LastDays]) -> list[str]:
    """Say for each funnel until when what enters it can be paid in time, and what still can afterwards."""
    if department.plan.pipeline == "steady" and all(each.last_day for each in found):
        return [say("Every day is useful: the pipeline is steady, and what is paid after the end counts at the start.")]
    return [sentence for each in found for sentence in _of_funnel(department, each)]


def tables(plan: Plan, found: Sequence[LastDays]) -> list[Table]:
    """Show the last days by stage and by month, and how much of what enters in the last weeks is paid in time."""
    if plan.pipeline == "steady":
        return []
    months = [_months_table(found)] if any(each.months for each in found) else []
    return [_stages_table(plan, found), *_weeks_tables(plan, found), *months]


def _of_funnel(department: Department, last: LastDays) -> Iterator[str]:
    yield _until_when(last, day_in_words(department.horizon.last_day))
    if not last.every_day and department.plan.target.under_way is not None:
        yield say("What enters later counts for target.under_way.")
    if helps := _helps(department.plan, last):
        if last.last_day is None:
            yield say("Instead can still be paid: {what}.", what=helps)
        else:
            yield say("After that can still be paid: {what}.", what=helps)


def _until_when(last: LastDays, end: str) -> str:
    """Say until when what enters a funnel can be paid by the end."""
    funnel = last.funnel
    if last.last_day is None:
        return say("{funnel}: nothing that enters it is paid by {end}: {why}.", funnel=funnel, end=end, why=last.why)
    day, opens = day_in_words(last.last_day), last.channel == "outbound"
    if last.every_day and opens:
        return say(
            "{funnel}: a contact opened on any day up to {day} can be paid by {end}.", funnel=funnel, day=day, end=end
        )
    if last.every_day:
        return say(
            "{funnel}: a lead answered on any day up to {day} can be paid by {end}.", funnel=funnel, day=day, end=end
        )
    if opens:
        return say("{funnel}: a contact opened after {day} cannot be paid by {end}.", funnel=funnel, day=day, end=end)
    return say("{funnel}: a lead answered after {day} cannot be paid by {end}.", funnel=funnel, day=day, end=end)


def _helps(plan: Plan, last: LastDays) -> str:
    """List what can still be paid: later stages of the same funnel and what enters others; the table has the rest."""
    by_day: dict[dt.date, list[str]] = {}
    for item in last.afterwards:
        funnel = plan.funnels[item.funnel]
        if item.stage == funnel.stages[0].name:
            if funnel.channel == "outbound":
                what = say("contacts opened in {funnel}", funnel=item.funnel)
            else:
                what = say("leads of {funnel}", funnel=item.funnel)
            by_day.setdefault(item.last_day, []).append(what)
        elif item.funnel == last.funnel:
            later = say("{funnel} from {stage} on", funnel=item.funnel, stage=item.stage)
            by_day.setdefault(item.last_day, []).append(later)
    return "; ".join(
        say("{what} until {day}", what=", ".join(what), day=day_in_words(day)) for day, what in by_day.items()
    )


def _stages_table(plan: Plan, found: Sequence[LastDays]) -> Table:
    rows: list[list[Cell]] = []
    for each in found:
        first = plan.funnels[each.funnel].stages[0].name
        for stage, day in [(first, each.last_day), *((later.stage, later.last_day) for later in each.stages)]:
            rows.append([each.funnel, stage, day or say_as("day", "never")])
    return Table(
        "last-days",
        say("Last day on which what enters a stage can still be paid in time"),
        [
            Column(say("funnel"), "name", group=True),
            Column(say("stage"), "name"),
            Column(say("last day"), "long day"),
        ],
        rows,
    )


def _weeks_tables(plan: Plan, found: Sequence[LastDays]) -> list[Table]:
    """Show the weeks from the last one whose entries are all paid in time to the first of which nothing is."""
    partly = [number for each in found for number, week in enumerate(each.weeks) if week.share < 1]
    useful = [number for each in found for number, week in enumerate(each.weeks) if week.share > 0]
    if not partly or not useful:
        return []
    first, end = max(min(partly) - 1, 0), min(max(useful) + 2, plan.calendar.weeks)
    rows: list[list[Cell]] = [
        [max(found[0].weeks[number].week, plan.calendar.start), *(each.weeks[number].share for each in found)]
        for number in range(first, end)
    ]
    notes = [say("Of all that is paid in the end.")]
    notes += [say("Of what enters before, everything.")] if first else []
    notes += [say("Of what enters later, nothing.")] if end < plan.calendar.weeks else []
    columns = [Column(say("week from"), "short date"), *(Column(each.funnel, "share") for each in found)]
    title = say("Share of what enters in a week that is paid in time")
    return [Table("in-time", title, columns, rows, " ".join(notes))]


def _months_table(found: Sequence[LastDays]) -> Table:
    rows: list[list[Cell]] = [
        [month_in_digits(month.month), each.funnel, month.last_day or say_as("day", "none")]
        for number in range(len(found[0].months))
        for each in found
        for month in [each.months[number]]
    ]
    return Table(
        "last-days-by-month",
        say("Last day on which what enters a funnel can still be paid in a month"),
        [Column(say("month"), group=True), Column(say("funnel"), "name"), Column(say("last day"), "long day")],
        rows,
    )
