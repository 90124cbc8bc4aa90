"""What binds a team, as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salescrew.cli.pages.duty_steps import step_sentences
from salescrew.cli.pages.words import amount
from salescrew.cli.render.cells import number, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.answers.explained.binding import Binding, WeekUse, Worth
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan

_MET = 1e-6
_SHOWN = 0.005
"""Less than that is written as 0.00."""
_EACH_WEEK = ("activity", "hour", "day")


def sentences(department: Department, binding: Binding) -> list[str]:
    """Say what keeps the team from reaching more, and what would help most."""
    plan = department.plan
    return [
        _furthest(plan, binding),
        *_bottlenecks(binding),
        *_worths(department, binding),
        *step_sentences(binding.duty_steps, len(department.horizon.weeks)),
        *_targets(binding),
        *_cold_bases(binding),
        *_limits(plan, binding),
    ]


def tables(binding: Binding) -> list[Table]:
    """Show what more of each thing would be worth, and how full the weeks are."""
    return [_worth_table(binding), _activity_table(binding)]


def _furthest(plan: Plan, binding: Binding) -> str:
    """Say how far the team could go."""
    return (
        f"At the very most this team reaches {share(binding.reach)} of the plan, all targets at once, or brings "
        f"{amount(plan, binding.revenue)} with {_kept(binding)} met."
    )


def _kept(binding: Binding) -> str:
    return "every target" if binding.met > 1 - _MET else f"{share(binding.met)} of every target"


def _bottlenecks(binding: Binding) -> Iterator[str]:
    """Say which activities are short in which weeks."""
    by_weeks: dict[tuple[int, ...], list[str]] = {}
    for activity, uses in _by_activity(binding).items():
        weeks = tuple(week for week, use in enumerate(uses, start=1) if use.bottleneck)
        if weeks:
            by_weeks.setdefault(weeks, []).append(activity)
    count = len({use.week for use in binding.weeks})
    for weeks, activities in by_weeks.items():
        what = "Bottleneck" if len(activities) == 1 else "Bottlenecks"
        yield f"{what} {_weeks(weeks, count)}: {_listed(activities)}. One fewer there, and the team reaches less."
    short = {week for weeks in by_weeks for week in weeks}
    free = {week for uses in _by_activity(binding).values() for week, use in enumerate(uses, start=1) if _spares(use)}
    spare = tuple(sorted(free - short))
    if spare:
        yield f"There is time to spare {_weeks(spare, count)}."


def _spares(use: WeekUse) -> bool:
    """Tell whether a week's days hold more of an activity than is done: as much as a number shows."""
    return use.allowed - use.used >= _SHOWN


def _by_activity(binding: Binding) -> dict[str, list[WeekUse]]:
    uses: dict[str, list[WeekUse]] = {}
    for use in binding.weeks:
        uses.setdefault(use.activity, []).append(use)
    return uses


def _weeks(weeks: Sequence[int], count: int) -> str:
    """Name weeks, with those in a row taken together."""
    if len(weeks) == count:
        return "in every week" if count > 1 else "in the only week"
    spans: list[list[int]] = []
    for week in weeks:
        if spans and spans[-1][-1] == week - 1:
            spans[-1].append(week)
        else:
            spans.append([week])
    named = [f"{span[0]} to {span[-1]}" if len(span) > 1 else str(span[0]) for span in spans]
    return f"in {'week' if len(weeks) == 1 else 'weeks'} {_listed(named)}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# ---- what more is worth


def _worths(department: Department, binding: Binding) -> Iterator[str]:
    """Say what one more of each thing is worth."""
    plan, weeks = department.plan, sum(map(bool, department.horizon.working_days_by_week))
    for worth in binding.worth:
        if worth.count > 1:
            continue
        if worth.revenue is None:
            yield f"{_one_more(worth)} would be too much: the team could no longer do what it must."
        elif worth.revenue < 0:
            yield f"{_one_more(worth)} would cost {amount(plan, -worth.revenue)}."
        elif worth.revenue:
            each = worth.resource in _EACH_WEEK and weeks > 1
            parts = [f"{amount(plan, worth.revenue / weeks)} each"] if each else []
            parts += [f"best spent on {_spent(worth)}"] if worth.spent else []
            more = f" ({', '.join(parts)})" if parts else ""
            yield f"{_one_more(worth)} is worth {amount(plan, worth.revenue)}{more}{_as_people(worth)}."
        elif worth.resource in _EACH_WEEK:
            yield f"{_one_more(worth)} would bring nothing."


def _one_more(worth: Worth) -> str:
    match worth.resource:
        case "activity":
            return f"One more a week of {worth.name}"
        case "lead":
            return f"One more lead a week of {worth.name}"
        case "contact":
            return f"One more contact in the base of {worth.name}"
        case "duty_slot":
            return "One person fewer on duty in one slot a week"
        case "duty_limit":
            return "One more duty slot a week allowed to each"
        case _:
            return f"One more {worth.resource} of work a week"


def _as_people(worth: Worth) -> str:
    return f", {share(worth.people)} of what the last person brings" if worth.people else ""


def _spent(worth: Worth) -> str:
    return _listed([f"{number(count)} {activity}" for activity, count in (worth.spent or {}).items()])


def _worth_table(binding: Binding) -> Table:
    columns = [
        Column("more of", group=True),
        Column("so many", "count"),
        Column("reach\n% points", "number"),
        Column("revenue", "money"),
    ]
    columns += [Column("of the\nlast person", "share")] if binding.last_person is not None else []
    rows: list[list[Cell]] = []
    for worth in binding.worth:
        points = None if worth.reach is None else 100 * worth.reach
        row: list[Cell] = [_thing(worth), worth.count, points, worth.revenue]
        rows.append([*row, worth.people] if binding.last_person is not None else row)
    notes = [
        "Each is found by solving again, with days split among patterns; activities, hours and days are those of "
        "someone of effectiveness 1 for all funnels.",
        f"revenue: the most with {_kept(binding)} met.",
    ]
    if binding.last_person is not None:
        notes.append(
            f"of the last person: the best team of one fewer reaches {share(binding.last_person)} of the plan less."
        )
    if any(worth.revenue is None for worth in binding.worth):
        notes.append("Nothing stands where the team would no longer reach what it must.")
    return Table("worth", "What more would be worth", columns, rows, " ".join(notes))


def _thing(worth: Worth) -> str:
    match worth.resource:
        case "activity":
            return f"{worth.name} a week"
        case "lead":
            return f"leads a week, {worth.name}"
        case "contact":
            return f"contacts in the base of {worth.name}"
        case "duty_slot":
            return "slots a week with one fewer on duty"
        case "duty_limit":
            return "duty slots a week allowed to each"
        case _:
            return f"{worth.resource}s of work a week"


def _activity_table(binding: Binding) -> Table:
    rows: list[list[Cell]] = []
    for activity, uses in _by_activity(binding).items():
        used = sum(use.used for use in uses) / len(uses)
        spare = sum(use.allowed - use.used for use in uses) / len(uses)
        weeks = tuple(week for week, use in enumerate(uses, start=1) if use.bottleneck)
        bottleneck = _weeks(weeks, len(uses)).removeprefix("in ") if weeks else "never"
        rows.append([activity, used, max(0.0, spare), bottleneck])
    columns = [Column("activity", "name"), Column("done\na week", "number"), Column("to spare\na week", "number")]
    return Table(
        "bottlenecks",
        "Where the team reaches most",
        [*columns, Column("bottleneck")],
        rows,
        "to spare: what the days hold besides, where they are spent for the most reach.",
    )


# ---- what is tight


def _targets(binding: Binding) -> Iterator[str]:
    tight = [state for state in binding.targets if state.tight]
    for state in tight:
        if state.reach_without is None:
            continue
        yield (
            f"Without the target {state.target} the team would reach {share(state.reach_without)} of the rest: "
            "it holds the rest back."
        )
    for state in binding.targets:
        if not state.tight:
            yield f"The target {state.target} has room: {share(state.reached)} of it comes along with the rest."


def _cold_bases(binding: Binding) -> Iterator[str]:
    for base in binding.cold_bases:
        held = f"{number(base.opened)} of the {number(base.size)} contacts of {base.funnel} are opened"
        yield (
            f"{held}: the base keeps the team from reaching more." if base.tight else f"{held}: the base does not bind."
        )


def _limits(plan: Plan, binding: Binding) -> Iterator[str]:
    for limit in binding.limits:
        money = limit.limit in ("monthly_cost", "cost")
        taken, at_most = (amount(plan, of) if money else number(of) for of in (limit.taken, limit.at_most))
        left = "nothing is left" if limit.tight else "that does not bind"
        yield f"limits.{limit.limit}: {taken} of {at_most} are taken, {left}."
