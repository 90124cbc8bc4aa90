"""The best plan that meets every target on average, and all of them together at promised odds.

The plan on averages comes first. Where its odds do not do, the deals that the odds take are a region in the deals
expected of each product; the relaxed model of all teams proves what no team in it can do with less, and proposes one.
A roster that carries as many deals, and quotas whose exact odds are at least what is promised, prove that it does.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salescrew.errors import ModelError
from salescrew.models.answers.result import ConfidenceVerdict, OddsOfPeople, Result, Status
from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.models.department.posts import Post, effectiveness_by_week
from salescrew.models.department.targets import planned_payments, target_lines
from salescrew.models.odds.calculation import odds_of
from salescrew.models.odds.opened import opened_by
from salescrew.solver.engine.program import Clock
from salescrew.solver.search.answer import answer, no_team
from salescrew.solver.search.confidence.frontier import NOBODY, Cut, Frontier, Value, with_deals
from salescrew.solver.search.confidence.means import OddsOfMeans
from salescrew.solver.search.confidence.mixes import Mixes
from salescrew.solver.search.many_people_search import WideSearch
from salescrew.solver.search.reach import ReachSearch
from salescrew.solver.search.team_search import Progress, TeamSearch
from salescrew.solver.staffing.deal import PersonRoster
from salescrew.solver.staffing.quotas import quotas

MOST_RULED_OUT = 8
MOST_TRIES = 4
FEWER_SHOWN = 3
A_LITTLE_MORE = (0.0, 2e-4, 1e-3, 3e-3, 1e-2, 2e-2)
MORE_OF_ALL = 1.015
MOST_RAISES = 8
LESS_THAN_MOST = (TARGET_TOLERANCE, 1e-5, 1e-4)
SAME = 1e-6


@dataclass
class _Found:
    """A plan with the odds: its value in the order of the objectives, and its result."""

    value: Value
    result: Result


class ConfidenceSearch:
    """The search, and what it has found so far.

    Parameters
    ----------
    department
        A plan with `target.confidence`, worked out.
    """

    def __init__(self, department: Department, clock: Clock, progress: Progress) -> None:
        self.plan = plan = department.plan
        assert plan.target.confidence is not None
        self.wanted = plan.target.confidence
        self.clock = clock
        self.progress = progress
        self.department = department
        self.bound: Value = (0.0, 0.0)
        self.best: _Found | None = None

    def run(self, *, best: bool = False) -> Result:
        """Search until something is proven, or the time is up, or somebody interrupts."""
        return self._answer(best=best, ends_when_interrupted=False)

    def settle(self, *, best: bool = False) -> Result:
        """Search until something is proven, or the time is up."""
        return self._answer(best=best, ends_when_interrupted=True)

    def _answer(self, *, best: bool, ends_when_interrupted: bool) -> Result:
        average = self._teams(self.department)
        status = average.settle() if ends_when_interrupted else average.run()
        result = average.result(status)
        odds = result.odds
        if average.best is None or odds is None or odds.all >= self.wanted or average.is_interrupted:
            average.find_reach(status)
            return self._on_average(average.result(status, best=best), status)
        self.bound = self._value(result, of_bounds=True)
        mixes = self._mixes(result)
        try:
            is_out_of_reach = self._search(mixes) if self._is_fit_for_mixes(mixes) else self._raise_all(mixes)
        except KeyboardInterrupt:
            if ends_when_interrupted:
                raise
            is_out_of_reach = False
        if self.best is not None:
            return self._with_rows(mixes, self._written(self.best), result.headcount or 0)
        return self._nothing(mixes, result, is_proven=is_out_of_reach, best=best)

    # ---- the plan on averages

    def _teams(self, department: Department) -> TeamSearch:
        return (WideSearch if department.is_wide else TeamSearch)(department, self.clock, self.progress)

    def _on_average(self, result: Result, status: Status) -> Result:
        """Say of a plan on averages what it is worth as a promise."""
        if result.odds is None:
            return result
        if result.status not in ("optimal", "feasible"):
            return self._promised(result, None)
        if result.odds.all < self.wanted:
            return self._nothing(None, result, is_proven=False, best=False)
        verdict = ConfidenceVerdict(
            headcount="proven" if result.headcount_bound == result.headcount else "found",
            cost="proven" if status == "optimal" else "found",
        )
        return self._promised(result, verdict)

    def _value(self, result: Result, *, of_bounds: bool = False) -> Value:
        ending = "_bound" if of_bounds else ""
        names = {"people": f"headcount{ending}", "monthly_cost": f"monthly_cost{ending}"}
        first, second = (float(getattr(result, names[name]) or 0.0) for name in self.plan.objective)
        return first, second

    def _mixes(self, result: Result) -> Mixes:
        odds = OddsOfMeans(self.plan, opened_by(self.plan, result), worths_of(self.department))
        return Mixes(odds, Frontier(self.department, odds.products, self.clock), self.wanted)

    @staticmethod
    def _is_fit_for_mixes(mixes: Mixes) -> bool:
        return mixes.odds.known.is_exact and len(mixes.odds.products) <= 3

    # ---- the search

    def _search(self, mixes: Mixes) -> bool:
        """Search among mixes of products; tell whether it is proven that no team has the odds."""
        self.progress("what the odds take")
        if mixes.is_out_of_reach:
            return True
        regions = list(mixes.regions())
        bounds = [self._search_region(mixes, region) for region in regions]
        bound = min(bounds, default=NOBODY)
        if bound == NOBODY:
            return True
        self.bound = max(self.bound, bound)
        if self.best is None or _exceeds(self.best.value, self.bound):
            self._try_corners(mixes)
        return False

    def _search_region(self, mixes: Mixes, region: Sequence[Cut]) -> Value:
        """Try the team that the relaxation proposes, until one has the odds; give the bound for all of them."""
        without: list[tuple[Post, ...]] = []
        while True:
            value, team = mixes.frontier.best(region, without)
            if value == NOBODY or not team or self.clock.is_over() or self._is_no_better(value):
                return value
            reached, deals = mixes.best_of_team(team)
            if reached >= self.wanted:
                self._try(mixes.just_enough(deals))
                return value
            if len(without) >= MOST_RULED_OUT or mixes.bound_of_team(team) >= self.wanted:
                return value
            without.append(team)

    def _is_no_better(self, value: Value) -> bool:
        return self.best is not None and not _exceeds(self.best.value, value)

    def _try_corners(self, mixes: Mixes) -> None:
        """Try mixes along the deals that are needed, those first for which the relaxation takes the best team."""
        proposals = []
        for corner in mixes.corners():
            deals = mixes.enough(corner)
            if deals is not None:
                cuts: list[Cut] = [({name: 1.0}, count) for name, count in deals.items()]
                value, team = mixes.frontier.best(cuts, second_whole=False)
                if team:
                    proposals.append((value, sorted(deals.items())))
        for value, asked in sorted(proposals)[:MOST_TRIES]:
            if self.clock.is_over() or self._is_no_better(value):
                return
            self._try(dict(asked))

    def _try(self, deals: Mapping[str, float]) -> None:
        """Look for a team with a roster that carries so many deals, and for quotas with the odds."""
        for more in A_LITTLE_MORE[:3]:
            asked = {name: count * (1 + more) for name, count in deals.items()}
            search = self._teams(with_deals(self.department, asked))
            status = search.settle()
            if search.best is None:
                return
            found = self._with_odds(deals, search.best.people, status)
            if found is not None:
                value = self._value(found)
                if self.best is None or value < self.best.value:
                    self.best = _Found(value, found)
                return

    def _with_odds(self, deals: Mapping[str, float], people: Sequence[PersonRoster], status: Status) -> Result | None:
        """Set quotas whose exact odds are what is promised; None where the roster does not carry them."""
        for more in A_LITTLE_MORE:
            department = with_deals(self.department, {name: count * (1 + more) for name, count in deals.items()})
            with contextlib.suppress(ModelError):
                found = self._exactly(answer(department, status, people, quotas(department, people), None))
                if found.odds is not None and found.odds.all >= self.wanted:
                    return found
        return None

    def _exactly(self, result: Result) -> Result:
        """State the odds of the plan's own targets."""
        return result.model_copy(update={"odds": odds_of(self.plan, result)})

    def _raise_all(self, mixes: Mixes) -> bool:
        """Raise all targets alike until the odds do, where they are no matter of whole horizons and few products."""
        times = mixes.times_the_known()
        for _ in range(MOST_RAISES):
            self.progress(f"a team with {100 * (times - 1):.0f} % to spare")
            department = self.department.asking(times)
            search = self._teams(department)
            status = search.settle()
            if search.best is None:
                return False
            with contextlib.suppress(ModelError):
                people = search.best.people
                found = self._exactly(answer(department, status, people, quotas(department, people), None))
                if found.odds is not None and found.odds.all >= self.wanted:
                    self.best = _Found(self._value(found), found)
                    return False
            times *= MORE_OF_ALL
        return False

    # ---- what is written

    def _written(self, found: _Found) -> Result:
        first, second = (abs(value - bound) <= SAME * max(1.0, value) for value, bound in self._against(found))
        proven = dict(zip(self.plan.objective, (first, first and second), strict=True))
        bounds = dict(zip(self.plan.objective, (bound for _, bound in self._against(found)), strict=True))
        verdict = ConfidenceVerdict(
            headcount="proven" if proven["people"] else "found", cost="proven" if proven["monthly_cost"] else "found"
        )
        result = found.result.model_copy(
            update={
                "status": "optimal" if all(proven.values()) else "feasible",
                "headcount_bound": round(bounds["people"]),
                "monthly_cost_bound": bounds["monthly_cost"],
            }
        )
        return self._promised(result, verdict)

    def _against(self, found: _Found) -> list[tuple[float, float]]:
        """Set each objective's value against its bound; the second's holds at the first's value."""
        (first, second), (first_bound, second_bound) = found.value, self.bound
        is_met = abs(first - first_bound) <= SAME * max(1.0, first)
        return [(first, min(first, first_bound)), (second, min(second, second_bound) if is_met else 0.0)]

    def _promised(self, result: Result, verdict: ConfidenceVerdict | None) -> Result:
        assert result.odds is not None
        odds = result.odds.model_copy(update={"confidence": self.wanted, "verdict": verdict})
        return result.model_copy(update={"odds": odds, "buffer": buffer_of(self.department, result)})

    def _nothing(self, mixes: Mixes | None, average: Result, *, is_proven: bool, best: bool) -> Result:
        """Write that no team has the odds, or that none was found, with the best odds that were found."""
        status: Status = "infeasible" if is_proven else "no_answer"
        most = None if mixes is None or self.clock.is_over() else self._best_of(mixes, None)
        shown = average if most is None or _odds(most) < _odds(average) else most
        if not best or shown.odds is None:
            rows = () if shown.odds is None else (self._own_row(shown, 1.0),)
            return no_team(self.department, status).model_copy(update={"odds_by_people": rows})
        nothing = {"headcount_bound": None, "monthly_cost_bound": None, "stretch": None, "one_fewer": None}
        found = self._promised(shown, None).model_copy(update={"status": status, "reach": None, **nothing})
        return found.model_copy(update={"odds_by_people": (self._own_row(shown, 1.0),)})

    # ---- fewer people

    def _with_rows(self, mixes: Mixes, result: Result, fewest: int) -> Result:
        """Say what fewer people could promise, so that it is seen what the last ones buy."""
        count = result.headcount or 0
        rows: list[OddsOfPeople] = []
        is_proven = result.odds is not None and result.odds.verdict is not None
        is_proven = is_proven and result.headcount == result.headcount_bound
        if self._is_fit_for_mixes(mixes) and self.plan.objective[0] == "people":
            for people in range(max(fewest, count - FEWER_SHOWN), count):
                if self.clock.is_over():
                    break
                self.progress(f"what {people} people can promise")
                # fewer people were proven not to have the odds
                rows.append(self._row(mixes, people, self.wanted if is_proven else 1.0))
        assert result.odds is not None
        bound = mixes.bound_of_people(count) if rows else 1.0
        return result.model_copy(update={"odds_by_people": (*rows, self._own_row(result, bound))})

    def _own_row(self, result: Result, bound: float) -> OddsOfPeople:
        return OddsOfPeople(
            headcount=result.headcount or 0,
            odds=_odds(result),
            bound=max(_odds(result), bound),
            monthly_cost=result.monthly_cost,
            buffer=buffer_of(self.department, result),
        )

    def _row(self, mixes: Mixes, people: int, most: float) -> OddsOfPeople:
        bound = min(most, mixes.bound_of_people(people))
        found = self._best_of(mixes, people)
        if found is None:
            return OddsOfPeople(headcount=people, odds=None, bound=bound, monthly_cost=None, buffer={})
        return self._own_row(found, bound)

    def _best_of(self, mixes: Mixes, people: int | None) -> Result | None:
        """Find a plan with about the best odds that so many people, or all there are, can have."""
        deals = mixes.best_mix(people)
        if not deals:
            return None
        department = with_deals(self.department, deals)
        far = ReachSearch(department, self.clock, people=people).most()
        if far.reach is None:
            return None
        for less in LESS_THAN_MOST:
            with contextlib.suppress(ModelError):
                asked = department.asking(far.reach * (1 - less))
                found = answer(asked, "feasible", far.people, quotas(asked, far.people), None)
                return self._exactly(found)
        return None


def buffer_of(department: Department, result: Result) -> dict[str, float]:
    """Give what is reached on average over each target, less 1."""
    paid = planned_payments(department.horizon, result.funnel)
    return {line.path: line.in_all(paid) / line.wanted - 1 for line in target_lines(department.horizon)}


def _odds(result: Result) -> float:
    return result.odds.all if result.odds is not None else 0.0


def _exceeds(value: Value, bound: Value) -> bool:
    """Tell whether a value is worse than a bound."""
    for one, other in zip(value, bound, strict=True):
        slack = SAME * max(1.0, abs(other)) if math.isfinite(other) else 0.0
        if one > other + slack:
            return True
        if one < other - slack:
            return False
    return False


def worths_of(department: Department) -> dict[str, tuple[float, float]]:
    """Give the least and the most that a contact or lead of a funnel may be worth, whoever opens or answers it."""
    found: dict[str, tuple[float, float]] = {}
    for kind in department.kinds:
        for role in kind[0].record.roles:
            worth = effectiveness_by_week(department.horizon, kind[0].record, role)
            for name in department.post(kind, role).funnels:
                low, high = found.get(name, (math.inf, 0.0))
                found[name] = (min(low, *worth), max(high, *worth))
    return {name: found.get(name, (1.0, 1.0)) for name in department.plan.funnels}
