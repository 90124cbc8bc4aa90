"""Day patterns: the menu of a plan, and what somebody may have of it in a role."""

from __future__ import annotations

from collections.abc import Mapping

from salescrew.models.department.roles import meaning_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.time_budget import budget_patterns

DayPattern = Mapping[str, int]


def plan_patterns(plan: Plan) -> list[DayPattern]:
    """List the patterns of the plan's own menu."""
    if plan.time_budget is not None:
        return budget_patterns(plan.time_budget, len(plan.calendar.slots), plan.calendar.slot_minutes)
    return list(plan.day_patterns or ())


def patterns_of(menu: list[DayPattern], person: PersonFields, role: Role) -> list[DayPattern]:
    """List the patterns that a person may have in a role, given the plan's menu."""
    own = menu if person.day_patterns is None else person.day_patterns
    on_duty = meaning_of(role).on_duty
    return [pattern for pattern in own if on_duty or not pattern.get("duty")]


def activities(plan: Plan) -> list[str]:
    """List the plan's activities, in the order in which the time budget or the patterns name them."""
    menus = [plan.day_patterns or (), *(p.day_patterns or () for p in (*plan.managers, *plan.candidates))]
    found: dict[str, None] = dict.fromkeys(plan.time_budget.minutes) if plan.time_budget else {}
    found |= {activity: None for menu in menus for pattern in menu for activity in pattern if activity != "duty"}
    found |= {
        rule.between_leads.activity: None for rule in (plan.duty.rules if plan.duty else ()) if rule.between_leads
    }
    return list(found)
