"""The number of paid deals of a funnel as a random number: its generating function.

Items are independent of one another, given the conversions and the level of the leads. So the generating function is a
product: of Bernoulli chains for contacts and opening items, of compound Poisson numbers for leads, or of compound
negative binomial ones where leads come in waves.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, cast

import numpy as np
import numpy.typing as npt

from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.odds.opened import Opened
from salescrew.models.odds.quadrature import Floats, Rule, all_pairs, beta_rule, gamma_rule, product_rule
from salescrew.models.odds.streams import (
    ContactStream,
    LeadStream,
    Streams,
    Underway,
    item_stream,
    streams_of,
    underway_of,
)
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.chance import Source
from salescrew.models.plan.sections.funnels import PAID, Stage

Complex = npt.NDArray[np.complex128]
SMALL = 0.15
TERMS = 32
"""The series of log(1 + p w) with |w| up to 2 and p up to `SMALL` ends here below the noise of doubles."""
CERTAIN = 1e-12
MOST_NODES = 4096
MOST_VALUES = 2**20


@dataclass(frozen=True)
class Nodes:
    """Conversions, and levels of the leads, that stand for what these may turn out to be.

    Attributes
    ----------
    passing
        The probability to pass all stages from each stage on, by stage and node; 0 where nothing needs it.
    first
        The conversion of the first stage by node.
    level
        The level of the leads over the plan's; None where it is left to the generating function.
    """

    passing: Floats
    first: Floats
    level: Floats | None
    weights: Floats


class FunnelChance:
    """The paid deals of a funnel, where so much is opened.

    Parameters
    ----------
    fixed
        The sources of chance that are held at their means.
    most_nodes
        How many combinations of conversions at the most stand for all, where items are at several stages.
    """

    def __init__(
        self, plan: Plan, name: str, opened: Opened, fixed: frozenset[Source], most_nodes: int = MOST_NODES
    ) -> None:
        self.plan = plan
        self.opened = opened
        self.fixed = fixed
        self.name = name
        self.most_nodes = most_nodes
        self.funnel = plan.funnels[name]
        self.product = self.funnel.product
        self.streams: Streams = streams_of(plan, name, opened)
        self.underway = underway_of(FunnelFlow(plan, name))
        self.weeks = plan.calendar.weeks
        leads = self.funnel.leads
        self.leads_are_fixed = "arrivals" in fixed
        self.dispersion = 1.0 if leads is None or self.leads_are_fixed else leads.dispersion
        self.level_cv = 0.0 if leads is None or "forecast" in fixed or not self.streams.leads else leads.level_cv
        self.observed = [] if "rates" in fixed else [n for n, s in enumerate(self.funnel.stages) if is_uncertain(s)]

    @cached_property
    def is_mixed(self) -> bool:
        """Whether numbers that are not known have to be integrated over."""
        return bool(self.observed) or (self.level_cv > 0 and self.leads_are_fixed)

    def only(self, streams: Streams) -> Self:
        """Give the same with only some of what runs through the funnel."""
        other = copy.copy(self)
        other.streams = streams
        return other

    def with_underway(self, underway: Sequence[Underway]) -> Self:
        """Give the same with other items under way at the start."""
        flow = FunnelFlow(self.plan, self.name)
        items = tuple(item_stream(flow, one, self.opened) for one in underway)
        other = self.only(Streams(self.streams.contacts, self.streams.leads, items))
        other.underway = tuple(underway)
        return other

    def to_stage(self, stage: str) -> FunnelChance:
        """Give the same for the items that enter a stage, as if they were paid there."""
        if stage == PAID:
            return self
        stages = self.funnel.stages
        number = [one.name for one in stages].index(stage)
        cut = self.funnel.model_copy(update={"stages": (*stages[:number], Stage(name=stage, conversion=1.0))})
        pipeline = self.plan.pipeline if self.plan.pipeline == "steady" else "empty"
        funnels = {**self.plan.funnels, self.name: cut}
        plan = self.plan.model_copy(update={"funnels": funnels, "pipeline": pipeline})
        made = FunnelChance(plan, self.name, self.opened.up_to(self.name, number), self.fixed, self.most_nodes)
        return made.with_underway(
            [one for one in self.underway if one.stage < number or (one.stage == number and one.enters)]
        )

    # ---- nodes

    def nodes(self, order: int, *, with_level: bool = False) -> Nodes:
        """Give the values of what is not known.

        Parameters
        ----------
        order
            How many values a rule has.
        with_level
            Whether the level of the leads is among them, rather than in the generating function.
        """
        key = (order, with_level)
        if key not in self._known_nodes:
            self._known_nodes[key] = self._nodes(order, with_level=with_level)
        return self._known_nodes[key]

    @cached_property
    def _known_nodes(self) -> dict[tuple[int, bool], Nodes]:
        return {}

    def _nodes(self, order: int, *, with_level: bool) -> Nodes:
        passing, first, weights = self._conversions(order)
        if not self.level_cv or not (with_level or self.leads_are_fixed):
            return Nodes(passing, first, None, weights)
        levels = gamma_rule(self.level_cv, min(order, 48))
        many = len(levels.values)
        return Nodes(
            np.repeat(passing, many, axis=1),
            np.repeat(first, many),
            np.tile(levels.values, len(weights)),
            np.outer(weights, levels.weights).ravel(),
        )

    def _conversions(self, order: int) -> tuple[Floats, Floats, Floats]:
        """Give the probability to pass from each stage on, the first conversion, and the weight, by node."""
        if len(self.observed) > 1 and self._stages_with_items:
            return self._every_conversion(order)
        rules = [self._rule(number, order) for number in range(len(self.funnel.stages))]
        if self._may_bring_more_than_one():
            first, rest, weights = all_pairs(rules[0], product_rule(rules[1:], order))
            return self._passing(first * rest, rules), first, weights
        # where a contact brings at most one item, only the product of all conversions matters
        whole = product_rule(rules, order)
        return self._passing(whole.values, rules), whole.values, whole.weights

    @property
    def _stages_with_items(self) -> set[int]:
        """The stages after the first that items are at when the plan begins."""
        return {items.stage for items in self.streams.items} - {0}

    def _passing(self, whole: Floats, rules: Sequence[Rule]) -> Floats:
        """Give the probability to pass from each stage on, where one conversion is uncertain, or no items tell more."""
        passing = np.zeros((len(rules), len(whole)))
        passing[0] = whole
        for number in self._stages_with_items:
            passing[number] = 1.0
            for rule in rules[number:]:
                passing[number] = passing[number] * rule.values
        return passing

    def _every_conversion(self, order: int) -> tuple[Floats, Floats, Floats]:
        """Give all combinations of the stages' conversions, since items are at several of them."""
        order = max(3, min(order, int(self.most_nodes ** (1 / len(self.observed)))))
        rules = [self._rule(number, order) for number in range(len(self.funnel.stages))]
        grids = np.meshgrid(*(rule.values for rule in rules), indexing="ij")
        values = np.array([grid.ravel() for grid in grids])
        weights = rules[0].weights
        for rule in rules[1:]:
            weights = np.outer(weights, rule.weights).ravel()
        return np.cumprod(values[::-1], axis=0)[::-1], values[0], weights

    def _rule(self, number: int, order: int) -> Rule:
        stage = self.funnel.stages[number]
        if number not in self.observed or stage.observed is None:
            return Rule.certain(stage.conversion)
        return beta_rule(*beta_of(stage), order)

    def _may_bring_more_than_one(self) -> bool:
        """Whether a contact or lead may bring more than one item, as it does where it is worth a lot."""
        worths = [stream.worth for stream in self.streams.contacts]
        worths += [worth for stream in self.streams.leads for worth in stream.by_worth]
        most = max(worths, default=0.0)
        if 0 not in self.observed:
            return most * self.funnel.stages[0].conversion > 1
        return most > 1 and _chance_above(self.funnel.stages[0], 1 / most) > CERTAIN

    # ---- the generating function

    def generating(self, w: Complex, nodes: Nodes, weight: Floats) -> Complex:
        """Give the generating function at 1 + w, whatever the conversions and the level turn out to be.

        Parameters
        ----------
        weight
            By week, the probability that a deal paid in it counts.
        """
        chunk = max(1, MOST_VALUES // len(w))
        found = np.zeros(len(w), dtype=complex)
        for start in range(0, len(nodes.weights), chunk):
            part = slice(start, start + chunk)
            level = None if nodes.level is None else nodes.level[part]
            some = Nodes(nodes.passing[:, part], nodes.first[part], level, nodes.weights[part])
            found += np.einsum("n,nw->w", some.weights, self.at_nodes(w, some, weight))
        return found

    def at_nodes(self, w: Complex, nodes: Nodes, weight: Floats) -> Complex:
        """Give the generating function at 1 + w by node."""
        # a chain that is paid in one half of all cases is nothing at -1
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.exp(self._log_of(w, nodes, weight))
        return np.where(np.isnan(found), 0.0, found)

    def _log_of(self, w: Complex, nodes: Nodes, weight: Floats) -> Complex:
        found = self._bernoullis(w, nodes, weight)
        if self.leads_are_fixed:
            return found
        exponent = np.zeros_like(found)
        for stream in self.streams.leads:
            exponent += self._leads(stream, w, nodes, float(stream.landing @ weight))
        if nodes.level is not None:
            exponent *= nodes.level[:, None]
        elif self.level_cv:
            variance = self.level_cv**2
            exponent = -_log1p(-variance * exponent) / variance
        return found + exponent

    def mean(self, weight: Floats) -> float:
        """Give the number of deals expected."""
        stages = self.funnel.stages
        passing = [math.prod(stage.conversion for stage in stages[number:]) for number in range(len(stages))]
        opened = [
            (stream.worth * (stream.whole + sum(stream.parts)) * passing[0], stream.landing)
            for stream in self.streams.contacts
        ]
        opened += [
            (sum(worth * leads for worth, leads in stream.by_worth.items()) * passing[0], stream.landing)
            for stream in self.streams.leads
        ]
        opened += [(stream.count * passing[stream.stage], stream.landing) for stream in self.streams.items]
        return math.fsum(deals * float(landing @ weight) for deals, landing in opened)

    def _bernoullis(self, w: Complex, nodes: Nodes, weight: Floats) -> Complex:
        """Give what contacts, opening items and leads that come as expected bring: chains that are paid or not."""
        found = np.zeros((len(nodes.weights), len(w)), dtype=complex)
        chains = _Chains()
        for contact in self.streams.contacts:
            if paid := float(contact.landing @ weight):
                found += _contact(contact, nodes, paid, chains, w)
        if self.leads_are_fixed:
            found += self._leads_as_expected(w, nodes, weight, chains)
        for items in self.streams.items:
            whole, chance = int(items.count), nodes.passing[items.stage] * float(items.landing @ weight)
            chains.add(whole, chance)
            chains.add(1, (items.count - whole) * chance)
        return found + chains.log(w, len(nodes.weights))

    def _leads(self, stream: LeadStream, w: Complex, nodes: Nodes, paid: float) -> Complex:
        """Give the exponent of what leads bring."""
        rest = _ratio(nodes.passing[0], nodes.first) * paid
        thinned = np.zeros((len(nodes.weights), len(w)), dtype=complex)
        for worth, amount in stream.by_worth.items():
            brought = worth * nodes.first
            if (brought <= 1).all():
                thinned += amount * (brought * rest)[:, None] * w
            else:
                thinned += amount * np.expm1(_log_of_one(brought, rest, w))
        if self.dispersion == 1:
            return thinned
        scale = (self.dispersion - 1) / stream.expected
        return -_log1p(-scale * thinned) / scale

    def _leads_as_expected(self, w: Complex, nodes: Nodes, weight: Floats, chains: _Chains) -> Complex | float:
        """Add the chains of leads of which there are as many as expected, of a fraction one more with its probability.

        Give the logarithm of what those bring of whom one may bring several items.
        """
        level = np.ones(len(nodes.weights)) if nodes.level is None else nodes.level
        several: Complex | float = 0.0
        for stream in self.streams.leads:
            rest = _ratio(nodes.passing[0], nodes.first) * float(stream.landing @ weight)
            for worths, slots in stream.slots_by_worths.items():
                brought = [worth * nodes.first for worth in worths]
                is_chain = all((one <= 1).all() for one in brought)
                chance = sum(brought) / len(worths) * rest
                ones = [] if is_chain else [np.expm1(_log_of_one(one, rest, w)) for one in brought]
                more = sum(ones, np.zeros_like(w)) / len(worths)
                for expected, number in slots.items():
                    whole = number * np.floor(expected * level)
                    part = expected * level % 1
                    if is_chain:
                        chains.add(whole, chance)
                        chains.add(number, part * chance)
                    else:
                        several = several + whole[:, None] * _log1p(more) + number * _log1p(part[:, None] * more)
        return several


def _log1p(values: npt.NDArray[Any]) -> Complex:
    return cast("Complex", np.log1p(values))


def is_uncertain(stage: Stage) -> bool:
    """Whether a stage's conversion is known from what was observed only, and not certain by that."""
    return stage.observed is not None and 0 < stage.conversion < 1


def beta_of(stage: Stage) -> tuple[float, float]:
    """Give the parameters of what the conversion of a stage may be, with the plan's conversion for a mean."""
    assert stage.observed is not None
    seen = stage.observed.of + 1
    return stage.conversion * seen, (1 - stage.conversion) * seen


def _chance_above(stage: Stage, limit: float) -> float:
    rule = beta_rule(*beta_of(stage), 64)
    return float(rule.weights[rule.values > limit].sum())


def _ratio(whole: Floats, part: Floats) -> Floats:
    return np.divide(whole, part, out=np.zeros_like(whole), where=part > 0)


def _log_of_one(brought: Floats, rest: Floats, w: Complex) -> Complex:
    """Give the logarithm of what a contact brings that passes the first stage so many times on average."""
    certain = np.floor(brought)
    return certain[:, None] * _log1p(rest[:, None] * w) + _log1p(((brought - certain) * rest)[:, None] * w)


def _contact(contact: ContactStream, nodes: Nodes, paid: float, chains: _Chains, w: Complex) -> Complex | float:
    """Add the chains of contacts, or give the logarithm of what they bring where one may bring several items."""
    brought = contact.worth * nodes.first
    rest = _ratio(nodes.passing[0], nodes.first) * paid
    if (brought <= 1).all():
        chains.add(contact.whole, brought * rest)
        for part in contact.parts:
            chains.add(1, part * brought * rest)
        return 0.0
    one = _log_of_one(brought, rest, w)
    several = contact.whole * one
    for part in contact.parts:
        several = several + _log1p(part * np.expm1(one))
    return several


class _Chains:
    """Items that are paid or not, each with its chance by node."""

    def __init__(self) -> None:
        self._items: dict[bytes, tuple[Floats, Floats]] = {}

    def add(self, count: float | Floats, chance: Floats) -> None:
        """Add so many items, by node where that differs, that are paid with the same chance."""
        if np.any(count) and chance.any():
            # weeks that are alike bring items that are alike
            before, _ = self._items.get(key := chance.tobytes(), (np.zeros(chance.shape), chance))
            self._items[key] = before + count, chance

    def log(self, w: Complex, nodes: int) -> Complex:
        """Add up count x log(1 + chance x w): as a power series of w where the chances are small."""
        found = np.zeros((nodes, len(w)), dtype=complex)
        if not self._items:
            return found
        counts, chances = (np.array(rows) for rows in zip(*self._items.values(), strict=True))
        is_small = chances.max(axis=1) <= SMALL
        for count, chance in zip(counts[~is_small], chances[~is_small], strict=True):
            # items at late stages have few conversions before them, and so few different chances
            different, places = np.unique(chance, return_inverse=True)
            found += count[:, None] * _log1p(different[:, None] * w)[places]
        if is_small.any():
            found += _of_powers(_series(counts[is_small], chances[is_small]), w)
        return found


def _series(counts: Floats, chances: Floats) -> Floats:
    """Give the coefficients of a sum of count x log(1 + chance x w), from the first power of w on, by node."""
    powers, coefficients = np.ones_like(chances), []
    for degree in range(1, TERMS + 1):
        powers = powers * chances
        coefficients.append((-1) ** (degree + 1) / degree * (counts * powers).sum(axis=0))
    return np.array(coefficients).T


def _of_powers(coefficients: Floats, w: Complex) -> Complex:
    """Give power series at w, by node: as a product of real matrices, too small to be worth several threads."""
    powers = np.cumprod(np.tile(w, (coefficients.shape[1], 1)), axis=0)
    found: Complex = np.einsum("nk,kw->nw", coefficients, powers.view(float)).view(complex)
    return found
