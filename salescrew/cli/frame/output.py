"""Where output goes: standard output, a file, a folder; whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from salescrew.cli.frame.places import STDOUT, File, Folder, is_stdout, look_at, target_of
from salescrew.errors import InputError, reason
from salescrew.language import say
from salescrew.letters import KEPT, visible
from salescrew.unfinished import undone


def write_stdout(text: str) -> None:
    """Write to standard output; a reader who has seen enough is no error.

    Raises
    ------
    InputError
        Where it cannot be written, for instance on a full disk.
    """
    if sys.stdout.isatty():
        # whatever the format, and wherever a name in it comes from
        text = visible(text, keep=f"{KEPT}\r\t")
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
        raise InputError(
            [say("{path}: must be writable, got: {reason}.", path=say(STDOUT), reason=reason(error))]
        ) from None


def write(output: str | None, content: str | bytes | Mapping[str, str]) -> None:
    """Write to the file that is named, or texts to a folder; a text without one (`-`: as well) to standard output."""
    if output is None or is_stdout(output):
        assert isinstance(content, str)
        write_stdout(content)
    elif isinstance(content, str | bytes):
        write_file(Path(output), content)
    else:
        write_folder(Path(output), content)


def write_file(path: Path, content: str | bytes, *, replaces: bool = True) -> None:
    """Write a file, whole or not at all; text in UTF-8.

    Parameters
    ----------
    replaces
        Whether a file that is there is replaced.

    Raises
    ------
    FileExistsError
        Where there is one that is not to be replaced.
    InputError
        Where the folder is missing, may not be written to, or the disk is full.
    """
    if isinstance(content, str):
        content = content.encode("utf-8", errors="backslashreplace")
    look_at(File(str(path)), read=())
    if path.exists() and not path.is_file():
        _write_device(path, content)
        return
    target = target_of(path)
    temporary = _beside(target)
    try:
        with undone(lambda: temporary.unlink(missing_ok=True)):
            with temporary.open("xb") as file:
                file.write(content)
            _give_usual_mode(temporary, target)
            if replaces:
                temporary.replace(target)
            else:
                _put_if_new(temporary, target)
    except FileExistsError:
        raise
    except OSError as error:
        raise _unwritable(path, error) from None


def write_new_file(path: Path, content: str | bytes, got: str = "", *, force: bool = False) -> None:
    """Write a file that is not there yet, or with `force` in the place of the one that is there.

    Raises
    ------
    InputError
        Where it is there, also where another command put it there just now.
    """
    try:
        write_file(path, content, replaces=force)
    except FileExistsError:
        raise _exists(path, got) from None


def refuse_existing(path: Path, got: str = "") -> None:
    """Refuse a file that is there already, before anything is worked out."""
    if path.is_file():
        raise _exists(path, got)


def write_folder(path: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder that does not exist yet or is empty, whole or not at all.

    Raises
    ------
    InputError
        Where the folder holds something already, or cannot be written.
    """
    import shutil

    look_at(Folder(str(path)), read=())
    temporary = _beside(target_of(path))
    try:
        with undone(lambda: shutil.rmtree(temporary, ignore_errors=True)):
            temporary.mkdir()
            for name, text in files.items():
                (temporary / name).write_text(text, encoding="utf-8", newline="", errors="backslashreplace")
            if path.exists():
                path.rmdir()
            temporary.rename(path)
    except OSError as error:
        raise _unwritable(path, error) from None


def _beside(target: Path) -> Path:
    """Name a file or folder that is there for a while only, in the same folder; short enough for any system."""
    return target.with_name(f".salescrew-{os.urandom(8).hex()}.tmp")


def _put_if_new(temporary: Path, target: Path) -> None:
    """Put a file into its place unless there is one."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with target.open("xb"):
            pass
        temporary.replace(target)


def _exists(path: Path, got: str) -> InputError:
    got = got or say("one that exists")
    return InputError(
        [say("{path}: must be a new file, got {got}. Choose another name or add --force.", path=path, got=got)]
    )


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        [say("{path}: must be writable, got: {reason}. Choose another place.", path=path, reason=reason(error))]
    )


def _write_device(path: Path, content: bytes) -> None:
    """Write to what is neither file nor folder, such as a named pipe, and cannot be replaced."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _unwritable(path, error) from None


def _give_usual_mode(temporary: Path, path: Path) -> None:
    """Give a new file the mode that any program would, or the mode of the file that it replaces."""
    temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
