"""What becomes of everything that people who are away were to do: nobody is left waiting."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from salescrew.language import say
from salescrew.models.answers.handover import Handover
from salescrew.models.answers.replan import PlanChange
from salescrew.models.schedule.schedule import PersonDay, Schedule
from salescrew.models.schedule.workload import Workload
from salescrew.models.tracking.backlog import Backlog
from salescrew.models.tracking.work_handed_over import (
    NO_TIME,
    Left,
    WorkHandedOver,
    distance,
    draft,
    not_done,
    taken,
)
from salescrew.models.tracking.work_moved import NOTHING, WorkMoved


class Handovers:
    """What becomes of the days of people who are away.

    Parameters
    ----------
    was, now
        The plan in force, and the one that was made anew out of it.
    lost
        The days of people who are away on which something was asked of them.
    changes
        What changes, with reasons.
    """

    def __init__(
        self,
        was: Schedule,
        now: Schedule,
        backlog: Backlog,
        lost: Iterable[PersonDay],
        changes: Iterable[PlanChange],
        left: Left,
    ) -> None:
        self.was = was
        self.now = now
        self.backlog = backlog
        self.lost = sorted(lost)
        self.changes = changes
        self.left = left

    def rows(self) -> tuple[Handover, ...]:
        """List them by day and person: duty, follow-up work, contacts."""
        if not self.lost:
            return ()
        rows = [*self._duty(), *self._work(), *self._contacts()]
        order = {"duty": 0, "work": 1, "contacts": 2}
        return tuple(sorted(rows, key=lambda row: (row.date, row.manager, order[row.kind])))

    # ---- duty

    def _duty(self) -> Iterator[Handover]:
        lost = set(self.lost)
        for change in self.changes:
            if change.kind == "duty" and change.date is not None and (change.date, change.was) in lost:
                yield Handover(
                    date=change.date,
                    manager=str(change.was),
                    kind="duty",
                    what=str(change.what),
                    amount=1.0,
                    outcome="taken" if change.manager else "fewer" if self._is_not_needed(change) else "open",
                    taken_by=change.manager or None,
                    on=change.date if change.manager else None,
                    reason=change.reason,
                )

    def _is_not_needed(self, change: PlanChange) -> bool:
        """Tell whether a slot has all the people that it needs by now."""
        assert change.date is not None
        there = sum(
            where.name == change.what
            for (day, _), covered in self.now.duty.items()
            if day == change.date
            for where in covered
        )
        needed = (
            slot.required
            for (day, where), slot in self.now.slots.items()
            if (day, where.name) == (change.date, change.what)
        )
        short = (
            row.short
            for row in self.now.plan.fixed.open_slots
            if (row.date, row.where.name) == (change.date, change.what)
        )
        return there >= next(needed, 0) and not next(short, 0)

    # ---- contacts

    def _contacts(self) -> Iterator[Handover]:
        was, now = ({where: day.contacts for where, day in of.days.items()} for of in (self.was, self.now))
        more: defaultdict[str, dict[PersonDay, float]] = defaultdict(dict)
        for where in now:
            if where[0] >= self.now.horizon.first_day and where not in self.lost:
                for funnel, count in now[where].items():
                    if (extra := count - was.get(where, {}).get(funnel, 0.0)) > NOTHING:
                        more[funnel][where] = extra
        for day, name in self.lost:
            for funnel, count in was[day, name].items():
                if count > NOTHING:
                    yield from self._of_contacts(day, name, funnel, count, more[funnel])

    def _of_contacts(
        self, day: dt.date, name: str, funnel: str, count: float, more: dict[PersonDay, float]
    ) -> Iterator[Handover]:
        row = draft(day, name, "contacts", funnel)
        for on, who in sorted(more, key=lambda where: (*distance(self.now.horizon, day, where[0]), where[1])):
            part = min(count, more[on, who])
            if part > NOTHING:
                count, more[on, who] = count - part, more[on, who] - part
                yield taken(row, part, who, on, say("opened instead, since {name} is away", name=name))
        if count > NOTHING and self.left.falls_short:
            yield not_done(row, "open", count, say(NO_TIME))
        elif count > NOTHING:
            yield not_done(row, "fewer", count, say("the targets are met without them"))

    # ---- follow-up work

    def _work(self) -> Iterator[Handover]:
        now = Workload(self.now)
        for activity in self.backlog.activities:
            moved = WorkMoved(self.backlog, now, frozenset(self.lost), activity)
            yield from WorkHandedOver(moved, self.was, self.lost, self.left).rows()
