"""What Python shows of it: names, signatures, and a script that is typed."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

import salescrew
from salescrew import records
from tests.answer_by_hand import by_hand

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


PATH = "team.yaml"
CALLS: dict[str, tuple[Callable[[salescrew.Plan, salescrew.Result], object], list[str]]] = {
    "solve": (lambda *_: salescrew.solve(PATH, -1), ["plan", "time_limit"]),  # type: ignore[arg-type]
    "explain": (lambda plan, _: salescrew.explain(plan, result=PATH), ["result"]),  # type: ignore[arg-type]
    "sensitivity": (lambda *_: salescrew.sensitivity(PATH, time_limit=-1), ["plan", "time_limit"]),  # type: ignore[arg-type]
    "compare": (lambda *_: salescrew.compare(PATH), ["plan"]),  # type: ignore[arg-type]
    "sweep": (lambda *_: salescrew.sweep(PATH, {}), ["plan"]),  # type: ignore[arg-type]
    "verify": (lambda *_: salescrew.verify(PATH, PATH, PATH), ["plan", "result", "parent"]),  # type: ignore[arg-type]
    "claims": (lambda *_: salescrew.claims(PATH, PATH, PATH), ["result", "parent", "plan"]),  # type: ignore[arg-type]
    "prove": (lambda plan, _: salescrew.prove(plan, PATH, -1), ["result", "time_limit"]),  # type: ignore[arg-type]
    "simulate": (lambda *_: salescrew.simulate(PATH, PATH), ["plan", "result"]),  # type: ignore[arg-type]
    "track": (lambda *given: salescrew.track(*given, PATH), ["actuals"]),  # type: ignore[arg-type]
    "replan": (
        lambda plan, result: salescrew.replan(plan, result, PATH, "2026-01-12", time_limit=-1),  # type: ignore[arg-type]
        ["actuals", "time_limit"],
    ),
    "cover": (lambda plan, _: salescrew.cover(plan, PATH, {}), ["result"]),  # type: ignore[arg-type]
    "diff": (lambda _, result: salescrew.diff(result, PATH), ["other"]),  # type: ignore[arg-type]
    "load_actuals": (lambda *_: salescrew.load_actuals(PATH, PATH), ["plan"]),  # type: ignore[arg-type]
    "actuals_of": (lambda plan, _: salescrew.actuals_of([], plan, PATH), ["result"]),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", CALLS)
def test_a_path_in_the_place_of_what_is_in_the_file_is_said_in_words(name: str) -> None:
    call, wrong = CALLS[name]
    data, answer = by_hand()
    with pytest.raises(salescrew.InputError) as refused:
        call(salescrew.Plan.model_validate(data), salescrew.Result.model_validate(answer))
    told = refused.value.problems
    assert [problem.partition(":")[0] for problem in told] == wrong
    for problem in told:
        if problem.startswith("time_limit"):
            assert problem == "time_limit: must be a number of seconds, 0 or more, got -1. Correct it."
        else:
            assert re.fullmatch(
                r"\w+: must be an? (Plan|Result|Actuals), got team\.yaml\. Read it first, with salescrew\.load\w*\.",
                problem,
            )


def test_every_function_that_takes_a_plan_is_among_them() -> None:
    takes = {"plan", "result", "one"}
    functions = {name for name in salescrew.__all__ if inspect.isfunction(getattr(salescrew, name))}
    assert {name for name in functions if takes & set(inspect.signature(getattr(salescrew, name)).parameters)} == set(
        CALLS
    )


def test_what_is_printed_is_one_line() -> None:
    data, answer = by_hand()
    plan, result = salescrew.Plan.model_validate(data), salescrew.Result.model_validate(answer)
    assert str(plan) == repr(plan)
    assert str(result) == repr(result)
    with pytest.raises(salescrew.InputError, match=r"^changes: must be a Mapping, got target\.revenue=5M"):
        plan.replace("target.revenue=5M")  # type: ignore[arg-type]
