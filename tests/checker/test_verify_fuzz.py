"""Nonsense in a result is a violation, never an exception; and hardly a number in it can be changed unnoticed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from salescrew.checker.verify import Violation, verify
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import Data, by_hand

Path = tuple[str | int, ...]

JUNK = [
    None,
    True,
    0,
    -1,
    7,
    10**30,
    -(10**400),
    0.5,
    1e308,
    -1e308,
    float("nan"),
    float("inf"),
    "",
    "Anna",
    "Boris",
    "junior 1",
    "junior 99999999999999999999",
    "\N{SUPERSCRIPT TWO} junior \N{SUPERSCRIPT TWO}",
    "mixed",
    "cold",
    "warm",
    "paid",
    "duty",
    "morning",
    "afternoon",
    "meeting",
    "2026-01-13",
    "2026-01-18",
    "0001-01-01",
    "9999-12-31",
    "infeasible",
    "x" * 1000,
    [],
    {},
    ["morning", "afternoon", "noon"],
    {"duty": 10**400},
    {"duty": 2},
    {"cold": float("nan"), "warm": 1.0, "tepid": 1e300},
]


def _plans() -> list[Data]:
    """Plans that every rule looks at, with the same answer."""
    plan, _ = by_hand()
    steady = copy.deepcopy(plan) | {"pipeline": "steady", "limits": {"people": 2, "hires": 0, "monthly_cost": 180}}
    steady["funnels"]["cold"]["max_contacts"] = 8
    steady["duty"]["max_slots_per_week"] = 2
    budget = copy.deepcopy(plan) | {
        "day_patterns": None,
        "time_budget": {"day_minutes": 480, "minutes": {"calls": 48, "meetings": 240}},
        "duty": {
            "service_level": {"share": 0.01, "within_seconds": 60, "handling_minutes": 30, "patience_minutes": 5},
            "between_leads": {"activity": "calls", "minutes_each": 12, "efficiency": 0.5},
        },
    }
    budget["managers"][0]["ramp"] = [1, 1]
    budget["target"] = {"by_month": {"2026-01": {"revenue": 600}}, "products": {"audit": {"profit": 300, "deals": 6}}}
    return [plan, steady, budget]


PLANS = [Plan.model_validate(plan) for plan in _plans()]


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Walk through every value of a result but the whole."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _paths(one, (*path, key))
    if isinstance(value, list):
        for place, one in enumerate(value):
            yield from _paths(one, (*path, place))


def _parent(result: Data, path: Path) -> Any:
    parent: Any = result
    for key in path[:-1]:
        parent = parent[key]
    return parent


PATHS = list(_paths(by_hand()[1]))


def _edit(result: Data, path: Path, how: str, junk: Any, other: Path) -> None:
    """Change one place, where it is still there."""
    try:
        parent, key = _parent(result, path), path[-1]
        match how:
            case "replace":
                parent[key] = copy.deepcopy(junk)
            case "remove":
                del parent[key]
            case "repeat" if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[int(key)]))
            case "move":
                parent[key] = copy.deepcopy(_parent(result, other)[other[-1]])
            case "add" if isinstance(parent[key], dict):
                parent[key][str(junk)[:50]] = 1
    except (KeyError, IndexError, TypeError):
        # an earlier edit took this place away
        return


EDITS = st.tuples(
    st.sampled_from(PATHS),
    st.sampled_from(["replace", "remove", "repeat", "move", "add"]),
    st.sampled_from(JUNK),
    st.sampled_from(PATHS),
)


@given(st.sampled_from(PLANS), st.lists(EDITS, min_size=1, max_size=5))
def test_nonsense_is_never_an_exception(plan: Plan, edits: list[tuple[Path, str, Any, Path]]) -> None:
    _, result = by_hand()
    for path, how, junk, other in edits:
        _edit(result, path, how, junk, other)
    try:
        read = Result.model_validate(result)
    except ValidationError:
        # not even a result
        return
    for violation in verify(plan, read):
        assert isinstance(violation, Violation)
        assert len(str(violation)) < 2000


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_the_same_nonsense_everywhere_is_never_an_exception(junk: Any) -> None:
    tried = 0
    for path in PATHS:
        _, result = by_hand()
        _edit(result, path, "replace", junk, path)
        try:
            read = Result.model_validate(result)
        except ValidationError:
            continue
        tried += 1
        # one plan after the other, of each nonsense another one first
        plan = PLANS[(tried + JUNK.index(junk)) % len(PLANS)]
        assert all(str(one) for one in verify(plan, read))
    assert tried


def _changed(key: str, value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list | dict):
        return type(value)()
    return {"status": "feasible", "role": "mixed"}.get(key, "2026-01-21")


def _may_be_otherwise(path: Path) -> bool:
    """A quota may be rounded up, an answer may be a proven one or not, and a mixed manager may do anybody's work."""
    return path[-1] in ("calls", "meetings") if path[0] == "quotas" else path[-1] in ("status", "role")


FIXED = [
    path for path in PATHS if not _may_be_otherwise(path) and _parent(by_hand()[1], path)[path[-1]] not in ([], {})
]


@pytest.mark.parametrize("path", FIXED, ids=lambda path: ".".join(map(str, path)))
def test_hardly_a_value_can_be_changed_unnoticed(path: Path) -> None:
    _, result = by_hand()
    parent = _parent(result, path)
    parent[path[-1]] = _changed(str(path[-1]), parent[path[-1]])
    try:
        noticed = bool(verify(PLANS[0], Result.model_validate(result)))
    except ValidationError:
        noticed = True
    assert noticed
