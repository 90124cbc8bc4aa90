"""Promised odds of a plan that is made anew on the way: what has happened counts, and what is left has to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.targets import reached_so_far
from salescrew.models.odds.calculation import Calculation, odds_of
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
    if odds_in(average) < wanted and average.managers and average.reach is None:
        for found in _with_more(plan, average, wanted, made):
            best = max(best, _as_proven(found, average), key=odds_in)
            if odds_in(best) >= wanted:
                break
    if best.odds is None:
        return best
    stated = best.odds.model_copy(update={"confidence": wanted})
    buffer = buffer_of(Department(plan_in_force(plan, best)), best)
    return best.model_copy(update={"odds": stated, "buffer": buffer})


def _with_more(plan: Plan, average: Result, wanted: float, made: Callable[[Plan], Result]) -> Iterator[Result]:
    """Yield plans made anew with more deals asked for, until one that has to do with less than it takes."""
    in_force = plan_in_force(plan, average)
    department = Department(in_force)
    odds = OddsOfMeans(in_force, opened_by(in_force, average), worths_of(department))
    times = odds.times_for(wanted)
    for share in SHARES:
        more = 1 + share * (times - 1)
        deals = {
            name: reached_so_far(in_force, "deals", product=name) + odds.expected(name) * more for name in odds.products
        }
        target = with_deals(department, deals).plan.target
        target = target.model_copy(update={"stages": _more_at_stages(odds.known, target.stages, more)})
        found = made(plan.model_copy(update={"target": target}))
        if found.managers and found.reach is None:
            yield found.model_copy(update={"odds": odds_of(plan_in_force(plan, found), found)})
            if share < 1:
                return


def _more_at_stages(
    known: Calculation, stages: Mapping[str, Mapping[str, float]], more: float
) -> dict[str, dict[str, float]]:
    """Ask for so many times the items that are expected at the stages that are targets."""
    asked = {funnel: dict(of) for funnel, of in stages.items()}
    for line in known.lines:
        if line.stage is not None:
            funnel, stage = line.stage
            asked[funnel][stage] = max(line.wanted, line.so_far + known.expected(line.stage) * more)
    return asked


def _as_proven(found: Result, average: Result) -> Result:
    """Say of a plan made anew for more deals what is proven of it: what is so of all plans that do on average.

    That no less change brings as many deals is no proof that others, which bring as good odds, take as much.
    """
    assert found.replan is not None
    assert average.replan is not None
    goals, is_same = [], True
    for goal, known in zip(found.replan.turnover, average.replan.turnover, strict=True):
        bound = min(goal.value, known.bound) if is_same else 0.0
        goals.append(goal.model_copy(update={"bound": bound, "proven": bound >= goal.value}))
        is_same = is_same and goal.value == known.value
    changes: dict[str, object] = {"replan": found.replan.model_copy(update={"turnover": tuple(goals)})}
    if found.status == "optimal" and not all(goal.proven for goal in goals):
        changes["status"] = "feasible"
    for name in ("headcount", "monthly_cost"):
        own, bound = getattr(found, name), getattr(average, f"{name}_bound")
        changes[f"{name}_bound"] = None if bound is None else min(own, bound)
    return found.model_copy(update=changes)
