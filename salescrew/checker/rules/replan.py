"""Rules on a result that was made anew out of another one: what it says of its changes."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator

from salescrew.checker.case import Case
from salescrew.checker.closeness import ABSOLUTE, RELATIVE, differs, exceeds, number
from salescrew.checker.rules.team import has_team
from salescrew.language import say
from salescrew.models.answers.replan import PlanChange, Replan
from salescrew.models.answers.result import CoverageRow, QuotaRow, Result, RosterRow
from salescrew.models.plan.values.said import shown
from salescrew.models.schedule.differences import changes_between
from salescrew.models.schedule.in_force import fingerprint


def turnover(case: Case) -> Iterator[str]:
    """Each thing that is kept few is counted out of the changes; no bound is above it, proven means that they agree.

    `optimal` says that all of them are proven.
    """
    replan = case.result.replan
    if replan is None:
        return
    if replan.as_of != replan.basis.so_far.as_of:
        yield say(
            "as_of must be {as_of}, as the basis has, got {as_of_2}",
            as_of=replan.basis.so_far.as_of,
            as_of_2=replan.as_of,
        )
    joined = {change.manager for change in replan.changes if change.kind == "hire"}
    counts = {
        "people": len(joined),
        "roles": sum(change.kind == "role" for change in replan.changes),
        "duty_slots": sum(change.kind == "duty" for change in replan.changes),
        "quotas": len({_quota(case, change) for change in replan.changes if change.manager not in joined} - {None}),
        "monthly_cost": case.result.monthly_cost or 0.0,
    }
    if [goal.what for goal in replan.turnover] != list(counts):
        yield say("must state {counts}, in this order", counts=", ".join(counts))
        return
    for goal in replan.turnover:
        must = counts[goal.what]
        if differs(goal.value, must):
            yield say(
                "{what} must be {must}, as the changes have, got {value}",
                what=goal.what,
                must=number(must),
                value=number(goal.value),
            )
        if exceeds(goal.bound, goal.value):
            yield say(
                "{what}: the bound must be at most {value}, got {bound}",
                what=goal.what,
                value=number(goal.value),
                bound=number(goal.bound),
            )
        if goal.bound < 0:
            yield say("{what}: the bound must be at least 0, got {bound}", what=goal.what, bound=number(goal.bound))
        if goal.proven is differs(goal.bound, goal.value):
            yield say(
                "{what}: proven must be {what_2}, got {proven}",
                what=goal.what,
                what_2=not goal.proven,
                proven=goal.proven,
            )
    unproven = [goal.what for goal in replan.turnover if not goal.proven]
    if case.result.status == "optimal" and unproven:
        yield say("optimal: everything must be proven, {unproven} is not", unproven=", ".join(unproven))


def after_end(case: Case) -> Iterator[str]:
    """Compare what is opened and paid after the end with the flow, and what is given up with the changes.

    As it was planned is looked at with the result in force only.
    """
    replan = case.result.replan
    if replan is None or not has_team(case):
        return
    told = replan.after_end
    if told is None:
        yield say("must be there with a team, got null")
        return
    rows = {row.funnel: row for row in told.funnels}
    if len(rows) < len(told.funnels) or rows.keys() != case.plan.funnels.keys():
        yield say("must have a row a funnel, {funnels}", funnels=", ".join(case.plan.funnels))
        return
    as_of = replan.basis.so_far.as_of
    first = case.first_stages()
    was = None if case.in_force is None else _as_planned(case.in_force, as_of)
    for name, row in rows.items():
        yield from _amounts_after_end(case, name, first[name], row.opened_now, row.now, "now")
        if was is not None:
            yield from _amounts_after_end(case, name, was[name], row.opened_was, row.was, "was")
    must, most = _given_up(case)
    if abs(told.given_up - must) > ABSOLUTE + RELATIVE * most:
        yield say(
            "given_up must be {must}, as the changes have, got {given_up}",
            must=number(must),
            given_up=number(told.given_up),
        )
    if not told.least >= 0 or exceeds(told.least, told.given_up):
        yield say(
            "least must be from 0 to {given_up}, got {least}", given_up=number(told.given_up), least=number(told.least)
        )


def _as_planned(in_force: Case, since: dt.date) -> dict[str, list[float]]:
    """Count what was to be opened and answered from a day on, also on days and by people that the plan lost since."""
    first = {name: [0.0] * in_force.days.weeks for name in in_force.plan.funnels}
    items: list[tuple[dt.date, str, str, float]] = []
    for row in in_force.result.quotas:
        items += [(row.date, row.manager, name, count) for name, count in row.contacts.items()]
    for day in in_force.result.roster:
        for slot in filter(None, (in_force.slots.get((day.date, where)) for where in day.covered)):
            items += [(day.date, day.manager, name, leads / slot.required) for name, leads in slot.leads.items()]
    for date, who, name, count in items:
        if date >= since and name in first and 0 <= (week := in_force.days.week_of(date)) < in_force.days.weeks:
            first[name][week] += count * (in_force.posts[who].worth(week) if who in in_force.posts else 1.0)
    return first


def _amounts_after_end(
    case: Case, name: str, first: list[float], opened: float, paid: float, when: str
) -> Iterator[str]:
    must = math.fsum(each * count for each, count in zip(case.worth_after_end(name), first, strict=True))
    if differs(opened, math.fsum(first)):
        yield say(
            "{name}: opened_{when} must be {first}, got {opened}",
            name=name,
            when=when,
            first=number(math.fsum(first)),
            opened=number(opened),
        )
    if differs(paid, must):
        yield say(
            "{name}: {when} must be {must}, got {paid}", name=name, when=when, must=number(must), paid=number(paid)
        )


def _given_up(case: Case) -> tuple[float, float]:
    """Add up what the changes give up after the end, by funnel, and what all that they change would bring."""
    lost: dict[str, list[float]] = {}
    for change in case.result.replan.changes if case.result.replan else ():
        post = case.posts.get(change.manager)
        funnel = str(change.what)
        if change.kind != "contacts" or post is None or funnel not in case.plan.funnels:
            continue
        if change.date is not None and change.date in post.days_there:
            was, now = (one if isinstance(one, float | int) else 0.0 for one in (change.was, change.now))
            week = case.days.week_of(change.date)
            lost.setdefault(funnel, []).append((was - now) * post.worth(week) * case.worth_after_end(funnel)[week])
    sums = [math.fsum(parts) for parts in lost.values()]
    return math.fsum(max(0.0, one) for one in sums), math.fsum(abs(one) for parts in lost.values() for one in parts)


def _quota(case: Case, change: PlanChange) -> tuple[object, ...] | None:
    """Name the quota that a change is about: of whom, when and of which activity."""
    match change.kind:
        case "quota":
            return change.manager, change.date, change.what
        case "contacts":
            return change.manager, change.date, case.plan.funnels[str(change.what)].opens_with
    return None


def freedom(case: Case) -> Iterator[str]:
    """Nobody joins or changes role where that was not allowed.

    Who is to be kept must join, and who has a role that the plan does not allow any more must change it.
    """
    replan = case.result.replan
    if replan is None:
        return
    for kind, allowed in (("hire", "hire"), ("role", "roles")):
        for change in replan.changes if allowed not in replan.allowed else ():
            if change.kind == kind and not _must_change(case, change):
                yield say("{change}: {allowed} was not allowed", change=_named(change), allowed=allowed)


def _must_change(case: Case, change: PlanChange) -> bool:
    """Tell whether somebody must join, or has a role that the plan does not allow any more."""
    if change.kind == "hire":
        return change.manager in case.people.kept
    record = case.people.find(change.manager)
    return change.kind == "role" and record is not None and change.was not in record.roles


def rates(case: Case) -> Iterator[str]:
    """Every conversion that is said to be used is that of the plan that is answered, a row a stage."""
    replan = case.result.replan
    if replan is None:
        return
    used = {(row.funnel, row.stage): row.used for row in replan.rates_used}
    for name, funnel in case.plan.funnels.items():
        for stage in funnel.stages:
            told = used.pop((name, stage.name), None)
            if told is None or differs(told, stage.conversion):
                yield say(
                    "{name} {stage} must be {conversion}, got {told}",
                    name=shown(name),
                    stage=shown(stage.name),
                    conversion=number(stage.conversion),
                    told=shown(None) if told is None else number(told),
                )
    for name, of in used:
        yield say("{of} of {name}: must be a stage of the plan", of=shown(of), name=shown(name))


def left(case: Case) -> Iterator[str]:
    """Work that is left undone need not be done in the plan that is answered."""
    replan = case.result.replan
    spared: dict[tuple[dt.date, str, str, str | None], float] = {}
    for row in replan.basis.so_far.spared_work if replan else ():
        key = row.week, row.funnel, row.activity, row.by
        spared[key] = spared.get(key, 0.0) + row.amount
    for row in replan.left_undone if replan else ():
        most = spared.get((row.week, row.funnel, row.activity, row.by), 0.0)
        if exceeds(row.amount, most):
            yield say(
                "week of {week} {funnel}: {amount} {activity} left undone, must be at most {most}, "
                "the spared_work of the basis",
                week=row.week,
                funnel=shown(row.funnel),
                amount=number(row.amount),
                activity=shown(row.activity),
                most=number(most),
            )


def reach_bound(case: Case) -> Iterator[str]:
    """With the reach there is a bound that is no less, or none.

    `infeasible` says that it is below 1, or that work is left undone.
    """
    result, replan = case.result, case.result.replan
    if replan is None:
        return
    bound = replan.reach_bound
    if replan.left_undone and has_team(case) and result.status != "infeasible":
        yield say("{status}: must be infeasible, since work is left undone", status=result.status)
    if result.reach is None:
        if bound is not None:
            yield say("reach_bound must be null without a reach, got {bound}", bound=number(bound))
        return
    if bound is not None and exceeds(result.reach, bound):
        yield say(
            "reach_bound must be at least the reach, {reach}, got {bound}",
            reach=number(result.reach),
            bound=number(bound),
        )
    is_proven = bound is not None and bound < 1
    if is_proven != (result.status == "infeasible") and not replan.left_undone:
        must = say("below 1") if result.status == "infeasible" else say("null or at least 1")
        yield say(
            "{status}: reach_bound must be {must}, got {what}",
            status=result.status,
            must=must,
            what="null" if bound is None else number(bound),
        )


def changes(case: Case) -> Iterator[str]:
    """Each change between the two results is there, and no other, with a reason."""
    replan, parent = case.result.replan, case.parent
    if replan is None:
        if parent is not None:
            yield say("must be made anew out of a result to have a parent, was not")
        return
    for change in replan.changes:
        if not change.reason:
            yield say("{change}: must have a reason", change=_named(change))
    for name, times in Counter(map(_named, replan.changes)).items():
        if times > 1:
            yield say("{name}: must be there once, is there {times} times", name=name, times=times)
    if parent is not None:
        yield from _against(parent, case.result, replan)


def _against(parent: Result, result: Result, replan: Replan) -> Iterator[str]:
    """Compare the changes with those between a result and the one in force."""
    if replan.parent != fingerprint(parent):
        yield say(
            "parent must be {parent}, the result in force, got {parent_2}",
            parent=fingerprint(parent),
            parent_2=replan.parent,
        )
    must = {_named(change) for change in changes_between(parent, result, lambda day: day >= replan.as_of)}
    told = {_named(change) for change in replan.changes}
    for missing in sorted(must - told):
        yield say("{missing}: must be among the changes", missing=missing)
    for wrong in sorted(told - must):
        yield say("{wrong}: is no change", wrong=wrong)


def _named(change: PlanChange) -> str:
    parts = (change.date, change.manager, change.kind, change.what)
    was, now = (number(value) if isinstance(value, float) else value for value in (change.was, change.now))
    what = " ".join(str(part) for part in parts if part)
    return say("{what} from {was} to {now}", what=what, was=was, now=now)


def days_before(case: Case) -> Iterator[str]:
    """Days that were over are as they were."""
    replan, parent = case.result.replan, case.parent
    if replan is None or parent is None:
        return
    for name in ("roster", "quotas", "coverage"):
        was, now = (_by_day(getattr(of, name), replan.as_of) for of in (parent, case.result))
        wrong = [day for day in was.keys() | now.keys() if was.get(day) != now.get(day)]
        if wrong:
            yield say(
                "{name} before {as_of} must be as it was, is otherwise from {wrong} on",
                name=name,
                as_of=replan.as_of,
                wrong=min(wrong),
            )


def _by_day(rows: Iterable[RosterRow | QuotaRow | CoverageRow], end: dt.date) -> dict[dt.date, list[object]]:
    """Give the rows of each day before another one."""
    days: dict[dt.date, list[object]] = {}
    for row in rows:
        if row.date < end:
            days.setdefault(row.date, []).append(row)
    return days
