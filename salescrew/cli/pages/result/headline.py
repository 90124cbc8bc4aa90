"""The answer in a sentence, as a head of sales would hear it."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.pages.words import amount, counted, persons
from salescrew.cli.render.cells import money
from salescrew.models.answers.result import FIELD_OF, Odds, Result
from salescrew.models.department.ties import is_counted_over_horizon
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.targets import AimName


def headline(plan: Plan, result: Result) -> str:
    """Say who is needed, what they cost, and what is proven."""
    if result.odds is not None and result.odds.confidence is not None and result.odds.all < result.odds.confidence:
        return _no_such_odds(result, result.odds)
    match result.status:
        case "infeasible":
            return f"Infeasible: {_no_team(plan)}"
        case "no_answer":
            asked = plan.target.confidence
            if asked is not None and result.odds_by_people:
                return f"No team was found with odds of {chance(asked)}, and it is not proven that there is none."
            return "No answer in time: no team was found, and nothing is ruled out."
    if result.headcount == 0:
        return "Nobody is needed: what is under way meets the plan, and takes no work."
    said = [*_sought(plan, result), *_besides(plan, result), _hires(result), _unproven(result)]
    return " ".join(part for part in said if part)


def _sought(plan: Plan, result: Result) -> Iterator[str]:
    """Say what the answer comes to in each objective, in their order, and what is proven of it."""
    before: list[str] = []
    for name in plan.objective:
        if name == "people":
            yield _people(result, "at that cost" if before else "")
        else:
            place = f"for {persons(result.headcount)}" if before == ["people"] else "at that cost"
            yield _cost(plan, result, name, place if before else "")
        before.append(name)


def _besides(plan: Plan, result: Result) -> Iterator[str]:
    """Say how many people they are where that is not sought, and what they cost where it may count."""
    if "people" not in plan.objective:
        yield f"{persons(result.headcount)}."
    if "cost" not in plan.objective and is_counted_over_horizon(plan) and result.cost:
        yield f"{amount(plan, result.cost)} over the horizon."


def _no_such_odds(result: Result, odds: Odds) -> str:
    """Say that a promise is out of reach, and how far it goes."""
    asked = chance(odds.confidence or 0.0)
    known = "Infeasible: it is proven that no team has" if result.status == "infeasible" else "No team was found with"
    return f"{known} odds of {asked}. Shown are the best odds that were found: {persons(result.headcount)}."


def advice(result: Result) -> str:
    """Say what to do where there is no answer."""
    if result.odds_by_people and result.headcount is None:
        return "`salescrew solve --best` shows the plan, `salescrew explain` what would raise its odds."
    match result.status:
        case "infeasible":
            return "`salescrew explain` says what cannot hold together, and what would do."
        case "no_answer":
            return "Allow more time with --time-limit, or leave it out to wait until it is proven."
    return ""


def _people(result: Result, where: str) -> str:
    """Say how many people, and what is proven of that number."""
    count, bound = result.headcount, result.headcount_bound
    if where:
        known = f", the fewest {where}" if count == bound else f" {where}"
    elif count == bound:
        known = f"; fewer is impossible: at least {bound}"
    elif bound is None:
        known = "; whether fewer would do is not known"
    else:
        known = f"; at least {bound} are needed, whether fewer than {count} would do is not known"
    return f"{persons(count)}{known}."


def _cost(plan: Plan, result: Result, name: AimName, where: str) -> str:
    """Say what the people cost a month or over the horizon, and what is proven of that."""
    field = FIELD_OF[name]
    cost, bound = getattr(result, field) or 0.0, getattr(result, f"{field}_bound")
    if cost == 0 and where:
        return ""
    proven = bound is not None and bound >= cost - 1e-6 * max(1.0, cost)
    text = f"{amount(plan, cost)} {'a month' if name == 'monthly_cost' else 'over the horizon'}"
    if where:
        return f"{text}, the least {where}." if proven else f"{text}."
    if proven:
        return f"{text}; less is impossible."
    if bound is None:
        return f"{text}; whether less would do is not known."
    return f"{text}; at least {amount(plan, bound)} is needed, whether less than {money(cost)} would do is not known."


def _hires(result: Result) -> str:
    hired = sum(member.hired for member in result.managers)
    return f"{hired} of them {'is' if hired == 1 else 'are'} to be hired." if hired else "Nobody is to be hired."


def _unproven(result: Result) -> str:
    return "The time limit came before the proof." if result.status == "feasible" else ""


def _no_team(plan: Plan) -> str:
    """Say out of whom no team can be made."""
    managers, hires = len(plan.managers), sum(candidate.at_most for candidate in plan.candidates)
    kept = plan.limits.model_dump(exclude_none=True)
    limits = f" within its limits ({', '.join(f'{name} {most:,.10g}' for name, most in kept.items())})" if kept else ""
    at_odds = "" if plan.target.confidence is None else f" at odds of {chance(plan.target.confidence)}"
    return (
        f"it is proven that no team out of the {counted(managers, 'manager')} and {counted(hires, 'candidate')} of "
        f"this plan meets it{at_odds}{limits}."
    )
