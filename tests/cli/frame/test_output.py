from __future__ import annotations

import os
import stat

import pytest

from salescrew.cli.frame.output import write_file, write_folder, write_stdout
from salescrew.errors import InputError


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


def test_file_is_written(tmp_path):
    umask = os.umask(0o022)
    try:
        write_file(tmp_path / "a.txt", "Zoë\n")
    finally:
        os.umask(umask)
    assert (tmp_path / "a.txt").read_bytes() == "Zoë\n".encode()
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o644
    assert listing(tmp_path) == ["a.txt"]


def test_file_is_replaced_and_keeps_its_mode(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "a.txt").chmod(0o600)
    write_file(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o600


def test_link_is_followed(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    write_file(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_failure_leaves_the_old_file(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("old")

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(InputError) as caught:
        write_file(tmp_path / "a.txt", "new")
    assert caught.value.problems == (
        f"{tmp_path}/a.txt: must be writable, got: no space left on device. Choose another place.",
    )
    assert (tmp_path / "a.txt").read_text() == "old"
    assert listing(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("write", [lambda path: write_file(path, "x"), lambda path: write_folder(path, {"x": "x"})])
def test_missing_folder_is_named(tmp_path, write):
    with pytest.raises(InputError) as caught:
        write(tmp_path / "none" / "a")
    assert caught.value.problems == (
        f"{tmp_path}/none/a: must be in a folder that exists, got {tmp_path}/none. Create that folder first.",
    )


def test_file_cannot_be_a_folder(tmp_path):
    with pytest.raises(InputError) as caught:
        write_file(tmp_path, "x")
    assert caught.value.problems == (f"{tmp_path}: must be a file, got a folder. Name a file in it.",)


def test_folder_is_written_whole(tmp_path):
    write_folder(tmp_path / "tables", {"a.csv": "1\r\n", "b.csv": "2"})
    assert listing(tmp_path) == ["tables"]
    assert listing(tmp_path / "tables") == ["a.csv", "b.csv"]
    assert (tmp_path / "tables" / "a.csv").read_bytes() == b"1\r\n"


def test_empty_folder_is_taken(tmp_path):
    (tmp_path / "tables").mkdir()
    write_folder(tmp_path / "tables", {"a.csv": "1"})
    assert listing(tmp_path / "tables") == ["a.csv"]


def test_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.txt").write_text("mine")
    with pytest.raises(InputError) as caught:
        write_folder(tmp_path / "tables", {"a.csv": "1"})
    assert caught.value.problems == (
        f"{tmp_path}/tables: must be new or empty, got a folder with files. Name a new folder.",
    )
    assert listing(tmp_path / "tables") == ["mine.txt"]


def test_folder_cannot_be_a_file(tmp_path):
    (tmp_path / "tables").write_text("x")
    with pytest.raises(InputError) as caught:
        write_folder(tmp_path / "tables", {"a.csv": "1"})
    assert caught.value.problems == (f"{tmp_path}/tables: must be a folder, got a file. Name a new folder.",)


def test_half_a_folder_is_not_left(tmp_path):
    with pytest.raises(InputError, match="must be writable"):
        write_folder(tmp_path / "tables", {"a.csv": "1", "no/such/folder.csv": "2"})
    assert listing(tmp_path) == []


class FullDisk:
    """Standard output on a disk that is full."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def write(self, _text):
        raise OSError(28, "No space left on device")

    def fileno(self):
        return self.descriptor

    def isatty(self):
        return False


def test_full_disk_under_standard_output_gets_a_sentence(tmp_path, monkeypatch):
    with (tmp_path / "out").open("w") as file:
        monkeypatch.setattr("sys.stdout", FullDisk(file.fileno()))
        with pytest.raises(InputError) as caught:
            write_stdout("text")
    assert caught.value.problems == ("standard output: must be writable, got: no space left on device.",)
