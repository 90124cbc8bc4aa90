"""The answer in the plan's words: from people's rosters and quotas to the records of a result."""

from __future__ import annotations

import contextlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from types import MappingProxyType
from typing import Any

from salescrew.checker.verify import verify
from salescrew.errors import ModelError
from salescrew.models.answers.evenness import Bound, Evenness, Measure, OtherRoles, RolesBecause
from salescrew.models.answers.result import (
    CoverageRow,
    FunnelRow,
    Odds,
    OneFewer,
    ProductResult,
    QuotaRow,
    Result,
    RosterRow,
    Status,
    Stretch,
    TeamMember,
)
from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.models.department.people import choosers
from salescrew.models.department.targets import planned_entries, revenue_of, target_lines
from salescrew.models.department.ties import TIES, weight
from salescrew.models.department.warnings import warnings as warnings_of
from salescrew.models.department.worth import DealWorth
from salescrew.models.files.garbage_collection import no_collection
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.roles import Role
from salescrew.models.schedule.as_handled import as_handled
from salescrew.models.schedule.evenness import Counted, evenness_of
from salescrew.models.schedule.obstacles import above_aims
from salescrew.models.schedule.own_plan import with_plan
from salescrew.solver.search.reach import Reach
from salescrew.solver.search.work_rows import work_rows
from salescrew.solver.staffing.at_stretch import quotas_at_stretch
from salescrew.solver.staffing.day_quotas import Quotas
from salescrew.solver.staffing.day_rows import day_rows
from salescrew.solver.staffing.deal import PersonRoster, starts_of

Opened = Mapping[tuple[str, int], float]
"""What enters first stages in standard contacts and leads, by funnel and week."""


def answer(
    department: Department,
    status: Status,
    people: Sequence[PersonRoster],
    quotas: Quotas,
    bounds: Mapping[str, float] | None,
    *,
    wanted: Plan | None = None,
    least: Mapping[Measure, Bound] = MappingProxyType({}),
    other_roles: RolesBecause = "not_sought",
) -> Result:
    """Write the answer of a team with its rosters and quotas, and the bounds where there are any.

    Parameters
    ----------
    wanted
        The plan whose targets the odds are about, where more or less was asked of the team.
    least
        Of figures of evenness what this team could not come below, as far as that is known.
    other_roles
        Why people who are alike have other roles than each other, where they have.
    """
    from salescrew.models.odds.calculation import odds_of  # this takes numpy, which takes its time

    department = department.started(starts_of(people))
    found = _without_odds(department, status, people, quotas, bounds, least, other_roles)
    return found.model_copy(update={"odds": odds_of(wanted or department.plan, found)})


def _without_odds(
    department: Department,
    status: Status,
    people: Sequence[PersonRoster],
    quotas: Quotas,
    bounds: Mapping[str, float] | None,
    least: Mapping[Measure, Bound] = MappingProxyType({}),
    other_roles: RolesBecause = "not_sought",
) -> Result:
    opened = {person.name: _opened(department, person, quotas) for person in people}
    first = _first_stages(department, opened.values())
    work = work_rows(department, first, quotas.handled)
    department = as_handled(department, work)
    flow = _flow_rows(department, first)
    brings = _brought(department, opened)
    chose = choosers(department.plan)
    with no_collection():
        roster, asked = day_rows(department, people, quotas)
    products = _product_results(department, flow)
    profits = [product.profit for product in products.values()]
    return Result(
        status=status,
        headcount=len(people),
        headcount_bound=None if bounds is None or "people" not in bounds else round(bounds["people"]),
        monthly_cost=_cost(people),
        monthly_cost_bound=None if bounds is None else bounds.get("monthly_cost"),
        **_ties(department, people, bounds or {}),
        revenue=math.fsum(product.revenue for product in products.values()),
        profit=None if None in profits else math.fsum(profit for profit in profits if profit is not None),
        deals=math.fsum(product.deals for product in products.values()),
        products=products,
        evenness=_evenness(
            department, {person.name: person.role for person in people}, roster, asked, least, other_roles
        ),
        managers=tuple(_member(person, brings[person.name], chose) for person in people),
        coverage=coverage(department),
        roster=roster,
        quotas=asked,
        funnel=tuple(flow),
        work=work,
        warnings=tuple(warnings_of(department.plan)),
    )


def _evenness(
    department: Department,
    roles: Mapping[str, Role],
    roster: Sequence[RosterRow],
    quotas: Sequence[QuotaRow],
    least: Mapping[Measure, Bound],
    other_roles: RolesBecause,
) -> Evenness | None:
    """Measure how even a roster is, and say what is in the way where it is not even enough."""
    if not roles:
        return None
    counted = Counted(department.plan, roles, roster, quotas)
    apart = (OtherRoles(names=tuple(names), because=other_roles) for names in counted.in_other_roles())
    above = above_aims(department, roles, roster, quotas, least)
    return evenness_of(counted).model_copy(update={"above": above, "other_roles": tuple(apart)})


def as_much_as_survives(plan: Plan, write: Callable[[float], Result], less_than_most: Sequence[float]) -> Result:
    """Write an answer that reaches as much as survives the rounding of contacts and quotas, as the checker sees it.

    Parameters
    ----------
    write
        Writes the answer that reaches so much less than the most; it may find that quotas do not come to that.
    less_than_most
        The shares to try, the tightest first; the last is taken as it is.
    """
    *tight, loosest = less_than_most
    for less in tight:
        with contextlib.suppress(ModelError):
            found = write(less)
            if not verify(plan, with_plan(plan, found)):
                return found
    return write(loosest)


def with_reach(
    department: Department,
    result: Result,
    stretch: Reach | None,
    one_fewer: Reach | None,
    at_stretch: float | None = None,
) -> Result:
    """Add how far the team gets, and a team of one fewer.

    Parameters
    ----------
    at_stretch
        The odds at stretch, where they are known already.
    """
    found: dict[str, object] = {}
    has_targets = bool(department.goals)
    if stretch is not None and not has_targets:
        found["stretch"] = Stretch(reach=None)
    elif stretch is not None:
        # the roster at hand may reach more than the one that this search found
        reach = max(1.0, stretch.reach or 0.0, _attained(department, result))
        # what is proven is so within a thousandth
        shown = stretch.no_more_than if stretch.reach is not None and stretch.proven else stretch.bound
        bound = max(reach, shown) if math.isfinite(shown) else None
        found["stretch"] = Stretch(reach=reach, bound=bound)
        found["odds"] = with_odds_at_stretch(department, result, stretch, at_stretch)
    if one_fewer is not None:
        found["one_fewer"] = OneFewer(
            reach=one_fewer.reach if has_targets else None,
            proven=one_fewer.proven,
            bound=_bound_of_fewer(one_fewer) if has_targets else None,
            uncovered=one_fewer.uncovered,
            overloaded=one_fewer.overloaded,
            reserve=one_fewer.reserve,
        )
    return result.model_copy(update=found)


def _bound_of_fewer(found: Reach) -> float | None:
    """Give what nobody of so many exceeds, where that is more than was found."""
    return None if found.reach is None or found.proven or not math.isfinite(found.bound) else found.bound


def with_odds_at_stretch(
    department: Department, result: Result, stretch: Reach, known: float | None = None
) -> Odds | None:
    """Add to the odds those that the team could have, if its time to spare went into contacts."""
    if result.odds is None:
        return None
    at_stretch = odds_at_stretch(department, stretch) if known is None else known
    return result.odds.model_copy(update={"at_stretch": max(result.odds.all, at_stretch)})


def odds_at_stretch(department: Department, stretch: Reach) -> float:
    """Give the odds of a team whose time to spare goes into contacts; 0 where it has none."""
    from salescrew.models.odds.calculation import chance_of_all_of  # this takes numpy, which takes its time

    if stretch.reach is None or stretch.reach <= 1:
        return 0.0
    asked = quotas_at_stretch(department, stretch.reach, stretch.people)
    if asked is None:
        return 0.0
    department = department.started(starts_of(stretch.people))
    return chance_of_all_of(department.plan, _opening(department, stretch.people, asked))


def _opening(department: Department, people: Sequence[PersonRoster], quotas: Quotas) -> Result:
    """Write of an answer what its odds hang on, and nothing else."""
    chose = choosers(department.plan)
    first = _first_stages(department, (_opened(department, person, quotas) for person in people))
    with no_collection():
        roster, asked = day_rows(department, people, quotas)
    found = {
        "managers": tuple(_member(person, 0.0, chose) for person in people),
        "roster": roster,
        "quotas": asked,
        "work": work_rows(department, first, quotas.handled),
    }
    return no_team(department, "feasible").model_copy(update=found)


def _attained(department: Department, result: Result) -> float:
    """Give the share of all targets that is reached, tolerance included."""
    entries = planned_entries(department.horizon, result.funnel, result.work)
    lines = target_lines(department.horizon)
    return min(line.in_all(entries) / (line.wanted * (1 - TARGET_TOLERANCE)) for line in lines)


def no_team(department: Department, status: Status, most: Reach | None = None, warnings: Sequence[str] = ()) -> Result:
    """Write that there is no team, with how far anybody gets, or that none was found in time."""
    return Result(
        status=status,
        headcount=None,
        headcount_bound=None,
        monthly_cost=None,
        monthly_cost_bound=None,
        revenue=None,
        profit=None,
        deals=None,
        products=None,
        reach=None if most is None else most.reach,
        reach_proven=None if most is None else most.proven,
        uncovered=() if most is None else most.uncovered,
        overloaded=() if most is None else most.overloaded,
        reserve=() if most is None else most.reserve,
        warnings=(*warnings_of(department.plan), *warnings),
    )


def coverage(department: Department) -> tuple[CoverageRow, ...]:
    """List the slots with leads, of each queue."""
    return tuple(
        CoverageRow(date=slot.date, slot=slot.name, queue=slot.where.stated, leads=slot.total, required=slot.required)
        for slot in department.slots
    )


def _ties(department: Department, people: Sequence[PersonRoster], bounds: Mapping[str, float]) -> dict[str, Any]:
    """Say what the team comes to in each tie, and what is proven of it."""
    found: dict[str, Any] = {}
    for name in TIES:
        kind = float if name == "cost" else round
        found[name] = kind(math.fsum(weight(department.horizon, person.post, name) for person in people))
        found[f"{name}_bound"] = min(found[name], kind(bounds[name])) if name in bounds else None
    return found


def _cost(people: Sequence[PersonRoster]) -> float:
    return math.fsum(person.record.monthly_cost for person in people)


def _member(person: PersonRoster, brings: float, chose: Set[str]) -> TeamMember:
    return TeamMember(
        name=person.name,
        role=person.role,
        monthly_cost=person.record.monthly_cost,
        hired=person.post.hired,
        from_=person.record.first_day if person.name in chose else None,
        revenue=brings,
    )


def _first_stages(department: Department, opened: Iterable[Opened]) -> dict[str, list[float]]:
    """Count what enters the first stages, by funnel and week."""
    first = {name: [0.0] * len(department.weeks) for name in department.plan.funnels}
    for by_person in opened:
        for (funnel, week), worth in by_person.items():
            first[funnel][week] += worth
    return first


def _flow_rows(department: Department, first: Mapping[str, list[float]]) -> list[FunnelRow]:
    """State the flow that these contacts and this duty roster produce, after what entered before."""
    before = _entered_before(department)
    value = DealWorth(department.horizon)
    rows = []
    for name, flow in department.flows.items():
        items = flow.entering(first[name])
        for week in department.weeks:
            deal = value.revenue(flow.funnel.product, week)
            for number, stage in enumerate(flow.stages):
                planned = items[number][week]
                entered, revenue = before.get((name, stage, week), (0.0, 0.0))
                if stage == PAID:
                    revenue += deal * planned
                monday = department.horizon.monday(week)
                rows.append(
                    FunnelRow(week=monday, funnel=name, stage=stage, entering=entered + planned, revenue=revenue)
                )
    return sorted(rows, key=lambda row: row.week)


def _opened(department: Department, person: PersonRoster, quotas: Quotas) -> Opened:
    """Count the contacts and leads that pass through a person's hands, each by what it is worth."""
    opened: defaultdict[tuple[str, int], float] = defaultdict(float)
    for day in person.patterns:
        if (quota := quotas.get((person.name, day))) is None:
            continue
        week = department.horizon.week_of(day)
        worth = person.post.effectiveness[week]
        for funnel, contacts in quota.contacts.items():
            opened[funnel, week] += worth * contacts
        for where in person.duty.get(day, ()):
            slot = department.slot_at[day, where]
            for funnel, leads in slot.leads.items():
                opened[funnel, week] += worth * leads / slot.required
    return opened


def _brought(department: Department, opened: Mapping[str, Opened]) -> dict[str, float]:
    """Give the revenue within the horizon of what each person opens or answers."""
    value = DealWorth(department.horizon)
    fees = {name: value.fees_of_entries(flow) for name, flow in department.flows.items()}
    deals = {name: [sum(landed.values()) for landed in flow.spread[-1]] for name, flow in department.flows.items()}
    products = {name: department.plan.products[flow.funnel.product] for name, flow in department.flows.items()}
    return {
        person: math.fsum(
            worth * deals[funnel][week] * products[funnel].average_deal + worth * fees[funnel][week]
            for (funnel, week), worth in by_person.items()
        )
        for person, by_person in opened.items()
    }


def _entered_before(department: Department) -> dict[tuple[str, str, int], tuple[float, float]]:
    """Add up what entered the stages, and was paid, before the plan was made anew on the way."""
    plan, worth = department.plan, DealWorth(department.horizon)
    before: dict[tuple[str, str, int], tuple[float, float]] = {}
    for row in plan.so_far.entered if plan.so_far else ():
        key = row.funnel, row.stage, department.horizon.week_of(row.date)
        items, revenue = before.get(key, (0.0, 0.0))
        before[key] = items + row.items, revenue + revenue_of(worth, row)
    return before


def _product_results(department: Department, flow: Sequence[FunnelRow]) -> dict[str, ProductResult]:
    results = {}
    for name, product in department.plan.products.items():
        funnels = {funnel for funnel, record in department.plan.funnels.items() if record.product == name}
        paid = [row for row in flow if row.stage == PAID and row.funnel in funnels]
        revenue = math.fsum(row.revenue for row in paid)
        results[name] = ProductResult(
            revenue=revenue,
            profit=None if product.margin is None else product.margin * revenue,
            deals=math.fsum(row.entering for row in paid),
        )
    return results
