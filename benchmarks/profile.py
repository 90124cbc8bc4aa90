"""Where the time of whole commands goes, and beside another version of salescrew how much it was there."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

from benchmarks.profiled import NAMES

HERE = Path(__file__).parents[1]
QUICK = ("solve examples/consulting.yaml --quiet", "solve examples/retail.yaml --quiet")
FULL = (
    *(
        f"solve examples/{name}.yaml --quiet"
        for name in ("consulting", "b2b-small", "b2b-mid", "two-languages", "closers", "retail", "shop", "season")
    ),
    *(f"solve benchmarks/field/{name}.yaml --quiet" for name in ("quarter", "appointments")),
    "solve tests/cases/small-14.yaml --quiet",
    "explain examples/consulting.yaml --quiet",
    "sensitivity examples/consulting.yaml --jobs 1 --quiet",
    "compare examples/retail.yaml --jobs 1 --quiet",
)
"""Commands, to be run in the folder of the project."""


@dataclass(frozen=True)
class Profiled:
    """A command in a version of salescrew: medians of its runs.

    Attributes
    ----------
    whole
        From the start of the process to its end.
    total
        Seconds of the processor, of all threads.
    seconds
        The same by phase.
    solver, calls
        What solvers take of it, and how often one was called.
    """

    command: str
    version: str
    whole: float
    total: float
    seconds: dict[str, float]
    solver: float
    calls: int


def run(commands: Sequence[str], runs: int, against: Path | None, tell: Callable[[str], None]) -> Iterator[Profiled]:
    """Profile commands in processes of their own, those of another checkout in turn with those of this one.

    Before its first run counts, a version is run once, so that modules need not be compiled.
    """
    versions = {"before": against, "now": HERE} if against is not None else {"now": HERE}
    with tempfile.TemporaryDirectory() as compiled:
        for folder in versions.values() if commands else ():
            _once(folder, commands[0], compiled)
        for command in commands:
            tell(command)
            found: dict[str, list[dict[str, object]]] = {name: [] for name in versions}
            for _ in range(runs):
                for name, folder in versions.items():
                    found[name].append(_once(folder, command, compiled))
            for name, each in found.items():
                yield _median(command, name, each)


def _once(folder: Path, command: str, compiled: str) -> dict[str, object]:
    program = [sys.executable, str(HERE / "benchmarks" / "profiled.py"), str(folder.resolve()), *command.split()]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": compiled}
    done = subprocess.run(program, cwd=HERE, env=environment, capture_output=True, text=True, check=False)
    lines = done.stderr.splitlines()
    found: dict[str, object] = json.loads(lines[-1]) if lines else {}
    if done.returncode or found["exit_code"] not in (0, 1):
        raise RuntimeError(f"{command}: {done.stderr}")
    return found


def _median(command: str, version: str, runs: Sequence[dict[str, object]]) -> Profiled:
    def of(values: Sequence[object]) -> float:
        return statistics.median(float(str(value)) for value in values)

    seconds = [run["seconds"] for run in runs]
    return Profiled(
        command=command,
        version=version,
        whole=of([run["whole"] for run in runs]),
        total=of([run["total"] for run in runs]),
        seconds={name: of([each[name] for each in seconds if isinstance(each, dict)]) for name in NAMES},
        solver=of([run["solver"] for run in runs]),
        calls=round(of([run["calls"] for run in runs])),
    )


def table(rows: Sequence[Profiled]) -> str:
    """Write a row a command and version; of another version what a command took there comes first."""
    has_others = any(row.version != "now" for row in rows)
    headers = ["command", *(["version"] if has_others else []), "whole s", "CPU s", *NAMES, "solvers", "calls"]
    body = [
        [
            f"`{row.command.removesuffix(' --quiet')}`",
            *([row.version] if has_others else []),
            *(f"{value:.2f}" for value in (row.whole, row.total, *(row.seconds[name] for name in NAMES), row.solver)),
            f"{row.calls:,}",
        ]
        for row in rows
    ]
    aligned = ["left"] * (1 + has_others) + ["right"] * (len(headers) - 1 - has_others)
    return tabulate(body, headers=headers, tablefmt="github", disable_numparse=True, colalign=aligned)
