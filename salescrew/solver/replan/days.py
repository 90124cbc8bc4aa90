"""What everybody's days hold in a plan made anew, out of the values of its model."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from salescrew.models.department.posts import Post
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.schedule.schedule import PersonDayPlan
from salescrew.solver.replan.effort import WITHIN
from salescrew.solver.replan.model import ReplanModel
from salescrew.solver.replan.person_days import DayColumns
from salescrew.solver.staffing.day_quotas import DayQuota, Quotas, rounded_down
from salescrew.solver.staffing.deal import PersonRoster
from salescrew.solver.staffing.handling import Handled, handled


def read(model: ReplanModel, values: Sequence[float]) -> tuple[list[PersonRoster], Quotas]:
    """Read what everybody does: first what stays as it is, then what the model decides."""
    people, quotas = [], Quotas()
    for post in model.team:
        person = PersonRoster(post.names[0], post)
        for days in post.days:
            for day in days:
                if (day, person.name) in model.frozen:
                    _hold(model, person, day, model.held(post, day), quotas)
        for week in model.department.weeks:
            _read_week(model, person, week, values, quotas)
        people.append(person)
    quotas.handled = _handled(model, values) if model.department.work.counts else {}
    order = {one.name: number for number, one in enumerate(model.department.everyone)}
    return sorted(people, key=lambda person: order[person.name]), quotas


def _handled(model: ReplanModel, values: Sequence[float]) -> Handled:
    """Tell who handles which items."""
    spent = {
        (name, week, activity): values[column]
        for (name, week), columns in model.weeks.items()
        for activity, column in columns.done.items()
    }
    return handled(model, values, {post.names[0]: post.group for post in model.team}, spent)


def _hold(model: ReplanModel, person: PersonRoster, day: dt.date, held: PersonDayPlan, quotas: Quotas) -> None:
    """Leave a day as it is."""
    if not held.pattern and not held.quotas:
        return
    person.patterns[day] = held.pattern
    if held.duty:
        person.duty[day] = held.duty
    activities = {activity: held.quotas.get(activity, 0) for activity in model.department.activities}
    quotas[person.name, day] = DayQuota(activities, dict(held.contacts))


def _read_week(model: ReplanModel, person: PersonRoster, week: int, values: Sequence[float], quotas: Quotas) -> None:
    post = person.post
    asked: dict[dt.date, dict[str, int]] = {}
    for day in post.days[week]:
        columns = model.days.get((day, person.name))
        if columns is None:
            continue
        of_day = dict.fromkeys(model.department.activities, 0)
        of_day |= {activity: math.ceil(values[column] - WITHIN.quota) for activity, column in columns.quotas.items()}
        held = model.held(post, day)
        pattern, duty = _chosen(columns, values)
        is_same = pattern == held.pattern and set(duty) == set(held.duty) and _same(of_day, held.quotas)
        is_reserve = pattern.get("duty", 0) > 0 and any(day in of.slots for of in model.department.reserves)
        if not pattern or (not is_same and not is_reserve and _is_idle(post, duty, of_day)):
            continue
        person.patterns[day] = pattern
        if duty:
            person.duty[day] = held.duty if set(duty) == set(held.duty) else duty
        asked[day] = of_day
    contacts = _contacts(model, post, week, values, asked)
    for day, of_day in asked.items():
        quotas[person.name, day] = DayQuota(of_day, contacts.get(day, {}))


def _chosen(columns: DayColumns, values: Sequence[float]) -> tuple[Mapping[str, int], tuple[QueueSlot, ...]]:
    pattern = next((pattern for pattern, column in columns.patterns if values[column] > 0.5), {})
    return pattern, tuple(where for where, column in columns.duty.items() if values[column] > 0.5)


def _same(asked: Mapping[str, int], now: Mapping[str, int]) -> bool:
    return all(asked.get(activity, 0) == now.get(activity, 0) for activity in {*asked, *now})


def _is_idle(post: Post, duty: Sequence[QueueSlot], asked: Mapping[str, int]) -> bool:
    """Tell whether a day may be left out: nothing is asked, and no allowance of the week rests on it."""
    return not duty and not any(asked.values()) and post.present == 1


def _contacts(
    model: ReplanModel,
    post: Post,
    week: int,
    values: Sequence[float],
    asked: Mapping[dt.date, Mapping[str, int]],
) -> dict[dt.date, dict[str, float]]:
    """Give a week's contacts to its days: those whose quota does not change keep theirs, the others take the rest."""
    columns = model.weeks.get((post.names[0], week))
    if columns is None:
        return {}
    by_day: dict[dt.date, dict[str, float]] = {day: {} for day in asked}
    room = {(day, activity): float(quota) for day, of_day in asked.items() for activity, quota in of_day.items()}
    for funnel, column in columns.contacts.items():
        activity = str(model.department.plan.funnels[funnel].opens_with)
        rest, others = max(0.0, values[column]), []
        for day in asked:
            changed = model.days[day, post.names[0]].changed.get(activity)
            if changed is None or values[changed] > 0.5:
                others.append(day)
                continue
            kept = model.held(post, day).contacts.get(funnel, 0.0)
            by_day[day][funnel] = kept
            room[day, activity] = max(0.0, room[day, activity] - kept)
            rest -= kept
        left = sum(room[day, activity] for day in others)
        if rest > WITHIN.quota and left > 0:
            for day in others:
                more = rounded_down(min(1.0, rest / left) * room[day, activity])
                by_day[day][funnel] = more
                room[day, activity] = max(0.0, room[day, activity] - more)
    return {day: {name: count for name, count in of_day.items() if count > 0} for day, of_day in by_day.items()}
