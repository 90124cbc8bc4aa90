"""Checks across the records of a plan: what must be given together, and what must not."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.errors import Problem
from salescrew.language import say, say_as
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.chance import Chance

MOST_PEOPLE = 100_000


def everybody(plan: Draft) -> list[Draft]:
    """Give the managers and the candidates."""
    return [*plan["managers"], *plan["candidates"]]


def channel_of(funnel: Draft) -> str | None:
    """Give the channel of a funnel, where it is known."""
    return funnel["channel"].text


def absences_fit_their_spells(plan: Draft) -> Iterator[Problem]:
    """Refuse more absence than spells of the mean length can take, one working day apart."""
    chance = plan["chance"]
    if chance.is_damaged:
        return
    most = Chance.model_validate(chance.value or {}).most_absence
    for person in everybody(plan):
        absence = person["absence"]
        if absence.number is not None and absence.number > most + 1e-9:
            days = chance["spell_days"].number or Chance().spell_days
            must = say("be at most {most:.4g}% with absences of {days:g} days on average", most=100 * most, days=days)
            yield absence.wrong(must, say("Lower it, or raise chance.spell_days."))


# funnels


def funnels_fit_their_channel(plan: Draft) -> Iterator[Problem]:
    """Refuse an outbound funnel that nothing opens, an inbound one without leads, and the keys of the other channel."""
    for funnel in plan["funnels"]:
        if channel_of(funnel) == "outbound":
            if funnel["opens_with"].is_absent:
                yield funnel["opens_with"].wrong(
                    say("be given for an outbound funnel"), say("Add `opens_with: calls`.")
                )
            yield from _out_of_place(funnel["leads"], "outbound")
            yield from _out_of_place(funnel["queue"], "outbound")
        if channel_of(funnel) == "inbound":
            if funnel["leads"].is_absent:
                yield funnel["leads"].wrong(
                    say("be given for an inbound funnel"), say("Add `leads: {{per_week: 60}}`.")
                )
            yield from _out_of_place(funnel["opens_with"], "inbound")
            yield from _out_of_place(funnel["max_contacts"], "inbound")


def _out_of_place(part: Draft, channel: str) -> Iterator[Problem]:
    if part.value is not None:
        yield part.wrong(
            say("be left out of an {channel} funnel", channel=channel), say("Remove it, or change the channel.")
        )


def weights_are_not_all_zero(plan: Draft) -> Iterator[Problem]:
    """Refuse weights that are all 0, since leads cannot be spread by them."""
    calendar = plan["calendar"]
    for funnel in plan["funnels"]:
        for key, over in (("by_weekday", "working_days"), ("by_slot", "slots")):
            weights, places = funnel["leads"][key], calendar[over]
            if not weights.is_given or weights.is_damaged or places.is_damaged:
                continue
            names = places.value if isinstance(places.value, list) else Calendar.model_fields[over].default
            if all((weights[name].number if weights[name].is_given else 1) == 0 for name in names):
                todo = say("Give one of them a weight above 0.")
                yield weights.wrong(
                    say("be above 0 for one of calendar.{over}", over=over), todo, say_as("got", "0 for all")
                )


# people


def somebody_is_there(plan: Draft) -> Iterator[Problem]:
    """Refuse a plan without people."""
    managers, candidates = plan["managers"], plan["candidates"]
    if managers.is_broken or candidates.is_broken or managers.value:
        return
    if all(candidate["at_most"].number == 0 for candidate in candidates):
        todo = say("Add `managers: [{{name: Anna}}]`, or candidates.")
        yield managers.wrong(say("hold at least one person, with the candidates"), todo, say_as("got", "none"))


def people_can_be_counted(plan: Draft) -> Iterator[Problem]:
    """Refuse more candidates than anyone could count."""
    numbers = [candidate["at_most"].number or 0 for candidate in plan["candidates"]]
    if sum(numbers) > MOST_PEOPLE:
        todo = say("Lower at_most.")
        got = say("{n:,}", n=int(sum(numbers)))
        yield plan["candidates"].wrong(say("be at most {most:,} people in all", most=MOST_PEOPLE), todo, got)


def people_leave_after_they_come(plan: Draft) -> Iterator[Problem]:
    """Refuse a person who leaves before coming."""
    for person in everybody(plan):
        starts = person["from"]
        listed = list(starts) if isinstance(starts.value, list) else [starts]
        firsts = [first for each in listed if (first := each.day) is not None]
        last = person["until"].day
        if firsts and last and last < max(firsts):
            yield person["until"].wrong(say("be on or after from, {day}", day=max(firsts)), say("Check the two dates."))


def days_are_said_once(plan: Draft) -> Iterator[Problem]:
    """Refuse a rota beside working days."""
    for person in everybody(plan):
        if person["rota"].value is not None and person["working_days"].value is not None:
            yield person["rota"].wrong(say("be left out beside working_days"), say("Keep one of the two."))
