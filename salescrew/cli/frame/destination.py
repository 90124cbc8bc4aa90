"""Where an answer goes and in which form, as options and the names of files tell."""

from __future__ import annotations

from collections.abc import Sequence

import click

from salescrew.cli.frame.places import File, Folder, is_stdout, look_at
from salescrew.cli.render import forms

_FILES = forms.endings_of(*forms.WITHOUT_LISTS)


def is_form_given() -> bool:
    """Tell whether the user chose how the output is written."""
    source = click.get_current_context().get_parameter_source("form")
    return source is not click.core.ParameterSource.DEFAULT


def form_by_ending(output: str | None, form: str) -> str:
    """Tell the form of a file by its name, unless a format is given."""
    return form if is_form_given() else forms.ENDINGS.get(forms.ending_of(output), form)


def picture_form(output: str | None) -> str | None:
    """Tell the form of a picture by the name of its file; None where it is none."""
    ending = forms.ending_of(output)
    if ending in forms.PICTURES and is_form_given():
        raise click.UsageError(f"a file that ends in {ending} is a picture: leave out --format, or name another.")
    return forms.PICTURES.get(ending)


def to_file(output: str | None, form: str, *, read: Sequence[str | None], offered: Sequence[str] = forms.FORMS) -> str:
    """Look at the file that an answer goes to, and tell its form."""
    look_at(File(output, forms.endings_of(*offered)), read=read)
    return form_by_ending(output, form)


def to_file_or_folder(
    output: str | None,
    form: str,
    *besides: File,
    read: Sequence[str | None],
    endings: tuple[str, ...] = _FILES,
) -> str:
    """Look at the place that an answer of several tables goes to, as csv a folder, and tell its form.

    Parameters
    ----------
    besides
        What is written as well.
    endings
        What the name of a file may end in.
    """
    form = form_by_ending(output, form)
    if form == forms.LISTS and (is_stdout(output) or not is_form_given()):
        raise click.UsageError("csv writes a file a table: name a folder for them with --format csv -o.")
    place = Folder(output) if form == forms.LISTS and output is not None else File(output, endings)
    look_at(place, *besides, read=read)
    return form
