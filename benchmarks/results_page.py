"""What is kept of a run: a section of RESULTS.md, and the rows."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FOLDER = Path(__file__).parent
PAGE = FOLDER / "RESULTS.md"
ROWS, DAYS = FOLDER / "results" / "rivals.json", FOLDER / "results" / "days.json"
PROOFS = FOLDER / "results" / "proofs.json"
NEAR = FOLDER / "results" / "near.json"
PROFILE = FOLDER / "results" / "profile.json"
ODDS = FOLDER / "results" / "odds.json"
PACKAGES = ("salescrew", "ortools", "pulp", "pyworkforce")
_CBC_VERSION = re.compile(r"Version:\s*(\S+)")


def circumstances() -> str:
    """Write the commit, the versions and the machine in a line."""
    parts = [dt.date.today().isoformat()]
    if commit := _commit():
        parts.append(f"commit {commit}")
    parts += [f"{name} {found}" for name in PACKAGES if (found := _version(name))]
    parts += [f"CBC {found}" for found in [_cbc_version()] if found]
    parts += [f"Python {platform.python_version()}", f"{platform.system()} {platform.machine()}"]
    return ", ".join([*parts, f"{os.cpu_count()} cores"])


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _commit() -> str | None:
    """Give the commit, and whether files differ from it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=FOLDER, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    try:
        changed = git("status", "--porcelain", "--untracked-files=no", "--", "../salescrew", ".")
        return git("rev-parse", "--short", "HEAD") + (" and changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def _cbc_version() -> str | None:
    """Ask CBC for its version: PuLP's own says nothing of it."""
    try:
        from benchmarks.rivals.cbc import PROGRAM
    except ImportError:
        return None
    try:
        done = subprocess.run([PROGRAM, "-exit"], capture_output=True, text=True, check=False, timeout=10)
    except OSError:
        return None
    found = _CBC_VERSION.search(done.stdout)
    return found[1] if found else None


def replace_section(page: str, heading: str, body: str) -> str:
    """Put a section in the place of the one of the same heading, or at the end of a page."""
    section = f"## {heading}\n\n{body.strip()}\n"
    parts = re.split(r"(?m)^(?=## )", page)
    others = [part for part in parts if part.partition("\n")[0] != f"## {heading}"]
    if len(others) == len(parts):
        return "\n".join([page.rstrip("\n") + "\n", section])
    placed = [section if part.partition("\n")[0] == f"## {heading}" else part.rstrip("\n") + "\n" for part in parts]
    return "\n".join(placed)


def write_section(heading: str, body: str) -> None:
    """Write a section of RESULTS.md anew."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Results\n"
    _write_whole(PAGE, replace_section(page, heading, body))


def write_json(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write the rows of a run."""
    path.parent.mkdir(exist_ok=True)
    _write_whole(path, json.dumps(rows, indent=1) + "\n")


def _write_whole(path: Path, text: str) -> None:
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
