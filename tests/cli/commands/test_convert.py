"""`salescrew convert`: a plan as another kind of file."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import salescrew
from tests.cli import sample


def test_there_and_back(run):
    assert run("convert", "team.yaml", "team.xlsx").stderr == "Wrote team.xlsx.\n"
    assert run("convert", "team.xlsx", "again.yaml").stderr == "Wrote again.yaml.\n"
    assert run("convert", "team.xlsx", "again.json").stderr == "Wrote again.json.\n"
    plan = salescrew.load("team.yaml")
    assert [salescrew.load(f"{name}") == plan for name in ("team.xlsx", "again.yaml", "again.json")] == [True] * 3


def test_headings_in_russian(run):
    assert run("convert", "team.yaml", "team.xlsx", "--lang", "ru").exit_code == 0
    book = load_workbook("team.xlsx")
    assert book.sheetnames[5] == "Люди"
    assert book["Люди"]["A1"].value == "имя"
    assert salescrew.load("team.xlsx") == salescrew.load("team.yaml")


def test_from_standard_input_as_text(run):
    assert run("convert", "-", "team.xlsx", stdin=sample.PLAN).exit_code == 0
    assert salescrew.load("team.xlsx") == salescrew.load("team.yaml")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("team.yaml", "team.csv"),
            "team.csv: must end in .yaml, .yml, .json or .xlsx, got .csv. Choose another name.",
        ),
        (("team.yaml", "team"), "team: must end in .yaml, .yml, .json or .xlsx, got no ending. Choose another name."),
        (("none.yaml", "team.xlsx"), "none.yaml: must be a file that exists, got none. Check the name and the folder."),
        (
            ("team.yaml", "there.xlsx"),
            "there.xlsx: must be a new file, got one that exists. Choose another name or add ",
        ),
    ],
)
def test_what_is_refused_leaves_nothing(run, folder, arguments, told):
    (folder / "there.xlsx").write_text("mine", encoding="utf-8")
    done = run("convert", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(told)
    assert sorted(path.name for path in folder.iterdir()) == ["team.yaml", "there.xlsx"]
    assert Path("there.xlsx").read_text(encoding="utf-8") == "mine"


def test_a_file_is_replaced_where_that_is_asked_for(run, folder):
    (folder / "there.xlsx").write_text("mine", encoding="utf-8")
    assert run("convert", "team.yaml", "there.xlsx", "--force").exit_code == 0
    assert salescrew.load("there.xlsx") == salescrew.load("team.yaml")


def test_a_workbook_goes_wherever_a_plan_does(run):
    """And its problems are said by every command with their cells."""
    run("convert", "team.yaml", "team.xlsx")
    assert run("check", "team.xlsx").stdout == run("check", "team.yaml").stdout
    book = load_workbook("team.xlsx")
    book["People"]["D3"] = "120 t"
    book.save("wrong.xlsx")
    told = "wrong.xlsx: People!D3: monthly_cost: must be a number, got 120 t. Write a number such as 90000.\n"
    for command in (
        ["check"],
        ["solve"],
        ["explain"],
        ["sensitivity"],
        ["compare"],
        ["sweep", "--vary", "pipeline=empty"],
    ):
        name, *more = command
        done = run(name, "wrong.xlsx", *more)
        assert (done.exit_code, done.stderr) == (2, told)
    many = run("solve", "wrong.xlsx", "wrong.xlsx", "--jobs", "1")
    assert many.exit_code == 2


def test_a_workbook_where_only_text_will_do_is_refused_in_words(run):
    run("convert", "team.yaml", "team.xlsx")
    told = "team.xlsx: must be text, got a workbook. Name the file of text that is meant.\n"
    for arguments in (
        ("show", "team.xlsx"),
        ("verify", "team.yaml", "team.xlsx"),
        ("compare", "team.yaml", "--config", "team.xlsx"),
    ):
        done = run(*arguments)
        assert (done.exit_code, done.stderr) == (2, told)


def test_figures_are_put_into_texts_only(run, folder):
    run("convert", "team.yaml", "team.xlsx")
    rows = "id,created,closed,stage,won\n1,2026-01-05,2026-01-12,paid,yes\n2,2026-01-06,2026-01-13,lost,no\n"
    (folder / "deals.csv").write_text(rows, encoding="utf-8")
    done = run("rates", "deals.csv", "--plan", "team.xlsx", "-o", "new.yaml")
    assert (done.exit_code, done.stderr) == (
        2,
        "team.xlsx: must be a text, in YAML or JSON, got a workbook. Write it as YAML with `salescrew convert`, and "
        "take that.\n",
    )
