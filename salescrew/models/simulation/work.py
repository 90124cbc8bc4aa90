"""Work that falls due, waits and is done: first come, first served, by those who may work the funnel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from salescrew.models.department.work import Group, Task, in_order
from salescrew.models.simulation.draws import LITTLE, Floats, Whole


@dataclass
class Batch:
    """Items that entered a stage in a week, with the work that they make.

    Attributes
    ----------
    funnel, stage
        Where they are; the number of the stage.
    by_closer
        Whether only closers do the work.
    since
        The week in which they entered, counted over all rounds.
    passing
        How many of them pass on as soon as the work is done.
    work
        What is left to be done, by activity.
    total
        What there was to be done, by activity.
    released
        How many have passed on already.
    luck
        A random number below 1 by run, by which parts of items are made whole.
    """

    funnel: str
    stage: int
    since: int
    passing: Whole
    work: dict[str, Floats]
    total: dict[str, Floats]
    released: Whole
    luck: Floats
    by_closer: bool = False

    def task(self, activity: str) -> Task:
        """Give the task that an activity of it is."""
        return Task(self.funnel, activity, self.by_closer)

    def release(self) -> Whole:
        """Let as many pass on as the work that is done carries."""
        share = np.ones(len(self.passing))
        for activity, left in self.work.items():
            total = self.total[activity]
            done = np.divide(total - left, total, out=np.ones_like(total), where=total > LITTLE)
            share = np.minimum(share, done)
        # of a part of an item, one with its probability
        ready = np.minimum(self.passing, np.floor(self.passing * share + self.luck)).astype(np.int64)
        now = ready - self.released
        self.released = ready
        return now

    @property
    def is_done(self) -> bool:
        """Whether nothing is left in any run."""
        return all(float(left.max(initial=0.0)) <= LITTLE for left in self.work.values())


class Hours:
    """The time for work in a week, by who may do the same and by activity.

    There are three kinds, spent in this order: time that was planned for work, time that was planned for contacts, and
    what the days leave room for beyond the quotas.

    Attributes
    ----------
    left, used
        By kind, people and activity.
    """

    def __init__(self, kinds: Sequence[Mapping[tuple[Group, str], Floats]]) -> None:
        self.left = [{key: amounts.copy() for key, amounts in kind.items()} for kind in kinds]
        self.used = [{key: np.zeros_like(amounts) for key, amounts in kind.items()} for kind in kinds]
        # those who work few funnels first, so that others stay free for the rest, and closers last
        groups = in_order({group for kind in kinds for group, _ in kind})
        self.order = sorted(groups, key=lambda group: (group.closes, len(group.funnels)))

    def do(self, activity: str, wanted: Mapping[Task, Floats]) -> dict[Task, Floats]:
        """Spend time on some tasks; where there is too little, each gets the same share.

        Returns
        -------
        dict
            What is done, by task.
        """
        open_work = {task: amounts.copy() for task, amounts in wanted.items()}
        for left, used in zip(self.left, self.used, strict=True):
            for group in self.order:
                theirs = [task for task in open_work if group.may_do(task)]
                if theirs and (group, activity) in left:
                    self._spend((group, activity), theirs, open_work, left, used)
            if all(float(amounts.max(initial=0.0)) <= LITTLE for amounts in open_work.values()):
                break
        return {task: amounts - open_work[task] for task, amounts in wanted.items()}

    def _spend(
        self,
        key: tuple[Group, str],
        tasks: Sequence[Task],
        open_work: dict[Task, Floats],
        left: dict[tuple[Group, str], Floats],
        used: dict[tuple[Group, str], Floats],
    ) -> None:
        asked = sum((open_work[task] for task in tasks), np.zeros_like(left[key]))
        taken = np.minimum(left[key], asked)
        share = np.divide(taken, asked, out=np.zeros_like(asked), where=asked > LITTLE)
        for task in tasks:
            open_work[task] = open_work[task] * (1 - share)
        left[key] = left[key] - taken
        used[key] = used[key] + taken
