"""When Python looks for garbage: not while hundreds of thousands of records are made, none of which is any."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage for a while.

    Each time that the number of objects has grown by a quarter, all of them are looked at: with a large result that
    takes as long as making it. What is counted by references is freed all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
