"""A department: worked out of a plan once, never changed, and made anew of the parts that stay where one differs."""

from __future__ import annotations

import dataclasses

import pytest

from salescrew.models.department.department import Department
from salescrew.models.department.roles import meaning_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import ROLES, Role

PARTS = [field.name for field in dataclasses.fields(Department)]


@pytest.fixture(scope="module")
def department() -> Department:
    return Department(Plan.model_validate(BOTH))


def differing(one: Department, other: Department) -> set[str]:
    """Name the parts in which two departments are not the same objects."""
    return {name for name in PARTS if getattr(one, name) is not getattr(other, name)}


@pytest.mark.parametrize("part", PARTS)
def test_nothing_in_it_can_be_changed(department: Department, part: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(department, part, None)


def test_what_is_worked_out_stays_with_it(department: Department) -> None:
    person = department.everyone[0]
    role = person.record.roles[0]
    assert department.goals is department.goals
    assert department.posts.of([person], role).days is department.posts.of([person], role).days


def test_another_share_asks_for_so_much_of_every_target(department: Department) -> None:
    _ = department.goals
    half = department.asking(0.5)
    assert differing(department, half) == {"asked_for"}
    assert [goal.name for goal in half.goals] == [goal.name for goal in department.goals]
    for goal, whole in zip(half.goals, department.goals, strict=True):
        assert goal.weights == {key: pytest.approx(2 * weight) for key, weight in whole.weights.items()}
    assert department.asking(0.0).goals == []
    assert half.asking(1.0).goals == department.goals


def test_a_target_that_is_left_out_stays_out(department: Department) -> None:
    goal = department.goals[0]
    without = department.without_goal(goal)
    assert differing(department, without) == {"asked_for"}
    assert goal.name not in [left.name for left in without.asking(0.5).goals]
    assert goal in department.goals


def test_other_slots_are_seen_wherever_slots_are(department: Department) -> None:
    slot = next(slot for slot in department.slots if slot.required)
    _ = department.slots_by_day, department.slot_at
    where = slot.key
    more = department.with_slots({where: dataclasses.replace(slot, required=slot.required + 1)})
    assert differing(department, more) == {"duty"}
    assert more.slot_at[where].required == slot.required + 1
    assert more.slot_at[where] in more.slots_by_day[slot.date]
    assert department.slot_at[where] == slot


def test_slots_that_may_stay_open(department: Department) -> None:
    first, *others = department.slots
    easier = department.with_optional_slots([first.key])
    assert differing(department, easier) == {"duty"}
    assert easier.may_stay_open(first)
    assert not any(map(easier.may_stay_open, others))
    assert not department.may_stay_open(first)


def test_limits_and_objective_leave_everything_else(department: Department) -> None:
    limits = department.plan.limits.model_copy(update={"people": 1})
    assert differing(department, department.within(limits)) == {"plan"}
    assert department.within(limits).plan.limits.people == 1
    assert department.seeking(("monthly_cost", "people")).plan.objective == ("monthly_cost", "people")


def test_nobody_is_not_everybody(department: Department) -> None:
    assert dataclasses.replace(department, everyone=()).everyone == ()
    assert dataclasses.replace(department, everyone=()).kinds == []


# ---- roles

MENU = [{"calls": 90}, {"duty": 1, "calls": 40}, {"duty": 2}]
BOTH = {
    "name": "both",
    "calendar": {"start": "2026-01-12", "weeks": 1},
    "target": {"revenue": 1},
    "products": {"audit": {"average_deal": 100}},
    "day_patterns": MENU,
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "audit",
            "opens_with": "calls",
            "stages": [{"name": "contact", "conversion": 0.1}],
        },
        "warm": {
            "channel": "inbound",
            "product": "audit",
            "leads": {"per_week": 20},
            "stages": [{"name": "lead", "conversion": 0.1}],
        },
    },
    "pipeline": "empty",
    "duty": {
        "service_level": {"share": 0.8, "within_seconds": 60, "handling_minutes": 12},
        "between_leads": {"activity": "calls", "minutes_each": 6, "efficiency": 0.7},
    },
    "managers": [{"name": "Anna"}, {"name": "Boris", "funnels": ["cold"]}],
}
MEANINGS = {
    "hunter": ({"cold"}, False, False, {0}),
    "inbound": ({"warm"}, True, False, {0, 1, 2}),
    "mixed": ({"cold", "warm"}, True, True, {0, 1, 2}),
    "closer": ({"cold", "warm"}, False, False, {0}),
}


@pytest.mark.parametrize("role", ROLES)
def test_a_post_knows_what_its_role_means(role: Role) -> None:
    department = Department(Plan.model_validate(BOTH))
    anna, boris = (department.post([person], role) for person in department.everyone)
    funnels, on_duty, between, duties = MEANINGS[role]
    assert (anna.funnels, anna.on_duty, anna.between_leads, set(anna.menus[0])) == (funnels, on_duty, between, duties)
    # who works no inbound funnel answers no leads, whatever the role
    assert (boris.funnels, boris.on_duty) == (funnels & {"cold"}, False)
    assert meaning_of(role).on_duty is on_duty
    # a closer does what nobody else does, and opens and answers nothing
    assert anna.closes is (role == "closer")
    assert anna.effectiveness == (0.0 if role == "closer" else 1.0,) * len(department.weeks)


@pytest.mark.parametrize(("role", "most"), [("hunter", 40), ("inbound", 40), ("mixed", 52)])
def test_only_who_works_between_leads_has_time_then(role: Role, most: int) -> None:
    department = Department(Plan.model_validate(BOTH))
    anna = department.post([department.everyone[0]], role)
    slot = dataclasses.replace(department.slots[0], between_leads=12)
    assert anna.most({"duty": 1, "calls": 40, "meetings": 0}, [slot]) == {"calls": most}
