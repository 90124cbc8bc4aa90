"""Checks of day patterns: the menus of the plan, of weekdays and of people, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from salescrew.errors import Problem
from salescrew.language import say, say_as
from salescrew.models.plan.checks.together import everybody
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.days import TimeBudget
from salescrew.models.plan.sections.roles import CLOSER, USUAL_ROLES
from salescrew.models.plan.time_budget import MOST_PATTERNS, TooManyPatternsError, budget_patterns
from salescrew.models.plan.weekdays import WEEKDAYS, Weekday

OFF_DUTY = ("hunter", CLOSER)
"""Roles that are never on duty."""


@dataclass(frozen=True)
class Menu:
    """The day patterns of the plan, or those of a person.

    Attributes
    ----------
    place
        Where they stand.
    patterns
        Counts by activity; None where not all are known.
    """

    place: Draft
    patterns: list[dict[str, float]] | None


def menus(plan: Draft) -> list[Menu]:
    """Give the plan's patterns, those of weekdays, and those that people have of their own."""
    own = [*plan["weekday_patterns"]]
    for person in everybody(plan):
        own += [person["day_patterns"], *person["weekday_patterns"]]
    return [plan_menu(plan), *(menu_of(patterns) for patterns in own if not patterns.is_absent)]


def menu_on(plan: Draft, person: Draft, weekday: Weekday) -> Menu:
    """Give the patterns that a person may have on a weekday."""
    own, shared = person["weekday_patterns"][weekday], plan["weekday_patterns"][weekday]
    if not own.is_absent:
        return menu_of(own)
    if not person["day_patterns"].is_absent:
        return menu_of(person["day_patterns"])
    return plan_menu(plan) if shared.is_absent else menu_of(shared)


def plan_menu(plan: Draft) -> Menu:
    """Give the patterns for those who have none of their own."""
    patterns, budget = plan["day_patterns"], plan["time_budget"]
    if patterns.is_absent and budget.is_absent:
        is_needed = any(person["day_patterns"].is_absent for person in everybody(plan))
        return Menu(patterns, None if is_needed else [])
    if budget.is_absent:
        return menu_of(patterns)
    if not patterns.is_absent:
        return Menu(budget, None)
    record = _budget(plan)
    slots, minutes = plan["calendar"]["slots"], plan["calendar"]["slot_minutes"]
    if record is None or slots.is_damaged or minutes.is_damaged:
        return Menu(budget, None)
    count = len(slots.value) if isinstance(slots.value, list) else len(Calendar.model_fields["slots"].default)
    try:
        found = budget_patterns(record, count, minutes.number or Calendar.model_fields["slot_minutes"].default)
    except TooManyPatternsError:
        return Menu(budget, None)
    return Menu(budget, [dict(pattern) for pattern in found])


def menu_of(patterns: Draft) -> Menu:
    """Give the patterns that stand in a place."""
    if patterns.is_damaged or not isinstance(patterns.value, list):
        return Menu(patterns, None)
    return Menu(patterns, [{part.key: part.number or 0 for part in pattern} for pattern in patterns])


def _budget(plan: Draft) -> TimeBudget | None:
    budget = plan["time_budget"]
    if not budget.is_given or budget.is_damaged:
        return None
    return TimeBudget.model_validate(budget.value)


def everybody_has_one_menu(plan: Draft) -> Iterator[Problem]:
    """Refuse both day patterns and a time budget, and neither unless everyone has patterns of their own."""
    patterns, budget = plan["day_patterns"], plan["time_budget"]
    if patterns.value is not None and budget.value is not None:
        yield budget.wrong(say("be left out beside day_patterns"), say("Keep one of the two."), say_as("got", "both"))
    if patterns.is_absent and budget.is_absent and any(person["day_patterns"].is_absent for person in everybody(plan)):
        yield patterns.wrong(say("be given"), say("Add day_patterns, such as `[{{calls: 90}}]`, or a time_budget."))


def patterns_hold_something(plan: Draft) -> Iterator[Problem]:
    """Refuse a pattern that holds neither an activity nor duty."""
    lists = [plan["day_patterns"], *plan["weekday_patterns"]]
    for person in everybody(plan):
        lists += [person["day_patterns"], *person["weekday_patterns"]]
    for pattern in chain.from_iterable(lists):
        if isinstance(pattern.value, Mapping) and not pattern.is_damaged and not any(part.number for part in pattern):
            yield pattern.wrong(
                say("hold an activity or duty"), say("Write it as {{calls: 90}}, or remove it."), say_as("got", "none")
            )


def budget_is_of_use(plan: Draft) -> Iterator[Problem]:
    """Refuse a time budget that stands for no pattern, or for more than anyone could choose from."""
    menu, budget = plan_menu(plan), plan["time_budget"]
    if menu.patterns == [] and budget.is_given:
        todo = say("Raise day_minutes or lower minutes.")
        yield budget.wrong(say("leave room for an activity or a duty slot in a day"), todo, say_as("got", "none"))
    calendar = plan["calendar"]
    is_known = not (calendar["slots"].is_damaged or calendar["slot_minutes"].is_damaged) and _budget(plan) is not None
    if menu.patterns is None and is_known and plan["day_patterns"].is_absent:
        todo = say("Set at_most, or write day_patterns.")
        yield budget.wrong(
            say("stand for at most {most:,} day patterns", most=MOST_PATTERNS), todo, say_as("got", "more")
        )


def roles_have_patterns(plan: Draft) -> Iterator[Problem]:
    """Refuse a role that is never on duty for a person without a pattern that has no duty; others take any pattern."""
    for person in everybody(plan):
        roles = list(person["roles"])
        off_duty = [role for role in roles if role.text in OFF_DUTY]
        # these three are the default, which says no more than that the person may have any role that there is
        if not off_duty or {role.text for role in roles} == set(USUAL_ROLES):
            continue
        found = [menu_on(plan, person, weekday).patterns for weekday in WEEKDAYS]
        if all(found) and all(pattern.get("duty") for menu in found for pattern in menu or ()):
            for role in off_duty:
                yield role.wrong(
                    say("be a role with a day pattern"), say("Add a pattern without duty, or remove the role.")
                )
