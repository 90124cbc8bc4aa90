"""What is sold."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values.quantities import Deviation, Fee, Price, Share


class Product(Record):
    """Something that is sold."""

    average_deal: Price = Field(
        description="what an average deal pays at once; above 0, unless it pays a `monthly_fee`", examples=["150_000"]
    )
    margin: Share | None = Field(default=None, description="profit's share of revenue")
    monthly_fee: Fee | None = Field(
        default=None, description="what a deal pays besides for each month from its payment to the end of the horizon"
    )
    monthly_churn: Share = Field(default=0.0, description="share of the fees that ends each month; beside monthly_fee")
    deal_cv: Deviation = Field(default=0.0, description="standard deviation of a deal over its mean")
