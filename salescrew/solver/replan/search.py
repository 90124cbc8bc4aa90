"""The search for the fewest changes: with everything as it is, with the team as it is, with another team.

What cannot be reached any more is given up last, and no more of it than must be.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from salescrew.language import say
from salescrew.models.answers.replan import Freedom
from salescrew.models.department.department import Department
from salescrew.models.department.people import FixedDay
from salescrew.models.department.posts import Post
from salescrew.models.plan.sections.roles import Role
from salescrew.models.schedule.schedule import PersonDay
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.replan.effort import EFFORT, WITHIN
from salescrew.solver.replan.in_force import Incumbent
from salescrew.solver.replan.joiners import Lineup, Reshuffled, Team, alone, furthest, grown, may_be, roomiest, smallest
from salescrew.solver.replan.lexicographic import Left, Replanned, TeamReplan
from salescrew.solver.replan.rivals import best_of, is_small, rivals
from salescrew.solver.replan.start import Start
from salescrew.solver.search.reach import Reach, starts_chosen, team_of


@dataclass(frozen=True)
class Found:
    """What a search for a plan made anew came to.

    Attributes
    ----------
    roles
        Everybody's role.
    reach
        The share of every target that is reached; None where all are met, or nothing is planned.
    replanned
        What everybody does; None where there is no plan.
    reach_bound
        With a reach: a proven bound of it; infinity where nothing is proven.
    team
        What is proven of the team, where it is not the one in force.
    is_proven
        Without a plan: whether it is proven that there is none.
    """

    roles: dict[str, Role]
    replanned: Replanned | None
    reach: float | None = None
    reach_bound: float = math.inf
    team: Team | None = None
    is_proven: bool = False


class ReplanSearch:
    """The search for the fewest changes: with everything as it is, with the team as it is, with another team.

    Attributes
    ----------
    begun
        Where it begins, with nothing left open, undone or late.
    """

    def __init__(
        self,
        start: Start,
        clock: Clock,
        progress: Tell,
        allow: tuple[Freedom, ...],
        freeze_days: int,
        before: ReplanSearch | None = None,
    ) -> None:
        self.start = start
        self.begun: Start = before.begun if before else start
        self.clock = clock
        self.progress = progress
        self.allow = allow
        self.freeze_days = freeze_days
        self.frozen = start.frozen(freeze_days)
        self.reach_as_it_is: float | None = before.reach_as_it_is if before else None

    @property
    def has_same_roles(self) -> bool:
        """Whether everybody may keep the role of now."""
        return self.start.roles_kept == self.start.in_force

    def run(self) -> tuple[ReplanSearch, Found]:
        """Search until something holds, in the order in which changes count; give the search that found it.

        Where not even what comes by itself can be done, as little of it as can be is left open, undone or late, and
        the rest is planned.
        """
        search = self
        for _ in range(EFFORT.rounds):
            found = search._run()
            if found is not None:
                return search, found
            search.progress(say("what must stay open or undone"))
            left = search._least_left()
            if left is None:
                return search, Found({}, None, is_proven=search._is_impossible)
            if not left:
                # it can be done after all, by a team that was not looked for in that way
                found = search._with_somebody()
                nobody = Found({}, None)
                return search, nobody if found is None else dataclasses.replace(found, reach_bound=math.inf)
            search = search._leaving(left)
        return search, Found({}, None)

    def _leaving(self, left: Left) -> ReplanSearch:
        """Give the search where something stays open or undone, or is done late, besides what does already."""
        return ReplanSearch(
            self.start.leaving(left), self.clock, self.progress, self.allow, self.freeze_days, before=self
        )

    def _with_somebody(self) -> Found | None:
        """Find how far the team as it is gets, or the one that is said to get furthest."""
        furthest = self._furthest_lineup
        lineups = [] if self.start.missing else [Lineup(self.start.roles_kept, {})]
        lineups += [furthest] if furthest.roles else []
        found = (self._reaching_with(Team(of.roles, 0, 0, 0.0, starts=of.starts)) for of in lineups)
        return max((one for one in found if one is not None), key=_reach, default=None)

    @property
    def _is_impossible(self) -> bool:
        """Tell whether it is proven that there is no plan: nobody else may come, and leaving things does not help."""
        return not self._may_reshuffle and self.as_it_is.is_impossible()

    def _run(self) -> Found | None:
        start = self.start
        if start.missing:
            return self._with_those_missing()
        self.progress(say("whether anything must change"))
        as_it_is = self.as_it_is
        if self.has_same_roles:
            self.reach_as_it_is = as_it_is.reach_as_it_is()
        if self.reach_as_it_is is not None and self.reach_as_it_is >= 1 - WITHIN.met:
            return Found(start.roles_kept, as_it_is.kept())
        self.progress(say("the fewest changes for this team"))
        if (replanned := as_it_is.fewest()) is not None:
            return Found(start.roles_kept, replanned)
        if self._may_reshuffle:
            found = self._with_another_team(1.0)
            if found is not None:
                return found
        return self._as_far_as_it_goes(as_it_is)

    def _with_those_missing(self) -> Found | None:
        """Plan with those who must have a role and are not on the team in force, and with whoever may join besides."""
        if (found := self._with_another_team(1.0)) is not None or self._furthest.reach is None:
            return found
        found = self._reaching_with_another_team(self._furthest.reach)
        return None if found is None else dataclasses.replace(found, reach_bound=self._furthest.bound)

    def _least_left(self) -> Left | None:
        """Find what must stay open, undone or late at the least: with this team, or with whoever may join."""
        lefts = [] if self.start.missing else [self.as_it_is.least_left()]
        if self._may_reshuffle:
            lineup = self._furthest_lineup
            if lineup.roles and lineup.roles != self.start.roles_kept:
                lefts.append(self._replan_with(lineup).least_left())
        return min((left for left in lefts if left is not None), key=lambda left: left.size, default=None)

    @cached_property
    def as_it_is(self) -> TeamReplan:
        """The search with the team as it is."""
        return self.replan_of(self.start.department, self.start.team)

    def replan_of(self, department: Department, team: Sequence[Post]) -> TeamReplan:
        """Make the search for the fewest changes with a team."""
        newcomers = {post.names[0] for post in team} - self.start.in_force.keys()
        days = self.start.frozen_days(self.freeze_days)
        fixed = {
            (day, post.names[0])
            for post in team
            if post.names[0] in newcomers
            for day in days
            if day in post.day_set and day not in post.fixed and not (post.on_duty and day in self.start.short_days)
        }
        by_name = {post.names[0]: post for post in team}
        frozen = {
            (day, name) for day, name in self.frozen if name in by_name and self.start.stays_frozen(by_name[name], day)
        } | fixed
        return TeamReplan(
            department,
            team,
            Incumbent(department, self.start.planned),
            frozenset(frozen),
            self.clock,
            roster="roster" in self.allow,
            quotas="quotas" in self.allow,
        )

    # ---- another team

    @property
    def _may_reshuffle(self) -> bool:
        is_free = "hire" in self.allow or "roles" in self.allow
        return is_free or not self.has_same_roles or bool(self.start.missing)

    @cached_property
    def _reshuffled(self) -> Reshuffled:
        start = self.start
        free = may_be(start.original, start.in_force, free="roles" in self.allow)
        roles = {
            name: tuple(
                role
                for role in of_person
                if role == start.roles_kept[name] or start.may_become(name, role, self.frozen)
            )
            for name, of_person in free.items()
        }
        return Reshuffled.of(
            start.department, start.roles_kept, roles, self._fixed_with(self.frozen), hire="hire" in self.allow
        )

    def _fixed_with(self, frozen: frozenset[PersonDay]) -> Callable[[str, Role], dict[dt.date, FixedDay]]:
        """Give what says what somebody's days are held to: a newcomer does nothing on the next that are frozen."""

        def fixed_days(name: str, role: Role) -> dict[dt.date, FixedDay]:
            if name not in self.start.in_force:
                days = self.start.frozen_days(self.freeze_days)
                return {day: FixedDay({}, ()) for day in days if day not in self.start.short_days}
            return self.start.fixed_days(name, role, frozen, every_day="roster" not in self.allow)

        return fixed_days

    def _with_another_team(self, asked: float) -> Found | None:
        """Look for the smallest team that reaches a share of the targets, and for the fewest changes with it."""
        for team in self._teams(asked):
            if (found := self._with_team(team, asked)) is not None:
                return self._best_of_as_small(found, asked)
        return None

    def _best_of_as_small(self, found: Found, asked: float) -> Found:
        """Take the team with the fewest changes of all that are as small, as far as that can soon be told."""
        team, replanned = found.team, found.replanned
        assert team is not None
        assert replanned is not None
        if not self.has_same_roles:
            return found  # which role somebody has to take instead is a change that rivals are not told apart by
        others = rivals(self._reshuffled, team.lineup)
        if self.start.left or others is None or not is_small(self._reshuffled, team.roles):
            return self._cheapest_of_those_who_change_nothing(found, asked)
        self.progress(say("whether others would change less"))
        best = best_of(
            self._reshuffled,
            others,
            team.lineup,
            replanned,
            lambda lineup: self._replan_with(lineup, asked),
            self.clock,
        )
        proven = dataclasses.replace(
            team,
            roles=best.lineup.roles,
            starts=best.lineup.starts,
            least_slots=best.least.slots,
            least_quotas=best.least.quotas,
            least_cost=best.least.cost,
        )
        return Found(proven.roles, best.replanned, team=proven)

    def _cheapest_of_those_who_change_nothing(self, found: Found, asked: float) -> Found:
        """Where the plan in force stays as it is, let those join who cost least with that."""
        start, team = self.start, found.team
        assert team is not None
        assert found.replanned is not None
        is_unchanged = found.replanned.changes_nothing and {**found.roles, **start.in_force} == found.roles
        if not is_unchanged or start.missing or start.cannot_stay or start.lost:
            return found
        every_day = frozenset((day, post.names[0]) for post in start.team for day in post.day_set)
        roles = may_be(start.original, start.in_force, free=False)
        fixed_days = self._fixed_with(every_day)
        as_now = Reshuffled.of(start.department, start.roles_kept, roles, fixed_days, hire=True).asking(asked)
        cheapest = smallest(as_now.no_larger(len(found.roles)), self.clock, self.progress, with_ties=True)
        if cheapest is None or not cheapest.least_cost:
            return found
        better = dataclasses.replace(cheapest, least_more=team.least_more, least_other_roles=team.least_other_roles)
        other = self._with_team(better, asked)
        return found if other is None or other.replanned is None or not other.replanned.changes_nothing else other

    def _teams(self, asked: float) -> Iterator[Team]:
        """Propose different teams that reach so much, smaller ones first."""
        tried: list[Lineup] = []
        for team in self._proposed(asked):
            if team.lineup not in tried:
                tried.append(team.lineup)
                yield team

    def _proposed(self, asked: float) -> Iterator[Team]:
        self.progress(say("who joins, or changes role"))
        _ = self.as_it_is.reach_bound  # the reason for it, while there is time
        reshuffled = self._reshuffled.asking(asked)
        team = smallest(reshuffled, self.clock, self.progress)
        if team is not None:
            # of teams as small, the roomiest changes least
            if (roomy := roomiest(reshuffled, team, self.clock)) is not None:
                yield roomy
            yield team
            if is_small(reshuffled, team.roles):
                others = rivals(reshuffled, team.lineup) or []
                yield from (
                    dataclasses.replace(team, roles=roles, people=(), starts=starts) for roles, starts in others
                )
        if self._furthest.reach is not None and self._furthest.reach >= asked:
            yield from grown(reshuffled, team, self.clock)
            roles, starts = self._furthest_lineup
            yield Team(roles, len(self.start.missing), 0, 0.0, self._furthest.people, starts=starts)

    def _replan_with(self, lineup: Lineup, asked: float = 1.0) -> TeamReplan:
        """Make the search with a team in its roles, for a share of the targets."""
        before = {name: role for name, role in lineup.roles.items() if name in self.start.in_force}
        department = self.start.department_with(before).started(lineup.starts).asking(asked)
        return self.replan_of(department, alone(department, lineup.roles))

    def _with_team(self, team: Team, asked: float) -> Found | None:
        self.progress(say("the fewest changes with them"))
        replanned = self._replan_with(team.lineup, asked).fewest(team.people)
        return None if replanned is None else Found(team.roles, replanned, team=team)

    # ---- as far as it goes

    def _as_far_as_it_goes(self, as_it_is: TeamReplan) -> Found | None:
        """Find the largest share of all targets that can still be reached, and the fewest changes for it.

        Of ways that reach as much, the one that changes least; where one turns out not to hold, the next.
        """
        self.progress(say("how far it goes"))
        most, bound = as_it_is.most.reach, as_it_is.most.bound
        ways: dict[Callable[[float], Found | None], float | None] = {
            lambda reach: Found(
                self.start.roles_kept, as_it_is.kept(), reach=_asked(min(reach, 1 - WITHIN.same_reach), 0)
            ): (self.reach_as_it_is),
            self._reaching_with_this_team: most,
        }
        if self._may_reshuffle:
            ways[self._reaching_with_another_team] = self._furthest.reach
            bound = max(bound, self._furthest.bound)
        left = {way: reach for way, reach in ways.items() if reach is not None}
        furthest: Found | None = None
        while left:
            best = max(left.values())
            if furthest is not None and _reach(furthest) >= best * (1 - EFFORT.reach_gap):
                break
            way = next(way for way, reach in left.items() if reach >= best * (1 - EFFORT.reach_gap))
            found = way(left.pop(way))
            if found is not None and (furthest is None or _reach(found) > _reach(furthest)):
                furthest = found
        return None if furthest is None else dataclasses.replace(furthest, reach_bound=bound)

    def _reaching_with_this_team(self, reach: float) -> Found | None:
        known = self.as_it_is.most.people
        for less in EFFORT.less:
            asked = _asked(reach, less)
            replanned = self.replan_of(self.start.department.asking(asked), self.start.team).fewest(known)
            if replanned is not None:
                return Found(self.start.roles_kept, replanned, reach=asked)
        return None

    def _reaching_with_another_team(self, reach: float) -> Found | None:
        sized = _asked(reach, EFFORT.less[0])
        teams = list(self._teams(sized))
        for team in teams:
            if (found := self._with_team(team, sized)) is not None:
                return dataclasses.replace(found, reach=sized)
        reached = [found for team in teams if (found := self._reaching_with(team)) is not None]
        return max(reached, key=_reach, default=None)

    def _reaching_with(self, team: Team) -> Found | None:
        """Find how far a team really gets, which is less than it was looked for with."""
        most = self._replan_with(team.lineup).most
        # what is proven of a team holds for the share that it was looked for with
        unproven = Team(team.roles, 0, 0, 0.0, most.people, starts=team.starts)
        for less in EFFORT.less if most.reach else ():
            asked = _asked(min(most.reach or 0.0, 1 - WITHIN.same_reach), less)
            if (found := self._with_team(unproven, asked)) is not None:
                return dataclasses.replace(found, reach=asked)
        return None

    @cached_property
    def _furthest(self) -> Reach:
        """How far anybody gets."""
        return furthest(self._reshuffled, self.clock, twice=True)

    @property
    def _furthest_lineup(self) -> Lineup:
        team = self._furthest.team
        return Lineup(team_of(team), starts_chosen(self._reshuffled, team))


def _asked(reach: float, less: float) -> float:
    """Ask for a little less than a reach; for nothing where contacts that are rounded would be all of it."""
    return min(reach, 1.0) * (1 - less) if reach > WITHIN.nothing_reached else 0.0


def _reach(found: Found) -> float:
    return 1.0 if found.reach is None else found.reach
