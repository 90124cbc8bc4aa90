"""The source archive, the wheel built from it, installed into an empty folder and run from somewhere else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from salescrew.language import ENGLISH, languages

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


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
def backend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with what builds the package."""
    folder = tmp_path_factory.mktemp("backend")
    needed = SETTINGS["build-system"]["requires"]
    run(sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, *needed, cwd=folder)
    return folder


def build(kind: str, source: Path, backend: Path, folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=source, PYTHONPATH=str(backend))
    (built,) = folder.glob("salescrew-*.tar.gz" if kind == "sdist" else "*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(backend: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that comes out of the source archive."""
    folder = tmp_path_factory.mktemp("archive")
    with tarfile.open(build("sdist", ROOT, backend, folder)) as archive:
        archive.extractall(folder, filter="data")
    (found,) = (path for path in folder.iterdir() if path.is_dir())
    return found


@pytest.fixture(scope="module")
def wheel(backend: Path, unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", unpacked, backend, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, wheel, cwd=folder)
    return folder


def salescrew(installed: Path, cwd: Path, *arguments: str) -> str:
    """Run the installed command; -P keeps the folder it runs in out of the way."""
    return run(sys.executable, "-P", "-m", "salescrew", *arguments, cwd=cwd, PYTHONPATH=str(installed))


def files(folder: Path, *tops: str) -> set[str]:
    """Give the files below a folder, or below some of its own, without what Python leaves there."""
    below = [path for top in tops or (".",) for path in [folder / top, *(folder / top).rglob("*")]]
    return {path.relative_to(folder).as_posix() for path in below if path.is_file() and "__pycache__" not in path.parts}


def test_source_archive_holds_what_it_takes_and_nothing_else(unpacked: Path) -> None:
    included = SETTINGS["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert all(pattern.startswith("/") for pattern in included)
    tops = [path.name for pattern in included for path in ROOT.glob(pattern[1:])]
    assert {pattern[1:] for pattern in included} - set(tops) == {"*.md"}
    assert files(unpacked) == files(ROOT, *tops) | {"pyproject.toml", "PKG-INFO", ".gitignore"}


def test_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"salescrew"}
    data = {name for name in names if not name.endswith(".py") and ".dist-info/" not in name}
    presets = {path.relative_to(ROOT).as_posix() for path in (ROOT / "salescrew" / "presets").rglob("*.yaml")}
    assert len(presets) == 3 * len(languages())
    html = Path("salescrew/cli/render/html")
    looks = {(html / name).as_posix() for name in ("blocks.html.jinja", "page.html.jinja", "page.css")}
    catalogs = {
        f"salescrew/locale/{language}/LC_MESSAGES/salescrew.mo" for language in languages() if language != ENGLISH
    }
    assert "salescrew/locale/ru/LC_MESSAGES/salescrew.mo" in catalogs
    assert data == presets | looks | catalogs | {"salescrew/py.typed"}
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
    first, written = (tmp_path / "team.yaml").read_text(encoding="utf-8").split("\n", 1)
    assert first == "# yaml-language-server: $schema=salescrew.schema.json"
    assert written == (ROOT / "salescrew" / "presets" / f"{preset}.yaml").read_text(encoding="utf-8")
    assert salescrew(installed, tmp_path, "check", "team.yaml")


def test_installed_command_solves(installed: Path, tmp_path: Path) -> None:
    salescrew(installed, tmp_path, "init", "team.yaml", "--preset", "retail")
    salescrew(installed, tmp_path, "solve", "team.yaml", "--format", "json", "-o", "result.json")
    salescrew(installed, tmp_path, "verify", "team.yaml", "result.json")
