"""The days of people on which they may be on duty, for what is known of whole weeks of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salescrew.models.department.department import Department
from salescrew.models.department.leads import slot_names
from salescrew.models.department.posts import Post
from salescrew.solver.staffing.columns import PostColumns, Span
from salescrew.solver.staffing.rules.columns import DutyDay


def days_on_duty(
    department: Department, post: Post, columns: PostColumns, span: Span
) -> tuple[Mapping[int, Sequence[int]], Sequence[tuple[DutyDay, ...]]]:
    """Give the columns of a span's days by their places on duty, and the days of each of its weeks.

    Of the places of a pattern no more count than a day has slots. Where single days are told apart, those count on
    which somebody is on duty, and not each that has a pattern with duty.
    """
    weeks: dict[int, list[DutyDay]] = {}
    at_once: dict[int, int] = {}
    for number in span.blocks:
        block = columns.blocks[number]
        slots = {day: len(slot_names(department.slots_of(post, day))) for day in block.days}
        at_once[number] = most = max(slots.values())
        places = tuple(min(duty, most) for duty in block.patterns)
        for day in block.days:
            weeks.setdefault(department.horizon.week_of(day), []).append(DutyDay(places, slots[day]))
    dutied: dict[int, list[int]] = {}
    days = ((number, duty, column) for (number, duty, _), column in columns.days.items())
    told_apart = ((number, duty, column) for (number, _, duty), column in columns.dutied.items())
    for number, duty, column in told_apart if columns.dutied else days:
        if number in at_once and (counted := min(duty, at_once[number])):
            dutied.setdefault(counted, []).append(column)
    return dutied, [tuple(sorted(days)) for days in weeks.values()]
