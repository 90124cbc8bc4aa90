"""How pictures look, and how they are written."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from salescrew.cli.render.tables import money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EDGE, TEXT, GRID = "#333333", "#222222", "#dddddd"
STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib, and has Cyrillic
    "font.size": 9,
    "text.parse_math": False,  # a dollar in a name is no formula
    "text.usetex": False,  # and a backslash no command
    "svg.fonttype": "none",  # text stays text, to be searched and copied
    "svg.hashsalt": "salescrew",  # the same table gives the same file
}


def drawn(figure: Figure, form: str) -> bytes:
    """Write a figure as `svg` or `png`; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    about = {"Date": None, "Creator": "salescrew"} if form == "svg" else {"Software": "salescrew"}
    figure.savefig(buffer, format=form, dpi=150, metadata=about)
    return buffer.getvalue()


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
