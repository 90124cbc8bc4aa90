"""A stage history in a file of its own: rows (deal, stage, time) or rows (deal, old, new, time)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from salescrew.language import say
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import listed
from salescrew.models.rates.reading.crms import STAGE_FIELDS, folded
from salescrew.models.rates.reading.export import LONGEST, Entries, Export, ends_among
from salescrew.models.rates.reading.mapping import ExportMap, HistoryColumns
from salescrew.models.rates.reading.moments import NEVER, MomentReader, moments
from salescrew.models.rates.reading.recognition import absent, recognise_history
from salescrew.models.rates.reading.sheet import Cell, Sheet, has_unseen, refuse, text_of


def add_history(export: Export, sheet: Sheet, export_map: ExportMap, *, lenient: bool) -> HistoryColumns:
    """Read a stage history and add it to the deals; give the columns that it was found in.

    Raises
    ------
    InputError
        Where it is no history of these deals, or with every cell that cannot be read.
    """
    columns = _columns(sheet, export_map)
    if "id" not in export.texts:
        sentence = say(
            "must belong to deals that have an id, got deals without one. Export the deals with it, or name its column "
            "in "
            "a map as columns.id."
        )
        raise refused([sentence], sheet.name)
    names: dict[str, str] = columns.model_dump(exclude_none=True)
    taken, lines = sheet.columns(list(names.values()))
    cells = dict(zip(names, taken, strict=True))
    if "field" in cells:
        rows = [row for row, cell in enumerate(cells["field"]) if folded(str(cell)) in STAGE_FIELDS]
        if rows:
            cells = {key: [column[row] for row in rows] for key, column in cells.items()}
            lines = [lines[row] for row in rows]
    reader = MomentReader(export_map.dates, export_map.zone, [cells["time"]])
    day, minute, wrong_cells = moments(reader, cells["time"])
    problems = [(row, names["time"], sentence) for row, sentence in wrong_cells]
    problems += _missing_times(day, {row for row, _ in wrong_cells}, names["time"])
    problems += _long_names(cells, names)
    if not lenient:
        refuse([f"{sheet.place(lines[row])}: {column}: {sentence}" for row, column, sentence in sorted(problems)])
    deals = _positions(export, cells["deal"])
    export.entries = _entries(export, columns, cells, deals, day, minute)
    export.unseen += sum(map(has_unseen, chain.from_iterable(cells.get(key, ()) for key in ("stage", "old", "new"))))
    export.offsets = tuple(sorted({*export.offsets, *reader.offsets}))
    export.ends |= ends_among(export.entries.names, export_map)
    if not len(export.entries.deal):
        raise refused(
            [
                say(
                    "must be about the deals of the export, got {got} where the deals are {deals}. Check that both "
                    "name deals alike.",
                    got=listed(dict.fromkeys(map(text_of, cells["deal"]))),
                    deals=listed(export.texts["id"]),
                )
            ],
            sheet.name,
        )
    return columns


def _missing_times(
    day: np.ndarray[tuple[int], np.dtype[np.int64]], said: set[int], column: str
) -> Iterator[tuple[int, str, str]]:
    for row in np.flatnonzero(day == NEVER).tolist():
        if row not in said:
            yield row, column, say("must be a date, got nothing. Write one.")


def _long_names(cells: dict[str, list[Cell]], names: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    for key in ("stage", "old", "new"):
        for row, cell in enumerate(cells.get(key, ())):
            if isinstance(cell, str) and (len(cell) > LONGEST or "\n" in cell):
                sentence = say(
                    "must be a name of at most {most} characters in a line, got {n:,} characters. Check its quotes.",
                    most=LONGEST,
                    n=len(cell),
                )
                yield row, names[key], sentence


def _columns(sheet: Sheet, export_map: ExportMap) -> HistoryColumns:
    found = recognise_history(sheet.header).model_dump(exclude_none=True)
    given = export_map.history.model_dump(exclude_none=True)
    if {"stage", "old", "new"} & given.keys():
        found = {key: name for key, name in found.items() if key not in ("stage", "old", "new")}
    columns = HistoryColumns(**{**found, **given})
    place = sheet.place(sheet.line)
    refuse(
        [f"{place}: {sentence}" for sentence in absent(((f"history.{k}", n) for k, n in given.items()), sheet.header)]
    )
    missing = [key for key in ("deal", "time") if getattr(columns, key) is None]
    if columns.stage is None and (columns.old is None or columns.new is None):
        missing.append("stage")
    if missing:
        got = listed(filter(None, sheet.header))
        sentence = say(
            "must have columns for deal, time, and stage or old and new, got {got}. Name them in a map as {names}.",
            got=got,
            names=", ".join(f"history.{key}" for key in missing),
        )
        raise refused([sentence], place)
    return columns


def _positions(export: Export, cells: list[Cell]) -> list[int]:
    """Give the position of the deal that each row is about; -1 where the export has no such deal."""
    position = {whole(name): number for number, name in reversed(list(enumerate(export.texts["id"])))}
    return [position.get(whole(text_of(cell)), -1) for cell in cells]


def whole(name: str) -> str:
    """Take from an id what a spreadsheet has put behind it: `17.0` is 17."""
    return name[:-2] if name.endswith(".0") and name[:-2].isdigit() else name


def _entries(
    export: Export,
    columns: HistoryColumns,
    cells: dict[str, list[Cell]],
    deals: list[int],
    day: np.ndarray[tuple[int], np.dtype[np.int64]],
    minute: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Entries:
    """Put rows into order: by deal, time, and place in the file."""
    codes: dict[str, int] = {}
    is_changes = columns.stage is None
    stage = np.array(
        [codes.setdefault(text_of(cell), len(codes)) for cell in cells["new" if is_changes else "stage"]],
        dtype=np.int64,
    )
    deal = np.array(deals, dtype=np.int64)
    is_known = (deal >= 0) & (day < NEVER)
    order = np.lexsort((np.maximum(minute, 0), day, deal))
    order = order[is_known[order]]
    gaps = 0
    if is_changes:
        old = np.array([codes.setdefault(text_of(cell), len(codes)) for cell in cells["old"]], dtype=np.int64)
        is_first = np.diff(deal[order], prepend=-1) != 0
        gaps = int((~is_first[1:] & (old[order][1:] != stage[order][:-1])).sum()) if len(order) else 0
        # what a deal was at before its first change it had been at since it was created
        first = order[is_first]
        deal = np.concatenate([deal[first], deal[order]])
        day = np.concatenate([np.minimum(export.created[deal[: len(first)]], day[first]), day[order]])
        stage = np.concatenate([old[first], stage[order]])
        order = np.lexsort((day, deal))
    names = tuple(codes)
    is_named = np.array([bool(name) for name in names] or [False])
    order = order[is_named[stage[order]]]
    return Entries(
        deal[order],
        stage[order],
        day[order],
        names,
        "changes" if is_changes else "rows",
        gaps,
        int((np.array(deals) < 0).sum()),
    )
