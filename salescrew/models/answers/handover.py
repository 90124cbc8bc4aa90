"""What becomes of the work of somebody who is away: who takes it, when it moves to, or that it need not be done.

So too of the follow-up work of those whose time goes into what others leave.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from salescrew.models.answers.row import Figure, SparseRow
from salescrew.models.plan.sections.roles import Closers

HandoverKind = Literal["duty", "work", "contacts"]
HandoverOutcome = Literal["taken", "late", "fewer", "open"]


class Handover(SparseRow):
    """A part of what somebody was to do on a day and does not do then, and what becomes of it."""

    sparse = frozenset({"funnel", "by", "week"})

    date: dt.date = Field(description="the day")
    manager: str = Field(
        description="who was to do it: somebody who is away, or has less time for follow-up work than before"
    )
    kind: HandoverKind = Field(
        description="`duty`: a slot. `work`: follow-up work, so much of an activity. `contacts`: to open in a funnel"
    )
    what: str = Field(description="the slot, the activity or the funnel")
    amount: Figure = Field(description="how much of it: 1 of a slot")
    funnel: str | None = Field(
        default=None,
        description="of `work`: the funnel of its items; not there where quotas were rounded up and nothing falls due",
    )
    by: Closers | None = Field(default=None, description="`closer`: work that only closers do")
    week: dt.date | None = Field(
        default=None, description="of `work` with a funnel: Monday of the week it falls due in"
    )
    outcome: HandoverOutcome = Field(
        description="`taken`: somebody does it, or the same person on another day, work within the weeks of grace. "
        "`late`: the same, later than these. `fewer`: it need not be done. `open`: nobody has time for it"
    )
    taken_by: str | None = Field(description="who does it; null: nobody")
    on: dt.date | None = Field(description="on which day; null: on none")
    reason: str = Field(description="why")
