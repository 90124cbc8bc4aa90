"""The days on which a place on duty is kept for whoever is absent."""

from __future__ import annotations

from salescrew.models.department.reserve import places_of
from salescrew.models.schedule.schedule import PersonDay, Schedule


def in_reserve(schedule: Schedule) -> frozenset[PersonDay]:
    """Give the days on which somebody holds more places of the week's reserve than slots that are covered."""
    found = set[PersonDay]()
    for reserve in schedule.department.reserves:
        for day in reserve.slots:
            for name in schedule.roles:
                row, post = schedule.roster.get((day, name)), schedule.posts.get(name)
                if row is None or post is None or post.queues.isdisjoint(reserve.queues):
                    continue
                if places_of(reserve, post, [(day, row.pattern.get("duty", 0))], None) > len(row.duty):
                    found.add((day, name))
    return frozenset(found)
