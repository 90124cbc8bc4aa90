from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from decimal import Decimal

import pytest

from salescrew.cli.pages.explain import last_days as last_days_shown
from salescrew.cli.pages.explain import quota as quota_shown
from salescrew.cli.render.cells import written
from salescrew.cli.render.text import text_table
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.on_paper.last_days import last_days
from salescrew.models.on_paper.quota_chain import QuotaChains
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import Schedule
from tests.answer_by_hand import by_hand, quotas_row
from tests.quota_cases import NAMES
from tests.solver.stored import solved_case


def said(manager, week, plan=None, result=None):
    first, second = by_hand()
    plan, result = Plan.model_validate(plan or first), Result.model_validate(result or second)
    chain = QuotaChains(Schedule(Department(plan), result)).of(manager, week)
    return quota_shown.sentences(Department(plan), chain), "\n".join(map(text_table, quota_shown.tables(chain)))


def test_quota_of_a_hunter():
    sentences, tables = said("Anna", 1)
    assert sentences == [
        "Anna, week 1 (from 12 Jan 2026), hunter: 8 calls, 2 meetings.",
        "The contacts of cold bring 2 deals, 200.",
    ]
    assert tables == (
        "cold, step by step\n"
        "for                   step                                                  by    makes  of\n"
        "--------------------  -----------------------------------------  --  ---------  -------  --------\n"
        "the whole plan        target revenue                                                600\n"
        "                      of it from contacts of cold                x   33.33333%      200\n"
        "                      average deal of audit                      /         100        2  paid\n"
        "                      conversion of meeting to paid              /         50%        4  meeting\n"
        "                      conversion of contact to meeting           /         50%        8  contact\n"
        "contacts to open      contact of cold, whole plan                                     8  calls\n"
        "follow-up at meeting  meeting of cold, whole plan                                     4  meetings\n"
        "                      of that by Anna in this week               x         50%        2  meetings\n"
        "what they bring       contacts to open                                                8  contact\n"
        "                      conversion of contact to paid, all stages  x         25%        2  paid\n"
        "                      average deal of audit                      x         100      200\n"
        "Each line is rounded, and the next one reckoned from that.\n"
        "\n"
        "Anna, week 1 (from 12 Jan 2026): what the quotas are made of\n"
        "activity    made of                         so many\n"
        "----------  ----------------------------  ---------\n"
        "calls       contacts of cold                      8\n"
        "            quota (Mon 8)                         8\n"
        "meetings    follow-up of cold at meeting          2\n"
        "            quota (Tue 2)                         2\n"
    )


def test_leads_of_somebody_on_duty():
    plan, result = by_hand()
    plan["managers"][1]["effectiveness"] = 0.9
    sentences, tables = said("Boris", 2, plan, result)
    assert sentences == [
        "Boris, week 2 (from 19 Jan 2026), inbound: 4 leads of warm to answer.",
        "2 duty slots bring 4 leads of warm; 1.80 (45%) of them must be paid.",
        "The leads of warm bring 1.80 deals, 180.",
    ]
    assert tables == (
        "warm, step by step\n"
        "for              step                                          by    makes  of\n"
        "---------------  --------------------------------------  --  ----  -------  -----\n"
        "the whole plan   leads of warm                                           8  lead\n"
        "                 average effectiveness on duty           x    0.9      7.2  lead\n"
        "                 conversion of lead to paid              x    50%      3.6  paid\n"
        "                 average deal of audit                   x    100      360\n"
        "leads to answer  leads of warm in a full week                            4  leads\n"
        "                 leads to answer                                         4  leads\n"
        "                 conversion of lead to paid              x    50%        2  paid\n"
        "                 effectiveness of Boris                  x    0.9      1.8  paid\n"
        "what they bring  leads to answer                                         4  lead\n"
        "                 effectiveness of Boris                  x    0.9      3.6  lead\n"
        "                 conversion of lead to paid, all stages  x    50%      1.8  paid\n"
        "                 average deal of audit                   x    100      180\n"
        "Each line is rounded, and the next one reckoned from that. Counts of the whole plan are of effectiveness 1.\n"
    )


def test_what_pays_too_late_is_said():
    # 4 contacts in the last week: their deal is paid in a week that is no longer in the plan
    plan, result = by_hand()
    quotas_row(result, "2026-01-19", "Anna").update(contacts={"cold": 4.0}, calls=4)
    sentences, _ = said("Anna", 2, plan, result)
    assert sentences[1:] == [
        "The contacts of cold bring 1 deal in the end, none of them by Sunday 25 January 2026.",
    ]
    # with 10 days to payment 4 of 7 parts of what is opened in the first week are paid in the second
    plan, result = by_hand()
    plan["funnels"]["cold"]["stages"][1]["days_to_next"] = 10
    sentences, tables = said("Anna", 1, plan, result)
    assert sentences[1:] == [
        "The contacts of cold bring 2 deals in the end, 57.1% of them by Sunday 25 January 2026: 114.30.",
    ]
    assert re.search(r"of that in time, by 25 Jan 2026 +/ +57.14% +4.001  meeting\n", tables)
    assert re.search(r"of that in time, by 25 Jan 2026 +x +57.14% +1.143  paid\n", tables)


def test_conversion_of_nothing_brings_nothing():
    plan, result = by_hand()
    plan["funnels"]["cold"]["stages"][0]["conversion"] = 0
    assert said("Anna", 1, plan, result)[0][1:] == ["The contacts of cold bring nothing."]


def test_more_than_the_work_takes_is_shown():
    plan, result = by_hand()
    quotas_row(result, "2026-01-12", "Anna")["calls"] = 10
    assert "quota, 2 more than the work takes (Mon 10)" in said("Anna", 1, plan, result)[1]


def test_nothing_is_asked():
    plan, result = by_hand()
    quotas_row(result, "2026-01-19", "Anna")["meetings"] = 0
    assert said("Anna", 2, plan, result) == (["Anna, week 2 (from 19 Jan 2026), hunter: nothing is asked."], "")


# ---- redone from what is printed


def figure(text):
    """Read a number as a person does."""
    number = Decimal(text.replace(",", "").rstrip("%"))
    return number / 100 if text.endswith("%") else number


def printed(table):
    """Give the cells of a table as they are printed."""
    return [[written(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]


def applied(sign, before, by):
    match sign:
        case "x":
            return before * by
        case "/":
            return before / by
        case "+":
            return before + by


def redone(table):
    """Work a funnel's chains out from what is printed; give what the last line of each makes."""
    results = {}
    for group, step, sign, by, makes, _ in printed(table):
        result = figure(makes)
        if sign:
            rounding = Decimal("0.5") * min(Decimal(1), result / 1000)
            assert abs(applied(sign, results[group], figure(by)) - result) <= rounding, step
        results[group] = result
    return results


@pytest.mark.parametrize("name", NAMES)
def test_quotas_come_out_of_the_printed_numbers(name):
    plan, result = solved_case(name)
    monday = plan.calendar.start - dt.timedelta(days=plan.calendar.start.weekday())
    wanted = Counter()
    for row in result.quotas:
        week = (row.date - monday).days // 7 + 1
        wanted.update({(row.manager, week, activity): count for activity, count in row.activities.items() if count})
    chains = QuotaChains(Schedule(Department(plan), result))
    found = Counter()
    for member in result.managers:
        for week in range(1, plan.calendar.weeks + 1):
            chain = chains.of(member.name, week)
            *funnels, sums = quota_shown.tables(chain) if chain.quotas else (*quota_shown.tables(chain), None)
            made = {table.title.removesuffix(", step by step"): redone(table) for table in funnels}
            together = Counter()
            for activity, what, count in printed(sums) if sums else ():
                if what.startswith("contacts of "):
                    came = made[what.removeprefix("contacts of ")]["contacts to open"]
                elif what.startswith("follow-up of "):
                    funnel, _, stage = what.removeprefix("follow-up of ").rpartition(" at ")
                    came = made[funnel][f"follow-up at {stage}"]
                else:
                    continue
                assert abs(came - figure(count)) <= Decimal("0.5") * Decimal(10) ** -chain.decimals
                together[activity] += figure(count)
            for activity, what, count in printed(sums) if sums else ():
                if what.startswith("quota"):
                    assert math.ceil(together[activity]) == figure(count)
                    found[member.name, week, activity] = int(figure(count))
    assert found == wanted


# ---- last days

PLAN = {
    "name": "last days",
    "calendar": {"start": "2026-03-02", "weeks": 5},
    "target": {"revenue": 1, "by_month": {"2026-04": {"revenue": 1}}},
    "products": {"x": {"average_deal": 1}},
    "day_patterns": [{"calls": 10}, {"duty": 1}],
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "x",
            "opens_with": "calls",
            "stages": [
                {"name": "contact", "conversion": 0.5, "days_to_next": 10},
                {"name": "offer", "conversion": 0.5, "days_to_next": 14},
            ],
        },
        "slow": {
            "channel": "outbound",
            "product": "x",
            "opens_with": "calls",
            "stages": [{"name": "contact", "conversion": 0.5, "days_to_next": 90}],
        },
        "warm": {
            "channel": "inbound",
            "product": "x",
            "leads": {"per_week": 10},
            "stages": [{"name": "lead", "conversion": 0.5}],
        },
    },
    "pipeline": "empty",
    "duty": {"managers_per_slot": 1},
    "managers": [{"name": "Anna"}],
}


def test_last_days_in_words_and_tables():
    plan = Plan.model_validate(PLAN)
    found = last_days(Department(plan))
    assert last_days_shown.sentences(Department(plan), found) == [
        "cold: a contact opened after Friday 13 March 2026 cannot be paid by Sunday 5 April 2026.",
        "After that can still be paid: cold from offer on until Friday 20 March 2026; leads of warm until Friday 3 "
        "April 2026.",
        "slow: nothing that enters it is paid by Sunday 5 April 2026: payment comes 12 weeks later at the earliest, "
        "and the plan has 5 weeks.",
        "Instead can still be paid: contacts opened in cold until Friday 13 March 2026; leads of warm until Friday 3 "
        "April 2026.",
        "warm: a lead answered on any day up to Friday 3 April 2026 can be paid by Sunday 5 April 2026.",
    ]
    assert "\n".join(map(text_table, last_days_shown.tables(plan, found))) == (
        "Last day on which what enters a stage can still be paid in time\n"
        "funnel    stage    last day\n"
        "--------  -------  --------------------\n"
        "cold      contact  Friday 13 March 2026\n"
        "          offer    Friday 20 March 2026\n"
        "slow      contact  never\n"
        "warm      lead     Friday 3 April 2026\n"
        "\n"
        "Share of what enters in a week that is paid in time\n"
        "week from      cold    slow    warm\n"
        "-----------  ------  ------  ------\n"
        "2 Mar 2026     100%      0%    100%\n"
        "9 Mar 2026    57.1%      0%    100%\n"
        "16 Mar 2026      0%      0%    100%\n"
        "23 Mar 2026      0%      0%    100%\n"
        "30 Mar 2026      0%      0%    100%\n"
        "Of all that is paid in the end.\n"
        "\n"
        "Last day on which what enters a funnel can still be paid in a month\n"
        "month    funnel    last day\n"
        "-------  --------  --------------------\n"
        "2026-04  cold      Friday 13 March 2026\n"
        "         slow      none\n"
        "         warm      Friday 3 April 2026\n"
    )


def test_every_day_is_useful_where_the_pipeline_is_steady():
    plan = Plan.model_validate(PLAN | {"pipeline": "steady"})
    found = last_days(Department(plan))
    assert last_days_shown.sentences(Department(plan), found) == [
        "Every day is useful: the pipeline is steady, and what is paid after the end counts at the start."
    ]
    assert last_days_shown.tables(plan, found) == []
