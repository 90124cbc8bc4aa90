"""The form with a column a day as a workbook: written to be filled in, and read as its CSV is, with its cells."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import Workbook, load_workbook

from salescrew.errors import InputError
from salescrew.language import speaking
from salescrew.models.answers.result import Result
from salescrew.models.facts.file import parse_actuals
from salescrew.models.facts.form import form_rows
from salescrew.models.facts.wide import wide_csv
from salescrew.models.facts.workbook.form import form_workbook
from salescrew.models.facts.workbook.reading import actuals_of_workbook
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand
from tests.solver.stored import solved_case

PLAN, RESULT = (record.model_validate(data) for record, data in zip((Plan, Result), by_hand(), strict=True))
MONDAY, TUESDAY = dt.date(2026, 1, 12), dt.date(2026, 1, 13)
HEADER = ("manager", "what", "funnel", MONDAY, TUESDAY)


def opened(**options):
    return load_workbook(io.BytesIO(form_workbook(form_rows(PLAN, RESULT), PLAN, wide=True, **options)))


def read(book, plan=PLAN):
    buffer = io.BytesIO()
    book.save(buffer)
    return actuals_of_workbook(buffer.getvalue(), "form.xlsx", plan)


def table(*rows, header=HEADER):
    book = Workbook()
    for row in (header, *rows):
        book.active.append(row)
    return book


def said(book):
    with pytest.raises(InputError) as caught:
        read(book)
    return [problem.removeprefix("form.xlsx: Sheet!") for problem in caught.value.problems]


def test_it_has_the_cells_of_the_text_with_lists_and_checks():
    text = [line.split(",") for line in wide_csv(form_rows(PLAN, RESULT)).splitlines()]
    book = opened()
    sheet = book["Facts"]
    days = [dt.datetime.fromisoformat(day) for day in text[0][3:]]
    assert [cell.value for cell in sheet[1]] == ["manager", "what", "funnel", *days]
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)] == text[1:]
    kinds = {str(one.sqref).split(":")[0]: one.type for one in sheet.data_validations.dataValidation}
    assert kinds == {"A2": "list", "B2": "list", "C2": "list", "D2": "decimal"}
    assert "paid amount" in {cell.value for cell in book["Lists"]["B"]}
    assert sheet.protection.sheet
    assert not sheet["D2"].protection.locked
    assert sheet.freeze_panes == "D2"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$C")
    # what is asked for, and nothing else, is coloured
    asked = {(row.manager, row.what, row.funnel, row.date) for row in form_rows(PLAN, RESULT)}
    coloured = {
        (*(sheet.cell(cell.row, column).value or "" for column in (1, 2, 3)), sheet.cell(1, cell.column).value.date())
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.fill.fgColor.rgb == "FFFFF6CC"
    }
    assert {one for one in coloured if one[1] != "paid amount"} == asked


@pytest.mark.parametrize("by_manager", [False, True])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", ["small-04", "target-01"])
def test_it_is_read_as_the_text_is(name, language, by_manager):
    plan, result = solved_case(name)
    rows = form_rows(plan, result, filled=True)
    with speaking(language):
        content = form_workbook(rows, plan, filled=True, wide=True, by_manager=by_manager)
    book = actuals_of_workbook(content, "form.xlsx", plan)
    text = parse_actuals(wide_csv(rows, filled=True), "form.csv", plan)
    assert len(text) > 10
    assert sorted(book, key=str) == sorted(text, key=str)
    assert book.unfilled == text.unfilled == 0


def test_what_is_not_filled_in_tells_nothing():
    rows = form_rows(PLAN, RESULT)
    empty = read(opened())
    assert (len(empty), empty.unfilled) == (0, parse_actuals(wide_csv(rows), "a.csv", PLAN).unfilled)


def test_a_form_in_russian_has_russian_headings_and_words():
    with speaking("ru"):
        sheet = opened()["Факты"]
    assert [cell.value for cell in sheet[1]][:3] == ["менеджер", "что", "воронка"]
    assert {cell.value for cell in sheet["B"]} >= {"контакты", "лиды", "оплата", "сумма оплаты"}


def test_cells_as_people_fill_them_in():
    book = table(
        (None, None, None, None, None, None),
        ("from my notes", " Anna ", "calls ", None, " 8", "1 234"),
        ("# Boris was ill",),
        (None, None, "оплата", "cold", 2, None),
        (None, None, "Paid amount", "cold", "2 500,5", None),
        header=("Кто записал", "Manager", "Что ", "воронка", "12.01.2026", dt.datetime(2026, 1, 13)),
    )
    book.active.insert_rows(1, 2)
    book.active["A1"] = "What we did"
    facts = [(str(fact.date), fact.manager, fact.of, fact.count, fact.amount) for fact in read(book)]
    assert facts == [
        ("2026-01-12", "Anna", "calls", 8, 0),
        ("2026-01-13", "Anna", "calls", 1234, 0),
        ("2026-01-12", "", "paid", 2, 2500.5),
    ]


def test_what_is_wrong_is_said_with_its_cell():
    rows = [
        ("Ana", "calls", None, 8, 9),
        ("Boris", "calls", None, 2, "ill"),
        (None, "paid", "cold", 1, None),
        (None, "paid amount", "warm", None, 5),
        (None, "paid", "cold", 1, 1),
        (None, "paid amount", "cold", "much", 1),
    ]
    assert [sentence.split(", got")[0] for sentence in said(table(*rows))] == [
        "A2: manager: must be a person of this plan",
        "E3: count on 2026-01-13: must be a number",
        "D7: amount on 2026-01-12: must be a number",
        "D6: amount on 2026-01-12: must be given for what was paid",
        "E5: count on 2026-01-13: must be given beside an amount",
    ]


def test_a_day_that_is_none_of_the_plan_is_said_once():
    rows = [("Anna", "calls", None, 1, 2), ("Boris", "calls", None, 3, 4)]
    (sentence,) = said(table(*rows, header=(*HEADER[:3], MONDAY, dt.date(2026, 2, 12))))
    assert sentence.startswith("E1: date on 2026-02-12: must be a day of the plan, 2026-01-12 to 2026-01-25")


@pytest.mark.parametrize(
    ("header", "messages"),
    [
        ((*HEADER, "13.01.2026"), ["F1: must be there once, got 13.01.2026 again after Sheet!E1. Remove one."]),
        (
            (*HEADER, "14 Jan"),
            [
                "F1: must be a day, got 14 Jan. Write it as a date, such as 2026-02-03; a column of your own begins "
                "with a letter."
            ],
        ),
        ((*HEADER, "Что"), ["F1: must be there once, got what again after Sheet!B1. Remove one."]),
    ],
)
def test_what_is_wrong_with_headings(header, messages):
    assert said(table(("Anna", "calls", None, 1), header=header)) == messages


def test_what_is_there_twice_counts_and_is_noted():
    row = ("Anna", "calls", None, 8)
    facts = read(table(row, row))
    assert (len(facts), facts.notes) == (
        2,
        ("2026-01-12 Anna calls: Sheet!D2, Sheet!D3 say the same, and all of them count.",),
    )


def test_a_formula_that_failed_is_no_blank():
    book = table(("Anna", "calls", None, 1, "#REF!"))
    book.active["E2"].data_type = "e"
    assert said(book) == ["E2: must be a value, got #REF!. Correct its formula."]
