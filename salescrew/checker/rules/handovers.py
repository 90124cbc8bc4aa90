"""Rules on what becomes of everything that people who are away were to do."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from salescrew.checker.case import Case
from salescrew.checker.closeness import ABSOLUTE, exceeds, is_amount, number
from salescrew.checker.flow import Due, Work
from salescrew.language import say
from salescrew.models.answers.handover import Handover
from salescrew.models.answers.result import QuotaRow, Result
from salescrew.models.plan.values.said import shown
from salescrew.models.schedule.largest_flow import Network

Asked = dict[tuple[dt.date, str, str, str], float]
"""What was asked of people: day, who, kind and what."""
SUMS = 1e-3
"""Sums may be off by so much: amounts below a ten-thousandth are not listed."""


def handovers(case: Case) -> Iterator[str]:
    """Each row says who does it and when, or that nobody does; who does it is there, and has the time for it.

    With the result in force: all that was asked of those who are away is listed, and no more.
    """
    replan = case.result.replan
    if replan is None:
        return
    sound = []
    for row in replan.handovers:
        wrong = _wrong_row(case, row)
        if wrong is None:
            sound.append(row)
        else:
            yield f"{_named(row)}: {wrong}"
    yield from _duty(case, sound)
    yield from _contacts(case, sound)
    yield from _work(case, sound)
    if case.parent is not None:
        yield from _all_that_was_asked(case, case.parent, replan.handovers)


def _named(row: Handover) -> str:
    return f"{row.date} {shown(row.manager)} {shown(row.what)}"


def _wrong_row(case: Case, row: Handover) -> str | None:
    """Say what of a row cannot be meant."""
    is_done = row.outcome in ("taken", "late")
    if not is_amount(row.amount) or not row.amount or (row.kind == "duty" and row.amount != 1):
        if row.kind == "duty":
            return say("must be 1 slot, got {amount}", amount=number(row.amount))
        return say("must be some of it, got {amount}", amount=number(row.amount))
    if not row.reason:
        return say("must have a reason")
    if not is_done:
        done = row.taken_by or row.on
        return say("{outcome}: nobody must do it, got {done}", outcome=row.outcome, done=done) if done else None
    if row.taken_by is None or row.on is None:
        return say("{outcome}: must say by whom and when", outcome=row.outcome)
    post = case.posts.get(row.taken_by)
    if post is None or row.on not in post.days_there:
        return say("{taken_by} is not there on {on}", taken_by=row.taken_by, on=row.on)
    if row.kind == "work" and (row.funnel is None or row.week is None):
        return say("must say of which funnel it is, and in which week it falls due")
    return None


# ---- duty


def _duty(case: Case, rows: Iterable[Handover]) -> Iterator[str]:
    covering = {(day, where.name): names for (day, where), names in case.on_duty.items()}
    open_places = {(row.date, row.where.name) for row in case.plan.fixed.open_slots}
    for row in rows:
        if row.kind != "duty":
            continue
        if row.taken_by is not None:
            if row.on != row.date or row.taken_by not in covering.get((row.date, row.what), ()):
                yield say("{row}: {taken_by} is not on duty there", row=_named(row), taken_by=row.taken_by)
        elif (row.outcome == "open") != ((row.date, row.what) in open_places):
            if row.outcome == "fewer":
                yield say("{row}: a place stays open there", row=_named(row))
            else:
                yield say("{row}: a place does not stay open there", row=_named(row))


# ---- contacts


def _contacts(case: Case, rows: Iterable[Handover]) -> Iterator[str]:
    """Who opens contacts instead has so many more than before."""
    before = {(row.date, row.manager): row.contacts for row in (case.parent.quotas if case.parent else ())}
    opened: dict[tuple[dt.date, str, str], float] = defaultdict(float)
    for row in rows:
        if row.kind == "contacts" and row.on is not None and row.taken_by is not None:
            opened[row.on, row.taken_by, row.what] += row.amount
    for (day, who, name), count in opened.items():
        most = case.contacts.get((day, who), {}).get(name, 0.0) - before.get((day, who), {}).get(name, 0.0)
        if exceeds(count, most + SUMS):
            yield say(
                "{day} {who} {name}: takes {count} contacts, and has {what} more",
                day=day,
                who=who,
                name=shown(name),
                count=number(count),
                what=number(max(0.0, most)),
            )


# ---- follow-up work


def _work(case: Case, rows: Iterable[Handover]) -> Iterator[str]:
    taken = [row for row in rows if row.kind == "work" and row.taken_by is not None]
    yield from _days_of_work(case, taken)
    for activity in dict.fromkeys(row.what for row in taken):
        yield from _rest_of_work(case, activity, [row for row in taken if row.what == activity])


def _days_of_work(case: Case, rows: Iterable[Handover]) -> Iterator[str]:
    """Yield who does what they may not do, in a week in which it may not be done, or without the time on that day."""
    done: dict[tuple[dt.date, str, str], float] = defaultdict(float)
    for row in rows:
        assert row.funnel is not None
        assert row.week is not None
        assert row.on is not None
        assert row.taken_by is not None
        if not case.posts[row.taken_by].may_do((row.funnel, row.by == "closer")):
            yield say(
                "{row}: {taken_by} does not work {funnel}",
                row=_named(row),
                taken_by=row.taken_by,
                funnel=shown(row.funnel),
            )
        later = case.days.week_of(row.on) - case.days.week_of(row.week)
        if (0 <= later <= case.plan.grace_weeks) != (row.outcome == "taken"):
            yield say(
                "{row}: {on} is {later} weeks after it falls due, said to be {outcome}",
                row=_named(row),
                on=row.on,
                later=later,
                outcome=row.outcome,
            )
        done[row.on, row.taken_by, row.what] += row.amount
    for (day, who, activity), amount in done.items():
        asked = case.quotas.get((day, who))
        quota = asked.activities.get(activity, 0) if asked else 0
        room = quota - case.opened_by_day.get((day, who), {}).get(activity, 0.0)
        if exceeds(amount, room + SUMS):
            yield say(
                "{day} {who}: takes {amount} {activity}, and has {room} besides contacts",
                day=day,
                who=who,
                amount=number(amount),
                activity=shown(activity),
                room=number(room),
            )


def _rest_of_work(case: Case, activity: str, rows: Iterable[Handover]) -> Iterator[str]:
    """Yield where more is taken than falls due, or leaves nobody the time for the rest."""
    due, fits = dict(case.due_work.get(activity, {})), True
    for (_, of, week), amount in case.work_by_name.get(activity, {}).items():
        due[of, week] = due.get((of, week), 0.0) + amount
    rooms: dict[tuple[str, int], float] = {}
    for (name, week), asked in case.asked.items():
        opened = case.opened.get((name, week), {}).get(activity, 0.0)
        rooms[name, week] = min(asked.get(activity, 0), case.time(name, week, activity)) - opened
    for row in rows:
        week, of = _falls_due(case, row), (str(row.funnel), row.by == "closer")
        due[of, week] = due.get((of, week), 0.0) - row.amount
        if row.taken_by is not None and row.on is not None:
            whose = row.taken_by, case.days.week_of(row.on)
            rooms[whose] = rooms.get(whose, 0.0) - row.amount
    for (of, week), amount in due.items():
        if amount < -SUMS:
            fits = False
            where = say("week of {week} {of}", week=case.days.monday(week), of=shown(of[0]))
            yield say(
                "{where}: {what} {activity} more are taken than fall due",
                where=where,
                what=number(-amount),
                activity=activity,
            )
    if fits and (missing := _not_carried(case, due, rooms)) > SUMS:
        yield say(
            "{activity}: with what is taken there is no time for {missing} of the rest",
            activity=activity,
            missing=number(missing),
        )


def _falls_due(case: Case, row: Handover) -> int:
    """Give the week in which work falls due: what is done late, where the plan made anew has it."""
    assert row.week is not None
    if row.outcome != "late" or row.on is None or case.result.replan is None:
        return case.days.week_of(row.week)
    at = case.days.week_of(row.on)
    weeks = (
        case.days.week_of(late.week)
        for late in case.result.replan.done_late
        if (late.funnel, late.activity, late.by) == (row.funnel, row.what, row.by)
    )
    return max((week for week in weeks if week <= at), default=at)


def _not_carried(case: Case, due: Due, rooms: dict[tuple[str, int], float]) -> float:
    """Give how much of some work there is no time for."""
    network, works = Network(), [(of, week, amount) for (of, week), amount in due.items() if amount > ABSOLUTE]
    arcs = [network.arc("due", ("due", of, week), amount) for of, week, amount in works]
    for of, week, amount in works:
        for at in range(week, week + case.plan.grace_weeks + 1):
            network.arc(("due", of, week), ("done", of, at), amount)
    for (name, at), room in rooms.items():
        if room > 0:
            network.arc(("time", name, at), "time", room)
            for of in sorted({of for of, _, _ in works if _may_do(case, name, of)}):
                network.arc(("done", of, at), ("time", name, at), room)
    network.fill("due", "time")
    return sum(amount for _, _, amount in works) - sum(map(network.carried, arcs))


def _may_do(case: Case, name: str, of: Work) -> bool:
    return name in case.posts and case.posts[name].may_do(of)


# ---- all of it


def _all_that_was_asked(case: Case, parent: Result, rows: Iterable[Handover]) -> Iterator[str]:
    """Compare what is listed with what was asked of people on days on which they are away."""
    listed: Asked = defaultdict(float)
    for row in rows:
        listed[row.date, row.manager, row.kind, row.what] += row.amount
    asked = _asked(case, parent)
    for key in sorted(asked.keys() | listed.keys()):
        must, got = asked.get(key, 0.0), listed.get(key, 0.0)
        if abs(got - must) > SUMS:
            day, who, _, what = key
            yield say(
                "{day} {who} {what}: must be {must} in all, got {got}",
                day=day,
                who=shown(who),
                what=shown(what),
                must=number(must),
                got=number(got),
            )


def _asked(case: Case, parent: Result) -> Asked:
    """Count what people who are away were to do, and follow-up work for which others have less time than before."""
    replan, asked = case.result.replan, Asked()
    assert replan is not None
    for day in parent.roster:
        if day.date >= replan.as_of and not _is_there(case, day.date, day.manager):
            for where in day.covered:
                asked[day.date, day.manager, "duty", where.name] = 1.0
    now = {(row.date, row.manager): _room(case, row) for row in case.result.quotas}
    put_off = Asked()
    for row in parent.quotas:
        if row.date >= replan.as_of:
            is_there = _is_there(case, row.date, row.manager)
            for what, count in row.contacts.items() if not is_there else ():
                asked[row.date, row.manager, "contacts", what] = count
            left = now.get((row.date, row.manager), {}) if is_there else {}
            for activity, room in _room(case, row).items():
                (put_off if is_there else asked)[row.date, row.manager, "work", activity] = max(
                    0.0, room - left.get(activity, 0.0)
                )
    return asked | put_off if asked else asked


def _is_there(case: Case, day: dt.date, name: str) -> bool:
    return name in case.posts and day in case.posts[name].days_there


def _room(case: Case, row: QuotaRow) -> dict[str, float]:
    """Give what a day's quotas ask for besides contacts: follow-up work, of activities that items make."""
    made = {activity for funnel in case.plan.funnels.values() for stage in funnel.stages for activity in stage.effort}
    rooms = {activity: float(quota) for activity, quota in row.activities.items() if activity in made}
    for name, count in row.contacts.items():
        opens = case.plan.funnels[name].opens_with if name in case.plan.funnels else None
        if opens in rooms:
            rooms[opens] -= count
    return rooms
