"""What some people carry, as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.explain.person import left
from salescrew.cli.pages.words import amount, persons
from salescrew.cli.render.cells import number, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.answers.explained.without import Done, TargetWithout, Without
from salescrew.models.department.targets import is_count
from salescrew.models.plan.plan import Plan
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
    done = _done(found.carried)
    if not done:
        return f"{names} {'does' if len(found.names) == 1 else 'do'} nothing in the answer."
    return f"In the answer {names} {'does' if len(found.names) == 1 else 'do'} {listed_names(done)}."


def _done(done: Done) -> list[str]:
    duty = [f"{number(done.duty_slots)} duty slots"] if done.duty_slots else []
    return duty + [f"{number(count)} {activity}" for activity, count in done.quotas.items() if count]


def _fewest(plan: Plan, found: Without, names: str, headcount: int | None) -> Iterator[str]:
    if found.headcount is None:
        if found.status == "no_answer":
            yield f"Whether anybody meets the plan without {names} is not settled."
        elif found.reach is None:
            yield f"Without {names} nobody meets the plan: not even what comes by itself can be done."
        else:
            yield f"Without {names} nobody meets the plan: at most {share(found.reach)} of it was found."
        return
    hired = f", {number(found.hires)} of them to be hired" if found.hires else ""
    cost = f", for {amount(plan, found.monthly_cost)} a month" if found.monthly_cost else ""
    instead = "" if headcount is None else " as well" if headcount == found.headcount else f" instead of {headcount:,}"
    sure = "" if found.headcount_bound == found.headcount else "; fewer are not ruled out"
    yield f"Without {names} it takes {persons(found.headcount)}{instead}{hired}{cost}{sure}."


def _others(found: Without) -> str:
    if found.others.reach is None:
        return f"The others alone cannot even do what comes by itself: {left(found.others)}."
    if found.others.meets_plan:
        return "The others of the answer meet the plan alone, in their roles of today."
    reach = share(found.others.reach)
    return f"The others of the answer reach at most {reach} of the plan alone, in their roles of today."


def _targets(plan: Plan, found: Without) -> Iterator[str]:
    falls = [target for target in found.targets if target.left < target.planned]
    if falls:
        said = listed_names(f"{target.target} to {_much(plan, target, target.left)}" for target in falls)
        yield f"If nobody takes over what is opened and answered there, these targets fall: {said}."


def _much(plan: Plan, target: TargetWithout, value: float) -> str:
    money = not is_count(target.target)
    return amount(plan, value) if money else number(value)


def _target_table(plan: Plan, found: Without) -> Table:
    rows: list[list[Cell]] = [
        [
            target.target,
            _much(plan, target, target.wanted),
            _much(plan, target, target.planned),
            _much(plan, target, target.left),
            target.left / target.wanted if target.wanted else None,
        ]
        for target in found.targets
    ]
    return Table(
        "targets",
        "What targets fall to if nobody takes over",
        [
            Column("target", "name"),
            Column("wanted"),
            Column("planned"),
            Column("left"),
            Column("of the target", "share"),
        ],
        rows,
        "Within the horizon, of what they open and answer; whoever does the follow-up.",
    )


def _people_table(found: Without) -> Table:
    activities = list(
        dict.fromkeys(name for row in found.taken_over for name in (*row.before.quotas, *row.after.quotas))
    )
    columns = [Column("name", "name"), Column("role"), Column("duty slots", "number")]
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
        "Who takes over what, where the fewest people do it",
        columns,
        rows,
        "Over the horizon, more than in the answer with them (below 0: less). All work is dealt anew, also among those "
        "who stay.",
    )


def _role(before: str | None, after: str | None) -> str:
    if before == after:
        return str(after)
    return f"joins as {after}" if before is None else f"{before} -> {after or 'none'}"
