"""Parts of a result: some of what it says, of one person, of one week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from salescrew.errors import InputError
from salescrew.language import say
from salescrew.models.answers.result import CoverageRow, FunnelRow, QuotaRow, Result, RosterRow
from salescrew.models.answers.result_part import ResultPart
from salescrew.models.plan.naming import did_you_mean
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import listed, shown
from salescrew.models.schedule.in_force import plan_in_force, with_joined
from salescrew.models.schedule.schedule import Schedule

FIELDS: dict[str, tuple[str, ...]] = {
    "team": ("managers",),
    "targets": ("revenue", "profit", "deals", "products"),
    "odds": ("odds", "buffer", "odds_by_people"),
    "stages": ("funnel",),
    "work": ("work",),
    "duty": ("coverage", "roster"),
    "roster": ("roster",),
    "quotas": ("quotas",),
    "funnel": ("funnel",),
    "coverage": ("coverage",),
    "changes": ("replan",),
    "warnings": ("warnings",),
}
"""The fields of a result that each of its parts is made of."""
DAYS = ("roster", "quotas")
"""The parts that say what days hold."""
OF_A_PERSON = ("roster", "quotas")
OF_A_WEEK = ("duty", "roster", "quotas", "funnel", "coverage")


def own_plan(result: Result, name: str) -> Plan:
    """Give the plan that a result holds.

    Parameters
    ----------
    name
        What to call the result in messages.

    Raises
    ------
    InputError
        Where it holds none, or one that is none any more.
    """
    if result.plan is None:
        raise InputError(
            [say("{name}: must hold its plan, got a result of version 1. Name the plan with --plan.", name=name)]
        )
    try:
        return Plan.model_validate(result.plan)
    except InputError as error:
        raise InputError([f"{name}: plan: {problem}" for problem in error.problems], error.details) from None


def whole_schedule(plan: Plan, result: Result) -> Schedule:
    """Set a result beside its plan, with the days that were over when it was made anew and all absences."""
    from salescrew.models.department.department import Department

    away = plan_in_force(plan, result).away
    return Schedule(Department(with_joined(plan.model_copy(update={"away": away}), result)), result)


def refuse_missing(schedule: Schedule, parts: Sequence[str], person: str | None, week: int | None) -> None:
    """Refuse to show what a result does not have, or what is not of a person or of a week.

    Raises
    ------
    InputError
        With everything that there is not.
    """
    result = schedule.result
    if result.headcount is None:
        told = say("must have a team, got one that says {status}. Show it as a whole.", status=result.status)
        raise refused([told], "result")
    problems = [
        say("part: must be in the result, got {part}, which {why}.", part=part, why=why)
        for part, why in _missing(schedule, parts)
    ]
    if person is not None and (others := [part for part in parts if part not in OF_A_PERSON]):
        problems.append(
            say(
                "part: must be {known} of a person, got {part}. Leave it out.",
                known=listed(OF_A_PERSON),
                part=others[0],
            )
        )
    if week is not None and (others := [part for part in parts if part not in OF_A_WEEK]):
        problems.append(
            say("part: must be {known} of a week, got {part}. Leave it out.", known=listed(OF_A_WEEK), part=others[0])
        )
    if person is not None and person not in schedule.roles:
        todo = did_you_mean(person, schedule.roles, say("With a role: {names}.", names=listed(schedule.roles)))
        problems.append(
            say("person: must have a role in the result, got {name}. {todo}", name=shown(person), todo=todo)
        )
    if problems:
        raise refused(problems)


def _missing(schedule: Schedule, parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the parts that a result does not have, and why."""
    why = {
        "changes": say("only a plan made anew has") if schedule.result.replan is None else "",
        "targets": say("a plan without targets does not have") if not schedule.department.goals else "",
        "work": say("only a plan has in which it counts who does it") if schedule.result.work is None else "",
        "odds": say("are not known of it") if schedule.result.odds is None else "",
    }
    yield from ((part, why[part]) for part in parts if why.get(part))


def narrowed(schedule: Schedule, person: str | None, week: int | None) -> Schedule:
    """Leave out of a result what is not about a person, and not about a week."""
    result = schedule.result

    def is_meant(row: CoverageRow | RosterRow | QuotaRow | FunnelRow) -> bool:
        day = row.week if isinstance(row, FunnelRow) else row.date
        is_in_week = week is None or schedule.horizon.week_of(day) == week
        return is_in_week and (person is None or getattr(row, "manager", person) == person)

    kept: dict[str, Any] = {
        name: tuple(filter(is_meant, getattr(result, name))) for name in ("roster", "quotas", "coverage", "funnel")
    }
    kept["managers"] = tuple(member for member in result.managers if person in (None, member.name))
    return Schedule(schedule.department, result.model_copy(update=kept))


def part_of(schedule: Schedule, parts: Sequence[str], person: str | None, week: int | None) -> ResultPart:
    """Give the fields of some parts, of a person, of a week."""
    names = {field for part in parts for field in FIELDS[part]}
    data = narrowed(schedule, person, week).result.model_dump(mode="json", include=names)
    monday = None if week is None else schedule.horizon.monday(week)
    return ResultPart(person=person, week=monday, fields=data)
