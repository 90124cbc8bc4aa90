"""What goes to another process and comes back: a small value as it is, a large one by way of a file.

A process that is killed while a large value is halfway through the pipe leaves the other end waiting for the rest for
ever. A small one fits into the pipe as a whole.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_BYTES = 32_768
"""What any system's pipe holds with room to spare."""


@dataclass(frozen=True)
class Parcel:
    """A value on its way: its bytes, or the file that holds them."""

    content: bytes | Path


def packed(value: object, folder: Path) -> Parcel:
    """Pack a value; a large one into a new file in a folder."""
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    if len(content) <= MOST_BYTES:
        return Parcel(content)
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return Parcel(Path(name))


def unpacked(parcel: Parcel) -> Any:  # noqa: ANN401
    """Give the value of a parcel."""
    content = parcel.content
    return pickle.loads(content.read_bytes() if isinstance(content, Path) else content)


def forget(parcel: Parcel) -> None:
    """Remove what a parcel takes on the disk."""
    if isinstance(parcel.content, Path):
        parcel.content.unlink(missing_ok=True)


def worked(work: Callable[[Any], object], task: Parcel, folder: Path) -> Parcel:
    """Do some work for the task in a parcel, and give the answer in another."""
    return packed(work(unpacked(task)), folder)
