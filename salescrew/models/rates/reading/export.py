"""An export as it was read: what is known of each deal, and which stages it entered when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from salescrew.language import say, to_say
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import listed
from salescrew.models.rates.reading.amounts import amounts, decimal_sign
from salescrew.models.rates.reading.mapping import ExportMap
from salescrew.models.rates.reading.moments import NEVER, NOTHING, MomentReader, moments
from salescrew.models.rates.reading.outcomes import Outcome, is_yes, outcome_of
from salescrew.models.rates.reading.sheet import Cell, Sheet, has_unseen, refuse, text_of

Days = npt.NDArray[np.int64]
OPEN, WON, LOST = 0, 1, 2
_CODES: dict[Outcome, int] = {"open": OPEN, "won": WON, "lost": LOST}
ONE_PIPELINE = to_say("all deals")
NO_NAME = "(none)"
_TEXTS = ("id", "name", "stage", "pipeline", "manager", "channel", "currency")
LONGEST = 200
_DAYS = ("created", "closed", "won_on", "lost_on")


@dataclass(frozen=True)
class Entries:
    """Stages that deals entered, sorted by deal and time.

    Attributes
    ----------
    deal
        The deal, by its position in the export.
    stage
        The stage, by its position in `names`.
    day
        When it was entered.
    """

    deal: Days
    stage: Days
    day: Days
    names: tuple[str, ...]
    shape: str
    gaps: int = 0
    of_no_deal: int = 0


_NOTHING: Days = np.zeros(0, dtype=np.int64)
NO_ENTRIES = Entries(_NOTHING, _NOTHING, _NOTHING, (), "none")


@dataclass
class Export:
    """The deals of an export, a position each in every array and list.

    Attributes
    ----------
    lines
        Where each deal stands in its file.
    created, closed
        Days; `NEVER` where none is given. Of an open deal `closed` is `NEVER`: there it is a plan.
    minute
        The minute of the day at which a deal was created, -1 where that is not known.
    outcome
        `OPEN`, `WON` or `LOST`, as it is in the export.
    amount
        What it is worth; nan where that is not given.
    ends
        The names of stages that are no stages but ends, with what they say.
    unreadable
        The deals with a cell that could not be read.
    unseen
        How many names had letters that nobody sees, which are left out.
    """

    lines: list[int]
    texts: dict[str, list[str]]
    created: Days
    minute: Days
    closed: Days
    outcome: Days
    amount: npt.NDArray[np.float64]
    ends: dict[str, Outcome]
    unreadable: npt.NDArray[np.bool_]
    entries: Entries = NO_ENTRIES
    keeps_lost_stage: bool = False
    offsets: tuple[str, ...] = ()
    outcome_words: dict[str, Outcome] = field(default_factory=dict)
    unseen: int = 0

    def __len__(self) -> int:
        """Count the deals."""
        return len(self.lines)

    @property
    def tells_ends(self) -> bool:
        """Whether it says how deals end."""
        return bool((self.outcome != OPEN).any())

    def text(self, meaning: str) -> list[str] | None:
        """Give what a column says of each deal; None where there is no such column."""
        return self.texts.get(meaning)


class _Reading:
    """A table of deals that is being read."""

    def __init__(self, sheet: Sheet, export_map: ExportMap) -> None:
        self.sheet = sheet
        self.map = export_map
        self.names: dict[str, str] = export_map.columns.model_dump(exclude_none=True)
        wanted = list(dict.fromkeys([*self.names.values(), *export_map.entered]))
        taken, self.lines = sheet.columns(wanted)
        self.cells = dict(zip(wanted, taken, strict=True))
        self.problems: list[tuple[int, str]] = []
        self.unseen = 0
        self.unreadable = np.zeros(len(self.lines), dtype=np.bool_)
        dated = [*(self.names[key] for key in _DAYS if key in self.names), *export_map.entered]
        self.reader = MomentReader(export_map.dates, export_map.zone, [self.cells[column] for column in dated])

    def column(self, meaning: str) -> list[Cell] | None:
        return self.cells[self.names[meaning]] if meaning in self.names else None

    def wrong(self, row: int, column: str, sentence: str) -> None:
        self.unreadable[row] = True
        self.problems.append((row, f"{self.sheet.place(self.lines[row])}: {column}: {sentence}"))

    def texts(self) -> dict[str, list[str]]:
        return {
            key: [self._text(cell, row, key) for row, cell in enumerate(cells)]
            for key in _TEXTS
            if (cells := self.column(key)) is not None
        }

    def _text(self, cell: Cell, row: int, key: str) -> str:
        if isinstance(cell, str):
            text = cell.strip()
            if key != "name":
                if "\n" in text:
                    self.wrong(row, self.names[key], say("must be a single line, got several. Check its quotes."))
                elif len(text) > LONGEST:
                    must = say("must have at most {most} characters, got {n:,}. Shorten it.", most=LONGEST, n=len(text))
                    self.wrong(row, self.names[key], must)
            self.unseen += has_unseen(text)
        return text_of(cell)

    def days(self, column: str) -> tuple[Days, Days]:
        days, minutes, wrong_cells = moments(self.reader, self.cells[column])
        for row, sentence in wrong_cells:
            self.wrong(row, column, sentence)
        return days, minutes

    def amounts(self) -> npt.NDArray[np.float64]:
        column = self.column("amount")
        if column is None:
            return np.full(len(self.lines), np.nan)
        usual = {True: "comma", False: "point", None: None}[self.sheet.decimal_comma]
        sign = self.map.decimal or decimal_sign(column) or usual
        values = np.full(len(column), np.nan)
        for row, value in enumerate(amounts(column, sign)):  # type: ignore[arg-type]
            if isinstance(value, str):
                self.wrong(row, self.names["amount"], value)
            elif value is not None:
                values[row] = value
        return values


def read_export(sheet: Sheet, export_map: ExportMap, *, lenient: bool) -> Export:
    """Read the deals of a table, as far as they go without a stage history in a file of its own.

    Parameters
    ----------
    lenient
        Whether deals with a cell that cannot be read are left out instead of refused.

    Raises
    ------
    InputError
        With every cell that cannot be read.
    """
    reading = _Reading(sheet, export_map)
    if not reading.lines:
        raise refused([say("must have at least one deal, got none. Export it again.")], sheet.name)
    texts = reading.texts()
    if "created" in reading.names:
        created, minute = reading.days(reading.names["created"])
    else:
        created, minute = (np.full(len(reading.lines), value, dtype=np.int64) for value in (NEVER, -1))
    other_days = {key: reading.days(reading.names[key])[0] for key in _DAYS[1:] if key in reading.names}
    outcome, words, ends = _outcomes(reading, texts, other_days)
    amount = reading.amounts()
    entered = {name: reading.days(name)[0] for name in export_map.entered}
    if reading.problems and not lenient:
        reading.problems.sort(key=lambda one: one[0])
        refuse([sentence for _, sentence in reading.problems])
    export = Export(
        lines=reading.lines,
        texts=texts,
        created=created,
        minute=minute,
        closed=_closed(outcome, other_days),
        outcome=outcome,
        amount=amount,
        ends=ends,
        unreadable=reading.unreadable,
        offsets=tuple(sorted(reading.reader.offsets)),
        outcome_words=words,
        unseen=reading.unseen,
    )
    if entered:
        export.entries = _entries_of_columns(entered, export_map)
        export.ends |= ends_among(export.entries.names, export_map)
    stages = texts.get("stage")
    if stages is not None:
        lost = [stages[deal] for deal in np.flatnonzero(outcome == LOST)]
        export.keeps_lost_stage = bool(lost) and sum(bool(s) and s not in ends for s in lost) >= 0.98 * len(lost)
    return export


def _closed(outcome: Days, days: dict[str, Days]) -> Days:
    """Give the day on which each deal ended: of an open one there is none, whatever is planned."""
    closed = np.full(len(outcome), NEVER, dtype=np.int64)
    for code, own in ((WON, "won_on"), (LOST, "lost_on")):
        is_so = outcome == code
        for key in ("closed", own):
            if key in days:
                closed = np.where(is_so & (days[key] < NEVER), days[key], closed)
    return closed


def ends_among(names: Sequence[str], export_map: ExportMap) -> dict[str, Outcome]:
    """Find the names of stages that are ends."""
    found = {name: outcome_of(name, export_map.outcomes, of_stage=True) for name in names}
    return {name: outcome for name, outcome in found.items() if outcome in ("won", "lost")}


def _outcomes(
    reading: _Reading, texts: dict[str, list[str]], days: dict[str, Days]
) -> tuple[Days, dict[str, Outcome], dict[str, Outcome]]:
    """Tell how each deal ended: by its outcome, by whether it is won and closed, by its stage, or by its dates."""
    count = len(reading.lines)
    stages = texts.get("stage")
    ends = ends_among(list(dict.fromkeys(stages)), reading.map) if stages is not None else {}
    if (cells := reading.column("outcome")) is not None:
        words = _words(reading, cells)
        codes = [_CODES[words.get(_word(cell), "open")] for cell in cells]
        return np.array(codes, dtype=np.int64), words, ends
    if reading.column("is_won") is not None:
        return _by_flags(reading), {}, ends
    if ends and stages is not None:
        codes = [_CODES[ends.get(stage, "open")] for stage in stages]
        return np.array(codes, dtype=np.int64), {}, ends
    outcome = np.zeros(count, dtype=np.int64)
    for code, key in ((LOST, "lost_on"), (WON, "won_on")):
        if key in days:
            outcome[days[key] < NEVER] = code
    return outcome, {}, ends


def complete_by_history(export: Export, export_map: ExportMap, name: str) -> None:
    """Take from the history what the deals do not say: when they were created, and how they ended.

    Raises
    ------
    InputError
        Where nothing says how any deal ended.
    """
    entries, columns = export.entries, export_map.columns
    if columns.created is None:
        np.minimum.at(export.created, entries.deal, entries.day)
    last = np.append(entries.deal[1:] != entries.deal[:-1], True) if len(entries.deal) else np.zeros(0, dtype=np.bool_)
    codes = np.array([_CODES[export.ends.get(name, "open")] for name in entries.names] or [OPEN], dtype=np.int64)
    ended = np.flatnonzero(last & (codes[entries.stage] != OPEN))
    if export.tells_ends or any((columns.outcome, columns.is_won, columns.won_on)):
        # an end that the deals tell without a day has that of the history
        undated = ended[
            (export.outcome[entries.deal[ended]] == codes[entries.stage[ended]])
            & (export.closed[entries.deal[ended]] == NEVER)
        ]
        export.closed[entries.deal[undated]] = entries.day[undated]
        return
    export.outcome[entries.deal[ended]] = codes[entries.stage[ended]]
    export.closed[entries.deal[ended]] = entries.day[ended]
    stages = export.texts.get("stage")
    if not len(ended) and stages is not None:
        known = listed(dict.fromkeys(filter(None, [*stages, *entries.names])))
        sentence = say(_NONE_ENDED, got=known)
        raise refused([f"{columns.stage}: {sentence}"], name)


def pipeline_in_words(name: str) -> str:
    """Write a pipeline: the one of all deals has a name of ours, all others are the export's."""
    return say(ONE_PIPELINE) if name == ONE_PIPELINE else name


_NONE_ENDED = to_say(
    "must say of some deals that they are won or lost, got {got}. Write `outcomes: {{won: [...], lost: [...]}}` into a "
    "map."
)
_NOT_KNOWN = to_say(
    "must be known as won, lost or open, got {got}. Write `outcomes: {{won: [...], lost: [...]}}` into a map."
)


def _word(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) else text_of(cell)


def _words(reading: _Reading, cells: Sequence[Cell]) -> dict[str, Outcome]:
    """Make sense of all words that say how a deal ended; refuse where that is not possible."""
    found: dict[str, Outcome] = {}
    first: dict[str, int] = {}
    for row, cell in enumerate(cells):
        first.setdefault(_word(cell), row)
    problems = []
    for word, row in first.items():
        outcome = "open" if word.casefold() in NOTHING else outcome_of(word, reading.map.outcomes, of_stage=False)
        if outcome is None:
            place = f"{reading.sheet.place(reading.lines[row])}: {reading.names['outcome']}"
            problems.append(f"{place}: {say(_NOT_KNOWN, got=listed([word]))}")
        else:
            found[word] = outcome
    refuse(problems)
    return found


def _by_flags(reading: _Reading) -> Days:
    """Tell the outcome by two columns: whether it is won, and whether it is closed."""

    def flags(meaning: str) -> Iterator[bool]:
        for row, cell in enumerate(reading.column(meaning) or ()):
            flag = is_yes(cell)
            if flag is None:
                reading.wrong(
                    row,
                    reading.names[meaning],
                    say("must be true or false, got {got}. Correct it.", got=listed([cell])),
                )
            yield bool(flag)

    won = np.fromiter(flags("is_won"), dtype=np.bool_, count=len(reading.lines))
    if reading.column("is_closed") is None:
        # nobody says which of the others are over: those with a day on which they were closed
        closed = reading.days(reading.names["closed"])[0] < NEVER if "closed" in reading.names else won
    else:
        closed = np.fromiter(flags("is_closed"), dtype=np.bool_, count=len(reading.lines))
    return np.where(won, WON, np.where(closed, LOST, OPEN)).astype(np.int64)


def _entries_of_columns(entered: dict[str, Days], export_map: ExportMap) -> Entries:
    """Make entries of a date column a stage; of one day in their order in the file."""
    names = tuple(dict.fromkeys(export_map.entered.values()))
    parts = []
    for column, days in entered.items():
        deals = np.flatnonzero(days < NEVER)
        stage = np.full(len(deals), names.index(export_map.entered[column]), dtype=np.int64)
        parts.append((deals, stage, days[deals]))
    deal, stage, day = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.lexsort((day, deal))
    return Entries(deal[order], stage[order], day[order], names, "dates")
