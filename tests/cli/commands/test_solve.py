from __future__ import annotations

import csv
import io
import signal
import sys
import time
from pathlib import Path

import pytest

import salescrew
from salescrew.cli.frame import destination
from salescrew.cli.frame.destination import Destination
from salescrew.cli.frame.progress import ENDS, Progress
from salescrew.models.answers.result import OneFewer, OpenSlot, Overload, Stretch
from salescrew.solver.engine.program import Program
from salescrew.solver.search import best_left, same_roles
from salescrew.solver.search.confidence import handed_out
from salescrew.solver.search.team_search import TeamSearch
from tests.cli import sample

NO_ROSTER = str(Path(__file__).parents[2] / "cases" / "field" / "no-roster.yaml")
OPEN = OpenSlot(date=sample.MONDAYS[0], slot="am", required=1, short=1)
UNDONE = Overload(week=sample.MONDAYS[0], funnel="warm", activity="meetings", short=4.5)

PAGE = """\
3 people; fewer is impossible: at least 3. 7,500 EUR a month, the least for 3 people. 1 of them is to be hired.
Sample: 12 Jan 2026 to 25 Jan 2026, 2 weeks

Both who are there stay; 1 joins: junior 1.

Team
name      role     new?         cost    duty slots       calls     calls
                             a month        a week       a day    a week
--------  -------  ------  ---------  ------------  ----------  --------
Anna      hunter   there       3,000             0  15 (15-25)        40
Boris     inbound  there       2,500             2                     0
junior 1  mixed    new         2,000             2                     0
a day: the usual quota (the median of the days that have one), beside this the lowest and the highest. a week: the
average over the weeks in which the person is there.

Targets
target                      wanted    reached    attainment
------------------------  --------  ---------  ------------
revenue                     40,000     37,000         92.5%
products.audit.deals             2       7.40          370%
by_month.2026-01.revenue    10,000     37,000          370%

Funnels
funnel    stage      in all    a week    must pass on    revenue
--------  -------  --------  --------  --------------  ---------
cold      contact        80        40             11%
          meeting      8.80      4.40             50%
          paid         4.40      2.20                     22,000
warm      lead           16         8           18.8%
          paid            3      1.50                     15,000
The first stage counts contacts to open and leads as they come; what must pass on takes into account what this team's
contacts and leads are worth.

Duty roster, every week
    Mon       Tue
--  --------  --------
am  Boris     Boris
pm  junior 1  junior 1
"""
ROSTER = """
Day patterns, every week
          Mon               Tue
--------  ----------------  ----------------
Anna      calls 50          calls 50
Boris     duty 1, calls 20  duty 1, calls 20
junior 1  duty 1, calls 20  duty 1, calls 20
"""
QUOTAS = """
Quotas, every week
          Mon       Tue       the week
--------  --------  --------  ----------
Anna      calls 25  calls 15  calls 40
Boris
junior 1

Contacts to open a week
name    funnel      12 Jan    19 Jan
------  --------  --------  --------
Anna    cold            40        40
"""
FUNNEL = """
Items entering each stage a week
funnel    stage      12 Jan    19 Jan
--------  -------  --------  --------
cold      contact        44        44
          meeting      4.40      4.40
          paid         2.20      2.20
warm      lead            6         6
          paid         1.50      1.50
"""
COVERAGE = """
Coverage (leads expected / on duty), every week
    Mon      Tue
--  -------  -------
am  2.0 / 1  2.0 / 1
pm  2.0 / 1  2.0 / 1
"""
IDLE = "day_patterns: nobody has a day of the pattern (2 meetings)."
WARNING = f"\nWarning: A warning.\nWarning: {IDLE}\n"


def test_page(run, solve_gives):
    calls = solve_gives(sample.optimal())
    result = run("solve", "team.yaml")
    # the page shows the warnings, so that they need not be said again
    assert (result.exit_code, result.stdout, result.stderr) == (0, PAGE + WARNING, "")
    assert calls == [("Sample", None)]


def test_everything_is_shown_on_request(run, solve_gives):
    solve_gives(sample.optimal())
    result = run("solve", "team.yaml", "--show", "roster, quotas,funnel,coverage")
    assert result.stdout == PAGE + ROSTER + QUOTAS + FUNNEL + COVERAGE + WARNING


def test_unknown_view_is_a_usage_error(run):
    result = run("solve", "team.yaml", "--show", "roster,team")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Invalid value for '--show': 'team' is not one of roster, quotas, funnel, coverage." in result.stderr


def test_quiet_says_nothing_on_standard_error(run, solve_gives):
    solve_gives(sample.optimal())
    result = run("solve", "team.yaml", "--quiet")
    assert (result.stdout, result.stderr) == (PAGE + WARNING, "")


def test_standard_input(run, solve_gives):
    solve_gives(sample.optimal())
    assert run("solve", "-", stdin=sample.PLAN).stdout == PAGE + WARNING


def test_json_is_the_result_itself(run, solve_gives):
    solve_gives(sample.optimal())
    assert run("solve", "team.yaml", "--format", "json").stdout == sample.optimal().to_json()
    written = run("solve", "team.yaml", "--format", "json", "-o", "result.json", "--quiet")
    assert (written.exit_code, written.output) == (0, "")
    assert Path("result.json").read_text(encoding="utf-8") == sample.optimal().to_json()


def test_markdown(run, solve_gives):
    solve_gives(sample.optimal())
    text = run("solve", "team.yaml", "--format", "markdown").stdout
    assert text.startswith("# 3 people; fewer is impossible: at least 3. 7,500 EUR a month,")
    assert "\n## Duty roster, every week\n\n|    | Mon      | Tue      |\n" in text
    assert text.endswith(f"\n## Warnings\n\n- A warning.\n- {IDLE}\n")


def test_csv_writes_a_file_a_table(run, solve_gives):
    solve_gives(sample.optimal())
    result = run("solve", "team.yaml", "--format", "csv", "-o", "tables", "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    tables = {
        path.stem: list(csv.reader(io.StringIO(path.read_text("utf-8-sig")))) for path in Path("tables").iterdir()
    }
    assert sorted(tables) == [
        "answer", "coverage", "funnel", "quotas", "roster", "stages", "targets", "team", "warnings"
    ]  # fmt: skip
    assert tables["answer"][1:4] == [["status", "optimal"], ["headcount", "3"], ["headcount_bound", "3"]]
    assert tables["team"][0][5:] == ["calls a usual day", "calls lowest a day", "calls highest a day", "calls a week"]
    assert tables["team"][1] == ["Anna", "hunter", "no", "3000", "0", "15", "15", "25", "40"]
    assert tables["targets"][1] == ["revenue", "40000", "37000", "0.925"]
    assert tables["stages"][2] == ["cold", "meeting", "8.8", "4.4", "0.5", ""]
    assert tables["coverage"][1] == ["2026-01-12", "am", "2", "1", "Boris"]
    assert tables["roster"][:2] == [
        ["date", "manager", "duty", "calls", "meetings"],
        ["2026-01-12", "Anna", "", "50", "0"],
    ]
    assert tables["quotas"][:2] == [
        ["date", "manager", "calls", "meetings", "contacts cold"],
        ["2026-01-12", "Anna", "25", "0", "25"],
    ]
    assert tables["funnel"][3] == ["2026-01-12", "cold", "paid", "2.2", "11000"]
    assert tables["warnings"] == [["warning"], ["A warning."], [IDLE]]


@pytest.mark.parametrize("place", [[], ["-o", "-"]])
def test_csv_needs_a_folder(run, solve_gives, place):
    calls = solve_gives(sample.optimal())
    result = run("solve", "team.yaml", "--format", "csv", *place)
    assert result.exit_code == 2
    assert result.stderr.endswith("Error: csv writes a file a table: name a folder for them with --format csv -o.\n")
    assert calls == []


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"headcount_bound": 2, "monthly_cost_bound": None},
            "3 people; at least 2 are needed, whether fewer than 3 would do is not known. 7,500 EUR a month. "
            "1 of them is to be hired. The time limit came before the proof.",
        ),
        (
            {"monthly_cost_bound": 5_000.0},
            "3 people; fewer is impossible: at least 3. 7,500 EUR a month. 1 of them is to be hired. "
            "The time limit came before the proof.",
        ),
        (
            {"headcount_bound": None, "monthly_cost_bound": None},
            "3 people; whether fewer would do is not known. 7,500 EUR a month. 1 of them is to be hired. "
            "The time limit came before the proof.",
        ),
    ],
)
def test_gap_is_told(run, solve_gives, changes, line):
    solve_gives(sample.optimal().model_copy(update={"status": "feasible", **changes}))
    result = run("solve", "team.yaml", "--time-limit", "5")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, line)


def test_cost_first_is_told_first(run, solve_gives):
    solve_gives(sample.optimal())
    result = run("solve", "-", stdin=sample.PLAN + "objective: [monthly_cost, people]\n")
    assert result.stdout.splitlines()[0] == (
        "7,500 EUR a month; less is impossible. 3 people, the fewest at that cost. 1 of them is to be hired."
    )


def test_people_without_cost_have_none(run, solve_gives):
    team = [member.model_copy(update={"monthly_cost": 0.0, "hired": False}) for member in sample.optimal().managers]
    free = {"monthly_cost": 0.0, "monthly_cost_bound": 0.0, "managers": tuple(team)}
    solve_gives(sample.optimal().model_copy(update=free))
    line = run("solve", "team.yaml").stdout.splitlines()[0]
    assert line == "3 people; fewer is impossible: at least 3. Nobody is to be hired."


def test_infeasible_is_an_answer_with_its_own_exit_code(run, solve_gives):
    solve_gives(sample.without_team("infeasible"))
    result = run("solve", "-", stdin=sample.PLAN + "limits: {people: 1}\n")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (
        "Infeasible: it is proven that no team out of the 2 managers and 2 candidates of this plan meets it within "
        "its limits (people 1).\n"
        "Sample: 12 Jan 2026 to 25 Jan 2026, 2 weeks\n\n"
        "`salescrew explain` says what cannot hold together, and what would do.\n"
    )


def test_no_answer_in_time_has_its_own_exit_code(run, solve_gives):
    calls = solve_gives(sample.without_team("no_answer"))
    result = run("solve", "team.yaml", "--time-limit", "0.5")
    assert (result.exit_code, result.stderr, calls) == (3, "", [("Sample", 0.5)])
    assert result.stdout == (
        "No answer in time: no team was found, and nothing is ruled out.\n"
        "Sample: 12 Jan 2026 to 25 Jan 2026, 2 weeks\n\n"
        "Allow more time with --time-limit, or leave it out to wait until it is proven.\n"
    )


@pytest.mark.parametrize("form", ["json", "csv"])
def test_answer_without_a_team_is_written_too(run, solve_gives, form):
    solve_gives(sample.without_team("infeasible"))
    assert run("solve", "team.yaml", "--format", form, "-o", "out").exit_code == 1
    written = [Path("out")] if form == "json" else sorted(Path("out").iterdir())
    assert [path.name for path in written] == (["out"] if form == "json" else ["answer.csv", "warnings.csv"])
    assert "infeasible" in written[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("limit", ["0", "-1", "nan", "inf", "-inf", "1e+19", "1e+300"])
@pytest.mark.parametrize("command", ["solve", "explain", "sensitivity", "compare", "sweep"])
def test_time_limit_is_a_number_that_can_be_waited_for(run, command, limit):
    varied = ("--vary", "pipeline=empty") if command == "sweep" else ()
    result = run(command, "team.yaml", *varied, "--time-limit", limit)
    said = f"'--time-limit': must be a number of seconds above 0 and at most 1,000,000,000, got {limit}.\n"
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"Invalid value for {said}")


def test_longest_time_limit_is_one(run):
    assert run("solve", "team.yaml", "--time-limit", "1e9").exit_code == 0
    plan = salescrew.load("team.yaml")
    assert salescrew.solve(plan, time_limit=1e19) == salescrew.solve(plan)


def test_failed_write_leaves_nothing(run, solve_gives):
    solve_gives(sample.optimal())
    result = run("solve", "team.yaml", "-o", "none/page.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "none/page.txt: must be in a folder that exists, got none. Create that folder first.\n"


def test_wide_days_are_stacked(run, solve_gives):
    pattern = {"calls to small businesses": 40, "meetings at the customer's place": 1, "duty": 1}
    days = [day.model_copy(update={"pattern": pattern}) for day in sample.optimal().roster]
    solve_gives(sample.optimal().model_copy(update={"roster": tuple(days)}))
    page = run("solve", "team.yaml", "--show", "roster").stdout
    assert page.partition("Day patterns, every week\n")[2].splitlines()[:6] == [
        "          Mon                                 Tue",
        "--------  ----------------------------------  ----------------------------------",
        "Anna      duty 1                              duty 1",
        "          calls to small businesses 40        calls to small businesses 40",
        "          meetings at the customer's place 1  meetings at the customer's place 1",
        "",
    ]


def test_real_solve(run):
    # the same plan solved in earnest: 20,000 of revenue come by themselves from standard leads
    result = run("solve", "team.yaml", "--quiet")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1] == "Sample: 12 Jan 2026 to 25 Jan 2026, 2 weeks"


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self):
        return True


def test_progress_shows_after_a_second_and_leaves_no_trace(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("salescrew.cli.frame.progress._PATIENCE_SECONDS", 0.05)
    with Progress("Solving") as progress:
        time.sleep(0.4)
        progress("Proving")
        time.sleep(0.3)
    assert "Solving (0 s; Ctrl-C takes the best so far)" in terminal.getvalue()
    assert "Proving (" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[2K")


@pytest.mark.parametrize(("stream", "quiet"), [(io.StringIO(), False), (Terminal(), True)])
def test_no_progress_where_nobody_looks(monkeypatch, stream, quiet):
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("salescrew.cli.frame.progress._PATIENCE_SECONDS", 0.0)
    with Progress("Solving", quiet=quiet):
        time.sleep(0.2)
    assert stream.getvalue() == ""


def test_progress_is_a_line_now_and_then_where_there_is_no_terminal(monkeypatch):
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    monkeypatch.setattr("salescrew.cli.frame.progress._FIRST_LINE_SECONDS", 0.05)
    with Progress("Solving") as progress:
        progress(salescrew.Step("how few people", "people", 7, 8))
        time.sleep(0.4)
    lines = log.getvalue().splitlines()
    assert 1 <= len(lines) <= 4  # after 0.05, 0.15 and 0.35 s
    assert set(lines) == {"how few people; it takes at least 7 people, 8 people would do (0 s)"}


def test_ctrl_c_promises_no_more_than_there_is(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("salescrew.cli.frame.progress._PATIENCE_SECONDS", 0.0)

    def said() -> str:
        time.sleep(0.25)
        return terminal.getvalue().rpartition("; ")[2]

    with Progress("Solving", until_found=ENDS) as progress:
        assert said() == "Ctrl-C ends it)"
        progress(salescrew.Step("how few people", "people", 7))
        assert said() == "Ctrl-C ends it)"
        progress(salescrew.Step("a better team", "people", 7, 8))
        assert said() == "Ctrl-C takes the best so far)"
        progress("quotas")
        assert said() == "Ctrl-C takes the best so far)"
        progress.answered()
        assert said() == "Ctrl-C leaves that out)"


def test_answer_stands_on_a_terminal_before_how_far_the_team_gets(run, monkeypatch):
    whole = run("solve", "team.yaml").stdout
    monkeypatch.setattr(Destination, "has_reader", True)
    shown = run("solve", "team.yaml", "-o", "-", "-o", "result.json").stdout
    first, rest = shown[: shown.index("Warning: ")], shown[shown.index("Warning: ") :]
    assert first.splitlines()[0] == whole.splitlines()[0]
    for said in ("could reach", "With the time to spare", "it takes 3 people"):
        assert said in " ".join(whole.split())
        assert (said in " ".join(first.split()), said in " ".join(rest.split())) == (False, True)
    assert salescrew.load_result("result.json").stretch is not None


def shown_before_and_after_even(run, monkeypatch, *arguments):
    """Give what `solve` shows on a terminal before anything is evened, and what it shows then."""
    shown = []

    def write(_, text):
        shown.append(text)

    def noted(even):
        def evener_then(*arguments, **named):
            shown.append("EVEN")
            return even(*arguments, **named)

        return evener_then

    for module, name in ((same_roles, "evenest"), (handed_out, "evenest"), (best_left, "evened")):
        monkeypatch.setattr(module, name, noted(getattr(module, name)))
    monkeypatch.setattr(Destination, "has_reader", True)
    monkeypatch.setattr(destination, "write", write)
    run("solve", *arguments)
    return [" ".join(part) for part in (shown[: shown.index("EVEN")], shown[shown.index("EVEN") :])]


@pytest.mark.parametrize("options", [(), ("--no-reach",), ("--confidence", "5%")])
def test_sentence_and_team_stand_on_a_terminal_before_weeks_are_even(run, monkeypatch, options):
    before, after = shown_before_and_after_even(run, monkeypatch, "team.yaml", *options)
    assert "fewer is impossible" in before
    assert "Who it takes\n" in before
    for said in ("Team\n", "Funnels\n", "Duty roster"):
        assert (said in before, after.count(said)) == (False, 1)


@pytest.mark.parametrize("options", [(), ("--confidence", "5%")])
@pytest.mark.parametrize(
    ("asked", "last"),
    [(("team.yaml", "--people", "2"), "Targets\n"), ((NO_ROSTER,), "Duty slots that stay open\n")],
    ids=["reaches less", "leaves slots open"],
)
def test_so_do_they_where_a_plan_cannot_be_met(run, monkeypatch, asked, last, options):
    before, after = shown_before_and_after_even(run, monkeypatch, *asked, "--best", *options)
    assert before.startswith("Infeasible: ")
    assert "Who it takes\n" in before
    for said in ("Team\n", "Funnels\n", "`salescrew explain` says what cannot hold together", "Shown is ", last):
        assert (said in before, after.count(said)) == (False, 1), said


@pytest.mark.parametrize("found", ["even_out", "find_reach"])
def test_answer_stays_where_ctrl_c_comes_after_it(run, monkeypatch, found):
    def interrupted(*_, **__):
        signal.raise_signal(signal.SIGINT)
        Program().row([])

    monkeypatch.setattr(Destination, "has_reader", True)
    monkeypatch.setattr(TeamSearch, found, interrupted)
    ended = run("solve", "team.yaml")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert (ended.stdout.count("Who it takes\n"), ended.stdout.count("Team\n")) == (1, 1)
    assert "could reach" not in ended.stdout


def test_limits_and_best_are_passed_on(run, solve_gives):
    calls = solve_gives(sample.optimal())
    assert run("solve", "team.yaml", "--people", "2", "--hires", "0", "--best", "--no-reach").exit_code == 0
    assert calls == [("Sample", None, "best", "no reach")]
    refused = run("solve", "team.yaml", "--people", "-1")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Invalid value for '--people': -1 is not in the range x>=0." in refused.stderr


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"stretch": Stretch(reach=1.0474), "one_fewer": OneFewer(reach=0.941, proven=True)},
            "2 people reach 94.1% of the plan at best. These 3 could reach 104.7% of it.",
        ),
        (
            {"one_fewer": OneFewer(reach=0.99996, proven=False)},
            "The best 2 people that were found reach 99.996% of the plan.",
        ),
        (
            {"one_fewer": OneFewer(reach=None, proven=True, uncovered=(OPEN, OPEN.model_copy(update={"short": 2})))},
            "2 people could not do even what comes by itself: 2 duty slots stay open at the least, 3 places in all.",
        ),
        (
            {"one_fewer": OneFewer(reach=None, proven=True, overloaded=(UNDONE,))},
            "2 people could not do even what comes by itself: 4.50 meetings stay undone at the least.",
        ),
    ],
)
def test_why_not_fewer_is_said_below_the_first_lines(run, solve_gives, changes, line):
    solve_gives(sample.optimal().model_copy(update=changes))
    assert run("solve", "team.yaml").stdout.splitlines()[4:7] == ["", line, ""]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"reach": 0.831, "reach_proven": True}, ["The best team reaches 83.1% of the plan; `--best` shows it."]),
        (
            {"uncovered": (OPEN,), "reach_proven": True},
            [
                "Not even what comes by itself can be done: 1 duty slot stays open at the least; "
                "`--best` shows what can be done.",
                "Duty slots that stay open",
                "2026-01-12  am                    1          1",
            ],
        ),
        (
            {"overloaded": (UNDONE,), "reach_proven": True},
            [
                "Not even what comes by itself can be done: 4.50 meetings stay undone at the least; "
                "`--best` shows what can be done.",
                "Work that nobody has time for",
                "2026-01-12                  warm      meetings          4.50",
            ],
        ),
    ],
)
def test_infeasible_says_how_far_anybody_gets(run, solve_gives, changes, lines):
    solve_gives(sample.without_team("infeasible").model_copy(update=changes))
    page = run("solve", "team.yaml").stdout.splitlines()
    assert [line for line in lines if line not in page] == []


def test_team_that_reaches_most_is_shown(run, solve_gives):
    bounds = {"headcount_bound": None, "monthly_cost_bound": None}
    solve_gives(
        sample.optimal().model_copy(update={"status": "infeasible", "reach": 0.925, "reach_proven": True, **bounds})
    )
    result = run("solve", "team.yaml", "--best")
    assert result.exit_code == 1
    assert "Shown is how far it goes: 3 people who reach 92.5% of every target.\n" in result.stdout
    assert "\nTeam\nname" in result.stdout
