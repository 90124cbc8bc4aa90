"""Threads of solvers: one does one piece of work after the other, and what nobody waits for keeps its own."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from salescrew.solver.engine.threads import ending_the_search, interruptibly, is_still_running


def test_one_thread_does_one_piece_of_work_after_the_other() -> None:
    used = {interruptibly(threading.get_ident) for _ in range(5)}
    assert len(used) == 1
    assert threading.get_ident() not in used


def test_faults_come_out_and_the_thread_goes_on() -> None:
    def fail() -> int:
        raise ValueError("a fault")

    used = interruptibly(threading.get_ident)
    with pytest.raises(ValueError, match="a fault"):
        interruptibly(fail)
    assert interruptibly(threading.get_ident) == used


def test_what_is_left_to_itself_keeps_its_thread_until_it_ends() -> None:
    begun, left, used = threading.Event(), threading.Event(), list[int]()

    def work() -> None:
        used.append(threading.get_ident())
        begun.set()
        left.wait()

    with ending_the_search(only_at_solvers=True) as end:
        threading.Thread(target=lambda: (begun.wait(), end())).start()
        with pytest.raises(KeyboardInterrupt):
            interruptibly(work)
    assert is_still_running()
    assert interruptibly(threading.get_ident) != used[0]
    left.set()
    while is_still_running():
        time.sleep(0.001)
    assert interruptibly(threading.get_ident) == used[0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Python, which advises against it
def test_a_process_that_is_forked_has_threads_of_its_own() -> None:
    interruptibly(threading.get_ident)
    child = os.fork()
    if not child:
        signal.alarm(20)  # rather than to wait for a thread that is not there
        os._exit(interruptibly(lambda: 7))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
