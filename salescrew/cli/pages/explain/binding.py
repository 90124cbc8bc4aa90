"""What binds a team, as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salescrew.cli.pages.duty_steps import step_sentences
from salescrew.cli.pages.words import amount, of_activity
from salescrew.cli.render.cells import number, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as
from salescrew.models.answers.explained.binding import Binding, WeekUse, Worth
from salescrew.models.department.department import Department
from salescrew.models.department.targets import target_in_words
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import listed_names

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
    reach, revenue = share(binding.reach), amount(plan, binding.revenue)
    if _meets_all(binding):
        return say(
            "At the very most this team reaches {reach} of the plan, all targets at once, or brings {revenue} with "
            "every target met.",
            reach=reach,
            revenue=revenue,
        )
    return say(
        "At the very most this team reaches {reach} of the plan, all targets at once, or brings {revenue} with {met} "
        "of every target met.",
        reach=reach,
        revenue=revenue,
        met=share(binding.met),
    )


def _meets_all(binding: Binding) -> bool:
    return binding.met > 1 - _MET


def _bottlenecks(binding: Binding) -> Iterator[str]:
    """Say which activities are short in which weeks."""
    by_weeks: dict[tuple[int, ...], list[str]] = {}
    for activity, uses in _by_activity(binding).items():
        weeks = tuple(week for week, use in enumerate(uses, start=1) if use.bottleneck)
        if weeks:
            by_weeks.setdefault(weeks, []).append(activity)
    count = len({use.week for use in binding.weeks})
    for weeks, activities in by_weeks.items():
        where, what = _in_weeks(weeks, count), listed_names(activities)
        if len(activities) == 1:
            yield say(
                "Bottleneck {weeks}: {activity}. One fewer there, and the team reaches less.",
                weeks=where,
                activity=what,
            )
        else:
            yield say(
                "Bottlenecks {weeks}: {activities}. One fewer there, and the team reaches less.",
                weeks=where,
                activities=what,
            )
    short = {week for weeks in by_weeks for week in weeks}
    free = {week for uses in _by_activity(binding).values() for week, use in enumerate(uses, start=1) if _spares(use)}
    spare = tuple(sorted(free - short))
    if spare:
        yield say("There is time to spare {weeks}.", weeks=_in_weeks(spare, count))


def _spares(use: WeekUse) -> bool:
    """Tell whether a week's days hold more of an activity than is done: as much as a number shows."""
    return use.allowed - use.used >= _SHOWN


def _by_activity(binding: Binding) -> dict[str, list[WeekUse]]:
    uses: dict[str, list[WeekUse]] = {}
    for use in binding.weeks:
        uses.setdefault(use.activity, []).append(use)
    return uses


def _in_weeks(weeks: Sequence[int], count: int) -> str:
    """Say in which weeks something is."""
    if len(weeks) == count:
        return say("in every week") if count > 1 else say("in the only week")
    named = _spans(weeks)
    return say("in week {week}", week=named) if len(weeks) == 1 else say("in weeks {weeks}", weeks=named)


def _weeks(weeks: Sequence[int], count: int) -> str:
    """Name weeks; none is never."""
    if not weeks:
        return say_as("weeks", "never")
    if len(weeks) == count:
        return say("every week") if count > 1 else say("the only week")
    named = _spans(weeks)
    return say("week {week}", week=named) if len(weeks) == 1 else say("weeks {weeks}", weeks=named)


def _spans(weeks: Sequence[int]) -> str:
    """Write the numbers of weeks, with those in a row taken together."""
    spans: list[list[int]] = []
    for week in weeks:
        if spans and spans[-1][-1] == week - 1:
            spans[-1].append(week)
        else:
            spans.append([week])
    return listed_names(
        say_as("weeks", "{first} to {last}", first=span[0], last=span[-1]) if len(span) > 1 else str(span[0])
        for span in spans
    )


# ---- what more is worth


def _worths(department: Department, binding: Binding) -> Iterator[str]:
    """Say what one more of each thing is worth."""
    plan, weeks = department.plan, sum(map(bool, department.horizon.working_days_by_week))
    for worth in binding.worth:
        if worth.count > 1:
            continue
        more = _one_more(worth)
        if worth.revenue is None:
            yield say("{one_more} would be too much: the team could no longer do what it must.", one_more=more)
        elif worth.revenue < 0:
            yield say("{one_more} would cost {revenue}.", one_more=more, revenue=amount(plan, -worth.revenue))
        elif worth.revenue:
            each = worth.resource in _EACH_WEEK and weeks > 1
            parts = [say("{revenue} each", revenue=amount(plan, worth.revenue / weeks))] if each else []
            parts += [say("best spent on {activities}", activities=_spent(worth))] if worth.spent else []
            yield say(
                "{one_more} is worth {revenue}{details}{people}.",
                one_more=more,
                revenue=amount(plan, worth.revenue),
                details=f" ({', '.join(parts)})" if parts else "",
                people=_as_people(worth),
            )
        elif worth.resource in _EACH_WEEK:
            yield say("{one_more} would bring nothing.", one_more=more)


def _one_more(worth: Worth) -> str:
    match worth.resource:
        case "activity":
            return say("One more a week of {activity}", activity=worth.name)
        case "lead":
            return say("One more lead a week of {funnel}", funnel=worth.name)
        case "contact":
            return say("One more contact in the base of {funnel}", funnel=worth.name)
        case "duty_slot":
            return say("One person fewer on duty in one slot a week")
        case "duty_limit":
            return say("One more duty slot a week allowed to each")
        case "hour":
            return say("One more hour of work a week")
        case "day":
            return say("One more day of work a week")


def _as_people(worth: Worth) -> str:
    return say(", {share} of what the last person brings", share=share(worth.people)) if worth.people else ""


def _spent(worth: Worth) -> str:
    spent = ((activity, number(count)) for activity, count in (worth.spent or {}).items())
    return listed_names(of_activity(count, activity) for activity, count in spent)


def _worth_table(binding: Binding) -> Table:
    columns = [
        Column(say("more of"), group=True),
        Column(say_as("count", "so many"), "count"),
        Column(say("reach\n% points"), "number"),
        Column(say("revenue"), "money"),
    ]
    columns += [Column(say("of the\nlast person"), "share")] if binding.last_person is not None else []
    rows: list[list[Cell]] = []
    for worth in binding.worth:
        points = None if worth.reach is None else 100 * worth.reach
        row: list[Cell] = [_thing(worth), worth.count, points, worth.revenue]
        rows.append([*row, worth.people] if binding.last_person is not None else row)
    notes = [
        say(
            "Each is found by solving again, with days split among patterns; activities, hours and days are those of "
            "someone of effectiveness 1 for all funnels."
        ),
        say("revenue: the most with every target met.")
        if _meets_all(binding)
        else say("revenue: the most with {met} of every target met.", met=share(binding.met)),
    ]
    if binding.last_person is not None:
        less = share(binding.last_person)
        notes.append(
            say("of the last person: the best team of one fewer reaches {share} of the plan less.", share=less)
        )
    if any(worth.revenue is None for worth in binding.worth):
        notes.append(say("Nothing stands where the team would no longer reach what it must."))
    return Table("worth", say("What more would be worth"), columns, rows, " ".join(notes))


def _thing(worth: Worth) -> str:
    match worth.resource:
        case "activity":
            return say("{activity} a week", activity=worth.name)
        case "lead":
            return say("leads a week, {funnel}", funnel=worth.name)
        case "contact":
            return say("contacts in the base of {funnel}", funnel=worth.name)
        case "duty_slot":
            return say("slots a week with one fewer on duty")
        case "duty_limit":
            return say("duty slots a week allowed to each")
        case "hour":
            return say("hours of work a week")
        case "day":
            return say("days of work a week")


def _activity_table(binding: Binding) -> Table:
    rows: list[list[Cell]] = []
    for activity, uses in _by_activity(binding).items():
        used = sum(use.used for use in uses) / len(uses)
        spare = sum(use.allowed - use.used for use in uses) / len(uses)
        weeks = tuple(week for week, use in enumerate(uses, start=1) if use.bottleneck)
        rows.append([activity, used, max(0.0, spare), _weeks(weeks, len(uses))])
    columns = [
        Column(say("activity"), "name"),
        Column(say("done\na week"), "number"),
        Column(say("to spare\na week"), "number"),
        Column(say("bottleneck")),
    ]
    note = say("to spare: what the days hold besides, where they are spent for the most reach.")
    return Table("bottlenecks", say("Where the team reaches most"), columns, rows, note)


# ---- what is tight


def _targets(binding: Binding) -> Iterator[str]:
    tight = [state for state in binding.targets if state.tight]
    for state in tight:
        if state.reach_without is None:
            continue
        yield say(
            "Without the target {target} the team would reach {reach} of the rest: it holds the rest back.",
            target=target_in_words(state.target),
            reach=share(state.reach_without),
        )
    for state in binding.targets:
        if not state.tight:
            yield say(
                "The target {target} has room: {share} of it comes along with the rest.",
                target=target_in_words(state.target),
                share=share(state.reached),
            )


def _cold_bases(binding: Binding) -> Iterator[str]:
    for base in binding.cold_bases:
        opened, size = number(base.opened), number(base.size)
        if base.tight:
            yield say(
                "{opened} of the {size} contacts of {funnel} are opened: the base keeps the team from reaching more.",
                opened=opened,
                size=size,
                funnel=base.funnel,
            )
        else:
            yield say(
                "{opened} of the {size} contacts of {funnel} are opened: the base does not bind.",
                opened=opened,
                size=size,
                funnel=base.funnel,
            )


def _limits(plan: Plan, binding: Binding) -> Iterator[str]:
    for limit in binding.limits:
        money = limit.limit in ("monthly_cost", "cost")
        taken, at_most = (amount(plan, of) if money else number(of) for of in (limit.taken, limit.at_most))
        if limit.tight:
            yield say(
                "limits.{limit}: {taken} of {most} are taken, nothing is left.",
                limit=limit.limit,
                taken=taken,
                most=at_most,
            )
        else:
            yield say(
                "limits.{limit}: {taken} of {most} are taken, that does not bind.",
                limit=limit.limit,
                taken=taken,
                most=at_most,
            )
