"""What a role means: what people in it work on, whether they answer leads, and what they do in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from salescrew.models.plan.sections.roles import Role


@dataclass(frozen=True)
class RoleMeaning:
    """What people in a role may do.

    Attributes
    ----------
    channels
        The channels of the funnels that they work.
    on_duty
        Whether they answer leads, where all inbound funnels are theirs.
    between_leads
        Whether they open contacts and do other work in the time that duty leaves.
    verb
        What they do, in words: they may only ...
    """

    channels: tuple[str, ...]
    on_duty: bool
    between_leads: bool
    verb: str


_MEANINGS: Mapping[Role, RoleMeaning] = {
    "hunter": RoleMeaning(("outbound",), on_duty=False, between_leads=False, verb="hunt"),
    "inbound": RoleMeaning(("inbound",), on_duty=True, between_leads=False, verb="answer leads"),
    "mixed": RoleMeaning(("outbound", "inbound"), on_duty=True, between_leads=True, verb="do both"),
}


def meaning_of(role: Role) -> RoleMeaning:
    """Tell what people in a role may do."""
    return _MEANINGS[role]
