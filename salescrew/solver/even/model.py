"""The roster of a proven team in which weeks repeat, and what is asked in each is as even as can be.

For outbound funnels f, people u of a post, activities a and weeks w:

    entering[f, w] / days[w]  <=  a share above 1 * sum over w of entering[f, w] / days  +  unit[f] * above[f]
    asked[u, a, w] / there[u, w]  <=  a share above 1 * sum over w of asked[u, a, w] / there[u]
                                      +  unit[u] * above[u, a]
    contacts[u, a, w]  <=  asked[u, a, w]  <=  what the days of u allow in w
    sum over u of group G of (asked[u, a, w] - contacts[u, a, w])  =  sum over f of work[G, f, a, w]
    days[u, w, p]  =  days[u, first week like w, p]          so are who covers which slot, contacts and what is asked

In standard contacts a working day and units of a; `above` counts them in what a full day of all who are meant holds.
Only weeks count in which opening contacts still brings something. Source: the planning model, section 5 (evenness).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.department.work import Group
from salescrew.solver.engine.program import INFINITY, Clock, Engine, Outcome, State, Term, least
from salescrew.solver.even.effort import USUAL, EvenEffort
from salescrew.solver.even.weeks import counting_weeks
from salescrew.solver.staffing.columns import PostColumns
from salescrew.solver.staffing.roster import PostRoster, RosterModel

NOISE = 1e-6
"""What a linear program may be off by in whole slots."""
Key = tuple[object, ...]
At = TypeVar("At")
Apart = Literal["nobody", "on_duty", "everybody"]
"""Who of those who are alike is told apart."""


class EvenModel:
    """The exact model of a fixed team that meets its targets, with how uneven its weeks are.

    Parameters
    ----------
    apart
        Who of those who are alike is told apart: those who are never on duty are soon dealt out.
    """

    def __init__(
        self, department: Department, team: Sequence[Post], effort: EvenEffort = USUAL, *, apart: Apart = "everybody"
    ) -> None:
        self.department = department
        self.effort = effort
        self.team = team
        if sum(post.count for post in team) > effort.most_apart:
            apart = "nobody"
        self.groups = [
            tuple(post.single(name) for name in post.names)
            if apart == "everybody" or (apart == "on_duty" and post.on_duty)
            else (post,)
            for post in team
        ]
        self._roster = RosterModel(department, [post for group in self.groups for post in group], most_reach=1.0)
        self.program = self._roster.program
        self.staffing = self._roster.staffing
        self.program.lower[self._roster.reach] = 1.0
        self.above: list[Term] = []
        self.asked: list[tuple[Post, str, dict[int, int]]] = []
        self._tied = 0
        self._usual: frozenset[int] = frozenset()
        self._let_weeks_be_alike()
        self._ask()
        for group in self.groups:
            self._let_asked_be_alike(group)
            self._let_duty_be_alike(group)
        for group in self.groups:
            self._let_all_duty_be_alike(group)

    # ---- evenness

    def _let_weeks_be_alike(self) -> None:
        """Measure by how much contacts of the highest week exceed the mean."""
        days = [len(week) for week in self.department.horizon.working_days_by_week]
        for name in self.department.outbound:
            entering = {
                week: self.staffing.entering[name, week] for week in counting_weeks(self.department, name) if days[week]
            }
            opens_with = str(self.department.plan.funnels[name].opens_with)
            unit = sum(post.count * most_of(post, opens_with) for post in self.staffing.posts)
            self._measure(
                entering, {week: days[week] for week in entering}, self.effort.weeks, unit, self.effort.weeks_count
            )

    def _let_asked_be_alike(self, group: Sequence[Post]) -> None:
        """Measure by how much the highest week of people exceeds their mean, and that of those alike."""
        there = [len(week) for week in group[0].days]
        of_group = [(activity, by_week) for post, activity, by_week in self.asked if post in group]
        for activity in dict.fromkeys(activity for activity, _ in of_group):
            asked = [by_week for name, by_week in of_group if name == activity]
            unit = group[0].count * most_of(group[0], activity)
            columns = {(number, week): column for number, of in enumerate(asked) for week, column in of.items()}
            days = {key: there[key[1]] for key in columns}
            self._measure(columns, days, self.effort.person, unit, 1.0)
            if len(asked) > 1:
                self._let_sums_be_alike(asked, unit * sum(there))
            for of in asked if len(asked) > 1 else ():
                self._measure(of, {week: there[week] for week in of}, self.effort.person, unit, 1.0)

    def _let_sums_be_alike(self, asked: Sequence[Mapping[int, int]], unit: float) -> None:
        """Measure by how much what is asked of one person over the horizon exceeds the mean of those alike.

        Many take turns, and so have had the same in the end; then their weeks differ by as much, and more than a
        person's weeks may counts more.
        """
        effort, in_turn = self.effort, len(asked) >= self.effort.many_alike
        measured = (effort.alike, effort.alike_in_turn), (effort.person, 1.0)
        for share, weight in measured if in_turn else ((effort.alike, 1.0),):
            above = self.program.column()
            self.above.append((above, weight))
            mean = [(column, -share / len(asked)) for of in asked for column in of.values()]
            for of in asked:
                own = [(column, 1.0) for column in of.values()]
                self.program.row([*own, *mean, (above, -max(1.0, unit))], at_most=0)

    def _let_duty_be_alike(self, group: Sequence[Post]) -> None:
        """Let the slots of a week differ by no more than one among those who are alike, where they can."""
        weekly: dict[int, dict[int, list[Term]]] = {}
        for number, week, column in self._covering(group):
            weekly.setdefault(week, {}).setdefault(number, []).append((column, 1.0))
        for every in weekly.values():
            self._let_slots_be_alike(every)

    def _let_all_duty_be_alike(self, group: Sequence[Post]) -> None:
        """Let the slots of all weeks differ by no more than one among those who are alike, where they can."""
        every: dict[int, list[Term]] = {}
        for number, _, column in self._covering(group):
            every.setdefault(number, []).append((column, 1.0))
        if every:
            self._let_slots_be_alike(every)

    def _covering(self, group: Sequence[Post]) -> Iterator[tuple[int, int, int]]:
        """Yield what people cover who are told apart: who of the group it is, the week, and the column."""
        numbers = {id(post): number for number, post in enumerate(group)} if len(group) > 1 else {}
        for post, columns in self.staffing.pairs():
            if id(post) in numbers:
                for (block, _, _), column in columns.covering.items():
                    yield numbers[id(post)], columns.blocks[block].period, column

    def _let_slots_be_alike(self, every: Mapping[int, Sequence[Term]]) -> None:
        fewest, above = self.program.column(), self.program.column()
        self.above.append((above, self.effort.duty_count))
        for slots in every.values():
            self.program.row([*slots, (fewest, -1.0)], at_least=0)
            self.program.row([*slots, (fewest, -1.0), (above, -1.0)], at_most=1)

    def _measure(
        self, columns: Mapping[At, int], days: Mapping[At, int], most: float, unit: float, weight: float
    ) -> None:
        if len(columns) < 2:
            return
        above = self.program.column()
        self.above.append((above, weight))
        total = sum(days.values())
        mean = [(column, -most / total) for column in columns.values()]
        for week, column in columns.items():
            self.program.row([(column, 1 / days[week]), *mean, (above, -max(1.0, unit))], at_most=0)

    def _ask(self) -> None:
        """Divide what a group does, and no more than falls due, among its people: contacts of their own, and work."""
        program, staffing = self.program, self.staffing
        spare: dict[tuple[Group, str, int], list[Term]] = {}
        for post, columns in staffing.pairs():
            opened = self.opened(columns)
            asked: dict[str, dict[int, int]] = {}
            for (number, activity), allowed in staffing.allowance(post, columns).items():
                week = columns.spans[number].period
                column = asked.setdefault(activity, {})[week] = program.column()
                program.row([(column, 1.0), *((of, -amount) for of, amount in allowed)], at_most=0)
                contacts = opened.get((number, activity), [])
                program.row([(column, 1.0), *contacts], at_least=0)
                spare.setdefault((post.group, activity, week), []).extend([(column, 1.0), *contacts])
            self.asked += [(post, activity, by_week) for activity, by_week in asked.items()]
        done: dict[tuple[Group, str, int], list[Term]] = {}
        for (group, task, _, at), column in staffing.work.items():
            done.setdefault((group, task.activity, at), []).append((column, -1.0))
        for key in {**spare, **done}:
            program.equal([*spare.get(key, ()), *done.get(key, ())])
        for row in staffing.written.due.values():
            program.row_upper[row] = max(0.0, program.row_lower[row])

    def opened(self, columns: PostColumns) -> dict[tuple[int, str], list[Term]]:
        """Give the contacts of a post with a minus, by span and activity."""
        opened: dict[tuple[int, str], list[Term]] = {}
        for (number, activity), column in columns.contacts.items():
            opened.setdefault((number, activity), []).append((column, -1.0))
        for (number, name), column in columns.limited.items():
            activity = str(self.department.plan.funnels[name].opens_with)
            opened.setdefault((number, activity), []).append((column, -1.0))
        return opened

    # ---- weeks that repeat

    def repeat(self, first: Mapping[int, int]) -> None:
        """Let weeks be as the first that they repeat."""
        usual, weeks = Counter(first.values()).most_common(1)[0]
        if weeks >= self.effort.usual_share * len(first):
            every = (of for columns in self.staffing.columns for of in self._of_days(columns))
            self._usual = frozenset(column for week, _, column in every if first[week] == usual)
        for columns in self.staffing.columns:
            self._tie({(week, what): column for week, what, column in self._of_days(columns)}, first)
        if self.department.plan.pipeline != "steady":
            # what there is to do grows from week to week
            return
        for columns in self.staffing.columns:
            self._tie({(week, what): column for week, what, column in self._of_contacts(columns)}, first)
        for name in self.department.outbound:
            self._tie({(week, ()): self.staffing.entering[name, week] for week in self.department.weeks}, first)
        for _, _, by_week in self.asked:
            self._tie({(week, ()): column for week, column in by_week.items()}, first)

    def _of_days(self, columns: PostColumns) -> Iterator[tuple[int, Key, int]]:
        """Yield the columns of single weeks: the week, what each decides of it, and its number."""
        for (number, *of_day), column in columns.days.items():
            yield columns.blocks[number].period, ("days", columns.blocks[number].menu, *of_day), column
        for (number, day, duty), column in columns.dutied.items():
            yield columns.blocks[number].period, ("dutied", day.weekday(), duty), column
        for (number, kind, duty), column in columns.covering.items():
            slot = self.staffing.slot_kinds[kind].like
            yield columns.blocks[number].period, ("covering", slot.date.weekday(), slot.where, duty), column

    def _of_contacts(self, columns: PostColumns) -> Iterator[tuple[int, Key, int]]:
        """Yield the contacts of single weeks: the week, by which activity or in which funnel, and the column."""
        for (number, what), column in (*columns.contacts.items(), *columns.limited.items()):
            yield columns.spans[number].period, ("opened", what), column

    def _tie(self, columns: Mapping[tuple[int, Key], int], first: Mapping[int, int]) -> None:
        for (week, what), column in columns.items():
            like = columns.get((first[week], what))
            if like is not None and like != column:
                self.program.equal([(column, 1.0), (like, -1.0)])
                self._tied += self.program.whole[column]

    @property
    def to_decide(self) -> int:
        """The number of whole columns that no other gives."""
        return sum(self.program.whole) - self._tied

    # ---- search

    def solve(self, clock: Clock) -> Outcome:
        """Look for a roster with the evenest weeks, with little effort, and the less the worse they must be.

        Duty is shared by days as far as split days allow; of others only where none is found so.
        """
        with_split_days = least(self.program, self.above, clock=clock, relaxed=True)
        if with_split_days.objective is None:
            return with_split_days
        gap = self.effort.gap + self.effort.gap_of_bound * with_split_days.objective
        if self.to_decide <= self.effort.few_to_decide:
            gap = 0.0
        apart = self._least_apart(with_split_days.objective + gap, clock)
        # no more than shares must, or whole slots; else one a week, since weeks repeat as a whole
        for slots in (0, 1, len(self.department.weeks)) if apart else ():
            with self.program.settling():
                for column, least_of_it in apart.items():
                    self.program.upper[column] = least_of_it + NOISE + slots
                found = self._evenest(gap, clock)
            if found.has_solution:
                return found
            if found.state is not State.INFEASIBLE:
                break
        return self._evenest(gap, clock)

    def _evenest(self, gap: float, clock: Clock) -> Outcome:
        if self._usual and self.to_decide > self.effort.largest_at_once:
            found = self._usual_week_first(gap, clock)
            if found.has_solution:
                return found
        return self._at_once(gap, clock)

    def _usual_week_first(self, gap: float, clock: Clock) -> Outcome:
        """Decide the week that most repeat while days of the others may be split, and then these."""
        whole = self.program.whole
        self.program.whole = [is_whole and column in self._usual for column, is_whole in enumerate(whole)]
        try:
            first = self._at_once(gap, clock)
        finally:
            self.program.whole = whole
        if not first.has_solution:
            return first
        days = {column: float(round(first.values[column])) for column in self._usual if whole[column]}
        with self.program.settling(days):
            return self._at_once(gap, clock)

    def _at_once(self, gap: float, clock: Clock, engine: Engine | None = None) -> Outcome:
        effort, is_again = self.effort, self.to_decide > self.effort.largest_once
        return least(self.program, self.above, clock=clock, nodes=effort.nodes, gap=gap, engine=engine, anew=is_again)

    def may_be_even(self, clock: Clock) -> bool:
        """Tell whether next to nothing would be above what it is to be if days were split."""
        with_split_days = least(self.program, self.above, clock=clock, relaxed=True)
        return with_split_days.objective is not None and with_split_days.objective <= self.effort.gap

    def any_even(self, engine: Engine, clock: Clock) -> Outcome:
        """Look for a roster as even as can be, however duty is shared; of those that are, each engine finds its own."""
        return self._at_once(self.effort.gap, clock, engine)

    def deal_out(self, together: EvenModel, values: Sequence[float], clock: Clock) -> Outcome:
        """Divide among people what those who are alike do in all in a solution of a model that takes them together."""
        for post, columns in together.staffing.pairs():
            own = [mine for one, mine in self.staffing.pairs() if one.names[0] in post.names]
            self._equal_in_all(columns.days, [of.days for of in own], values)
            self._equal_in_all(columns.dutied, [of.dutied for of in own], values)
            self._equal_in_all(columns.covering, [of.covering for of in own], values)
        return self._at_once(self.effort.gap_of_deal, clock)

    def _equal_in_all(self, those: Mapping[At, int], own: Sequence[Mapping[At, int]], values: Sequence[float]) -> None:
        for key, column in those.items():
            self.program.equal([(of[key], 1.0) for of in own], round(values[column]))

    def _least_apart(self, above: float, clock: Clock) -> dict[int, float]:
        """Give by how much the duty of people must leave their share, by column; of nobody where none may share."""
        uneven = [(column, weight) for column, weight in self._roster.uneven if weight == 1]
        if len(self.staffing.posts) < 2 or not uneven or self.to_decide > self.effort.largest_by_days:
            return {}
        row = self.program.row(self.above, at_most=above)
        shared = least(self.program, uneven, clock=clock, relaxed=True)
        self.program.row_upper[row] = INFINITY
        return {column: shared.values[column] for column, _ in uneven} if shared.has_solution else {}

    def allow(self, less: float) -> None:
        """Let the targets be missed by a share."""
        self.program.lower[self._roster.reach] = 1.0 - less

    def kept(self, clock: Clock) -> Outcome:
        """Look for a roster that exceeds none of what it aims at, however much it does otherwise."""
        with self.program.settling():
            for column, _ in self.above:
                self.program.upper[column] = NOISE
            return least(self.program, clock=clock, nodes=self.effort.nodes_kept)

    def read(self, values: Sequence[float]) -> tuple[PostRoster, ...]:
        """Read what the people do out of the values of the columns."""
        return self._roster.read(values)


def most_of(post: Post, activity: str) -> int:
    """Give the most of an activity that a day of somebody holds."""
    return max((pattern.get(activity, 0) for pattern in post.every_pattern), default=0)
