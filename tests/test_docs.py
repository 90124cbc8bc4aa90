"""Every code block of the pages runs, and nothing that a user can name is left out of them."""

from __future__ import annotations

import doctest
import hashlib
import os
import pickle
import re
import shlex
import shutil
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

import salescrew
from salescrew.cli.frame.group import COMMANDS, main
from salescrew.models.answers import result
from salescrew.models.plan import fixed, pipeline, sections, so_far
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Candidate, Manager
from salescrew.models.plan.sections.record import Record
from tests.pages import (
    PAGE_OF,
    PAGES,
    PLAN_RECORDS,
    RECORDS,
    ROOT,
    Console,
    abbreviated,
    agrees,
    blocks,
    commands,
    name_of,
    reader_folder,
    with_tables,
)
from tests.solver.stored import SHARED

README = ROOT / "README.md"
DOCS = ROOT / "docs"
LINKED = [*PAGES, *(ROOT / name for name in ("ARCHITECTURE.md", "CHANGELOG.md", "SECURITY.md", "benchmarks/README.md"))]


class OnceInARun(Console):
    """Runs what only reads the examples once, on whichever page it stands first."""

    def run(self, command: str) -> str:
        words = shlex.split(command)
        files = [word for word in words if Path(word).exists()]
        if not files or {"-o", "<"} & {*words} or not all(file.startswith("examples/") for file in files):
            return super().run(command)
        kept = Path(os.environ[SHARED]) / hashlib.sha256(command.encode()).hexdigest()
        if kept.exists():
            self.exit_code, output = pickle.loads(kept.read_bytes())
            return output
        output = super().run(command)
        kept.write_bytes(pickle.dumps((self.exit_code, output)))
        return output


# one process has all pages, so that each finds what another one has run
@pytest.mark.xdist_group("pages")
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_of_a_page_runs(page):
    console, names = OnceInARun(), {}
    with reader_folder():
        for block in blocks(page):
            place = f"{name_of(page)}:{block.line}"
            match block.kind:
                case "console":
                    got = console.transcript(block.body)
                    assert agrees(block.body, got), f"{place}: expected\n{block.body}\ngot\n{got}"
                case "pycon":
                    run_examples(block.body, names, place)
                case "python":
                    exec(compile(block.body, place, "exec"), names)
                case "yaml":
                    read_as_plan(block.body)
                case "sh":
                    assert all(line in KNOWN_TO_THE_SHELL for line in block.body.splitlines()), place
                case _:
                    pytest.fail(f"{place}: a block of kind {block.kind!r} does not run")


def test_pages_hold_blocks_of_every_kind():
    kinds = {block.kind for page in PAGES for block in blocks(page)}
    assert kinds >= {"console", "pycon", "yaml", "sh"}


@pytest.mark.parametrize(
    ("page", "got", "renewed"),
    [
        ("a\n1\nb\n", "a\n2\nb\n", "a\n2\nb\n"),
        ("a 1\n...\nz\n", "a 2\nb\nc\nz\n", "a 2\n...\nz\n"),
        ("a\n...\ny 1\nz\n", "a\nb\nc\ny 2\nz\n", "a\n...\ny 2\nz\n"),
        ("a 1\n...\nz 1\n", "a 2\nb\nz 2\n", "a 2\n...\nz 2\n"),
        ("a 1\n...\n", "a 2\nb\nc\n", "a 2\n...\n"),
        ("a\n...\nm\n...\nz 1\n", "a\nb\nm\nn\nz 2\n", "a\n...\nm\n...\nz 2\n"),
        ("a\n...\nz 1\n", "a\nz 2\n", "a\n...\nz 2\n"),
        ("a 1\nb 1\n...\nz\n", "a 2\nz\n", "a 2\n...\nz\n"),
        ("a\n...\nweek 1\nVera 1\n...\n", "a\nb\nweek 1\nVera 2\nweek 2\nVera 1\n", "a\n...\nweek 1\nVera 2\n...\n"),
        ("a 1\nz 1\n...\n", "a 2\nm 2\nz 2\nrest\n", "a 2\nm 2\nz 2\n...\n"),
        ("a\n...\n", "b\nc\n", "b\nc\n"),
    ],
)
def test_what_a_page_leaves_out_stays_out(page, got, renewed):
    assert abbreviated(page, got) == renewed
    assert agrees(renewed, got)


def run_examples(text: str, names: dict[str, Any], place: str) -> None:
    test = doctest.DocTestParser().get_doctest(text, names, place, place, 0)
    assert test.examples
    report: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    assert outcome.failed == 0, "".join(report)


def read_as_plan(text: str) -> None:
    """Read a plan, or parts of one in the place of those of the page's full plan."""
    part = YAML(typ="safe", pure=True).load(text)
    whole = YAML(typ="safe", pure=True).load(blocks(DOCS / "plan-format.md")[0].body)
    if "time_budget" in part:
        del whole["day_patterns"]
    Plan.model_validate({**whole, **part})


def one_sh_block(mark: str) -> str:
    """Give the command of the README that follows a mark."""
    found = re.findall(rf"<!-- {mark} -->\n```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(found) == 1
    return found[0].strip()


KNOWN_TO_THE_SHELL = {
    one_sh_block("job"),
    one_sh_block("tests"),
    ".ci/run",
    ".venv/bin/python .ci/checks.py",
    ".venv/bin/pip install pre-commit && .venv/bin/pre-commit install",
    ".venv/bin/pytest -m quick",
    ".venv/bin/python -m tests.pages",
    ".venv/bin/python -m tests.catalog",
}


def test_job_command_of_the_readme_runs_its_example():
    setup, install, job = one_sh_block("job").split(" && ")
    assert (setup, install) == ("python3 -m venv .venv", ".venv/bin/pip install .")
    assert job == ".venv/bin/salescrew solve examples/consulting.yaml"
    shown = [command for block in blocks(README) if block.kind == "console" for command in commands(block.body)]
    assert job.removeprefix(".venv/bin/") in shown


def test_test_command_of_the_readme_is_what_ci_runs():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    function = re.search(r"^test_command\(\) \{.*?^\}$", script, re.DOTALL | re.MULTILINE)
    assert function
    bash = shutil.which("bash")
    assert bash
    extracted = subprocess.run(
        [bash, "-c", f"venv=.ci-venv bin=.ci-venv/bin\n{function[0]}\ntest_command"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert extracted.replace('"$python"', "python3").replace(".ci-venv", ".venv") == one_sh_block("tests")
    assert 'eval "$command"' in script


def test_version_is_written_in_one_place():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in settings["project"]
    assert settings["project"]["dynamic"] == ["version"]
    assert settings["tool"]["hatch"]["version"] == {"path": "salescrew/__init__.py"}


def test_changelog_begins_with_this_version_and_says_what_is_in_it():
    _, newest, *_ = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    title, _, notes = newest.partition("\n")
    assert re.fullmatch(rf"{re.escape(salescrew.__version__)} \((unreleased|\d{{4}}-\d\d-\d\d)\)", title)
    assert re.search("^- ", notes, re.MULTILINE)


@pytest.mark.parametrize("name", salescrew.__all__)
def test_every_public_name_is_documented(name):
    assert re.search(rf"^\| `{name}\b", (DOCS / "python.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert getattr(salescrew, name)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name):
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert f"## salescrew {name}\n" in text
    section = text.split(f"## salescrew {name}\n")[1].split("\n## ")[0]
    command = main.get_command(click.Context(main), name)
    assert command
    for parameter in command.params:
        spelling = parameter.metavar if isinstance(parameter, click.Argument) else parameter.opts[-1]
        assert f"`{spelling}" in (section if spelling != "--lang" else text.split("\n## ")[0]), spelling


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_tables_of_fields_are_those_of_the_records(page):
    text = page.read_text(encoding="utf-8")
    assert text == with_tables(text), "write them anew: python -m tests.pages"


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_has_its_table(name):
    assert PAGE_OF[name].read_text(encoding="utf-8").count(f"<!-- fields: {name} -->\n\n| field | meaning |") == 1


def test_no_record_of_the_plan_is_forgotten():
    files = Path(sections.__file__).parent.glob("*.py")
    modules = [pipeline, fixed, so_far, *(import_module(f"{sections.__name__}.{file.stem}") for file in files)]
    known = {record for module in modules for record in vars(module).values() if is_record(record)}
    assert known == {*PLAN_RECORDS, Manager, Candidate} - {Plan}


def is_record(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, Record) and thing is not Record


def test_result_format_has_every_field():
    text = (DOCS / "result-format.md").read_text(encoding="utf-8")
    rows = [row for row in vars(result).values() if isinstance(row, type) and row.__module__ == result.__name__]
    records = [row for row in rows if issubclass(row, BaseModel)]
    names = {field.alias or name for row in records for name, field in row.model_fields.items()}
    assert names >= set(salescrew.Result.model_fields)
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def links(page: Path) -> list[tuple[Path, str]]:
    """Give where the links of a page lead to: the file, and the heading within it or nothing."""
    found = re.findall(r"\]\((?!https://)([^)#]*)#?([^)]*)\)", page.read_text(encoding="utf-8"))
    return [((page.parent / target).resolve() if target else page, heading) for target, heading in found]


def anchors(page: Path) -> set[str]:
    """Give the names by which the headings of a page are linked to."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_links_of_the_pages_lead_somewhere(page):
    for target, heading in links(page):
        assert target.exists(), target
        assert not heading or heading in anchors(target), f"{target}#{heading}"


def test_every_page_of_docs_is_in_its_index():
    assert {target for target, _ in links(DOCS / "README.md")} >= set(DOCS.glob("*.md")) - {DOCS / "README.md"}
