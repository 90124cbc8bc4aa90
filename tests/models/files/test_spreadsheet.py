"""Numbers and dates out of spreadsheets: what can only mean one thing is read, all else refused."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from salescrew.models.files.spreadsheet import day_of, number_of, written

NBSP, NARROW, THIN, CURLY = (
    "\N{NO-BREAK SPACE}",
    "\N{NARROW NO-BREAK SPACE}",
    "\N{THIN SPACE}",
    "\N{RIGHT SINGLE QUOTATION MARK}",
)
SIGNS = {"point": False, "comma": True, "either": None}
signs = pytest.mark.parametrize("decimal_comma", SIGNS.values(), ids=SIGNS)


def refused(read, text, **options):
    with pytest.raises(PydanticCustomError) as caught:
        read(text, **options)
    return caught.value.message()


# numbers written and read


@given(st.floats(0, 1e15), st.booleans())
@example(123456.1, True)
@example(1e-12, False)
@example(1234.567, True)
@example(-0.0, False)
def test_a_number_that_is_written_is_read_back(number, decimal_comma):
    assert number_of(written(number, decimal_comma=decimal_comma), decimal_comma=decimal_comma) == round(number, 12)


@given(st.decimals(0, 999_999_999, places=2), st.sampled_from(["", " ", NBSP, NARROW, THIN, "'", CURLY, ".", ","]))
def test_a_number_in_groups_of_three_is_read(number, group):
    decimal_comma = group == "."
    sign = "," if decimal_comma else "."
    text = f"{number:,.2f}".replace(",", "G").replace(".", sign).replace("G", group)
    assert number_of(text, decimal_comma=decimal_comma) == float(number)


@given(st.text(alphabet="0123456789.,' +-e", max_size=12), st.sampled_from([False, True, None]))
def test_any_digits_and_signs_are_read_or_refused(text, decimal_comma):
    with contextlib.suppress(PydanticCustomError):
        assert 0 <= number_of(text, decimal_comma=decimal_comma) <= 1e15


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (12.0, "12"),
        (1500.5, "1500.5"),
        (123456.1, "123456.1"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333"),
        (0.00001, "0.00001"),
        (1e-13, "0"),
        (1e15, "1000000000000000"),
    ],
)
def test_no_more_digits_than_needed_are_written(number, text):
    assert written(number, decimal_comma=False) == text
    assert written(number, decimal_comma=True) == text.replace(".", ",")


# numbers of any country


@signs
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-0", 0),
        ("+7", 7),
        ("007", 7),
        ("12", 12),
        ("0,5", 0.5),
        ("0.5", 0.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("12,00", 12),
        ("1,2340", 1.234),
        ("1234,567", 1234.567),
        ("1234.567", 1234.567),
        ("1 234", 1234),
        ("1 234,5", 1234.5),
        ("1 234.567", 1234.567),
        (f"1{NBSP}234,50", 1234.5),
        (f"1{NARROW}234{NARROW}567,50", 1234567.5),
        (f"1{THIN}234", 1234),
        ("1'234.50", 1234.5),
        (f"1{CURLY}234.50", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234.567", 1234.567),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("12.345.678,9", 12345678.9),
        ("1000000000000000", 1e15),
    ],
)
def test_what_can_only_mean_one_number(text, number, decimal_comma):
    assert number_of(text, decimal_comma=decimal_comma) == number


def test_a_thousand_here_is_a_fraction_there():
    only = "must be a number that can only mean one thing, got"
    assert refused(number_of, "1.234", decimal_comma=True) == f"{only} 1.234. Write 1234, or 1,234 if that is meant."
    assert refused(number_of, "1,234", decimal_comma=False) == f"{only} 1,234. Write 1234, or 1.234 if that is meant."
    assert refused(number_of, "150.000", decimal_comma=True) == (
        f"{only} 150.000. Write 150000, or 150,000 if that is meant."
    )
    assert number_of("1.234", decimal_comma=False) == 1.234
    assert number_of("1,234", decimal_comma=True) == 1.234


@pytest.mark.parametrize("text", ["1,234", "1.234"])
def test_a_thousand_or_a_fraction_where_no_sign_is_the_usual_one(text):
    # what is advised can be read
    assert number_of(f"{text}0", decimal_comma=None) == 1.234
    assert refused(number_of, text, decimal_comma=None) == (
        f"must be a number that can only mean one thing, got {text}. Write 1234, or {text}0 if that is meant."
    )


@signs
@pytest.mark.parametrize("text", ["-1", "-0.5", "-1 234,5", "-1.234.567"])
def test_less_than_nothing(text, decimal_comma):
    assert refused(number_of, text, decimal_comma=decimal_comma) == (
        f"must be at least 0, got {text}. Correct it; what is taken back is left out of its row."
    )


@signs
@pytest.mark.parametrize("text", ["1000000000000001", "9" * 50, "9" * 400])
def test_too_large(text, decimal_comma):
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    assert refused(number_of, text, decimal_comma=decimal_comma) == f"must be at most 1e15, got {shown}. Correct it."


@signs
@pytest.mark.parametrize(
    "text",
    [
        *(
            "nan",
            "NaN",
            "inf",
            "-inf",
            "Infinity",
            "1e3",
            "1,2E+06",
            "0x10",
            "1_000",
            "many",
            "5 calls",
            "#REF!",
            "#N/A",
        ),
        *("12%", "500 EUR", "$500", "(5)", "5-", "--5", "\N{MINUS SIGN}5", ".5", "5.", ",5", "1/2", "1 1/2", "TRUE"),
        *("1 2", "12 34", "1 234 5", "1  234", "1.23.456", "1,00,000", "1,234,56", "1.234,567.8", "1,234,567,8"),
        "\N{ARABIC-INDIC DIGIT FIVE}",
        "\N{SUPERSCRIPT TWO}",
        "3,\N{ARABIC-INDIC DIGIT FIVE}",
    ],
)
def test_what_is_no_number(text, decimal_comma):
    assert refused(number_of, text, decimal_comma=decimal_comma) == (
        f"must be a number, got {text}. Write a number such as 12 or 1500.5."
    )


# dates


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-03",
        "2026/02/03",
        "2026-02-03T00:00:00",
        "2026-02-03 00:00",
        "2026-02-03 00:00:00",
        "2026-02-03 00:00:00.000",
        "03.02.2026",
        "3.2.2026",
        "03.02.2026 00:00",
        "03.02.2026 0:00",
        "03.02.2026 00:00:00",
    ],
)
def test_what_can_only_mean_one_day(text):
    assert day_of(text) == dt.date(2026, 2, 3)


@given(st.dates())
def test_a_day_is_read_in_either_spelling(day):
    year = f"{day.year:04}"
    assert day_of(day.isoformat()) == day_of(f"{day.day:02}.{day.month:02}.{year}") == day
    assert day_of(f"{day.day}.{day.month}.{year}") == day


@pytest.mark.parametrize(
    "text",
    [
        *(
            "3/2/2026",
            "03/02/2026",
            "13/02/2026",
            "2/13/2026",
            "03-02-2026",
            "03.02.26",
            "26-02-03",
            "46056",
            "20260203",
        ),
        *("2026-02-03 08:30", "03.02.2026 8:30", "3 Feb 2026", "Feb 2026", "2026-W06", "Total", "2026-02", "3.2."),
        "2026-02-0\N{ARABIC-INDIC DIGIT FIVE}",
    ],
)
def test_what_is_no_date_or_could_be_two(text):
    assert refused(day_of, text) == f"must be a date, got {text}. Write it as YYYY-MM-DD, such as 2026-02-03."


@pytest.mark.parametrize("text", ["2026-02-29", "2026-13-01", "0000-01-01", "31.04.2026", "2.13.2026", "00.01.2026"])
def test_a_day_that_no_calendar_has(text):
    assert refused(day_of, text) == (
        f"must be a day of the calendar, got {text}. Write it as YYYY-MM-DD, such as 2026-02-03."
    )


def test_a_leap_day():
    assert day_of("29.02.2028") == dt.date(2028, 2, 29)
