"""The best plan that meets every target on average, and all of them together at promised odds.

The plan on averages comes first. Where its odds do not do, the deals that the odds take are a region in the deals
expected of each product; the relaxed model of all teams proves what no team in it can do with less, and proposes one.
A roster that carries as many deals, and quotas whose exact odds are at least what is promised, prove that it does.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Mapping, Sequence

from salescrew.errors import ModelError
from salescrew.language import say
from salescrew.models.answers.result import FIELD_OF, ConfidenceVerdict, Result, Status
from salescrew.models.department.department import Department
from salescrew.models.department.goals import DealSum
from salescrew.models.department.posts import Post
from salescrew.models.department.ties import TIES
from salescrew.models.odds.opened import opened_by
from salescrew.models.plan.sections.targets import AimName
from salescrew.models.schedule.in_force import chosen_starts
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.search.answer import no_team, with_reach
from salescrew.solver.search.confidence.effort import EFFORT
from salescrew.solver.search.confidence.frontier import Frontier, TimeIsUpError, Value
from salescrew.solver.search.confidence.handed_out import HandedOut
from salescrew.solver.search.confidence.means import OddsOfMeans
from salescrew.solver.search.confidence.mixes import Mixes
from salescrew.solver.search.confidence.people import OddsByPeople
from salescrew.solver.search.confidence.promise import (
    Promised,
    asking_for,
    carried,
    multiplied,
    odds_in,
    promised,
    row_of,
    with_deals,
)
from salescrew.solver.search.effort import STRETCH
from salescrew.solver.search.reach import ReachSearch
from salescrew.solver.search.team_search import TeamSearch
from salescrew.solver.search.team_trials import FoundTeam
from salescrew.solver.search.wide.search import WideSearch


class ConfidenceSearch:
    """The search, and what it has found so far.

    Parameters
    ----------
    department
        A plan with `target.confidence`, worked out.
    """

    def __init__(self, department: Department, clock: Clock, progress: Tell) -> None:
        assert department.plan.target.confidence is not None
        self.department = department
        self.plan = department.plan
        self.wanted = department.plan.target.confidence
        self.clock = clock
        self.progress = progress
        self.bound: Value = (0.0,) * len(self.plan.objective)
        self.best: Promised | None = None
        self.mixes: Mixes | None = None
        self.most: Result | None = None
        self.is_interrupted = False
        # whether it is asked how far the team, or anybody, gets
        self.is_reach_asked = True
        # is given the answer once it is proven, before its weeks are even
        self.answered: Callable[[Result], object] | None = None

    def run(self, *, best: bool = False) -> Result:
        """Search until something is proven, or the time is up, or somebody interrupts."""
        average = self._teams(self.department)
        status = average.run()
        try:
            return self._answer(average, status, best=best)
        except KeyboardInterrupt:
            self.is_interrupted = True
            return self._answer(average, status, best=best)

    def settle(self, *, best: bool = False) -> Result:
        """Search until something is proven, or the time is up."""
        average = self._teams(self.department)
        return self._answer(average, average.settle(), best=best)

    def _answer(self, average: TeamSearch, status: Status, *, best: bool) -> Result:
        """Give the answer on averages where that does, or look for another; once it is interrupted what there is."""
        result = self._on_best_ties(average, status)
        is_over = self.is_interrupted or average.is_interrupted
        if average.best is None or result.odds is None or is_over:
            return self._without_search(average, status, best=best)
        self.mixes = self._mixes(result)
        by_people = OddsByPeople(self.department, self.mixes, self.clock, self.progress)
        if result.odds.all >= self.wanted:
            average.find_reach(status)
            return self._on_average(average.result(status), status, by_people)
        self.bound = self._value(result, of_bounds=True)
        is_out_of_reach = self._search(self.mixes, result)
        if self.best is None:
            average.even_out()
            return self._nothing(by_people, average.result(status), is_proven=is_out_of_reach, best=best)
        found = self._written(self.best)
        is_least = self.plan.objective[0] == "people" and found.headcount == found.headcount_bound
        most_of_fewer = self.wanted if is_least else 1.0
        rows = by_people.rows(found, result.headcount or 0, most_of_fewer)
        return found.model_copy(update={"odds_by_people": rows})

    def _on_best_ties(self, average: TeamSearch, status: Status) -> Result:
        """Give the answer on averages, and where it has the odds the best in ties of the teams that have them too."""
        result, first = average.result(status), average.best
        is_over = self.is_interrupted or average.is_interrupted
        if first is None or is_over or odds_in(result) < self.wanted:
            return result
        average.settle_ties(status)
        if odds_in(average.result(status)) < self.wanted:
            average.take(first)
        return self._evened_average(average, status)

    def _evened_average(self, average: TeamSearch, status: Status) -> Result:
        """Give the team on averages even weeks, where it has the odds then as well."""
        assert average.best is not None
        plain, best, proven = average.result(status), average.best, average.ties_proven
        self._give(plain, self._verdict_on_average(plain, status))
        for times in EFFORT.times_for_even_weeks:
            with contextlib.suppress(ModelError):  # the team may not carry that
                average.even_out(times)
                even = average.result(status)
                if odds_in(even) >= self.wanted:
                    return even
            average.take(best, proven)
        return plain

    def _without_search(self, average: TeamSearch, status: Status, *, best: bool) -> Result:
        """Say of a plan that is not met on average, or not searched through, how its odds stand to those asked."""
        nobody = OddsByPeople(self.department, None, self.clock, self.progress)
        if self.best is not None:
            found = self._written(self.best)
            return found.model_copy(update={"odds_by_people": nobody.rows(found, 0, 1.0)})
        if not self.is_interrupted:
            average.even_out()
            average.find_reach(status, best=best)
            if best:
                self._give_before_even(average, status)
        result = average.result(status, best=best)
        if result.odds is None:
            return result
        if result.status == "infeasible":
            return promised(self.department, result, None)
        if result.odds.all < self.wanted:
            return self._nothing(nobody, result, best=best)
        return self._on_average(result, status, nobody)

    def _give_before_even(self, average: TeamSearch, status: Status) -> None:
        """Give the best of a plan that cannot be met, where quotas as they come do."""
        if self.answered is None:
            return
        with contextlib.suppress(ModelError):
            shown = average.result_before_even(status)
            if shown is not None:
                self.answered(shown if shown.odds is None else promised(self.department, shown, None))
                self.answered = None

    # ---- the plan on averages

    def _teams(self, department: Department, clock: Clock | None = None) -> TeamSearch:
        kind = WideSearch if department.is_wide else TeamSearch
        search = kind(department, clock or self.clock, self.progress.aside)
        search.is_reach_asked = self.is_reach_asked
        return search

    def _some_team(self, department: Department) -> TeamSearch:
        """Look for a team that does what is asked: whether another does it with less is proven elsewhere."""
        search = self._teams(department, self.clock.sparing(EFFORT.calls, EFFORT.nodes))
        search.settle()
        return search

    def _on_average(self, result: Result, status: Status, by_people: OddsByPeople) -> Result:
        """Say of a plan on averages what it is worth as a promise."""
        verdict = self._verdict_on_average(result, status)
        rows = (row_of(self.department, result, by_people.bound(result.headcount)),)
        return promised(self.department, result, verdict).model_copy(update={"odds_by_people": rows})

    def _verdict_on_average(self, result: Result, status: Status) -> ConfidenceVerdict:
        is_least, is_cheapest = result.headcount_bound == result.headcount, status == "optimal"
        return _verdict({name: is_least if name == "people" else is_cheapest for name in self.plan.objective})

    def _value(self, result: Result, *, of_bounds: bool = False) -> Value:
        ending = "_bound" if of_bounds else ""
        return tuple(float(getattr(result, FIELD_OF[name] + ending) or 0.0) for name in self.plan.objective)

    def _mixes(self, result: Result) -> Mixes | None:
        """Give what the odds take, where that is a matter of the deals of a few products over the horizon."""
        odds = OddsOfMeans(self.plan, opened_by(self.plan, result), worths_of(self.department))
        if not odds.known.counts_deals_alike or len(odds.products) > EFFORT.products:
            return None
        return Mixes(odds, Frontier(self.department, odds.products, self.clock), self.wanted)

    # ---- the search

    def _search(self, mixes: Mixes | None, average: Result) -> bool:
        """Search; tell whether it is proven that no team has the odds."""
        self.progress(say("what the odds take"))
        if mixes is None:
            self._raise_all(average)
            return False
        try:
            return self._search_mixes(mixes)
        except TimeIsUpError:
            return False

    def _search_mixes(self, mixes: Mixes) -> bool:
        """Search among mixes of products; tell whether it is proven that no team has the odds."""
        if mixes.is_out_of_reach:
            return mixes.is_proof
        nobody = mixes.frontier.nobody
        bounds = [self._search_region(mixes, region) for region in mixes.known_regions]
        bound = min(bounds, default=nobody)
        if bound == nobody:
            return mixes.is_proof
        if mixes.is_proof:
            self.bound = max(self.bound, bound)
        if self.best is None or _exceeds(self.best.value, bound):
            self._try_corners(mixes)
        return False

    def _search_region(self, mixes: Mixes, region: Sequence[DealSum]) -> Value:
        """Try the team that the relaxation proposes, until one has the odds; give the bound for all of them."""
        without: list[tuple[Post, ...]] = []
        while True:
            value, team = mixes.frontier.best(region, without)
            if value != mixes.frontier.nobody and team and not self.clock.is_over() and not self._is_no_better(value):
                reached, deals = mixes.best_of_team(team)
                if reached >= self.wanted:
                    self._try(mixes.just_enough(deals))
                elif len(without) < EFFORT.ruled_out and mixes.bound_of_team(team) < self.wanted:
                    without.append(team)
                    continue
            return mixes.frontier.shown_again(region, without, value)

    def _is_no_better(self, value: Value) -> bool:
        return self.best is not None and not _exceeds(self.best.value, value)

    def _try_corners(self, mixes: Mixes) -> None:
        """Try mixes along the deals that are needed, those first for which the relaxation takes the best team."""
        proposals = []
        for corner in mixes.corners():
            deals = mixes.enough(corner)
            if deals is not None:
                cuts = [DealSum({name: 1.0}, count) for name, count in deals.items()]
                value, team = mixes.frontier.best(cuts, others_whole=False)
                if team:
                    proposals.append((value, sorted(deals.items())))
        for value, asked in sorted(proposals)[: EFFORT.tries]:
            if self.clock.is_over() or self._is_no_better(value):
                return
            self._try(dict(asked))

    def _try(self, deals: Mapping[str, float]) -> None:
        """Look for a team with a roster that carries so many deals, and for quotas with the odds."""
        for more in EFFORT.a_little_more[: EFFORT.more_for_team]:
            search = self._some_team(with_deals(self.department, multiplied(deals, 1 + more)))
            if search.best is None:
                return
            if self._has_odds(deals, search.best):
                return

    def _has_odds(self, deals: Mapping[str, float], team: FoundTeam) -> bool:
        """Look for quotas whose exact odds are what is promised."""
        asking = asking_for(self.department, deals)
        return any(self._keep(carried(self.department, asking, 1 + more, team)) for more in EFFORT.a_little_more)

    def _keep(self, found: Promised | None) -> bool:
        """Tell whether a plan has the odds, and keep it if it is the best so far."""
        if found is None or odds_in(found.result) < self.wanted:
            return False
        if self.best is None or found.value < self.best.value:
            self.best = found
        return True

    def _raise_all(self, average: Result) -> None:
        """Raise all targets alike until the odds do, as little as that takes, and no more than anybody can do."""
        least, most, known = 1.0, math.inf, None
        times = OddsOfMeans(self.plan, opened_by(self.plan, average), {}).times_for(self.wanted)
        for _ in range(EFFORT.raises):
            if self.clock.is_over() or (self.best is not None and not _exceeds(self.best.value, self.bound)):
                return
            self.progress(say("a team with {share} % to spare", share=f"{100 * (times - 1):.0f}"))
            found = self._raised(times)
            if found is None or self._keep(found):
                most = times
            else:
                least, known = times, found.value
            if self.best is not None and known == self.best.value:
                return  # what lacks the odds comes to as much already
            if found is not None and odds_in(found.result) > odds_in(self.most):
                self.most = found.result
            times = times * EFFORT.more_of_all if most == math.inf else (least + most) / 2

    def _raised(self, times: float) -> Promised | None:
        """Ask for all targets so many times; None where no team was found that does that."""
        search = self._some_team(self._asking(times))
        return None if search.best is None else carried(self.department, self._asking, times, search.best)

    def _asking(self, times: float) -> Department:
        """Ask for all targets so many times, and once at least."""
        return self.department.asking(max(1.0, times))

    # ---- what is written

    def _written(self, found: Promised) -> Result:
        proven, bounds, is_proven = dict[AimName, bool](), dict[str, float](), True
        for name, value, bound in zip(self.plan.objective, found.value, self.bound, strict=True):
            # what is proven of an objective holds at the least of those before it
            shown = bounds[name] = min(value, bound) if is_proven else 0.0
            is_proven = proven[name] = is_proven and abs(value - shown) <= EFFORT.same * max(1.0, value)
        handed = HandedOut(self.department, self.mixes, found, self.clock, bounds)
        if not self.is_interrupted and not self.clock.is_over():
            handed.settle_ties()
        known: dict[str, object] = {
            "status": "optimal" if is_proven else "feasible",
            **{f"{FIELD_OF[name]}_bound": round(bounds[name]) if name == "people" else bounds[name] for name in proven},
            **{f"{name}_bound": of if name == "cost" else round(of) for name, of in handed.ties_proven.items()},
        }
        self._give(handed.found.result.model_copy(update=known), _verdict(proven))
        result = handed.found.result if self.is_interrupted else handed.evened()
        result = result.model_copy(update=known)
        return promised(self.department, self._with_reach(result), _verdict(proven))

    def _give(self, result: Result, verdict: ConfidenceVerdict) -> None:
        """Give the answer as soon as it stands."""
        if self.answered is not None:
            given, self.answered = self.answered, None
            given(promised(self.department, result, verdict))

    def _with_reach(self, result: Result) -> Result:
        """Add how far these people get."""
        if not self.is_reach_asked or self.clock.is_over() or self.is_interrupted:
            return result
        team = {member.name: member.role for member in result.managers}
        department = self.department.started(chosen_starts(result))
        far = ReachSearch(department, self.clock, team=team, effort=STRETCH).most(twice=True)
        return with_reach(department, result, far, None)

    @staticmethod
    def _best_of_all(by_people: OddsByPeople) -> Result | None:
        try:
            return by_people.best(None)
        except TimeIsUpError:
            return None

    def _nothing(
        self, by_people: OddsByPeople, average: Result, *, is_proven: bool = False, best: bool = False
    ) -> Result:
        """Write that no team has the odds, or that none was found, with the best odds that were found."""
        status: Status = "infeasible" if is_proven else "no_answer"
        most = self.most
        if not (self.clock.is_over() or self.is_interrupted or by_people.mixes is None):
            most = self._best_of_all(by_people)
        shown = average if most is None or odds_in(most) < odds_in(average) else most
        bound = min(by_people.bound(None), self.wanted if is_proven else 1.0)
        rows = (row_of(self.department, shown, bound),)
        if not best:
            return no_team(self.department, status).model_copy(update={"odds_by_people": rows})
        bounds = [f"{field}_bound" for field in (*FIELD_OF.values(), *TIES)]
        unknown = dict.fromkeys((*bounds, "reach", "stretch", "one_fewer"))
        found = shown.model_copy(update={"status": status, **unknown, "odds_by_people": rows})
        return promised(self.department, found, None)


def _verdict(proven: Mapping[AimName, bool]) -> ConfidenceVerdict:
    """Say of the people and of the cost whether they are proven to be least; what is not sought was found."""
    costs = [is_proven for name, is_proven in proven.items() if name != "people"]
    return ConfidenceVerdict(
        headcount="proven" if proven.get("people") else "found", cost="proven" if costs and all(costs) else "found"
    )


def _exceeds(value: Value, bound: Value) -> bool:
    """Tell whether a value is worse than a bound."""
    for one, other in zip(value, bound, strict=True):
        slack = EFFORT.same * max(1.0, abs(other)) if math.isfinite(other) else 0.0
        if one > other + slack:
            return True
        if one < other - slack:
            return False
    return False


def worths_of(department: Department) -> dict[str, tuple[float, float]]:
    """Give the least and the most that a contact or lead of a funnel may be worth, whoever opens or answers it."""
    found: dict[str, tuple[float, float]] = {}
    for post in (post for kind in department.kinds for post in department.choices(kind) if not post.closes):
        for name in post.funnels:
            low, high = found.get(name, (math.inf, 0.0))
            found[name] = (min(low, *post.effectiveness), max(high, *post.effectiveness))
    return {name: found.get(name, (1.0, 1.0)) for name in department.plan.funnels}
