"""Whether a changed plan can be met: by bounds that show that it cannot, or a roster that shows that it can.

Bounds come first, the coarsest the fastest. What a relaxation cannot reach is proven impossible, and how much it lacks
tells where to look next; what it can is tried with a roster. Only where neither decides is the exact search asked, and
only of a plan that is small.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from salescrew.models.department.department import Department
from salescrew.solver.engine.program import Clock, Outcome, State, least
from salescrew.solver.engine.side_by_side import awaited
from salescrew.solver.explain.effort import PROBE
from salescrew.solver.explain.levers import Lever
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.trial import Team, roster_of
from salescrew.solver.staffing.columns import coarsest
from salescrew.solver.staffing.model import Staffing
from salescrew.solver.staffing.roster_effort import ANYHOW, AT_ONCE, DAYS_FIRST


@dataclass(frozen=True)
class Trial:
    """What is known of a changed plan: `enough` is None where neither is shown; nobody reaches more than `bound`."""

    enough: bool | None
    bound: float


class Prober:
    """Tries changed plans.

    Parameters
    ----------
    department
        The plan that is changed, as it stands.
    """

    def __init__(self, department: Department, clock: Clock) -> None:
        self.clock = clock
        self.is_large = is_large(department)
        self._known = department
        self._solved: dict[bytes, Future[Outcome]] = {}
        self._looking_up = threading.Lock()
        self.changed = lru_cache(maxsize=PROBE.kept_large if self.is_large else PROBE.kept)(self._changed)

    def _changed(self, lever: Lever, change: float) -> Department:
        """Work out the plan after a change: proofs ask about the same one again."""
        return self._known.otherwise(lever.changed_by(change))

    def coarse(self, department: Department) -> float:
        """Bound the reach of a plan with split days and split people, quickly; minus infinity: nobody can do it."""
        model = self._team_model(department)
        return _reach_bound(least(model.program, [(model.reach, -1.0)], clock=self.clock, relaxed=True))

    def of_whole_people(self, department: Department) -> float:
        """Bound it with whole people, whose days are split."""
        return _reach_bound(self._best_team(department, whole=False, enough=math.inf)[0])

    def try_out(self, department: Department) -> Trial:
        """Tell whether a plan can be met, expecting that it can: a roster is looked for as soon as there is a team."""
        tried: Team = ()
        bound = math.inf
        for bound, team, whole in self._bounds(department):
            if bound < 1 - PROBE.clearly:
                return Trial(False, bound)
            if team and team != tried:
                tried = team
                if self._has_roster(department, team, thoroughly=whole):
                    return Trial(True, bound)
        return self._exactly(department, bound)

    def try_quickly(self, department: Department) -> Trial:
        """Look for a roster of the team that promises most, where no quick bound shows that there is none."""
        bound, team, _ = next(islice(self._bounds(department), 1, None))
        if bound < 1 - PROBE.clearly:
            return Trial(False, bound)
        return Trial(self._has_roster(department, team, thoroughly=False) or None, bound)

    def bound(self, department: Department) -> Trial:
        """Tell whether a bound shows that a plan cannot be met."""
        bound = math.inf
        for bound, _, _ in self._bounds(department, enough=1.0):
            if bound < 1 - PROBE.clearly:
                return Trial(False, bound)
        return Trial(None, bound)

    def try_about(self, department: Department) -> Trial:
        """As `try_quickly`, but with all bounds first, where one step more or less matters."""
        trial = self.bound(department)
        return trial if trial.enough is False else self.try_quickly(department)

    def rule_out(self, department: Department) -> Trial:
        """Tell whether a plan can be met, expecting that it cannot: bounds come first."""
        trial = self.bound(department)
        return trial if trial.enough is False else self._exactly(department, trial.bound)

    def is_ruled_out_again(self, department: Department) -> bool:
        """Tell whether a second proof shows that a plan cannot be met."""
        for whole in (False, True):
            if self._proving_model(department, whole=whole).reach_at_most_again(1 - PROBE.clearly, self.clock):
                return True
        return self._exactly(department, math.inf, twice=True).enough is False

    def _bounds(self, department: Department, *, enough: float = math.inf) -> Iterator[tuple[float, Team, bool]]:
        """Yield ever finer bounds of the reach, with the team that promises most, and whether its days are whole.

        Parameters
        ----------
        enough
            A reach beyond which nothing is asked: a team that gets as far ends the search for a bound.
        """
        yield self.coarse(department), (), False
        for whole in (False, True):
            outcome, team = self._best_team(department, whole=whole, enough=enough)
            yield _reach_bound(outcome), team, whole

    def _best_team(self, department: Department, *, whole: bool, enough: float) -> tuple[Outcome, Team]:
        """Find the team of whole people that reaches most; their days, in all, split or whole."""
        model = self._proving_model(department, whole=whole)
        model.program.upper[model.reach] = min(enough, model.program.upper[model.reach])
        # a number that is raised step by step may change nothing, such as the leads that fit into a slot
        outcome = self._solved_once(
            model.program.digest(),
            lambda: least(
                model.program, [(model.reach, -1.0)], clock=self.clock, gap=PROBE.proof_gap, nodes=PROBE.proof_nodes
            ),
        )
        return outcome, model.team(outcome.values) if outcome.has_solution else ()

    def _solved_once(self, digest: bytes, solve: Callable[[], Outcome]) -> Outcome:
        """Solve a program, or wait for whoever is at it already."""
        with self._looking_up:
            known = self._solved.get(digest)
            outcome = self._solved.setdefault(digest, Future())
        if known is None:
            try:
                outcome.set_result(solve())
            except BaseException as error:
                outcome.set_exception(error)
                raise
        return awaited(outcome)

    @cached_property
    def _staffing(self) -> Staffing:
        """The model of everyone in the plan that is changed."""
        known = self._known
        posts = [post for kind in known.kinds for post in known.choices(kind)]
        return Staffing(known, posts, coarsest(known.plan), stretch=TeamModel.most_reach)

    def _team_model(self, department: Department) -> TeamModel:
        """Write the model of a changed plan, with split days and split people."""
        return TeamModel(
            department, coarsest(department.plan), room=-1.0, staffing=self._staffing.otherwise(department)
        )

    def _proving_model(self, department: Department, *, whole: bool) -> TeamModel:
        model = self._team_model(department)
        if whole:
            for columns in model.staffing.columns:
                for column in (*columns.days.values(), *columns.covering.values()):
                    model.program.whole[column] = True
            model.program.for_its_bound = True
        return model

    def _has_roster(self, department: Department, team: Team, *, thoroughly: bool) -> bool:
        """Tell whether a roster of whole days was found for a team."""
        efforts = (DAYS_FIRST, ANYHOW) if self.is_large and not thoroughly else (AT_ONCE,)
        return any(roster_of(department, team, self.clock, effort).has_roster for effort in efforts)

    def _exactly(self, department: Department, bound: float, *, twice: bool = False) -> Trial:
        from salescrew.solver.search.solve import can_be_met

        if self.is_large:
            return Trial(None, bound)
        effort = self.clock.sparing(PROBE.calls, PROBE.nodes)
        return Trial(can_be_met(department, effort, twice=twice), bound)


def is_large(department: Department) -> bool:
    """Tell whether the exact search would take long: by the patterns to choose from on all days, and the slots."""
    choices = 0
    for kind in department.kinds:
        for post in department.choices(kind):
            slots = sum(len(department.slots_of(post, day)) for day in post.day_set)
            choices += slots + sum(sum(map(len, post.patterns_on(day).values())) for day in post.day_set)
    return choices > PROBE.choices


def _reach_bound(outcome: Outcome) -> float:
    if outcome.state is State.INFEASIBLE:
        return -math.inf
    return -outcome.bound
