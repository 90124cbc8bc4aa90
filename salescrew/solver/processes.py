"""Many tasks that have nothing to do with each other, on all cores."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from typing import TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Done = Callable[[int], None]


def cores() -> int:
    """Give the number of cores that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    work: Callable[[Task], Answer],
    tasks: Sequence[Task],
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    done: Done = lambda _: None,
) -> list[Answer]:
    """Do some work for each task, and give the answers in the order of the tasks.

    Parameters
    ----------
    work
        A function of a module, so that another process finds it.
    jobs
        How many processes work at a time; by default one a core. One works within this process.
    executor
        Does the work instead of processes of its own.
    done
        Is told how many tasks are finished, as they finish.
    """
    jobs = min(jobs or cores(), len(tasks))
    if executor is not None:
        return _gathered(executor, work, tasks, done)
    if jobs <= 1:
        return _one_by_one(work, tasks, done)
    with _pool(jobs) as pool:
        return _gathered(pool, work, tasks, done)


def _one_by_one(work: Callable[[Task], Answer], tasks: Sequence[Task], done: Done) -> list[Answer]:
    answers = []
    for number, task in enumerate(tasks, 1):
        answers.append(work(task))
        done(number)
    return answers


def _gathered(executor: Executor, work: Callable[[Task], Answer], tasks: Sequence[Task], done: Done) -> list[Answer]:
    futures: list[Future[Answer]] = []
    try:
        with _nothing_to_run_again():
            futures += [executor.submit(work, task) for task in tasks]
        for number, _ in enumerate(as_completed(futures), 1):
            done(number)
        return [future.result() for future in futures]
    finally:
        for future in futures:
            future.cancel()


@contextlib.contextmanager
def _pool(jobs: int) -> Iterator[Executor]:
    """Start processes of our own; they are ended at once where something goes wrong, Ctrl-C above all."""
    before = set(multiprocessing.active_children())
    # processes that are forked would inherit solvers at work in other threads
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _leave_ctrl_c_to_the_parent)
    try:
        yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


_RENAMING = threading.Lock()


@contextlib.contextmanager
def _nothing_to_run_again() -> Iterator[None]:
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
