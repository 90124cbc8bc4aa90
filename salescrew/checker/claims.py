"""What a result claims, and what is known of each claim: recomputed, proven by solving, or not looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from salescrew.checker.case import Case
from salescrew.checker.rules.odds import is_counted
from salescrew.language import say
from salescrew.models.answers.result import FIELD_OF, Result
from salescrew.models.answers.row import Row
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import plan_in_force

Verdict = Literal["recomputed", "not looked at", "proven", "wrong", "open"]


class Claim(Row):
    """Something that a result says."""

    claim: str = Field(description="what is claimed, in words")
    fields: tuple[str, ...] = Field(
        description="the fields of the result that say so, each with all that is in it, such as `one_fewer`"
    )
    verdict: Verdict = Field(
        description="`recomputed` from the plan without the solver, or `not looked at`; of `prove`: `proven` by "
        "solving, `wrong`, or `open` where it came to no proof"
    )
    found: str = Field(default="", description="of `prove`: what solving came to")

    def __str__(self) -> str:
        """Write claim and fields, as in `how far one person fewer gets (one_fewer)`."""
        return f"{self.claim} ({', '.join(self.fields)})"


def claims(result: Result, parent: Result | None = None, plan: Plan | None = None) -> tuple[Claim, ...]:
    """List what a result claims: what `verify` recomputes, and what it does not look at.

    Parameters
    ----------
    result
        Any result.
    parent
        The result that one of `replan` was made anew out of, where `verify` is given it.
    plan
        The plan, which tells whether the odds are counted or played. Without it they may be either.
    """
    refuse_wrong_arguments(result=(result, Result), parent=(parent, Result | None), plan=(plan, Plan | None))
    are_odds_counted = (
        plan is not None and result.odds is not None and is_counted(Case(plan_in_force(plan, result), result))
    )
    if result.replan is not None:
        return tuple(_of_replan(result, has_parent=parent is not None, are_odds_counted=are_odds_counted))
    return tuple(_of_solve(result, are_odds_counted=are_odds_counted))


def _recomputed(claim: str, *fields: str) -> Claim:
    return Claim(claim=claim, fields=fields, verdict="recomputed")


def _not_looked_at(claim: str, *fields: str) -> Claim:
    return Claim(claim=claim, fields=fields, verdict="not looked at")


def _of_solve(result: Result, *, are_odds_counted: bool) -> Iterator[Claim]:
    has_team = result.headcount is not None
    if has_team:
        yield from _of_a_team(result)
        yield from _of_odds(result, are_counted=are_odds_counted)
    elif result.odds_by_people:
        yield _not_looked_at(say("the best odds that were found"), "odds_by_people")
    yield from _left_of_a_plan(result)
    yield _recomputed(say("what the plan gives reason to warn of"), "warnings")
    yield from _own_plan(result)
    if result.status == "optimal":
        yield _not_looked_at(say("that no fewer people and no lower cost will do"), "status", *_bounds_sought(result))
    elif result.status == "feasible":
        yield _not_looked_at(say("that the bounds are proven"), "status", *_bounds_sought(result))
    elif result.status == "infeasible":
        yield _not_looked_at(say("that no team meets the plan"), "status")
        yield _not_looked_at(
            say("that nobody gets further, and no less is left"),
            "reach",
            "reach_proven",
            "uncovered",
            "reserve",
            "overloaded",
        )
    else:
        yield _not_looked_at(say("that no answer was found in time"), "status")
    if has_team and result.status != "infeasible":
        named = (f"{name}_bound" for name in _OF_TIES)
        bounds = [name for name in named if getattr(result, name) is not None and name not in _bounds_sought(result)]
        if bounds:
            yield _not_looked_at(say("that no team as good has less of these"), *bounds)
    yield from _of_fewer(result)
    yield from _besides(result)


def _besides(result: Result) -> Iterator[Claim]:
    if result.stretch is not None:
        yield _not_looked_at(say("how far the team could go"), "stretch")
    if result.one_fewer is not None:
        yield _not_looked_at(say("how far one person fewer gets"), "one_fewer")
    if result.everyone_stays is not None:
        yield _not_looked_at(say("what keeping everyone takes"), "everyone_stays")


def _bounds_sought(result: Result) -> list[str]:
    """Name the fields of what is proven of the objectives, in their order."""
    objective = (result.plan or {}).get("objective", ("people", "monthly_cost"))
    return [f"{FIELD_OF[name]}_bound" for name in objective]


def _of_a_team(result: Result) -> Iterator[Claim]:
    yield _recomputed(say("who is on the team, in a role that is allowed, and what they cost"), "managers", "headcount")
    yield _recomputed(say("the cost, within the limits"), "monthly_cost")
    yield _recomputed(say("hires, other roles, wider roles and the cost over the horizon"), *_OF_TIES)
    yield _recomputed(say("leads and the managers that they take, slot by slot, each of them covered"), "coverage")
    yield _recomputed(say("everybody's days: there, with a pattern of theirs, on duty as it says"), "roster")
    yield _recomputed(say("quotas and contacts that fit into them, with time for all follow-up work"), "quotas")
    yield _recomputed(say("the flow that these make"), "funnel")
    if result.evenness is not None:
        yield _recomputed(say("how even weeks and people are, and what is in the way where they are not"), "evenness")
        if any(row.least is not None for row in result.evenness.above):
            yield _not_looked_at(say("below what the team could not come"), "evenness.above.least")
    if result.work is not None:
        yield _recomputed(say("who handles how many items, and has the time for them"), "work")
    yield _recomputed(
        say("what it brings: every target met, or the share that reach states"),
        "revenue",
        "profit",
        "deals",
        "products",
    )


def _of_odds(result: Result, *, are_counted: bool) -> Iterator[Claim]:
    if result.odds is None:
        if result.plan is None or result.plan.get("target"):
            yield _not_looked_at(say("the odds: it states none"), "odds")
        return
    if are_counted:
        yield _recomputed(say("the odds of every target and of all, counted anew"), *_OF_CHANCES)
    else:
        yield _recomputed(say("the odds of every target and of all, counted or played anew"), *_OF_CHANCES)
    yield _recomputed(say("the means of what comes in, and what is held at its mean"), *_OF_MEANS)
    if not are_counted:
        yield _not_looked_at(
            say("the odds where they are not counted but played, any finer than that tells"), *_OF_CHANCES
        )
    yield _not_looked_at(say("how widely that is spread"), *_OF_SPREADS)
    yield _not_looked_at(say("how far the odds may be off, and what they could be"), "odds.error", "odds.at_stretch")
    if result.odds.confidence is not None:
        yield _recomputed(say("that the odds are those asked for, and what that is above each target"), *_OF_PROMISES)


def _of_fewer(result: Result) -> Iterator[Claim]:
    if result.headcount is not None and result.odds_by_people:
        yield _not_looked_at(say("what fewer people can promise"), "odds_by_people")
    if result.odds is not None and result.odds.verdict is not None:
        yield _not_looked_at(say("what is proven of the promise"), "odds.verdict")


def _own_plan(result: Result) -> Iterator[Claim]:
    if result.plan is not None:
        yield _recomputed(say("which plan it was made of, as its digest says"), "plan", "plan_digest")


def _left_of_a_plan(result: Result) -> Iterator[Claim]:
    if result.uncovered:
        yield _recomputed(say("open slots: slots of the plan, and no fewer than people are missing there"), "uncovered")
    if result.reserve:
        yield _recomputed(say("places missing for absences, where there is a roster"), "reserve")
    if result.overloaded:
        yield _recomputed(say("work left over: work of the plan, and no more than falls due by itself"), "overloaded")


def _of_replan(result: Result, *, has_parent: bool, are_odds_counted: bool) -> Iterator[Claim]:
    if result.headcount is not None:
        yield from _of_a_team(result)
        yield from _of_odds(result, are_counted=are_odds_counted)
    yield from _left_of_a_plan(result)
    yield _recomputed(say("what the plan gives reason to warn of"), "warnings")
    yield from _own_plan(result)
    yield _recomputed(say("the numbers of changes, as they are listed"), "replan.turnover")
    yield _recomputed(say("what is paid after the end, and what the changes give up of it"), "replan.after_end")
    yield _recomputed(say("that who stands in for people who are away is there and has the time"), "replan.handovers")
    if has_parent:
        yield _recomputed(say("that these are all changes, and the days before as they were"), "replan.changes")
        yield _recomputed(say("that nothing is left out of what they were to do"), "replan.handovers")
    else:
        yield _not_looked_at(
            say("without --parent: that these are all changes, and the days before as they were"),
            "replan.parent",
            "replan.changes",
            "replan.handovers",
            "replan.after_end.funnels.opened_was",
            "replan.after_end.funnels.was",
        )
    yield _not_looked_at(
        say("that less change will not do"),
        "status",
        "headcount_bound",
        "monthly_cost_bound",
        "replan.turnover",
        "replan.after_end.least",
    )
    yield _not_looked_at(say("that no more can be reached or done in time"), "reach", "reach_proven", *_OF_REACH)
    yield _not_looked_at(say("what it was made anew from: taken as it says"), *_OF_FACTS)
    yield _not_looked_at(
        say("of which funnel and week the work is that people who are away were to do"), *_OF_WORK_MOVED
    )
    reasons = "replan.changes.reason", "replan.handovers.reason"
    yield _not_looked_at(say("why it is so"), *reasons, "replan.notes", "replan.parent_file")


_OF_TIES = ("hires", "role_changes", "wider", "cost")
_OF_REACH = ("uncovered", "reserve", "overloaded", "replan.reach_bound", "replan.left_undone", "replan.done_late")
_OF_WORK_MOVED = ("replan.handovers.funnel", "replan.handovers.by", "replan.handovers.week")
_OF_FACTS = ("replan.basis", "replan.rates", "replan.rates_used", "replan.allowed", "replan.frozen_until")
_OF_CHANCES = ("odds.all", "odds.targets")
_OF_PROMISES = ("odds.confidence", "buffer")
_AMOUNTS = ("odds.revenue", "odds.profit", "odds.products")
_OF_MEANS = (*_AMOUNTS, "odds.fixed")
_OF_SPREADS = (*_AMOUNTS, "odds.by_month")
