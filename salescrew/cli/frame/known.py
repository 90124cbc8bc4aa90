"""Work that Ctrl-C ends with what is known by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from salescrew.cli.frame.interruption import taking_the_best
from salescrew.cli.frame.progress import Progress
from salescrew.errors import Interrupted

Answer = TypeVar("Answer")


def until_ctrl_c(work: Callable[[], Answer], progress: Progress) -> tuple[Answer, bool]:
    """Do some work, or as much of it as is done when Ctrl-C comes; tell whether it came.

    Raises
    ------
    KeyboardInterrupt
        Where nothing was known by then.
    """
    with progress, taking_the_best(progress.interrupted):
        try:
            return work(), False
        except Interrupted as ended:
            if ended.known is None:
                raise
            known: Answer = ended.known  # type: ignore[assignment]
            return known, True
