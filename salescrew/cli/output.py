"""Where output goes: standard output, a file, a folder; whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from salescrew.errors import InputError


def write_stdout(text: str) -> None:
    """Write to standard output; a reader who has seen enough is no error.

    Raises
    ------
    InputError
        Where it cannot be written, for instance on a full disk.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        give_up_stdout(error)


def give_up_stdout(error: OSError) -> None:
    """Write nothing more to standard output, which failed; a reader who has seen enough is no error.

    Raises
    ------
    InputError
        Where it failed for another reason.
    """
    # the interpreter flushes what is left into nothing when it ends
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):
        raise InputError([f"standard output: must be writable, got: {reason(error)}."]) from None


def write(output: str | None, content: str | bytes | Mapping[str, str]) -> None:
    """Write to the file that is named, or texts to a folder; a text without one (`-`: as well) to standard output."""
    if output is None or output == "-":
        assert isinstance(content, str)
        write_stdout(content)
    elif isinstance(content, str | bytes):
        write_file(Path(output), content)
    else:
        write_folder(Path(output), content)


def check(*outputs: str | None, folder: str | None = None) -> None:
    """Make sure, before anything is worked out, that it can be written.

    Parameters
    ----------
    outputs
        Files; None and `-` are no files.
    folder
        A folder to be made.

    Raises
    ------
    InputError
        Where something is in the way, or the folder that it is to be in is missing.
    """
    for output in outputs:
        if output is not None and output != "-":
            _check_file(Path(output))
    if folder is not None:
        _check_folder(Path(folder))


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, whole or not at all; text in UTF-8.

    Raises
    ------
    InputError
        Where the folder is missing, may not be written to, or the disk is full.
    """
    if isinstance(content, str):
        content = content.encode("utf-8", errors="backslashreplace")
    _check_file(path)
    if path.exists() and not path.is_file():
        _write_device(path, content)
        return
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".tmp")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        _give_usual_mode(temporary, path)
        temporary.replace(path.resolve() if path.is_symlink() else path)
    except OSError as error:
        raise InputError([f"{path}: must be writable, got: {reason(error)}. Choose another place."]) from None
    finally:
        # after the replacement there is nothing left to remove
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_folder(path: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder that does not exist yet or is empty, whole or not at all.

    Raises
    ------
    InputError
        Where the folder holds something already, or cannot be written.
    """
    _check_folder(path)
    temporary: Path | None = None
    try:
        temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".tmp"))
        for name, text in files.items():
            (temporary / name).write_text(text, encoding="utf-8", newline="", errors="backslashreplace")
        temporary.chmod(0o777 & ~_umask())
        if path.exists():
            path.rmdir()
        temporary.rename(path)
    except OSError as error:
        raise InputError([f"{path}: must be writable, got: {reason(error)}. Choose another place."]) from None
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _write_device(path: Path, content: bytes) -> None:
    """Write to what is neither file nor folder, such as a named pipe, and cannot be replaced."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError([f"{path}: must be writable, got: {reason(error)}. Choose another place."]) from None


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise InputError([f"{path}: must be a file, got a folder. Name a file in it."])
    _check_parent(path)


def _check_folder(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise InputError([f"{path}: must be a folder, got a file. Name a new folder."])
    _check_parent(path)
    try:
        is_empty = not path.exists() or not any(path.iterdir())
    except OSError as error:
        raise InputError([f"{path}: must be writable, got: {reason(error)}. Choose another place."]) from None
    if not is_empty:
        raise InputError([f"{path}: must be new or empty, got a folder with files. Name a new folder."])


def _check_parent(path: Path) -> None:
    if not path.parent.is_dir():
        raise InputError([f"{path}: must be in a folder that exists, got {path.parent}. Create that folder first."])


def _give_usual_mode(temporary: Path, path: Path) -> None:
    """Give a new file the mode that any program would, or the mode of the file that it replaces."""
    temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def reason(error: OSError) -> str:
    """Say in a few words why something cannot be read or written."""
    return (error.strerror or type(error).__name__).lower()
