"""What Ctrl-C does: the program leaves at once while it only loads, later it is told."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130


def leave_when_interrupted() -> None:
    """Let Ctrl-C end the program at once.

    While modules load, an exception would be lost within the binary ones, or come out as a fault of theirs.
    """
    # whoever started the program may have wished that it hears no Ctrl-C
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def raise_when_interrupted() -> None:
    """Let Ctrl-C raise KeyboardInterrupt from now on, since there is something to tidy up or to answer."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextlib.contextmanager
def leaving_when_interrupted() -> Iterator[None]:
    """Let Ctrl-C end the program at once for a while, instead of raising KeyboardInterrupt.

    A solver would take that for the wish to have the best answer so far.
    """
    with _heard_by(_leave):
        yield


@contextlib.contextmanager
def interrupting_solvers() -> Iterator[threading.Event]:
    """Let Ctrl-C end the solver that runs, or else the next one: a second one raises KeyboardInterrupt as usual.

    The event is set once it came.
    """
    from salescrew.solver.threads import between_solvers

    came = threading.Event()
    with between_solvers() as interrupt:

        def hear(number: int, frame: FrameType | None) -> None:
            if came.is_set():
                signal.default_int_handler(number, frame)
            came.set()
            interrupt()

        with _heard_by(hear):
            yield came


@contextlib.contextmanager
def _heard_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Let something else than KeyboardInterrupt follow Ctrl-C for a while; only the main thread hears it."""
    is_heard = threading.current_thread() is threading.main_thread()
    if not is_heard or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    with contextlib.suppress(OSError, AttributeError):
        os.write(sys.stderr.fileno(), b"Interrupted.\n")
    os._exit(INTERRUPTED)
