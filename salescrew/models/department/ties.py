"""Ties: what counts between teams that are as good in all objectives, in this order."""

from __future__ import annotations

from collections.abc import Iterable

from salescrew.models.department.horizon import Horizon
from salescrew.models.department.posts import Post
from salescrew.models.department.roles import meaning_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Manager, PersonFields
from salescrew.models.plan.sections.roles import Role

DAYS_OF_A_MONTH = 30.4375


def weight(horizon: Horizon, post: Post, tie: str) -> float:
    """Give what one person of a post counts in a tie."""
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


def days_paid(horizon: Horizon, record: PersonFields) -> int:
    """Count the calendar days of the horizon between somebody's first and last day."""
    first = max(record.from_ or horizon.calendar.start, horizon.calendar.start)
    last = min(record.until or horizon.last_day, horizon.last_day)
    return max(0, (last - first).days + 1)


def cost(horizon: Horizon, record: PersonFields) -> float:
    """Give what somebody costs over the horizon."""
    return record.monthly_cost * days_paid(horizon, record) / DAYS_OF_A_MONTH


def total(horizon: Horizon, team: Iterable[Post], tie: str) -> float:
    """Add up what a team comes to in a tie."""
    return sum(post.count * weight(horizon, post, tie) for post in team)
