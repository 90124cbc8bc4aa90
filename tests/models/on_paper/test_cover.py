"""Who could take the duty of somebody who is away, reckoned by hand.

Two leads come every morning, half of which pay 100: a morning brings 2 x 0.5 x 100 = 100. A contact leads to a meeting
with 0.5 and to a payment with 0.5 more, a week later: opened in the first week it brings 25, in the second one nothing
within the plan.

On both Mondays, while Boris is on duty in the morning, Vera is to make 8 calls that open 8 contacts, and Ken is to hold
2 meetings. Ida has nothing to do, and makes half as much of leads as the others. With a slot on duty there is time for
4 calls.
"""

from __future__ import annotations

import datetime as dt

import pytest

import salescrew
from salescrew.errors import InputError
from salescrew.models.answers.cover import Cover
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand, quotas_row, roster_row
from tests.solver.replanned import just_as_planned, replanned

MONDAY, TUESDAY, LATER = "2026-01-12", "2026-01-13", "2026-01-19"
AT_WORK = (
    ("Vera", {"calls": 10}, {"calls": 8, "meetings": 0, "contacts": {"cold": 8.0}}),
    ("Ken", {"meetings": 2}, {"calls": 0, "meetings": 2, "contacts": {}}),
)


def five():
    plan, result = by_hand()
    plan["managers"] += [{"name": name, "monthly_cost": 10} for name in ("Vera", "Ken")]
    plan["managers"].append({"name": "Ida", "monthly_cost": 10, "effectiveness": 0.5})
    for name, role in (("Vera", "mixed"), ("Ken", "mixed"), ("Ida", "inbound")):
        result["managers"].append({"name": name, "role": role, "monthly_cost": 10.0, "hired": False})
    for day in (MONDAY, LATER):
        for name, pattern, quotas in AT_WORK:
            result["roster"].append({"date": day, "manager": name, "pattern": {**pattern}, "duty": []})
            result["quotas"].append({"date": day, "manager": name, **quotas, "contacts": {**quotas["contacts"]}})
    return plan, result


def cover(plan, result, **absent):
    return salescrew.cover(Plan.model_validate(plan), Result.model_validate(result), absent)


def only(found):
    (slot,) = found.slots
    return slot


def ranked(slot):
    return [(option.manager, option.revenue) for option in slot.options]


def unable(slot):
    return {one.name: one.why for one in slot.unable}


def option_of(slot, name):
    return next(option for option in slot.options if option.manager == name)


def on_duty(result, day, name, *slots):
    result["roster"] = [row for row in result["roster"] if (row["date"], row["manager"]) != (day, name)]
    pattern = {"duty": 1, "calls": 4} if len(slots) == 1 else {"duty": 2}
    result["roster"].append({"date": day, "manager": name, "pattern": pattern, "duty": list(slots)})


def test_who_costs_least_comes_first():
    slot = only(cover(*five(), Boris=MONDAY))
    assert (str(slot.date), slot.slot, slot.away) == (MONDAY, "morning", "Boris")
    # Ken loses nothing, but 2 meetings move. Ida makes 0.5 of the leads, 50 instead of 100.
    # Vera has time for 4 calls of 8: 4 contacts are not opened, 4 x 25 = 100
    assert ranked(slot) == [("Ken", 0), ("Ida", 50), ("Vera", 100)]
    assert unable(slot) == {"Anna": "is a hunter"}


def test_what_becomes_of_the_day_of_who_takes_it():
    slot = only(cover(*five(), Boris=MONDAY))
    told = {one.manager: (one.role, one.quotas, one.lost, one.moved) for one in slot.options}
    assert told == {
        "Ken": ("mixed", 1, {}, {"meetings": 2}),
        "Ida": ("inbound", 0, {}, {}),
        "Vera": ("mixed", 1, {"cold": 4}, {}),
    }
    assert {tuple(one.pattern.items()) for one in slot.options} == {(("duty", 1), ("calls", 4))}
    assert {(one.also, one.slots_in_week) for one in slot.options} == {((), 0)}


def test_contacts_that_cannot_pay_in_time_cost_nothing():
    # Vera changes a quota but moves no work, so that she comes before Ken
    assert ranked(only(cover(*five(), Boris=LATER))) == [("Vera", 0), ("Ken", 0), ("Ida", 50)]


def test_contacts_of_somebody_less_effective_cost_less():
    plan, result = five()
    plan["managers"][2]["effectiveness"] = {"mixed": 0.5, "inbound": 1, "hunter": 1}
    # 4 contacts of 0.5 x 25, and 0.5 of the leads' 100
    assert option_of(only(cover(plan, result, Boris=MONDAY)), "Vera").revenue == 4 * 12.5 + 50


def test_somebody_who_makes_more_of_the_leads_brings_more():
    plan, result = five()
    plan["managers"][1]["effectiveness"] = 0.5
    # of Boris's 50, Ida keeps all; Ken makes 100 of it
    assert ranked(only(cover(plan, result, Boris=MONDAY))) == [("Ken", -50), ("Ida", 0), ("Vera", 50)]


def test_calls_that_open_contacts_are_lost_before_other_calls_move():
    plan, result = five()
    quotas_row(result, MONDAY, "Vera")["contacts"]["cold"] = 3.0
    # of 8 calls 5 are follow-up work; of the 4 too many 3 are contacts, 3 x 25, and 1 is to be moved
    option = option_of(only(cover(plan, result, Boris=MONDAY)), "Vera")
    assert (option.revenue, option.lost, option.moved) == (75, {"cold": 3}, {"calls": 1})


def test_the_pattern_that_costs_least_is_taken():
    plan, result = five()
    plan["day_patterns"] += [{"duty": 1}, {"duty": 1, "calls": 7}]
    # 7 calls of 8 still fit: 1 contact is lost
    option = option_of(only(cover(plan, result, Boris=MONDAY)), "Vera")
    assert (option.revenue, option.lost, option.pattern) == (25, {"cold": 1}, {"duty": 1, "calls": 7})


def test_who_has_fewer_slots_that_week_comes_first_among_equals():
    plan, result = five()
    plan["managers"][4]["effectiveness"] = 1
    for name in ("Vera", "Ken"):
        result["roster"].remove(roster_row(result, MONDAY, name))
        result["quotas"].remove(quotas_row(result, MONDAY, name))
    on_duty(result, TUESDAY, "Boris")
    on_duty(result, TUESDAY, "Vera", "morning")
    slot = only(cover(plan, result, Boris=MONDAY))
    assert [(one.manager, one.revenue, one.slots_in_week) for one in slot.options] == [
        ("Ken", 0, 0),
        ("Ida", 0, 0),
        ("Vera", 0, 1),
    ]


def test_the_ranking_keeps_its_order():
    for slot in cover(*five(), Boris=f"{MONDAY}/{LATER}").slots:
        costs = [(one.revenue, sum(one.moved.values()), one.quotas, one.slots_in_week) for one in slot.options]
        assert costs == sorted(costs)
        assert {one.manager for one in slot.options} | unable(slot).keys() == {"Anna", "Vera", "Ken", "Ida"}


# ---- who cannot


def test_who_is_on_duty_then_already():
    plan, result = five()
    plan["duty"]["leads_per_slot"] = 1
    on_duty(result, MONDAY, "Ida", "morning")
    slot = only(cover(plan, result, Boris=MONDAY))
    assert unable(slot) == {"Anna": "is a hunter", "Ida": "is on duty then already"}


def test_who_has_another_slot_of_that_day_takes_a_second_one():
    plan, result = five()
    plan["funnels"]["warm"]["leads"]["by_slot"] = {}
    on_duty(result, MONDAY, "Ida", "afternoon")
    option = option_of(only(cover(plan, result, Boris=MONDAY)), "Ida")
    assert (option.also, option.slots_in_week, option.pattern) == (("afternoon",), 1, {"duty": 2})
    plan["day_patterns"].remove({"duty": 2})
    assert unable(only(cover(plan, result, Boris=MONDAY)))["Ida"] == "has no day pattern with so much duty"


@pytest.mark.parametrize(
    ("most", "why"), [(1, "covers 1 slot in that week already"), (2, "covers 2 slots in that week already"), (3, None)]
)
def test_who_has_enough_duty_in_that_week(most, why):
    plan, result = five()
    plan["funnels"]["warm"]["leads"]["by_slot"] = {}
    plan["duty"]["max_slots_per_week"] = most
    on_duty(result, TUESDAY, "Ida", *("afternoon", "morning")[:most])
    on_duty(result, TUESDAY, "Boris")
    slots = cover(plan, result, Boris=f"{MONDAY}/{LATER}").slots
    assert unable(slots[0]).get("Ida") == why
    # the week after is another one
    assert "Ida" not in unable(slots[1])


def test_who_does_not_work_all_inbound_funnels():
    plan, result = five()
    plan["managers"][4]["funnels"] = ["cold"]
    assert unable(only(cover(plan, result, Boris=MONDAY)))["Ida"] == "does not work all inbound funnels"


def test_who_is_not_there():
    plan, result = five()
    plan["managers"][2]["days_off"] = [MONDAY]
    plan["away"] = {"Ken": [MONDAY]}
    slot = only(cover(plan, result, Boris=MONDAY, Ida=MONDAY))
    assert unable(slot) == {
        "Anna": "is a hunter",
        "Vera": "is not there that day",
        "Ken": "is not there that day",
        "Ida": "is away as well",
    }
    assert slot.options == ()


def test_nobody_else_is_on_the_team():
    plan, result = by_hand()
    slot = only(cover(plan, result, Boris=MONDAY))
    assert (slot.options, unable(slot)) == ((), {"Anna": "is a hunter"})


# ---- absences


def test_each_slot_of_an_interval_is_looked_at():
    found = cover(*five(), Boris="2026-01-13/2026-01-19")
    assert [(str(slot.date), slot.slot) for slot in found.slots] == [(TUESDAY, "morning"), (LATER, "morning")]


def test_several_absences():
    plan, result = five()
    plan["funnels"]["warm"]["leads"]["by_slot"] = {}
    on_duty(result, MONDAY, "Ida", "afternoon")
    found = cover(plan, result, Boris=[MONDAY, LATER], Ida=dt.date(2026, 1, 12), Vera=MONDAY)
    assert [(str(slot.date), slot.slot, slot.away, [one.manager for one in slot.options]) for slot in found.slots] == [
        (MONDAY, "morning", "Boris", ["Ken"]),
        (MONDAY, "afternoon", "Ida", ["Ken"]),
        (LATER, "morning", "Boris", ["Vera", "Ken", "Ida"]),
    ]
    assert [(row.manager, [str(days) for days in row.days]) for row in found.absent] == [
        ("Boris", [MONDAY, LATER]),
        ("Ida", [MONDAY]),
        ("Vera", [MONDAY]),
    ]


@pytest.mark.parametrize("absent", [{}, {"Anna": MONDAY}, {"Vera": f"{MONDAY}/{LATER}"}, {"Boris": "2026-01-14"}])
def test_absence_without_duty_leaves_nothing_to_cover(absent):
    assert cover(*five(), **absent).slots == ()


def test_days_that_are_over_need_no_cover():
    plan, result = five()
    plan["so_far"] = {"as_of": LATER}
    found = cover(plan, result, Boris=f"{MONDAY}/{LATER}")
    assert [str(slot.date) for slot in found.slots] == [LATER]


def test_a_result_that_was_made_anew_is_followed_from_its_day_on():
    # Boris is away on Monday the 19th, and a junior takes that morning; who then is away, too, leaves it open again
    plan, parent = (model.model_validate(data) for model, data in zip((Plan, Result), by_hand(), strict=True))
    options = {"absent": {"Boris": LATER}, "freeze_days": 0, "allow": ("hire", "roster", "quotas")}
    revised = replanned(plan, parent, just_as_planned(plan, parent), dt.date(2026, 1, 19), **options)
    slot = only(salescrew.cover(plan, revised, {"junior 1": f"{MONDAY}/{LATER}"}))
    assert (str(slot.date), slot.away) == (LATER, "junior 1")
    assert unable(slot) == {"Anna": "is a hunter", "Boris": "is not there that day"}


# ---- what cannot be meant


@pytest.mark.parametrize(
    ("absent", "told"),
    [
        (
            {"Zoe": MONDAY, "Olga": "never"},
            "absent: must be somebody of the team, got Zoe. Known here: Anna, Boris, Vera, Ken, Ida.\n"
            "absent: must be somebody of the team, got Olga. Known here: Anna, Boris, Vera, Ken, Ida.",
        ),
        (
            # a candidate who was not hired
            {"junior 1": MONDAY},
            "absent: must be somebody of the team, got junior 1. Known here: Anna, Boris, Vera, Ken, Ida.",
        ),
        (
            {"Anna": "never"},
            "absent.Anna: must be a date or an interval of dates, got never. Write 2026-02-02 or "
            "2026-02-02/2026-02-06.",
        ),
        (
            {"Anna": f"{LATER}/{MONDAY}"},
            "absent.Anna: must be an interval that ends on or after its first day, got 2026-01-19/2026-01-12. Write "
            "2026-01-12/2026-01-19, if that is meant.",
        ),
    ],
)
def test_absences_that_cannot_be_meant(absent, told):
    with pytest.raises(InputError) as error:
        cover(*five(), **absent)
    assert str(error.value) == told


def another_slot(result):
    on_duty(result, MONDAY, "Boris", "night")
    return "have duty in slots of the calendar only, got 2026-01-12 night"


def another_funnel(result):
    quotas_row(result, MONDAY, "Anna")["contacts"] = {"chat": 8.0}
    return "have contacts of the plan's funnels only, got chat"


def other_days(result):
    roster_row(result, MONDAY, "Anna")["date"] = "2026-02-02"
    return "have days of the plan only, 2026-01-12 to 2026-01-25, got 2026-02-02"


@pytest.mark.parametrize("change", [another_slot, another_funnel, other_days])
def test_result_of_another_plan(change):
    plan, result = five()
    must = change(result)
    with pytest.raises(InputError) as error:
        cover(plan, result, Boris=MONDAY)
    assert str(error.value) == f"result: must {must}. Use the result of this plan."


def test_nobody_covers_a_slot_without_leads():
    plan, result = five()
    on_duty(result, MONDAY, "Boris", "afternoon")
    assert cover(plan, result, Boris=MONDAY).slots == ()


def test_result_without_a_team():
    plan, result = five()
    nothing = dict.fromkeys(key for key, value in result.items() if not isinstance(value, list | str))
    with pytest.raises(InputError) as error:
        cover(plan, {**nothing, "version": 1, "status": "infeasible"}, Boris=MONDAY)
    assert str(error.value) == (
        "result: must have a team to follow, got a result that says infeasible. Use that of a plan that is met."
    )


def test_a_way_through_json():
    found = cover(*five(), Boris=f"{MONDAY}/{LATER}")
    assert Cover.model_validate_json(found.to_json()) == found


# ---- what else waits


def waiting(found):
    return [
        (
            row.kind,
            row.what,
            row.amount,
            row.revenue,
            str(row.last_day),
            [(o.manager, str(o.date)) for o in row.options],
        )
        for row in found.work
    ]


def test_meetings_wait_for_whoever_has_a_day_left_within_the_weeks_of_grace():
    # two days of meetings would fit into a day that Ken, Vera and Anna have free; Anna has one in the second week
    found = cover(*five(), Ken=MONDAY)
    ((kind, what, amount, revenue, until, options),) = waiting(found)
    assert (kind, what, amount, revenue, until) == ("work", "meetings", 2, 0, "2026-01-25")
    assert options == [("Vera", TUESDAY), ("Ken", TUESDAY), ("Anna", "2026-01-20")]


def test_contacts_wait_for_the_same_week_and_bring_what_they_bring():
    # 8 contacts at 25 each; Anna has time for 2 calls more on Monday, and Vera herself has Tuesday free
    found = cover(*five(), Vera=MONDAY)
    (row,) = waiting(found)
    assert row == ("contacts", "cold", 8, 200, "2026-01-18", [("Anna", MONDAY), ("Vera", TUESDAY), ("Ken", TUESDAY)])


def test_nothing_waits_for_somebody_who_had_nothing_to_do():
    assert waiting(cover(*five(), Ida=MONDAY)) == []
