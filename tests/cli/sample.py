"""A small plan and an answer to it made by hand, so that what the commands write can be compared as a whole."""

from __future__ import annotations

import datetime as dt

from salescrew.models.answers.result import (
    CoverageRow,
    FunnelRow,
    ProductResult,
    QuotaRow,
    Result,
    RosterRow,
    TeamMember,
)

PLAN = """\
name: Sample
currency: EUR
calendar: {start: 2026-01-12, weeks: 2, working_days: [mon, tue], slots: [am, pm]}
target:
  revenue: 40_000
  products: {audit: {deals: 2}}
  by_month: {2026-01: {revenue: 10_000}}
products:
  audit: {average_deal: 5_000, margin: 40%}
day_patterns:
  - {calls: 50}
  - {calls: 20, duty: 1}
  - {meetings: 2}
funnels:
  cold:
    channel: outbound
    product: audit
    opens_with: calls
    stages:
      - {name: contact, conversion: 10%}
      - {name: meeting, conversion: 50%, effort: {meetings: 0.5}}
  warm:
    channel: inbound
    product: audit
    leads: {per_week: 8}
    stages:
      - {name: lead, conversion: 25%}
pipeline: steady
duty: {managers_per_slot: 1}
managers:
  - {name: Anna, monthly_cost: 3_000, roles: [hunter], effectiveness: 1.1}
  - {name: Boris, monthly_cost: 2_500.50}
candidates:
  - {profile: junior, at_most: 2, monthly_cost: 2_000, effectiveness: 0.5}
"""
MONDAYS = (dt.date(2026, 1, 12), dt.date(2026, 1, 19))


def optimal() -> Result:
    """Anna calls and meets, Boris answers in the mornings, junior 1 in the afternoons."""
    coverage, roster, quotas, funnel = [], [], [], []
    for monday in MONDAYS:
        for day in (monday, monday + dt.timedelta(days=1)):
            coverage += [CoverageRow(date=day, slot=slot, leads=2.0, required=1) for slot in ("am", "pm")]
            for name, pattern, slots, asked in (
                ("Anna", {"calls": 50}, (), 25 if day == monday else 15),
                ("Boris", {"calls": 20, "duty": 1}, ("am",), 0),
                ("junior 1", {"calls": 20, "duty": 1}, ("pm",), 0),
            ):
                roster.append(RosterRow(date=day, manager=name, pattern=pattern, duty=slots))
                quota = {"calls": asked, "meetings": 0}
                quotas.append(
                    QuotaRow(date=day, manager=name, activities=quota, contacts={"cold": float(asked)} if asked else {})
                )
        rows = {("cold", "contact"): 44.0, ("cold", "meeting"): 4.4, ("cold", "paid"): 2.2}
        rows |= {("warm", "lead"): 6.0, ("warm", "paid"): 1.5}
        for (name, stage), entering in rows.items():
            revenue = 5_000 * entering if stage == "paid" else 0.0
            funnel.append(FunnelRow(week=monday, funnel=name, stage=stage, entering=entering, revenue=revenue))
    team = (
        TeamMember(name="Anna", role="hunter", monthly_cost=3_000, hired=False),
        TeamMember(name="Boris", role="inbound", monthly_cost=2_500.5, hired=False),
        TeamMember(name="junior 1", role="mixed", monthly_cost=2_000, hired=True),
    )
    return Result(
        status="optimal",
        headcount=3,
        headcount_bound=3,
        monthly_cost=7_500.5,
        monthly_cost_bound=7_500.5,
        revenue=37_000.0,
        profit=14_800.0,
        deals=7.4,
        products={"audit": ProductResult(revenue=37_000.0, profit=14_800.0, deals=7.4)},
        managers=team,
        coverage=tuple(coverage),
        roster=tuple(roster),
        quotas=tuple(quotas),
        funnel=tuple(funnel),
        warnings=("A warning.",),
    )


def without_team(status: str) -> Result:
    """An answer without a team: infeasible, or none in time."""
    nothing = dict.fromkeys(
        ("headcount", "headcount_bound", "monthly_cost", "monthly_cost_bound", "revenue", "profit", "deals", "products")
    )
    return Result.model_validate({"status": status, **nothing})
