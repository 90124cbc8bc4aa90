"""What pictures have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salescrew.cli.render.cells import money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EDGE, TEXT, GRID = "#333333", "#222222", "#dddddd"


def frame(axes: Axes) -> None:
    """Give a panel of lines its frame: lines across, and no more edges than it takes."""
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def short(amount: float) -> str:
    """Write an amount of money with three digits or so."""
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if abs(amount) >= size:
            digits = f"{amount / size:,.2f}" if abs(amount) < 10 * size else f"{amount / size:,.1f}"
            return digits.rstrip("0").rstrip(".") + unit
    return money(amount)
