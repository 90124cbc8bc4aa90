"""A process of our own that does one task at a time, and is started again where it is killed."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import traceback
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

from salescrew.language import say
from salescrew.solver.engine.threads import POLL_SECONDS, stop_if_told
from salescrew.unfinished import in_one_go, undone

Task = TypeVar("Task")
Answer = TypeVar("Answer")
TRIES = 3
"""So often a task is begun whose process is killed each time: memory that was short may not be the next time."""


@dataclass(frozen=True)
class Lost:
    """A task without an answer, since whatever worked on it was ended from outside each time."""

    reason: str


@dataclass(frozen=True)
class Known(Generic[Answer]):
    """An answer that is known, whatever it is."""

    value: Answer


@dataclass(frozen=True)
class Raised:
    """What the work itself raised, in another process, and where."""

    error: Exception
    trace: str

    def again(self) -> Exception:
        """Give the error to be raised here."""
        self.error.add_note(self.trace)
        return self.error


def told(work: Callable[[Task], Answer], task: Task) -> Answer | Raised:
    """Do some work where an error of its own has to be told to another process."""
    try:
        return work(task)
    except Exception as error:
        return Raised(error, traceback.format_exc())


class LoneProcess(Generic[Task, Answer]):
    """A process of our own that does one task at a time, so that it is known which one it died of.

    It takes no semaphores and no files: nothing stays behind, whatever it or its parent is ended by.
    """

    def __init__(self, work: Callable[[Task], Answer]) -> None:
        self._work = work
        self._prepare()

    @property
    def connection(self) -> Connection:
        """What is ready when a task has ended, in whichever way."""
        return self._connection

    def begin(self, number: int, task: Task) -> None:
        """Begin with another task."""
        self.number, self._task, self._tries = number, task, 0
        self._send()

    def answer(self) -> Known[Answer | Lost] | None:
        """Give the answer to the task that has ended; None where it has to be done again, which has begun then."""
        try:
            answer = self._connection.recv()
        except (EOFError, OSError):
            self._tries += 1
            self._start_again()
            if self._tries < TRIES:
                self._send()
                return None
            return Known(Lost(say("the process that worked on it was killed {n} times", n=TRIES)))
        if isinstance(answer, Raised):
            raise answer.again()
        return Known(answer)

    def start(self) -> None:
        """Start the process."""
        with in_one_go(), nothing_to_run_again(), _deaf_to_ctrl_c():
            self._process.start()
        self._theirs.close()

    def end(self) -> None:
        """End the process, in the midst of its work if need be."""
        if self._process.pid is not None:
            self._process.kill()
            self._process.join()

    def _send(self) -> None:
        try:
            self._connection.send((self._work, self._task))
        except OSError:  # it was killed while it had nothing to do
            self._start_again()
            self._connection.send((self._work, self._task))

    def _prepare(self) -> None:
        # processes that are forked would inherit solvers at work in other threads
        context = multiprocessing.get_context("spawn")
        self._connection, self._theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._theirs,), daemon=True)

    def _start_again(self) -> None:
        self._connection.close()
        self.end()
        self._prepare()
        self.start()


@contextlib.contextmanager
def lone_processes(work: Callable[[Task], Answer], count: int) -> Iterator[list[LoneProcess[Task, Answer]]]:
    """Give so many processes, and end them at the end, in the midst of their work if need be."""
    with contextlib.ExitStack() as stack:
        processes = []
        for _ in range(count):
            process = LoneProcess[Task, Answer](work)
            stack.enter_context(undone(process.end))
            process.start()
            processes.append(process)
        yield processes


def ended(processes: list[LoneProcess[Task, Answer]]) -> list[LoneProcess[Task, Answer]]:
    """Wait until the tasks of some of the processes have ended, and give these."""
    while True:
        # without an end to each wait nobody would hear that the work is to end, and Windows no Ctrl-C
        if ready := wait([process.connection for process in processes], timeout=POLL_SECONDS):
            return [process for process in processes if process.connection in ready]
        stop_if_told()


def _serve(connection: Connection) -> None:
    """Do what is asked for; Ctrl-C is left to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after_the_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):  # the parent wants nothing more
        while True:
            _send_answer(connection, told(*connection.recv()))


def _send_answer(connection: Connection, answer: object) -> None:
    try:
        connection.send(answer)
    except OSError:
        raise
    except Exception as error:  # no answer that another process could read
        connection.send(Raised(error, traceback.format_exc()))


def _end_after_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
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
