"""Whole weeks: how many days of a week each of a team has with which pattern, before it is decided which days.

Whoever cannot do with whole days so counted has no roster; and mostly it is this that is lacking where split days would
do, so that a small model shows it soon. Which days these are is then a matter of duty alone.

Where weeks may be added up, the days of the whole horizon come first: what a tight team lacks is often a part of a
single day, and it lacks that in the sum of all weeks already. There but a handful of numbers a person are whole, and
the proof takes a fraction of a second that takes minutes of weeks one by one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import Clock, State, least
from salescrew.solver.engine.second_proof import shown_again
from salescrew.solver.staffing.columns import Grain, coarsest
from salescrew.solver.staffing.model import Staffing


@dataclass(frozen=True)
class WeeksFound:
    """What was found of whole weeks.

    Attributes
    ----------
    days
        For each post, person-days by block, number of places on duty and pattern; nothing where there are none.
    """

    state: State
    days: tuple[dict[tuple[int, int, int], float], ...] = ()


def days_whole(staffing: Staffing) -> None:
    """Let no day be split among patterns; where weeks are added up, no slot among people either."""
    for columns in staffing.columns:
        slots = columns.covering.values() if staffing.grain is Grain.HORIZON else ()
        for column in (*columns.days.values(), *slots):
            staffing.program.whole[column] = True


def may_be_added_up(department: Department) -> bool:
    """Tell whether weeks are so alike that whole days may be counted in all of them together."""
    return coarsest(department.plan) is Grain.HORIZON


class WholeWeeks:
    """The weeks of a team.

    Parameters
    ----------
    added_up
        Whether all weeks are added up: whoever falls short so falls short week by week.
    """

    def __init__(
        self, department: Department, team: Sequence[Post], most_reach: float, *, added_up: bool = False
    ) -> None:
        grain = Grain.HORIZON if added_up else Grain.WEEKS
        self.staffing = Staffing(department, team, grain, fixed=True, stretch=most_reach)
        self.is_added_up = added_up
        self.program = self.staffing.program
        assert self.staffing.reach is not None
        self.reach = self.staffing.reach
        days_whole(self.staffing)

    def search(self, clock: Clock, reach: float, nodes: int | None = None) -> WeeksFound:
        """Look for weeks that reach so much of the targets."""
        with self.program.settling():
            self.program.lower[self.reach] = reach
            found = least(self.program, [(self.reach, -1.0)], clock=clock, gap=math.inf, nodes=nodes)
        if not found.has_solution:
            return WeeksFound(found.state)
        of_posts = ({key: found.values[c] for key, c in columns.days.items()} for columns in self.staffing.columns)
        return WeeksFound(State.OPTIMAL, tuple(of_posts))

    def fall_short_again(self, clock: Clock, reach: float, nodes: int | None = None) -> bool:
        """Tell whether a second proof shows that no weeks reach so much."""
        return shown_again(self.program, [(self.reach, -1.0)], -reach, clock=clock, nodes=nodes) >= -reach
