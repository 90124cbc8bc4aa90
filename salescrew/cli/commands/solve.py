"""`salescrew solve`: the answer."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import Unpack

import click

from salescrew.cli.batch.usage import results_folder
from salescrew.cli.frame import destination, options
from salescrew.cli.frame.group import EXIT_CODES, complain
from salescrew.cli.frame.interruption import taking_the_best
from salescrew.cli.frame.output import write
from salescrew.cli.frame.screen import screen_at
from salescrew.cli.render import forms
from salescrew.language import say, to_say

VIEWS = ("roster", "quotas", "funnel", "coverage")
_SLASHES = tuple(slash for slash in (os.sep, os.altsep) if slash)


class _Options(options.Limits):
    form: str
    outputs: tuple[str, ...]
    show: tuple[str, ...]
    time_limit: float | None
    best: bool
    reach: bool
    why: bool | None
    resume: bool
    jobs: int | None
    dask: str | None
    quiet: bool


@click.command("solve", short_help=to_say("Find the fewest people, their roster and their quotas."))
@options.plans_argument
@options.format_option(*forms.OF_RESULTS)
@options.output_option(
    to_say(
        "Write into this file (.json, .md, .xlsx, .html, .ics, or as --format says; csv: into this new folder, a file "
        "a table; ics: one a person) instead of standard output. For several plans, and where it ends with a slash: a "
        "folder with a result a plan, json by default. Once or more."
    )
)
@click.option(
    "--show",
    metavar="WHAT",
    callback=options.words_of(*VIEWS),
    help=to_say(
        "What to show in full besides, separated by commas: roster, quotas, funnel, coverage. For table and markdown."
    ),
)
@options.time_limit_option(
    to_say("Take the best answer found by then, and what is proven of it. Default: until proven.")
)
@options.limit_options
@click.option("--best", is_flag=True, help=to_say("Give a plan that cannot be met the team that reaches most of it."))
@options.reach_option(to_say("Leave out how far the team gets, and one person fewer."))
@click.option(
    "--why/--no-why",
    default=None,
    help=to_say(
        "Say too what would save a person, or make the plan possible, which takes more solving. For table, markdown, "
        "xlsx and html. Default: in the html of a single plan, unless that is large."
    ),
)
@click.option(
    "--resume", is_flag=True, help=to_say("Many plans: keep the results in the folder that still answer them.")
)
@options.executor_options
@options.quiet_option(to_say("No progress and no warnings on standard error."))
def command(plans: tuple[str, ...], **chosen: Unpack[_Options]) -> None:
    """Find the fewest people who meet the plan in the file PLAN (`-`: standard input), and prove that fewer cannot.

    On a terminal the sentence and who it takes are shown as soon as they are proven; what each does, once the weeks are
    even, how far the team gets, and one person fewer, follow.
    Ctrl-C takes the best answer so far, if there is one. The exit code is 0 for an answer, 1 where no team meets the
    plan, 3 where the time did not suffice for either.

    Of several plans each gets a row in a table, and its result in the folder of -o as soon as it is known. What is
    wrong with one does not keep the others from being solved. The exit code is that of the worst; Ctrl-C ends it.
    """
    if len(plans) > 1 or any(output.endswith(_SLASHES) for output in chosen["outputs"]):
        _solve_many(plans, chosen)
    else:
        _solve_one(plans[0], chosen)


def _solve_one(plan: str, chosen: _Options) -> None:
    if option := next((option for option in ("resume", "dask") if chosen[option]), None):
        raise click.UsageError(
            say(
                "--{option} is for many plans: name several, or a folder for the results such as -o results/.",
                option=option,
            )
        )
    places = destination.to_files_or_folders(chosen["outputs"], chosen["form"], read=[plan], offered=forms.OF_RESULTS)

    import salescrew
    from salescrew.cli.frame.progress import ENDS, Progress
    from salescrew.cli.frame.reasons import reasons_while_waiting
    from salescrew.cli.pages.result.notes import concerned
    from salescrew.cli.presentations.answer_first import AnswerFirst
    from salescrew.cli.presentations.why import why_of
    from salescrew.models.variants.limits import limited

    read = limited(salescrew.load(plan), **options.limits_of(chosen))
    find = salescrew.solve  # this loads the solver
    progress = Progress(say("Solving"), quiet=chosen["quiet"], until_found=say(ENDS))
    shown = AnswerFirst(places, read, chosen["show"], progress)
    with progress, taking_the_best(progress.interrupted) as came:
        started = time.monotonic()
        asked = {"best": chosen["best"], "reach": chosen["reach"], "everyone": True}
        result = find(read, chosen["time_limit"], progress, **asked, answered=shown.answered)
    if came() and result.status == "no_answer":
        raise KeyboardInterrupt  # nothing is known yet that could be written
    left = _left(chosen, started, ended=came())
    find_why = partial(reasons_while_waiting, read, result, left, quiet=chosen["quiet"])
    why = why_of(read, result, places.written_forms, find_why, is_asked=chosen["why"])
    shown.write(result, why, quiet=chosen["quiet"])
    if not chosen["quiet"] and not places.shows_page:
        for warning in concerned(read, result):
            complain(say("Warning: {warning}", warning=warning))
    click.get_current_context().exit(EXIT_CODES[result.status])


def _left(chosen: _Options, started: float, *, ended: bool) -> float | None:
    """Give the seconds that are left after the answer: none where Ctrl-C ended it; None: there is no limit."""
    limit = chosen["time_limit"]
    return 0.0 if ended else None if limit is None else limit - (time.monotonic() - started)


def _solve_many(plans: tuple[str, ...], chosen: _Options) -> None:
    form_is_given = destination.is_form_given()
    output = results_folder(plans, chosen["outputs"], resume=chosen["resume"], form_is_given=form_is_given)

    from salescrew.cli.batch.question import Asked
    from salescrew.cli.batch.solve import solve_plans
    from salescrew.cli.render.spreadsheet import is_for_excel
    from salescrew.cli.render.text import text_table

    asked = Asked(
        chosen["form"] if form_is_given else forms.DOCUMENT,
        show=chosen["show"],
        why=bool(chosen["why"]),
        time_limit=chosen["time_limit"],
        **options.limits_of(chosen),
        best=chosen["best"],
        reach=chosen["reach"],
        for_excel=is_for_excel(),
    )
    table, exit_code = solve_plans(
        plans,
        asked,
        output=output,
        resume=chosen["resume"],
        jobs=chosen["jobs"],
        dask=chosen["dask"],
        quiet=chosen["quiet"],
    )
    write(None, text_table(table, screen_at()))
    click.get_current_context().exit(exit_code)
