"""A plan before it is known to be one: data as a file gives it, some of it broken.

Checks across records walk through a draft. What is broken has its problem already, so nothing that hangs on it is
complained about again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Set

from pydantic import BaseModel

from salescrew.errors import Path, Problem, problem_in_words
from salescrew.language import say
from salescrew.letters import visible
from salescrew.models.plan.values.days import day
from salescrew.models.plan.values.quantities import number_in
from salescrew.models.plan.values.said import shown, wrong_letters

DEEPEST = 64


def plain(data: object, path: Path = ()) -> tuple[object, list[Problem]]:
    """Make mappings with text for keys, lists and values out of anything that a caller may pass for a plan.

    Returns
    -------
    tuple
        The data, and the problems of keys and texts that had to be changed for that.
    """
    problems: list[Problem] = []
    return _plain(data, path, problems), problems


def _plain(data: object, path: Path, problems: list[Problem]) -> object:
    if isinstance(data, str):
        return _text(data, path, problems)
    if data is None or isinstance(data, int | float):
        return data
    if isinstance(data, BaseModel):
        data = data.model_dump(by_alias=True)
    mapping = _mapping(data)
    if len(path) > DEEPEST and (mapping is not None or isinstance(data, list | tuple)):
        sentence = say("must be nested at most {most} deep, got more. Write it flat.", most=DEEPEST)
        problems.append(Problem((), sentence))
        return None
    if mapping is not None:
        entries = {}
        for key, value in mapping.items():
            text = _key(key, path, problems)
            entries[text] = _plain(value, (*path, text), problems)
        return entries
    if isinstance(data, list | tuple | Set | Iterator):
        return [_plain(value, (*path, number), problems) for number, value in enumerate(data)]
    return data


def _mapping(data: object) -> Mapping[object, object] | None:
    """Give data if it is a mapping; to ask an abstract class takes long, and plans are mostly of dicts and lists."""
    if isinstance(data, dict):
        return data
    return data if not isinstance(data, list | tuple) and isinstance(data, Mapping) else None


def _key(key: object, path: Path, problems: list[Problem]) -> str:
    if isinstance(key, str):
        return _text(key, (*path, key), problems)
    text = shown(key)
    problems.append(
        Problem((*path, text), say('must be text as a key, got {text}. Put it in quotes: "{text}".', text=text))
    )
    return text


def _text(text: str, path: Path, problems: list[Problem]) -> str:
    """Refuse letters that cannot be seen, in whatever text: it may come to stand in a page, a file or a message."""
    wrong = wrong_letters(text)
    if wrong is None:
        return text
    problems.append(Problem(path, wrong))
    return visible(text)


class Draft:
    """A place in a draft, with what stands there.

    Attributes
    ----------
    path
        The keys and positions that lead here.
    value
        What stands here; None where nothing does.
    is_broken
        Whether this or what it is part of has a problem, so that its value cannot be relied on.
    """

    __slots__ = ("_broken", "is_broken", "path", "value")

    def __init__(self, value: object, broken: frozenset[Path], path: Path = (), *, is_broken: bool = False) -> None:
        self.value = value
        self.path = path
        self.is_broken = is_broken or path in broken
        self._broken = broken

    @classmethod
    def of(cls, data: object, problems: Iterable[Problem]) -> Draft:
        """Make a draft of plain data with the problems known so far."""
        broken = {path for problem in problems for path in (problem.path, problem.meant) if path is not None}
        return cls(data, frozenset(broken))

    def __getitem__(self, key: str) -> Draft:
        """Go to a key of a mapping, whether it is there or not."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return self._part(key, value)

    def __iter__(self) -> Iterator[Draft]:
        """Go through the items of a list, or the values of a mapping."""
        if isinstance(self.value, list):
            for number, value in enumerate(self.value):
                yield self._part(number, value)
        elif isinstance(self.value, dict):
            for key, value in self.value.items():
                yield self._part(key, value)

    def _part(self, step: str | int, value: object) -> Draft:
        return Draft(value, self._broken, (*self.path, step), is_broken=self.is_broken)

    @property
    def key(self) -> str:
        """The key or position under which this stands."""
        return str(self.path[-1])

    @property
    def is_given(self) -> bool:
        """Whether something stands here that can be relied on."""
        return self.value is not None and not self.is_broken

    @property
    def is_absent(self) -> bool:
        """Whether surely nothing stands here, not even something broken or under a mistyped key."""
        return self.value is None and not self.is_broken

    @property
    def is_damaged(self) -> bool:
        """Whether this or something in it has a problem."""
        depth = len(self.path)
        return self.is_broken or any(path[:depth] == self.path for path in self._broken)

    @property
    def keys(self) -> list[str] | None:
        """The keys of a mapping, those of broken entries too; None where there is no mapping to rely on."""
        return list(self.value) if isinstance(self.value, Mapping) and not self.is_broken else None

    @property
    def text(self) -> str | None:
        """The text that stands here."""
        return self.value if isinstance(self.value, str) and not self.is_broken else None

    @property
    def number(self) -> float | None:
        """The number that stands here; a percentage as a share."""
        return number_in(self.value) if self.is_given else None

    @property
    def day(self) -> dt.date | None:
        """The date that stands here."""
        return day(self.value) if self.is_given else None

    def wrong(self, must: str, todo: str, got: object = None) -> Problem:
        """Say what is wrong here; `got` where the value itself does not tell."""
        return Problem(self.path, problem_in_words(must, shown(self.value if got is None else got), todo))
