"""A bar as SVG: its length, where it should reach, and from where to where it may come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from salescrew.cli.render.html.document import Bar

WIDTH = 1000
"""How wide a bar's picture is, in units of its own; it is as wide as the page has room."""


@dataclass(frozen=True)
class DrawnBar:
    """A bar with the places of all that is drawn of it, in units of the picture.

    Attributes
    ----------
    start, length
        The bar itself; it begins where 0 is.
    span
        Both ends of where it may come out.
    """

    bar: Bar
    start: float
    length: float
    goal: float | None
    span: tuple[float, float] | None


def drawn_bars(bars: Sequence[Bar], whole: float | None = None) -> list[DrawnBar]:
    """Place bars on a common scale, which has 0 in it, and what the full width is to stand for."""
    ends = [0.0, *([] if whole is None else [whole]), *(end for bar in bars for end in _ends(bar))]
    low, high = min(ends), max(ends)
    unit = WIDTH / (high - low) if high > low else 0.0

    def at(value: float) -> float:
        return round((value - low) * unit, 1)

    return [
        DrawnBar(
            bar,
            at(min(0.0, bar.value)),
            round(at(max(0.0, bar.value)) - at(min(0.0, bar.value)), 1),
            None if bar.goal is None else at(bar.goal),
            None if bar.span is None else (at(bar.span[0]), at(bar.span[1])),
        )
        for bar in bars
    ]


def _ends(bar: Bar) -> list[float]:
    return [bar.value, *(bar.span or ()), *([] if bar.goal is None else [bar.goal])]
