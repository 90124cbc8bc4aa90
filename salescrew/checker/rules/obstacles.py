"""What of a plan is in the way of evenness (section 5 of the model), counted from its days, leads and roster."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator

from salescrew.checker.case import Case
from salescrew.models.answers.evenness import Obstacle

Fact = tuple[Obstacle, tuple[str, ...], tuple[dt.date, ...]]
"""What is in the way, whom it is about, and the Mondays of the weeks that are meant."""
NOISE = 1e-9


def days_there(case: Case, name: str) -> Counter[int]:
    """Count the days on which somebody is there, by week."""
    return Counter(case.days.working[day] for day in case.posts[name].days_there)


def asked_by_week(case: Case, name: str, activity: str) -> list[int]:
    """Give what is asked of somebody of an activity, week by week."""
    return [case.asked.get((name, week), {}).get(activity, 0) for week in range(case.days.weeks)]


def opened_by_week(case: Case) -> dict[str, list[float]]:
    """Count the contacts of each funnel, week by week."""
    opened: dict[str, list[float]] = {}
    for (day, _), by_funnel in case.contacts.items():
        for funnel, contacts in by_funnel.items():
            opened.setdefault(funnel, [0.0] * case.days.weeks)[case.days.working[day]] += contacts
    return opened


def in_the_way(case: Case, of: str, activity: str | None, highest: int | None) -> list[Fact]:
    """List what makes the weeks of a funnel (without an activity) or of a person unlike, around the highest."""
    facts: list[Fact] = []
    if highest is not None:
        facts += _of_weeks(case, of, activity, highest)
    if case.plan.fixed.days or case.plan.fixed.slots:
        facts.append(("settled", (), ()))
    return facts


def _of_weeks(case: Case, of: str, activity: str | None, highest: int) -> Iterator[Fact]:
    working = Counter(case.days.working.values())
    works = {of} if activity is None else set(case.posts[of].funnels)
    there, counts = (
        (working, opened_by_week(case)[of])
        if activity is None
        else (days_there(case, of), [float(count) for count in asked_by_week(case, of, activity)])
    )
    mean, late = math.fsum(counts) / there.total(), _late_weeks(case, works, activity)
    low = {week for week in there if counts[week] / there[week] < 0.9 * mean - NOISE} - late
    yield from _fact(case, "late", (week for week in there if week in late))
    (usual, _), *_ = sorted(Counter(working.values()).items(), key=lambda each: (-each[1], -each[0]))
    yield from _fact(case, "fewer_days", (week for week in low | {highest} if working[week] < usual))
    for weeks, names in _away(case, of, activity, low, highest).items():
        yield from _fact(case, "away", weeks, *sorted(names))
    if works & _much_asked_for(case, highest, working):
        yield from _fact(case, "leads", [highest])
    if activity is not None:
        if case.plan.pipeline != "steady" and any(
            activity in stage.effort for name in works for stage in case.plan.funnels[name].stages
        ):
            yield "start", (), ()
        a_day = {week: slots / there[week] for week, slots in _slots_by_week(case, of, there).items()}
        yield from _fact(case, "duty", (week for week in low if a_day[week] > a_day[highest] + NOISE))


def _fact(case: Case, what: Obstacle, weeks: Iterable[int], *names: str) -> Iterator[Fact]:
    """Yield a fact, where there are weeks of which it is one."""
    if found := tuple(case.days.monday(week) for week in sorted(weeks)):
        yield what, names, found


def _away(case: Case, of: str, activity: str | None, low: set[int], highest: int) -> dict[tuple[int, ...], list[str]]:
    """Gather who is away in which of the weeks that count, on more days than the calendar leaves out."""
    working = Counter(case.days.working.values())
    fullest, works = max(working.values()), {of} if activity is None else case.posts[of].funnels
    away: dict[tuple[int, ...], list[str]] = {}
    for name, post in case.posts.items():
        if name == of or works & post.funnels:
            own = days_there(case, name)
            absent = fullest - max(own.values(), default=0)
            meant = low | {highest} if name == of or activity is None else {highest}
            weeks = tuple(sorted(week for week in meant if working[week] - own[week] > absent))
            away.setdefault(weeks, []).append(name)
    return away


def _slots_by_week(case: Case, name: str, weeks: Iterable[int]) -> dict[int, int]:
    slots = dict.fromkeys(weeks, 0)
    for (day, who), row in case.roster.items():
        if who == name:
            slots[case.days.working[day]] += len(row.duty)
    return slots


def _late_weeks(case: Case, works: Iterable[str], activity: str | None) -> set[int]:
    """Give the weeks from which no contact of any of these funnels can be paid before the end."""
    plan, weeks = case.plan, case.days.weeks
    lasts = [
        sum(math.floor(stage.days_to_next / 7) for stage in plan.funnels[name].stages)
        for name in works
        if plan.funnels[name].opens_with == activity
    ]
    if plan.pipeline == "steady" or plan.target.stages or plan.target.under_way is not None or not lasts:
        return set()
    return {week for week in range(weeks) if week + min(lasts) >= weeks}


def _much_asked_for(case: Case, highest: int, working: Counter[int]) -> set[str]:
    """Give the inbound funnels with over a tenth more leads a working day in the highest week than on the mean."""
    found = set()
    for name, funnel in case.plan.funnels.items():
        if funnel.channel == "inbound":
            by_week = [0.0] * case.days.weeks
            for (day, _), slot in case.slots.items():
                by_week[case.days.working[day]] += slot.leads.get(name, 0.0)
            if by_week[highest] / working[highest] > 1.1 * math.fsum(by_week) / working.total() + NOISE:
                found.add(name)
    return found
