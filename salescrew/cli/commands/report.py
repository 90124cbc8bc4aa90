"""`salescrew report`: all that is known of a plan on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.group import EXIT_CODES
from salescrew.cli.frame.result_of import result_of
from salescrew.cli.render import forms
from salescrew.language import say, to_say

if TYPE_CHECKING:
    from salescrew.models.answers.explained.explanation import Explanation
    from salescrew.models.answers.result import Result
    from salescrew.models.plan.plan import Plan


class _Options(TypedDict):
    result: str | None
    actuals: str | None
    why: bool
    outputs: tuple[str, ...]
    time_limit: float | None
    quiet: bool


@click.command("report", short_help=to_say("Everything about a plan on one page, to hand on."))
@options.plan_argument
@click.argument("result", metavar="[RESULT]", required=False)
@click.argument("actuals", metavar="[ACTUALS]", required=False)
@click.option(
    "--why/--no-why", default=True, help=to_say("Explain the answer too, which takes solving. Default: --why.")
)
@options.output_option(to_say("Write into this file (.html) instead of standard output. Once or more."))
@options.time_limit_option(to_say("Seconds for the answer, and as many to explain it. Default: until proven."))
@options.quiet_option(to_say("No progress on standard error."))
def command(plan: str, **chosen: Unpack[_Options]) -> None:
    """Put all that is known of the plan in the file PLAN (`-`: standard input) on one HTML page.

    On it are its answer, which is in RESULT or else is found as `solve` does; why it is so, as `explain` says; the
    arithmetic, as `check` shows it; and with what happened, in ACTUALS, where the plan stands, as `track` says. The
    exit code is that of solve.
    """
    options.one_from_stdin(plan=plan, result=chosen["result"], actuals=chosen["actuals"])
    read_all = [plan, chosen["result"], chosen["actuals"]]
    places = destination.to_files(chosen["outputs"], forms.HTML, read=read_all, offered=(forms.HTML,))

    import salescrew
    from salescrew.cli.presentations.report import presented

    read = salescrew.load(plan)
    result = _solved(read, chosen) if chosen["result"] is None else result_of(read, chosen["result"])
    facts = None if chosen["actuals"] is None else salescrew.load_actuals(chosen["actuals"], read, result)
    progress = None if facts is None else salescrew.track(read, result, facts)
    explained = _explained(read, result, chosen) if chosen["why"] else None
    places.write(presented(read, result, explained, progress), quiet=chosen["quiet"])
    click.get_current_context().exit(EXIT_CODES[result.status])


def _solved(plan: Plan, chosen: _Options) -> Result:
    """Find the answer."""
    import salescrew
    from salescrew.cli.frame.progress import ENDS, Progress

    find = salescrew.solve  # this loads the solver
    with Progress(say("Solving"), quiet=chosen["quiet"], interrupted=say(ENDS)) as progress:
        return find(plan, time_limit=chosen["time_limit"], progress=progress)


def _explained(plan: Plan, result: Result, chosen: _Options) -> Explanation | None:
    """Explain the answer; not one that was made anew on the way, which is not the plan's own."""
    import salescrew
    from salescrew.cli.frame.progress import ENDS, Progress

    if result.replan is not None or result.status == "no_answer":
        return None
    explain = salescrew.explain  # this loads the solver
    with Progress(say("Explaining"), quiet=chosen["quiet"], interrupted=say(ENDS)) as progress:
        return explain(plan, result=result, time_limit=chosen["time_limit"], progress=progress)
