"""Why a person has a part in the plan, as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.words import amount
from salescrew.cli.render.cells import about, number, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.answers.explained.person import ExplainedPerson, TeamReach
from salescrew.models.answers.explained.starts import LaterStart
from salescrew.models.department.targets import is_count
from salescrew.models.plan.plan import Plan


def sentences(plan: Plan, person: ExplainedPerson) -> list[str]:
    """Say what the others could do without the person, what the role is good for, and what the person brings."""
    return [_who(plan, person), *_without(person), *_roles(person), *_targets(plan, person), *_week(person)]


def tables(person: ExplainedPerson) -> list[Table]:
    """Show the team with the person in each role, and what passes through the person's hands."""
    return [_role_table(person), *([_hands_table(person)] if person.funnels else [])]


def _who(plan: Plan, person: ExplainedPerson) -> str:
    cost = f"{amount(plan, person.monthly_cost)} a month"
    if person.role is None:
        return f"{person.name} has no role" + (f", and would cost {cost}." if person.monthly_cost else ".")
    hired = ", to be hired" if person.hired else ""
    paid = f", for {cost}" if person.monthly_cost else ""
    kept = " The plan keeps this person in any case." if person.keep else ""
    return f"{person.name} is {person.role}{hired}{paid}.{kept}"


def _without(person: ExplainedPerson) -> Iterator[str]:
    """Say how far the others get alone."""
    alone = person.without
    if person.role is None:
        if alone.meets_plan:
            yield f"The team meets the plan without {person.name}."
        elif alone.reach is not None:
            yield f"The team reaches at most {share(alone.reach)} of the plan."
        return
    if alone.reach is None:
        yield f"Without {person.name} not even what comes by itself can be done: {left(alone)}."
    elif alone.meets_plan:
        kept = f" The role is there because the plan keeps {person.name} (`keep`)." if person.keep else ""
        yield f"Without {person.name} the others would meet the plan as well.{kept}"
    else:
        settled = "" if alone.meets_plan is False else "; whether that meets it in whole days is not settled"
        yield f"Without {person.name} the others reach at most {share(alone.reach)} of the plan{settled}."


def left(team: TeamReach | LaterStart) -> str:
    """Say what stays open or undone."""
    if team.uncovered:
        slot = team.uncovered[0]
        more = _more(len(team.uncovered) - 1, "slot")
        return f"{slot.date} {slot.where.name}: needs {slot.required} on duty, {slot.short} missing{more}"
    if team.reserve:
        missing = team.reserve[0]
        more = _more(len(team.reserve) - 1, "week")
        return f"week of {missing.week}: {number(missing.missing)} places on duty are missing for absences{more}"
    if team.overloaded:
        work = team.overloaded[0]
        more = _more(len(team.overloaded) - 1, "week")
        return f"week of {work.week}: {number(work.short)} {work.activity} of {work.funnel} do not fit in{more}"
    return "there is no roster that covers all duty and does all work"


def _more(count: int, word: str) -> str:
    return f", and so in {count} more {word}{'s' if count > 1 else ''}" if count else ""


def _roles(person: ExplainedPerson) -> Iterator[str]:
    """Say what each other role would do for the team, and of somebody without a role each role."""
    present = next((team.reach for team in person.in_roles if team.role == person.role), None)
    if person.role is not None and present is not None:
        yield f"As {person.role} in the team: at most {share(present)}."
    for team in person.in_roles:
        if team.role == person.role:
            continue
        if team.reach is None:
            yield f"As {team.role}: not even what comes by itself could be done, {left(team)}."
        elif team.meets_plan:
            yield f"As {team.role} the plan would be met as well; at most {share(team.reach)} could be reached."
        else:
            settled = "" if team.meets_plan is False else ", and whether the plan would be met is not settled"
            yield f"As {team.role}: at most {share(team.reach)}{settled}."


def _targets(plan: Plan, person: ExplainedPerson) -> Iterator[str]:
    """Say what comes through the person's hands."""
    if person.role is None:
        return
    if not person.funnels:
        yield f"{person.name} opens no contacts and answers no leads: the work is follow-up for what others bring in."
        return
    brought = []
    for target in person.targets:
        if not target.brought:
            continue
        money = not is_count(target.target)
        count = amount(plan, target.brought) if money else number(target.brought)
        brought.append(f"{count} of {target.target} ({share(target.brought / target.wanted)} of the target)")
    if brought:
        yield f"What {person.name} opens and answers brings {', '.join(brought)}."
    else:
        yield f"What {person.name} opens and answers counts towards no target within the horizon."


def _week(person: ExplainedPerson) -> Iterator[str]:
    if person.role is None:
        return
    weeks = max(1, person.weeks_there)
    asked = [f"{about(count / weeks)} {activity}" for activity, count in person.quotas.items()]
    duty = [f"{about(person.duty_slots / weeks)} duty slots"] if person.duty_slots else []
    if asked or duty:
        yield f"A week, on average: {', '.join(duty + asked)}."


def _role_table(person: ExplainedPerson) -> Table:
    rows: list[list[Cell]] = [["none", person.without.reach, _met(person.without)]]
    for team in person.in_roles:
        rows.append([f"{team.role} (as planned)" if team.role == person.role else team.role, team.reach, _met(team)])
    return Table(
        "roles",
        f"The team with {person.name} as",
        [Column("role"), Column("reach at most", "share"), Column("plan met?")],
        rows,
        "reach: share of all targets at once, days split among patterns; whole days reach no more.",
    )


def _met(team: TeamReach) -> str:
    if team.reach is None:
        return "no, " + left(team)
    return {True: "yes", False: "no", None: "not settled"}[team.meets_plan]


def _hands_table(person: ExplainedPerson) -> Table:
    rows: list[list[Cell]] = [
        [row.funnel, row.contacts, row.leads, row.deals, row.revenue, row.share] for row in person.funnels
    ]
    return Table(
        "hands",
        f"What passes through the hands of {person.name}",
        [
            Column("funnel", "name"),
            Column("contacts", "number"),
            Column("leads", "number"),
            Column("deals", "number"),
            Column("revenue", "money"),
            Column("of the funnel", "share"),
        ],
        rows,
        "By who opens or answers, whoever does the follow-up; within the horizon, at this person's effectiveness.",
    )
