"""What a script gives to be read: a path, a text, or plain data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from salescrew.errors import InputError
from salescrew.language import say, say_as

Source = str | os.PathLike[str]
Data = Mapping[str, object]
TEXT = "<text>"
"""What to call a text in messages."""
_BEGINS = ("{", "[")


def is_text(source: object, what: str) -> bool:
    """Tell whether a text holds what is to be read, and does not name the file that does.

    A text of several lines has a mapping in it; a name of several lines is one only where there is such a file.

    Parameters
    ----------
    what
        What is to be read.

    Raises
    ------
    InputError
        Where it is neither path nor text.
    """
    if not isinstance(source, str | os.PathLike):
        got = type(source).__name__
        raise InputError(
            [
                say(
                    "{what}: must be a path, a text or a mapping, got a {got}. Name its file, or give its data.",
                    what=say_as("held", what),
                    got=got,
                )
            ]
        )
    if not isinstance(source, str):
        return False
    looks_so = source.lstrip().startswith(_BEGINS) or ("\n" in source.strip() and ":" in source)
    return looks_so and not _is_file(source)


def _is_file(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False
