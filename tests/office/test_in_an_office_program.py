"""Workbooks in LibreOffice, where it is found: it works out the same values, and saves the same plans and facts."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from salescrew.cli.presentations.result import presented
from salescrew.language import speaking
from salescrew.models.answers.result import Result
from salescrew.models.facts.form import form_rows
from salescrew.models.facts.workbook.form import form_workbook
from salescrew.models.facts.workbook.reading import actuals_of_workbook
from salescrew.models.files.workbook.writing import plan_workbook
from salescrew.models.load import load, parse
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand
from tests.cli import sample
from tests.sheet_arithmetic import formulas

EXAMPLES = Path(__file__).parents[2] / "examples"
BY_HAND, RESULT_BY_HAND = (record.model_validate(data) for record, data in zip((Plan, Result), by_hand(), strict=True))
OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(OFFICE is None, reason="no soffice here: LibreOffice Calc works out the formulas anew"),
]


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Convert files with LibreOffice, which keeps its settings to itself."""
    home = tmp_path_factory.mktemp("office")

    def run(form, folder, *files):
        command = [OFFICE, f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", form]
        done = subprocess.run(
            [*map(str, command), "--outdir", str(folder), *map(str, files)],
            capture_output=True,
            env={**os.environ, "HOME": str(home)},
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    return run


def without_values(content):
    """Leave out the values of formulas: a program takes those that it finds, and works out what it misses."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(buffer, "w") as left:
        for entry in given.infolist():
            left.writestr(entry, re.sub(rb"</f><v>[^<]*</v>", b"</f>", given.read(entry)))
    return buffer.getvalue()


def with_twice_the_conversion(content):
    """Have twice the share of contacts pass on, as whoever plays with the chain of formulas does."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["What if"]
    row = row_of(sheet, "contact")
    sheet.cell(row, CONVERSION).value *= 2
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def row_of(sheet, step):
    """Find the first row of a step."""
    return next(cell.row for cell in sheet["B"] if cell.value == step)


CONVERSION, IN_ALL = 3, 5
ANSWERS = {
    "sample": lambda: presented(parse(sample.PLAN, "team.yaml"), sample.optimal()),
    "by_hand": lambda: presented(BY_HAND, RESULT_BY_HAND),
}


@pytest.fixture(scope="module")
def saved(convert, tmp_path_factory):
    """Give the contents of workbooks, and what LibreOffice makes of them when it saves them, by name."""
    given, anew = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("anew")
    contents = {name: answer().written("xlsx") for name, answer in ANSWERS.items()}
    contents["plan"] = plan_workbook(load(EXAMPLES / "b2b-small.yaml"))
    with speaking("ru"):
        contents["russian"] = plan_workbook(load(EXAMPLES / "season.yaml"))
    contents["changed"] = with_twice_the_conversion(contents["by_hand"])
    rows = form_rows(BY_HAND, RESULT_BY_HAND, filled=True)
    contents["form"] = form_workbook(rows, BY_HAND, filled=True, planned=True, by_manager=True)
    with speaking("ru"):
        contents["wide form"] = form_workbook(rows, BY_HAND, filled=True, wide=True)
    for name, content in contents.items():
        (given / f"{name}.xlsx").write_bytes(without_values(content))
    convert("xlsx:Calc MS Excel 2007 XML", anew, *(given / f"{name}.xlsx" for name in contents))
    return {name: (content, (anew / f"{name}.xlsx").read_bytes()) for name, content in contents.items()}


@pytest.mark.parametrize("name", ANSWERS)
def test_values_worked_out_anew_are_those_that_are_stored(saved, name):
    content, anew = saved[name]
    book, stored = load_workbook(io.BytesIO(anew), data_only=True), formulas(content)
    assert len(stored) > 20
    for (sheet, address), value in stored.items():
        assert book[sheet][address].value == pytest.approx(value, rel=1e-9), (sheet, address)


@pytest.mark.parametrize(("name", "plan"), [("plan", "b2b-small"), ("russian", "season")])
def test_a_plan_that_it_saved_is_the_same_plan(saved, name, plan):
    assert parse(saved[name][1], "team.xlsx") == load(EXAMPLES / f"{plan}.yaml")


def test_who_changes_a_conversion_sees_what_it_takes(saved):
    before, after = (
        load_workbook(io.BytesIO(saved[name][1]), data_only=True)["What if"] for name in ("by_hand", "changed")
    )
    contacts, calls = row_of(before, "contact"), row_of(before, "calls for contact")
    for row in (contacts, calls):
        assert after.cell(row, IN_ALL).value == pytest.approx(before.cell(row, IN_ALL).value / 2)
    paid = row_of(before, "paid")
    assert after.cell(paid, IN_ALL).value == pytest.approx(before.cell(paid, IN_ALL).value)


@pytest.mark.parametrize("form", ["form", "wide form"])
def test_a_form_that_it_saved_tells_the_same_facts(saved, form):
    facts = [actuals_of_workbook(content, "form.xlsx", BY_HAND) for content in saved[form]]
    assert len(facts[0]) > 10
    assert facts[0] == facts[1]
