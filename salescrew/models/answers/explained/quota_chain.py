"""Why a quota is what it is: for a person and a week the arithmetic from target to calls, to be redone on paper."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from salescrew.models.answers.row import Document, Figure, Row
from salescrew.models.plan.sections.roles import Role

Operation = Literal["is", "times", "divided_by", "plus"]
Unit = Literal["number", "money", "share"]


class Factor(Row):
    """One line of a chain: what is done to the line before, and what that makes."""

    label: str = Field(description="what the value is")
    operation: Operation = Field(description="`is` where a chain begins; then `times`, `divided_by` or `plus`")
    value: float = Field(description="the number, with no more digits than are to be printed")
    unit: Unit = Field(description="how the value is written: a number, an amount of money, or a share")
    makes: float = Field(description="the result so far, rounded; the next line is reckoned from this")
    counts: str = Field(default="", description="what the result counts, such as the name of a stage")


class Trace(Row):
    """A funnel over the whole plan: from a target back to contacts, or from leads on to payments."""

    funnel: str = Field(description="name of the funnel")
    target: str | None = Field(
        description="the target at which it begins: of those that the funnel's payments count for, the one with the "
        "least to spare; null: it begins with leads, contacts or deals"
    )
    factors: tuple[Factor, ...] = Field(description="the chain; one result counts the items of each stage")


class QuotaPart(Row):
    """What of a person's quota is contacts to open, or follow-up work."""

    kind: Literal["contacts", "follow_up"] = Field(description="what it is")
    funnel: str = Field(description="name of the funnel")
    stage: str = Field(description="the stage that makes the work; of contacts the first one")
    factors: tuple[Factor, ...] = Field(description="the chain; it begins with what the trace counts for that stage")
    amount: float = Field(description="the last result, as it is to be written")


class ActivityQuota(Row):
    """A person's quota of an activity in a week, and what it is made of."""

    activity: str = Field(description="name of the activity")
    quota: int = Field(description="sum of the quotas of the week's days")
    days: dict[dt.date, int] = Field(description="the quotas by day, where there is one")
    parts: tuple[QuotaPart, ...] = Field(description="what the quota is made of")
    needed: float = Field(description="sum of the parts' amounts; the quota is this, rounded up")
    to_spare: float = Field(
        description="what the quota is above that: less than 1 by rounding up, and 1 or more where the result asks "
        "for more than the work takes"
    )


class LeadsToAnswer(Row):
    """The leads of a funnel that a person on duty answers in a week, and what must come of them."""

    funnel: str = Field(description="name of the funnel")
    slots: int = Field(description="duty slots with leads of the funnel")
    factors: tuple[Factor, ...] = Field(
        description="the chain from the leads of a full week to those to answer, and on"
    )
    leads: float = Field(description="leads to answer")
    must_pass: Figure = Field(description="share of these that must pass on from the first stage")
    next_stage: str = Field(description="the stage that they pass on to")
    passing_on: float = Field(description="leads that must pass on: the last result")


class Outcome(Row):
    """What comes of the contacts that a person opens in a week, or of the leads that come on duty."""

    funnel: str = Field(description="name of the funnel")
    factors: tuple[Factor, ...] = Field(description="the chain from contacts or leads to revenue within the horizon")
    deals: float = Field(description="deals that are paid in the end")
    in_time: Figure = Field(description="share of these that is paid within the horizon; all under `steady`")
    revenue: float = Field(description="revenue within the horizon: the last result")


class QuotaChain(Document):
    """Why a person's quotas of a week are what they are."""

    version: int = Field(default=1, description="version of this format")
    manager: str = Field(description="name of the person")
    role: Role = Field(description="role of the person")
    week: dt.date = Field(description="the week's Monday")
    number: int = Field(description="number of the week, from 1")
    decimals: int = Field(description="decimals of the parts' amounts")
    traces: tuple[Trace, ...] = Field(description="the funnels that the person's week has a part in")
    quotas: tuple[ActivityQuota, ...] = Field(description="the activities of which there is a quota")
    leads: tuple[LeadsToAnswer, ...] = Field(description="the leads that come while the person is on duty")
    outcomes: tuple[Outcome, ...] = Field(description="what comes of these contacts and leads, by funnel")
