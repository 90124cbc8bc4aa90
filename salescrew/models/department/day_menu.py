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
