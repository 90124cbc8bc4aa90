"""`salescrew simulate`: what comes of a result by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.group import EXIT_CODES, WRONG_INPUT, complain
from salescrew.cli.frame.output import write
from salescrew.cli.frame.result_of import result_of
from salescrew.cli.frame.screen import screen_at
from salescrew.cli.render import forms
from salescrew.language import say, to_say

if TYPE_CHECKING:
    from salescrew.cli.frame.progress import Progress
    from salescrew.cli.render.presentation import Presentation
    from salescrew.models.answers.result import Result
    from salescrew.models.plan.plan import Plan
    from salescrew.models.plan.sections.chance import Source

MOST_RUNS = 10_000_000


class _Options(TypedDict):
    runs: int
    seed: int
    fix: tuple[Source, ...]
    form: str
    outputs: tuple[str, ...]
    quiet: bool


def _sources(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    from salescrew.models.plan.sections.chance import SOURCES

    return options.words_of(*SOURCES)(_context, _option, value)


@click.command("simulate", short_help=to_say("Play a result by chance: odds, what waits, what is lost."))
@options.plan_argument
@click.argument("result", metavar="[RESULT]", required=False)
@click.option(
    "--runs",
    type=click.IntRange(1, MOST_RUNS),
    default=10_000,
    show_default=True,
    metavar="NUMBER",
    help=to_say("How many times to play it."),
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    metavar="NUMBER",
    help=to_say("Where the random numbers begin: the same seed gives the same runs."),
)
@click.option(
    "--fix",
    metavar="SOURCES",
    callback=_sources,
    help=to_say(
        "Sources of chance to hold at their means, separated by commas: forecast, arrivals, rates, deals, illness, "
        "leaving, time."
    ),
)
@options.format_option(*forms.FORMS)
@options.output_option(
    to_say(
        "Write into this file (.json, .md, .xlsx, .html, or as --format says; csv: this new folder, a file a table) "
        "instead of standard output; or draw the odds and how revenue grows into this picture (.svg, .png). Once or "
        "more."
    )
)
@options.quiet_option(to_say("No progress on standard error."))
def command(plan: str, result: str | None, **chosen: Unpack[_Options]) -> None:
    """Play the result in RESULT of the plan in PLAN (`-`: standard input), week by week, many times over.

    Leads come, items pass and people are there by chance, and work has to find its hours. Without RESULT the plan is
    solved first. What is random is said in the plan; see the sections of its file's format.
    """
    options.one_from_stdin(plan=plan, result=result)
    places = destination.to_files_or_folders(chosen["outputs"], chosen["form"], read=[plan, result], pictures=True)

    import salescrew
    from salescrew.cli.frame.progress import ENDS, Progress

    read = salescrew.load(plan)
    with Progress(say("Solving"), quiet=chosen["quiet"]) as progress:
        answer = salescrew.solve(read, progress=progress) if result is None else result_of(read, result)
    _refuse_without_team(answer, result)
    with Progress(say("Playing"), quiet=chosen["quiet"], interrupted=say(ENDS)) as progress:
        shown = _played(read, answer, chosen, progress)
    places.write(shown, quiet=chosen["quiet"])
    if places.is_all(*forms.PICTURES.values()):
        write(None, shown.written(forms.TEXT, screen_at()))


def _refuse_without_team(answer: Result, result: str | None) -> None:
    """Say that there is nothing to play where there is no team."""
    if answer.headcount is not None:
        return
    context = click.get_current_context()
    if result is None:
        complain(say("There is no team to play: `salescrew solve` says why."))
        context.exit(EXIT_CODES[answer.status])
    complain(
        say(
            "{result}: must have a team, got the status {status}. Give a result with a roster and quotas.",
            result=result,
            status=answer.status,
        )
    )
    context.exit(WRONG_INPUT)


def _played(plan: Plan, answer: Result, chosen: _Options, progress: Progress) -> Presentation:
    """Play the result, and present what comes of it."""
    from salescrew.cli.presentations.simulation import presented
    from salescrew.models.simulation.simulation import simulate
    from salescrew.models.simulation.sources import shares_of_sources
    from salescrew.models.simulation.summary import summary

    runs = chosen["runs"]
    simulation = simulate(
        plan,
        answer,
        runs=runs,
        seed=chosen["seed"],
        fix=chosen["fix"],
        progress=progress,
    )
    sources = shares_of_sources(plan, answer, simulation, progress=progress)
    return presented(plan, answer, simulation, summary(simulation, sources))
