"""How much of each product the odds take: the plans that have them, and a region that surely holds them all.

The deals that are needed of the last product fall as the others grow. This curve is followed at some points; between
two of them no less is needed than at the upper one. The lower convex envelope of these steps is a region described by
linear inequalities, so that the relaxed model of all teams proves in one go what no team can do with less.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from salescrew.models.department.goals import DealSum
from salescrew.models.department.posts import Post
from salescrew.solver.search.confidence.effort import MIXES
from salescrew.solver.search.confidence.frontier import Frontier
from salescrew.solver.search.confidence.means import OddsOfMeans

Corner = tuple[float, ...]
Odds = Callable[[dict[str, float]], float]
Most = Callable[[str, dict[str, float]], float | None]


class Mixes:
    """How much of each product the odds take.

    Parameters
    ----------
    wanted
        The odds.
    """

    def __init__(self, odds: OddsOfMeans, frontier: Frontier, wanted: float) -> None:
        self.odds = odds
        self.frontier = frontier
        self.wanted = wanted
        *self.others, self.last = odds.products

    @cached_property
    def most(self) -> dict[str, float]:
        """The most of each product that any team can be expected to sell, by itself."""
        return {name: self.frontier.most(name, {}) or 0.0 for name in self.odds.products}

    @property
    def is_proof(self) -> bool:
        """Whether the bounds hold for all plans."""
        return self.odds.holds_for_all

    @cached_property
    def is_out_of_reach(self) -> bool:
        """Whether no team can have the odds, were it to sell the most of everything at once."""
        return self.odds.bound(self.most) < self.wanted

    @cached_property
    def known_regions(self) -> list[list[DealSum]]:
        """Regions, each as sums that are at least so much, that together hold all plans with the odds."""
        return list(self.regions())

    def regions(self) -> Iterator[list[DealSum]]:
        """Yield regions, each as cuts, that together hold all plans with the odds."""
        if not self.others:
            yield self._only_product()
        elif len(self.others) == 1:
            yield self._envelope()
        else:
            yield from self._boxes()

    def enough(self, corner: Corner) -> dict[str, float] | None:
        """Give deals with which a plan like the known one has the odds, beside so many of all products but the last."""
        beside = dict(zip(self.others, corner, strict=True))
        found = self._least(self.last, beside, self.odds.odds, MIXES.fine)
        return None if found is None else {**beside, self.last: found[1]}

    def corners(self) -> list[Corner]:
        """List points on the way along the deals that are needed, the most balanced first."""
        if not self.others:
            return [()]
        balanced = self._balanced()
        ranges = []
        for name in self.others:
            low, high = self._range(name)
            width = math.sqrt(low + 1)
            points = [balanced[name], *(low + steps * width for steps in MIXES.along)]
            ranges.append([point for point in points if point <= high])
        return sorted(itertools.product(*ranges), key=lambda point: sum(map(ranges[0].index, point[:1])))[: MIXES.tries]

    def best_of_team(self, team: Sequence[Post]) -> tuple[float, dict[str, float]]:
        """Find the mix with the best odds that a team can be expected to sell, its days split as it likes."""
        return self._best(lambda name, beside: self.frontier.most_of(team, name, beside))

    def best_mix(self, people: int | None) -> dict[str, float]:
        """Give the mix with the best odds that so many people, split as they like, can be expected to sell."""
        return self._best(lambda name, beside: self.frontier.most(name, beside, people, relaxed=True))[1]

    def _best(self, most: Most) -> tuple[float, dict[str, float]]:
        """Look for the mix with the best odds on a grid, and on finer ones around the best so far."""
        best: tuple[float, dict[str, float]] = (-1.0, {})
        axes = self._axes(most)
        for _ in range(MIXES.finer):
            for corner in itertools.product(*axes):
                beside = dict(zip(self.others, corner, strict=True))
                last = most(self.last, beside)
                if last is not None:
                    deals = {**beside, self.last: last}
                    best = max(best, (self.odds.odds(deals), deals), key=lambda found: found[0])
            if not best[1] or not axes:
                break
            axes = [_around(best[1][name], axis) for name, axis in zip(self.others, axes, strict=True)]
        return best

    def just_enough(self, deals: dict[str, float]) -> dict[str, float]:
        """Give less of all deals alike, as little as still has the odds."""
        low, high = 0.0, 1.0
        for _ in range(MIXES.halvings):
            middle = (low + high) / 2
            if self.odds.odds({name: middle * count for name, count in deals.items()}) < self.wanted:
                low = middle
            else:
                high = middle
        return {name: high * count for name, count in deals.items()}

    def enough_around(self, deals: dict[str, float]) -> list[DealSum]:
        """Describe mixes around one that has just the odds, all of which have them, as a region that takes them all in.

        With two products what is needed of one falls ever more slowly as the other grows, so that chords of this curve
        lie within. With more products it is no more than that one mix.
        """
        points = [deals]
        if len(self.others) == 1:
            (other,) = self.others
            width = math.sqrt(deals[other] + 1)
            points += [
                found
                for steps in MIXES.around
                if (found := self.enough((max(0.0, deals[other] + steps * width),))) is not None
            ]
            points.sort(key=lambda point: point[other])
        sums = [DealSum({name: 1.0}, min(point[name] for point in points)) for name in self.odds.products]
        for one, next_one in itertools.pairwise(points):
            (other,) = self.others
            further, less = next_one[other] - one[other], one[self.last] - next_one[self.last]
            if further > 0 and less > 0:
                numbers = {other: less, self.last: further}
                sums.append(DealSum(numbers, less * one[other] + further * one[self.last]))
        return sums

    def bound_of_team(self, team: Sequence[Post]) -> float:
        """Bound the odds of a team, whatever it opens."""
        return self._bound(
            lambda name, beside: self.frontier.most_of(team, name, beside), MIXES.cuts_of_team, self.wanted
        )

    def bound_of_people(self, people: int | None) -> float:
        """Bound the odds of all teams of at most so many people, or of any team, whatever they open."""
        if not self.is_proof:
            return 1.0
        return self._bound(
            lambda name, beside: self.frontier.most(name, beside, people, relaxed=True), MIXES.cuts_of_people, 0.0
        )

    def _bound(self, most: Most, cuts: int, enough: float) -> float:
        """Bound the odds by the upper corners of boxes that cover all that can be expected; cut those that matter."""
        numbers = itertools.count()
        queue: list[tuple[float, int, Corner, Corner]] = []

        def add(low: Corner, high: Corner) -> None:
            last = most(self.last, dict(zip(self.others, low, strict=True)))
            if last is not None:
                upper = dict(zip(self.others, high, strict=True))
                heapq.heappush(queue, (-self.odds.bound({**upper, self.last: last}), next(numbers), low, high))

        for pieces in itertools.product(
            *(itertools.pairwise([0.0, *axis[:: MIXES.parts // 2], axis[-1]]) for axis in self._axes(most))
        ):
            add(tuple(low for low, _ in pieces), tuple(high for _, high in pieces))
        for _ in range(cuts if self.others else 0):
            if not queue or -queue[0][0] < enough:
                break
            _, _, low, high = heapq.heappop(queue)
            sides = [upper - lower for lower, upper in zip(low, high, strict=True)]
            at = sides.index(max(sides))
            middle = (low[at] + high[at]) / 2
            add(low, (*high[:at], middle, *high[at + 1 :]))
            add((*low[:at], middle, *low[at + 1 :]), high)
        return -queue[0][0] if queue else 0.0

    def _axes(self, most: Most) -> list[list[float]]:
        """List deals of each product but the last up to the most there are, closely where the odds are decided."""
        axes = []
        for name in self.others:
            high = most(name, {}) or 0.0
            low = min(self._range(name)[0], high)
            width = math.sqrt(low + 1)
            points = [low + steps * width for steps in MIXES.grid]
            axes.append([*(point for point in points if 0 < point < high), high])
        return axes

    # ---- the curve

    def _range(self, product: str) -> tuple[float, float]:
        """Give the least that is needed of a product, beside the most of all others, and the most there is."""
        if product not in self._ranges:
            found = self._least(product, self.most, self.odds.bound, MIXES.rough)
            self._ranges[product] = ((self.most[product] if found is None else found[0]), self.most[product])
        return self._ranges[product]

    @cached_property
    def _ranges(self) -> dict[str, tuple[float, float]]:
        return {}

    def _balanced(self) -> dict[str, float]:
        """Give the deals with which all products alike have more than in the known plan."""
        times = self.odds.times_for(self.wanted)
        return {name: times * self.odds.expected(name) for name in self.odds.products}

    def _only_product(self) -> list[DealSum]:
        found = self._least(self.last, {}, self.odds.bound, MIXES.fine)
        return [DealSum({self.last: 1.0}, self.most[self.last] * 2 if found is None else found[0])]

    def _envelope(self) -> list[DealSum]:
        """Describe the lower convex envelope of the steps under the curve of two products."""
        (other,) = self.others
        low, high = self._range(other)
        places, width = [low], MIXES.step * math.sqrt(low + 1)
        while places[-1] < high:
            if places[-1] > low + MIXES.far * math.sqrt(low + 1):
                width *= MIXES.widening
            places.append(min(high, places[-1] + width))
        needed = self._followed(other, places)
        # from each place up to the next at least what is needed at the next
        steps = [*zip(places, needed[1:], strict=False), (places[-1], needed[-1])]
        hull: list[tuple[float, float]] = []
        for point in steps:
            while len(hull) >= 2 and not _turns_up(hull[-2], hull[-1], point):
                hull.pop()
            hull.append(point)
        cuts = [DealSum({other: 1.0}, places[0]), DealSum({self.last: 1.0}, needed[-1])]
        for (x, y), (next_x, next_y) in itertools.pairwise(hull):
            if next_x > x:
                slope = (next_y - y) / (next_x - x)
                cuts.append(DealSum({self.last: 1.0, other: -slope}, y - slope * x))
        return cuts

    def _followed(self, other: str, places: Sequence[float]) -> list[float]:
        """Give what is needed at least of the last product, place after place."""
        needed: list[float] = []
        for place in places:
            high = needed[-1] if needed else self.most[self.last]
            found = self._least(self.last, {other: place}, self.odds.bound, MIXES.rough, most=high * (1 + MIXES.rough))
            needed.append(high if found is None else min(found[0], high))
        return needed

    def _boxes(self) -> Iterator[list[DealSum]]:
        """Cut the ranges of all products but the last into boxes, each with what it takes at its upper corner."""
        cuts = []
        for name in self.others:
            low, high = self._range(name)
            inner = [low + steps * math.sqrt(low + 1) for steps in MIXES.boxes]
            cuts.append([low, *(cut for cut in inner if cut < high), high])
        for pieces in itertools.product(*(itertools.pairwise(cut) for cut in cuts)):
            beside = {name: upper for name, (_, upper) in zip(self.others, pieces, strict=True)}
            found = self._least(self.last, beside, self.odds.bound, MIXES.rough)
            if found is not None:
                lower = [DealSum({name: 1.0}, low) for name, (low, _) in zip(self.others, pieces, strict=True)]
                yield [*lower, DealSum({self.last: 1.0}, found[0])]

    def _least(
        self, product: str, beside: dict[str, float], odds: Odds, precision: float, most: float | None = None
    ) -> tuple[float, float] | None:
        """Find the least deals of a product that give the odds: so much is too little, so much enough."""
        low, high = 0.0, self.most[product] if most is None else most
        if odds({**beside, product: high}) < self.wanted:
            return None
        # odds change most where the number is spread, so the first steps go there
        step = max(math.sqrt(high + 1) / MIXES.first_step, precision)
        while high - step > low and odds({**beside, product: high - step}) >= self.wanted:
            high, step = high - step, 2 * step
        low = max(low, high - step)
        while high - low > precision * max(1.0, high):
            middle = (low + high) / 2
            if odds({**beside, product: middle}) < self.wanted:
                low = middle
            else:
                high = middle
        return low, high


def _around(best: float, axis: Sequence[float]) -> list[float]:
    """Give a finer axis around the best point of another."""
    at = min(range(len(axis)), key=lambda number: abs(axis[number] - best))
    low, high = axis[max(0, at - 1)], axis[min(len(axis) - 1, at + 1)]
    return [low + (high - low) * step / MIXES.parts for step in range(MIXES.parts + 1)]


def _turns_up(first: tuple[float, float], second: tuple[float, float], third: tuple[float, float]) -> bool:
    return (second[0] - first[0]) * (third[1] - first[1]) > (second[1] - first[1]) * (third[0] - first[0])
