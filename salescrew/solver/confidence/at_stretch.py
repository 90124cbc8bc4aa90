"""The odds of a team whose time to spare goes into contacts."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence

from salescrew.errors import ModelError
from salescrew.solver.day_quotas import DayQuota
from salescrew.solver.deal import PersonRoster
from salescrew.solver.quotas import quotas
from salescrew.solver.situation import TARGET_TOLERANCE, Situation

LESS_THAN_MOST = (TARGET_TOLERANCE, 1e-5, 1e-4)
"""What rounding to whole quotas may take off the reach."""
Asked = Mapping[tuple[str, dt.date], DayQuota]


def quotas_at_stretch(situation: Situation, reach: float, people: Sequence[PersonRoster]) -> Asked | None:
    """Set the quotas with which people reach most; None where whole quotas come to too little."""
    for less in LESS_THAN_MOST:
        with contextlib.suppress(ModelError):
            return quotas(situation.asking(reach * (1 - less)), people)
    return None
