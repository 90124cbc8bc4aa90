"""What must stay open at the least, and what can be too much at the most, whoever of the plan's people is taken.

Both are bounds that need no team: a slot that needs three and that only two people of the plan could cover leaves one
place open, and nobody can leave more work undone than leads and what is under way make.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from salescrew.checker.case import Case
from salescrew.checker.flow import Due, due_work, entering
from salescrew.checker.leads import Place
from salescrew.checker.team import ON_DUTY, Post, listed_menu
from salescrew.language import say
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.words import all_of


@dataclass(frozen=True)
class OnCall:
    """Somebody whom the plan allows to be on duty: in any role, on so many slots of each day, and days of a week.

    Attributes
    ----------
    answers
        The queues that the person may answer.
    slots
        The slots in which the person may be on duty; None: all.
    """

    answers: frozenset[str]
    posts: tuple[Post, ...]
    hired: bool
    slots: frozenset[str] | None
    on_day: dict[dt.date, int]
    most_days: int

    def could(self, case: Case, places: Iterable[Place]) -> int:
        """Count how many of some places of one day this person could take: in each slot one."""
        own = {
            (day, where.slot)
            for day, where in places
            if (self.slots is None or where.slot in self.slots) and case.slots[day, where].queue in self.answers
        }
        return min(len(own), min((self.on_day.get(day, 0) for day, _ in own), default=0))

    def worth(self, week: int) -> float:
        """Tell how many standard leads one of this person's is worth at the most."""
        return max(post.worth(week) for post in self.posts)


def on_call(case: Case) -> list[OnCall]:
    """List everybody of the plan who may be on duty."""
    alike: dict[int, tuple[PersonFields, OnCall | None]] = {}
    found = []
    for name, hired in _everybody(case):
        record = case.people.find(name)
        if record is None:
            continue
        if id(record) not in alike:
            alike[id(record)] = record, _on_call(case, name, record, hired=hired)
        if (person := alike[id(record)][1]) is not None:
            found.append(person)
    return found


def _everybody(case: Case) -> Iterator[tuple[str, bool]]:
    for manager in case.plan.managers:
        yield manager.name, False
    for candidate in case.plan.candidates:
        yield from ((f"{candidate.profile} {number}", True) for number in range(1, candidate.at_most + 1))


def _on_call(case: Case, name: str, record: PersonFields, *, hired: bool) -> OnCall | None:
    roles = [role for role in record.roles if role in ON_DUTY]
    every = (Post(case.plan, case.days, record, role) for role in roles)
    posts = tuple(post for post in every if post.answers)
    if not posts:
        return None
    on_day = {day: _most_duty(case, record, day) for day in posts[0].days_there}
    slots = None if record.slots is None else frozenset(record.slots)
    answers = frozenset().union(*(post.answers for post in posts))
    if not any(on_day.values()):
        return None
    return OnCall(answers, posts, hired, slots, on_day, case.people.most_days(name))


def _most_duty(case: Case, record: PersonFields, day: dt.date) -> int:
    """Count the slots that somebody can cover on a day by its patterns."""
    menu, budget = listed_menu(case.plan, record, day), case.plan.time_budget
    if menu is None and budget is not None:
        return int(budget.day_minutes / case.plan.calendar.slot_minutes + 1e-9)
    return max((pattern.get("duty", 0) for pattern in menu or ()), default=0)


def least_missing(case: Case, people: int | None) -> Iterator[tuple[str, list[Place], int]]:
    """Yield slots, days and weeks in which places must stay open, with the slots and the fewest places.

    Parameters
    ----------
    people
        So many people at the most, besides the plan's limits.
    """
    if not case.slots:
        return
    limits = case.plan.limits
    counts = [count for count in (people, limits.people) if count is not None]
    most = min(counts) if counts else None
    crew = on_call(case)
    for name, places, capacity in _spans(case, crew):
        managers = [places_of for one, places_of in zip(crew, capacity, strict=True) if not one.hired]
        hires = [places_of for one, places_of in zip(crew, capacity, strict=True) if one.hired]
        hires = hires if limits.hires is None else heapq.nlargest(limits.hires, hires)
        able = [*managers, *hires]
        covered = sum(able if most is None else heapq.nlargest(most, able))
        missing = sum(case.slots[place].required for place in places) - covered
        if missing > 0:
            yield name, places, missing


def _spans(case: Case, crew: Collection[OnCall]) -> Iterator[tuple[str, list[Place], list[int]]]:
    """Yield what is counted together, with how many places each of the crew could take in it.

    That is a slot, a day and a week: of each queue by itself, and where there are several of all of them.
    """
    every = [frozenset([queue]) for queue in case.queues]
    for queues in every if len(every) < 2 else [*every, frozenset(case.queues)]:
        places = [place for place, slot in case.slots.items() if slot.queue in queues]
        for name, among, could in _of_queues(case, crew, places):
            if len(every) < 2:
                yield name, among, could
            else:
                yield say("{when} of {queues}", when=name, queues=all_of(sorted(queues))), among, could


def _of_queues(
    case: Case, crew: Collection[OnCall], every: Sequence[Place]
) -> Iterator[tuple[str, list[Place], list[int]]]:
    by_slot: dict[tuple[dt.date, str], list[Place]] = defaultdict(list)
    by_day: dict[dt.date, list[Place]] = defaultdict(list)
    by_week: dict[int, list[Place]] = defaultdict(list)
    for place in every:
        by_slot[place[0], place[1].slot].append(place)
        by_day[place[0]].append(place)
        by_week[case.days.week_of(place[0])].append(place)
    for (day, name), places in by_slot.items():
        yield f"{day} {name}", places, _each(crew, partial(OnCall.could, case=case, places=places))
    for day, places in by_day.items():
        yield f"{day}", places, _each(crew, partial(OnCall.could, case=case, places=places))
    in_week = case.plan.duty.max_slots_per_week if case.plan.duty else None
    for week, places in by_week.items():
        days = {place[0] for place in places}
        if in_week is None and all(len(days) <= one.most_days for one in crew):
            continue
        could = _each(crew, partial(_in_a_week, case=case, days=[by_day[day] for day in days]))
        most = sum(could) if in_week is None else in_week
        yield say("week of {week}", week=case.days.monday(week)), places, [min(most, some) for some in could]


def _in_a_week(one: OnCall, case: Case, days: Sequence[Sequence[Place]]) -> int:
    """Count how many of the places of some days somebody could take on as many of them as may be worked."""
    return sum(heapq.nlargest(one.most_days, (one.could(case, places) for places in days)))


def _each(crew: Collection[OnCall], count: Callable[[OnCall], int]) -> list[int]:
    """Count something for each of the crew, once for those who are alike."""
    counted = {id(one): one for one in crew}
    of_kind = {kind: count(one) for kind, one in counted.items()}
    return [of_kind[id(one)] for one in crew]


def most_work(case: Case) -> dict[str, Due]:
    """Count the work that leads and what is under way make at the most, whoever answers the leads.

    By activity, and by who does it and the week in which it falls due.
    """
    crew = {id(one): one for one in on_call(case)}.values()
    first = {name: [0.0] * case.days.weeks for name in case.plan.funnels}
    worth: dict[int, float] = {}
    for (day, _), slot in case.slots.items():
        if not slot.required:
            continue
        week = case.days.week_of(day)
        if week not in worth:
            worth[week] = max((one.worth(week) for one in crew), default=0.0)
        for funnel, leads in slot.leads.items():
            first[funnel][week] += leads * worth[week]
    most = max((person.follow_up for person in (*case.plan.managers, *case.plan.candidates)), default=1.0)

    def handled(_stage: int, _week: int, items: float) -> float:
        return items * max(1.0, most)

    first_week = case.days.first_week
    flow = {name: entering(case.plan, name, by_week, first_week, worth=handled) for name, by_week in first.items()}
    return due_work(case.plan, flow, case.days.week_of)
