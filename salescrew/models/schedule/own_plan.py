"""The plan that a result holds: what it was made of, and where a plan differs from that."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.errors import written
from salescrew.language import say
from salescrew.models.answers.result import Result
from salescrew.models.plan.digest import digest
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.values.said import shown
from salescrew.models.plan.written.text import plan_data

MOST_SHOWN = 5


def with_plan(plan: Plan, result: Result) -> Result:
    """Put the plan into its result."""
    data = plan_data(plan)
    return result.model_copy(update={"plan": data, "plan_digest": digest(data)})


def other_plan(plan: Plan, result: Result) -> str:
    """Say where a plan differs from the one that a result was made of; empty where it does not, or none is known."""
    data = plan_data(plan)
    if result.plan is None or result.plan_digest == digest(data):
        return ""
    differences = list(_differences(result.plan, data, ()))
    if not differences:
        return ""
    first, more = "; ".join(differences[:MOST_SHOWN]), len(differences) - MOST_SHOWN
    if more > 0:
        return say("the result was made of another plan: {first}; and {more} more.", first=first, more=more)
    return say("the result was made of another plan: {first}.", first=first)


def _differences(was: object, now: object, path: tuple[str | int, ...]) -> Iterator[str]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*was, *now]):
            yield from _differences(was.get(key), now.get(key), (*path, key))
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _differences(one, other, (*path, number))
    elif was != now:
        yield say("{path} is {now} in the plan, was {was}", path=written(path), now=shown(now), was=shown(was))
