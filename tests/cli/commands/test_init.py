from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

import salescrew
from salescrew.cli.commands.init import PRESETS, preset
from salescrew.language import ENGLISH, languages, speaking
from salescrew.models.department.department import Department
from salescrew.models.files.json_schema import plan_schema
from salescrew.models.load import parse
from salescrew.models.on_paper.arithmetic import arithmetic
from salescrew.models.plan.written.activities import activities
from salescrew.models.variants.limits import keeping_everyone
from salescrew.solver.engine.program import Clock
from salescrew.solver.search.solve import smallest_team
from tests.pages import ROOT

LINE = "# yaml-language-server: $schema=salescrew.schema.json\n"


def test_plan_is_written(run, tmp_path):
    path = tmp_path / "new.yaml"
    result = run("init", str(path), "--preset", "b2b-small")
    said = f"Wrote {path}. Change what differs with you, then: salescrew check {path}\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", said)
    assert path.read_text(encoding="utf-8") == LINE + preset("b2b-small")
    assert json.loads((tmp_path / "salescrew.schema.json").read_text(encoding="utf-8")) == plan_schema()


def test_standard_output_takes_the_plan(run):
    result = run("init", "-", "--preset", "retail")
    assert (result.exit_code, result.stdout, result.stderr) == (0, preset("retail"), "")


def test_existing_file_is_left_alone_unless_forced(run):
    before = Path("team.yaml").read_text(encoding="utf-8")
    result = run("init", "team.yaml", "--preset", "b2b-mid")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "team.yaml: must be a new file, got one that exists. Choose another name or add --force.\n"
    )
    assert Path("team.yaml").read_text(encoding="utf-8") == before
    assert run("init", "team.yaml", "--preset", "b2b-mid", "--force").exit_code == 0
    assert Path("team.yaml").read_text(encoding="utf-8") == LINE + preset("b2b-mid")


def test_presets_are_listed(run):
    result = run("init", "--list")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "b2b-small  new clients among small businesses (80-100 cold calls a day) beside warm leads\n"
        "b2b-mid    medium and larger businesses (30-50 calls a day), meetings, deals of about 90 days\n"
        "retail     private customers: 150 calls a day, short deals, leads answered within a minute\n"
    )


def test_unknown_preset_is_a_usage_error(run):
    result = run("init", "new.yaml", "--preset", "b2c")
    assert result.exit_code == 2
    assert "'b2c' is not one of 'b2b-small', 'b2b-mid', 'retail'." in result.stderr
    assert not Path("new.yaml").exists()


def test_without_a_terminal_it_is_said_what_to_do(run):
    result = run("init", "new.yaml", stdin="\n" * 20)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(
        "Error: there is no terminal on which questions could be answered. Start from a preset: --preset b2b-small or "
        "--preset b2b-mid or --preset retail.\n"
    )
    assert not Path("new.yaml").exists()


def test_a_schema_that_is_there_is_renewed_and_another_file_of_its_name_left_alone(run):
    beside = Path("salescrew.schema.json")
    beside.write_text(json.dumps({"title": "salescrew: a plan"}), encoding="utf-8")
    assert run("init", "new.yaml", "--preset", "retail").exit_code == 0
    assert json.loads(beside.read_text(encoding="utf-8")) == plan_schema()
    for other in ("mine", "[]", '{"title": "mine"}'):
        beside.write_text(other, encoding="utf-8")
        result = run("init", "next.yaml", "--preset", "retail")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "salescrew.schema.json: must be the schema of plans, got another file. Give that file another name.\n"
        )
        assert beside.read_text(encoding="utf-8") == other
        assert not Path("next.yaml").exists()


@pytest.mark.parametrize("name", PRESETS)
def test_examples_are_the_presets_but_for_who_is_kept(name):
    # the benchmarks measure the examples, which stay as they are
    example = salescrew.load(ROOT / "examples" / f"{name}.yaml")
    assert keeping_everyone(example) == parse(preset(name), "preset")
    assert all(manager.keep for manager in parse(preset(name), "preset").managers)


@pytest.mark.parametrize("name", [*PRESETS, "consulting"])
def test_every_line_of_an_example_has_its_comment(name):
    text = (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
    text += preset(name) if name in PRESETS else ""
    assert [line for line in text.splitlines() if line.strip() and "#" not in line] == []
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize(
    ("name", "calls"),
    # norms of the forum: 80-100 calls a day to small businesses, 30-50 to larger ones, 150 in retail
    [("b2b-small", range(80, 101)), ("b2b-mid", range(30, 51)), ("retail", range(150, 151))],
)
def test_calls_a_day_of_a_preset_are_the_norm(name, calls):
    patterns = arithmetic(Department(salescrew.load(str(ROOT / "examples" / f"{name}.yaml")))).day_patterns
    assert max(pattern.get("calls", 0) for pattern in patterns) in calls


@pytest.mark.parametrize("name", PRESETS)
def test_preset_has_a_sensible_answer(name):
    plan = parse(preset(name), "preset")
    status, team, bound = smallest_team(Department(plan), Clock(None))
    assert (status, sum(post.count for post in team)) == ("optimal", bound)
    assert 4 <= bound <= 12
    assert 8 <= plan.calendar.weeks <= 12


def without_names(plan):
    """Give a plan with names that tell only where each comes first."""
    names = dict.fromkeys(
        [
            plan.name,
            *plan.products,
            *plan.funnels,
            *(stage.name for funnel in plan.funnels.values() for stage in funnel.stages),
            *plan.calendar.slots,
            *(person.name for person in plan.managers),
            *(candidate.profile for candidate in plan.candidates),
            *activities(plan),
        ]
    )
    numbers = {name: f"name {number}" for number, name in enumerate(names)}

    def renamed(part, key=""):
        if isinstance(part, dict):
            by_role = key == "effectiveness"
            return {name if by_role else numbers.get(name, name): renamed(value, name) for name, value in part.items()}
        if isinstance(part, list):
            return [one if key == "roles" else renamed(one) for one in part]
        return numbers.get(part, part) if isinstance(part, str) and key != "role" else part

    return renamed(plan.model_dump(mode="json", by_alias=True))


@pytest.mark.parametrize("language", [language for language in languages() if language != ENGLISH])
@pytest.mark.parametrize("name", PRESETS)
def test_preset_in_another_language_has_other_names_and_the_same_numbers(name, language):
    english = parse(preset(name), "preset")
    with speaking(language):
        text = preset(name)
    other = parse(text, "preset")
    assert without_names(other) == without_names(english)
    assert not {person.name for person in other.managers} & {person.name for person in english.managers}
    assert [line for line in text.splitlines() if line.strip() and "#" not in line] == []
    assert max(map(len, text.splitlines())) <= 130


@pytest.mark.parametrize("name", PRESETS)
def test_preset_as_a_workbook(run, name):
    assert run("init", "new.xlsx", "--preset", name).stderr == (
        "Wrote new.xlsx. Change what differs with you, then: salescrew check new.xlsx\n"
    )
    run("init", "new.yaml", "--preset", name)
    assert salescrew.load("new.xlsx") == salescrew.load("new.yaml")


def test_preset_in_russian_as_a_workbook(run):
    run("init", "new.xlsx", "--preset", "b2b-small", "--lang", "ru")
    people = load_workbook("new.xlsx")["Люди"]
    assert [people.cell(2, column).value for column in (1, 3)] == ["Анна", "хантер, смешанная"]
    assert people["A1"].comment.text.splitlines() == ["Имя человека. Пример: Anna.", "текст", "Обязательно."]
    keep = next(cell.column for cell in people[1] if cell.value == "остаётся")
    assert people.cell(2, keep).value == "да"
    with speaking("ru"):
        assert salescrew.load("new.xlsx") == parse(preset("b2b-small"), "preset")


def test_workbook_with_russian_headings_and_no_schema_beside(run, folder):
    assert run("init", "new.xlsx", "--preset", "retail", "--lang", "ru").exit_code == 0
    assert load_workbook("new.xlsx").sheetnames[:3] == ["План", "Календарь", "Цели"]
    assert sorted(path.name for path in folder.iterdir()) == ["new.xlsx", "team.yaml"]
    refused = run("init", "new.xlsx", "--preset", "retail")
    assert (refused.exit_code, refused.stderr.partition(":")[0]) == (2, "new.xlsx")
