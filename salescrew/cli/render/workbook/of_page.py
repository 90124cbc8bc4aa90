"""The sheets of any page: what it says on the first, then a sheet a table or a section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from salescrew.cli.render.cells import warning_line, written
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Listing, Page, Section, Table
from salescrew.cli.render.workbook.sheets import Block, Grid, Head, Prose, Sheet, SheetCell, Workbook
from salescrew.language import say, to_say

SUMMARY = to_say("Summary")
_BETWEEN_TITLES = " "
_OF_SEVERAL = {
    "cells": to_say("Cells"),
    "contacts": to_say("Contacts"),
    "coverage": to_say("Coverage"),
    "duty": to_say("Duty"),
    "funnel": to_say("Funnel"),
    "quotas": to_say("Quotas"),
    "roster": to_say("Roster"),
    "routes": to_say("Routes"),
}
"""What sheets are called on which there are several tables, by the word of these."""


def sheets_of(page: Page) -> Workbook:
    """Make sheets of a page; a single one where it has but one table or section."""
    sheets: dict[str, list[Block]] = {}
    names = _names([part for part in page.parts if isinstance(part, Table)])
    for part in page.parts:
        match part:
            case Section():
                sheets.setdefault(part.heading, []).extend(_section(part))
            case Table():
                sheets.setdefault(names[part.name], []).append(grid_of(part))
    head, foot = list(_head(page)), list(_foot(page))
    if len(sheets) == 1:
        ((_, blocks),) = sheets.items()
        return [Sheet(say(SUMMARY), [*head, *blocks, *foot])]
    return [Sheet(say(SUMMARY), [*head, *foot]), *(Sheet(name, blocks) for name, blocks in sheets.items())]


def _names(tables: Sequence[Table]) -> dict[str, str]:
    """Name the sheets of tables, by their word: by the title of one that stands there alone."""
    counts = Counter(table.name for table in tables)
    return {
        table.name: table.title if counts[table.name] == 1 and table.title else _sheet_of_several(table.name)
        for table in tables
    }


def _sheet_of_several(name: str) -> str:
    return say(_OF_SEVERAL[name]) if name in _OF_SEVERAL else name.capitalize()


def _head(page: Page) -> Iterator[Block]:
    if page.headline:
        yield Prose(page.headline, "headline")
    for paragraph in (page.subtitle, *page.paragraphs):
        if paragraph:
            yield Prose(paragraph)


def _foot(page: Page) -> Iterator[Block]:
    for part in page.parts:
        if isinstance(part, Listing):
            yield Prose(part.title, "heading")
            yield from (Prose(item, "item") for item in part.items)
    for warning in page.warnings:
        yield Prose(warning_line(warning), "warning")


def _section(section: Section) -> Iterator[Block]:
    yield Prose(section.heading, "heading")
    yield from (Prose(sentence) for sentence in section.sentences)
    yield from map(grid_of, section.tables)


def grid_of(table: Table) -> Grid:
    """Make a grid of a table; what is known of a number besides stands in columns of its own."""
    heading: list[Head] = []
    columns: list[Sequence[SheetCell]] = []
    for number, column in enumerate(table.columns):
        cells = [row[number] for row in table.rows]
        for title, of_column in _columns(column, cells, table.blank):
            heading.append(Head(title, column.kind))
            columns.append(of_column)
    rows = list(zip(*columns, strict=True)) if table.rows else []
    return Grid(heading, rows, table.title, table.note, table.heads)


def _columns(column: Column, cells: Sequence[Cell], blank: str) -> Iterator[tuple[str, Sequence[SheetCell]]]:
    """Give a column, and beside it what is proven of its numbers and their ends, where some have these."""
    title = column.title.replace("\n", _BETWEEN_TITLES)
    figures = [cell if isinstance(cell, Figure) else None for cell in cells]
    yield title, [_cell(cell, column, blank) for cell in cells]
    if any(one and one.low not in (None, one.value) for one in figures):
        yield say("{title}, at least", title=title), [_number(one, one.low) if one else None for one in figures]
    if any(one and one.span and one.span[0] != one.span[1] for one in figures):
        spans = [(one, one.span) if one and one.span else None for one in figures]
        yield say("{title}, lowest", title=title), [_number(one[0], one[1][0]) if one else None for one in spans]
        yield say("{title}, highest", title=title), [_number(one[0], one[1][1]) if one else None for one in spans]


def _number(figure: Figure, value: float | None) -> Figure | None:
    return None if value is None else Figure(value, figure.kind, digits=figure.digits, exact=figure.exact)


def _cell(cell: Cell, column: Column, blank: str) -> SheetCell:
    if isinstance(cell, tuple):
        return _several(cell, column.kind)
    if cell is None:
        return None if column.is_numeric else blank or None
    return cell


def _several(cell: tuple[Cell, ...], kind: Kind) -> SheetCell:
    """Put several things of a cell one below the other."""
    return cell[0] if len(cell) == 1 else "\n".join(written(part, kind) for part in cell) or None
