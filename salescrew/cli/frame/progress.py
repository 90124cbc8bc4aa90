"""A sign of life on standard error, for a person who waits."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from salescrew.cli.frame.group import complain
from salescrew.cli.frame.screen import screen_of
from salescrew.letters import visible
from salescrew.unfinished import undone

if TYPE_CHECKING:
    from salescrew.models.answers.step import Step

logger = logging.getLogger(__name__)
_PATIENCE_SECONDS = 1.0
_FRAMES = "|/-\\"
_WIDTH = 100
_CLEAR = "\r\x1b[2K"


class Progress:
    """Shows what goes on, from the second second on, where standard error is a terminal and nothing is logged there.

    Call it with a step, or a message, to say what goes on now; each is logged.

    Parameters
    ----------
    interrupted
        What Ctrl-C does.
    """

    def __init__(self, message: str, *, quiet: bool = False, interrupted: str = "Ctrl-C takes the best so far") -> None:
        self._message = message
        self._interrupted = interrupted
        self._started = time.monotonic()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        self._stack = contextlib.ExitStack()
        self._is_shown = False
        logger.info(message)
        if not quiet and sys.stderr.isatty() and not logger.isEnabledFor(logging.INFO):
            self._thread = threading.Thread(target=self._show, daemon=True)

    def __call__(self, step: Step | str, /) -> None:
        """Say what goes on now."""
        message = str(step)
        if message != self._message:
            logger.info(message)
        self._message = message

    def interrupted(self) -> None:
        """Say that Ctrl-C came, where it takes the best so far."""
        self._interrupted = "taking the best so far, Ctrl-C again ends it"

    def say(self, line: str) -> None:
        """Write a line that stays."""
        complain(line, before=_CLEAR if self._thread else "")

    def __enter__(self) -> Self:
        """Begin to wait."""
        if self._thread:
            self._stack.enter_context(undone(self._clear))
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave no trace on the terminal."""
        self._done.set()
        if self._thread:
            self._thread.join()
        self._stack.close()

    def _show(self) -> None:
        if self._done.wait(_PATIENCE_SECONDS):
            return
        frame = 0
        while not self._done.wait(0.1):
            waited = time.monotonic() - self._started
            said = f"{self._message} ({waited:.0f} s; {self._interrupted})"
            line = f"{_FRAMES[frame % len(_FRAMES)]} {visible(said)}"
            self._is_shown = True
            sys.stderr.write(_CLEAR + line[: min(_WIDTH, (screen_of(sys.stderr) or _WIDTH) - 1)])
            sys.stderr.flush()
            frame += 1

    def _clear(self) -> None:
        self._done.set()
        if self._is_shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
