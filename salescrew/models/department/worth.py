"""What a paid deal brings: its price at once, and its fees from then to the end of the horizon."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.ties import DAYS_OF_A_MONTH
from salescrew.models.plan.calendar import days_between, month_of
from salescrew.models.plan.sections.products import Product


def fees_of(product: Product, days: int) -> float:
    """Give what the fees of a deal come to in so many days, on average over the customers who leave meanwhile.

    With `m = days / 30.4375` months and the churn c that is `fee * (1 - (1-c)^m) / -ln(1-c)`: what is left of the fee
    after t months, `fee * (1-c)^t`, over these months.
    """
    fee, churn = product.monthly_fee or 0.0, product.monthly_churn
    months = days / DAYS_OF_A_MONTH
    if not churn:
        return fee * months
    if churn == 1:
        return 0.0
    stays = math.log1p(-churn)
    return fee * math.expm1(stays * months) / stays


@dataclass(frozen=True)
class DealWorth:
    """What the deals of a plan bring, by product and the week of their payment; nothing after the horizon."""

    horizon: Horizon

    @cached_property
    def fees(self) -> dict[str, list[float]]:
        """What the fees of a deal come to until the end, by week; only of products that have a fee."""
        return {
            name: [fees_of(product, len(self._days_left(week))) for week in self.horizon.weeks]
            for name, product in self.horizon.plan.products.items()
            if product.monthly_fee
        }

    def price(self, product: str) -> float:
        """Give what an average deal pays at once."""
        return self.horizon.plan.products[product].average_deal

    def fee(self, product: str, week: int) -> float:
        """Give what the fees of a deal that is paid in a week come to until the end."""
        return self.fees[product][week] if product in self.fees else 0.0

    def revenue(self, product: str, week: int) -> float:
        """Give all that a deal brings that is paid in a week."""
        return self.price(product) + self.fee(product, week)

    def of_deals(self, product: str, by_week: Sequence[float]) -> float:
        """Give what deals bring, by the week of their payment."""
        found = self.price(product) * sum(by_week)
        if product in self.fees:
            found += math.fsum(deals * fee for deals, fee in zip(by_week, self.fees[product], strict=True))
        return found

    def of_entries(self, flow: FunnelFlow) -> list[float]:
        """Give for each week what a standard contact or lead of it brings within the horizon."""
        price = self.price(flow.funnel.product)
        fees = self.fees_of_entries(flow)
        return [price * sum(landed.values()) + fees[week] for week, landed in enumerate(flow.spread[-1])]

    def fees_of_entries(self, flow: FunnelFlow) -> list[float]:
        """Give what of that are fees."""
        fees = self.fees.get(flow.funnel.product)
        if fees is None:
            return [0.0] * flow.weeks
        return [math.fsum(share * fees[at] for at, share in landed.items()) for landed in flow.spread[-1]]

    def price_in_month(self, week: int, month: str) -> float:
        """Give the share of what is paid at once in a week that belongs to a month."""
        return self.horizon.month_shares[week].get(month, 0.0)

    def fee_in_month(self, week: int, month: str) -> float:
        """Give the share of the fees of a deal of a week that belongs to a month: they come evenly."""
        return self._months_left[week][month] / self._months_left[week].total()

    def revenue_in_month(self, product: str, week: int, month: str) -> float:
        """Give what a deal that is paid in a week brings in a month."""
        found = self.price(product) * self.price_in_month(week, month)
        return found + self.fees[product][week] * self.fee_in_month(week, month) if product in self.fees else found

    def _days_left(self, week: int) -> list[dt.date]:
        first = max(self.horizon.monday(week), self.horizon.calendar.start)
        return days_between(first, self.horizon.last_day)

    @cached_property
    def _months_left(self) -> list[Counter[str]]:
        return [Counter(map(month_of, self._days_left(week))) for week in self.horizon.weeks]
