"""Texts in files for spreadsheets, which take some of them for formulas and run them."""

from __future__ import annotations

_WIDE = "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
_STARTS_A_FORMULA = (*"=+-@", *_WIDE, "\t", "\r", "\n")
_MAY_STAND_BEFORE = "' "


def harmless(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula: with an apostrophe before it, which it does not show."""
    return "'" + text if is_formula(text) else text


def as_it_was(text: str) -> str:
    """Give a text as it was before it was made harmless."""
    return text[1:] if text.startswith("'") and is_formula(text) else text


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet might run a text, if only where it is copied from or written once more."""
    return text.lstrip(_MAY_STAND_BEFORE).startswith(_STARTS_A_FORMULA)
