"""`salescrew solve`: the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from salescrew.cli import options
from salescrew.cli.group import EXIT_CODES, complain
from salescrew.cli.interruption import raise_when_interrupted
from salescrew.cli.output import write, write_folder

if TYPE_CHECKING:
    from salescrew.models.plan import Plan
    from salescrew.models.result import Result

VIEWS = ("roster", "quotas", "funnel", "coverage")


class _Options(TypedDict):
    form: str
    output: str | None
    show: tuple[str, ...]
    time_limit: float | None
    people: int | None
    hires: int | None
    best: bool
    quiet: bool


@click.command("solve", short_help="Find the fewest people, their roster and their quotas.")
@options.plan_argument
@options.format_option(*options.FORMATS)
@options.output_option("Write into this file (csv: into this new folder, a file a table) instead of standard output.")
@click.option(
    "--show",
    metavar="WHAT",
    callback=options.words_of(*VIEWS),
    help=f"What to show in full besides, separated by commas: {', '.join(VIEWS)}. For table and markdown.",
)
@options.time_limit_option("Take the best answer found by then, and what is proven of it. Default: until proven.")
@options.limit_options
@click.option("--best", is_flag=True, help="Give a plan that cannot be met the team that reaches most of it.")
@options.quiet_option("No progress and no warnings on standard error.")
def command(plan: str, **chosen: Unpack[_Options]) -> None:
    """Find the fewest people who meet the plan in the file PLAN (`-`: standard input), and prove that fewer cannot.

    Ctrl-C takes the best answer so far. The exit code is 0 for an answer, 1 where no team meets the plan, 3 where
    the time did not suffice for either.
    """
    if chosen["form"] == "csv" and chosen["output"] in (None, "-"):
        raise click.UsageError("csv writes a file a table: name a folder for them with -o.")

    import salescrew
    from salescrew.cli.progress import Progress
    from salescrew.models.limits import limited

    read = salescrew.load(plan)
    find = salescrew.solve  # this loads the solver
    read = limited(read, people=chosen["people"], hires=chosen["hires"])
    raise_when_interrupted()
    with Progress("Solving", quiet=chosen["quiet"]) as progress:
        result = find(read, time_limit=chosen["time_limit"], progress=progress, best=chosen["best"])
    _write(read, result, chosen)
    shown = chosen["form"] in ("table", "markdown") and chosen["output"] in (None, "-")
    if not chosen["quiet"] and not shown:
        for warning in result.warnings:
            complain(f"Warning: {warning}")
    click.get_current_context().exit(EXIT_CODES[result.status])


def _write(plan: Plan, result: Result, chosen: _Options) -> None:
    from salescrew.cli.lists import lists
    from salescrew.cli.report import report
    from salescrew.cli.tables import csv_table

    form, output = chosen["form"], chosen["output"]
    if form == "csv":
        assert output is not None
        write_folder(Path(output), {f"{table.name}.csv": csv_table(table) for table in lists(plan, result)})
        return
    text = result.to_json() if form == "json" else report(plan, result, chosen["show"], markdown=form == "markdown")
    write(output, text)
