"""Two results side by side, as a page and as a plain table."""

from __future__ import annotations

from salescrew.cli.pages.on_the_way.changes import changes_table
from salescrew.cli.render.cells import weekday
from salescrew.cli.render.flat import flat_table
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Page, Table
from salescrew.language import say, say_as, to_say_as
from salescrew.models.answers.differences import Differences, PersonDifference, Work
from salescrew.models.answers.replan import PlanChange
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import listed_names

_KINDS: dict[str, Kind] = {"reach": "share"}
_FIGURES = {
    "headcount": to_say_as("figure", "headcount"),
    "monthly_cost": to_say_as("figure", "monthly cost"),
    "cost": to_say_as("figure", "cost"),
    "revenue": to_say_as("figure", "revenue"),
    "profit": to_say_as("figure", "profit"),
    "deals": to_say_as("figure", "deals"),
    "reach": to_say_as("figure", "reach"),
}


def diff_page(found: Differences) -> Page:
    """Write what is otherwise, in short first."""
    tables = [_figures(found), _people(found)]
    if found.changes:
        tables.append(changes_table(found.changes))
    return Page(headline(found), _whence(found), tables)


def diff_table(found: Differences) -> Table:
    """List the changes, a row each."""
    return flat_table("changes", "Changes", PlanChange, found.changes)


def headline(found: Differences) -> str:
    """Say in a line what is otherwise."""
    if not found.changes and all(row.was == row.now for row in found.people):
        return say("Nobody does anything otherwise.")
    joined = sum(row.was.role is None for row in found.people)
    left = sum(row.now.role is None for row in found.people)
    roles = sum(None not in (row.was.role, row.now.role) and row.was.role != row.now.role for row in found.people)
    said = [say("{n} {n:person joins|people join}", n=joined)] if joined else []
    said += [say("{n} {n:person leaves|people leave}", n=left)] if left else []
    said += [say("{n} {n:person changes|people change} role", n=roles)] if roles else []
    if slots := found.duty_slots:
        said.append(say("{n} duty {n:slot changes|slots change} hands", n=slots))
    if days := found.days:
        said.append(say("quotas change on {n} {n:person-day|person-days}", n=days))
    sentence = listed_names(said) if said else say("only day patterns are otherwise")
    return f"{sentence[0].upper()}{sentence[1:]}."


def _whence(found: Differences) -> str:
    if found.as_of is None:
        return say("Two results, neither made out of the other")
    since = f"{weekday(found.as_of)} {found.as_of.year}"
    if found.is_parent:
        return say("The second was made out of the first, from {day} on", day=since)
    return say("The second was made anew from {day} on, not out of the first", day=since)


def _figures(found: Differences) -> Table:
    columns = [
        Column(say("figure")),
        Column(say_as("heading", "was"), "money"),
        Column(say_as("heading", "is"), "money"),
    ]
    rows: list[list[Cell]] = []
    for row in found.figures:
        kind = _KINDS.get(row.figure, "money")
        was, now = (None if value is None else Figure(value, kind) for value in (row.was, row.now))
        rows.append([say_as("figure", _FIGURES[row.figure]), was, now])
    return Table("figures", say("In all"), columns, rows)


def _people(found: Differences) -> Table:
    """Set the work of everybody side by side."""
    activities = list(
        dict.fromkeys(name for row in found.people for work in (row.was, row.now) for name in work.quotas)
    )
    columns = [Column(say("person"), "name"), Column(say("role was")), Column(say_as("role", "is"))]
    for what in (say("duty slots"), *activities):
        columns += [Column(say("{what} was", what=what), "count"), Column(say_as("heading", "is"), "count")]
    rows = [_row(row, activities) for row in found.people]
    return Table("people", say("Who does what, over all days"), columns, rows)


def _row(row: PersonDifference, activities: list[str]) -> list[Cell]:
    cells: list[Cell] = [row.manager, *(role_in_words(of.role or say_as("role", "none")) for of in (row.was, row.now))]
    cells += [row.was.duty_slots, row.now.duty_slots]
    for activity in activities:
        cells += [_asked(row.was, activity), _asked(row.now, activity)]
    return cells


def _asked(work: Work, activity: str) -> int:
    return work.quotas.get(activity, 0)
