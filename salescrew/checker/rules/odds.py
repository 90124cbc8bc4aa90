"""Rules on the odds: what is stated is worked out again by other means."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salescrew.checker.case import Case
from salescrew.checker.closeness import LARGEST, TARGET, number
from salescrew.checker.counted import deals_counted, is_countable, may_be_combined, share_met
from salescrew.checker.flow import PAID
from salescrew.checker.passed import Passed
from salescrew.checker.played import Played
from salescrew.checker.rules.flow import buffers
from salescrew.checker.worth import wanted_under_way
from salescrew.language import say
from salescrew.models.answers.result import Odds, Spread
from salescrew.models.plan.values.said import shown
from salescrew.models.schedule.in_force import as_left, leaves_something

if TYPE_CHECKING:
    from salescrew.checker.counted import Chances, Met, Verdicts
    from salescrew.models.plan.plan import Plan

NEED_A_SIMULATION = {"time", "illness", "leaving"}
COUNTED_WITHIN = 2e-6
PLAYED_WITHIN = 5.0
"""Standard deviations by which what was played may differ from what is so."""
SPREAD_WITHIN = 1e-5


@dataclass(frozen=True)
class _Aim:
    """A target: what a deal, its revenue, or an item that enters a stage counts, and what is still to be reached."""

    path: str
    measure: str
    month: str | None
    worth: Mapping[str, float]
    missing: float
    stage: tuple[str, str] | None = None


def odds(case: Case) -> Iterator[str]:
    """State the odds of what is opened: they contain each other, and their means are what is planned."""
    told = case.result.odds
    if told is None:
        return
    aims = list(_aims(case))
    if not aims and not _not_left_to_chance(case.plan):
        yield say("must be null without targets, is there")
        return
    broken = [*_not_odds(case.plan, told), *_other_targets(told, aims)] or [*_wrong_order(told)]
    yield from broken
    if not broken:
        yield from _wrong_means(case, told)
        yield from _wrong_odds(case, told, aims)


def confidence(case: Case) -> Iterator[str]:
    """Odds are at least those that the plan, or whoever had it solved, asks for, and the buffers are those of the flow.

    A plan made anew has the odds that can still be had. Without a team there is but the best that was found.
    """
    result, wanted, told = case.result, case.plan.target.confidence, case.result.odds
    if result.headcount is None:
        yield from _without_team(case)
        return
    asked = None if told is None else told.confidence
    if asked is None:
        if wanted is not None and result.replan is None:
            yield say("odds.confidence must be there, since the plan asks for {wanted}", wanted=number(wanted))
        if result.buffer is not None or result.odds_by_people or (told and told.verdict):
            yield say("buffer, odds_by_people and odds.verdict must not be there without odds.confidence")
        return
    assert told is not None
    if not 0 < asked < 1:
        yield say("odds.confidence: must be above 0 and below 1, got {asked}", asked=number(asked))
    is_met, must = result.status in ("optimal", "feasible"), max(asked, wanted or 0.0)
    if is_met and result.replan is None and not told.all >= must:
        yield say(
            "odds.all must be at least {must}, the confidence, got {all}", must=number(must), all=number(told.all)
        )
    yield from _wrong_verdict(case, told)
    if leaves_something(result):
        # what is reached is so without the leads that nobody is there for
        case = Case(as_left(case.plan, result), result, asked=case.plan)
    yield from _wrong_buffers("buffer", case, result.buffer)
    yield from _wrong_rows(case, told)


def _without_team(case: Case) -> Iterator[str]:
    result = case.result
    if result.buffer is not None or (result.odds_by_people and case.plan.target.confidence is None):
        yield say("buffer and odds_by_people must not be there without a team, or a target.confidence that nobody has")
    for row in result.odds_by_people:
        if not 0 <= (row.odds or 0.0) <= row.bound <= 1:
            yield say(
                "odds_by_people: {headcount}: must have odds of at most the bound, from 0 to 1", headcount=row.headcount
            )


def _wrong_verdict(case: Case, told: Odds) -> Iterator[str]:
    """Compare the verdict with the status: `optimal` says that both are proven."""
    result, verdict = case.result, told.verdict
    if result.replan is not None or result.status not in ("optimal", "feasible"):
        if verdict is not None:
            yield say("{status}: odds.verdict must be null, is there", status=result.status)
        return
    if verdict is None:
        yield say("odds.verdict must be there")
        return
    sought = {verdict.headcount if name == "people" else verdict.cost for name in case.plan.objective}
    is_proven = sought == {"proven"}
    if is_proven != (result.status == "optimal"):
        yield say(
            "{status}: odds.verdict must fit, got {headcount} and {cost}",
            status=result.status,
            headcount=verdict.headcount,
            cost=verdict.cost,
        )
    if verdict.headcount == "proven" and result.headcount_bound != result.headcount and _people_come_first(case):
        yield say(
            "odds.verdict: headcount_bound must be {headcount}, got {headcount_bound}",
            headcount=result.headcount,
            headcount_bound=shown(result.headcount_bound),
        )


def _people_come_first(case: Case) -> bool:
    return case.plan.objective[0] == "people"


def _wrong_buffers(where: str, case: Case, told: Mapping[str, float] | None) -> Iterator[str]:
    must = buffers(case)
    if told is None or set(told) != set(must):
        yield say("{where}: must have {must}", where=where, must=", ".join(must))
        return
    for path, buffer in told.items():
        if not abs(buffer - must[path]) <= COUNTED_WITHIN * max(1.0, abs(must[path])):
            yield say(
                "{where} of {path}: must be {must}, got {buffer}",
                where=where,
                path=shown(path),
                must=number(must[path]),
                buffer=number(buffer),
            )


def _wrong_rows(case: Case, told: Odds) -> Iterator[str]:
    """Compare what so many people can promise with the answer, and with each other."""
    result, rows = case.result, case.result.odds_by_people
    if not rows:
        return
    *fewer, own = rows
    counts = [row.headcount for row in rows]
    if counts != sorted(set(counts)) or own.headcount != result.headcount:
        yield say(
            "odds_by_people: must rise to the headcount, {headcount}, got {counts}",
            headcount=shown(result.headcount),
            counts=counts,
        )
    if own.odds != told.all or own.monthly_cost != result.monthly_cost:
        yield say("odds_by_people: the last row must be that of the answer")
    yield from _wrong_buffers(say("odds_by_people: {headcount}: buffer", headcount=own.headcount), case, own.buffer)
    for row in rows:
        where = say("odds_by_people: {headcount}", headcount=row.headcount)
        if not 0 <= (row.odds or 0.0) <= row.bound <= 1:
            yield say("{where}: must have odds of at most the bound, from 0 to 1", where=where)
    for row in fewer:
        where, is_proven = (
            say("odds_by_people: {headcount}", headcount=row.headcount),
            told.verdict and told.verdict.headcount == "proven",
        )
        if is_proven and _people_come_first(case) and row.bound > (told.confidence or 0.0):
            yield say("{where}: the bound must be at most the confidence, since the headcount is proven", where=where)
        if row.odds is not None and set(row.buffer) != set(buffers(case)):
            yield say("{where}: buffer must have {case}", where=where, case=", ".join(buffers(case)))


def _not_odds(plan: Plan, told: Odds) -> Iterator[str]:
    every = {"odds.all": told.all, "odds.error": told.error, "odds.at_stretch": told.at_stretch}
    every |= {say("odds of {path}", path=shown(path)): chance for path, chance in told.targets.items()}
    for where, chance in every.items():
        if chance is not None and not 0 <= chance <= 1 + COUNTED_WITHIN:
            yield say("{where}: must be from 0 to 1, got {chance}", where=where, chance=number(chance))
    must = {*NEED_A_SIMULATION, *plan.chance.fix}
    others = _not_left_to_chance(plan)
    if list(told.not_counted) != others:
        must_be = (
            say("be {others}", others=", ".join(others))
            if others
            else say("be empty, since all targets are part of the odds")
        )
        yield say(
            "odds.not_counted: must {must_be}, got {not_counted}",
            must_be=must_be,
            not_counted=shown(list(told.not_counted)),
        )
    if must != set(told.fixed) or len(must) != len(told.fixed):
        yield say("odds.fixed: must be {must}, each once", must=", ".join(sorted(must)))


def _other_targets(told: Odds, aims: list[_Aim]) -> Iterator[str]:
    paths = {aim.path for aim in aims}
    for path in sorted(paths - set(told.targets)):
        yield say("odds.targets: must have {path}", path=path)
    for path in sorted(set(told.targets) - paths):
        yield say("odds.targets: the plan has no target {path}", path=shown(path))


def _wrong_order(told: Odds) -> Iterator[str]:
    off = COUNTED_WITHIN + 2 * told.error
    if told.targets and not told.all <= min(told.targets.values()) + off:
        yield say(
            "odds.all must be at most {most}, the odds of a target, got {all}",
            most=number(min(told.targets.values())),
            all=f"{told.all:.6g}",
        )
    if told.at_stretch is not None and not told.at_stretch >= told.all - COUNTED_WITHIN:
        yield say(
            "odds.at_stretch must be at least {all}, got {at_stretch}",
            all=number(told.all),
            at_stretch=number(told.at_stretch),
        )
    for where, spread in _spreads(told):
        if not (spread.sd >= 0 and spread.p10 <= spread.p50 <= spread.p90 <= LARGEST):
            yield say("{where}: must have p10, p50 and p90 in rising order", where=where)


def _spreads(told: Odds) -> Iterator[tuple[str, Spread]]:
    yield "odds.revenue", told.revenue
    if told.profit is not None:
        yield "odds.profit", told.profit
    for name, spread in told.products.items():
        yield say("odds of the deals of {name}", name=shown(name)), spread
    for name, spread in told.by_month.items():
        yield say("odds of the revenue of {name}", name=shown(name)), spread


def _wrong_means(case: Case, told: Odds) -> Iterator[str]:
    """Compare means with the flow, whatever chance does."""
    result = case.result
    means: list[tuple[str, Spread | None, float | None]] = [
        ("odds.revenue", told.revenue, result.revenue),
        ("odds.profit", told.profit, result.profit),
    ]
    for name, product in (result.products or {}).items():
        means.append((say("odds of the deals of {name}", name=shown(name)), told.products.get(name), product.deals))
    for where, spread, must in means:
        if must is not None and spread is None:
            yield say("{where}: must be there", where=where)
        elif must is not None and spread is not None and abs(spread.mean - must) > 1e-5 * max(1.0, abs(must)):
            yield say(
                "{where}: the mean must be {must}, got {mean}", where=where, must=number(must), mean=number(spread.mean)
            )


def _aims(case: Case) -> Iterator[_Aim]:
    plan = case.plan
    deal = dict.fromkeys(plan.products, 1.0)
    margin = {name: product.margin or 0.0 for name, product in plan.products.items()}
    wanted: list[tuple[str, str, str | None, str | None, float | None]] = [
        ("revenue", "revenue", None, None, plan.target.revenue),
        ("profit", "profit", None, None, plan.target.profit),
    ]
    for name, of in plan.target.products.items():
        wanted += [
            (f"products.{name}.{measure}", measure, name, None, getattr(of, measure))
            for measure in ("revenue", "profit", "deals")
        ]
    wanted += [
        (f"by_month.{name}.revenue", "revenue", None, name, of_month.revenue)
        for name, of_month in plan.target.by_month.items()
    ]
    for path, measure, product, in_month, amount in wanted:
        if amount is None:
            continue
        counts = margin if measure == "profit" else deal
        worth = {name: each for name, each in counts.items() if product in (None, name)}
        before = _before(case, measure, product, in_month)
        yield _Aim(path, measure, in_month, worth, amount * (1 - TARGET) - before)
    for name, stages in plan.target.stages.items():
        for stage, count in stages.items():
            if stage != plan.funnels[name].stages[0].name:
                before = math.fsum(row.items for row in case.entered_before if (row.funnel, row.stage) == (name, stage))
                missing = count * (1 - TARGET) - before
                yield _Aim(f"stages.{name}.{stage}", "items", None, {}, missing, (name, stage))


def _not_left_to_chance(plan: Plan) -> list[str]:
    """List the targets that odds do not count: first stages, which are opened as planned, and what is under way."""
    found = [
        f"stages.{name}.{stage}"
        for name, stages in plan.target.stages.items()
        for stage in stages
        if stage == plan.funnels[name].stages[0].name
    ]
    return found + (["under_way"] if wanted_under_way(plan) is not None else [])


def _before(case: Case, measure: str, product: str | None, in_month: str | None) -> float:
    """Count what was reached before the plan was made anew."""
    plan, total = case.plan, 0.0
    for row in case.entered_before:
        sold = plan.funnels[row.funnel].product
        if row.stage == PAID and product in (None, sold):
            margin, revenue = plan.products[sold].margin or 0.0, case.worth.paid_before(row, in_month)
            total += {"revenue": revenue, "profit": revenue * margin, "deals": row.items}[measure]
    return total


def _wrong_odds(case: Case, told: Odds, aims: list[_Aim]) -> Iterator[str]:
    if not aims:
        if told.all != 1:
            yield say("odds.all must be 1 where no target is left to chance, got {all}", all=f"{told.all:.6g}")
        return
    sets = {"odds.all": aims} | {say("odds of {path}", path=aim.path): [aim] for aim in aims}
    stated = {"odds.all": told.all} | {
        say("odds of {path}", path=path): chance for path, chance in told.targets.items()
    }
    counted = _counted(case, told, sets) if is_countable(case) and not _goes_by_stages(case) else None
    if counted is not None:
        must, off, deviations = counted
        for where, spread, deviation in deviations:
            if abs(spread.sd - deviation) > SPREAD_WITHIN * max(1.0, deviation):
                yield say(
                    "{where}: the standard deviation must be {deviation}, got {sd}",
                    where=where,
                    deviation=number(deviation),
                    sd=number(spread.sd),
                )
    else:
        must, off = _played(case, sets)
    for where, chance in stated.items():
        within = off(must[where]) + 3 * told.error
        if abs(chance - must[where]) > within:
            yield say(
                "{where} must be {must} within {within}, got {chance}",
                where=where,
                must=f"{must[where]:.6g}",
                within=f"{within:.2g}",
                chance=f"{chance:.6g}",
            )


def _goes_by_stages(case: Case) -> bool:
    """Tell whether it counts when a deal is paid, or how many items enter a stage."""
    return bool(case.plan.target.stages) or any(map(case.worth.has_fees, case.plan.products))


def is_counted(case: Case) -> bool:
    """Tell whether the odds are counted to the last digit that is stated, and not played."""
    return is_countable(case) and not _goes_by_stages(case) and may_be_combined(deals_counted(case))


Within = Callable[[float], float]


def _counted(
    case: Case, told: Odds, sets: Mapping[str, list[_Aim]]
) -> tuple[dict[str, float], Within, list[tuple[str, Spread, float]]] | None:
    """Count the odds, and the deviations of the deals."""
    deals = deals_counted(case)
    prices = {name: product.average_deal for name, product in case.plan.products.items()}

    def met(aims: list[_Aim]) -> Met:
        def every(counts: Mapping[str, Chances]) -> Verdicts:
            reached: list[Verdicts] = []
            for aim in aims:
                each = {name: 1.0 if aim.measure == "deals" else prices[name] for name in counts}
                total = [count * aim.worth.get(name, 0.0) * each[name] for name, count in counts.items()]
                reached.append(functools.reduce(operator.add, total) >= aim.missing)
            return functools.reduce(operator.and_, reached)

        return every

    found = {where: share_met(deals, met(aims)) for where, aims in sets.items()}
    if None in found.values():
        return None
    deviations = [
        (say("odds of the deals of {name}", name=shown(name)), told.products[name], _deviation(chances))
        for name, chances in deals.items()
        if name in told.products
    ]
    return {where: chance or 0.0 for where, chance in found.items()}, lambda _: COUNTED_WITHIN, deviations


def _deviation(chances: Chances) -> float:
    mean = math.fsum(k * float(chance) for k, chance in enumerate(chances))
    return math.sqrt(max(0.0, math.fsum((k - mean) ** 2 * float(chance) for k, chance in enumerate(chances))))


def _played(case: Case, sets: Mapping[str, list[_Aim]]) -> tuple[dict[str, float], Within]:
    import numpy as np

    played = Passed(case) if _goes_by_stages(case) else Played(case)
    found = {}
    for where, aims in sets.items():
        is_met = np.ones(played.runs, dtype=bool)
        for aim in aims:
            if aim.stage is not None and isinstance(played, Passed):
                is_met &= played.entered[aim.stage] >= aim.missing
                continue
            total = np.zeros(played.runs)
            for name, amounts in (played.deals if aim.measure == "deals" else played.revenue).items():
                row = amounts.sum(axis=0) if aim.month is None else amounts[played.months.index(aim.month)]
                total += aim.worth.get(name, 0.0) * row
            is_met &= total >= aim.missing
        found[where] = float(is_met.mean())
    runs = played.runs
    return found, lambda chance: PLAYED_WITHIN * math.sqrt(chance * (1 - chance) / runs) + PLAYED_WITHIN**2 / runs
