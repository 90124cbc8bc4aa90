"""A person's week in all runs: what there is room for, what is asked, and what the day's absences take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from salescrew.models.simulation.department import Amounts, Department, Seat
from salescrew.models.simulation.draws import LITTLE, Floats
from salescrew.models.simulation.presence import Flags, Presence

Given = float | Floats


class Room:
    """What a person's week leaves room for, and what is asked in it.

    Attributes
    ----------
    room
        By activity, less what lost days take.
    in_health
        The same, were nobody ill.
    asked
        The quotas, by activity.
    opens
        By the activity that opens contacts, the contacts planned by funnel.
    follow_up
        What a contact is expected to make of the same activity within the week.
    """

    def __init__(
        self, department: Department, seat: Seat, week: int, presence: Presence, *, keeps_absence: bool
    ) -> None:
        planned = seat.weeks[week]
        self.seat = seat
        self.worth = presence.worth
        self.may_be_ill = presence.well is not None
        self.asked: Amounts = dict(planned.asked)
        self.room: dict[str, Given] = defaultdict(float)
        self.in_health: dict[str, Given] = defaultdict(float)
        self.planned_room: Amounts = defaultdict(float)
        self.worked: dict[str, Given] = {}
        self.opened: Amounts = defaultdict(float)
        part = 1 - seat.record.absence if keeps_absence else 1.0
        for number, day in enumerate(planned.days):
            there = _as_numbers(presence.there(number))
            filled = _as_numbers(None if presence.filled is None else presence.filled[number])
            for activity, count in day.room.items():
                self.planned_room[activity] += part * count
                self.room[activity] = self.room[activity] + part * count * there
                self.in_health[activity] = self.in_health[activity] + part * count * filled
        self.opens: dict[str, Amounts] = defaultdict(dict)
        for funnel, contacts in planned.contacts.items():
            if contacts > 0:
                self.opens[str(department.plan.funnels[funnel].opens_with)][funnel] = contacts
        self.follow_up: Amounts = {}
        for activity, funnels in self.opens.items():
            work = sum(
                contacts * department.same_week_work(funnel).get(activity, 0.0) for funnel, contacts in funnels.items()
            )
            self.follow_up[activity] = seat.worth[week] * work / sum(funnels.values())

    def there(self, activity: str) -> Given:
        """Give the share of the room for an activity that is left of what was planned."""
        planned = self.planned_room[activity]
        return self.room[activity] / planned if planned else 0.0

    def kinds(self, activity: str) -> tuple[Given, Given, Given]:
        """Give the time planned for work, that planned for contacts, and the room beyond the quota."""
        room, asked = self.room[activity], self.asked.get(activity, 0.0)
        contacts = sum(self.opens[activity].values()) if activity in self.opens else 0.0
        planned = np.minimum(max(0.0, asked - contacts), room)
        quota = np.minimum(asked, room)
        return planned, quota - planned, room - quota

    def contacts(self, activity: str, owed: Given) -> tuple[Given, Given]:
        """Give the contacts to open with what work leaves of the quota and of what is owed, and what is owed then."""
        each = 1 + self.follow_up[activity]
        asked, worked = self.asked.get(activity, 0.0) + owed * each, self.worked.get(activity, 0.0)
        most = np.maximum(0.0, np.minimum(asked, self.in_health[activity]) - worked) / each
        opened = np.maximum(0.0, np.minimum(asked, self.room[activity]) - worked) / each
        too_much = np.minimum(owed, np.maximum(0.0, asked - self.in_health[activity]) / each)
        return opened, most - opened + too_much

    def contacts_as_planned(self, activity: str, owed: Given) -> tuple[Given, Given]:
        """Give the contacts to open where hours are elastic on the days that somebody is there."""
        planned, there = sum(self.opens[activity].values()), self.there(activity)
        lost = planned * (1 - there) if self.may_be_ill else 0.0
        return np.where(np.asarray(there) > 0, planned * there + owed, 0.0), np.where(
            np.asarray(there) > 0, lost, lost + owed
        )


def _as_numbers(flags: Flags | None) -> Given:
    return 1.0 if flags is None else flags.astype(float)


def share_work(rooms: Sequence[Room], activity: str, used: Sequence[Floats]) -> None:
    """Share the work that people with the same funnels have done, of each kind of time by what everybody has of it."""
    those = [room for room in rooms if activity in room.room]
    kinds = [room.kinds(activity) for room in those]
    for number, done in enumerate(used):
        if not float(done.max(initial=0.0)) > LITTLE:
            continue
        there = sum((kind[number] for kind in kinds), np.zeros_like(done))
        share = np.divide(done, there, out=np.zeros_like(done), where=there > LITTLE)
        for room, kind in zip(those, kinds, strict=True):
            room.worked[activity] = room.worked.get(activity, 0.0) + share * kind[number]
