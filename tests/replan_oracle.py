"""Two oracles for the fewest changes to a plan in force: plain enumeration, and a model of every day.

A change of duty is a person who takes a place in a slot, or a place that nobody takes any more: where two people of a
slot give way to two others there are two, and a place that is given up to one who comes is one.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ortools.math_opt.python import mathopt

from salescrew.models.answers.result import QuotaRow, Result
from salescrew.models.plan.fixed import FixedSlot, OpenPlaces
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.targets import Target
from salescrew.models.plan.so_far import SoFar
from salescrew.models.plan.values.days import Interval
from salescrew.solver.engine.spared_stdout import SPARED_STDOUT
from tests.daily_model import TOLERANCE, Daily, Sum, UndecidedError, Worker
from tests.facts import Facts, Slot, Where
from tests.oracle import INFEASIBLE, Ties, brute_force, ties_of

SlotKey = tuple[dt.date, Where]
NEXT_TO_NOTHING = 1e-6
SAME = 1e-6
"""Contacts that differ by no more are the same."""


def with_this_team(plan: Plan, result: Result) -> Plan:
    """Let nobody join those who have a role in a result, and let all of them keep it."""
    fixed = plan.fixed.model_copy(update={"roles": {one.name: one.role for one in result.managers}})
    limits = plan.limits.model_copy(update={"people": result.headcount})
    return plan.model_copy(update={"fixed": fixed, "limits": limits})


def with_absence(plan: Plan, away: Mapping[str, Sequence[Interval]]) -> Plan:
    """Let people be away, from the first day on, in a plan that begins with nothing or with what its table says.

    It is made anew on that day: where somebody is away no places for absences are kept.
    """
    assert plan.pipeline != "steady"
    away_now = {**plan.away, **{name: tuple(days) for name, days in away.items()}}
    return plan.model_copy(update={"away": away_now, "so_far": SoFar(as_of=plan.calendar.start)})


# ---- plain enumeration


def on_duty(result: Result) -> dict[SlotKey, set[str]]:
    """Give who is on duty in each slot."""
    crews: dict[SlotKey, set[str]] = {}
    for row in result.roster:
        for slot, queue in zip(row.duty, row.queues or [""] * len(row.duty), strict=True):
            crews.setdefault((row.date, (slot, queue)), set()).add(row.manager)
    return crews


def changed_places(before: set[str], after: set[str]) -> int:
    """Count the changes of a slot."""
    return max(len(after - before), len(before - after))


def changed_slots(one: Result, other: Result, since: dt.date) -> int:
    """Count the changes of duty from a day on."""
    was, now = on_duty(one), on_duty(other)
    keys = [key for key in was.keys() | now.keys() if key[0] >= since]
    return sum(changed_places(was.get(key, set()), now.get(key, set())) for key in keys)


class Duty(NamedTuple):
    """The fewest places on duty that stay open, and with them the fewest changes."""

    open_places: int
    changes: int


class _Crew(NamedTuple):
    """Some people on duty in a slot, and how many changes that takes."""

    names: tuple[str, ...]
    changes: int


def fewest_changed_slots(plan: Plan, result: Result) -> Duty | None:
    """Try all that the team could do on duty, what changes least first; None where the targets cannot be met.

    A place may stay open only where not even what comes by itself can be done with fewer open ones.

    Parameters
    ----------
    plan
        The plan from now on, with everybody who is away.
    result
        The result in force.
    """
    plan = with_this_team(plan, result)
    without_targets = plan.model_copy(update={"target": Target(revenue=NEXT_TO_NOTHING)})
    slots, before = Facts(plan).slots, on_duty(result)
    most = sum(slot.required for slot in slots)
    for open_places in range(most + 1):
        every = list(_open_places([slot.required for slot in slots], open_places))
        possible = [short for short in every if _is_possible(_left_open(plan, short))]
        choices = [_crews(plan, before, short) for short in possible]
        for changes in range(most + 1 if possible else 0):
            for short, crews_of_slots in zip(possible, choices, strict=True):
                opened = _left_open(plan, short)
                if any(_holds(opened, slots, crews) for crews in _with_changes(crews_of_slots, changes)):
                    return Duty(open_places, changes)
        if any(_is_possible(_left_open(without_targets, short)) for short in every):
            return None
    return None


def _open_places(required: Sequence[int], places: int) -> Iterator[tuple[int, ...]]:
    """Yield all ways to leave so many places open, slot by slot."""
    if not required:
        if places == 0:
            yield ()
        return
    for short in range(min(places, required[0]) + 1):
        for rest in _open_places(required[1:], places - short):
            yield short, *rest


def _left_open(plan: Plan, short: Sequence[int]) -> Plan:
    """Leave places open."""
    rows = [
        OpenPlaces(date=slot.day, slot=slot.name, queue=slot.where[1] or None, short=count)
        for slot, count in zip(Facts(plan).slots, short, strict=True)
        if count
    ]
    return plan.model_copy(update={"fixed": plan.fixed.model_copy(update={"open_slots": tuple(rows)})})


def _is_possible(plan: Plan) -> bool:
    return brute_force(plan) != INFEASIBLE


def _crews(plan: Plan, before: Mapping[SlotKey, set[str]], short: Sequence[int]) -> list[list[_Crew]]:
    """List all who could be on duty in every slot."""
    facts, roles = Facts(plan), plan.fixed.roles
    choices = []
    for slot, count in zip(facts.slots, short, strict=True):
        able = [
            someone.name
            for someone in facts.everybody
            if someone.name in roles
            and facts.covers(someone.record, roles[someone.name], slot)
            and slot.day in facts.there(someone.record)
        ]
        now = before.get((slot.day, slot.where), set())
        crews = itertools.combinations(able, slot.required - count)
        choices.append([_Crew(names, changed_places(now, {*names})) for names in crews])
    return choices


def _with_changes(choices: Sequence[Sequence[_Crew]], changes: int) -> Iterator[tuple[_Crew, ...]]:
    """Yield the crews of all slots with exactly so many changes in all."""
    if not choices:
        if changes == 0:
            yield ()
        return
    rest = choices[1:]
    fewest = sum(min(crew.changes for crew in crews) for crews in rest)
    for crew in choices[0]:
        if crew.changes + fewest <= changes:
            for crews in _with_changes(rest, changes - crew.changes):
                yield crew, *crews


def _holds(plan: Plan, slots: Sequence[Slot], crews: Sequence[_Crew]) -> bool:
    """Tell whether the team can do everything with these people on duty."""
    of_slots = [(slot, crew.names) for slot, crew in zip(slots, crews, strict=True)]
    if not _could_be(plan, Facts(plan), of_slots):
        return False
    rows = tuple(
        FixedSlot(date=slot.day, slot=slot.name, queue=slot.where[1] or None, managers=names)
        for slot, names in of_slots
        if names
    )
    return _is_possible(plan.model_copy(update={"fixed": plan.fixed.model_copy(update={"slots": rows})}))


def _could_be(plan: Plan, facts: Facts, crews: Sequence[tuple[Slot, Sequence[str]]]) -> bool:
    """Tell whether nobody is on duty more often than a day pattern or the week allows, before all else is tried."""
    of_day: Counter[tuple[str, dt.date]] = Counter()
    of_week: Counter[tuple[str, int]] = Counter()
    at_once = Counter((slot.day, slot.name, name) for slot, names in crews for name in names)
    if any(count > 1 for count in at_once.values()):
        return False
    for slot, names in crews:
        of_day.update((name, slot.day) for name in names)
        of_week.update((name, facts.week(slot.day)) for name in names)
    most = plan.duty.max_slots_per_week if plan.duty else None
    if most is not None and any(count > most for count in of_week.values()):
        return False
    records = {someone.name: someone.record for someone in facts.everybody}
    return all(
        any(pattern.get("duty", 0) >= count for pattern in facts.patterns(records[name], plan.fixed.roles[name], day))
        for (name, day), count in of_day.items()
    )


# ---- a model of every day


class Fewest(NamedTuple):
    """The fewest changes of duty, and with them the fewest quotas that change."""

    slots: int
    quotas: int


def fewest_changes(plan: Plan, result: Result) -> Fewest | None:
    """Find the fewest changes to a result by a model of every day; None where nothing meets the targets.

    A quota is what is asked of a person of an activity on a day; it changes with the number or with the contacts that
    are to be opened within it.

    Raises
    ------
    UndecidedError
        Where the solver gives no proven answer.
    """
    return _Changes(with_this_team(plan, result), result).fewest()


class WithOthers(NamedTuple):
    """The fewest people more, in other roles, slots and quotas that change, and the cost, each with those before it."""

    people: int
    roles: int
    slots: int
    quotas: int
    cost: float


def fewest_changes_with_anybody(plan: Plan, result: Result) -> tuple[WithOthers, Ties] | None:
    """Try every team in which all of those in force have a role; of those as good the best in ties.

    None where none meets the targets.
    """
    facts = Facts(plan)
    in_force = {one.name: one.role for one in result.managers}
    everybody = {someone.name: someone for someone in facts.everybody}
    others = [name for name in everybody if name not in in_force]
    roles_of = {name: tuple(dict.fromkeys(someone.record.roles)) for name, someone in everybody.items()}
    for more in range(len(others) + 1):
        found = list[tuple[WithOthers, Ties]]()
        for joining in itertools.combinations(others, more):
            names = (*in_force, *joining)
            for roles in itertools.product(*(roles_of[name] for name in names)):
                team = dict(zip(names, roles, strict=True))
                other_roles = sum(team[name] != role for name, role in in_force.items())
                if any(other_roles > best.roles for best, _ in found):
                    continue
                fixed = plan.fixed.model_copy(update={"roles": team})
                limits = plan.limits.model_copy(update={"people": len(team)})
                model = _Changes(plan.model_copy(update={"fixed": fixed, "limits": limits}), result)
                if (fewest := model.fewest()) is not None:
                    cost = sum(everybody[name].record.monthly_cost for name in names)
                    ties = ties_of(facts, [(everybody[name], team[name]) for name in names])
                    found.append((WithOthers(more, other_roles, *fewest, cost), ties))
        if found:
            return min(found)
    return None


class _Changes(Daily):
    """The daily model of a plan beside a result in force."""

    def __init__(self, plan: Plan, result: Result) -> None:
        self.fits: dict[tuple[Worker, dt.date, str], tuple[Sum, int]] = {}
        """What is allowed of an activity on a day, and the most that it can be."""
        super().__init__(plan)
        self.before = {(row.manager, row.date): row for row in result.quotas}
        self.on_duty = on_duty(result)
        self.in_force = {one.name for one in result.managers}
        self.changed: list[mathopt.Variable] = []
        self._ask()
        self.meet_targets()

    def fewest(self) -> Fewest | None:
        """Find the fewest changes of duty, and then of quotas; None where nothing meets the targets."""
        slots = self.least(self.taken())
        if slots is None:
            return None
        self.add(self.taken() <= slots)
        quotas = self.least(mathopt.fast_sum(self.changed))
        assert quotas is not None
        return Fewest(slots, quotas + self.lost)

    @property
    def lost(self) -> int:
        """The quotas of people on days on which they are not there any more."""
        there = {(worker.someone.name, day) for worker in self.has for day in self.days[worker]}
        gone = (row for key, row in self.before.items() if key[1] >= self.facts.first_day and key not in there)
        return sum(1 for row in gone for quota in row.activities.values() if quota)

    def taken(self) -> Sum:
        """The places on duty that somebody takes who does not have them."""
        return mathopt.fast_sum(
            covered
            for key, covering in self.covering.items()
            for worker, covered in covering
            if worker.someone.name not in self.on_duty.get(key, set())
        )

    def least(self, total: Sum) -> int | None:
        """Give the smallest value of a number of changes; None where the plan cannot be carried at all."""
        self.model.minimize(total)
        parameters = mathopt.SolveParameters(
            time_limit=dt.timedelta(seconds=30), relative_gap_tolerance=0.0, absolute_gap_tolerance=0.9
        )
        for name in ("mip_feasibility_tolerance", "primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            parameters.highs.double_options[name] = TOLERANCE
        with SPARED_STDOUT:
            found = mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=parameters)
        match found.termination.reason:
            case mathopt.TerminationReason.OPTIMAL:
                return round(float(found.objective_value()))
            case mathopt.TerminationReason.INFEASIBLE | mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED:
                return None
        raise UndecidedError(found.termination.reason.name)

    def _give_day(self, worker: Worker, day: dt.date, slots: list[Slot]) -> None:
        """Remember what allows an activity on a day."""
        known = {key: len(terms) for key, terms in self.allowed.items()}
        super()._give_day(worker, day, slots)
        patterns = self.facts.patterns(worker.someone.record, worker.role, day)
        for (who, week, activity), terms in self.allowed.items():
            if (
                who == worker
                and week == self.facts.week(day)
                and (of_day := terms[known.get((who, week, activity), 0) :])
            ):
                most = max((pattern.get(activity, 0) for pattern in patterns), default=0)
                most += sum(slot.between for slot in slots if slot.activity == activity)
                self.fits[worker, day, activity] = mathopt.fast_sum(of_day), most

    def _ask(self) -> None:
        """Whole quotas within each day, that carry the week's contacts and work and leave absence free."""
        asked: dict[tuple[Worker, int, str], list[mathopt.Variable]] = {}
        opened: dict[tuple[Worker, int, str], list[mathopt.Variable]] = {}
        for (worker, day, activity), (allowed, most) in self.fits.items():
            quota = self.model.add_variable(lb=0, ub=most, is_integer=True)
            self.add(quota - allowed <= 0)
            changed = self._boolean()
            before = self.before.get((worker.someone.name, day))
            week = self.facts.week(day)
            if worker.someone.name in self.in_force:
                self.changed.append(changed)
            self._differ(quota, before.activities.get(activity, 0) if before else 0, changed, most, 0.0)
            asked.setdefault((worker, week, activity), []).append(quota)
            contacts = self._open(worker, day, activity, changed, before)
            self.add(mathopt.fast_sum(contacts.values()) - quota <= 0)
            for funnel, count in contacts.items():
                opened.setdefault((worker, week, funnel), []).append(count)
        for key, quotas in asked.items():
            free = 1 - float(key[0].someone.record.absence)
            allowance = free * mathopt.fast_sum(self.allowed[key])
            self.add(mathopt.fast_sum(quotas) - allowance <= 1 - SAME)
        for key, done in self.asked.items():
            self.add(mathopt.fast_sum(done) - mathopt.fast_sum(asked.get(key, ())) <= 0)
        for (funnel, week), of_week in self.contacts.items():
            for worker, count in of_week:
                self.add(mathopt.fast_sum(opened.get((worker, week, funnel), ())) - count == 0)

    def _open(
        self, worker: Worker, day: dt.date, activity: str, changed: mathopt.Variable, before: QuotaRow | None
    ) -> dict[str, mathopt.Variable]:
        contacts = {}
        for funnel in self.facts.opens(worker.someone.record, worker.role):
            if self.plan.funnels[funnel].opens_with == activity:
                contacts[funnel] = self._quantity()
                now = before.contacts.get(funnel, 0.0) if before else 0.0
                self._differ(contacts[funnel], now, changed, self.fits[worker, day, activity][1], SAME)
        return contacts

    def _differ(self, value: Sum, now: float, changed: mathopt.Variable, most: float, slack: float) -> None:
        """Leave a value as it is now where nothing changes."""
        self.add(value - max(0.0, most - now) * changed <= now + slack)
        self.add(value + now * changed >= now - slack)
