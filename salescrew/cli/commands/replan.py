"""`salescrew replan`: what now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.group import EXIT_CODES
from salescrew.cli.frame.interruption import taking_the_best
from salescrew.cli.frame.output import write, write_file
from salescrew.cli.frame.places import File
from salescrew.cli.frame.result_of import result_of
from salescrew.cli.frame.screen import screen_at
from salescrew.cli.render import forms
from salescrew.language import say, to_say

if TYPE_CHECKING:
    from salescrew.models.answers.replan import Freedom, Rates
    from salescrew.models.plan.values.days import Interval

_RATES = ("plan", "observed", "blend")
_FREEDOMS = ("hire", "roles", "roster", "quotas")
VIEWS = ("duty", "roster", "quotas", "funnel", "coverage")


class _Options(TypedDict):
    as_of: dt.date
    rates: Rates
    confidence: str | None
    absent: dict[str, tuple[Interval, ...]]
    freeze_days: int
    allow: tuple[Freedom, ...]
    form: str
    outputs: tuple[str, ...]
    show: tuple[str, ...]
    plan_output: str | None
    time_limit: float | None
    quiet: bool


@click.command("replan", short_help=to_say("Make the plan anew from a day on, with the fewest changes."))
@options.plan_argument
@options.result_argument
@options.actuals_argument
@options.day_option("--as-of", to_say("The first day to plan anew; what happened before it counts."), required=True)
@click.option(
    "--confidence",
    metavar="ODDS",
    help=to_say(
        "At which odds to meet all targets together, such as 80%, instead of target.confidence; none: on average."
    ),
)
@click.option(
    "--rates",
    type=options.OneOf(_RATES),
    default="blend",
    show_default=True,
    help=to_say("Conversions to reckon with: the plan's, those observed, or the plan's updated by those observed."),
)
@options.absent_option()
@click.option(
    "--freeze-days",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    metavar="N",
    help=to_say("Keep the first N working days as they are, but for what an absence forces."),
)
@click.option(
    "--allow",
    default=",".join(_FREEDOMS),
    show_default=True,
    metavar="WHAT",
    callback=options.words_of(*_FREEDOMS),
    help=to_say("What may change, separated by commas."),
)
@options.time_limit_option(to_say("Take the best plan found by then, and what is proven of it. Default: until proven."))
@options.format_option(*forms.OF_RESULTS)
@options.output_option(
    to_say(
        "Write the new result into this file (.json, .md, .xlsx, .html, .ics, or as --format says; csv: this new "
        "folder, a file a table; ics: one a person). What changes is shown besides, where the file is for programs. "
        "Once or more."
    )
)
@click.option(
    "--show",
    metavar="WHAT",
    callback=options.words_of(*VIEWS),
    help=to_say(
        "What to show in full besides, separated by commas: duty, roster, quotas, funnel, coverage. For table and "
        "markdown."
    ),
)
@click.option(
    "--write-plan",
    "plan_output",
    metavar="PATH",
    help=to_say(
        "Write the plan as it stands on that day into this file (.yaml, .json, .xlsx): what was reached, is under "
        "way, and is settled."
    ),
)
@options.quiet_option(to_say("No progress on standard error."))
def command(plan: str, result: str, actuals: str, **chosen: Unpack[_Options]) -> None:
    """Make the plan in PLAN anew from a day on, with the fewest changes to the result in RESULT.

    It starts from what happened, in the file ACTUALS: what was paid counts, what is under way comes in with the time
    that it has waited. In this order as few as can be: people who join, people in another role, duty slots in other
    hands, changed quotas; then cost. Every change is listed with its reason. The new result keeps the days that are
    over, and is the RESULT of the next time.

    Ctrl-C takes the best plan so far, if there is one. The exit code is 0 where every target is met, 1 where not every
    one can be (shown is how far it goes) or work is left undone, 3 where neither is known.
    """
    options.one_from_stdin(plan=plan, result=result, actuals=actuals)
    besides = []
    if chosen["plan_output"] is not None:
        besides.append(File(chosen["plan_output"], options.PLAN_ENDINGS, has_ending=True))
    read_all = [plan, result, actuals]
    places = destination.to_files_or_folders(
        chosen["outputs"], chosen["form"], *besides, read=read_all, offered=forms.OF_RESULTS
    )

    import salescrew
    from salescrew.cli.frame.progress import Progress
    from salescrew.cli.presentations.replan import presented
    from salescrew.models.files.plan_file import plan_file
    from salescrew.models.schedule.in_force import plan_in_force, with_parent_file

    read = salescrew.load(plan)
    answer = result_of(read, result)
    facts = salescrew.load_actuals(actuals, read, answer)
    replan = salescrew.replan  # this loads the solver
    with (
        Progress(say("Planning anew"), quiet=chosen["quiet"]) as progress,
        taking_the_best(progress.interrupted, only_at_solvers=True) as came,
    ):
        replanned = replan(
            read,
            answer,
            facts,
            chosen["as_of"],
            rates=chosen["rates"],
            confidence=chosen["confidence"],
            absent=chosen["absent"],
            freeze_days=chosen["freeze_days"],
            allow=chosen["allow"],
            time_limit=chosen["time_limit"],
            progress=progress,
        )
    if came() and replanned.headcount is None:
        raise KeyboardInterrupt  # nothing is known yet that could be written
    if result != "-":
        replanned = with_parent_file(replanned, result)
    now = plan_in_force(read, replanned)
    if chosen["plan_output"] is not None:
        write_file(Path(chosen["plan_output"]), plan_file(now, chosen["plan_output"]))
    shown = presented(now, replanned, chosen["show"])
    places.write(shown, besides=[chosen["plan_output"]], quiet=chosen["quiet"])
    if places.is_all(forms.DOCUMENT, forms.LISTS, forms.CALENDAR, forms.CALENDARS):
        write(None, shown.written(forms.TEXT, screen_at()))
    click.get_current_context().exit(EXIT_CODES[replanned.status])
