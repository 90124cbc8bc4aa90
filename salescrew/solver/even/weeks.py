"""Weeks that are alike, and which of them repeats which."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post


def kinds_of_weeks(department: Department, team: Sequence[Post]) -> list[list[int]]:
    """Gather the weeks that are alike: the same days, the same people there, the same places on duty.

    A week in which days are settled is like no other.
    """
    kinds: dict[object, list[int]] = {}
    for week in department.weeks:
        slots = tuple(
            (day.weekday(), slot.where, slot.required, slot.between_leads)
            for day in department.horizon.working_days_by_week[week]
            for slot in department.slots_by_day.get(day, ())
        )
        there = tuple(tuple(day.weekday() for day in post.days[week]) for post in team)
        is_settled = any(day in post.fixed for post in team if post.fixed for day in post.days[week])
        kinds.setdefault((slots, there, week if is_settled else None), []).append(week)
    return list(kinds.values())


def first_alike(kinds: Sequence[Sequence[int]], cycle: int) -> dict[int, int]:
    """Give for each week the first that it repeats, where the weeks of a kind repeat after so many of them."""
    return {week: weeks[number % cycle] for weeks in kinds for number, week in enumerate(weeks)}


def counting_weeks(department: Department, funnel: str) -> list[int]:
    """List the weeks in which contacts of a funnel bring something within the horizon."""
    if department.plan.pipeline == "steady":
        return list(department.weeks)
    return [week for week in department.weeks if any(goal.weights.get((funnel, week)) for goal in department.goals)]
