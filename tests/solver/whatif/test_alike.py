"""Changes that come to the same are solved once: a conversion beyond the last work, and what a deal is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from salescrew.models.answers.sensitivity import ChangedInput
from salescrew.models.department.department import Department
from salescrew.models.load import load
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.inputs import ESTIMATES, inputs
from salescrew.solver.engine.program import Clock
from salescrew.solver.search.fewest import Fewest
from salescrew.solver.whatif import sensitivity as module
from salescrew.solver.whatif.alike import same_as
from salescrew.solver.whatif.changed_inputs import Changes, Sides
from salescrew.solver.whatif.sensitivity import sensitivity
from tests.answer_by_hand import by_hand

CONSULTING = Path(__file__).parents[3] / "examples" / "consulting.yaml"


@pytest.fixture(scope="module")
def rows() -> list[Sides]:
    return [Sides(one, 0.1) for one in inputs(load(CONSULTING), *ESTIMATES)]


def key_of(rows: list[Sides], path: str) -> object:
    (row,) = (row for row in rows if row.one.path == path)
    low = row.plans(load(CONSULTING))[0]
    assert low is not None
    return same_as(row.one, Department(low))


def test_what_comes_after_the_last_work_is_the_same_as_the_deal(rows: list[Sides]) -> None:
    # meetings are work: what passes them makes more of it, and proposals and invoices make none
    stage = "funnels.cold-audit.stages.{}.conversion"
    paths = ("products.audit.average_deal", stage.format("proposal"), stage.format("invoice"))
    deal, proposal, invoice = (key_of(rows, path) for path in paths)
    assert deal == proposal == invoice
    assert key_of(rows, stage.format("contact")) not in (None, deal)


def test_people_and_days_are_never_taken_for_the_same(rows: list[Sides]) -> None:
    plan = load(CONSULTING)
    sides = [(row.one, side) for row in rows for side in row.plans(plan) if side is not None]
    kinds = {one.kind for one, side in sides if same_as(one, Department(side)) is None}
    assert kinds == {"effectiveness", "leads", "day_pattern"}


def test_each_plan_has_a_number_and_so_has_each_that_differs(rows: list[Sides]) -> None:
    plan = load(CONSULTING)
    changes = Changes(rows, Department(plan))
    made = [one for row in rows for one in row.made]
    assert set(changes.number_of) == {id(one) for one in made}
    assert {changes.number_of[id(one)] for one in made} == set(range(len(changes.different)))
    assert len(changes.different) < len(made)
    assert set().union(*map(changes.numbers, rows)) == set(range(len(changes.different)))


def test_what_is_taken_for_the_same_takes_as_many_people(rows: list[Sides]) -> None:
    changes = Changes(rows, Department(load(CONSULTING)))
    of: dict[int, list[Plan]] = {}
    for row in rows:
        for one in row.made:
            of.setdefault(changes.number_of[id(one)], []).append(one)
    first, *others = max(of.values(), key=len)
    assert others
    sizes = {Fewest(Department(one), Clock(None)).find() for one in (first, others[-1])}
    assert len(sizes) == 1


def figures(side: ChangedInput | None) -> dict[str, float]:
    return {} if side is None else {name: value for name, value in side if isinstance(value, float | int)}


def test_all_that_is_the_same_is_told_with_odds_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan.model_validate(by_hand()[0])
    alike = sensitivity(plan, jobs=1)
    solved = []
    effect = module._effect

    def counted(task: Any) -> Any:
        solved.append(task)
        return effect(task)

    monkeypatch.setattr(module, "_effect", counted)
    monkeypatch.setattr("salescrew.solver.whatif.changed_inputs.same_as", lambda *_: None)
    singly = sensitivity(plan, jobs=1)
    assert len(solved) == sum(side is not None for row in singly.rows for side in (row.low, row.high))
    for one, other in zip(alike.rows, singly.rows, strict=True):
        for side in ("low", "high"):
            assert figures(getattr(one, side)) == pytest.approx(figures(getattr(other, side)), rel=1e-9)
