"""Answers as data frames and in notebooks."""

from __future__ import annotations

import datetime as dt
import sys
from html.parser import HTMLParser
from typing import Any

import pytest

from salescrew.errors import InputError
from salescrew.models.answers.comparison import Comparison
from salescrew.models.answers.result import ROWS, Result
from salescrew.models.answers.sensitivity import ChangedInput, Effect, Sensitivity, SensitivityRow
from salescrew.models.answers.sweep import Axis, Sweep, SweepCell
from salescrew.models.answers.tabular import MOST_SHOWN, Tabular
from tests.answer_by_hand import by_hand

EFFECT: dict[str, Any] = {
    "status": "optimal",
    "headcount": 3,
    "headcount_bound": 3,
    "monthly_cost": 10.5,
    "reach": 1.25,
    "reach_bound": None,
}


def result() -> Result:
    return Result.model_validate(by_hand()[1])


def swept(count: int = 2) -> Sweep:
    cells = [
        SweepCell(cell=number + 1, values={"limits.people": number}, status="optimal", headcount=number)
        for number in range(count)
    ]
    axis = Axis(path="limits.people", values=tuple(range(count)), labels=tuple(map(str, range(count))))
    return Sweep(objective=("people",), thorough=False, axes=(axis,), cells=tuple(cells))


def sensitive(title: str = "leads") -> Sensitivity:
    low = ChangedInput(value=0.9, **EFFECT)
    row = SensitivityRow(title=title, path="a.b", kind="leads", value=1, is_relative=False, low=low, high=None, note="")
    return Sensitivity(by=0.1, base=Effect(**EFFECT), team=(), rows=(row,))


def compared() -> Comparison:
    return Comparison(objective=("people",), rows=(), verdict=None)


class Table(HTMLParser):
    """The cells of a table, row by row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


@pytest.mark.parametrize("rows", ROWS)
def test_a_frame_of_a_result_has_its_rows(rows: Any) -> None:
    found = result()
    frame = found.to_frame(rows)
    assert len(frame) == len(getattr(found, rows) or ())


def test_a_frame_has_a_column_for_each_part_and_days_as_dates() -> None:
    found = result()
    frame = found.to_frame("quotas")
    calls = sum(row.activities.get("calls", 0) for row in found.quotas)
    assert frame["activities.calls"].sum() == calls > 0
    assert str(frame["date"].dtype).startswith("datetime64")
    assert frame["date"].dt.date.tolist() == [row.date for row in found.quotas]
    assert isinstance(found.quotas[0].date, dt.date)
    assert frame["manager"].tolist() == [row.manager for row in found.quotas]


def test_rows_that_there_are_not_are_refused() -> None:
    with pytest.raises(
        InputError, match=r"^rows: must be one of managers, coverage, .*, got team\. Choose one of these"
    ):
        result().to_frame("team")  # type: ignore[arg-type]


def test_a_frame_of_a_sweep_has_a_column_a_path() -> None:
    frame = swept().to_frame()
    assert frame["limits.people"].tolist() == [0, 1]
    assert frame["headcount"].tolist() == [0, 1]
    assert "values" not in frame.columns


def test_a_frame_of_a_sensitivity_has_both_sides() -> None:
    frame = sensitive().to_frame()
    assert frame[["title", "low.headcount", "low.reach"]].to_numpy().tolist() == [["leads", 3, 1.25]]


@pytest.mark.parametrize("one", [result(), swept(), sensitive(), compared()], ids=lambda one: type(one).__name__)
def test_without_pandas_it_is_said_what_to_do(one: Tabular, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError) as refused:
        one.to_frame()
    assert refused.value.problems == ("to_frame: must find pandas installed, got none. Run: pip install pandas",)


@pytest.mark.parametrize("one", [result(), swept(), sensitive(), compared()], ids=lambda one: type(one).__name__)
def test_in_a_notebook_and_as_text_it_says_in_a_line_what_it_is(one: Tabular) -> None:
    assert repr(one).startswith(f"<{type(one).__name__} ")
    assert "\n" not in repr(one)
    page = one._repr_html_()
    rows = one.table_rows()
    table = Table(page)
    if rows:
        assert table.rows[0] == list(one.shown_columns())
        assert len(table.rows) == 1 + len(rows)
    else:
        assert table.rows == []


def test_a_notebook_shows_what_somebody_looks_at() -> None:
    table = Table(result()._repr_html_())
    first = result().managers[0]
    assert table.rows[1][:3] == [first.name, first.role, "yes" if first.hired else "no"]
    page = swept(MOST_SHOWN + 3)._repr_html_()
    assert len(Table(page).rows) == 1 + MOST_SHOWN
    assert "... and 3 more" in page


def test_names_are_text_whatever_is_in_them() -> None:
    page = sensitive("<script>alert(1)</script>\x1b&")._repr_html_()
    assert Table(page).tags == {"p", "table", "thead", "tbody", "tr", "th", "td"}
    assert Table(page).rows[1][0] == "<script>alert(1)</script>\N{REPLACEMENT CHARACTER}&"
