"""What Python shows of it: names, signatures, and a script that is typed."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

import salescrew
from salescrew import records

ROOT = Path(__file__).parent.parent
PYTHON = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def within(kind: object) -> Iterator[type[BaseModel]]:
    """Yield the records that a type is made of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from within(field.annotation)
    for part in get_args(kind):
        yield from within(part)


KNOWN = {record.__name__: record for top in (salescrew.Plan, salescrew.Result) for record in within(top)}


def test_every_record_of_plan_and_result_is_exported() -> None:
    assert {name: getattr(records, name) for name in records.__all__} == KNOWN


@pytest.mark.parametrize("name", KNOWN)
def test_every_record_is_described_field_by_field(name: str) -> None:
    row = re.search(rf"^\| `{name}` \| (.+) \| \[.*\]\((.*)\) \|$", PYTHON, re.MULTILINE)
    assert row, f"docs/python.md says nothing of {name}"
    page = (ROOT / "docs" / row[2]).read_text(encoding="utf-8")
    fields = [field.alias or own for own, field in KNOWN[name].model_fields.items()]
    assert [field for field in fields if f"`{field}`" not in page] == []


@pytest.mark.parametrize("name", sorted(set(salescrew.__all__) | set(records.__all__)))
def test_help_shows_signatures_that_can_be_read(name: str) -> None:
    thing = getattr(salescrew, name, None) or getattr(records, name)
    if not callable(thing) or (isinstance(thing, type) and issubclass(thing, Exception)):
        return
    said = str(inspect.signature(thing))
    assert not re.search(r"Annotated|Validator|Serializer|Optional|salescrew\.|0x[0-9a-f]+|\b_\w", said), said
    assert inspect.getdoc(thing)


def test_a_record_shows_the_names_of_its_file() -> None:
    parameters = inspect.signature(records.Calendar).parameters
    assert list(parameters) == list(records.Calendar.model_json_schema()["properties"])
    assert str(parameters["weeks"]) == "weeks: int | None = None"
    assert str(inspect.signature(records.Manager).parameters["from_"]) == "from_: date | None = None"
    assert str(inspect.signature(salescrew.Plan).parameters["limits"]) == "limits: Limits = ..."


@pytest.mark.parametrize("program", ["what_if"])
def test_the_script_of_the_examples_is_typed_and_runs(program: str) -> None:
    script = ROOT / "examples" / f"{program}.py"
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    assert ran.stdout.splitlines()[-1].startswith("name: ")
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"examples"' in settings.partition("[tool.mypy]")[2].partition("[[")[0]
