"""Why a person has a part in the plan, as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.answer import amount
from salescrew.cli.render.tables import Cell, Column, Table, number, share
from salescrew.models.answers.person import Part, TeamReach
from salescrew.models.plan.plan import Plan


def sentences(plan: Plan, part: Part) -> list[str]:
    """Say what the others could do without the person, what the role is good for, and what the person brings."""
    return [_who(plan, part), *_without(part), *_roles(part), *_targets(plan, part), *_week(part)]


def tables(part: Part) -> list[Table]:
    """Show the team with the person in each role, and what passes through the person's hands."""
    return [_role_table(part), *([_hands_table(part)] if part.funnels else [])]


def _who(plan: Plan, part: Part) -> str:
    cost = f"{amount(plan, part.monthly_cost)} a month"
    if part.role is None:
        return f"{part.name} has no role" + (f", and would cost {cost}." if part.monthly_cost else ".")
    hired = ", to be hired" if part.hired else ""
    paid = f", for {cost}" if part.monthly_cost else ""
    kept = " The plan keeps this person in any case." if part.keep else ""
    return f"{part.name} is {part.role}{hired}{paid}.{kept}"


def _without(part: Part) -> Iterator[str]:
    """Say how far the others get alone."""
    alone = part.without
    if part.role is None:
        if alone.meets_plan:
            yield f"The team meets the plan without {part.name}."
        elif alone.reach is not None:
            yield f"The team reaches at most {share(alone.reach)} of the plan."
        return
    if alone.reach is None:
        yield f"Without {part.name} not even what comes by itself can be done: {_left(alone)}."
    elif alone.meets_plan:
        yield f"Without {part.name} the others would meet the plan as well."
    else:
        settled = "" if alone.meets_plan is False else "; whether that meets it in whole days is not settled"
        yield f"Without {part.name} the others reach at most {share(alone.reach)} of the plan{settled}."


def _left(team: TeamReach) -> str:
    """Say what stays open or undone."""
    if team.uncovered:
        slot = team.uncovered[0]
        more = _more(len(team.uncovered) - 1, "slot")
        return f"{slot.date} {slot.slot}: needs {slot.required} on duty, {slot.short} missing{more}"
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


def _roles(part: Part) -> Iterator[str]:
    """Say what each other role would do for the team, and of somebody without a role each role."""
    present = next((team.reach for team in part.in_roles if team.role == part.role), None)
    if part.role is not None and present is not None:
        yield f"As {part.role} in the team: at most {share(present)}."
    for team in part.in_roles:
        if team.role == part.role:
            continue
        if team.reach is None:
            yield f"As {team.role}: not even what comes by itself could be done, {_left(team)}."
        elif team.meets_plan:
            yield f"As {team.role} the plan would be met as well; at most {share(team.reach)} could be reached."
        else:
            settled = "" if team.meets_plan is False else ", and whether the plan would be met is not settled"
            yield f"As {team.role}: at most {share(team.reach)}{settled}."


def _targets(plan: Plan, part: Part) -> Iterator[str]:
    """Say what comes through the person's hands."""
    if part.role is None:
        return
    if not part.funnels:
        yield f"{part.name} opens no contacts and answers no leads: the work is follow-up for what others bring in."
        return
    brought = []
    for target in part.targets:
        if not target.brought:
            continue
        money = not target.target.endswith(".deals")
        count = amount(plan, target.brought) if money else number(target.brought)
        brought.append(f"{count} of {target.target} ({share(target.brought / target.wanted)} of the target)")
    if brought:
        yield f"What {part.name} opens and answers brings {', '.join(brought)}."
    else:
        yield f"What {part.name} opens and answers counts towards no target within the horizon."


def _week(part: Part) -> Iterator[str]:
    if part.role is None:
        return
    weeks = max(1, part.weeks_there)
    asked = [f"{number(count / weeks)} {activity}" for activity, count in part.quotas.items()]
    duty = [f"{number(part.duty_slots / weeks)} duty slots"] if part.duty_slots else []
    if asked or duty:
        yield f"A week, on average: {', '.join(duty + asked)}."


def _role_table(part: Part) -> Table:
    rows: list[list[Cell]] = [["none", part.without.reach, _met(part.without)]]
    for team in part.in_roles:
        rows.append([f"{team.role} (as planned)" if team.role == part.role else team.role, team.reach, _met(team)])
    return Table(
        "roles",
        f"The team with {part.name} as",
        [Column("role"), Column("reach at most", "share"), Column("plan met?")],
        rows,
        "reach: share of all targets at once, days split among patterns; whole days reach no more.",
    )


def _met(team: TeamReach) -> str:
    if team.reach is None:
        return "no, " + _left(team)
    return {True: "yes", False: "no", None: "not settled"}[team.meets_plan]


def _hands_table(part: Part) -> Table:
    rows: list[list[Cell]] = [
        [row.funnel, row.contacts, row.leads, row.deals, row.revenue, row.share] for row in part.funnels
    ]
    return Table(
        "hands",
        f"What passes through the hands of {part.name}",
        [
            Column("funnel"),
            Column("contacts", "number"),
            Column("leads", "number"),
            Column("deals", "number"),
            Column("revenue", "money"),
            Column("of the funnel", "share"),
        ],
        rows,
        "By who opens or answers, whoever does the follow-up; within the horizon, at this person's effectiveness.",
    )
