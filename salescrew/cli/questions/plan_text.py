"""The answers as a commented plan file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from salescrew.cli.questions.answers import HALVES, Answers, Present
from salescrew.models.files.yaml_text import scalar

_COMMENTS_AT = 39
_PLAIN = re.compile(r"\w[\w .+-]*")
Line = tuple[str, str]
"""What stands in a line, and what it means."""


def plan_text(answers: Answers, name: str) -> str:
    """Write the plan, every line with what it means."""
    lines: list[Line | None] = [
        (f"name: {_word(name)}", "shown in reports"),
        *([(f"currency: {_word(answers.currency)}", "shown in reports")] if answers.currency else []),
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
    head = (
        "# A sales plan. Every figure can be changed here; what else a plan can say stands in the docs of its format.\n"
    )
    return head + "".join("\n" if line is None else _written(*line) for line in lines)


def _calendar(answers: Answers) -> Iterator[Line]:
    yield "calendar:", "the days of the plan"
    meaning = {
        "period": "a quarter; 2027-H1, 2027-02 or 2027 would be a half, a month, a year",
        "start": "its first day",
        "weeks": "whole weeks, Monday to Sunday",
    }
    for key, value in answers.time.items():
        yield f"  {key}: {value}", meaning[key]
    yield "  working_days: [mon, tue, wed, thu, fri]", "the days that are worked"
    if answers.holidays:
        yield f"  holidays: {answers.holidays}", "whose public holidays are off"
    else:
        yield "  holidays: []", "days off for everyone, such as 2027-03-08, or a country such as US"
    if answers.leads:
        yield "  slots: [morning, afternoon]", "the parts of a day in which leads are answered"


def _target(answers: Answers) -> Iterator[Line]:
    wanted = answers.wanted
    yield "target:", "what is to be paid within these days"
    if wanted.revenue is not None:
        yield f"  revenue: {_number(wanted.revenue)}", "in all; a product, a month or a stage may have a target as well"
    else:
        yield f"  products: {{service: {{deals: {_number(wanted.deals or 0)}}}}}", "so many deals"
    yield "products:", "what is sold; its name is yours to choose, here and in funnels"
    yield f"  service: {{average_deal: {_number(answers.deal)}}}", "what an average deal pays"


def _day(answers: Answers) -> Iterator[Line]:
    calls, meetings = answers.calls, answers.meetings
    yield "day_patterns:", "what fits into a working day: the most of each"
    if calls:
        yield f"  - {{calls: {calls}}}", "nothing but cold calls"
    for held in range(1, meetings):
        if calls:
            yield f"  - {{meetings: {held}, calls: {_part(calls, meetings - held, meetings)}}}", "some of both"
    yield f"  - {{meetings: {meetings}}}", "nothing but meetings"
    if answers.leads:
        if calls:
            yield f"  - {{duty: 1, calls: {calls // HALVES}}}", "half a day on duty for leads, calls in the other half"
        if meetings // HALVES:
            yield f"  - {{duty: 1, meetings: {meetings // HALVES}}}", "half a day on duty, meetings in the other half"
        yield f"  - {{duty: {HALVES}}}", "all day on duty"


def _part(count: int, some: int, of: int) -> int:
    return count * some // of


def _funnels(answers: Answers) -> Iterator[Line]:
    yield "funnels:", "the ways to payment: the share that passes from each step to the next"
    meeting = (
        f"      - {{name: meeting, conversion: {_share(answers.deal_share)}, effort: {{meetings: 1}}, "
        f"days_to_next: {_number(answers.days)}}}"
    )
    if answers.calls:
        yield "  cold:", "cold calls"
        yield "    channel: outbound", "somebody opens the contact"
        yield "    product: service", "what it sells"
        yield "    opens_with: calls", "a call opens a contact"
        yield "    stages:", "conversion: the share that passes on; that of the last one is paid"
        yield f"      - {{name: call, conversion: {_share(answers.call_share)}}}", "calls that become a meeting"
        yield meeting, "meetings that become a paid deal"
    if answers.leads:
        yield "  warm:", "leads that come by themselves"
        yield "    channel: inbound", "they are answered by whoever is on duty"
        yield "    product: service", "what it sells"
        yield f"    leads: {{per_week: {_number(answers.leads)}}}", "so many in a full week"
        yield "    stages:", "as above" if answers.calls else "conversion: the share that passes on"
        yield f"      - {{name: lead, conversion: {_share(answers.lead_share)}}}", "leads that become a meeting"
        yield meeting, "meetings that become a paid deal"
    yield "pipeline: steady", "deals are under way as if it had always been so; or: empty, or how many where"
    yield "grace_weeks: 1", "meetings may be held a week later than they fall due"
    if answers.leads:
        yield f"duty: {{leads_per_slot: {_number(answers.leads_per_slot)}}}", "what one person answers in half a day"


def _people(answers: Answers) -> Iterator[Line]:
    cost = f", monthly_cost: {_number(answers.monthly_cost)}" if answers.monthly_cost else ""
    if answers.people:
        yield "managers:", "who is there; keep: true has a role in any case, others may be left out"
    else:
        yield "managers: []", "nobody is there yet; somebody who is: - {name: Anna, keep: true}"
    for person in answers.people:
        since = f", from: {person.first_day}" if person.first_day else ""
        yield f"  - {{name: {_word(person.name)}{cost}, keep: true{since}}}", _meaning(person)
    if answers.most_hires:
        yield "candidates:", "who could be hired: as few of them as it takes"
        yield (
            f"  - {{profile: new, at_most: {answers.most_hires}{cost}}}",
            "ramp: [0.5, 0.75] would be two weeks of learning",
        )


def _meaning(person: Present) -> str:
    if person.first_day:
        return "comes on that day"
    return "days_off, roles and effectiveness can be said, too"


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
