"""Configurations of a team: who is in them, in which roles, and why some cannot be."""

from __future__ import annotations

import pytest

from salescrew.errors import InputError
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.paths import value_at
from salescrew.models.variants.configurations import STANDARD, own_configurations, standard_configurations
from tests.answer_by_hand import by_hand

PLAN = Plan.model_validate(by_hand()[0])


def with_people(managers, candidates=(), **changes) -> Plan:
    return PLAN.replace({"managers": managers, "candidates": list(candidates), **changes})


def people_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Give everybody's roles; a profile with how many of it there could be."""
    return {
        **{manager.name: manager.roles for manager in plan.managers},
        **{f"{one.at_most} {one.profile}": one.roles for one in plan.candidates},
    }


def test_everybody_may_be_everything():
    found = standard_configurations(PLAN)
    assert tuple(found) == STANDARD[:6]
    assert found["as planned"].plan is PLAN
    every = ("hunter", "inbound", "mixed")
    people = {name: people_of(one.plan) for name, one in found.items() if one.plan}
    assert people == {
        "as planned": {"Anna": every, "Boris": every, "2 junior": every},
        "all mixed": dict.fromkeys(("Anna", "Boris", "2 junior"), ("mixed",)),
        "split": dict.fromkeys(("Anna", "Boris", "2 junior"), ("hunter", "inbound")),
        "present only": {"Anna": every, "Boris": every, "0 junior": every},
        "hires only": {"2 junior": every},
        "everyone stays": {"Anna": every, "Boris": every, "2 junior": every},
    }
    assert [one.left_out for one in found.values()] == [(), (), (), ("junior",), ("Anna", "Boris"), ()]
    assert [manager.keep for manager in found["everyone stays"].plan.managers] == [True, True]


def test_who_has_no_role_left_is_not_available():
    plan = with_people([{"name": "Anna", "roles": ["hunter"]}, {"name": "Boris", "roles": ["mixed", "inbound"]}])
    found = standard_configurations(plan)
    assert people_of(found["all mixed"].plan) == {"Boris": ("mixed",)}
    assert people_of(found["split"].plan) == {"Anna": ("hunter",), "Boris": ("inbound",)}
    assert (found["all mixed"].left_out, found["split"].left_out) == (("Anna",), ())


def test_nothing_but_people_changes():
    mixed = standard_configurations(PLAN)["all mixed"].plan
    assert mixed.replace({"managers": value_at(PLAN, "managers"), "candidates": value_at(PLAN, "candidates")}) == PLAN


def test_configuration_that_changes_nothing_is_the_plan_itself():
    plan = with_people([{"name": "Anna", "roles": ["mixed"]}])
    found = standard_configurations(plan)
    assert found["all mixed"].plan is plan
    assert found["present only"].plan is plan
    kept = with_people([{"name": "Anna", "keep": True}])
    assert standard_configurations(kept)["everyone stays"].plan is kept


@pytest.mark.parametrize(
    ("managers", "candidates", "name", "reason"),
    [
        (
            [{"name": "Anna", "roles": ["hunter"], "keep": True}, {"name": "Boris"}],
            [],
            "all mixed",
            "Anna must be in the team (keep: true), and may only hunt",
        ),
        (
            [{"name": "Anna"}, {"name": "Boris", "roles": ["mixed"], "keep": True}],
            [],
            "split",
            "Boris must be in the team (keep: true), and may only do both",
        ),
        ([{"name": "Anna", "roles": ["hunter", "inbound"]}], [], "all mixed", "nobody may be mixed"),
        ([{"name": "Anna", "roles": ["mixed"]}], [], "split", "nobody may be hunter or inbound"),
        ([], [{"profile": "junior", "at_most": 1}], "present only", "nobody is there yet"),
        ([], [{"profile": "junior", "at_most": 1}], "everyone stays", "nobody is there yet"),
        (
            [{"name": "Anna"}],
            [{"profile": "junior", "at_most": 1, "keep": True}],
            "present only",
            "junior must be in the team (keep: true), and would have to be hired",
        ),
        ([{"name": "Anna"}], [], "hires only", "the plan has no candidates"),
        ([{"name": "Anna"}], [{"profile": "junior", "at_most": 0}], "hires only", "the plan has no candidates"),
        (
            [{"name": "Anna", "keep": True}],
            [{"profile": "junior", "at_most": 1}],
            "hires only",
            "Anna must be in the team (keep: true), and is there already",
        ),
        (
            [{"name": "Anna"}],
            [{"profile": "junior", "at_most": 1, "day_patterns": [{"calls": 5}]}],
            "hires only",
            "nobody available has a day pattern with meetings",
        ),
    ],
)
def test_configurations_that_cannot_be(managers, candidates, name, reason):
    # everybody but the junior of the last case has patterns of their own, so that theirs alone count
    menu = value_at(PLAN, "day_patterns")
    people = [{"day_patterns": menu, **manager} for manager in managers]
    hires = [{"day_patterns": menu, **candidate} for candidate in candidates]
    found = standard_configurations(with_people(people, hires, day_patterns=None))[name]
    assert (found.plan, found.reason) == (None, reason)


def test_kept_profile_of_which_there_is_none_hinders_nothing():
    plan = with_people([{"name": "Anna"}], [{"profile": "junior", "at_most": 0, "keep": True}])
    assert standard_configurations(plan)["present only"].plan is plan


def test_hunter_without_a_pattern_for_it():
    # by default Anna may have any role, but all her patterns have duty
    plan = with_people([{"name": "Anna", "day_patterns": [{"duty": 2}]}, {"name": "Boris"}])
    split = standard_configurations(plan)["split"].plan
    assert people_of(split) == {"Anna": ("inbound",), "Boris": ("hunter", "inbound")}


def test_who_may_close_may_stay_a_closer():
    stages = [{"name": "contact", "conversion": 0.5}, {"name": "meeting", "conversion": 0.5, "by": "closer"}]
    cold = {"funnels.cold.stages": stages}
    plan = with_people([{"name": "Anna", "roles": ["hunter", "closer"]}, {"name": "Boris"}, {"name": "Cid"}], **cold)
    plan = plan.replace({"managers.Cid.roles": ["closer"]})
    found = standard_configurations(plan)
    assert tuple(found) == STANDARD[:7]
    every = ("hunter", "inbound", "mixed")
    assert {name: people_of(found[name].plan) for name in ("all mixed", "split", "no closers")} == {
        "all mixed": {"Anna": ("closer",), "Boris": ("mixed",), "Cid": ("closer",)},
        "split": {"Anna": ("hunter", "closer"), "Boris": ("hunter", "inbound"), "Cid": ("closer",)},
        "no closers": {"Anna": ("hunter",), "Boris": every},
    }
    # without closers anybody does their work, and who could only close is not there
    assert found["no closers"].left_out == ("Cid",)
    assert [stage.by for stage in found["no closers"].plan.funnels["cold"].stages] == [None, None]
    assert found["split"].plan.funnels == plan.funnels


def test_own_configurations():
    made = own_configurations(PLAN, {"small": {"limits.people": 1}, "dear": {"managers.Anna.monthly_cost": "200"}})
    assert [one.name for one in made] == ["small", "dear"]
    assert [value_at(one.plan, "limits.people") for one in made] == [1, None]
    assert value_at(made[1].plan, "managers.Anna.monthly_cost") == 200
    assert own_configurations(PLAN, {}) == []


def test_everything_that_is_wrong_with_own_configurations():
    given = {
        "split": {"limits.people": 1},
        " ": {"limits.people": 1},
        "a": 5,
        "b": {},
        "c": {"limits.poeple": 1},
        "d": {"limits.people": -1},
        "e": {"managers": [{"name": "Anna", "rols": ["hunter"]}]},
        "f": {"calendar": None},
        "g": {"limits.people": 1},
    }
    with pytest.raises(InputError) as caught:
        own_configurations(PLAN, given)
    assert caught.value.problems == (
        "split: must be a name of its own, got split. Choose another name.",
        "\" \": must be a name that can be read, got ' '. Choose another name.",
        "a: must be a mapping, got 5. Write it as {limits.people: 6}.",
        "b: must hold at least one value, got none. Write it as {limits.people: 6}.",
        'c."limits.poeple": must be a place in the plan, got poeple. Did you mean limits.people?',
        'd."limits.people": must be at least 0, got -1. Write a whole number such as 3.',
        "e.managers[0].rols: must be a known key, got rols. Did you mean roles?",
        "f.calendar: must be given, got nothing. Add `calendar: {start: 2026-01-12, weeks: 12}`.",
    )


def test_own_configurations_must_be_a_mapping():
    with pytest.raises(InputError) as caught:
        own_configurations(PLAN, [1])
    assert caught.value.problems == ("must be a mapping, got a list. Write it as small: {limits.people: 6}.",)


# ---- queues


def with_queues(queues, *named) -> Plan:
    warm = PLAN.funnels["warm"].model_dump(exclude_none=True)
    funnels = {f"warm-{name}": {**warm, "queue": name} for name in named}
    return PLAN.replace({"funnels": funnels, "duty": {"queues": queues}})


def test_queues_of_one_rule_may_be_pooled():
    rule = {"leads_per_slot": 2}
    found = standard_configurations(with_queues({"en": rule, "de": rule}, "en", "de"))
    assert tuple(found) == (*STANDARD[:6], "one queue")
    pooled = found["one queue"].plan
    assert {funnel.answered_in for funnel in pooled.funnels.values()} == {"main"}
    assert {name: of.leads_per_slot for name, of in pooled.duty.queues.items()} == {"main": 2}
    # what leads of both took cannot be told where their rules differ
    assert (
        tuple(standard_configurations(with_queues({"en": rule, "de": {"leads_per_slot": 3}}, "en", "de")))
        == (STANDARD[:6])
    )


def test_the_only_queue_may_be_parted():
    found = standard_configurations(with_queues({"all": {"leads_per_slot": 2}}, "all"))
    assert tuple(found) == STANDARD[:6]
    plan = with_queues({"all": {"leads_per_slot": 2}}, "all")
    two = {"warm-1": plan.funnels["warm-all"], "warm-2": plan.funnels["warm-all"]}
    found = standard_configurations(plan.model_copy(update={"funnels": two}))
    parted = found["a queue each"].plan
    assert {name: funnel.queue for name, funnel in parted.funnels.items()} == {"warm-1": "warm-1", "warm-2": "warm-2"}
    assert {name: of.leads_per_slot for name, of in parted.duty.queues.items()} == {"warm-1": 2, "warm-2": 2}


def test_settled_queues_stay_in_the_way():
    rule = {"leads_per_slot": 2}
    plan = with_queues({"en": rule, "de": rule}, "en", "de").replace(
        {"fixed": {"slots": [{"date": "2026-01-12", "slot": "morning", "queue": "de", "managers": ["Boris"]}]}},
    )
    found = standard_configurations(plan)["one queue"]
    assert found.plan is None
    assert found.reason == "fixed.slots[0].queue: must be left out where there is one queue, got de. Remove it."
