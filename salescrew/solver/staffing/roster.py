"""A roster for a team: every post's whole day patterns and duty, day by day, such that the targets are met.

The linear relaxation leaves few weeks of few people with split days; with all others settled, what remains is a
small integer program. Only where that fails is the whole one solved, which also proves that there is no roster.
"""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.solver.engine.program import Clock, Outcome, State, Term, least
from salescrew.solver.engine.second_proof import shown_again, shown_by_relaxation
from salescrew.solver.engine.settle import each_alone, rounded, unsplit, whole_columns
from salescrew.solver.staffing.columns import Grain, PostColumns
from salescrew.solver.staffing.model import Staffing
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.roster_effort import USUAL, RosterEffort
from salescrew.solver.staffing.whole_weeks import WholeWeeks, may_be_added_up

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PostRoster:
    """What the people of a post do.

    Attributes
    ----------
    days
        Person-days by week, menu, number of places on duty and choice of pattern.
    dutied
        People by day and number of places on duty that each has.
    covering
        People by day, slot with its queue, and number of places on duty that each has that day.
    """

    post: Post
    days: dict[tuple[int, int, int, int], int]
    dutied: dict[tuple[dt.date, int], int]
    covering: dict[tuple[dt.date, QueueSlot, int], int]


@dataclass(frozen=True)
class RosterSearch:
    """How the search for a roster ended: found, proven impossible, or given up.

    Attributes
    ----------
    prices
        Where not even split days would do: the prices that show it, of this team and of others like it.
    """

    state: State
    posts: tuple[PostRoster, ...] = ()
    prices: Prices | None = None


@dataclass(frozen=True)
class MostReach:
    """How far a team can go beyond or towards the targets.

    Attributes
    ----------
    reach
        What the roster in `posts` reaches; None without one.
    bound
        No roster of the team reaches more; minus infinity where there is none at all.
    """

    reach: float | None
    bound: float
    posts: tuple[PostRoster, ...] = ()
    prices: Prices | None = None


@dataclass(frozen=True)
class _Start:
    """A corner of the relaxation to settle from.

    Attributes
    ----------
    evenly
        Whether duty may be shared no less evenly than there.
    freed
        The share of weeks without a split day that is left open all the same.
    """

    corner: Outcome
    evenly: bool = False
    freed: float = 0.0


class RosterModel:
    """The exact staffing model of a fixed team, with how unevenly duty is shared."""

    def __init__(
        self,
        department: Department,
        team: Sequence[Post],
        most_reach: float = USUAL.most_reach,
        effort: RosterEffort = USUAL,
    ) -> None:
        self.department = department
        self.effort = effort
        self.staffing = Staffing(department, team, Grain.DAYS, fixed=True, stretch=most_reach)
        self.program = self.staffing.program
        assert self.staffing.reach is not None
        self.reach = self.staffing.reach
        self.uneven: list[Term] = []
        self._most_uneven: list[float] = []
        if effort.even:
            self._share_duty_by_days()

    def _share_duty_by_days(self) -> None:
        """Measure by how much each post's duty leaves its share: slots in proportion to the days it is there.

        Of each queue it has a share among those who answer it.

        A week's share counts too, though less, so that nobody has all duty at once.
        """
        pairs = [(post, columns) for post, columns in self.staffing.pairs() if columns.covering]
        weeks = self.department.weeks
        required = {queue: [0] * len(weeks) for queue in self.department.queues}
        for slots in self.department.slots_by_day.values():
            for slot in slots:
                required[slot.queue][self.department.horizon.week_of(slot.date)] += slot.required
        there = {
            queue: [
                sum(post.count * len(post.days[week]) for post, _ in pairs if queue in post.queues) for week in weeks
            ]
            for queue in required
        }
        for post, columns in pairs:
            duty: dict[int, list[Term]] = {}
            for (number, _, _), column in columns.covering.items():
                duty.setdefault(columns.blocks[number].period, []).append((column, 1.0))
            days = sum(len(week) for week in post.days)
            share = sum(sum(required[queue]) * days / sum(there[queue]) for queue in post.queues)
            self._measure([term for terms in duty.values() for term in terms], post.count, share, 1.0)
            for week, terms in duty.items():
                own = len(post.days[week])
                share = sum(required[queue][week] * own / there[queue][week] for queue in post.queues)
                self._measure(terms, post.count, share, self.effort.week_counts)

    def _measure(self, duty: list[Term], count: int, share: float, weight: float) -> None:
        above, below = self.program.column(), self.program.column()
        self.program.row([*duty, (above, -1.0)], at_most=count * math.ceil(share - self.effort.whole_within))
        self.program.row([*duty, (below, 1.0)], at_least=count * math.floor(share + self.effort.whole_within))
        self.uneven += [(above, weight), (below, weight)]

    # ---- search

    def search(self, clock: Clock, *, thoroughly: bool = True) -> RosterSearch:
        """Look for a roster that meets the targets, with evenly shared duty where that is possible.

        Parameters
        ----------
        thoroughly
            Whether to go on until a roster is found or proven impossible.
        """
        most = self._relaxed(clock)
        if not most.has_solution:
            return RosterSearch(most.state, prices=self._shortfall(clock))
        room = most.values[self.reach] - 1
        if room < -self.effort.met_within:
            return RosterSearch(State.INFEASIBLE, prices=Prices(self.staffing, most))
        if self.effort.any_roster:
            return self._search_any(most, clock)
        if self.effort.nodes_at_once is not None:
            return self._search_whole(clock, self.effort.nodes_at_once)
        return self._search_by_attempts(most, room, clock, thoroughly=thoroughly)

    def _search_by_attempts(self, most: Outcome, room: float, clock: Clock, *, thoroughly: bool) -> RosterSearch:
        """Settle weeks from one corner of the relaxation after the other; then solve the whole model."""
        if room < self.effort.tight and not self.is_large:
            by_week = self._search_by_week(clock, None if thoroughly else self.effort.week_nodes)
            if by_week.state is not State.UNKNOWN or not thoroughly:
                return by_week
        small = sum(self.program.whole) <= self.effort.small
        if self.is_large and (known := self._any(most, room, clock)):
            return RosterSearch(State.OPTIMAL, self.read(self._more_evenly(known, room, clock).values))
        if self.is_large and not thoroughly:
            return RosterSearch(State.UNKNOWN)
        tries = self.effort.first_tries if small else None if thoroughly else self.effort.quick_tries
        for start in itertools.islice(self._starts(most, room, clock), tries):
            outcome = self._settle(start, clock)
            if self._is_met(outcome):
                return RosterSearch(State.OPTIMAL, self.read(outcome.values))
            if clock.is_over():
                return RosterSearch(State.UNKNOWN)
        if not small and not thoroughly:
            return RosterSearch(State.UNKNOWN)
        return self._search_whole(clock, None if thoroughly else self.effort.small_nodes)

    def _search_any(self, most: Outcome, clock: Clock) -> RosterSearch:
        """Settle all that the relaxation leaves whole, then less of it, and take the first roster."""
        columns, days = whole_columns(self.program), {column for week in self.weeks for column in week}
        others = each_alone(column for column in columns if column not in days)
        ways: list[list[Sequence[int]]] = [[*each_alone(columns)], [*self.weeks, *others], [*self.weeks]]
        if most.values[self.reach] - 1 >= self.effort.tight:
            ways.append([*self._weeks_of_all()])  # so much is left open that only much room makes it easy
        for groups in ways[: self.effort.any_roster]:
            with self.program.settling(rounded(most.values, unsplit(most.values, groups))):
                self.program.lower[self.reach] = 1.0
                found = self._most_reach(clock, gap=math.inf, nodes=self.effort.settled_nodes)
            if found.has_solution:
                return RosterSearch(State.OPTIMAL, self.read(found.values))
        return RosterSearch(State.UNKNOWN)

    def _search_by_week(self, clock: Clock, nodes: int | None) -> RosterSearch:
        """Decide how many days of each week hold what, then which; next to no room is lost where weeks are whole."""
        least_reach = 1 - self.effort.met_within
        for weeks in self._whole_weeks(self.effort.most_reach):
            found = weeks.search(clock, least_reach, self.effort.sum_nodes if weeks.is_added_up else nodes)
            if found.state is State.INFEASIBLE:
                break
        if not found.days:
            return RosterSearch(State.INFEASIBLE if found.state is State.INFEASIBLE else State.UNKNOWN)
        settled = {
            column: float(round(days[key]))
            for columns, days in zip(self.staffing.columns, found.days, strict=True)
            for key, column in columns.days.items()
        }
        with self.program.settling(settled):
            self.program.lower[self.reach] = least_reach
            outcome = self._most_reach(clock, gap=math.inf, nodes=self.effort.nodes)
        if outcome.has_solution:
            return RosterSearch(State.OPTIMAL, self.read(outcome.values))
        return RosterSearch(State.UNKNOWN)

    def _whole_weeks(self, most_reach: float) -> Iterator[WholeWeeks]:
        """Yield models of the team's whole weeks: of all added up, where they may be, then of each."""
        if may_be_added_up(self.department):
            yield WholeWeeks(self.department, self.staffing.posts, most_reach, added_up=True)
        yield WholeWeeks(self.department, self.staffing.posts, most_reach)

    def _search_whole(self, clock: Clock, nodes: int | None) -> RosterSearch:
        """Solve the whole model for a roster that meets the targets."""
        logger.info("the whole roster model is solved")
        self.program.upper[self.reach] = 1.0
        outcome = self._most_reach(clock, gap=self.effort.met_within / 2, nodes=nodes)
        if self._is_met(outcome):
            return RosterSearch(State.OPTIMAL, self.read(outcome.values))
        impossible = outcome.state is State.INFEASIBLE or -outcome.bound < 1 - self.effort.met_within
        return RosterSearch(State.INFEASIBLE if impossible else State.UNKNOWN)

    def sharing_evenly(self, clock: Clock) -> RosterSearch:
        """Look for a roster that shares duty evenly, with the effort of an attempt or two."""
        most = self._relaxed(clock)
        room = most.values[self.reach] - 1 if most.has_solution else -math.inf
        for start in self._even_starts(room, clock) if room >= 0 else ():
            outcome = self._settle(start, clock)
            if self._is_met(outcome):
                return RosterSearch(State.OPTIMAL, self.read(outcome.values))
        return RosterSearch(State.UNKNOWN)

    def falls_short_again(self, clock: Clock, reach: float = 1 - USUAL.met_within) -> bool:
        """Tell whether a second proof shows that no roster of the team reaches so much.

        The relaxation mostly does where the bound came from it, and whole weeks do where it did not.
        """
        if shown_by_relaxation(self.program, [(self.reach, -1.0)], -reach, clock=clock) >= -reach:
            return True
        for weeks in self._whole_weeks(self.program.upper[self.reach]):
            if weeks.fall_short_again(clock, reach, self.effort.week_proof_nodes):
                return True
        return shown_again(self.program, [(self.reach, -1.0)], -reach, clock=clock) >= -reach

    @property
    def is_large(self) -> bool:
        """Whether any roster is to be found before an even one is looked for."""
        return sum(self.program.whole) > self.effort.large

    @property
    def is_small(self) -> bool:
        """Whether the whole model may be solved at once."""
        return sum(self.program.whole) <= self.effort.very_small

    @property
    def _may_be_solved_whole(self) -> bool:
        return self.effort.high_columns is None or sum(self.program.whole) <= self.effort.high_columns

    def most(self, clock: Clock, *, needed: float = 0.0, quickly: bool = False) -> MostReach:
        """Look for the roster that reaches most.

        Parameters
        ----------
        needed
            No roster is looked for where even split days reach less.
        quickly
            Whether a large team may go without a roster that close, or any, where that is not found at once.
        """
        top = self._relaxed(clock)
        if not top.has_solution:
            bound = -math.inf if top.state is State.INFEASIBLE else math.inf
            return MostReach(None, bound, prices=self._shortfall(clock))
        bound, effort, prices = top.values[self.reach], self.effort, Prices(self.staffing, top)
        if bound < needed:
            return MostReach(None, bound, prices=prices)
        if effort.columns_gap is not None:
            alone = each_alone(whole_columns(self.program))
            first = self._settle_high(top, alone, clock, effort.columns_gap * max(1.0, bound))
            if first.has_solution and first.values[self.reach] >= bound * (1 - effort.close):
                return MostReach(first.values[self.reach], bound, self.read(first.values), prices)
        gap = (effort.exact_within if self.is_small else effort.close) * max(1.0, bound)
        settled = self._settle_high(top, self.weeks, clock, effort.high_gap * effort.close * bound)
        best = settled if settled.has_solution else None
        misses = math.inf if best is None else bound - best.values[self.reach]
        is_worth_it = self._may_be_solved_whole and (not quickly or misses <= effort.nearly * gap)
        if misses > gap and (self.is_small or is_worth_it):
            hint = () if best is None else best.values
            nodes = effort.high_nodes_very_small if self.is_small else effort.high_nodes
            whole = self._most_reach(clock, gap=gap, nodes=nodes, hint=hint)
            bound = -math.inf if whole.state is State.INFEASIBLE else min(bound, -whole.bound)
            if whole.has_solution and (best is None or whole.values[self.reach] > best.values[self.reach]):
                best = whole
        if best is None:
            return MostReach(None, bound, prices=prices)
        return MostReach(best.values[self.reach], bound, self.read(best.values), prices)

    def _settle_high(self, top: Outcome, groups: Iterable[Sequence[int]], clock: Clock, gap: float) -> Outcome:
        """Settle the groups of columns of which the relaxation splits none, and reach most with the rest."""
        with self.program.settling(rounded(top.values, unsplit(top.values, groups))):
            for row in self.staffing.written.reserves.values():
                self.program.row_lower[row] -= self.effort.eased_reserve
            self.program.is_settled = self.effort.settled_once
            try:
                return self._most_reach(clock, gap=gap, nodes=self.effort.settled_nodes)
            finally:
                self.program.is_settled = False

    def _relaxed(self, clock: Clock) -> Outcome:
        return least(self.program, [(self.reach, -1.0)], clock=clock, relaxed=True)

    def _most_reach(
        self, clock: Clock, *, gap: float = 0.0, nodes: int | None = None, hint: Sequence[float] = ()
    ) -> Outcome:
        return least(self.program, [(self.reach, -1.0)], clock=clock, gap=gap, nodes=nodes, hint=hint)

    def _is_met(self, outcome: Outcome) -> bool:
        return outcome.has_solution and outcome.values[self.reach] >= 1 - self.effort.met_within

    def _shortfall(self, clock: Clock) -> Prices | None:
        """Price what a team lacks that cannot do even what comes by itself."""
        elastic = Staffing(self.department, self.staffing.posts, Grain.DAYS, fixed=True, stretch=0.0, elastic=True)
        least_short = least(elastic.program, elastic.shortfall, clock=clock, relaxed=True)
        return Prices(elastic, least_short) if least_short.has_solution else None

    def _any(self, most: Outcome, room: float, clock: Clock) -> Outcome | None:
        """Look for any roster, with little effort; with next to no room above the targets once only."""
        shares = self.effort.freed_at_once
        for freed in shares if room >= self.effort.room_for_more else shares[:1]:
            outcome = self._settle(_Start(most, freed=freed), clock, self.effort.settled_nodes)
            if self._is_met(outcome):
                return outcome
        return None

    def _more_evenly(self, known: Outcome, room: float, clock: Clock) -> Outcome:
        """Look for a roster that shares duty more evenly, with little effort."""
        if room < self.effort.room_for_evenness:
            return known
        for start in itertools.islice(self._even_starts(room, clock), 1):
            outcome = self._settle(start, clock, self.effort.settled_nodes)
            if self._is_met(outcome):
                return outcome
        return known

    def _even_starts(self, room: float, clock: Clock) -> Iterator[_Start]:
        for attempt in self.effort.even if self.uneven else ():
            corner = self._even_start(attempt.room * room, clock)
            if corner.has_solution:
                yield _Start(corner, evenly=True, freed=attempt.freed)

    def _starts(self, most: Outcome, room: float, clock: Clock) -> Iterator[_Start]:
        """Yield corners of the relaxation to settle from: its own, with duty shared evenly, then any with much room."""
        if self.effort.evenly_later:
            yield _Start(most)
        yield from self._even_starts(room, clock)
        if not self.effort.evenly_later:
            yield _Start(most)
        chance = random.Random(0)
        days = [column for columns in self.staffing.columns for column in columns.days.values()]
        for attempt in self.effort.any_way:
            with self.program.settling():
                self.program.lower[self.reach] = 1.0 + attempt.room * room
                any_way = [(column, chance.uniform(-1, 1)) for column in days]
                corner = least(self.program, any_way, clock=clock, relaxed=True)
            if corner.has_solution:
                yield _Start(corner, freed=attempt.freed)

    def _even_start(self, room: float, clock: Clock) -> Outcome:
        """Share duty as evenly as can be with some room kept above the targets; then regain room."""
        with self.program.settling():
            self.program.lower[self.reach] = 1.0 + room
            even = least(self.program, self.uneven, clock=clock, relaxed=True)
            if not even.has_solution:
                return even
            # whole days cannot always follow the shares of single weeks as well
            self._most_uneven = [
                math.ceil(even.values[column] - self.effort.whole_within) + (weight < 1)
                for column, weight in self.uneven
            ]
            self._bound_unevenness()
            regained = self._relaxed(clock)
        return regained if regained.has_solution else even

    def _bound_unevenness(self) -> None:
        for (column, _), most in zip(self.uneven, self._most_uneven, strict=True):
            self.program.upper[column] = most

    def _settle(self, start: _Start, clock: Clock, nodes: int | None = None) -> Outcome:
        """Settle the weeks in which the relaxation splits no day, and solve for the rest."""
        program, values = self.program, start.corner.values
        with program.settling(self._settled(start)):
            # what reaches less is no roster: where the relaxation shows that all of it does, that is known at once
            program.lower[self.reach] = 1.0
            if start.evenly:
                program.upper[self.reach] = 1 + self.effort.even_room_kept * (values[self.reach] - 1)
                self._bound_unevenness()
            else:
                program.upper[self.reach] = 1.0
            gap = self.effort.even_gap if start.evenly else self.effort.gap
            nodes = self.effort.nodes if nodes is None else nodes
            return self._most_reach(clock, gap=gap, nodes=nodes)

    def _settled(self, start: _Start) -> dict[int, float]:
        """Settle the days of the weeks in which the relaxation splits none, but for a share of these weeks."""
        chance, values = random.Random(0), start.corner.values
        return rounded(values, (week for week in unsplit(values, self.weeks) if chance.random() >= start.freed))

    @property
    def weeks(self) -> list[list[int]]:
        """The columns of the days of each week of each post."""
        return [week for columns in self.staffing.columns for week in _weeks(columns)]

    def _weeks_of_all(self) -> list[list[int]]:
        """Give the columns of the days of each week of everybody together."""
        together: dict[int, list[int]] = {}
        for columns in self.staffing.columns:
            for (number, _, _), column in columns.days.items():
                together.setdefault(columns.blocks[number].period, []).append(column)
        return list(together.values())

    def read(self, values: Sequence[float]) -> tuple[PostRoster, ...]:
        """Read what the people do out of the values of the columns."""
        return tuple(roster_of_post(self.staffing, post, columns, values) for post, columns in self.staffing.pairs())


def roster_of_post(staffing: Staffing, post: Post, columns: PostColumns, values: Sequence[float]) -> PostRoster:
    """Read what the people of a post do out of the values of the columns of a model of days."""
    days: dict[tuple[int, int, int, int], int] = {}
    for (number, duty, choice), column in columns.days.items():
        key = (columns.blocks[number].period, columns.blocks[number].menu, duty, choice)
        days[key] = days.get(key, 0) + round(values[column])
    dutied = {(day, duty): round(values[column]) for (_, day, duty), column in columns.dutied.items()}
    covering = {}
    for (_, kind, duty), column in columns.covering.items():
        slot = staffing.slot_kinds[kind].like
        covering[slot.date, slot.where, duty] = round(values[column])
    return PostRoster(post, days, dutied, covering)


def _weeks(columns: PostColumns) -> list[list[int]]:
    weeks: dict[int, list[int]] = {}
    for (number, _, _), column in columns.days.items():
        weeks.setdefault(columns.blocks[number].span, []).append(column)
    return list(weeks.values())
