"""Checks of who may do the work of stages, and of what that makes of their items."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.errors import Problem
from salescrew.language import say
from salescrew.models.plan.checks.together import channel_of, everybody
from salescrew.models.plan.complaints import unknown
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.sections.roles import CLOSER, USUAL_ROLES

LITTLE = 1e-9


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
                must = say("be a role that somebody may have who works {funnel}", funnel=funnel.key)
                yield stage["by"].wrong(must, say("Add `closer` to the `roles` of a person, or remove it."))


def _is_unknown(person: Draft) -> bool:
    """Tell whether it is not known which roles and funnels somebody has."""
    return person.is_broken or person["roles"].is_damaged or person["funnels"].is_damaged


def _texts(names: Draft) -> list[str | None]:
    return [name.text for name in names]


# who handles items


def handling_is_work(plan: Draft) -> Iterator[Problem]:
    """Refuse an activity by which items are handled that is no work of their stage."""
    for funnel in plan["funnels"]:
        for stage in funnel["stages"]:
            handled_by, effort = stage["handled_by"], stage["effort"]
            if effort.is_absent or effort.keys == []:
                if handled_by.is_given:
                    yield handled_by.wrong(
                        say("be left out of a stage without effort"), say("Remove it, or add `effort`.")
                    )
            elif handled_by.is_given and effort.keys is not None:
                yield from unknown(handled_by, effort.keys, say("be an activity of the effort of this stage"))


def no_more_pass_than_come(plan: Draft) -> Iterator[Problem]:
    """Refuse somebody with whom more items of a stage would pass than come."""
    for person in everybody(plan):
        follow_up = person["follow_up"]
        if follow_up.number is None or follow_up.number <= 1 or _is_unknown(person) or person["at_most"].number == 0:
            continue
        for funnel in (funnel for funnel in plan["funnels"] if _works(person, funnel)):
            for stage in funnel["stages"]:
                share, is_theirs = _conversion(stage), stage["by"].text != CLOSER or CLOSER in _roles(person)
                if share and is_theirs and stage["effort"].keys and share * follow_up.number > 1 + LITTLE:
                    must = say(
                        "be at most {most:.6g}, with which all items pass {stage} of {funnel}",
                        most=1 / share,
                        stage=stage["name"].text,
                        funnel=funnel.key,
                    )
                    yield follow_up.wrong(must, say("Lower it, or the conversion of that stage."))


def _roles(person: Draft) -> list[str]:
    return [role.text or "" for role in person["roles"]] or list(USUAL_ROLES)


def _works(person: Draft, funnel: Draft) -> bool:
    """Tell whether somebody works a funnel in one of their roles."""
    roles, channel = set(_roles(person)), channel_of(funnel)
    is_of_channel = bool(roles - {"hunter" if channel == "inbound" else "inbound"})
    return is_of_channel and (person["funnels"].is_absent or funnel.key in _texts(person["funnels"]))


def _conversion(stage: Draft) -> float | None:
    """Give the conversion of a stage, as far as it is known: what stands there, or what was seen."""
    if stage["conversion"].number is not None or stage["observed"].is_absent or stage["observed"].is_damaged:
        return stage["conversion"].number
    passed, of = stage["observed"]["passed"].number, stage["observed"]["of"].number
    return None if passed is None or of is None else (passed + 0.5) / (of + 1)


def averages_alone_are_promised(plan: Draft) -> Iterator[Problem]:
    """Refuse a promise of odds where it counts who handles items: who does is planned for what passes on average."""
    confidence = plan["target"]["confidence"]
    if confidence.is_given and any(one["follow_up"].number not in (None, 1) for one in everybody(plan)):
        must = say("be left out where somebody's follow_up is not 1, since odds are not promised then, only stated")
        yield confidence.wrong(must, say("Remove it, or `follow_up`."))
