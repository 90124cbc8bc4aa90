"""How items pass through a funnel: stage by stage, week by week, on average."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.pipeline import Opening, openings
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID, Funnel


class Passing(NamedTuple):
    """What passes a stage of a funnel beyond the plan's conversion, since it counts who handles the items.

    Attributes
    ----------
    stage
        The number of the stage.
    """

    funnel: str
    stage: int


Source = str | Passing
"""Where items come from: what enters a funnel's first stage, or passes a stage beyond its conversion."""


def lag(days_to_next: float) -> dict[int, float]:
    """Give the shares of what passes that enter the next stage so many weeks later."""
    weeks = days_to_next / 7
    whole = math.floor(weeks)
    part = weeks - whole
    return {whole: 1.0} if part == 0 else {whole: 1 - part, whole + 1: part}


def _after(shares: dict[int, float], stage_lag: dict[int, float], conversion: float) -> dict[int, float]:
    later: dict[int, float] = {}
    for weeks, share in shares.items():
        for more, part in stage_lag.items():
            later[weeks + more] = later.get(weeks + more, 0.0) + conversion * share * part
    return later


@dataclass(frozen=True)
class FunnelFlow:
    """The flow through one funnel as a linear map of what enters its first stage.

    Stages are numbered from 0; the one after the last is `paid`.
    """

    plan: Plan
    name: str

    @cached_property
    def funnel(self) -> Funnel:
        """The funnel's record."""
        return self.plan.funnels[self.name]

    @cached_property
    def weeks(self) -> int:
        """The number of weeks."""
        return self.plan.calendar.weeks

    @cached_property
    def stages(self) -> list[str]:
        """The stages' names, `paid` last."""
        return [*(stage.name for stage in self.funnel.stages), PAID]

    def passage(self, first: int, to: int) -> dict[int, float]:
        """Give the share of what enters a stage that enters a later one, by the weeks that it takes."""
        shares = {0: 1.0}
        for stage in self.funnel.stages[first:to]:
            shares = _after(shares, lag(stage.days_to_next), stage.conversion)
        return shares

    @cached_property
    def from_entry(self) -> list[dict[int, float]]:
        """The passage from the first stage to each stage, `paid` included."""
        return [self.passage(0, stage) for stage in range(len(self.stages))]

    @cached_property
    def spread(self) -> list[list[dict[int, float]]]:
        """For each stage and entry week the share that enters the stage in each week.

        Under `steady` the weeks run round; otherwise what comes after the horizon is lost to it.
        """
        return [[self._landing(shares, week) for week in range(self.weeks)] for shares in self.from_entry]

    def _landing(self, shares: dict[int, float], week: int) -> dict[int, float]:
        landed: dict[int, float] = {}
        for later, share in shares.items():
            at = week + later
            if self.plan.pipeline == "steady":
                at %= self.weeks
            if at < self.weeks:
                landed[at] = landed.get(at, 0.0) + share
        return landed

    @cached_property
    def openings(self) -> list[Opening]:
        """What is under way when the plan begins."""
        return openings(self.plan.pipeline, self.name)

    def passage_of(self, opening: Opening, to: int) -> dict[int, float]:
        """Give the share of what is under way that enters a stage, by the weeks that it takes.

        What has been at its stage for some time enters the next one when the rest of that time is over, and enters
        its own stage no more.
        """
        first = self.stages.index(opening.stage)
        if opening.waited_days is None:
            return self.passage(first, to) if to >= first else {}
        if to <= first:
            return {}
        stage = self.funnel.stages[first]
        shares = _after({0: 1.0}, lag(opening.left(stage.days_to_next)), stage.conversion)
        for later in self.funnel.stages[first + 1 : to]:
            shares = _after(shares, lag(later.days_to_next), later.conversion)
        return shares

    @cached_property
    def opening(self) -> list[list[float]]:
        """For each stage and week the items that enter out of the opening pipeline."""
        entering = [[0.0] * self.weeks for _ in self.stages]
        first_week = Horizon(self.plan).first_week
        for opening in self.openings:
            for stage, by_week in enumerate(entering):
                for week, share in self._landing(self.passage_of(opening, stage), first_week).items():
                    by_week[week] += opening.items * share
        return entering

    # ---- after the end

    @cached_property
    def after_end(self) -> list[float]:
        """For each week the share of what enters the first stage in it that is paid after the horizon."""
        return [self._late(self.from_entry[-1], week) for week in range(self.weeks)]

    @cached_property
    def to_come(self) -> list[list[float]]:
        """For each stage and week the share of what enters it that is there at the end, and paid after it."""
        found = []
        for number, stage in enumerate(self.funnel.stages):
            passes = math.prod(one.conversion for one in self.funnel.stages[number:])
            found.append([passes * self._late(lag(stage.days_to_next), week) for week in range(self.weeks)])
        return found

    @cached_property
    def opening_after_end(self) -> float:
        """The deals out of the opening pipeline that are paid after the horizon."""
        return math.fsum(opening.items * self._late_of(opening, len(self.stages) - 1) for opening in self.openings)

    @cached_property
    def opening_in_all(self) -> float:
        """The deals out of the opening pipeline, whenever they are paid."""
        last = len(self.stages) - 1
        return math.fsum(
            opening.items * math.fsum(self.passage_of(opening, last).values()) for opening in self.openings
        )

    @cached_property
    def waiting_after_end(self) -> float:
        """The deals paid after the horizon of what has waited at its stage already, and is there until the end."""
        stages = self.funnel.stages
        return math.fsum(
            opening.items
            * self._late_of(opening, number + 1)
            * math.prod(stage.conversion for stage in stages[number + 1 :])
            for opening in self.openings
            if opening.waited_days is not None
            for number in [self.stages.index(opening.stage)]
        )

    def _late_of(self, opening: Opening, to: int) -> float:
        return self._late(self.passage_of(opening, to), Horizon(self.plan).first_week)

    def _late(self, shares: dict[int, float], week: int) -> float:
        """Add up the shares that come after the horizon; under `steady` that is its beginning."""
        if self.plan.pipeline == "steady":
            return 0.0
        return sum(share for later, share in shares.items() if week + later >= self.weeks)

    # ---- what enters

    def beyond(self, entering: Sequence[Sequence[float]]) -> Iterator[tuple[str, int, float]]:  # noqa: ARG002
        """Yield what passes stages beyond their conversions of what enters each stage in each week: nothing by plan."""
        yield from ()

    def average_follow_up(self, number: int, entering: Sequence[Sequence[float]]) -> float:
        """Give what the items of a stage are worth on average over the horizon, by who handles them."""
        stage, items = self.stages[number], sum(entering[number])
        more = sum(beyond for name, _, beyond in self.beyond(entering) if name == stage)
        return 1 + more / items if items else 1.0

    def entering(self, first_stage: list[float]) -> list[list[float]]:
        """Give the items that enter each stage in each week, the opening pipeline's included."""
        totals = [list(row) for row in self.opening]
        for stage, by_week in enumerate(self.spread):
            for week, share_by_week in enumerate(by_week):
                if first_stage[week]:
                    for at, share in share_by_week.items():
                        totals[stage][at] += first_stage[week] * share
        return totals


@dataclass(frozen=True)
class FlowBeyond(FunnelFlow):
    """The flow of what passes a stage beyond its conversion: as items that enter it, and count from the next one on.

    Attributes
    ----------
    after
        The number of the stage.
    """

    after: int

    @cached_property
    def from_entry(self) -> list[dict[int, float]]:
        """The passage from that stage to each later one, `paid` included; nothing enters those before."""
        return [self.passage(self.after, to) if to > self.after else {} for to in range(len(self.stages))]

    @cached_property
    def openings(self) -> list[Opening]:
        """Nothing is under way beside what the flow itself has."""
        return []


@dataclass(frozen=True)
class FlowAsHandled(FunnelFlow):
    """The flow through one funnel in which it counts who handled the items of a stage.

    Attributes
    ----------
    follow_up
        What an item is worth on average, by stage and week in which it enters.
    """

    follow_up: tuple[tuple[float, ...], ...]

    def beyond(self, entering: Sequence[Sequence[float]]) -> Iterator[tuple[str, int, float]]:
        """Yield what passes stages beyond their conversions, as items of them: by stage and week."""
        for stage, worths, items in zip(self.stages, self.follow_up, entering, strict=False):
            for week, worth in enumerate(worths):
                if worth != 1 and items[week]:
                    yield stage, week, (worth - 1) * items[week]

    def _landing_at_next(self, number: int, landed: dict[int, float]) -> dict[int, float]:
        """Give what enters the next stage, by week, of what enters a stage in each."""
        stage = self.funnel.stages[number]
        found: dict[int, float] = {}
        for week, items in landed.items():
            passed = {0: items * stage.conversion * self.follow_up[number][week]}
            for at, share in self._landing(_after(passed, lag(stage.days_to_next), 1.0), week).items():
                found[at] = found.get(at, 0.0) + share
        return found

    @cached_property
    def spread(self) -> list[list[dict[int, float]]]:
        """For each stage and entry week the share that enters the stage in each week."""
        every: list[list[dict[int, float]]] = [[{week: 1.0} for week in range(self.weeks)]]
        for number in range(len(self.funnel.stages)):
            every.append([self._landing_at_next(number, landed) for landed in every[-1]])
        return every

    @cached_property
    def opening(self) -> list[list[float]]:
        """For each stage and week the items that enter out of the opening pipeline; aged ones as the plan has them."""
        entering = [[0.0] * self.weeks for _ in self.stages]
        first_week = Horizon(self.plan).first_week
        for opening in self.openings:
            first = self.stages.index(opening.stage)
            landed = {first_week: opening.items}
            if opening.waited_days is not None:
                stage = self.funnel.stages[first]
                passed = _after({0: opening.items}, lag(opening.left(stage.days_to_next)), stage.conversion)
                landed, first = self._landing(passed, first_week), first + 1
            for number in range(first, len(self.stages)):
                for week, items in landed.items():
                    entering[number][week] += items
                if number < len(self.funnel.stages):
                    landed = self._landing_at_next(number, landed)
        return entering
