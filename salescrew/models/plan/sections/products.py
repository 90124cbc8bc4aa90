"""What is sold."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values import (
    Deviation,
    Price,
    Share,
)


class Product(Record):
    """Something that is sold."""

    average_deal: Price = Field(description="revenue of an average deal", examples=["150_000"])
    margin: Share | None = Field(default=None, description="profit's share of revenue")
    deal_cv: Deviation = Field(default=0.0, description="standard deviation of a deal over its mean")
