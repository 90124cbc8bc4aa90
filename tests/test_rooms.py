"""The rooms of the package: no file asks back, no folder is crowded, and ARCHITECTURE.md tells what is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from salescrew.cli.frame.group import COMMANDS
from salescrew.cli.render.forms import FORMS, PICTURES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "salescrew"
FOLDERS = sorted(path.parent for path in PACKAGE.rglob("__init__.py"))
MOST_MODULES = 20
MOST_LINES = 60
DOORS = {"salescrew", "salescrew.cli"}
"""What may be imported from a folder itself: the public names, and the command."""
ROLE_WORDS = {"hunter", "hunters", "mixed"}
"""The roles but `inbound`, which is a channel too."""
SHARED_BY_COMMANDS = {f"salescrew/cli/{name}.py" for name in ("frame/options", "render/page", "render/presentation")}
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in PACKAGE.rglob("*.py")}


def asked(module: str, text: str) -> Iterator[str]:
    """Yield the modules that a module imports: at its top, in a function, or for types alone."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            start = [] if not node.level else module.split(".")[: -node.level]
            source = ".".join([*start, *([node.module] if node.module else [])])
            yield from (
                f"{source}.{alias.name}" if f"{source}.{alias.name}" in MODULES else source for alias in node.names
            )
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def circle(files: Mapping[str, str]) -> list[str]:
    """Find modules that ask each other in a circle, out of their texts; empty where there is none."""
    try:
        TopologicalSorter({module: set(asked(module, text)) for module, text in files.items()}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_files_ask_each_other_in_a_circle() -> None:
    assert circle({module: path.read_text(encoding="utf-8") for module, path in MODULES.items()}) == []


@pytest.mark.parametrize(
    "back",
    [
        "from salescrew.models.plan.plan import Plan",
        "from salescrew.models.plan import plan",
        "import salescrew.models.plan.plan",
        "def late():\n    from salescrew.models.plan.plan import Plan",
        "if TYPE_CHECKING:\n    from salescrew.models.plan.plan import Plan",
    ],
)
def test_a_circle_is_found_however_it_is_imported(back: str) -> None:
    there = "from salescrew.models.plan.calendar import Days"
    found = circle({"salescrew.models.plan.plan": there, "salescrew.models.plan.calendar": back})
    assert set(found) == {"salescrew.models.plan.plan", "salescrew.models.plan.calendar"}


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_no_folder_is_crowded(folder: Path) -> None:
    modules = [path for path in folder.glob("*.py") if path.stem != "__init__"]
    assert len(modules) <= MOST_MODULES


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if name_of(folder) not in DOORS], ids=name_of)
def test_a_folder_loads_nothing_by_itself(folder: Path) -> None:
    (only,) = ast.parse((folder / "__init__.py").read_text(encoding="utf-8")).body
    assert isinstance(only, ast.Expr)
    assert ast.get_docstring(ast.Module([only], [])), f"{name_of(folder)} does not say what is in it"


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if folder != PACKAGE], ids=name_of)
def test_every_room_is_on_the_map(folder: Path) -> None:
    assert f"{folder.name}/" in PAGE


def test_every_file_that_the_map_names_is_there() -> None:
    named = re.findall(r"`((?:salescrew|tests|benchmarks|docs)/[\w/-]+\.(?:py|md))`", PAGE)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_only_renderers_name_a_form() -> None:
    forms = {*FORMS, *PICTURES.values()}
    others = [path for path in (PACKAGE / "cli").rglob("*.py") if path.parent.name != "render"]
    named = {name_of(path): texts_in_code(path) & forms for path in others}
    assert {module: known for module, known in named.items() if known} == {}


def lines_done(path: Path) -> int:
    """Count the lines of a command that do something: no options, imports or words about them."""
    lines: set[int] = set()
    for function in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(function, ast.FunctionDef):
            for statement in function.body[1 if ast.get_docstring(function) else 0 :]:
                if not isinstance(statement, ast.Import | ast.ImportFrom):
                    lines |= set(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
    return len(lines)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_parses_calls_and_shows(name: str) -> None:
    assert lines_done(PACKAGE / "cli" / "commands" / f"{name}.py") <= MOST_LINES


def recipe(title: str) -> str:
    """Give a recipe of the map, which ends where the next heading begins."""
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


def words_in_code(path: Path) -> set[str]:
    """Give the words that a file's code uses as texts or names, whatever its docstrings say."""
    names = {ast.Constant: "value", ast.Attribute: "attr", ast.keyword: "arg", ast.Name: "id"}
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {str(getattr(node, names[type(node)])) for node in nodes if type(node) in names}


def texts_in_code(path: Path) -> set[str]:
    """Give the texts in a file's code, and what its functions call what they are given."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return texts | {node.arg for node in nodes if isinstance(node, ast.arg)} - {"table"}


def test_the_recipe_of_a_role_names_every_file_that_knows_one_by_name() -> None:
    knowing = {f"{path.relative_to(ROOT).as_posix()}" for path in MODULES.values() if words_in_code(path) & ROLE_WORDS}
    assert set(re.findall(r"`(salescrew/[\w/]+\.py)`", recipe("Add a role"))) == knowing


def test_the_recipe_of_a_command_names_every_file_that_the_example_is_in() -> None:
    named = set(re.findall(r"`((?:salescrew|tests)/[\w/]+\.py)`", recipe("Add a command")))
    own = {path for path in (*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")) if path.stem.endswith("cover")}
    listing = {
        path for path in (ROOT / "tests" / "cli").rglob("*.py") if '["cover", ' in path.read_text(encoding="utf-8")
    }
    assert {path.relative_to(ROOT).as_posix() for path in own | listing} - named == set()
    assert all("cover" in (ROOT / name).read_text(encoding="utf-8") for name in named - SHARED_BY_COMMANDS)
