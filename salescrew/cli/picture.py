"""How pictures look, and how they are written."""

from __future__ import annotations

import io
from typing import Any

from matplotlib.figure import Figure

EDGE, TEXT, GRID = "#333333", "#222222", "#dddddd"
STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib, and has Cyrillic
    "font.size": 9,
    "text.parse_math": False,  # a dollar in a name is no formula
    "svg.fonttype": "none",  # text stays text, to be searched and copied
    "svg.hashsalt": "salescrew",  # the same table gives the same file
}


def drawn(figure: Figure, form: str) -> bytes:
    """Write a figure as `svg` or `png`; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    about = {"Date": None, "Creator": "salescrew"} if form == "svg" else {"Software": "salescrew"}
    figure.savefig(buffer, format=form, dpi=150, metadata=about)
    return buffer.getvalue()
