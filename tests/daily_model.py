"""The second formulation: `model.md` written down person by person and day by day, for a general solver.

A Boolean a person and role; for each of these a Boolean a day and pattern and a Boolean a day and slot; contacts, work
and flow as they come. Nobody is counted together with anybody and no day with another.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from ortools.math_opt.python import mathopt

from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Candidate
from salescrew.models.plan.sections.roles import Role
from salescrew.solver.engine.spared_stdout import SPARED_STDOUT
from tests.facts import Facts, Slot, Somebody, Where, exact

Answer = tuple[str, int | None, float | None]
Solver = Literal["highs", "scip"]
Sum = Any
"""A linear expression of `mathopt`, which has no types that mypy could read."""
INFEASIBLE: Answer = ("infeasible", None, None)
NEARLY = 1 - 1e-6
TOLERANCE = 1e-9


class UndecidedError(Exception):
    """The solver gave no proven answer in the time allowed."""


class Worker(NamedTuple):
    """A person in one of their roles."""

    someone: Somebody
    role: Role


class Daily:
    """The model of a plan; `relaxed` lets every Boolean be a share."""

    def __init__(self, plan: Plan, *, relaxed: bool = False) -> None:
        self.facts, self.plan = Facts(plan), plan
        self.model = mathopt.Model()
        self._integer = not relaxed
        self.has: dict[Worker, mathopt.Variable] = {
            Worker(start, role): self._boolean()
            for someone in self.facts.everybody
            for start in someone.starts
            for role in dict.fromkeys(start.record.roles)
        }
        self.held = {someone.name: self.facts.held(someone.name) for someone in self.facts.everybody}
        self.days = {worker: self.facts.there(worker.someone.record) for worker in self.has}
        self.works = {worker: self.facts.works(worker.someone.record, worker.role) for worker in self.has}
        self.allowed: dict[tuple[Worker, int, str], list[Sum]] = defaultdict(list)
        self.asked: dict[tuple[Worker, int, str], list[Sum]] = defaultdict(list)
        self.contacts: dict[tuple[str, int], list[tuple[Worker, mathopt.Variable]]] = defaultdict(list)
        self.answered: dict[tuple[str, int], list[Sum]] = defaultdict(list)
        self.covering: dict[tuple[dt.date, Where], list[tuple[Worker, mathopt.Variable]]] = defaultdict(list)
        self.covered_in_week: dict[tuple[Worker, int], list[mathopt.Variable]] = defaultdict(list)
        self.places: dict[tuple[Worker, int, frozenset[str]], list[Sum]] = defaultdict(list)
        self.worked: dict[tuple[Worker, int], list[mathopt.Variable]] = defaultdict(list)
        self._give_roles()
        self._give_days()
        self._open_contacts()
        self.handled: dict[tuple[str, int, int, Worker], mathopt.Variable] = {}
        self.entering = {funnel: self._flow(funnel) for funnel in plan.funnels}
        for funnel in plan.funnels:
            self._do_work(funnel)
        self._keep_to_the_week()

    @property
    def people(self) -> Sum:
        """Everyone with a role."""
        return mathopt.fast_sum(self.has.values())

    @property
    def cost(self) -> Sum:
        """The monthly cost of everyone with a role."""
        return mathopt.fast_sum(float(w.someone.record.monthly_cost) * has for w, has in self.has.items())

    @property
    def cost_over_horizon(self) -> Sum:
        """The cost of everyone with a role over the horizon."""
        return mathopt.fast_sum(float(self.facts.cost(w.someone.record)) * has for w, has in self.has.items())

    def add(self, constraint: mathopt.BoundedLinearTypes) -> None:
        """Add a constraint."""
        self.model.add_linear_constraint(constraint)

    def _boolean(self) -> mathopt.Variable:
        return self.model.add_variable(lb=0, ub=1, is_integer=self._integer)

    def _quantity(self) -> mathopt.Variable:
        return self.model.add_variable(lb=0)

    def _give_roles(self) -> None:
        """One role or none for everyone, one for those who stay, within the limits."""
        for someone in self.facts.everybody:
            roles = mathopt.fast_sum(has for worker, has in self.has.items() if worker.someone.name == someone.name)
            self.add(roles <= 1)
            if someone.record.keep:
                self.add(roles >= 1)
        limits = self.plan.limits
        if limits.people is not None:
            self.add(self.people <= limits.people)
        if limits.hires is not None:
            hires = [has for worker, has in self.has.items() if isinstance(worker.someone.record, Candidate)]
            self.add(mathopt.fast_sum(hires) <= limits.hires)
        if limits.monthly_cost is not None:
            self.add(self.cost <= limits.monthly_cost + TOLERANCE * max(1.0, limits.monthly_cost))
        if limits.cost is not None:
            self.add(self.cost_over_horizon <= limits.cost + TOLERANCE * max(1.0, limits.cost))

    def _give_days(self) -> None:
        """A pattern or none a day; every slot covered by exactly as many as it takes."""
        slots_of = {day: list(slots) for day, slots in itertools.groupby(self.facts.slots, key=lambda slot: slot.day)}
        for worker in self.has:
            for day in self.days[worker]:
                self._give_day(worker, day, slots_of.get(day, []))
        for slot in self.facts.slots:
            covering = self.covering[slot.day, slot.where]
            self._cover(slot, mathopt.fast_sum(covered for _, covered in covering))
            week = self.facts.week(slot.day)
            for (worker, covered), (funnel, leads) in itertools.product(covering, slot.leads.items()):
                worth = self.facts.worth(worker.someone.record, worker.role, week)
                self.answered[funnel, week].append(float(leads / slot.required * worth) * covered)
        self._keep_reserve()
        for (worker, _), worked in self.worked.items():
            self.add(mathopt.fast_sum(worked) <= self.facts.most_days(worker.someone.record))
        if self.plan.duty and self.plan.duty.max_slots_per_week is not None:
            for covered_in_week in self.covered_in_week.values():
                self.add(mathopt.fast_sum(covered_in_week) <= self.plan.duty.max_slots_per_week)

    def _keep_reserve(self) -> None:
        """Places on duty of a week, each worth what absence leaves of a person, for all who are needed in its slots."""
        most = self.plan.duty.max_slots_per_week if self.plan.duty else None
        every = [(week, *of) for week in self.facts.weeks for of in self.facts.reserves(week) if of[1] > 0]
        for week, queues, needed in every:
            kept = []
            for worker in self.has:
                if places := self.places.get((worker, week, queues)):
                    reserve = self.model.add_variable(lb=0, ub=math.inf if most is None else most)
                    self.add(reserve - mathopt.fast_sum(places) <= 0)
                    kept.append(float(1 - exact(worker.someone.record.absence)) * reserve)
            self._reserve(week, queues, mathopt.fast_sum(kept), float(needed) * (1 - TOLERANCE))

    def _reserve(self, week: int, queues: frozenset[str], kept: Sum, needed: float) -> None:  # noqa: ARG002
        """Enough of them."""
        self.add(kept >= needed)

    def _cover(self, slot: Slot, covered: Sum) -> None:
        """Exactly as many on duty as the slot takes."""
        self.add(covered - slot.required == 0)

    def _give_day(self, worker: Worker, day: dt.date, slots: list[Slot]) -> None:
        """A pattern with at least as many places on duty as the person covers slots."""
        facts, record, week = self.facts, worker.someone.record, self.facts.week(day)
        duty = []
        chosen = []
        settled, in_slots = self.held[worker.someone.name].get(day, (None, set[Where]()))
        able = [slot for slot in slots if facts.covers(record, worker.role, slot)]
        if in_slots - {slot.where for slot in able}:
            self.add(self.has[worker] <= 0)
        for pattern in facts.patterns(record, worker.role, day):
            chosen.append(self._boolean())
            if settled is not None:
                is_it = {activity: count for activity, count in pattern.items() if count} == settled
                self.add(chosen[-1] - (self.has[worker] if is_it else 0) == 0)
            duty.append(-pattern.get("duty", 0) * chosen[-1])
            for activity in pattern.keys() - {"duty"}:
                self.allowed[worker, week, activity].append(pattern[activity] * chosen[-1])
        self.add(mathopt.fast_sum(chosen) - self.has[worker] <= 0)
        self.worked[worker, week] += chosen
        reserved = [slot for slot in facts.reserved_days(week).get(day, ()) if facts.covers(record, worker.role, slot)]
        for queues, _ in facts.reserves(week):
            if needed := len({slot.name for slot in reserved if slot.queue in queues}):
                for pattern, has_it in zip(facts.patterns(record, worker.role, day), chosen, strict=True):
                    self.places[worker, week, queues].append(min(needed, pattern.get("duty", 0)) * has_it)
        covering = {slot.where: self._boolean() for slot in able}
        for where, covered in covering.items():
            if where in in_slots or settled is not None:
                self.add(covered - (self.has[worker] if where in in_slots else 0) == 0)
        self.add(mathopt.fast_sum([*duty, *covering.values()]) <= 0)
        self._answer(worker, able, covering)

    def _answer(self, worker: Worker, slots: list[Slot], covering: Mapping[Where, mathopt.Variable]) -> None:
        """One queue at a time, and what is done between leads."""
        for slot in slots:
            covered, week = covering[slot.where], self.facts.week(slot.day)
            self.covering[slot.day, slot.where].append((worker, covered))
            self.covered_in_week[worker, week].append(covered)
            if worker.role == "mixed" and slot.between:
                self.allowed[worker, week, slot.activity].append(slot.between * covered)
        for name in {slot.name for slot in slots}:
            self.add(mathopt.fast_sum(covering[slot.where] for slot in slots if slot.name == name) <= 1)

    def _open_contacts(self) -> None:
        """Contacts of the outbound funnels, within the size of the cold base."""
        for worker in self.works:
            for funnel in self.facts.opens(worker.someone.record, worker.role):
                activity = self.plan.funnels[funnel].opens_with
                if activity is not None:
                    for week in self.facts.weeks:
                        contacts = self._quantity()
                        self.contacts[funnel, week].append((worker, contacts))
                        self.asked[worker, week, activity].append(contacts)
        for name in self.plan.funnels:
            if (base := self.facts.base_left(name)) is not None:
                opened = [c for week in self.facts.weeks for _, c in self.contacts[name, week]]
                self.add(mathopt.fast_sum(opened) - float(base) <= 0)

    def _flow(self, name: str) -> list[list[mathopt.Variable]]:
        """The items that enter every stage, `paid` included, in every week."""
        facts, stages = self.facts, self.plan.funnels[name].stages
        v = [[self._quantity() for _ in facts.weeks] for _ in range(len(stages) + 1)]
        comes: dict[tuple[int, int], list[Sum]] = defaultdict(list)
        for week in facts.weeks:
            comes[0, week] += self.answered[name, week]
            for worker, contacts in self.contacts[name, week]:
                comes[0, week].append(float(facts.worth(worker.someone.record, worker.role, week)) * contacts)
            for k, stage in enumerate(stages):
                passing = v[k][week] + mathopt.fast_sum(self._beyond(name, k, week))
                for then, share in facts.arrivals(stage.days_to_next, week):
                    comes[k + 1, then].append(float(exact(stage.conversion) * share) * passing)
        for k, stage in enumerate(stages):
            comes[k, facts.first_week].append(float(facts.under_way(name, stage.name)))
            for then, items in facts.passing_on(name, k):
                comes[k + 1, then].append(float(items))
        for k, week in itertools.product(range(len(stages) + 1), facts.weeks):
            self.add(mathopt.fast_sum(comes[k, week]) - v[k][week] == 0)
        return v

    def _beyond(self, name: str, k: int, week: int) -> Iterator[Sum]:
        """What passes a stage beyond its conversion: of the items that each of those handles who may."""
        stage = self.plan.funnels[name].stages[k]
        for worker in self.works if self.facts.handled_by(stage) else ():
            record, closing = worker.someone.record, stage.by == "closer"
            if self.facts.does(record, worker.role, name, closing=closing):
                self.handled[name, k, week, worker] = self._quantity()
                yield float(self.facts.passes_beyond(record)) * self.handled[name, k, week, worker]

    def _do_work(self, name: str) -> None:
        """All work of a funnel is done, from the week in which it falls due until the end of grace."""
        facts = self.facts
        for effort, due in itertools.product(facts.efforts(name), facts.weeks):
            efforts = [(k, float(each)) for k, each in enumerate(facts.each(name, effort)) if each]
            given = float(facts.open_work(name, effort, due))
            if not efforts and not given:
                continue
            done = []
            for worker in self.works:
                if facts.does(worker.someone.record, worker.role, name, closing=effort.closing):
                    for week in facts.done_in(due):
                        done.append(self._quantity())
                        self.asked[worker, week, effort.activity].append(done[-1])
                    if effort.stage is not None:
                        of_worker = mathopt.fast_sum(done[-len(facts.done_in(due)) :])
                        self.add(efforts[0][1] * self.handled[name, effort.stage, due, worker] - of_worker == 0)
            work = mathopt.fast_sum(effort * self._followed_up(name, k, due) for k, effort in efforts)
            if given and effort.stage is None:
                self.add(work + given - mathopt.fast_sum(done) <= 0)
            else:
                self.add(work + given - mathopt.fast_sum(done) == 0)

    def _followed_up(self, name: str, stage: int, week: int) -> Sum:
        """The items that make work on entering a stage: all of them."""
        return self.entering[name][stage][week]

    def _keep_to_the_week(self) -> None:
        """Contacts and work of a week within what its patterns and the time between leads allow, less absence."""
        for (worker, week, activity), asked in self.asked.items():
            free = float(1 - exact(worker.someone.record.absence))
            allowed = mathopt.fast_sum(self.allowed[worker, week, activity])
            self.add(mathopt.fast_sum(asked) - free * allowed <= 0)

    def deals(self, funnel: str, week: int | None = None) -> Sum:
        """Deals of a funnel, in one week or all."""
        paid = self.entering[funnel][-1]
        return mathopt.fast_sum(paid if week is None else [paid[week]])

    def revenue(self, weights: Mapping[str, float] | None = None) -> Sum:
        """Revenue of all funnels, each weighted."""
        return mathopt.fast_sum(
            (weights or {}).get(f, 1.0) * float(self.facts.revenue(of.product, week)) * self.deals(f, week)
            for f, of in self.plan.funnels.items()
            for week in self.facts.weeks
        )

    def by_month(self, month: str) -> Sum:
        """Revenue of a month."""
        return mathopt.fast_sum(
            float(self.facts.revenue(of.product, week, month)) * self.deals(f, week)
            for f, of in self.plan.funnels.items()
            for week in self.facts.weeks
        )

    def profit(self) -> Sum:
        """Gross profit."""
        return self.revenue({f: self.plan.products[of.product].margin or 0.0 for f, of in self.plan.funnels.items()})

    def targets(self) -> Iterator[tuple[float, Sum]]:
        """Every target with what is reached."""
        target = self.plan.target

        def before(what: str, product: str | None = None, month: str | None = None) -> float:
            return float(self.facts.sold_before(what, product, month))

        if target.revenue is not None:
            yield target.revenue, self.revenue() + before("revenue")
        if target.profit is not None:
            yield target.profit, self.profit() + before("profit")
        for product, wanted in target.products.items():
            ours = {f: float(of.product == product) for f, of in self.plan.funnels.items()}
            if wanted.revenue is not None:
                yield wanted.revenue, self.revenue(ours) + before("revenue", product)
            if wanted.profit is not None:
                margin = self.plan.products[product].margin or 0.0
                brought = self.revenue({f: margin * our for f, our in ours.items()})
                yield wanted.profit, brought + before("profit", product)
            if wanted.deals is not None:
                deals = mathopt.fast_sum(our * self.deals(f) for f, our in ours.items())
                yield wanted.deals, deals + before("deals", product)
        for month, of_month in target.by_month.items():
            yield of_month.revenue, self.by_month(month) + before("revenue", month=month)
        yield from self._targets_of_items()

    def _targets_of_items(self) -> Iterator[tuple[float, Sum]]:
        for funnel, stages in self.plan.target.stages.items():
            for stage, count in stages.items():
                yield count, self.entered(funnel, stage) + float(self.facts.entered_before(funnel, stage))
        if asked := self.facts.under_way_asked:
            yield float(asked), self.under_way()

    def entered(self, funnel: str, stage: str) -> Sum:
        """The items that enter a stage."""
        names = [*(of.name for of in self.plan.funnels[funnel].stages), "paid"]
        return mathopt.fast_sum(self.entering[funnel][names.index(stage)])

    def under_way(self) -> Sum:
        """The revenue to come of what is at its stage when the horizon ends."""
        facts, found, table = self.facts, [], self.plan.pipeline
        for funnel, record in self.plan.funnels.items():
            for k, stage in enumerate(record.stages):
                each, wait = facts.worth_if_it_passes(funnel, k), exact(stage.days_to_next)
                for week in facts.weeks:
                    if late := float(each * facts.late(wait, week)):
                        found.append(late * self.entering[funnel][k][week])
                items = table.get(funnel, {}).get(stage.name, 0.0) if isinstance(table, dict) else 0.0
                for old in items if isinstance(items, tuple) else ():
                    left = exact(old.days_left or 0.0)
                    if old.days_left is None:
                        left = max(Fraction(0), wait - exact(old.waited_days))
                    found.append(float(each * exact(old.items) * facts.late(left, facts.first_week)))
        return mathopt.fast_sum(found)

    def meet_targets(self) -> None:
        """Every target is met, less one part in a million."""
        for wanted, reached in self.targets():
            self.add((1 / wanted) * reached - NEARLY >= 0)

    def team(self, solver: Solver, time_limit: float, step: float = 1.0) -> list[Worker] | None:
        """Give the people and roles of the best solution; None where there is none.

        All values of the objective are whole multiples of `step`: what is nearer to the bound than that is the best.
        """
        kind = {"highs": mathopt.SolverType.HIGHS, "scip": mathopt.SolverType.GSCIP}[solver]
        with SPARED_STDOUT:
            found = mathopt.solve(self.model, kind, params=_parameters(solver, time_limit, 0.9 * step))
        match found.termination.reason:
            case mathopt.TerminationReason.OPTIMAL:
                values = found.variable_values()
                return [worker for worker, has in self.has.items() if values[has] > 0.5]
            case mathopt.TerminationReason.INFEASIBLE | mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED:
                # people and cost are bounded, so this is never for want of a bound
                return None
        raise UndecidedError(found.termination.reason.name)


def daily(plan: Plan, solver: Solver = "highs", time_limit: float = 600.0) -> Answer:
    """Solve a plan: the first objective, then each at the values of those before; what is not sought is None.

    Raises
    ------
    UndecidedError
        Where a solve takes longer than `time_limit` seconds.
    """
    model = Daily(plan)
    model.meet_targets()
    by_name = {"people": model.people, "monthly_cost": model.cost, "cost": model.cost_over_horizon}
    steps = {"people": 1.0, "monthly_cost": _step_of_cost(model.facts), "cost": _step_over_horizon(model.facts)}
    found: dict[str, Fraction] = {}
    for objective in plan.objective:
        model.model.minimize(by_name[objective])
        team = model.team(solver, time_limit, steps[objective])
        if team is None:
            return INFEASIBLE
        known = {"people": Fraction(len(team)), "monthly_cost": _cost(team), "cost": _over_horizon(model.facts, team)}
        found[objective] = known[objective]
        is_counted = objective == "people"
        model.add(by_name[objective] <= (len(team) if is_counted else _slightly_over(found[objective])))
    people, cost = found.get("people"), found.get("monthly_cost")
    return "optimal", None if people is None else int(people), None if cost is None else float(cost)


def proves_bound(
    plan: Plan, headcount: int, cost: float | None = None, solver: Solver = "scip", time_limit: float = 600.0
) -> bool:
    """Tell whether no team meets the targets with fewer people, nor, where a cost is given, as many at a lower cost.

    With `monthly_cost` as first objective: none at a lower cost, nor at that cost with fewer people.

    Raises
    ------
    UndecidedError
        Where a solve takes longer than `time_limit` seconds.
    """
    model = Daily(plan)
    model.meet_targets()
    fewer = (model.people, float(headcount - 1), float(headcount))
    bounds = [fewer]
    if cost is not None:
        cheaper = (model.cost, cost - _step_of_cost(model.facts) / 2, _slightly_over(exact(cost)))
        bounds = [fewer, cheaper] if plan.objective[0] == "people" else [cheaper, fewer]
    for number, below, at_most in bounds:
        bound = model.model.add_linear_constraint(number <= below)
        if model.team(solver, time_limit) is not None:
            return False
        model.model.delete_linear_constraint(bound)
        model.add(number <= at_most)
    return True


class Sold(NamedTuple):
    """What a product brings."""

    revenue: float
    profit: float
    deals: float


class Reached(NamedTuple):
    """What a plan's people could bring."""

    revenue: float
    profit: float
    products: dict[str, Sold]
    by_month: dict[str, float]
    stages: dict[tuple[str, str], float]
    under_way: float


def reached(plan: Plan, people: int, weights: Mapping[str, float]) -> Reached | None:
    """Give what so many people, shares of them too, bring at most, each funnel's revenue weighted; None: cannot work.

    The targets of the plan are left out. It is no bound for anything, only a measure to scale targets by.
    """
    model = Daily(plan, relaxed=True)
    model.add(model.people <= people)
    model.model.maximize(model.revenue(weights))
    found = mathopt.solve(model.model, mathopt.SolverType.GLOP)
    if found.termination.reason != mathopt.TerminationReason.OPTIMAL:
        return None
    values = found.variable_values()

    def value(total: Sum) -> float:
        return max(0.0, float(mathopt.evaluate_expression(total, values)))

    products = {}
    for name, product in plan.products.items():
        ours = {f: float(of.product == name) for f, of in plan.funnels.items()}
        revenue = value(model.revenue(ours))
        deals = value(mathopt.fast_sum(our * model.deals(f) for f, our in ours.items()))
        products[name] = Sold(revenue, (product.margin or 0.0) * revenue, deals)
    months = sorted({f"{day:%Y-%m}" for day in model.facts.horizon})
    by_month = {month: value(model.by_month(month)) for month in months}
    stages = {
        (funnel, stage): value(model.entered(funnel, stage))
        for funnel, of in plan.funnels.items()
        for stage in [*(one.name for one in of.stages), "paid"]
    }
    under_way = 0.0 if model.facts.steady else value(model.under_way())
    return Reached(value(model.revenue()), value(model.profit()), products, by_month, stages, under_way)


def _cost(team: list[Worker]) -> Fraction:
    return sum((exact(worker.someone.record.monthly_cost) for worker in team), Fraction(0))


def _over_horizon(facts: Facts, team: list[Worker]) -> Fraction:
    return sum((facts.cost(worker.someone.record) for worker in team), Fraction(0))


def _step_of_cost(facts: Facts) -> float:
    """Give the largest amount that all costs are whole multiples of."""
    return _step([exact(someone.record.monthly_cost) for someone in facts.everybody])


def _step_over_horizon(facts: Facts) -> float:
    return _step([facts.cost(start.record) for someone in facts.everybody for start in someone.starts])


def _step(costs: list[Fraction]) -> float:
    whole = math.lcm(*(cost.denominator for cost in costs))
    return math.gcd(*(int(cost * whole) for cost in costs)) / whole or 1.0


def _slightly_over(cost: Fraction) -> float:
    return float(cost) + TOLERANCE * max(1.0, float(cost))


def _parameters(solver: Solver, time_limit: float, gap: float) -> mathopt.SolveParameters:
    limit = dt.timedelta(seconds=time_limit)
    parameters = mathopt.SolveParameters(time_limit=limit, relative_gap_tolerance=0.0, absolute_gap_tolerance=gap)
    if solver == "highs":
        for name in ("mip_feasibility_tolerance", "primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            parameters.highs.double_options[name] = TOLERANCE
    else:
        parameters.gscip.real_params["numerics/feastol"] = TOLERANCE
    return parameters
