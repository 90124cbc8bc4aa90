"""Sweeps: by hand, against solving each cell in full, and through kills, losses and cells that make no plan."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import salescrew
from salescrew.errors import InputError, ModelError
from salescrew.models.answers.step import Step
from salescrew.models.answers.sweep import Sweep
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.side_by_side import Lost
from salescrew.solver.whatif import sweep as module
from salescrew.solver.whatif.sweep import sweep
from tests.plans import random_plan
from tests.solver.answers import solved

REVENUE, CONVERSION = "target.revenue", "funnels.cold.stages.contact.conversion"
TINY = {
    "name": "tiny",
    "calendar": {"start": "2026-01-12", "weeks": 1},
    "target": {"revenue": 1000},
    "products": {"audit": {"average_deal": 100}},
    "day_patterns": [{"calls": 10}],
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "audit",
            "opens_with": "calls",
            "stages": [{"name": "contact", "conversion": "10%"}, {"name": "offer", "conversion": "96%"}],
        }
    },
    "pipeline": "steady",
    "managers": [{"name": "Anna", "monthly_cost": 2000}, {"name": "Boris", "monthly_cost": 1000}],
    "candidates": [{"profile": "new", "at_most": 2, "monthly_cost": 500}],
}
VARY = {REVENUE: "500..2000:500", CONVERSION: "10%,150%"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan.model_validate(TINY)


@pytest.fixture(scope="module")
def found(plan) -> Sweep:
    return sweep(plan, VARY, jobs=1)


def test_by_hand(found):
    # one person: 50 calls x 10 % x 96 % x 100 = 480 a week; the cheapest are two new ones at 500, Boris, Anna
    answers = [(c.status, c.headcount, c.headcount_bound, c.monthly_cost, c.hires) for c in found.cells[::2]]
    assert answers == [
        ("optimal", 2, 2, 1000.0, 2),
        ("optimal", 3, 3, 2000.0, 2),
        ("optimal", 4, 4, 4000.0, 2),
        ("infeasible", None, None, None, None),
    ]
    # 960 of 500, 1440 of 1000, 1920 of 1500 and of 2000
    reach = [1.92, 1.44, 1.28, 0.96]
    assert [cell.reach for cell in found.cells[::2]] == [pytest.approx(one, abs=3e-6) for one in reach]
    three = found.cells[2]
    assert (three.hunter or 0) + (three.inbound or 0) + (three.mixed or 0) == 3
    assert three.monthly_cost_bound == 2000.0


def test_values_that_make_no_plan_are_cells_with_their_reason(found):
    refused = found.cells[1::2]
    assert {cell.status for cell in refused} == {"refused"}
    assert {cell.reason for cell in refused} == {
        f"{CONVERSION}: must be at most 1, got 150%. Write a share such as 0.35 or 35%."
    }
    assert not found.is_complete
    assert found.cells[0].values == {REVENUE: 500, CONVERSION: 0.1}


def test_axes_are_told(found):
    assert [(axis.path, axis.labels) for axis in found.axes] == [
        (REVENUE, ("500", "1,000", "1,500", "2,000")),
        (CONVERSION, ("10%", "150%")),
    ]
    assert (found.objective, found.thorough) == (("people", "monthly_cost"), False)
    assert Sweep.model_validate_json(found.to_json()) == found


def test_processes_and_any_executor_give_the_same(plan, found):
    heard: list[str] = []
    assert sweep(plan, VARY, jobs=2, progress=heard.append) == found
    assert list(map(str, heard)) == [f"{done} of 8 cells done" for done in range(9)]
    with ThreadPoolExecutor(2) as executor:
        assert sweep(plan, VARY, executor=executor) == found


def test_is_a_name_of_the_package(plan):
    found = salescrew.sweep(plan, {"pipeline": ["steady", "empty"]}, jobs=1)
    assert isinstance(found, salescrew.Sweep)
    assert [cell.headcount for cell in found.cells] == [3, 3]
    assert found.is_complete


@pytest.mark.parametrize("thorough", [False, True])
@pytest.mark.parametrize(("size", "seed"), [("tiny", 4), ("tiny", 9), ("small", 6), ("small", 8)])
def test_agrees_with_solving_each_cell(size, seed, thorough):
    plan = random_plan(seed, size)
    product = next(iter(plan.products))
    path = f"products.{product}.average_deal"
    deal = plan.products[product].average_deal
    values = [round(deal * factor) for factor in (0.5, 1, 1.5)]
    cells = sweep(plan, {path: values}, jobs=1, thorough=thorough).cells
    for value, cell in zip(values, cells, strict=True):
        result = solved(plan.replace({path: value}))
        assert (cell.status, cell.headcount, cell.monthly_cost) == (
            result.status,
            result.headcount,
            result.monthly_cost,
        )
        if result.status == "infeasible":
            reach = None if result.reach is None else pytest.approx(result.reach, rel=5e-3)
            assert cell.reach == reach
            assert bool(cell.reason) == (result.reach is None)
        elif result.stretch is not None:
            assert cell.reach == pytest.approx(result.stretch.reach, rel=5e-3)


def test_what_solve_proves_in_a_second_is_proven_in_a_cell():
    # 67 calls of a solver, of a few hundredths each
    retail = salescrew.load(Path(__file__).parents[3] / "examples" / "retail.yaml")
    (cell,) = sweep(retail, {"target.revenue": [retail.target.revenue]}, jobs=1).cells
    assert (cell.status, cell.headcount, cell.headcount_bound) == ("optimal", 5, 5)


def test_time_that_is_over_is_a_status():
    plan = random_plan(3, "small")
    (cell,) = sweep(plan, {"grace_weeks": [1]}, jobs=1, time_limit=1e-6).cells
    assert (cell.status, cell.headcount, cell.reach) == ("no_answer", None, None)


def test_paths_and_values_are_read_before_anything_is_solved(plan, monkeypatch):
    monkeypatch.setattr(module, "finished", None)
    with pytest.raises(InputError, match="must be a place in the plan, got revnue"):
        sweep(plan, {"target.revnue": [1]})
    with pytest.raises(InputError, match="must be a range from low to high"):
        sweep(plan, {REVENUE: "2..1:1"})


def test_faults_and_losses_are_cells_with_their_reason(plan, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ModelError("an answer did not survive the checker: a\nb")

    monkeypatch.setattr(module, "answer_within", fail)
    (cell,) = sweep(plan, {REVENUE: [1]}, jobs=1).cells
    assert (cell.status, cell.reason) == ("failed", "ModelError: an answer did not survive the checker: a b")

    def lose(work, tasks, **_: object):
        yield 1, Lost("the process that worked on it was killed 3 times")
        yield 0, work(tasks[0])

    monkeypatch.undo()
    monkeypatch.setattr(module, "finished", lose)
    cells = sweep(plan, {REVENUE: [500, 1000]}).cells
    assert [(cell.cell, cell.status) for cell in cells] == [(1, "optimal"), (2, "failed")]
    assert cells[1].reason == "the process that worked on it was killed 3 times"
    assert cells[1].values == {REVENUE: 1000}


# ---- the file


def solved_cells(monkeypatch) -> list[int]:
    """Listen to which cells are solved, by number from 1."""
    heard: list[int] = []
    judge = module._judge

    def listen(task):
        heard.append(task.number + 1)
        return judge(task)

    monkeypatch.setattr(module, "_judge", listen)
    return heard


# sweeps on two processes, and stands still for good when so many cells are done
HALF = """
import json, sys, time
from salescrew import Plan, sweep

def tell(step):
    if str(step).startswith(sys.argv[3]):
        print(step, flush=True)
        time.sleep(3600)

if __name__ == "__main__":
    plan = Plan.model_validate(json.loads(sys.argv[1]))
    sweep(plan, json.loads(sys.argv[2]), store="x.csv", jobs=2, progress=tell)
"""


def test_killed_in_the_middle_it_goes_on(plan, tmp_path, monkeypatch):
    vary = {REVENUE: "500..2500:500", CONVERSION: "5%,10%,150%"}
    monkeypatch.chdir(tmp_path)
    (tmp_path / "half.py").write_text(HALF, encoding="utf-8")
    command = [sys.executable, "half.py", json.dumps(TINY), json.dumps(vary), "7 of 15"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "7 of 15 cells done\n"
        process.kill()
    store = tmp_path / "x.csv"
    done = {int(line.split(",")[0]) for line in store.read_text(encoding="utf-8").splitlines()[1:]}
    assert len(done) == 7
    with store.open("ab") as file:
        file.write(b"15,2500,1.5,refu")  # as if it had been killed while it wrote

    again = solved_cells(monkeypatch)
    resumed = sweep(plan, vary, store=store, jobs=1)
    assert sorted(again) == sorted(set(range(1, 16)) - done)
    whole = sweep(plan, vary, store=tmp_path / "whole.csv", jobs=1)
    assert resumed == whole
    assert [cell.cell for cell in resumed.cells] == list(range(1, 16))
    assert store.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_finished_file_is_not_done_again(plan, found, tmp_path, monkeypatch):
    store = tmp_path / "x.csv"
    sweep(plan, VARY, store=store, jobs=1)
    before = store.read_bytes()
    again = solved_cells(monkeypatch)
    assert sweep(plan, VARY, store=store, jobs=1) == found
    assert again == []
    assert store.read_bytes() == before


def test_rows_of_a_sweep_that_is_stopped_are_kept(plan, tmp_path, monkeypatch):
    store = tmp_path / "x.csv"

    def stop(step: Step) -> None:
        if str(step).startswith("3 of"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(plan, VARY, store=store, jobs=1, progress=stop)
    again = solved_cells(monkeypatch)
    sweep(plan, VARY, store=store, jobs=1)
    assert again == [4, 5, 6, 7, 8]
