from __future__ import annotations

from pathlib import Path

import pytest

import salescrew
from tests.cli import sample

HEADER = "date,manager,what,funnel,count,amount"
# Anna opens a contact with each call; each half of a day brings 2 leads, to Boris in the morning and junior 1 after it;
# what is paid and met is asked for once a week
FORM = f"""\
{HEADER}
2026-01-12,Anna,calls,,,
2026-01-12,Anna,contacts,cold,,
2026-01-12,Boris,leads,warm,,
2026-01-12,junior 1,leads,warm,,
2026-01-13,Anna,calls,,,
2026-01-13,Anna,contacts,cold,,
2026-01-13,Boris,leads,warm,,
2026-01-13,Boris,paid,warm,,
2026-01-13,junior 1,leads,warm,,
2026-01-13,junior 1,paid,warm,,
2026-01-13,,meeting,cold,,
2026-01-13,,paid,cold,,
2026-01-19,Anna,calls,,,
2026-01-19,Anna,contacts,cold,,
2026-01-19,Boris,leads,warm,,
2026-01-19,junior 1,leads,warm,,
2026-01-20,Anna,calls,,,
2026-01-20,Anna,contacts,cold,,
2026-01-20,Boris,leads,warm,,
2026-01-20,Boris,paid,warm,,
2026-01-20,junior 1,leads,warm,,
2026-01-20,junior 1,paid,warm,,
2026-01-20,,meeting,cold,,
2026-01-20,,paid,cold,,
"""
# a quarter of the leads pay at once: 2 x 0.25 = 0.5 of Boris', half as many of junior 1's, and a deal is 5000; the
# week's 4.4 meetings are spread over its days like the 25 and 15 contacts, and so are the 2.2 deals of which they are
FILLED = """\
date;manager;what;funnel;count;amount;planned
2026-01-13;Anna;calls;;15;;15
2026-01-13;Anna;contacts;cold;15;;15
2026-01-13;Boris;leads;warm;2;;2
2026-01-13;Boris;paid;warm;0,5;2500;0,5
2026-01-13;junior 1;leads;warm;2;;2
2026-01-13;junior 1;paid;warm;0,25;1250;0,25
2026-01-13;;meeting;cold;1,65;;1,65
2026-01-13;;paid;cold;0,825;4125;0,83
"""
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
USAGE = "Usage: salescrew actuals [OPTIONS] PLAN RESULT\nTry 'salescrew actuals --help' for help.\n\nError: "


@pytest.fixture
def actuals(run):
    """Run the command on the sample plan and its answer, or on others."""
    Path("result.json").write_text(sample.optimal().to_json(), encoding="utf-8")

    def run_it(*options, plan="team.yaml", result="result.json", stdin=None):
        return run("actuals", plan, result, *options, stdin=stdin)

    return run_it


def lines_of(text, *days):
    """Give the header and the rows of some days, with the line ends that CSV has."""
    header, *rows = text.splitlines()
    return "".join(f"{line}\r\n" for line in (header, *(row for row in rows if not days or row[:10] in days)))


def outcome(result):
    return result.exit_code, result.stdout_bytes.decode("utf-8"), result.stderr


def test_the_form_on_standard_output(actuals):
    assert outcome(actuals()) == (0, lines_of(FORM), "")
    assert outcome(actuals("-o", "-")) == (0, lines_of(FORM), "")


@pytest.mark.parametrize("mark", ["", BOM])
def test_the_form_in_a_file(actuals, mark):
    options = ["--bom"] if mark else []
    assert outcome(actuals("-o", "form.csv", *options)) == (0, "", "Wrote form.csv.\n")
    assert Path("form.csv").read_bytes() == (mark + lines_of(FORM)).encode("utf-8")
    assert sorted(path.name for path in Path().iterdir()) == ["form.csv", "result.json", "team.yaml"]


def test_the_mark_of_utf_8_on_standard_output(actuals):
    assert outcome(actuals("--bom")) == (0, BOM + lines_of(FORM), "")


def test_what_the_plan_expects_beside_the_form(actuals):
    # 25 and 15 calls, a contact with each, 2 leads, of which Boris makes 1 deal a week and junior 1 half of one
    planned = iter([25, 25, 2, 2, 15, 15, 2, 1, 2, 0.5, 4.4, 2.2] * 2)
    header, *rows = FORM.splitlines()
    expected = "\n".join([f"{header},planned", *(f"{row},{next(planned)}" for row in rows)])
    assert outcome(actuals("--planned")) == (0, lines_of(expected), "")


def test_a_row_a_person_and_a_column_a_day(actuals):
    text = (
        "manager,what,funnel,2026-01-12,2026-01-13\nAnna,calls,,,\nAnna,contacts,cold,,\nBoris,leads,warm,,\n"
        "Boris,paid,warm,,\nBoris,paid amount,warm,,\njunior 1,leads,warm,,\njunior 1,paid,warm,,\n"
        "junior 1,paid amount,warm,,\n,meeting,cold,,\n,paid,cold,,\n,paid amount,cold,,\n"
    )
    assert outcome(actuals("--wide", "--until", "2026-01-13")) == (0, lines_of(text), "")
    said = f"{USAGE}--planned has no place in --wide: leave one of them out.\n"
    assert outcome(actuals("--wide", "--planned")) == (2, "", said)


def test_the_filled_form_with_semicolons(actuals):
    options = ("--filled", "--planned", "--semicolons", "--from", "2026-01-13", "--until", "2026-01-13")
    assert outcome(actuals(*options)) == (0, lines_of(FILLED), "")


def test_the_filled_form_is_what_the_result_promises(actuals):
    plan, result = salescrew.load("team.yaml"), sample.optimal()
    for options in ([], ["--semicolons"], ["--planned", "--bom"], ["--semicolons", "--planned"]):
        assert outcome(actuals("--filled", "-o", "filled.csv", "--force", *options)) == (0, "", "Wrote filled.csv.\n")
        found = salescrew.load_actuals("filled.csv", plan, result)
        # 2 weeks of 2.2 cold and 1.5 warm deals, which the result adds up as well
        assert sum(fact.count for fact in found if fact.kind == "paid") == pytest.approx(7.4)
        assert sum(fact.amount for fact in found if fact.kind == "paid") == pytest.approx(37_000)
        assert found.unfilled == 0


@pytest.mark.parametrize(
    ("options", "days"),
    [
        (("--from", "2026-01-19"), ("2026-01-19", "2026-01-20")),
        (("--from", "2026-01-14", "--until", "2026-01-19"), ("2026-01-19",)),
        (("--until", "2026-01-13"), ("2026-01-12", "2026-01-13")),
    ],
)
def test_rows_of_some_days(actuals, options, days):
    assert outcome(actuals(*options)) == (0, lines_of(FORM, *days), "")


def test_days_without_any_row_are_refused(actuals):
    said = "the form: must have a row at least, got days without quotas and leads. Choose other days.\n"
    assert outcome(actuals("--until", "2025-12-31")) == (2, "", said)
    said = f"{USAGE}--from must be no later than --until, got 2026-01-13 and 2026-01-12.\n"
    assert outcome(actuals("--from", "2026-01-13", "--until", "2026-01-12")) == (2, "", said)


def test_a_file_that_may_hold_facts_is_replaced_by_force_only(actuals):
    Path("form.csv").write_text("what was there", encoding="utf-8")
    said = "form.csv: must be a new file, got one that exists and may hold facts. Choose another name or add --force.\n"
    assert outcome(actuals("-o", "form.csv")) == (2, "", said)
    assert Path("form.csv").read_text(encoding="utf-8") == "what was there"
    assert outcome(actuals("-o", "form.csv", "--force")) == (0, "", "Wrote form.csv.\n")
    assert Path("form.csv").read_bytes() == lines_of(FORM).encode("utf-8")


KNOWN = f"""\
{HEADER}
2026-01-13,,paid,cold,1,4000
2026-01-12,Anna,calls,,25,
2026-01-12,Anna,contacts,cold,,
"""


def test_facts_are_kept_and_the_rest_is_asked_for(actuals):
    Path("known.csv").write_text(KNOWN, encoding="utf-8")
    asked, known = "2026-01-13,,meeting,cold,,\n2026-01-13,,paid,cold,,\n", "2026-01-13,,paid,cold,1,4000\n"
    expected = FORM.replace("2026-01-12,Anna,calls,,,", "2026-01-12,Anna,calls,,25,")
    # what is paid of that week is told already
    expected = expected.replace(asked, f"{known}2026-01-13,,meeting,cold,,\n")
    assert outcome(actuals("--facts", "known.csv")) == (0, lines_of(expected), "")
    # days are chosen of what is asked for
    kept = f"{HEADER}\n2026-01-12,Anna,calls,,25,\n2026-01-13,,paid,cold,1,4000\n"
    asked = "".join(f"{line}\n" for line in FORM.splitlines() if line.startswith("2026-01-20"))
    assert outcome(actuals("--facts", "known.csv", "--from", "2026-01-20")) == (0, lines_of(kept + asked), "")
    assert outcome(actuals("--facts", "-", stdin=KNOWN)) == (0, lines_of(expected), "")


def test_the_file_of_facts_is_written_over_by_force_only(actuals):
    Path("known.csv").write_text(KNOWN, encoding="utf-8")
    said = "known.csv: must be a file of its own, got one that is read or written besides. Name another file.\n"
    assert outcome(actuals("--facts", "known.csv", "-o", "known.csv")) == (2, "", said)
    assert Path("known.csv").read_text(encoding="utf-8") == KNOWN
    assert outcome(actuals("--facts", "known.csv", "-o", "known.csv", "--force")) == (0, "", "Wrote known.csv.\n")
    found = salescrew.load_actuals("known.csv", salescrew.load("team.yaml"), sample.optimal())
    assert sorted((fact.of, fact.count, fact.amount) for fact in found) == [("calls", 25.0, 0.0), ("paid", 1.0, 4000.0)]
    assert found.unfilled == 22


def test_with_whom_items_were_agreed_is_kept(actuals):
    known = f"{HEADER},person\n2026-01-12,,meeting,cold,2,,Anna\n"
    Path("known.csv").write_text(known, encoding="utf-8")
    assert "\r\n2026-01-12,,meeting,cold,2,,Anna\r\n" in outcome(actuals("--facts", "known.csv"))[1]
    said = (
        "the form with a column a day: must not say with whom items were agreed, since it has no place for that, "
        "got Anna. Leave out --wide.\n"
    )
    assert outcome(actuals("--facts", "known.csv", "--wide")) == (2, "", said)


def test_wrong_facts_are_refused(actuals):
    Path("known.csv").write_text(KNOWN.replace("Anna,calls", "Ana,calls"), encoding="utf-8")
    said = "known.csv:3: manager: must be a person of this plan, got Ana. Did you mean Anna?\n"
    assert outcome(actuals("--facts", "known.csv", "-o", "form.csv")) == (2, "", said)
    assert not Path("form.csv").exists()


@pytest.mark.parametrize("file", ["team.yaml", "result.json"])
def test_what_is_read_is_not_written_over(actuals, file):
    before = Path(file).read_bytes()
    said = f"{file}: must be a file of its own, got one that is read or written besides. Name another file.\n"
    assert outcome(actuals("-o", f"./{file}", "--force")) == (2, "", said.replace(file, f"./{file}", 1))
    assert Path(file).read_bytes() == before


def test_what_is_under_way_is_filled_in(actuals):
    Path("team.yaml").write_text(
        sample.PLAN.replace("pipeline: steady", "pipeline: {cold: {meeting: 1.5}}"), encoding="utf-8"
    )
    header, *rows = lines_of(FORM).splitlines(keepends=True)
    known = "2026-01-12,,meeting,cold,1.5,\r\n"
    assert outcome(actuals()) == (0, "".join([header, known, *rows]), "")
    assert outcome(actuals("--from", "2026-01-20")) == (0, lines_of(FORM, "2026-01-20"), "")


def test_plan_or_result_from_standard_input(actuals):
    assert outcome(actuals(plan="-", stdin=sample.PLAN)) == (0, lines_of(FORM), "")
    assert outcome(actuals(result="-", stdin=sample.optimal().to_json())) == (0, lines_of(FORM), "")


def test_two_standard_inputs_are_a_usage_error(actuals):
    said = f"{USAGE}PLAN and RESULT cannot both be standard input.\n"
    assert outcome(actuals(plan="-", result="-", stdin=sample.PLAN)) == (2, "", said)


@pytest.mark.parametrize(
    ("option", "day", "must"),
    [
        ("--from", "2026-13-01", "be a day of the calendar, got 2026-13-01."),
        ("--until", "12.2026", "be a date, got 12.2026."),
        ("--until", "", "be a date, got ''."),
    ],
)
def test_what_is_no_day_is_a_usage_error(actuals, option, day, must):
    said = f"{USAGE}Invalid value for '{option}': must {must} Write it as YYYY-MM-DD, such as 2026-01-12.\n"
    assert outcome(actuals(option, day)) == (2, "", said)


FAILURES = {
    "no plan": (
        {"plan": "none.yaml"},
        "none.yaml: must be a file that exists, got none. Check the name and the folder.\n",
    ),
    "no result": (
        {"result": "none.json"},
        "none.json: must be a file that exists, got none. Check the name and the folder.\n",
    ),
    "a result without a team": (
        {"result": "infeasible.json"},
        "result: must have a team to follow, got a result that says infeasible. Use that of a plan that is met.\n",
    ),
    "a result of another plan": (
        {"plan": "later.yaml"},
        "result: must have days of the plan only, 2026-03-02 to 2026-03-15, got 2026-01-12. Use the result of this "
        "plan.\n",
    ),
}


@pytest.mark.parametrize(("files", "said"), FAILURES.values(), ids=FAILURES)
def test_nothing_is_written_when_it_fails(actuals, files, said):
    Path("infeasible.json").write_text(sample.without_team("infeasible").to_json(), encoding="utf-8")
    later = sample.PLAN.replace("2026-01-12", "2026-03-02").replace("2026-01", "2026-03")
    Path("later.yaml").write_text(later, encoding="utf-8")
    Path("form.csv").write_text("what was there", encoding="utf-8")
    before = sorted(Path().iterdir())
    assert outcome(actuals(**files)) == (2, "", said)
    assert outcome(actuals("-o", "form.csv", "--force", **files)) == (2, "", said)
    assert outcome(actuals("-o", "new.csv", **files)) == (2, "", said)
    assert Path("form.csv").read_text(encoding="utf-8") == "what was there"
    assert sorted(Path().iterdir()) == before


def test_a_place_that_cannot_be_written_is_told(actuals):
    assert outcome(actuals("-o", "none/form.csv")) == (
        2,
        "",
        "none/form.csv: must be in a folder that exists, got none. Create that folder first.\n",
    )
    assert outcome(actuals("-o", ".")) == (2, "", ".: must be a file, got a folder. Name a file in it.\n")
    assert sorted(path.name for path in Path().iterdir()) == ["result.json", "team.yaml"]


@pytest.mark.parametrize("options", [("--planned", "--by-manager"), ("--wide",), ("--wide", "--by-manager")])
def test_the_form_as_a_workbook_goes_the_whole_way(actuals, run, options):
    assert actuals("-o", "form.xlsx", "--filled", *options).stderr == "Wrote form.xlsx.\n"
    actuals("-o", "form.csv", "--filled")
    track = ("track", "team.yaml", "result.json", "--format", "json")
    of_book, of_text = (run(*track, f"form.{kind}") for kind in ("xlsx", "csv"))
    assert (of_book.exit_code, of_book.stdout) == (0, of_text.stdout)
    again = actuals("--facts", "form.xlsx", "-o", "form.xlsx", "--force")
    assert (again.exit_code, again.stderr) == (0, "Wrote form.xlsx.\n")
    assert run(*track, "form.xlsx").stdout == of_text.stdout


def test_form_as_a_workbook_beside_the_text(actuals):
    done = actuals("-o", "form.xlsx", "-o", "-")
    assert (done.exit_code, done.stdout) == (0, actuals().stdout)
