"""Day patterns: the menu of a plan, and what somebody may have of it in a role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from salescrew.models.department.roles import meaning_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.time_budget import budget_patterns
from salescrew.models.plan.weekdays import WEEKDAYS, Weekday

DayPattern = Mapping[str, int]


def plan_patterns(plan: Plan) -> list[DayPattern]:
    """List the patterns of the plan's own menu."""
    if plan.time_budget is not None:
        return budget_patterns(plan.time_budget, len(plan.calendar.slots), plan.calendar.slot_minutes)
    return list(plan.day_patterns or ())


class Menus:
    """What people may have on the days of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._shared = plan_patterns(plan)

    def on(self, weekday: Weekday, person: PersonFields, role: Role) -> list[DayPattern]:
        """List the patterns that a person may have on a weekday in a role."""
        menu: Sequence[DayPattern]
        if weekday in person.weekday_patterns:
            menu = person.weekday_patterns[weekday]
        elif person.day_patterns is not None:
            menu = person.day_patterns
        else:
            menu = self._plan.weekday_patterns.get(weekday, self._shared)
        on_duty = meaning_of(role).on_duty
        return [pattern for pattern in menu if on_duty or not pattern.get("duty")]

    def ever(self, person: PersonFields, role: Role) -> Iterator[DayPattern]:
        """Yield the patterns that a person may have in a role on some weekday."""
        for weekday in WEEKDAYS:
            yield from self.on(weekday, person, role)


def activities(plan: Plan) -> list[str]:
    """List the plan's activities, in the order in which the time budget or the patterns name them."""
    everybody = (*plan.managers, *plan.candidates)
    menus = [plan.day_patterns or (), *(person.day_patterns or () for person in everybody)]
    for by_weekday in (plan.weekday_patterns, *(person.weekday_patterns for person in everybody)):
        menus += by_weekday.values()
    found: dict[str, None] = dict.fromkeys(plan.time_budget.minutes) if plan.time_budget else {}
    found |= {activity: None for menu in menus for pattern in menu for activity in pattern if activity != "duty"}
    found |= {
        rule.between_leads.activity: None for rule in (plan.duty.rules if plan.duty else ()) if rule.between_leads
    }
    return list(found)
