"""Records as plain tables, one row a record, for spreadsheets and programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.plan.sections.queue_slots import OfQueues
from salescrew.models.plan.values.days import Interval


def flat_table(name: str, title: str, record: type[BaseModel], rows: Iterable[BaseModel]) -> Table:
    """List records, a column a field; a record within a record has a column for each of its own fields."""
    return joined_table(name, title, (), record, (((), row) for row in rows))


def joined_table(
    name: str,
    title: str,
    before: Sequence[str],
    record: type[BaseModel],
    rows: Iterable[tuple[Sequence[Cell], BaseModel]],
) -> Table:
    """List records with cells before their own, under the titles `before`."""
    listed = list(rows)
    unsaid = _unsaid([row for _, row in listed])
    columns = [Column(one) for one in (*before, *_titles(record, unsaid))]
    return Table(name, title, columns, [[*cells, *_cells(row, unsaid)] for cells, row in listed])


def list_of(name: str, title: str, column: str, texts: Iterable[str]) -> Table:
    """List texts."""
    return Table(name, title, [Column(column)], [[text] for text in texts])


def _unsaid(rows: Sequence[BaseModel]) -> frozenset[str]:
    """Give the fields that are left out where there is nothing to say, and of which no row says anything."""
    may = {name for row in rows if isinstance(row, OfQueues) for name in row.sparse}
    return frozenset(name for name in may if all(getattr(row, name, None) is None for row in rows))


def _titles(record: type[BaseModel], unsaid: frozenset[str] = frozenset()) -> Iterator[str]:
    for name, field in record.model_fields.items():
        inner = _record_of(field.annotation)
        if inner is not None:
            yield from (f"{name}_{title}" for title in _titles(inner))
        elif not _holds_records(field.annotation) and name not in unsaid:
            yield name


def _cells(row: BaseModel, unsaid: frozenset[str] = frozenset()) -> Iterator[Cell]:
    for name, field in type(row).model_fields.items():
        value = getattr(row, name)
        if isinstance(value, BaseModel):
            yield from _cells(value)
        elif not _holds_records(field.annotation) and name not in unsaid:
            yield _cell(value)


def _record_of(annotation: object) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _holds_records(annotation: object) -> bool:
    """Tell whether a field is a list of records, which need a table of their own."""
    return any(_record_of(inner) is not None for inner in getattr(annotation, "__args__", ()))


def _cell(value: object) -> Cell:
    match value:
        case None | str() | int() | float() | dt.date():
            return value
        case Mapping():
            return ", ".join(f"{count:g} {name}" for name, count in value.items())
        case Interval():
            return str(value)
        case Sequence():
            return ", ".join(str(one) for one in value)
    raise TypeError(type(value))
