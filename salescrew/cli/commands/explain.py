"""`salescrew explain`: why this number, why not fewer, and what would change it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.group import EXIT_CODES
from salescrew.cli.frame.result_of import result_of
from salescrew.cli.render import forms
from salescrew.language import say, to_say

if TYPE_CHECKING:
    from salescrew.models.answers.explained.explanation import What

QUESTIONS: tuple[What, ...] = ("headcount", "target", "starts", "person", "quota", "odds")


class _Options(options.Limits):
    what: tuple[What, ...]
    person: str | None
    week: int | dt.date | None
    without: tuple[str, ...]
    result: str | None
    form: str
    outputs: tuple[str, ...]
    time_limit: float | None
    reach: bool
    quiet: bool


@click.command("explain", short_help=to_say("Why this number, why not fewer, and what would change it?"))
@options.plan_argument
@click.option(
    "--what",
    metavar="WHAT",
    callback=options.words_of(*QUESTIONS),
    help=to_say(
        "What to explain, separated by commas: headcount, target, starts, person, quota, odds. Default: "
        "headcount,target,starts; of a person: person,quota."
    ),
)
@click.option(
    "--person",
    metavar="NAME",
    help=to_say("Whom person and quota are about, which are answered then. Default: everyone with a role."),
)
@click.option(
    "--week",
    metavar="WEEK",
    callback=options.week,
    help=to_say("The week of the quota: its number, or a date. Default: the first."),
)
@click.option(
    "--without",
    metavar="NAME",
    multiple=True,
    help=to_say(
        "What it takes without this person, what targets fall to, and who takes over what. Once or more; then nothing "
        "else, but for --what."
    ),
)
@click.option(
    "--result", metavar="RESULT", help=to_say("A result file of this plan, so that it need not be solved again.")
)
@options.limit_options
@options.format_option(*forms.WITHOUT_LISTS)
@options.output_option(
    to_say(
        "Write into this file (.json, .md, .xlsx, .html, or as --format says) instead of standard output. Once or more."
    )
)
@options.time_limit_option(to_say("Stop looking after so many seconds. Default: until it is known."))
@options.reach_option(to_say("Leave out how far the team gets, and one person fewer."))
@options.quiet_option(to_say("No progress on standard error."))
def command(plan: str, **chosen: Unpack[_Options]) -> None:
    """Explain the answer to the plan in the file PLAN (`-`: standard input).

    headcount: why not fewer people, or what cannot hold together, and the smallest changes that would do. target: what
    binds, what more of it would be worth, and until when a contact can pay. starts: whom to hire when, and what a later
    start would cost, where candidates have first days to choose from. person: what a person brings. quota: where the
    numbers of a week come from. odds: which target and which source of chance the missing odds come from. Each
    statement has been checked by solving. Ctrl-C shows what is known so far. The exit code is that of solve.
    """
    options.one_from_stdin(plan=plan, result=chosen["result"])
    read_too = [plan, chosen["result"]]
    places = destination.to_files(chosen["outputs"], chosen["form"], read=read_too, offered=forms.WITHOUT_LISTS)

    import salescrew
    from salescrew.cli.frame.known import until_ctrl_c
    from salescrew.cli.frame.progress import TAKES_WHAT_IS_KNOWN, Progress
    from salescrew.cli.presentations.explain import presented
    from salescrew.models.variants.limits import limited

    read = limited(salescrew.load(plan), **options.limits_of(chosen))
    result = None if chosen["result"] is None else result_of(read, chosen["result"])
    explain = salescrew.explain  # this loads the solver
    progress = Progress(say("Explaining"), quiet=chosen["quiet"], interrupted=say(TAKES_WHAT_IS_KNOWN))
    explained, is_ended = until_ctrl_c(
        lambda: explain(
            read,
            chosen["what"] or None,
            person=chosen["person"],
            week=chosen["week"],
            without=chosen["without"],
            result=result,
            time_limit=chosen["time_limit"],
            progress=progress,
            reach=chosen["reach"],
        ),
        progress,
    )
    shown = presented(read, explained)
    if is_ended:
        places.write_known(shown)
    places.write(shown, quiet=chosen["quiet"])
    click.get_current_context().exit(EXIT_CODES[explained.status])
