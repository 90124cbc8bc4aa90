"""Words that many pages need: people, money, which plan that is."""

from __future__ import annotations

from salescrew.cli.render.cells import date, money, plain
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan


def subtitle(department: Department) -> str:
    """Say which plan that is and when."""
    horizon = department.horizon
    span = f"{date(horizon.days[0])} to {date(horizon.last_day)}"
    return f"{plain(department.plan.name)}: {span}, {counted(len(horizon.weeks), 'week')}"


def amount(plan: Plan, value: float) -> str:
    """Write an amount of money with the plan's currency."""
    return f"{money(value)} {plain(plan.currency)}".strip()


NOT_FINISHED = "Not finished: Ctrl-C came before all was known. What is missing is left open."


def unfinished(*, finished: bool) -> str:
    """Say that something is not finished, where it is not."""
    return "" if finished else NOT_FINISHED


def persons(count: int | None) -> str:
    """Write a number of people."""
    return f"{count} {'person' if count == 1 else 'people'}"


def counted(count: int, word: str) -> str:
    """Write a number of things."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
