"""What `solve` promises besides the optimum: the same bytes, bounds in time, and plain answers at the edges."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import salescrew
from salescrew.solver.search import team_search
from tests.solver.answers import answer, solved
from tests.solver.stored import CASES, solved_case

ROOT = Path(__file__).parent.parent.parent.parent


def plan(**changes: Any) -> dict[str, Any]:
    """One week of 5 days, 20 calls a day; a deal takes 10 calls. 10 deals take 100 calls: one person's week."""
    return {
        "name": "ten deals",
        "calendar": {"start": "2026-01-12", "weeks": 1},
        "target": {"products": {"x": {"deals": 10}}},
        "products": {"x": {"average_deal": 100}},
        "day_patterns": [{"calls": 20}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "x",
                "opens_with": "calls",
                "stages": [{"name": "contact", "conversion": 0.1}],
            }
        },
        "pipeline": "steady",
        "managers": [{"name": name, "monthly_cost": cost} for name, cost in (("A", 5), ("B", 3), ("C", 4))],
        **changes,
    }


def manager(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "monthly_cost": 1, **fields}


@pytest.mark.parametrize("case", ["consulting", "small-19", "target-06"])
def test_same_plan_same_bytes_whatever_the_hash_seed(case: str) -> None:
    _, here = solved_case(case)
    file = str(CASES / f"{case}.yaml")
    code = f"import salescrew; print(salescrew.solve(salescrew.load({file!r})).to_json(), end='')"
    other = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONIOENCODING": "utf-8"}
    there = subprocess.run([sys.executable, "-c", code], env=other, capture_output=True, check=True).stdout
    assert there.decode().splitlines() == here.to_json().splitlines()


TWINS: list[tuple[str, dict[str, Any], tuple[str, int | None, float | None]]] = [
    # 100 calls are 5 days of 20: one person, and of the three the cheapest
    ("plain", {}, ("optimal", 1, 3.0)),
    # 11 deals take 110 calls, 6 days: two people, the two cheapest
    ("one deal more", {"target": {"products": {"x": {"deals": 11}}}}, ("optimal", 2, 7.0)),
    ("limits.people bites", {"target": {"products": {"x": {"deals": 11}}}, "limits": {"people": 1}},
     ("infeasible", None, None)),
    ("limits.people does not", {"limits": {"people": 1}}, ("optimal", 1, 3.0)),
    ("limits.monthly_cost bites", {"limits": {"monthly_cost": 2}}, ("infeasible", None, None)),
    # 60 contacts bring 6 deals at the most
    ("max_contacts bites", {"funnels": {"cold": {"channel": "outbound", "product": "x", "opens_with": "calls",
     "max_contacts": 60, "stages": [{"name": "contact", "conversion": 0.1}]}}}, ("infeasible", None, None)),
    ("max_contacts does not", {"funnels": {"cold": {"channel": "outbound", "product": "x", "opens_with": "calls",
     "max_contacts": 100, "stages": [{"name": "contact", "conversion": 0.1}]}}}, ("optimal", 1, 3.0)),
    # a holiday leaves 80 calls a person
    ("holiday", {"calendar": {"start": "2026-01-12", "weeks": 1, "holidays": ["2026-01-14"]}}, ("optimal", 2, 7.0)),
    # and a worked Saturday makes up for it
    ("extra day", {"calendar": {"start": "2026-01-12", "weeks": 1, "holidays": ["2026-01-14"],
     "extra_days": ["2026-01-17"]}}, ("optimal", 1, 3.0)),
    # 10 % absence leave 90 calls
    ("absence", {"managers": [manager("A", absence="10%"), manager("B", absence="10%")]}, ("optimal", 2, 2.0)),
    ("days off", {"managers": [manager("A", days_off=["2026-01-14"]), manager("B")]}, ("optimal", 1, 1.0)),
    ("days off of both", {"managers": [manager("A", days_off=["2026-01-14"]), manager("B", until="2026-01-15")]},
     ("optimal", 2, 2.0)),
    # half as effective: 50 standard contacts a person
    ("ramp", {"managers": [manager("A", ramp=[0.5]), manager("B", ramp=[0.5])]}, ("optimal", 2, 2.0)),
    ("own patterns", {"managers": [manager("A", day_patterns=[{"calls": 19}]), manager("B")]}, ("optimal", 1, 1.0)),
    ("keep", {"managers": [manager("A", monthly_cost=9, keep=True), manager("B")]}, ("optimal", 1, 9.0)),
    ("roles", {"managers": [manager("A", roles=["inbound"]), manager("B", monthly_cost=8)]}, ("optimal", 1, 8.0)),
    # two at 3 cost more than one at 5, and fewer people cost more than the two at 1
    ("people first", {"target": {"products": {"x": {"deals": 20}}}, "managers": [
     manager("A", monthly_cost=9, effectiveness=2), manager("B"), manager("C")]}, ("optimal", 1, 9.0)),
    ("cost first", {"target": {"products": {"x": {"deals": 20}}}, "objective": ["monthly_cost", "people"],
     "managers": [manager("A", monthly_cost=9, effectiveness=2), manager("B"), manager("C")]}, ("optimal", 2, 2.0)),
    # ten deals are under way already: nobody is needed
    ("pipeline alone", {"pipeline": {"cold": {"contact": 100}}}, ("optimal", 0, 0.0)),
    ("pipeline not enough", {"pipeline": {"cold": {"contact": 50}}}, ("optimal", 1, 3.0)),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [row[1:] for row in TWINS], ids=[row[0] for row in TWINS])
def test_by_hand(changes: dict[str, Any], expected: tuple[str, int | None, float | None]) -> None:
    assert answer(plan(**changes)) == expected


def test_kept_people_who_break_a_limit_are_named() -> None:
    result = solved(plan(managers=[manager("A", keep=True), manager("B", keep=True)], limits={"people": 1}))
    assert result.status == "infeasible"
    assert result.warnings == (
        "limits.people is 1, and the people to be kept alone come to 2. Raise the limit, or keep fewer.",
    )


def test_one_candidate_more_never_raises_the_headcount() -> None:
    wanted = {"target": {"products": {"x": {"deals": 25}}}}
    counts = [
        solved(plan(**wanted, candidates=[{"profile": "p", "at_most": n, "effectiveness": 1.5}])).headcount
        for n in range(4)
    ]
    # 250 calls: three of the managers; with candidates at 150 two and a manager, then two of them
    assert counts == [3, 2, 2, 2]


def test_order_and_names_change_nothing() -> None:
    forwards = plan(target={"products": {"x": {"deals": 11}}})
    backwards = {**forwards, "managers": [{**m, "name": m["name"] * 2} for m in reversed(forwards["managers"])]}
    assert answer(forwards) == answer(backwards) == ("optimal", 2, 7.0)


def test_a_time_limit_gives_bounds_or_no_answer() -> None:
    consulting = salescrew.load(str(ROOT / "examples" / "consulting.yaml"))
    for seconds in (0.001, 0.1, 0.3):
        assert solved(consulting, time_limit=seconds).status in ("optimal", "feasible", "no_answer")


def test_ctrl_c_gives_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> str:
        raise KeyboardInterrupt

    # the first proposal is made to fail, an answer with room to spare is found, and then somebody interrupts
    monkeypatch.setattr(team_search.TeamSearch, "propose", lambda *_: None)
    monkeypatch.setattr(team_search.TeamSearch, "_close_by_week", interrupt)
    result = solved(plan())
    assert (result.status, result.headcount) == ("feasible", 2)
    assert result.headcount_bound is not None
    assert result.headcount_bound <= 2


def test_nothing_is_printed_and_progress_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    told: list[salescrew.Step] = []
    solved(salescrew.load(str(ROOT / "examples" / "consulting.yaml")), progress=told.append)
    assert capfd.readouterr() == ("", "")
    assert told[0] == salescrew.Step("how few people", "people", 0.0)


def test_duty_is_shared_by_the_days_people_are_there() -> None:
    leads = {"per_week": 20}
    warm = {"channel": "inbound", "product": "x", "leads": leads, "stages": [{"name": "lead", "conversion": 0.5}]}
    result = solved(
        plan(
            calendar={"start": "2026-01-12", "weeks": 3},
            target={"products": {"x": {"deals": 10}}},
            day_patterns=[{"calls": 20}, {"duty": 1, "calls": 10}],
            funnels={"warm": warm},
            duty={"managers_per_slot": 1},
            managers=[
                manager("A", keep=True),
                manager("B", keep=True, days_off=["2026-01-12/2026-01-16"]),
                manager("C", keep=True),
            ],
        )
    )
    duty = {name: sum(len(row.duty) for row in result.roster if row.manager == name) for name in "ABC"}
    # 30 slots on 15, 10 and 15 days there: 11.25, 7.5 and 11.25
    assert abs(duty["A"] - 11.25) < 1
    assert abs(duty["B"] - 7.5) < 1
    assert abs(duty["C"] - 11.25) < 1


def test_the_same_share_is_asked_of_all_who_do_the_same() -> None:
    result = solved(plan(target={"products": {"x": {"deals": 11}}}))
    calls = {name: sum(row.activities["calls"] for row in result.quotas if row.manager == name) for name in "BC"}
    # 110 calls of the 200 that two people could make
    assert calls == {"B": 55, "C": 55}
