"""A folder with the results of many plans, and what is noted down there of each."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from salescrew.cli.frame.output import write_file, write_folder
from salescrew.cli.render import forms
from salescrew.cli.render.presentation import Content
from salescrew.errors import InputError, reason
from salescrew.language import say
from salescrew.models.answers.answered_plan import AnsweredPlan

NOTES = "answers.jsonl"


class ResultFolder:
    """The results of many plans, each written as soon as it is known.

    What is about to be written is noted down first, a line a plan. So whatever bears a result's name without a note
    is no result of ours, and what differs from its note is not what was written.
    """

    def __init__(self, path: Path, form: str) -> None:
        self.path = path
        self._ending = forms.ending_in(form)
        self._notes = _read(path / NOTES)

    def place(self, plan: str) -> Path:
        """Give the file, or for csv the folder, of a plan's result."""
        return self.path / f"{Path(plan).stem}{self._ending}"

    def open(self, plans: Iterable[str], *, resume: bool) -> None:
        """Make the folder ready, before anything is solved.

        Raises
        ------
        InputError
            Where there is something in the way of a result, or the folder cannot be written.
        """
        there = [place for plan in plans if (place := self.place(plan)).exists()]
        if there and not resume:
            sentence = say(
                "must hold no result of these plans yet, got {places}. Add --resume to keep what still answers them, "
                "or "
                "name another folder.",
                places=_listed(there),
            )
            raise self._refused(sentence)
        if foreign := [place for place in there if place.name not in self._notes]:
            sentence = say(
                "must hold nothing else in the place of a result, got {places}. Name another folder.",
                places=_listed(foreign),
            )
            raise self._refused(sentence)
        if self.path.exists() and not self.path.is_dir():
            raise self._refused(say("must be a folder, got a file. Name a new folder."))
        try:
            self.path.mkdir(exist_ok=True)
            self._note("")
        except FileNotFoundError:
            sentence = say(
                "must be in a folder that exists, got {folder}. Create that folder first.", folder=self.path.parent
            )
            raise self._refused(sentence) from None
        except OSError as error:
            raise self._refusal(error) from None

    def kept(self, plan: str, question: str, time_limit: float | None) -> AnsweredPlan | None:
        """Give the note of a plan whose result is there and still answers the question; None where it is not."""
        place = self.place(plan)
        note = self._notes.get(place.name)
        if note is None or note.question_digest != question:
            return None
        if not note.is_settled and note.time_limit != time_limit:
            return None
        return note if _digest_of(place) == note.result_digest else None

    def write(self, answered: AnsweredPlan, content: Content) -> None:
        """Note down an answer and write its result; whole or not at all.

        Raises
        ------
        InputError
            Where that cannot be done.
        """
        place = self.path / answered.result
        try:
            self._note(answered.model_dump_json() + "\n")
            if isinstance(content, dict) and place.exists():
                shutil.rmtree(place)
        except OSError as error:
            raise self._refusal(error) from None
        if isinstance(content, dict):
            write_folder(place, content)
        else:
            write_file(place, content)

    def _note(self, line: str) -> None:
        """Add a line to the notes at one go; what a kill left of the last one stays a line of its own."""
        with (self.path / NOTES).open("ab+") as file:
            file.seek(0, os.SEEK_END)
            if file.tell():
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else "\n" + line
            file.write(line.encode("utf-8"))

    def _refusal(self, error: OSError) -> InputError:
        return self._refused(say("must be writable, got: {why}. Choose another place.", why=reason(error)))

    def _refused(self, sentence: str) -> InputError:
        return InputError([f"{self.path}: {sentence}"])


def digest(content: Content) -> str:
    """Give the SHA-256 of a result as it will be written: of the text, or of all names and texts of a folder."""
    if isinstance(content, dict):
        return _digest_of_files({name: _encoded(text) for name, text in content.items()})
    return _sha256(_encoded(content))


def _digest_of(place: Path) -> str | None:
    """Give the SHA-256 of a result as it is there; None where none can be read."""
    try:
        if place.is_dir():
            return _digest_of_files({file.name: file.read_bytes() for file in place.iterdir()})
        return _sha256(place.read_bytes())
    except OSError:
        return None


def _digest_of_files(files: Mapping[str, bytes]) -> str:
    return _sha256("".join(f"{_sha256(files[name])} {name}\n" for name in sorted(files)).encode("utf-8"))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _encoded(content: str | bytes) -> bytes:
    return content.encode("utf-8", errors="backslashreplace") if isinstance(content, str) else content


def _read(notes: Path) -> dict[str, AnsweredPlan]:
    """Read the latest note on each result; a line that was cut off says nothing."""
    found: dict[str, AnsweredPlan] = {}
    try:
        lines = notes.read_bytes().splitlines()
    except OSError:
        return found
    for line in lines:
        try:
            note = AnsweredPlan.model_validate_json(line)
        except ValidationError:
            continue
        found[note.result] = note
    return found


def _listed(places: list[Path]) -> str:
    names = ", ".join(place.name for place in places[:3])
    return names if len(places) <= 3 else say("{few} and {n} more", few=names, n=len(places) - 3)
