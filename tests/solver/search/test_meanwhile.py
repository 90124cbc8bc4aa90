"""How far people get, looked for while the answer is still made: the same as afterwards, and ended with everything."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import NOBODY
from salescrew.solver.search import meanwhile
from salescrew.solver.search.meanwhile import HowFar, looking_meanwhile
from salescrew.solver.search.reach import Reach
from salescrew.solver.search.solve import whole_answer
from salescrew.solver.search.team_search import TeamSearch
from tests.solver.answers import solved
from tests.solver.whatif.test_compare import WEEK


def _begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, HowFar]]:
    """Note down what is begun, and when the answer is written."""
    noted: list[tuple[str, Any]] = []

    def noting(owner: type, name: str, word: str) -> None:
        usual: Callable[..., object] = getattr(owner, name)

        def noted_down(self: object, *given: Any) -> object:
            noted.append((word, given[0]))
            return usual(self, *given)

        monkeypatch.setattr(owner, name, noted_down)

    noting(meanwhile.Meanwhile, "begin", "begin")
    noting(TeamSearch, "_newly_written", "write")
    return noted


def test_it_is_begun_before_the_answer_is_written(monkeypatch):
    plan = Plan.model_validate(WEEK)
    noted = _begun(monkeypatch)
    result = solved(plan)
    words = [word for word, _ in noted]
    assert words.index("begin") < words.index("write")
    asked = list(dict.fromkeys(one for word, one in noted if word == "begin"))
    roles = tuple((member.name, member.role) for member in result.managers)
    assert asked == [HowFar(len(result.managers) - 1), HowFar(None, roles)]
    assert result.stretch is not None
    assert result.one_fewer is not None


def test_where_calls_are_counted_one_comes_after_the_other(monkeypatch):
    plan = Plan.model_validate(WEEK)
    usual = solved(plan)
    noted = _begun(monkeypatch)
    counted = whole_answer(Department(plan), Clock(None).sparing(1000, 1000), NOBODY, best=False)
    assert [word for word, _ in noted][-1] == "write"
    assert counted == usual


def test_nothing_is_begun_that_nobody_asks_for(monkeypatch):
    noted = _begun(monkeypatch)
    result = solved(WEEK, reach=False)
    assert (result.stretch, result.one_fewer) == (None, None)
    assert "begin" not in [word for word, _ in noted]


def test_a_question_is_answered_once():
    asked, answered = HowFar(3), list[HowFar]()

    def most(self: HowFar, *_: object) -> Reach:
        answered.append(self)
        return Reach(1.0, 1.0)

    department = Department(Plan.model_validate(WEEK))
    with pytest.MonkeyPatch.context() as patched, looking_meanwhile() as looking:
        patched.setattr(HowFar, "most", most)
        for _ in range(2):
            looking.begin(asked, department, Clock(None))
        assert looking.found([asked, asked]) == [Reach(1.0, 1.0)] * 2
    assert answered == [asked]


def test_faults_come_out_and_what_is_left_is_ended(monkeypatch):
    begun, left, ended = threading.Event(), threading.Event(), threading.Event()

    def most(self: HowFar, *_: object) -> Reach:
        if self.people == 1:
            raise ValueError("a fault")
        begun.set()
        left.wait()
        ended.set()
        return Reach(1.0, 1.0)

    monkeypatch.setattr(HowFar, "most", most)
    department = Department(Plan.model_validate(WEEK))

    def ask() -> None:
        with looking_meanwhile() as looking:
            for people in (1, 2):
                looking.begin(HowFar(people), department, Clock(None))
            begun.wait()  # what nobody has begun is left out
            threading.Timer(0.05, left.set).start()
            looking.found([HowFar(1)])

    with pytest.raises(ValueError, match="a fault"):
        ask()
    # nobody goes on before all threads are through
    assert ended.is_set()
