"""`salescrew compare`: the same plan in several configurations of the team."""

from __future__ import annotations

from typing import TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.group import EXIT_CODES
from salescrew.cli.render import forms


class _Options(TypedDict):
    config: str | None
    form: str
    outputs: tuple[str, ...]
    jobs: int | None
    dask: str | None
    time_limit: float | None
    quiet: bool


@click.command("compare", short_help="Specialists or all mixed? The plan in several configurations.")
@options.plan_argument
@click.option(
    "--config",
    metavar="FILE",
    help="Configurations of your own, a YAML or JSON file: `name: {path: value}`, any values of the plan by path.",
)
@options.format_option(*forms.FORMS)
@options.output_option(
    "Write into this file (.csv, .json, .md, .xlsx, .html, or as --format says) instead of standard output."
)
@options.executor_options
@options.time_limit_option("Seconds for each configuration: then take the best answer so far. Default: no limit.")
@options.quiet_option("No progress on standard error.")
def command(plan: str, **chosen: Unpack[_Options]) -> None:
    """Set configurations of the team side by side for the plan in the file PLAN (`-`: standard input).

    A row each: as planned, all mixed (everybody does both), split (hunters and inbound, nobody mixed), present only
    (nobody is hired), hires only (without those who are there), and your own. Each is solved and proven by itself.
    Above the table stands which of them is best, and what the next one lacks.

    The exit code is 1 where no team meets the plan as it is, 3 where the time did not suffice to know.
    """
    if plan == chosen["config"] == "-":
        raise click.UsageError("PLAN and --config cannot both be standard input: name a file for one of them.")
    places = destination.to_files(chosen["outputs"], chosen["form"], read=[plan, chosen["config"]])

    import salescrew
    from salescrew.cli.frame.progress import Progress
    from salescrew.cli.frame.workers import workers
    from salescrew.cli.pages.whatif.compare import all_columns, comparison_page
    from salescrew.cli.render.presentation import Presentation
    from salescrew.models.department.department import Department
    from salescrew.models.load import load_configurations
    from salescrew.solver.whatif.compare import compare

    read = salescrew.load(plan)
    own = None if chosen["config"] is None else load_configurations(chosen["config"], read)
    with (
        workers(chosen["dask"]) as executor,
        Progress("Solving", quiet=chosen["quiet"], interrupted="Ctrl-C ends it") as progress,
    ):
        found = compare(
            read, own, jobs=chosen["jobs"], executor=executor, time_limit=chosen["time_limit"], progress=progress
        )
        shown = Presentation(
            found, page=lambda: comparison_page(Department(read), found), lists=lambda: all_columns(found)
        )
    places.write(shown, quiet=chosen["quiet"])
    click.get_current_context().exit(EXIT_CODES[found.as_planned.status])
