"""A rule of a plan, and what else reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from salescrew.models.answers.explained.binding import Resource
from salescrew.models.answers.explained.conflict import Condition, Kind
from salescrew.models.plan.plan import Plan

Asked_contra = TypeVar("Asked_contra", contravariant=True)
Held = frozenset[Condition]
"""Of all that a plan asks for, what must hold."""


def _always_holds(plan: Plan, _held: Held) -> Plan:
    return plan


@dataclass(frozen=True)
class Rule(Generic[Asked_contra]):
    """A family of constraints.

    Attributes
    ----------
    apply
        Writes it into a model that answers what it asks.
    conditions
        What of it a plan can do without, by the kinds that a conflict names; nothing of what cannot be otherwise.
    left_out
        Gives a plan without what of it need not hold, as far as a plan can say that.
    priced
        What one more of is worth something where it binds.
    """

    name: str
    apply: Callable[[Asked_contra], None]
    conditions: tuple[Kind, ...] = ()
    left_out: Callable[[Plan, Held], Plan] = _always_holds
    priced: tuple[Resource, ...] = ()
