"""How wide a page may be: as the terminal that shows it."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from salescrew.cli.frame.places import is_stdout

LEAST = 40
"""No page is narrower than that, since numbers would have to be broken."""


def screen_at(output: str | None = None) -> int | None:
    """Give the width for a page that goes to standard output, or to a file of this name; None: as a page is wide."""
    return screen_of(sys.stdout if is_stdout(output) else None)


def screen_of(stream: TextIO | None) -> int | None:
    """Give the width of the terminal that a stream writes to; None where it is none.

    COLUMNS in the environment says so where it is set, also for what goes to a file or another program.
    """
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return max(LEAST, int(said))
    try:
        width = os.get_terminal_size(stream.fileno()).columns if stream and stream.isatty() else 0
    except (OSError, ValueError):  # a terminal that does not say, a stream that is no file
        width = 0
    return max(LEAST, width) if width else None
