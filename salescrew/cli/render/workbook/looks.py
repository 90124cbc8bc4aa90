"""How cells of a workbook look: what they are, as number formats, and what they stand on, as colours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from salescrew.cli.render.cells import written
from salescrew.cli.render.page import Figure, Kind
from salescrew.cli.render.workbook.sheets import OFF, Entry, Formula, SheetCell, Style
from salescrew.language import say_as, to_say_as, with_marks

Look = Mapping[str, object]
"""Properties of a cell, by the names that XlsxWriter has for them."""
FONT_SIZE = 11
HEADING: Look = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1F3B57",
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#8EA3B7",
}
BODY: Look = {"valign": "top", "border": 1, "border_color": "#D5DCE3"}
ENTRY: Look = {"bg_color": "#FFF6CC", "font_color": "#1A3E8C"}
SIZES: Mapping[Style, int] = {"headline": 16, "heading": 13}
PROSE: Mapping[Style, Look] = {
    "headline": {"bold": True, "font_size": 16, "font_color": "#1F3B57"},
    "heading": {"bold": True, "font_size": 13, "font_color": "#1F3B57"},
    "text": {},
    "item": {"indent": 1},
    "warning": {"bold": True, "font_color": "#8A3B00"},
}
NOTE: Look = {"italic": True, "font_color": "#55606B"}
_SHADES = ("#CFE3F7", "#D8EFD3", "#FBE3C5", "#E6DAF2", "#F9D6DC", "#CDECEA", "#EFE9B9", "#DDE1E6")
_OFF = "#EEF0F2"
SERIES = ("#1F5FA8", "#C2571A", "#2E7D4F", "#7A4BA0", "#A83250", "#0F7C82", "#7C7214", "#5B6570")
_IN_DIGITS = to_say_as("number format", "yyyy-mm-dd")
_DATES: Mapping[Kind, str] = {
    "date": _IN_DIGITS,
    "short date": to_say_as("number format", "d mmm yyyy"),
    "day": to_say_as("number format", "ddd d mmm"),
    "long day": to_say_as("number format", "dddd d mmmm yyyy"),
}
_ON_AXES = to_say_as("number format", "d mmm")
_NUMBER, _PERCENT = to_say_as("number format", "#,##0"), to_say_as("number format", "0%")


def shaded(shade: int) -> Look:
    """Give a colour to stand on; those there are come again."""
    return {"bg_color": _OFF if shade == OFF else _SHADES[shade % len(_SHADES)], "text_wrap": True}


def date_format(kind: Kind) -> str:
    """Give the format of a day."""
    return say_as("number format", _DATES.get(kind, _IN_DIGITS))


def date_format_on_axes() -> str:
    """Give the format of a day below a chart."""
    return say_as("number format", _ON_AXES)


def number_of(cell: SheetCell) -> float | None:
    """Give the number in a cell."""
    match cell:
        case bool():
            return None
        case int() | float():
            return cell
        case Figure() | Formula() | Entry():
            return cell.value
    return None


def kind_of(cell: SheetCell, kind: Kind) -> Kind:
    """Tell what a number is, which stands in a column of a kind."""
    own = cell.kind if isinstance(cell, Figure | Formula | Entry) else None
    return own or kind


def formats_of(cells: Sequence[SheetCell], kind: Kind) -> Mapping[Kind, str]:
    """Give the number formats of a column, by what a number is: as many decimals for all as one of them needs."""
    decimals: defaultdict[Kind, set[int]] = defaultdict(set)
    for cell in cells:
        if number_of(cell) is not None and not _has_own_digits(cell):
            decimals[kind_of(cell, kind)].add(_decimals_of(cell, kind))
    return {of_cell: number_format(of_cell, max(counts)) for of_cell, counts in decimals.items()}


def format_of(cell: SheetCell, kind: Kind, formats: Mapping[Kind, str]) -> str:
    """Give the number format of a cell: its column's, unless it says how many of its digits matter."""
    if _has_own_digits(cell):
        return number_format(kind_of(cell, kind), _decimals_of(cell, kind))
    return formats[kind_of(cell, kind)]


def _has_own_digits(cell: SheetCell) -> bool:
    return isinstance(cell, Figure) and (cell.exact or cell.digits is not None)


def _decimals_of(cell: SheetCell, kind: Kind) -> int:
    """Count the decimals with which a page writes a number."""
    value = number_of(cell) or 0.0
    shown = Figure(value, digits=cell.digits, exact=cell.exact) if isinstance(cell, Figure) else value
    match = re.search(rf"{re.escape(with_marks('.'))}(\d+)", written(shown, kind_of(cell, kind)))
    return len(match[1]) if match else 0


def number_format(kind: Kind, decimals: int) -> str:
    """Give the format of a number."""
    after = "." + "0" * decimals if decimals else ""
    if kind == "share":
        return say_as("number format", _PERCENT).replace("0", f"0{after}")
    return f"{say_as('number format', _NUMBER)}{after}"


def marked(number_format: str, mark: str) -> str:
    """Put a mark behind a number, which stays one."""
    return number_format + '"' + mark.replace('"', "'") + '"' if mark else number_format
