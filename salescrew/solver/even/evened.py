"""The door of evenness: of a proven team, the roster and the quotas that can be handed out.

First the roster that was found gets quotas as even as it allows. Where that is not enough, the roster is made anew with
weeks that repeat: after one of a kind, then after two, then after three.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from salescrew.errors import ModelError
from salescrew.models.answers.result import Evenness
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.schedule.evenness import evenness
from salescrew.solver.engine.program import Clock
from salescrew.solver.even.effort import USUAL, EvenEffort
from salescrew.solver.even.model import EvenModel
from salescrew.solver.even.positions import deal_places
from salescrew.solver.even.shares import Quotas, even_quotas
from salescrew.solver.even.weeks import first_alike, kinds_of_weeks
from salescrew.solver.staffing.day_rows import day_rows
from salescrew.solver.staffing.deal import PersonRoster, cannot_be_dealt, starts_of
from salescrew.solver.staffing.quotas import quotas
from salescrew.solver.staffing.roster import PostRoster

logger = logging.getLogger(__name__)
WEEKS, PERSON, ALIKE, DUTY = 1.10, 1.25, 1.10, 1
"""What is even enough."""
ALIKE_COUNTS, DUTY_COUNTS, WEEKS_COUNT = 20, 4, 10
"""What an excess of each counts beside one of a person's weeks: people who are alike come first, then the weeks."""
SAME = 1e-6
"""What is less above is no more than noise."""


@dataclass(frozen=True)
class Evened:
    """People with what they do and what is asked of them."""

    people: Sequence[PersonRoster]
    quotas: Quotas
    measured: Evenness | None

    @property
    def above(self) -> float:
        """By how much all of it exceeds what is even enough; 0 where nothing does."""
        found = self.measured
        if found is None:
            return 0.0
        return (
            ALIKE_COUNTS * max(0.0, (found.alike or 0.0) - ALIKE)
            + DUTY_COUNTS * max(0, (found.duty or 0) - DUTY)
            + WEEKS_COUNT * max(0.0, (found.weeks or 0.0) - WEEKS)
            + max(0.0, (found.person or 0.0) - PERSON)
        )


def evened(department: Department, people: Sequence[PersonRoster], clock: Clock, effort: EvenEffort = USUAL) -> Evened:
    """Set quotas for people with a roster, or for the same people with an evener one.

    Raises
    ------
    ModelError
        Where the roster does not carry the plan: a fault of whoever made it.
    """
    department = department.started(starts_of(people))
    team = _team(department, people)
    home = {name: post for post in team for name in post.names}
    people = [dataclasses.replace(person, post=home[person.name]) for person in people]
    best: Evened | None = None
    for attempt in _attempts(department, team, people, clock, effort):
        logger.info("evenness: %s", attempt.measured)
        if best is None or attempt.above < best.above - SAME:
            best = attempt
        if best.above <= SAME:
            return best
    return best or _measured(department, people, quotas(department, people))


def _attempts(
    department: Department, team: Sequence[Post], people: Sequence[PersonRoster], clock: Clock, effort: EvenEffort
) -> Iterator[Evened]:
    """Yield the roster with even quotas if that will do, then rosters made anew, and at last the roster in any case."""
    yield from _asked_evenly(department, people, effort, within=effort.gap)
    yield from _made_anew(department, team, clock, effort)
    yield from _asked_evenly(department, people, effort)


def _asked_evenly(
    department: Department, people: Sequence[PersonRoster], effort: EvenEffort, *, within: float = math.inf
) -> Iterator[Evened]:
    with contextlib.suppress(ModelError):
        if (found := even_quotas(department, people, effort, within=within)) is not None:
            yield _measured(department, people, found)


def _made_anew(department: Department, team: Sequence[Post], clock: Clock, effort: EvenEffort) -> Iterator[Evened]:
    """Yield rosters with weeks that repeat."""
    kinds, tried = kinds_of_weeks(department, team), list[dict[int, int]]()
    for cycle in effort.cycles:
        first = first_alike(kinds, cycle)
        if first in tried or clock.is_over():
            continue
        tried.append(first)
        model = EvenModel(department, team, effort)
        if sum(model.program.whole) > effort.largest[len(tried) - 1]:
            return
        model.repeat(first)
        found = model.solve(clock)
        logger.info("evenness: weeks that repeat after %d: %s, %s", cycle, found.state.value, found.objective)
        if found.has_solution:
            yield from _dealt(department, team, model.read(found.values), first, effort)


def _dealt(
    department: Department,
    team: Sequence[Post],
    rosters: Sequence[PostRoster],
    first: Mapping[int, int],
    effort: EvenEffort,
) -> Iterator[Evened]:
    """Deal a roster out, to everybody the same place in all weeks, and in turn."""
    for in_turn in (False, True) if any(post.count > 1 for post in team) else (False,):
        people = deal_places(department, team, rosters, first, in_turn=in_turn)
        if not cannot_be_dealt(department, people):
            yield from _asked_evenly(department, people, effort)


def _team(department: Department, people: Sequence[PersonRoster]) -> tuple[Post, ...]:
    """Give the posts of people, those who are alike in one."""
    kinds = {person.name: person.kind for person in department.everyone}
    alike: dict[object, list[PersonRoster]] = {}
    for person in people:
        alike.setdefault((kinds[person.name], person.role), []).append(person)
    return tuple(
        dataclasses.replace(every[0].post, names=tuple(person.name for person in every)) for every in alike.values()
    )


def _measured(department: Department, people: Sequence[PersonRoster], found: Quotas) -> Evened:
    roles = {person.name: person.role for person in people}
    return Evened(people, found, evenness(department.plan, roles, *day_rows(department, people, found)))
