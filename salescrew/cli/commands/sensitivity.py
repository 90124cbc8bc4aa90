"""`salescrew sensitivity`: what moves the plan."""

from __future__ import annotations

from typing import TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.group import EXIT_CODES
from salescrew.cli.render import forms
from salescrew.language import say, to_say


class _Options(TypedDict):
    by: float
    form: str
    outputs: tuple[str, ...]
    jobs: int | None
    thorough: bool
    reach: bool
    time_limit: float | None
    quiet: bool


@click.command("sensitivity", short_help=to_say("What moves the plan most: each input lower and higher."))
@options.plan_argument
@click.option(
    "--by",
    default="10%",
    show_default=True,
    metavar="SHARE",
    callback=options.share,
    help=to_say("By how much to lower and raise; a whole number by that share rounded, but by at least 1."),
)
@options.format_option(*forms.FORMS)
@options.output_option(
    to_say(
        "Write into this file: a picture (.svg, .png), or a table (.csv, .json, .md, .xlsx, .html, or as --format "
        "says). Once or more."
    )
)
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help=to_say("Processes at a time. Default: one a core.")
)
@click.option(
    "--thorough", is_flag=True, help=to_say("Prove every headcount and its least cost, however long that takes.")
)
@options.reach_option(to_say("Leave out how far the team gets, and the pictures, which show that."))
@options.time_limit_option(to_say("Leave open what is not known by then. Default: no limit."))
@options.quiet_option(to_say("No progress on standard error."))
def command(plan: str, **chosen: Unpack[_Options]) -> None:
    """Lower and raise each input of the plan in the file PLAN (`-`: standard input), and show what that changes.

    The inputs are conversions, average deals, leads, effectiveness, and what fits into a day. Each row says how many
    people the plan takes then (9-10: 10 would do, fewer than 9 would not), and what share of all targets the team of
    today's answer reaches, in its roles and with its days planned anew. What moves the plan most comes first.

    Ctrl-C shows what is known so far. The exit code is 1 where no team meets the plan as it is, 3 where the time did
    not suffice to know.
    """
    places = destination.to_files(chosen["outputs"], chosen["form"], read=[plan], pictures=True)
    if not chosen["reach"] and places.draws:
        raise click.UsageError(say("a picture shows how far the team gets: leave --no-reach out, or name a table."))

    import salescrew
    from salescrew.cli.frame.known import until_ctrl_c
    from salescrew.cli.frame.progress import TAKES_WHAT_IS_KNOWN, Progress
    from salescrew.cli.pages.whatif.sensitivity import row_line
    from salescrew.cli.presentations.sensitivity import presented
    from salescrew.solver.whatif.sensitivity import sensitivity

    read = salescrew.load(plan)
    progress = Progress(say("Solving"), quiet=chosen["quiet"], interrupted=say(TAKES_WHAT_IS_KNOWN))
    found, is_ended = until_ctrl_c(
        lambda: sensitivity(
            read,
            chosen["by"],
            thorough=chosen["thorough"],
            jobs=chosen["jobs"],
            time_limit=chosen["time_limit"],
            progress=progress.telling(row_line),
            reach=chosen["reach"],
        ),
        progress,
    )
    shown = presented(read, found)
    if is_ended:
        places.write_known(shown)
    places.write(shown, quiet=chosen["quiet"])
    click.get_current_context().exit(EXIT_CODES[found.base.status])
