"""A walk through the terminal as a person takes it, on screens of 80 and 120 columns.

`python -m tests.screens FOLDER PLAN...` goes with each plan from `check` to `replan`, and through `init` and what the
README shows, in a terminal that tmux keeps. Every screen is written into the folder, to be looked at. The walk ends
with 1 where a line was wider than the screen, so that the terminal broke it somewhere, or where a command ended without
a word.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import salescrew
from salescrew.cli.render.lines import width_of
from tests.pages import ROOT, blocks, commands

WIDTHS = (80, 120)
_SESSION = "salescrew-screens"
_LONGEST_SECONDS = 900
ANSWERS = ("2027-01-11, 12 weeks", "RU", "Анна, Борис, Вера since 01.02.2027", "90k", "450k", "60 calls, 2 meetings")
"""What is answered where `init` asks; after that what it offers."""


class Terminal:
    """A terminal of some width with a shell in it, in a folder."""

    def __init__(self, width: int, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self._tmux("kill-session", "-t", _SESSION, check=False)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        shell = ["env", f"PATH={path}", "PS1=$ ", "sh"]
        size = ["-x", str(width), "-y", "40"]
        self._tmux(
            "set",
            "-g",
            "history-limit",
            "100000",
            ";",
            "new-session",
            "-d",
            "-s",
            _SESSION,
            *size,
            "-c",
            str(folder),
            *shell,
        )

    def run(self, line: str) -> tuple[str, list[str], list[str]]:
        """Type a line and wait for its end: its exit code, the lines of the screen, and those that were written.

        Where it asks something, the next of the answers is given, and what is offered once there are no more.
        """
        answers, asked = iter(ANSWERS), 0
        self._number += 1
        end = f"ended-{self._number}"
        self._tmux("clear-history", "-t", _SESSION)
        self._type("clear")
        time.sleep(0.5)
        self._tmux("clear-history", "-t", _SESSION)
        self._type(f"{line}; echo {end}=$?")
        until = time.monotonic() + _LONGEST_SECONDS
        while time.monotonic() < until:
            time.sleep(0.3)
            written = self._lines("-J")
            if written[-1].rstrip().endswith("] >") and len(written) != asked:
                asked = len(written)
                self._type(next(answers, ""))
                continue
            codes = [one.partition("=")[2] for one in written if one.startswith(f"{end}=")]
            if codes:
                begin = next(number for number, one in enumerate(written) if f"echo {end}=" in one) + 1
                said = [one.rstrip() for one in written[begin:] if not one.startswith((f"{end}=", "$ ", "$"))]
                return codes[0], self._lines(), said
        raise TimeoutError(line)

    def close(self) -> None:
        """End the terminal."""
        self._tmux("kill-session", "-t", _SESSION, check=False)

    def _type(self, text: str) -> None:
        self._tmux("send-keys", "-t", _SESSION, "-l", text)
        self._tmux("send-keys", "-t", _SESSION, "Enter")

    def _lines(self, *options: str) -> list[str]:
        return self._tmux("capture-pane", "-p", "-t", _SESSION, "-S", "-", *options).rstrip("\n").split("\n")

    def _tmux(self, *arguments: str, check: bool = True) -> str:
        line = ["tmux", "-L", _SESSION, "-f", "/dev/null", *arguments]
        return subprocess.run(line, check=check, capture_output=True, text=True, cwd=self._folder).stdout


def walk_of(plan: Path, seconds: int) -> Iterator[str]:
    """Go with a plan from `check` to `replan`, as long as there is an answer to go on with."""
    name, read = plan.stem, salescrew.load(plan)
    result, facts = f"{name}.json", f"{name}.csv"
    first = read.calendar.start
    monday = first + dt.timedelta(days=28 - first.weekday())
    who = shlex.quote(read.managers[0].name)
    away = shlex.quote(f"{read.managers[0].name}:{monday}/{monday + dt.timedelta(days=4)}")
    given = shlex.quote(plan.name)
    yield f"salescrew check {given}"
    yield f"salescrew solve {given} --best --time-limit {seconds} -o {result} -o -"
    yield f"salescrew show {result}"
    yield f"salescrew show {result} --person {who}"
    yield f"salescrew show {result} --week 2"
    yield f"salescrew show {result} --part roster,quotas,funnel,coverage --week 2"
    yield f"salescrew actuals {given} {result} --filled --until {monday - dt.timedelta(days=3)} -o {facts}"
    yield f"salescrew track {given} {result} {facts}"
    yield f"salescrew cover {given} {result} --absent {away}"
    until = f"--as-of {monday} --absent {away} --time-limit {seconds}"
    yield f"salescrew replan {given} {result} {facts} {until} -o {name}-anew.json -o -"
    yield f"salescrew diff {result} {name}-anew.json"
    yield f"salescrew verify {given} {result}"
    yield f"salescrew explain {given} --result {result} --time-limit {seconds}"


def walk_of_newcomer() -> Iterator[str]:
    """Go through what the README shows, and begin a plan."""
    yield "salescrew --help"
    yield "salescrew init --list"
    yield "salescrew init own.yaml --preset b2b-small"
    yield "salescrew init own.yaml --preset b2b-small"
    yield "salescrew check own.yaml"
    yield "salescrew init asked.yaml"
    yield "salescrew check asked.yaml"
    yield "salescrew solve asked.yaml --time-limit 60 -o asked.json -o -"
    for block in blocks(ROOT / "README.md"):
        if block.kind == "console":
            yield from commands(block.body)


def faults(width: int, code: str, written: list[str]) -> list[str]:
    """List what is wrong with what a command wrote."""
    found = [f"wider than {width}: {line}" for line in written if width_of(line) > width]
    if not any(line.strip() for line in written):
        found.append("ended without a word")
    return [*found, *(["a fault of salescrew"] if code == "4" else [])]


def main() -> int:
    """Take the walk, write the screens, and tell what is wrong."""
    parser = argparse.ArgumentParser(description="Walk through the terminal.")
    parser.add_argument("folder", type=Path, help="where the screens go")
    parser.add_argument("plans", type=Path, nargs="*", help="the plans to go with")
    parser.add_argument("--seconds", type=int, default=60, help="the time limit of whatever searches")
    chosen = parser.parse_args()
    wrong = 0
    for width in WIDTHS:
        folder = chosen.folder / str(width)
        folder.mkdir(parents=True)
        shutil.copytree(ROOT / "examples", folder / "examples")
        walks = [("newcomer", walk_of_newcomer())]
        walks += [(plan.stem, walk_of(plan, chosen.seconds)) for plan in chosen.plans]
        terminal = Terminal(width, folder)
        for name, walk in walks:
            for plan in chosen.plans:
                if plan.stem == name:
                    shutil.copy(plan, folder)
            for number, line in enumerate(walk, start=1):
                code, screen, written = terminal.run(line)
                (folder / f"screen-{name}-{number:02}.txt").write_text("\n".join(screen) + "\n", encoding="utf-8")
                found = faults(width, code, written)
                wrong += len(found)
                said = "\n  ".join([f"{width} {name}: {line}: exit {code}", *found])
                sys.stdout.write(f"{said}\n")
                sys.stdout.flush()
        terminal.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
