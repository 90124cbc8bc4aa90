"""The explanation of an answer: why this number, why not fewer, and what would change it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from salescrew.models.answers.explained.binding import Binding
from salescrew.models.answers.explained.changes import Changes
from salescrew.models.answers.explained.conflict import Conflict
from salescrew.models.answers.explained.kept import Kept
from salescrew.models.answers.explained.last_days import LastDays
from salescrew.models.answers.explained.person import ExplainedPerson
from salescrew.models.answers.explained.quota_chain import QuotaChain
from salescrew.models.answers.explained.starts import Starts
from salescrew.models.answers.explained.without import Without
from salescrew.models.answers.result import OddsOfPeople, OneFewer, Result, Status, Stretch
from salescrew.models.answers.row import Document, Figure, Row, SparseRow

What = Literal["headcount", "target", "starts", "person", "quota", "odds"]
Lever = Literal["target", "source", "deal", "smaller_deals", "conversion", "person"]


class OddsLever(Row):
    """What the odds would be if one thing were otherwise."""

    lever: Lever = Field(
        description="`target`: this one left out; `source`: this source of chance held at its mean; `deal`: one deal "
        "more that is paid for certain; `smaller_deals`: twice as many deals of half the size; `conversion`: "
        "conversions better by a tenth; `person`: one person more who opens as much as the others"
    )
    of: str | None = Field(description="the target's path, the source, or the product; null for all of them")
    odds: Figure = Field(description="the odds of meeting all targets (all others, where one is left out)")


class OddsMissing(Row):
    """Where the odds that are missing come from."""

    all: Figure = Field(description="the odds of meeting all targets together")
    error: Figure = Field(description="how far these may be off")
    levers: tuple[OddsLever, ...] = Field(description="what would raise them, by the most in each kind first")
    confidence: Figure | None = Field(default=None, description="the odds that are asked for; null where none are")
    by_people: tuple[OddsOfPeople, ...] = Field(
        default=(), description="with a confidence: what so many people can promise, as in a result"
    )


class Explanation(SparseRow, Document):
    """Why an answer is what it is; parts that were not asked for, or that do not exist, are null or empty."""

    sparse = frozenset({"starts", "kept", "without"})

    version: int = Field(default=1, description="version of this format")
    unfinished: tuple[What | Literal["without"], ...] = Field(
        default=(), description="what was asked and is not answered, or not to the end: time was up, or Ctrl-C came"
    )
    status: Status = Field(description="status of the answer")
    headcount: int | None = Field(description="people of the answer; null where the plan cannot be met")
    reach: float | None = Field(description="where the plan cannot be met: how far the best team gets")
    reach_proven: bool | None = Field(
        default=None, description="where the plan cannot be met: whether it is proven that no team gets further"
    )
    stretch: Stretch | None = Field(description="how far the team of the answer could get")
    one_fewer: OneFewer | None = Field(description="how far the best team of one person fewer gets")
    conflict: Conflict | None = Field(default=None, description="`headcount`: what cannot hold together")
    changes: Changes | None = Field(
        default=None, description="`headcount`: single changes that make the plan possible, or save a person"
    )
    kept: Kept | None = Field(
        default=None,
        description="`headcount`: what would do if nobody had `keep`; absent where that is no less, or not looked for",
    )
    binding: Binding | None = Field(default=None, description="`target`: what binds, and what more of it is worth")
    last_days: tuple[LastDays, ...] = Field(default=(), description="`target`: until when an entry can pay in time")
    starts: Starts | None = Field(
        default=None,
        description="`starts`: whom to hire when, and what a later start would cost; absent where nobody has first "
        "days to choose from",
    )
    persons: tuple[ExplainedPerson, ...] = Field(default=(), description="`person`: what each person brings")
    odds: OddsMissing | None = Field(default=None, description="`odds`: where the odds that are missing come from")
    quotas: tuple[QuotaChain, ...] = Field(default=(), description="`quota`: where the numbers come from")
    without: Without | None = Field(
        default=None, description="what the people carry who were named for that; absent where nobody was"
    )


def explanation_of(result: Result) -> Explanation:
    """Begin an explanation with what the answer itself says."""
    return Explanation(
        status=result.status,
        headcount=result.headcount if result.status != "infeasible" else None,
        reach=result.reach,
        reach_proven=result.reach_proven,
        stretch=result.stretch,
        one_fewer=result.one_fewer,
    )
