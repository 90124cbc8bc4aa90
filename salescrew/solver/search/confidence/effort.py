"""How hard plans with promised odds are looked for: every number of it, with what it means."""

from __future__ import annotations

from dataclasses import dataclass, replace

from salescrew.solver.even.effort import USUAL


@dataclass(frozen=True)
class ConfidenceEffort:
    """The search for the best plan with the odds.

    Attributes
    ----------
    ruled_out
        So many teams that the relaxation proposes are ruled out each by itself: each takes many bounds of odds.
    tries
        So many mixes along the deals that are needed are tried with rosters.
    products
        With deals of more products that count, all targets are raised alike: regions would be too many.
    a_little_more, more_for_team
        By which shares more deals are asked for, one after the other, where quotas miss the odds by a little; the first
        ones of them with another team too.
    tie_proposals, tie_calls
        In each tie so many teams are proposed, and for the roster of each a solver is called so often.
    times_for_even_weeks
        How many times the same is asked for with even weeks, one after the other until they have the odds.
    more_of_all, raises
        How many times more all targets are raised to while no team has the odds, and how often they are changed.
    calls, nodes
        How often a solver is called for a team or its roster, and for how many nodes each.
    fewer_people, fewer_calls, fewer_nodes
        Of so many fewer people it is said what they can promise, with such an effort: that is no proof, and has a bound
        beside it.
    bound_gap
        How close the bound of the deals of a product is brought, in deals.
    same
        By which share two values of an objective may differ and count as the same.
    """

    ruled_out: int = 8
    tries: int = 4
    products: int = 3
    a_little_more: tuple[float, ...] = (0.0, 2e-4, 1e-3, 3e-3, 1e-2, 2e-2)
    more_for_team: int = 3
    tie_proposals: int = 3
    tie_calls: int = 10
    times_for_even_weeks: tuple[float, ...] = (1.0, 1.001, 1.004, 1.01)
    more_of_all: float = 1.015
    raises: int = 8
    calls: int = 40
    nodes: int = 1000
    fewer_people: int = 3
    fewer_calls: int = 7
    fewer_nodes: int = 300
    bound_gap: float = 1e-4
    same: float = 1e-6


EFFORT = ConfidenceEffort()
EVEN = replace(USUAL, largest=400, largest_kept=250)
"""Evenness of teams that just have the odds: of more to decide seldom anything comes."""


@dataclass(frozen=True)
class MixesEffort:
    """What the odds take of each product; widths are in standard deviations of a Poisson number of the least deals.

    Attributes
    ----------
    fine, rough
        To which share of them deals are told that are given out, and that only bound.
    step, far, widening
        The curve of two products is followed in such steps, which grow by such a factor from so far above its lower end
        on.
    boxes
        Where the ranges of more products are cut, above their lower ends.
    along, tries
        Where mixes are proposed above the lower end, and how many of them.
    around
        At these distances from a mix with the odds others are looked at that have them.
    first_step
        What the width of a number is divided by for the first step towards the least deals with the odds.
    grid, finer, parts
        Where the best mix of a team is looked for above the lower end; how often more closely around the best so far,
        and in how many parts.
    cuts_of_team, cuts_of_people
        How many boxes are cut to bound the odds of a team, and of all teams of so many people.
    halvings
        How often the range is halved of a mix that has just the odds.
    """

    fine: float = 1e-4
    rough: float = 5e-4
    step: float = 0.2
    far: float = 3.0
    widening: float = 1.15
    boxes: tuple[float, ...] = (0.75, 1.5, 2.5, 4.0)
    along: tuple[float, ...] = (0.75, 1.25, 0.5, 1.75, 2.5, 3.5)
    tries: int = 9
    around: tuple[float, ...] = (-1.5, -0.75, 0.75, 1.5)
    first_step: float = 4.0
    grid: tuple[float, ...] = (
        *(-3.0, -2.0, -1.5, -1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9, 1.2),
        *(1.5, 1.8, 2.2, 2.6, 3.0, 3.5, 4.0, 5.0, 7.0, 10.0),
    )
    finer: int = 3
    parts: int = 4
    cuts_of_team: int = 40
    cuts_of_people: int = 20
    halvings: int = 16


MIXES = MixesEffort()


@dataclass(frozen=True)
class MeansTolerances:
    """The odds of plans of which only the deals expected are known.

    Attributes
    ----------
    contacts
        Contacts that stand for one in the widest spread: as good as a Poisson number.
    nothing
        So many contacts or leads are none; by so much a bound of odds is raised, for what floats are off by.
    times, halvings
        So many times the deals of the known plan are looked at, and how often the range is halved.
    digits, unit
        The decimals to which deals are told apart; a bound is of the next higher one.
    """

    contacts: int = 400
    nothing: float = 1e-9
    times: float = 8.0
    halvings: int = 24
    digits: int = 6
    unit: float = 1e-6


MEANS = MeansTolerances()
