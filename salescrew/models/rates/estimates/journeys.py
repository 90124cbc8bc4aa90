"""The ways of a pipeline's deals: when each reached each stage, and how far those without a history are known to go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from salescrew.language import say
from salescrew.models.rates.estimates.incidence import ADVANCED, UNDECIDED, Whole
from salescrew.models.rates.estimates.incidence import LOST as GONE
from salescrew.models.rates.reading.cut import Flags, Known
from salescrew.models.rates.reading.export import LOST, NO_NAME, ONE_PIPELINE, OPEN, WON, Days
from salescrew.models.rates.reading.mapping import ExportMap
from salescrew.models.rates.reading.moments import NEVER
from salescrew.models.rates.reading.stage_order import order_by_entries, order_by_names

UNKNOWN = -1
MOST_PIPELINES = 50
"""Beyond so many, what divides the deals is no pipeline."""
CREATED = "created"
"""What the stage is called at which deals are before the first one that their history has."""


@dataclass(frozen=True)
class Journeys:
    """The deals of a pipeline, a row each.

    Attributes
    ----------
    stages
        The stages in order, before payment; empty where their order is not known.
    deals
        Their positions in the export.
    entered
        The day on which each deal had reached each stage or a later one; the last column is payment. `NEVER` where it
        has not. Without a history only the first and the last column tell anything.
    gone
        The day on which each was lost.
    reached
        Without a history: the last stage that each closed deal reached, the number of stages for a payment; `UNKNOWN`
        for open deals and where that is not known.
    """

    name: str
    stages: tuple[str, ...]
    deals: Days
    entered: Days
    gone: Days
    reached: Days
    as_of: int
    has_history: bool

    def __len__(self) -> int:
        """Count the deals."""
        return len(self.deals)

    def chosen(self, stages: Sequence[int]) -> Journeys:
        """Give the same with some of the stages only; who is at another one is still at the last of these before."""
        columns = [*stages, len(self.stages)]
        reached = np.searchsorted(columns, self.reached, side="right") - 1
        return replace(
            self,
            stages=tuple(self.stages[stage] for stage in stages),
            entered=self.entered[:, columns],
            reached=np.where(self.reached == UNKNOWN, UNKNOWN, reached),
        )

    def of(self, rows: Flags | Days) -> Journeys:
        """Give some of the deals."""
        return replace(
            self,
            deals=self.deals[rows],
            entered=self.entered[rows],
            gone=self.gone[rows],
            reached=self.reached[rows],
        )

    def items(self, stage: int, following: int) -> tuple[Whole, Whole, Whole]:
        """Give of each deal that entered a stage: the day, the age at which it was decided or seen last, and which.

        Parameters
        ----------
        following
            The stage to which items advance.
        """
        rows = np.flatnonzero(self.entered[:, stage] < NEVER)
        start, advance, gone = self.entered[rows, stage], self.entered[rows, following], self.gone[rows]
        status = np.where(advance < NEVER, ADVANCED, np.where(gone < NEVER, GONE, UNDECIDED))
        until = np.where(advance < NEVER, advance, np.where(gone < NEVER, gone, self.as_of))
        return start, np.maximum(0, until - start), status.astype(np.int64)

    @property
    def is_won(self) -> Flags:
        """Which deals are won."""
        won: Flags = self.entered[:, -1] < NEVER
        return won

    @property
    def is_gone(self) -> Flags:
        """Which deals are lost."""
        return (self.gone < NEVER) & ~self.is_won


def journeys(known: Known, export_map: ExportMap) -> Iterator[Journeys]:
    """Find the ways of the deals of each pipeline, the largest first, and no more than `MOST_PIPELINES`."""
    names = known.texts("pipeline")
    if names is None:
        yield _of_pipeline(known, export_map, ONE_PIPELINE, np.ones(len(known), dtype=np.bool_))
        return
    codes: dict[str, int] = {}
    of = np.array([codes.setdefault(name or NO_NAME, len(codes)) for name in names], dtype=np.int64)
    counts = np.bincount(of, minlength=len(codes))
    for name, code in sorted(codes.items(), key=lambda one: -counts[one[1]])[:MOST_PIPELINES]:
        yield _of_pipeline(known, export_map, name, of == code)


def _of_pipeline(known: Known, export_map: ExportMap, name: str, is_of: Flags) -> Journeys:
    export = known.export
    rows = np.flatnonzero(is_of)
    has_history = bool(len(export.entries.names)) and bool(is_of[known.entries.deal].any())
    stages = _stages(known, export_map, name, is_of, has_history=has_history)
    entered = np.full((len(known), len(stages) + 1), NEVER, dtype=np.int64)
    won = known.outcome == WON
    entered[:, -1] = np.where(won, known.closed, NEVER)
    gone = np.where(known.outcome == LOST, known.closed, NEVER)
    if has_history:
        _enter(known, stages, is_of, entered, gone)
    entered[:, 0] = np.minimum(entered[:, 0], known.created) if stages else entered[:, 0]
    # whoever passes a later stage has passed the earlier ones
    entered = np.minimum.accumulate(entered[:, ::-1], axis=1)[:, ::-1]
    first = known.created[:, np.newaxis]
    entered = np.where(entered < NEVER, np.maximum(entered, first), NEVER)
    if not stages:
        entered = np.column_stack([known.created, entered[:, -1]])
    reached = np.full(len(known), UNKNOWN, dtype=np.int64)
    if stages and not has_history:
        reached = _reached(known, stages)
    return Journeys(name, stages, known.deals[rows], entered[rows], gone[rows], reached[rows], known.as_of, has_history)


def _stages(known: Known, export_map: ExportMap, name: str, is_of: Flags, *, has_history: bool) -> tuple[str, ...]:
    """Tell the stages of a pipeline in order; none where the export does not say how far a lost deal got."""
    export = known.export
    if name in export_map.pipelines:
        given = export_map.pipelines[name]
        return given if has_history or export.keeps_lost_stage else ()
    if has_history:
        order = order_by_entries(known.entries, is_of[known.entries.deal], list(export.ends))
        return order if _begins_with(known, is_of, order[:1]) else (CREATED, *order)
    column = known.texts("stage")
    if column is None or not export.keeps_lost_stage:
        return ()
    present = [column[row] for row in np.flatnonzero(is_of)]
    return order_by_names([stage for stage in present if stage not in export.ends]) or ()


def _begins_with(known: Known, is_of: Flags, first: Sequence[str]) -> bool:
    """Tell whether deals begin at a stage: some histories leave out the stage at which a deal is created."""
    if not first:
        return False
    entries = known.entries
    mine = is_of[entries.deal]
    there = np.unique(entries.deal[mine & (entries.stage == entries.names.index(first[0]))])
    # changes are known of those only that ever left their first stage
    all_of_them = np.unique(entries.deal[mine]) if entries.shape == "changes" else np.flatnonzero(is_of)
    return 2 * len(there) >= len(all_of_them)


def _enter(known: Known, stages: Sequence[str], is_of: Flags, entered: Days, gone: Days) -> None:
    """Write down when each deal first entered each stage, and say what is odd about that."""
    entries, ledger = known.entries, known.ledger
    place = {name: number for number, name in enumerate(stages)}
    codes = np.array([place.get(name, -1) for name in entries.names] or [-1], dtype=np.int64)[entries.stage]
    mine = is_of[entries.deal]
    is_end = np.array([name in known.export.ends for name in entries.names] or [False])[entries.stage]
    counted = mine & (codes >= 0)
    deal, code, day = entries.deal[counted], codes[counted], entries.day[counted]
    np.minimum.at(entered, (deal, code), day)
    ledger.keep(say("a stage before it was created"), len(np.unique(deal[day < known.created[deal]])))
    # a deal that is lost cannot have been so before the last stage that it entered
    last = np.zeros(len(known), dtype=np.int64)
    np.maximum.at(last, deal, day)
    too_early = is_of & (gone < NEVER) & (gone < last)
    ledger.keep(say("a stage after it was lost"), int(too_early.sum()))
    gone[too_early] = last[too_early]
    following = np.flatnonzero(mine[1:] & (entries.deal[1:] == entries.deal[:-1])) + 1
    reopened = following[is_end[following - 1] & ~is_end[following]]
    ledger.keep(say("reopened"), len(np.unique(entries.deal[reopened])))
    both = following[(codes[following] >= 0) & (codes[following - 1] >= 0)]
    back = both[codes[both] < codes[both - 1]]
    ledger.keep(say("moved back"), len(np.unique(entries.deal[back])))
    _count_skipped(known, is_of, entered)
    _check_current(known, stages, is_of, entered)


def _count_skipped(known: Known, is_of: Flags, entered: Days) -> None:
    """Count deals that got to a stage and not through an earlier one, the first apart: all deals begin there."""
    if entered.shape[1] < 3:
        return
    has = entered < NEVER
    later = np.logical_or.accumulate(has[:, ::-1], axis=1)[:, ::-1]
    skipped = (later[:, 2:] & ~has[:, 1:-1]).any(axis=1)
    known.ledger.keep(say("skipped stages"), int((skipped & is_of).sum()))


def _check_current(known: Known, stages: Sequence[str], is_of: Flags, entered: Days) -> None:
    """Take an open deal that is at a later stage than its history knows to have got there by the day of the export."""
    column = known.texts("stage")
    if column is None or not known.is_latest:
        return
    place = {name: number for number, name in enumerate(stages)}
    entries = known.entries
    last: dict[int, str] = {}
    for deal, stage in zip(entries.deal.tolist(), entries.stage.tolist(), strict=True):
        last[deal] = entries.names[stage]
    odd = 0
    for row in np.flatnonzero(is_of & (known.outcome == OPEN)):
        current = column[row]
        if current not in place:
            continue
        at = place[current]
        if int(row) in last and last[int(row)] != current:
            odd += 1
        if at > 0 and not (entered[row, at:-1] < NEVER).any():
            odd += int(row) not in last
            entered[row, at] = known.as_of
    known.ledger.keep(say("last stage of the history is not the current one"), odd)


def _reached(known: Known, stages: Sequence[str]) -> Days:
    """Tell how far each closed deal got by the stage that it was left at."""
    column = known.texts("stage")
    place = {name: number for number, name in enumerate(stages)}
    reached = np.full(len(known), UNKNOWN, dtype=np.int64)
    reached[known.outcome == WON] = len(stages)
    for row in np.flatnonzero(known.outcome == LOST):
        reached[row] = place.get(column[row], UNKNOWN) if column is not None else UNKNOWN
    return reached
