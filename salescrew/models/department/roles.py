"""What a role means: what people in it work on, whether they answer leads, and what they do in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from salescrew.language import to_say
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import ROLES, USUAL_ROLES, Role


@dataclass(frozen=True)
class RoleMeaning:
    """What people in a role may do.

    Attributes
    ----------
    channels
        The channels of the funnels that they work.
    opens
        Whether they open contacts.
    on_duty
        Whether they answer leads, where all inbound funnels are theirs.
    between_leads
        Whether they open contacts and do other work in the time that duty leaves.
    closes
        Whether they do the work that only closers do.
    may_only
        That they may do nothing else, in words to be said.
    """

    channels: tuple[str, ...]
    opens: bool
    on_duty: bool
    between_leads: bool
    closes: bool
    may_only: str

    @property
    def takes_in(self) -> bool:
        """Whether they open contacts or answer leads."""
        return self.opens or self.on_duty

    @property
    def is_of_both_channels(self) -> bool:
        """Whether they take in items of both channels."""
        return self.opens and self.on_duty


_MEANINGS: Mapping[Role, RoleMeaning] = {
    "hunter": RoleMeaning(
        ("outbound",), opens=True, on_duty=False, between_leads=False, closes=False, may_only=to_say("may only hunt")
    ),
    "inbound": RoleMeaning(
        ("inbound",),
        opens=False,
        on_duty=True,
        between_leads=False,
        closes=False,
        may_only=to_say("may only answer leads"),
    ),
    "mixed": RoleMeaning(
        ("outbound", "inbound"),
        opens=True,
        on_duty=True,
        between_leads=True,
        closes=False,
        may_only=to_say("may only do both"),
    ),
    "closer": RoleMeaning(
        ("outbound", "inbound"),
        opens=False,
        on_duty=False,
        between_leads=False,
        closes=True,
        may_only=to_say("may only close"),
    ),
}


def meaning_of(role: Role) -> RoleMeaning:
    """Tell what people in a role may do."""
    return _MEANINGS[role]


def roles_in_use(plan: Plan) -> tuple[Role, ...]:
    """List the roles that somebody of a plan may have: a closer only where somebody's roles name it."""
    named = {role for person in (*plan.managers, *plan.candidates) for role in person.roles}
    return tuple(role for role in ROLES if role in USUAL_ROLES or role in named)
