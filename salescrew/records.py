"""The records of a plan and of a result, for scripts that name them, as in types."""

from __future__ import annotations

from salescrew.models.answers.evenness import AboveAim, Evenness, InTheWay, OtherRoles
from salescrew.models.answers.handover import Handover
from salescrew.models.answers.replan import (
    AfterEnd,
    Basis,
    PaidAfterEnd,
    PlanChange,
    RateUsed,
    Replan,
    TurnoverGoal,
    Underway,
)
from salescrew.models.answers.result import (
    ConfidenceVerdict,
    CoverageRow,
    EveryoneStays,
    FunnelRow,
    MissingReserve,
    Odds,
    OddsOfPeople,
    OneFewer,
    OpenSlot,
    Overload,
    ProductResult,
    QuotaRow,
    Result,
    RosterRow,
    Spread,
    Stretch,
    TeamMember,
    WorkRow,
)
from salescrew.models.plan.fixed import Fixed, FixedDay, FixedSlot, OpenPlaces
from salescrew.models.plan.pipeline import AgedItems
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.chance import Chance
from salescrew.models.plan.sections.days import TimeBudget
from salescrew.models.plan.sections.duty import BetweenLeads, Duty, DutyRule, ServiceLevel
from salescrew.models.plan.sections.funnels import Funnel, Leads, Observed, Stage
from salescrew.models.plan.sections.people import Candidate, Effectiveness, Manager
from salescrew.models.plan.sections.products import Product
from salescrew.models.plan.sections.targets import Limits, MonthTarget, ProductTarget, Target
from salescrew.models.plan.sections.working_time import OnAndOff
from salescrew.models.plan.so_far import DueWork, Entered, OpenReserve, SoFar

__all__ = [
    "AboveAim",
    "AfterEnd",
    "AgedItems",
    "Basis",
    "BetweenLeads",
    "Calendar",
    "Candidate",
    "Chance",
    "ConfidenceVerdict",
    "CoverageRow",
    "DueWork",
    "Duty",
    "DutyRule",
    "Effectiveness",
    "Entered",
    "Evenness",
    "EveryoneStays",
    "Fixed",
    "FixedDay",
    "FixedSlot",
    "Funnel",
    "FunnelRow",
    "Handover",
    "InTheWay",
    "Leads",
    "Limits",
    "Manager",
    "MissingReserve",
    "MonthTarget",
    "Observed",
    "Odds",
    "OddsOfPeople",
    "OnAndOff",
    "OneFewer",
    "OpenPlaces",
    "OpenReserve",
    "OpenSlot",
    "OtherRoles",
    "Overload",
    "PaidAfterEnd",
    "Plan",
    "PlanChange",
    "Product",
    "ProductResult",
    "ProductTarget",
    "QuotaRow",
    "RateUsed",
    "Replan",
    "Result",
    "RosterRow",
    "ServiceLevel",
    "SoFar",
    "Spread",
    "Stage",
    "Stretch",
    "Target",
    "TeamMember",
    "TimeBudget",
    "TurnoverGoal",
    "Underway",
    "WorkRow",
]
