"""Work in threads of their own, so that Ctrl-C is heard at once, and several things are done at a time.

A solver cannot be stopped: what nobody waits for any more is left to itself.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import ContextVar
from queue import SimpleQueue
from typing import Any, Generic, NoReturn, TypeVar

from salescrew.solver.engine.spared_stdout import SPARED_STDOUT

First = TypeVar("First")
POLL_SECONDS = 0.05
"""How soon it is heard that a search is to end: people take no longer for at once."""

_UNFINISHED: list[threading.Event] = []
_COUNTING = threading.Lock()
_LEFT_TO_ITSELF: ContextVar[threading.Event | None] = ContextVar("left_to_itself", default=None)
"""Whether nobody waits any more for the work of this thread."""
_TO_BE_ENDED = threading.Event()
"""Whether the search of the main thread is to end while a solver runs, now or next."""
_TO_BE_ENDED_ANYWHERE = threading.Event()
"""Whether it is to end while a model is written as well."""


def is_still_running() -> bool:
    """Tell whether a solver that was interrupted is still at work; a program that ends meanwhile must not unload it."""
    return any(not finished.is_set() for finished in _UNFINISHED)


@contextlib.contextmanager
def ending_the_search(*, only_at_solvers: bool) -> Iterator[Callable[[], None]]:
    """Give what ends the search of the main thread where that leaves nothing half done.

    Parameters
    ----------
    only_at_solvers
        Whether it ends where a solver runs or would run next only, and not where a model is written as well.
    """

    def end() -> None:
        _TO_BE_ENDED.set()
        if not only_at_solvers:
            _TO_BE_ENDED_ANYWHERE.set()

    try:
        yield end
    finally:
        _TO_BE_ENDED.clear()
        _TO_BE_ENDED_ANYWHERE.clear()


def end_here_if_told() -> None:
    """Raise KeyboardInterrupt where the search is to end, and may end here."""
    if _TO_BE_ENDED_ANYWHERE.is_set() and _LEFT_TO_ITSELF.get() is None:
        _end_the_search()


def interruptibly(solve: Callable[[], First]) -> First:
    """Let a solver run in another thread, with nothing of what it prints; when Ctrl-C comes it is left to itself.

    What it raises is raised here.
    """
    stop_if_told()
    running = _Running(solve)
    with _COUNTING:
        _UNFINISHED[:] = [*(earlier for earlier in _UNFINISHED if not earlier.is_set()), running.finished]
    with SPARED_STDOUT:
        running.start()
        return running.wait(stop_if_told)


@contextlib.contextmanager
def threads(count: int) -> Iterator[Executor]:
    """Give an executor of so many threads; what they are still at in the end is ended where a solver runs in it."""
    left = threading.Event()
    executor = ThreadPoolExecutor(count, initializer=_LEFT_TO_ITSELF.set, initargs=(left,))
    try:
        yield executor
    finally:
        left.set()
        # what still ran would hold back what is written to standard output from now on
        executor.shutdown(cancel_futures=True)


class _Running(Generic[First]):
    """Work in a thread of its own, with what it gives or raises."""

    def __init__(self, work: Callable[[], First]) -> None:
        self.finished = threading.Event()
        self._work = work
        self._done: list[First] = []
        self._faults: list[BaseException] = []

    def start(self) -> None:
        """Begin; a program that ends does not wait for it."""
        try:
            worker = _IDLE.pop()
        except IndexError:
            worker = _Worker()
        worker.do(self)

    def run(self) -> None:
        """Do it here, and keep what it gives or raises."""
        try:
            self._done.append(self._work())
        except BaseException as fault:
            self._faults.append(fault)

    def wait(self, meanwhile: Callable[[], None] = lambda: None) -> First:
        """Wait for what it gives."""
        # not join: in Python 3.11 a thread that is joined when Ctrl-C comes counts as ended from then on
        while not self.finished.wait(POLL_SECONDS):
            meanwhile()
        if self._faults:
            raise self._faults[0]
        return self._done[0]


class _Worker:
    """A thread that does one piece of work after the other: to begin one for each takes longer than many a solver."""

    def __init__(self) -> None:
        self._given: SimpleQueue[_Running[Any]] = SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def do(self, work: _Running[Any]) -> None:
        """Begin some work."""
        self._given.put(work)

    def _work(self) -> None:
        while True:
            work = self._given.get()
            work.run()
            _IDLE.append(self)  # before anybody hears of the end, and wants the next thread
            work.finished.set()
            del work


_IDLE: list[_Worker] = []
"""Those with nothing to do."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.clear)  # a process that is forked has none of these threads


def stop_if_told() -> None:
    """Raise KeyboardInterrupt where nobody waits any more for the work of this thread, or the search is to end."""
    left = _LEFT_TO_ITSELF.get()
    if left is not None and left.is_set():
        raise KeyboardInterrupt
    if left is None and _TO_BE_ENDED.is_set():
        _end_the_search()


def _end_the_search() -> NoReturn:
    _TO_BE_ENDED.clear()
    _TO_BE_ENDED_ANYWHERE.clear()
    raise KeyboardInterrupt
