"""Commands that are told to end in the midst of their way: a program, since each runs in a copy of a process.

A moment is so many calls of Python functions away, which is the same one on a slow machine as on a fast one. Each copy
has all modules loaded already, so it takes no longer than the command itself.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import salescrew

PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Run:
    """A command, and the signals that it gets: each in a run of its own, after a part of all its calls."""

    arguments: list[str]
    signals: list[tuple[str, float]]


@dataclass(frozen=True)
class End:
    """How a run ended: in which folder, with what in its temporary one, and which of its processes are left."""

    moment: str
    folder: str
    code: int
    output: str
    complaint: str
    litter: list[str]
    left: list[int]


def _count_and_send(number: int, after: int) -> Callable[[], int]:
    """Count calls from now on, and send a signal when its moment has come."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        if event == "call":
            count += 1
            if count == after:
                os.kill(os.getpid(), number)

    sys.setprofile(profile)
    return lambda: count


def _become(arguments: list[str], folder: Path, number: int, after: int) -> None:
    """Run a command in this process, and end with it."""
    os.setsid()
    for to, name in enumerate(("input", "output", "complaint")):
        handle = os.open(folder / name, os.O_CREAT | os.O_RDWR)
        os.dup2(handle, to)
        os.close(handle)
    os.environ["TMPDIR"] = str(folder / "temporary")
    os.chdir(folder / "work")
    sys.argv = ["salescrew", *arguments]
    from salescrew.cli import start
    from salescrew.cli.frame import group

    finish, counted = group.hear_no_more, _count_and_send(number, after)

    def finished() -> None:
        (folder / "calls").write_text(str(counted()), encoding="ascii")
        finish()

    group.hear_no_more = finished
    start()


def _left(session: int) -> list[int]:
    """List the processes of a session that do not end, where the system tells."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while (found := list(_alive(session))) and time.monotonic() < ends:
        time.sleep(0.02)
    return found


def _alive(session: int) -> Iterator[int]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, _group, of = path.read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                yield int(path.parent.name)


def _ended(arguments: list[str], given: Path, moment: str, number: int = 0, after: int = 0) -> End:
    folder = given.parent / f"{len(list(given.parent.iterdir()))}"
    shutil.copytree(given, folder / "work")
    (folder / "temporary").mkdir()
    process = os.fork()
    if not process:
        _become(arguments, folder, number, after)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    output, complaint = ((folder / name).read_text(encoding="utf-8") for name in ("output", "complaint"))
    left = _left(process)
    litter = [path.name for path in (folder / "temporary").iterdir()]
    return End(moment, str(folder), code, output, complaint, litter, left)


def main() -> None:
    """Read runs from standard input, a line a run, and write how each ended: first as nobody disturbs it."""
    given = Path(sys.argv[1])
    for module in pkgutil.walk_packages(salescrew.__path__, "salescrew."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    gc.freeze()
    for line in sys.stdin:
        run = Run(**json.loads(line))
        undisturbed = _ended(run.arguments, given, "undisturbed")
        calls = int((Path(undisturbed.folder) / "calls").read_text(encoding="ascii"))
        ends = [undisturbed]
        for name, part in run.signals:
            number = getattr(signal, name)
            ends.append(_ended(run.arguments, given, f"{name} after {part:.0%}", number, max(10, int(part * calls))))
        print(json.dumps([asdict(end) for end in ends]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
