from __future__ import annotations

import json
from pathlib import Path

import pytest

import salescrew
from tests.cli import sample

MONDAY = "2026-01-12"
# Boris has the mornings and junior 1 the afternoons, but there is no day pattern with two slots
NOBODY = """\
1 slot to cover, and nobody who could take it.
Sample: Boris away Mon 12 Jan

Who could take it
slot           away    who could take it
-------------  ------  -------------------
Mon 12 Jan am  Boris   nobody

Who cannot
slot           who       why
-------------  --------  ------------------------------------
Mon 12 Jan am  Anna      is a hunter
               junior 1  has no day pattern with so much duty
"""
# with a day of two slots junior 1 can. A lead brings 25% x 5,000 = 1,250, and 2 come in a slot: 2,500, of which a
# junior makes half
SOMEBODY = """\
1 slot to cover, and somebody for each.
Sample: Boris away Mon 12 Jan

Who could take it
slot           away    who could take it    role      revenue     quotas  that day also          slots
                                                                 changed                     that week
-------------  ------  -------------------  ------  ---------  ---------  ---------------  -----------
Mon 12 Jan am  Boris   junior 1             mixed       1,250          0  pm                         2
revenue: what is lost by contacts that are not opened, and by what this person makes less of the leads than the one who
is away (below 0: more), as far as the plan counts it. What costs least comes first.

Who cannot
slot           who    why
-------------  -----  -----------
Mon 12 Jan am  Anna   is a hunter
"""
# Anna's contacts are each worth 11% x 2,500 = 275 within the plan; junior 1 has time for 20 calls more a day
CONTACTS = """\
No duty is to be covered: whoever is away has none on these days; 80 contacts cold wait besides.
Sample: Anna away Mon 12 Jan to Tue 20 Jan; Boris away Sun 25 Jan

What else waits
day         away    was to do         until       who has time (for how much)      brings
----------  ------  ----------------  ----------  -----------------------------  --------
Mon 12 Jan  Anna    25 contacts cold  Sun 18 Jan  junior 1 on Mon 12 Jan (20)       6,875
Tue 13 Jan  Anna    15 contacts cold  Sun 18 Jan  junior 1 on Tue 13 Jan (20)       4,125
Mon 19 Jan  Anna    25 contacts cold  Sun 25 Jan  junior 1 on Mon 19 Jan (20)       6,875
Tue 20 Jan  Anna    15 contacts cold  Sun 25 Jan  junior 1 on Tue 20 Jan (20)       4,125
until: follow-up work within the weeks of grace, contacts in that week. who has time: beside what is asked of them
already, the soonest first. brings: contacts within the plan. `replan` says who does what.
"""
CSV = """\
\ufeffdate,slot,away,rank,manager,role,revenue,quotas,lost,moved,pattern,also,slots_in_week
2026-01-12,am,Boris,1,junior 1,mixed,1250,0,,,2 duty,pm,2
"""


@pytest.fixture(autouse=True)
def solved(folder):
    (folder / "result.json").write_text(sample.optimal().to_json(), encoding="utf-8")


@pytest.fixture
def two_slots(folder):
    plan = sample.PLAN.replace("  - {meetings: 2}\n", "  - {meetings: 2}\n  - {duty: 2}\n")
    (folder / "team.yaml").write_text(plan, encoding="utf-8")


def test_nobody_can(run):
    result = run("cover", "team.yaml", "result.json", "--absent", f"Boris:{MONDAY}")
    assert (result.exit_code, result.stdout, result.stderr) == (0, NOBODY, "")


@pytest.mark.usefixtures("two_slots")
def test_somebody_can(run):
    result = run("cover", "team.yaml", "result.json", "--absent", f"Boris:{MONDAY}")
    assert (result.exit_code, result.stdout, result.stderr) == (0, SOMEBODY, "")


@pytest.mark.usefixtures("two_slots")
def test_result_on_standard_input(run):
    result = run("cover", "team.yaml", "-", "--absent", f"Boris:{MONDAY}", stdin=sample.optimal().to_json())
    assert (result.exit_code, result.stdout) == (0, SOMEBODY)


def test_nothing_to_cover(run):
    result = run(
        "cover", "team.yaml", "result.json", "--absent", f"Anna:{MONDAY}/2026-01-20", "--absent", "Boris:2026-01-25"
    )
    assert (result.exit_code, result.stdout) == (0, CONTACTS)


@pytest.mark.usefixtures("two_slots")
def test_several_days_and_people(run):
    absent = (
        "--absent",
        f"Boris:{MONDAY}",
        "--absent",
        "Boris:2026-01-19/2026-01-20",
        "--absent",
        " junior 1 : 2026-01-20",
    )
    result = run("cover", "team.yaml", "result.json", *absent)
    assert result.exit_code == 0
    # on Tuesday the 20th both are away, and Anna is a hunter
    assert result.stdout.splitlines()[:2] == [
        "4 slots to cover; for 2 of them there is nobody.",
        "Sample: Boris away Mon 12 Jan, Mon 19 Jan to Tue 20 Jan; junior 1 away Tue 20 Jan",
    ]


@pytest.mark.usefixtures("two_slots")
def test_json(run):
    result = run("cover", "team.yaml", "result.json", "--absent", f"Boris:{MONDAY}", "--format", "json")
    found = salescrew.cover(salescrew.load("team.yaml"), sample.optimal(), {"Boris": MONDAY})
    assert (result.exit_code, result.stdout) == (0, found.to_json())


@pytest.mark.usefixtures("two_slots")
def test_csv(run):
    result = run("cover", "team.yaml", "result.json", "--absent", f"Boris:{MONDAY}", "--format", "csv")
    assert (result.exit_code, result.stdout) == (0, CSV)


@pytest.mark.usefixtures("two_slots")
@pytest.mark.parametrize(
    ("file", "begins"), [("c.csv", "\ufeffdate,"), ("c.json", "{\n"), ("c.md", "# 1 slot to"), ("c", "1 slot")]
)
def test_files_by_their_ending(run, file, begins):
    result = run("cover", "team.yaml", "result.json", "--absent", f"Boris:{MONDAY}", "-o", file)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"Wrote {file}.\n")
    assert Path(file).read_bytes().decode("utf-8").startswith(begins)


@pytest.mark.usefixtures("two_slots")
def test_markdown(run):
    result = run("cover", "team.yaml", "result.json", "--absent", f"Boris:{MONDAY}", "--format", "markdown")
    assert result.exit_code == 0
    headings = [line for line in result.stdout.splitlines() if line.startswith("#")]
    assert headings == ["# 1 slot to cover, and somebody for each.", "## Who could take it", "## Who cannot"]


USAGE = "Usage: salescrew cover [OPTIONS] PLAN RESULT\nTry 'salescrew cover --help' for help.\n\nError: "


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Missing option '--absent'."),
        (
            ("--absent", "Boris"),
            "Invalid value for '--absent': must be a name, a colon and days, got Boris. Write "
            "Anna:2026-02-03/2026-02-07.",
        ),
        (
            ("--absent", ":2026-01-12"),
            "Invalid value for '--absent': must be a name, a colon and days, got :2026-01-12. Write "
            "Anna:2026-02-03/2026-02-07.",
        ),
        (
            ("--absent", "Boris:monday"),
            "Invalid value for '--absent': Boris: must be a date or an interval of dates, got monday. Write 2026-02-02 "
            "or 2026-02-02/2026-02-06.",
        ),
        (
            ("--absent", "Boris:2026-01-13/2026-01-12"),
            "Invalid value for '--absent': Boris: must be an interval that ends on or after its first day, got "
            "2026-01-13/2026-01-12. Write 2026-01-12/2026-01-13, if that is meant.",
        ),
    ],
)
def test_absences_that_cannot_be_meant(run, arguments, told):
    result = run("cover", "team.yaml", "result.json", *arguments, "-o", "cover.json")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{USAGE}{told}\n")
    assert not Path("cover.json").exists()


def test_everybody_who_is_not_on_the_team_is_told(run):
    result = run("cover", "team.yaml", "result.json", "--absent", f"Zoe:{MONDAY}", "--absent", f"junior 2:{MONDAY}")
    must = "absent: must be somebody of the team, got {}\n"
    known = "Zoe. Known here: Anna, Boris, junior 1."
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == must.format(known) + must.format("junior 2. Did you mean junior 1?")


def test_two_standard_inputs_are_a_usage_error(run):
    result = run("cover", "-", "-", "--absent", f"Boris:{MONDAY}")
    assert (result.exit_code, result.stderr) == (2, f"{USAGE}PLAN and RESULT cannot both be standard input.\n")


def test_result_of_another_plan(run):
    answer = json.loads(sample.optimal().to_json())
    for row in answer["roster"]:
        row["duty"] = ["morning" if slot == "am" else slot for slot in row["duty"]]
    Path("result.json").write_text(json.dumps(answer), encoding="utf-8")
    result = run("cover", "team.yaml", "result.json", "--absent", f"Boris:{MONDAY}")
    must = "must have duty in slots of the calendar only, got 2026-01-12 morning. Use the result of this plan."
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"result: {must}\n")


def test_result_without_a_team(run):
    Path("result.json").write_text(sample.without_team("no_answer").to_json(), encoding="utf-8")
    result = run("cover", "team.yaml", "result.json", "--absent", f"Boris:{MONDAY}")
    must = "must have a team to follow, got a result that says no_answer. Use that of a plan that is met."
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"result: {must}\n")
