"""`salescrew show`: a result shown again, as a whole or in parts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.result_of import result_and_plan
from salescrew.cli.render import forms
from salescrew.language import say, to_say

if TYPE_CHECKING:
    from salescrew.cli.render.presentation import Presentation
    from salescrew.models.answers.result import Result
    from salescrew.models.plan.plan import Plan

PARTS = (
    "team",
    "targets",
    "odds",
    "stages",
    "work",
    "duty",
    "roster",
    "quotas",
    "funnel",
    "coverage",
    "changes",
    "warnings",
)


class _Options(TypedDict):
    plan: str | None
    part: tuple[str, ...]
    person: str | None
    week: int | dt.date | None
    form: str
    outputs: tuple[str, ...]


@click.command("show", short_help=to_say("Show a result again: all, a part, one person, one week."))
@options.result_argument
@click.option("--plan", metavar="PLAN", help=to_say("The plan of the result. Default: the one that it holds."))
@click.option(
    "--part",
    metavar="WHAT",
    callback=options.words_of(*PARTS),
    help=to_say(
        "What to show of it, separated by commas: team, targets, odds, stages, work, duty, roster, quotas, funnel, "
        "coverage, changes, warnings. Default: all that solve shows."
    ),
)
@click.option(
    "--person", metavar="NAME", help=to_say("Show this person's days: duty and quotas. With --part: that of theirs.")
)
@click.option(
    "--week",
    metavar="WEEK",
    callback=options.week,
    help=to_say("Show the days of this week: its number, or a date. With --part: that of this week."),
)
@options.format_option(*forms.OF_RESULTS)
@options.output_option(
    to_say(
        "Write into this file (.json, .md, .xlsx, .html, .ics, or as --format says; csv: this new folder, a file a "
        "table, ics: one a person; of one part or of days this file) instead of standard output. Once or more."
    )
)
def command(result: str, **chosen: Unpack[_Options]) -> None:
    """Show the result in the file RESULT (`-`: standard input) again, without solving anything.

    As a whole it looks as `solve` or `replan` showed it. --person and --week show what days hold, a cell a day.
    """
    options.one_from_stdin(result=result, plan=chosen["plan"])
    is_one_table = len(chosen["part"]) == 1 or (not chosen["part"] and _is_narrowed(chosen))
    look = destination.to_files if is_one_table else destination.to_files_or_folders
    offered = forms.FORMS if chosen["part"] else forms.OF_RESULTS
    if chosen["form"] not in offered:
        raise click.UsageError(say("a calendar is of a whole result, of a person or of a week: leave out --part."))
    places = look(chosen["outputs"], chosen["form"], read=[result, chosen["plan"]], offered=offered)

    answer, plan = result_and_plan(result, chosen["plan"])
    places.write(_shown(plan, answer, chosen))


def _is_narrowed(chosen: _Options) -> bool:
    return chosen["person"] is not None or chosen["week"] is not None


def _shown(plan: Plan, result: Result, chosen: _Options) -> Presentation:
    """Present what was asked for."""
    from salescrew.cli.presentations import show
    from salescrew.models.department.horizon import Horizon
    from salescrew.models.plan.naming import meant

    if not chosen["part"] and not _is_narrowed(chosen):
        return show.whole(plan, result)
    week = None if chosen["week"] is None else Horizon(plan).number_of_week(chosen["week"])
    person = chosen["person"] and (meant(chosen["person"], [one.name for one in result.managers]) or chosen["person"])
    if chosen["part"]:
        return show.parts(plan, result, chosen["part"], person, week)
    return show.days(plan, result, person, week)
