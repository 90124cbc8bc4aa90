"""The answers as a commented plan file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from salescrew.cli.questions.answers import HALVES, Answers, Present
from salescrew.language import say, say_as
from salescrew.models.files.yaml_text import scalar

_COMMENTS_AT = 39
_PLAIN = re.compile(r"\w[\w .+-]*")
Line = tuple[str, str]
"""What stands in a line, and what it means."""


def plan_text(answers: Answers, name: str) -> str:
    """Write the plan, every line with what it means."""
    lines: list[Line | None] = [
        (f"name: {_word(name)}", say("shown in reports")),
        *([(f"currency: {_word(answers.currency)}", say("shown in reports"))] if answers.currency else []),
        None,
        *_calendar(answers),
        None,
        *_target(answers),
        None,
        *_day(answers),
        None,
        *_funnels(answers),
        None,
        *_people(answers),
    ]
    head = say(
        "A sales plan. Every figure can be changed here; what else a plan can say stands in the docs of its format."
    )
    return f"# {head}\n" + "".join("\n" if line is None else _written(*line) for line in lines)


def _calendar(answers: Answers) -> Iterator[Line]:
    yield "calendar:", say("the days of the plan")
    meaning = {
        "period": say("a quarter; 2027-H1, 2027-02 or 2027 would be a half, a month, a year"),
        "start": say("its first day"),
        "weeks": say("whole weeks, Monday to Sunday"),
    }
    for key, value in answers.time.items():
        yield f"  {key}: {value}", meaning[key]
    yield "  working_days: [mon, tue, wed, thu, fri]", say("the days that are worked")
    if answers.holidays:
        yield f"  holidays: {answers.holidays}", say("whose public holidays are off")
    else:
        yield "  holidays: []", say("days off for everyone, such as 2027-03-08, or a country such as US")
    if answers.leads:
        yield (
            f"  slots: [{say_as('name', 'morning')}, {say_as('name', 'afternoon')}]",
            say("the parts of a day in which leads are answered"),
        )


def _target(answers: Answers) -> Iterator[Line]:
    wanted = answers.wanted
    yield "target:", say("what is to be paid within these days")
    if wanted.revenue is not None:
        yield (
            f"  revenue: {_number(wanted.revenue)}",
            say("in all; a product, a month or a stage may have a target as well"),
        )
    else:
        yield f"  products: {{{_service()}: {{deals: {_number(wanted.deals or 0)}}}}}", say("so many deals")
    yield "products:", say("what is sold; its name is yours to choose, here and in funnels")
    yield f"  {_service()}: {{average_deal: {_number(answers.deal)}}}", say("what an average deal pays")


def _day(answers: Answers) -> Iterator[Line]:
    calls, meetings = answers.calls, answers.meetings
    yield "day_patterns:", say("what fits into a working day: the most of each")
    if calls:
        yield f"  - {{{_calls()}: {calls}}}", say("nothing but cold calls")
    for held in range(1, meetings):
        if calls:
            yield (
                f"  - {{{_meetings()}: {held}, {_calls()}: {_part(calls, meetings - held, meetings)}}}",
                say("some of both"),
            )
    yield f"  - {{{_meetings()}: {meetings}}}", say("nothing but meetings")
    if answers.leads:
        if calls:
            yield (
                f"  - {{duty: 1, {_calls()}: {calls // HALVES}}}",
                say("half a day on duty for leads, calls in the other half"),
            )
        if meetings // HALVES:
            yield (
                f"  - {{duty: 1, {_meetings()}: {meetings // HALVES}}}",
                say("half a day on duty, meetings in the other half"),
            )
        yield f"  - {{duty: {HALVES}}}", say("all day on duty")


def _part(count: int, some: int, of: int) -> int:
    return count * some // of


def _funnels(answers: Answers) -> Iterator[Line]:
    yield "funnels:", say("the ways to payment: the share that passes from each step to the next")
    meeting = (
        f"      - {{name: {say_as('name', 'meeting')}, conversion: {_share(answers.deal_share)}, effort: "
        f"{{{_meetings()}: 1}}, days_to_next: {_number(answers.days)}}}"
    )
    if answers.calls:
        yield f"  {say_as('name', 'cold')}:", say("cold calls")
        yield "    channel: outbound", say("somebody opens the contact")
        yield f"    product: {_service()}", say("what it sells")
        yield f"    opens_with: {_calls()}", say("a call opens a contact")
        yield "    stages:", say("conversion: the share that passes on; that of the last one is paid")
        yield (
            f"      - {{name: {say_as('name', 'call')}, conversion: {_share(answers.call_share)}}}",
            say("calls that become a meeting"),
        )
        yield meeting, say("meetings that become a paid deal")
    if answers.leads:
        yield f"  {say_as('name', 'warm')}:", say("leads that come by themselves")
        yield "    channel: inbound", say("they are answered by whoever is on duty")
        yield f"    product: {_service()}", say("what it sells")
        yield f"    leads: {{per_week: {_number(answers.leads)}}}", say("so many in a full week")
        yield "    stages:", say("as above") if answers.calls else say("conversion: the share that passes on")
        yield (
            f"      - {{name: {say_as('name', 'lead')}, conversion: {_share(answers.lead_share)}}}",
            say("leads that become a meeting"),
        )
        yield meeting, say("meetings that become a paid deal")
    yield "pipeline: steady", say("deals are under way as if it had always been so; or: empty, or how many where")
    yield "grace_weeks: 1", say("meetings may be held a week later than they fall due")
    if answers.leads:
        yield (
            f"duty: {{leads_per_slot: {_number(answers.leads_per_slot)}}}",
            say("what one person answers in half a day"),
        )


def _people(answers: Answers) -> Iterator[Line]:
    cost = f", monthly_cost: {_number(answers.monthly_cost)}" if answers.monthly_cost else ""
    if answers.people:
        yield "managers:", say("who is there; keep: true has a role in any case, others may be left out")
    else:
        yield (
            "managers: []",
            say("nobody is there yet; somebody who is: - {example}", example="{name: Anna, keep: true}"),
        )
    for person in answers.people:
        since = f", from: {person.first_day}" if person.first_day else ""
        yield f"  - {{name: {_word(person.name)}{cost}, keep: true{since}}}", _meaning(person)
    if answers.most_hires:
        yield "candidates:", say("who could be hired: as few of them as it takes")
        yield (
            f"  - {{profile: {say_as('name', 'new')}, at_most: {answers.most_hires}{cost}}}",
            say("ramp: [0.5, 0.75] would be two weeks of learning"),
        )


def _service() -> str:
    return say_as("name", "service")


def _calls() -> str:
    return say_as("name", "calls")


def _meetings() -> str:
    return say_as("name", "meetings")


def _meaning(person: Present) -> str:
    if person.first_day:
        return say("comes on that day")
    return say("days_off, roles and effectiveness can be said, too")


def _written(content: str, comment: str) -> str:
    """Write a line with its comment, beside it or, where that is too long, above it."""
    return f"{content:<{_COMMENTS_AT}}# {comment}\n" if len(content) < _COMMENTS_AT else f"{content}  # {comment}\n"


def _word(text: str) -> str:
    """Write a text so that it is read as one."""
    is_plain = _PLAIN.fullmatch(text) and text == text.strip() and scalar(text) == text
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _number(number: float) -> str:
    """Write a number with its thousands apart."""
    return f"{number:_.12g}" if number == int(number) and number < 1e12 else f"{number:.12g}"


def _share(share: float) -> str:
    return f"{share * 100:.12g}%"
