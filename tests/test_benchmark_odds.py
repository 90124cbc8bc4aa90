"""The benchmark of odds: what is measured on a small plan, and the table of it."""

from __future__ import annotations

import pytest

from benchmarks import __main__ as commands
from benchmarks import odds
from benchmarks.odds import Cost
from tests.solver.search.confidence.test_confidence import cold_plan

TABLE = """\
| case   | people   | solve s   | odds ms   | odds   | for 80% s   | people at 80%   | at least   | status   | 1,000 runs s   | 10,000 runs s   |
|--------|----------|-----------|-----------|--------|-------------|-----------------|------------|----------|----------------|-----------------|
| cold   | 3        | 0.51      | 4         | 51.9%  | 1.2         | 4               | 4          | optimal  | 0.05           | 0.40            |"""  # noqa: E501


def test_what_is_measured() -> None:
    cost = odds.cost_of("cold", cold_plan([(1000, 0.01)], {"revenue": 50_000}, 5))
    assert (cost.people, cost.promised, cost.bound, cost.status) == (3, 4, 4, "optimal")
    assert list(cost.plays) == [1_000, 10_000]
    assert cost.odds > 0


def test_table() -> None:
    cost = Cost("cold", 3, 0.519, 0.512, 0.0041, 1.23, 4, 4, "optimal", {1_000: 0.049, 10_000: 0.401})
    assert odds.table([cost]) == TABLE


def test_command_without_more_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cost = Cost("cold", 3, 0.519, 0.512, 0.0041, 1.23, 4, 4, "optimal", {1_000: 0.049, 10_000: 0.401})
    monkeypatch.setattr(odds, "costs", lambda *_: iter([cost]))
    assert commands.main(["odds"]) == 0
    assert capsys.readouterr().out == f"{TABLE}\n"
