"""What an answer is that a head of sales may not want: sentences that warn of it, worked out from the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from salescrew.cli.pages.words import amount
from salescrew.cli.render.cells import count, number, share
from salescrew.language import say, say_as
from salescrew.models.answers.result import Result
from salescrew.models.department.leads import ExpectedLeads
from salescrew.models.department.targets import TargetLine, planned_entries, target_in_words, target_lines
from salescrew.models.department.warnings import concerning, said_anew
from salescrew.models.on_paper.contacts_end import contacts_end, never_opened
from salescrew.models.plan.calendar import CalendarDays
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.roles import Role, role_in_words
from salescrew.models.plan.words import activity_in_words, day_in_words, either_of, in_number, listed_names
from salescrew.models.schedule.schedule import Schedule


@dataclass(frozen=True)
class Noted:
    """From when on something is said.

    Attributes
    ----------
    days
        The days of a week that leave one free, as most labour laws have it: who works so many every week is named.
    part
        The part of what a team brings from which on the answer lives on one person: most of it.
    times
        And so many times what each would bring if all brought the same; of two people one always has half.
    leads
        Fewer lost leads than one are none.
    """

    days: int = 6
    part: float = 0.5
    times: float = 1.5
    leads: float = 1.0


NOTED = Noted()


def notes(schedule: Schedule) -> list[str]:
    """List plain sentences, each on something that the answer does and that may not be wanted."""
    if not schedule.result.managers:
        return []
    return list(chain.from_iterable(look(schedule) for look in _LOOKS))


def notes_of_reach(schedule: Schedule) -> list[str]:
    """List the sentences among these that follow from how far one person fewer gets."""
    return list(_raised_by_reserve(schedule))


def _raised_by_reserve(schedule: Schedule) -> Iterator[str]:
    """Say that fewer people could cover duty if nobody were ever absent."""
    result = schedule.result
    fewer = result.one_fewer
    if result.headcount and fewer and fewer.reserve and not fewer.uncovered and not fewer.overloaded:
        yield say(
            "The reserve for absences raised the headcount: {n} {n:person|people} could cover every slot on "
            "duty, but not if absent as often as `absence` says.",
            n=result.headcount - 1,
        )


def _without_a_day_free(schedule: Schedule) -> Iterator[str]:
    """Say who works six days or more in every week that has so many days of theirs, without moved Saturdays."""
    horizon, posts = schedule.horizon, schedule.posts
    extra = schedule.plan.calendar.extra_days
    there = {
        name: Counter(horizon.week_of(day) for day in horizon.days_there(post.record) if day not in extra)
        for name, post in posts.items()
    }
    worked: Counter[tuple[str, int]] = Counter()
    for (day, name), row in schedule.roster.items():
        worked[name, horizon.week_of(day)] += any(row.pattern.values())
    by_days: dict[int, list[str]] = {}
    for name, weeks in there.items():
        long = [worked[name, week] for week, days in weeks.items() if days >= NOTED.days]
        if long and min(long) >= NOTED.days:
            by_days.setdefault(min(long), []).append(name)
    for days, names in by_days.items():
        yield say(
            "{names} {n:works|work} {days} days a week all along. Where that may not be, write "
            "`max_days_per_week: {most}`.",
            names=listed_names(names),
            n=len(names),
            days=days,
            most=NOTED.days - 1,
        )


def _on_one_person(schedule: Schedule) -> Iterator[str]:
    """Say what is left of the targets without the quotas of somebody who brings most of it."""
    result = schedule.result
    brings = {member.name: member.revenue or 0.0 for member in result.managers}
    total = sum(brings.values())
    if len(brings) < 2 or total <= 0:
        return
    name = max(brings, key=lambda one: brings[one])
    part = brings[name] / total
    left = _left_without(schedule, brings[name]) if part > max(NOTED.part, NOTED.times / len(brings)) else {}
    if left:
        falls = listed_names(
            say("{target} falls to {reached}", target=target_in_words(path), reached=share(reached))
            for path, reached in left.items()
        )
        yield say(
            "The answer lives on one person: without the quotas of {name}, {falls} of what is wanted.",
            name=name,
            falls=falls,
        )


def _left_without(schedule: Schedule, revenue: float) -> Mapping[str, float]:
    """Give the share of each target that is left without so much revenue, by path, where it is no longer met.

    What is known of a person is revenue of all products in all weeks: of several products it says nothing of each.
    """
    plan, horizon = schedule.plan, schedule.horizon
    entries = planned_entries(horizon, schedule.result.funnel, schedule.result.work)
    in_all = schedule.result.revenue or 0.0
    left = {}
    for line in target_lines(horizon):
        is_of_all = line.path == "revenue" or (len(plan.products) == 1 and _counts_all_deals(line))
        if is_of_all and in_all > 0:
            part = 1 - line.reached(entries) * min(1.0, revenue / in_all) / line.in_all(entries)
            reached = line.in_all(entries) * part / line.wanted
            if reached < 1:
                left[line.path] = max(0.0, reached)
    return left


def _counts_all_deals(line: TargetLine) -> bool:
    """Tell whether a target counts the deals of all funnels and months."""
    return line.month is None and line.stage is None and line.measure != "under_way"


def _roles_not_taken(schedule: Schedule) -> Iterator[str]:
    """Say which roles that were written down nobody has."""
    plan, taken = schedule.plan, set(schedule.roles.values())
    written: dict[Role, list[str]] = {}
    for name, record in _named(schedule):
        own = record.roles if "roles" in record.model_fields_set and len(record.roles) > 1 else ()
        for role in own:
            written.setdefault(role, []).append(name)
    free = [name for role, names in written.items() if role not in taken for name in names]
    if free and plan.so_far is None:
        yield say(
            "Nobody is {roles}, although `roles` of {names} allow it.",
            roles=either_of([role_in_words(role) for role in written if role not in taken]),
            names=listed_names(dict.fromkeys(free)),
        )


def _patterns_not_taken(schedule: Schedule) -> Iterator[str]:
    """Say which patterns of the menu are on nobody's day."""
    menu = schedule.plan.day_patterns or ()
    taken = {_key(row.pattern) for row in schedule.result.roster}
    idle = [pattern for pattern in menu if _key(pattern) and _key(pattern) not in taken]
    if schedule.plan.so_far is None and idle:
        yield say(
            "day_patterns: nobody has a day of the {n:pattern|patterns} {patterns}.",
            n=len(idle),
            patterns=listed_names(f"({_in_words(pattern)})" for pattern in idle),
        )


def _in_words(pattern: Mapping[str, int]) -> str:
    """Write a day pattern as `90 calls, 1 duty`."""
    return ", ".join(
        say_as(
            "day pattern",
            "{count} {activity}",
            count=count,
            activity=activity_in_words(in_number(activity, str(count))),
        )
        for activity, count in sorted(pattern.items())
        if count
    )


def _leads_lost(schedule: Schedule) -> Iterator[str]:
    """Say how many leads come on days off, on which nobody answers them."""
    plan, horizon = schedule.plan, schedule.horizon
    calendar = CalendarDays(plan.calendar)
    for name, funnel in plan.funnels.items():
        if funnel.leads is None:
            continue
        off = {day: of for day, of in ExpectedLeads(calendar, funnel.leads).lost.items() if day >= horizon.first_day}
        lost = sum(off.values())
        if lost >= NOTED.leads:
            if len(off) == 1:
                yield say(
                    "{leads} leads of {funnel} are lost: they come on a day off, on which nobody answers.",
                    leads=count(lost),
                    funnel=name,
                )
            else:
                yield say(
                    "{leads} leads of {funnel} are lost: they come on {days} days off, on which nobody answers.",
                    leads=count(lost),
                    funnel=name,
                    days=len(off),
                )


def _leads_unanswered(schedule: Schedule) -> Iterator[str]:
    """Say how many leads come while the plan has nobody on duty."""
    lost: dict[str, float] = {}
    for slot in schedule.slots.values():
        for name, leads in slot.leads.items() if not slot.required else ():
            lost[name] = lost.get(name, 0.0) + leads
    for name, leads in lost.items():
        if leads >= NOTED.leads:
            yield say(
                "{leads} leads of {funnel} are lost: they come in slots for which the plan has nobody on duty.",
                leads=count(leads),
                funnel=name,
            )


def _never_opened(schedule: Schedule) -> Iterator[str]:
    """Say into which funnels nothing is opened in all the plan, why, and what that leaves to the next period."""
    plan = schedule.plan
    found = never_opened(schedule) if plan.target.under_way is None and plan.so_far is None else None
    if found is None:
        return
    said = []
    if found.too_late:
        said.append(
            say(
                "No contact is opened in {funnels} at all: even what is opened on the first day is paid after the end.",
                funnels=listed_names(found.too_late),
            )
        )
    if found.not_needed:
        said.append(
            say(
                "No contact is opened in {funnels} at all: nothing that the plan asks for takes one.",
                funnels=listed_names(found.not_needed),
            )
        )
    leaves = amount(plan, found.leaves)
    if found.at_start:
        there = amount(plan, found.at_start)
        said.append(
            say("The next period begins with {leaves} under way ({there} at the start).", leaves=leaves, there=there)
        )
        said.append(say("Where it is to be fed, add `under_way` to the targets: at_start."))
    else:
        said.append(say("The next period begins with {leaves} under way.", leaves=leaves))
        said.append(say("Where it is to be fed, add `under_way` to the targets."))
    yield " ".join(said)


def _contacts_end_early(schedule: Schedule) -> Iterator[str]:
    """Say that nothing is opened in the last weeks, and what it takes that the next period is fed."""
    plan = schedule.plan
    found = contacts_end(schedule) if plan.target.under_way is None and plan.so_far is None else None
    if found is None:
        return
    ends = [say("{funnel} after {day}", funnel=name, day=day_in_words(day)) for name, day in found.last_days.items()]
    said = [
        say(
            "No contact is opened in {ends}, though the plan runs until {last}: what is opened later is paid too late "
            "to count.",
            ends=listed_names(ends),
            last=day_in_words(schedule.horizon.last_day),
        )
    ]
    leaves, wanted = amount(plan, found.leaves), f"{float(f'{found.would_leave:.3g}'):_.0f}"
    if found.at_start:
        there = amount(plan, found.at_start)
        said.append(
            say("So the next period begins with {leaves} under way ({there} at the start).", leaves=leaves, there=there)
        )
    else:
        said.append(say("So the next period begins with {leaves} under way.", leaves=leaves))
    said.append(
        say(
            "As many contacts a day until the end are {more} more, and leave {would_leave}.",
            more=number(found.more),
            would_leave=amount(plan, found.would_leave),
        )
    )
    if found.at_start:
        said.append(
            say(
                "Where the next period is to be fed, add `under_way` to the targets: at_start, or {wanted}.",
                wanted=wanted,
            )
        )
    else:
        said.append(say("Where the next period is to be fed, add `under_way` to the targets: {wanted}.", wanted=wanted))
    yield " ".join(said)


def _key(pattern: Mapping[str, int]) -> frozenset[tuple[str, int]]:
    return frozenset((activity, count) for activity, count in pattern.items() if count)


def _named(schedule: Schedule) -> Iterable[tuple[str, PersonFields]]:
    for manager in schedule.plan.managers:
        yield manager.name, manager
    for candidate in schedule.plan.candidates:
        yield candidate.profile, candidate


def warned(schedule: Schedule) -> tuple[str, ...]:
    """List what is to be known besides: what the plan gives reason to warn of, then what the answer does."""
    return (*concerned(schedule.plan, schedule.result), *notes(schedule))


def concerned(plan: Plan, result: Result) -> list[str]:
    """List what the plan gives reason to warn of, as far as it concerns the people of the answer."""
    return concerning(plan, said_anew(plan, result.warnings), {member.name for member in result.managers})


_LOOKS = (
    _raised_by_reserve,
    _without_a_day_free,
    _on_one_person,
    _roles_not_taken,
    _patterns_not_taken,
    _leads_lost,
    _leads_unanswered,
    _contacts_end_early,
    _never_opened,
)
