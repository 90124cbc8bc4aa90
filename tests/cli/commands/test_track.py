"""Set what happened against the sample plan, whose answer in tests/cli/sample.py is made by hand.

Contacts of Anna's are worth 1.1 x 10 % x 50 % x 5,000 = 275 each, leads of Boris's 25 % x 5,000 = 1,250, and of junior
1's half of that. Everything pays in the week in which it comes.
"""

from __future__ import annotations

import csv
import json
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import salescrew
from tests.cli import sample

FILES = ("team.yaml", "result.json", "actuals.csv")
FACTS = """\
date,manager,what,funnel,count,amount
2026-01-12,Anna,calls,,20,
2026-01-12,Anna,contacts,cold,20,
2026-01-12,Boris,leads,warm,2,
2026-01-12,junior 1,leads,warm,3,
2026-01-12,,meeting,cold,3,
2026-01-12,Boris,paid,warm,1,6000
2026-01-13,Anna,absent,,1,
2026-01-13,Boris,leads,warm,1,
2026-01-13,,paid,cold,2,9000
"""
# 15,000 are paid, and 40 contacts and 4 leads each are to come: 15,000 + 40 x 275 + 4 x (1,250 + 625) = 33,500; with
# what was seen of 20 contacts and a few others a little more. Of the rest up to 40,000 each contact brings about 295
PAGE = """\
At risk: 34% that revenue comes to 40,000; likely 85.7% of it. But contacts cold stand at 50% of plan.
Sample: through Tue 13 Jan 2026, week 1 of 2

It takes 30 contacts cold a day on 2 days up to Tue 20 Jan, 60 in all; 40 are planned, and there is room for 140.

Targets
target                    wanted  by now  reached    comes        as  likely    95% of      to   odds  missing  outlook
                                                    to: as  observed          the time
                                                   planned                        from
------------------------  ------  ------  -------  -------  --------  ------  --------  ------  -----  -------  -------
revenue                   40,000  18,500   15,000   33,500    41,667  34,299    15,000  55,000  34.5%    5,701  at risk
products.audit.deals           2    3.70        3     6.70      8.33    6.86         3      11   100%           reached
by_month.2026-01.revenue  10,000  18,500   15,000   33,500    41,667  34,299    15,000  55,000   100%           reached
by now: what the plan's flow has by then. It comes to: if the rest goes by plan, with the plan's conversions, with those
observed, and (likely) with the plan's updated by them. 95% of the time: as far as chance takes it. odds: of meeting the
target.

What alone would still help
what                           likely or planned    enough    change    room
---------------------------  -------------------  --------  --------  ------
average deal of audit                      5,000     6,477     29.5%
contacts cold from now on                     40      59.3     48.2%     140
conversion of contact, cold                10.7%     15.8%     48.2%
conversion of meeting, cold                50.5%     74.8%     48.2%
conversion of lead, warm                   24.9%     43.9%     76.4%
Each alone is enough for every target on average, from now on, if the rest goes by plan with the likely conversions; the
smallest change comes first. Contacts are listed where there is room for them.

People
person    role    what             today    this week    to date    attainment    left    behind    days       a day
                                                                                                            from now
--------  ------  -------------  -------  -----------  ---------  ------------  ------  --------  ------  ----------
Anna      hunter  calls                       20 / 25    20 / 25           80%      40         5       2          23
                  contacts cold               20 / 25    20 / 25           80%      40         5       2          23
done / quota, of the days on which the person was there. a day from now: what it takes to do all that is left and make
up for what is behind, on each of the days that are left; from 10 on rounded up.

Days without work
person      days asked    idle    absent
--------  ------------  ------  --------
Anna                 1       0         1
junior 1             2       1         0
idle: the person was there, and nothing is known to have been done.

Leads, and the share that reached the next stage
person    funnel      leads expected    taken    over    passed on    share    plan  by chance
--------  --------  ----------------  -------  ------  -----------  -------  ------  -------------
Boris     warm                     4        3       3            1    33.3%     25%  6.1% to 79.2%
junior 1  warm                     4        3       3            0       0%   12.5%  0% to 56.1%
over: leads whose time to pass on is over. by chance: the true shares that explain what was seen, at 95%; where the
plan's is among them, what was seen may be noise.

Funnels
funnel    stage      by now    entered    attainment    over    passed on    share    plan  by chance
--------  -------  --------  ---------  ------------  ------  -----------  -------  ------  --------------
cold      contact        40         20           50%      20            3      15%     11%  5.2% to 36%
          meeting      4.40          3         68.2%       3            2    66.7%     50%  20.8% to 93.9%
          paid         2.20          2         90.9%
warm      lead            8          6           75%       6            1    16.7%   18.8%  3% to 56.4%
          paid         1.50          1         66.7%
over: items whose time to pass on is over. by chance: the true shares that explain what was seen, at 95%; where the
plan's is among them, what was seen may be noise.

Contacts left to open
funnel    last day      days left    planned    needed    needed a day    room
--------  ----------  -----------  ---------  --------  --------------  ------
cold      2026-01-20            2         40      59.3            29.6     140
last day: the last one on which opening a contact can still help. needed: contacts up to that day to reach every target
on average, with the likely conversions. room: what the day patterns leave time for.
"""


@pytest.fixture
def track(folder, run):
    """Run the command on the plan, the answer made by hand and what happened, in a folder with nothing else."""
    (folder / "result.json").write_text(sample.optimal().to_json(), encoding="utf-8")
    (folder / "actuals.csv").write_text(FACTS, encoding="utf-8")
    return lambda *options, files=FILES, stdin=None: run("track", *files, *options, stdin=stdin)


def progress():
    plan, result = salescrew.load("team.yaml"), salescrew.load_result("result.json")
    return salescrew.track(plan, result, salescrew.load_actuals("actuals.csv", plan, result))


def test_page(track):
    result = track()
    assert (result.exit_code, result.stdout, result.stderr) == (0, PAGE, "")


def test_json_is_what_python_gives(track):
    result = track("--format", "json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, progress().to_json(), "")
    assert track("-o", "progress.json").stdout == ""
    assert Path("progress.json").read_text(encoding="utf-8") == result.stdout


def test_facts_on_standard_input(track):
    assert track(files=(*FILES[:2], "-"), stdin=FACTS).stdout == PAGE


def test_day_and_absences_are_those_of_the_options(track):
    result = track("--as-of", "2026-01-12", "--absent", "junior 1:2026-01-12/2026-01-13", "--format", "json")
    found = json.loads(result.stdout)
    assert (found["as_of"], found["through"]) == ("2026-01-12", "2026-01-12")
    assert [(row["manager"], row["days_asked"], row["days_absent"]) for row in found["managers"]] == [
        ("Anna", 1, 0),
        ("Boris", 1, 0),
        ("junior 1", 0, 1),
    ]


def test_csv_is_a_folder_with_a_file_a_table(track):
    assert track("--format", "csv", "-o", "tables").exit_code == 0
    tables = {}
    for path in Path("tables").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    found = progress()
    assert {name: len(rows) for name, rows in tables.items()} == {
        "targets": 3,
        "people": 2,
        "days": 3,
        "leads": 2,
        "funnels": 5,
        "pipeline": 0,
        "catch_up": 1,
        "indicators": 1,
        "helps": 5,
        "pace": len(found.pace),
        "facts": 6,
        "notes": 0,
    }
    assert [float(row["with_planned"]) for row in tables["targets"]] == [33500, 6.7, 33500]
    assert [(row["manager"], row["funnel"], row["today_quota"], row["week_done"]) for row in tables["people"]] == [
        ("Anna", "", "0", "20"),
        ("Anna", "cold", "0", "20"),
    ]


def test_markdown_has_the_same_tables(track):
    lines = track("--format", "markdown").stdout.splitlines()
    assert lines[:3] == [f"# {PAGE.splitlines()[0]}", "", PAGE.splitlines()[1]]
    titles = [
        "Targets",
        "What alone would still help",
        "People",
        "Days without work",
        "Leads, and the share that reached the next stage",
        "Funnels",
    ]
    assert [line[3:] for line in lines if line.startswith("## ")] == [*titles, "Contacts left to open"]


BEHIND = "But contacts cold stand at 50% of plan."


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        (25_000, f"On track: 89% that revenue comes to 25,000; likely 137.2% of it. {BEHIND}"),
        # what is likely is enough, and chance is even
        (33_500, f"Even odds: 53% that revenue comes to 33,500; likely 102.4% of it. {BEHIND}"),
        (15_000, "Every target is reached."),
        (60_000, f"Behind: 2% that revenue comes to 60,000; likely 57.2% of it. {BEHIND}"),
    ],
)
def test_first_line_tells_how_it_stands(track, wanted, line):
    Path("team.yaml").write_text(sample.PLAN.replace("40_000", str(wanted)), encoding="utf-8")
    assert track().stdout.splitlines()[0] == line


# ---- the picture


def texts_of(svg):
    return ["".join(text.itertext()) for text in ET.parse(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_chart_shows_plan_reached_likely_and_target(track):
    result = track("--chart", "pace.svg")
    assert (result.exit_code, result.stdout, result.stderr) == (0, PAGE, "Wrote pace.svg.\n")
    texts = texts_of("pace.svg")
    for label in ("target", "plan", "reached", "likely", "95% of the time"):
        assert texts.count(label) == 1
    assert PAGE.splitlines()[0] in texts
    assert "revenue: at risk, likely 85.7% of what is wanted" in texts
    # three panels in two columns: the second column ends with its first panel, and has its days there
    assert (texts.count("12 Jan"), texts.count("19 Jan")) == (2, 2)
    drawn = Path("pace.svg").read_bytes()
    track("--chart", "pace.svg")
    assert Path("pace.svg").read_bytes() == drawn


def test_chart_of_one_target_is_narrow_and_has_its_first_line_in_two(track):
    lines = [line for line in sample.PLAN.splitlines() if "by_month" not in line and "deals" not in line]
    Path("team.yaml").write_text("\n".join(lines), encoding="utf-8")
    track("--chart", "pace.svg")
    texts = texts_of("pace.svg")
    at = texts.index("At risk: 35% that revenue comes to 40,000; likely 85.7% of it. But")
    assert texts[at + 1 : at + 3] == [
        "contacts cold stand at 50% of plan.",
        "Sample: 12 Jan 2026 to 25 Jan 2026, 2 weeks",
    ]


def test_chart_as_png_beside_another_form(track):
    assert track("--chart", "PACE.PNG", "--format", "json").stdout == progress().to_json()
    drawn = Path("PACE.PNG").read_bytes()
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", drawn[16:24])
    assert (width > 1000, height > 500, len(drawn) > 10_000) == (True, True, True)


@pytest.mark.parametrize("as_of", ["2026-01-12", "2026-01-25"])
def test_chart_on_the_first_and_on_the_last_day(track, as_of):
    Path("actuals.csv").write_text("date,what,count\n", encoding="utf-8")
    assert track("--as-of", as_of, "--chart", "pace.svg").exit_code == 0
    assert ET.parse("pace.svg").getroot().tag.endswith("svg")


# ---- what is refused

OUTSIDE = "as of: must be a day of the plan, 2026-01-12 to 2026-01-25, got 2026-02-01. Correct it.\n"


def names_in(folder):
    return {path.name for path in Path(folder).iterdir()}


def told(result, *besides):
    """Give what was said of something refused; there are the three files and what else is named, and nothing new."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert names_in(".") == {*FILES, *besides}
    return result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "2026-02-01"), OUTSIDE),
        (("--absent", "Ana:2026-01-12"), "absent: must be a person of this plan, got Ana. Did you mean Anna?\n"),
        (
            ("--chart", "none/pace.svg"),
            "none/pace.svg: must be in a folder that exists, got none. Create that folder first.\n",
        ),
    ],
)
def test_refused_as_a_whole(track, options, said):
    assert told(track("-o", "page.md", *options)) == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "csv"), "csv writes a file a table: name a folder for them with --format csv -o."),
        (("-o", "page.csv"), "csv writes a file a table: name a folder for them with --format csv -o."),
        (
            ("--as-of", "soon"),
            "Invalid value for '--as-of': must be a date, got soon. Write it as YYYY-MM-DD, such as 2026-01-12.",
        ),
    ],
)
def test_usage_errors(track, options, said):
    assert told(track(*options)).endswith(f"\n\nError: {said}\n")


@pytest.mark.parametrize(
    ("files", "two"),
    [
        (("team.yaml", "-", "-"), "RESULT and ACTUALS"),
        (("-", "result.json", "-"), "PLAN and ACTUALS"),
        (("-", "-", "actuals.csv"), "PLAN and RESULT"),
    ],
)
def test_two_standard_inputs_are_a_usage_error(track, files, two):
    said = told(track("--chart", "pace.svg", files=files))
    assert said.endswith(f"\n\nError: {two} cannot both be standard input.\n")


def test_facts_that_cannot_be_read_are_told_row_by_row(track):
    rows = "date,manager,what,funnel,count,amount\n2026-01-12,Ana,calls,,x,\n2026-01-12,,paid,warm,1,\n"
    said = (
        "actuals.csv:2: manager: must be a person of this plan, got Ana. Did you mean Anna?\n"
        "actuals.csv:2: count: must be a number, got x. Write a number such as 12 or 1500.5.\n"
        "actuals.csv:3: amount: must be given for what was paid, got nothing. "
        "Write what was paid; 0 if it was nothing.\n"
    )
    Path("actuals.csv").write_text(rows, encoding="utf-8")
    assert told(track("--chart", "pace.svg", "-o", "page.md")) == said


def test_file_that_is_not_there_is_told(track):
    said = "none.csv: must be a file that exists, got none. Check the name and the folder.\n"
    assert told(track("--chart", "pace.svg", files=(*FILES[:2], "none.csv"))) == said


def test_result_that_is_not_of_this_plan_is_refused(track):
    Path("team.yaml").write_text(sample.PLAN.replace("2026-01-12", "2026-01-19"), encoding="utf-8")
    Path("actuals.csv").write_text("date,what,count\n", encoding="utf-8")
    assert told(track("--chart", "pace.svg")) == (
        "result: must have days of the plan only, 2026-01-19 to 2026-02-01, got 2026-01-12. "
        "Use the result of this plan.\n"
    )


@pytest.mark.parametrize("status", ["infeasible", "no_answer"])
def test_result_without_a_team_is_refused(track, status):
    Path("result.json").write_text(sample.without_team(status).to_json(), encoding="utf-8")
    assert told(track("--chart", "pace.svg")) == (
        f"result: must have a team to follow, got a result that says {status}. Use that of a plan that is met.\n"
    )


def test_folder_with_files_is_left_as_it_is(track):
    Path("full").mkdir()
    (Path("full") / "kept.txt").write_text("kept", encoding="utf-8")
    said = "full: must be new or empty, got a folder with files. Name a new folder.\n"
    assert told(track("--format", "csv", "-o", "full"), "full") == said
    assert names_in("full") == {"kept.txt"}
