from __future__ import annotations

import json
from pathlib import Path

from tests.cli import sample

PAGE = """\
The plan is well formed.
Sample: 12 Jan 2026 to 25 Jan 2026, 2 weeks, 4 working days. All figures are for people of effectiveness 1.

What the expected leads bring, with every duty slot covered
funnel    step      in all    a week    a working day    revenue
--------  ------  --------  --------  ---------------  ---------
warm      lead          16         8                4
          paid           4         2                1     20,000

Targets
target                      wanted    comes by itself    for outbound  carried by
------------------------  --------  -----------------  --------------  ------------------
revenue                     40,000             20,000          20,000  cold
products.audit.deals             2                  4               0  leads and pipeline
by_month.2026-01.revenue    10,000             20,000               0  leads and pipeline
What comes by itself: leads and the opening pipeline.

What 20,000 of revenue takes, contacts opened evenly
funnel    step           in all    a week    a working day
--------  -----------  --------  --------  ---------------
cold      paid                4         2                1
          meeting             8         4                2
          contact            80        40               20
          -> calls           80        40               20
          -> meetings         4         2                1

Leads a slot, and managers on duty
day    slot      leads    on duty    leads each
-----  ------  -------  ---------  ------------
mon    am            2          1             2
       pm            2          1             2
tue    am            2          1             2
       pm            2          1             2
Slots of duty to cover over all people: 4 a week.

Day patterns
  calls    duty    meetings
-------  ------  ----------
     50
     20       1
                          2
"""


def test_page(run):
    result = run("check", "team.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, PAGE, "")


def test_standard_input(run):
    result = run("check", "-", stdin=sample.PLAN)
    assert (result.exit_code, result.stdout, result.stderr) == (0, PAGE, "")


def test_file(run):
    result = run("check", "team.yaml", "-o", "page.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Wrote page.txt.\n")
    assert Path("page.txt").read_text(encoding="utf-8") == PAGE


def test_json(run):
    found = json.loads(run("check", "team.yaml", "--format", "json").stdout)
    assert found["targets"][0]["remaining"] == 20_000
    assert found["calendar"]["working_days_by_week"] == [2, 2]


def test_markdown(run):
    text = run("check", "team.yaml", "--format", "markdown").stdout
    assert text.startswith("# The plan is well formed.\n\nSample: 12 Jan 2026")
    assert "| cold     | paid        |        4 |        2 |               1 |\n" in text


def test_service_level_and_peaks(run):
    plan = sample.PLAN.replace("leads: {per_week: 8}", "leads: {per_week: 160, season: {2026-02: 2}}")
    level = "{share: 0.9, within_seconds: 0, handling_minutes: 12}"
    between = "{activity: calls, minutes_each: 10, efficiency: 100%}"
    plan = plan.replace("{managers_per_slot: 1}", f"{{service_level: {level}, between_leads: {between}}}")
    plan = plan.replace("weeks: 2", "weeks: 4")
    # 40 leads of 12 minutes in 240 minutes are 2 erlangs, in February 4; of five people at 2 erlangs each is busy for
    # 40 % and Erlang C finds 6.0 % waiting, of eight at 4 erlangs 50 % and 5.9 %
    text = run("check", "-", stdin=plan).stdout
    assert text.partition("managers on duty\n")[2].partition("\n\n")[0] == (
        "day    slot      leads    on duty    in time    busy    calls between    peak leads    on duty"
        "    in time    busy\n"
        "-----  ------  -------  ---------  ---------  ------  ---------------  ------------  ---------"
        "  ---------  ------\n"
        "mon    am           40          5        94%     40%               14            80          8"
        "      94.1%     50%\n"
        "       pm           40          5        94%     40%               14            80          8"
        "      94.1%     50%\n"
        "tue    am           40          5        94%     40%               14            80          8"
        "      94.1%     50%\n"
        "       pm           40          5        94%     40%               14            80          8"
        "      94.1%     50%\n"
        "leads: a typical week's (median). Slots of duty to cover over all people: 20 to 32 a week. "
        "Leads a week of warm: up to\n178 as it is, the 179th takes 4 more duty slots a week, in 1 of 4 weeks; "
        "149 or fewer take 4 fewer duty slots."
    )


def test_target_that_nothing_carries_is_told(run):
    plan = sample.PLAN.replace("audit: {deals: 2}", "audit: {deals: 2}, course: {deals: 3}").replace(
        "products:\n  audit: {average", "products:\n  course: {average_deal: 10}\n  audit: {average"
    )
    text = run("check", "-", stdin=plan).stdout
    assert "nothing: no outbound funnel counts towards it" in text


def test_route_that_cannot_carry_is_told(run):
    plan = sample.PLAN.replace("opens_with: calls", "opens_with: calls\n    max_contacts: 10")
    text = run("check", "-", stdin=plan).stdout
    assert "          ! more than the base of 10 contacts\n" in text


def test_wrong_plan_is_told_with_its_line(run):
    Path("team.yaml").write_text(sample.PLAN.replace("conversion: 25%", "conversion: 25"), encoding="utf-8")
    result = run("check", "team.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "team.yaml:27: funnels.warm.stages[0].conversion: must be at most 1, got 25. Write 0.25 or 25%.\n"
    )


def test_missing_plan_is_told(run):
    result = run("check", "none.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("none.yaml: must be")


def test_place_that_cannot_be_written_is_told(run):
    result = run("check", "team.yaml", "-o", "none/page.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "none/page.txt: must be in a folder that exists, got none. Create that folder first.\n"


def test_work_of_closers_is_told_apart(run):
    closer = "  - {name: Carl, roles: [closer]}\n"
    plan = sample.PLAN.replace("{meetings: 0.5}", "{meetings: 0.5}, by: closer")
    text = run("check", "-", stdin=plan.replace("candidates:", f"{closer}candidates:")).stdout
    assert text.partition("contacts opened evenly\n")[2].partition("\n\n")[0] == (
        "funnel    step         by        in all    a week    a working day\n"
        "--------  -----------  ------  --------  --------  ---------------\n"
        "cold      paid                        4         2                1\n"
        "          meeting      closer         8         4                2\n"
        "          contact                    80        40               20\n"
        "          -> calls                   80        40               20\n"
        "          -> meetings  closer         4         2                1"
    )


def test_menus_of_weekdays_fees_and_hires_are_shown(run):
    plan = sample.PLAN.replace("at_most: 2,", "at_most: 2, hiring_cost: 500, from: [2026-01-12, 2026-01-19],")
    plan = plan.replace("{average_deal: 5_000,", "{average_deal: 5_000, monthly_fee: 3_043.75,")
    text = run("check", "-", stdin=f"{plan}weekday_patterns: {{tue: [{{calls: 7}}, {{duty: 2}}]}}\n").stdout
    assert text.partition("\n\nWhat a deal with")[2].partition("\n\n")[0] == (
        " a fee brings until the end\n"
        "product      at once    a month    churn a month    paid in the    paid in the\n"
        "                                                     first week      last week\n"
        "---------  ---------  ---------  ---------------  -------------  -------------\n"
        "audit          5,000      3,044               0%          6,400          5,700"
    )
    assert text.partition("\n\nDay patterns of")[2] == (
        " single weekdays, in place of those\n"
        "day      calls    duty\n"
        "-----  -------  ------\n"
        "tue          7\n"
        "                     2\n"
        "\n"
        "What a hire costs\n"
        "whom      at most  from        until            cost    to hire      cost over\n"
        "                                             a month               the horizon\n"
        "------  ---------  ----------  ----------  ---------  ---------  -------------\n"
        "junior          2  2026-01-12  2026-01-25      2,000        500          1,420\n"
        "                2  2026-01-19  2026-01-25      2,000        500         959.96\n"
        "at most: of a profile in all, whenever they come. cost over the horizon: of one, with what hiring costs.\n"
    )


def test_queues_are_shown_with_their_rules(run):
    plan = sample.PLAN.replace("  warm:\n", "  warm:\n    queue: north\n")
    south = "  south: {channel: inbound, product: audit, queue: south, leads: {per_week: 4}, stages: [*lead]}\n"
    plan = plan.replace("- {name: lead", "- &lead {name: lead").replace("pipeline:", f"{south}pipeline:")
    rules = "{queues: {north: {managers_per_slot: {am: 1}}, south: {leads_per_slot: 3}}}"
    text = run("check", "-", stdin=plan.replace("{managers_per_slot: 1}", rules)).stdout
    assert text.partition("\n\nQueues\n")[2].partition("\n\n")[0] == (
        "queue    funnels    on duty\n"
        "-------  ---------  -------------------------\n"
        "north    warm       am 1\n"
        "south    south      one for 3 leads of a slot"
    )
