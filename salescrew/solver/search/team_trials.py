"""Teams that are tried one after the other: the best so far with a roster, and what the others have shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

from salescrew.language import say
from salescrew.models.department.department import Department
from salescrew.models.department.goals import Aim
from salescrew.solver.engine.program import Clock, State
from salescrew.solver.engine.tell import Tell
from salescrew.solver.search.effort import MODEL, USUAL, TeamEffort
from salescrew.solver.search.question import Question
from salescrew.solver.search.size import Sizing, TeamModel
from salescrew.solver.search.trial import Team, Tried, reach_of, roster_of
from salescrew.solver.staffing.columns import Grain, coarsest
from salescrew.solver.staffing.deal import PersonRoster
from salescrew.solver.staffing.roster_effort import ANYHOW, FIRST, NEAR, SOON, RosterEffort
from salescrew.solver.staffing.whole_weeks import may_be_added_up

DECIMALS = 6
"""To so many, what teams come to is compared: further ones are noise of binary fractions."""


class FoundTeam:
    """A team with a roster."""

    def __init__(self, sizing: Sizing, people: Sequence[PersonRoster]) -> None:
        self.sizing = sizing
        self.people = people


class TeamTrials(Question[Sizing]):
    """The teams that were tried.

    Attributes
    ----------
    proven
        What is proven of the first objective: no team comes to less.
    others_proven
        The same of each other objective, by the values of those before it.
    """

    def __init__(self, department: Department, clock: Clock, progress: Tell, effort: TeamEffort = USUAL) -> None:
        super().__init__()
        self.effort, self.most_proposals = effort, effort.proposals
        self.department = department
        self.clock = clock
        self.progress = progress
        self.first, *self.others = self.aims = department.sought
        self.proven = 0.0
        self.best: FoundTeam | None = None
        self.others_proven: dict[tuple[float, ...], float] = {}
        self._is_best = False
        # a model of whole weeks of everybody soon decides where there are one or two
        self._is_short = len(department.weeks) <= effort.few_weeks
        self._finest = partial(self._model)
        # of many plans that differ in a number only the figures are told, and no roster need be even
        self.is_handed_out = True
        # who was found no roster soon is found none with the same little effort again
        self._tried_soon: set[object] = set()

    def _is_ruled_out(self, sizing: Sizing) -> bool:
        """Tell whether a team was shown to have no roster."""
        return self.learned.rules_out(sizing.team)

    def _model(
        self,
        room: float = 0.0,
        *,
        finely: bool = False,
        exactly: bool = False,
        by_week: bool = False,
        in_sum: bool = False,
    ) -> TeamModel:
        """Make a model of everyone that knows what teams tried before have shown.

        Unless it is exact, or whole by week or in the sum of all weeks, days may be split.
        """
        fine = Grain.DAYS if finely or exactly else Grain.WEEKS
        return TeamModel(
            self.department,
            fine if finely or exactly or by_week else coarsest(self.department.plan),
            whole_days=exactly or by_week or in_sum,
            room=room,
            apart=exactly and self._needs_people_apart(),
            prices=self.learned.prices,
            without=self.learned.without,
        )

    def _try(self, sizing: Sizing, effort: RosterEffort | None = None, *, thoroughly: bool = False) -> bool:
        """Look for a roster of a proposed team, and keep the team if it is the best so far."""
        effort = effort or (FIRST if self.is_handed_out else ANYHOW)
        if not sizing.has_team:
            return False
        if self.best is not None and self._worth(sizing) >= self._worth(self.best.sizing):
            return self._worth(sizing) == self._worth(self.best.sizing)
        if self._is_ruled_out(sizing):
            # what rules it out does so by less than the solver's tolerance
            self.learned.without.append(sizing.team)
            return False
        team = frozenset((post.names, post.choice) for post in sizing.team)
        if effort is SOON and team in self._tried_soon:
            return False
        if effort is SOON:
            self._tried_soon.add(team)
        self._tell(say("a roster for {n} people", n=sizing.people))
        tried = roster_of(self.department, sizing.team, self.clock, effort, thoroughly=thoroughly)
        self.learned.learn(tried)
        if not tried.has_roster:
            return False
        self.best = FoundTeam(sizing, tried.people)
        return True

    def _tell(self, doing: str) -> None:
        """Tell what is being done, what is proven, and what the best so far takes."""
        best = None if self.best is None else self._value(self.best.sizing, self.first)
        proven = best if self._is_best and best is not None else self.proven
        self.progress(doing, self.department.plan.objective[0], proven, best)

    def _value(self, sizing: Sizing, aim: Aim) -> float:
        return self.department.worth(sizing.team, aim.name)

    def _worth(self, sizing: Sizing) -> tuple[float, ...]:
        return tuple(round(self._value(sizing, aim), DECIMALS) for aim in self.aims)

    def _find_any(self) -> None:
        """Find some team with a roster, by asking for ever more room above the targets."""
        if self.best is None:
            self._find_better(self.effort.spare_rooms)

    def _begin_with(self, sizing: Sizing) -> None:
        """Find some team before it is known how little the fewest people cost."""
        self.proven = max(self.proven, sizing.bounds[self.first.name])
        self._find_first(sizing)

    def _find_first(self, proposal: Sizing) -> None:
        """Find some team with a roster soon: the proposed one with a person more, or one with much room.

        The second is of as few people as are proven to be needed, or of some more.
        """
        is_people = self.first.name == "people"
        if is_people:
            self._try_roomy(self.proven + 1, proposal.team)
        more_of = self.effort.more_people if is_people else self.effort.more_cost
        for more in more_of:
            if self.best is None or not more:
                self._try_roomy(self.proven + more if is_people else self.proven * (1 + more))

    def _try_roomy(self, most: float, team: Team = ()) -> None:
        """Look for a roster of a team with much room that comes to at most so much in the first objective."""
        if not self.clock.is_over():
            self._tell(say("some team"))
            self._try(self._model().roomy(most, self.clock, team), SOON)

    def _find_better(self, rooms: Sequence[float], effort: RosterEffort | None = None) -> None:
        """Find a better team with a roster, by asking for ever more room above the targets."""
        known = self.best
        for _, model in self._roomier(rooms):
            if known is not None:
                model.keep_at_most(self.first, self._value(known.sizing, self.first))
            sizing = model.solve(self.clock)
            if not sizing.has_team or not self._is_better(sizing):
                return  # nor is any with more to spare
            self._try(sizing, effort)

    def _roomier(self, rooms: Sequence[float]) -> Iterator[tuple[float, TeamModel]]:
        """Yield models of teams with ever more room above the targets, until a better team is found."""
        known = self.best
        for room in rooms:
            if self.best is not known or self.clock.is_over():
                return
            self._tell(say("a team with {share} % to spare", share=f"{100 * room:g}"))
            yield room, self._model(room)

    # ---- large teams

    def _find_cheap(self, rooms: Sequence[float]) -> None:
        """Find a better team of few out of many people: one that costs about the least with ever more room.

        That it is the cheapest with so much room would prove nothing of all teams.
        """
        known = self.best
        for room, model in self._roomier(rooms):
            if known is not None and self.others:
                model.keep_at_most(self.first, self._value(known.sizing, self.first))
            sizing = model.cheapest(self.clock, room)
            if not sizing.has_team or not self._is_better(sizing):
                return
            self._try(sizing, ANYHOW)

    def _lacking(self, sizing: Sizing) -> float:
        """Give the share of the targets that the roster of a large team lacks; keep the team if it lacks none."""
        self._tell(say("a roster for {n} people", n=sizing.people))
        least = 1 - NEAR.met_within
        tried = reach_of(self.department, sizing.team, self.clock, NEAR, needed=least, quickly=True)
        if tried.bound < least:
            self.learned.learn(Tried(sizing.team, State.INFEASIBLE, prices=tried.prices))
        if tried.meets_the_plan:
            self.best = FoundTeam(sizing, tried.people)
        if tried.reach is None:
            return 1 - tried.bound if 0 < tried.bound < least else 1.0
        return 1 - tried.reach

    def _is_better(self, sizing: Sizing) -> bool:
        return self.best is None or self._worth(sizing) < self._worth(self.best.sizing)

    def _find_near(self, lacking: float) -> None:
        """Ask for a better large team with as much room above the targets as the last one lacked, until one has it."""
        effort, room = self.effort, 0.0
        for _ in range(effort.near_rooms):
            room += min(effort.most_room, max(effort.least_room, effort.more_room * lacking))
            self._tell(say("a team with {share} % to spare", share=f"{100 * room:.2g}"))
            sizing = self._model(room).solve(self.clock, self.proven)
            if not sizing.has_team or not self._is_better(sizing) or self.clock.is_over():
                return
            lacking = self._lacking(sizing)
            if lacking <= NEAR.met_within:
                return

    # ---- whole weeks

    def _none_is_better(self) -> bool:
        """Look for better teams whose weeks are whole; tell whether the best so far is proven to be the best."""
        number, ruled_out, at_once = 0, 0, False
        # who has no whole weeks has none here either
        self.learned.without.clear()
        while number < len(self.aims):
            assert self.best is not None
            best, aim = self.best.sizing, self.aims[number]
            if number and self._worth(best)[:number] not in self.others_proven:
                # a relaxation is soon there, and leaves less to halve
                proposal = self._model().solve(self.clock, self.proven)
                self._learn(proposal)
                self._try(proposal)
                self.others_proven.setdefault(self._worth(best)[:number], 0.0)
                continue
            if (most := self._below(number, at_once=at_once)) is None:
                if round(self._value(best, aim) - self._bound(number), DECIMALS) > 0:
                    return False
                number, at_once = number + 1, False
                continue
            self._tell(say("better teams"))
            sizing = self._any_within(
                [(before, self._value(best, before)) for before in self.aims[:number]] + [(aim, most)]
            )
            if sizing.state is State.INFEASIBLE:
                self._raise_bound(number, most + aim.step)
                # a search for the next better value is what the proof takes at last
                at_once = True
            elif not sizing.has_team:
                return False
            elif not self._try(sizing, thoroughly=True):
                ruled_out += 1
                if not self._is_ruled_out(sizing) or ruled_out > self.effort.ruled_out_by_week:
                    return False
        return True

    def _any_within(self, kept: Sequence[tuple[Aim, float]]) -> Sizing:
        """Find any team with whole weeks that comes to at most so much in some objectives.

        Where weeks may be added up, whole days of all of them are asked for first: that mostly settles it, and of more
        than a few weeks a team with these is as likely to have a roster.
        """
        fine, in_sum = partial(self._model, by_week=True), partial(self._model, in_sum=True)
        found = Sizing(State.UNKNOWN, (), {}, proven=False)
        for model in (in_sum, fine) if may_be_added_up(self.department) else (fine,):
            found = model().any_within(kept, self.clock, self.effort.sum_nodes if model is in_sum else None)
            if found.state is State.INFEASIBLE:
                self._finest = model
            if found.state is State.INFEASIBLE or (found.has_team and not self._is_short):
                break
        return found

    def _below(self, number: int, *, at_once: bool) -> float | None:
        """Give the next better value of an objective, or one half way to what is proven; None where there is none."""
        assert self.best is not None
        step, low, high = self.aims[number].step, self._bound(number), self._value(self.best.sizing, self.aims[number])
        if not step or high - low < step * (1 - MODEL.between):
            return None
        steps = 1 if at_once else max(1, math.floor((high - low) / step / 2 + MODEL.between))
        return high - step * steps

    def _bound(self, number: int) -> float:
        """Give what is proven of an objective where those before it are as in the best team."""
        assert self.best is not None
        return self.others_proven.get(self._worth(self.best.sizing)[:number], 0.0) if number else self.proven

    def _learn(self, sizing: Sizing) -> None:
        """Keep what a model of all teams has proven: later bounds hold for values of the objectives before only."""
        self.proven = max(self.proven, sizing.bounds[self.first.name])
        if sizing.team:
            worth = self._worth(sizing)
            for number, aim in enumerate(self.others, start=1):
                reached = worth[:number]
                self.others_proven[reached] = max(self.others_proven.get(reached, 0.0), sizing.bounds[aim.name])

    def _raise_bound(self, number: int, bound: float) -> None:
        assert self.best is not None
        if number:
            self.others_proven[self._worth(self.best.sizing)[:number]] = bound
        else:
            self.proven = bound

    def _needs_people_apart(self) -> bool:
        duty = self.department.plan.duty
        return duty is not None and duty.max_slots_per_week is not None
