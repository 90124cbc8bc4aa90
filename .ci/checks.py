#!/usr/bin/env python3
"""The one list of what is checked besides the tests: `.ci/run` goes through it, and so do the hooks of a commit.

`.ci/checks.py` runs all of it, `.ci/checks.py lint types` some.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy", "--strict"),
    "rooms": ("lint-imports", "--no-cache"),
}
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
PLACES = (Path(sys.executable).parent, ROOT / ".venv" / SCRIPTS)
"""Where the tools are: beside the Python that runs this, or in the environment of the README."""


def tool(name: str) -> str | None:
    """Find a tool; what else is on the PATH may be of another version."""
    return shutil.which(name, path=os.pathsep.join(map(str, PLACES)))


def main(names: list[str]) -> int:
    """Run checks, all of them to the end, and give the exit code: 1 where any has something to say."""
    if unknown := [name for name in names if name not in CHECKS]:
        print(f"checks: must be of {', '.join(CHECKS)}, got {', '.join(unknown)}.", file=sys.stderr)
        return 2
    failed = []
    for name in names or CHECKS:
        command, *arguments = CHECKS[name]
        found = tool(command)
        if found is None:
            print(f"{name}: must have {command} in .venv, got none. Install '.[dev]' there.", file=sys.stderr)
            return 2
        print(f"\n== {name}: {command} {' '.join(arguments)}", flush=True)
        if subprocess.run([found, *arguments], cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nNot well: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
