"""Whether a team has a roster: no effort contradicts another; and how far it gets is within every bound."""

from __future__ import annotations

from pathlib import Path

import pytest

import salescrew
from salescrew.models.department.department import Department
from salescrew.models.plan.sections.roles import Role
from salescrew.solver.engine.program import Clock, State
from salescrew.solver.search.reach import posts_of
from salescrew.solver.search.trial import one_by_one, reach_of, roster_of
from salescrew.solver.staffing.deal import cannot_be_dealt
from salescrew.solver.staffing.quotas import reach_carried
from salescrew.solver.staffing.roster_effort import ANYHOW, AT_ONCE, QUICK, USUAL
from tests.solver.answers import solved

CASES = Path(__file__).parents[2] / "cases"
SOME = ["small-04", "small-13", "small-16", "target-01", "target-04", "target-09", "target-12"]
EFFORTS = [USUAL, ANYHOW, AT_ONCE, QUICK]
FOREVER = Clock(None)


def teams(name: str) -> tuple[Department, list[dict[str, Role]]]:
    """Give the team of an answer, and all that have one person fewer."""
    plan = salescrew.load(CASES / f"{name}.yaml")
    team: dict[str, Role] = {member.name: member.role for member in solved(plan).managers}
    fewer = [{who: role for who, role in team.items() if who != left_out} for left_out in team]
    return Department(plan), [team, *fewer]


@pytest.mark.parametrize("name", SOME)
def test_no_effort_finds_what_another_rules_out(name: str) -> None:
    department, every = teams(name)
    for number, team in enumerate(every):
        posts = posts_of(department, team)
        tried = [roster_of(department, posts, FOREVER, effort) for effort in EFFORTS]
        surely = roster_of(department, posts, FOREVER, thoroughly=True)
        said = {one.has_roster for one in (*tried, surely)} - {None}
        assert said == {surely.has_roster}
        # the team of the answer has one; others may lack somebody who is kept though others would do
        assert surely.has_roster or number
        for one in (*tried, surely):
            assert bool(one.people) == (one.state is State.OPTIMAL)
            assert not (one.people and cannot_be_dealt(department, one.people))


@pytest.mark.parametrize("name", SOME)
def test_a_reach_is_carried_by_its_roster_and_within_every_bound(name: str) -> None:
    department, (team, *_) = teams(name)
    posts = posts_of(department, team)
    found = [reach_of(department, posts, FOREVER, effort) for effort in (USUAL, QUICK)]
    for one in found:
        assert one.meets_the_plan
        assert one.reach is not None
        assert one.reach <= min(other.bound for other in found) + 1e-6
        carried = reach_carried(department, one.people)
        assert carried is not None
        assert carried >= one.reach - 1e-6


def test_people_who_are_told_apart_are_the_same_people() -> None:
    department, (team, *_) = teams("target-12")
    posts = posts_of(department, team)
    singly = one_by_one(posts)
    assert [post.names for post in singly] == [(name,) for post in posts for name in post.names]
    assert {post.names[0]: post.role for post in singly} == team
