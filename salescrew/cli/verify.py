"""`salescrew verify`: whether a result keeps every promise."""

from __future__ import annotations

import click

from salescrew.cli import options
from salescrew.cli.group import INFEASIBLE
from salescrew.cli.output import write_stdout


@click.command("verify", short_help="Recompute every promise of a result without the solver.")
@options.plan_argument
@options.result_argument
@click.option("--parent", metavar="RESULT", help="Of a result of `replan`: the one that it was made out of.")
def command(plan: str, result: str, parent: str | None) -> None:
    """Check the result in the file RESULT (as `solve --format json` writes it) against the plan in PLAN.

    Everything that the result promises is recomputed without the solver; that fewer people cannot do it is not.
    With --parent also that the days that were over are as they were, and that the changes are those between the two.
    The exit code is 0 where all of it holds, 1 where something does not.
    """
    options.one_from_stdin(plan=plan, result=result, parent=parent)

    import salescrew

    read = salescrew.load(plan)
    answer = salescrew.load_result(result)
    before = None if parent is None else salescrew.load_result(parent)
    if before is not None and answer.replan is None:
        raise click.UsageError(f"--parent is for a result of `salescrew replan`: {result} is none.")
    violations = salescrew.verify(read, answer, before)
    if violations:
        count = f"{len(violations)} {'violation' if len(violations) == 1 else 'violations'}"
        write_stdout(f"{count} found:\n" + "".join(f"{violation}\n" for violation in violations))
        click.get_current_context().exit(INFEASIBLE)
    if answer.headcount is None:
        write_stdout(f"The result says {answer.status}: it promises nothing that could be recomputed.\n")
    else:
        write_stdout("No violations: the result keeps every promise.\n")
