"""Nothing is searched for where split days show that it falls short."""

from __future__ import annotations

import pytest

from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import INFINITY, Clock, State, least
from salescrew.solver.staffing.roster import RosterModel, _Start
from salescrew.solver.staffing.whole_weeks import WholeWeeks
from tests.test_oracles import CONTACT, MEETING, cold, deals, outbound, people


def team_of_two() -> RosterModel:
    """Make the model of two people who take a day of calls for a day of meetings."""
    plan = Plan.model_validate(outbound(target=deals(1), funnels=cold(CONTACT, MEETING), managers=people(1, 1)))
    department = Department(plan)
    return RosterModel(department, [department.post(department.everyone, "hunter")], INFINITY)


def test_what_split_days_show_is_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = list[object]()

    def search(*asked: object) -> bool:
        searched.append(asked[2])
        return False

    monkeypatch.setattr(WholeWeeks, "fall_short_again", search)
    # four split days make two deals at the most
    assert team_of_two().falls_short_again(Clock(None), 2.01)
    assert searched == []
    # nothing shows that what is reached is out of reach: neither all weeks added up nor each of them
    assert not team_of_two().falls_short_again(Clock(None), 1.99)
    assert searched == [1.99, 1.99]


def test_settled_weeks_that_fall_short_are_given_up_at_once() -> None:
    model = team_of_two()
    for direction, state in ((-1.0, State.OPTIMAL), (1.0, State.INFEASIBLE)):
        corner = least(model.program, [(model.reach, direction)], clock=Clock(None), relaxed=True)
        assert model._settle(_Start(corner), Clock(None)).state is state
