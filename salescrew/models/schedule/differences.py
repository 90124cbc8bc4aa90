"""What is otherwise in a second result, worked out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from salescrew.language import say
from salescrew.models.answers.differences import Differences, FigureDifference, PersonDifference, Work
from salescrew.models.answers.replan import PlanChange
from salescrew.models.answers.result import QuotaRow, Result, RosterRow
from salescrew.models.department.leads import SlotKey
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.words import in_number
from salescrew.models.schedule.in_force import fingerprint
from salescrew.models.schedule.schedule import PersonDay

SAME_CONTACTS = 1e-6
"""Contacts that differ by no more than so many are the same."""
_OF_QUOTAS = ("quota", "contacts")
FIGURES = ("headcount", "monthly_cost", "revenue", "profit", "deals", "reach")
_NO_WORK = Work(role=None, duty_slots=0, quotas={})


def diff(one: Result, other: Result) -> Differences:
    """Set two results side by side.

    Parameters
    ----------
    one, other
        Two results of a plan. Where the second was made anew out of the first, its changes have their reasons.

    Raises
    ------
    InputError
        Where one of them has no team.
    """
    refuse_wrong_arguments(one=(one, Result), other=(other, Result))
    for result in (one, other):
        if result.headcount is None:
            sentence = say(
                "result: must have a team to compare, got one that says {status}. Use another one.",
                status=result.status,
            )
            raise refused([sentence])
    replan = other.replan
    is_parent = replan is not None and replan.parent == fingerprint(one)
    reasons = {_key(change): change.reason for change in replan.changes} if replan and is_parent else {}
    changes = [
        change.model_copy(update={"reason": reasons.get(_key(change), "")}) for change in changes_between(one, other)
    ]
    return Differences(
        is_parent=is_parent,
        as_of=replan.as_of if replan else None,
        figures=tuple(_figures(one, other)),
        people=tuple(_people(one, other)),
        duty_slots=sum(change.kind == "duty" for change in changes),
        days=len({(change.date, change.manager) for change in changes if change.kind in _OF_QUOTAS}),
        changes=tuple(changes),
    )


def _key(change: PlanChange) -> tuple[object, ...]:
    return change.kind, change.date, change.manager, change.what


def _figures(one: Result, other: Result) -> Iterator[FigureDifference]:
    whole_cost = ("cost",) if any(map(_counts_whole_cost, (one, other))) else ()
    for name in (*FIGURES, *whole_cost):
        was, now = getattr(one, name), getattr(other, name)
        if was is not None or now is not None:
            yield FigureDifference(figure=name, was=was, now=now)


def _counts_whole_cost(result: Result) -> bool:
    """Tell whether the cost over the horizon was sought, or first days were chosen that it depends on."""
    sought = (result.plan or {}).get("objective", ())
    return "cost" in sought or any(member.from_ is not None for member in result.managers)


def _people(one: Result, other: Result) -> Iterator[PersonDifference]:
    works = [_works(result) for result in (one, other)]
    for name in dict.fromkeys(member.name for result in (one, other) for member in result.managers):
        was, now = (work.get(name, _NO_WORK) for work in works)
        yield PersonDifference(manager=name, was=was, now=now)


def _works(result: Result) -> dict[str, Work]:
    slots: Counter[str] = Counter()
    for row in result.roster:
        slots[row.manager] += len(row.duty)
    quotas: dict[str, Counter[str]] = {}
    for day in result.quotas:
        quotas.setdefault(day.manager, Counter()).update(day.activities)
    return {
        member.name: Work(
            role=member.role, duty_slots=slots[member.name], quotas={**quotas.get(member.name, Counter())}
        )
        for member in result.managers
    }


def changes_between(one: Result, other: Result, counts: Callable[[dt.date], bool] = lambda _: True) -> list[PlanChange]:
    """List what is otherwise, in the order of people, duty, days.

    Parameters
    ----------
    counts
        Which days are looked at.
    """
    return [*_team(one, other), *_duty(one, other, counts), *_days(one, other, counts)]


def _team(one: Result, other: Result) -> Iterator[PlanChange]:
    before = {member.name: member for member in one.managers}
    for member in other.managers:
        if (was := before.get(member.name)) is None:
            yield PlanChange(kind="hire", date=member.from_, manager=member.name, now=member.role)
            continue
        if was.role != member.role:
            yield PlanChange(kind="role", manager=member.name, was=was.role, now=member.role)
        if was.from_ and member.from_ and was.from_ != member.from_:
            days = {"was": str(was.from_), "now": str(member.from_)}
            yield PlanChange(kind="start", date=member.from_, manager=member.name, **days)
    after = {member.name for member in other.managers}
    for member in one.managers:
        if member.name not in after:
            yield PlanChange(kind="leave", manager=member.name, was=member.role)


def _duty(one: Result, other: Result, counts: Callable[[dt.date], bool]) -> Iterator[PlanChange]:
    """Yield a change for each person who takes a slot, and for each place in a slot that stays open."""
    was, now = on_duty(one.roster), on_duty(other.roster)
    order = {row: number for number, row in enumerate(dict.fromkeys((r.date, r.where) for r in other.coverage))}
    for day, where in sorted(was.keys() | now.keys(), key=lambda key: (key[0], order.get(key, 0), key[1])):
        if not counts(day):
            continue
        before, after = was.get((day, where), []), now.get((day, where), [])
        gone = [name for name in before if name not in after]
        for name in (name for name in after if name not in before):
            yield PlanChange(
                kind="duty", date=day, manager=name, what=where.name, was=gone.pop(0) if gone else None, now=name
            )
        for name in gone:
            yield PlanChange(kind="duty", date=day, manager="", what=where.name, was=name)


def on_duty(roster: Iterable[RosterRow]) -> dict[SlotKey, list[str]]:
    """Give who is on duty in each slot."""
    covering: dict[SlotKey, list[str]] = {}
    for row in roster:
        for where in row.covered:
            covering.setdefault((row.date, where), []).append(row.manager)
    return covering


def _days(one: Result, other: Result, counts: Callable[[dt.date], bool]) -> Iterator[PlanChange]:
    """Yield changes of quotas, of the contacts to open within them, and of patterns for the same quotas and duty."""
    was, now = _quotas(one.quotas), _quotas(other.quotas)
    patterns = [{(row.date, row.manager): row for row in result.roster} for result in (one, other)]
    names = {member.name: number for number, member in enumerate((*one.managers, *other.managers))}
    for day, name in sorted(was.keys() | now.keys(), key=lambda key: (key[0], names.get(key[1], 0))):
        if counts(day):
            before, after = was.get((day, name)), now.get((day, name))
            found = [*_quota_changes(day, name, before, after)]
            yield from found
            if not found:
                yield from _pattern_change(day, name, *(rows.get((day, name)) for rows in patterns))


def _quotas(rows: Iterable[QuotaRow]) -> dict[PersonDay, QuotaRow]:
    return {(row.date, row.manager): row for row in rows}


def _quota_changes(day: dt.date, name: str, before: QuotaRow | None, after: QuotaRow | None) -> Iterator[PlanChange]:
    was = before.activities if before else {}
    now = after.activities if after else {}
    for activity in dict.fromkeys([*was, *now]):
        if was.get(activity, 0) != now.get(activity, 0):
            yield PlanChange(
                kind="quota",
                date=day,
                manager=name,
                what=activity,
                was=_number(was.get(activity)),
                now=_number(now.get(activity)),
            )
    opened, opens = before.contacts if before else {}, after.contacts if after else {}
    for funnel in dict.fromkeys([*opened, *opens]):
        if abs(opened.get(funnel, 0.0) - opens.get(funnel, 0.0)) > SAME_CONTACTS:
            yield PlanChange(
                kind="contacts",
                date=day,
                manager=name,
                what=funnel,
                was=opened.get(funnel, 0.0),
                now=opens.get(funnel, 0.0),
            )


def _number(quota: int | None) -> float | None:
    return float(quota) if quota else None


def _pattern_change(day: dt.date, name: str, before: RosterRow | None, after: RosterRow | None) -> Iterator[PlanChange]:
    was = written_pattern(before.pattern) if before else None
    now = written_pattern(after.pattern) if after else None
    same_duty = set(before.covered if before else ()) == set(after.covered if after else ())
    if was != now and same_duty:
        yield PlanChange(kind="day", date=day, manager=name, was=was, now=now)


def written_pattern(pattern: Mapping[str, int]) -> str:
    """Write a day pattern as `90 calls, 1 duty`."""
    return ", ".join(
        f"{count} {in_number(activity, str(count))}" for activity, count in sorted(pattern.items()) if count
    )
