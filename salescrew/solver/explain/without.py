"""What some people carry: the fewest people without them, what targets fall to, and who takes over what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salescrew.language import say
from salescrew.models.answers.explained.without import Done, TakenOver, TargetWithout, Without
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.targets import entries_of, target_lines
from salescrew.models.plan.words import all_of
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.schedule.workload import Workload
from salescrew.models.variants.left_out import without_people
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.explain.person import asked_of, brought_by, reach_of_team, team_with_roles
from salescrew.solver.search.solve import answer_within, whole_answer


def without(schedule: Schedule, names: Sequence[str], clock: Clock, tell: Tell) -> Without:
    """Find what a plan takes without some people, and what becomes of what they do in its answer.

    Raises
    ------
    InputError
        Where nobody would be left, or the result has no team.
    """
    department, result = schedule.department, schedule.result
    left_out = tuple(dict.fromkeys(names))
    team = team_with_roles(result)
    others = {name: role for name, role in team.items() if name not in left_out}
    plan = without_people(department.plan, left_out)
    tell(say("the fewest people without {names}", names=all_of(left_out)))
    found = _answered(Department(plan), clock, tell)
    is_met = found.status in ("optimal", "feasible")
    return Without(
        names=left_out,
        status=found.status,
        headcount=found.headcount if is_met else None,
        headcount_bound=found.headcount_bound if is_met else None,
        hires=found.hires if is_met else None,
        monthly_cost=found.monthly_cost if is_met else None,
        reach=None if is_met else found.reach,
        others=reach_of_team(department, others, met=others == team and result.status in ("optimal", "feasible")),
        targets=tuple(_targets(schedule, left_out)),
        carried=_carried(schedule, left_out),
        taken_over=tuple(_taken_over(schedule, Schedule(Department(plan), found), left_out)) if is_met else (),
    )


def _answered(department: Department, clock: Clock, tell: Tell) -> Result:
    """Answer the plan, and where nobody meets it say how far they get."""
    found = answer_within(department, clock, with_ties=True, handed_out=True)
    return whole_answer(department, clock, tell.aside, best=False) if found.status == "infeasible" else found


def _targets(schedule: Schedule, names: Sequence[str]) -> Iterator[TargetWithout]:
    """Take from what is reached of each target what these people bring towards it."""
    work = Workload(schedule)
    entries = entries_of(schedule.horizon, work.entering, work.department.flows)
    brought = [brought_by(schedule, name) for name in names]
    for number, line in enumerate(target_lines(schedule.horizon)):
        reached = line.in_all(entries)
        less = sum(one[number].brought for one in brought)
        yield TargetWithout(target=line.path, wanted=line.wanted, planned=reached, left=max(0.0, reached - less))


def _carried(schedule: Schedule, names: Sequence[str]) -> Done:
    done = [_done(schedule, name) for name in names]
    quotas: dict[str, int] = {}
    for one in done:
        for activity, count in one.quotas.items():
            quotas[activity] = quotas.get(activity, 0) + count
    role = done[0].role if len(done) == 1 else None
    return Done(role=role, duty_slots=sum(one.duty_slots for one in done), quotas=quotas)


def _done(schedule: Schedule, name: str) -> Done:
    slots = sum(len(covered) for (_, who), covered in schedule.duty.items() if who == name)
    return Done(role=schedule.roles.get(name), duty_slots=slots, quotas=asked_of(schedule, name))


def _taken_over(before: Schedule, after: Schedule, names: Sequence[str]) -> Iterator[TakenOver]:
    """Set what everybody does side by side, of those who do something else."""
    people = dict.fromkeys([*before.roles, *after.roles])
    for name in people:
        if name in names and name not in after.roles:
            continue
        # whoever moves up in a profile does what is new under that name
        was = Done(role=None, duty_slots=0, quotas={}) if name in names else _done(before, name)
        row = TakenOver(name=name, before=was, after=_done(after, name))
        if row.before != row.after:
            yield row
