"""Checks of who may do the work of stages."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.errors import Problem
from salescrew.models.plan.checks.together import everybody
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.sections.roles import CLOSER


def closers_can_close(plan: Draft) -> Iterator[Problem]:
    """Refuse work that only closers do where nobody may be one who works its funnel."""
    people = [one for one in everybody(plan) if one["at_most"].number != 0]
    if plan["managers"].is_broken or plan["candidates"].is_broken or any(map(_is_unknown, people)):
        return
    closers = [one for one in people if CLOSER in _texts(one["roles"])]
    for funnel in plan["funnels"]:
        is_closed = any(one["funnels"].is_absent or funnel.key in _texts(one["funnels"]) for one in closers)
        for stage in funnel["stages"]:
            if stage["by"].text == CLOSER and not is_closed:
                must = f"be a role that somebody may have who works {funnel.key}"
                yield stage["by"].wrong(must, "Add `closer` to the `roles` of a person, or remove it.")


def _is_unknown(person: Draft) -> bool:
    """Tell whether it is not known which roles and funnels somebody has."""
    return person.is_broken or person["roles"].is_damaged or person["funnels"].is_damaged


def _texts(names: Draft) -> list[str | None]:
    return [name.text for name in names]
