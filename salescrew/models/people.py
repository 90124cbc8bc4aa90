"""The people of a plan: everyone who is there or could be hired, by name."""

from __future__ import annotations

from dataclasses import dataclass

from salescrew.models.calendar import Horizon
from salescrew.models.plan import Plan
from salescrew.models.records import PersonFields, Role


@dataclass(frozen=True)
class Person:
    """Someone who is there or could be hired.

    Attributes
    ----------
    kind
        The number of the kind: people of the same kind are alike in everything but the name.
    """

    name: str
    record: PersonFields
    hired: bool
    kind: int


def people(plan: Plan) -> list[Person]:
    """List the managers, then the candidates of every profile as `profile 1`, `profile 2` and so on."""
    kinds: dict[str, int] = {}
    everyone = []
    for manager in plan.managers:
        kind = kinds.setdefault("manager " + manager.model_dump_json(exclude={"name"}), len(kinds))
        everyone.append(Person(manager.name, manager, hired=False, kind=kind))
    for candidate in plan.candidates:
        kind = kinds.setdefault("candidate " + candidate.model_dump_json(exclude={"profile", "at_most"}), len(kinds))
        everyone += [
            Person(f"{candidate.profile} {number}", candidate, hired=True, kind=kind)
            for number in range(1, candidate.at_most + 1)
        ]
    return everyone


def funnels_worked(plan: Plan, person: PersonFields, role: Role) -> frozenset[str]:
    """Give the funnels that a person works in a role."""
    channels = {"hunter": ("outbound",), "inbound": ("inbound",), "mixed": ("outbound", "inbound")}[role]
    own = plan.funnels if person.funnels is None else person.funnels
    return frozenset(name for name in own if plan.funnels[name].channel in channels)


def may_be_on_duty(plan: Plan, person: PersonFields, role: Role) -> bool:
    """Tell whether a person in a role answers leads: all inbound funnels must be among theirs."""
    inbound = {name for name, funnel in plan.funnels.items() if funnel.channel == "inbound"}
    return role != "hunter" and inbound <= funnels_worked(plan, person, role)


def effectiveness_by_week(horizon: Horizon, person: PersonFields, role: Role) -> list[float]:
    """Give what one contact or lead of a person in a role is worth, in each week."""
    full: float = getattr(person.effectiveness, role)
    first = 0 if person.from_ is None else horizon.week_of(person.from_)

    def ramp(week: int) -> float:
        since = week - first
        return person.ramp[since] if 0 <= since < len(person.ramp) else 1.0

    return [full * ramp(week) for week in horizon.weeks]
