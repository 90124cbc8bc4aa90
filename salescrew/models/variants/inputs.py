"""The inputs of a plan: its numbers that could be otherwise, each with a title in the plan's names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from salescrew.errors import spelled
from salescrew.language import say, to_say
from salescrew.models.answers.sensitivity import Estimate, Kind
from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.posts import funnels_worked, worth_of_role
from salescrew.models.department.roles import meaning_of
from salescrew.models.department.work import Group, Task, follow_up_counts, is_by_closer
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.days import MenuByWeekday
from salescrew.models.plan.sections.duty import DutyRule, ServiceLevel
from salescrew.models.plan.sections.funnels import Leads, Stage, handling
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.words import weekday_in_words
from salescrew.models.plan.written.paths import value_at

ESTIMATES: tuple[Kind, ...] = get_args(Estimate)
"""What stands in a sensitivity table of itself; the other kinds are further ones."""
_DIGITS = 12


@dataclass(frozen=True)
class Input:
    """A number of a plan that could be otherwise.

    Attributes
    ----------
    kind
        What kind of number it is.
    title
        What it is in plain words, with the plan's names: `conversion of meeting in cold-audit`.
    paths
        Where it stands in the plan. More than one place changes in proportion.
    value
        What it is now; above 0. Where it is relative, 1.
    whole
        Whether only whole numbers make sense.
    most
        The largest value that a plan may have there.
    is_relative
        Whether values are multiples of what stands in the plan now.
    """

    kind: Kind
    title: str
    paths: tuple[str, ...]
    value: float
    whole: bool = False
    most: float = field(default=math.inf)
    is_relative: bool = False

    @property
    def path(self) -> str:
        """The place by which it is known: what all its paths begin with."""
        if len(self.paths) == 1:
            return self.paths[0]
        return self.paths[0].rpartition(".")[0]


def inputs(plan: Plan, *kinds: Kind) -> list[Input]:
    """List the inputs of a plan that are not 0, in the order of the plan; those of some kinds, or of all.

    What a number of 0 says is that something does not happen, and no share of it is anything else.
    """
    everything = (*_of_products(plan), *_of_days(plan), *_of_funnels(plan), *_of_duty(plan), *_of_people(plan))
    return [one for one in everything if one.value > 0 and (not kinds or one.kind in kinds)]


def changed(plan: Plan, one: Input, value: float) -> Plan:
    """Give the plan with another value of an input.

    Raises
    ------
    InputError
        Where the plan would not be valid then, such as with a conversion above 1, or a day pattern without anything.
    """
    if not one.is_relative:
        new: float = round(value) if one.whole else _plain_number(value)
        return plan.replace(dict.fromkeys(one.paths, new))
    return plan.replace({path: _plain_number(value * _number_at(plan, path)) for path in one.paths})


def _plain_number(value: float) -> float:
    """Take the noise of binary fractions out of a number: 1.1 times 0.05 is 0.055."""
    return float(f"{value:.{_DIGITS}g}")


def _number_at(plan: Plan, path: str) -> float:
    value = value_at(plan, path)
    assert isinstance(value, int | float)
    return value


def _of_products(plan: Plan) -> Iterator[Input]:
    for name, product in plan.products.items():
        path = spelled(("products", name, "average_deal"))
        yield Input("average_deal", say("average deal of {product}", product=name), (path,), product.average_deal)
        path = spelled(("products", name, "monthly_fee"))
        yield Input("monthly_fee", say("monthly fee of {product}", product=name), (path,), product.monthly_fee or 0.0)
        path = spelled(("products", name, "monthly_churn"))
        churn = say("monthly churn of {product}", product=name)
        yield Input("monthly_churn", churn, (path,), product.monthly_churn, most=1.0)


def _of_days(plan: Plan) -> Iterator[Input]:
    """Yield the counts of the plan's day patterns, or what stands for them in its time budget."""
    for number, pattern in enumerate(plan.day_patterns or ()):
        yield from _of_pattern(("day_patterns", number), pattern)
    yield from _of_weekdays((), plan.weekday_patterns)
    if (budget := plan.time_budget) is None:
        return
    yield Input("time_budget", say("minutes of a working day"), ("time_budget.day_minutes",), budget.day_minutes)
    for activity, minutes in budget.minutes.items():
        title = say("minutes for each of {activity}", activity=activity)
        yield Input("time_budget", title, (_in_budget("minutes", activity),), minutes)
    for activity, most in budget.at_most.items():
        path = _in_budget("at_most", activity)
        yield Input("time_budget", say("most {activity} in a day", activity=activity), (path,), most, whole=True)


def _in_budget(key: str, activity: str) -> str:
    return spelled(("time_budget", key, activity))


def _of_weekdays(place: tuple[str | int, ...], menus: MenuByWeekday, whose: str = "") -> Iterator[Input]:
    for weekday, menu in menus.items():
        for number, pattern in enumerate(menu):
            where: tuple[str | int, ...] = (*place, "weekday_patterns", weekday, number)
            yield from _of_pattern(where, pattern, whose, weekday_in_words(weekday))


def _of_pattern(
    place: tuple[str | int, ...], pattern: DayPattern, whose: str = "", weekday: str = ""
) -> Iterator[Input]:
    """Yield the counts of a day pattern but for duty, which is no maximum."""
    written = "{" + ", ".join(f"{activity}: {count}" for activity, count in pattern.items()) + "}"
    for activity, count in pattern.items():
        if activity != "duty":
            title = _in_pattern(activity, written, whose, weekday)
            yield Input("day_pattern", title, (spelled((*place, activity)),), count, whole=True)


def _in_pattern(activity: str, pattern: str, whose: str, weekday: str) -> str:
    """Name an activity of a day pattern: of everybody or somebody, of every day or of one of the week."""
    if whose and weekday:
        return say(
            "{activity} in {name}'s {weekday} {pattern}",
            activity=activity,
            name=whose,
            weekday=weekday,
            pattern=pattern,
        )
    if whose:
        return say("{activity} in {name}'s {pattern}", activity=activity, name=whose, pattern=pattern)
    if weekday:
        return say("{activity} in {weekday} {pattern}", activity=activity, weekday=weekday, pattern=pattern)
    return say("{activity} in {pattern}", activity=activity, pattern=pattern)


def _of_funnels(plan: Plan) -> Iterator[Input]:
    for name, funnel in plan.funnels.items():
        if funnel.max_contacts is not None:
            path = spelled(("funnels", name, "max_contacts"))
            title = say("contacts in the cold base of {funnel}", funnel=name)
            yield Input("max_contacts", title, (path,), funnel.max_contacts)
        if funnel.leads is not None:
            yield _of_leads(name, funnel.leads)
        for stage in funnel.stages:
            place = ("funnels", name, "stages", stage.name)
            title = say("conversion of {stage} in {funnel}", stage=stage.name, funnel=name)
            most = _most_that_pass(plan, name, stage)
            yield Input("conversion", title, (spelled((*place, "conversion")),), stage.conversion, most=most)
            for activity, each in stage.effort.items():
                title = say(
                    "{activity} that an item at {stage} takes in {funnel}",
                    activity=activity,
                    stage=stage.name,
                    funnel=name,
                )
                yield Input("effort", title, (spelled((*place, "effort", activity)),), each)
            title = say("days from {stage} to the next stage in {funnel}", stage=stage.name, funnel=name)
            yield Input("days_to_next", title, (spelled((*place, "days_to_next")),), stage.days_to_next)


def _most_that_pass(plan: Plan, funnel: str, stage: Stage) -> float:
    """Give the largest conversion with which no more items pass than come, whoever handles them."""
    worths = [person.follow_up for _, person in _everybody(plan) if stage in _handled(plan, person, funnel)]
    return 1 / max(1.0, *worths) if worths else 1.0


def _of_leads(name: str, leads: Leads) -> Input:
    """Give the leads of a week: where weeks have numbers of their own, all of these in proportion."""
    of_weeks = [("by_week", monday) for monday, count in leads.by_week.items() if count]
    usual = [("per_week",)] if leads.per_week else []
    if not of_weeks:
        title = say("leads a week in {funnel}", funnel=name)
        return Input("leads", title, (_in_leads(name, "per_week"),), leads.per_week)
    paths = tuple(_in_leads(name, *place) for place in (*usual, *of_weeks))
    return Input("leads", say("leads of all weeks in {funnel}", funnel=name), paths, 1.0, is_relative=True)


def _in_leads(name: str, *place: str) -> str:
    return spelled(("funnels", name, "leads", *place))


def _of_duty(plan: Plan) -> Iterator[Input]:
    if (duty := plan.duty) is None:
        return
    yield from _of_duty_rule(("duty",), duty, "")
    for queue, rule in (duty.queues or {}).items():
        yield from _of_duty_rule(("duty", "queues", queue), rule, say(" for {queue}", queue=queue))
    if duty.max_slots_per_week is not None:
        title = say("most duty slots of one manager in a week")
        yield Input("duty", title, ("duty.max_slots_per_week",), duty.max_slots_per_week, whole=True)


def _of_duty_rule(place: tuple[str, ...], rule: DutyRule, of_queue: str) -> Iterator[Input]:
    if rule.leads_per_slot is not None:
        title = say("leads that one manager takes in a slot{of_queue}", of_queue=of_queue)
        yield Input("duty", title, (spelled((*place, "leads_per_slot")),), rule.leads_per_slot)
    if rule.managers_per_slot is not None:
        yield from _of_managers((*place, "managers_per_slot"), rule.managers_per_slot, of_queue)
    if rule.service_level is not None:
        yield from _of_service_level((*place, "service_level"), rule.service_level, of_queue)
    if (between := rule.between_leads) is not None:
        title = say(
            "minutes for each of {activity} between leads{of_queue}", activity=between.activity, of_queue=of_queue
        )
        yield Input("duty", title, (spelled((*place, "between_leads", "minutes_each")),), between.minutes_each)
        title = say("share of the time between leads that is used{of_queue}", of_queue=of_queue)
        path = spelled((*place, "between_leads", "efficiency"))
        yield Input("duty", title, (path,), between.efficiency, most=1.0)


def _of_managers(
    place: tuple[str, ...], stated: int | Mapping[str, int | Mapping[str, int]], of_queue: str, slot: str = ""
) -> Iterator[Input]:
    """Yield the managers on duty: of every slot, or of each that is named."""
    if isinstance(stated, int):
        of_place = say(" of {place}", place=slot) if slot else ""
        title = say("managers on duty in a slot{of_place}{of_queue}", of_place=of_place, of_queue=of_queue)
        yield Input("duty", title, (spelled(place),), stated, whole=True)
        return
    for name, count in stated.items():
        yield from _of_managers((*place, name), count, of_queue, f"{slot} {name}".strip())


def _of_service_level(place: tuple[str, ...], level: ServiceLevel, of_queue: str) -> Iterator[Input]:
    if level.share is not None:
        title = say("share of leads to be answered in time{of_queue}", of_queue=of_queue)
        yield Input("duty", title, (spelled((*place, "share")),), level.share, most=1.0)
    numbers = {
        "within_seconds": (level.within_seconds, to_say("seconds in which leads are to be answered{of_queue}")),
        "average_wait_seconds": (
            level.average_wait_seconds,
            to_say("seconds that leads may wait on average{of_queue}"),
        ),
        "handling_minutes": (level.handling_minutes, to_say("minutes that a lead takes{of_queue}")),
        "patience_minutes": (level.patience_minutes, to_say("minutes after which a lead gives up{of_queue}")),
    }
    for key, (number, title) in numbers.items():
        if number is not None:
            yield Input("duty", say(title, of_queue=of_queue), (spelled((*place, key)),), number)


def _of_people(plan: Plan) -> Iterator[Input]:
    counts = follow_up_counts(plan)
    for place, person in _everybody(plan):
        yield from _of_person(place, place[1], person)
        if counts and (handled := _handled(plan, person)):
            most = min((1 / stage.conversion for stage in handled if stage.conversion), default=math.inf)
            path = spelled((*place, "follow_up"))
            title = say("follow_up of {name}", name=place[1])
            yield Input("follow_up", title, (path,), person.follow_up, most=max(1.0, most))


def _everybody(plan: Plan) -> Iterator[tuple[tuple[str, str], PersonFields]]:
    """Yield where those who are there stand in the plan, and those who may be hired."""
    for manager in plan.managers:
        yield ("managers", manager.name), manager
    for candidate in plan.candidates:
        if candidate.at_most:
            yield ("candidates", candidate.profile), candidate


def _handled(plan: Plan, person: PersonFields, *funnels: str) -> list[Stage]:
    """List the stages whose items a person may handle in some role, of all funnels or some."""
    found = []
    for role in person.roles:
        group = Group(funnels_worked(plan, person, role), meaning_of(role).closes)
        for name in funnels or plan.funnels:
            found += [
                stage
                for stage in plan.funnels[name].stages
                if (activity := handling(stage)) and group.may_do(Task(name, activity, is_by_closer(stage)))
            ]
    return found


def _of_person(place: tuple[str, str], name: str, person: PersonFields) -> Iterator[Input]:
    roles: dict[Role, float] = {role: worth_of_role(person, role) for role in person.roles}
    paths = tuple(spelled((*place, "effectiveness", role)) for role, worth in roles.items() if worth)
    if paths:
        yield Input("effectiveness", say("effectiveness of {name}", name=name), paths, 1.0, is_relative=True)
    for number, pattern in enumerate(person.day_patterns or ()):
        yield from _of_pattern((*place, "day_patterns", number), pattern, name)
    yield from _of_weekdays(place, person.weekday_patterns, name)
    yield Input(
        "absence", say("absence of {name}", name=name), (spelled((*place, "absence")),), person.absence, most=1.0
    )
