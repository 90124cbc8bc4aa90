"""Departments too wide for a model of every person and day: a roster for very many different people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import INFINITY, Clock
from salescrew.solver.search.effort import MANY
from salescrew.solver.staffing.bands import joined, weekly_bands
from salescrew.solver.staffing.deal import PersonRoster, cannot_be_dealt, deal
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.quotas import reach_carried
from salescrew.solver.staffing.roster import RosterModel
from salescrew.solver.staffing.roster_effort import OF_BANDS


@dataclass(frozen=True)
class RosterOfMany:
    """A roster of whole days.

    Attributes
    ----------
    reach
        The share of all targets that it carries.
    prices
        What the model of bands says of every team.
    """

    reach: float
    people: list[PersonRoster]
    prices: Prices | None


def is_of_many(team: Sequence[Post]) -> bool:
    """Tell whether a team is of too many different people for a model of each of their days."""
    return len(team) > MANY.posts


def roster_of_many(department: Department, team: Sequence[Post], clock: Clock) -> RosterOfMany | None:
    """Find a roster of many different people that carries about as much as they can; None where none is found."""
    most = RosterModel(department, weekly_bands(department, team), INFINITY, OF_BANDS).most(clock, quickly=True)
    if most.reach is None:
        return None
    people = joined(department, deal(department, most.posts), team)
    if cannot_be_dealt(department, people):
        return None
    reach = reach_carried(department, people)
    return None if reach is None else RosterOfMany(reach, people, most.prices)
