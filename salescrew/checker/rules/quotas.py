"""Rules on quotas and contacts (sections 4, 5 and 7 of the model)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from salescrew.checker.case import Case
from salescrew.checker.closeness import exceeds, is_amount, number, rounded_up
from salescrew.language import say, to_say
from salescrew.models.plan.values.said import shown


def quotas(case: Case) -> Iterator[str]:
    """`quotas` has the same rows as the roster, each with a key for every activity of the plan."""
    seen = set()
    activities = frozenset(case.activities)
    has_a_place_each = len(case.quotas) == len(case.result.quotas)
    for row in case.result.quotas:
        if case.days.is_over(row.date):
            continue
        if has_a_place_each and row.activities.keys() == activities:
            continue
        wrong = []
        if (row.date, row.manager) not in case.roster:
            wrong = [say("the roster has no such row")]
        elif (row.date, row.manager) in seen:
            wrong = [say("must have one row, is there twice")]
        elif row.activities.keys() != activities:
            wrong = [
                say("{activity} must be there", activity=activity)
                for activity in case.activities
                if activity not in row.activities
            ]
            unknown = sorted(row.activities.keys() - activities)
            wrong += [say("{activity} is no activity of the plan", activity=shown(activity)) for activity in unknown]
        yield from (f"{row.date} {shown(row.manager)}: {one}" for one in wrong)
        seen.add((row.date, row.manager))
    for day, name in sorted(case.roster.keys() - case.quotas.keys()):
        yield say("{day} {name}: is in the roster, must have quotas", day=day, name=name)


def quota(case: Case) -> Iterator[str]:
    """Each quota of a day is at least 0, and within the day's pattern and `between_leads`."""
    for (day, name), row in case.quotas.items():
        planned = case.roster[day, name]
        between = case.between_leads(planned)
        for activity, asked in row.activities.items():
            most = planned.pattern.get(activity, 0) + between.get(activity, 0)
            if asked < 0:
                yield say(
                    "{day} {name}: {activity} must be at least 0, got {asked}",
                    day=day,
                    name=name,
                    activity=shown(activity),
                    asked=number(asked),
                )
            elif asked > most and activity in case.activities:
                yield say(
                    "{day} {name}: {activity} must be at most {most}, got {asked}",
                    day=day,
                    name=name,
                    activity=activity,
                    most=number(most),
                    asked=number(asked),
                )


def weekly_quota(case: Case) -> Iterator[str]:
    """Each activity's quotas of a week are at most its allowance, rounded up, so that they leave `absence` free."""
    for (name, week), asked in case.asked.items():
        allowed = case.allowance[name, week]
        for activity, total in asked.items():
            most = rounded_up(allowed.get(activity, 0.0))
            if total > most and activity in case.activities:
                where = say("week of {week} {name}", week=case.days.monday(week), name=name)
                yield say(
                    "{where}: {activity} must be at most {most}, got {total}",
                    where=where,
                    activity=activity,
                    most=number(most),
                    total=number(total),
                )


def needless_quotas(case: Case) -> Iterator[str]:
    """Nothing that is not needed is asked for: quotas are contacts and work due, each day's rounded up at most.

    A plan that was made anew may keep what it asked before.
    """
    if case.result.replan is not None:
        return
    asked: dict[str, int] = defaultdict(int)
    days: dict[str, int] = defaultdict(int)
    for row in case.quotas.values():
        for activity, count in row.activities.items():
            if count > 0:
                asked[activity] += count
                days[activity] += 1
    needed = {activity: math.fsum(due.values()) for activity, due in case.due_work.items()}
    for opened in case.opened.values():
        for activity, contacts in opened.items():
            needed[activity] = needed.get(activity, 0.0) + contacts
    for activity in case.activities:
        need = needed.get(activity, 0.0)
        if exceeds(asked[activity], need + days[activity]):
            yield say(
                "{activity}: {need} are needed in all, {asked} are asked for",
                activity=activity,
                need=number(need),
                asked=number(asked[activity]),
            )


_MUST_BE_AN_AMOUNT = to_say("{day} {name}: contacts of {funnel} must be 0 or more, got {opened}")
_NO_SUCH_FUNNEL = to_say("{day} {name}: contacts of {funnel}: the plan has no such funnel, got {opened}")
_INBOUND = to_say("{day} {name}: contacts of {funnel} must be 0, since it is inbound, got {opened}")
_NOT_THEIRS = to_say("{day} {name}: contacts of {funnel} must be 0, since {name} does not work it, got {opened}")
_OF_A_CLOSER = to_say("{day} {name}: contacts of {funnel} must be 0, since {name} is a closer, got {opened}")


def contacts(case: Case) -> Iterator[str]:
    """Contacts are opened in outbound funnels that the person works in the role; their number is at least 0."""
    for (day, name), row in case.quotas.items():
        funnels = case.posts[name].funnels
        for funnel, opened in row.contacts.items():
            wrong = None
            if not is_amount(opened):
                wrong = _MUST_BE_AN_AMOUNT
            elif funnel not in case.plan.funnels:
                wrong = _NO_SUCH_FUNNEL
            elif opened and case.outbound(funnel) is None:
                wrong = _INBOUND
            elif opened and funnel not in funnels:
                wrong = _NOT_THEIRS
            elif opened and case.posts[name].role == "closer":
                wrong = _OF_A_CLOSER
            if wrong:
                yield say(wrong, day=day, name=name, funnel=shown(funnel), opened=number(opened))


def daily_contacts(case: Case) -> Iterator[str]:
    """Contacts are part of the day's quota of the activity that opens them."""
    for (day, name), by_activity in case.opened_by_day.items():
        for activity, opened in by_activity.items():
            asked = case.quotas[day, name].activities.get(activity, 0)
            if exceeds(opened, asked):
                yield say(
                    "{day} {name}: opens {opened} contacts with {asked} {activity}",
                    day=day,
                    name=name,
                    opened=number(opened),
                    asked=number(asked),
                    activity=activity,
                )


def weekly_contacts(case: Case) -> Iterator[str]:
    """Contacts of a week are at most `(1 - absence)` times what its patterns and `between_leads` allow."""
    for (name, week), by_activity in case.opened.items():
        for activity, opened in by_activity.items():
            most = case.time(name, week, activity)
            if exceeds(opened, most):
                where = say("week of {week} {name}", week=case.days.monday(week), name=name)
                yield say(
                    "{where}: has time for {most} {activity}, opens {opened} contacts with them",
                    where=where,
                    most=number(most),
                    activity=activity,
                    opened=number(opened),
                )


def cold_base(case: Case) -> Iterator[str]:
    """Over the horizon all managers together open at most `max_contacts` of a funnel, those of before included."""
    opened: dict[str, list[float]] = defaultdict(list)
    for contacts in case.contacts.values():
        for name, count in contacts.items():
            opened[name].append(count)
    before = case.plan.so_far.contacts if case.plan.so_far else {}
    for name, funnel in case.plan.funnels.items():
        total = math.fsum(opened[name])
        if funnel.max_contacts is None:
            continue
        left = max(0.0, funnel.max_contacts - before.get(name, 0.0))
        if exceeds(total, left):
            yield say(
                "{name}: must open at most {left} contacts, opens {total}",
                name=name,
                left=number(left),
                total=number(total),
            )
