"""What is unfinished while a program works, so that nothing of it stays behind where the program is ended."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

_UNDOINGS: list[Callable[[], None]] = []
_WHOLE: list[object] = []
"""What is under way that must not be left halfway."""
_ENDINGS: list[Callable[[], None]] = []


@contextlib.contextmanager
def undone(undo: Callable[[], None]) -> Iterator[None]:
    """Undo something when the block ends, and where the program is ended within it.

    Parameters
    ----------
    undo
        May be called before anything is done that it undoes, and more than once.
    """
    _UNDOINGS.append(undo)
    try:
        yield
    finally:
        undo()
        _UNDOINGS.remove(undo)


@contextlib.contextmanager
def in_one_go() -> Iterator[None]:
    """Let whoever ends the program wait until the block has ended; for what takes milliseconds."""
    piece = object()
    _WHOLE.append(piece)
    try:
        yield
    finally:
        _WHOLE.remove(piece)
        _end_unless_under_way()


def end_by(ending: Callable[[], None]) -> None:
    """Undo all that is unfinished and end the program: now, or as soon as nothing must be done in one go."""
    _ENDINGS.append(ending)
    _end_unless_under_way()


def _end_unless_under_way() -> None:
    if _ENDINGS and not _WHOLE:
        while _UNDOINGS:
            with contextlib.suppress(Exception):
                _UNDOINGS.pop()()
        _ENDINGS[0]()
