"""What is counted of a working day."""

from __future__ import annotations

from salescrew.models.plan.written.fields import PlanFields


def activities(plan: PlanFields) -> list[str]:
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


def names_of_work(plan: PlanFields) -> frozenset[str]:
    """Give all that a plan names of work: its activities and its stages."""
    stages = (stage.name for funnel in plan.funnels.values() for stage in funnel.stages)
    return frozenset((*activities(plan), *stages))
