"""The errors that salescrew raises, and the problems that they tell of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from salescrew.language import looked_up, say, to_say
from salescrew.letters import visible

Path = tuple[str | int, ...]
"""The keys and positions that lead to a place in the data."""
_PLAIN_KEY = re.compile(r"[\w-]([\w -]*[\w-])?")


_REASONS = (
    to_say("permission denied"),
    to_say("file exists"),
    to_say("file too large"),
    to_say("input/output error"),
    to_say("is a directory"),
    to_say("too many levels of symbolic links"),
    to_say("file name too long"),
    to_say("no such file or directory"),
    to_say("no space left on device"),
    to_say("not a directory"),
    to_say("operation not permitted"),
    to_say("read-only file system"),
)
"""What systems say most often where a file cannot be read or written."""


def problem_in_words(must: str, got: str, todo: str) -> str:
    """Say what is wrong: what must be, what was got, what to do."""
    return say("must {must}, got {got}. {todo}", must=must, got=got, todo=todo)


def reason(error: OSError) -> str:
    """Say in a few words why something cannot be read or written."""
    said = (error.strerror or type(error).__name__).lower()
    return looked_up(said) if said in _REASONS else said


@dataclass(frozen=True)
class Problem:
    """Something that is wrong with the data.

    Attributes
    ----------
    path
        The keys and positions that lead to it; for a missing key, the key itself.
    sentence
        *must be what, got what. What to do.*
    meant
        For an unknown key: the path of the known one that was most likely meant.
    """

    path: Path
    sentence: str
    meant: Path | None = None

    def __str__(self) -> str:
        """Write the place, where it is not the whole, and the sentence."""
        return f"{written(self.path)}: {self.sentence}" if self.path else self.sentence


def written(path: Path) -> str:
    """Write a path for a message: as it is spelled, without what cannot be seen, and cut to a readable length."""
    text = visible(spelled(path))
    return text if len(text) <= 200 else text[:197] + "..."


def spelled(path: Path) -> str:
    """Spell a path as in `funnels.cold.stages[1].conversion`; names with more than letters and dashes in quotes."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += ("." if text else "") + (step if _PLAIN_KEY.fullmatch(step) else f'"{step}"')
    return text


class SalescrewError(Exception):
    """Anything that salescrew raises on purpose."""


class InputError(SalescrewError):
    """A plan or a result that cannot be used; says everything that is wrong with it.

    Attributes
    ----------
    problems
        One sentence a problem: *where: what must be, got what. What to do.*
    details
        The same problems with their places in the data; empty where the data could not be read at all.
    """

    def __init__(self, problems: Sequence[str], details: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        self.details = tuple(details)
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[str, ...], tuple[Problem, ...]]]:
        return type(self), (self.problems, self.details)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in the midst of work whose parts are worth something by themselves.

    Attributes
    ----------
    known
        The answer with what was known by then, marked as not finished; None where that is nothing.
    """

    def __init__(self, known: object = None) -> None:
        self.known = known
        super().__init__()


class ModelError(SalescrewError):
    """A fault of salescrew itself: an answer that did not survive the checker."""
