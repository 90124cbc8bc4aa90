"""`salescrew track`: whether the plan is on track."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.output import write
from salescrew.cli.frame.places import File
from salescrew.cli.frame.result_of import result_of
from salescrew.cli.render import forms
from salescrew.language import to_say

if TYPE_CHECKING:
    from salescrew.models.plan.values.days import Interval


class _Options(TypedDict):
    as_of: dt.date | None
    absent: dict[str, tuple[Interval, ...]]
    form: str
    outputs: tuple[str, ...]
    chart: str | None


@click.command("track", short_help=to_say("Set what happened against the plan: is it on track?"))
@options.plan_argument
@options.result_argument
@options.actuals_argument
@options.day_option("--as-of", to_say("The day to look from. Default: the last one of which anything is known."))
@options.absent_option()
@options.format_option(*forms.FORMS)
@options.output_option(
    to_say(
        "Write into this file (.json, .md, .xlsx, .html, or as --format says; csv: this new folder, a file a table) "
        "instead of standard output. Once or more."
    )
)
@click.option("--chart", metavar="PATH", help=to_say("Draw the pace besides, into this picture (.svg, .png)."))
def command(plan: str, result: str, actuals: str, **chosen: Unpack[_Options]) -> None:
    """Set what happened, in the file ACTUALS, against the result in RESULT of the plan in PLAN.

    It shows what everybody was asked for and did, what has passed the funnels and whether conversions differ from the
    plan's by more than chance explains, how the targets will come out, and what it takes to catch up.

    `salescrew actuals` writes the form for ACTUALS. A day counts as soon as anything is known of it.
    """
    options.one_from_stdin(plan=plan, result=result, actuals=actuals)
    chart, read_all = chosen["chart"], [plan, result, actuals]
    besides = [] if chart is None else [File(chart, tuple(forms.PICTURES), has_ending=True)]
    places = destination.to_files_or_folders(chosen["outputs"], chosen["form"], *besides, read=read_all)

    import salescrew
    from salescrew.cli.presentations.track import presented

    read = salescrew.load(plan)
    answer = result_of(read, result)
    facts = salescrew.load_actuals(actuals, read, answer)
    shown = presented(read, salescrew.track(read, answer, facts, chosen["as_of"], absent=chosen["absent"]))
    if chart is not None:
        write(chart, shown.written(forms.PICTURES[forms.ending_of(chart)]))
    places.write(shown, besides=[chart])
