"""Where a plan stands, as a page and as plain lists."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence

from salescrew.cli.pages.on_the_way.outlook import headline, helps_table, in_words, needed
from salescrew.cli.render.cells import about, plain, share, weekday
from salescrew.cli.render.flat import flat_table, joined_table, list_of
from salescrew.cli.render.page import Cell, Column, Figure, Page, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.progress import (
    ActivityProgress,
    CatchUp,
    FactTotal,
    Help,
    Indicator,
    LeadsProgress,
    OpenItems,
    PacePoint,
    Progress,
    Span,
    StageProgress,
    TargetPace,
    Verdict,
)
from salescrew.models.department.department import Department
from salescrew.models.department.targets import target_in_words
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import stage_in_words

_PACE_NOTE = to_say(
    "by now: what the plan's flow has by then. It comes to: if the rest goes by plan, with the plan's conversions, "
    "with those observed, and (likely) with the plan's updated by them. 95% of the time: as far as chance takes it. "
    "odds: of meeting the target."
)
_PEOPLE_NOTE = to_say(
    "done / quota, of the days on which the person was there. a day from now: what it takes to do all that is left and "
    "make up for what is behind, on each of the days that are left; from 10 on rounded up."
)
_CHANCE_NOTE = to_say(
    "by chance: the true shares that explain what was seen, at 95%; where the plan's is among them, what was seen may "
    "be noise."
)
_LEADS_NOTE = to_say("over: leads whose time to pass on is over.")
_NOBODY_NOTE = to_say(
    "Nothing stands under passed on where the next stage's facts name nobody: whose leads reached it is not known."
)
_STAGES_NOTE = to_say("over: items whose time to pass on is over.")
_OPEN_NOTE = to_say(
    "worth: what these items bring sooner or later, with the plan's conversions; in time: within the horizon."
)
_CATCH_UP_NOTE = to_say(
    "last day: the last one on which opening a contact can still help. needed: contacts up to that day to reach every "
    "target on average, with the likely conversions. room: what the day patterns leave time for."
)
_SOME, _SAME = 10, 1e-6
"""From so many a day on nobody minds a part of one."""
_DIFFERS = {"lower": to_say("lower than planned"), "higher": to_say("higher than planned")}
_DAYS_NOTE = to_say("idle: the person was there, and nothing is known to have been done.")


def track_page(department: Department, progress: Progress) -> Page:
    """Write where a plan stands, the answer first."""
    tables = [
        _targets(progress),
        helps_table(progress),
        _people(progress),
        _days(progress),
        _leads(progress),
        _stages(progress),
        _pipeline(progress),
        _catch_up(progress),
    ]
    told = [table for table in tables if table.rows]
    second = "\n\n".join(said for said in (_when(department, progress), needed(progress)) if said)
    return Page(headline(progress), second, told, warnings=progress.notes)


def track_lists(progress: Progress) -> list[Table]:
    """List everything that is known of where a plan stands, one table a file."""
    managers = progress.managers
    return [
        flat_table("targets", "Targets", TargetPace, progress.targets),
        joined_table(
            "people",
            "People",
            ("manager", "role"),
            ActivityProgress,
            (((one.manager, one.role), row) for one in managers for row in one.activities),
        ),
        Table(
            "days",
            "Days",
            [Column(title) for title in ("manager", "role", "days_asked", "days_idle", "days_absent")],
            [[one.manager, one.role, one.days_asked, one.days_idle, one.days_absent] for one in managers],
        ),
        joined_table(
            "leads",
            "Leads",
            ("manager",),
            LeadsProgress,
            (((one.manager,), row) for one in managers for row in one.leads),
        ),
        flat_table("funnels", "Funnels", StageProgress, progress.funnels),
        flat_table("pipeline", "Pipeline", OpenItems, progress.pipeline),
        flat_table("catch_up", "Catching up", CatchUp, progress.catch_up),
        flat_table("indicators", "Indicators", Indicator, progress.indicators),
        flat_table("helps", "What alone would help", Help, progress.helps),
        flat_table("pace", "Pace", PacePoint, progress.pace),
        flat_table("facts", "Facts", FactTotal, progress.facts),
        list_of("notes", "Notes", "note", progress.notes),
    ]


def _when(department: Department, progress: Progress) -> str:
    horizon, name = department.horizon, plain(department.plan.name)
    through = progress.through
    if through is None:
        return say("{plan}: before its first day, {day}", plan=name, day=_day(horizon.first_day))
    return say(
        "{plan}: through {day}, week {week} of {weeks}",
        plan=name,
        day=_day(through),
        week=horizon.week_of(through) + 1,
        weeks=len(horizon.weeks),
    )


def _day(day: dt.date) -> str:
    return f"{weekday(day)} {day.year}"


def _targets(progress: Progress) -> Table:
    columns = [
        Column(say("target"), "name"),
        Column(say("wanted"), "money"),
        Column(say_as("heading", "by now"), "money"),
        Column(say("reached"), "money"),
        Column(say("comes to:\nas planned"), "money"),
        Column(say("as observed"), "money"),
        Column(say("likely"), "money"),
        Column(say("95% of the time\nfrom"), "money"),
        Column(say_as("interval", "to"), "money"),
        Column(say("odds"), "share"),
        Column(say("missing"), "money"),
        Column(say("outlook")),
    ]
    rows: list[list[Cell]] = [
        [
            target_in_words(row.target),
            row.wanted,
            row.expected,
            row.reached,
            row.with_planned,
            row.with_observed,
            row.likely,
            row.low,
            row.high,
            row.odds,
            row.missing or None,
            in_words(row.outlook),
        ]
        for row in progress.targets
    ]
    return Table("targets", say("Targets"), columns, rows, say(_PACE_NOTE))


def _people(progress: Progress) -> Table:
    columns = [
        Column(say("person"), "name", group=True),
        Column(say("role")),
        Column(say_as("heading", "what"), "name"),
        Column(say_as("heading", "today"), "number"),
        Column(say("this week"), "number"),
        Column(say("to date"), "number"),
        Column(say("attainment"), "share"),
        Column(say_as("heading", "left"), "number"),
        Column(say_as("heading", "behind"), "number"),
        Column(say_as("heading", "days"), "count"),
        Column(say("a day\nfrom now"), "number"),
    ]
    rows: list[list[Cell]] = [
        [
            one.manager,
            None if number else role_in_words(one.role or say_as("role", "none")),
            row.activity if row.funnel is None else say("contacts {funnel}", funnel=row.funnel),
            _span(row.today, progress.through == progress.as_of),
            _span(row.week),
            _span(row.to_date),
            row.to_date.attainment,
            row.left,
            row.behind or None,
            row.days_left,
            _a_day(row.catch_up),
        ]
        for one in progress.managers
        for number, row in enumerate(one.activities)
    ]
    return Table("people", say_as("title", "People"), columns, rows, say(_PEOPLE_NOTE))


def _span(span: Span, is_over: bool = True) -> str | None:
    if not span.quota and not span.done:
        return None
    done = about(span.done) if is_over else "-"
    return f"{done} / {about(span.quota)}"


def _a_day(amount: float | None) -> Cell:
    """Give what it takes a day: whole from some on, so that the days that are left suffice."""
    if amount is None:
        return None
    return math.ceil(amount - _SAME) if amount >= _SOME else Figure(amount, digits=2)


def _days(progress: Progress) -> Table:
    """Show absences and idle days, where there are any."""
    columns = [
        Column(say("person"), "name"),
        Column(say("days asked"), "count"),
        Column(say("idle"), "count"),
        Column(say_as("heading", "absent"), "count"),
    ]
    rows: list[list[Cell]] = [
        [one.manager, one.days_asked, one.days_idle, one.days_absent]
        for one in progress.managers
        if one.days_idle or one.days_absent
    ]
    return Table("days", say("Days without work"), columns, rows, say(_DAYS_NOTE))


def _leads(progress: Progress) -> Table:
    columns = [
        Column(say("person"), "name", group=True),
        Column(say("funnel"), "name"),
        Column(say("leads expected"), "number"),
        Column(say("taken"), "number"),
        Column(say_as("heading", "over"), "number"),
        Column(say("passed on"), "number"),
        *_chance_columns(),
    ]
    rows: list[list[Cell]] = [
        [
            one.manager,
            row.funnel,
            row.expected,
            row.taken,
            row.decided,
            row.passed,
            row.share,
            row.planned,
            _interval(row.low, row.high),
            _verdict(row.differs),
        ]
        for one in progress.managers
        for row in one.leads
    ]
    is_known = all(row.passed is not None for one in progress.managers for row in one.leads)
    note = _notes(_LEADS_NOTE, _CHANCE_NOTE, *([] if is_known else [_NOBODY_NOTE]))
    return Table("leads", say("Leads, and the share that reached the next stage"), *_marked(columns, rows), note)


def _stages(progress: Progress) -> Table:
    columns = [
        Column(say("funnel"), "name", group=True),
        Column(say("stage"), "name"),
        Column(say_as("heading", "by now"), "number"),
        Column(say("entered"), "number"),
        Column(say("attainment"), "share"),
        Column(say_as("heading", "over"), "number"),
        Column(say("passed on"), "number"),
        *_chance_columns(),
    ]
    rows: list[list[Cell]] = []
    for row in progress.funnels:
        is_paid = row.planned is None
        rows.append(
            [
                row.funnel,
                stage_in_words(row.stage),
                row.expected,
                row.entered,
                row.attainment,
                None if is_paid else row.decided,
                None if is_paid else row.passed,
                row.observed,
                row.planned,
                _interval(row.low, row.high),
                _verdict(row.differs),
            ]
        )
    return Table("funnels", say("Funnels"), *_marked(columns, rows), _notes(_STAGES_NOTE, _CHANCE_NOTE))


def _notes(*sentences: str) -> str:
    return " ".join(map(say, sentences))


def _chance_columns() -> Iterator[Column]:
    yield from (
        Column(say_as("heading", "share"), "share"),
        Column(say_as("heading", "plan"), "share"),
        Column(say("by chance")),
        Column(say("differs")),
    )


def _marked(columns: list[Column], rows: list[list[Cell]]) -> tuple[list[Column], list[list[Cell]]]:
    """Leave out the last column, what differs, where nothing does."""
    if any(row[-1] is not None for row in rows):
        return columns, rows
    return columns[:-1], [row[:-1] for row in rows]


def _interval(low: float | None, high: float | None) -> str | None:
    return None if low is None or high is None else say("{low} to {high}", low=share(low), high=share(high))


def _verdict(differs: Verdict | None) -> str | None:
    return say(_DIFFERS[differs]) if differs else None


def _pipeline(progress: Progress) -> Table:
    columns = [
        Column(say("funnel"), "name", group=True),
        Column(say("stage"), "name"),
        Column(say("items"), "number"),
        Column(say("by plan"), "number"),
        Column(say_as("open items", "worth"), "money"),
        Column(say_as("heading", "in time"), "money"),
    ]
    rows: list[Sequence[Cell]] = [
        (row.funnel, row.stage, row.items, row.planned, row.revenue, row.in_time) for row in progress.pipeline
    ]
    return Table("pipeline", say("Under way"), columns, rows, say(_OPEN_NOTE))


def _catch_up(progress: Progress) -> Table:
    columns = [
        Column(say("funnel"), "name"),
        Column(say("last day"), "date"),
        Column(say("days left"), "count"),
        Column(say("planned"), "number"),
        Column(say("needed"), "number"),
        Column(say("needed a day"), "number"),
        Column(say_as("heading", "room"), "number"),
    ]
    rows: list[list[Cell]] = []
    for row in progress.catch_up:
        enough: Cell = say("out of reach") if row.needed is None else row.needed
        a_day = row.needed / row.days_left if row.needed and row.days_left else None
        last_day: Cell = row.last_day or say_as("last day", "over")
        rows.append([row.funnel, last_day, row.days_left, row.planned, enough, _a_day(a_day), row.room])
    return Table("catch_up", say("Contacts left to open"), columns, rows, say(_CATCH_UP_NOTE))
