"""Answers that are tables: as data frames, and as they look in a notebook."""

from __future__ import annotations

import datetime as dt
import html
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel

from salescrew.errors import InputError
from salescrew.language import say
from salescrew.letters import visible
from salescrew.models.answers.row import Document
from salescrew.models.plan.words import all_digits

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_SHOWN = 60
"""Rows in a notebook."""
Cells = Mapping[str, object]


class Tabular(Document):
    """An answer that is a table."""

    @abstractmethod
    def table_rows(self) -> Sequence[Cells]:
        """Give the rows, by the names of the columns; what has parts itself gets a column for each."""

    @abstractmethod
    def shown_columns(self) -> Sequence[str]:
        """Name the columns that are looked at first."""

    def to_frame(self) -> DataFrame:
        """Give it as a data frame of pandas, which must be installed: a row each, days as dates of pandas.

        Raises
        ------
        InputError
            Where pandas is not installed.
        """
        return frame_of(self.table_rows())

    def __str__(self) -> str:
        """Write it in a line."""
        return repr(self)

    def _repr_html_(self) -> str:
        """Show it in a notebook: what it is, and its first rows."""
        return html_of(repr(self), self.shown_columns(), list(self.table_rows()))


def rows_of(records: Iterable[BaseModel]) -> list[Cells]:
    """Give records as rows."""
    return [{name: getattr(record, name) for name in type(record).model_fields} for record in records]


def frame_of(rows: Sequence[Cells]) -> DataFrame:
    """Make a data frame.

    Raises
    ------
    InputError
        Where pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise InputError([say("to_frame: must find pandas installed, got none. Run: pip install pandas")]) from None
    frame = pandas.DataFrame([flat(row) for row in rows])
    for name in frame.columns:
        known = frame[name].dropna()
        if len(known) and known.map(lambda value: isinstance(value, dt.date)).all():
            frame[name] = pandas.to_datetime(frame[name])
    return frame


def flat(row: Cells, before: str = "") -> dict[str, object]:
    """Give each part of a value a column of its own, as in `low.headcount`."""
    found: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, BaseModel):
            parts = {field: getattr(value, field) for field in type(value).model_fields}
            found |= flat(parts, f"{before}{name}.")
        elif isinstance(value, Mapping):
            found |= flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name.removesuffix('_')}"] = value
    return found


def html_of(title: str, columns: Sequence[str], rows: Sequence[Cells]) -> str:
    """Write a table for a notebook, with as many rows as anybody looks at."""
    told = [flat(row) for row in rows[:MOST_SHOWN]]
    head = "".join(f"<th>{_text(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_text(row.get(name))}</td>' for name in columns)}</tr>" for row in told)
    more = f"<p>{say('... and {n:,} more', n=len(rows) - MOST_SHOWN)}</p>" if len(rows) > MOST_SHOWN else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if rows else ""
    return f"<p>{_text(title)}</p>{table}{more}"


def _text(value: object) -> str:
    """Write a value so that nothing in it is taken for HTML."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case int() | float():
            text = all_digits(round(value, 4))
        case str() | dt.date():
            text = str(value)
        case _:
            text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return html.escape(visible(text))
