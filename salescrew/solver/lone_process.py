"""A process of our own that does one task at a time, and is started again where it is killed."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import shutil
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

from salescrew.solver.parcels import Parcel, forget, packed, unpacked, worked

Task = TypeVar("Task")
Answer = TypeVar("Answer")
TRIES = 3


@dataclass(frozen=True)
class Lost:
    """A task without an answer, since whatever worked on it was ended from outside each time."""

    reason: str


@dataclass(frozen=True)
class Known(Generic[Answer]):
    """An answer that is known, whatever it is."""

    value: Answer


class LoneProcess(Generic[Task, Answer]):
    """A process of our own that does one task at a time, so that it is known which one it died of.

    Parameters
    ----------
    ended
        Is told when a task has ended, in whichever way.
    folder
        For what is too large for a pipe.
    """

    def __init__(
        self, work: Callable[[Task], Answer], ended: queue.SimpleQueue[LoneProcess[Task, Answer]], folder: Path
    ) -> None:
        self._work, self._ended, self._folder = work, ended, folder
        self._pool = _pool(folder)
        self._started: set[BaseProcess] = set()

    def __enter__(self) -> LoneProcess[Task, Answer]:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End the process, in the midst of its work where something goes wrong: Ctrl-C above all."""
        if kind is not None:
            for child in self._started.intersection(multiprocessing.active_children()):
                child.terminate()
        self._pool.shutdown(cancel_futures=True)

    def begin(self, number: int, task: Task) -> None:
        """Begin with another task."""
        self.number, self._tries = number, 0
        self._task = packed(task, self._folder)
        self._try()

    def answer(self) -> Known[Answer | Lost] | None:
        """Give the answer to the task that has ended; None where it has to be done again, which has begun then."""
        try:
            parcel = self._future.result()
        except BrokenProcessPool:
            self._tries += 1
            self._start_again()
            if self._tries < TRIES:
                self._try()
                return None
            forget(self._task)
            return Known(Lost(f"the process that worked on it was killed {TRIES} times"))
        forget(self._task)
        answer = unpacked(parcel)
        forget(parcel)
        return Known(answer)

    def _try(self) -> None:
        try:
            self._future = self._submitted()
        except BrokenProcessPool:  # it was killed while it had nothing to do
            self._start_again()
            self._future = self._submitted()
        self._future.add_done_callback(lambda _: self._ended.put(self))

    def _submitted(self) -> Future[Parcel]:
        before = set(multiprocessing.active_children())
        try:
            with nothing_to_run_again(), _deaf_to_ctrl_c():
                return self._pool.submit(worked, self._work, self._task, self._folder)
        finally:
            self._started |= set(multiprocessing.active_children()) - before

    def _start_again(self) -> None:
        self._pool.shutdown()
        self._pool = _pool(self._folder)
        self._started.clear()


def _pool(folder: Path) -> ProcessPoolExecutor:
    # processes that are forked would inherit solvers at work in other threads
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _live_with_the_parent, (folder,))


def _live_with_the_parent(folder: Path) -> None:
    """Leave Ctrl-C to the parent, and end when it has ended; if it was killed, tidy up for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after_the_parent, args=(folder,), daemon=True).start()


def _end_after_the_parent(folder: Path) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


@contextlib.contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Let a process that is started meanwhile hear no Ctrl-C from its very beginning; here it is heard afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_RENAMING = threading.Lock()


@contextlib.contextmanager
def nothing_to_run_again() -> Iterator[None]:
    """Keep a process that is started meanwhile from running the user's own script once more.

    Python would do so, to find functions in it; a script without a guard against that would solve without end.
    """
    with _RENAMING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
