"""Checks across the records of a plan: what must be given together, and what must not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from salescrew.errors import Problem
from salescrew.models.plan.calendar import CalendarDays
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.chance import Chance
from salescrew.models.plan.sections.days import TimeBudget
from salescrew.models.plan.sections.roles import ROLES
from salescrew.models.plan.time_budget import MOST_PATTERNS, TooManyPatternsError, budget_patterns

MOST_PEOPLE = 100_000


def everybody(plan: Draft) -> list[Draft]:
    """Give the managers and the candidates."""
    return [*plan["managers"], *plan["candidates"]]


def channel_of(funnel: Draft) -> str | None:
    """Give the channel of a funnel, where it is known."""
    return funnel["channel"].text


# targets


def target_asks_for_something(plan: Draft) -> Iterator[Problem]:
    """Refuse a plan with neither a target nor duty, and a product that is named among the targets without one."""
    target = plan["target"]
    if not target.is_damaged and not any(_holds_something(part) for part in target):
        if target["confidence"].is_given:
            yield target["confidence"].wrong("stand beside a target", "Add `revenue: 1_000_000`, or leave it out.")
        elif not any(funnel.is_damaged or channel_of(funnel) == "inbound" for funnel in plan["funnels"]):
            must = "hold at least one target where nobody is on duty"
            yield target.wrong(must, "Write `target: {revenue: 1_000_000}`.", "none")
    for product in target["products"]:
        if product.is_given and not product.is_damaged and not any(part.is_given for part in product):
            yield product.wrong("hold revenue, profit or deals", "Add `revenue: 1_000_000`.", "none of them")


def _holds_something(part: Draft) -> bool:
    return part.key != "confidence" and part.is_given and part.value not in ({}, [])


def absences_fit_their_spells(plan: Draft) -> Iterator[Problem]:
    """Refuse more absence than spells of the mean length can take, one working day apart."""
    chance = plan["chance"]
    if chance.is_damaged:
        return
    most = Chance.model_validate(chance.value or {}).most_absence
    for person in everybody(plan):
        absence = person["absence"]
        if absence.number is not None and absence.number > most + 1e-9:
            days = chance["spell_days"].number or Chance().spell_days
            must = f"be at most {100 * most:.4g}% with absences of {days:g} days on average"
            yield absence.wrong(must, "Lower it, or raise chance.spell_days.")


def profit_has_margins(plan: Draft) -> Iterator[Problem]:
    """Refuse a profit for a target where margins are not known."""
    target = plan["target"]
    for product in plan["products"]:
        is_asked = target["profit"].value is not None or target["products"][product.key]["profit"].value is not None
        if is_asked and isinstance(product.value, Mapping) and product["margin"].is_absent:
            yield product["margin"].wrong("be given where a profit is a target", "Add `margin: 40%`.")


# calendar


def holidays_are_known(plan: Draft) -> Iterator[Problem]:
    """Refuse a country that the package `holidays` does not know."""
    country = plan["calendar"]["holidays"]
    if country.text is None or _is_country(country.text):
        return
    import holidays

    upper = country.text.upper()
    # two letters are near to almost anything, so only another case tells what is meant
    is_lower = upper in holidays.list_supported_countries(include_aliases=False)
    todo = f"Write {upper}." if is_lower else "Write its two letters, such as RU, or a list of dates."
    yield country.wrong("be the ISO code of a country whose holidays are known", todo)


def _is_country(code: str) -> bool:
    if not (code.isascii() and code.isalpha() and code.isupper() and len(code) in (2, 3)):
        return False
    import holidays

    try:
        # markets and exchanges are known to the package as well, and have no country
        return bool(getattr(holidays.country_holidays(code, years=[]), "country", None))
    except NotImplementedError:
        return False


def horizon_has_working_days(plan: Draft) -> Iterator[Problem]:
    """Refuse a horizon in which no day is worked."""
    calendar = plan["calendar"]
    if calendar.is_damaged or not calendar.is_given or any(True for _ in holidays_are_known(plan)):
        return
    if not CalendarDays(Calendar.model_validate(calendar.value)).working_days:
        todo = "Check start, weeks, working_days and holidays."
        yield calendar.wrong("have at least one working day", todo, "none")


def slot_names(plan: Draft) -> list[str] | None:
    """Give the names of the slots; None where one is broken."""
    slots = plan["calendar"]["slots"]
    if slots.is_absent and not plan["calendar"].is_broken:
        return list(Calendar.model_fields["slots"].default)
    names = [slot.text for slot in slots]
    return None if slots.is_broken or None in names else [name for name in names if name is not None]


# day patterns


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
    """Give the plan's patterns and those that people have of their own."""
    own = [person["day_patterns"] for person in everybody(plan)]
    return [plan_menu(plan), *(menu_of(patterns) for patterns in own if not patterns.is_absent)]


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
        yield budget.wrong("be left out beside day_patterns", "Keep one of the two.", "both")
    if patterns.is_absent and budget.is_absent and any(person["day_patterns"].is_absent for person in everybody(plan)):
        yield patterns.wrong("be given", "Add day_patterns, such as `[{calls: 90}]`, or a time_budget.")


def patterns_hold_something(plan: Draft) -> Iterator[Problem]:
    """Refuse a pattern that holds neither an activity nor duty."""
    lists = [plan["day_patterns"], *(person["day_patterns"] for person in everybody(plan))]
    for pattern in chain.from_iterable(lists):
        if isinstance(pattern.value, Mapping) and not pattern.is_damaged and not any(part.number for part in pattern):
            yield pattern.wrong("hold an activity or duty", "Write it as {calls: 90}, or remove it.", "none")


def budget_is_of_use(plan: Draft) -> Iterator[Problem]:
    """Refuse a time budget that stands for no pattern, or for more than anyone could choose from."""
    menu, budget = plan_menu(plan), plan["time_budget"]
    if menu.patterns == [] and budget.is_given:
        todo = "Raise day_minutes or lower minutes."
        yield budget.wrong("leave room for an activity or a duty slot in a day", todo, "none")
    calendar = plan["calendar"]
    is_known = not (calendar["slots"].is_damaged or calendar["slot_minutes"].is_damaged) and _budget(plan) is not None
    if menu.patterns is None and is_known and plan["day_patterns"].is_absent:
        todo = "Set at_most, or write day_patterns."
        yield budget.wrong(f"stand for at most {MOST_PATTERNS:,} day patterns", todo, "more")


# funnels


def funnels_fit_their_channel(plan: Draft) -> Iterator[Problem]:
    """Refuse an outbound funnel that nothing opens, an inbound one without leads, and the keys of the other channel."""
    for funnel in plan["funnels"]:
        if channel_of(funnel) == "outbound":
            if funnel["opens_with"].is_absent:
                yield funnel["opens_with"].wrong("be given for an outbound funnel", "Add `opens_with: calls`.")
            yield from _out_of_place(funnel["leads"], "outbound")
            yield from _out_of_place(funnel["queue"], "outbound")
        if channel_of(funnel) == "inbound":
            if funnel["leads"].is_absent:
                yield funnel["leads"].wrong("be given for an inbound funnel", "Add `leads: {per_week: 60}`.")
            yield from _out_of_place(funnel["opens_with"], "inbound")
            yield from _out_of_place(funnel["max_contacts"], "inbound")


def _out_of_place(part: Draft, channel: str) -> Iterator[Problem]:
    if part.value is not None:
        yield part.wrong(f"be left out of an {channel} funnel", "Remove it, or change the channel.")


def weights_are_not_all_zero(plan: Draft) -> Iterator[Problem]:
    """Refuse weights that are all 0, since leads cannot be spread by them."""
    calendar = plan["calendar"]
    for funnel in plan["funnels"]:
        for key, over in (("by_weekday", "working_days"), ("by_slot", "slots")):
            weights, places = funnel["leads"][key], calendar[over]
            if not weights.is_given or weights.is_damaged or places.is_damaged:
                continue
            names = places.value if isinstance(places.value, list) else Calendar.model_fields[over].default
            if all((weights[name].number if weights[name].is_given else 1) == 0 for name in names):
                todo = "Give one of them a weight above 0."
                yield weights.wrong(f"be above 0 for one of calendar.{over}", todo, "0 for all")


# people


def somebody_is_there(plan: Draft) -> Iterator[Problem]:
    """Refuse a plan without people."""
    managers, candidates = plan["managers"], plan["candidates"]
    if managers.is_broken or candidates.is_broken or managers.value:
        return
    if all(candidate["at_most"].number == 0 for candidate in candidates):
        todo = "Add `managers: [{name: Anna}]`, or candidates."
        yield managers.wrong("hold at least one person, with the candidates", todo, "none")


def people_can_be_counted(plan: Draft) -> Iterator[Problem]:
    """Refuse more candidates than anyone could count."""
    numbers = [candidate["at_most"].number or 0 for candidate in plan["candidates"]]
    if sum(numbers) > MOST_PEOPLE:
        todo = "Lower at_most."
        got = f"{int(sum(numbers)):,}"
        yield plan["candidates"].wrong(f"be at most {MOST_PEOPLE:,} people in all", todo, got)


def people_leave_after_they_come(plan: Draft) -> Iterator[Problem]:
    """Refuse a person who leaves before coming."""
    for person in everybody(plan):
        first, last = person["from"].day, person["until"].day
        if first and last and last < first:
            yield person["until"].wrong(f"be on or after from, {first}", "Check the two dates.")


def roles_have_patterns(plan: Draft) -> Iterator[Problem]:
    """Refuse the role of a hunter for a person without a pattern that has no duty; the other roles take any pattern."""
    shared = plan_menu(plan)
    for person in everybody(plan):
        own = person["day_patterns"]
        menu = shared if own.is_absent else menu_of(own)
        roles = list(person["roles"])
        # all three are the default, which says no more than that the person may have any role that there is
        if not menu.patterns or {role.text for role in roles} == set(ROLES):
            continue
        for role in roles:
            if role.text == "hunter" and all(pattern.get("duty") for pattern in menu.patterns):
                yield role.wrong("be a role with a day pattern", "Add a pattern without duty, or remove the role.")
