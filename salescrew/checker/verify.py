"""The checker: every promise of a result, recomputed from the plan without the solver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from salescrew.checker.case import Case
from salescrew.checker.rules import evenness, flow, handling, handovers, odds, quotas, reach, replan, roster, team
from salescrew.language import say
from salescrew.models.answers.result import Result
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import as_left, leaves_something, plan_in_force
from salescrew.models.schedule.same_plan import foreign_basis


class Rule(Protocol):
    """One promise of the model: yields a witness for each time that a result breaks it."""

    __name__: str

    def __call__(self, case: Case) -> Iterator[str]:
        """Yield the witnesses."""


RULES_OF_EVERY_RESULT: tuple[Rule, ...] = (
    team.status,
    team.bounds,
    team.own_plan,
    team.warnings,
    reach.reach,
    odds.confidence,
)
RULES_OF_A_TEAM: tuple[Rule, ...] = (
    team.person,
    team.role,
    team.start,
    team.hired,
    team.cost,
    team.ties,
    team.headcount,
    team.keep,
    team.limits,
    roster.coverage,
    roster.roster,
    roster.pattern,
    roster.duty,
    roster.cover,
    roster.weekly_duty,
    roster.weekly_days,
    roster.reserve,
    roster.settled,
    quotas.quotas,
    quotas.quota,
    quotas.weekly_quota,
    quotas.needless_quotas,
    quotas.contacts,
    quotas.daily_contacts,
    quotas.weekly_contacts,
    quotas.cold_base,
    flow.funnel,
    flow.totals,
    flow.brought,
    flow.target,
    flow.work,
    handling.handled,
    reach.stretch,
    reach.one_fewer,
    reach.everyone_stays,
    evenness.evenness,
    evenness.above,
    evenness.other_roles,
    odds.odds,
    replan.turnover,
    replan.freedom,
    replan.rates,
    replan.left,
    replan.reach_bound,
    replan.after_end,
    replan.changes,
    handovers.handovers,
    replan.days_before,
)


@dataclass(frozen=True)
class Violation:
    """A promise that a result does not keep.

    Attributes
    ----------
    rule
        Which promise: the name of a rule in `RULES_OF_EVERY_RESULT` or `RULES_OF_A_TEAM`.
    witness
        Where it is not kept, what must be and what is.
    """

    rule: str
    witness: str

    def __str__(self) -> str:
        """Write rule and witness, as in `cover: 2026-01-13 morning: needs 2 on duty, has Anna`."""
        return f"{self.rule}: {self.witness}"


def verify(plan: Plan, result: Result, parent: Result | None = None) -> list[Violation]:
    """Check every promise of a result.

    What must be so is counted anew from the plan's own fields; no formula is shared with the solver. Whether fewer
    people would do is not checked: that takes a proof, and a bound is all that a result says of it.

    Parameters
    ----------
    plan
        The plan that was to be answered.
    result
        Any result, by whomever: nonsense in it is a violation, never an exception. One of `replan` is checked against
        the plan as it states it from its day on.
    parent
        The result that one of `replan` was made anew out of: whether its days before are the same, and whether its
        changes are all that there are.

    Returns
    -------
    list[Violation]
        Empty where all promises are kept; otherwise one violation a fault, rule by rule.
    """
    refuse_wrong_arguments(plan=(plan, Plan), result=(result, Result), parent=(parent, Result | None))
    return list(violations(plan, result, parent))


def violations(plan: Plan, result: Result, parent: Result | None = None) -> Iterator[Violation]:
    """Yield what `verify` lists, each as soon as it is found."""
    if result.replan is not None and (foreign := dict.fromkeys(foreign_basis(plan, result.replan.basis))):
        yield from (Violation("basis", say("must {must}", must=witness)) for witness in foreign)
        return
    asked = plan_in_force(plan, result)
    case = Case(asked, result, parent, _case_of(plan, parent))
    yield from (Violation(rule.__name__, witness) for rule in RULES_OF_EVERY_RESULT for witness in rule(case))
    if leaves_something(result):
        # what is left has been counted by then; the team does all the rest
        case = Case(as_left(asked, result), result, asked=asked)
    if team.has_team(case):
        yield from (Violation(rule.__name__, witness) for rule in RULES_OF_A_TEAM for witness in rule(case))


def _case_of(plan: Plan, parent: Result | None) -> Case | None:
    """Set the result in force beside its own plan; none where the plan says where it stands, since that came later."""
    if parent is None or plan.so_far is not None:
        return None
    if parent.replan is not None and any(foreign_basis(plan, parent.replan.basis)):
        return None
    return Case(plan_in_force(plan, parent), parent)
