"""The roles that a person may have."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from salescrew.models.plan.values import (
    one_of,
)

Role = Literal["hunter", "inbound", "mixed"]

ROLES: tuple[Role, ...] = ("hunter", "inbound", "mixed")

RoleName = Annotated[Role, BeforeValidator(one_of(*ROLES))]
