"""The days of a plan."""

from __future__ import annotations

from salescrew.models.plan.calendar import CalendarDays
from salescrew.models.plan.plan import Plan


class Horizon(CalendarDays):
    """The days of a plan, week by week, from the first day that is planned."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan.calendar, plan.so_far.as_of if plan.so_far else None)
        self.plan = plan
