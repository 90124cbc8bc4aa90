"""The search for the best team that has a roster: a relaxed model proposes, a roster proves or rules out."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from salescrew.language import say
from salescrew.models.answers.evenness import RolesBecause
from salescrew.models.answers.result import Result, Status
from salescrew.models.department.department import Department
from salescrew.models.department.goals import Aim
from salescrew.solver.engine.program import Clock, State
from salescrew.solver.engine.tell import Tell
from salescrew.solver.even.evened import Evened, with_least
from salescrew.solver.search.answer import answer, no_team, with_reach
from salescrew.solver.search.best_left import BestAllTheSame
from salescrew.solver.search.effort import REACH, USUAL, TeamEffort
from salescrew.solver.search.meanwhile import HowFar, Meanwhile, looking_meanwhile
from salescrew.solver.search.reach import Reach, ReachSearch
from salescrew.solver.search.same_roles import evener, in_same_roles, with_room
from salescrew.solver.search.size import Sizing, TeamModel
from salescrew.solver.search.team_trials import DECIMALS, FoundTeam, TeamTrials
from salescrew.solver.search.ties import AsGood, TieSearch
from salescrew.solver.staffing.deal import PersonRoster, starts_of
from salescrew.solver.staffing.quotas import quotas
from salescrew.solver.staffing.roster import RosterModel
from salescrew.solver.staffing.roster_effort import SOON

logger = logging.getLogger(__name__)


class TeamSearch(TeamTrials):
    """The search, and what it has found so far."""

    def __init__(self, department: Department, clock: Clock, progress: Tell, effort: TeamEffort = USUAL) -> None:
        super().__init__(department, clock, progress, effort)
        # a model of days takes long where there are many, and proposals of the coarse one are soon tried
        self._is_large = department.post_days > effort.many_post_days
        self._is_sizable = department.post_days > effort.sizable_post_days or len(department.weeks) > effort.many_weeks
        self._room = self._lacked = 0.0
        # makes a model of the teams that are as good as the one that was found
        self._as_good: Callable[[], TeamModel | None] | None = None
        self._is_impossible = False
        self.stretch: Reach | None = None
        self.one_fewer: Reach | None = None
        self._at_stretch: float | None = None
        self.most: Reach | None = None
        self._best_all_the_same: BestAllTheSame | None = None
        self.is_interrupted = False
        # whether any team with a roster is an answer of its own, while a better one is looked for
        self.is_some_team_wanted = True
        # whether it is asked how far the team, or anybody, gets
        self.is_reach_asked = self.is_least_asked = True
        # how hard to look for how far anybody gets
        self.effort_of_most = REACH
        # answers how far people get while the answer is still made
        self.meanwhile: Meanwhile | None = None
        self.ties_proven: Mapping[str, float] = {}
        # the team in which those who are alike have the same role, and what makes the weeks of the best even
        self._in_same_roles: AsGood | None = None
        self._even: Evened | None = None
        self._why_other_roles: RolesBecause = "not_sought"
        self._written: dict[tuple[Status, FoundTeam, bool], Result] = {}
        self._shown: dict[str, float] | None = None

    def run(self) -> Status:
        """Search until something is proven, or the time is up, or somebody interrupts."""
        try:
            return self.settle()
        except KeyboardInterrupt:
            logger.info("interrupted: the best answer so far is given")
            self.is_interrupted = True
            return "feasible" if self.best else "no_answer"

    def settle(self) -> Status:
        """Search until something is proven twice, or the time is up."""
        if self._kept_people_break_limits():
            return "infeasible"
        status = self._search()
        if self.best is not None and self._may_be_fewer(self.best):
            self._begin(HowFar(len(self.best.people) - 1))
        return self._shown_again(status)

    def can_be_met(self, *, twice: bool = False) -> bool | None:
        """Tell whether some team has a roster: the roomiest is tried first, then all in the order of the objective.

        Parameters
        ----------
        twice
            Whether to show a second time that there is none.
        """
        if self._kept_people_break_limits():
            return False
        roomiest = self._model().with_most_room(self.clock)
        if roomiest.state is not State.INFEASIBLE and self._try(roomiest):
            return True
        status = "infeasible" if roomiest.state is State.INFEASIBLE else self._search()
        if twice:
            status = self._shown_again(status)
        return {"optimal": True, "feasible": True, "infeasible": False, "no_answer": None}[status]

    def settle_ties(self, status: Status) -> None:
        """Take the best of the teams that are as good as the one that was found."""
        if self.best is None:
            return
        proven = self.bounds(status, self.best)
        reached = [(aim, self._value(self.best.sizing, aim)) for aim in self.aims]
        models: list[Callable[[], TeamModel]] = [
            self._model,
            lambda: self._model(finely=True),
            lambda: self._model(exactly=True),
        ]
        if status != "optimal" or self.is_interrupted:
            models = []
        elif self._is_large:
            models = models[:1]
        search = TieSearch(self.department, self.clock, reached, proven, models, self.learned)
        found = search.best(self.best.sizing.team, self.best.people)
        self._take(found)
        if models and self.is_handed_out:
            self._as_good = partial(search.as_good, self._model)
            self._why_other_roles = "as_good"
            alike = in_same_roles(self.department, found, self._as_good, self.learned, self.clock)
            self._in_same_roles = None if alike is found else alike
        # whoever is alike has mostly the same role in the end
        self._begin(_how_far((self._in_same_roles or found).people))

    def _take(self, found: AsGood) -> None:
        assert self.best is not None
        self.best = FoundTeam(replace(self.best.sizing, team=found.team), found.people)
        self.ties_proven = found.bounds

    def even_out(self, share: float = 1.0) -> None:
        """Make the weeks of the team even, with those who are alike in the same role where that is as good.

        Parameters
        ----------
        share
            The share of every target that is asked for.
        """
        if self.best is None or not self.is_handed_out:
            return
        self._tell(say("weeks that are alike"))
        found = AsGood(self.best.sizing.team, self.best.people, self.ties_proven)
        asked = self.department.asking(share)
        taken, self._even = evener(asked, self._in_same_roles or found, found, self.clock)
        if self._in_same_roles is not None and taken is found:
            self._why_other_roles = "weeks"
        if self._as_good is not None:
            roomy, self._even = with_room(asked, taken, self._even, self._as_good, self.learned, self.clock)
            if roomy is not taken:
                self._why_other_roles, taken = "weeks", roomy
        if self.is_least_asked:
            self._even = with_least(asked, self._even, self.clock)
        self._take(taken)

    def take(self, found: FoundTeam, ties_proven: Mapping[str, float] = MappingProxyType({})) -> None:
        """Take a team that was found before, with its weeks as they come, and what was proven of its ties."""
        self.best, self.ties_proven, self._in_same_roles, self._even = found, ties_proven, None, None
        self._why_other_roles = "not_sought"

    def find_reach(self, status: Status, *, best: bool = False) -> None:
        """Find how far the team gets, and a team of one fewer; without a team, how far anybody gets.

        Parameters
        ----------
        best
            Whether that is needed where there is no team, though it is not asked.
        """
        is_asked = self.is_reach_asked or (best and self.best is None)
        if not is_asked or self.clock.is_over() or self.is_interrupted:
            return
        if status == "infeasible":
            if not self._kept_people_break_limits():
                self._tell(say("how far anybody gets"))
                self.most = ReachSearch(self.department, self.clock, effort=self.effort_of_most).most(twice=True)
        elif self.best is not None:
            self._find_reach_of(self.best, status)

    def _find_reach_of(self, best: FoundTeam, status: Status) -> None:
        count = len(best.people)
        asked = [_how_far(best.people), *([HowFar(count - 1)] if self._may_be_fewer(best) else [])]
        with contextlib.nullcontext(self.meanwhile) if self.meanwhile else looking_meanwhile() as meanwhile:
            for one in asked:
                meanwhile.begin(one, self.department, self.clock)
            self._write(status, best)
            if len(asked) > 1:
                self._tell(say("how far these {n} people get, and {fewer}", n=count, fewer=count - 1))
            else:
                self._tell(say("how far these {n} people get", n=count))
            self.stretch, *fewer = meanwhile.found(asked)
            self._at_stretch = meanwhile.odds_at_stretch(asked[0])
        self.one_fewer = fewer[0] if fewer else None

    def _begin(self, asked: HowFar) -> None:
        """Look already for how far somebody gets, where that will be asked."""
        if self.meanwhile is not None and self.is_reach_asked and not self.clock.is_over() and not self.is_interrupted:
            self.meanwhile.begin(asked, self.department, self.clock)

    def first_proven(self, status: Status) -> float:
        """Give what is proven of the first objective, as the answer says it; 0 where nothing is."""
        assert self.best is not None
        proven = self.bounds(status, self.best).get(self.first.name, 0.0)
        return round(proven) if self.first.name == "people" else proven

    def _may_be_fewer(self, best: FoundTeam) -> bool:
        """Tell whether a team of one fewer is a question: of those to be kept nobody can be left out."""
        kept = sum(person.record.keep for person in self.department.everyone)
        return self.first.name == "people" and len(best.people) > max(1, kept)

    def result(self, status: Status, *, best: bool = False) -> Result:
        """Write down what was found."""
        if self.best is not None:
            found = self._write(status, self.best)
            if not self.is_reach_asked:
                return found
            return with_reach(self.department, found, self.stretch, self.one_fewer, self._at_stretch)
        warning = self._kept_people_break_limits()
        most = self.most if status == "infeasible" else None
        if best and most is not None and (shown := self._all_the_same(most).result()) is not None:
            return shown
        return no_team(self.department, status, most, [warning] if warning else [])

    def result_before_even(self, status: Status) -> Result | None:
        """Write the best of a plan that cannot be met with its weeks as they come; None where nobody does anything.

        Raises
        ------
        ModelError
            Where quotas as they come do not do.
        """
        if self.best is not None or status != "infeasible" or self.most is None:
            return None
        shown = self._all_the_same(self.most).result(evenly=False)
        return shown if shown is not None and shown.managers else None

    def _all_the_same(self, most: Reach) -> BestAllTheSame:
        """Give what writes the best of a plan that cannot be met; once it is known how far anybody gets."""
        if self._best_all_the_same is None:
            self._tell(say("quotas"))
            self._best_all_the_same = BestAllTheSame(self.department, most, self.clock)
        return self._best_all_the_same

    def _kept_people_break_limits(self) -> str | None:
        kept = (person for person in self.department.everyone if person.record.keep)
        for name, limit, taken in self.department.beyond_limits(kept):
            return say(
                "limits.{name} is {limit}, and the people to be kept alone come to {taken}. "
                "Raise the limit, or keep fewer.",
                name=name,
                limit=f"{limit:g}",
                taken=f"{taken:g}",
            )
        return None

    # ---- search

    def _search(self) -> Status:
        """Propose the best team that nothing rules out, until one has a roster; then nothing better is left."""
        if self.ask():
            return "infeasible" if self._is_impossible else "optimal"
        self._find_any()
        if self._is_large and self.best is not None:
            if self._is_of_few(self.best.sizing):
                self._find_cheap([more for more in self.effort.little_rooms if more > self._room])
            else:
                self._find_near(self._lacked)
            return "optimal" if self._is_proven(self.best) else "feasible"
        return self._close_by_week() or self._close_the_gap()

    @property
    def is_answered(self) -> bool:
        """Whether there is no team, or the best is as good as any that nothing rules out."""
        return self._is_impossible or self._is_best

    def propose(self, number: int) -> Sizing | None:
        """Propose the best team, and learn what bounds the objectives."""
        self._tell(say("how few people"))
        coarse = self.effort.many_coarse if self._is_large else self.effort.coarse
        self._finest = partial(self._model, finely=number >= coarse)
        begin = self._begin_with if number == 0 and self._is_sizable and self.is_some_team_wanted else None
        sizing = self._finest().solve(self.clock, self.proven, begin)
        self._is_impossible = sizing.state is State.INFEASIBLE and self.best is None
        if not sizing.proven:
            return None
        self._learn(sizing)
        return sizing

    def test(self, number: int, proposal: Sizing) -> bool:
        """Look for a roster, and of a small plan at any length; go on with other teams while each rules out many."""
        is_hard = self._is_sizable or proposal.room < self.effort.tight
        if self.best is None and is_hard and not self._try(proposal, SOON):
            self._find_first(proposal)
        if self._is_large and not self._is_of_few(proposal):
            return self._test_large(proposal)
        self._is_best = self._try(proposal)
        if self._is_best:
            return False
        if number == 0:
            self._find_any()
        if not self._is_ruled_out(proposal):
            if self._is_large:
                self._room = proposal.room
                return False
            if not self._is_short:
                self._find_better(self.effort.spare_rooms, SOON)
            self._is_best = self._try(proposal, thoroughly=True)
        return self._is_ruled_out(proposal) and len(self.learned.without) < self.effort.ruled_out_singly

    def _is_of_few(self, sizing: Sizing) -> bool:
        return sizing.people <= self.effort.few_people

    def _test_large(self, proposal: Sizing) -> bool:
        """See how far a large team gets; go on while split days alone rule teams out."""
        if not self._is_better(proposal):
            assert self.best is not None
            self._is_best = self._worth(proposal) == self._worth(self.best.sizing)
            return False
        self._lacked = self._lacking(proposal)
        self._is_best = self.best is not None and self.best.sizing is proposal
        return self._is_ruled_out(proposal)

    def _is_proven(self, best: FoundTeam) -> bool:
        """Tell whether all objectives of a team meet their bounds."""
        proven = self._claimed("feasible", best)
        return self._worth(best.sizing) == tuple(round(proven[aim.name], DECIMALS) for aim in self.aims)

    def _close_by_week(self) -> Status | None:
        """Look for better teams whose weeks are whole, where there is no more than that; None: that proves nothing."""
        if not self.effort.exactly:
            return None
        if self.best is None:
            self._tell(say("whole weeks"))
            return "infeasible" if self._any_within([]).state is State.INFEASIBLE else None
        return "optimal" if self._none_is_better() else None

    def _close_the_gap(self) -> Status:
        """Solve the exact model of every person and day, where that is worth it."""
        if not self.effort.exactly:
            return "feasible" if self.best else "no_answer"
        self._tell(say("the exact model of every day"))
        model = partial(self._model, exactly=True)
        sizing = model().solve(self.clock, self.proven)
        if sizing.state is State.INFEASIBLE or sizing.has_team:
            self._finest = model
        if sizing.state is State.INFEASIBLE:
            return "infeasible"
        self._learn(sizing)
        if self._try(sizing, thoroughly=True) and sizing.proven:
            return "optimal"
        if self.best is None:
            return "no_answer"
        return "feasible"

    # ---- answer

    def _write(self, status: Status, best: FoundTeam) -> Result:
        """Write down a team, once: how far it gets may be found later."""
        key = status, best, self._even is not None
        if key not in self._written:
            self._written[key] = self._newly_written(status, best)
        return self._written[key]

    def _newly_written(self, status: Status, best: FoundTeam) -> Result:
        self._tell(say("quotas"))
        bounds = {**self.bounds(status, best), **self.ties_proven}
        if (even := self._even) is None:
            asked = quotas(self.department, best.people)
            return answer(self.department, status, best.people, asked, bounds)
        why = self._why_other_roles
        return answer(self.department, status, even.people, even.quotas, bounds, least=even.least, other_roles=why)

    # ---- proof

    def bounds(self, status: Status, best: FoundTeam) -> dict[str, float]:
        """Give what is proven of the objectives: twice, by different solvers."""
        if self._shown is None:
            self._shown = self._bounds_again(self._claimed(status, best))
        return self._shown

    def _shown_again(self, status: Status) -> Status:
        """Show a second time what is to be claimed; what is not shown was only found."""
        if status == "infeasible":
            self._keep_what_is_shown_again()
            return status if self._finest().has_none_again(self.clock) else "no_answer"
        if (
            status == "optimal"
            and self.best is not None
            and self._claimed(status, self.best) != self.bounds(status, self.best)
        ):
            return "feasible"
        return status

    def _claimed(self, status: Status, best: FoundTeam) -> dict[str, float]:
        """Give what one solver has proven of the objectives."""
        reached = {aim.name: self._value(best.sizing, aim) for aim in self.aims}
        if status == "optimal":
            return reached
        claimed = {self.first.name: min(self.proven, reached[self.first.name])}
        worth, kept = self._worth(best.sizing), list[tuple[Aim, float]]()
        for number, aim in enumerate(self.others, start=1):
            before = self.aims[number - 1]
            kept.append((before, reached[before.name]))
            at = worth[:number]
            if at not in self.others_proven and not self.clock.is_over() and not self.is_interrupted:
                self.others_proven[at] = self._model().bound_at(kept, aim, self.clock)
            claimed[aim.name] = min(self.others_proven.get(at, 0.0), reached[aim.name])
        return claimed

    def _bounds_again(self, claimed: dict[str, float]) -> dict[str, float]:
        """Give as much of proven bounds as a second proof shows; after Ctrl-C what soon is."""
        assert self.best is not None
        clock = Clock(0.0) if self.is_interrupted else self.clock
        if clock.left():
            self._keep_what_is_shown_again()
        model, shown = self._finest(), dict[str, float]()
        for aim in self.aims:
            shown[aim.name] = model.bound_again(aim, claimed[aim.name], clock)
            model.keep_at_most(aim, self._value(self.best.sizing, aim))
        return shown

    def _keep_what_is_shown_again(self) -> None:
        """Keep the teams out that a second proof shows to have no roster."""
        self.learned.without = [
            team for team in self.learned.without if RosterModel(self.department, team).falls_short_again(self.clock)
        ]


def _how_far(people: Sequence[PersonRoster]) -> HowFar:
    return HowFar.of({person.name: person.role for person in people}, starts_of(people))
