"""Ties: what counts between teams that are as good in all objectives, in this order."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from salescrew.models.department.horizon import Horizon
from salescrew.models.department.posts import Post
from salescrew.models.department.roles import meaning_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Candidate, Manager, PersonFields
from salescrew.models.plan.sections.roles import Role

DAYS_OF_A_MONTH = 30.4375
TIES = ("hires", "role_changes", "wider", "cost")


def weight(horizon: Horizon, post: Post, tie: str) -> float:
    """Give what one person of a post counts in an objective or a tie."""
    if tie == "people":
        return 1.0
    if tie == "monthly_cost":
        return post.record.monthly_cost + post.extra_cost
    if tie == "hires":
        return float(post.hired)
    if tie == "role_changes":
        return float(changes_role(post.record, post.role))
    if tie == "wider":
        return float(is_wider(horizon.plan, post.record, post.role))
    return cost(horizon, post.record)


def changes_role(record: PersonFields, role: str) -> bool:
    """Tell whether somebody who is there would have another role than today."""
    return isinstance(record, Manager) and record.role is not None and record.role != role


def is_wider(plan: Plan, record: PersonFields, role: Role) -> bool:
    """Tell whether a role is wider than what somebody could do: of several channels, of which not all are theirs."""
    own = plan.funnels if record.funnels is None else record.funnels
    meaning = meaning_of(role)
    return meaning.is_of_both_channels and not {plan.funnels[name].channel for name in own}.issuperset(meaning.channels)


def days_paid(horizon: Horizon, record: PersonFields, start: dt.date | None = None) -> int:
    """Count the calendar days of the horizon between somebody's first and last day.

    Parameters
    ----------
    start
        The first day, of those that there are to choose from; by default the earliest.
    """
    first = max(start or record.first_day or horizon.calendar.start, horizon.calendar.start)
    last = min(record.until or horizon.last_day, horizon.last_day)
    return max(0, (last - first).days + 1)


def cost(horizon: Horizon, record: PersonFields, start: dt.date | None = None) -> float:
    """Give what somebody costs over the horizon: the days between the first and the last, and what hiring costs."""
    return record.monthly_cost * days_paid(horizon, record, start) / DAYS_OF_A_MONTH + hiring_cost(record)


def least_cost(horizon: Horizon, record: PersonFields) -> float:
    """Give what somebody costs over the horizon at the least, with the latest of the first days to choose from."""
    return cost(horizon, record, record.starts[-1])


def hiring_cost(record: PersonFields) -> float:
    """Give what it costs once that somebody comes; nothing of those who are there."""
    return record.hiring_cost if isinstance(record, Candidate) else 0.0


def is_counted_over_horizon(plan: Plan) -> bool:
    """Tell whether a plan says something of the cost over the horizon, or of first days that it depends on."""
    of_candidates = any(isinstance(one.from_, tuple) or one.hiring_cost for one in plan.candidates)
    return "cost" in plan.objective or plan.limits.cost is not None or of_candidates


def total(horizon: Horizon, team: Iterable[Post], tie: str) -> float:
    """Add up what a team comes to in an objective or a tie."""
    return math.fsum(post.count * weight(horizon, post, tie) for post in team)
