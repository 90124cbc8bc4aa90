"""The answer in a sentence, as a head of sales would hear it."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.pages.words import amount
from salescrew.cli.render.cells import money
from salescrew.language import say, say_as, with_marks
from salescrew.models.answers.result import FIELD_OF, Odds, Result
from salescrew.models.department.ties import is_counted_over_horizon
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.targets import AimName
from salescrew.models.plan.words import listed_names


def headline(plan: Plan, result: Result) -> str:
    """Say who is needed, what they cost, and what is proven."""
    if result.odds is not None and result.odds.confidence is not None and result.odds.all < result.odds.confidence:
        return _no_such_odds(result, result.odds)
    match result.status:
        case "infeasible":
            return _no_team(plan)
        case "no_answer":
            asked = plan.target.confidence
            if asked is not None and result.odds_by_people:
                return say(
                    "No team was found with odds of {odds}, and it is not proven that there is none.",
                    odds=chance(asked),
                )
            return say("No answer in time: no team was found, and nothing is ruled out.")
    if result.headcount == 0:
        return say("Nobody is needed: what is under way meets the plan, and takes no work.")
    said = [*_sought(plan, result), *_besides(plan, result), _hires(result), _unproven(result)]
    return " ".join(part for part in said if part)


def _sought(plan: Plan, result: Result) -> Iterator[str]:
    """Say what the answer comes to in each objective, in their order, and what is proven of it."""
    before: list[str] = []
    for name in plan.objective:
        if name == "people":
            yield _people(result, say("at that cost") if before else "")
        elif before == ["people"]:
            yield _cost(plan, result, name, say("for {n} {n:person|people}", n=result.headcount or 0))
        else:
            yield _cost(plan, result, name, say("at that cost") if before else "")
        before.append(name)


def _besides(plan: Plan, result: Result) -> Iterator[str]:
    """Say how many people they are where that is not sought, and what they cost where it may count."""
    if "people" not in plan.objective:
        yield say("{n} {n:person|people}.", n=result.headcount or 0)
    if "cost" not in plan.objective and is_counted_over_horizon(plan) and result.cost:
        yield say("{cost} over the horizon.", cost=amount(plan, result.cost))


def _no_such_odds(result: Result, odds: Odds) -> str:
    """Say that a promise is out of reach, and how far it goes."""
    asked = chance(odds.confidence or 0.0)
    known = (
        say("Infeasible: it is proven that no team has odds of {odds}.", odds=asked)
        if result.status == "infeasible"
        else say("No team was found with odds of {odds}.", odds=asked)
    )
    shown = say("Shown are the best odds that were found: {n} {n:person|people}.", n=result.headcount or 0)
    return f"{known} {shown}"


def advice(result: Result) -> str:
    """Say what to do where there is no answer."""
    if result.odds_by_people and result.headcount is None:
        return say("`salescrew solve --best` shows the plan, `salescrew explain` what would raise its odds.")
    match result.status:
        case "infeasible":
            return say("`salescrew explain` says what cannot hold together, and what would do.")
        case "no_answer":
            return say("Allow more time with --time-limit, or leave it out to wait until it is proven.")
    return ""


def _people(result: Result, where: str) -> str:
    """Say how many people, and what is proven of that number."""
    count, bound = result.headcount or 0, result.headcount_bound
    if where:
        if count == bound:
            return say("{n} {n:person|people}, the fewest {where}.", n=count, where=where)
        return say("{n} {n:person|people} {where}.", n=count, where=where)
    if count == bound:
        return say("{n} {n:person|people}; fewer is impossible: at least {bound}.", n=count, bound=bound)
    if bound is None:
        return say("{n} {n:person|people}; whether fewer would do is not known.", n=count)
    return say(
        "{n} {n:person|people}; at least {bound} are needed, whether fewer than {n} would do is not known.",
        n=count,
        bound=bound,
    )


def _cost(plan: Plan, result: Result, name: AimName, where: str) -> str:
    """Say what the people cost a month or over the horizon, and what is proven of that."""
    field = FIELD_OF[name]
    cost, bound = getattr(result, field) or 0.0, getattr(result, f"{field}_bound")
    if cost == 0 and where:
        return ""
    proven = bound is not None and bound >= cost - 1e-6 * max(1.0, cost)
    paid = amount(plan, cost)
    text = say("{cost} a month", cost=paid) if name == "monthly_cost" else say("{cost} over the horizon", cost=paid)
    if where:
        return say("{cost}, the least {where}.", cost=text, where=where) if proven else f"{text}."
    if proven:
        return say("{cost}; less is impossible.", cost=text)
    if bound is None:
        return say("{cost}; whether less would do is not known.", cost=text)
    return say(
        "{cost}; at least {bound} is needed, whether less than {sum} would do is not known.",
        cost=text,
        bound=amount(plan, bound),
        sum=money(cost),
    )


def _hires(result: Result) -> str:
    hired = sum(member.hired for member in result.managers)
    return say("{n} of them {n:is|are} to be hired.", n=hired) if hired else say("Nobody is to be hired.")


def _unproven(result: Result) -> str:
    return say("The time limit came before the proof.") if result.status == "feasible" else ""


def _no_team(plan: Plan) -> str:
    """Say out of whom no team can be made."""
    kept = plan.limits.model_dump(exclude_none=True)
    limits = ", ".join(f"{name} {with_marks(f'{most:,.10g}')}" for name, most in kept.items())
    within = say(" within its limits ({limits})", limits=limits) if kept else ""
    at_odds = "" if plan.target.confidence is None else say(" at odds of {odds}", odds=chance(plan.target.confidence))
    there, coming = len(plan.managers), sum(candidate.at_most for candidate in plan.candidates)
    there_and_coming = [say_as("out of", "{n} {n:manager|managers}", n=there)] if there else []
    if coming:
        there_and_coming.append(say_as("out of", "{n} {n:candidate|candidates}", n=coming))
    return say(
        "Infeasible: it is proven that no team out of the {people} of this plan meets it{at_odds}{within}.",
        people=listed_names(there_and_coming),
        at_odds=at_odds,
        within=within,
    )
