"""What counts for a target that is left to chance, and whether its odds can be worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salescrew.models.department.targets import TargetLine, deal_worth
from salescrew.models.department.worth import DealWorth

MOST_PRODUCTS = 3
Counted = str | tuple[str, str]
"""What is counted: the deals of a product, or the items that enter a stage of a funnel."""


@dataclass(frozen=True)
class WhatCounts:
    """What counts for the targets of a plan.

    Attributes
    ----------
    products
        The products that are sold.
    deviations
        The standard deviation of a deal over its mean, by product.
    """

    worth: DealWorth
    products: Sequence[str]
    deviations: Mapping[str, float]

    def sold_for(self, lines: Sequence[TargetLine]) -> list[str]:
        """List the products whose deals count for any of the targets."""
        return [name for name in self.products if any(self.value(line, name) for line in lines)]

    def counted_for(self, lines: Sequence[TargetLine]) -> list[Counted]:
        """List what counts for any of the targets."""
        return [*self.sold_for(lines), *(line.stage for line in lines if line.stage is not None)]

    def value(self, line: TargetLine, counted: Counted) -> float:
        """Give what a deal, or an item that enters a stage, counts for a target, where it does so in its time."""
        if line.stage is not None or not isinstance(counted, str):
            return float(counted == line.stage)
        return deal_worth(self.worth.horizon.plan, counted, line.measure) if line.product in (None, counted) else 0.0

    def brings(self, line: TargetLine, product: str) -> bool:
        """Tell whether deals of a product count for a target, by their price or by their fees."""
        return self.value(line, product) > 0 or self._pays_fees(line, product)

    def has_fees(self, line: TargetLine) -> bool:
        """Tell whether it counts for a target in which week a deal is paid, since fees run from then on."""
        return any(self._pays_fees(line, name) for name in self.products)

    def _pays_fees(self, line: TargetLine, product: str) -> bool:
        return line.is_money and line.stage is None and line.product in (None, product) and product in self.worth.fees

    def differ_in_size(self, lines: Sequence[TargetLine]) -> list[str]:
        """List the products of whose deals the size counts, and differs."""
        return [
            name
            for name in self.sold_for(lines)
            if self.deviations[name] and any(self.value(line, name) and line.measure != "deals" for line in lines)
        ]

    def can_be_worked_out(self, lines: Sequence[TargetLine]) -> bool:
        """Tell whether the probability that all of some targets are met can be worked out."""
        if any(map(self.has_fees, lines)) or (len(lines) > 1 and any(line.stage for line in lines)):
            return False
        if len({line.month for line in lines}) > 1:
            return False
        sizes = self.differ_in_size(lines)
        counted = [line for line in lines if line.measure == "deals"]
        if any(self.value(line, name) for name in sizes for line in counted):
            return False
        return len(lines) == 1 or len(self.sold_for(lines)) <= MOST_PRODUCTS
