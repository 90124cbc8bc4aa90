"""A sign of life on standard error, for a person who waits, and for who reads a log later."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from salescrew.cli.frame.group import complain
from salescrew.cli.frame.screen import screen_of
from salescrew.language import say, to_say
from salescrew.letters import KEPT, visible
from salescrew.unfinished import undone

if TYPE_CHECKING:
    from salescrew.models.answers.step import Step, Watcher

logger = logging.getLogger(__name__)
_PATIENCE_SECONDS = 1.0
_FIRST_LINE_SECONDS = 10.0
_MOST_SECONDS = 300.0
"""Where there is no terminal: when the first line is written, and how far apart they come to be; each time twice."""
_FRAMES = "|/-\\"
_WIDTH = 100
_CLEAR = "\r\x1b[2K"
ENDS = to_say("Ctrl-C ends it")
TAKES_THE_BEST = to_say("Ctrl-C takes the best so far")
LEAVES_THAT_OUT = to_say("Ctrl-C leaves that out")
TAKES_WHAT_IS_KNOWN = to_say("Ctrl-C shows what is known so far")


def shows_what_is_known(kept_in: Path | None) -> str:
    """Say that Ctrl-C shows what is known, and in which file that is kept, if in any."""
    if kept_in is None:
        return say(TAKES_WHAT_IS_KNOWN)
    return say("Ctrl-C shows what is known so far, {file} keeps it", file=kept_in.name)


class Progress:
    """Shows what goes on, from the second second on; where standard error is no terminal, in a line now and then.

    Where it is logged there, it shows nothing besides.

    Call it with a step, or a message, to say what goes on now; each is logged.

    Parameters
    ----------
    interrupted
        What Ctrl-C does; by default it takes the best so far.
    until_found
        What it does as long as nothing was found.

    Attributes
    ----------
    has_rows
        Whether any row was shown.
    """

    def __init__(self, message: str, *, quiet: bool = False, interrupted: str = "", until_found: str = "") -> None:
        self._message = message
        self._once_found = interrupted or say(TAKES_THE_BEST)
        self._interrupted = until_found or self._once_found
        self._started = time.monotonic()
        self._done = threading.Event()
        self._writing = threading.Lock()
        self._stack = contextlib.ExitStack()
        self._is_shown = False
        self.has_rows = False
        self._rows: list[str] = []
        logger.info(message)
        is_logged = logger.isEnabledFor(logging.INFO)
        self._is_on_terminal = not quiet and not is_logged and sys.stderr.isatty()
        show = self._turn if self._is_on_terminal else self._write_lines
        self._thread = None if quiet or is_logged else threading.Thread(target=show, daemon=True)

    def __call__(self, step: Step | str, /) -> None:
        """Say what goes on now."""
        message = str(step)
        if message != self._message:
            logger.info(message)
        self._message = message
        if not isinstance(step, str) and step.best is not None:
            self.found()

    def row(self, line: str) -> None:
        """Show a row that is known now, above what goes on; where there is no terminal it is only logged."""
        logger.info(line)
        self.has_rows = True
        if self._is_on_terminal:
            self._rows.append(visible(line, keep=KEPT[1]))

    def telling(self, line: Callable[[Any], str]) -> Watcher:
        """Give what hears of steps, and shows their rows, each written as a line."""

        def told(step: Step) -> None:
            self(step)
            if step.row is not None:
                self.row(line(step.row))

        return told

    def found(self) -> None:
        """Say that there is something that Ctrl-C takes."""
        self._interrupted, self._once_found = self._once_found or self._interrupted, ""

    def answered(self) -> None:
        """Say that the answer stands, and that what is looked for now comes besides."""
        self._interrupted, self._once_found = say(LEAVES_THAT_OUT), ""

    def interrupted(self) -> None:
        """Say that Ctrl-C came, where it takes what there is."""
        self._interrupted, self._once_found = say("taking what there is, Ctrl-C again ends it"), ""

    def say(self, line: str) -> None:
        """Write a line that stays."""
        complain(line, before=_CLEAR if self._is_on_terminal else "")

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Leave the terminal to something else for a moment."""
        with self._writing:
            if self._is_shown:
                _write(_CLEAR)
            yield

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

    def _said(self, more: str = "") -> str:
        seconds = time.monotonic() - self._started
        said = say("{doing} ({seconds:.0f} s{more})", doing=self._message, seconds=seconds, more=more)
        return visible(said, keep=KEPT[1])

    def _turn(self) -> None:
        if self._done.wait(_PATIENCE_SECONDS):
            return
        frame = 0
        while not self._done.wait(0.1):
            line = f"{_FRAMES[frame % len(_FRAMES)]} {self._said(f'; {self._interrupted}')}"
            rows, self._rows = self._rows, []
            with self._writing:
                self._is_shown = True
                _write("".join(f"{_CLEAR}{row}\n" for row in rows))
                _write(_CLEAR + line[: min(_WIDTH, (screen_of(sys.stderr) or _WIDTH) - 1)])
            frame += 1

    def _write_lines(self) -> None:
        pause = _FIRST_LINE_SECONDS
        while not self._done.wait(pause):
            complain(self._said())
            pause = min(_MOST_SECONDS, 2 * pause)

    def _clear(self) -> None:
        self._done.set()
        if self._is_shown:
            _write(_CLEAR)


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
