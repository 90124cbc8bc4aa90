"""What binds a team, and what one more of anything would be worth.

A price of the relaxed staffing model is only a guide, since it need not hold for a whole unit, and at a corner not even
for a part of one. So whatever is said to be worth something is added, and the model is solved again. What a price does
prove is that less would be worse: the most reach is concave in whatever there is of a thing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from salescrew.errors import InputError
from salescrew.language import say
from salescrew.models.answers.explained.binding import (
    Binding,
    ColdBase,
    LimitState,
    Resource,
    TargetState,
    WeekUse,
    Worth,
)
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.leads import Slot, done_between_leads
from salescrew.models.department.posts import Post
from salescrew.models.department.targets import target_lines
from salescrew.models.department.worth import DealWorth
from salescrew.models.on_paper.duty_steps import duty_steps
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import Role
from salescrew.solver.engine.program import INFINITY, Clock, Outcome, least
from salescrew.solver.explain.effort import BINDING
from salescrew.solver.search.reach import posts_of
from salescrew.solver.staffing.columns import Grain
from salescrew.solver.staffing.model import Staffing
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.rules import weekly_duty


def binding(department: Department, result: Result) -> Binding:
    """Find what binds the team of an answer, and what one more of each thing would be worth.

    Raises
    ------
    InputError
        Where the result has no team, or one that cannot do even what comes by itself.
    """
    if not result.managers and result.headcount != 0:
        raise InputError(
            [say("result: must have a team, got none. Solve the plan with best=True (--best) to have one.")]
        )
    team = _Team(department, {member.name: member.role for member in result.managers})
    at_most = team.most()
    if at_most.reach is None or at_most.revenue is None:
        raise InputError(
            [say("result: must have a team that does what comes by itself, got one that cannot. Solve the plan again.")]
        )
    prices = Prices(team.staffing, team.furthest)
    return Binding(
        reach=at_most.reach,
        met=team.met,
        revenue=at_most.revenue,
        last_person=_last_person(result),
        weeks=tuple(_weeks(team, prices)),
        worth=tuple(_Worths(team, at_most, _last_person(result)).all(prices)),
        duty_steps=duty_steps(department.horizon),
        targets=tuple(_targets(team)),
        cold_bases=tuple(_cold_bases(team, prices)),
        limits=tuple(_limits(department.plan, result)),
    )


@dataclass(frozen=True)
class _Most:
    """The most that is possible: reach, and revenue with the targets met; None where there is none.

    Attributes
    ----------
    spent
        What a helper does in a week where the team reaches most, by activity.
    """

    reach: float | None
    revenue: float | None
    spent: dict[str, float] | None = None


class _Team:
    """A team in its roles, its days split among patterns where that helps.

    Attributes
    ----------
    met
        The share of all targets that is kept to where revenue is at stake.
    staffing, furthest
        The model of the team as it is, and where it reaches most.
    """

    def __init__(self, department: Department, roles: Mapping[str, Role]) -> None:
        self.department = department
        self.roles = roles
        self.met = INFINITY
        self.staffing, self.furthest = self._furthest(department, None, 1.0)
        if self.furthest.has_solution:
            reached = self.furthest.values[self.reach_of(self.staffing)]
            self.met = 1.0 if reached >= 1 else reached * (1 - BINDING.nothing)

    @staticmethod
    def reach_of(staffing: Staffing) -> int:
        """Give the column of the reach."""
        assert staffing.reach is not None
        return staffing.reach

    def most(self, department: Department | None = None, helper: Post | None = None, days: float = 1.0) -> _Most:
        """Find what the team could do in another department, or with a helper for so many days a week."""
        staffing, furthest = self.staffing, self.furthest
        if department is not None or helper is not None:
            staffing, furthest = self._furthest(department or self.department, helper, days)
        if not furthest.has_solution:
            return _Most(None, None)
        column, program = self.reach_of(staffing), staffing.program
        weights, given = _revenue(staffing)
        size = max((weight for _, weight in weights), default=1.0) or 1.0
        objective = [(entering, -weight / size) for entering, weight in weights]
        with program.settling({column: self.met}):
            richest = least(program, objective, clock=Clock(None), relaxed=True)
        revenue = None if richest.objective is None else given - size * richest.objective
        return _Most(furthest.values[column], revenue, _spent(staffing, furthest) if helper else None)

    def _furthest(self, department: Department, helper: Post | None, days: float) -> tuple[Staffing, Outcome]:
        posts = [*posts_of(department, self.roles), *([helper] if helper else [])]
        staffing = Staffing(department, posts, Grain.DAYS, fixed=True, stretch=INFINITY)
        if helper is not None:
            program, columns = staffing.program, staffing.columns[-1]
            program.lower[columns.people] = program.upper[columns.people] = days
            for column in columns.days.values():
                program.upper[column] = INFINITY
        most = least(staffing.program, [(self.reach_of(staffing), -1.0)], clock=Clock(None), relaxed=True)
        return staffing, most


def _spent(staffing: Staffing, outcome: Outcome) -> dict[str, float]:
    """Give what the last post's days hold in an average week that has any."""
    columns = staffing.columns[-1]
    spent: dict[str, float] = {}
    for (number, duty, choice), column in columns.days.items():
        for activity, count in columns.blocks[number].patterns[duty][choice].items():
            spent[activity] = spent.get(activity, 0.0) + count * outcome.values[column] / len(columns.blocks)
    return {activity: each for activity, each in spent.items() if each > BINDING.nothing}


def _revenue(staffing: Staffing) -> tuple[list[tuple[int, float]], float]:
    """Write the revenue over what enters the first stages, and what the opening pipeline adds."""
    department = staffing.department
    weights, given, worth = [], 0.0, DealWorth(department.horizon)
    for source, flow in department.sources.items():
        given += worth.of_deals(flow.funnel.product, flow.opening[-1])
        weights += [(staffing.entering[source, week], each) for week, each in enumerate(worth.of_entries(flow))]
    return weights, given


def _last_person(result: Result) -> float | None:
    """Give what the last person brings, in reach."""
    far, fewer = result.stretch, result.one_fewer
    if far is None or fewer is None or far.reach is None or fewer.reach is None:
        return None
    brought = far.reach - fewer.reach
    return brought if brought > BINDING.nothing else None


# ---- where the team goes as far as it can


def _weeks(team: _Team, prices: Prices) -> Iterator[WeekUse]:
    """Set what the days hold of each activity against what is done, and tell where one fewer would be worse."""
    department, staffing, values = team.department, team.staffing, team.furthest.values
    allowed: dict[tuple[int, str], float] = {}
    used: dict[tuple[int, str], float] = {}
    worth: dict[tuple[int, str], float] = {}

    def add(to: dict[tuple[int, str], float], week: int, activity: str, amount: float) -> None:
        to[week, activity] = to.get((week, activity), 0.0) + amount

    for post, columns in staffing.pairs():
        for (number, activity), terms in staffing.allowance(post, columns).items():
            week = columns.blocks[number].period
            amount = sum(values[column] * each for column, each in terms)
            add(allowed, week, activity, amount)
            if amount > BINDING.priced:
                price = prices.activity_values(post, week)[activity]
                worth[week, activity] = max(worth.get((week, activity), 0.0), price * amount)
        for (number, activity), column in columns.contacts.items():
            add(used, columns.blocks[number].period, activity, values[column])
        for (number, name), column in columns.limited.items():
            opens_with = str(department.plan.funnels[name].opens_with)
            add(used, columns.blocks[number].period, opens_with, values[column])
    for (_, task, _, at), column in staffing.work.items():
        add(used, at, task.activity, values[column])
    for week in department.weeks:
        for activity in department.activities:
            yield WeekUse(
                week=department.horizon.monday(week),
                activity=activity,
                allowed=allowed.get((week, activity), 0.0),
                used=used.get((week, activity), 0.0),
                bottleneck=worth.get((week, activity), 0.0) > BINDING.priced,
            )


def _targets(team: _Team) -> Iterator[TargetState]:
    """Tell which targets keep the team from reaching more; what it would reach without each is found by solving."""
    department, furthest = team.department, team.furthest
    lines = target_lines(department.horizon)
    reach = furthest.values[team.reach_of(team.staffing)]
    for line, (goal, row) in zip(lines, team.staffing.written.targets, strict=True):
        entering = team.staffing.entering
        reached = goal.given + sum(weight * furthest.values[entering[key]] for key, weight in goal.weights.items())
        tight = furthest.duals[row] > BINDING.nothing
        without: float | None = reach
        if tight:
            fewer = department.without_goal(goal)
            without = team.most(fewer).reach if fewer.goals else None
        yield TargetState(target=line.path, reached=reached, tight=tight, reach_without=without)


def _cold_bases(team: _Team, prices: Prices) -> Iterator[ColdBase]:
    for name, price in prices.cold.items():
        opened = sum(
            team.furthest.values[column]
            for columns in team.staffing.columns
            for (_, funnel), column in columns.limited.items()
            if funnel == name
        )
        size = team.department.cold_base(name) or 0.0
        yield ColdBase(funnel=name, size=size, opened=opened, tight=price * size > BINDING.priced)


def _limits(plan: Plan, result: Result) -> Iterator[LimitState]:
    taken = {
        "people": float(len(result.managers)),
        "hires": float(sum(member.hired for member in result.managers)),
        "monthly_cost": sum(member.monthly_cost for member in result.managers),
        "cost": result.cost or 0.0,
    }
    for name, amount in taken.items():
        at_most = getattr(plan.limits, name)
        if at_most is not None:
            tight = amount >= at_most - BINDING.nothing * max(1.0, at_most)
            yield LimitState(limit=name, at_most=at_most, taken=amount, tight=tight)


# ---- more of a thing


class _Worths:
    """Adds more of each thing, and solves again."""

    def __init__(self, team: _Team, before: _Most, last_person: float | None) -> None:
        self.team = team
        self.department = team.department
        self.plan = team.department.plan
        self.before = before
        self.last_person = last_person

    def all(self, prices: Prices) -> Iterator[Worth]:
        """Give what more of each thing that the plan has is worth."""
        for activity in self.department.activities:
            yield from self._with_help("activity", activity, self.department.posts.helper({0: ({activity: 1},)}))
        yield from self._time()
        for name in self.department.inbound:
            yield from self._leads(name)
        for name, funnel in self.plan.funnels.items():
            if funnel.max_contacts is not None:
                yield from self._contacts(name, funnel.max_contacts)
        yield from self._duty_slots(prices)
        yield from self._duty_limit()

    def _time(self) -> Iterator[Worth]:
        """Add days of someone who could be anybody, and hours of such days where the plan counts minutes."""
        someone = self.department.posts.helper()
        budget = self.plan.time_budget
        if not any(someone.every_pattern):
            return
        if budget is not None and budget.day_minutes > 60:
            yield from self._with_help("hour", None, someone, 60 / budget.day_minutes)
        yield from self._with_help("day", None, someone)

    def _with_help(self, resource: Resource, name: str | None, helper: Post, part: float = 1.0) -> Iterator[Worth]:
        """Have someone work for all funnels, so many days a week."""
        yield from self._steps(resource, name, lambda count: self.team.most(helper=helper, days=part * count))

    def _leads(self, name: str) -> Iterator[Worth]:
        leads = self.plan.funnels[name].leads
        assert leads is not None
        week = leads.per_week

        def with_leads(count: int) -> _Most:
            of_weeks = {monday: own + count for monday, own in leads.by_week.items()}
            more = leads.model_copy(update={"per_week": week + count, "by_week": of_weeks})
            return self.team.most(self._with_funnel(name, {"leads": more}))

        yield from self._steps("lead", name, with_leads)

    def _contacts(self, name: str, size: float) -> Iterator[Worth]:
        def with_contacts(count: int) -> _Most:
            return self.team.most(self._with_funnel(name, {"max_contacts": size + count}))

        yield from self._steps("contact", name, with_contacts)

    def _duty_slots(self, prices: Prices) -> Iterator[Worth]:
        """Take one person off duty in the dearest slot of each week, as long as somebody is left there."""
        dearest: dict[int, Slot] = {}
        for slot in self.department.slots:
            if slot.required > 1:
                week = self.department.horizon.week_of(slot.date)
                best = dearest.setdefault(week, slot)
                if prices.slots[slot.key] > prices.slots[best.key]:
                    dearest[week] = slot
        if dearest:
            fewer = {slot.key: self._with_one_fewer(slot) for slot in dearest.values()}
            easier = self.department.with_slots(fewer)
            yield self._written("duty_slot", None, 1, self.team.most(easier))

    def _with_one_fewer(self, slot: Slot) -> Slot:
        required = slot.required - 1
        between = done_between_leads(self.plan, slot.queue, slot.total, required)
        return dataclasses.replace(slot, required=required, between_leads=between)

    def _duty_limit(self) -> Iterator[Worth]:
        more = weekly_duty.one_more(self.plan)
        if more is not None and self.department.slots:
            most = self.team.most(Department(more))
            yield self._written("duty_limit", None, 1, most)

    def _with_funnel(self, name: str, changed: Mapping[str, object]) -> Department:
        funnels = {**self.plan.funnels, name: self.plan.funnels[name].model_copy(update=changed)}
        return Department(self.plan.model_copy(update={"funnels": funnels}))

    def _steps(self, resource: Resource, name: str | None, with_more: Callable[[int], _Most]) -> Iterator[Worth]:
        """Add one and more; where one of what is never worth more the more there is of it is worth nothing, end."""
        for count in BINDING.counts:
            worth = self._written(resource, name, count, with_more(count))
            yield worth
            if resource != "lead" and worth.reach == worth.revenue == 0:
                return

    def _written(self, resource: Resource, name: str | None, count: int, after: _Most) -> Worth:
        reach = _more(self.before.reach, after.reach)
        return Worth(
            resource=resource,
            name=name,
            count=count,
            reach=reach,
            revenue=_more(self.before.revenue, after.revenue),
            people=None if reach is None or self.last_person is None else reach / self.last_person,
            spent=after.spent if resource in ("hour", "day") else None,
        )


def _more(before: float | None, after: float | None) -> float | None:
    """Give what was added; what is within the solver's tolerance is nothing."""
    if before is None or after is None:
        return None
    return after - before if abs(after - before) > BINDING.nothing * max(1.0, abs(before)) else 0.0
