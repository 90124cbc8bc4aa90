"""Two results side by side, as a page and as a plain table."""

from __future__ import annotations

from salescrew.cli.pages.on_the_way.changes import changes_table
from salescrew.cli.pages.words import persons
from salescrew.cli.render.cells import weekday
from salescrew.cli.render.flat import flat_table
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Page, Table
from salescrew.models.answers.differences import Differences, PersonDifference, Work
from salescrew.models.answers.replan import PlanChange
from salescrew.models.plan.words import listed_names

_KINDS: dict[str, Kind] = {"reach": "share"}


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
        return "Nobody does anything otherwise."
    joined = sum(row.was.role is None for row in found.people)
    left = sum(row.now.role is None for row in found.people)
    roles = sum(None not in (row.was.role, row.now.role) and row.was.role != row.now.role for row in found.people)
    said = [f"{persons(joined)} {_verb(joined, 'join')}"] if joined else []
    said += [f"{persons(left)} {_verb(left, 'leave')}"] if left else []
    said += [f"{persons(roles)} {_verb(roles, 'change')} role"] if roles else []
    if slots := found.duty_slots:
        said.append(f"{slots} duty {'slot changes' if slots == 1 else 'slots change'} hands")
    if days := found.days:
        said.append(f"quotas change on {days} {'person-day' if days == 1 else 'person-days'}")
    sentence = listed_names(said) if said else "only day patterns are otherwise"
    return f"{sentence[0].upper()}{sentence[1:]}."


def _verb(count: int, verb: str) -> str:
    return f"{verb}s" if count == 1 else verb


def _whence(found: Differences) -> str:
    if found.as_of is None:
        return "Two results, neither made out of the other"
    since = f"{weekday(found.as_of)} {found.as_of.year}"
    if found.is_parent:
        return f"The second was made out of the first, from {since} on"
    return f"The second was made anew from {since} on, not out of the first"


def _figures(found: Differences) -> Table:
    rows: list[list[Cell]] = []
    for row in found.figures:
        kind = _KINDS.get(row.figure, "money")
        was, now = (None if value is None else Figure(value, kind) for value in (row.was, row.now))
        rows.append([row.figure.replace("_", " "), was, now])
    return Table("figures", "In all", [Column("figure"), Column("was", "money"), Column("is", "money")], rows)


def _people(found: Differences) -> Table:
    """Set the work of everybody side by side."""
    activities = list(
        dict.fromkeys(name for row in found.people for work in (row.was, row.now) for name in work.quotas)
    )
    columns = [Column("person", "name"), Column("role was"), Column("is")]
    for what in ("duty slots", *activities):
        columns += [Column(f"{what} was", "count"), Column("is", "count")]
    rows = [_row(row, activities) for row in found.people]
    return Table("people", "Who does what, over all days", columns, rows)


def _row(row: PersonDifference, activities: list[str]) -> list[Cell]:
    cells: list[Cell] = [row.manager, row.was.role or "none", row.now.role or "none"]
    cells += [row.was.duty_slots, row.now.duty_slots]
    for activity in activities:
        cells += [_asked(row.was, activity), _asked(row.now, activity)]
    return cells


def _asked(work: Work, activity: str) -> int:
    return work.quotas.get(activity, 0)
