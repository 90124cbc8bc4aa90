"""An export that has been opened: found out what its columns mean, read its deals and their history."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from salescrew.language import say
from salescrew.models.answers.rates import ExportRead
from salescrew.models.files.given import Source
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import nearest
from salescrew.models.rates.reading.crms import COLUMNS, TITLES
from salescrew.models.rates.reading.cut import latest_day
from salescrew.models.rates.reading.export import OPEN, Export, complete_by_history, read_export
from salescrew.models.rates.reading.history import add_history
from salescrew.models.rates.reading.map_file import load_map, map_text
from salescrew.models.rates.reading.mapping import MEANINGS, DealColumns, ExportMap
from salescrew.models.rates.reading.moments import NEVER
from salescrew.models.rates.reading.recognition import (
    completed,
    essential,
    known_history_names,
    known_names,
    lacks,
    missing_columns,
)
from salescrew.models.rates.reading.sheet import Sheet, open_sheet, refuse, sheet_of

Table = Source | Iterable[Mapping[str, object]]
"""A file, or rows of plain data."""
Given = ExportMap | Mapping[str, object] | str | None
"""A map, the data of one, or the name of a CRM; None: what the header tells."""
_UNASKED = ("won_on", "lost_on", "is_won", "is_closed", "name", "currency")
"""Meanings that few exports have and none misses."""


@dataclass(frozen=True)
class OpenedExport:
    """An export that has been read.

    Attributes
    ----------
    name
        What to call it in messages.
    map
        How it was read: what was given, completed by what the header tells.
    """

    name: str
    sheet: Sheet
    map: ExportMap
    export: Export
    source: ExportRead

    @cached_property
    def latest(self) -> int:
        """The day of the export: the latest date in it that is not a plan."""
        return latest_day(self.export, self.name)

    def day(self, as_of: dt.date | None) -> int:
        """Give the day to look from, as an ordinal."""
        return as_of.toordinal() if as_of is not None else self.latest


def crm_key(name: str) -> str:
    """Give the key of a CRM by its name.

    Raises
    ------
    InputError
        Where it is not known.
    """
    key = "".join(name.casefold().split())
    known = {**{crm: crm for crm in COLUMNS}, **{title.casefold(): crm for crm, title in TITLES.items()}}
    known |= {"bitrix": "bitrix24", "amo": "amocrm", "kommo": "amocrm"}
    if key not in known:
        close = nearest(key, known)
        todo = (
            say("Did you mean {close}?", close=close) if close else say("Write a map with --write-map, and name that.")
        )
        raise refused(
            [
                say(
                    "must be a map or one of {known}, got {name}. {todo}",
                    known=", ".join(COLUMNS),
                    name=name[:60],
                    todo=todo,
                )
            ],
            "map",
        )
    return known[key]


def table_of(source: Table, what: str, score: str = "deals") -> Sheet:
    """Open a file, or make a table of rows of plain data."""
    if isinstance(source, str | os.PathLike):
        scorer = known_history_names if score == "history" else known_names
        return open_sheet(source, scorer, say("Export it again with its header."))
    to_dict = getattr(source, "to_dict", None)
    # a table of data goes through its columns where it is gone through
    rows = to_dict("records") if callable(to_dict) and hasattr(source, "columns") else source
    return sheet_of(rows, what)


def found_map(sheet: Sheet, mapping: Given) -> ExportMap:
    """Find out how an export is to be read."""
    crm, given = None, ExportMap()
    if isinstance(mapping, str):
        crm = crm_key(mapping)
    elif isinstance(mapping, Mapping):
        given = load_map(mapping)
    elif mapping is not None:
        given = mapping
    if crm is None and given.crm in COLUMNS:
        crm = given.crm
    return completed(given, sheet.header, crm)


def opened(deals: Table, mapping: Given = None, history: Table | None = None, *, lenient: bool = False) -> OpenedExport:
    """Read an export.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    sheet = table_of(deals, say("row"))
    export_map = found_map(sheet, mapping)
    place = sheet.place(sheet.line) if sheet.unit == "line" else sheet.name
    refuse([f"{place}: {sentence}" for sentence in missing_columns(export_map, sheet.header)])
    has_history = history is not None or bool(export_map.entered)
    refuse(
        [f"{place}: {sentence}" for sentence in essential(export_map.columns, sheet.header, has_history=has_history)]
    )
    export = read_export(sheet, export_map, lenient=lenient)
    if history is not None:
        columns = add_history(export, table_of(history, say("history row"), "history"), export_map, lenient=lenient)
        export_map = export_map.model_copy(update={"history": columns})
    complete_by_history(export, export_map, sheet.name)
    refuse([f"{place}: {sentence}" for sentence in without_ends(export_map.columns, sheet.header, export)])
    return OpenedExport(sheet.name, sheet, export_map, export, _source(sheet, export_map, export))


def without_ends(columns: DealColumns, header: Sequence[str], export: Export) -> Iterator[str]:
    """Say that deals are won or lost and nothing tells when: all of them would be left out."""
    dated = (columns.closed, columns.won_on, columns.lost_on)
    if export.tells_ends and not any(dated) and (export.closed[export.outcome != OPEN] == NEVER).all():
        yield lacks(say("when a deal was won or lost"), "closed", header)


def map_of_header(deals: Table, mapping: Given = None) -> str:
    """Write the map of an export of which no more than its header can be read."""
    sheet = table_of(deals, say("row"))
    return map_text(found_map(sheet, mapping), sheet.header, {})


def _source(sheet: Sheet, export_map: ExportMap, export: Export) -> ExportRead:
    columns = export_map.columns.model_dump(exclude_none=True)
    used = {*columns.values(), *export_map.entered}
    ends = {**export.ends, **export.outcome_words}
    return ExportRead(
        form=sheet.form,
        crm=export_map.crm,
        columns=columns | {f"entered {stage}": name for name, stage in export_map.entered.items()},
        missing=tuple(
            meaning
            for meaning in MEANINGS
            if meaning not in columns and meaning not in _UNASKED and not (meaning == "outcome" and export.tells_ends)
        ),
        unused=tuple(name for name in sheet.header if name and name not in used),
        history=export.entries.shape,
        outcomes={end: tuple(word for word, said in ends.items() if said == end and word) for end in ("won", "lost")},
    )
