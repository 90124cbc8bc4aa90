"""The built wheel, installed into an empty folder, run from somewhere else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command, which must succeed, and give what it writes to standard output."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, wheel, cwd=folder)
    return folder


def salescrew(installed: Path, cwd: Path, *arguments: str) -> str:
    """Run the installed command; -P keeps the folder it runs in out of the way."""
    return run(sys.executable, "-P", "-m", "salescrew", *arguments, cwd=cwd, PYTHONPATH=str(installed))


def test_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"salescrew"}
    data = {name for name in names if not name.endswith(".py") and ".dist-info/" not in name}
    presets = {f"salescrew/presets/{path.name}" for path in (ROOT / "salescrew" / "presets").glob("*.yaml")}
    assert len(presets) == 3
    assert data == presets | {"salescrew/py.typed"}
    modules = {str(path.relative_to(ROOT).as_posix()) for path in (ROOT / "salescrew").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_python_finds_the_installed_package(installed: Path, tmp_path: Path) -> None:
    where = "import salescrew; print(salescrew.__file__)"
    found = run(sys.executable, "-P", "-c", where, cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(found.strip()) == installed / "salescrew" / "__init__.py"


def test_installed_command_tells_its_version(wheel: Path, installed: Path, tmp_path: Path) -> None:
    version = wheel.name.split("-")[1]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert version in salescrew(installed, tmp_path, "--version")


@pytest.mark.parametrize("preset", ["b2b-small", "b2b-mid", "retail"])
def test_installed_presets_are_written_and_checked(installed: Path, tmp_path: Path, preset: str) -> None:
    salescrew(installed, tmp_path, "init", "team.yaml", "--preset", preset)
    written = (tmp_path / "team.yaml").read_text(encoding="utf-8")
    assert written == (ROOT / "salescrew" / "presets" / f"{preset}.yaml").read_text(encoding="utf-8")
    assert salescrew(installed, tmp_path, "check", "team.yaml")


def test_installed_command_solves(installed: Path, tmp_path: Path) -> None:
    salescrew(installed, tmp_path, "init", "team.yaml", "--preset", "b2b-small")
    salescrew(installed, tmp_path, "solve", "team.yaml", "--format", "json", "-o", "result.json")
    salescrew(installed, tmp_path, "verify", "team.yaml", "result.json")
