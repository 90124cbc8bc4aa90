"""The order of a pipeline's stages: as a map says, as deals went through them, or as their names tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from salescrew.models.rates.reading.crms import STAGE_ORDERS, folded
from salescrew.models.rates.reading.export import Entries

_NUMBERED = re.compile(r"\D{0,12}?(\d+)")
MOST_STAGES = 60


def order_by_entries(
    entries: Entries, is_of: np.ndarray[tuple[int], np.dtype[np.bool_]], ends: Sequence[str]
) -> tuple[str, ...]:
    """Order stages by which of any two deals enter first, more often than not.

    Parameters
    ----------
    is_of
        Which entries are of deals of the pipeline.
    ends
        Names that are no stages.
    """
    deal, stage = entries.deal[is_of], entries.stage[is_of]
    size = len(entries.names)
    counts = np.bincount(stage, minlength=size)
    chosen = [
        code
        for code in np.argsort(-counts, kind="stable")[:MOST_STAGES]
        if counts[code] and entries.names[code] not in ends
    ]
    # the place of each stage's first entry among the entries of its deal; a later one does not count
    first = np.full((len(chosen), int(deal.max()) + 1 if len(deal) else 0), np.iinfo(np.int64).max, dtype=np.int64)
    rank = {code: row for row, code in enumerate(chosen)}
    rows = np.array([rank.get(code, -1) for code in range(size)], dtype=np.int64)[stage] if len(stage) else stage
    places = np.flatnonzero(rows >= 0)
    np.minimum.at(first, (rows[places], deal[places]), places)
    before = np.zeros((len(chosen), len(chosen)), dtype=np.int64)
    never = np.iinfo(np.int64).max
    for one in range(len(chosen)):
        both = (first < never) & (first[one] < never)
        before[one] = (both & (first[one] < first)).sum(axis=1)
    wins = (before > before.T).sum(axis=1)
    # where no deal went through both, the one that more deals get to comes first
    order = sorted(range(len(chosen)), key=lambda row: (-wins[row], -counts[chosen[row]], chosen[row]))
    return tuple(entries.names[chosen[row]] for row in order)


def order_by_names(stages: Sequence[str]) -> tuple[str, ...] | None:
    """Order stages by the numbers in their names, or as usual; None where neither tells."""
    names = [name for name, _ in Counter(stages).most_common(MOST_STAGES) if name]
    numbers = [_NUMBERED.match(name) for name in names]
    if len(names) > 1 and all(numbers):
        found = {name: int(match[1]) for name, match in zip(names, numbers, strict=True) if match}
        if len(set(found.values())) == len(names):
            return tuple(sorted(names, key=lambda name: found[name]))
    for known in STAGE_ORDERS:
        places = [_place(name, known) for name in names]
        if all(place >= 0 for place in places) and len(set(places)) == len(places):
            return tuple(sorted(names, key=lambda name: _place(name, known)))
    return tuple(names) if len(names) == 1 else None


def _place(name: str, known: Sequence[str]) -> int:
    plain = folded(name).rpartition(":")[2]
    return next((number for number, stage in enumerate(known) if folded(stage) == plain), -1)
