"""The roles that a person may have."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from salescrew.models.plan.values import (
    one_of,
)

Role = Literal["hunter", "inbound", "mixed", "closer"]

ROLES: tuple[Role, ...] = ("hunter", "inbound", "mixed", "closer")

USUAL_ROLES: tuple[Role, ...] = ("hunter", "inbound", "mixed")
"""The roles of whoever's roles are not named: a closer is chosen only of those who are said to be one."""

CLOSER: Role = "closer"

Closers = Annotated[Literal["closer"], BeforeValidator(one_of(CLOSER))]
"""Who does certain work: closers alone."""

RoleName = Annotated[Role, BeforeValidator(one_of(*ROLES))]
