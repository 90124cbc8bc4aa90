"""`salescrew verify`: whether a result keeps every promise."""

from __future__ import annotations

import click

from salescrew.cli import options
from salescrew.cli.group import INFEASIBLE
from salescrew.cli.output import write_stdout


@click.command("verify", short_help="Recompute every promise of a result without the solver.")
@options.plan_argument
@options.result_argument
def command(plan: str, result: str) -> None:
    """Check the result in the file RESULT (as `solve --format json` writes it) against the plan in PLAN.

    Everything that the result promises is recomputed without the solver; that fewer people cannot do it is not.
    The exit code is 0 where all of it holds, 1 where something does not.
    """
    if plan == result == "-":
        raise click.UsageError("PLAN and RESULT cannot both be standard input.")

    import salescrew

    read = salescrew.load(plan)
    answer = salescrew.load_result(result)
    violations = salescrew.verify(read, answer)
    if violations:
        count = f"{len(violations)} {'violation' if len(violations) == 1 else 'violations'}"
        write_stdout(f"{count} found:\n" + "".join(f"{violation}\n" for violation in violations))
        click.get_current_context().exit(INFEASIBLE)
    if answer.headcount is None:
        write_stdout(f"The result says {answer.status}: it promises nothing that could be recomputed.\n")
    else:
        write_stdout("No violations: the result keeps every promise.\n")
