"""Reach: the largest share of all targets that people can meet at once, and what is left undone where they meet none.

The best team is looked for as the smallest is; the proven bound of a team that was tried rules it out from then on.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from salescrew.models.answers.result import MissingReserve, OpenSlot, Overload
from salescrew.models.department.department import Department
from salescrew.models.department.people import Person
from salescrew.models.department.posts import Post
from salescrew.models.plan.sections.roles import Role
from salescrew.solver.engine.program import INFINITY, Clock, Outcome, Program, State, Term, least
from salescrew.solver.engine.second_proof import shown_again
from salescrew.solver.search.effort import MODEL, REACH, ReachEffort
from salescrew.solver.search.question import Question
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.trial import Reached, Team, one_by_one, reach_of
from salescrew.solver.staffing.columns import Grain, coarsest
from salescrew.solver.staffing.deal import PersonRoster, deal, exceeds_a_week, missing_reserve
from salescrew.solver.staffing.model import Staffing
from salescrew.solver.staffing.roster import RosterModel, roster_of_post
from salescrew.solver.staffing.roster_effort import USUAL as ROSTER
from salescrew.solver.staffing.rules.weekly_duty import most_slots


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
        return self.reach + REACH.close * max(1.0, self.reach)


class _BestTeam(TeamModel):
    """The model of all teams, for the one that reaches most."""

    most_reach = INFINITY

    def limit_people(self, count: int | None) -> None:
        """Let teams have exactly so many people."""
        self.program.lower[self.reach] = 0.0
        if count is not None:
            self.program.row(self.terms("people"), at_least=count, at_most=count)

    def reach_most(self, clock: Clock) -> tuple[Outcome, float]:
        """Find the team that reaches most, and give the bound of what any reaches as well."""
        most = self._least([(self.reach, -1.0)], clock, REACH.team_within, REACH.team_nodes)
        if not most.has_solution:
            return most, -math.inf if most.state is State.INFEASIBLE else INFINITY
        return most, -most.bound

    def flexible_team(self, most: Outcome, clock: Clock) -> Team:
        """Give of the teams that reach as much one with no more people than that takes, who can do most."""
        if self.department.is_wide:
            return self.team(most.values)
        self.program.lower[self.reach] = max(0.0, most.values[self.reach] * (1 - REACH.noise) - REACH.noise)
        smaller = self._least(self._rigidity(), clock, REACH.fewer_within, MODEL.room_nodes)
        return self.team((smaller if smaller.has_solution else most).values)

    def _rigidity(self) -> list[Term]:
        """Count people, and what each cannot do: among teams that reach as much, a flexible one loses least by days.

        A whole day more or less of one thing is made up for by those who can do several.
        """
        everything = len(self.department.plan.funnels) + 1
        terms = []
        for post, columns in self.staffing.pairs():
            cannot = everything - len(post.funnels) - post.on_duty
            terms.append((columns.people, 1.0 + REACH.flexible * cannot / everything))
        return terms


class LeastLeft(_BestTeam):
    """The model of all teams, for the one that leaves least open or undone; day by day, in whole patterns."""

    elastic = True


class ReachSearch(Question[Team]):
    """How far people get: a question and its answer.

    Parameters
    ----------
    people
        Exactly so many people, whoever is best, within the plan's limits.
    team
        Exactly these people in these roles. Without either: the best team within the plan's limits.
    effort
        How hard to look.
    """

    def __init__(
        self,
        department: Department,
        clock: Clock,
        *,
        people: int | None = None,
        team: Mapping[str, Role] | None = None,
        effort: ReachEffort = REACH,
    ) -> None:
        super().__init__()
        self.effort, self.most_proposals = effort, effort.proposals
        self.department = department
        self.clock = self._within(clock)
        self.count = people
        self.team = None if team is None else posts_of(department, team)
        self.bound = INFINITY
        self._best = Reach(None, INFINITY)
        self._close = effort.close
        self._tried_bound = -math.inf
        self._grain = Grain.WEEKS
        self._is_exact = False

    def most(self, *, twice: bool = False) -> Reach:
        """Find how far they get.

        Parameters
        ----------
        twice
            Whether to show a second time what nobody exceeds, and else to say that nothing of that is proven.
        """
        if self.team is not None:
            self.bound = self._try(self.team).bound
        elif not self.ask() and not self.clock.is_over() and not self.department.is_wide:
            self.bound = min(self.bound, self._exactly())
        if self._best.reach is not None:
            reach = replace(self._best, bound=max(self.bound, self._best.reach))
            if not (twice and math.isfinite(self.bound)):
                return reach
            claimed = reach.no_more_than if reach.proven else self.bound + self.effort.noise
            if not self._is_shown_again(claimed):
                return replace(reach, bound=INFINITY)
            return reach if reach.proven else replace(reach, bound=claimed)
        if self.bound > -math.inf:
            return Reach(None, self.bound)
        return self._least_left(twice=twice)

    # ---- the most of any team

    @property
    def is_answered(self) -> bool:
        """Whether nobody can reach more, to within what is asked of so large a question."""
        return self._is_closed(self.bound)

    def propose(self, number: int) -> Team | None:
        """Propose the team that might reach most."""
        if number >= self.effort.few and self._close > ROSTER.exact_within and self._best.reach is not None:
            return None
        self._grain = Grain.DAYS if number >= self.effort.coarse and self._is_fit_for_days else self._coarse
        model = self._model(self.learned.without)
        outcome, left = model.reach_most(self.clock)
        before, self.bound = self.bound, min(self.bound, max(left, self._tried_bound))
        if not outcome.has_solution or self._is_closed(left) or self._is_stuck(before):
            return None
        return model.flexible_team(outcome, self.clock)

    def test(self, number: int, proposal: Team) -> bool:
        """See how far a team really gets; of a plan too wide for more, one will do."""
        quickly = number + 1 < self.effort.few or self._best.reach is not None
        tried = self._try(proposal, quickly=quickly)
        self._tried_bound = max(self._tried_bound, tried.bound)
        if tried.prices is not None:
            self.learned.prices.append(tried.prices)
        self.learned.without.append(proposal)
        return not self.clock.is_over() and not self.department.is_wide

    def _is_closed(self, bound: float) -> bool:
        if self._best.reach is None:
            return bound == -math.inf
        return bound <= self._best.reach * (1 + self._close) + ROSTER.exact_within

    def _is_stuck(self, before: float) -> bool:
        """Tell whether the last proposal of a plan that is not small hardly brought the bound nearer to the best."""
        best = self._best.reach
        if self.effort.stuck is None or best is None or self._close == ROSTER.exact_within:
            return False
        return before - self.bound < self.effort.stuck * (self.bound - best)

    def _try(self, team: Team, *, quickly: bool = False) -> Reached:
        tried = reach_of(self.department, team, self.clock, self.effort.roster, quickly=quickly)
        self._close = ROSTER.exact_within if tried.is_small else self.effort.close
        if tried.reach is not None and (self._best.reach is None or tried.reach > self._best.reach):
            self._best = Reach(tried.reach, tried.bound, team, tried.people)
        return tried

    def _exactly(self) -> float:
        """Solve the exact model of every day, where that is not too large, and give the bound that it proves."""
        model = self._exact_model()
        if sum(model.program.whole) > ROSTER.small:
            return INFINITY
        self._is_exact = True
        outcome, bound = model.reach_most(self.clock)
        if outcome.has_solution:
            self._try(model.flexible_team(outcome, self.clock))
        return bound

    # ---- again

    def _is_shown_again(self, reach: float) -> bool:
        """Tell whether a second proof shows that nobody reaches more: by prices alone, or with all teams tried."""
        if self.team is not None:
            return RosterModel(self.department, self.team, INFINITY).falls_short_again(self.clock, reach)
        if self._is_exact:
            return self._exact_model().reach_at_most_again(reach, self.clock)
        if self._model().reach_at_most_again(reach, self.clock):
            return True
        without = self.learned.without
        return self._model(without).reach_at_most_again(reach, self.clock) and all(
            RosterModel(self.department, team, INFINITY).falls_short_again(self.clock, reach) for team in without
        )

    def _model(self, without: Sequence[Team] = ()) -> _BestTeam:
        model = _BestTeam(self.department, self._grain, room=-1.0, prices=self.learned.prices, without=without)
        model.limit_people(self.count)
        return model

    def _exact_model(self) -> _BestTeam:
        model = _BestTeam(self.department, Grain.DAYS, whole_days=True, room=-1.0)
        model.limit_people(self.count)
        return model

    def _within(self, clock: Clock) -> Clock:
        """Give a clock that ends with the effort as well."""
        calls = self.effort.calls if self._is_fit_for_days else self.effort.large_calls
        return clock if calls is None else clock.sparing(calls, self.effort.nodes)

    @property
    def _is_fit_for_days(self) -> bool:
        """Whether a model that tells the days of all people apart is soon solved."""
        days = len(self.department.everyone) * len(self.department.horizon.working_days)
        return days <= self.effort.person_days

    @property
    def _coarse(self) -> Grain:
        # without weeks the targets of single months are out of sight, and nothing may bound the reach
        only_months = all(goal.month is not None for goal in self.department.goals)
        return Grain.WEEKS if only_months else coarsest(self.department.plan)

    # ---- nothing is reached

    def _least_left(self, *, twice: bool) -> Reach:
        """List what is left open, missing or undone where not even what comes by itself can be done.

        People who are alike are counted first. Where what they do cannot be dealt out so that nobody has too much in a
        week, those of the team that leaves least are told apart, and at last everybody.
        """
        left, is_dealt = self._left(*self._elastic(apart=False), twice=twice)
        if is_dealt:
            return left
        if self.team is None and left.least_left:
            singly, _ = self._left(self._elastic_team(one_by_one(left.team)), None, twice=False)
            if singly.least_left and _is_as_little(singly, left):
                return replace(singly, team=left.team)
        return self._left(*self._elastic(apart=True), twice=twice)[0]

    def _left(self, staffing: Staffing, model: LeastLeft | None, *, twice: bool) -> tuple[Reach, bool]:
        """List what is left, and tell whether what people do can be dealt out among those who are alike."""
        found, proven = self._leave_least(staffing.program, staffing.open_slots, 1 - REACH.noise, twice=twice)
        uncovered = open_places(staffing, found) if found.has_solution else ()
        reserve: tuple[MissingReserve, ...] = ()
        for columns in ([*staffing.missing.values()], [*staffing.undone.values()]):
            if columns and found.has_solution and not uncovered:
                found, is_shown = self._leave_least(staffing.program, columns, REACH.noise, twice=twice)
                proven = proven and is_shown
                reserve = missing_reserves(staffing, found) if found.has_solution else reserve
        if not found.has_solution:
            return Reach(None, -math.inf, self.team or (), least_left=False), True
        team = staffing.posts if model is None else model.team(found.values)
        overloaded = () if uncovered else overloads(staffing, found)
        left = Reach(None, -math.inf, tuple(team), (), uncovered, overloaded, proven, reserve)
        return left, self._is_dealt(staffing, model, found)

    def _is_dealt(self, staffing: Staffing, model: LeastLeft | None, found: Outcome) -> bool:
        """Tell whether what people who are alike do can be dealt out among them with nothing more left."""
        if most_slots(self.department.plan) is None:
            return True
        posts = staffing.pairs() if model is None else model.taken(found.values)
        people = deal(self.department, [roster_of_post(staffing, *each, found.values) for each in posts])
        missing = sum(found.values[column] for column in staffing.missing.values())
        more = sum(missing_reserve(self.department, people).values()) - missing
        return not exceeds_a_week(self.department, people) and more <= REACH.noise

    def _leave_least(
        self, program: Program, columns: Sequence[int], gap: float, *, twice: bool
    ) -> tuple[Outcome, bool]:
        """Leave as little as can be, and no more from then on; tell whether it is proven that no less will do."""
        terms = [(column, 1.0) for column in columns]
        found = least(program, terms, clock=self.clock, gap=gap, nodes=REACH.team_nodes)
        if not found.has_solution:
            return found, False
        left = sum(found.values[column] for column in columns)
        proven = found.state is State.OPTIMAL
        if left > REACH.noise and proven and twice:
            proven = self._no_less_again(program, terms, found)
        program.row(terms, at_most=left if left > REACH.noise else 0.0)
        return found, proven

    def _no_less_again(self, program: Program, left: Sequence[Term], found: Outcome) -> bool:
        """Tell whether a second proof shows that no less is left open or undone, by a thousandth."""
        assert found.objective is not None
        less = found.objective * (1 - REACH.close)
        return less > 0 and shown_again(program, left, less, clock=self.clock) >= less

    def _elastic(self, *, apart: bool) -> tuple[Staffing, LeastLeft | None]:
        if self.team is not None:
            return self._elastic_team(one_by_one(self.team) if apart else self.team), None
        model = LeastLeft(self.department, Grain.DAYS, whole_days=True, apart=apart, room=-1.0)
        model.limit_people(self.count)
        model.program.upper[model.reach] = 0.0
        return model.staffing, model

    def _elastic_team(self, team: Team) -> Staffing:
        return Staffing(self.department, team, Grain.DAYS, fixed=True, stretch=0.0, elastic=True)


def _is_as_little(one: Reach, other: Reach) -> bool:
    """Tell whether no more is left in one case than in another."""

    def amounts(left: Reach) -> tuple[float, float, float]:
        return (
            sum(row.short for row in left.uncovered),
            sum(row.missing for row in left.reserve),
            sum(row.short for row in left.overloaded),
        )

    return all(here <= there + REACH.noise for here, there in zip(amounts(one), amounts(other), strict=True))


def open_places(staffing: Staffing, outcome: Outcome) -> tuple[OpenSlot, ...]:
    """List the slots that an elastic model of days leaves open, in order of time."""
    rows = []
    for kind, column in zip(staffing.slot_kinds, staffing.open_slots, strict=True):
        if short := round(outcome.values[column]):
            slot = kind.like
            rows.append(
                OpenSlot(date=slot.date, slot=slot.name, queue=slot.where.stated, required=slot.required, short=short)
            )
    return tuple(rows)


def missing_reserves(staffing: Staffing, outcome: Outcome) -> tuple[MissingReserve, ...]:
    """List the places on duty that an elastic model has too few of for absences."""
    monday = staffing.department.horizon.monday
    return tuple(
        MissingReserve(week=monday(week), queues=queues, missing=outcome.values[column])
        for (week, queues), column in sorted(staffing.missing.items())
        if outcome.values[column] > REACH.noise
    )


def overloads(staffing: Staffing, outcome: Outcome) -> tuple[Overload, ...]:
    """List the work that an elastic model leaves undone, by the week in which it falls due."""
    monday = staffing.department.horizon.monday
    return tuple(
        Overload(
            week=monday(week), funnel=task.funnel, activity=task.activity, short=outcome.values[column], by=task.by
        )
        for (task, week), column in sorted(staffing.undone.items(), key=lambda entry: entry[0][1])
        if outcome.values[column] > REACH.noise
    )


def posts_of(department: Department, team: Mapping[str, Role]) -> tuple[Post, ...]:
    """Gather the people of a team who are alike and have the same role."""
    alike: dict[tuple[int, Role], list[Person]] = {}
    for person in department.everyone:
        if person.name in team:
            alike.setdefault((person.kind, team[person.name]), []).append(person)
    return tuple(department.post(members, role) for (_, role), members in alike.items())


def starts_chosen(department: Department, posts: Sequence[Post]) -> dict[str, dt.date]:
    """Give the first day of everybody in a team who has several to choose from."""
    choosers = {person.name for person in department.everyone if person.has_choice}
    first_days = ((name, post.record.first_day) for post in posts for name in post.names)
    return {name: day for name, day in first_days if day is not None and name in choosers}


def team_of(posts: Sequence[Post]) -> dict[str, Role]:
    """Give the role of everyone in a team."""
    return {name: post.role for post in posts for name in post.names}
