"""A table made to fit into the width of a terminal: heads and cells in several lines, columns that go on below.

What costs a reader least comes first: less air, heads in two or three lines, texts broken at their blanks, then blocks
of columns one below the other, each of which begins with what its rows are about. Numbers and days are never broken
where a block of its own can help.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from salescrew.cli.render.layout import BETWEEN, Layout, Strip
from salescrew.cli.render.lines import folded, longest_piece, longest_word, narrowest, widest

AIR = 2
"""What a head takes more than its letters where there is room."""
_FEW_LINES, _MANY_LINES = (2, 3), 5
"""In how many lines a head stands where that spares breaking cells, and where nothing else fits."""
_CELL_LINES = 6
"""In about how many lines a text is broken before its table goes on below."""
_SHORT, _SENTENCE = 12, 22
"""No text is broken to less than this, and a sentence need not have more, whatever its length."""
_HANGING = " "
_LINES_APART = 2
"""From more lines a row on rows stand apart; of fewer, what is set back tells them apart."""


@dataclasses.dataclass(frozen=True)
class Block:
    """Columns that stand side by side, with the width of each."""

    strips: Sequence[Strip]
    widths: Sequence[int]
    stands_apart: bool


def blocks_of(layout: Layout, room: int) -> list[Block]:
    """Make a table fit, as several blocks of columns where it takes that."""
    return [_block(strips, layout.stands_apart, room) for strips in _split(layout.strips, room)]


def _split(strips: Sequence[Strip], room: int) -> list[list[Strip]]:
    """Deal columns out to as few blocks as can be, about as many to each."""
    heads = [strip for strip in strips if strip.says_of_what]
    others = [strip for strip in strips if not strip.says_of_what]
    if not others or _widths(strips, room) is not None:
        return [list(strips)]
    filled: list[list[Strip]] = []
    for strip in others:
        if filled and _widths([*heads, *filled[-1], strip], room) is not None:
            filled[-1].append(strip)
        else:
            filled.append([strip])
    each = -(-len(others) // len(filled))
    even = [others[start : start + each] for start in range(0, len(others), each)]
    fits = all(_widths([*heads, *block], room) is not None for block in even)
    return [[*heads, *block] for block in (even if fits else filled)]


def _block(strips: Sequence[Strip], stands_apart: bool, room: int) -> Block:
    widths = _widths(strips, room) or _forced(strips, room)
    broken = [_broken(strip, width) for strip, width in zip(strips, widths, strict=True)]
    are_broken = [one.cells != strip.cells for one, strip in zip(broken, strips, strict=True)]
    taken = [
        max(widest(text) for text in (one.head, *one.cells)) if is_broken else width
        for one, is_broken, width in zip(broken, are_broken, widths, strict=True)
    ]
    rows = list(zip(*(strip.cells for strip in broken), strict=True))
    lines = sum(1 + max(cell.count("\n") for cell in row) for row in rows)
    return Block(broken, taken, stands_apart or (any(are_broken) and lines > _LINES_APART * len(rows)))


def _broken(strip: Strip, width: int) -> Strip:
    head = strip.head if widest(strip.head) <= width else folded(strip.head, width)
    cells = ["\n".join(folded(line, width, others=_HANGING) for line in cell.split("\n")) for cell in strip.cells]
    return dataclasses.replace(strip, head=head, cells=cells)


def _widths(strips: Sequence[Strip], room: int) -> list[int] | None:
    """Find widths that fit, None where that takes more than heads and texts in some lines."""
    cells = [max(map(widest, strip.cells), default=0) for strip in strips]
    most = room - BETWEEN * (len(strips) - 1)
    for air, lines in ((AIR, None), (0, None), *((0, lines) for lines in _FEW_LINES)):
        widths = [max(cell, _head(strip, lines) + air) for cell, strip in zip(cells, strips, strict=True)]
        if sum(widths) <= most:
            return widths
    ways = [(longest, lines) for longest in (longest_word, longest_piece) for lines in (None, *_FEW_LINES, _MANY_LINES)]
    for longest, lines in ways:
        heads = [_head(strip, lines) for strip in strips]
        least = [max(head, _least(strip, longest)) for head, strip in zip(heads, strips, strict=True)]
        whole = [max(head, cell) for head, cell in zip(heads, cells, strict=True)]
        if sum(least) <= most:
            return _levelled(least, whole, most)
    return None


def _levelled(least: Sequence[int], whole: Sequence[int], most: int) -> list[int]:
    """Let all columns be as wide as they would, but none wider than a level that leaves room for all."""

    def at(level: int) -> list[int]:
        return [max(low, min(high, level)) for low, high in zip(least, whole, strict=True)]

    level = max(level for level in range(most + 1) if sum(at(level)) <= most)
    return at(level)


def _forced(strips: Sequence[Strip], room: int) -> list[int]:
    """Break words and numbers: only names longer than half a line come to that."""
    whole = [max(widest(text) for text in (strip.head, *strip.cells)) for strip in strips]
    most = max(room - BETWEEN * (len(strips) - 1), len(strips))
    return _levelled([1] * len(strips), whole, most)


def _head(strip: Strip, lines: int | None) -> int:
    return widest(strip.head) if lines is None else narrowest(strip.head, lines)


def _least(strip: Strip, longest: Callable[[str], int]) -> int:
    """Give the least width of a column's cells that reads well, with what is not to be broken in one piece."""
    whole = max(map(widest, strip.cells), default=0)
    if strip.is_numeric:
        return whole
    pieces = max(map(longest, strip.cells), default=0)
    return min(whole, max(_SHORT, pieces + len(_HANGING), min(_SENTENCE, -(-whole // _CELL_LINES))))
