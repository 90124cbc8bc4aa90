"""What Ctrl-C does: the program leaves at once while it only loads, later it is told."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
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


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    with contextlib.suppress(OSError, AttributeError):
        os.write(sys.stderr.fileno(), b"Interrupted.\n")
    os._exit(INTERRUPTED)
