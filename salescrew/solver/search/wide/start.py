"""The first prices: of a department in a few bands of people who are about alike."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from salescrew.models.department.department import Department
from salescrew.models.department.people import Person
from salescrew.models.department.posts import Post
from salescrew.solver.search.effort import MANY


def bands(department: Department) -> list[Post]:
    """Put people who may have the same roles into bands by what they cost and are worth, in each role together."""
    alike: dict[object, list[list[Person]]] = {}
    for kind in department.kinds:
        record = kind[0].record
        may_do = tuple((post.choice, post.group, post.queues, record.slots) for post in department.choices(kind))
        alike.setdefault((may_do, record.keep), []).append(kind)
    groups = list(alike.values())
    while len(groups) < MANY.bands and len(largest := max(groups, key=len)) > 1:
        groups.remove(largest)
        groups += _halves(department, largest)
    return [post for group in groups for post in _joined(department, group)]


def _halves(department: Department, group: Sequence[list[Person]]) -> tuple[list[list[Person]], list[list[Person]]]:
    """Part people where they differ most."""
    features = [_features(department, kind) for kind in group]
    spans = [(max(of) - min(of)) / max(MANY.noise, *map(abs, of)) for of in zip(*features, strict=True)]
    by = spans.index(max(spans))
    order = sorted(range(len(group)), key=lambda number: features[number][by])
    half = len(order) // 2
    return [group[number] for number in order[:half]], [group[number] for number in order[half:]]


def _features(department: Department, kind: Sequence[Person]) -> list[float]:
    posts = department.choices(kind)
    worth = [post.present * math.fsum(post.effectiveness) / len(post.effectiveness) for post in posts]
    return [kind[0].record.monthly_cost, *worth]


def _joined(department: Department, group: Sequence[Sequence[Person]]) -> list[Post]:
    """Take people as alike, with averages for what they cost and are worth, and the days of who is there as often."""
    joined = []
    for every in zip(*(department.choices(kind) for kind in group), strict=True):
        counts = [post.count for post in every]
        there = math.fsum(post.present * post.count for post in every)
        usual = sorted(every, key=lambda post: sum(map(len, post.days)))[len(every) // 2]
        cost = math.fsum(post.record.monthly_cost * post.count for post in every) / sum(counts)
        worth = [
            math.fsum(post.present * post.count * post.effectiveness[week] for post in every) / there if there else 0.0
            for week in department.weeks
        ]
        record = usual.record.model_copy(update={"absence": 1 - there / sum(counts), "monthly_cost": cost})
        names = tuple(name for post in every for name in post.names)
        joined.append(dataclasses.replace(usual, names=names, record=record, effectiveness=tuple(worth), fixed={}))
    return joined
