"""Where an answer goes and in which forms, as options and the names of files tell."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from salescrew.cli.frame.group import complain
from salescrew.cli.frame.output import write
from salescrew.cli.frame.places import File, Folder, is_stdout, look_at
from salescrew.cli.frame.screen import screen_at
from salescrew.cli.render import forms
from salescrew.language import say

if TYPE_CHECKING:
    from salescrew.cli.render.presentation import Content, Presentation


class _Place(NamedTuple):
    """A place to write to, and what is written there."""

    name: str | None
    form: str


class Destination:
    """All places that an answer goes to; standard output where none is named.

    Parameters
    ----------
    outputs
        The names, as they were given.
    form
        How to write what no ending says.
    pictures
        Whether the answer can be drawn.
    folders
        Whether a calendar without an ending is a folder with one a person.
    """

    def __init__(self, outputs: Sequence[str], form: str, *, pictures: bool = False, folders: bool = False) -> None:
        if sum(map(is_stdout, outputs)) > 1:
            raise click.UsageError(say("-o names standard output more than once: name it once."))
        self._form = form
        self._folders = folders
        self._overrides = is_form_given() and len(outputs) == 1
        self.places = [_Place(name, self._form_of(name, pictures=pictures)) for name in _names(outputs)]

    def _form_of(self, name: str | None, *, pictures: bool) -> str:
        ending = forms.ending_of(name)
        if pictures and ending in forms.PICTURES:
            if self._overrides:
                raise _picture_as(ending)
            return forms.PICTURES[ending]
        form = self._form if self._overrides else forms.ENDINGS.get(ending, self._form)
        if form != forms.WORKBOOK:
            if forms.ENDINGS.get(ending) == forms.WORKBOOK:
                raise _workbook_as(ending)
            is_folder = form == forms.CALENDAR and self._folders and not is_stdout(name)
            return forms.CALENDARS if is_folder and forms.ENDINGS.get(ending) != form else form
        if is_stdout(name) or forms.ENDINGS.get(ending) != form:
            raise click.UsageError(say("xlsx is a workbook: name a file for it with -o that ends in .xlsx."))
        return form

    @property
    def shows_page(self) -> bool:
        """Whether a page for people goes to standard output."""
        return any(is_stdout(place.name) and place.form in forms.PAGES for place in self.places)

    @property
    def draws(self) -> bool:
        """Whether a picture is written."""
        return any(place.form in forms.PICTURES.values() for place in self.places)

    @property
    def has_reader(self) -> bool:
        """Whether somebody sits before a terminal to which a page is written, and can begin to read it."""
        is_read = any(is_stdout(place.name) and place.form == forms.TEXT for place in self.places)
        return is_read and sys.stdout.isatty()

    @property
    def written_forms(self) -> set[str]:
        """The forms in which the answer is written."""
        return {place.form for place in self.places}

    def is_all(self, *among: str) -> bool:
        """Tell whether all places are files in one of these forms."""
        return all(place.form in among and not is_stdout(place.name) for place in self.places)

    def write_known(self, shown: Presentation) -> NoReturn:
        """Write an answer that is not finished to standard output, and none to a file; then end as Ctrl-C does."""
        form = next((place.form for place in self.places if is_stdout(place.name)), forms.TEXT)
        write_known(shown, form, [place.name for place in self.places])

    def write_page(self, shown: Presentation) -> None:
        """Write the page to standard output only, for who reads there already."""
        write(None, shown.written(forms.TEXT, screen_at()))

    def write_below(self, shown: Presentation, name: str | None = None, form: str = forms.TEXT) -> None:
        """Write more of an answer to standard output, where it stands in part; nothing where there is no more."""
        text = str(shown.written(form, screen_at(name)))
        write(name, f"\n{text}" if text else "")

    def write(
        self,
        shown: Presentation,
        *,
        besides: Iterable[str | None] = (),
        quiet: bool = False,
        rest: Presentation | None = None,
    ) -> None:
        """Write an answer to all places, and say where.

        Parameters
        ----------
        besides
            Files that were written with it; None is none.
        rest
            What of it standard output lacks, where the answer stands there in part.
        """
        self.put(shown, rest=rest)
        self.say_written(besides, quiet=quiet)

    def put(
        self, shown: Presentation, *, rest: Presentation | None = None, among: Collection[str] | None = None
    ) -> None:
        """Write an answer to all places in some forms, or to all there are, and do not say where."""
        contents: dict[tuple[str, int | None], Content] = {}
        for name, form in self.places:
            if among is not None and form not in among:
                continue
            kind = form, screen_at(name)
            if rest is not None and is_stdout(name):
                self.write_below(rest, name, form)
                continue
            if kind not in contents:
                contents[kind] = shown.written(*kind)
            write(name, contents[kind])

    def say_written(self, besides: Iterable[str | None] = (), *, quiet: bool = False) -> None:
        """Say where an answer was written."""
        if not quiet:
            say_written([*besides, *(place.name for place in self.places)])


def write_known(shown: Presentation, form: str, names: Iterable[str | None]) -> NoReturn:
    """Write an answer that is not finished to standard output, and none to the files that are named.

    Raises
    ------
    KeyboardInterrupt
        Always: so the program ends as after Ctrl-C.
    """
    write(None, shown.written(form, screen_at()))
    if files := [str(name) for name in names if not is_stdout(name)]:
        from salescrew.models.plan.words import listed_names

        complain(say("Not finished, so nothing was written to {files}.", files=listed_names(files)))
    raise KeyboardInterrupt


def _picture_as(ending: str) -> click.UsageError:
    return click.UsageError(
        say("a file that ends in {ending} is a picture: leave out --format, or name another.", ending=ending)
    )


def _workbook_as(ending: str) -> click.UsageError:
    return click.UsageError(
        say("a file that ends in {ending} is a workbook: leave out --format, or name another.", ending=ending)
    )


def _names(outputs: Sequence[str]) -> Sequence[str | None]:
    """Give the names of all places; None is standard output, where nothing is named."""
    return outputs or [None]


def say_written(names: Iterable[str | None]) -> None:
    """Say in a line which files were written, if there are any."""
    files = [str(name) for name in names if not is_stdout(name)]
    if files:
        from salescrew.models.plan.words import listed_names

        complain(say("Wrote {files}.", files=listed_names(files)))


def is_form_given() -> bool:
    """Tell whether the user chose how the output is written."""
    source = click.get_current_context().get_parameter_source("form")
    return source is not click.core.ParameterSource.DEFAULT


def to_files(
    outputs: Sequence[str],
    form: str,
    *besides: File,
    read: Sequence[str | None],
    offered: Sequence[str] = forms.FORMS,
    pictures: bool = False,
) -> Destination:
    """Look at the files that an answer goes to.

    Parameters
    ----------
    besides
        What is written as well.
    offered
        The forms that there are of it.
    pictures
        Whether it can be drawn.
    """
    endings = (*(forms.PICTURES if pictures else ()), *forms.endings_of(*offered))
    look_at(*(File(output, endings) for output in _names(outputs)), *besides, read=read)
    return Destination(outputs, form, pictures=pictures)


def to_files_or_folders(
    outputs: Sequence[str],
    form: str,
    *besides: File,
    read: Sequence[str | None],
    offered: Sequence[str] = forms.FORMS,
    pictures: bool = False,
) -> Destination:
    """Look at the places that an answer of several tables goes to, as csv a folder; calendars a person as well."""
    destination = Destination(outputs, form, pictures=pictures, folders=True)
    files = forms.endings_of(*(one for one in offered if one != forms.LISTS))
    endings = (*(forms.PICTURES if pictures else ()), *files)
    places: list[File | Folder] = []
    for name, chosen in destination.places:
        if chosen == forms.CALENDARS and name is not None:
            places.append(Folder(name))
        elif chosen != forms.LISTS:
            places.append(File(name, endings))
        elif name is None or is_stdout(name) or form != forms.LISTS:
            raise click.UsageError(say("csv writes a file a table: name a folder for them with --format csv -o."))
        else:
            places.append(Folder(name))
    look_at(*places, *besides, read=read)
    return destination
