"""Where a plan stands, set against numbers derived by hand.

The plan and its answer are those of tests/answer_by_hand.py: on Monday, 12 January 2026, Anna opens 8 cold
contacts, half of which become meetings on the same day and half of these deals of 100 a week later; she holds 2
meetings on Tuesday the 13th and 2 on Monday the 19th. Boris takes 2 warm leads on each of the four working days, half
of which pay at once. So 100 is to come on each day of the first week, and 200 on each of the second: 600.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import salescrew
from salescrew.models.answers.progress import Progress
from salescrew.models.answers.result import Result
from salescrew.models.facts.file import parse_actuals
from salescrew.models.odds.calculation import odds_of
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand, quotas_row, roster_row

FIRST, TUESDAY, NEXT_MONDAY, LAST = (dt.date(2026, 1, day) for day in (12, 13, 19, 25))
ONE_PAID, TWO_PAID = "12,Boris,paid,warm,1,100", "13,Boris,paid,warm,2,200"
FOUR_CONTACTS = ("12,Anna,contacts,cold,4", "12,,meeting,cold,2", "12,Boris,leads,warm,2", ONE_PAID)
MONDAY_DONE = ("12,Anna,calls,,6", "12,Anna,contacts,cold,6", "12,,meeting,cold,4", "12,Boris,leads,warm,3")
FIRST_WEEK = (*MONDAY_DONE, "13,Anna,meetings,,1", "13,Boris,leads,warm,1")
WEEK_DONE = (*FIRST_WEEK, TWO_PAID)
"""After it 4 meetings are due to pay in the second week, and 4 leads are to come."""


def tracked(*rows, as_of=None, plan=None, answer=None, **options):
    """Set rows of facts, each with its day of January, against the plan by hand; some fields or the answer changed."""
    fields, result = by_hand()
    fields.update(plan or {})
    if answer:
        answer(result)
    read = Plan.model_validate(fields)
    text = "\n".join(["date,manager,what,funnel,count,amount", *(f"2026-01-{row}" for row in rows)])
    facts = parse_actuals(text, "actuals.csv", read)
    return salescrew.track(read, Result.model_validate(result), facts, as_of, **options)


def person(progress, name):
    return next(row for row in progress.managers if row.manager == name)


def activity(progress, name, what):
    return next(row for row in person(progress, name).activities if what in (row.activity, row.funnel))


def stage(progress, funnel, name):
    return next(row for row in progress.funnels if (row.funnel, row.stage) == (funnel, name))


def spans(row):
    return [(span.quota, span.done, span.attainment) for span in (row.today, row.week, row.to_date)]


def test_done_and_asked_today_in_the_week_and_to_date():
    progress = tracked(*WEEK_DONE)
    for what in ("calls", "cold"):
        assert spans(activity(progress, "Anna", what)) == [(0, 0, None), (8, 6, 0.75), (8, 6, 0.75)]
        assert activity(progress, "Anna", what).catch_up is None
    meetings = activity(progress, "Anna", "meetings")
    assert spans(meetings) == [(2, 1, 0.5)] * 3
    # 2 are asked for on the 19th, and one is behind
    assert (meetings.left, meetings.days_left, meetings.catch_up) == (2, 1, 3)
    # a week begins anew; what is behind does not
    meetings = activity(tracked(*WEEK_DONE, "19,Anna,meetings,,2"), "Anna", "meetings")
    assert spans(meetings) == [(2, 2, 1), (2, 2, 1), (4, 3, 0.75)]
    # nothing is reported of Tuesday yet
    meetings = activity(tracked(*MONDAY_DONE, as_of=TUESDAY), "Anna", "meetings")
    assert spans(meetings) == [(2, 0, None), (0, 0, None), (0, 0, None)]
    assert (meetings.left, meetings.catch_up) == (4, 2)


@pytest.mark.parametrize(
    ("absences", "absent", "idle", "away", "quota"),
    [
        ((), None, 1, 0, 2),
        (("1",), None, 0, 1, 0),
        (("0.5", "0.5"), None, 0, 1, 0),
        (("0.25",), None, 1, 0, 1.5),
        ((), {"Anna": "2026-01-13"}, 0, 1, 0),
        ((), {"Anna": ["2026-01-12/2026-01-14"], "Boris": dt.date(2026, 1, 20)}, 0, 2, 0),
    ],
)
def test_absence_is_told_apart_from_idle_days(absences, absent, idle, away, quota):
    rows = [f"13,Anna,absent,,{share}" for share in absences]
    progress = tracked(*MONDAY_DONE, "13,Boris,leads,warm,1", *rows, absent=absent)
    anna, meetings = person(progress, "Anna"), activity(progress, "Anna", "meetings")
    assert (anna.days_asked, anna.days_idle, anna.days_absent) == (2 - away, idle, away)
    assert (meetings.to_date.quota, meetings.excused) == (quota, 2 - quota)
    assert (person(progress, "Boris").days_asked, person(progress, "Boris").days_idle) == (2, 0)


def test_absence_to_come_is_no_news_of_its_day():
    progress = tracked(*WEEK_DONE, "19,Anna,absent,,1")
    assert (progress.as_of, progress.through, progress.notes) == (TUESDAY, TUESDAY, ())
    assert (activity(progress, "Anna", "meetings").left, person(progress, "Anna").days_absent) == (0, 0)
    assert [(row.rows, row.used) for row in progress.facts if row.what == "absent"] == [(1, 1)]
    assert tracked(*MONDAY_DONE, "13,Anna,absent,,1", as_of=TUESDAY).through == FIRST


def test_leads_beside_the_plan_with_what_chance_explains():
    (leads,) = person(tracked(*FIRST_WEEK, ONE_PAID), "Boris").leads
    assert (leads.expected, leads.taken, leads.decided, leads.passed) == (4, 4, 4, 1)
    assert (leads.stage, leads.share, leads.planned, leads.differs) == ("paid", 0.25, 0.5, None)
    # (1/4 + z2/8 -+ z sqrt(3/64 + z2/64)) / (1 + z2/4) = (0.73018 -+ 0.64077) / 1.96036
    assert (leads.low, leads.high) == pytest.approx((0.0456, 0.6994), abs=5e-5)
    # 10 of 40 is less than half beyond chance; where no name stands with them, it is not known whose they were
    (leads,) = person(tracked("12,Boris,leads,warm,40", "12,Boris,paid,warm,10,0"), "Boris").leads
    assert (leads.decided, leads.passed, leads.share, leads.differs) == (40, 10, 0.25, "lower")
    (leads,) = person(tracked("12,Boris,leads,warm,40", "12,,paid,warm,10,0"), "Boris").leads
    assert (leads.decided, leads.passed, leads.share, leads.low, leads.differs) == (40, None, None, None, None)


def test_leads_are_expected_to_pass_on_as_the_person_is_effective():
    anna, boris = by_hand()[0]["managers"]
    progress = tracked(*WEEK_DONE, plan={"managers": [anna, {**boris, "effectiveness": 0.5}]})
    assert person(progress, "Boris").leads[0].planned == 0.25
    # 4 leads are there, worth 2 standard ones
    lead = stage(progress, "warm", "lead")
    assert (lead.entered, lead.decided, lead.planned, lead.observed) == (4, 4, 0.25, 0.5)


def test_somebody_without_a_role_is_listed_with_what_was_done():
    progress = tracked("12,junior 2,calls,,5")
    assert [(row.manager, row.role) for row in progress.managers][2:] == [("junior 2", None)]
    assert spans(activity(progress, "junior 2", "calls"))[2] == (0, 5, None)


@pytest.mark.parametrize(
    ("day", "leads", "paid"),
    # contacts and meetings are those of the first day, and the deals of these come over the 19th and the 20th
    [(12, 2, 0), (13, 4, 0), (18, 4, 0), (19, 6, 1), (20, 8, 2), (25, 8, 2)],
)
def test_expected_to_date_is_the_flow_and_no_straight_line(day, leads, paid):
    progress = tracked(f"{day},Boris,leads,warm,0")
    assert [row.expected for row in progress.funnels] == [8, 4, paid, leads, leads / 2]
    assert [row.expected_revenue for row in progress.funnels] == [0, 0, 100 * paid, 0, 50 * leads]
    assert progress.targets[0].expected == 100 * paid + 50 * leads


def test_half_a_week_lets_half_pass_in_the_same_week():
    def answer(result):
        for row in result["funnel"]:
            row["entering"] = 1.0 if (row["funnel"], row["stage"]) == ("cold", "paid") else row["entering"]

    funnels = by_hand()[0]["funnels"]
    funnels["cold"]["stages"][1]["days_to_next"] = 3.5
    # 4 meetings of the 12th make 4 x 0.5 / 2 = 1 deal on that day, and the other one over the 19th and 20th
    for day, paid in ((12, 1), (13, 1), (19, 1.5), (20, 2)):
        progress = tracked(f"{day},Boris,leads,warm,0", plan={"funnels": funnels}, answer=answer)
        assert stage(progress, "cold", "paid").expected == paid


def test_conversions_are_those_of_items_that_had_the_time():
    contact, meeting, *_ = tracked(*WEEK_DONE).funnels
    assert (contact.decided, contact.passed, contact.observed, contact.planned) == (6, 4, 4 / 6, 0.5)
    assert (meeting.entered, meeting.decided, meeting.observed, meeting.low) == (4, 0, None, None)
    # on the evening of the 19th half of the second week is over: 4 x 1/2 had the time, certain to 4 x 1/4; 1 of 2 are
    # (1 + z2/2 -+ z sqrt(1 - 1/4 + z2/4)) x 2 / (4 + z2) = (2.92073 -+ 2.56329) / 3.92073
    meeting = stage(tracked(*WEEK_DONE, "19,,paid,cold,1,100"), "cold", "meeting")
    assert (meeting.decided, meeting.passed, meeting.observed) == (2, 1, 0.5)
    assert (meeting.low, meeting.high) == pytest.approx((0.0912, 1), abs=5e-5)
    meeting = stage(tracked(*WEEK_DONE, "19,,paid,cold,1,100", as_of=LAST), "cold", "meeting")
    assert (meeting.decided, meeting.passed, meeting.observed) == (4, 1, 0.25)
    # standard items that are counted at the first stage replace contacts
    contact, *_ = tracked("12,Anna,contacts,cold,8", "12,,contact,cold,5", "12,,meeting,cold,4").funnels
    assert (contact.expected, contact.entered, contact.attainment, contact.observed) == (8, 5, 5 / 8, 0.8)


def test_what_is_under_way_and_what_of_it_still_pays():
    # half of 4 meetings pay in the second week
    (meetings,) = tracked(*WEEK_DONE).pipeline
    assert (meetings.stage, meetings.items, meetings.planned) == ("meeting", 4, 4)
    assert (meetings.revenue, meetings.in_time) == (200, 200)
    # by the evening of the 19th half of them are decided, and 6 more come that pay in a third week
    (meetings,) = tracked(*WEEK_DONE, "19,,meeting,cold,6").pipeline
    assert (meetings.items, meetings.planned) == (2 + 6, 2)
    assert (meetings.revenue, meetings.in_time) == (100 + 300, 100)


def every_week(result):
    """Let Anna open 8 contacts in the second week, too, so that a steady plan has 4 meetings from before its start."""
    roster_row(result, "2026-01-19", "Anna")["pattern"] = {"calls": 10}
    quotas_row(result, "2026-01-19", "Anna").update(calls=8, meetings=0, contacts={"cold": 8.0})
    for row in result["funnel"]:
        if row["funnel"] == "cold":
            row["entering"] = {"contact": 8.0, "meeting": 4.0, "paid": 2.0}[row["stage"]]


def test_steady_plan_lives_on_what_was_there_before_and_proves_nothing_by_it():
    # 4 meetings from before pay 2 deals in the first week, as the 4 of the first week do in the second
    before = tracked(plan={"pipeline": "steady"}, answer=every_week)
    assert [(row.items, row.planned, row.revenue) for row in before.pipeline] == [(4, 4, 200)]
    assert before.targets[0].with_planned == 600 + 200
    progress = tracked(*WEEK_DONE, "13,,paid,cold,1,100", plan={"pipeline": "steady"}, answer=every_week)
    assert stage(progress, "cold", "paid").expected == 2
    meeting = stage(progress, "cold", "meeting")
    assert (meeting.decided, meeting.passed, meeting.observed) == (4, 1, 0.25)
    # nothing is certain: (1 + z2/2 -+ z sqrt(1 + z2/4)) / 4 = (2.92073 -+ 2.74440) / 4
    assert (meeting.low, meeting.high) == pytest.approx((0.0441, 1), abs=5e-5)
    assert [row.items for row in progress.pipeline] == [4]


def test_open_items_enter_on_the_first_day_and_are_none_that_contacts_became():
    def answer(result):
        for row in result["funnel"]:
            if row["funnel"] == "cold" and row["entering"]:
                row["entering"] += {"contact": 0, "meeting": 4, "paid": 2}[row["stage"]]

    # 4 open meetings pay 2 deals more in the second week
    case = {"plan": {"pipeline": {"cold": {"meeting": 4}}}, "answer": answer}
    assert tracked(**case).targets[0].with_planned == 600 + 200
    progress = tracked(*WEEK_DONE, "12,,meeting,cold,4", **case)
    contact, meeting, *_ = progress.funnels
    assert (meeting.expected, meeting.entered, contact.passed, progress.notes) == (8, 8, 4, ())
    assert tracked("12,,meeting,cold,3", ONE_PAID, **case).notes == (
        "cold: 4 are open at meeting at the start, and the facts of the first week have 3 that entered it. What is "
        "open at the start counts as entering then: add a row 2026-01-12,,meeting,cold,4, as the form has it.",
    )


def test_items_that_have_waited_pass_on_when_the_rest_of_their_time_is_over():
    # after 7 of 7 days they pay in the first week, 2 of 4, and enter their stage no more
    plan = {"pipeline": {"cold": {"meeting": [{"items": 4, "waited_days": 7}]}}}
    before, after = tracked(plan=plan), tracked(*WEEK_DONE, plan=plan)
    assert (before.pipeline[0].items, before.targets[0].with_planned) == (4, 800)
    assert stage(after, "cold", "meeting").decided == 4
    assert (after.pipeline[0].items, after.targets[0].with_planned) == (4, 600)


def test_forecast_with_the_planned_observed_and_updated_conversions_and_its_band():
    # 200 are paid; 4 meetings and 4 leads bring half of 100 each with the plan's conversions, which 2 of 4 leads were
    (row,) = tracked(*WEEK_DONE).targets
    assert (row.reached, row.with_planned, row.with_observed, row.likely) == (200, 600, 600, 600)
    # 1 of 4 leads paid: the 4 to come bring 100; of the plan's 50 of 100 and 1 of 4 it is 51 of 104
    (row,) = tracked(*FIRST_WEEK, ONE_PAID).targets
    assert (row.reached, row.with_planned, row.with_observed) == (100, 500, 400)
    assert row.likely == pytest.approx(100 + 200 + 4 * 100 * 51 / 104)


def beta_grid(passed, lost):
    """Give shares, and how likely each is, of a Beta number."""
    shares = [(2 * number + 1) / 2000 for number in range(1000)]
    weights = [share ** (passed - 1) * (1 - share) ** (lost - 1) for share in shares]
    return [(share, weight / sum(weights)) for share, weight in zip(shares, weights, strict=True)]


def joined(one, other):
    found = [0.0] * (len(one) + len(other) - 1)
    for number, chance in enumerate(one):
        for more, also in enumerate(other):
            found[number + more] += chance * also
    return found


def mixed(grid, chances_of):
    rows = [[weight * chance for chance in chances_of(share)] for share, weight in grid]
    return [sum(column) for column in zip(*rows, strict=True)]


def binomial(count):
    return lambda share: [math.comb(count, k) * share**k * (1 - share) ** (count - k) for k in range(count + 1)]


def poisson(mean):
    return lambda share: [(mean * share) ** k * math.exp(-mean * share) / math.factorial(k) for k in range(40)]


def band(chances, so_far):
    """Give between what 100 for each deal come out in 95 of 100 cases."""
    sums = [sum(chances[: number + 1]) for number in range(len(chances))]
    return tuple(so_far + 100 * next(n for n, total in enumerate(sums) if total >= share) for share in (0.025, 0.975))


def test_band_and_odds_are_those_of_what_is_still_to_come():
    (row,) = tracked(*FOUR_CONTACTS).targets
    # 2 meetings, each as likely to pay as 100 observations of one in two say; 6 leads, by these and 1 of 2 besides
    chances = joined(mixed(beta_grid(50, 50), binomial(2)), mixed(beta_grid(51, 51), poisson(6)))
    assert (row.likely, row.low, row.high) == pytest.approx((500, *band(chances, 100)))
    # 600 are wanted, and 100 are there
    assert row.odds == pytest.approx(sum(chances[5:]), abs=1e-4)


@pytest.mark.parametrize(
    ("wanted", "outlook", "missing", "deals"),
    # reached are 200, and likely 600: of 4 meetings each pays or not, and leads bring 2 deals on average
    [
        (200, "reached", 0, 0),
        (201, "on track", 0, 1),
        (400, "on track", 0, 2),
        # what is likely is enough, in about half of all cases
        (600, "even", 0, 4),
        (601, "at risk", 1, 5),
        (1001, "behind", 401, 9),
    ],
)
def test_outlook(wanted, outlook, missing, deals):
    progress = tracked(*WEEK_DONE, plan={"target": {"revenue": wanted}, "prior_observations": 10**9})
    (row,) = progress.targets
    chances = joined(binomial(4)(0.5), poisson(4)(0.5))
    assert (row.outlook, row.missing) == (outlook, pytest.approx(missing))
    assert (row.low, row.high) == pytest.approx(band(chances, 200))
    assert row.odds == pytest.approx(sum(chances[deals:]), abs=1e-6)
    assert progress.odds == pytest.approx(row.odds)


def test_odds_of_all_targets_are_those_of_meeting_them_together():
    plan = {"target": {"revenue": 600, "products": {"audit": {"deals": 7}}}, "prior_observations": 10**9}
    progress = tracked(*WEEK_DONE, plan=plan)
    chances = joined(binomial(4)(0.5), poisson(4)(0.5))
    assert [row.odds for row in progress.targets] == pytest.approx([sum(chances[4:]), sum(chances[5:])], abs=1e-6)
    assert progress.odds == pytest.approx(sum(chances[5:]), abs=1e-6)


def test_before_the_first_day_the_odds_are_those_of_the_plan():
    """Nothing is known yet, and the conversions are as good as certain."""
    fields, result = by_hand()
    plan = Plan.model_validate(fields | {"prior_observations": 10**9})
    progress = tracked(plan={"prior_observations": 10**9}, as_of="2026-01-12")
    assert progress.odds == pytest.approx(odds_of(plan, Result.model_validate(result)).all, abs=1e-5)


def test_other_targets_count_in_their_own_measure():
    plan = {"target": {"profit": 300, "products": {"audit": {"deals": 6, "revenue": 500}}}}
    # 2 deals of 260 in all, half of it profit; 4 deals of 100 to come
    progress = tracked(*FIRST_WEEK, "13,,paid,warm,2,260", plan=plan)
    assert [(row.target, row.expected, row.reached, row.with_planned) for row in progress.targets] == [
        ("profit", 100, 130, 330),
        ("products.audit.revenue", 200, 260, 660),
        ("products.audit.deals", 2, 2, 6),
    ]


def test_months_count_what_is_paid_in_them():
    fields, result = by_hand()
    fields["target"] = {"by_month": {"2026-01": {"revenue": 200}, "2026-02": {"revenue": 500}}}
    days = {"01-12": "01-26", "01-13": "01-27", "01-19": "02-02", "01-20": "02-03"}
    moved = json.loads(re.sub("|".join(days), lambda day: days[day[0]], json.dumps([fields, result])))
    plan, result = Plan.model_validate(moved[0]), Result.model_validate(moved[1])
    fact = {"date": "2026-01-27", "what": "paid", "funnel": "warm", "count": 1, "amount": 150}
    progress = salescrew.track(plan, result, salescrew.actuals_of([fact], plan))
    # in January nothing more is to come, in February 4 leads; no meeting is known of
    told = [(row.expected, row.reached, row.with_planned) for row in progress.targets]
    assert told == [(200, 150, 150), (0, 0, 200)]


def test_pace_goes_by_day_from_what_was_planned_and_reached_to_what_is_likely():
    points = tracked(*WEEK_DONE).pace
    assert [point.date for point in points] == [FIRST + dt.timedelta(days=number) for number in range(14)]
    assert [point.planned for point in points] == [100, *[200] * 6, 400, *[600] * 6]
    assert [point.reached for point in points] == [0, 200, *[None] * 12]
    assert [point.likely for point in points] == [None, None, *[200] * 5, 400, *[600] * 6]
    # in the second week up to what 4 meetings and as many leads bring; half of it by its first day of two
    assert [(point.low, point.high) for point in points[6:8]] == [(200, 200), (250, 600)]
    assert (points[-1].low, points[-1].high) == (300, 1000)


def calls_on_tuesday(result):
    """Let Anna open 4 of 8 contacts on Tuesday, on a day that has time for 10."""
    roster_row(result, "2026-01-13", "Anna")["pattern"] = {"calls": 10}
    quotas_row(result, "2026-01-12", "Anna").update(calls=4, contacts={"cold": 4.0})
    quotas_row(result, "2026-01-13", "Anna").update(calls=4, meetings=0, contacts={"cold": 4.0})


@pytest.mark.parametrize(("answer", "planned", "room"), [(calls_on_tuesday, 4, 10), (None, 0, 0)])
def test_what_it_takes_to_catch_up_by_the_last_day_that_helps(answer, planned, room):
    (row,) = tracked(*FOUR_CONTACTS, plan={"target": {"revenue": 750}}, answer=answer).catch_up
    # contacts of the first week alone are paid by the end, a quarter of them. 100 is paid, 2 meetings bring 100, and 6
    # leads to come 300. Of 750 the rest takes 10 contacts, whether 4 of them are planned or none
    assert (row.funnel, row.last_day, row.days_left) == ("cold", TUESDAY, 1)
    assert (row.planned, row.needed, row.room) == (planned, pytest.approx(10), room)


@pytest.mark.parametrize(("wanted", "needed"), [(600, 0), (601, None)])
def test_after_the_last_day_no_contact_helps(wanted, needed):
    (row,) = tracked(*WEEK_DONE, plan={"target": {"revenue": wanted}}).catch_up
    assert (row.last_day, row.days_left, row.planned, row.needed, row.room) == (None, 0, 0, needed, 0)


@pytest.mark.parametrize(
    ("rows", "as_of", "through", "comes_to"),
    [
        ((), None, None, 600),
        # Monday went by without anything: 6 leads are to come
        ((), TUESDAY, FIRST, 300),
        (WEEK_DONE, None, TUESDAY, 600),
        # nothing is paid yet; 4 meetings and 6 leads are to come
        (WEEK_DONE, FIRST, FIRST, 500),
        (WEEK_DONE, NEXT_MONDAY, dt.date(2026, 1, 18), 600),
        (WEEK_DONE, LAST, dt.date(2026, 1, 24), 200),
        ((*WEEK_DONE, "25,,paid,cold,1,100"), None, LAST, 300),
    ],
)
def test_day_counts_once_something_of_it_is_known(rows, as_of, through, comes_to):
    progress = tracked(*rows, as_of=as_of)
    assert progress.as_of == (as_of or through or FIRST)
    assert (progress.through, progress.targets[0].with_planned) == (through, comes_to)


def test_what_is_left_aside_or_missing_is_told():
    later, *_ = tracked(*WEEK_DONE, as_of=FIRST).notes
    assert later == "3 facts are left aside, since they are of 2026-01-13 or later."
    progress = tracked("12,Anna,calls,,6", ONE_PAID, "13,Anna,meetings,,")
    said = "Nothing is known of what entered the later stages of cold: "
    said += "without such facts nothing of it counts as under way or paid."
    unfilled = "1 row of the form is not filled in yet, and counts as if nothing had been done."
    assert (progress.unfilled, progress.notes) == (1, (unfilled, said))
    gap, _ = tracked(*WEEK_DONE[:4], "20,Boris,leads,warm,2", "20,,paid,cold,2,200").notes
    assert gap == "Nothing is known of 2 days, the first of them 2026-01-13: that counts as if nothing had been done."


WHAT = (
    "Anna,calls,,{0},",
    "Anna,contacts,cold,{0},",
    "Boris,leads,warm,{0},",
    ",meeting,cold,{0},",
    ",paid,cold,{0},{0}00",
    "Boris,paid,warm,{0},{0}00",
    "Boris,absent,,1,",
)
DAYS, COUNTS = st.integers(min_value=12, max_value=25), st.integers(min_value=0, max_value=20)
ROWS = st.lists(st.builds(lambda day, what, n: f"{day},{what.format(n)}", DAYS, st.sampled_from(WHAT), COUNTS))
SEEN = "19,Boris,leads,warm,0,"
"""Something is known of that day."""


@given(ROWS)
def test_all_facts_are_accounted_for_also_after_json(rows):
    progress = tracked(*rows, SEEN, as_of=NEXT_MONDAY)
    assert sum(row.rows for row in progress.facts) == len(rows) + 1
    assert sum(row.amount for row in progress.facts) == sum(float(row.split(",")[5] or 0) for row in rows)
    assert sum(row.used for row in progress.facts) == 1 + sum(int(row[:2]) <= 19 or "absent" in row for row in rows)
    assert all(row.used <= row.rows and row.used_count <= row.count for row in progress.facts)
    again = Progress.model_validate_json(progress.to_json())
    assert (again.to_json(), again.facts, again.notes) == (progress.to_json(), progress.facts, progress.notes)


@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_facts_changes_nothing(rows, rng):
    one, other = (tracked(*some, as_of=NEXT_MONDAY).model_dump() for some in (rows, rng.sample(rows, len(rows))))
    for progress in (one, other):
        progress["facts"] = sorted(progress["facts"], key=str)
        progress["notes"] = [note for note in progress["notes"] if "say the same" not in note]
        progress["managers"] = [(sorted(map(str, row.pop("activities"))), row) for row in progress["managers"]]
    assert one == other


@given(ROWS, ROWS)
def test_more_done_never_lowers_the_forecast(rows, more):
    (less,), (all_in_all,) = (tracked(SEEN, *some, as_of=NEXT_MONDAY).targets for some in (rows, [*rows, *more]))
    assert all_in_all.reached >= less.reached
    assert all_in_all.with_planned >= less.with_planned - 1e-9


@given(ROWS)
def test_deals_ten_times_as_large_are_ten_times_as_much_reached(rows):
    larger = [row + "0" if "paid" in row else row for row in rows]
    (small,), (large,) = (tracked(*some, as_of=NEXT_MONDAY).targets for some in (rows, larger))
    assert large.reached == 10 * small.reached
    assert large.with_planned - large.reached == pytest.approx(small.with_planned - small.reached)
