"""Teams of very many different people: those who are nearly alike in a week are taken as alike in that week.

Only to find a roster: what people are worth is averaged over each band, so that a model of a few hundred bands stands
for one of many thousand people and days. Whoever takes the roster must see what it carries with everybody as they are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.solver.staffing.deal import PersonRoster


@dataclass(frozen=True)
class Banding:
    """How coarsely people are taken as alike.

    Attributes
    ----------
    bands
        So many bands there are at most of people who are nearly alike: their worth then differs by a few percent.
    members
        So many people are in each at the least: fewer would make no smaller model.
    """

    bands: int = 16
    members: int = 3


BANDING = Banding()


def weekly_bands(department: Department, team: Sequence[Post]) -> tuple[Post, ...]:
    """Take the people of a team apart by week, and those together who are nearly alike in it.

    Nearly alike are people of one role, with the same funnels, day patterns and days in the week, and with about the
    same effectiveness.
    """
    return tuple(band for week in department.weeks for band in _bands(team, week))


def kind_of_days(post: Post) -> tuple[object, ...]:
    """Tell those apart whose days can hold something else."""
    # patterns are mappings, which have no hash
    patterns = tuple(
        tuple((duty, tuple(tuple(sorted(p.items())) for p in ps)) for duty, ps in menu.items()) for menu in post.menus
    )
    return (post.funnels, post.queues, post.on_duty, post.record.slots, patterns, post.menu_of, post.most_days)


def _bands(team: Sequence[Post], week: int) -> Iterator[Post]:
    alike: dict[object, list[tuple[Post, str]]] = {}
    for post in team:
        if post.days[week]:
            alone = id(post) if post.fixed else None
            key = (post.role, kind_of_days(post), post.days[week], alone)
            alike.setdefault(key, []).extend((post, name) for name in post.names)
    for members in alike.values():
        members.sort(key=lambda member: (member[0].effectiveness[week], member[0].present))
        bands = max(1, min(BANDING.bands, len(members) // BANDING.members))
        for number in range(bands):
            yield _band(members[number * len(members) // bands : (number + 1) * len(members) // bands], week)


def _band(members: Sequence[tuple[Post, str]], week: int) -> Post:
    like = members[0][0]
    present = math.fsum(post.present for post, _ in members)
    worth = math.fsum(post.present * post.effectiveness[week] for post, _ in members)
    days: list[tuple[dt.date, ...]] = [()] * len(like.days)
    days[week] = like.days[week]
    effectiveness = list(like.effectiveness)
    effectiveness[week] = worth / present if present else 0.0
    # what does not come out even goes to another of them each week
    turn = week % len(members)
    return dataclasses.replace(
        like,
        names=tuple(name for _, name in (*members[turn:], *members[:turn])),
        record=like.record.model_copy(update={"absence": 1 - present / len(members)}),
        effectiveness=tuple(effectiveness),
        days=tuple(days),
    )


def joined(department: Department, dealt: Sequence[PersonRoster], team: Sequence[Post]) -> list[PersonRoster]:
    """Put together what everybody was dealt week by week."""
    home = {name: post for post in team for name in post.names}
    people: dict[str, PersonRoster] = {}
    for part in dealt:
        person = people.setdefault(part.name, PersonRoster(part.name, home[part.name]))
        person.duty |= part.duty
        person.patterns |= part.patterns
    return [people[person.name] for person in department.everyone if person.name in people]
