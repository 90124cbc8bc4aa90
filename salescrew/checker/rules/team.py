"""Rules on the answer as a whole and on the team (sections 1, 3, 5 and 7 of the model)."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Sequence

from salescrew.checker.case import Case
from salescrew.checker.closeness import NOISE, differs, exceeds, number
from salescrew.language import say
from salescrew.models.department.warnings import said_anew
from salescrew.models.department.warnings import warnings as warnings_of
from salescrew.models.plan.digest import digest
from salescrew.models.plan.sections.people import Candidate, PersonFields
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.values.said import shown
from salescrew.models.plan.words import any_of

VALUES = (
    "headcount",
    "headcount_bound",
    "monthly_cost",
    "monthly_cost_bound",
    "revenue",
    "profit",
    "deals",
    "products",
)
BOUNDS = {"people": "headcount_bound", "monthly_cost": "monthly_cost_bound", "cost": "cost_bound"}
"""By objective, the field of what is proven of it."""
TIES = ("hires", "role_changes", "wider", "cost")
DAYS_OF_A_MONTH = 30.4375
LISTS = ("managers", "coverage", "roster", "quotas", "funnel")


def claims_proof(case: Case) -> bool:
    """Tell whether the result claims that nothing is better."""
    return case.result.status == "optimal"


def has_team(case: Case) -> bool:
    """Tell whether the result claims that there is a team to work with: one that meets the plan, or reaches most."""
    told = case.result
    return told.status in ("optimal", "feasible") or (may_show_how_far(case) and told.headcount is not None)


def may_show_how_far(case: Case) -> bool:
    """Tell whether the result may show how far it goes, as of a plan that cannot be met.

    A plan that was made anew always goes some way, also where it is not known whether it can be met.
    """
    told = case.result
    is_told = told.replan is not None or falls_short_of_confidence(case)
    return told.status == "infeasible" or (told.status == "no_answer" and is_told)


def falls_short_of_confidence(case: Case) -> bool:
    """Tell whether the result shows the best odds that were found, which are less than the plan asks for."""
    odds = case.result.odds
    return odds is not None and odds.confidence is not None and odds.all < odds.confidence


def status(case: Case) -> Iterator[str]:
    """Every answer has values; an infeasible plan, and one without an answer in time, has none and empty lists.

    Profit alone may be missing from an answer, where a product has no margin. With the team that reaches most of an
    infeasible plan there are no bounds, since nothing is as good as the plan asks for.
    """
    told = case.result.status
    if has_team(case):
        sought = [] if may_show_how_far(case) else [BOUNDS[name] for name in _sought(case)]
        for name in dict.fromkeys((*VALUES, *BOUNDS.values())):
            is_there, is_bound = getattr(case.result, name) is not None, name.endswith("_bound")
            if is_bound and name not in sought:
                # the cost is bound as a tie too
                if is_there and name != "cost_bound":
                    yield say("{told}: {name} must be null, is there", told=told, name=name)
            elif name != "profit" and not is_there:
                yield say("{told}: {name} must be there, got nothing", told=told, name=name)
        return
    for name in (*VALUES, *TIES, *(f"{name}_bound" for name in TIES)):
        if getattr(case.result, name) is not None:
            yield say("{told}: {name} must be null, is there", told=told, name=name)
    for name in LISTS:
        if rows := len(getattr(case.result, name)):
            yield say("{told}: {name} must be empty, has {rows} rows", told=told, name=name, rows=rows)


def _sought(case: Case) -> Sequence[str]:
    """List what was to be least: the plan's objectives; of a plan made anew always people, then the monthly cost."""
    return case.plan.objective if case.result.replan is None else ("people", "monthly_cost")


def own_plan(case: Case) -> Iterator[str]:
    """`plan` is what the result was made of, and `plan_digest` is that of it."""
    result = case.result
    if result.plan is None or result.plan_digest is None:
        if result.version > 1 or (result.plan is None) != (result.plan_digest is None):
            yield say("plan and plan_digest must both be there")
    elif result.version == 1:
        yield say("version must be 2, since it holds its plan, got 1")
    elif result.plan_digest != (must := digest(result.plan)):
        yield say("plan_digest must be {must}, got {plan_digest}", must=must, plan_digest=shown(result.plan_digest))


def bounds(case: Case) -> Iterator[str]:
    """No bound is above its value; `optimal` says that those of the objectives are reached."""
    result = case.result
    for field in (BOUNDS[name] for name in _sought(case)):
        name = field.removesuffix("_bound")
        value, bound = getattr(result, name), getattr(result, field)
        if value is None or bound is None:
            continue
        if exceeds(bound, value) and name not in TIES:
            yield say(
                "{name}_bound must be at most {name} {value}, got {bound}",
                name=name,
                value=number(value),
                bound=number(bound),
            )
        elif result.status == "optimal" and exceeds(value, bound):
            yield say(
                "optimal: {name}_bound must be {name} {value}, got {bound}",
                name=name,
                value=number(value),
                bound=number(bound),
            )


def warnings(case: Case) -> Iterator[str]:
    """There are the warnings that the plan calls for, once each, and none besides.

    Where the people to be kept alone exceed a limit, a sentence that names it is one of them.
    """
    told, called_for = Counter(said_anew(case.plan, case.result.warnings)), Counter(warnings_of(case.plan))
    for sentence in called_for - told:
        yield say("must be there: {sentence}", sentence=sentence)
    for sentence in told - called_for:
        if not (case.result.status == "infeasible" and _names_limit_of_kept(case, sentence)):
            yield say("the plan does not call for this, or not twice: {sentence}", sentence=shown(sentence))


def _names_limit_of_kept(case: Case, sentence: str) -> bool:
    limits, kept = case.plan.limits, case.people.kept
    people = [record for name in kept if (record := case.people.find(name)) is not None]
    hires = len(kept - {manager.name for manager in case.plan.managers})
    monthly_cost = math.fsum(record.monthly_cost for record in people)
    cost = math.fsum(min(_cost_from(case, record, first) for first in _listed(record)) for record in people)
    return any(
        most is not None and taken > most * (1 + NOISE) and _names_limit(sentence, name, most)
        for name, most, taken in (
            ("people", limits.people, len(kept)),
            ("hires", limits.hires, hires),
            ("monthly_cost", limits.monthly_cost, monthly_cost),
            ("cost", limits.cost, cost),
        )
    )


def _names_limit(sentence: str, name: str, most: float) -> bool:
    """Tell whether a sentence is about a limit, in whatever language: it begins with it, and names what it is."""
    return sentence.startswith(f"limits.{name} ") and f"{most:g}" in sentence


def person(case: Case) -> Iterator[str]:
    """Everyone on the team is in the plan, no more of a profile than there are, each with one role."""
    seen: set[str] = set()
    for member in case.result.managers:
        if case.people.find(member.name) is None:
            profile = case.people.profile_of(member.name)
            has = (
                say("at most {at_most} of {profile}", at_most=profile.at_most, profile=profile.profile)
                if profile
                else say("nobody of this name")
            )
            yield say("{member}: the plan has {has}", member=shown(member.name), has=has)
        elif member.name in seen:
            yield say("{member}: must have one role, is there twice", member=shown(member.name))
        seen.add(member.name)


def role(case: Case) -> Iterator[str]:
    """Everyone has one of the `roles` that the plan allows."""
    for name, post in case.posts.items():
        if post.role not in post.record.roles:
            yield say(
                "{name}: must be {roles}, is {role}",
                name=name,
                roles=any_of(map(role_in_words, post.record.roles)),
                role=role_in_words(post.role),
            )


def start(case: Case) -> Iterator[str]:
    """Who has several first days to choose from says which one it is; nobody else has any to say."""
    seen: set[str] = set()
    for member in case.result.managers:
        profile = case.people.profile_of(member.name)
        if member.name in seen or member.name not in case.posts:
            continue
        seen.add(member.name)
        if profile is None or not isinstance(profile.from_, tuple):
            if member.from_ is not None:
                yield say("{member}: from must be left out, got {from_}", member=member.name, from_=member.from_)
        elif member.from_ not in (allowed := case.people.first_days(member.name, profile)):
            yield say(
                "{member}: from must be {days}, got {got}",
                member=member.name,
                days=any_of(map(str, allowed)),
                got=member.from_ or shown(None),
            )


def hired(case: Case) -> Iterator[str]:
    """Candidates are hired, managers are there."""
    managers = {manager.name for manager in case.plan.managers}
    for member in case.result.managers:
        if member.name in case.posts and member.hired is (member.name in managers):
            yield say(
                "{member}: hired must be {what}, got {hired}",
                member=member.name,
                what=shown(not member.hired),
                hired=shown(member.hired),
            )


def cost(case: Case) -> Iterator[str]:
    """Everyone with a role costs their whole `monthly_cost`, and together these make the total."""
    for member in case.result.managers:
        post = case.posts.get(member.name)
        if post is not None and differs(member.monthly_cost, post.record.monthly_cost):
            must = number(post.record.monthly_cost)
            yield say(
                "{member}: monthly_cost must be {must}, got {monthly_cost}",
                member=member.name,
                must=must,
                monthly_cost=number(member.monthly_cost),
            )
    total, claimed = _monthly_cost(case), case.result.monthly_cost
    if claimed is not None and differs(claimed, total):
        yield say("monthly_cost must be {total}, got {claimed}", total=number(total), claimed=number(claimed))


def _monthly_cost(case: Case) -> float:
    return math.fsum(post.record.monthly_cost for post in case.posts.values())


def _cost(case: Case) -> float:
    """Add up the cost over the horizon of everybody with a role."""
    return math.fsum(_cost_from(case, post.record, post.record.first_day) for post in case.posts.values())


def _cost_from(case: Case, record: PersonFields, first: dt.date | None) -> float:
    """Count what somebody costs over the horizon: its days from the first to the last, and what hiring costs."""
    horizon = case.days.horizon
    paid = sum((first or horizon[0]) <= day <= (record.until or horizon[-1]) for day in horizon)
    once = record.hiring_cost if isinstance(record, Candidate) else 0.0
    return record.monthly_cost * paid / DAYS_OF_A_MONTH + once


def _listed(record: PersonFields) -> Sequence[dt.date | None]:
    return record.from_ if isinstance(record.from_, tuple) else (record.from_,)


def ties(case: Case) -> Iterator[str]:
    """Hires, other roles than today's, roles wider than what people could do and the cost over the horizon add up.

    No bound is above its value; of a plan that cannot be met, or is made anew, there is none. What an older result does
    not say it does not claim.
    """
    counted = dict.fromkeys(TIES, 0.0)
    counted["cost"] = _cost(case)
    managers = {manager.name: manager for manager in case.plan.managers}
    for name, post in case.posts.items():
        counted["hires"] += name not in managers
        today = managers[name].role if name in managers else None
        counted["role_changes"] += today is not None and today != post.role
        counted["wider"] += post.is_wider
    for name, must in counted.items():
        told, bound = getattr(case.result, name), getattr(case.result, f"{name}_bound")
        if told is None and case.result.version > 1:
            yield say("{name} must be {must}, got nothing", name=name, must=number(must))
        if told is not None and differs(told, must):
            yield say("{name} must be {must}, got {told}", name=name, must=number(must), told=number(told))
        if bound is not None and (may_show_how_far(case) or case.result.replan is not None):
            yield say("{status}: {name}_bound must be null, is there", status=case.result.status, name=name)
        elif bound is not None and (told is None or exceeds(bound, told)):
            yield say(
                "{name}_bound must be at most {name} {must}, got {bound}",
                name=name,
                must=number(must),
                bound=number(bound),
            )


def headcount(case: Case) -> Iterator[str]:
    """Everyone with a role counts."""
    has, claimed = len(case.result.managers), case.result.headcount
    if claimed is not None and claimed != has:
        yield say("headcount must be {has}, as managers has, got {claimed}", has=has, claimed=number(claimed))


def keep(case: Case) -> Iterator[str]:
    """Who is to be kept has a role; of a profile that is to be kept, all have."""
    for manager in case.plan.managers:
        if manager.keep and manager.name not in case.posts:
            yield say("{manager}: must have a role, has none", manager=manager.name)
    for candidate in case.plan.candidates:
        used = sum(case.people.profile_of(name) is candidate for name in case.posts)
        if candidate.keep and used < candidate.at_most:
            yield say(
                "{profile}: all {at_most} must have a role, {used} have",
                profile=candidate.profile,
                at_most=candidate.at_most,
                used=used,
            )
    for name in sorted(case.people.settled):
        if name not in case.posts:
            yield say("{name}: must have a role, since something is settled, has none", name=name)


def limits(case: Case) -> Iterator[str]:
    """Nothing exceeds `limits`: people, candidates hired, what all cost in a month, and over the horizon."""
    limits = case.plan.limits
    managers = {manager.name for manager in case.plan.managers}
    for name, most, has in (
        ("people", limits.people, len(case.posts)),
        ("hires", limits.hires, len(case.posts.keys() - managers)),
        ("monthly_cost", limits.monthly_cost, _monthly_cost(case)),
        ("cost", limits.cost, _cost(case)),
    ):
        if most is not None and has > most * (1 + NOISE):
            yield say("{name}: must be at most {most}, got {has}", name=name, most=number(most), has=number(has))
