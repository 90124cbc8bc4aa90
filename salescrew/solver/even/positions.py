"""From posts to people where weeks repeat: who has which place in the week, in turn where the places differ.

A week of a kind is dealt out once, into as many places as there are people. Where all places hold the same, everybody
keeps one; otherwise each week those who had least so far come first.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.solver.staffing.deal import PersonRoster, deal
from salescrew.solver.staffing.roster import PostRoster

Place = dict[int, tuple[DayPattern | None, tuple[QueueSlot, ...]]]
"""What one of those who are alike does on each weekday: the pattern, and the slots on duty."""


def deal_places(
    department: Department,
    team: Sequence[Post],
    rosters: Sequence[PostRoster],
    first: Mapping[int, int],
    *,
    in_turn: bool,
) -> list[PersonRoster]:
    """Deal out what people do, the same week after week where weeks repeat.

    Parameters
    ----------
    rosters
        Of each post of the team one, or one of each of its people.
    in_turn
        Whether people who are alike change places where these differ.
    """
    of_name = {name: roster for roster in rosters for name in roster.post.names}
    people: list[PersonRoster] = []
    for post in team:
        own = list(dict.fromkeys(id(of_name[name]) for name in post.names))
        parts = [next(roster for roster in rosters if id(roster) == key) for key in own]
        people += _deal_post(department, post, parts, first, in_turn=in_turn)
    order = {person.name: number for number, person in enumerate(department.everyone)}
    return sorted(people, key=lambda person: order[person.name])


def _deal_post(
    department: Department, post: Post, rosters: Sequence[PostRoster], first: Mapping[int, int], *, in_turn: bool
) -> list[PersonRoster]:
    people = [PersonRoster(name, post) for name in post.names]
    places: dict[int, list[Place]] = {}
    turns = _Turns(len(people))
    for week in department.weeks:
        like = first[week]
        if like not in places:
            places[like] = [place for roster in rosters for place in _places(department, roster, like)]
        given = turns.give(places[like]) if in_turn else places[like]
        for person, place in zip(people, given, strict=True):
            for day in post.days[week]:
                pattern, duty = place[day.weekday()]
                if pattern is not None:
                    person.patterns[day] = pattern
                if duty:
                    person.duty[day] = duty
    return people


def _places(department: Department, roster: PostRoster, week: int) -> list[Place]:
    """Deal out one week."""
    days = set(roster.post.days[week])
    alone: list[tuple[dt.date, ...]] = [()] * len(roster.post.days)
    alone[week] = roster.post.days[week]
    part = PostRoster(
        dataclasses.replace(roster.post, days=tuple(alone)),
        {key: count for key, count in roster.days.items() if key[0] == week},
        {key: count for key, count in roster.dutied.items() if key[0] in days},
        {key: count for key, count in roster.covering.items() if key[0] in days},
    )
    return [
        {day.weekday(): (person.patterns.get(day), person.duty.get(day, ())) for day in roster.post.days[week]}
        for person in deal(department, [part])
    ]


class _Turns:
    """Who has had how much."""

    def __init__(self, count: int) -> None:
        self._had = [_nothing() for _ in range(count)]

    def give(self, places: Sequence[Place]) -> list[Place]:
        """Give everybody a place of a week: where all hold the same the own, otherwise the fullest to who had least."""
        amounts = [_amount(place) for place in places]
        everyone = range(len(places))
        if all(amount == amounts[0] for amount in amounts):
            taken = list(everyone)
        else:
            most_first = sorted(everyone, key=lambda place: (-amounts[place]["duty"], -_calls(amounts[place]), place))
            least_first = sorted(everyone, key=lambda one: (self._had[one]["duty"], _calls(self._had[one]), one))
            taken = [0] * len(places)
            for place, one in zip(most_first, least_first, strict=True):
                taken[one] = place
        for one in everyone:
            for activity, count in amounts[taken[one]].items():
                self._had[one][activity] = self._had[one].get(activity, 0) + count
        return [places[place] for place in taken]


def _nothing() -> dict[str, int]:
    return {"duty": 0}


def _calls(amount: Mapping[str, int]) -> int:
    return sum(count for activity, count in amount.items() if activity != "duty")


def _amount(place: Place) -> dict[str, int]:
    amount = _nothing()
    for pattern, duty in place.values():
        amount["duty"] += len(duty)
        for activity, count in (pattern or {}).items():
            if activity != "duty":
                amount[activity] = amount.get(activity, 0) + count
    return amount
