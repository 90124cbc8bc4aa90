"""The benchmark of second proofs: what counts as a contradiction, and a run over a case."""

from __future__ import annotations

import dataclasses
import json
import math

import pytest

from benchmarks import __main__ as commands
from benchmarks import proofs, results_page
from benchmarks.proofs import Compared, Ended

OPTIMAL = Ended("optimal", -0.9528, -0.9528, 1.0)
BETTER = Ended("optimal", -0.9576, -0.9576, 2.0)
NONE = Ended("infeasible", None, math.inf, 0.5)
STOPPED = Ended("limit", None, -2.0, 60.0)
ONE = Compared("small-01", 3, "HIGHS", 10, "SCIP", OPTIMAL, OPTIMAL)
TABLE = """\
| solver   | again by   |   programs |   agree |   not decided |   disagree |   s |   again s |
|----------|------------|------------|---------|---------------|------------|-----|-----------|
| HIGHS    | SCIP       |          2 |       1 |             0 |          1 |   2 |         3 |
| SCIP     | HIGHS      |          1 |       0 |             1 |          0 |   0 |        60 |"""


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (OPTIMAL, OPTIMAL, "agree"),
        (OPTIMAL, dataclasses.replace(OPTIMAL, objective=-0.952801), "agree"),
        (NONE, NONE, "agree"),
        (OPTIMAL, BETTER, "disagree"),
        (BETTER, OPTIMAL, "disagree"),
        (NONE, BETTER, "disagree"),
        (BETTER, NONE, "disagree"),
        (NONE, STOPPED, "not decided"),
        (OPTIMAL, STOPPED, "not decided"),
        # a search that was ended has a solution that the other one says there is not
        (OPTIMAL, dataclasses.replace(STOPPED, objective=-0.957), "disagree"),
    ],
)
def test_two_solvers_disagree_where_one_refutes_the_other_by_a_solution(
    first: Ended, second: Ended, verdict: str
) -> None:
    assert dataclasses.replace(ONE, first=first, second=second).verdict == verdict


def test_a_contradiction_names_its_program_and_its_witness() -> None:
    wrong = [
        dataclasses.replace(ONE, second=BETTER),
        dataclasses.replace(ONE, first=BETTER, second=NONE),
        ONE,
    ]
    assert proofs.faults(wrong) == [
        "small-01, program 3: by HIGHS claimed to be -0.9528 at the least, and there is a solution at -0.9576",
        "small-01, program 3: by SCIP claimed to be infeasible, and there is a solution at -0.9576",
    ]


def test_every_different_integer_program_of_a_case_is_solved_again_by_another_solver() -> None:
    found = list(proofs.run(["small-00"], lambda _: None))
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert len(found) >= 3
    assert all({one.solver, one.again_by} == {"HIGHS", "SCIP"} and one.columns > 0 for one in found)
    assert proofs.faults(found) == []


def test_a_full_run_keeps_its_rows_and_its_section_and_ends_with_1_where_two_disagree(monkeypatch, tmp_path, capsys):
    rows = [
        ONE,
        dataclasses.replace(ONE, second=BETTER),
        Compared("small-02", 1, "SCIP", 5, "HIGHS", dataclasses.replace(NONE, seconds=0.2), STOPPED),
    ]
    monkeypatch.setattr(proofs, "run", lambda names, _tell: iter(rows) if names == proofs.full() else None)
    monkeypatch.setattr(results_page, "PAGE", tmp_path / "RESULTS.md")
    monkeypatch.setattr(results_page, "PROOFS", tmp_path / "results" / "proofs.json")
    assert commands.main(["proofs", "--full"]) == 1
    printed, told = capsys.readouterr()
    assert printed == f"{TABLE}\n"
    assert told == f"Two solvers contradict each other:\n{proofs.faults(rows)[0]}\n"
    assert f".\n\n{TABLE}\n" in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    kept = json.loads((tmp_path / "results" / "proofs.json").read_text(encoding="utf-8"))
    assert [(row["case"], row["solver"], row["programs"], row["disagree"]) for row in kept] == [
        ("small-01", "HIGHS", 2, 1),
        ("small-02", "SCIP", 1, 0),
    ]


def test_the_stored_cases_are_all_plans_of_their_folder() -> None:
    assert "small-00" in proofs.full()
    assert set(proofs.QUICK) <= set(proofs.full())
