"""The result that a command is given, beside a plan or with its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salescrew.cli.frame.group import complain
from salescrew.language import say
from salescrew.letters import visible

if TYPE_CHECKING:
    from salescrew.models.answers.result import Result
    from salescrew.models.plan.plan import Plan


def result_of(plan: Plan, source: str) -> Result:
    """Read a result, and say where the plan differs from the one that it was made of."""
    from salescrew.models.load import load_result
    from salescrew.models.schedule.own_plan import other_plan

    result = load_result(source)
    if differs := other_plan(plan, result):
        complain(say("Note: {source}: {differs}", source=visible(source), differs=differs))
    return result


def result_and_plan(source: str, plan: str | None) -> tuple[Result, Plan]:
    """Read a result, and the plan that is named or else the one that the result holds."""
    from salescrew.models.load import file_name, load, load_result
    from salescrew.models.schedule.part import own_plan

    if plan is not None:
        read = load(plan)
        return result_of(read, source), read
    result = load_result(source)
    return result, own_plan(result, file_name(source))
