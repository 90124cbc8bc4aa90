"""An answer in another language: people read it in theirs, programs find what they know."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from salescrew.cli.pages.result.notes import concerned
from salescrew.cli.presentations import show
from salescrew.cli.presentations.result import presented
from salescrew.language import speaking
from salescrew.models.answers.result import Result
from salescrew.models.department.warnings import warnings
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand

PLAN, RESULT = (kind.model_validate(data) for kind, data in zip((Plan, Result), by_hand(), strict=True))
STEADY = PLAN.model_copy(
    update={"pipeline": "steady", "managers": (PLAN.managers[0].model_copy(update={"ramp": (0.5,)}),)}
)


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    with speaking("ru"):
        yield


def test_lists_are_those_that_programs_know() -> None:
    in_russian, parts = files(), show.parts(PLAN, RESULT, ("team", "targets"), None, None).written("csv")
    with speaking("en"):
        assert in_russian == files()
        assert parts == show.parts(PLAN, RESULT, ("team", "targets"), None, None).written("csv")


def files() -> dict[str, str]:
    written = presented(PLAN, RESULT).written("csv")
    assert isinstance(written, dict)
    return {name: text for name, text in written.items() if name != "warnings.csv"}


def test_lists_have_their_sentences_in_the_language() -> None:
    result = RESULT.model_copy(update={"warnings": tuple(warnings(STEADY))})
    text = show.parts(STEADY, result, ("warnings",), None, None).written("csv")
    assert isinstance(text, str)
    heading, said, *_ = text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines()
    assert heading == "warning"
    assert "эта команда всегда работала по этому плану" in said


def test_a_document_is_the_same_in_every_language() -> None:
    in_russian = presented(PLAN, RESULT).written("json")
    with speaking("en"):
        assert in_russian == presented(PLAN, RESULT).written("json")


def test_a_page_has_words_numbers_and_days_of_the_language() -> None:
    text = presented(PLAN, RESULT, ["roster", "quotas", "coverage", "funnel"]).written("table")
    assert isinstance(text, str)
    for part in ("хантер", "на входящих", "оплата", "дежурство 1", "выручка", "неделя", "янв."):
        assert part in text


@pytest.mark.parametrize("stored_in", ["en", "ru"])
@pytest.mark.parametrize("read_in", ["en", "ru"])
def test_what_a_result_warns_of_is_said_anew(stored_in: str, read_in: str) -> None:
    with speaking(stored_in):
        result = RESULT.model_copy(update={"warnings": (*warnings(STEADY), "Written by hand.")})
    with speaking(read_in):
        assert concerned(STEADY, result) == [*warnings(STEADY), "Written by hand."]


def test_a_workbook_has_sheets_formulas_and_formats_of_the_language() -> None:
    content = presented(PLAN, RESULT).written("xlsx")
    assert isinstance(content, bytes)
    book = load_workbook(io.BytesIO(content))
    assert {"Итог", "Команда", "График", "Нормы", "Воронка по неделям", "Что если"} <= set(book.sheetnames)
    (chart,) = book["Воронка по неделям"]._charts
    assert {series.val.numRef.f.partition("!")[0] for series in chart.series} == {"'Воронка по неделям'"}
    heads = [cell.number_format for cell in book["График"][2] if cell.is_date]
    assert heads
    assert set(heads) == {"[$-419]ddd d mmm"}
    shares = {cell.number_format for row in book["Воронки"].iter_rows() for cell in row if "%" in cell.number_format}
    assert shares == {"[$-419]0 %"}
    with speaking("en"):
        english = load_workbook(io.BytesIO(presented(PLAN, RESULT).written("xlsx")))
    numbers = [
        [[c.value for c in row if isinstance(c.value, int | float)] for row in sheet.iter_rows()] for sheet in book
    ]
    assert numbers == [
        [[c.value for c in row if isinstance(c.value, int | float)] for row in sheet.iter_rows()] for sheet in english
    ]
