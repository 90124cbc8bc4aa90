"""The benchmark of outputs: what is measured of a small answer, and the table of it."""

from __future__ import annotations

import pytest

from benchmarks import __main__ as commands
from benchmarks import outputs, results_page
from benchmarks.outputs import Written
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand

ONE = Written("by hand", 2, 2, "xlsx", 0.814, 106_009)
TABLE = """\
| case    | people   | weeks   | output   | CPU s   | MB   |
|---------|----------|---------|----------|---------|------|
| by hand | 2        | 2       | xlsx     | 0.81    | 0.11 |"""


def test_every_form_is_measured() -> None:
    plan, result = (record.model_validate(data) for record, data in zip((Plan, Result), by_hand(), strict=True))
    found = list(outputs.written("by hand", plan, result, 1))
    assert [one.output for one in found] == [
        *outputs.OF_ANSWERS,
        "actuals as xlsx",
        "actuals as xlsx, a column a day",
    ]
    assert {(one.case, one.people, one.weeks) for one in found} == {("by hand", 2, 2)}
    assert all(one.bytes > 100 and one.seconds > 0 for one in found)


def test_table() -> None:
    assert outputs.table([ONE]) == TABLE


def test_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked = []
    monkeypatch.setattr(outputs, "measured", lambda names, runs, _: asked.append((tuple(names), runs)) or iter([ONE]))
    monkeypatch.setattr(results_page, "circumstances", lambda: "today")
    assert commands.main(["outputs"]) == 0
    assert commands.main(["outputs", "--full", "--runs", "1"]) == 0
    assert capsys.readouterr().out == f"today.\n\n{TABLE}\n" * 2
    assert asked == [(("consulting",), 3), (("consulting", "650x13-of-6"), 1)]
