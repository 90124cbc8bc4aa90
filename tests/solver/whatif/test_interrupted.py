"""Ctrl-C in the midst of many searches: what is known by then is kept, row by row, and marked as not finished."""

from __future__ import annotations

from typing import Any

import pytest

import salescrew
from salescrew.cli.pages.explain.page import explanation_page
from salescrew.models.answers.row import NOT_DONE
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.explain import changes as hunting
from tests.answer_by_hand import by_hand
from tests.solver.interruptions import interrupt

PLAN = Plan.model_validate(by_hand()[0])
VARY = {"target.revenue": [200, 300, 400]}


def interrupted(monkeypatch: pytest.MonkeyPatch, at: int, work: Any) -> Any:
    """Give what is known when Ctrl-C comes in the so manieth run of a solver."""
    with monkeypatch.context() as patches:
        interrupt(patches, at)
        with pytest.raises(salescrew.Interrupted) as ended:
            work()
    return ended.value.known


def undisturbed(monkeypatch: pytest.MonkeyPatch, work: Any) -> tuple[Any, int]:
    """Give what comes of some work, and how often a solver runs in it."""
    with monkeypatch.context() as patches:
        count = interrupt(patches, 1_000_000)
        return work(), next(count) - 1


def test_nothing_known_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert interrupted(monkeypatch, 1, lambda: salescrew.compare(PLAN, jobs=1)) is None
    assert interrupted(monkeypatch, 1, lambda: salescrew.sweep(PLAN, VARY, jobs=1)) is None


def test_rows_of_a_comparison_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, runs = undisturbed(monkeypatch, lambda: salescrew.compare(PLAN, jobs=1))
    known = interrupted(monkeypatch, runs, lambda: salescrew.compare(PLAN, jobs=1))
    assert (whole.finished, known.finished) == (True, False)
    open_rows = [row for row in known.rows if row.reason == NOT_DONE]
    assert {row.status for row in open_rows} == {"no_answer"}
    assert len(open_rows) < len(whole.rows)
    assert [row for row in known.rows if row not in open_rows] == [
        row for row in whole.rows if row.name not in {one.name for one in open_rows}
    ]


def test_cells_of_a_sweep_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, runs = undisturbed(monkeypatch, lambda: salescrew.sweep(PLAN, VARY, jobs=1))
    known = interrupted(monkeypatch, runs, lambda: salescrew.sweep(PLAN, VARY, jobs=1))
    assert (whole.finished, known.finished, known.is_complete) == (True, False, False)
    done = [cell for cell in known.cells if cell.reason != NOT_DONE]
    assert 0 < len(done) < len(whole.cells) == len(known.cells)
    assert [*whole.cells[: len(done)]] == done


def test_changes_of_a_sensitivity_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, runs = undisturbed(monkeypatch, lambda: salescrew.sensitivity(PLAN, jobs=1))
    known = interrupted(monkeypatch, runs, lambda: salescrew.sensitivity(PLAN, jobs=1))
    assert (whole.finished, known.finished, known.base) == (True, False, whole.base)
    sides = {(row.path, side): getattr(row, side) for row in whole.rows for side in ("low", "high")}
    kept = {(row.path, side): getattr(row, side) for row in known.rows for side in ("low", "high")}
    assert kept.keys() == sides.keys()
    left = {key for key, side in kept.items() if side != sides[key]}
    assert 0 < len(left) < len(kept)
    assert {kept[key].status for key in left} == {"no_answer"}


def test_what_is_explained_by_then_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    what = ("target", "headcount", "person")
    whole, runs = undisturbed(monkeypatch, lambda: salescrew.explain(PLAN, what))
    known = interrupted(monkeypatch, runs, lambda: salescrew.explain(PLAN, what))
    assert (whole.unfinished, known.unfinished) == ((), ("person",))
    assert known.persons == whole.persons[: len(known.persons)]
    assert len(known.persons) < len(whole.persons)
    assert known.model_copy(update={"unfinished": (), "persons": whole.persons}) == whole
    page = explanation_page(Department(PLAN), known)
    assert page.paragraphs == ["Not finished, since time was up or Ctrl-C came: person."]


def test_changes_that_were_found_by_then_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = salescrew.explain(PLAN, ("headcount",)).changes
    assert whole is not None
    assert whole.finished
    found = hunting._Hunt._not_enough_again

    def stop(self: Any, lever: Any, *proven: float) -> float:
        if self.progressed > 0:
            raise KeyboardInterrupt
        self.progressed += 1
        return found(self, lever, *proven)

    monkeypatch.setattr(hunting, "in_threads", one_after_the_other)
    monkeypatch.setattr(hunting._Hunt, "progressed", 0, raising=False)
    monkeypatch.setattr(hunting._Hunt, "_not_enough_again", stop)
    with pytest.raises(salescrew.Interrupted) as ended:
        salescrew.explain(PLAN, ("headcount",))
    known: Any = ended.value.known
    assert (known.unfinished, known.changes.finished) == (("headcount",), False)
    kept = (*known.changes.enough, *known.changes.about)
    assert kept
    assert {change.path for change in kept} <= {change.path for change in (*whole.enough, *whole.about)}


def one_after_the_other(works: Any, *, done: Any, known: Any = None) -> list[Any]:
    answers = {} if known is None else known
    for number, work in enumerate(works):
        answers[number] = work()
        done(len(answers))
    return list(answers.values())


def test_reach_of_many_plans_is_left_out_where_it_is_not_asked_for() -> None:
    compared = salescrew.compare(PLAN, jobs=1, reach=False)
    assert {row.one_fewer_proven for row in compared.rows} == {None}
    assert {row.reach for row in compared.rows if row.has_team} == {None}
    swept = salescrew.sweep(PLAN, VARY, jobs=1, reach=False)
    assert {cell.reach for cell in swept.cells} == {None}
    assert "none" not in {cell.reason for cell in swept.cells}
    explained = salescrew.explain(PLAN, ("target",), reach=False)
    assert (explained.stretch, explained.one_fewer) == (None, None)
