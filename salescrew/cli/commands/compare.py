"""`salescrew compare`: the same plan in several configurations of the team."""

from __future__ import annotations

from typing import TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.group import EXIT_CODES
from salescrew.cli.render import forms
from salescrew.language import say, to_say


class _Options(TypedDict):
    config: str | None
    form: str
    outputs: tuple[str, ...]
    jobs: int | None
    dask: str | None
    time_limit: float | None
    reach: bool
    quiet: bool


@click.command("compare", short_help=to_say("Specialists or all mixed? The plan in several configurations."))
@options.plan_argument
@click.option(
    "--config",
    metavar="FILE",
    help=to_say(
        "Configurations of your own, a YAML or JSON file: `name: {path: value}`, any values of the plan by path."
    ),
)
@options.format_option(*forms.FORMS)
@options.output_option(
    to_say(
        "Write into this file (.csv, .json, .md, .xlsx, .html, or as --format says) instead of standard output. Once "
        "or more."
    )
)
@options.executor_options
@options.time_limit_option(
    to_say("Seconds for each configuration: then take the best answer so far. Default: no limit.")
)
@options.reach_option(to_say("Leave out how far each team gets, and one person fewer."))
@options.quiet_option(to_say("No progress on standard error."))
def command(plan: str, **chosen: Unpack[_Options]) -> None:
    """Set configurations of the team side by side for the plan in the file PLAN (`-`: standard input).

    A row each: as planned, all mixed (everybody does both), split (hunters and inbound, nobody mixed), present only
    (nobody is hired), hires only (without those who are there), and your own. Each is solved and proven by itself.
    Above the table stands which of them is best, and what the next one lacks.

    Ctrl-C shows what is known so far. The exit code is 1 where no team meets the plan as it is, 3 where the time did
    not suffice to know.
    """
    if plan == chosen["config"] == "-":
        raise click.UsageError(say("PLAN and --config cannot both be standard input: name a file for one of them."))
    places = destination.to_files(chosen["outputs"], chosen["form"], read=[plan, chosen["config"]])

    import salescrew
    from salescrew.cli.frame.known import until_ctrl_c
    from salescrew.cli.frame.progress import TAKES_WHAT_IS_KNOWN, Progress
    from salescrew.cli.frame.workers import workers
    from salescrew.cli.pages.whatif.compare import row_line
    from salescrew.cli.presentations.compare import presented
    from salescrew.models.load import load_configurations
    from salescrew.solver.whatif.compare import compare

    read = salescrew.load(plan)
    own = None if chosen["config"] is None else load_configurations(chosen["config"], read)
    progress = Progress(say("Solving"), quiet=chosen["quiet"], interrupted=say(TAKES_WHAT_IS_KNOWN))
    with workers(chosen["dask"]) as executor:
        found, is_ended = until_ctrl_c(
            lambda: compare(
                read,
                own,
                jobs=chosen["jobs"],
                executor=executor,
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
    click.get_current_context().exit(EXIT_CODES[found.as_planned.status])
