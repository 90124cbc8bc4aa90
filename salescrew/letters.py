"""Which letters a text may have: those that can be seen, since others steer a terminal or make two names look alike."""

from __future__ import annotations

import re

KEPT = "\n\N{NO-BREAK SPACE}"
"""What a text of ours may have besides letters that can be seen: ends of lines, and what stands between thousands."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BLANK = re.compile(
    # Python calls these printable, but fonts show nothing: joiners, fillers, variation selectors, an empty braille cell
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_STEP = 4096


def first_unseen(text: str) -> int | None:
    """Find the first letter of a text that cannot be seen.

    Nobody sees control characters and ends of lines, marks of the writing direction, letters of no width, blanks
    other than the usual one, halves of characters, and what is no letter at all.
    """
    if text.isprintable() and (text.isascii() or _BLANK.search(text) is None):
        return None
    for start in range(0, len(text), _STEP):
        part = text[start : start + _STEP]
        if not part.isprintable() or _BLANK.search(part):
            return start + next(at for at, letter in enumerate(part) if not _is_seen(letter))
    return None


def visible(text: str, keep: str = "") -> str:
    """Write a text with a mark in the place of each letter that cannot be seen, but for those to `keep`."""
    if first_unseen(text) is None:
        return text
    return "".join(letter if letter in keep or _is_seen(letter) else REPLACEMENT for letter in text)


def seen(text: str) -> str:
    """Write a text without the letters in it that cannot be seen; blanks of any kind become usual ones."""
    if first_unseen(text) is None:
        return text
    return "".join(" " if letter.isspace() else letter for letter in text if letter.isspace() or _is_seen(letter))


def _is_seen(letter: str) -> bool:
    return letter.isprintable() and _BLANK.match(letter) is None
