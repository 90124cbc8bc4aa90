"""The rows of a plan's workbook: every value of the plan in a cell of its own, or refused."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from salescrew.errors import Path, written
from salescrew.language import say
from salescrew.models.files.workbook.layout import (
    FUNNEL,
    PATTERN,
    WEEKDAY,
    Column,
    Layout,
    Settings,
    Table,
    layouts,
    stage_steps,
    stage_titles,
)
from salescrew.models.files.workbook.shapes import ANYTHING
from salescrew.models.files.workbook.values import Held, cell_of, flow
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.written.text import plan_data

_PLAIN_STEP = re.compile(r"[\w-]([\w -]*[\w-])?")
_LONGEST_TEXT = 32_767
Data = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """What a row of a sheet holds, a cell a column; of a sheet of settings the setting and its value."""

    cells: Sequence[Held]
    column: Column | None = None


def rows_of(plan: Plan) -> dict[str, tuple[Layout, list[Row]]]:
    """Give the rows of each sheet, by its name.

    Raises
    ------
    InputError
        Where no cell can hold something.
    """
    data: Data = copy.deepcopy(dict(plan_data(plan)))  # type: ignore[call-overload]
    found = {}
    for layout in layouts():
        rows = _settings(layout, data) if isinstance(layout, Settings) else _table(layout, data)
        found[layout.name] = (layout, list(rows))
    assert not data, data
    return found


def _settings(settings: Settings, data: Data) -> Iterator[Row]:
    """Give a row for each setting, also those that are as they are by default, and then for all else that is said."""
    section = data if not settings.path else data.get(settings.path[0], {})
    for column in settings.rows:
        value = _taken(section, column.steps)
        yield Row([column.title, _held(value, column, (*settings.path, *column.steps))], column)
    if settings.rows and not settings.path:
        return  # what is left of the plan itself stands on other sheets
    for steps, value in list(_leaves(section)):
        column = Column((), ANYTHING, "")
        yield Row([_spelled(steps), _held(value, column, (*settings.path, *steps))], column)
    if settings.path:
        data.pop(settings.path[0], None)
    else:
        data.clear()


def _leaves(data: Data, before: Path = ()) -> Iterator[tuple[Path, object]]:
    """Go through the values of mappings, and through the items of lists that are too long for a cell."""
    for key, value in data.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*before, key))
        elif isinstance(value, list) and len(flow(value)) > _LONGEST_TEXT:
            yield from (((*before, key, number), item) for number, item in enumerate(value))
        else:
            yield (*before, key), value


def _spelled(path: Path) -> str:
    """Spell a path so that it can be read again, whatever a name in it holds."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            quoted = step if _PLAIN_STEP.fullmatch(step) else json.dumps(step, ensure_ascii=False)
            text += f".{quoted}" if text else quoted
    return text


def _table(table: Table, data: Data) -> Iterator[Row]:
    if table.key == PATTERN:
        return _days(table, data)
    records = data.pop(table.path[0], {} if table.is_by_name else [])
    if table.key == FUNNEL:
        return _funnels(table, records)
    named = records.items() if table.is_by_name else enumerate(records)
    return (Row(_cells(table, name, record)) for name, record in named)


def _cells(table: Table, name: str | int, record: Data) -> list[Held]:
    path = (*table.path, name)
    if table.is_by_name:
        record = {table.key: name, **record}
    cells = [_held(_taken(record, one.steps), one, (*path, *one.steps)) for one in table.columns]
    assert not record, record
    return cells


def _funnels(table: Table, funnels: Data) -> Iterator[Row]:
    """Give a row a stage; what is said of a funnel stands in its first row."""
    for name, funnel in funnels.items():
        for number, stage in enumerate(funnel.pop("stages")):
            cells: list[Held] = []
            for column in table.columns:
                if column.title == FUNNEL:
                    cells.append(name)
                elif column.title in stage_titles():
                    steps = stage_steps(column)
                    cells.append(_held(_taken(stage, steps), column, ("funnels", name, "stages", number, *steps)))
                else:
                    cells.append(_held(_taken(funnel, column.steps), column, ("funnels", name, *column.steps)))
            assert not stage, stage
            yield Row(cells)
        assert not funnel, funnel


def _days(table: Table, data: Data) -> Iterator[Row]:
    """Give a row a pattern; weekdays on which nothing can be done have none, and stay where they are."""
    pattern, weekday = table.column(PATTERN), table.column(WEEKDAY)
    for number, one in enumerate(data.pop("day_patterns", None) or ()):
        yield Row([_held(one, pattern, ("day_patterns", number)), None])
    of_weekdays = data.get("weekday_patterns", {})
    for day in [day for day, patterns in of_weekdays.items() if patterns]:
        for number, one in enumerate(of_weekdays.pop(day)):
            yield Row(
                [_held(one, pattern, ("weekday_patterns", day, number)), _held(day, weekday, ("weekday_patterns",))]
            )
    if not of_weekdays:
        data.pop("weekday_patterns", None)


def _taken(record: Data, steps: Sequence[str]) -> object:
    """Take a value out of a record, and what is empty then."""
    if steps[0] not in record:
        return None
    if len(steps) == 1:
        return record.pop(steps[0])
    value = _taken(record[steps[0]], steps[1:])
    if not record[steps[0]]:
        del record[steps[0]]
    return value


def _held(value: object, column: Column, path: Path) -> Held:
    try:
        cell = cell_of(value, column.shape)
    except ValueError:
        cell = None if value is None else ""
    if cell == "" or (isinstance(cell, str) and len(cell) > _LONGEST_TEXT):
        if cell:
            wrong = say(
                "must be a value that a cell can hold, in at most {most:,} letters, got more. Write the plan as YAML.",
                most=_LONGEST_TEXT,
            )
        else:
            wrong = say(
                "must be a value that a cell can hold, in at most {most:,} letters, got one that would be read as "
                "another. Write the plan as YAML.",
                most=_LONGEST_TEXT,
            )
        raise refused([wrong], written(path))
    return cell
