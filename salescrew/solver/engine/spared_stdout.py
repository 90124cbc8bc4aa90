"""Standard output, which belongs to the answer alone."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import tempfile
import threading
from typing import IO


class _SparedStdout:
    """Keeps from stdout what HiGHS prints there on a rare path of its own, past all its options.

    Whatever else is written to stdout meanwhile, by another thread, is passed on afterwards.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = 0
        self._saved = -1
        self._caught: IO[bytes] | None = None

    def __enter__(self) -> None:
        with self._lock:
            self._running += 1
            if self._running == 1:
                with contextlib.suppress(OSError):
                    self._saved = os.dup(1)
                    self._caught = tempfile.TemporaryFile()
                    os.dup2(self._caught.fileno(), 1)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._running -= 1
            if self._running or self._caught is None:
                return
            _flush_c_streams()
            os.dup2(self._saved, 1)
            os.close(self._saved)
            self._caught.seek(0)
            for line in self._caught:
                if not line.startswith(b"HighsMipSolverData"):
                    os.write(1, line)
            self._caught.close()
            self._caught = None


def _flush_c_streams() -> None:
    with contextlib.suppress(OSError, AttributeError):
        (ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)).fflush(None)


SPARED_STDOUT = _SparedStdout()
