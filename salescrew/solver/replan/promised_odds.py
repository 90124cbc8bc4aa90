"""Promised odds of a plan that is made anew on the way: what has happened counts, and what is left has to do."""

from __future__ import annotations

from collections.abc import Callable

from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.targets import reached_so_far
from salescrew.models.odds.calculation import odds_of
from salescrew.models.odds.opened import opened_by
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import plan_in_force
from salescrew.solver.search.confidence.means import OddsOfMeans
from salescrew.solver.search.confidence.promise import buffer_of, odds_in, with_deals
from salescrew.solver.search.confidence.search import worths_of

SHARES = (1.0, 1.02, 0.75, 0.5, 0.25)
"""How much of what is to be added is asked for, one after the other: less where all of it is out of reach."""


def with_promised_odds(plan: Plan, average: Result, made: Callable[[Plan], Result]) -> Result:
    """Ask for more deals than on average until the odds are those of the plan; else give the best that were found.

    Parameters
    ----------
    average
        The plan made anew on averages.
    made
        Makes another plan anew in the same way.
    """
    wanted = plan.target.confidence
    assert wanted is not None
    best = average
    if average.odds is not None and average.odds.all < wanted and average.reach is None:
        in_force = plan_in_force(plan, average)
        department = Department(in_force)
        odds = OddsOfMeans(in_force, opened_by(in_force, average), worths_of(department))
        times = odds.times_for(wanted)
        for share in SHARES:
            more = 1 + share * (times - 1)
            deals = {
                name: reached_so_far(in_force, "deals", product=name) + odds.expected(name) * more
                for name in odds.products
            }
            target = with_deals(department, deals).plan.target
            found = made(plan.model_copy(update={"target": target}))
            if not found.managers or found.reach is not None:
                continue
            found = found.model_copy(update={"odds": odds_of(plan_in_force(plan, found), found)})
            best = max(best, found, key=odds_in)
            if odds_in(best) >= wanted or share < 1:
                break
    if best.odds is None:
        return best
    stated = best.odds.model_copy(update={"confidence": wanted})
    buffer = buffer_of(Department(plan_in_force(plan, best)), best)
    return best.model_copy(update={"odds": stated, "buffer": buffer})
