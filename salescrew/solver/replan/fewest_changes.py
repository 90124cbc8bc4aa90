"""The fewest changes with which a team meets every target: first duty slots in other hands, then other quotas.

A model of everybody's days is solved to the end where it soon is. Otherwise the best so far is bettered by and by: some
weeks are planned again, or a few people's days, while all others stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from salescrew.models.department.leads import SlotKey
from salescrew.solver.engine.program import Clock, Outcome, Program, State, Term, least
from salescrew.solver.engine.second_proof import count_shown_again, shown_again
from salescrew.solver.engine.settle import rounded, whole_columns
from salescrew.solver.replan.effort import EFFORT, WITHIN
from salescrew.solver.replan.measures import deviation, given_up, quota_columns, quotas_changed, slots_taken
from salescrew.solver.replan.model import ReplanModel
from salescrew.solver.staffing.deal import PersonRoster


@dataclass(frozen=True)
class Count:
    """How many of something change, and a proven bound."""

    value: float
    bound: float


@dataclass(frozen=True)
class FewestFound:
    """A solution of the model: how many slots somebody takes in it, what is given up, and how many quotas change."""

    values: Sequence[float]
    slots: Count
    given_up: Count
    quotas: Count


class FewestChanges:
    """The search for the fewest changes in the model of a team.

    Parameters
    ----------
    vacated
        The places in duty slots whose people are away, by day and slot: so many slots somebody takes at the least.
    """

    def __init__(self, model: ReplanModel, vacated: Mapping[SlotKey, int], clock: Clock) -> None:
        self.model = model
        self.program = model.program
        self.clock = clock
        self._vacated = vacated
        self._taken = slots_taken(model)
        self._changed = quotas_changed(model)
        self._given_up = given_up(model)
        self._keeping = self.program.row(self._given_up.terms)
        self._row = self.program.row(self._taken, at_most=float(sum(vacated.values())))

    def search(self, known: Callable[[], Sequence[PersonRoster]]) -> FewestFound | None:
        """Search in the order in which changes count; None where nothing was found.

        Parameters
        ----------
        known
            Gives what everybody does in a plan that meets the targets, if one is known; asked for where it is of use.
        """
        vacated = sum(self._vacated.values())
        slots = Count(vacated, vacated)
        found, bound, lost = self._fewest_quotas_keeping()
        if not found.has_solution:
            start, slots = self._fewest_slots(known, vacated + (found.state is State.INFEASIBLE))
            if not start.has_solution:
                return None
            self.program.row_upper[self._row] = slots.value
            found, bound, lost = self._fewest_quotas_keeping(start)
        if not found.has_solution:
            return None
        changed = count(found, self._changed)
        bound = self._again(self._changed, min(changed, bound))
        tidy = self._tidied(found)
        values = tidy.values if tidy.has_solution else found.values
        given_up = Count(self._given_up.of(values) * self._given_up.post, lost * self._given_up.post)
        return FewestFound(values, slots, given_up, Count(changed, bound))

    def _fewest_quotas_keeping(self, start: Outcome | None = None) -> tuple[Outcome, int, float]:
        """Find how few quotas change with as little given up as can be, with a proven bound of either.

        Contacts that are paid after the end stay, if that can be; otherwise as little of their worth is given up as can
        be, and where not even that is found in time, as much as it takes.
        """
        program, row = self.program, self._keeping
        if not self._given_up.terms:
            return *self._fewest_quotas(start), 0.0
        least_lost = least(program, self._given_up.terms, clock=self.clock, relaxed=True)
        if not least_lost.has_solution:
            return least_lost, 0, 0.0
        lost = max(0.0, least_lost.bound)
        if lost <= self._given_up.nothing:
            program.row_upper[row] = self._given_up.nothing
            found, bound = self._fewest_quotas(start, at_any_rate=False)
            if found.has_solution:
                return found, bound, 0.0
            program.row_upper[row] = math.inf
        little, proven = self._least_given_up(start, max(EFFORT.more_given_up * lost, self._given_up.nothing))
        lost = max(lost, proven)
        if little.has_solution:
            # a tenth more may be given up where that spares changes
            program.row_upper[row] = (1 + EFFORT.more_given_up) * self._given_up.of(
                little.values
            ) + self._given_up.nothing
            start = little
        found, bound = self._fewest_quotas(start)
        if not found.has_solution and not little.has_solution:
            program.row_upper[row] = math.inf
        return found, bound, lost

    def _least_given_up(self, start: Outcome | None, gap: float) -> tuple[Outcome, float]:
        """Give up as little as can be of what would be paid after the end; give a proven bound as well."""
        terms = self._given_up.terms
        known = [self._with(self._patterns_kept(), terms), *([] if start is None else [start])]
        hint = next((one.values for one in known if one.has_solution), ())
        found = least(self.program, terms, clock=self.clock, gap=gap, nodes=nodes(self.program), hint=hint)
        solutions = [one for one in (found, *known) if one.has_solution]
        bound = found.bound if math.isfinite(found.bound) else 0.0
        if bound > self._given_up.nothing:
            effort, claimed = EFFORT.second_times * nodes(self.program), (1 - WITHIN.proven) * bound
            bound = max(0.0, shown_again(self.program, terms, claimed, clock=self.clock, nodes=effort))
        return min(solutions, key=lambda one: self._given_up.of(one.values), default=found), bound

    def _again(self, objective: Sequence[Term], bound: int) -> int:
        """Give as much of a proven bound of something counted as a second proof shows."""
        effort = nodes(self.program)
        return count_shown_again(self.program, objective, bound, WITHIN.whole, clock=self.clock, nodes=effort)

    def _fewest_slots(self, known: Callable[[], Sequence[PersonRoster]], at_least: int) -> tuple[Outcome, Count]:
        """Find how few slots somebody takes, which are so many at the least."""
        program = self.program
        program.row_upper[self._row] = math.inf
        found = least(program, self._taken, clock=self.clock, gap=1 - WITHIN.whole, nodes=nodes(program))
        bound = max(at_least, whole_bound(found))
        if not found.has_solution and (people := known()):
            found = self._with(self._days_of_roster(people), self._changed)
        if not found.has_solution:
            return found, Count(0, 0)
        found = self._bettered(found, self._taken, bound)
        value, vacated = count(found, self._taken), sum(self._vacated.values())
        bound = min(value, bound)
        return found, Count(value, bound if bound <= vacated else max(vacated, self._again(self._taken, bound)))

    def _fewest_quotas(self, start: Outcome | None = None, *, at_any_rate: bool = True) -> tuple[Outcome, int]:
        """Find how few quotas change, from a solution on if there is one; give a proven bound as well.

        Parameters
        ----------
        at_any_rate
            Whether a solution of a large program is looked for at length where none is near.
        """
        relaxed = least(self.program, self._changed, clock=self.clock, relaxed=True)
        if not relaxed.has_solution:
            return relaxed, 0
        bound = whole_bound(relaxed)
        found = [self._with(self._patterns_kept(), self._changed)]
        if start is not None:
            found += [start, self._with(self._days_of(start), self._changed)]
        best = self._best(found, self._changed)
        is_large = len(self.program.lower) > EFFORT.large
        if not best.has_solution and is_large and not at_any_rate:
            return Outcome(State.UNKNOWN, bound), bound
        if not is_large or not best.has_solution:
            best, bound = self._to_the_end(best, bound, nodes(self.program))
        elif not self._is_far(best, bound):
            # where much is to be bettered, a part of the plan at a time does that sooner than all at once
            best, bound = self._to_the_end(best, bound, EFFORT.first_nodes)
        if best.has_solution and self._is_far(best, bound):
            best = self._bettered(best, self._changed, bound)
            if not self._is_far(best, bound):
                best, bound = self._to_the_end(best, bound, nodes(self.program))
        return best, bound

    def _to_the_end(self, best: Outcome, bound: int, effort: int) -> tuple[Outcome, int]:
        """Solve for the fewest quotas to the end, as far as so many nodes go."""
        if best.has_solution and count(best, self._changed) <= bound:
            return best, bound
        program, hint = self.program, best.values if best.has_solution else ()
        found = least(program, self._changed, clock=self.clock, gap=1 - WITHIN.whole, nodes=effort, hint=hint)
        return self._best([best, found], self._changed), max(bound, whole_bound(found))

    def _is_far(self, found: Outcome, bound: int) -> bool:
        """Tell whether a proof is out of reach."""
        return count(found, self._changed) > bound + max(EFFORT.few_off, EFFORT.share_off * bound)

    # ---- by and by

    def _bettered(self, best: Outcome, objective: Sequence[Term], bound: int) -> Outcome:
        """Plan a part again, the one with most of the objective first, as often as it is worth it."""
        counted = [column for column, _ in objective]
        left = [(part, [column for column in counted if column in part]) for part in self._parts()]
        for _ in range(min(EFFORT.tries, len(left))):
            if count(best, objective) <= bound:
                break
            values = best.values
            most = max(left, key=lambda one: sum(round(values[column]) for column in one[1]))
            left.remove(most)
            tried = self._with(self._choices_but_of(most[0], best), objective, EFFORT.group_nodes, best, anew=False)
            if tried.has_solution and count(tried, objective) < count(best, objective):
                best = tried
        return best

    def _parts(self) -> Iterator[frozenset[int]]:
        """Yield what is planned again at a time, by its columns: weeks that follow each other, or a few people."""
        model = self.model
        week = model.department.horizon.week_of
        weeks = sorted({week(day) for day, _ in model.days})
        names = list(dict.fromkeys(name for _, name in model.days))
        if len(weeks) > EFFORT.weeks_together:
            for first in range(0, len(weeks) - 1, EFFORT.next_weeks):
                of = weeks[first : first + EFFORT.weeks_together]
                yield frozenset(c for (day, _), columns in model.days.items() if week(day) in of for c in columns.all)
        elif len(names) > EFFORT.together:
            for first in range(0, len(names), EFFORT.next_group):
                group = (names + names)[first : first + EFFORT.together]
                yield frozenset(c for (_, name), columns in model.days.items() if name in group for c in columns.all)

    # ---- solving

    def _with(
        self,
        settled: Mapping[int, float],
        objective: Sequence[Term],
        effort: int | None = None,
        start: Outcome | None = None,
        *,
        anew: bool = True,
    ) -> Outcome:
        """Solve with some columns settled."""
        effort = nodes(self.program) // EFFORT.to_find if effort is None else effort
        hint = () if start is None else start.values
        with self.program.settling(settled):
            return least(
                self.program, objective, clock=self.clock, gap=1 - WITHIN.whole, nodes=effort, hint=hint, anew=anew
            )

    @staticmethod
    def _best(outcomes: Sequence[Outcome], objective: Sequence[Term]) -> Outcome:
        """Give the first of the best solutions; the last outcome where there is none."""
        solutions = [outcome for outcome in outcomes if outcome.has_solution]
        return min(solutions, key=lambda outcome: count(outcome, objective), default=outcomes[-1])

    def _tidied(self, outcome: Outcome) -> Outcome:
        """Change no quota and no contacts by more than it takes, what changes being settled."""
        quotas = quota_columns(self.model)
        settled = [column for column in whole_columns(self.program) if column not in quotas]
        away = deviation(self.model, outcome.values)
        with self.program.settling(rounded(outcome.values, [settled])):
            return least(
                self.program, away, clock=self.clock, gap=EFFORT.tidy_gap, nodes=nodes(self.program) // EFFORT.to_find
            )

    # ---- what is settled

    def _patterns_kept(self) -> dict[int, float]:
        """Give the day patterns of now of all who need no other ones, by column."""
        model, kept = self.model, dict[int, float]()
        vacated = {day for day, _ in self._vacated}
        for post in model.team:
            for day in post.day_set if model.is_same_role(post) else ():
                columns = model.days.get((day, post.names[0]))
                if columns is None or (post.on_duty and day in vacated):
                    continue
                held = model.held(post, day)
                if held.pattern and not any(pattern == held.pattern for pattern, _ in columns.patterns):
                    continue
                for pattern, column in columns.patterns:
                    self._settle(kept, column, pattern == held.pattern)
        return kept

    def _days_of_roster(self, people: Sequence[PersonRoster]) -> dict[int, float]:
        """Give everybody's patterns and duty in a roster, by column."""
        settled: dict[int, float] = {}
        by_name = {person.name: person for person in people}
        for (day, name), columns in self.model.days.items():
            if (person := by_name.get(name)) is None:
                continue
            pattern, duty = person.patterns.get(day, {}), person.duty.get(day, ())
            for other, column in columns.patterns:
                self._settle(settled, column, other == pattern)
            for slot, column in columns.duty.items():
                self._settle(settled, column, slot in duty)
        return settled

    def _settle(self, settled: dict[int, float], column: int, chosen: bool) -> None:
        if self.program.lower[column] <= chosen <= self.program.upper[column]:
            settled[column] = float(chosen)

    def _days_of(self, solution: Outcome) -> dict[int, float]:
        """Give everybody's patterns and duty in a solution, by column."""
        columns = [column for day in self.model.days.values() for _, column in day.patterns]
        columns += [column for day in self.model.days.values() for column in day.duty.values()]
        return rounded(solution.values, [columns])

    def _choices_but_of(self, part: frozenset[int], solution: Outcome) -> dict[int, float]:
        """Give everything that a solution decides outside a part, by column."""
        return rounded(solution.values, [[column for column in whole_columns(self.program) if column not in part]])


def count(outcome: Outcome, objective: Sequence[Term]) -> int:
    """Count what a solution has of something."""
    return sum(round(outcome.values[column]) for column, _ in objective)


def whole_bound(outcome: Outcome) -> int:
    """Give the whole number that a bound comes to."""
    return max(0, math.ceil(outcome.bound - WITHIN.whole)) if math.isfinite(outcome.bound) else 0


def nodes(program: Program) -> int:
    """Give the nodes of a search tree to spend on a program."""
    return EFFORT.nodes_for(len(program.lower))
