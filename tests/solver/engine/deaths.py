"""Work for other processes, some of which they do not survive; each beginning is noted down in a folder."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NamedTuple


class Task(NamedTuple):
    """A number to be squared, in a folder for notes.

    `deaths` is how often the process at it is killed; with `waits` it waits for somebody else to do that.
    """

    number: int
    folder: Path
    deaths: int = 0
    waits: bool = False
    size: int = 0
    load: bytes = b""


def begun(folder: Path, number: int) -> list[int]:
    """List the processes that began with a number, in any order."""
    return [int(note.name.partition("-")[2]) for note in folder.glob(f"{number}-*")]


def squared(task: Task) -> tuple[int, bytes]:
    (task.folder / f"{task.number}-{os.getpid()}").touch()
    if len(begun(task.folder, task.number)) <= task.deaths:
        if task.waits:
            time.sleep(60)
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    return task.number**2, b"x" * task.size


def refused(number: int) -> int:
    raise ValueError(f"not {number}")
