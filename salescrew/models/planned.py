"""What a result asks for, day by day, as it is set against what happened."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from salescrew.models.calendar import Horizon, days_between
from salescrew.models.demand import slots_with_leads
from salescrew.models.flow import PAID
from salescrew.models.people import effectiveness_by_week, people
from salescrew.models.pipeline import openings
from salescrew.models.plan import Plan
from salescrew.models.records import Role
from salescrew.models.result import QuotaRow, Result

PersonDay = tuple[dt.date, str]
ByFunnel = Mapping[str, float]


class Planned:
    """A plan's result, by day, person and funnel; also of people who have left the plan since."""

    def __init__(self, plan: Plan, result: Result) -> None:
        self.plan = plan
        self.result = result
        self.horizon = Horizon(plan)
        self.roles: dict[str, Role] = {member.name: member.role for member in result.managers}

    @cached_property
    def quotas(self) -> dict[PersonDay, QuotaRow]:
        """The quotas by day and person."""
        return {(row.date, row.manager): row for row in self.result.quotas}

    @cached_property
    def duty(self) -> dict[PersonDay, tuple[str, ...]]:
        """The slots on duty by day and person."""
        return {(row.date, row.manager): row.duty for row in self.result.roster if row.duty}

    @cached_property
    def leads(self) -> dict[PersonDay, dict[str, float]]:
        """The leads that each person on duty is expected to take, by funnel."""
        slots = {(slot.date, slot.name): slot for slot in slots_with_leads(self.horizon)}
        taken: dict[PersonDay, dict[str, float]] = {}
        for (day, name), covered in self.duty.items():
            for slot in (slots[day, one] for one in covered if (day, one) in slots):
                of_day = taken.setdefault((day, name), defaultdict(float))
                for funnel, leads in slot.leads.items():
                    of_day[funnel] += leads / slot.required
        return taken

    def contacts(self, funnel: str) -> Iterator[tuple[dt.date, str, float]]:
        """Yield the contacts to open in a funnel, or the leads to take: day, person and number."""
        if self.plan.funnels[funnel].channel == "outbound":
            for (day, name), row in self.quotas.items():
                if row.contacts.get(funnel):
                    yield day, name, row.contacts[funnel]
        else:
            for (day, name), leads in self.leads.items():
                if leads.get(funnel):
                    yield day, name, leads[funnel]

    @cached_property
    def _worth(self) -> dict[str, list[float]]:
        known = {person.name: person for person in people(self.plan)}
        return {
            name: effectiveness_by_week(self.horizon, known[name].record, role)
            for name, role in self.roles.items()
            if name in known
        }

    def worth(self, name: str, week: int) -> float:
        """Tell how many standard contacts or leads one of a person's is worth; 1 of somebody without a role."""
        return self._worth[name][week] if name in self._worth else 1.0

    @cached_property
    def entering(self) -> dict[str, list[list[float]]]:
        """The items that enter each stage, `paid` last, by funnel and week."""
        flow = {name: [[0.0] * len(self.horizon.weeks) for _ in self.stages(name)] for name in self.plan.funnels}
        for row in self.result.funnel:
            if row.funnel in flow and row.stage in (stages := self.stages(row.funnel)):
                flow[row.funnel][stages.index(row.stage)][self.horizon.week_of(row.week)] += row.entering
        return flow

    def stages(self, funnel: str) -> list[str]:
        """List the stages of a funnel, `paid` last."""
        return [*(stage.name for stage in self.plan.funnels[funnel].stages), PAID]

    @cached_property
    def _days_of_week(self) -> list[list[dt.date]]:
        """The days over which a week's flow is spread: those that are worked, or where none is, all of them."""
        every = days_between(self.horizon.first_day, self.horizon.last_day)
        weeks: list[list[dt.date]] = [[] for _ in self.horizon.weeks]
        for day in every:
            weeks[self.horizon.week_of(day)].append(day)
        return [worked or days for worked, days in zip(self.horizon.working_days_by_week, weeks, strict=True)]

    def spread(self, week: int) -> list[dt.date]:
        """List the days over which a week's flow is spread evenly."""
        return self._days_of_week[week]

    def share_over(self, week: int, end: dt.date) -> float:
        """Give the share of a week that is over before a day."""
        days = self._days_of_week[week]
        return sum(day < end for day in days) / len(days) if days else 1.0

    def first_items(self, funnel: str) -> float:
        """Give the items of the opening pipeline that enter the first stage, without a contact or a lead."""
        first = self.plan.funnels[funnel].stages[0].name
        opening = openings(self.plan.pipeline, funnel)
        return sum(one.items for one in opening if one.stage == first and one.waited_days is None)
