"""Checks across the records of a plan: names that must exist and be unique, and the list of all checks.

Every check walks through a draft, so that it finds what it can in a plan that is broken elsewhere, and keeps silent
about what hangs on something broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice

from salescrew.errors import Problem
from salescrew.language import say
from salescrew.models.plan.checks import calendar, work
from salescrew.models.plan.checks import duty as duty_checks
from salescrew.models.plan.checks import menus as menu_checks
from salescrew.models.plan.checks import on_the_way as settled_checks
from salescrew.models.plan.checks import targets as target_checks
from salescrew.models.plan.checks import together as combinations
from salescrew.models.plan.checks.together import everybody
from salescrew.models.plan.complaints import keys_in, repeated, unknown
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.refusals import MOST_FOUND

Check = Callable[[Draft], Iterator[Problem]]


def problems(plan: Draft) -> list[Problem]:
    """List what is wrong between the records of a plan, at most `MOST_FOUND`."""
    return list(islice(chain.from_iterable(check(plan) for check in CHECKS), MOST_FOUND))


def products_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse products that funnels sell or targets name and that are not there."""
    known = plan["products"].keys
    if known is None:
        return
    for place in (*(funnel["product"] for funnel in plan["funnels"]), *keys_in(plan["target"]["products"])):
        yield from unknown(place, known, say("be a product of this plan"))


def funnels_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse funnels that people work or the pipeline names and that are not there."""
    known = plan["funnels"].keys
    if known is None:
        return
    for place in (*chain.from_iterable(person["funnels"] for person in everybody(plan)), *keys_in(plan["pipeline"])):
        yield from unknown(place, known, say("be a funnel of this plan"))


def pipeline_stages_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse items in the pipeline at stages that their funnels do not have."""
    for items in plan["pipeline"]:
        stages = plan["funnels"][items.key]["stages"]
        names = [stage["name"] for stage in stages]
        if not names or stages.is_broken or any(name.text is None for name in names):
            continue
        for place in keys_in(items):
            if place.text == "paid":
                todo = say("What is paid is no longer under way; remove it.")
                yield place.wrong(say("be a stage of {funnel}", funnel=items.key), todo)
            else:
                yield from unknown(
                    place, [str(name.text) for name in names], say("be a stage of {funnel}", funnel=items.key)
                )


def slots_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse weights and starts of slots, and slots of people, that the calendar does not have."""
    slots = calendar.slot_names(plan)
    if not slots:
        return
    weighed = chain.from_iterable(keys_in(funnel["leads"]["by_slot"]) for funnel in plan["funnels"])
    started = keys_in(plan["calendar"]["slot_starts"])
    for place in (*started, *weighed, *chain.from_iterable(person["slots"] for person in everybody(plan))):
        yield from unknown(place, slots, say("be a slot of the calendar"))


def activities_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse work in an activity that no day pattern offers and that is not done between leads either."""
    offered = _activities_offered(plan)
    if offered is None:
        return
    between = [rule["between_leads"]["activity"] for rule in duty_checks.rules(plan)]
    also = {place.text for place in between} - {None}
    used: set[str] = set()
    for funnel in plan["funnels"]:
        efforts = chain.from_iterable(keys_in(stage["effort"]) for stage in funnel["stages"])
        for place in (funnel["opens_with"], *efforts):
            used.add(place.text or "")
            yield from unknown(
                place, [*offered, *map(str, also - offered.keys())], say("be an activity of a day pattern")
            )
    so_far = plan["so_far"]
    for row in (*so_far["open_work"], *so_far["spared_work"]):
        yield from unknown(
            row["activity"], [*offered, *map(str, also - offered.keys())], say("be an activity of a day pattern")
        )
    for place in between:
        yield from unknown(place, [*offered, *sorted(used - offered.keys() - {""})], say("be an activity of this plan"))


def _activities_offered(plan: Draft) -> dict[str, None] | None:
    """Give the activities of all patterns; None where a menu is not known, or stands for no pattern."""
    offered: dict[str, None] = {}
    for menu in menu_checks.menus(plan):
        # a weekday may have no pattern; a time budget that stands for none is wrong
        if menu.patterns is None or (not menu.patterns and isinstance(menu.place.value, Mapping)):
            return None
        for pattern in menu.patterns:
            offered |= {name: None for name, count in pattern.items() if name != "duty" and count != 0}
    return offered


def budget_activities_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse a most of activities that the time budget does not have."""
    budget = plan["time_budget"]
    known = budget["minutes"].keys
    for place in keys_in(budget["at_most"]) if known is not None else ():
        yield from unknown(place, known or (), say("be an activity of the time budget"))


def names_are_unique(plan: Draft) -> Iterator[Problem]:
    """Refuse two stages of a funnel, slots, managers or profiles of the same name."""
    yield from repeated(plan["calendar"]["slots"], say("be a name of its own among the slots"))
    for funnel in plan["funnels"]:
        yield from repeated(
            (stage["name"] for stage in funnel["stages"]), say("be a name of its own in {funnel}", funnel=funnel.key)
        )
    yield from repeated(
        (manager["name"] for manager in plan["managers"]), say("be a name of its own among the managers")
    )
    yield from repeated(
        (candidate["profile"] for candidate in plan["candidates"]), say("be a name of its own among the profiles")
    )


def managers_differ_from_candidates(plan: Draft) -> Iterator[Problem]:
    """Refuse a manager who is called what a candidate will be called: `junior 1`."""
    most = {
        candidate["profile"].text: candidate["at_most"].number
        for candidate in plan["candidates"]
        if candidate["profile"].text and candidate["at_most"].number is not None
    }
    for manager in plan["managers"]:
        name = manager["name"]
        profile, _, number = (name.text or "").rpartition(" ")
        is_number = number.isascii() and number.isdigit() and number[0] != "0" and len(number) < 10
        if is_number and int(number) <= (most.get(profile) or 0):
            yield name.wrong(
                say("differ from what the candidates of {profile} are called", profile=profile),
                say("Choose another name."),
            )


CHECKS: tuple[Check, ...] = (
    products_exist,
    funnels_exist,
    pipeline_stages_exist,
    slots_exist,
    activities_exist,
    budget_activities_exist,
    names_are_unique,
    managers_differ_from_candidates,
    *target_checks.CHECKS,
    combinations.absences_fit_their_spells,
    calendar.calendar_has_days,
    calendar.holidays_are_known,
    calendar.horizon_has_working_days,
    calendar.short_days_have_slots,
    menu_checks.everybody_has_one_menu,
    menu_checks.patterns_hold_something,
    menu_checks.budget_is_of_use,
    combinations.funnels_fit_their_channel,
    *duty_checks.CHECKS,
    combinations.weights_are_not_all_zero,
    combinations.somebody_is_there,
    combinations.people_can_be_counted,
    combinations.people_leave_after_they_come,
    combinations.days_are_said_once,
    menu_checks.roles_have_patterns,
    work.closers_can_close,
    work.handling_is_work,
    work.no_more_pass_than_come,
    work.averages_alone_are_promised,
    *settled_checks.CHECKS,
)
