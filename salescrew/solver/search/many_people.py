"""Departments too wide for a model of every person and day: a roster for very many different people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import INFINITY, Clock
from salescrew.solver.search.effort import MANY
from salescrew.solver.staffing.bands import joined, weekly_bands
from salescrew.solver.staffing.deal import PersonRoster, cannot_be_dealt, deal, missing_reserve
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.quotas import reach_carried
from salescrew.solver.staffing.reserve_kept import keep_reserve
from salescrew.solver.staffing.roster import PostRoster, RosterModel
from salescrew.solver.staffing.roster_effort import OF_BANDS


@dataclass(frozen=True)
class RosterOfMany:
    """A roster of whole days.

    Attributes
    ----------
    reach
        The share of all targets that it carries.
    bound
        What it would carry if days could be split.
    prices
        What the model of bands says of every team.
    """

    reach: float
    bound: float
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
    people = _dealt(department, most.posts, team, most.prices)
    if cannot_be_dealt(department, people):
        return None
    reach = reach_carried(department, people)
    return None if reach is None else RosterOfMany(reach, most.bound, people, most.prices)


def _dealt(
    department: Department, rosters: Sequence[PostRoster], team: Sequence[Post], prices: Prices | None
) -> list[PersonRoster]:
    """Deal out what bands do; in weeks in which places are then missing for absences, first to who is least away."""
    people = joined(department, deal(department, rosters), team)
    if prices is not None:
        keep_reserve(department, people, prices)
    missing = missing_reserve(department, people)
    short = {reserve.week for reserve in department.reserves if missing[reserve.key]}
    if not short:
        return people
    present = {name: post.present for post in team for name in post.names}
    others = [_first_who_is_there(of, present) if not short.isdisjoint(_weeks(of.post)) else of for of in rosters]
    return joined(department, deal(department, others), team)


def _weeks(band: Post) -> list[int]:
    return [week for week, days in enumerate(band.days) if days]


def _first_who_is_there(of: PostRoster, present: Mapping[str, float]) -> PostRoster:
    """Let those of a band have the first turns who are least reckoned absent."""
    names = tuple(sorted(of.post.names, key=lambda name: -present[name]))
    return replace(of, post=replace(of.post, names=names))
