"""The schema of a plan says of every plan what reading it says: which keys there are, and which kinds of value."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel

from salescrew.errors import InputError, Path
from salescrew.language import speaking
from salescrew.models.files.json_schema import plan_schema, schema_json
from salescrew.models.files.yaml_text import read_yaml
from salescrew.models.plan import schema
from salescrew.models.plan.plan import Plan
from tests.pages import ROOT, blocks
from tests.plans import random_plan_data
from tests.plans_of_closers import plan_data_of_follow_up
from tests.plans_on_the_way import plan_data_on_the_way
from tests.plans_with_chance import plan_data_with_chance

STORED = [
    *sorted((ROOT / "examples").glob("*.yaml")),
    *sorted((ROOT / "salescrew" / "presets").rglob("*.yaml")),
    *sorted((ROOT / "tests" / "cases").rglob("*.yaml")),
]
"""The plans that are stored here."""


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    described = plan_schema()
    jsonschema.Draft7Validator.check_schema(described)
    return jsonschema.Draft7Validator(described)


def faults(validator: jsonschema.Draft7Validator, data: object) -> list[str]:
    return [f"{list(fault.absolute_path)}: {fault.message}" for fault in validator.iter_errors(data)]


def data_of(path: Any) -> Any:
    return read_yaml(path.read_text(encoding="utf-8")).data()


def test_every_stored_plan_keeps_to_it(validator: jsonschema.Draft7Validator) -> None:
    assert len(STORED) > 50
    assert {path.name: found for path in STORED if (found := faults(validator, data_of(path)))} == {}


def test_the_plans_of_the_pages_keep_to_it(validator: jsonschema.Draft7Validator) -> None:
    whole, *parts = (
        read_yaml(block.body).data() for block in blocks(ROOT / "docs" / "plan-format.md") if block.kind == "yaml"
    )
    assert faults(validator, whole) == []
    assert isinstance(whole, dict)
    for part in parts:
        assert isinstance(part, dict)
        assert faults(validator, {**whole, **part}) == []


@pytest.mark.parametrize("seed", range(6))
def test_drawn_plans_keep_to_it(validator: jsonschema.Draft7Validator, seed: int) -> None:
    makers = (random_plan_data, plan_data_on_the_way, plan_data_with_chance, plan_data_of_follow_up)
    for make in makers:
        plan = Plan.model_validate(make(seed, "tiny"))
        written = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        assert faults(validator, written) == []


def places(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from places(part, (*path, step))


def put(data: Any, path: Path, value: object) -> Any:
    changed = copy.deepcopy(data)
    within = changed
    for step in path[:-1]:
        within = within[step]
    within[path[-1]] = value
    return changed


WHOLE = data_of(ROOT / "examples" / "b2b-small.yaml")
RECORDS = [path for path, value in places(WHOLE) if isinstance(value, dict) and schema.record_at(Plan, path)]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: ".".join(map(str, path)) or "plan")
def test_an_unknown_key_is_a_fault_wherever_keys_are_known(validator: jsonschema.Draft7Validator, path: Path) -> None:
    (fault,) = faults(validator, put(WHOLE, (*path, "zzz"), 1))
    assert "zzz" in fault


@pytest.mark.parametrize("value", [{"a": {"b": 1}}, [[[1]]], "???"], ids=["mapping", "list", "text"])
def test_what_it_finds_at_fault_no_plan_may_have(validator: jsonschema.Draft7Validator, value: object) -> None:
    found = 0
    for path, _ in list(places(WHOLE))[::3]:
        changed = put(WHOLE, path, value) if path else value
        if faults(validator, changed):
            found += 1
            with pytest.raises(InputError):
                Plan.model_validate(changed)
    assert found > 30


def records_of(plan: type[BaseModel]) -> Iterator[tuple[str, dict[str, Any]]]:
    described = plan_schema()
    yield plan.__name__, described
    yield from described["definitions"].items()


def test_every_key_has_a_title_and_says_what_it_means() -> None:
    silent = [
        f"{name}.{key}"
        for name, record in records_of(Plan)
        for key, field in record["properties"].items()
        if name != "Effectiveness" and not (field.get("title") and field.get("description"))
    ]
    assert silent == []
    assert all(record["description"] for _, record in records_of(Plan))
    assert all(record["additionalProperties"] is False for _, record in records_of(Plan))


def test_examples_are_values_and_not_texts_of_them() -> None:
    calendar = plan_schema()["properties"]["calendar"]
    assert calendar["examples"] == [{"start": "2026-01-12", "weeks": 12}]
    assert plan_schema()["definitions"]["Leads"]["properties"]["per_week"]["examples"] == [60]
    assert json.loads(schema_json()) == plan_schema()


def test_schema_says_in_russian_what_keys_mean():
    with speaking("ru"):
        described = plan_schema()
    said = [
        field["description"]
        for record in (described, *described["definitions"].values())
        for field in record.get("properties", {}).values()
        if "description" in field
    ]
    assert len(said) > 100
    assert [text for text in said if not re.search("[а-яё]", text)] == []
