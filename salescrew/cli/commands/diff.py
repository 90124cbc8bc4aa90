"""`salescrew diff`: two results side by side."""

from __future__ import annotations

from typing import TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.render import forms
from salescrew.language import to_say


class _Options(TypedDict):
    form: str
    outputs: tuple[str, ...]


@click.command("diff", short_help=to_say("Set two results side by side."))
@options.result_argument
@click.argument("other", metavar="OTHER")
@options.format_option(*forms.FORMS)
@options.output_option(
    to_say(
        "Write into this file (.csv, .json, .md, .xlsx, .html, or as --format says) instead of standard output. Once "
        "or more."
    )
)
def command(result: str, other: str, **chosen: Unpack[_Options]) -> None:
    """Show what is otherwise in the result in OTHER than in the one in RESULT.

    Both are of the same plan. Where `salescrew replan` made OTHER out of RESULT, each change has its reason.
    """
    options.one_from_stdin(result=result, other=other)
    places = destination.to_files(chosen["outputs"], chosen["form"], read=[result, other])

    import salescrew
    from salescrew.cli.pages.on_the_way.diff import diff_page, diff_table
    from salescrew.cli.render.presentation import Presentation

    found = salescrew.diff(salescrew.load_result(result), salescrew.load_result(other))
    shown = Presentation(found, page=lambda: diff_page(found), lists=lambda: diff_table(found))
    places.write(shown)
