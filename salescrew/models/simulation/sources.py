"""What each source of chance does to the revenue: the drop of its variance when that source alone is held."""

from __future__ import annotations

import math

from salescrew.language import say
from salescrew.models.answers.result import Result
from salescrew.models.answers.step import Step, Watcher
from salescrew.models.odds.funnel import is_uncertain
from salescrew.models.odds.sampling import Z
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.chance import SOURCES, Source
from salescrew.models.plan.words import source_in_words
from salescrew.models.schedule.in_force import plan_in_force
from salescrew.models.simulation.department import Department
from salescrew.models.simulation.simulation import Simulation, simulate
from salescrew.models.simulation.summary import SourceShare

PART_OF_RUNS = 2
FEWEST_RUNS = 2000


def shares_of_sources(
    plan: Plan, result: Result, simulation: Simulation, progress: Watcher | None = None
) -> tuple[SourceShare, ...]:
    """Play a result again with each source held that acts in it, for half as many runs.

    Parameters
    ----------
    simulation
        What came of it with all of them.
    progress
        Is told of each step: which source is held now.
    """
    runs = min(simulation.runs, max(FEWEST_RUNS, simulation.runs // PART_OF_RUNS))
    whole = float(simulation.revenue.var())
    found = []
    for source in sources_that_act(plan_in_force(plan, result), result):
        if source in simulation.fixed or not whole:
            continue
        if progress is not None:
            progress(Step(say("played with {source} held", source=source_in_words(source))))
        held = simulate(plan, result, runs=runs, seed=simulation.seed, fix=(*simulation.fixed, source))
        left = float(held.revenue.var()) / whole
        error = Z * left * math.sqrt(2 / runs + 2 / simulation.runs)
        found.append(SourceShare(source=source, share=1 - left, error=error))
    return tuple(found)


def sources_that_act(plan: Plan, result: Result) -> list[Source]:
    """List the sources of chance that have something to act on."""
    seats = Department(plan, result).seats
    leads = [funnel.leads for funnel in plan.funnels.values() if funnel.leads is not None]
    acts: dict[Source, bool] = {
        "forecast": any(one.level_cv for one in leads),
        "arrivals": any(one.per_week for one in leads),
        "rates": any(is_uncertain(stage) for funnel in plan.funnels.values() for stage in funnel.stages),
        "deals": any(product.deal_cv for product in plan.products.values()),
        "illness": any(seat.record.absence for seat in seats),
        "leaving": any(seat.record.attrition for seat in seats),
        "time": True,
    }
    return [source for source in SOURCES if acts[source]]
