"""How pictures look, and how they are written into files."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

_STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib, and has Cyrillic
    "font.size": 9,
    "text.parse_math": False,  # a dollar in a name is no formula
    "text.usetex": False,  # and a backslash no command
    "svg.fonttype": "none",  # text stays text, to be searched and copied
    "svg.hashsalt": "salescrew",  # the same table gives the same file
}


def drawn(draw: Callable[[], Figure], form: str) -> bytes:
    """Draw a figure, and write it as `svg` or `png`; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    about = {"Date": None, "Creator": "salescrew"} if form == "svg" else {"Software": "salescrew"}
    with rc_context(_STYLE):
        draw().savefig(buffer, format=form, dpi=150, metadata=about)
    return buffer.getvalue()
