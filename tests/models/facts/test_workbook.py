"""The form for what happened as a workbook: written, filled in as people do, and read with its cells."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pytest
from openpyxl import Workbook, load_workbook

from salescrew.errors import InputError
from salescrew.language import speaking
from salescrew.models.answers.result import Result
from salescrew.models.facts.form import form_csv, form_rows
from salescrew.models.facts.workbook.form import form_workbook
from salescrew.models.facts.workbook.reading import actuals_of_workbook
from salescrew.models.load import load_actuals
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand

PLAN, RESULT = by_hand()
OF, ANSWER = Plan.model_validate(PLAN), Result.model_validate(RESULT)
ROWS = form_rows(OF, ANSWER)


def content_of(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def opened(**options):
    return load_workbook(io.BytesIO(form_workbook(ROWS, OF, **options)))


def read(book):
    return actuals_of_workbook(content_of(book), "form.xlsx", OF)


def table(*rows, header=("date", "manager", "what", "funnel", "count", "amount")):
    book = Workbook()
    for row in (header, *rows):
        book.active.append(row)
    return book


def test_form_has_the_rows_of_the_text_form_with_lists_and_checks():
    book = opened(planned=True)
    assert book.sheetnames == ["Facts", "Lists"]
    sheet = book["Facts"]
    shown = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:4] for row in shown] == [
        [dt.datetime.combine(row.date, dt.time()), row.manager or None, row.what, row.funnel or None] for row in ROWS
    ]
    assert [row[6] for row in shown] == [row.planned for row in ROWS]
    assert {cell.value for (cell,) in sheet.iter_rows(min_row=2, min_col=5, max_col=5)} == {None}
    assert sheet["E2"].fill.fgColor.rgb == "FFFFF6CC"
    kinds = {str(one.sqref).split(":")[0]: one.type for one in sheet.data_validations.dataValidation}
    assert kinds == {"A2": "date", "B2": "list", "C2": "list", "D2": "list", "E2": "decimal"}
    assert sheet.protection.sheet
    assert not sheet["E2"].protection.locked
    names = [[cell.value for cell in row] for row in book["Lists"].iter_rows()]
    assert names[0] == ["Anna", "calls", "cold"]
    assert book["Lists"].sheet_state == "hidden"


def test_a_form_in_russian_is_read_in_either_language():
    with speaking("ru"):
        book = opened(filled=True, planned=True)
    assert book.sheetnames == ["Факты", "Списки"]
    sheet = book["Факты"]
    headings = [cell.value for cell in sheet[1]]
    assert headings == ["дата", "менеджер", "что", "воронка", "сколько", "сумма", "по плану"]
    assert all(set("абвгдежзиклмнопрст") & set(cell.comment.text) for cell in sheet[1])
    assert {cell.value for cell in sheet["C"]} >= {"контакты", "лиды", "calls"}
    in_english = read(opened(filled=True, planned=True))
    assert read(book) == in_english
    with speaking("ru"):
        assert read(opened(filled=True)).facts == in_english.facts


def test_names_of_the_plan_come_before_words_of_ours():
    named = Plan.model_validate({**PLAN, "funnels": _with_a_stage(PLAN["funnels"], "контакты")})
    with speaking("ru"):
        sheet = load_workbook(io.BytesIO(form_workbook(ROWS, named)))["Факты"]
    said = {cell.value for cell in sheet["C"]}
    assert "contacts" in said
    assert "контакты" not in said
    book = table(
        (dt.date(2026, 1, 12), "Anna", "Контакты", "cold", 3), header=("дата", "менеджер", "что", "воронка", "сколько")
    )
    (fact,) = read(book).facts
    assert (fact.kind, fact.of) == ("contacts", "contacts")


def _with_a_stage(funnels, name):
    cold = funnels["cold"]
    first, *rest = cold["stages"]
    return {**funnels, "cold": {**cold, "stages": [first, {**rest[0], "name": name}, *rest[1:]]}}


def test_a_sheet_a_manager():
    book = opened(by_manager=True)
    assert set(book.sheetnames) == {"Anna", "Boris", "Everybody", "Lists"}
    assert {row[1].value for row in book["Anna"].iter_rows(min_row=2)} == {"Anna"}
    for number, name in enumerate(("Anna", "Boris"), start=3):
        book[name]["E2"] = number
    assert [(fact.manager, fact.count) for fact in read(book)] == [("Anna", 3), ("Boris", 4)]


def test_the_form_that_is_not_filled_in_tells_nothing_and_the_filled_one_what_the_text_does(tmp_path):
    empty = read(opened())
    assert (len(empty), empty.unfilled) == (0, len(ROWS))
    rows = form_rows(OF, ANSWER, filled=True)
    for name, content in {
        "form.xlsx": form_workbook(rows, OF, filled=True, planned=True, by_manager=True),
        "form.csv": form_csv(rows, filled=True).encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
    book, text = (load_actuals(tmp_path / name, OF, ANSWER) for name in ("form.xlsx", "form.csv"))
    assert len(text) > len(ROWS)
    assert sorted(book, key=str) == sorted(text, key=str)


def test_the_same_rows_give_the_same_bytes():
    assert form_workbook(ROWS, OF) == form_workbook(ROWS, OF)


def test_cells_as_people_write_them():
    book = table(
        (dt.datetime(2026, 1, 12), "Anna", "calls", None, 8),
        ("13.01.2026", " Anna ", "calls", None, "1 234"),
        (dt.date(2026, 1, 19), None, "paid", "cold", 1.5, "2 500,5"),
        (None, None, None, None, None, None, "a note of mine"),
        ("# from here on by Boris", None, None),
        (dt.date(2026, 1, 20), "Boris", "leads", "warm", 0),
        (dt.date(2026, 1, 20), "Boris", "absent", None, 0.5),
        header=("Дата", "Менеджер", "Что", "Воронка", "Сколько", "Сумма", "Мои заметки"),
    )
    book.create_sheet("Notes")["A1"] = "date"
    facts = read(book)
    assert [(str(fact.date), fact.manager, fact.of, fact.count, fact.amount) for fact in facts] == [
        ("2026-01-12", "Anna", "calls", 8, 0),
        ("2026-01-13", "Anna", "calls", 1234, 0),
        ("2026-01-19", "", "paid", 1.5, 2500.5),
        ("2026-01-20", "Boris", "leads", 0, 0),
        ("2026-01-20", "Boris", "absent", 0.5, 0),
    ]


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("12 000", 12_000),
        ("12 000,5", 12_000.5),
        ("12\N{NO-BREAK SPACE}000", 12_000),
        ("1.200,50", 1_200.5),
        ("1,5", 1.5),
        (" 0,5 ", 0.5),
        (1.234, 1.234),
        (0.125, 0.125),
        ("1.200", "must be a number that can only mean one thing, got 1.200. Write 1200, or 1.2000 if that is meant."),
        ("8 шт", "must be a number, got 8 шт."),
        ("-", "must be a number, got -."),
        (True, "must be a number, got True."),
        ("=4*2", "must be a value, got a formula that was not worked out."),
    ],
)
@pytest.mark.parametrize("wide", [False, True])
def test_numbers_as_people_write_them(cell, count, wide):
    if wide:
        book = table(("Anna", "calls", None, cell), header=("manager", "what", "funnel", "12.01.2026"))
    else:
        book = table((dt.date(2026, 1, 12), "Anna", "calls", None, cell))
    if isinstance(count, str):
        with pytest.raises(InputError) as caught:
            read(book)
        (said,) = caught.value.problems
        assert said.startswith(f"form.xlsx: Sheet!{'D' if wide else 'E'}2: ")
        assert count in said
    else:
        assert [fact.count for fact in read(book)] == [count]


DAY = dt.date(2026, 1, 12)
ANNA, BORIS = (DAY, "Anna", "calls", None, 3), (DAY, "Boris", "calls", None, 4)


def blank_rows(book):
    book.active.insert_rows(3, 2)
    book.active["A4"] = "   "


def a_title_above(book):
    book.active.insert_rows(1, 2)
    book.active["A1"] = "When and who"
    book.active.merge_cells("A1:B1")


def a_hidden_row(book):
    book.active.row_dimensions[2].hidden = True


def two_languages(book):
    for address, heading in {"B1": " Менеджер ", "C1": "ЧТО", "E1": "Сколько:"}.items():
        book.active[address] = heading


def columns_and_sheets_of_their_own(book):
    book.active.insert_cols(3)
    book.active["C1"], book.active["C2"] = "Комментарий", "rang back"
    mine = book.create_sheet("Сводка")
    for row in (["менеджер", "звонки", "итого"], ["Anna", 3, 100]):
        mine.append(row)


@pytest.mark.parametrize(
    "change", [blank_rows, a_title_above, a_hidden_row, two_languages, columns_and_sheets_of_their_own]
)
def test_forms_as_people_lay_them_out(change):
    book = table(ANNA, BORIS)
    change(book)
    assert [(fact.manager, fact.count) for fact in read(book)] == [("Anna", 3), ("Boris", 4)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("Итого", None, None, None, 7), ["A4: date: must be a date, got Итого", "C4: what: must be an activity"]),
        (("Boris rang after lunch",), ["A4: row: must be a fact, got a note: Boris rang after lunch."]),
        ((None, "Boris", "calls", None, 4), ["A4: date: must be given, got nothing."]),
        ((DAY, "Clara", "calls", None, 4), ["B4: manager: must be a person of this plan, got Clara."]),
        (("3/2/2026", "Anna", "calls", None, 4), ["A4: date: must be a date, got 3/2/2026."]),
        ((46034, "Anna", "calls", None, 4), ["A4: date: must be a date, got 46034."]),
    ],
)
def test_rows_that_are_no_facts_are_said_with_their_cells(row, told):
    with pytest.raises(InputError) as caught:
        read(table(ANNA, BORIS, row))
    said = [problem.removeprefix("form.xlsx: Sheet!") for problem in caught.value.problems]
    assert len(said) == len(told)
    assert all(one.startswith(beginning) for one, beginning in zip(said, told, strict=True)), said


def test_whom_items_were_agreed_with_is_written_and_read():
    row = next(row for row in form_rows(OF, ANSWER, filled=True) if row.what == "meeting")
    rows = [dataclasses.replace(row, count=1.0, person="Boris"), dataclasses.replace(row, count=2.0)]
    for options in ({}, {"planned": True}):
        book = load_workbook(io.BytesIO(form_workbook(rows, OF, **options)))
        assert [cell.value for cell in book["Facts"]["G"]] == ["person", "Boris", None]
        assert [(fact.count, fact.person) for fact in read(book)] == [(1.0, "Boris"), (2.0, "")]
    book["Facts"]["G3"] = "Nobody"
    with pytest.raises(InputError, match=r"form\.xlsx: Facts!G3: person: must be "):
        read(book)


def test_what_is_wrong_is_said_with_its_cell():
    rows = [
        ("yesterday", "Ana", "calls", None, 8),
        (dt.date(2026, 1, 12), "Anna", "calls", None, -1),
        (dt.date(2026, 1, 12), "Anna", "calls", None, "8 or 9"),
        (dt.date(2026, 2, 12), "Anna", "cals", None, 1),
        (dt.date(2026, 1, 12), "Anna", "paid", "cold", 1),
        (dt.datetime(2026, 1, 12, 9, 30), "Anna", "calls", None, 1),
    ]
    with pytest.raises(InputError) as error:
        read(table(*rows))
    said = [problem.split(", got")[0] for problem in error.value.problems]
    assert said == [
        "form.xlsx: Sheet!A2: date: must be a date",
        "form.xlsx: Sheet!B2: manager: must be a person of this plan",
        "form.xlsx: Sheet!E3: count: must be at least 0",
        "form.xlsx: Sheet!E4: count: must be a number",
        "form.xlsx: Sheet!A5: date: must be a day of the plan, 2026-01-12 to 2026-01-25",
        "form.xlsx: Sheet!C5: what: must be an activity, contacts, leads, a stage, paid or absent",
        "form.xlsx: Sheet!F6: amount: must be given for what was paid",
        "form.xlsx: Sheet!A7: date: must be a date",
    ]


def test_what_has_no_form_is_refused():
    with pytest.raises(InputError, match="must have a sheet with the columns date, manager, what"):
        read(Workbook())
    with pytest.raises(InputError, match=r"Sheet!A1: must have the columns date, what, count, got no count\."):
        read(table(("2026-01-12", "Anna", "calls", None), header=("date", "manager", "what", "funnel")))


def test_a_formula_that_failed_is_no_blank():
    book = table((dt.date(2026, 1, 12), "Anna", "calls", None, "#REF!"))
    book.active["E2"].data_type = "e"
    with pytest.raises(InputError, match=r"^form.xlsx: Sheet!E2: must be a value, got #REF!\."):
        read(book)


def test_facts_that_are_there_twice_count_and_are_noted():
    row = (dt.date(2026, 1, 12), "Anna", "calls", None, 8)
    facts = read(table(row, row))
    assert (len(facts), facts.notes) == (
        2,
        ("2026-01-12 Anna calls: Sheet!E2, Sheet!E3 say the same, and all of them count.",),
    )
