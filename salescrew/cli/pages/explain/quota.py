"""Why a quota is what it is, as sentences and tables that can be redone on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salescrew.cli.pages.words import amount
from salescrew.cli.render.cells import date, number, share, written
from salescrew.cli.render.page import Cell, Column, Figure, Table, Word
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
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.words import day_in_words

_SIGNS: dict[Operation, str] = {"is": "", "times": "x", "divided_by": "/", "plus": "+"}
_LEADS = "leads"
_ROUNDED = "Each line is rounded, and the next one reckoned from that."


def sentences(department: Department, chain: QuotaChain) -> list[str]:
    """Say what is asked of the person in the week, and what comes of it."""
    asked = [f"{quota.quota:,} {quota.activity}" for quota in chain.quotas]
    leads = [f"{_written(leads.leads)} leads of {leads.funnel} to answer" for leads in chain.leads]
    said = ", ".join(asked + leads) or "nothing is asked"
    return [
        f"{_week(chain)}, {chain.role}: {said}.",
        *map(_must_pass, chain.leads),
        *(_brings(department, outcome) for outcome in chain.outcomes),
    ]


def tables(chain: QuotaChain) -> list[Table]:
    """Show the chains, funnel by funnel, and how their results add up to the quotas."""
    found = [_funnel_table(chain, funnel) for funnel in _funnels(chain)]
    return [*found, *([_sums_table(chain)] if chain.quotas else [])]


def _week(chain: QuotaChain) -> str:
    return f"{chain.manager}, week {chain.number} (from {date(chain.week)})"


def _what(part: QuotaPart) -> str:
    return f"contacts of {part.funnel}" if part.kind == "contacts" else f"follow-up of {part.funnel} at {part.stage}"


def _must_pass(leads: LeadsToAnswer) -> str:
    slots = "1 duty slot brings" if leads.slots == 1 else f"{leads.slots} duty slots bring"
    passing = f"{number(leads.passing_on)} ({share(leads.must_pass)})"
    must = "be paid" if leads.next_stage == PAID else f"pass on to {leads.next_stage}"
    return f"{slots} {_written(leads.leads)} leads of {leads.funnel}; {passing} of them must {must}."


def _brings(department: Department, outcome: Outcome) -> str:
    """Say what comes of the week's contacts or leads, and how much of it in time."""
    what = f"The {outcome.factors[0].label.split()[0]} of {outcome.funnel}"
    deals = "1 deal" if outcome.deals == 1 else f"{number(outcome.deals)} deals"
    plan, end = department.plan, department.horizon.last_day
    if not outcome.deals:
        return f"{what} bring nothing."
    if outcome.in_time == 0:
        return f"{what} bring {deals} in the end, none of them by {day_in_words(end)}."
    if outcome.in_time == 1:
        return f"{what} bring {deals}, {amount(plan, outcome.revenue)}."
    in_time = f"{share(outcome.in_time)} of them by {day_in_words(end)}"
    return f"{what} bring {deals} in the end, {in_time}: {amount(plan, outcome.revenue)}."


def _funnels(chain: QuotaChain) -> list[str]:
    parts = [part.funnel for quota in chain.quotas for part in quota.parts]
    named = [*(trace.funnel for trace in chain.traces), *parts, *(leads.funnel for leads in chain.leads)]
    return list(dict.fromkeys(named))


def _funnel_table(chain: QuotaChain, funnel: str) -> Table:
    """Show the chains of a funnel: that of the whole plan, and those of the person's week that go on from it."""
    rows: list[list[Cell]] = []
    for trace in chain.traces:
        if trace.funnel == funnel:
            rows += _rows("the whole plan", trace.factors)
    for quota in chain.quotas:
        for part in quota.parts:
            if part.funnel == funnel:
                rows += _rows(_group(part), part.factors)
    for leads in chain.leads:
        if leads.funnel == funnel:
            rows += _rows("leads to answer", leads.factors)
    for outcome in chain.outcomes:
        if outcome.funnel == funnel:
            rows += _rows("what they bring", outcome.factors)
    columns = [Column("for", group=True), Column("step"), Column(""), Column("by", "number"), Column("makes", "number")]
    standard = any("effectiveness" in str(row[1]) for row in rows)
    note = f"{_ROUNDED} Counts of the whole plan are of effectiveness 1." if standard else _ROUNDED
    return Table(f"chain-{funnel}", f"{funnel}, step by step", [*columns, Column("of", "name")], rows, note)


def _group(part: QuotaPart) -> str:
    return "contacts to open" if part.kind == "contacts" else f"follow-up at {part.stage}"


def _rows(group: str, factors: Sequence[Factor]) -> Iterator[list[Cell]]:
    for factor in factors:
        by = None if factor.operation == "is" else _value(factor)
        yield [group, factor.label, _SIGNS[factor.operation], by, _exact(factor.makes), _counted(factor)]


def _counted(factor: Factor) -> str:
    return Word(factor.counts) if factor.counts == _LEADS else factor.counts


def _value(factor: Factor) -> Figure:
    return Figure(factor.value, "share" if factor.unit == "share" else "number", exact=True)


def _exact(value: float) -> Figure:
    return Figure(value, "number", exact=True)


def _sums_table(chain: QuotaChain) -> Table:
    """Show how the parts add up to the quota, and the quota by day."""
    rows: list[list[Cell]] = []
    for quota in chain.quotas:
        rows += [[quota.activity, _what(part), _exact(part.amount)] for part in quota.parts]
        rows += [[quota.activity, "together", _exact(quota.needed)]] if len(quota.parts) > 1 else []
        days = ", ".join(f"{day:%a} {count}" for day, count in quota.days.items())
        rows.append([quota.activity, f"quota{_rounding(quota)} ({days})", quota.quota])
    return Table(
        "quota",
        f"{_week(chain)}: what the quotas are made of",
        [Column("activity", "name", group=True), Column("made of"), Column("so many", "number")],
        rows,
    )


def _rounding(quota: ActivityQuota) -> str:
    if quota.to_spare >= 1:
        return f", {_written(quota.to_spare)} more than the work takes"
    return ", rounded up" if quota.to_spare else ""


def _written(value: float) -> str:
    """Write a number with all the digits that it has."""
    return written(_exact(value))
