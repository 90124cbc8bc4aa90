"""Every field of a result is tampered with: `verify` notices, or says that it does not look at that field.

Beside what nobody can notice: where another pattern, quota or role keeps every promise as well, it is another plan that
is as good, and nothing that is said of it is wrong.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from pydantic import ValidationError

import salescrew
from salescrew.checker.claims import Claim
from salescrew.checker.verify import violations
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import Data, by_hand
from tests.solver.replanned import CASES, away, just_as_planned, replanned
from tests.solver.stored import solved_case

Path = tuple[str | int, ...]
EACH = 4
LEFT_OUT = object()
"""So many places of a kind are tampered with: the first and the last, and some between."""


@lru_cache(maxsize=32)
def answered(name: str) -> tuple[Plan, str, str | None]:
    """Give a plan, its result, and the parent of that."""
    if name.startswith("replan"):
        plan, parent = (model.model_validate(data) for model, data in zip((Plan, Result), by_hand(), strict=True))
        day = dt.date(2026, 1, 13 if name == "replan" else 19)
        who, allow = ("Anna", salescrew.models.answers.replan.FREEDOMS) if name == "replan" else ("Boris", ("quotas",))
        made = replanned(plan, parent, just_as_planned(plan, parent), day, absent={who: away(day)}, allow=allow)
        return plan, made.to_json(), parent.to_json()
    case, _, best = name.partition(" ")
    if not best:
        plan, result = solved_case(case)
        return plan, result.to_json(), None
    plan = salescrew.load(CASES / f"{case}.yaml")
    result = salescrew.solve(plan, best=True)
    assert salescrew.verify(plan, result) == []
    return plan, result.to_json(), None


MET = ("small-00", "small-04", "small-09", "small-17", "small-24", "target-01", "target-13")
NOT_MET = ("small-01", "small-03 best", "small-05", "small-06", "small-08", "small-10", "small-11")
MADE_ANEW = ("replan", "replan that falls short")

FREE = (
    "managers.role",
    "roster.pattern",
    "quotas.activities",
    "replan.handovers.on",
    "replan.handovers.taken_by",
)
"""What may be otherwise in a plan that keeps every promise as well."""


# ---- where, and how


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Walk through every value of a result but the whole."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, one in value.items():
            yield from paths(one, (*path, key))
    if isinstance(value, list):
        for place, one in enumerate(value):
            yield from paths(one, (*path, place))


def field(path: Path) -> str:
    """Name the field of a place as claims do."""
    keys = [str(key) for key in path if isinstance(key, str)]
    if keys[0] == "quotas" and len(keys) > 1 and keys[1] not in ("date", "manager", "contacts"):
        keys[1] = "activities"
    return ".".join(keys)


def places(result: Data) -> Iterator[Path]:
    """Choose some places of each kind."""
    of_kind: dict[str, list[Path]] = {}
    for path in paths(result):
        of_kind.setdefault(field(path) + f" {len(path)}", []).append(path)
    for some in of_kind.values():
        step = max(1, (len(some) - 1) // (EACH - 1))
        yield from dict.fromkeys([*some[::step][: EACH - 1], some[-1]])


def others(value: Any, result: Data) -> Iterator[Any]:
    """Yield other values for one."""
    match value:
        case bool():
            yield not value
        case int() | float():
            # what is less than a millionth of a sum is no other sum
            step = max(1, abs(value) // 100_000)
            yield from (value + step, value - step, 0, value * 1.01)
        case str() if value[:2] == "20" and len(value) == 10:
            day = dt.date.fromisoformat(value)
            yield from (str(day + dt.timedelta(days=days)) for days in (1, 7, -1))
        case str():
            yield from ("Nobody", value + "!")
            yield from (member["name"] for member in result["managers"][:2])
        case None:
            yield from (0.5, 1, "Nobody", {"reach": 0.5}, {"reach": 0.5, "proven": True})
        case list():
            yield []
            yield from ([*value[1:]], [*value, value[-1]]) if value else (["Mind the gap."], [{}])
        case dict():
            yield {}


def tampered(result: Data) -> Iterator[tuple[Path, Data]]:
    """Yield results in which one thing is otherwise."""
    for path in places(result):
        for other in (*others(data_at(result, path), result), LEFT_OUT):
            yield path, with_other(result, path, other)


def with_other(value: Any, path: Path, other: Any) -> Any:
    """Give a value in which the place of a path holds another one, or nothing; all beside the path is the same."""
    if not path:
        return other
    changed, (key, *rest) = copy.copy(value), path
    if other is LEFT_OUT and not rest:
        del changed[key]
    else:
        changed[key] = with_other(value[key], tuple(rest), other)
    return changed


def data_at(data: Data, path: Path) -> Any:
    place: Any = data
    for key in path:
        place = place[key]
    return place


# ---- noticed, or named


def is_named(path: Path, claimed: tuple[Claim, ...]) -> bool:
    """Tell whether `verify` says that it does not look at a field, or said so of one that is not there any more."""
    named = [name for claim in claimed if claim.verdict == "not looked at" for name in claim.fields]
    return any(f"{field(path)}.".startswith(f"{name}.") for name in named)


def is_hardly_another_chance(path: Path, data: Data, good: Data) -> bool:
    """Tell whether odds are otherwise by less than they are counted to: of next to nothing, a hundredth or all."""
    try:
        one, other = data_at(data, path), data_at(good, path)
    except (KeyError, IndexError):
        return False
    are_numbers = isinstance(one, float | int) and isinstance(other, float | int)
    return field(path).startswith(("odds.all", "odds.targets")) and are_numbers and abs(one - other) <= 2e-6


@pytest.mark.parametrize("name", [*MET, *NOT_MET, *MADE_ANEW])
def test_each_tampering_is_noticed_or_of_what_is_not_looked_at(name: str) -> None:
    plan, text, before = answered(name)
    parent = None if before is None else Result.model_validate_json(before)
    good = Result.model_validate_json(text)
    counts: Counter[str] = Counter()
    unnoticed = []
    for path, data in tampered(json.loads(text)):
        try:
            read = Result.model_validate_json(json.dumps(data))
        except ValidationError:
            counts["no result"] += 1
            continue
        if read == good:
            continue
        if next(violations(plan, read, parent), None):
            counts["noticed"] += 1
        elif is_named(path, (*salescrew.claims(read, parent, plan), *salescrew.claims(good, parent, plan))):
            counts["not looked at"] += 1
        elif field(path).startswith(FREE) or is_hardly_another_chance(path, data, json.loads(text)):
            counts["as good"] += 1
        else:
            unnoticed.append(path)
    assert unnoticed == []
    # most of it is recomputed wherever there is a team
    assert counts["noticed"] > (100 if good.headcount else 0)
    assert counts["not looked at"] > 0
