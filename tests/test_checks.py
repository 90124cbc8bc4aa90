"""What is checked before a change is taken: one list, for a clean clone, for a commit and for other machines."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
WELL = ("-c", "print('looked at')")
UNWELL = ("-c", "raise SystemExit(3)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def parsed(name: str):
    return YAML(typ="safe", pure=True).load(read(name))


@pytest.fixture
def checks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("checks", ROOT / ".ci" / "checks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def outcome(checks, monkeypatch, capfd) -> Callable[..., tuple[int, str, str]]:
    """Run the list with other checks in it, and give the exit code and what is written."""

    def run(found: dict[str, tuple[str, ...]], *names: str) -> tuple[int, str, str]:
        python = Path(sys.executable).name
        monkeypatch.setattr(checks, "CHECKS", {name: (python, *arguments) for name, arguments in found.items()})
        return (checks.main(list(names)), *capfd.readouterr())

    return run


# stands for Python, pip and pytest: it notes what it is asked for, and fails where it is told to
STANDS_IN = """#!/bin/sh
echo "${0##*/} $*" >> "$LOG"
case "${0##*/} $*" in
  *"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0" "$3/bin/pytest" ;;
  *programs.py*) echo "-m 'not browser'"; echo "browser: none" >&2 ;;
  *pytest*) echo "tests: $PYTEST_ADDOPTS" ;;
esac
case "${0##*/} $*" in *"$FAILS"*) exit 3 ;; esac
"""


@pytest.fixture
def clean_clone(tmp_path) -> Callable[[str], tuple[int, str, list[str]]]:
    """Run `.ci/run` where something fails: the exit code, what is written, and what was asked for."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_text(read(".ci/run"), encoding="utf-8")
    command = "python3 -m venv .venv && .venv/bin/python -m pip install it && .venv/bin/pytest"
    (tmp_path / "README.md").write_text(f"<!-- tests -->\n```sh\n{command}\n```\n", encoding="utf-8")
    python = tmp_path / "python"
    python.write_text(STANDS_IN, encoding="utf-8")
    python.chmod(0o755)

    def run(fails: str) -> tuple[int, str, list[str]]:
        told = {**os.environ, "PYTHON": str(python), "LOG": str(tmp_path / "log"), "FAILS": fails, "PYTEST_ADDOPTS": ""}
        done = subprocess.run(["bash", ".ci/run"], cwd=tmp_path, env=told, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, (tmp_path / "log").read_text(encoding="utf-8").splitlines()

    return run


@pytest.mark.skipif(sys.platform == "win32", reason="what stands in for Python is a script of a shell")
@pytest.mark.parametrize("fails", ["nothing", "-m pip install --no-compile", "checks.py", "pytest", "programs.py"])
def test_a_clean_clone_is_well_where_the_list_and_the_tests_are(clean_clone, fails):
    code, out, asked = clean_clone(fails)
    assert (code == 0) == ("All is well." in out) == (fails in ("nothing", "programs.py"))
    goes_on = fails != "-m pip install --no-compile"
    assert ("python .ci/checks.py" in asked, "pytest " in asked) == (goes_on, goes_on)
    assert ("browser: none\n" in out, "tests:  -m 'not browser'\n" in out) == (goes_on, goes_on)


def test_a_clean_clone_names_no_check_by_itself():
    assert re.findall(r"\b(?:ruff|mypy|lint-imports)\b", read(".ci/run")) == []


def test_a_commit_goes_through_the_same_list_and_fetches_nothing(checks):
    (group,) = parsed(".pre-commit-config.yaml")["repos"]
    assert group["repo"] == "local"
    hooks = [(hook["id"], hook["entry"], hook["language"]) for hook in group["hooks"]]
    assert hooks == [(name, f".ci/checks.py {name}", "script") for name in checks.CHECKS]


def test_every_check_runs_even_after_one_that_fails(outcome):
    code, out, err = outcome({"first": UNWELL, "second": WELL})
    assert code == 1
    assert "\nlooked at\n" in out
    assert err == "\nNot well: first.\n"


def test_all_is_well_where_no_check_fails(outcome):
    code, out, err = outcome({"first": WELL, "second": WELL})
    assert (code, out.count("\nlooked at\n"), err) == (0, 2, "")


def test_a_single_check_is_run_by_itself(outcome):
    code, out, _ = outcome({"first": UNWELL, "second": WELL}, "second")
    assert (code, out.count("== ")) == (0, 1)


def test_a_check_that_is_not_on_the_list_is_refused(outcome):
    code, out, err = outcome({"first": WELL, "second": WELL}, "first", "third")
    assert (code, out, err) == (2, "", "checks: must be of first, second, got third.\n")


def test_a_missing_tool_is_said(checks, monkeypatch, capsys):
    monkeypatch.setattr(checks, "CHECKS", {"spelling": ("no-such-tool",)})
    assert checks.main([]) == 2
    assert capsys.readouterr().err == ("spelling: must have no-such-tool in .venv, got none. Install '.[dev]' there.\n")


def test_a_public_host_runs_the_same_everywhere_the_package_says_it_runs():
    classifiers = tomllib.loads(read("pyproject.toml"))["project"]["classifiers"]
    (job,) = parsed(".github/workflows/ci.yml")["jobs"].values()
    matrix = job["strategy"]["matrix"]
    assert [f"Programming Language :: Python :: {version}" for version in matrix["python"]] == [
        one for one in classifiers if re.search(r":: 3\.\d+$", one)
    ]
    assert {system.split("-")[0] for system in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run", ".ci/wheel"]
    assert all((ROOT / step["run"]).exists() for step in job["steps"] if "run" in step)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no processes in the background that miss Ctrl-C")
def test_tests_hear_ctrl_c_where_a_shell_in_the_background_turned_it_off() -> None:
    one = "tests/cli/frame/test_interruption.py::test_ctrl_c_while_modules_load"
    ignoring = f"trap '' INT; exec '{sys.executable}' -m pytest -n0 -p no:cacheprovider {one}"
    done = subprocess.run(["sh", "-c", ignoring], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
