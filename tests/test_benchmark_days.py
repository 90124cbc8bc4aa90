"""The benchmark of the days after: commands that run, on files that they take, and a table of what was measured."""

from __future__ import annotations

import json

from benchmarks import __main__ as commands
from benchmarks import days, results_page
from benchmarks.days import Timed

TABLE = """\
| case   | people x weeks   | command            |   facts | answer                  |   changes |   whole s |
|--------|------------------|--------------------|---------|-------------------------|-----------|-----------|
| desk   | 16 of 1 kind x 4 | track              |   1,200 |                         |           |      0.45 |
| desk   | 16 of 1 kind x 4 | replan, as planned |   1,200 | infeasible, reach 91.2% |     1,200 |     12.00 |"""
ROWS = [
    Timed("desk", "16 of 1 kind x 4", "track", 1200, "", None, 0.451),
    Timed("desk", "16 of 1 kind x 4", "replan, as planned", 1200, "infeasible, reach 91.2%", 1200, 12),
]


def test_every_command_answers_on_a_case():
    told: list[str] = []
    rows = list(days.run(["desk"], 1, told.append))
    assert told == ["desk"]
    assert [row.command for row in rows] == [
        "track",
        "replan, as planned",
        "replan, one absence",
        "replan, after two weeks of chance",
    ]
    track, as_planned, absence, chance = rows
    assert (track.answer, track.changes) == ("", None)
    assert (as_planned.answer, as_planned.changes) == ("optimal", 0)
    assert absence.changes
    assert absence.changes > 0
    assert chance.answer
    assert all(row.facts > 0 and row.seconds > 0 for row in rows)


def test_table_has_a_row_a_command():
    assert days.table(ROWS) == TABLE


def test_a_full_run_keeps_its_rows_and_its_section(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(days, "run", lambda names, runs, _tell: iter(ROWS) if (names, runs) == (days.FULL, 5) else None)
    monkeypatch.setattr(results_page, "PAGE", tmp_path / "RESULTS.md")
    monkeypatch.setattr(results_page, "DAYS", tmp_path / "results" / "days.json")
    assert commands.main(["days", "--full", "--runs", "5"]) == 0
    assert capsys.readouterr().out == f"{TABLE}\n"
    assert f".\n\n{TABLE}\n" in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "results" / "days.json").read_text(encoding="utf-8"))[0]["seconds"] == 0.451
