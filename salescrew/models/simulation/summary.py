"""What a simulation comes to, in numbers that can be written down."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from salescrew.models.answers.result import Spread
from salescrew.models.answers.row import Document, Figure, Row, SparseRow
from salescrew.models.odds.sampling import half_width
from salescrew.models.plan.sections.chance import Source
from salescrew.models.simulation.draws import Floats
from salescrew.models.simulation.simulation import Simulation


class Played(Row):
    """In how many runs something happened."""

    share: Figure = Field(description="the share of the runs")
    error: Figure = Field(description="half-width of an interval that holds in 99 of 100 cases")


class WorkWaited(Row):
    """Follow-up work of an activity within the horizon; means of all runs."""

    activity: str = Field(description="the activity")
    done: Figure = Field(description="how much was done")
    at_once: Figure = Field(description="how much of that was done in the week in which it fell due")
    waited: dict[int, Figure] = Field(description="how much waited for so many weeks")
    dropped: Figure = Field(description="how much waited too long and was dropped")


class HoursUsed(Row):
    """What a person did of an activity, and what there was room for; means of all runs."""

    manager: str = Field(description="the person, or who took the seat")
    activity: str = Field(description="the activity")
    done: Figure = Field(description="contacts opened and work done")
    room: Figure = Field(description="what the days of those who were there left room for")


class SourceShare(Row):
    """What a source of chance does to the revenue."""

    source: Source = Field(description="the source")
    share: Figure = Field(description="by how much of it the variance drops when this source alone is held at its mean")
    error: Figure = Field(description="half-width of an interval that holds in 99 of 100 cases")


class SimulationSummary(SparseRow, Document):
    """What a simulation comes to."""

    sparse: ClassVar[frozenset[str]] = frozenset({"within_average_wait"})

    version: Literal[1] = Field(default=1, description="version of this format")
    runs: int = Field(description="how many runs were played")
    seed: int = Field(description="where the random numbers began")
    fixed: tuple[Source, ...] = Field(description="sources of chance held at their means")
    all: Played = Field(description="runs in which all targets are met")
    targets: dict[str, Played] = Field(description="runs in which each target is met, by its path")
    not_counted: tuple[str, ...] = Field(
        default=(), description="targets that are not left to chance, and not counted, by path"
    )
    revenue: Spread = Field(description="the revenue of all products")
    profit: Spread | None = Field(description="margin x revenue; null where a margin is not given")
    products: dict[str, Spread] = Field(description="the number of deals by product")
    by_month: dict[str, Spread] = Field(description="the revenue by month")
    leads: Figure = Field(description="leads that came, the mean of all runs")
    leads_lost: Figure = Field(description="leads that nobody answered, the mean of all runs")
    answered_in_time: Figure | None = Field(
        description="share of the leads answered in time by those who were there; null without a service level of that"
    )
    within_average_wait: Figure | None = Field(
        default=None,
        description="share of the leads that came while those who were there kept the average wait that the plan asks "
        "for; left out without one",
    )
    work: tuple[WorkWaited, ...] = Field(description="work that waited, by activity")
    hours: tuple[HoursUsed, ...] = Field(description="hours used, by person and activity")
    sources: tuple[SourceShare, ...] = Field(default=(), description="what each source of chance does to the revenue")


def summary(simulation: Simulation, sources: tuple[SourceShare, ...] = ()) -> SimulationSummary:
    """Sum a simulation up."""
    runs = simulation.runs
    return SimulationSummary(
        runs=runs,
        seed=simulation.seed,
        fixed=simulation.fixed,
        all=_played(simulation.all_met),
        targets={path: _played(met) for path, met in simulation.met.items()},
        not_counted=simulation.not_counted,
        revenue=spread(simulation.revenue),
        profit=None if simulation.profit is None else spread(simulation.profit),
        products={name: spread(deals) for name, deals in simulation.deals.items()},
        by_month={month: spread(amounts) for month, amounts in simulation.by_month.items()},
        leads=float(simulation.leads.mean()),
        leads_lost=float(simulation.leads_lost.mean()),
        answered_in_time=simulation.answered_in_time,
        within_average_wait=simulation.within_average_wait,
        work=tuple(_work(simulation)),
        hours=tuple(
            HoursUsed(manager=name, activity=activity, done=done, room=room)
            for (name, activity), (done, room) in simulation.hours.items()
        ),
        sources=sources,
    )


def spread(amounts: Floats) -> Spread:
    """Describe how an amount came out over all runs."""
    low, middle, high = (float(one) for one in np.quantile(amounts, (0.1, 0.5, 0.9), method="inverted_cdf"))
    return Spread(mean=float(amounts.mean()), sd=float(amounts.std()), p10=low, p50=middle, p90=high)


def _played(met: object) -> Played:
    flags = np.asarray(met)
    share = float(flags.mean())
    return Played(share=share, error=half_width(share, len(flags)))


def _work(simulation: Simulation) -> list[WorkWaited]:
    activities = dict.fromkeys([activity for activity, _ in simulation.waited] + list(simulation.dropped))
    found = []
    for activity in activities:
        by_weeks = {weeks: done for (name, weeks), done in sorted(simulation.waited.items()) if name == activity}
        found.append(
            WorkWaited(
                activity=activity,
                done=sum(by_weeks.values()),
                at_once=by_weeks.get(0, 0.0),
                waited={weeks: done for weeks, done in by_weeks.items() if weeks},
                dropped=simulation.dropped.get(activity, 0.0),
            )
        )
    return found
