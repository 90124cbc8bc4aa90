"""Checks of duty: one rule for each queue, queues that funnels name, tables of managers by slot and weekday."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from salescrew.errors import Problem
from salescrew.language import say, say_as
from salescrew.models.plan.checks.calendar import slot_names
from salescrew.models.plan.checks.together import channel_of, everybody
from salescrew.models.plan.complaints import keys_in, unknown
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.funnels import MAIN
from salescrew.models.plan.values.said import listed
from salescrew.models.plan.weekdays import WEEKDAYS
from salescrew.models.plan.words import all_of

LARGEST_LOAD = 100_000
LONGEST_QUEUE = 1_000_000
MOST_QUEUES_WITH_ABSENCE = 10
RULES = ("leads_per_slot", "managers_per_slot", "service_level")


def rules(plan: Draft) -> list[Draft]:
    """Give the rule of all leads, and those of queues."""
    return [plan["duty"], *plan["duty"]["queues"]]


def queues_named(plan: Draft) -> dict[str, list[Draft]] | None:
    """Gather the inbound funnels by the queue that they name; None where that is not known of all."""
    found: dict[str, list[Draft]] = {}
    if plan["funnels"].keys is None:
        return None
    for funnel in plan["funnels"]:
        if funnel["channel"].is_broken or funnel["queue"].is_broken or channel_of(funnel) is None:
            return None
        if channel_of(funnel) == "inbound":
            found.setdefault(MAIN if funnel["queue"].is_absent else str(funnel["queue"].value), []).append(funnel)
    return found


def inbound_has_duty(plan: Draft) -> Iterator[Problem]:
    """Refuse leads that nobody is told to answer."""
    if plan["duty"].is_absent and any(channel_of(funnel) == "inbound" for funnel in plan["funnels"]):
        yield plan["duty"].wrong(say("be given with an inbound funnel"), say("Add `duty: {{leads_per_slot: 6}}`."))


def every_queue_has_one_rule(plan: Draft) -> Iterator[Problem]:
    """Refuse any number of rules for the managers on duty but one, of all leads or of each queue."""
    duty = plan["duty"]
    yield from _one_of(duty, (*RULES, "queues"))
    for rule in duty["queues"]:
        yield from _one_of(rule, RULES)
    for rule in rules(plan):
        yield from _between_leads_beside_a_service_level(rule)


def _one_of(duty: Draft, known: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(duty.value, Mapping) or duty.is_broken:
        return
    given = [rule for rule in known if not duty[rule].is_absent]
    must = say("hold exactly one of {keys}", keys=", ".join(known))
    if not given:
        yield duty.wrong(must, say("Add `leads_per_slot: 6`."), say_as("got", "none"))
    elif len(given) > 1:
        yield duty.wrong(must, say("Remove all but one."), all_of(given))


def _between_leads_beside_a_service_level(duty: Draft) -> Iterator[Problem]:
    between = duty["between_leads"]
    given = [rule for rule in (*RULES, "queues") if not duty[rule].is_absent]
    if between.value is None or not given or "service_level" in given:
        return
    if given[0] == "queues":
        todo = say("Write it in the queue that it is done in, beside its service_level.")
    else:
        todo = say("Remove it, or state a service_level.")
    yield between.wrong(say("be left out but beside service_level"), todo, say("it beside {key}", key=given[0]))


def service_levels_say_how_quickly(plan: Draft) -> Iterator[Problem]:
    """Refuse a service level with neither a share within a time nor an average wait, and one with both."""
    for level in (rule["service_level"] for rule in rules(plan)):
        if not isinstance(level.value, Mapping) or level.is_broken:
            continue
        share, within, wait = level["share"], level["within_seconds"], level["average_wait_seconds"]
        if wait.is_absent:
            if share.is_absent:
                yield share.wrong(say("be given"), say("Add `share: 80%`."))
            if within.is_absent:
                yield within.wrong(say("be given"), say("Add `within_seconds: 60`."))
        elif wait.value is not None:
            for part in (share, within):
                if part.value is not None:
                    todo = say("Remove one of the two.")
                    yield part.wrong(say("be left out beside average_wait_seconds"), todo, say("it beside that"))


def queues_are_those_of_funnels(plan: Draft) -> Iterator[Problem]:
    """Refuse a queue that no funnel names or that has no rule, and several queues with one rule for all leads."""
    queues, named = plan["duty"]["queues"], queues_named(plan)
    if named is None or plan["duty"].is_broken:
        return
    if queues.is_absent:
        if len(named) > 1 and isinstance(plan["duty"].value, Mapping):
            example = "{" + ", ".join(f"{name}: {{leads_per_slot: 6}}" for name in list(named)[:3]) + "}"
            must = say("have queues, a rule for each, where funnels name several ({named})", named=listed(named))
            yield plan["duty"].wrong(must, say("Write `queues: {example}`.", example=example), say_as("got", "none"))
        return
    known = queues.keys
    if known is None:
        return
    lacking = [funnel for name, funnels in named.items() if name not in known for funnel in funnels]
    for funnel in lacking:
        if funnel["queue"].is_absent:
            todo = say("Name one of them ({known}), or add {main} to duty.queues.", known=listed(known), main=MAIN)
            yield funnel["queue"].wrong(
                say("be a queue of duty.queues"), todo, say("none, which means {main}", main=MAIN)
            )
        else:
            yield from unknown(funnel["queue"], known, say("be a queue of duty.queues"))
    for place in keys_in(queues) if not lacking else ():
        if place.text is not None and place.text not in named:
            yield place.wrong(
                say("be the queue of an inbound funnel"), say("Name it there as its queue, or remove it.")
            )


def queues_can_be_counted(plan: Draft) -> Iterator[Problem]:
    """Refuse more queues than can be counted together, set by set, where absence asks for that."""
    queues = plan["duty"]["queues"]
    if len(queues.keys or ()) > MOST_QUEUES_WITH_ABSENCE and any(
        person["absence"].number for person in everybody(plan)
    ):
        must = say(
            "be at most {most} where somebody has an absence",
            most=MOST_QUEUES_WITH_ABSENCE,
        )
        yield queues.wrong(must, say("Put queues together, or leave the absence out."), len(queues.keys or ()))


def managers_are_of_slots(plan: Draft) -> Iterator[Problem]:
    """Refuse a table of managers that names anything but slots, or weekdays and in them slots."""
    slots = slot_names(plan)
    for table in (rule["managers_per_slot"] for rule in rules(plan)):
        if slots is None or not isinstance(table.value, Mapping) or table.is_broken:
            continue
        like_weekdays = [name for name in slots if name in WEEKDAYS]
        if like_weekdays:
            todo = say("Call the slot {name} otherwise.", name=like_weekdays[0])
            yield table.wrong(say("be a number where a slot is called like a weekday"), todo, say("a table"))
            continue
        yield from _of_slots_or_weekdays(table, slots)


def _of_slots_or_weekdays(table: Draft, slots: list[str]) -> Iterator[Problem]:
    by_weekday = any(place.text in WEEKDAYS for place in keys_in(table))
    for part, place in zip(table, keys_in(table), strict=True):
        if by_weekday and place.text in slots:
            example = f"{{mon: {{{place.text}: 1}}}}"
            todo = say("Put it into the weekdays that it is meant for: {example}.", example=example)
            yield place.wrong(say("be a weekday beside weekdays"), todo)
        else:
            yield from unknown(place, [*slots, *WEEKDAYS], say("be a slot of the calendar or a weekday"))
        if isinstance(part.value, Mapping) and not part.is_broken:
            if place.text in WEEKDAYS:
                for within in keys_in(part):
                    yield from unknown(within, slots, say("be a slot of the calendar"))
            elif place.text in slots:
                yield part.wrong(
                    say("be a number"), say("Write weekdays outside, slots within them: {{mon: {{morning: 2}}}}.")
                )


def load_can_be_counted(plan: Draft) -> Iterator[Problem]:
    """Refuse queues so long that to count who must answer them would take hours."""
    slot_minutes, named = plan["calendar"]["slot_minutes"], queues_named(plan) or {}
    if slot_minutes.is_broken:
        return
    minutes = slot_minutes.number or Calendar.model_fields["slot_minutes"].default
    levels = [(plan["duty"]["service_level"], list(chain.from_iterable(named.values())))]
    levels += [(rule["service_level"], named.get(rule.key, [])) for rule in plan["duty"]["queues"]]
    for level, funnels in levels:
        leads = sum(_most_leads(funnel["leads"]) for funnel in funnels)
        for key, most in (("handling_minutes", LARGEST_LOAD), ("patience_minutes", LONGEST_QUEUE)):
            at_once = leads * (level[key].number or 0) / minutes
            if at_once > most:
                must = say("keep leads a slot x {key} / slot_minutes at most {most:,}", key=key, most=most)
                yield level[key].wrong(must, say("Check these numbers."), say("up to {at_once:.3g}", at_once=at_once))


def _most_leads(leads: Draft) -> float:
    """Give leads that no slot of any week exceeds."""
    season = max((month.number or 0 for month in leads["season"]), default=1.0)
    usual = (leads["per_week"].number or 0) * max(1.0, season)
    return max([usual, *(week.number or 0 for week in leads["by_week"])])


def settled_queues_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse queues among what is settled that are not there, lack where there are several, or need not be named."""
    named, fixed = queues_named(plan), plan["fixed"]
    if named is None:
        return
    for place in chain(fixed["slots"], fixed["open_slots"]):
        if not place.is_damaged:
            yield from _queue_of_a_slot(place["queue"], named)
    for day in fixed["days"]:
        if not day.is_damaged:
            yield from _queues_of_a_day(day, named)


def _queue_of_a_slot(place: Draft, named: Mapping[str, object]) -> Iterator[Problem]:
    if len(named) < 2:
        if place.value is not None:
            yield place.wrong(say("be left out where there is one queue"), say("Remove it."))
    elif place.is_absent:
        yield place.wrong(
            say("be given where there are several queues"), say("Add one of {names}.", names=listed(named))
        )
    else:
        yield from unknown(place, list(named), say("be the queue of an inbound funnel"))


def _queues_of_a_day(day: Draft, named: Mapping[str, object]) -> Iterator[Problem]:
    queues, slots = day["queues"], len(list(day["duty"]))
    if len(named) < 2:
        if queues.value is not None:
            yield queues.wrong(say("be left out where there is one queue"), say("Remove it."))
    elif len(given := list(queues)) != slots:
        todo = say("Write the queue of each slot of duty, out of {named}.", named=listed(named))
        yield queues.wrong(say("list {slots} where there are several queues", slots=slots), todo, len(given) or None)
    else:
        for place in given:
            yield from unknown(place, list(named), say("be the queue of an inbound funnel"))


CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    inbound_has_duty,
    every_queue_has_one_rule,
    service_levels_say_how_quickly,
    queues_are_those_of_funnels,
    queues_can_be_counted,
    managers_are_of_slots,
    load_can_be_counted,
    settled_queues_exist,
)
