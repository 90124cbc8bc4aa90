"""The file of a sweep: a row a cell, written as the answers come, so that a sweep that was ended goes on where it was.

It is plain CSV for spreadsheets, also for an Excel whose decimal mark is a comma. The last column repeats what the rows
belong to, in every one of them, so that no row of another plan or other axes is ever taken for one of this sweep.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Self

from pydantic import JsonValue, ValidationError

from salescrew.errors import InputError, reason
from salescrew.language import say
from salescrew.letters import first_unseen, visible
from salescrew.models.answers.sweep import Axis, Sweep, SweepCell
from salescrew.models.department.roles import roles_in_use
from salescrew.models.files.formulas import as_it_was, harmless
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import CLOSER
from salescrew.models.variants.axes import Grid, counts_whole_cost
from salescrew.unfinished import undone

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Makes Excel read UTF-8."""
_FIGURES = tuple(name for name in SweepCell.model_fields if name not in ("cell", "values"))
_NUMBERS = tuple(name for name in _FIGURES if name not in ("status", "reason"))
Field = str | int | float | None


def fingerprint(plan: Plan, axes: Sequence[Axis], *, thorough: bool, reach: bool = True) -> str:
    """Give what tells a sweep from any other one: of another plan, other values, or done with another care."""
    varied = [[axis.path, axis.values, axis.labels] for axis in axes]
    text = json.dumps([plan.model_dump_json(by_alias=True), varied, thorough, *([] if reach else ["no reach"])])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sweep_csv(plan: Plan, sweep: Sweep, *, for_excel: bool = False) -> str:
    """Write a whole sweep as CSV: what the file of that sweep holds at its end."""
    form = _Form(plan, sweep.axes, thorough=sweep.thorough, reach=sweep.reach, for_excel=for_excel)
    return form.header + "".join(map(form.line, sweep.cells))


def _may_have_closers(plan: Plan, axes: Sequence[Axis]) -> bool:
    """Tell whether somebody may be a closer, in the plan or in one of the values."""
    return CLOSER in roles_in_use(plan) or CLOSER in json.dumps([axis.values for axis in axes])


class _Form:
    """How the rows of a sweep are written, and read back.

    Parameters
    ----------
    for_excel
        Whether semicolons stand between cells, and numbers have decimal commas.
    """

    def __init__(self, plan: Plan, axes: Sequence[Axis], *, thorough: bool, reach: bool, for_excel: bool) -> None:
        self._for_excel = for_excel
        self._grid = Grid(axes)
        self._mark = fingerprint(plan, axes, thorough=thorough, reach=reach)
        left_out = set() if counts_whole_cost(plan, axes) else SweepCell.sparse & {"cost", "cost_bound"}
        left_out |= set() if _may_have_closers(plan, axes) else {CLOSER}
        self._figures = tuple(name for name in _FIGURES if name not in left_out)
        self._paths = [axis.path for axis in axes]
        self.header = BOM + self._written(["cell", *map(visible, self._paths), *self._figures, "sweep"])

    def line(self, cell: SweepCell) -> str:
        """Write a row."""
        values = [_varied(cell.values[path]) for path in self._paths]
        return self._written([cell.cell, *values, *(getattr(cell, name) for name in self._figures), self._mark])

    def cells(self, text: str) -> Iterator[SweepCell]:
        """Read rows back.

        Raises
        ------
        ValueError
            Where one is none of this sweep.
        """
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=self._separator):
            number, figures, mark = row[0], row[1 + len(self._paths) : -1], row[-1]
            if any(first_unseen(cell) is not None for cell in row):
                raise ValueError
            if mark != self._mark or not number.isdecimal() or not 1 <= int(number) <= self._grid.size:
                raise ValueError
            given = dict(zip(self._figures, map(as_it_was, figures), strict=True))
            known = {name: text for name, text in given.items() if text or name not in _NUMBERS}
            if self._for_excel:
                known |= {name: known[name].replace(",", ".") for name in _NUMBERS if name in known}
            yield SweepCell(cell=int(number), values=self._grid.values(int(number) - 1), **known)

    @property
    def _separator(self) -> str:
        return ";" if self._for_excel else ","

    def _written(self, fields: Iterable[Field]) -> str:
        """Write a row."""
        buffer = io.StringIO()
        row = [_harmless(field) for field in fields]
        csv.writer(buffer, delimiter=self._separator).writerow(map(_with_comma, row) if self._for_excel else row)
        return buffer.getvalue()


class SweepFile:
    """The file of a sweep while it is done; nobody else may write it meanwhile.

    Parameters
    ----------
    for_excel
        Whether a new file has semicolons between its cells, and decimal commas; one with rows goes on as it is.

    Attributes
    ----------
    cells
        What is done so far, by number from 1.

    Raises
    ------
    InputError
        Where the file is one of something else, cannot be written, or is being written by another sweep.
    """

    def __init__(
        self,
        path: Path,
        plan: Plan,
        axes: Sequence[Axis],
        *,
        thorough: bool,
        reach: bool = True,
        for_excel: bool = False,
    ) -> None:
        self.path = path
        self.cells: dict[int, SweepCell] = {}
        self._form = _Form(plan, axes, thorough=thorough, reach=reach, for_excel=for_excel)
        self._other_form = _Form(plan, axes, thorough=thorough, reach=reach, for_excel=not for_excel)
        self._file = self._locked()
        try:
            self._resume()
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # what could not be written was complained of when it was to be
        with contextlib.suppress(OSError):
            self._file.close()

    def add(self, cell: SweepCell) -> None:
        """Write the row of a cell that is done."""
        self._write(self._form.line(cell))
        self.cells[cell.cell] = cell

    def finish(self) -> None:
        """Put the rows in the order of the grid, at once or not at all."""
        rows = (self._form.line(self.cells[number]) for number in sorted(self.cells))
        content = (self._form.header + "".join(rows)).encode()
        target = self.path.resolve()
        temporary = target.with_name(f".salescrew-{os.urandom(8).hex()}.tmp")
        try:
            self._file.seek(0)
            if self._file.read() == content:
                return
            with undone(lambda: temporary.unlink(missing_ok=True)):
                with temporary.open("xb") as file:
                    file.write(content)
                temporary.chmod(target.stat().st_mode & 0o777)
                if sys.platform == "win32":  # which replaces no open file
                    self._file.close()
                temporary.replace(target)
        except OSError as error:
            raise self._unwritable(error) from None

    def _locked(self) -> IO[bytes]:
        """Open the file, or begin it, and keep everyone else from it."""
        if self.path.is_dir():
            raise InputError([say("{path}: must be a file, got a folder. Name a file in it.", path=self.path)])
        if self.path.exists() and not self.path.is_file():
            raise InputError([say("{path}: must be a file, got a device. Name a file.", path=self.path)])
        if not self.path.parent.is_dir():
            sentence = say(
                "{path}: must be in a folder that exists, got {folder}. Create that folder first.",
                path=self.path,
                folder=self.path.parent,
            )
            raise InputError([sentence])
        while True:
            try:
                file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b")
            except OSError as error:
                raise self._unwritable(error) from None
            if not _lock(file):
                file.close()
                sentence = say(
                    "{path}: must not be in use, got one that a sweep is writing. Wait for its end, or name another "
                    "file.",
                    path=self.path,
                )
                raise InputError([sentence])
            # whoever had it before may have put another file in its place
            if self.path.exists() and os.path.samestat(os.fstat(file.fileno()), self.path.stat()):
                return file
            file.close()

    def _resume(self) -> None:
        """Read what is done; a row that was cut off is dropped."""
        content = self._file.read()
        whole = content[: content.rfind(b"\n") + 1]
        forms = (self._form, self._other_form)
        self._form = next((form for form in forms if whole.startswith(form.header.encode())), self._form)
        header = self._form.header.encode()
        if not whole and any(form.header.encode().startswith(content) for form in forms):
            whole = header
            self._truncate(0)
            self._write(self._form.header)
        elif not whole.startswith(header):
            raise self._other()
        else:
            self._truncate(len(whole))
        try:
            for cell in self._form.cells(whole[len(header) :].decode()):
                self.cells.setdefault(cell.cell, cell)
        except (ValueError, IndexError, ValidationError, csv.Error):
            raise self._other() from None

    def _other(self) -> InputError:
        sentence = say(
            "{path}: must be new or the file of this very sweep, got one of another plan or with other values, or one "
            "that was changed by hand. Name another file.",
            path=self.path,
        )
        return InputError([sentence])

    def _write(self, text: str) -> None:
        try:
            self._file.write(text.encode())
            self._file.flush()
        except OSError as error:
            raise self._unwritable(error) from None

    def _truncate(self, size: int) -> None:
        try:
            self._file.seek(size)
            self._file.truncate()
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> InputError:
        why = reason(error)
        return InputError(
            [say("{path}: must be writable, got: {reason}. Choose another place.", path=self.path, reason=why)]
        )


def _lock(file: IO[bytes]) -> bool:
    """Keep other processes from a file until it is closed, or this process ends; False where one has it already."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # far behind the end, since nobody could read what is locked
            file.seek(1 << 40)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # some network drives know no locks
    return True


def _varied(value: JsonValue) -> Field:
    """Write a value of an axis in a single cell, on a single line."""
    if isinstance(value, str):
        return visible(value)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return json.dumps(value, ensure_ascii=False)


def _with_comma(field: Field) -> Field:
    return str(field).replace(".", ",") if isinstance(field, float) else field


def _harmless(field: Field) -> Field:
    """Keep a spreadsheet from running a text as a formula, and a row on one line; write whole numbers without `.0`."""
    if isinstance(field, str):
        return harmless(visible(field))
    return int(field) if isinstance(field, float) and field == int(field) else field
