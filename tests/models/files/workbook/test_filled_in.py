"""Workbooks as people fill them in: what can be meant is read, and what cannot is said with its sheet and cell."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import Workbook, load_workbook

from salescrew.errors import InputError
from salescrew.language import speaking
from salescrew.models.files.workbook.reading import plan_of_workbook
from salescrew.models.files.workbook.writing import plan_workbook
from salescrew.models.load import load
from salescrew.models.plan.plan import Plan
from tests.models.files.workbook.test_round_trip import SMALL, TWO, with_values
from tests.pages import ROOT


@pytest.fixture(scope="module")
def written():
    return plan_workbook(with_values(managers=TWO))


@pytest.fixture
def book(written):
    return load_workbook(io.BytesIO(written))


def content_of(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(book):
    return plan_of_workbook(content_of(book), "team.xlsx")


def refusals(book):
    with pytest.raises(InputError) as error:
        read(book)
    return list(error.value.problems)


def column(sheet, title):
    return next(cell.column_letter for cell in sheet[1] if cell.value == title)


def fill(book, sheet, title, row, value):
    book[sheet][f"{column(book[sheet], title)}{row}"] = value


def setting(book, sheet, what, value):
    row = next(row for row in range(2, 60) if book[sheet][f"A{row}"].value in (what, None))
    book[sheet][f"A{row}"], book[sheet][f"B{row}"] = what, value
    return f"{sheet}!B{row}"


# ---- what is wrong


@pytest.mark.parametrize(
    ("title", "value", "told"),
    [
        ("monthly_cost", "120 t", "must be a number, got 120 t. Write a number such as 90000."),
        ("absence", 5, "must be at most 1, got 5. Write 0.05 or 5%."),
        (
            "until",
            "3/2/2026",
            "must be a date that can only mean one day, got 3/2/2026. Write 2026-02-03 or 2026-03-02,",
        ),
        ("until", dt.datetime(2026, 1, 20, 9, 30), "must be a date, got 2026-01-20 09:30:00. Write it as YYYY-MM-DD"),
        ("keep", "maybe", "must be true or false, got maybe. Write true or false."),
        ("role", "huntress", "must be one of hunter, inbound, mixed, closer, got huntress."),
        ("name", None, "must be given, got nothing. Add `name: Anna`."),
        ("max_days_per_week", 9, "must be at most 7, got 9."),
    ],
)
def test_a_problem_is_said_with_its_sheet_and_cell(book, title, value, told):
    fill(book, "People", "monthly_cost", 3, 100)
    fill(book, "People", title, 3, value)
    (said,) = refusals(book)
    assert said.startswith(f"team.xlsx: People!{column(book['People'], title)}3: {title}: {told}")


def test_all_problems_are_said_at_once_in_the_order_of_the_sheets(book):
    fill(book, "People", "roles", 2, "hunter, mixxed")
    fill(book, "People", "funnels", 3, "cold, warm")
    fill(book, "Funnels", "conversion", 2, 1.5)
    weeks = setting(book, "Calendar", "weeks", "two")
    revenue = setting(book, "Targets", "revenue", -1)
    said = [problem.split(": must")[0] for problem in refusals(book)]
    people = book["People"]
    assert said == [
        f"team.xlsx: {weeks}: calendar.weeks",
        f"team.xlsx: {revenue}: target.revenue",
        f"team.xlsx: Funnels!{column(book['Funnels'], 'conversion')}2: conversion",
        f"team.xlsx: People!{column(people, 'roles')}2: roles[1]",
        f"team.xlsx: People!{column(people, 'funnels')}3: funnels[1]",
    ]


def cell(sheet, address, value):
    def spoil(book):
        book[sheet][address] = value

    return spoil


def settings(*given):
    def spoil(book):
        for one in given:
            setting(book, *one)

    return spoil


def second_row_of_a_funnel(book):
    for title, value in {"stage": "offer", "conversion": 1, "channel": "inbound"}.items():
        fill(book, "Funnels", title, 3, value)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (cell("People", "D1", "montly cost"), "People!D1: must be a known heading, got montly cost. Did you mean "),
        (cell("People", "A1", "who"), "People!A1: must have the heading name in one of the first rows, got none."),
        (cell("People", "C1", "role"), "People!C1: role: must be given once, got it again after People!B1."),
        (cell("Duty", "B40", 3), "Duty!A40: must name a setting, got nothing. Write it beside the value."),
        (settings(("Plan", "colour", "blue")), "Plan!B18: colour: must be a known key, got colour."),
        (
            settings(("More", "grace_weeks", 2), ("Plan", "grace_weeks", 1)),
            "More!B2: grace_weeks: must be given once, got it again after Plan!B",
        ),
        (settings(("More", "...", 3)), "More!A2: must name a setting, got .... Correct it."),
        (settings(("More", ".".join("abc" * 100), 3)), "More!A2: must name a setting, got a.b.c.a."),
        (settings(("More", "managers[7].name", "x")), "More!B2: managers[7].name: must fit to what is given besides"),
        (settings(("More", "currency.of", 3), ("Plan", "currency", "EUR")), "must fit to what is given besides, got"),
        (settings(("More", "managers", 3)), "More!B2: managers: must be given once, got it again after People!A2."),
        (cell("Products", "B4", 5), "Products!A4: product: must be given, got nothing. Write a name, or clear the "),
        (cell("Products", "A3", "audit"), "Products!A3: product: must be given once, got it again after Products!A2."),
        (second_row_of_a_funnel, "must be the same in all rows of a funnel, got another than Funnels!F2. Clear one"),
        (lambda book: book.remove(book["Calendar"]), "Calendar!A1: calendar: must be given, got nothing."),
    ],
)
def test_what_is_wrong_with_sheets_and_headings(book, spoil, told):
    spoil(book)
    said = refusals(book)
    assert any(one.startswith("team.xlsx: ") and told in one for one in said), said


def test_a_workbook_of_something_else_is_refused():
    book = Workbook()
    book.active.title = "Deals"
    book.active["A1"] = "id"
    (said,) = refusals(book)
    assert said.startswith("team.xlsx: must have a sheet such as Plan, Calendar, Targets, Products, Funnels, People,")
    with pytest.raises(InputError, match="must be a workbook that can be read, got a fault in it"):
        plan_of_workbook(b"PK\x03\x04 and no more", "team.xlsx")


def test_more_values_than_a_plan_has_are_refused(book, monkeypatch):
    monkeypatch.setattr("salescrew.models.files.workbook.reading.MOST_VALUES", 5)
    assert refusals(book) == ["team.xlsx: must hold at most 5 values, got more. Check whether it is the right file."]


@pytest.mark.parametrize("part", [slice(0, 2_000), slice(0, -200), slice(0, -30)])
def test_a_workbook_that_is_broken_is_refused(book, part):
    with pytest.raises(InputError, match=r"^team.xlsx: must be a workbook that can be read, got a fault in it: "):
        plan_of_workbook(content_of(book)[part], "team.xlsx")


def test_two_sheets_that_mean_the_same_are_refused(book):
    book.create_sheet("Люди")["A1"] = "имя"
    assert refusals(book) == ["team.xlsx: must have each sheet once, got Люди beside People. Rename one of the two."]


def test_a_formula_that_failed_is_no_blank(book):
    fill(book, "People", "monthly_cost", 2, "#REF!")
    book["People"]["D2"].data_type = "e"
    book["People"]["AA2"] = "#DIV/0!"  # in a column of their own
    book["People"]["AA2"].data_type = "e"
    assert refusals(book) == ["team.xlsx: People!D2: must be a value, got #REF!. Correct its formula."]


def test_a_formula_that_was_not_worked_out_is_no_blank(book):
    fill(book, "People", "monthly_cost", 2, "=1000*1.2")
    book["People"]["AA2"] = "=1+1"  # in a column of their own
    got = "got a formula that was not worked out"
    todo = "Open the workbook in Excel or LibreOffice, and save it."
    assert refusals(book) == [f"team.xlsx: People!D2: must be a value, {got}. {todo}"]


@pytest.mark.parametrize("called", ["Total", "Итого:", "ВСЕГО"])
@pytest.mark.parametrize("sheet", ["People", "Products"])
def test_a_total_below_a_table_is_no_record(book, sheet, called):
    book[sheet]["A9"] = called
    (said,) = refusals(book)
    assert said.startswith(f"team.xlsx: {sheet}!A9: ")
    assert said.endswith(f"must be a name, got the row of a total: {called}. Remove that row.")


# ---- what is read


@pytest.mark.parametrize(
    ("title", "text", "value"),
    [
        ("monthly_cost", "12 000", 12_000),
        ("monthly_cost", "12 000,5", 12_000.5),
        ("monthly_cost", "1.200,50", 1_200.5),
        ("monthly_cost", "1,200.50", 1_200.5),
        ("monthly_cost", "12\N{NO-BREAK SPACE}000", 12_000),
        ("monthly_cost", "12\N{NARROW NO-BREAK SPACE}000,50\N{NO-BREAK SPACE}", 12_000.5),
        ("monthly_cost", "12 тыс", 12_000),
        ("absence", "30%", 0.3),
        ("absence", "30,5\N{NO-BREAK SPACE}%", 0.305),
        ("absence", "0,3", 0.3),
        ("until", " 20.01.2026 ", dt.date(2026, 1, 20)),
        ("until", 46042, dt.date(2026, 1, 20)),
    ],
)
def test_numbers_and_days_as_text(book, title, text, value):
    fill(book, "People", title, 2, text)
    anna, _ = read(book).managers
    assert getattr(anna, title) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1.200", "must be a number that can only mean one thing, got 1.200. Write 1200, or 1.2 if that is meant."),
        ("12000 р.", "must be a number, got 12000 р.. Write a number such as 90000."),
        ("12 000\N{NO-BREAK SPACE}₽", None),
    ],
)
def test_numbers_that_cannot_be_meant_are_said_with_their_cell(book, text, told):
    fill(book, "People", "monthly_cost", 2, text)
    said = refusals(book)
    assert all(one.startswith("team.xlsx: People!D2: monthly_cost: ") for one in said)
    assert told is None or said == [f"team.xlsx: People!D2: monthly_cost: {told}"]


def merged_headings_above(people):
    people.insert_rows(1)
    people["A1"], people["C1"] = "Who", "Money"
    people.merge_cells("C1:F1")


def headings_of_two_rows(people):
    people.insert_rows(2)
    for letter in "ABCD":
        people.merge_cells(f"{letter}1:{letter}2")


def blanks_around(people):
    for heading in people[1]:
        heading.value = f" {heading.value}  " if heading.value else None
    people["A2"] = " Anna\n"


def two_languages(people):
    for title, russian in {"name": "Имя", "monthly_cost": "Стоимость в месяц", "absence": "доля  отсутствия"}.items():
        people[f"{column(people, title)}1"] = russian


def a_comment_of_their_own(people):
    people.insert_cols(2)
    people["B1"], people["B2"], people["AB3"] = "Комментарий", "until summer?", "no heading here"


def a_hidden_row(people):
    people.row_dimensions[3].hidden = True


@pytest.mark.parametrize(
    "change",
    [merged_headings_above, headings_of_two_rows, blanks_around, two_languages, a_comment_of_their_own, a_hidden_row],
)
def test_tables_as_people_lay_them_out(book, change):
    change(book["People"])
    assert read(book) == with_values(managers=TWO)


@pytest.mark.parametrize("cleared", [False, True])
def test_a_person_who_is_deleted_in_the_middle_leaves_the_others(cleared):
    book = load_workbook(io.BytesIO(plan_workbook(with_values(managers=[*TWO, {"name": "Clara"}]))))
    for one in book["People"][3] if cleared else ():
        one.value = None
    if not cleared:
        book["People"].delete_rows(3)
    assert [manager.name for manager in read(book).managers] == ["Anna", "Clara"]


def test_blank_rows_own_columns_and_sheets_comments_and_titles_are_left_alone(book):
    people = book["People"]
    people.insert_rows(3)
    people.insert_rows(1, 2)
    people.insert_cols(1)
    people["A1"] = "My team"
    people["A3"] = "# monthly costs of mine"
    people["A4"] = "likes cats"
    people["Z3"] = "notes"
    people["AA3"] = "start of work"
    book.create_sheet("Sheet1")["A1"] = "=1/0"
    book["Products"]["A9"] = "   "
    plan = read(book)
    assert [manager.name for manager in plan.managers] == ["Anna", "Boris"]
    assert plan == with_values(managers=TWO)


def test_cells_as_people_write_them(book):
    for title, value in {
        "monthly_cost": "90 000",
        "absence": "4%",
        "roles": "hunter; mixed",
        "effectiveness": "hunter: 1.2, mixed: 0.8",
        "keep": "Да",
        "from": dt.datetime(2026, 1, 13),
        "until": "20.01.2026",
        "ramp": "50%, 0.8, 1",
        "days_off": dt.datetime(2026, 1, 14),
        "funnels": " cold ",
        "day_patterns": "[{calls: 40}]",
    }.items():
        fill(book, "People", title, 2, value)
    fill(book, "People", "name", 3, 1234)
    fill(book, "People", "keep", 3, True)
    book["Days"]["A3"], book["Days"]["A4"] = "calls 20, duty 0", "meetings: 2"
    anna, other = read(book).managers
    expected = Plan.model_validate(
        {
            **SMALL,
            "day_patterns": [{"calls": 50}, {"calls": 20, "duty": 0}, {"meetings": 2}],
            "managers": [
                {
                    "name": "Anna",
                    "monthly_cost": 90_000,
                    "absence": 0.04,
                    "roles": ["hunter", "mixed"],
                    "effectiveness": {"hunter": 1.2, "mixed": 0.8},
                    "keep": True,
                    "from": "2026-01-13",
                    "until": "2026-01-20",
                    "ramp": [0.5, 0.8, 1],
                    "days_off": ["2026-01-14"],
                    "funnels": ["cold"],
                    "day_patterns": [{"calls": 40}],
                },
                {"name": "1234", "keep": True},
            ],
        }
    )
    assert (anna, other) == expected.managers
    assert read(book).day_patterns == expected.day_patterns


def test_a_funnel_goes_on_below_its_name_and_in_merged_cells(book):
    funnels = book["Funnels"]
    for row, stage in enumerate(("meeting", "offer"), start=3):
        fill(book, "Funnels", "stage", row, stage)
        fill(book, "Funnels", "conversion", row, 0.5)
    funnels.merge_cells("A2:A4")
    assert [stage.name for stage in read(book).funnels["cold"].stages] == ["contact", "meeting", "offer"]


def test_headings_in_russian_and_in_any_order():
    book = Workbook()
    rows = {
        "план": [["Значение", "Что"], ["один", "Имя"], ["steady", "Сделки в работе"]],
        "Календарь": [["что", "значение"], ["Начало", dt.datetime(2026, 1, 12)], ["недель", 2]],
        "Цели": [["что", "значение"], ["выручка", "1 000"]],
        "Продукты": [["Средний чек", "Продукт"], [100, "аудит"]],
        "Воронки": [
            ["Этап", "Конверсия", "Канал", "Воронка", "Продукт", "Чем открывают"],
            ["контакт", 0.1, "outbound", "холодные", "аудит", "звонки"],
        ],
        "ЛЮДИ": [["Стоимость в месяц", "Имя"], [90_000, "Анна"]],
        "Дни": [["Что помещается в день"], ["звонки: 50"]],
    }
    for name, cells in rows.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    plan = read(book)
    assert (plan.name, plan.target.revenue, plan.managers[0].monthly_cost) == ("один", 1000, 90_000)
    assert plan.funnels["холодные"].stages[0].name == "контакт"


def test_headings_say_what_they_mean_and_are_protected(book):
    people = book["People"]
    comment = people[f"{column(people, 'absence')}1"].comment.text
    assert comment.startswith("Share of the time that is left free for absence.")
    assert "a share such as 35%" in comment
    assert people.protection.sheet
    assert people["A1"].protection.locked
    assert not people["A2"].protection.locked
    assert {validation.formula1 for validation in people.data_validations.dataValidation} >= {
        '"yes,no"',
        '"hunter,inbound,mixed,closer"',
        '"mon,tue,wed,thu,fri,sat,sun"',
    }
    assert people[f"{column(people, 'absence')}2"].number_format == "0%"


def test_words_of_cells_may_be_russian():
    with speaking("ru"):
        content = plan_workbook(load(ROOT / "examples" / "consulting.yaml"))
    book = load_workbook(io.BytesIO(content))
    shown = {str(cell.value) for row in book["Воронки"].iter_rows() for cell in row}
    assert {"исходящие", "входящие"} <= shown
    assert not {"outbound", "inbound"} & shown
    lists = [one.formula1 for one in book["Люди"].data_validations.dataValidation if one.type == "list"]
    assert '"хантер,входящие,смешанная,клоузер"' in lists
    assert '"да,нет"' in lists
    assert plan_of_workbook(content, "team.xlsx") == load(ROOT / "examples" / "consulting.yaml")


def test_a_mistyped_heading_in_russian_is_refused():
    with speaking("ru"):
        book = load_workbook(io.BytesIO(plan_workbook(with_values(managers=TWO))))
    people = book["Люди"]
    next(cell for cell in people[1] if cell.value == "стоимость в месяц").value = "стоимость в месяцы"
    assert refusals(book)[0].endswith(
        "must be a known heading, got стоимость в месяцы. Did you mean стоимость в месяц? Begin one of your own with #."
    )
