"""What some people carry, as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.explain.person import left
from salescrew.cli.pages.words import amount, of_activity
from salescrew.cli.render.cells import number, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as
from salescrew.models.answers.explained.without import Done, TargetWithout, Without
from salescrew.models.department.targets import is_count, target_in_words
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import Role, role_in_words
from salescrew.models.plan.words import listed_names


def sentences(plan: Plan, found: Without, headcount: int | None) -> list[str]:
    """Say how few people it takes without them, how far the others get alone, and what targets fall to.

    Parameters
    ----------
    headcount
        Of the answer with them.
    """
    names = listed_names(found.names)
    return [_carried(found, names), *_fewest(plan, found, names, headcount), _others(found), *_targets(plan, found)]


def tables(plan: Plan, found: Without) -> list[Table]:
    """Show what targets fall to, and who does more, less or something else."""
    return [
        *([_target_table(plan, found)] if found.targets else []),
        *([_people_table(found)] if found.taken_over else []),
    ]


def _carried(found: Without, names: str) -> str:
    done, count = _done(found.carried), len(found.names)
    if not done:
        return say("{names} {n:does|do} nothing in the answer.", names=names, n=count)
    return say("In the answer {names} {n:does|do} {work}.", names=names, n=count, work=listed_names(done))


def _done(done: Done) -> list[str]:
    duty = [say("{slots} duty slots", slots=number(done.duty_slots))] if done.duty_slots else []
    asked = [(activity, number(count)) for activity, count in done.quotas.items() if count]
    return duty + [of_activity(count, activity) for activity, count in asked]


def _fewest(plan: Plan, found: Without, names: str, headcount: int | None) -> Iterator[str]:
    gone = len(found.names)
    if found.headcount is None:
        if found.status == "no_answer":
            yield say(
                "Whether anybody meets the plan {gone:without|without} {names} is not settled.", names=names, gone=gone
            )
        elif found.reach is None:
            yield say(
                "{gone:Without|Without} {names} nobody meets the plan: not even what comes by itself can be done.",
                names=names,
                gone=gone,
            )
        else:
            yield say(
                "{gone:Without|Without} {names} nobody meets the plan: at most {share} of it was found.",
                names=names,
                gone=gone,
                share=share(found.reach),
            )
        return
    yield say(
        "{gone:Without|Without} {names} it takes {n} {n:person|people}{instead}{hired}{cost}{sure}.",
        names=names,
        gone=gone,
        n=found.headcount,
        instead=_instead(found.headcount, headcount),
        hired=say(", {n} of them to be hired", n=number(found.hires)) if found.hires else "",
        cost=say(", for {cost} a month", cost=amount(plan, found.monthly_cost)) if found.monthly_cost else "",
        sure="" if found.headcount_bound == found.headcount else say("; fewer are not ruled out"),
    )


def _instead(now: int, before: int | None) -> str:
    if before is None:
        return ""
    return say(" as well") if before == now else say(" instead of {n:,}", n=before)


def _others(found: Without) -> str:
    if found.others.reach is None:
        return say("The others alone cannot even do what comes by itself: {left}.", left=left(found.others))
    if found.others.meets_plan:
        return say("The others of the answer meet the plan alone, in their roles of today.")
    reach = share(found.others.reach)
    return say(
        "The others of the answer reach at most {share} of the plan alone, in their roles of today.", share=reach
    )


def _targets(plan: Plan, found: Without) -> Iterator[str]:
    falls = [target for target in found.targets if target.left < target.planned]
    if falls:
        said = listed_names(
            say("{target} to {amount}", target=target_in_words(target.target), amount=_much(plan, target, target.left))
            for target in falls
        )
        yield say(
            "If nobody takes over what is opened and answered there, these targets fall: {targets}.", targets=said
        )


def _much(plan: Plan, target: TargetWithout, value: float) -> str:
    money = not is_count(target.target)
    return amount(plan, value) if money else number(value)


def _target_table(plan: Plan, found: Without) -> Table:
    rows: list[list[Cell]] = [
        [
            target_in_words(target.target),
            _much(plan, target, target.wanted),
            _much(plan, target, target.planned),
            _much(plan, target, target.left),
            target.left / target.wanted if target.wanted else None,
        ]
        for target in found.targets
    ]
    return Table(
        "targets",
        say("What targets fall to if nobody takes over"),
        [
            Column(say("target"), "name"),
            Column(say("wanted")),
            Column(say("planned")),
            Column(say("left")),
            Column(say("of the target"), "share"),
        ],
        rows,
        say("Within the horizon, of what they open and answer; whoever does the follow-up."),
    )


def _people_table(found: Without) -> Table:
    activities = list(
        dict.fromkeys(name for row in found.taken_over for name in (*row.before.quotas, *row.after.quotas))
    )
    columns = [Column(say("name"), "name"), Column(say("role")), Column(say("duty slots"), "number")]
    columns += [Column(activity, "number") for activity in activities]
    rows: list[list[Cell]] = [
        [
            row.name,
            _role(row.before.role, row.after.role),
            row.after.duty_slots - row.before.duty_slots,
            *(row.after.quotas.get(activity, 0) - row.before.quotas.get(activity, 0) for activity in activities),
        ]
        for row in found.taken_over
    ]
    return Table(
        "taken over",
        say("Who takes over what, where the fewest people do it"),
        columns,
        rows,
        say(
            "Over the horizon, more than in the answer with them (below 0: less). All work is dealt anew, also among "
            "those who stay."
        ),
    )


def _role(before: Role | None, after: Role | None) -> str:
    to = say_as("role", "none") if after is None else role_in_words(after)
    if before is None:
        return say("joins as {role}", role=to)
    return to if before == after else f"{role_in_words(before)} -> {to}"
