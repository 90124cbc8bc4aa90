"""`salescrew explain` from the outside: pages, exit codes, and what is refused."""

from __future__ import annotations

import json

import pytest

import salescrew

TINY = """\
name: Tiny
currency: EUR
calendar: {start: 2026-01-12, weeks: 1}
target: {revenue: 1_000}
products: {audit: {average_deal: 100}}
day_patterns: [{calls: 10}]
funnels:
  cold:
    channel: outbound
    product: audit
    opens_with: calls
    stages: [{name: contact, conversion: 10%}]
pipeline: steady
managers:
  - {name: Anna, monthly_cost: 3_000}
  - {name: Boris, monthly_cost: 2_000}
"""
TOO_MUCH = TINY.replace("1_000}\nproducts", "1_600}\nproducts")


def test_plan_that_is_met_says_what_would_save_a_person(run):
    result = run("explain", "-", stdin=TINY)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    # 10 calls a day, 5 days, 1 in 10 pays 100: 500 a person
    assert (
        lines[0] == "2 people meet the plan. 1 person reaches 50% of the plan at best. These 2 could reach 100% of it."
    )
    assert lines[3] == "What would save a person"
    assert "If the target revenue is lowered from 1,000 to 500, 1 person is enough." in lines
    assert "Last useful day" in lines


def test_plan_that_cannot_be_met_says_why(run):
    result = run("explain", "-", stdin=TOO_MUCH)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "The plan cannot be met: the best team reaches 62.5% of it."
    assert "Impossible by itself: target of 1,600 EUR revenue." in lines
    assert "If calls in {calls: 10} rise from 10 to 16, the plan can be met." in lines


def test_of_a_person_it_says_what_is_about_him_or_her(run):
    page = run("explain", "-", "--person", "Anna", stdin=TINY).stdout
    assert "\nWhy Anna has this quota\n" in page
    assert "\nWhat Anna brings\n" in page
    assert not any(other in page for other in ("What would save a person", "What binds", "Boris"))


def test_quota_of_one_person_as_markdown(run):
    page = run("explain", "-", "--what", "quota", "--person", "Anna", "--format", "markdown", stdin=TINY).stdout
    assert page.startswith("# 2 people meet the plan.")
    assert "\n## Why Anna has this quota\n" in page
    assert "| contacts to open | contact of cold, whole plan" in page
    assert "Boris" not in page


def test_person_who_is_asked_about(run):
    page = run("explain", "-", "--what", "person", "--person", "Boris", stdin=TINY).stdout
    assert "Without Boris the others reach at most 50% of the plan" in page


def test_json_is_the_explanation_itself(run, folder):
    assert run("explain", "-", "--format", "json", "-o", "why.json", stdin=TINY).stdout == ""
    text = (folder / "why.json").read_text(encoding="utf-8")
    assert salescrew.Explanation.model_validate_json(text).headcount == 2
    assert json.loads(text)["one_fewer"]["proven"] is True


def test_result_that_is_there_already_is_explained(run, folder):
    (folder / "tiny.yaml").write_text(TINY, encoding="utf-8")
    run("solve", "tiny.yaml", "--format", "json", "-o", "result.json")
    told = run("explain", "tiny.yaml", "--result", "result.json", "--what", "quota", "--week", "2026-01-14")
    assert told.exit_code == 0
    assert told.stdout.count("Why ") == 2


def test_result_of_another_plan_is_refused(run, folder):
    (folder / "tiny.yaml").write_text(TINY, encoding="utf-8")
    run("solve", "tiny.yaml", "--format", "json", "-o", "result.json")
    refused = run("explain", "team.yaml", "--result", "result.json")
    assert (refused.exit_code, refused.stdout) == (2, "")
    note, told = refused.stderr.split("\n", 1)
    assert note.startswith(
        "Note: result.json: the result was made of another plan: name is Sample in the plan, was Tiny;"
    )
    assert told.startswith("result: must be an answer to this plan, got one that does not keep to it (")
    assert refused.stderr.endswith("). Solve this plan anew, or leave the result out.\n")


def test_limits_are_part_of_the_question(run):
    result = run("explain", "-", "--people", "1", stdin=TINY)
    assert result.exit_code == 1
    assert "Impossible together: target of 1,000 EUR revenue; at most 1 person." in result.stdout.splitlines()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--what", "why"),
            "Invalid value for '--what': 'why' is not one of headcount, target, starts, person, quota, odds.",
        ),
        (("--week", "soon"), "'soon' is neither the number of a week nor a date such as 2026-01-12."),
        (("--what", "quota", "--person", "Ana"), "person: must be someone of the plan, got Ana. Did you mean Anna?"),
        (("--result", "none.json"), "none.json"),
    ],
)
def test_wrong_questions_are_refused(run, options, message):
    result = run("explain", "-", *options, stdin=TINY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_what_somebody_carries(run):
    hires = TINY + "candidates:\n  - {profile: junior, at_most: 3, monthly_cost: 1_500, effectiveness: 0.5}\n"
    page = run("explain", "-", "--without", "anna", stdin=hires)
    assert (page.exit_code, page.stderr) == (0, "")
    lines = page.stdout.splitlines()
    begin = lines.index("Without Anna")
    assert lines[begin - 1] == ""
    # 500 a person, 250 a junior: Boris and two of these
    assert lines[begin + 2 : begin + 6] == [
        "In the answer Anna does 50 calls.",
        "Without Anna it takes 3 people instead of 2, 2 of them to be hired, for 5,000 EUR a month.",
        "The others of the answer reach at most 50% of the plan alone, in their roles of today.",
        "If nobody takes over what is opened and answered there, these targets fall: revenue to 500 EUR.",
    ]
    assert "What would save a person" not in page.stdout
    assert [line.split() for line in lines if line.startswith("junior")] == [
        ["junior", "1", "joins", "as", "hunter", "0", "50"],
        ["junior", "2", "joins", "as", "hunter", "0", "50"],
    ]
    both = run("explain", "-", "--without", "Anna", "--what", "target", stdin=hires).stdout
    assert "Without Anna" in both
    assert "What binds" in both


def test_keep_is_named_as_the_reason(run):
    kept = TINY.replace("Anna, monthly_cost: 3_000", "Anna, keep: true, monthly_cost: 3_000").replace(
        "1_000}\nproducts", "500}\nproducts"
    )
    lines = run("explain", "-", "--what", "headcount", stdin=kept).stdout.splitlines()
    assert (
        "If nobody had to be kept, 1 person would do for 2,000 EUR a month, which is less: Anna has a role because of "
        "`keep`." in lines
    )
    person = run("explain", "-", "--what", "person", stdin=kept.replace("Boris,", "Boris, keep: true,")).stdout
    assert "Without Anna the others would meet the plan as well." in person
    assert "The role is there because the plan keeps Anna (`keep`)." in " ".join(person.split())
