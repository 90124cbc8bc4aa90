"""An export is the same in whatever encoding, with whatever separators, dates and numbers it is written."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any

import numpy as np
import pytest
from pydantic_core import PydanticCustomError

from salescrew.models.files.encodings import decoded
from salescrew.models.rates.estimates.estimate import rates
from salescrew.models.rates.reading.amounts import amounts, decimal_sign
from salescrew.models.rates.reading.moments import NEVER, MomentReader, moments
from tests.rates.tables import PLAIN, workbook, write

RUSSIAN = """\
ID;Название сделки;Дата создания;Дата закрытия;Этап сделки;Воронка;Ответственный;Источник;Бюджет
1;Ромашка;05.01.2026 10:15:00;20.01.2026 12:00:00;Успешно реализовано;Продажи;Анна;Сайт;1 500 000,50
2;Лютик;06.01.2026 09:00:00;15.01.2026 11:00:00;Закрыто и не реализовано;Продажи;Анна;Сайт;
3;Василёк;07.01.2026 18:30:00;не закрыта;Встреча;Продажи;Борис;Реклама;150 000
"""


def figures(path: Any) -> Any:
    """Give all that an export says but for how it was written."""
    return rates(path).model_dump(exclude={"source"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_any_encoding(tmp_path, encoding):
    told = figures(write(tmp_path, RUSSIAN))
    assert told["pipelines"][0]["name"] == "Продажи"
    assert told["pipelines"][0]["average_deal"]["mean"] == 1_500_000.5
    assert figures(write(tmp_path, RUSSIAN, f"{encoding}.csv", encoding)) == told


def test_other_tables_keep_their_limit_on_cells(tmp_path):
    before = csv.field_size_limit()
    rates(write(tmp_path, PLAIN))
    assert csv.field_size_limit() == before


def test_a_latin_export_is_not_taken_for_cyrillic(tmp_path):
    text = PLAIN.replace("Anna", "André Müller").replace("Boris", "José")
    told = rates(write(tmp_path, text, encoding="cp1252"))
    assert {group.name for group in told.pipelines[0].groups} == {"André Müller", "José", "site", "cold"}
    assert told.source.form == "CSV, cp1252, commas"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_separator_and_line_end(tmp_path, separator, newline):
    text = PLAIN.replace(",", separator).replace("\n", newline)
    assert figures(write(tmp_path, text)) == figures(write(tmp_path, PLAIN, "plain.csv"))


@pytest.mark.parametrize(
    "before", ["\n\n", "sep=,\n", "Deals of the first quarter\n\n", "Report,,,\n,,,\nmade by,Anna\n"]
)
def test_what_stands_before_the_header_is_passed_over(tmp_path, before):
    told, plain = figures(write(tmp_path, before + PLAIN)), figures(write(tmp_path, PLAIN, "plain.csv"))
    assert told == plain


def test_rows_that_are_shorter_or_empty(tmp_path):
    text = PLAIN.replace("Meeting,,Boris,cold,150", "Meeting") + "\n,,,\n  \n"
    told = rates(write(tmp_path, text))
    assert (told.rows.read, told.rows.used) == (4, 4)


def test_texts_of_several_lines_are_left_alone(tmp_path):
    lines = PLAIN.splitlines()
    text = "\n".join([lines[0] + ",note", *(f'{line},"first, and\nsecond"' for line in lines[1:])]) + "\n"
    assert figures(write(tmp_path, text)) == figures(write(tmp_path, PLAIN, "plain.csv"))


def test_workbook(tmp_path):
    rows: list[list[Any]] = [line.split(",") for line in PLAIN.splitlines()]
    for row in rows[1:]:
        row[0], row[6] = int(row[0]), float(row[6])
        for place in (1, 3):
            if row[place]:
                row[place] = f"date:{(dt.date.fromisoformat(row[place]) - dt.date(1899, 12, 30)).days}"
    path = tmp_path / "deals.xlsx"
    path.write_bytes(workbook([["Deals of January"], [], *rows]))
    told = rates(path)
    assert told.model_dump(exclude={"source"}) == figures(write(tmp_path, PLAIN))
    assert told.source.form == "workbook, sheet Deals"


def test_rows_of_plain_data():
    header, *lines = (line.split(",") for line in PLAIN.splitlines())
    rows: list[dict[str, object]] = [dict(zip(header, line, strict=True)) for line in lines]
    told = rates(rows).model_dump(exclude={"source"})
    for row in rows:
        row["created"] = dt.datetime.fromisoformat(str(row["created"]))
        row["closed"] = dt.date.fromisoformat(str(row["closed"])) if row["closed"] else None
        row["amount"] = float(str(row["amount"]))
    assert rates(rows).model_dump(exclude={"source"}) == told
    assert rates(iter(rows)).model_dump(exclude={"source"}) == told


def test_a_table_of_data():
    pandas = pytest.importorskip("pandas")  # comes with statsmodels
    header, *lines = (line.split(",") for line in PLAIN.splitlines())
    table = pandas.DataFrame(lines, columns=header)
    table["created"] = pandas.to_datetime(table["created"])
    table["closed"] = pandas.to_datetime(table["closed"])
    table["amount"] = table["amount"].astype(float)
    told = rates(table)
    assert (told.rows.used, told.as_of) == (4, dt.date(2026, 1, 31))
    assert told.pipelines[0].lead_to_payment.won_by_all == 0.25


# ---- encodings


def test_utf8_that_is_damaged_is_not_taken_for_another_encoding():
    with pytest.raises(Exception, match=r"^x.csv:2: must be text in UTF-8, as it begins, got the byte 0xff"):
        decoded("Имя\n".encode() + b"\xff\xfe\n", "x.csv")


# ---- dates

DAY = dt.date(2026, 3, 2).toordinal()


@pytest.mark.parametrize(
    ("cell", "minute"),
    [
        ("2026-03-02", -1),
        ("2026-03-02 14:05:09", 845),
        ("2026-03-02T14:05", 845),
        ("2026-03-02T14:05:09.123Z", 845),
        ("2026-03-02T14:05:09+03:00", 845),
        ("2026-03-02 14:05:09 +0300", 845),
        ("2026/3/2", -1),
        ("20260302", -1),
        (20260302.0, -1),
        ("02.03.2026", -1),
        ("02.03.2026 14:05", 845),
        ("2.3.2026 14:05:09", 845),
        ("02.03.26", -1),
        ("2 Mar 2026", -1),
        ("02-Mar-2026", -1),
        ("Mar 2, 2026 2:05 PM", 845),
        ("March 2, 2026", -1),
        ("2 марта 2026", -1),
        ("2 мар. 2026 г.", -1),
        ("2026-03-02 2:05 pm", 845),
        ("46083", -1),
        ("46083.5867", 845),
        ("1772460309", 845),
        ("1772460309000", 845),
        (46083, -1),
        (46083.0, -1),
        (dt.date(2026, 3, 2), -1),
        (dt.datetime(2026, 3, 2, 14, 5), 845),
        (np.float64(46083), -1),
    ],
)
def test_dates(cell, minute):
    assert MomentReader().read(cell) == (DAY, minute)


@pytest.mark.parametrize("cell", ["", "-", "—", "N/A", "null", "не закрыта", "0000-00-00 00:00:00", "0", None, 0])
def test_no_dates(cell):
    assert MomentReader().read(cell) is None


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("soon", "must be a date, got soon. Write it as YYYY-MM-DD, such as 2026-02-03."),
        ("2026-02-30", "must be a day of the calendar, got 2026-02-30. Write it as YYYY-MM-DD, such as 2026-02-03."),
        ("31.02.2026", "must be a day of the calendar, got 31.02.2026. Write it as YYYY-MM-DD, such as 2026-02-03."),
        ("1026-02-03", "must be a date from 1900 to 2199, got 1026-02-03. Check the year."),
        (
            "3/2/2026",
            "must be a date that can only mean one thing, got 3/2/2026. Write `dates: dmy` or `dates: mdy` into a map.",
        ),
        ("2026-03-02 25:00", "must be a date, got 2026-03-02 25:00. Write it as YYYY-MM-DD, such as 2026-02-03."),
        ("20261302", "must be a day of the calendar, got 20261302. Write it as YYYY-MM-DD, such as 2026-02-03."),
        ("7", "must be a date, got 7. Write it as YYYY-MM-DD, such as 2026-02-03."),
        (True, "must be a date, got true. Write it as YYYY-MM-DD, such as 2026-02-03."),
        (float("inf"), "must be a date, got inf. Write it as YYYY-MM-DD, such as 2026-02-03."),
    ],
)
def test_what_is_no_date(cell, sentence):
    with pytest.raises(PydanticCustomError) as caught:
        MomentReader().read(cell)
    assert caught.value.message() == sentence


@pytest.mark.parametrize(("other", "month"), [("3/25/2026", 3), ("25/3/2026", 2), ("25-03-2026", 2)])
def test_any_date_of_the_file_may_tell_the_order(other, month):
    column = ["3/2/2026", "3/3/2026"]
    days, _, wrong_cells = moments(MomentReader(columns=[column, [other]]), column)
    assert wrong_cells == []
    assert days[0] == dt.date(2026, month, 2 if month == 3 else 3).toordinal()


def test_an_order_that_is_given_goes_before_all():
    assert MomentReader("dmy").read("3/2/2026") == (dt.date(2026, 2, 3).toordinal(), -1)
    assert MomentReader("mdy").read("3/2/2026") == (DAY, -1)


def test_a_zone_moves_the_day():
    late = "2026-03-01T22:30:00Z"
    assert MomentReader().read(late) == (DAY - 1, 1350)
    assert MomentReader(zone="Europe/Moscow").read(late) == (DAY, 90)
    reader = MomentReader()
    moments(reader, [late, "2026-03-01T22:30:00+03:00"])
    assert reader.offsets == {"+00:00", "+03:00"}


def test_a_column_of_dates():
    days, minutes, wrong_cells = moments(MomentReader(), ["2026-03-02 14:05", "", "x"])
    assert days.tolist() == [DAY, NEVER, NEVER]
    assert minutes.tolist() == [845, -1, -1]
    assert [row for row, _ in wrong_cells] == [2]


# ---- amounts


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1500", "1500.50", "1 500,5"], [1500, 1500.5, 1500.5]),
        (["1 500 000", "1\N{NO-BREAK SPACE}500", "1\N{NARROW NO-BREAK SPACE}500"], [1_500_000, 1500, 1500]),
        (["1,234.50", "1,234"], [1234.5, 1234]),
        (["1.234,50", "1.234"], [1234.5, 1234]),
        (["1,234,567", "12"], [1_234_567, 12]),
        (["1'234.50"], [1234.5]),
        (["₽ 1 500", "1500 руб.", "1 500,00 ₽", "$1,500.00", "USD 1500", "1500 EUR"], [1500] * 6),
        (["", "-", "n/a", "0", None], [None, None, None, 0, None]),
        (["1.5E+6"], [1_500_000]),
        ([1500, 1500.5], [1500, 1500.5]),
    ],
)
def test_amounts(cells, values):
    given = [cell if cell is not None else "" for cell in cells]
    assert list(amounts(given, decimal_sign(given))) == values


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (
            "1.234",
            "must be an amount that can only mean one thing, got 1.234. Write `decimal: comma` or `decimal: "
            "point` into a "
            "map.",
        ),
        ("-5", "must be at least 0, got -5. Correct it; leave out deals that take money back."),
        ("1,2,3", "must be an amount, got 1,2,3. Write a number such as 1500 or 1500.50."),
        ("5 6", "must be an amount, got 5 6. Write a number such as 1500 or 1500.50."),
        ("about 5 to 6", "must be an amount, got about 5 to 6. Write a number such as 1500 or 1500.50."),
        ("9e99", "must be at most 1e15 in size, got 9e99. Correct it."),
        (float("nan"), "must be at most 1e15 in size, got nan. Correct it."),
    ],
)
def test_what_is_no_amount(cell, sentence):
    assert list(amounts([cell], None)) == [sentence]
