"""Why things change: each change of a plan that is made anew, with the reason that a person would give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from salescrew.language import say, to_say
from salescrew.models.answers.replan import PlanChange
from salescrew.models.plan.words import listed_names
from salescrew.models.schedule.schedule import PersonDay

Away = Callable[[dt.date, str], bool]
_FREE = to_say("is no working day any more")
_GONE = to_say("is no longer in the plan")
_MOST_NAMED = 4


@dataclass(frozen=True)
class Causes:
    """What made a plan change.

    Attributes
    ----------
    away
        Tells whether somebody of the plan in force is away on a day.
    free
        Tells whether nobody works on a day.
    impossible
        Days of single people that the plan no longer allows as they were.
    not_needed
        Slots for which the plan no longer needs as many on duty, by day and name.
    absent
        Those who are newly away.
    gone
        Those who are no longer in the plan.
    kept
        Those who join since the plan keeps them.
    explained_by_absence
        Whether the plan in force would hold if nobody were newly away.
    short
        Targets that fall short with the plan in force, each with how much in words.
    too_much_work
        Whether more follow-up work falls due than the plan in force has time for.
    exhausted
        Funnels in which fewer contacts are left than the plan in force was to open.
    falls_short
        How far the team gets without anybody joining or changing role, in words.
    """

    away: Away
    free: Callable[[dt.date], bool] = lambda _: False
    impossible: Collection[PersonDay] = ()
    not_needed: Collection[tuple[dt.date, str]] = ()
    absent: Sequence[str] = ()
    gone: Sequence[str] = ()
    kept: Sequence[str] = ()
    explained_by_absence: bool = False
    short: Sequence[str] = ()
    too_much_work: bool = False
    exhausted: Sequence[str] = ()
    falls_short: str = ""


def with_reasons(changes: Sequence[PlanChange], causes: Causes) -> tuple[PlanChange, ...]:
    """Give every change its reason."""
    reasons = _Reasons(changes, causes)
    return tuple(change.model_copy(update={"reason": reasons.of(change)}) for change in changes)


class _Reasons:
    def __init__(self, changes: Sequence[PlanChange], causes: Causes) -> None:
        self.causes = causes
        self.people = {(one.kind, one.manager) for one in changes}
        self.taken: dict[tuple[dt.date | None, str], list[PlanChange]] = {}
        self.given_up: dict[tuple[dt.date | None, str], PlanChange] = {}
        self.more: dict[tuple[dt.date | None, str], float] = {}
        """How much more is asked of somebody on a day than before, below 0 where it is less."""
        self.opens = {(one.date, one.manager) for one in changes if one.kind == "contacts"}
        for one in changes:
            if one.kind in ("quota", "contacts"):
                more = float(one.now or 0) - float(one.was or 0)
                self.more[one.date, one.manager] = self.more.get((one.date, one.manager), 0.0) + more
            if one.kind == "duty":
                self.taken.setdefault((one.date, one.manager), []).append(one)
                self.given_up[one.date, str(one.was)] = one

    def of(self, change: PlanChange) -> str:
        """Give the reason of a change."""
        match change.kind:
            case "hire" if change.manager in self.causes.kept:
                return say("is to be kept")
            case "hire" | "role":
                return self.causes.falls_short or self._cause()
            case "leave":
                return say(_GONE) if change.manager in self.causes.gone else say("is not needed")
            case "duty":
                return self._of_duty(change)
        return self._of_day(change)

    def _of_duty(self, change: PlanChange) -> str:
        before, day = change.was, change.date
        if not isinstance(before, str) or day is None:
            return say("since nobody had it")
        if before in self.causes.gone:
            return say("since {name} is no longer in the plan", name=before)
        if self.causes.free(day):
            return say("since it is no working day any more")
        if not change.manager and (day, str(change.what)) in self.causes.not_needed:
            return say("since fewer are needed then")
        if self.causes.away(day, before):
            return say("since {name} is away", name=before)
        if instead := self.taken.get((day, before)):
            return say("since {name} takes {slots} instead", name=before, slots=_slots(instead))
        if (day, before) in self.causes.impossible:
            return say("since the plan no longer allows {name}'s day as it was", name=before)
        return say("so that {name} is free for other work ({cause})", name=before, cause=self._cause())

    def _of_day(self, change: PlanChange) -> str:
        day, name = change.date, change.manager
        if day is None:
            return self._cause()
        if why := self._why_not(day, name):
            return why
        if ("hire", name) in self.people:
            return say("joins")
        if taken := self.taken.get((day, name)):
            reasons = listed_names(dict.fromkeys(map(self._of_duty, taken)))
            return say("takes {slots}, {reasons}", slots=_slots(taken), reasons=reasons)
        if (duty := self.given_up.get((day, name))) is not None:
            return _of_slot_given_up(duty)
        if ("role", name) in self.people:
            return say("has another role")
        if (day, name) in self.causes.impossible:
            return say("the plan no longer allows the day as it was")
        is_less = self.more.get((day, name), 0.0) < 0
        return self._cause(is_less=is_less, is_follow_up=(day, name) not in self.opens)

    def _why_not(self, day: dt.date, name: str) -> str | None:
        """Tell why somebody does nothing on a day."""
        if name in self.causes.gone:
            return say(_GONE)
        if ("hire", name) in self.people:
            return None
        if self.causes.free(day):
            return say(_FREE)
        return say("is away") if self.causes.away(day, name) else None

    def _cause(self, *, is_less: bool = False, is_follow_up: bool = False) -> str:
        """Give the reason that everything has which nothing nearer explains."""
        causes = self.causes
        if is_less and is_follow_up:
            return say("follow-up work of that day is done by others or on other days")
        missing = [*causes.absent, *causes.gone]
        if causes.explained_by_absence and missing:
            named = listed_names(missing[:_MOST_NAMED])
            return say("makes up for {names}, who {n:is|are} away", names=named, n=len(missing))
        if causes.exhausted and (is_less or not causes.short):
            return say("since no more contacts are left in {funnels}", funnels=listed_names(causes.exhausted))
        if causes.too_much_work and (is_less or not causes.short):
            return say("since more follow-up work falls due than there is time for")
        if causes.short:
            return say("makes up for what is missing: {targets}", targets=", ".join(causes.short[:_MOST_NAMED]))
        if missing:
            return say("makes up for {names}", names=listed_names(missing[:_MOST_NAMED]))
        return say("keeps the plan")


def _slots(changes: Sequence[PlanChange]) -> str:
    return listed_names(say("the {slot}", slot=change.what) for change in changes)


def _of_slot_given_up(duty: PlanChange) -> str:
    if duty.manager:
        return say("gives the {slot} to {name}", slot=duty.what, name=duty.manager)
    return say("leaves the {slot} open", slot=duty.what)
