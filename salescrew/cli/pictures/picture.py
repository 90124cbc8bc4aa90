"""What pictures have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import PercentFormatter

from salescrew.cli.render.cells import money, percent
from salescrew.language import say, to_say, with_marks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EDGE, TEXT, GRID = "#333333", "#222222", "#dddddd"
_MILLIONS, _THOUSANDS = to_say("{number}M"), to_say("{number}k")


class Percents(PercentFormatter):
    """Writes shares on an axis as percentages."""

    def __init__(self) -> None:
        super().__init__(1.0, symbol=percent(""))

    def format_pct(self, x: float, display_range: float) -> str:
        """Write a share with the marks of the language."""
        return with_marks(super().format_pct(x, display_range))


def frame(axes: Axes) -> None:
    """Give a panel of lines its frame: lines across, and no more edges than it takes."""
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def short(amount: float) -> str:
    """Write an amount of money with three digits or so."""
    for unit, size in ((_MILLIONS, 1e6), (_THOUSANDS, 1e3)):
        if abs(amount) >= size:
            digits = f"{amount / size:,.2f}" if abs(amount) < 10 * size else f"{amount / size:,.1f}"
            return say(unit, number=with_marks(digits.rstrip("0").rstrip(".")))
    return money(amount)
