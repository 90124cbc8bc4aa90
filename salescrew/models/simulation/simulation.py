"""What comes of a result by chance: runs, and what they come to."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from salescrew.language import say
from salescrew.models.answers.result import Result
from salescrew.models.answers.step import Step, Watcher
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.targets import (
    TargetLine,
    is_left_to_chance,
    part_of_revenue,
    reached_so_far,
    target_lines,
)
from salescrew.models.department.worth import DealWorth
from salescrew.models.odds.calculation import MET
from salescrew.models.odds.sampling import half_width
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.sections.chance import SOURCES, Source
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.values.said import shown
from salescrew.models.schedule.in_force import plan_in_force
from salescrew.models.simulation.department import Department
from salescrew.models.simulation.draws import Draws, Floats, Whole
from salescrew.models.simulation.leads import Served
from salescrew.models.simulation.play import Play, Tally

AT_ONCE = 10_000
"""Runs that are played at once: their number decides what is drawn, so it is not for anybody to choose."""
Flags = npt.NDArray[np.bool_]
Key = TypeVar("Key")


@dataclass(frozen=True)
class Simulation:
    """The runs of a simulation, by run; amounts include what was paid before the plan was made anew.

    Attributes
    ----------
    runs, seed, fixed
        How many runs, from which seed, with which sources of chance held at their means.
    revenue, profit
        Over the horizon; no profit where a product has no margin.
    deals
        Paid deals by product.
    by_month
        Revenue by month.
    by_week
        Revenue of each week of the horizon: a row a week.
    met
        Whether each target is met, by its path, but for those that are not left to chance.
    not_counted
        The paths of these.
    leads, leads_lost
        Leads that came, and those of them that nobody answered.
    answered_in_time
        Share of the leads that those who were there answered in time; None without a service level of that.
    within_average_wait
        Share of the leads that came while those who were there kept the average wait; None without one.
    waited
        Work done within the horizon, by activity and by how many weeks it waited: the mean of all runs.
    dropped
        Work that waited so long that it was dropped, by activity: the mean of all runs.
    hours
        By person and activity, what was done and what there was room for: means of all runs.
    """

    runs: int
    seed: int
    fixed: tuple[Source, ...]
    revenue: Floats
    profit: Floats | None
    deals: dict[str, Floats]
    by_month: dict[str, Floats]
    by_week: Floats
    met: dict[str, Flags]
    leads: Floats
    leads_lost: Floats
    not_counted: tuple[str, ...] = ()
    answered_in_time: float | None = None
    within_average_wait: float | None = None
    waited: dict[tuple[str, int], float] = field(default_factory=dict)
    dropped: dict[str, float] = field(default_factory=dict)
    hours: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    @property
    def all_met(self) -> Flags:
        """Whether all targets are met."""
        return np.all(list(self.met.values()), axis=0) if self.met else np.ones(self.runs, dtype=bool)

    @property
    def odds(self) -> float:
        """The share of runs in which all targets are met."""
        return float(self.all_met.mean())

    @property
    def error(self) -> float:
        """The half-width of a 99 % interval of the odds."""
        return half_width(self.odds, self.runs)


def simulate(
    plan: Plan,
    result: Result,
    *,
    runs: int = 10_000,
    seed: int = 1,
    fix: Iterable[Source] = (),
    progress: Watcher | None = None,
) -> Simulation:
    """Play a result by chance, week by week.

    Parameters
    ----------
    plan
        The plan that the result answers.
    result
        A result with a team; one that was made anew is played from its day on.
    runs
        How many times.
    seed
        Where the random numbers begin: the same seed gives the same runs.
    fix
        Sources of chance held at their means, besides those of the plan's `chance.fix`.
    progress
        Is told of each step as it is done: how many runs have been played.

    Returns
    -------
    Simulation
        The runs.

    Raises
    ------
    InputError
        Where the result has no team, or an argument cannot be meant.
    """
    refuse_wrong_arguments(plan=(plan, Plan), result=(result, Result))
    plan = plan_in_force(plan, result)
    fixed = frozenset((*fix, *plan.chance.fix))
    if wrong := list(_refusals(result, runs, seed, fixed)):
        raise refused(wrong)
    department = Department(plan, result)
    parts, played = [], 0
    for number, source in enumerate(np.random.SeedSequence(seed).spawn(math.ceil(runs / AT_ONCE))):
        draws = Draws(min(AT_ONCE, runs - number * AT_ONCE), np.random.Generator(np.random.PCG64(source)))
        parts.append((draws.runs, _Counted(plan, fixed, Play(department, fixed, draws).run(), draws)))
        played += draws.runs
        if progress is not None:
            progress(Step(say("{played:,} of {runs:,} runs played", played=played, runs=runs)))
    ordered = tuple(source for source in SOURCES if source in fixed)
    return _joined(plan, runs, seed, ordered, parts)


def _refusals(result: Result, runs: int, seed: int, fixed: frozenset[str]) -> Iterator[str]:
    if result.headcount is None:
        yield say(
            "result: must have a team, got the status {status}. Give a result with a roster and quotas.",
            status=result.status,
        )
    if runs < 1:
        yield say("runs: must be at least 1, got {runs}. Write 10_000.", runs=runs)
    if seed < 0:
        yield say("seed: must be at least 0, got {seed}. Write 1.", seed=seed)
    for source in sorted(fixed - set(SOURCES)):
        known = ", ".join(SOURCES)
        yield say("fix: must be some of {known}, got {source}. Correct it.", known=known, source=shown(source))


class _Counted:
    """What the runs played at once come to."""

    def __init__(self, plan: Plan, fixed: frozenset[str], tally: Tally, draws: Draws) -> None:
        self.plan = plan
        self.tally = tally
        self.draws = draws
        self.deviations = {
            name: 0.0 if "deals" in fixed else product.deal_cv for name, product in plan.products.items()
        }
        horizon = Horizon(plan)
        self.horizon = horizon
        self.worth = DealWorth(horizon)
        self.months = list(dict.fromkeys(month for shares in horizon.month_shares for month in shares))
        self.deals = {name: np.zeros(draws.runs) for name in plan.products}
        self.revenue = {name: np.zeros(draws.runs) for name in plan.products}
        self.by_month = {month: np.zeros(draws.runs) for month in self.months}
        self.by_week = np.zeros((len(horizon.weeks), draws.runs))
        self.entered = {at: items.astype(float) for at, items in tally.entered.items()}
        for funnel, stage in self.entered:
            if stage == PAID:
                self.entered[funnel, stage] = np.sum(tally.paid[funnel], axis=0).astype(float)
        for name, weeks in tally.paid.items():
            product = plan.funnels[name].product
            for week, paid in enumerate(weeks):
                self._count(product, week, paid)

    def _count(self, product: str, week: int, paid: Whole) -> None:
        if not paid.any():
            return
        self.deals[product] += paid
        left, rest = paid, 1.0
        for month, share in self.horizon.month_shares[week].items():
            in_month = left if share >= rest - 1e-9 else self.draws.binomial(left, share / rest)
            left, rest = left - in_month, rest - share
            revenue = self._revenue(product, in_month)
            self.by_month[month] += revenue
            self.by_week[week] += revenue
            self.revenue[product] += revenue
        if product in self.worth.fees:
            self._count_fees(product, week, paid)

    def _count_fees(self, product: str, week: int, paid: Whole) -> None:
        """Count fees at their mean, as of the week in which the deal is paid."""
        fees = paid * self.worth.fee(product, week)
        self.revenue[product] += fees
        self.by_week[week] += fees
        for month in self.by_month:
            self.by_month[month] += fees * self.worth.fee_in_month(week, month)

    def _revenue(self, product: str, deals: Whole) -> Floats:
        average, deviation = self.plan.products[product].average_deal, self.deviations[product]
        if not deviation:
            return deals * average
        spread = math.sqrt(math.log1p(deviation**2))
        sizes = self.draws.rng.lognormal(math.log(average) - spread**2 / 2, spread, int(deals.sum()))
        return np.bincount(np.repeat(np.arange(len(deals)), deals), sizes, minlength=len(deals)).astype(float)


def _joined(
    plan: Plan, runs: int, seed: int, fixed: tuple[Source, ...], parts: list[tuple[int, _Counted]]
) -> Simulation:
    """Put what was played at once together."""
    counted = [part for _, part in parts]
    deals = {name: np.concatenate([part.deals[name] for part in counted]) for name in plan.products}
    revenue = {name: np.concatenate([part.revenue[name] for part in counted]) for name in plan.products}
    by_month = {month: np.concatenate([part.by_month[month] for part in counted]) for month in counted[0].months}
    so_far = {month: reached_so_far(plan, "revenue", month=month) for month in by_month}
    margins = {name: product.margin for name, product in plan.products.items()}
    has_margins = None not in margins.values()
    entered = {at: np.concatenate([part.entered[at] for part in counted]) for at in counted[0].entered}
    met, not_counted = {}, []
    for line in target_lines(Horizon(plan)):
        if not is_left_to_chance(plan, line):
            not_counted.append(line.path)
            continue
        reached = line.so_far + np.zeros(runs)
        if line.stage is not None:
            reached += entered[line.stage]
        elif line.month is not None:
            reached += by_month.get(line.month, np.zeros(runs))
        else:
            for name in plan.products if line.product is None else [line.product]:
                reached += _towards(plan, line, name, deals, revenue)
        met[line.path] = np.asarray(reached >= line.wanted * (1 - MET) - 1e-9)
    return Simulation(
        runs=runs,
        seed=seed,
        fixed=fixed,
        revenue=reached_so_far(plan, "revenue") + sum(revenue.values(), np.zeros(runs)),
        profit=reached_so_far(plan, "profit")
        + sum(((margins[name] or 0.0) * amounts for name, amounts in revenue.items()), np.zeros(runs))
        if has_margins
        else None,
        deals={name: amounts + reached_so_far(plan, "deals", product=name) for name, amounts in deals.items()},
        by_month={month: amounts + so_far[month] for month, amounts in by_month.items()},
        by_week=np.concatenate([part.by_week for part in counted], axis=1),
        met=met,
        not_counted=tuple(not_counted),
        leads=np.concatenate([part.tally.came for part in counted]),
        leads_lost=np.concatenate([part.tally.lost for part in counted]),
        answered_in_time=_ratio(parts, lambda served: (served.in_time, served.asked_in_time)),
        within_average_wait=_ratio(parts, lambda served: (served.in_short, served.asked_in_short)),
        waited=_mean_of([(share, part.tally.waited) for share, part in parts], runs),
        dropped=_mean_of([(share, part.tally.dropped) for share, part in parts], runs),
        hours=_hours(parts, runs),
    )


def _towards(
    plan: Plan, line: TargetLine, product: str, deals: dict[str, Floats], revenue: dict[str, Floats]
) -> Floats:
    """Give what the deals of a product count for a target of the whole horizon."""
    if line.measure == "deals":
        return deals[product]
    return revenue[product] * part_of_revenue(plan, product, line.measure)


def _mean_of(parts: list[tuple[int, dict[Key, float]]], runs: int) -> dict[Key, float]:
    keys = dict.fromkeys(key for _, sums in parts for key in sums)
    return {key: sum(share * sums.get(key, 0.0) for share, sums in parts) / runs for key in keys}


def _ratio(parts: list[tuple[int, _Counted]], of: Callable[[Served], tuple[float, float]]) -> float | None:
    total = sum(share * of(part.tally.served)[1] for share, part in parts)
    return sum(share * of(part.tally.served)[0] for share, part in parts) / total if total else None


def _hours(parts: list[tuple[int, _Counted]], runs: int) -> dict[tuple[str, str], tuple[float, float]]:
    used = _mean_of([(share, part.tally.used) for share, part in parts], runs)
    room = _mean_of([(share, part.tally.room) for share, part in parts], runs)
    seats = list(dict.fromkeys(name for name, _ in room))
    return {key: (used.get(key, 0.0), room[key]) for key in sorted(room, key=lambda key: seats.index(key[0]))}
