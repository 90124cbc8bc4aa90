"""Why a person has a part in the plan, as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.words import amount, of_activity
from salescrew.cli.render.cells import about, number, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as
from salescrew.models.answers.explained.person import ExplainedPerson, TeamReach
from salescrew.models.answers.explained.starts import LaterStart
from salescrew.models.department.targets import is_count, target_in_words
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import day_in_digits, in_number


def sentences(plan: Plan, person: ExplainedPerson) -> list[str]:
    """Say what the others could do without the person, what the role is good for, and what the person brings."""
    return [_who(plan, person), *_without(person), *_roles(person), *_targets(plan, person), *_week(person)]


def tables(person: ExplainedPerson) -> list[Table]:
    """Show the team with the person in each role, and what passes through the person's hands."""
    return [_role_table(person), *([_hands_table(person)] if person.funnels else [])]


def _who(plan: Plan, person: ExplainedPerson) -> str:
    cost = amount(plan, person.monthly_cost)
    if person.role is None:
        if person.monthly_cost:
            return say("{name} has no role, and would cost {cost} a month.", name=person.name, cost=cost)
        return say("{name} has no role.", name=person.name)
    return say(
        "{name} is {role}{hired}{paid}.{kept}",
        name=person.name,
        role=role_in_words(person.role),
        hired=say(", to be hired") if person.hired else "",
        paid=say(", for {cost} a month", cost=cost) if person.monthly_cost else "",
        kept=say(" The plan keeps this person in any case.") if person.keep else "",
    )


def _without(person: ExplainedPerson) -> Iterator[str]:
    """Say how far the others get alone."""
    alone = person.without
    if person.role is None:
        if alone.meets_plan:
            yield say("The team meets the plan without {name}.", name=person.name)
        elif alone.reach is not None:
            yield say("The team reaches at most {share} of the plan.", share=share(alone.reach))
        return
    name = person.name
    if alone.reach is None:
        yield say("Without {name} not even what comes by itself can be done: {left}.", name=name, left=left(alone))
    elif alone.meets_plan:
        kept = say(" The role is there because the plan keeps {name} (`keep`).", name=name) if person.keep else ""
        yield say("Without {name} the others would meet the plan as well.", name=name) + kept
    elif alone.meets_plan is False:
        yield say("Without {name} the others reach at most {share} of the plan.", name=name, share=share(alone.reach))
    else:
        yield say(
            "Without {name} the others reach at most {share} of the plan; whether that meets it in whole days is not "
            "settled.",
            name=name,
            share=share(alone.reach),
        )


def left(team: TeamReach | LaterStart) -> str:
    """Say what stays open or undone."""
    if team.uncovered:
        slot, more = team.uncovered[0], len(team.uncovered) - 1
        return say(
            "{date} {slot}: needs {required} on duty, {short} missing{more}",
            date=day_in_digits(slot.date),
            slot=slot.where.name,
            required=slot.required,
            short=slot.short,
            more=say(", and so in {n} more {n:slot|slots}", n=more) if more else "",
        )
    if team.reserve:
        missing = team.reserve[0]
        return say(
            "week of {monday}: {places} places on duty are missing for absences{more}",
            monday=day_in_digits(missing.week),
            places=number(missing.missing),
            more=_more_weeks(len(team.reserve) - 1),
        )
    if team.overloaded:
        work = team.overloaded[0]
        return say(
            "week of {monday}: {count} {activity} of {funnel} do not fit in{more}",
            monday=day_in_digits(work.week),
            count=number(work.short),
            activity=in_number(work.activity, number(work.short)),
            funnel=work.funnel,
            more=_more_weeks(len(team.overloaded) - 1),
        )
    return say("there is no roster that covers all duty and does all work")


def _more_weeks(count: int) -> str:
    return say(", and so in {n} more {n:week|weeks}", n=count) if count else ""


def _roles(person: ExplainedPerson) -> Iterator[str]:
    """Say what each other role would do for the team, and of somebody without a role each role."""
    present = next((team.reach for team in person.in_roles if team.role == person.role), None)
    if person.role is not None and present is not None:
        yield say("As {role} in the team: at most {share}.", role=role_in_words(person.role), share=share(present))
    for team in person.in_roles:
        if team.role is not None and team.role != person.role:
            yield _as_role(team, role_in_words(team.role))


def _as_role(team: TeamReach, role: str) -> str:
    if team.reach is None:
        return say("As {role}: not even what comes by itself could be done, {left}.", role=role, left=left(team))
    reach = share(team.reach)
    if team.meets_plan:
        return say("As {role} the plan would be met as well; at most {share} could be reached.", role=role, share=reach)
    if team.meets_plan is False:
        return say("As {role}: at most {share}.", role=role, share=reach)
    return say("As {role}: at most {share}, and whether the plan would be met is not settled.", role=role, share=reach)


def _targets(plan: Plan, person: ExplainedPerson) -> Iterator[str]:
    """Say what comes through the person's hands."""
    if person.role is None:
        return
    if not person.funnels:
        yield say(
            "{name} opens no contacts and answers no leads: the work is follow-up for what others bring in.",
            name=person.name,
        )
        return
    brought = []
    for target in person.targets:
        if not target.brought:
            continue
        money = not is_count(target.target)
        count = amount(plan, target.brought) if money else number(target.brought)
        of = share(target.brought / target.wanted)
        brought.append(
            say(
                "{amount} of {target} ({share} of the target)",
                amount=count,
                target=target_in_words(target.target),
                share=of,
            )
        )
    if brought:
        yield say("What {name} opens and answers brings {what}.", name=person.name, what=", ".join(brought))
    else:
        yield say("What {name} opens and answers counts towards no target within the horizon.", name=person.name)


def _week(person: ExplainedPerson) -> Iterator[str]:
    if person.role is None:
        return
    weeks = max(1, person.weeks_there)
    asked = [of_activity(about(count / weeks), activity) for activity, count in person.quotas.items()]
    slots = person.duty_slots / weeks
    duty = [say("{slots} duty slots", slots=about(slots))] if slots else []
    if asked or duty:
        yield say("A week, on average: {what}.", what=", ".join(duty + asked))


def _role_table(person: ExplainedPerson) -> Table:
    rows: list[list[Cell]] = [[say_as("role", "none"), person.without.reach, _met(person.without)]]
    for team in person.in_roles:
        role = say_as("role", "none") if team.role is None else role_in_words(team.role)
        if team.role == person.role:
            role = say("{role} (as planned)", role=role)
        rows.append([role, team.reach, _met(team)])
    return Table(
        "roles",
        say("The team with {name} as", name=person.name),
        [Column(say("role")), Column(say("reach at most"), "share"), Column(say("plan met?"))],
        rows,
        say("reach: share of all targets at once, days split among patterns; whole days reach no more."),
    )


def _met(team: TeamReach) -> str:
    if team.reach is None:
        return say("no, {left}", left=left(team))
    return {True: say("yes"), False: say("no"), None: say("not settled")}[team.meets_plan]


def _hands_table(person: ExplainedPerson) -> Table:
    rows: list[list[Cell]] = [
        [row.funnel, row.contacts, row.leads, row.deals, row.revenue, row.share] for row in person.funnels
    ]
    return Table(
        "hands",
        say("What passes through the hands of {name}", name=person.name),
        [
            Column(say("funnel"), "name"),
            Column(say("contacts"), "number"),
            Column(say("leads"), "number"),
            Column(say("deals"), "number"),
            Column(say("revenue"), "money"),
            Column(say("of the funnel"), "share"),
        ],
        rows,
        say("By who opens or answers, whoever does the follow-up; within the horizon, at this person's effectiveness."),
    )
