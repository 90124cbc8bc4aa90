"""What is in the way of evenness where a figure is above what it is to be.

A fact of the plan counts where it is about the highest week, or about low ones, in which less than nine tenths of
the mean is asked by day there. Facts show what weeks have unlike; what follows from that in whole days takes a search.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from salescrew.models.answers.evenness import EVEN_ENOUGH, AboveAim, Bound, InTheWay, Measure, Obstacle
from salescrew.models.answers.result import QuotaRow, RosterRow
from salescrew.models.department.department import Department
from salescrew.models.department.people import people
from salescrew.models.department.posts import funnels_worked
from salescrew.models.plan.sections.roles import Role
from salescrew.models.schedule.evenness import Counted, Measured

LOW, MANY = 0.9, 1.1
"""Shares of the mean: less than that is low, and more leads than that are many."""
SAME = 1e-9


def above_aims(
    department: Department,
    roles: Mapping[str, Role],
    roster: Iterable[RosterRow],
    quotas: Iterable[QuotaRow],
    least: Mapping[Measure, Bound],
) -> tuple[AboveAim, ...]:
    """List the figures that are above what they are to be, each with what is in the way.

    Parameters
    ----------
    least
        Of figures what the team could not come below, as far as that is known.
    """
    counted = Counted(department.plan, roles, roster, quotas)
    facts = _Facts(department, counted)
    found = []
    for figure, most in counted.most().items():
        if most is not None and most.value > EVEN_ENOUGH[figure] + SAME:
            known = least.get(figure)
            is_forbidden = known is None or (known.days == "split" and known.least > EVEN_ENOUGH[figure] + SAME)
            found.append(
                AboveAim(
                    figure=figure,
                    of=most.of,
                    activity=most.activity,
                    week=None if most.week is None else counted.horizon.monday(most.week),
                    least=None if known is None else known.least,
                    days="split" if known is None else known.days,
                    because=tuple(facts.of(most) if is_forbidden else ()) or (InTheWay(what="whole_days"),),
                )
            )
    return tuple(found)


@dataclass
class _Facts:
    """What the plan and the roster say of weeks."""

    department: Department
    counted: Counted

    def of(self, most: Measured) -> Iterator[InTheWay]:
        """Yield what is in the way of one figure."""
        plan = self.department.plan
        if most.week is not None:
            there = self.counted.days if most.activity is None else self.counted.there[most.of]
            works = self._works(most)
            late = self._late(most, works)
            low = self._low(most, there) - late
            yield from self._weeks("late", late & there.keys())
            yield from self._days(most, most.week, works, low)
            if works & self._many_leads[most.week]:
                yield self._said("leads", [most.week])
            if most.activity is not None and plan.pipeline != "steady" and self._is_work(most.activity, works):
                yield self._said("start", ())
            yield from self._weeks("duty", self._more_duty(most, low))
        if plan.fixed.days or plan.fixed.slots:
            yield self._said("settled", ())

    def _days(self, most: Measured, highest: int, works: Set[str], low: Set[int]) -> Iterator[InTheWay]:
        """Yield weeks with fewer working days, and those in which somebody is there less than usual."""
        days, meant = self.counted.days, low | {highest}
        usual = max(sorted(days.values(), reverse=True), key=list(days.values()).count)
        yield from self._weeks("fewer_days", {week for week in meant if days[week] < usual})
        weeks_of: dict[frozenset[int], list[str]] = {}
        for name, there in self.counted.there.items():
            is_own, shares = name == most.of, bool(works & self._funnels[name])
            short = max(days.values()) - max(there.values(), default=0)
            away = {week for week in range(len(self.department.weeks)) if days[week] - there[week] > short}
            own = meant if is_own or most.activity is None else {highest}
            if is_own or shares:
                weeks_of.setdefault(frozenset(away & own), []).append(name)
        for weeks, names in weeks_of.items():
            yield from self._weeks("away", weeks, names)

    def _low(self, most: Measured, there: Counter[int]) -> Set[int]:
        """Give the weeks with days there in which less is asked than nine tenths of the mean, by day there."""
        by_week: Mapping[int, float] = (
            self.counted.contacts[most.of] if most.activity is None else self.counted.asked[most.of, most.activity]
        )
        mean = sum(by_week.values()) / there.total()
        return {week for week in there if by_week.get(week, 0.0) / there[week] < LOW * mean - SAME}

    def _works(self, most: Measured) -> Set[str]:
        """Give the funnels that are meant: the one, or those that the person works."""
        return {most.of} if most.activity is None else self._funnels[most.of]

    @cached_property
    def _funnels(self) -> dict[str, Set[str]]:
        """The funnels that everybody works, by name."""
        plan, roles = self.department.plan, self.counted.roles
        return {
            person.name: funnels_worked(plan, person.record, roles[person.name])
            for person in people(plan)
            if person.name in roles
        }

    def _late(self, most: Measured, works: Set[str]) -> Set[int]:
        """Give the weeks of whose contacts nothing is paid within the horizon, where only payments count."""
        plan, weeks = self.department.plan, set(self.department.weeks)
        opened = [self.department.flows[name] for name in works if plan.funnels[name].opens_with == most.activity]
        if plan.pipeline == "steady" or plan.target.stages or plan.target.under_way is not None or not opened:
            return set()
        return weeks.intersection(*({week for week in weeks if not flow.spread[-1][week]} for flow in opened))

    def _is_work(self, activity: str, works: Set[str]) -> bool:
        return any(task.activity == activity and task.funnel in works for task in self.department.tasks)

    @cached_property
    def _many_leads(self) -> list[Set[str]]:
        """The funnels of which more than a tenth more leads come than on the mean working day, by week."""
        leads: dict[str, defaultdict[int, float]] = {}
        for slot in self.department.slots:
            for funnel, count in slot.leads.items():
                leads.setdefault(funnel, defaultdict(float))[self.department.horizon.week_of(slot.date)] += count
        days = self.counted.days
        return [
            {
                funnel
                for funnel, by_week in leads.items()
                if days[week] and by_week[week] / days[week] > MANY * sum(by_week.values()) / days.total() + SAME
            }
            for week in self.department.weeks
        ]

    def _more_duty(self, most: Measured, low: Set[int]) -> Set[int]:
        """Give the low weeks in which somebody covers more slots a day than in the highest."""
        if most.activity is None or most.week is None:
            return set()
        slots, there = self.counted.slots[most.of], self.counted.there[most.of]
        highest = slots[most.week] / there[most.week]
        return {week for week in low if slots[week] / there[week] > highest + SAME}

    def _weeks(self, what: Obstacle, weeks: Set[int], names: Sequence[str] = ()) -> Iterator[InTheWay]:
        if weeks:
            yield self._said(what, sorted(weeks), names)

    def _said(self, what: Obstacle, weeks: Sequence[int], names: Sequence[str] = ()) -> InTheWay:
        return InTheWay(what=what, names=tuple(names), weeks=tuple(map(self.department.horizon.monday, weeks)))
