"""The roles that a person may have."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from salescrew.language import say_as, to_say_as
from salescrew.models.plan.values.texts import one_of

Role = Literal["hunter", "inbound", "mixed", "closer"]

ROLES: tuple[Role, ...] = ("hunter", "inbound", "mixed", "closer")

USUAL_ROLES: tuple[Role, ...] = ("hunter", "inbound", "mixed")
"""The roles of whoever's roles are not named: a closer is chosen only of those who are said to be one."""

CLOSER: Role = "closer"

Closers = Annotated[Literal["closer"], BeforeValidator(one_of(CLOSER))]
"""Who does certain work: closers alone."""

RoleName = Annotated[Role, BeforeValidator(one_of(*ROLES))]

_WORDS: dict[str, str] = {
    "hunter": to_say_as("role", "hunter"),
    "inbound": to_say_as("role", "inbound"),
    "mixed": to_say_as("role", "mixed"),
    "closer": to_say_as("role", "closer"),
}


def role_in_words(role: str) -> str:
    """Write a role for people to read; a word that is none stays what it is."""
    return say_as("role", _WORDS[role]) if role in _WORDS else role
