"""`salescrew sweep`: the plan with other values, in all combinations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict, Unpack

import click

from salescrew.cli.frame import options
from salescrew.cli.frame.destination import say_written, write_known
from salescrew.cli.frame.group import NO_ANSWER
from salescrew.cli.frame.output import write
from salescrew.cli.frame.places import File, is_stdout, look_at
from salescrew.cli.frame.screen import screen_at
from salescrew.cli.render import forms
from salescrew.cli.render.spreadsheet import is_for_excel
from salescrew.errors import InputError
from salescrew.language import say, to_say

_FORMS = {ending: form for ending, form in forms.ENDINGS.items() if form in forms.FORMS} | forms.PICTURES
_MOST_DRAWN = 2


class _Options(TypedDict):
    vary: tuple[str, ...]
    form: str
    outputs: tuple[str, ...]
    thorough: bool
    jobs: int | None
    dask: str | None
    time_limit: float | None
    reach: bool
    quiet: bool


@click.command("sweep", short_help=to_say("What the plan takes with other values, in all combinations."))
@options.plan_argument
@click.option(
    "--vary",
    metavar="PATH=VALUES",
    multiple=True,
    required=True,
    help=to_say(
        "A part of the plan by its path, and its values: a range such as target.revenue=10M..20M:2M, or a list such "
        "as pipeline=steady,empty. Once or more."
    ),
)
@options.format_option(*forms.STREAMED)
@options.output_option(
    to_say(
        "Write into this file: a picture (.svg, .png), or a table (.csv, .json, .md, .xlsx, .html, or as --format "
        "says). A .csv is written row by row, and goes on where it was when the same command is given again. Once or "
        "more."
    )
)
@click.option("--thorough", is_flag=True, help=to_say("Search every cell until it is proven, however long that takes."))
@options.executor_options
@options.time_limit_option(to_say("For each cell: take the best answer found by then. Default: no limit."))
@options.reach_option(to_say("Leave out how far each team gets, and where none meets the plan, the best."))
@options.quiet_option(to_say("No progress on standard error."))
def command(plan: str, **chosen: Unpack[_Options]) -> None:
    """Solve the plan in the file PLAN (`-`: standard input) with other values in some places, in all combinations.

    Each cell says how many people the plan takes then (9-10: 10 would do, fewer than 9 would not), or, where it cannot
    be met, what share of it the best team reaches. Values that make no valid plan are a cell with the reason.

    Ctrl-C shows what is known so far. The exit code is 0 where every cell has an answer, if only that the plan cannot
    be met; 3 where some have none.
    """
    _check_outputs(chosen["outputs"], len(chosen["vary"]))
    look_at(*(File(output, tuple(_FORMS)) for output in chosen["outputs"] or ["-"]), read=[plan])

    import salescrew
    from salescrew.cli.frame.known import until_ctrl_c
    from salescrew.cli.frame.progress import Progress, shows_what_is_known
    from salescrew.cli.frame.workers import workers
    from salescrew.cli.pages.whatif.sweep import row_line
    from salescrew.cli.presentations.sweep import presented
    from salescrew.models.variants.axes import axis_in

    read = salescrew.load(plan)
    vary = _once_each(map(axis_in, chosen["vary"]))
    sweep = salescrew.sweep  # this loads the solver
    store = next(
        (Path(output) for output in chosen["outputs"] if _FORMS.get(forms.ending_of(output)) == forms.LISTS), None
    )
    progress = Progress(say("Solving"), quiet=chosen["quiet"], interrupted=shows_what_is_known(store))
    with workers(chosen["dask"]) as executor:
        found, is_ended = until_ctrl_c(
            lambda: sweep(
                read,
                vary,
                thorough=chosen["thorough"],
                store=store,
                jobs=chosen["jobs"],
                executor=executor,
                time_limit=chosen["time_limit"],
                progress=progress.telling(row_line),
                reach=chosen["reach"],
                for_excel=is_for_excel(),
            ),
            progress,
        )
    shown = presented(read, found)
    if is_ended:
        write_known(shown, chosen["form"], [output for output in chosen["outputs"] if output != str(store)])
    for output in chosen["outputs"]:
        if store is None or output != str(store):
            write(output, shown.written(_FORMS.get(forms.ending_of(output), chosen["form"]), screen_at(output)))
    is_new = progress.has_rows
    if not chosen["quiet"]:
        say_written(output for output in chosen["outputs"] if is_new or output != str(store))
    # where there was nothing left to do, the table is what was asked for
    if not chosen["outputs"] or not (is_new or any(map(is_stdout, chosen["outputs"]))):
        write(None, shown.written(chosen["form"], screen_at()))
    click.get_current_context().exit(0 if found.is_complete else NO_ANSWER)


def _check_outputs(outputs: tuple[str, ...], axes: int) -> None:
    """Refuse at once what could not be written hours later."""
    endings = [forms.ending_of(output) for output in outputs]
    if axes > _MOST_DRAWN and (drawn := next((one for one in endings if one in forms.PICTURES), None)):
        raise click.UsageError(
            say("a picture ({drawn}) shows one or two parameters, not {axes}: leave it out.", drawn=drawn, axes=axes)
        )
    if endings.count(".csv") > 1:
        raise click.UsageError(say("one .csv file holds the sweep: name no second one."))
    if twin := next((output for output in outputs if outputs.count(output) > 1), None):
        raise click.UsageError(say("-o {twin} is given twice: name each file once.", twin=twin))


def _once_each(varied: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Gather values by path."""
    vary: dict[str, str] = {}
    for path, values in varied:
        if path in vary:
            raise InputError(
                [say("--vary: must name each path once, got {path} twice. Put its values into one list.", path=path)]
            )
        vary[path] = values
    return vary
