"""A team that has no roster with little effort is not tried with as little again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock, State
from salescrew.solver.engine.tell import NOBODY
from salescrew.solver.search import team_trials
from salescrew.solver.search.effort import TeamEffort
from salescrew.solver.search.team_search import TeamSearch
from salescrew.solver.search.trial import Tried, roster_of
from salescrew.solver.staffing.roster_effort import SOON, RosterEffort
from tests.solver.even.test_evened import lumpy


def test_no_team_is_tried_twice_with_little_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = Counter[object]()

    def nothing_soon(
        department: Department, team: Sequence[Post], clock: Clock, effort: RosterEffort, *, thoroughly: bool
    ) -> Tried:
        if effort is not SOON:
            return roster_of(department, tuple(team), clock, effort, thoroughly=thoroughly)
        tried[frozenset((post.names, post.role) for post in team)] += 1
        return Tried(tuple(team), State.UNKNOWN)

    monkeypatch.setattr(team_trials, "roster_of", nothing_soon)
    plan = Plan.model_validate(lumpy(managers=[{"name": name, "keep": True} for name in ("Ann", "Bob")]))
    search = TeamSearch(Department(plan), Clock(None), NOBODY, TeamEffort(sizable_post_days=0))
    assert search.settle() == "optimal"
    assert tried
    assert set(tried.values()) == {1}
