"""What ends the program before its work is done: it leaves at once and leaves nothing half done behind."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

from salescrew import unfinished
from salescrew.language import say

INTERRUPTED = 130
SAME_WISH_SECONDS = 0.25
"""What starts programs may pass Ctrl-C on to one that has heard it already."""
_WISHES = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_Handler = Callable[[int, FrameType | None], object]


def leave_when_told() -> None:
    """Let Ctrl-C, and who wishes the program to end, end it at once.

    An exception would be lost within what is not Python, or come out as a fault of that. Whoever started the program
    may have wished that it hears nothing of this.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
    for wish in _WISHES:
        if signal.getsignal(wish) is signal.SIG_DFL:
            signal.signal(wish, _leave)


def hear_no_more() -> None:
    """Let Ctrl-C change nothing any more, since all is done."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextlib.contextmanager
def taking_the_best(told: Callable[[], None], *, only_at_solvers: bool = False) -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C end a search for its best so far; once more, it does what it did before.

    Gives what tells whether it came.

    Parameters
    ----------
    told
        Is called when Ctrl-C comes.
    only_at_solvers
        Whether the search can be ended while a solver runs only, and not while a model is written as well.
    """
    import threading
    import time

    from salescrew.solver.engine.threads import ending_the_search

    before = signal.getsignal(signal.SIGINT)
    came: list[float] = []
    is_heard = threading.current_thread() is threading.main_thread() and callable(before)
    with ending_the_search(only_at_solvers=only_at_solvers) as end_the_search:

        def hear(number: int, frame: FrameType | None) -> None:
            if not came:
                came.append(time.monotonic())
                told()
                end_the_search()
            elif time.monotonic() > came[0] + SAME_WISH_SECONDS and callable(before):
                before(number, frame)

        if is_heard:
            signal.signal(signal.SIGINT, hear)
        try:
            yield lambda: bool(came)
        finally:
            if is_heard:
                signal.signal(signal.SIGINT, before)


def _leave(number: int, _frame: FrameType | None) -> None:
    unfinished.end_by(lambda: _end(number))


def _end(number: int) -> None:
    if number == signal.SIGINT:
        with contextlib.suppress(OSError, AttributeError):
            os.write(sys.stderr.fileno(), f"{say('Interrupted.')}\n".encode())
        os._exit(INTERRUPTED)
    # so whoever wished it is told that it was done
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
