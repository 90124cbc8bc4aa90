"""Every number that steers the solver has a word: what it is, and why it is so large."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOLVER = Path(__file__).parents[2] / "salescrew" / "solver"
MODULES = sorted(SOLVER.rglob("*.py"))
PLAIN = {*range(13), 60, 100, 1000, 0.0, 0.5, 1.0, 10.0}
"""What stands for itself in arithmetic: halves, percent, minutes of an hour, digits of a number that is shown."""


def name_of(path: Path) -> str:
    return str(path.relative_to(SOLVER))


def is_documented(body: list[ast.stmt], at: int) -> bool:
    after = body[at + 1] if at + 1 < len(body) else None
    return isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)


def numbers(node: ast.AST) -> Iterator[ast.Constant]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and type(part.value) in (int, float):
            yield part


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_number_of_a_module_says_what_it_is(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    bare = [
        ast.unparse(statement)
        for at, statement in enumerate(body)
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        and isinstance(statement.value, ast.Constant | ast.Tuple | ast.Dict)
        and any(numbers(statement.value))
        and not is_documented(body, at)
    ]
    assert bare == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_number_stands_bare_in_a_function(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    bare = {
        f"{function.name}: {number.value}"
        for function in functions
        for statement in function.body
        for number in numbers(statement)
        if number.value not in PLAIN
    }
    assert bare == set()


def is_setting(field: ast.AnnAssign) -> bool:
    """Tell whether a field of a class is a number, several, or a choice, and always there."""
    written = ast.unparse(field)
    is_one = any(numbers(field)) or "tuple" in written or "bool" in written
    return field.value is not None and is_one and "field(" not in written


def settings() -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield the classes of which every field is a setting."""
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            fields = [part for part in getattr(node, "body", ()) if isinstance(part, ast.AnnAssign)]
            if isinstance(node, ast.ClassDef) and fields and all(map(is_setting, fields)):
                yield f"{name_of(path)}: {node.name}", node


@pytest.mark.parametrize("node", [node for _, node in settings()], ids=[name for name, _ in settings()])
def test_parameter_objects_are_frozen_and_say_what_each_field_is(node: ast.ClassDef) -> None:
    assert "frozen=True" in " ".join(map(ast.unparse, node.decorator_list))
    fields = {
        part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    said = ast.get_docstring(node) or ""
    listed = {word for line in re.findall(r"^([a-z_][\w, ]*)$", said, re.M) for word in line.split(", ")}
    assert fields <= listed
