"""Nothing is said past the catalog: in a language that nobody speaks, no command has a word of English left."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from click.testing import Result as Done

from salescrew import language
from salescrew.cli.frame import language as chosen
from salescrew.cli.frame.group import COMMANDS, main
from salescrew.errors import InputError
from salescrew.models.answers.result import Result
from salescrew.models.load import parse
from salescrew.models.plan.plan import Plan
from tests import pseudo
from tests.html_reader import read_html
from tests.models.plan.test_malformed import PLANS as MALFORMED
from tests.models.plan.test_malformed import edited

PLAN = """\
name: План
currency: EUR
calendar: {start: 2026-01-12, weeks: 2, working_days: [mon, tue, wed, thu, fri], slots: [утро, день]}
target:
  revenue: 60_000
  products: {аудит: {deals: 2}}
products:
  аудит: {average_deal: 5_000, margin: 40%}
day_patterns:
  - {звонки: 50}
  - {звонки: 20, duty: 1}
  - {встречи: 2}
funnels:
  холод:
    channel: outbound
    product: аудит
    opens_with: звонки
    stages:
      - {name: контакт, conversion: 10%, days_to_next: 2}
      - {name: встреча, conversion: 50%, effort: {встречи: 0.5}}
  тепло:
    channel: inbound
    product: аудит
    leads: {per_week: 8}
    stages:
      - {name: лид, conversion: 25%}
pipeline: steady
duty: {managers_per_slot: 1}
managers:
  - {name: Анна, monthly_cost: 3_000, roles: [hunter], effectiveness: 1.1, days_off: [2026-01-14]}
  - {name: Борис, monthly_cost: 2_500.50}
  - {name: Вера, monthly_cost: 2_900, keep: true}
candidates:
  - {profile: младший, at_most: 3, monthly_cost: 2_000, effectiveness: 0.5, ramp: [0.5, 1]}
"""
BEYOND = PLAN.replace("revenue: 60_000", "revenue: 6_000_000")
SURE = PLAN.replace("revenue: 60_000", "revenue: 40_000\n  confidence: 60%")


def _names(schema: object) -> Iterator[str]:
    """Give the names of fields, and the values that are chosen by name."""
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        yield from map(str, schema.get("enum", ()))
        yield from filter(None, [schema.get("const")])
        for part in schema.values():
            yield from _names(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _names(part)


_SCHEMAS = (Plan.model_json_schema(), Result.model_json_schema())
KNOWN = frozenset((*_names(list(_SCHEMAS)), *COMMANDS)) | {
    "salescrew",
    "EUR",
    "table",
    "small",
    "mid",
    "retail",
    "blend",
    "hire",
    "count",
}
"""Names of fields, and of what is chosen by its name: they are the same in every language."""


@pytest.fixture(scope="module", autouse=True)
def nobody_speaks_it(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Add a language as anybody adds one: by its file."""
    folder = tmp_path_factory.mktemp("locale")
    pseudo.write_catalog(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "LOCALE", folder)
        patch.setattr(chosen, "LOCALE", folder)
        patch.setenv("COLUMNS", "1000")
        language.languages.cache_clear()
        language.catalog_of.cache_clear()
        yield
    language.languages.cache_clear()
    language.catalog_of.cache_clear()
    language.speak(language.ENGLISH)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with plans, an answer, and what happened in its first week."""
    place = tmp_path_factory.mktemp("plans")
    for name, text in {"план": PLAN, "нет": BEYOND, "верно": SURE}.items():
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
    run(place, "solve план.yaml -o ответ.json")
    run(place, f"actuals план.yaml ответ.json --filled --until {dt.date(2026, 1, 16)} -o факт.csv")
    return place


def run(folder: Path, line: str) -> Done:
    """Run a command line in the folder, in the language."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = CliRunner().invoke(main, [*line.split(), "--lang", pseudo.NAME], prog_name="salescrew")
    assert "Traceback" not in done.output
    return done


@pytest.mark.parametrize(
    "line",
    [
        "check план.yaml",
        "check нет.yaml",
        "solve план.yaml",
        "solve нет.yaml",
        "solve нет.yaml --best",
        "solve верно.yaml --keep-everyone",
        "solve план.yaml --format markdown",
        "explain план.yaml",
        "explain нет.yaml",
        "explain верно.yaml",
        "explain план.yaml --person Анна",
        "explain план.yaml --without Вера",
        "compare план.yaml --jobs 1",
        "sweep план.yaml --vary target.revenue=40_000,6_000_000 --jobs 1",
        "sensitivity план.yaml --jobs 1",
        "simulate план.yaml ответ.json --runs 20",
        "show ответ.json",
        "verify план.yaml ответ.json",
        "track план.yaml ответ.json факт.csv",
        "replan план.yaml ответ.json факт.csv --as-of 2026-01-19 -o новый.json",
        "cover план.yaml ответ.json --absent Вера:2026-01-13",
        "diff ответ.json ответ.json",
        "init --list",
    ],
)
def test_a_page_has_no_word_of_english(line: str, folder: Path) -> None:
    done = run(folder, line)
    assert done.exit_code in (0, 1, 3), done.output
    assert done.stdout
    assert pseudo.words_left(done.stdout, KNOWN) == []
    assert pseudo.words_left(done.stderr, KNOWN) == []


def test_lists_keep_their_headings(folder: Path) -> None:
    done = run(folder, "actuals план.yaml ответ.json --until 2026-01-16")
    assert done.stdout.startswith("date,manager,what,funnel,count,amount\n")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_no_word_of_english(command: str, folder: Path) -> None:
    done = run(folder, f"{command} --help")
    assert done.exit_code == 0
    assert pseudo.words_left(done.stdout, KNOWN) == []


@pytest.mark.parametrize(
    "line",
    [
        "solve",
        "solv",
        "solve nothing.yaml",
        "solve план.yaml --time-limit 0",
        "solve план.yaml --nothing",
        "solve план.yaml -o план.doc",
        "show план.yaml",
        "explain план.yaml --person Никто",
        "sweep план.yaml --vary nothing=1",
        "track план.yaml ответ.json план.yaml",
    ],
)
def test_a_refusal_has_no_word_of_english(line: str, folder: Path) -> None:
    done = run(folder, line)
    assert done.exit_code == 2
    assert pseudo.words_left(done.stderr, {*KNOWN, "nothing", "solv"}) == []


def test_no_complaint_about_a_plan_has_a_word_of_english() -> None:
    left = {}
    with language.speaking(pseudo.NAME):
        for plan in MALFORMED:
            text = edited(plan.edits)
            known = KNOWN | {"main"} | set(re.findall("[A-Za-z]+(?:-[a-z]+)*", text))
            with pytest.raises(InputError) as refused:
                parse(text, "план.yaml")
            for problem in refused.value.problems:
                _, _, sentence = problem.partition(": ")
                if words := pseudo.words_left(sentence, known):
                    left[problem] = words
    assert left == {}


def test_an_html_page_has_no_word_of_english(folder: Path) -> None:
    for command in ("solve план.yaml", "track план.yaml ответ.json факт.csv", "report план.yaml"):
        assert run(folder, f"{command} -o страница.html").exit_code == 0
        page = read_html((folder / "страница.html").read_text(encoding="utf-8"))
        assert pseudo.words_left(page.text, KNOWN) == []


def test_a_workbook_has_no_word_of_english(folder: Path) -> None:
    assert run(folder, "solve план.yaml -o ответ.xlsx").exit_code == 0
    left = {}
    for sheet in openpyxl.load_workbook(folder / "ответ.xlsx"):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if (
                isinstance(cell.value, str)
                and not cell.value.startswith("=")
                and (words := pseudo.words_left(cell.value, KNOWN))
            ):
                left[f"{sheet.title}!{cell.coordinate}"] = words
    assert left == {}
