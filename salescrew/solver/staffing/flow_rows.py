"""The rows that tie what enters the funnels to the work that it makes and to the targets, week by week."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from salescrew.models.department.department import TARGET_TOLERANCE, Situation
from salescrew.solver.engine.program import Program, Term

Group = frozenset[str]
"""The funnels that somebody works."""


class FlowRows:
    """What enters each funnel's first stage in each week, as columns of a program, and what follows from it."""

    def __init__(self, situation: Situation, program: Program) -> None:
        self.situation = situation
        self.program = program
        self.entering = {(name, week): program.column() for name in situation.plan.funnels for week in situation.weeks}
        self.late: dict[tuple[str, str, int, int], list[int]] = {}
        self.undone: dict[tuple[str, str, int], int] = {}

    def let_enter(
        self, terms: Mapping[tuple[str, int], Sequence[Term]], given: Mapping[tuple[str, int], float]
    ) -> None:
        """Let contacts and leads enter: some that are decided, and some that are given."""
        for key, column in self.entering.items():
            self.program.equal([(column, -1.0), *terms.get(key, ())], -given.get(key, 0.0))

    def bound_cold_base(self, opened: Mapping[str, Sequence[Term]], given: Mapping[str, float]) -> None:
        """Open no more contacts than the cold base has left."""
        for name in dict.fromkeys([*opened, *given]):
            most = self.situation.cold_base(name)
            if most is not None:
                self.program.row(opened.get(name, ()), at_most=most - given.get(name, 0.0))

    def do_work(
        self,
        groups: Iterable[Group],
        time: Mapping[tuple[Group, str, int], Sequence[Term]],
        *,
        elastic: bool = False,
        exactly: bool = False,
    ) -> None:
        """Do all work within the weeks of grace, by people who may work the funnel and have the time.

        Parameters
        ----------
        time
            The time that each group has for an activity in a week.
        elastic
            Whether work may be done later than that (`late` has its columns), or not at all (`undone`).
        exactly
            Whether no more is done than falls due, and no time is taken but for that.
        """
        every = sorted(set(groups), key=sorted)
        done: dict[tuple[Group, str, int], list[Term]] = {}
        for funnel, activity in self.situation.efforts:
            for week, (weights, given) in enumerate(self.situation.work_due(funnel, activity)):
                parts = []
                in_time = self.situation.weeks_to_do(week)
                later = range(max(in_time) + 1, len(self.situation.weeks)) if elastic else ()
                for group in every:
                    for at in (*in_time, *later) if funnel in group else ():
                        column = self.program.column()
                        parts.append((column, 1.0))
                        done.setdefault((group, activity, at), []).append((column, 1.0))
                        if at in later:
                            self.late.setdefault((funnel, activity, week, at), []).append(column)
                if elastic:
                    self.undone[funnel, activity, week] = self.program.column()
                    parts.append((self.undone[funnel, activity, week], 1.0))
                due = [(self.entering[funnel, entry], -weight) for entry, weight in weights.items()]
                self.program.row([*parts, *due], at_least=given, at_most=max(0.0, given) if exactly else math.inf)
        for key, terms in done.items():
            spent = [(column, -amount) for column, amount in time.get(key, ())]
            self.program.row([*terms, *spent], at_most=0, at_least=0.0 if exactly else -math.inf)
        for key in time.keys() - done.keys() if exactly else ():
            self.program.row(time[key], at_most=0)

    def reach_targets(self, needed: float | None, reach: int) -> None:
        """Meet a share of every target, or without one as much as a column says."""
        for goal in self.situation.goals:
            towards = [(self.entering[key], weight) for key, weight in goal.weights.items()]
            if needed is None:
                self.program.row([*towards, (reach, TARGET_TOLERANCE - 1)], at_least=-goal.given)
            else:
                self.program.row(towards, at_least=needed - goal.given)
