"""Who takes which part of the follow-up work of people who are away, and on which day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from salescrew.language import say, to_say
from salescrew.models.answers.handover import Handover, HandoverKind, HandoverOutcome
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.work import task_of
from salescrew.models.plan.so_far import DueWork
from salescrew.models.schedule.schedule import PersonDay, Schedule
from salescrew.models.tracking.work_moved import NOTHING, Work, WorkMoved

NO_TIME = to_say("nobody has time for it")
_ROUNDED = to_say("quotas are whole: nothing more falls due")
_FEWER = to_say("less falls due than was planned")
_ON_TIME = to_say("in the week in which it falls due")
_GRACE = to_say("within the weeks of grace")
_ROOM = to_say("the quota has room for it")
_LATE = to_say("nobody has time for it before")


@dataclass(frozen=True)
class Left:
    """What is left undone or done late, and whether targets are missed."""

    undone: Sequence[DueWork] = ()
    late: Sequence[DueWork] = ()
    falls_short: bool = False


def draft(day: dt.date, name: str, kind: HandoverKind, what: str) -> Handover:
    """Begin a row of what somebody was to do on a day."""
    return Handover(
        date=day, manager=name, kind=kind, what=what, amount=0.0, outcome="open", taken_by=None, on=None, reason=""
    )


def taken(row: Handover, amount: float, who: str, on: dt.date, reason: str) -> Handover:
    """Say who does so much of it, and on which day."""
    update = {"amount": amount, "outcome": "taken", "taken_by": who, "on": on, "reason": reason}
    return row.model_copy(update=update)


def not_done(row: Handover, outcome: HandoverOutcome, amount: float, reason: str) -> Handover:
    """Say that nobody does so much of it."""
    return row.model_copy(update={"amount": amount, "outcome": outcome, "reason": reason})


def _of(row: Handover, work: Work, monday: dt.date) -> Handover:
    """Say which work it is."""
    task, _ = work
    return row.model_copy(update={"funnel": task.funnel, "by": task.by, "week": monday})


def distance(horizon: Horizon, day: dt.date, other: dt.date) -> tuple[int, int, dt.date]:
    """Tell how far another day is: first by weeks."""
    return abs(horizon.week_of(other) - horizon.week_of(day)), abs((other - day).days), other


class WorkHandedOver:
    """Who takes which part of the follow-up work of an activity, day by day."""

    def __init__(self, moved: WorkMoved, was: Schedule, lost: Sequence[PersonDay], left: Left) -> None:
        self.moved = moved
        self.was = was
        self.lost = lost
        self.horizon = moved.horizon
        self.taken = dict(moved.taken)
        self.room = dict(moved.room_of_days)
        self.more = dict(moved.more_on_days)
        self.undone = self._amounts(left.undone)
        self.late = self._amounts(left.late)

    def _amounts(self, rows: Iterable[DueWork]) -> dict[Work, float]:
        amounts: defaultdict[Work, float] = defaultdict(float)
        for row in rows:
            if row.activity == self.moved.activity:
                amounts[task_of(row)._replace(stage="", person=""), self.horizon.week_of(row.week)] += row.amount
        return dict(amounts)

    def rows(self) -> Iterator[Handover]:
        """Yield what becomes of all that was to be done on the days that are lost, and on those that make up for it."""
        lost = {where: self._room(where) for where in self.lost}
        for (day, name), room in sorted({**lost, **self.moved.less_on_days}.items()):
            if room > NOTHING:
                yield from self._of_day(day, name, room)

    def _room(self, where: PersonDay) -> float:
        """Give what was asked on a day besides contacts."""
        asked, funnels = self.was.days[where], self.was.plan.funnels
        opened = (n for funnel, n in asked.contacts.items() if funnels[funnel].opens_with == self.moved.activity)
        return asked.quotas.get(self.moved.activity, 0) - sum(opened)

    def _of_day(self, day: dt.date, name: str, room: float) -> Iterator[Handover]:
        row = draft(day, name, "work", self.moved.activity)
        known = self.moved.of_day((day, name))
        works = dict.fromkeys(self.moved.due, room) if known is None else known
        for work, amount in works.items():
            found = list(
                self._of_work(_of(row, work, self.horizon.monday(work[1])), work, min(amount, room), known is not None)
            )
            room -= sum(one.amount for one in found)
            yield from found
        if room > NOTHING:
            yield not_done(row, "fewer", room, say(_ROUNDED if known is not None else _FEWER))

    def _of_work(self, row: Handover, work: Work, amount: float, is_known: bool) -> Iterator[Handover]:
        """Yield what becomes of some work; where it is not known which it was, only what others take of it."""
        for who, on, part in self._takers(row.date, work, amount):
            amount -= part
            yield taken(row, part, who, on, self._why(work, who, on))
        if not is_known:
            return
        for other in [one for one in self.late if one[0] == work[0] and one[1] > work[1]]:
            most = min(amount, self.late[other])
            for who, on, part in self._takers(row.date, other, most):
                amount, self.late[other] = amount - part, self.late[other] - part
                yield taken(row, part, who, on, say(_LATE)).model_copy(update={"outcome": "late"})
        if (part := min(amount, self.undone.get(work, 0.0))) > NOTHING:
            amount, self.undone[work] = amount - part, self.undone[work] - part
            yield not_done(row, "open", part, say(NO_TIME))
        if amount > NOTHING:
            yield not_done(row, "fewer", amount, say(_FEWER))

    def _why(self, work: Work, who: str, on: dt.date) -> str:
        when = _GRACE if self.horizon.week_of(on) > work[1] else _ON_TIME
        return say(when) if self.moved.more_on_days.get((on, who)) else f"{say(when)}; {say(_ROOM)}"

    def _takers(self, day: dt.date, work: Work, amount: float) -> Iterator[tuple[str, dt.date, float]]:
        """Yield who takes how much of some work on which day: near days first, those on which more is asked."""
        days = [
            (on, who)
            for (of, whose), left in self.taken.items()
            if of == work and left > NOTHING
            for who in whose[:1]
            for on in self.moved.days_of(whose)
        ]
        for has_more in (True, False):
            for on, who in sorted(days, key=lambda where: (*distance(self.horizon, day, where[0]), where[1])):
                key = work, (who, self.horizon.week_of(on))
                most = min(self.room[on, who], self.more.get((on, who), 0.0) if has_more else self.room[on, who])
                part = min(amount, self.taken[key], most)
                if part > NOTHING:
                    amount -= part
                    self.taken[key] -= part
                    self.room[on, who] -= part
                    self.more[on, who] = max(0.0, self.more.get((on, who), 0.0) - part)
                    yield who, on, part
