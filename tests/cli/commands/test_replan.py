from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_yaml
from tests.answer_by_hand import by_hand
from tests.cli import sample

# everything happens as planned in the first week, and was done in it
FACTS = """\
date,manager,what,funnel,count,amount
2026-01-12,Anna,calls,,8,
2026-01-12,Anna,contacts,cold,8,
2026-01-12,Boris,leads,warm,2,
2026-01-12,Boris,paid,warm,1,100
2026-01-12,,meeting,cold,4,
2026-01-13,Anna,meetings,,2,
2026-01-13,Boris,leads,warm,2,
2026-01-13,Boris,paid,warm,1,100
"""
HOW_MUCH = """\
How much changes
what changes                 how much    at least  proven
-------------------------  ----------  ----------  --------
more people                         {people}           {people}  yes
people in another role              0           0  yes
duty slots in other hands           {slots}           {slots}  yes
changed quotas                      {quotas}           {quotas}  yes
cost a month                      {cost}         {cost}  yes
In this order as few as can be. at least: what is proven, with those above as they are. Quotas of people who join are
not counted.
"""
MET = """\

Targets
target      wanted    reached    attainment    odds
--------  --------  ---------  ------------  ------
revenue        600        600          100%   59.1%
"""
# four meetings are under way, each paid in one of two cases, and four leads are to come: four deals are still needed
ODDS = "On average the plan is met; its target in 59% of cases.\n\n"
RATES = """\

Conversions
funnel    stage      plan  seen      used
--------  -------  ------  ------  ------
cold      contact     50%  4 of 8     50%
          meeting     50%  0 of 0     50%
warm      lead        50%  2 of 4     50%
"""
BLEND = """\
The plan's conversions were used, updated by what was seen: the plan's counts as many observations as prior_observations
says (100 unless a stage says otherwise), each item that is over as one more.
"""
NOTHING = (
    "Nothing changes: the plan in force still holds.\nby hand: from Mon 19 Jan 2026 on; as it was up to Tue 20 Jan\n\n"
    + ODDS
    + HOW_MUCH.format(people=0, slots=0, quotas=0, cost=180)
    + MET
    + RATES
    + BLEND
)
# Anna is away on Monday the 19th, on which she would hold 2 meetings; on Tuesday she has nothing to do
MOVED = (
    """\
2 quotas change. Less is impossible.
by hand: from Mon 19 Jan 2026 on; Anna away Mon 19 Jan

"""
    + ODDS
    + HOW_MUCH.format(people=0, slots=0, quotas=2, cost=180)
    + """\

Changes
day         who    change           why
----------  -----  ---------------  ------------------------------
Mon 19 Jan  Anna   meetings 2 -> 0  is away
Tue 20 Jan  Anna   meetings 0 -> 2  makes up for Anna, who is away

Who does it instead
day         who    was to do    taken over            why
----------  -----  -----------  --------------------  ---------------------------------
Mon 19 Jan  Anna   2 meetings   2 Anna on Tue 20 Jan  in the week in which it falls due
What people who are away were to do, and follow-up work that others have no time for because of it. Amounts are
averages, as the plan has them.
"""
    + MET
    + RATES
    + BLEND
)
NAMES = ("PLAN", "RESULT", "ACTUALS")
FILES = ("team.yaml", "result.json", "actuals.csv")
MONDAY = ("--as-of", "2026-01-19", "--quiet")
USAGE = "Usage: salescrew replan [OPTIONS] PLAN RESULT ACTUALS\nTry 'salescrew replan --help' for help.\n\nError: "


@pytest.fixture(autouse=True)
def files(folder):
    plan, result = by_hand()
    (folder / "team.yaml").write_text(plan_yaml(Plan.model_validate(plan)), encoding="utf-8")
    (folder / "result.json").write_text(Result.model_validate(result).to_json(), encoding="utf-8")
    (folder / "actuals.csv").write_text(FACTS, encoding="utf-8")


@pytest.fixture
def replan(run):
    """Run the command; standard error stays empty."""

    def run_it(*arguments, exit_code=0, stdin=None):
        result = run("replan", *FILES, *MONDAY, *arguments, stdin=stdin)
        assert (result.exit_code, result.stderr) == (exit_code, "")
        return result.stdout

    return run_it


@pytest.fixture
def refuse(run):
    """Run the command in vain: it says why on standard error, and writes nothing."""

    def run_it(*arguments, files=FILES, stdin=None):
        before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
        result = run("replan", *files, *arguments, stdin=stdin)
        assert (result.exit_code, result.stdout) == (2, "")
        assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before
        return result.stderr

    return run_it


def test_nothing_changes_where_all_went_as_planned(replan):
    assert replan() == NOTHING


def test_an_absence(replan):
    assert replan("--absent", "Anna:2026-01-19", "--freeze-days", "0") == MOVED


def test_only_some_things_may_change(replan):
    # a junior for 50 a month takes the morning, since Anna may not have another role
    options = ("--absent", "Boris:2026-01-19", "--freeze-days", "0", "--allow", "hire, roster,quotas")
    lines = replan(*options).splitlines()
    assert lines[:2] == [
        "1 person joins and 1 duty slot changes hands. Less is impossible.",
        "by hand: from Mon 19 Jan 2026 on; only hire, roster and quotas may change; Boris away Mon 19 Jan",
    ]
    assert "from now on  junior 1  joins as mixed" in "\n".join(lines)
    assert "Mon 19 Jan   junior 1  takes morning duty (was Boris's)  since Boris is away" in lines


def test_what_cannot_be_met_any_more(replan):
    # 1 deal of 6 is lost with the leads of a morning
    options = ("--absent", "Boris:2026-01-19", "--freeze-days", "0", "--allow", "roster,quotas")
    lines = replan(*options, exit_code=1).splitlines()
    assert lines[:2] == [
        "With what may change not every target can be met: 83.3% of each is reached. 1 duty slot stays open. "
        "Less is impossible.",
        "by hand: from Mon 19 Jan 2026 on; only roster and quotas may change; Boris away Mon 19 Jan",
    ]
    assert "revenue        600        500         83.3%   34.1%" in lines
    open_slots = lines.index("Duty that stays open, since nobody can take it")
    assert lines[open_slots + 1 : open_slots + 4] == [
        "day         slot       missing",
        "----------  -------  ---------",
        "Mon 19 Jan  morning          1",
    ]


def test_work_that_finds_no_time(replan):
    # 2 of the 4 meetings of the first week are left for Monday, when Anna is not there
    lines = replan("--absent", "Anna:2026-01-19/2026-01-25", "--allow", "quotas", exit_code=1).splitlines()
    assert lines[0] == (
        "Not all work can be done: 2 meetings find no time; the targets still count what hangs on them. "
        "1 quota changes. Less is impossible."
    )
    assert lines[lines.index("Work that nobody has time for any more") + 3].split() == [
        "2026-01-19",
        "cold",
        "meetings",
        "2",
    ]


def test_no_answer_in_time(replan):
    stdout = replan("--absent", "Boris:2026-01-19", "--time-limit", "0.000001", "-o", "next.json", exit_code=3)
    assert stdout.splitlines()[0] == "No answer: no plan was found, and nothing is ruled out."
    assert salescrew.load_result("next.json").status == "no_answer"


def test_several_absences(replan):
    absent = ("--absent", "Anna:2026-01-19", "--absent", "Anna:2026-01-21/2026-01-23", "--absent", "Boris:2026-01-22")
    said = "Anna away Mon 19 Jan, Wed 21 Jan to Fri 23 Jan; Boris away Thu 22 Jan"
    assert replan(*absent).splitlines()[1] == f"by hand: from Mon 19 Jan 2026 on; as it was up to Tue 20 Jan; {said}"


@pytest.mark.parametrize(
    ("rates", "used", "note"),
    # 3 of 4 leads paid: 75%, or with 100 observations of the plan (50 + 3) / 104 = 51%
    [
        ("plan", "50%", "The plan's conversions were used."),
        ("observed", "75%", "The conversions that were observed were used; the plan's where nothing is over yet."),
        ("blend", "51%", BLEND.splitlines()[-1]),
    ],
)
def test_rates(replan, rates, used, note):
    facts = FACTS.replace("2026-01-13,Boris,paid,warm,1,100", "2026-01-13,Boris,paid,warm,2,200")
    Path("actuals.csv").write_text(facts, encoding="utf-8")
    lines = replan("--rates", rates).splitlines()
    assert (f"warm      lead        50%  3 of 4     {used}" in lines, lines[-1]) == (True, note)


# ---- where it goes


def test_json_goes_to_a_file_and_the_page_besides(run, replan):
    assert replan("--absent", "Anna:2026-01-19", "--freeze-days", "0", "-o", "next.json") == MOVED
    revised = salescrew.load_result("next.json")
    assert (revised.status, revised.replan.parent_file) == ("optimal", "result.json")
    for options in ((), ("--parent", "result.json")):
        checked = run("verify", "team.yaml", "next.json", *options)
        assert (checked.exit_code, checked.stdout.splitlines()[0]) == (0, "No violations.")


def test_json_on_standard_output_stands_alone(replan):
    stdout = replan("--format", "json")
    assert Result.model_validate_json(stdout).to_json() == stdout
    # `-` is standard output, too
    assert replan("--format", "json", "-o", "-") == stdout


def test_result_on_standard_input_has_no_file(run):
    stdin = Path("result.json").read_text(encoding="utf-8")
    result = run("replan", "team.yaml", "-", "actuals.csv", *MONDAY, "--format", "json", stdin=stdin)
    assert (result.exit_code, json.loads(result.stdout)["replan"]["parent_file"]) == (0, None)


def test_actuals_on_standard_input(run):
    result = run("replan", "team.yaml", "result.json", "-", *MONDAY, stdin=FACTS)
    assert (result.exit_code, result.stdout) == (0, NOTHING)


def test_csv_is_a_folder_and_the_page_goes_besides(replan):
    options = ("--absent", "Anna:2026-01-19", "--freeze-days", "0")
    assert replan(*options, "--format", "csv", "-o", "next") == MOVED
    names = {path.stem for path in Path("next").iterdir()}
    assert names >= {"roster", "quotas", "turnover", "changes", "rates", "left_undone", "done_late", "notes"}
    with Path("next/changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.reader(file)]
    assert rows == [
        ["kind", "date", "manager", "what", "was", "now", "reason"],
        ["quota", "2026-01-19", "Anna", "meetings", "2", "", "is away"],
        ["quota", "2026-01-20", "Anna", "meetings", "", "2", "makes up for Anna, who is away"],
    ]


def test_markdown_by_the_ending(replan):
    assert replan("-o", "next.md") == ""
    text = Path("next.md").read_text(encoding="utf-8")
    headings = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
    assert headings == [NOTHING.splitlines()[0], "How much changes", "Targets", "Conversions"]
    assert replan("--format", "markdown") == text


def test_a_table_in_a_file_is_all_there_is(replan):
    assert replan("-o", "next.txt") == ""
    assert Path("next.txt").read_text(encoding="utf-8") == NOTHING


@pytest.mark.parametrize("file", ["now.yaml", "now.yml", "now.JSON"])
def test_the_plan_as_it_stands(run, replan, file):
    options = ("--absent", "Anna:2026-01-19", "--freeze-days", "0", "-o", "next.json")
    assert replan(*options, "--write-plan", file) == MOVED
    now = salescrew.load(file)
    assert (str(now.so_far.as_of), list(now.away)) == ("2026-01-19", ["Anna"])
    checked = run("verify", file, "next.json", "--parent", "result.json")
    assert (checked.exit_code, checked.stdout.splitlines()[0]) == (0, "No violations.")
    again = run("solve", file, "--format", "json", "--quiet")
    assert (again.exit_code, json.loads(again.stdout)["revenue"]) == (0, 600)


def test_the_next_time_it_is_the_result(run, replan):
    replan("--absent", "Anna:2026-01-19", "--freeze-days", "0", "-o", "next.json")
    more = "2026-01-19,Boris,leads,warm,2,\n2026-01-19,Boris,paid,warm,1,100\n2026-01-19,,paid,cold,1,100\n"
    Path("actuals.csv").write_text(FACTS + more, encoding="utf-8")
    again = run(
        "replan", "team.yaml", "next.json", "actuals.csv", "--as-of", "2026-01-20", "--quiet", "-o", "third.json"
    )
    said = "Nothing changes: the plan in force still holds."
    assert (again.exit_code, again.stdout.splitlines()[0]) == (0, said)
    checked = run("verify", "team.yaml", "third.json", "--parent", "next.json")
    assert (checked.exit_code, checked.stdout.splitlines()[0]) == (0, "No violations.")


# ---- what is refused


OPTIONS = """\
--as-of 19.1. | must be a date, got 19.1.. Write it as YYYY-MM-DD, such as 2026-01-12.
--freeze-days -1 | -1 is not in the range x>=0.
--allow hire,role | 'role' is not one of hire, roles, roster, quotas. Did you mean roles?
--rates seen | 'seen' is not one of 'plan', 'observed', 'blend'.
--show team | 'team' is not one of duty, roster, quotas, funnel, coverage.
--absent Anna | must be a name, a colon and days, got Anna. Write Anna:2026-02-03/2026-02-07.
--absent Anna:Mon | Anna: must be a date or an interval of dates, got Mon. Write 2026-02-02 or 2026-02-02/2026-02-06.
--time-limit 0 | must be a number of seconds above 0 and at most 1,000,000,000, got 0.
"""


@pytest.mark.parametrize("line", OPTIONS.splitlines())
def test_options_that_cannot_be_meant(refuse, line):
    option, value, told = line.replace(" | ", " ", 1).split(" ", 2)
    assert refuse(*MONDAY, option, value) == f"{USAGE}Invalid value for '{option}': {told}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--quiet",), "Missing option '--as-of'."),
        ((*MONDAY, "--format", "csv"), "csv writes a file a table: name a folder for them with --format csv -o."),
        ((*MONDAY, "-o", "next.csv"), "csv writes a file a table: name a folder for them with --format csv -o."),
    ],
)
def test_options_that_do_not_go_together(refuse, arguments, told):
    assert refuse(*arguments) == f"{USAGE}{told}\n"


@pytest.mark.parametrize("day", ["2026-01-11", "2026-01-21", "2027-01-12"])
def test_days_outside_the_plan(refuse, day):
    must = "must be a day from 2026-01-12 to the plan's last working day, 2026-01-20"
    assert refuse("--as-of", day, "--quiet", "-o", "next.json") == f"as of: {must}, got {day}. Correct it.\n"


def test_everybody_who_is_not_in_the_plan_is_told(refuse):
    absent = ("--absent", "Zoe:2026-01-19", "--absent", "Ana:2026-01-19", "--absent", "anna:2026-01-19")
    must = "absent: must be a person of this plan, got {}\n"
    assert refuse(*MONDAY, *absent, "-o", "next.json") == (
        must.format("Zoe. Known here: Anna, Boris, junior 1, junior 2.") + must.format("Ana. Did you mean Anna?")
    )


@pytest.mark.parametrize(("one", "other"), [("PLAN", "RESULT"), ("PLAN", "ACTUALS"), ("RESULT", "ACTUALS")])
def test_two_standard_inputs_are_a_usage_error(refuse, one, other):
    files = ["-" if name in (one, other) else file for name, file in zip(NAMES, FILES, strict=True)]
    assert refuse(*MONDAY, files=files) == f"{USAGE}{one} and {other} cannot both be standard input.\n"


@pytest.mark.parametrize("options", [("-o", "none/next.json"), ("-o", "next.json", "--write-plan", "none/now.yaml")])
def test_folders_that_are_missing(refuse, options):
    must = "must be in a folder that exists, got none. Create that folder first."
    assert refuse(*MONDAY, *options) == f"{options[-1]}: {must}\n"


def test_no_plan_is_left_where_the_result_cannot_be_written(refuse):
    must = "must be in a folder that exists, got none. Create that folder first."
    options = ("--write-plan", "now.yaml", "-o", "none/next.json")
    assert refuse(*MONDAY, *options) == f"none/next.json: {must}\n"


def test_a_result_without_a_team(refuse):
    Path("result.json").write_text(sample.without_team("infeasible").to_json(), encoding="utf-8")
    must = "must have a team to follow, got a result that says infeasible. Use that of a plan that is met."
    assert refuse(*MONDAY, "-o", "next.json") == f"result: {must}\n"


def test_a_result_of_another_plan(refuse):
    Path("result.json").write_text(sample.optimal().to_json(), encoding="utf-8")
    told = refuse(*MONDAY, "-o", "next.json")
    assert told.startswith("result: must ")
    assert told.endswith("Use the result of this plan.\n")


def test_facts_that_cannot_be_meant(refuse):
    Path("actuals.csv").write_text(f"{FACTS}2026-01-19,Zoe,calls,,8,\n", encoding="utf-8")
    assert refuse(*MONDAY, "-o", "next.json", "--write-plan", "now.yaml").startswith("actuals.csv:10: ")


# ---- verify --parent


@pytest.fixture
def next_result(replan):
    replan("--absent", "Anna:2026-01-19", "--freeze-days", "0", "-o", "next.json")


@pytest.mark.usefixtures("next_result")
def test_verify_against_a_result_that_was_not_in_force(run):
    result = run("verify", "team.yaml", "next.json", "--parent", "next.json")
    assert (result.exit_code, result.stderr) == (1, "")
    first, parent, *others = result.stdout.splitlines()
    assert (first, others) == (
        "4 violations found:",
        [
            "changes: 2026-01-19 Anna quota meetings from 2 to None: is no change",
            "changes: 2026-01-20 Anna quota meetings from None to 2: is no change",
            "handovers: 2026-01-19 Anna meetings: must be 0 in all, got 1.999999",
        ],
    )
    assert parent.startswith("changes: parent must be ")


@pytest.mark.usefixtures("next_result")
def test_verify_of_days_that_are_over(run):
    answer = json.loads(Path("next.json").read_text(encoding="utf-8"))
    answer["quotas"][0]["calls"] = 9
    Path("next.json").write_text(json.dumps(answer), encoding="utf-8")
    assert run("verify", "team.yaml", "next.json").exit_code == 0
    result = run("verify", "team.yaml", "next.json", "--parent", "result.json")
    must = "days_before: quotas before 2026-01-19 must be as it was, is otherwise from 2026-01-12 on"
    assert (result.exit_code, result.stdout) == (1, f"1 violation found:\n{must}\n")


def test_verify_parent_is_for_results_that_were_made_anew(run):
    result = run("verify", "team.yaml", "result.json", "--parent", "result.json")
    usage = "Usage: salescrew verify [OPTIONS] PLAN RESULT\nTry 'salescrew verify --help' for help.\n\nError: "
    told = "--parent is for a result of `salescrew replan`: result.json is none.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", usage + told)
