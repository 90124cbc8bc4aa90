"""The model of a plan that differs in a number is the one that would be written for it alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from salescrew.errors import InputError
from salescrew.models.department.department import Department
from salescrew.models.load import load
from salescrew.models.plan.plan import Plan
from salescrew.solver.explain.levers import levers
from salescrew.solver.staffing.columns import coarsest
from salescrew.solver.staffing.model import Staffing
from tests.pages import ROOT

OF_THE_FLOW = {"target", "conversion", "average_deal", "monthly_fee", "monthly_churn", "limit"}


def changed(plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Change each number that explanations change, by a fifth of what they do at the most."""
    for lever in levers(plan, may_add_people=False):
        try:
            yield lever.kind, lever.changed_by(max(1, round(lever.span / 5)) if lever.whole else lever.span / 5)
        except InputError:
            continue


def model_of(department: Department) -> Staffing:
    posts = [post for kind in department.kinds for post in department.choices(kind)]
    return Staffing(department, posts, coarsest(department.plan), stretch=2.0)


def rows_of(staffing: Staffing) -> object:
    written = staffing.written
    targets = [(goal.name, row) for goal, row in written.targets]
    return targets, written.due, written.slots, written.cold_bases, written.reserves, staffing.entering, staffing.work


@pytest.mark.parametrize("name", ["consulting", "closers", "season"])
def test_a_model_is_the_same_whether_what_stays_is_written_anew_or_not(name: str):
    known = Department(load(ROOT / "examples" / f"{name}.yaml"))
    staffing = model_of(known)
    before, kinds = staffing.program.digest(), set()
    for kind, plan in changed(known.plan):
        department, alone = known.otherwise(plan), Department(plan)
        assert department.slots == alone.slots
        assert department.plan is department.horizon.plan is plan
        model = staffing.otherwise(department)
        assert (model is not None) == (kind in OF_THE_FLOW)
        if model is not None:
            kinds.add(kind)
            expected = model_of(alone)
            assert model.program.digest() == expected.program.digest()
            assert rows_of(model) == rows_of(expected)
    assert {"conversion", "average_deal"} <= kinds
    assert staffing.program.digest() == before


def test_a_plan_with_other_days_slots_or_people_shares_nothing_that_they_change():
    known = Department(load(ROOT / "examples" / "consulting.yaml"))
    changes: dict[str, object] = {
        "calendar.weeks": 5,
        "duty.leads_per_slot": 9,
        "funnels.warm-implementation.leads.per_week": 90,
        "managers.Anna.effectiveness.hunter": 2,
        "day_patterns[0].calls": 120,
        "funnels.cold-audit.opens_with": "meetings",
        "max_days_per_week": 3,
    }
    for path, value in changes.items():
        plan = known.plan.replace({path: value})
        department, alone = known.otherwise(plan), Department(plan)
        assert department.slots == alone.slots, path
        assert department.horizon.working_days == alone.horizon.working_days, path
        assert model_of(department).program.digest() == model_of(alone).program.digest(), path
        assert model_of(department).program.digest() != model_of(known).program.digest(), path
