"""`salescrew cover`: who could take the duty of somebody who is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.result_of import result_of
from salescrew.cli.render import forms
from salescrew.language import to_say

if TYPE_CHECKING:
    from salescrew.models.plan.values.days import Interval


class _Options(TypedDict):
    absent: dict[str, tuple[Interval, ...]]
    form: str
    outputs: tuple[str, ...]


@click.command("cover", short_help=to_say("Rank who could take the duty of somebody who is away."))
@options.plan_argument
@options.result_argument
@options.absent_option(required=True)
@options.format_option(*forms.FORMS)
@options.output_option(
    to_say(
        "Write into this file (.csv, .json, .md, .xlsx, .html, or as --format says) instead of standard output. Once "
        "or more."
    )
)
def command(plan: str, result: str, **chosen: Unpack[_Options]) -> None:
    """Rank who could take each duty slot of somebody who is away, without planning anything anew.

    What costs least comes first: revenue, follow-up work that has to be moved, quotas that change. Each slot is looked
    at by itself. PLAN is the plan and RESULT its result, as `solve` or `replan` wrote it.
    """
    options.one_from_stdin(plan=plan, result=result)
    places = destination.to_files(chosen["outputs"], chosen["form"], read=[plan, result])

    import salescrew
    from salescrew.cli.pages.on_the_way.cover import cover_page, cover_table
    from salescrew.cli.render.presentation import Presentation

    read = salescrew.load(plan)
    found = salescrew.cover(read, result_of(read, result), chosen["absent"])
    shown = Presentation(found, page=lambda: cover_page(read, found), lists=lambda: cover_table(found))
    places.write(shown)
