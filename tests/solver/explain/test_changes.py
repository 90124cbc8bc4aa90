"""Each proposed change is enough, and 99 % of it, or one less, is not: derived by hand, and by another formulation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from salescrew.models.answers.explained.changes import Beyond, Change, Changes
from salescrew.models.department.department import Department
from salescrew.models.on_paper.change_words import sentence
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.tell import Tell
from salescrew.solver.explain.changes import changes, with_value
from tests.daily_model import Daily
from tests.solver.answers import solved
from tests.solver.stored import solved_case
from tests.test_oracles import PAYS, cold, deals, inbound, outbound, people, warm

CASES = Path(__file__).parents[2] / "cases"
INFEASIBLE = ("small-10", "small-11")
FEASIBLE = ("small-16", "small-23", "target-13")


def found(plan: Plan | dict[str, Any], **options: Any) -> Changes:
    plan = plan if isinstance(plan, Plan) else Plan.model_validate(plan)
    return changes(Department(plan), solved(plan), **options)


def least(of: Changes) -> dict[str, float]:
    return {change.path: change.after for change in of.enough if change.path != "funnels.warm.leads.per_week"}


def can_be_met(plan: Plan) -> bool:
    """Ask the other formulation whether anybody meets the plan."""
    model = Daily(plan)
    model.meet_targets()
    return model.team("highs", 20.0) is not None


def is_all_but_the_last_bit(change: Change) -> bool:
    """Whether what is not enough is one less, or 99 % of the change and no more than the change."""
    if change.whole:
        return abs(change.after - change.not_enough) == pytest.approx(1)
    share = (change.not_enough - change.before) / (change.after - change.before)
    return 0.99 - 1e-9 <= share < 1


def test_each_least_change_of_a_plan_that_cannot_be_met_is_the_one_derived():
    # one person makes 10 deals out of 20 calls, and 12 are wanted: a fifth is lacking
    plan = outbound(target=deals(12), managers=people(1))
    enough = found(plan)
    assert enough.people is None
    assert least(enough) == {
        "target.products.x.deals": pytest.approx(10, abs=0.02),
        "funnels.cold.stages.contact.conversion": pytest.approx(0.6, abs=0.001),
        "managers.A.effectiveness": pytest.approx(1.2, abs=0.002),
        "day_patterns[0].calls": 12,
        "calendar.weeks": 2,
        "managers.A": 1,
    }
    assert enough.about == ()
    assert [change.size for change in enough.enough] == sorted(change.size or 0 for change in enough.enough)


@pytest.mark.parametrize(
    ("calendar", "path"),
    [
        ({"weeks": None, "end": "2026-03-08"}, "calendar.end"),
        ({"weeks": None, "start": None, "period": "2026-06", "working_days": ["mon"]}, "calendar.period"),
    ],
)
def test_a_horizon_that_ends_on_a_day_can_be_longer(calendar, path):
    # one person makes 10 deals in the week, or 25 on the five Mondays of June
    plan = Plan.model_validate(outbound(calendar, target=deals(30), managers=people(1)))
    weeks = {"calendar.end": (1, 3), "calendar.period": (5, 6)}[path]
    (longer,) = (change for change in found(plan).enough if change.kind == "weeks")
    assert (longer.path, longer.before, longer.after) == (path, *weeks)


def test_leads_of_all_weeks_change_together():
    # 40 leads make 20 deals, in a week that has a number of its own 10: 50 deals want half as many more
    leads = {"by_week": {"2026-03-02": 40, "2026-03-09": 20}}
    plan = inbound({"weeks": 2}, funnels=warm(PAYS, leads=leads), target=deals(45), managers=people(*[1] * 8))
    (more,) = (change for change in found(plan).enough if change.kind == "leads")
    assert more.path == "funnels.warm.leads"
    assert more.after == pytest.approx(1.5, abs=0.01)
    assert sentence(more, ["mixed"]).startswith("If the leads of all weeks in warm rise by 50%, ")


def test_each_least_change_that_saves_a_person_is_the_one_derived():
    # 18 deals take two; one makes 10
    enough = found(outbound(target=deals(18)))
    assert enough.people == 1
    assert {(change.people_before, change.people_after) for change in enough.enough} == {(2, 1)}
    assert least(enough) == {
        "target.products.x.deals": pytest.approx(10, abs=0.09),
        "funnels.cold.stages.contact.conversion": pytest.approx(0.9, abs=0.004),
        "day_patterns[0].calls": 18,
        "calendar.weeks": 2,
        **{f"managers.{name}.effectiveness": pytest.approx(1.8, abs=0.008) for name in "ABCD"},
    }


def test_what_is_enough_is_said_in_few_digits_and_is_no_less_than_derived():
    conversion = next(
        change for change in found(outbound(target=deals(12), managers=people(1))).enough if change.kind == "conversion"
    )
    assert 0.6 * (1 - 1e-6) <= conversion.after <= 0.601
    assert len(f"{conversion.after:.12g}") <= 6
    assert conversion.sentence == "If the conversion of contact in cold rises from 50% to 60%, the plan can be met."


def test_an_average_deal_and_the_targets_together():
    # 10 deals at 100 are 1,000 of revenue; 1,250 and 11 deals are wanted
    plan = outbound(target={"revenue": 1250, **deals(11)}, managers=people(1))
    enough = found(plan)
    assert least(enough)["target"] == pytest.approx(0.8, abs=0.0025)
    # neither a higher price nor less revenue makes 11 deals, which is a matter of calls
    assert {"products.x.average_deal", "target.revenue"} <= {beyond.path for beyond in enough.no_help}
    cheaper = found(outbound(target={"revenue": 1250}, managers=people(1)))
    assert least(cheaper)["products.x.average_deal"] == pytest.approx(125, abs=0.25)


def test_a_cold_base_and_its_limit():
    # 12 deals take 24 contacts, and 20 are there
    plan = outbound(target=deals(12), funnels=cold({"name": "contact", "conversion": 0.5}, max_contacts=20))
    enough = found(plan)
    assert least(enough)["funnels.cold.max_contacts"] == pytest.approx(24, abs=0.04)
    # calls are no help where nobody is left to be called
    assert "day_patterns[0].calls" in {beyond.path for beyond in enough.no_help}


@pytest.mark.parametrize(
    ("limits", "path", "after"),
    [({"people": 2}, "limits.people", 3), ({"hires": 1}, "limits.hires", 2), ({"monthly_cost": 4}, "", 0)],
)
def test_limits(limits, path, after):
    # 30 deals take three; the first is there, at a cost of 1, others can be hired for 2 each
    hired = [{"profile": "new", "at_most": 3, "monthly_cost": 2}]
    plan = outbound(target=deals(30), managers=people(1), candidates=hired, limits=limits)
    enough = found(plan)
    if path:
        assert least(enough)[path] == after
    else:
        assert least(enough)["limits.monthly_cost"] == pytest.approx(5, abs=0.01)


def test_more_candidates_with_the_role_that_would_do():
    # 4 slots of 10 leads take two on duty, and only one may be; a hunter is no help
    hired = [{"profile": "new", "at_most": 0}, {"profile": "cold", "at_most": 1, "roles": ["hunter"]}]
    enough = found(inbound(managers=people(1), candidates=hired))
    new = next(change for change in enough.enough if change.kind == "person")
    assert (new.path, new.before, new.after, new.roles) == ("candidates.new.at_most", 0, 1, ("inbound", "mixed"))
    assert new.sentence == "If 1 more new could be hired as inbound or mixed (1 instead of 0), the plan can be met."
    assert "candidates.cold.at_most" in {beyond.path for beyond in enough.no_help}


def test_leads_that_are_too_many_fall_to_what_the_people_on_duty_can_take():
    # 10 leads a slot take two, 6 one: 24 a week
    enough = found(inbound(managers=people(1), target=deals(2)))
    leads = next(change for change in enough.enough if change.kind == "leads")
    assert leads.after == pytest.approx(24, abs=0.16)
    assert leads.sentence.startswith("If leads a week in warm fall from 40 to ")


@pytest.mark.parametrize("name", INFEASIBLE + FEASIBLE)
def test_another_formulation_finds_each_change_enough_and_a_little_less_of_it_not(name):
    plan, base = solved_case(name)
    of = changes(Department(plan), base)
    assert of.enough
    assert of.about == ()
    for change in of.enough:
        assert is_all_but_the_last_bit(change)
        assert (change.path, can_be_met(with_value(Department(plan), base, change, change.after))) == (
            change.path,
            True,
        )
        assert (change.path, can_be_met(with_value(Department(plan), base, change, change.not_enough))) == (
            change.path,
            False,
        )
    for beyond in (*of.larger, *of.no_help):
        assert (beyond.path, can_be_met(with_value(Department(plan), base, beyond, beyond.not_enough))) == (
            beyond.path,
            False,
        )


def test_the_answer_after_a_change_has_as_many_people_as_it_says():
    plan, base = solved_case("small-23")
    for change in changes(Department(plan), base).enough:
        then = solved(with_value(Department(plan), base, change, change.after), reach=False)
        assert (then.status, then.headcount) == ("optimal", change.people_after)


def test_a_large_plan_says_what_is_enough_and_what_is_not():
    # 40 weeks of two days: one person makes 400 deals, two make 800, and 500 are wanted
    plan = outbound({"weeks": 40}, target=deals(500))
    of = found(plan)
    derived = {
        "target.products.x.deals": 400,
        "funnels.cold.stages.contact.conversion": 0.625,
        "managers.A.effectiveness": 1.25,
        "day_patterns[0].calls": 13,
        "calendar.weeks": 50,
    }
    said = {change.path: change for change in (*of.enough, *of.about)}
    assert said.keys() >= derived.keys()
    assert all(is_all_but_the_last_bit(change) for change in of.enough)
    for path, least_enough in derived.items():
        change = said[path]
        ends = sorted((change.not_enough, change.after * (1 + 1e-6 * (1 if change.after > change.before else -1))))
        assert ends[0] <= least_enough <= ends[1]
        assert abs(change.after - least_enough) <= 0.11 * abs(least_enough - change.before)


def test_nothing_is_said_where_nobody_can_be_saved_or_fewer_would_do_as_it_is():
    assert found(outbound(target=deals(8))).enough == ()
    # the cheapest are the two who make 10 each; the expensive one alone makes 20
    alone = [{"name": "S", "monthly_cost": 9, "effectiveness": 2}, *people(1, 1)]
    cheapest = outbound(target=deals(20), managers=alone, objective=["monthly_cost", "people"])
    assert found(cheapest) == Changes(people=1, enough=(), about=(), larger=(), no_help=())


def test_without_time_nothing_is_claimed():
    plan = Plan.model_validate(outbound(target=deals(12), managers=people(1)))
    assert changes(Department(plan), solved(plan), time_limit=0) == Changes(
        people=None, enough=(), about=(), larger=(), no_help=()
    )


def test_the_same_plan_gives_the_same_changes_and_progress_is_told():
    plan, told = outbound(target=deals(12), managers=people(1)), []
    assert found(plan, progress=Tell(told.append)) == found(plan)
    assert told[0].doing.startswith("where to look, 0 of ")
    assert told[-1].doing.startswith("second proofs, ")


def test_a_change_that_is_known_is_found_again_by_its_path():
    plan = Plan.model_validate(outbound(target=deals(12), managers=people(1)))
    calls = Beyond(kind="day_pattern", path="day_patterns[0].calls", title="", unit="count", before=10, not_enough=11)
    changed = with_value(Department(plan), solved(plan), calls, 13)
    assert changed.day_patterns is not None
    assert changed.day_patterns[0] == {"calls": 13}
    with pytest.raises(KeyError, match="nowhere"):
        with_value(Department(plan), solved(plan), calls.model_copy(update={"path": "nowhere"}), 13)


def test_what_half_a_person_could_do_is_looked_at_with_whole_people():
    # half a hunter and half a closer would do; but a single person is one of the two, whatever the numbers are
    stages = [
        {"name": "contact", "conversion": 0.5},
        {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}, "by": "closer"},
    ]
    team = [{"name": "A", "roles": ["hunter"], "monthly_cost": 1}, {"name": "B", "roles": ["closer"]}]
    patterns = [{"calls": 10}, {"meetings": 4}]
    enough = found(outbound(target=deals(2), funnels=cold(*stages), day_patterns=patterns, managers=team))
    assert enough.people == 1
    assert (enough.enough, enough.about, enough.larger) == ((), (), ())
    assert {one.path: one.not_enough for one in enough.no_help} == {
        "target.products.x.deals": pytest.approx(2e-6),
        "products.x.average_deal": 1000,
        "day_patterns[0].calls": 100,
        "day_patterns[1].meetings": 40,
        "funnels.cold.stages.contact.conversion": 1,
        "funnels.cold.stages.meeting.conversion": 1,
        "managers.A.effectiveness.hunter": 10,
    }
