"""The questions on a real terminal: what is seen there, and that Ctrl-C leaves nothing behind."""

from __future__ import annotations

import datetime as dt
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import salescrew
from salescrew.cli.questions.answers import coming_quarter

if sys.platform == "win32":
    pytest.skip("Windows has no terminals of this kind", allow_module_level=True)

# whatever runs the tests may have let Ctrl-C be ignored
START = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from salescrew.cli import start; start()"
)
SCREEN = Path(__file__).with_name("screen.txt")
PATIENCE = 60.0
"""Seconds after which nothing more is shown."""
ANSWERS = [
    "2027-01-11, 6 weeks",
    "us",
    "Анна, Ben since 01.02.2027",
    "4 500 USD",
    "12k",
    "fifty",
    "50 calls, 2 meetings",
    "3",
    "3%",
    "25%",
    "14",
    "40",
    "0,3",
    "5",
    "",
    "2",
]


class Terminal:
    """A terminal with `salescrew init` in it."""

    def __init__(self, folder: Path) -> None:
        self.master, slave = os.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, "init", "own.yaml"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            start_new_session=True,
        )
        os.close(slave)
        self.shown, self.read = b"", 0

    @property
    def seen(self) -> str:
        return self.shown.decode(errors="ignore").replace("\r\n", "\n")

    def read_to(self, words: str) -> None:
        """Read what is shown as far as some words, however much of it comes at once."""
        while (found := self.seen.find(words, self.read)) < 0:
            assert select.select([self.master], [], [], PATIENCE)[0], self.seen
            self.shown += os.read(self.master, 4096)
        self.read = found + len(words)

    def answer(self, text: str) -> None:
        self.read_to("] > ")
        os.write(self.master, f"{text}\n".encode())
        self.read_to(f"{text}\n")

    def end(self) -> int:
        code = self.process.wait(60)
        while True:
            try:
                more = os.read(self.master, 4096)
            except OSError:
                more = b""
            if not more:
                return code
            self.shown += more


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path)
    yield opened
    os.close(opened.master)
    opened.process.kill()
    opened.process.wait()


def test_the_screen_is_as_it_was_looked_at(terminal: Terminal, tmp_path: Path) -> None:
    for text in ANSWERS:
        terminal.answer(text)
    assert terminal.end() == 0
    seen = terminal.seen.replace(f"[{coming_quarter(dt.date.today())}]", "[2027-Q1]")
    assert seen == SCREEN.read_text(encoding="utf-8")
    assert max(map(len, terminal.seen.splitlines())) <= 80
    assert {path.name for path in tmp_path.iterdir()} == {"own.yaml", "salescrew.schema.json"}
    plan = salescrew.load(tmp_path / "own.yaml")
    assert [manager.name for manager in plan.managers] == ["Анна", "Ben"]


def test_ctrl_c_ends_it_and_writes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    terminal.answer(ANSWERS[0])
    terminal.read_to("] > ")
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.end() == 130
    assert terminal.seen.endswith("Interrupted.\n")
    assert list(tmp_path.iterdir()) == []
