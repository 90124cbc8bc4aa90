"""Departments too wide for a model of every person and day: a roster for very many different people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from salescrew.models.department.department import Situation
from salescrew.models.department.posts import Unit
from salescrew.solver.engine.program import INFINITY, Clock
from salescrew.solver.staffing.bands import joined, weekly_bands
from salescrew.solver.staffing.deal import PersonRoster, deal, exceeds_weekly_duty
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.quotas import reach_carried
from salescrew.solver.staffing.roster import RosterModel

CLOSE = 2e-4
MANY = 80


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


def is_of_many(team: Sequence[Unit]) -> bool:
    """Tell whether a team is of too many different people for a model of each of their days."""
    return len(team) > MANY


def roster_of_many(situation: Situation, team: Sequence[Unit], clock: Clock) -> RosterOfMany | None:
    """Find a roster of many different people that carries about as much as they can; None where none is found."""
    most = RosterModel(situation, weekly_bands(situation, team), INFINITY).most(clock, CLOSE, quickly=True)
    if most.reach is None:
        return None
    people = joined(situation, deal(situation, most.units), team)
    if exceeds_weekly_duty(situation, people):
        return None
    reach = reach_carried(situation, people)
    return None if reach is None else RosterOfMany(reach, people, most.prices)
