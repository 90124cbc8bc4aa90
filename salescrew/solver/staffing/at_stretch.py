"""The odds of a team whose time to spare goes into contacts."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from salescrew.errors import ModelError
from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.solver.staffing.day_quotas import Quotas
from salescrew.solver.staffing.deal import PersonRoster
from salescrew.solver.staffing.quotas import quotas

LESS_THAN_MOST = (TARGET_TOLERANCE, 1e-5, 1e-4)
"""What rounding to whole quotas may take off the reach."""


def quotas_at_stretch(department: Department, reach: float, people: Sequence[PersonRoster]) -> Quotas | None:
    """Set the quotas with which people reach most; None where whole quotas come to too little."""
    for less in LESS_THAN_MOST:
        with contextlib.suppress(ModelError):
            return quotas(department.asking(reach * (1 - less)), people)
    return None
