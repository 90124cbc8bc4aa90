"""Where everybody mixed takes fewer people and where the split, as heat maps."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from benchmarks.configurations_rows import Row, different
from benchmarks.configurations_table import DUTY_RULES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MIXED, _NEITHER, _SPLIT, _OPEN, _TEXT = "#d9822b", "#f7f7f7", "#2f6db3", "#bbbbbb", "#222222"
_MOST = 0.25
"""Differences of this share of the smaller team and more have the full colour."""
_LIGHT_TEXT_FROM = 0.2
_STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "svg.fonttype": "none",  # text stays text, to be searched and copied
    "svg.hashsalt": "salescrew",  # the same rows give the same file
}


def draw(rows: Sequence[Row], form: str) -> bytes:
    """Draw the study as `svg` or `png`: a panel an effectiveness and duty rule, in it sizes by shares of warm leads."""
    worths = different(row.department.mixed_effectiveness for row in rows)
    rules = [rule for rule in DUTY_RULES if any(row.department.calls_between_leads == rule for row in rows)]
    sizes = different(row.department.size for row in rows)
    shares = different(row.department.warm_share for row in rows)
    colours = LinearSegmentedColormap.from_list("mixed or split", [_MIXED, _NEITHER, _SPLIT])
    strength = Normalize(-_MOST, _MOST)
    with rc_context(_STYLE):
        width, height = 0.9 + 0.53 * len(sizes) * len(worths), 1.9 + (0.7 + 0.42 * len(shares)) * len(rules)
        figure = Figure(figsize=(max(8.5, width), height), layout="constrained")
        every = figure.subplots(len(rules), len(worths), sharex=True, sharey=True, squeeze=False)
        for rule, line in zip(rules, every, strict=True):
            for worth, axes in zip(worths, line, strict=True):
                panel = {
                    (row.department.size, row.department.warm_share): row
                    for row in rows
                    if (row.department.calls_between_leads, row.department.mixed_effectiveness) == (rule, worth)
                }
                _draw_panel(axes, [[panel[size, share] for size in sizes] for share in shares], colours, strength)
            line[0].set_ylabel(f"{textwrap.fill(DUTY_RULES[rule], 36)}\n\nwarm leads' share of the target")
        for worth, axes in zip(worths, every[0], strict=True):
            axes.set_title(f"mixed people {worth:.0%} as effective")
        for axes in every[-1]:
            axes.set_xlabel("size of the department")
            axes.set_xticks(range(len(sizes)), [str(size) for size in sizes])
        every[0][0].set_yticks(range(len(shares)), [f"{share:.0%}" for share in shares])
        bar = figure.colorbar(
            ScalarMappable(strength, colours), ax=every, extend="both", shrink=0.7, aspect=30, format=_unsigned
        )
        bar.set_label("people saved, as a share of the smaller team")
        bar.ax.set_title("the split\ntakes fewer", fontsize=9)
        bar.ax.set_xlabel("everybody\nmixed\ntakes fewer", labelpad=16)
        figure.suptitle(
            "Hunters and inbound people, or everybody mixed: which takes fewer people, and how many fewer",
            x=0.01, ha="left", weight="bold",
        )  # fmt: skip
        buffer = io.BytesIO()
        about = {"Date": None, "Creator": "salescrew"} if form == "svg" else {"Software": "salescrew"}
        figure.savefig(buffer, format=form, dpi=120, metadata=about)
    return buffer.getvalue()


def _unsigned(value: float, _: int | None = None) -> str:
    return f"{abs(value):.0%}"


def _draw_panel(axes: Axes, lines: Sequence[Sequence[Row]], colours: Colormap, strength: Normalize) -> None:
    """Draw a cell a department: whose team is smaller as its colour, by how many as its text."""
    for height, line in enumerate(lines):
        for place, row in enumerate(line):
            lead = _lead(row)
            colour = _OPEN if row.winner == "open" else colours(strength(lead))
            corner = (place - 0.5, height - 0.5)
            axes.add_patch(Rectangle(corner, 1, 1, facecolor=colour, edgecolor="white", linewidth=1))
            text = f"{row.winner}\n-{row.saved}" if row.saved else ("=" if row.winner == "equal" else "?")
            ink = "white" if lead > _LIGHT_TEXT_FROM else _TEXT
            axes.text(place, height, text, ha="center", va="center", fontsize=7.5, color=ink, linespacing=1.1)
    axes.set_xlim(-0.5, len(lines[0]) - 0.5)
    axes.set_ylim(-0.5, len(lines) - 0.5)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _lead(row: Row) -> float:
    """Give what the split saves as a share of the smaller team; below 0 where everybody mixed saves it."""
    if row.winner == "mixed" and row.mixed.people:
        return -row.saved / row.mixed.people
    return row.saved / row.split.people if row.winner == "split" and row.split.people else 0.0
