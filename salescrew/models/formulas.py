"""Texts in files for spreadsheets, which take some of them for formulas and run them."""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return "'" + text if text.lstrip("'").startswith(_STARTS_A_FORMULA) else text


def as_it_was(text: str) -> str:
    """Give a text as it was before it was made harmless."""
    is_harmless = text.startswith("'") and text.lstrip("'").startswith(_STARTS_A_FORMULA)
    return text[1:] if is_harmless else text
