"""A person's week as chains of multiplications: what the quotas are made of, and the leads that come on duty."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from salescrew.language import say
from salescrew.models.answers.explained.quota_chain import Operation
from salescrew.models.answers.result import QuotaRow
from salescrew.models.department.worth import DealWorth
from salescrew.models.on_paper.factors import EFFECTIVENESS, Step, telling
from salescrew.models.on_paper.traces import FunnelItems, all_the_way, average_deal, deal_and_fees
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.words import day_and_month, listed_names, stage_in_words
from salescrew.models.schedule.follow_up import Work, divided
from salescrew.models.schedule.workload import Workload

NOTHING = 1e-7
"""Less than that of a contact, or of work, is none."""


@dataclass(frozen=True)
class PartSteps:
    """A part of a quota: the steps that lead to it, and what they make.

    Attributes
    ----------
    continues
        Whether the first step repeats what the funnel's trace counts for the stage.
    """

    kind: Literal["contacts", "follow_up"]
    funnel: str
    stage: str
    steps: Sequence[Step]
    amount: float
    continues: bool


@dataclass(frozen=True)
class LeadSteps:
    """The steps from the leads of a full week to those that a person answers, and on to what must come of them."""

    funnel: str
    slots: int
    answer: Sequence[Step]
    pass_on: Sequence[Step]
    answered: float
    must_pass: float
    next_stage: str


@dataclass(frozen=True)
class OutcomeSteps:
    """The steps from what a person opens or answers to the revenue that comes of it."""

    funnel: str
    steps: Sequence[Step]
    entering: float
    in_time: float


class Everything:
    """What everybody's weeks are worked out from."""

    def __init__(self, workload: Workload) -> None:
        self.plan = workload.plan
        self.horizon = workload.horizon
        self.workload = workload
        self.items = {name: FunnelItems(self.workload, self.horizon, name) for name in self.plan.funnels}
        self._work: dict[str, dict[tuple[str, int], dict[Work, float]]] = {}

    @cached_property
    def opened(self) -> dict[tuple[str, int, str], float]:
        """The contacts that each person opens in each week, by funnel."""
        opened: dict[tuple[str, int, str], float] = defaultdict(float)
        for (day, name), contacts in self.workload.contacts.items():
            for funnel, count in contacts.items():
                opened[name, self.horizon.week_of(day), funnel] += count
        return opened

    @cached_property
    def quotas(self) -> dict[tuple[str, int], list[tuple[dt.date, QuotaRow]]]:
        """The rows of each person's quotas in each week, day by day."""
        found: dict[tuple[str, int], list[tuple[dt.date, QuotaRow]]] = defaultdict(list)
        for (day, name), row in sorted(self.workload.quotas.items(), key=lambda item: item[0]):
            found[name, self.horizon.week_of(day)].append((day, row))
        return found

    def work(self, activity: str) -> dict[tuple[str, int], dict[Work, float]]:
        """Give the follow-up work of an activity that each person does in each week."""
        if activity not in self._work:
            self._work[activity] = divided(self.workload, activity)
        return self._work[activity]


@dataclass(frozen=True)
class PersonWeek:
    """One person's week, weeks numbered from 0."""

    all: Everything
    name: str
    week: int

    @cached_property
    def worth(self) -> float:
        """What one contact or lead of the person is worth in standard ones."""
        return self.all.workload.posts[self.name].effectiveness[self.week]

    @cached_property
    def quotas(self) -> dict[str, dict[dt.date, int]]:
        """The quotas of each activity that has one, by day."""
        found: dict[str, dict[dt.date, int]] = {}
        for activity in self.all.workload.department.activities:
            days = {
                day: row.activities[activity]
                for day, row in self.all.quotas.get((self.name, self.week), ())
                if row.activities.get(activity)
            }
            if days:
                found[activity] = days
        return found

    @cached_property
    def parts(self) -> dict[str, list[PartSteps]]:
        """What each quota is made of."""
        return {activity: [*self._contacts(activity), *self._follow_up(activity)] for activity in self.quotas}

    def _is_in_week(self, day: dt.date) -> bool:
        return self.all.horizon.week_of(day) == self.week

    def _contacts(self, activity: str) -> list[PartSteps]:
        """Go from a funnel's contacts over the horizon to those that the person opens in the week."""
        parts = []
        for funnel, items in self.all.items.items():
            opened = self.all.opened.get((self.name, self.week, funnel), 0.0)
            if items.flow.funnel.opens_with == activity and opened > NOTHING:
                steps = self._contact_steps(items, opened)
                parts.append(PartSteps("contacts", funnel, items.flow.stages[0], steps, opened, bool(self.worth)))
        return parts

    def _contact_steps(self, items: FunnelItems, opened: float) -> list[Step]:
        activity, stage = str(items.flow.funnel.opens_with), items.flow.stages[0]
        if not self.worth:
            return [Step(say("contacts, of which none is worth anything"), "is", opened, counts=activity)]
        in_week = items.fresh_by_week[0][self.week]
        whole = say("{stage} of {funnel}, whole plan", stage=stage, funnel=items.name)
        own = say("of these by {name}", name=self.name)
        return telling(
            [
                Step(whole, "is", items.fresh[0], counts=stage),
                Step(say("of these in this week"), "times", in_week / items.fresh[0], "share", stage),
                Step(own, "times", opened * self.worth / in_week, "share", stage),
                Step(self._effectiveness, "divided_by", self.worth, counts=activity, given=True),
            ]
        )

    @property
    def _effectiveness(self) -> str:
        return say(EFFECTIVENESS, name=self.name)

    def _follow_up(self, activity: str) -> list[PartSteps]:
        """Go from the items of a stage over the horizon to the work that the person does on them in the week."""
        work = self.all.work(activity).get((self.name, self.week), {})
        parts = []
        for funnel, items in self.all.items.items():
            for number, stage in enumerate(items.flow.funnel.stages):
                task = self.all.workload.department.work.task_at(funnel, stage, activity)
                weeks = sorted(week for of, week in work if of == task)
                effort = stage.effort.get(activity, 0.0)
                entering = {week: items.entering[number][week] for week in weeks if items.entering[number][week] > 0}
                amount = sum(
                    work[task, week] * effort * count / self.all.workload.due_work[activity][task, week]
                    for week, count in entering.items()
                )
                if amount > NOTHING:
                    steps = self._work_steps(items, number, activity, amount, list(entering))
                    continues = bool(items.fresh[number])
                    parts.append(PartSteps("follow_up", funnel, stage.name, steps, amount, continues))
        return parts

    def _work_steps(
        self, items: FunnelItems, number: int, activity: str, amount: float, weeks: Sequence[int]
    ) -> list[Step]:
        stage, fresh, opening = items.flow.funnel.stages[number], items.fresh[number], items.opening[number]
        in_weeks = sum(items.entering[number][week] for week in weeks)
        effort = stage.effort[activity]
        steps = []
        if fresh:
            whole = say("{stage} of {funnel}, whole plan", stage=stage.name, funnel=items.name)
            steps.append(Step(whole, "is", fresh, counts=stage.name))
        if opening > 0:
            operation: Operation = "plus" if fresh else "is"
            steps.append(Step(say("from the opening pipeline"), operation, opening, counts=stage.name))
        each = say("{activity} for each", activity=activity)
        own = say("of that by {name} in this week", name=self.name)
        steps += [
            Step(self._of_weeks(weeks), "times", in_weeks / (fresh + opening), "share", stage.name),
            Step(each, "times", effort, counts=activity, given=True),
            Step(own, "times", amount / (effort * in_weeks), "share", activity),
        ]
        return telling(steps)

    def _of_weeks(self, weeks: Sequence[int]) -> str:
        if list(weeks) == [self.week]:
            return say("of these in this week")
        mondays = listed_names(day_and_month(self.all.horizon.monday(week)) for week in weeks)
        if len(weeks) == 1:
            return say("of these in the week of {monday}", monday=mondays)
        return say("of these in the weeks of {mondays}", mondays=mondays)

    @cached_property
    def leads(self) -> list[LeadSteps]:
        """The leads that come while the person is on duty, by funnel that has any."""
        return [self._lead_steps(self.all.items[funnel], slots) for funnel, slots in self._slots.items()]

    @cached_property
    def _slots(self) -> dict[str, list[float]]:
        """The person's share of the leads of each duty slot of the week, by funnel in the plan's order."""
        workload = self.all.workload
        shares: dict[str, list[float]] = {name: [] for name in self.all.items}
        for (day, slot), covering in workload.on_duty.items():
            if self.name in covering and self._is_in_week(day) and (day, slot) in workload.slots:
                for funnel, leads in workload.slots[day, slot].leads.items():
                    shares[funnel] += [leads / len(covering)] if leads > 0 else []
        return {funnel: slots for funnel, slots in shares.items() if slots}

    def _lead_steps(self, items: FunnelItems, slots: Sequence[float]) -> LeadSteps:
        first, following = items.flow.funnel.stages[0], items.flow.stages[1]
        of = items.flow.funnel.leads
        assert of is not None
        in_week = sum(
            slot.leads.get(items.name, 0.0)
            for (day, _), slot in self.all.workload.slots.items()
            if self._is_in_week(day)
        )
        answer = [
            Step(
                say("leads of {funnel} in a full week", funnel=items.name),
                "is",
                of.per_week,
                counts="leads",
                given=True,
            ),
            Step(say("of these in this week"), "times", in_week / of.per_week, "share", "leads"),
            Step(say("of these for {name} on duty", name=self.name), "times", sum(slots) / in_week, "share", "leads"),
        ]
        label = say("conversion of {stage} to {next}", stage=first.name, next=stage_in_words(following))
        pass_on = [
            Step(say("leads to answer"), "is", sum(slots), counts="leads"),
            Step(label, "times", first.conversion, "share", following, given=True),
            Step(self._effectiveness, "times", self.worth, counts=following, given=True),
        ]
        must_pass = first.conversion * self.worth
        return LeadSteps(
            items.name, len(slots), telling(answer), telling(pass_on), sum(slots), must_pass, next_stage=following
        )

    @property
    def outcomes(self) -> list[OutcomeSteps]:
        """What comes of the contacts and leads of the week, by funnel that has any."""
        entering = {leads.funnel: (say("leads to answer"), leads.answered) for leads in self.leads}
        for parts in self.parts.values():
            entering |= {
                part.funnel: (say("contacts to open"), part.amount) for part in parts if part.kind == "contacts"
            }
        return [self._outcome(items, *entering[name]) for name, items in self.all.items.items() if name in entering]

    def _outcome(self, items: FunnelItems, what: str, count: float) -> OutcomeSteps:
        in_the_end = sum(items.flow.from_entry[-1].values())
        in_horizon = sum(items.flow.spread[-1][self.week].values())
        in_time = in_horizon / in_the_end if in_the_end else 0.0
        worth = DealWorth(items.horizon)
        has_fees = items.product in worth.fees and in_horizon > 0
        deal = worth.of_entries(items.flow)[self.week] / in_horizon if has_fees else worth.price(items.product)
        of_deal = deal_and_fees(items.product) if has_fees else average_deal(items.product)
        first, currency = items.flow.stages[0], items.workload.plan.currency
        through = all_the_way(first)
        steps = [
            Step(what, "is", count, counts=first),
            Step(self._effectiveness, "times", self.worth, counts=first, given=True),
            Step(through, "times", in_the_end, "share", PAID, given=True),
            Step(items.within, "times", in_time, "share", PAID),
            Step(of_deal, "times", deal, "money", currency, given=not has_fees),
        ]
        return OutcomeSteps(items.name, telling(steps), count, in_time)
