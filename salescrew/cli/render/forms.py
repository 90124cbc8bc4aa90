"""The forms in which an answer can be written, and what their files end in."""

from __future__ import annotations

from pathlib import Path

TEXT, MARKDOWN, LISTS, DOCUMENT, WORKBOOK, HTML = "table", "markdown", "csv", "json", "xlsx", "html"
CALENDAR, CALENDARS = "ics", "ics a person"
"""One file, and a folder with a file a person."""
FORMS = (TEXT, DOCUMENT, LISTS, MARKDOWN, WORKBOOK, HTML)
WITHOUT_LISTS = (TEXT, DOCUMENT, MARKDOWN, WORKBOOK, HTML)
OF_RESULTS = (*FORMS, CALENDAR)
"""The forms of what has duty and days off."""
STREAMED = (TEXT, DOCUMENT, LISTS, MARKDOWN, HTML)
"""The forms that may go to standard output."""
PAGES = (TEXT, MARKDOWN)
"""The forms that are for people."""
ENDINGS = {
    ".csv": LISTS,
    ".json": DOCUMENT,
    ".md": MARKDOWN,
    ".txt": TEXT,
    ".xlsx": WORKBOOK,
    ".html": HTML,
    ".ics": CALENDAR,
}
PICTURES = {".svg": "svg", ".png": "png"}


def ending_of(output: str | None) -> str:
    """Give the ending of a file's name, in small letters."""
    return Path(output or "").suffix.lower()


def endings_of(*forms: str) -> tuple[str, ...]:
    """Give what the name of a file in one of these forms ends in."""
    return tuple(ending for ending, form in ENDINGS.items() if form in forms)


def ending_in(form: str) -> str:
    """Give what the name of a place for several tables ends in: nothing for csv, where it is a folder."""
    return "" if form == LISTS else endings_of(form)[0]
