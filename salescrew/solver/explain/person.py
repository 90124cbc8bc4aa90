"""A person's part in an answer: what the others reach without them, or in another role, and what they bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from salescrew.errors import InputError
from salescrew.language import say
from salescrew.models.answers.explained.person import ExplainedPerson, PersonFunnel, PersonTarget, TeamReach
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.people import Person
from salescrew.models.department.targets import entries_of, target_lines
from salescrew.models.department.worth import DealWorth
from salescrew.models.plan.naming import did_you_mean, meant
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.values.said import listed
from salescrew.models.schedule.schedule import Schedule
from salescrew.solver.engine.program import INFINITY, Clock, least
from salescrew.solver.explain.effort import PROBE
from salescrew.solver.search.reach import ReachSearch, posts_of
from salescrew.solver.search.trial import roster_of
from salescrew.solver.staffing.columns import Grain
from salescrew.solver.staffing.model import Staffing

Team = Mapping[str, Role]


def explained(schedule: Schedule, name: str) -> ExplainedPerson:
    """Find what a person does for an answer: what would be without them, or with them in another role.

    Raises
    ------
    InputError
        Where the plan has nobody of that name, or the result has no team.
    """
    department, result = schedule.department, schedule.result
    person = person_of(department, name)
    team = team_with_roles(result)
    others = {other: role for other, role in team.items() if other != name}
    met = team if result.status in ("optimal", "feasible") else None
    roster = [day for (_, who), day in schedule.roster.items() if who == name]
    hands = _Hands(schedule, name)
    there = department.horizon.days_there(person.record)
    return ExplainedPerson(
        name=name,
        role=team.get(name),
        hired=person.hired,
        keep=person.record.keep,
        monthly_cost=person.record.monthly_cost,
        without=reach_of_team(department, others, None, met=others == met),
        in_roles=tuple(
            reach_of_team(department, {**others, name: role}, role, met={**others, name: role} == met)
            for role in dict.fromkeys(person.record.roles)
        ),
        weeks_there=len({department.horizon.week_of(day) for day in there}),
        days=len(roster),
        duty_slots=sum(len(day.duty) for day in roster),
        quotas=asked_of(schedule, name),
        funnels=tuple(hands.by_funnel()),
        targets=tuple(hands.by_target()),
    )


def asked_of(schedule: Schedule, name: str) -> dict[str, int]:
    """Add up a person's quotas, by activity."""
    asked: dict[str, int] = {}
    for (_, who), quota in schedule.quotas.items():
        if who == name:
            for activity, count in quota.activities.items():
                asked[activity] = asked.get(activity, 0) + count
    return {activity: count for activity, count in asked.items() if count}


def team_with_roles(result: Result) -> dict[str, Role]:
    """Give the team of an answer by name.

    Raises
    ------
    InputError
        Where it has none.
    """
    if not result.managers and result.headcount != 0:
        raise InputError(["result: must have a team, got none. Solve the plan with best=True (--best) to have one."])
    return {member.name: member.role for member in result.managers}


def person_of(department: Department, name: str, where: str = "person") -> Person:
    """Find somebody by name, whose words may come in any order.

    Raises
    ------
    InputError
        Where the plan has nobody of that name.
    """
    by_name = {person.name: person for person in department.everyone}
    if (known := meant(name, by_name)) is not None:
        return by_name[known]
    todo = did_you_mean(name, by_name, say("There are {names}.", names=listed(by_name)))
    sentence = say("must be someone of the plan, got {name}. {todo}", name=name, todo=todo)
    raise InputError([f"{where}: {sentence}"])


def brought_by(schedule: Schedule, name: str) -> tuple[PersonTarget, ...]:
    """Give what somebody's contacts and leads bring towards each target."""
    return tuple(_Hands(schedule, name).by_target())


# ---- how far the team gets


def reach_of_team(department: Department, team: Team, role: Role | None = None, *, met: bool) -> TeamReach:
    """Find how far a team gets; `met`: it is the answer's own, so that it has a roster."""
    reach = _at_most(department, team)
    if reach is None:
        left = ReachSearch(department, Clock(None), team=team).most()
        return TeamReach(
            role=role,
            reach=None,
            meets_plan=False,
            uncovered=left.uncovered,
            overloaded=left.overloaded,
            reserve=left.reserve,
        )
    meets = met or (_has_roster(department, team) if reach >= 1 - PROBE.clearly else False)
    return TeamReach(role=role, reach=reach, meets_plan=meets, uncovered=(), overloaded=(), reserve=())


def _at_most(department: Department, team: Team) -> float | None:
    """Give the most that a team reaches with days split among patterns; None: not even what comes by itself."""
    staffing = Staffing(department, posts_of(department, team), Grain.DAYS, fixed=True, stretch=INFINITY)
    assert staffing.reach is not None
    most = least(staffing.program, [(staffing.reach, -1.0)], clock=Clock(None), relaxed=True)
    return most.values[staffing.reach] if most.has_solution else None


def _has_roster(department: Department, team: Team) -> bool | None:
    """Look for a roster of whole days that meets the plan, though not at any length."""
    return roster_of(department, posts_of(department, team), Clock(None)).has_roster


# ---- what passes through the person's hands


class _Hands:
    """What a person's contacts and the leads that the person answers bring.

    Attributes
    ----------
    contacts, leads
        Over the horizon, by funnel.
    entering
        What comes of them: items by funnel, stage, `paid` last, and week.
    """

    def __init__(self, schedule: Schedule, name: str) -> None:
        self.department = department = schedule.department
        self.schedule = schedule
        self.contacts = dict.fromkeys(department.plan.funnels, 0.0)
        self.leads = dict.fromkeys(department.plan.funnels, 0.0)
        entering = {name: [0.0 for _ in department.weeks] for name in department.plan.funnels}
        if name in schedule.roles:
            for funnel, week, count in self._handled(name):
                entering[funnel][week] += schedule.worth(name, week) * count
        self.entering = {name: self._entering(name, first_stage) for name, first_stage in entering.items()}

    def _handled(self, name: str) -> Iterator[tuple[str, int, float]]:
        """Count the contacts and leads that pass through the person's hands, by funnel and week."""
        week_of = self.department.horizon.week_of
        for (day, who), quota in self.schedule.quotas.items():
            if who == name:
                for funnel, count in quota.contacts.items():
                    self.contacts[funnel] += count
                    yield funnel, week_of(day), count
        for (day, who), covered in self.schedule.duty.items():
            for slot in (self.schedule.slots[day, slot] for slot in covered if who == name):
                for funnel, leads in slot.leads.items():
                    self.leads[funnel] += leads / slot.required
                    yield funnel, week_of(day), leads / slot.required

    def _entering(self, name: str, first_stage: Sequence[float]) -> list[list[float]]:
        entering = []
        for spread in self.department.flows[name].spread:
            by_week = [0.0 for _ in self.department.weeks]
            for entered, landed in zip(first_stage, spread, strict=True):
                for week, share in landed.items():
                    by_week[week] += entered * share
            entering.append(by_week)
        return entering

    def by_funnel(self) -> Iterator[PersonFunnel]:
        """Give what passes through the person's hands, by funnel in which anything does."""
        worth = DealWorth(self.department.horizon)
        for name, funnel in self.department.plan.funnels.items():
            if not self.contacts[name] and not self.leads[name]:
                continue
            in_all = sum(
                row.entering for row in self.schedule.result.funnel if row.funnel == name and row.stage == PAID
            )
            deals = sum(self.entering[name][-1])
            yield PersonFunnel(
                funnel=name,
                contacts=self.contacts[name],
                leads=self.leads[name],
                deals=deals,
                revenue=worth.of_deals(funnel.product, self.entering[name][-1]),
                share=deals / in_all if in_all else 0.0,
            )

    def by_target(self) -> Iterator[PersonTarget]:
        """Give what that brings towards each target."""
        entries = entries_of(self.department.horizon, self.entering, self.department.flows, opening=False)
        for line in target_lines(self.department.horizon):
            yield PersonTarget(target=line.path, wanted=line.wanted, brought=line.reached(entries))
