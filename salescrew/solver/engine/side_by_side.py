"""Many tasks that have nothing to do with each other, on all cores or on any executor."""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from functools import partial
from typing import Protocol, TypeVar

from salescrew.errors import InputError, SalescrewError
from salescrew.language import ENGLISH, say, speaking, spoken
from salescrew.solver.engine.lone_process import Lost, Raised, ended, lone_processes, nothing_to_run_again, told
from salescrew.solver.engine.threads import POLL_SECONDS, stop_if_told, threads

__all__ = ["Lost", "Tasks", "awaited", "begun", "cores", "each", "finished", "in_threads", "is_sooner_in_threads"]
Task = TypeVar("Task")
Task_co = TypeVar("Task_co", covariant=True)
Answer = TypeVar("Answer")
Entry = TypeVar("Entry")
Done = Callable[[int], None]
MOST_UNDER_WAY = 1000
"""So many tasks wait with an executor that is not ours, so that a long list of them takes no memory."""
AT_ONCE = 2
"""So many solvers run in threads of ours: each keeps a core busy, and hardly a machine has fewer than two."""


class Tasks(Protocol[Task_co]):
    """Tasks of a known number; each is taken when its turn comes."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Task_co]: ...


def cores() -> int:
    """Give the number of cores that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def is_sooner_in_threads(*, is_wide: bool) -> bool:
    """Tell whether several plans are sooner solved in threads of this process than by others, by whether they are wide.

    Each process takes half a second of a core to start, and threads keep two cores busy with solvers. What solvers do
    not do, which is much of a wide plan, is done one after the other in threads.
    """
    return cores() <= AT_ONCE and not is_wide


def each(
    work: Callable[[Task], Answer],
    tasks: Sequence[Task],
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    done: Done = lambda _: None,
    known: dict[int, Answer] | None = None,
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
    known
        Is filled with the answers as they come, by the number of their task from 0 on.

    Raises
    ------
    SalescrewError
        Where a task is lost, since what worked on it was ended from outside again and again.
    """
    answers: dict[int, Answer] = {} if known is None else known
    with contextlib.closing(finished(work, tasks, jobs=jobs, executor=executor)) as answered:
        for number, answer in answered:
            if isinstance(answer, Lost):
                raise SalescrewError(
                    say("{why}. Is there too little memory? Fewer processes at a time take less.", why=answer.reason)
                )
            answers[number] = answer
            done(len(answers))
    return [answers[number] for number in range(len(tasks))]


def in_threads(
    works: Sequence[Callable[[], Answer]],
    *,
    done: Done = lambda _: None,
    known: dict[int, Answer] | None = None,
) -> list[Answer]:
    """Do some pieces of work within this process, `AT_ONCE` at a time, and give what they give in their order.

    What fails, or is ended by Ctrl-C, ends all the others.

    Parameters
    ----------
    done
        Is told how many pieces are finished, as they finish.
    known
        Is filled with what they give as they finish, by their number from 0 on.
    """
    with threads(AT_ONCE) as executor:
        return each(lambda work: work(), works, executor=executor, done=done, known=known)


def begun(executor: Executor, work: Callable[[], Answer]) -> Future[Answer]:
    """Begin some work in a thread, which says what it says in the language of the run."""
    return executor.submit(_in_language, spoken(), lambda _: work(), None)


def awaited(future: Future[Answer]) -> Answer:
    """Wait for work that was begun in a thread, and give what it gives."""
    while not future.done():
        # as below: without an end to each wait nobody would hear that the search is to end
        wait([future], timeout=POLL_SECONDS)
        stop_if_told()
    return future.result()


def finished(
    work: Callable[[Task], Answer],
    tasks: Tasks[Task],
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
) -> Generator[tuple[int, Answer | Lost], None, None]:
    """Do some work for each task, and yield the answers as they come, each with the number of its task from 0 on.

    Every task is answered once. A process of ours that is killed is started again, and what it was at is done again,
    up to three times; another executor has rules of its own for that. A task is taken when its turn comes, so that
    there may be very many which are made on demand.

    Close what you get (`contextlib.closing`) where you may not read it to its end: that stops the work at once.

    Parameters
    ----------
    work
        A function of a module, so that another process finds it. An exception of its own ends everything.
    jobs
        How many processes work at a time; by default one a core. One works within this process.
    executor
        Does the work instead of processes of its own.

    Raises
    ------
    InputError
        Where the executor takes no work.
    """
    jobs = min(jobs or cores(), len(tasks))
    if spoken() != ENGLISH:
        work = partial(_in_language, spoken(), work)
    if executor is not None:
        yield from _by_executor(executor, work, tasks)
    elif jobs > 1:
        yield from _by_processes(jobs, work, tasks)
    else:
        for number, task in enumerate(tasks):
            yield number, work(task)


def _in_language(language: str, work: Callable[[Task], Answer], task: Task) -> Answer:
    """Do some work in another process as here: what it says is said in the language of the run."""
    with speaking(language):
        return work(task)


# ---- any executor


def _by_executor(
    executor: Executor, work: Callable[[Task], Answer], tasks: Tasks[Task]
) -> Iterator[tuple[int, Answer | Lost]]:
    done: partial[Answer | Raised] = partial(told, work)
    ended: queue.SimpleQueue[Future[Answer | Raised]] = queue.SimpleQueue()
    waiting = enumerate(tasks)
    numbers: dict[Future[Answer | Raised], int] = {}

    def submit(number: int, task: Task) -> None:
        try:
            with nothing_to_run_again():
                future = executor.submit(done, task)
        except Exception as error:
            raise InputError(
                [say("executor: must take work, got {error}. Start it again.", error=_named(error))]
            ) from error
        numbers[future] = number
        future.add_done_callback(ended.put)

    try:
        for number, task in itertools.islice(waiting, MOST_UNDER_WAY):
            submit(number, task)
        while numbers:
            future = _next_of(ended)
            number = numbers.pop(future)
            answer = _answer_of(future)
            for further, task in itertools.islice(waiting, 1):
                submit(further, task)
            yield number, answer
    finally:
        for future in numbers:
            future.cancel()


def _answer_of(future: Future[Answer | Raised]) -> Answer | Lost:
    try:
        answer = future.result()
    except Exception as error:
        return Lost(say("what worked on it gave it up ({error})", error=_named(error)))
    if isinstance(answer, Raised):
        raise answer.again()
    return answer


def _named(error: BaseException) -> str:
    """Write an error in a line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")


def _next_of(entries: queue.SimpleQueue[Entry]) -> Entry:
    """Wait for an entry."""
    while True:
        # without an end to each wait nobody would hear that the search is to end, and Windows no Ctrl-C
        with contextlib.suppress(queue.Empty):
            return entries.get(timeout=POLL_SECONDS)
        stop_if_told()


# ---- processes of our own


def _by_processes(jobs: int, work: Callable[[Task], Answer], tasks: Tasks[Task]) -> Iterator[tuple[int, Answer | Lost]]:
    waiting = enumerate(tasks)
    with lone_processes(work, jobs) as processes:
        busy = []
        for process, (number, task) in zip(processes, waiting, strict=False):
            process.begin(number, task)
            busy.append(process)
        while busy:
            for process in ended(busy):
                number, answer = process.number, process.answer()
                if answer is None:
                    continue
                busy.remove(process)
                for further, task in itertools.islice(waiting, 1):
                    process.begin(further, task)
                    busy.append(process)
                yield number, answer.value
