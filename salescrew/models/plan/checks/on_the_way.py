"""Checks of what is settled about single people, and of where a plan stands that is made anew on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest

from salescrew.errors import Problem
from salescrew.language import say, say_as, to_say
from salescrew.models.plan.calendar import CalendarDays, monday_of
from salescrew.models.plan.checks.calendar import days_of, slot_names
from salescrew.models.plan.checks.menus import OFF_DUTY, menu_on
from salescrew.models.plan.checks.together import channel_of
from salescrew.models.plan.complaints import keys_in, repeated, unknown
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.record import keys_of
from salescrew.models.plan.sections.roles import USUAL_ROLES
from salescrew.models.plan.weekdays import weekday_of
from salescrew.models.plan.words import weekdays_that

_DAYS_SHOWN = to_say("Check the date, the calendar and the person's days.")


@dataclass(frozen=True)
class _People:
    """Everybody by name, as far as that is known."""

    plan: Draft

    @cached_property
    def by_name(self) -> dict[str, Draft]:
        found = {manager["name"].text: manager for manager in self.plan["managers"]}
        for candidate in self.plan["candidates"]:
            for number in range(1, int(candidate["at_most"].number or 0) + 1):
                found[f"{candidate['profile'].text} {number}"] = candidate
        return {name: person for name, person in found.items() if name is not None}

    @property
    def is_known(self) -> bool:
        """Whether all names are known, so that another one is wrong."""
        people = (self.plan["managers"], self.plan["candidates"])
        return not any(part.is_damaged for part in people)


def people_named_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse names of nobody among what is settled and among absences."""
    people = _People(plan)
    fixed = plan["fixed"]
    places = [*keys_in(plan["away"]), *keys_in(fixed["roles"]), *keys_in(fixed["since"])]
    places += [day["manager"] for day in fixed["days"]]
    places += chain.from_iterable(slot["managers"] for slot in fixed["slots"])
    places += [row["person"] for row in plan["so_far"]["open_work"] if row["person"].is_given]
    if people.is_known and places:
        must = say("be a person of this plan")
        for place in places:
            yield from unknown(place, people.by_name, must)


def settled_slots_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse slots that the calendar does not have, and the same slot or person twice."""
    known, fixed = slot_names(plan), plan["fixed"]
    places = [slot["slot"] for slot in (*fixed["slots"], *fixed["open_slots"])]
    places += chain.from_iterable(day["duty"] for day in fixed["days"])
    must = say("be a slot of the calendar")
    for place in places if known else ():
        yield from unknown(place, known or (), must)
    must = say("be a name of its own in the slot")
    for slot in fixed["slots"]:
        yield from repeated(slot["managers"], must)
    must = say("be a name of its own on the day")
    for day in fixed["days"]:
        yield from repeated(day["duty"], must)


def settled_once(plan: Draft) -> Iterator[Problem]:
    """Refuse a day of a person, and a slot, that is settled twice."""
    fixed = plan["fixed"]
    keyed: list[tuple[Draft, tuple[object, ...], str]] = [
        (day, (day["date"].day, day["manager"].text), to_say("settle a person's day once")) for day in fixed["days"]
    ]
    for part, must in (
        ("slots", to_say("settle a slot once")),
        ("open_slots", to_say("settle the places of a slot once")),
    ):
        keyed += [(slot, (slot["date"].day, slot["slot"].text, slot["queue"].text or ""), must) for slot in fixed[part]]
    seen: set[object] = set()
    for place, key, must in keyed:
        if None not in key and not place.is_damaged:
            if (must, key) in seen:
                yield place.wrong(
                    say(must), say("Keep one of them."), say("{name} again", name=" ".join(map(str, key)))
                )
            seen.add((must, key))


def settled_slots_agree_with_days(plan: Draft) -> Iterator[Problem]:
    """Refuse somebody on duty in a slot whose day is settled without it."""
    fixed = plan["fixed"]
    days = {
        (day["manager"].text, day["date"].day): list(
            zip_longest((slot.text for slot in day["duty"]), (queue.text for queue in day["queues"]))
        )
        for day in fixed["days"]
        if not day.is_damaged
    }
    for slot in fixed["slots"]:
        if slot.is_damaged:
            continue
        where = (slot["slot"].text, slot["queue"].text)
        for name in slot["managers"]:
            if where not in days.get((name.text, slot["date"].day), [where]):
                todo = say("Add the slot to that day's duty, or remove one of the two.")
                yield name.wrong(say("be somebody whose day is not settled without this slot"), todo)


def settled_roles_are_allowed(plan: Draft) -> Iterator[Problem]:
    """Refuse a role that the person may not have."""
    people = _People(plan)
    for role in plan["fixed"]["roles"]:
        person = people.by_name.get(role.key)
        if person is None or role.text is None or person["roles"].is_damaged:
            continue
        allowed = [one.text for one in person["roles"]] or list(USUAL_ROLES)
        if role.text not in allowed:
            todo = say("Allow it among the roles of {name}, or settle another.", name=role.key)
            yield role.wrong(say("be a role that {name} may have", name=role.key), todo)


def settled_days_fit(plan: Draft) -> Iterator[Problem]:
    """Refuse a day that is no day pattern of the person's, or has less duty than its slots."""
    people = _People(plan)
    for day in plan["fixed"]["days"]:
        pattern, person = day["pattern"], people.by_name.get(day["manager"].text or "")
        if day.is_damaged or person is None or not isinstance(pattern.value, Mapping):
            continue
        counts = _counts((part.key, part.number) for part in pattern)
        date = day["date"].day
        if date is None:
            continue
        menu = menu_on(plan, person, weekday_of(date))
        if counts and menu.patterns is not None and counts not in [_counts(one.items()) for one in menu.patterns]:
            todo = say("Write one of the menu, or {{}} for a day without anything.")
            yield pattern.wrong(say("be a day pattern of {name}", name=day["manager"].text), todo, _written(counts))
        duty, slots = counts.get("duty", 0.0), len(list(day["duty"]))
        if duty < slots:
            got = say("{slots} beside a pattern with {duty:g}", slots=slots, duty=duty)
            yield day["duty"].wrong(
                say("list at most as many slots as the pattern has duty"), say("Make the two agree."), got
            )
        role = plan["fixed"]["roles"][day["manager"].text or ""].text
        if duty and role in OFF_DUTY:
            yield pattern.wrong(
                say("be without duty for a {role}", role=role),
                say("Settle another role, or another day."),
                _written(counts),
            )


def _counts(pattern: Iterable[tuple[str, float | None]]) -> dict[str, float]:
    return {activity: count for activity, count in pattern if count}


def _written(counts: Mapping[str, float]) -> str:
    return "{" + ", ".join(f"{activity}: {count:g}" for activity, count in counts.items()) + "}"


def settled_days_are_worked(plan: Draft) -> Iterator[Problem]:
    """Refuse a settled day or slot on a day that is not planned, or on which the person is not there."""
    fixed, people = plan["fixed"], _People(plan)
    if fixed.is_absent or (horizon := _planned(plan)) is None:
        return
    there: dict[str, set[dt.date] | None] = {}
    for place in (*fixed["days"], *fixed["slots"]):
        named = [place["manager"]] if "manager" in (place.keys or ()) else list(place["managers"])
        day = place["date"]
        for name in (one.text for one in named if not day.is_damaged and not place.is_broken):
            if name is None or name not in people.by_name:
                continue
            if name not in there:
                there[name] = _days_there(plan, horizon, name, people.by_name[name])
            days = there[name]
            if days is not None and day.day not in days:
                yield day.wrong(
                    say("be a working day that is planned and on which {name} is there", name=name), say(_DAYS_SHOWN)
                )


def settled_slots_may_be_theirs(plan: Draft) -> Iterator[Problem]:
    """Refuse a settled slot that the day does not have, or in which the person is never on duty."""
    fixed, people, days = plan["fixed"], _People(plan), days_of(plan)
    if fixed.is_absent or days is None:
        return
    places = [(day["date"], slot, day["manager"].text) for day in fixed["days"] for slot in day["duty"]]
    places += [(row["date"], row["slot"], name.text) for row in fixed["slots"] for name in row["managers"]]
    for date, slot, name in places:
        person = people.by_name.get(name or "")
        if date.day is None or slot.text not in days.calendar.slots or person is None:
            continue
        own = None if person["slots"].is_absent or person["slots"].is_damaged else [one.text for one in person["slots"]]
        if slot.text not in days.calendar.slots_on(date.day):
            yield slot.wrong(
                say("be a slot that {weekdays} have", weekdays=weekdays_that(date.day)),
                say("Settle another, or change calendar.short_days."),
            )
        elif own is not None and slot.text not in own:
            yield slot.wrong(say("be among the slots of {name}", name=name), say("Settle another, or add it to these."))


def _days_there(plan: Draft, horizon: CalendarDays, name: str, person: Draft) -> set[dt.date] | None:
    away = plan["away"][name]
    if person.is_damaged or away.is_damaged or not isinstance(person.value, Mapping):
        return None
    known = keys_of(PersonFields)
    record = PersonFields.model_validate({key: value for key, value in person.value.items() if key in known})
    absent = PersonFields.model_validate({"days_off": away.value or ()}).days_off
    return {day for day in horizon.days_there(record) if not any(day in interval for interval in absent)}


def _planned(plan: Draft) -> CalendarDays | None:
    """Give the horizon from the first day that is planned; None where it is not known."""
    whole, so_far = days_of(plan), plan["so_far"]
    if whole is None or so_far.is_broken or so_far["as_of"].is_damaged:
        return None
    first = so_far["as_of"].day
    if first is None or not whole.calendar.start <= first <= whole.last_day:
        return None if first else whole
    return CalendarDays(whole.calendar, first)


# where the plan stands


def as_of_is_on_the_way(plan: Draft) -> Iterator[Problem]:
    """Refuse a day outside the horizon, or after which nothing is worked."""
    as_of = plan["so_far"]["as_of"]
    if as_of.day is None or (horizon := days_of(plan)) is None:
        return
    first, last = horizon.calendar.start, horizon.last_day
    if not first <= as_of.day <= last:
        yield as_of.wrong(
            say("be a day of the horizon, {first} to {last}", first=first, last=last),
            say("Check the date, or the calendar."),
        )
    elif horizon.working_days and as_of.day > horizon.working_days[-1]:
        yield as_of.wrong(
            say("leave at least one working day"), say("The last one is {day}.", day=horizon.working_days[-1])
        )


def pipeline_is_counted(plan: Draft) -> Iterator[Problem]:
    """Refuse a steady pipeline beside what was so far: what is under way is known then."""
    pipeline = plan["pipeline"]
    if pipeline.text == "steady" and plan["so_far"].is_given:
        yield pipeline.wrong(
            say("be empty or a table beside so_far"), say("Write the items that are under way on that day.")
        )


def so_far_names_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse funnels and stages that are not there, contacts of an inbound funnel, revenue of no payment."""
    so_far, funnels = plan["so_far"], plan["funnels"]
    known = funnels.keys
    rows = [*so_far["entered"], *so_far["open_work"], *so_far["spared_work"]]
    if known is None:
        return
    for place in (*(row["funnel"] for row in rows), *keys_in(so_far["contacts"])):
        yield from unknown(place, known, say("be a funnel of this plan"))
    for place in keys_in(so_far["contacts"]):
        if channel_of(funnels[place.text or ""]) == "inbound":
            yield place.wrong(say("be an outbound funnel"), say("Contacts are opened in outbound funnels; remove it."))
    for row in so_far["entered"]:
        stages = funnels[row["funnel"].text or ""]["stages"]
        names = [stage["name"].text for stage in stages]
        if names and None not in names and not stages.is_damaged:
            yield from unknown(
                row["stage"],
                [*map(str, names), PAID],
                say("be a stage of {funnel}, or paid", funnel=row["funnel"].text),
            )
        if not row["revenue"].is_absent and row["stage"].text not in (None, PAID):
            yield row["revenue"].wrong(say("be left out but beside paid"), say("Remove it."), say_as("got", "it"))


def so_far_work_exists(plan: Draft) -> Iterator[Problem]:
    """Refuse work that is left, or need not be done, of a stage that is not there or makes no such work."""
    so_far = plan["so_far"]
    for row in (*so_far["open_work"], *so_far["spared_work"]):
        funnel = row["funnel"].text or ""
        if funnel not in (plan["funnels"].keys or ()):
            continue
        stages = {stage["name"].text: stage for stage in plan["funnels"][funnel]["stages"]}
        if None in stages or any(stage["effort"].is_damaged for stage in stages.values()):
            continue
        if row["stage"].text in stages:
            yield from _work_of_other_stage(row, stages[row["stage"].text])
        elif row["stage"].is_given:
            yield from unknown(row["stage"], [*map(str, stages)], say("be a stage of {funnel}", funnel=funnel))
        elif row["by"].is_given and row["activity"].text is not None:
            of_closers = [stage for stage in stages.values() if stage["by"].is_given]
            if not any(row["activity"].text in (stage["effort"].keys or ()) for stage in of_closers):
                must = say(
                    "be left out, since no stage of {funnel} has {activity} that only closers do",
                    funnel=funnel,
                    activity=row["activity"].text,
                )
                yield row["by"].wrong(must, say("Remove it."))


def _work_of_other_stage(row: Draft, stage: Draft) -> Iterator[Problem]:
    """Refuse another activity than that by which items of a stage are handled, and others who do it."""
    name, activity = row["stage"].text, stage["handled_by"].text or next(iter(stage["effort"].keys or ()), None)
    if activity is None:
        yield row["stage"].wrong(
            say("be a stage with effort"), say("Remove the row, or name the stage that makes the work.")
        )
    elif row["activity"].text not in (None, activity):
        must = say("be {activity}, by which items of {name} are handled", activity=activity, name=name)
        yield row["activity"].wrong(must, say("Correct it, or leave the stage out."))
    elif row["by"].is_given and not stage["by"].is_given:
        yield row["by"].wrong(say("be left out, since anybody may do the work of {name}", name=name), say("Remove it."))
    elif stage["by"].is_given and not row["by"].is_given:
        must = say("say by: closer, since only closers do the work of {name}", name=name)
        yield row["stage"].wrong(must, say("Add it, or leave the stage out."))


def so_far_days_are_over(plan: Draft) -> Iterator[Problem]:
    """Refuse what was reached on a day that is still planned, and work of a week that is over or outside."""
    so_far = plan["so_far"]
    if so_far["as_of"].day is None or (horizon := _planned(plan)) is None:
        return
    start, first = horizon.calendar.start, horizon.first_day
    for row in so_far["entered"]:
        day = row["date"]
        if day.day is not None and not start <= day.day < first:
            yield day.wrong(
                say("be a day from {start} to the one before as_of, {first}", start=start, first=first),
                say("Check the date."),
            )
    works = [
        (row["week"], say("Write the Monday of the week in which the work falls due."))
        for part in ("open_work", "spared_work")
        for row in so_far[part]
    ]
    meant = say("Write the Monday of the week that is meant.")
    for week, todo in (*works, *((row["week"], meant) for row in so_far["open_reserve"])):
        if week.day is None:
            continue
        earliest, latest = monday_of(first), monday_of(horizon.last_day)
        if week.day.weekday() or not earliest <= week.day <= latest:
            must = say("be a Monday from {earliest} to {latest}", earliest=earliest, latest=latest)
            yield week.wrong(must, todo)


CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    people_named_exist,
    settled_slots_exist,
    settled_once,
    settled_slots_agree_with_days,
    settled_roles_are_allowed,
    settled_days_fit,
    settled_days_are_worked,
    settled_slots_may_be_theirs,
    as_of_is_on_the_way,
    pipeline_is_counted,
    so_far_names_exist,
    so_far_work_exists,
    so_far_days_are_over,
)
