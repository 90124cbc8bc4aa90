"""Why a quota is what it is, as sentences and tables that can be redone on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salescrew.cli.pages.words import amount, of_activity
from salescrew.cli.render.cells import count, date, number, share, written
from salescrew.cli.render.page import Cell, Column, Figure, Table, Word
from salescrew.language import say, say_as
from salescrew.models.answers.explained.quota_chain import (
    ActivityQuota,
    Factor,
    LeadsToAnswer,
    Operation,
    Outcome,
    QuotaChain,
    QuotaPart,
)
from salescrew.models.department.department import Department
from salescrew.models.on_paper.factors import is_of_effectiveness
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import day_in_words, short_weekday, stage_in_words

_SIGNS: dict[Operation, str] = {"is": "", "times": "x", "divided_by": "/", "plus": "+"}
_LEADS = "leads"


def sentences(department: Department, chain: QuotaChain) -> list[str]:
    """Say what is asked of the person in the week, and what comes of it."""
    asked = [of_activity(count(quota.quota), quota.activity) for quota in chain.quotas]
    leads = [
        say(
            "{leads} {n:lead|leads} of {funnel} to answer",
            leads=_written(leads.leads),
            n=leads.leads,
            funnel=leads.funnel,
        )
        for leads in chain.leads
    ]
    said = ", ".join(asked + leads) or say("nothing is asked")
    return [
        f"{_week(chain)}, {role_in_words(chain.role)}: {said}.",
        *map(_must_pass, chain.leads),
        *(_brings(department, outcome) for outcome in chain.outcomes),
    ]


def tables(chain: QuotaChain) -> list[Table]:
    """Show the chains, funnel by funnel, and how their results add up to the quotas."""
    found = [_funnel_table(chain, funnel) for funnel in _funnels(chain)]
    return [*found, *([_sums_table(chain)] if chain.quotas else [])]


def _week(chain: QuotaChain) -> str:
    return say(
        "{manager}, week {number} (from {date})", manager=chain.manager, number=chain.number, date=date(chain.week)
    )


def _what(part: QuotaPart) -> str:
    if part.kind == "contacts":
        return say("contacts of {funnel}", funnel=part.funnel)
    return say("follow-up of {funnel} at {stage}", funnel=part.funnel, stage=part.stage)


def _must_pass(leads: LeadsToAnswer) -> str:
    passing, of = number(leads.passing_on), share(leads.must_pass)
    if leads.next_stage == PAID:
        return say(
            "{n} {n:duty slot brings|duty slots bring} {leads} {count:lead|leads} of {funnel}; {passing} ({share}) of "
            "them must be paid.",
            n=leads.slots,
            leads=_written(leads.leads),
            count=leads.leads,
            funnel=leads.funnel,
            passing=passing,
            share=of,
        )
    return say(
        "{n} {n:duty slot brings|duty slots bring} {leads} {count:lead|leads} of {funnel}; {passing} ({share}) of "
        "them must pass on to {stage}.",
        n=leads.slots,
        leads=_written(leads.leads),
        count=leads.leads,
        funnel=leads.funnel,
        passing=passing,
        share=of,
        stage=leads.next_stage,
    )


def _brings(department: Department, outcome: Outcome) -> str:
    """Say what comes of the week's contacts or leads, and how much of it in time."""
    plan, end = department.plan, day_in_words(department.horizon.last_day)
    if plan.funnels[outcome.funnel].channel == "outbound":
        what = say("The contacts of {funnel}", funnel=outcome.funnel)
    else:
        what = say("The leads of {funnel}", funnel=outcome.funnel)
    deals = say("{deals} {n:deal|deals}", deals=number(outcome.deals), n=outcome.deals)
    revenue = amount(plan, outcome.revenue)
    if not outcome.deals:
        return say("{what} bring nothing.", what=what)
    if outcome.in_time == 0:
        return say("{what} bring {deals} in the end, none of them by {day}.", what=what, deals=deals, day=end)
    if outcome.in_time == 1:
        return say("{what} bring {deals}, {revenue}.", what=what, deals=deals, revenue=revenue)
    return say(
        "{what} bring {deals} in the end, {share} of them by {day}: {revenue}.",
        what=what,
        deals=deals,
        share=share(outcome.in_time),
        day=end,
        revenue=revenue,
    )


def _funnels(chain: QuotaChain) -> list[str]:
    parts = [part.funnel for quota in chain.quotas for part in quota.parts]
    named = [*(trace.funnel for trace in chain.traces), *parts, *(leads.funnel for leads in chain.leads)]
    return list(dict.fromkeys(named))


def _funnel_table(chain: QuotaChain, funnel: str) -> Table:
    """Show the chains of a funnel: that of the whole plan, and those of the person's week that go on from it."""
    rows = list(_steps(chain, funnel))
    columns = [
        Column(say_as("chain", "for"), group=True),
        Column(say_as("chain", "step")),
        Column(""),
        Column(say_as("chain", "by"), "number"),
        Column(say_as("chain", "makes"), "number"),
        Column(say_as("chain", "of"), "name"),
    ]
    note = say("Each line is rounded, and the next one reckoned from that.")
    if any(is_of_effectiveness(str(row[1]), chain.manager) for row in rows):
        note = f"{note} {say('Counts of the whole plan are of effectiveness 1.')}"
    return Table(f"chain-{funnel}", say("{funnel}, step by step", funnel=funnel), columns, rows, note)


def _steps(chain: QuotaChain, funnel: str) -> Iterator[list[Cell]]:
    """Go through the chains of a funnel: that of the whole plan first."""
    for trace in chain.traces:
        if trace.funnel == funnel:
            yield from _rows(say("the whole plan"), trace.factors)
    for part in (part for quota in chain.quotas for part in quota.parts):
        if part.funnel == funnel:
            yield from _rows(_group(part), part.factors)
    for leads in chain.leads:
        if leads.funnel == funnel:
            yield from _rows(say("leads to answer"), leads.factors)
    for outcome in chain.outcomes:
        if outcome.funnel == funnel:
            yield from _rows(say("what they bring"), outcome.factors)


def _group(part: QuotaPart) -> str:
    return say("contacts to open") if part.kind == "contacts" else say("follow-up at {stage}", stage=part.stage)


def _rows(group: str, factors: Sequence[Factor]) -> Iterator[list[Cell]]:
    for factor in factors:
        by = None if factor.operation == "is" else _value(factor)
        yield [group, factor.label, _SIGNS[factor.operation], by, _exact(factor.makes), _counted(factor)]


def _counted(factor: Factor) -> str:
    return Word(say("leads")) if factor.counts == _LEADS else stage_in_words(factor.counts)


def _value(factor: Factor) -> Figure:
    return Figure(factor.value, "share" if factor.unit == "share" else "number", exact=True)


def _exact(value: float) -> Figure:
    return Figure(value, "number", exact=True)


def _sums_table(chain: QuotaChain) -> Table:
    """Show how the parts add up to the quota, and the quota by day."""
    rows: list[list[Cell]] = []
    for quota in chain.quotas:
        rows += [[quota.activity, _what(part), _exact(part.amount)] for part in quota.parts]
        rows += [[quota.activity, say("together"), _exact(quota.needed)]] if len(quota.parts) > 1 else []
        days = ", ".join(f"{short_weekday(day)} {asked}" for day, asked in quota.days.items())
        rows.append([quota.activity, _quota(quota, days), quota.quota])
    return Table(
        "quota",
        say("{week}: what the quotas are made of", week=_week(chain)),
        [
            Column(say("activity"), "name", group=True),
            Column(say("made of")),
            Column(say_as("count", "so many"), "number"),
        ],
        rows,
    )


def _quota(quota: ActivityQuota, days: str) -> str:
    """Name the line of the quota itself: how it is rounded, and what it is day by day."""
    if quota.to_spare >= 1:
        spare = _written(quota.to_spare)
        return say("quota, {spare} more than the work takes ({days})", spare=spare, days=days)
    return say("quota, rounded up ({days})", days=days) if quota.to_spare else say("quota ({days})", days=days)


def _written(value: float) -> str:
    """Write a number with all the digits that it has."""
    return written(_exact(value))
