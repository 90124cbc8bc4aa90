"""Texts in lines that fit: how wide a text is on a terminal, and where it may be broken."""

from __future__ import annotations

import re
import unicodedata

WIDEST = 120
"""How wide a page is where no terminal says so, and how wide sentences are on any."""
_BLANKS = re.compile(r"[ \t\n]+")
_SOFT = re.compile(r"(?<=[-./_,:=|])(?=[^\W_])")
"""Where a word that is longer than a line may be broken: in a name of parts, a path, a range."""


def width_of(text: str) -> int:
    """Count the columns of a terminal that a text in one line takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def widest(text: str) -> int:
    """Give the width of the widest line of a text."""
    return max(map(width_of, text.split("\n")))


def longest_word(text: str) -> int:
    """Give the width of the longest word of a text."""
    return max(map(width_of, _BLANKS.split(text)))


def longest_piece(text: str) -> int:
    """Give the width of the longest part of a text that is not broken but where nothing else helps."""
    return max((width_of(piece) for word in _BLANKS.split(text) for piece in _SOFT.split(word)), default=0)


def folded(text: str, width: int, first: str = "", others: str = "") -> str:
    """Break a text at its blanks into lines that are no wider; a word that is longer than a line, within.

    Parameters
    ----------
    first
        What the first line begins with.
    others
        What the other lines begin with.
    """
    if "\n" not in text and width_of(text) + width_of(first) <= width:
        return first + text
    lines, line, is_begun = [], first, False
    for word in filter(None, _BLANKS.split(text)):
        for number, part in enumerate(_parts(word, max(1, width - width_of(others)))):
            blank = " " if is_begun and not number else ""
            if is_begun and (number or width_of(line + blank + part) > width):
                lines.append(line)
                line, blank = others, ""
            line, is_begun = line + blank + part, True
    return "\n".join([*lines, line])


def _parts(word: str, width: int) -> list[str]:
    """Break a word that is wider than a line: after a mark in it if there is one, else anywhere."""
    if width_of(word) <= width:
        return [word]
    parts = [""]
    for piece in _SOFT.split(word):
        if parts[-1] and width_of(parts[-1] + piece) > width:
            parts.append("")
        for letter in piece:
            if parts[-1] and width_of(parts[-1] + letter) > width:
                parts.append("")
            parts[-1] += letter
    return parts


def narrowest(text: str, lines: int) -> int:
    """Give the least width with which a text takes no more than so many lines, or as few as can be."""
    low, high = min(longest_piece(text), widest(text)), width_of(" ".join(_BLANKS.split(text)))
    while low < high:
        middle = (low + high) // 2
        if folded(text, middle).count("\n") < lines:
            high = middle
        else:
            low = middle + 1
    return low
