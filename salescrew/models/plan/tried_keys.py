"""Keys that people try and that a record does not have, each with the one that does what they want."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from salescrew.language import say, to_say


@dataclass(frozen=True)
class _Advice:
    """What to do instead, with what to write."""

    todo: str
    example: str = ""


Tried = Mapping[tuple[str, ...], str | _Advice]

_IN_CALENDAR = to_say("Write it in calendar, as `{example}`.")
_TRIED: Mapping[str, Tried] = {
    "Plan": {
        ("days_per_week", "max_days", "days_a_week"): "max_days_per_week",
        ("start", "weeks"): _Advice(_IN_CALENDAR, "start: 2026-01-12, weeks: 12"),
        ("end", "end_date", "until"): _Advice(_IN_CALENDAR, "end: 2026-03-31"),
        ("period", "quarter", "month", "months", "year"): _Advice(_IN_CALENDAR, "period: 2026-Q1"),
        ("working_days", "weekdays"): _Advice(_IN_CALENDAR, "working_days: [mon, tue, wed, thu, fri]"),
        ("holidays", "days_off"): _Advice(_IN_CALENDAR, "holidays: RU"),
        ("slots", "shifts", "shift"): _Advice(_IN_CALENDAR, "slots: [morning, afternoon]"),
        ("short_days", "half_days"): _Advice(_IN_CALENDAR, "short_days: {sat: [morning]}"),
        ("people", "team", "staff", "employees"): "managers",
        ("hires", "profiles"): "candidates",
        ("patterns", "day_pattern"): "day_patterns",
        ("absences", "vacation", "vacations"): "away",
    },
    "Calendar": {
        ("end_date", "last_day", "until", "to", "finish"): "end",
        ("start_date", "first_day", "from", "begin"): "start",
        ("months", "month", "quarter", "quarters", "half", "year", "years"): "period",
        ("days_per_week", "weekdays", "week_days", "days"): "working_days",
        ("days_off", "vacation", "closed", "public_holidays", "country"): "holidays",
        ("shifts", "shift", "hours"): "slots",
        ("half_days", "short_weekdays"): "short_days",
        ("duration", "length"): "weeks",
        ("shift_minutes", "minutes", "slot_length"): "slot_minutes",
        ("shift_starts", "slot_times", "starts"): "slot_starts",
        ("zone", "time_zone", "tz"): "timezone",
        ("max_days_per_week",): _Advice(to_say("Write max_days_per_week beside calendar, not in it.")),
    },
    "Target": {
        ("by_quarter", "by_half", "quarters", "months", "monthly", "by_week"): "by_month",
        ("turnover", "sales", "total"): "revenue",
        ("deals",): _Advice(to_say("Write it by product, as `{example}`."), "products: {audit: {deals: 20}}"),
        ("margin", "gross_profit"): "profit",
    },
    "Leads": {
        ("per_month", "monthly", "per_day", "daily", "per_quarter"): "per_week",
        ("weekly", "weeks"): "by_week",
        ("by_month", "months", "seasonality", "by_quarter"): "season",
        ("by_day", "weekdays", "by_day_of_week"): "by_weekday",
        ("by_hour", "by_shift"): "by_slot",
        ("holidays", "on_holidays", "weekends"): "days_off",
    },
    "PersonFields": {
        ("days_per_week", "max_days", "days_a_week"): "max_days_per_week",
        ("shift", "shifts", "hours", "availability", "half_day"): "slots",
        ("end_date", "end", "to", "last_day"): "until",
        ("start_date", "start", "since", "first_day"): "from",
        ("schedule", "rotation", "roster"): "rota",
        ("weekdays", "days", "work_days"): "working_days",
        ("vacation", "vacations", "holidays", "time_off", "absences", "leave"): "days_off",
        ("part_time", "fte", "workload"): _Advice(to_say("Write working_days, or day_patterns of the person's own.")),
        ("salary", "wage", "cost", "monthly_salary"): "monthly_cost",
        ("productivity", "performance", "skill"): "effectiveness",
        ("max_slots_per_week", "max_duty"): _Advice(
            to_say("Write max_slots_per_week in duty: it is the same for all.")
        ),
    },
    "OnAndOff": {
        ("start", "first_day", "since"): "from",
        ("days_on", "work"): "on",
        ("days_off", "free", "rest"): "off",
    },
    "DutyRule": {
        ("managers", "people_per_slot", "staff"): "managers_per_slot",
        ("sla", "average_wait", "average_wait_seconds", "asa"): "service_level",
    },
    "Duty": {
        ("queue", "by_queue", "languages", "lines"): "queues",
        ("max_shifts_per_week", "max_slots", "slots_per_week"): "max_slots_per_week",
        ("slots", "shifts"): _Advice(_IN_CALENDAR, "slots: [morning, afternoon]"),
    },
    "ServiceLevel": {("average_wait", "asa", "mean_wait_seconds", "wait_seconds"): "average_wait_seconds"},
    "Limits": {("headcount", "max_people"): "people", ("budget", "salary"): "monthly_cost"},
    "Stage": {("probability", "rate", "win_rate"): "conversion", ("days", "duration", "cycle"): "days_to_next"},
}


def answer_to(key: str, record: type[BaseModel]) -> str | None:
    """Give the key that does what somebody wants who tries another one in a record, or say where to write it.

    None where nobody knows.
    """
    for kind in record.__mro__:
        for tried, answer in _TRIED.get(kind.__name__, {}).items():
            if key.casefold() in tried:
                return answer if isinstance(answer, str) else say(answer.todo, example=answer.example)
    return None
