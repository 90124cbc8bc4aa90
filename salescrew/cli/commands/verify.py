"""`salescrew verify`: whether a result keeps its promises, as far as that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from salescrew.cli.frame import options
from salescrew.cli.frame.group import INFEASIBLE, NO_ANSWER
from salescrew.cli.frame.output import write_stdout
from salescrew.cli.frame.result_of import result_of
from salescrew.cli.frame.screen import screen_at
from salescrew.language import say, to_say

if TYPE_CHECKING:
    from salescrew.checker.claims import Claim
    from salescrew.models.answers.result import Result
    from salescrew.models.plan.plan import Plan


@click.command("verify", short_help=to_say("Recompute what a result promises; prove the rest by solving."))
@options.plan_argument
@options.result_argument
@click.option("--parent", metavar="RESULT", help=to_say("Of a result of `replan`: the one that it was made out of."))
@click.option("--solve", "by_solving", is_flag=True, help=to_say("Prove the rest as well, by solving the plan again."))
@options.limit_options
@options.time_limit_option(to_say("With --solve: leave open what is not proven by then. Default: until proven."))
@options.quiet_option(to_say("With --solve: no progress on standard error."))
def command(
    plan: str,
    result: str,
    parent: str | None,
    by_solving: bool,
    people: int | None,
    hires: int | None,
    confidence: str | None,
    keep_everyone: bool,
    time_limit: float | None,
    quiet: bool,
) -> None:
    """Check the result in the file RESULT (as `solve --format json` writes it) against the plan in PLAN.

    What can be told from the plan alone is recomputed without the solver, and named; so is what was not looked at, such
    as that fewer people cannot do it. --solve proves that too, by solving the plan again. With --parent also that the
    days that were over are as they were, and that the changes are those between the two.

    The exit code is 0 where all that was looked at holds, 1 where something does not, 3 where --solve came to no proof.
    """
    options.one_from_stdin(plan=plan, result=result, parent=parent)

    import salescrew
    from salescrew.cli.pages.verify import claims_page, nothing_promised, violations_page
    from salescrew.cli.render.text import text_page
    from salescrew.models.variants.limits import limited

    read = salescrew.load(plan)
    read = limited(read, people=people, hires=hires, confidence=confidence, keep_everyone=keep_everyone)
    answer = result_of(read, result)
    before = None if parent is None else salescrew.load_result(parent)
    if before is not None and answer.replan is None:
        raise click.UsageError(say("--parent is for a result of `salescrew replan`: {result} is none.", result=result))
    if by_solving and answer.replan is not None:
        raise click.UsageError(
            say("--solve is for a result of `salescrew solve`: {result} was made anew from facts.", result=result)
        )
    violations = salescrew.verify(read, answer, before)
    if violations:
        write_stdout(text_page(violations_page(violations), screen_at()))
        click.get_current_context().exit(INFEASIBLE)
    if answer.status == "no_answer" and answer.headcount is None:
        write_stdout(text_page(nothing_promised(), screen_at()))
        return
    claimed = salescrew.claims(answer, before, read)
    if by_solving:
        claimed = (
            *(one for one in claimed if one.verdict == "recomputed"),
            *_prove(read, answer, time_limit, quiet=quiet),
        )
    write_stdout(text_page(claims_page(claimed, may_be_solved=answer.replan is None), screen_at()))
    verdicts = {one.verdict for one in claimed}
    click.get_current_context().exit(INFEASIBLE if "wrong" in verdicts else NO_ANSWER if "open" in verdicts else 0)


def _prove(plan: Plan, result: Result, time_limit: float | None, *, quiet: bool) -> tuple[Claim, ...]:
    import salescrew
    from salescrew.cli.frame.progress import Progress

    with Progress(say("Solving"), quiet=quiet) as progress:
        return salescrew.prove(plan, result, time_limit, progress)
