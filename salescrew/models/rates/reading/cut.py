"""What was known of an export's deals on a day: which count, how each stood, and which are left out and why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from salescrew.language import say, say_as
from salescrew.models.plan.refusals import refused
from salescrew.models.rates.reading.export import LOST, OPEN, WON, Days, Entries, Export
from salescrew.models.rates.reading.moments import NEVER

Flags = npt.NDArray[np.bool_]
_LONGEST_GAP = 180
_CODES = {"won": WON, "lost": LOST}


@dataclass
class Ledger:
    """What became of each row: totals in are totals used and totals left out.

    Attributes
    ----------
    left_out
        Rows by the reason why they are left out, each with its line.
    kept
        Deals that are used although something is odd about them, by what that is.
    """

    read: int
    left_out: dict[str, list[int]] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    @property
    def used(self) -> int:
        """How many rows are used."""
        return self.read - sum(map(len, self.left_out.values()))

    def keep(self, why: str, count: int) -> None:
        """Note that deals are used although something is odd about them."""
        if count:
            self.kept[why] = self.kept.get(why, 0) + count


@dataclass(frozen=True)
class Known:
    """The deals that count on a day, a position each in every array.

    Attributes
    ----------
    export
        Where they come from.
    as_of
        The day, as an ordinal.
    deals
        Their positions in the export.
    created, closed, outcome
        As known on that day.
    entries
        The stages entered up to that day, of these deals, by position among them.
    is_latest
        Whether the day is that of the export, so that the stage in the export is the one a deal was at.
    """

    export: Export
    as_of: int
    deals: Days
    created: Days
    closed: Days
    outcome: Days
    entries: Entries
    is_latest: bool
    ledger: Ledger

    def __len__(self) -> int:
        """Count the deals."""
        return len(self.deals)

    def texts(self, meaning: str) -> list[str] | None:
        """Give what a column says of each deal; None where there is no such column."""
        column = self.export.text(meaning)
        return None if column is None else [column[deal] for deal in self.deals]


def latest_day(export: Export, name: str) -> int:
    """Find the day of an export: the latest date in it that is not a plan.

    Raises
    ------
    InputError
        Where there is none, or the latest lies so far after all others that it must be a mistake.
    """
    days = np.unique(np.concatenate([export.created, export.closed, export.entries.day]))
    days = days[days < NEVER]
    if not len(days):
        raise refused([say("must have a deal with a date, got none. Check the column of the dates.")], name)
    if len(days) > 20 and days[-1] - days[-2] > _LONGEST_GAP:
        last, before = (dt.date.fromordinal(int(day)) for day in (days[-1], days[-2]))
        where = np.flatnonzero((export.created == days[-1]) | (export.closed == days[-1]))
        place = f"{name}:{export.lines[int(where[0])]}" if len(where) else name
        sentence = say(
            "must have its latest date near all others, got {last} after {before}. Correct it, or give the day of the "
            "export with --as-of.",
            last=last,
            before=before,
        )
        raise refused([sentence], place)
    return int(days[-1])


def known_on(export: Export, as_of: int, *, latest: int, since: int | None = None, tests: Iterable[str] = ()) -> Known:
    """Select the deals that count on a day.

    Parameters
    ----------
    latest
        The day of the export.
    since
        Deals that were created before this day are left out.
    tests
        A deal whose name begins with one of these words is a test.
    """
    ledger = Ledger(len(export))
    closed, outcome = _state(export, as_of, latest, ledger)
    is_used = np.ones(len(export), dtype=np.bool_)
    reasons: list[tuple[str, Flags]] = [
        (say_as("left out", "unreadable"), export.unreadable),
        (say_as("left out", "test"), _tests(export, tests)),
        (say_as("left out", "duplicate"), _duplicates(export)),
        (say("no date of creation"), export.created == NEVER),
        (
            say("created after {day}", day=dt.date.fromordinal(as_of)),
            (export.created > as_of) & (export.created < NEVER),
        ),
        (
            say("created before {day}", day=dt.date.fromordinal(since)) if since else "",
            export.created < since if since else np.zeros(len(export), dtype=np.bool_),
        ),
        (say("won or lost without a date"), (outcome != OPEN) & (closed == NEVER)),
        (say("closed before it was created"), (outcome != OPEN) & (closed < export.created)),
    ]
    for why, is_so in reasons:
        rows = np.flatnonzero(is_so & is_used)
        if len(rows):
            ledger.left_out[why] = [export.lines[row] for row in rows]
            is_used[rows] = False
    deals = np.flatnonzero(is_used)
    position = np.full(len(export), -1, dtype=np.int64)
    position[deals] = np.arange(len(deals))
    entries = export.entries
    counts = is_used[entries.deal] & (entries.day <= as_of)
    selected = Entries(
        position[entries.deal[counts]], entries.stage[counts], entries.day[counts], entries.names, entries.shape
    )
    return Known(
        export,
        as_of,
        deals,
        export.created[deals],
        closed[deals],
        outcome[deals],
        selected,
        as_of >= latest,
        ledger,
    )


def _state(export: Export, as_of: int, latest: int, ledger: Ledger) -> tuple[Days, Days]:
    """Tell how each deal stood on a day: by the end that it had last entered, else by its closing date."""
    outcome, closed = export.outcome.copy(), export.closed.copy()
    entries = export.entries
    end = np.array([_CODES.get(export.ends.get(name, ""), OPEN) for name in entries.names] or [OPEN], dtype=np.int64)
    if len(entries.deal):
        codes = end[entries.stage]
        # the history tells to the day when a deal ended; a closing date may be set by hand
        is_end = (codes != OPEN) & (codes == outcome[entries.deal])
        closed[entries.deal[is_end]] = entries.day[is_end]
    later = (outcome != OPEN) & (closed > as_of) & (closed < NEVER)
    if as_of < latest:
        outcome[later], closed[later] = OPEN, NEVER
        if len(entries.deal):
            _as_it_stood(entries, end, as_of, outcome, closed)
    else:
        ledger.keep(say("closed after the day of the export: taken as open"), int(later.sum()))
        outcome[later], closed[later] = OPEN, NEVER
    return closed, outcome


def _as_it_stood(entries: Entries, end: Days, as_of: int, outcome: Days, closed: Days) -> None:
    """Take deals that were closed on a day, and opened again after it, for closed on that day."""
    seen = np.flatnonzero(entries.day <= as_of)
    if not len(seen):
        return
    deal = entries.deal[seen]
    is_last = np.append(deal[1:] != deal[:-1], True)
    last = seen[is_last]
    codes = end[entries.stage[last]]
    ended = last[codes != OPEN]
    outcome[entries.deal[ended]] = end[entries.stage[ended]]
    closed[entries.deal[ended]] = entries.day[ended]


def _tests(export: Export, words: Iterable[str]) -> Flags:
    names = export.text("name")
    starts = "|".join(re.escape(word.casefold()) for word in words if word)
    if names is None or not starts:
        return np.zeros(len(export), dtype=np.bool_)
    begins = re.compile(rf"\W*(?:{starts})(?:\b|ов|_|\d)")
    return np.fromiter((begins.match(name.casefold()) is not None for name in names), np.bool_, len(export))


def _duplicates(export: Export) -> Flags:
    """Find rows whose deal stands in an earlier row."""
    ids = export.text("id")
    if ids is None:
        return np.zeros(len(export), dtype=np.bool_)
    seen: set[str] = set()
    flags = np.zeros(len(export), dtype=np.bool_)
    for row, name in enumerate(ids):
        if name and name in seen:
            flags[row] = True
        seen.add(name)
    return flags
