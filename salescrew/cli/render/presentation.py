"""An answer as a command presents it: each of its forms, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salescrew.cli.render.forms import CALENDAR, CALENDARS, DOCUMENT, HTML, LISTS, MARKDOWN, PICTURES, TEXT, WORKBOOK
from salescrew.cli.render.markdown import markdown_page
from salescrew.cli.render.page import Page, Table
from salescrew.cli.render.spreadsheet import csv_files, csv_table
from salescrew.cli.render.text import text_page
from salescrew.language import ENGLISH, speaking, spoken
from salescrew.models.answers.row import Document

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from salescrew.cli.render.diary import Diary
    from salescrew.cli.render.html.document import HtmlPage
    from salescrew.cli.render.workbook.sheets import Workbook

Content = str | bytes | dict[str, str]
"""A text, a picture or a workbook, or the texts of a folder's files by their names."""


@dataclass(frozen=True)
class Presentation:
    """An answer in all its forms.

    Attributes
    ----------
    document
        The answer itself, as programs read it.
    page
        What a person reads.
    lists
        What a spreadsheet gets: a table, several of them, or a text that is CSV already.
    picture
        What is drawn.
    workbook
        The sheets of a workbook, where they are more than the page's.
    html
        An HTML page, where there is more on it than on the page.
    diary, diaries
        Entries for a calendar: in one, and for each person in one of their own.
    """

    document: Document
    page: Callable[[], Page]
    lists: Callable[[], Table | Sequence[Table] | str] | None = None
    picture: Callable[[], Drawing] | None = None
    workbook: Callable[[], Workbook] | None = None
    html: Callable[[], HtmlPage] | None = None
    diary: Callable[[], Diary] | None = None
    diaries: Callable[[], Sequence[Diary]] | None = None

    def written(self, form: str, screen: int | None = None) -> Content:
        """Write the answer as a text, as texts where each table is a file, or as bytes of a picture or a workbook.

        Parameters
        ----------
        screen
            How wide the terminal is that shows it; None: none does.
        """
        if form in PICTURES.values():
            from salescrew.cli.render.drawing import drawn

            assert self.picture is not None
            return drawn(self.picture, form)
        return _WRITERS[form](self, screen)


def _lists(presentation: Presentation) -> Content:
    assert presentation.lists is not None
    match presentation.lists():
        case str(text):
            return text
        case Table() as table:
            return csv_table(_titled_in_english([table], presentation.lists)[0])
        case tables:
            return csv_files(_titled_in_english(tables, presentation.lists))


def _titled_in_english(tables: Sequence[Table], lists: Callable[[], Table | Sequence[Table] | str]) -> Sequence[Table]:
    """Give lists the titles of their columns in English, by which programs know them in every language."""
    if spoken() == ENGLISH:
        return tables
    with speaking(ENGLISH):
        english = lists()
    assert not isinstance(english, str)
    titled = [english] if isinstance(english, Table) else english
    return [replace(table, columns=one.columns) for table, one in zip(tables, titled, strict=True)]


def _workbook(presentation: Presentation) -> Content:
    from salescrew.cli.render.workbook.of_page import sheets_of
    from salescrew.cli.render.workbook.writing import workbook_bytes

    return workbook_bytes(presentation.workbook() if presentation.workbook else sheets_of(presentation.page()))


def _html(presentation: Presentation) -> Content:
    from salescrew.cli.render.html.of_page import html_of
    from salescrew.cli.render.html.writing import html_text

    return html_text(presentation.html() if presentation.html else html_of(presentation.page()))


def _calendar(presentation: Presentation) -> Content:
    from salescrew.cli.render.diary import ics_text

    assert presentation.diary is not None
    return ics_text(presentation.diary())


def _calendars(presentation: Presentation) -> Content:
    from salescrew.cli.render.diary import ics_files

    assert presentation.diaries is not None
    return ics_files(presentation.diaries())


_WRITERS: dict[str, Callable[[Presentation, int | None], Content]] = {
    TEXT: lambda presentation, screen: text_page(presentation.page(), screen),
    MARKDOWN: lambda presentation, _: markdown_page(presentation.page()),
    LISTS: lambda presentation, _: _lists(presentation),
    WORKBOOK: lambda presentation, _: _workbook(presentation),
    HTML: lambda presentation, _: _html(presentation),
    CALENDAR: lambda presentation, _: _calendar(presentation),
    CALENDARS: lambda presentation, _: _calendars(presentation),
    DOCUMENT: lambda presentation, _: presentation.document.to_json(),
}
