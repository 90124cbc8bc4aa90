"""Reach: the largest share of all targets that people can meet at once, and what is left undone where they meet none.

The best team is looked for as the smallest is: a relaxation proposes a team and bounds what any team reaches; a roster
of whole days shows what the proposed one really does; its prices and its proven bound rule it out from then on. The
search ends when nothing that is left can reach more.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from salescrew.models.answers.result import MissingReserve, OpenSlot, Overload
from salescrew.models.department.department import Department
from salescrew.models.department.people import Person
from salescrew.models.department.posts import Post
from salescrew.models.plan.sections import Role
from salescrew.solver.engine.program import INFINITY, Clock, Outcome, Program, State, Term, least
from salescrew.solver.engine.second_proof import shown_again
from salescrew.solver.search.many_people import is_of_many, roster_of_many
from salescrew.solver.search.size import ROOM_NODES, TeamModel
from salescrew.solver.staffing.columns import Grain, coarsest
from salescrew.solver.staffing.deal import PersonRoster, cannot_be_dealt, deal
from salescrew.solver.staffing.model import Staffing
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.roster import MostReach, RosterModel
from salescrew.solver.staffing.roster_effort import USUAL

logger = logging.getLogger(__name__)
CLOSE = 1e-3
MOST_PROPOSALS = 8
COARSE_PROPOSALS = 1
FEW_PROPOSALS = 5
MOST_PERSON_DAYS = 600
TEAM_NODES = 2000
WHOLE = 1e-6
NOISE = 1e-6


@dataclass(frozen=True)
class Reach:
    """How far people get.

    Attributes
    ----------
    reach
        The largest share of all targets at once that a roster of whole days was found for; None where there is none,
        since not even what comes by itself can be done.
    bound
        Nobody within the question reaches more; minus infinity where it is proven that there is no roster at all.
    team
        Who, in which role.
    people
        What each of them does, empty where `reach` is None.
    uncovered
        Duty slots left open at the least, where `reach` is None.
    overloaded
        Work that nobody has time for, where `reach` is None though all slots can be covered.
    reserve
        Places on duty missing for absences, where `reach` is None though all slots can be covered.
    """

    reach: float | None
    bound: float
    team: tuple[Post, ...] = ()
    people: tuple[PersonRoster, ...] = ()
    uncovered: tuple[OpenSlot, ...] = ()
    overloaded: tuple[Overload, ...] = ()
    least_left: bool = True
    reserve: tuple[MissingReserve, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether nobody reaches more than this by a thousandth, nor leaves less open or undone."""
        if self.reach is None:
            return self.bound == -math.inf and self.least_left
        return self.bound <= self.no_more_than

    @property
    def no_more_than(self) -> float:
        """The reach by which nobody is to exceed this, where that is proven."""
        assert self.reach is not None
        return self.reach + CLOSE * max(1.0, self.reach)


class _BestTeam(TeamModel):
    """The model of all teams, for the one that reaches most."""

    most_reach = INFINITY

    def limit_people(self, count: int | None) -> None:
        """Let teams have exactly so many people."""
        self.program.lower[self.reach] = 0.0
        if count is not None:
            self.program.row(self.terms("people"), at_least=count, at_most=count)

    def reach_most(self, clock: Clock) -> tuple[Outcome, float]:
        """Find the team that reaches most, with no more people and cost than that takes; give the bound as well."""
        most = self._least([(self.reach, -1.0)], clock, USUAL.exact_within, TEAM_NODES)
        if not most.has_solution:
            return most, -math.inf if most.state is State.INFEASIBLE else INFINITY
        if self.department.is_wide:
            return most, -most.bound
        self.program.lower[self.reach] = max(0.0, most.values[self.reach] * (1 - NOISE) - NOISE)
        smaller = self._least(self._rigidity(), clock, 0.001, ROOM_NODES)
        return smaller if smaller.has_solution else most, -most.bound

    def _rigidity(self) -> list[Term]:
        """Count people, and what each cannot do: among teams that reach as much, a flexible one loses least by days.

        A whole day more or less of one thing is made up for by those who can do several.
        """
        everything = len(self.department.plan.funnels) + 1
        terms = []
        for post, columns in self.staffing.pairs():
            cannot = everything - len(post.funnels) - post.on_duty
            terms.append((columns.people, 1.0 + cannot / (100.0 * everything)))
        return terms


class _LeastLeft(_BestTeam):
    """The model of all teams, for the one that leaves least open or undone; day by day, in whole patterns."""

    elastic = True


@dataclass
class _Found:
    """The best so far, and what is known of teams that were tried."""

    reach: float | None = None
    team: tuple[Post, ...] = ()
    people: tuple[PersonRoster, ...] = ()
    close: float = CLOSE
    tried_bound: float = -math.inf
    grain: Grain = Grain.WEEKS
    is_exact: bool = False
    prices: list[Prices] = field(default_factory=list)
    without: list[tuple[Post, ...]] = field(default_factory=list)


class ReachSearch:
    """How far people get: a question and its answer.

    Parameters
    ----------
    people
        Exactly so many people, whoever is best, within the plan's limits.
    team
        Exactly these people in these roles. Without either: the best team within the plan's limits.
    """

    def __init__(
        self,
        department: Department,
        clock: Clock,
        *,
        people: int | None = None,
        team: Mapping[str, Role] | None = None,
    ) -> None:
        self.department = department
        self.clock = clock
        self.count = people
        self.team = None if team is None else posts_of(department, team)

    def most(self, *, twice: bool = False) -> Reach:
        """Find how far they get.

        Parameters
        ----------
        twice
            Whether to show a second time that nobody gets further, and else to say that this is not proven.
        """
        found = _Found()
        bound = self._of_team(found) if self.team is not None else self._of_any_team(found)
        if found.reach is not None:
            reach = Reach(found.reach, max(bound, found.reach), found.team, found.people)
            is_claimed = twice and math.isfinite(bound)
            is_shown = not is_claimed or self._is_shown_again(found, max(bound, reach.no_more_than))
            return reach if is_shown else replace(reach, bound=INFINITY)
        if bound > -math.inf:
            return Reach(None, bound)
        return self._least_left(twice=twice)

    # ---- the most

    def _of_team(self, found: _Found) -> float:
        assert self.team is not None
        return self._try(found, self.team).bound

    def _of_any_team(self, found: _Found) -> float:
        """Try the most promising team until nothing that is left reaches more; give a bound of what any reaches."""
        bound = INFINITY
        for proposal in range(MOST_PROPOSALS):
            if proposal >= FEW_PROPOSALS and found.close > USUAL.exact_within and found.reach is not None:
                break  # each costs much, and finding a little more proves nothing
            found.grain = Grain.DAYS if proposal >= COARSE_PROPOSALS and self._is_fit_for_days else self._coarse
            model = self._model(found, found.grain, found.without)
            outcome, left = model.reach_most(self.clock)
            bound = min(bound, max(left, found.tried_bound))
            if not outcome.has_solution or self._is_closed(found, left):
                break
            team = model.team(outcome.values)
            tried = self._try(found, team, quickly=proposal + 1 < FEW_PROPOSALS or found.reach is not None)
            found.tried_bound = max(found.tried_bound, tried.bound)
            if tried.prices is not None:
                found.prices.append(tried.prices)
            found.without.append(team)
            if self.clock.is_over() or self._is_closed(found, bound) or self.department.is_wide:
                return bound
        return bound if self._is_closed(found, bound) else min(bound, self._exactly(found))

    def _is_closed(self, found: _Found, bound: float) -> bool:
        """Tell whether nobody can reach more, to within what is asked of so large a question."""
        if found.reach is None:
            return bound == -math.inf
        return bound <= found.reach * (1 + found.close) + USUAL.exact_within

    def _exactly(self, found: _Found) -> float:
        """Solve the exact model of every day, where that is not too large, and give the bound that it proves."""
        model = self._exact_model()
        if sum(model.program.whole) > USUAL.small:
            return INFINITY
        found.is_exact = True
        outcome, bound = model.reach_most(self.clock)
        if outcome.has_solution:
            self._try(found, model.team(outcome.values))
        return bound

    # ---- again

    def _is_shown_again(self, found: _Found, reach: float) -> bool:
        """Tell whether a second proof shows that nobody reaches more: by prices alone, or with all teams tried."""
        if self.team is not None:
            return RosterModel(self.department, self.team, INFINITY).falls_short_again(self.clock, reach)
        if found.is_exact:
            return self._exact_model().reach_at_most_again(reach, self.clock)
        if self._model(found, found.grain).reach_at_most_again(reach, self.clock):
            return True
        return self._model(found, found.grain, without=found.without).reach_at_most_again(reach, self.clock) and all(
            RosterModel(self.department, team, INFINITY).falls_short_again(self.clock, reach) for team in found.without
        )

    def _model(self, found: _Found, grain: Grain, without: Sequence[tuple[Post, ...]] = ()) -> _BestTeam:
        model = _BestTeam(self.department, grain, room=-1.0, prices=found.prices, without=without)
        model.limit_people(self.count)
        return model

    def _exact_model(self) -> _BestTeam:
        model = _BestTeam(self.department, Grain.DAYS, whole_days=True, room=-1.0)
        model.limit_people(self.count)
        return model

    @property
    def _is_fit_for_days(self) -> bool:
        """Whether a model that tells the days of all people apart is soon solved."""
        return len(self.department.everyone) * len(self.department.horizon.working_days) <= MOST_PERSON_DAYS

    @property
    def _coarse(self) -> Grain:
        # without weeks the targets of single months are out of sight, and nothing may bound the reach
        only_months = all(goal.month is not None for goal in self.department.goals)
        return Grain.WEEKS if only_months else coarsest(self.department.plan)

    def _try(self, found: _Found, team: tuple[Post, ...], *, quickly: bool = False) -> MostReach:
        if is_of_many(team):
            return self._try_many(found, team)
        model = RosterModel(self.department, team, INFINITY)
        found.close = USUAL.exact_within if model.is_small else CLOSE
        tried = model.most(self.clock, CLOSE, quickly=quickly)
        people = deal(self.department, tried.posts)
        if cannot_be_dealt(self.department, people):
            # slots that come in twos cannot always be dealt out evenly: tell alike people apart
            singly = tuple(post.single(name) for post in team for name in post.names)
            tried = RosterModel(self.department, singly, INFINITY).most(self.clock, CLOSE)
            people = deal(self.department, tried.posts)
        if tried.reach is not None and (found.reach is None or tried.reach > found.reach):
            found.reach, found.team, found.people = tried.reach, team, tuple(people)
        return tried

    def _try_many(self, found: _Found, team: tuple[Post, ...]) -> MostReach:
        many = roster_of_many(self.department, team, self.clock)
        if many is None:
            return MostReach(None, INFINITY)
        found.reach, found.team, found.people = many.reach, team, tuple(many.people)
        return MostReach(many.reach, INFINITY, prices=many.prices)

    # ---- nothing is reached

    def _least_left(self, *, twice: bool) -> Reach:
        """List what is left open, missing or undone where not even what comes by itself can be done."""
        staffing, model = self._elastic()
        found, proven = self._leave_least(staffing.program, staffing.open_slots, 1 - WHOLE, twice=twice)
        uncovered = tuple(self._open(staffing, found)) if found.has_solution else ()
        reserve: tuple[MissingReserve, ...] = ()
        for columns in ([*staffing.missing.values()], [*staffing.undone.values()]):
            if columns and found.has_solution and not uncovered:
                found, is_shown = self._leave_least(staffing.program, columns, NOISE, twice=twice)
                proven = proven and is_shown
                reserve = missing_reserves(staffing, found) if found.has_solution else reserve
        if not found.has_solution:
            return Reach(None, -math.inf, self.team or (), least_left=False)
        team = self.team if model is None else model.team(found.values)
        overloaded = () if uncovered else overloads(staffing, found)
        return Reach(None, -math.inf, team or (), (), uncovered, overloaded, proven, reserve)

    def _leave_least(
        self, program: Program, columns: Sequence[int], gap: float, *, twice: bool
    ) -> tuple[Outcome, bool]:
        """Leave as little as can be, and no more from then on; tell whether it is proven that no less will do."""
        terms = [(column, 1.0) for column in columns]
        found = least(program, terms, clock=self.clock, gap=gap, nodes=TEAM_NODES)
        if not found.has_solution:
            return found, False
        left = sum(found.values[column] for column in columns)
        proven = found.state is State.OPTIMAL
        if left > NOISE and proven and twice:
            proven = self._no_less_again(program, terms, found)
        program.row(terms, at_most=left if left > NOISE else 0.0)
        return found, proven

    def _no_less_again(self, program: Program, left: Sequence[Term], found: Outcome) -> bool:
        """Tell whether a second proof shows that no less is left open or undone, by a thousandth."""
        assert found.objective is not None
        less = found.objective * (1 - CLOSE)
        return less > 0 and shown_again(program, left, less, clock=self.clock) >= less

    def _elastic(self) -> tuple[Staffing, _LeastLeft | None]:
        duty = self.department.plan.duty
        apart = duty is not None and duty.max_slots_per_week is not None
        if self.team is not None:
            singly = tuple(post.single(name) for post in self.team for name in post.names)
            team = singly if apart else self.team
            return Staffing(self.department, team, Grain.DAYS, fixed=True, stretch=0.0, elastic=True), None
        model = _LeastLeft(self.department, Grain.DAYS, whole_days=True, apart=apart, room=-1.0)
        model.limit_people(self.count)
        model.program.upper[model.reach] = 0.0
        return model.staffing, model

    def _open(self, staffing: Staffing, outcome: Outcome) -> list[OpenSlot]:
        rows = []
        for kind, column in zip(staffing.slot_kinds, staffing.open_slots, strict=True):
            if short := round(outcome.values[column]):
                slot = kind.like
                rows.append(OpenSlot(date=slot.date, slot=slot.name, required=slot.required, short=short))
        return rows


def missing_reserves(staffing: Staffing, outcome: Outcome) -> tuple[MissingReserve, ...]:
    """List the places on duty that an elastic model has too few of for absences."""
    monday = staffing.department.horizon.monday
    return tuple(
        MissingReserve(week=monday(week), queues=queues, missing=outcome.values[column])
        for (week, queues), column in sorted(staffing.missing.items())
        if outcome.values[column] > NOISE
    )


def overloads(staffing: Staffing, outcome: Outcome) -> tuple[Overload, ...]:
    """List the work that an elastic model leaves undone, by the week in which it falls due."""
    monday = staffing.department.horizon.monday
    return tuple(
        Overload(week=monday(week), funnel=funnel, activity=activity, short=outcome.values[column])
        for (funnel, activity, week), column in sorted(staffing.undone.items(), key=lambda entry: entry[0][2])
        if outcome.values[column] > NOISE
    )


def posts_of(department: Department, team: Mapping[str, Role]) -> tuple[Post, ...]:
    """Gather the people of a team who are alike and have the same role."""
    alike: dict[tuple[int, Role], list[Person]] = {}
    for person in department.everyone:
        if person.name in team:
            alike.setdefault((person.kind, team[person.name]), []).append(person)
    return tuple(department.post(members, role) for (_, role), members in alike.items())


def team_of(posts: Sequence[Post]) -> dict[str, Role]:
    """Give the role of everyone in a team."""
    return {name: post.role for post in posts for name in post.names}
