"""How wide a page is: as the terminal, as COLUMNS says, or as it is without either."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import pytest

from salescrew.cli.frame.group import complain
from salescrew.cli.frame.screen import LEAST, screen_at, screen_of
from tests.cli import sample


@contextmanager
def terminal(columns: int) -> Iterator[tuple[TextIO, int]]:
    """Open a terminal of this width: what is written to it, and where that can be read."""
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with os.fdopen(writer, "w") as stream:
        yield stream, reader
    os.close(reader)


@pytest.mark.parametrize(("columns", "width"), [(80, 80), (200, 200), (10, LEAST), (0, None)])
def test_page_is_as_wide_as_the_terminal(columns, width):
    with terminal(columns) as (stream, _):
        assert screen_of(stream) == width


@pytest.mark.parametrize(
    ("said", "width"), [("80", 80), ("8", LEAST), ("0", None), ("", None), ("wide", None), ("-3", None)]
)
def test_columns_says_how_wide_also_what_goes_to_a_file_is(monkeypatch, said, width):
    monkeypatch.setenv("COLUMNS", said)
    assert screen_at("page.txt") == screen_at() == width


def test_columns_says_so_of_a_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    with terminal(80) as (stream, _):
        assert screen_of(stream) == 100


def test_what_is_closed_or_no_file_has_no_width(tmp_path):
    with (tmp_path / "page.txt").open("w") as file:
        assert screen_of(file) is None
    assert screen_of(None) is None


def test_a_terminal_gets_messages_broken_at_their_blanks(monkeypatch):
    with terminal(40) as (stream, reader):
        monkeypatch.setattr(sys, "stderr", stream)
        complain("team.yaml:3: must be a number, got nothing at all. Write one.")
        stream.flush()
        shown = os.read(reader, 1000).decode().splitlines()
    assert shown == ["team.yaml:3: must be a number, got", "  nothing at all. Write one."]


def test_messages_for_programs_stay_in_a_line(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    complain("word " * 20)
    assert capsys.readouterr().err == "word " * 20 + "\n"


def test_each_place_gets_its_page(run, folder, monkeypatch):
    (folder / "result.json").write_text(sample.optimal().to_json(), encoding="utf-8")
    monkeypatch.setattr("salescrew.cli.frame.destination.screen_at", lambda name: 40 if name in (None, "-") else None)
    shown = run("show", "result.json", "--plan", "team.yaml", "-o", "-", "-o", "page.txt").stdout
    page = (folder / "page.txt").read_text(encoding="utf-8")
    assert max(map(len, shown.splitlines())) <= 40 < max(map(len, page.splitlines()))


def test_the_program_sees_how_wide_its_terminal_is(folder):
    with terminal(60) as (stream, reader):
        command = [sys.executable, "-m", "salescrew", "check", "team.yaml"]
        environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        with subprocess.Popen(command, cwd=folder, env=environment, stdout=stream, stderr=stream):
            stream.close()
            shown = b"".join(iter(lambda: read_from(reader), b"")).decode().splitlines()
    assert shown[0] == "The plan is well formed."
    assert 50 < max(map(len, shown)) <= 60


def read_from(terminal: int) -> bytes:
    """Read what is shown, nothing after the end of the program."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
