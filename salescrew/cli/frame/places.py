"""Where a command may write: one rule for all commands, looked at before anything is read or worked out."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

from salescrew.errors import InputError, reason
from salescrew.language import say, to_say

STDOUT = to_say("standard output")
_NAMES_OF_STDOUT = ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
_SLASHES = tuple(slash for slash in (os.sep, os.altsep) if slash)
MOST_NAME_BYTES = 255
"""What systems allow the name of a file."""


class File:
    """A file to be written; None and `-` are standard output.

    Parameters
    ----------
    endings
        What its name may end in, since each ending says what is written; empty where any will do.
    has_ending
        Whether it must have one of these endings.
    """

    def __init__(self, name: str | None, endings: tuple[str, ...] = (), *, has_ending: bool = False) -> None:
        self.name = name
        self.endings = endings
        self.has_ending = has_ending

    @property
    def shown(self) -> str:
        """What to call it."""
        return say(STDOUT) if self.name is None or (is_stdout(self.name) and not self.has_ending) else self.name

    def problem(self) -> str | None:
        """Say what keeps the file from being written; None where nothing does."""
        if is_stdout(self.name) and not self.has_ending:
            return None
        name = str(self.name)
        if name.endswith(_SLASHES):
            return say("must be a file, got a folder. Name a file in it.")
        ending = Path(name).suffix
        if self.endings and (ending or self.has_ending) and ending.lower() not in self.endings:
            return self._of_another_ending(ending)
        try:
            known = _known(name)
        except OSError as error:
            return say("must be writable, got: {reason}. Choose another place.", reason=reason(error))
        if known is not None and stat.S_ISDIR(known.st_mode):
            return say("must be a file, got a folder. Name a file in it.")
        if known is not None and not os.access(name, os.W_OK):
            return say("must be writable, got a file that is protected. Choose another place.")
        is_replaced = known is None or stat.S_ISREG(known.st_mode)
        return _problem_of_parent(name) if is_replaced else None

    def _of_another_ending(self, ending: str) -> str:
        from salescrew.models.plan.words import either_of

        endings = either_of(self.endings)
        if not ending:
            return say("must end in {endings}, got no ending. Choose another name.", endings=endings)
        return say("must end in {endings}, got {ending}. Choose another name.", endings=endings, ending=ending)


class Folder:
    """A folder to be written.

    Parameters
    ----------
    may_hold_files
        Whether it may be there with something in it.
    """

    def __init__(self, name: str, *, may_hold_files: bool = False) -> None:
        self.name = name
        self.may_hold_files = may_hold_files

    @property
    def shown(self) -> str:
        """What to call it."""
        return str(Path(self.name))

    def problem(self) -> str | None:
        """Say what keeps the folder from being written; None where nothing does."""
        try:
            known = _known(self.name)
            if known is None:
                return _problem_of_parent(self.name)
            if not stat.S_ISDIR(known.st_mode):
                return say("must be a folder, got a file. Name a new folder.")
            if not self.may_hold_files and any(Path(self.name).iterdir()):
                return say("must be new or empty, got a folder with files. Name a new folder.")
        except OSError as error:
            return say("must be writable, got: {reason}. Choose another place.", reason=reason(error))
        if self.may_hold_files:
            return None if os.access(self.name, os.W_OK | os.X_OK) else _protected(self.name)
        return _problem_of_parent(self.name)


def look_at(*places: File | Folder, read: Sequence[str | None]) -> None:
    """Make sure that a command can write where it is to, and over nothing that it reads or writes besides.

    Parameters
    ----------
    read
        The files that are read; None is none, and `-` standard input.

    Raises
    ------
    InputError
        Where it cannot.
    """
    taken = {one for name in read if name is not None for one in identities(name, at=0)}
    for place in places:
        own = identities(place.name, at=1)
        if not taken.isdisjoint(own):
            wrong = say("must be a file of its own, got one that is read or written besides. Name another file.")
            raise InputError([f"{place.shown}: {wrong}"])
        if (problem := place.problem()) is not None:
            raise InputError([f"{place.shown}: {problem}"])
        taken |= own


def identities(name: str | None, *, at: int) -> set[object]:
    """Tell a file from any other one, whatever its name: by where it is, and by what it is where it exists.

    Parameters
    ----------
    at
        The number of the stream that no name or `-` stands for: 0 to read, 1 to write.
    """
    is_stream = name is None or name == "-" or (at and is_stdout(name))
    place: set[object] = set() if name is None or is_stream else {os.path.realpath(name)}
    try:
        if name is None or is_stream:
            known = os.fstat(sys.stdout.fileno() if at else sys.stdin.fileno())
        else:
            known = Path(name).stat()
    except (OSError, ValueError):
        return place
    if not stat.S_ISREG(known.st_mode):
        return set()  # devices and pipes take and give what they like
    return place | {(known.st_dev, known.st_ino)} if known.st_ino else place


def is_stdout(name: str | None) -> bool:
    """Tell whether a name stands for standard output, which may go by a number that is not the usual one."""
    return name is None or name == "-" or name in _NAMES_OF_STDOUT


def target_of(name: str | Path) -> Path:
    """Give the file that is written in the end, where a name is a link."""
    return Path(os.path.realpath(name))


def _known(name: str) -> os.stat_result | None:
    """Ask after a file or folder; None where there is none, nor anything else in its way."""
    try:
        return Path(name).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _problem_of_parent(name: str) -> str | None:
    """Say what keeps something from being put into its folder."""
    path = Path(name)
    parent = target_of(name).parent if path.is_symlink() else path.parent
    if not parent.is_dir():
        return say("must be in a folder that exists, got {parent}. Create that folder first.", parent=parent)
    return None if os.access(parent, os.W_OK | os.X_OK) else _protected(parent)


def _protected(folder: str | Path) -> str:
    return say("must be in a folder that may be written to, got {folder}. Choose another place.", folder=folder)
