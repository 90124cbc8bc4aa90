"""Why a quota is what it is, worked out so that it can be redone on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from salescrew.errors import InputError, ModelError
from salescrew.language import say
from salescrew.models.answers.explained.quota_chain import (
    ActivityQuota,
    Factor,
    LeadsToAnswer,
    Outcome,
    QuotaChain,
    QuotaPart,
    Trace,
)
from salescrew.models.department.department import Department
from salescrew.models.on_paper.factors import Step, Total, on_paper, quantized
from salescrew.models.on_paper.person_week import NOTHING, Everything, LeadSteps, OutcomeSteps, PartSteps, PersonWeek
from salescrew.models.on_paper.traces import FunnelItems, back_from_target, hardest_target, on_to_payment
from salescrew.models.plan.naming import did_you_mean
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.values.said import listed, shown
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.schedule.workload import Workload

_DECIMALS = range(1, 8)
_DIGITS = range(4, 15)


class _TooFewDigitsError(Exception):
    """The numbers do not come out."""


class QuotaChains:
    """The quotas of a result that passes `verify`, explained one person and week at a time.

    Raises
    ------
    InputError
        Where the result has no team.
    """

    def __init__(self, schedule: Schedule) -> None:
        result = schedule.result
        if not result.managers:
            told = say(
                "result: must have a team, got one that is {status}. Nobody has a quota in it.", status=result.status
            )
            raise InputError([told])
        self._all = Everything(Workload(schedule))

    def of(self, manager: str, week: int | dt.date) -> QuotaChain:
        """Explain a person's quotas of a week.

        Parameters
        ----------
        manager
            Name of somebody who has a role in the result.
        week
            Number of the week, from 1, or a day in it.

        Raises
        ------
        InputError
            Where nobody has that name, or the plan has no such week.
        """
        team = self._all.workload.posts
        if manager not in team:
            raise InputError([_unknown_manager(manager, self._all.workload.department, team)])
        chain = PersonWeek(self._all, manager, self._all.horizon.number_of_week(week))
        for decimals in _DECIMALS:
            for digits in _DIGITS:
                try:
                    return _written(chain, decimals, digits)
                except _TooFewDigitsError:
                    continue
        raise ModelError(f"the quotas of {manager} in week {chain.week + 1} do not come out on paper")


def _unknown_manager(name: str, department: Department, team: Collection[str]) -> str:
    todo = did_you_mean(name, team, say("Known here: {names}.", names=listed(team)))
    if name in {person.name for person in department.everyone}:
        return say(
            "manager: must have a role in the result, got {name}. With a role: {names}.",
            name=shown(name),
            names=listed(team),
        )
    return say("manager: must be one of the team, got {name}. {todo}", name=shown(name), todo=todo)


def _written(chain: PersonWeek, decimals: int, digits: int) -> QuotaChain:
    """Write everything down with so many digits.

    Raises
    ------
    _TooFewDigitsError
        Where it does not come out.
    """
    traces: list[Trace] = []
    totals: dict[tuple[str, str], Total] = {}
    for funnel in _funnels(chain):
        trace, by_stage = _trace(chain.all.items[funnel], digits)
        traces.append(trace)
        totals |= by_stage
    return QuotaChain(
        manager=chain.name,
        role=chain.all.workload.posts[chain.name].role,
        week=chain.all.horizon.monday(chain.week),
        number=chain.week + 1,
        decimals=decimals,
        traces=tuple(traces),
        quotas=tuple(
            _quota(
                activity,
                days,
                [(part, _part(part, totals, decimals, digits)) for part in chain.parts[activity]],
                decimals,
            )
            for activity, days in chain.quotas.items()
        ),
        leads=tuple(_leads(leads, decimals, digits) for leads in chain.leads),
        outcomes=tuple(_outcome(outcome, decimals, digits) for outcome in chain.outcomes),
    )


def _funnels(chain: PersonWeek) -> list[str]:
    """List the funnels that the week has a part in, and into which anything but the opening pipeline enters."""
    named = {part.funnel for parts in chain.parts.values() for part in parts} | {each.funnel for each in chain.leads}
    return [name for name, items in chain.all.items.items() if name in named and items.fresh[0]]


def _trace(items: FunnelItems, digits: int) -> tuple[Trace, dict[tuple[str, str], Total]]:
    """Write a funnel down, and give what counts each of its stages."""
    line = hardest_target(items) if items.flow.funnel.channel == "outbound" else None
    if line or (items.flow.funnel.channel == "outbound" and items.fresh[-1]):
        steps = back_from_target(items, line)
    else:
        steps = on_to_payment(items)
    lines = list(on_paper(steps, digits))
    # of several results that count a stage the last one has all of it taken into account
    totals = {(items.name, factor.counts): total for factor, total in lines if factor.unit != "money"}
    target = line.path if line else None
    return Trace(funnel=items.name, target=target, factors=tuple(factor for factor, _ in lines)), totals


def _part(part: PartSteps, totals: Mapping[tuple[str, str], Total], decimals: int, digits: int) -> QuotaPart:
    begin = totals[part.funnel, part.stage] if part.continues else None
    factors, amount = _amount(part.steps, part.amount, decimals, digits, begin)
    return QuotaPart(kind=part.kind, funnel=part.funnel, stage=part.stage, factors=factors, amount=float(amount))


def _amount(
    steps: Sequence[Step], exact: float, decimals: int, digits: int, begin: Total | None = None
) -> tuple[tuple[Factor, ...], Decimal]:
    lines = list(on_paper(steps, digits, begin))
    total = lines[-1][1]
    if not total.agrees(exact, decimals):
        raise _TooFewDigitsError
    return tuple(factor for factor, _ in lines), total.rounded(decimals)


def _quota(
    activity: str, days: dict[dt.date, int], parts: Sequence[tuple[PartSteps, QuotaPart]], decimals: int
) -> ActivityQuota:
    """Add up the parts, and leave out what is nothing in so many decimals."""
    quota = sum(days.values())
    needed = round(sum(part.amount for _, part in parts), decimals)
    to_spare = round(quota - needed, decimals)
    exactly = quota - sum(exact.amount for exact, _ in parts)
    comes_out = to_spare >= 0 and (to_spare < 1 or exactly >= 1 - NOTHING)
    if not comes_out and decimals < _DECIMALS[-1]:
        raise _TooFewDigitsError
    return ActivityQuota(
        activity=activity,
        quota=quota,
        days=days,
        parts=tuple(part for _, part in parts if part.amount),
        needed=needed,
        to_spare=to_spare,
    )


def _leads(leads: LeadSteps, decimals: int, digits: int) -> LeadsToAnswer:
    answer, answered = _amount(leads.answer, leads.answered, decimals, digits)
    # what follows is reckoned from the leads as they are written
    begin = Total(answered, answered)
    pass_on = list(on_paper(leads.pass_on, digits, begin))
    return LeadsToAnswer(
        funnel=leads.funnel,
        slots=leads.slots,
        factors=(*answer, *(factor for factor, _ in pass_on)),
        leads=float(answered),
        must_pass=leads.must_pass,
        next_stage=leads.next_stage,
        passing_on=pass_on[-1][0].makes,
    )


def _outcome(outcome: OutcomeSteps, decimals: int, digits: int) -> Outcome:
    entering = quantized(Decimal(outcome.entering), decimals)
    lines = [factor for factor, _ in on_paper(outcome.steps, digits, Total(entering, entering))]
    deals = next(factor.makes for factor in lines if factor.counts == PAID)
    return Outcome(
        funnel=outcome.funnel, factors=tuple(lines), deals=deals, in_time=outcome.in_time, revenue=lines[-1].makes
    )
