"""The benchmark of targets near the limit: its plans, what is measured of one, and the table of it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import __main__ as commands
from benchmarks import near, near_runs, results_page
from benchmarks.near_runs import Timed

TABLE = """\
| weeks   | plans   | team within 5 s   | first team, median s   | headcount proven within 5 / 30 / 120 s   | all proven within 5 / 30 / 120 s   | first within one person   |
|---------|---------|-------------------|------------------------|------------------------------------------|------------------------------------|---------------------------|
| 1       | 2       | 50%               | 3.26                   | 50% / 50% / -                            | 0% / 50% / -                       | 100%                      |
| 9 to 13 | 1       | 0%                |                        | 0% / 0% / -                              | 0% / 0% / -                        |                           |
| all     | 3       | 33%               | 3.26                   | 33% / 33% / -                            | 0% / 33% / -                       | 100%                      |"""  # noqa: E501
ROWS = [
    Timed("a", 12, 9, 1, 30, "optimal", 7, 7, 10.0, 10.0, 0.51, 8, 2.0, 12.0),
    Timed("b", 12, 9, 1, 30, "feasible", 7, 6, 10.0, 9.0, 6.02, 7, None, None),
    Timed("c", 12, 9, 13, 30, "no_answer", None, None, None, None, None, None, None, None),
]


def test_family_is_of_every_horizon_and_asks_for_what_so_many_people_reach() -> None:
    family = near.family()
    assert {near.base_plan(of.base).calendar.weeks for of in family[:80]} >= {1, 2, 8, 13}
    assert len({of.name for of in family}) == len(family) > 200
    small = min(family, key=lambda of: of.people * near.base_plan(of.base).calendar.weeks)
    plan, base = small.plan(), near.base_plan(small.base)
    assert plan.target.revenue is not None
    assert base.target.revenue is not None
    assert plan.target.revenue == pytest.approx(base.target.revenue * small.reach * small.share, rel=1e-8)


def test_what_is_drawn_stays_the_same() -> None:
    assert near.drawn(3) == near.drawn(3)
    assert near.drawn(3) != near.drawn(4)


def test_a_plan_is_measured_in_a_process_of_its_own() -> None:
    (small,) = (of for of in near.family() if of.name == "drawn-78 at 99.5%")
    told: list[str] = []
    (row,) = near_runs.run([small], 60, told.append)
    assert told == [row.name]
    assert (row.status, row.headcount, row.headcount_bound) == ("optimal", 6, 6)
    assert row.first is not None
    assert row.headcount_proven is not None
    assert row.proven is not None
    assert 0 <= row.first <= row.headcount_proven <= row.proven


def test_table() -> None:
    assert near_runs.table(ROWS) == TABLE


def test_a_full_run_keeps_its_rows_and_its_section(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(near_runs, "run", lambda *_: iter(ROWS))
    monkeypatch.setattr(near, "family", lambda: [SimpleNamespace(name=row.name) for row in ROWS])
    monkeypatch.setattr(results_page, "PAGE", tmp_path / "RESULTS.md")
    monkeypatch.setattr(results_page, "NEAR", tmp_path / "results" / "near.json")
    assert commands.main(["near", "--full", "--seconds", "30"]) == 0
    assert capsys.readouterr().out == f"{TABLE}\n"
    assert f"\n\n{TABLE}\n" in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "results" / "near.json").read_text(encoding="utf-8"))[0]["first"] == 0.51
