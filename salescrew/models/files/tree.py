"""The values of a file with the lines in which they stand, as a reader puts them together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from salescrew.errors import Path, Problem
from salescrew.language import say, say_as
from salescrew.models.plan.draft import DEEPEST
from salescrew.models.plan.values.said import shown

MOST_VALUES = 50_000
MOST_ROOT_KEYS = 5_000
MOST_ANCHORS = 1_000
MERGE = "<<"
_REST_OF_NUMBER = re.compile(r"\d+(\.\d+)?\s?[%kKmM]?", re.ASCII)
Scalar = str | int | float | bool | None


class UnreadableError(Exception):
    """A file that cannot be read to its end."""

    def __init__(self, line: int | None, sentence: str, path: Path = ()) -> None:
        self.line = line
        self.problem = Problem(path, sentence)
        super().__init__(sentence)


def no_mapping(line: int, got: str, example: str) -> UnreadableError:
    """Refuse another kind of file, before all of it is read."""
    return UnreadableError(line, say("must be a mapping, got {got}. Write it as {example}.", got=got, example=example))


def too_deep(line: int) -> UnreadableError:
    """Refuse brackets in brackets without end."""
    return UnreadableError(line, say("must be nested at most {most} deep, got more. Write it flat.", most=DEEPEST))


def too_many(line: int, most: int) -> UnreadableError:
    """Refuse what would take too long to look at; aliases count as what they stand for."""
    return UnreadableError(line, say("must hold at most {most:,} values, got more. Write fewer.", most=most))


def too_many_keys(line: int) -> UnreadableError:
    """Refuse a file that begins with a mapping of something else."""
    sentence = say(
        "must have at most {most:,} keys at its root, got more. Check whether it is the right file.",
        most=MOST_ROOT_KEYS,
    )
    return UnreadableError(line, sentence)


class PlacedProblem(NamedTuple):
    """A problem with its line."""

    line: int
    problem: Problem


class Entry(NamedTuple):
    """The value under a key, with the line of the key."""

    line: int
    node: Node


@dataclass
class Node:
    """A value in a line; `size` and `depth` count what it holds, an alias as what it stands for."""

    line: int
    value: Scalar | list[Node] | dict[str, Entry]
    size: int = 1
    depth: int = 0

    @property
    def parts(self) -> list[Node]:
        """The values that it holds."""
        if isinstance(self.value, dict):
            return [entry.node for entry in self.value.values()]
        return self.value if isinstance(self.value, list) else []


@dataclass
class _Open:
    """A list or a mapping whose end has not come yet."""

    node: Node
    anchor: str | None
    key: str | None = None
    key_line: int = 0
    is_second: bool = False
    merged: list[Node] = field(default_factory=list)


@dataclass
class Tree:
    """The values of a file, put together from its beginning to its end.

    Attributes
    ----------
    problems
        What is wrong with keys and tags.
    unsure
        Where a value is not what its author meant, so that nothing more is to be said about it.
    """

    most_values: int = MOST_VALUES
    root: Node | None = None
    problems: list[PlacedProblem] = field(default_factory=list)
    unsure: set[Path] = field(default_factory=set)
    _values: int = 0
    _open: list[_Open] = field(default_factory=list)
    _anchors: dict[str, Node] = field(default_factory=dict)

    def data(self) -> object:
        """Give mappings, lists and values."""
        return _data(self.root) if self.root else None

    def line_of(self, path: Path) -> int:
        """Give the line of a key or an item; for what is missing, the line of what lacks it."""
        if self.root is None:
            return 1
        node, line = self.root, self.root.line
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                line, node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.line
        return line

    def begin(self, line: int, value: list[Node] | dict[str, Entry], anchor: str | None = None) -> None:
        """Begin a list or a mapping."""
        if self._expects_key():
            raise UnreadableError(
                line, say("must have text for a key, got {this}. Put quotes around it.", this=_kind(value))
            )
        if len(self._open) >= DEEPEST:
            raise too_deep(line)
        self._open.append(_Open(Node(line, value), anchor))

    def end(self) -> None:
        """End the list or the mapping that began last."""
        ended = self._open.pop()
        node = ended.node
        for base in ended.merged:
            self._merge(node, base)
        if isinstance(node.value, dict):
            self._join_at_commas(node.value)
        node.size += sum(part.size for part in node.parts)
        node.depth = 1 + max((part.depth for part in node.parts), default=0)
        if node.size > self.most_values:
            raise too_many(node.line, self.most_values)
        if len(self._open) + node.depth > DEEPEST:
            raise too_deep(node.line)
        self._add(node, ended.anchor)

    def scalar(self, line: int, value: Scalar, text: str, anchor: str | None = None) -> None:
        """Add a key, or a value that is neither list nor mapping; `text` is what stands in the file."""
        if not self._expects_key():
            self._add(Node(line, value), anchor)
            return
        if anchor is not None:
            self._define(anchor, Node(line, value))
        self._begin_entry(line, value, text)

    def alias(self, line: int, anchor: str) -> None:
        """Add what an anchor stands for."""
        if any(still.anchor == anchor for still in self._open):
            got = say("*{name} within &{name}", name=shown(anchor))
            raise UnreadableError(line, say("must not contain itself, got {got}. Write it out.", got=got))
        if anchor not in self._anchors:
            todo = say("Define it before, or put the text in quotes.")
            raise UnreadableError(
                line,
                say("must be an anchor that is defined above, got *{name}. {todo}", name=shown(anchor), todo=todo),
            )
        node = self._anchors[anchor]
        if not self._expects_key():
            self._add(node, None)
        elif isinstance(node.value, list | dict):
            raise UnreadableError(
                line, say("must have text for a key, got {this}. Write a text.", this=_kind(node.value))
            )
        else:
            self._begin_entry(line, node.value, shown(node.value))

    def tag(self, line: int, tag: str) -> None:
        """Complain about a tag on the value that comes next."""
        written = tag.replace("tag:yaml.org,2002:", "!!")
        self._complain(
            line,
            self._path(),
            say("must be a value without a tag, got {tag}. Remove the tag.", tag=shown(written)),
        )

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].node.value, dict) and self._open[-1].key is None

    def _path(self) -> Path:
        steps = (len(at.node.value) if isinstance(at.node.value, list) else at.key for at in self._open)
        return tuple(step for step in steps if step is not None)

    def _join_at_commas(self, entries: dict[str, Entry]) -> None:
        """Complain about a decimal comma within braces, which ends the value there: `{margin: 2,5%}`."""
        at: str | None = None
        rest: dict[str, list[str]] = {}
        for key, (_, node) in list(entries.items()):
            if at is not None and node.value is None and _REST_OF_NUMBER.fullmatch(key):
                rest.setdefault(at, []).append(key)
                del entries[key]
            else:
                is_number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
                at = key if is_number else None
        for key, parts in rest.items():
            line, node = entries[key]
            written = ",".join([shown(node.value), *parts])
            gone = {(*self._path(), part) for part in parts}
            self.problems = [one for one in self.problems if one.problem.path not in gone]
            todo = say(
                'Write it with a point, or in quotes: "{written}". A comma within braces ends the value.',
                written=written,
            )
            self._complain(
                line,
                (*self._path(), key),
                say("must be one value, got {written} without quotes. {todo}", written=written, todo=todo),
            )

    def _complain(self, line: int, path: Path, sentence: str) -> None:
        self.problems.append(PlacedProblem(line, Problem(path, sentence)))
        self.unsure.add(path)

    def _begin_entry(self, line: int, value: Scalar, text: str) -> None:
        mapping = self._open[-1]
        path = (*self._path(), text)
        if not isinstance(value, str):
            todo = (
                say('Put it in quotes: "{this}".', this=shown(text)) if text else say("Write a name before the colon.")
            )
            self._complain(
                line, path, say("must be text as a key, got {text}. {todo}", text=shown(text or None), todo=todo)
            )
        mapping.key, mapping.key_line, mapping.is_second = text, line, False
        assert isinstance(mapping.node.value, dict)
        if text in mapping.node.value:
            first = mapping.node.value[text].line
            sentence = say("must be given once, got it again after line {line}. Remove one of the two.", line=first)
            self.problems.append(PlacedProblem(line, Problem(path, sentence)))
            mapping.is_second = True
        elif len(self._open) == 1 and len(mapping.node.value) >= MOST_ROOT_KEYS:
            raise too_many_keys(line)

    def _add(self, node: Node, anchor: str | None) -> None:
        self._count(node.line, 1)
        if anchor is not None:
            self._define(anchor, node)
        if not self._open:
            self.root = node
            return
        within = self._open[-1]
        if isinstance(within.node.value, list):
            within.node.value.append(node)
            return
        assert isinstance(within.node.value, dict)
        assert within.key is not None
        if within.key == MERGE:
            within.merged += node.value if isinstance(node.value, list) else [node]
        elif not within.is_second:
            within.node.value[within.key] = Entry(within.key_line, node)
        within.key = None

    def _define(self, anchor: str, node: Node) -> None:
        self._anchors[anchor] = node
        if len(self._anchors) > MOST_ANCHORS:
            sentence = say(
                "must define at most {most:,} anchors, got more. Write the values out.",
                most=MOST_ANCHORS,
            )
            raise UnreadableError(node.line, sentence)

    def _merge(self, node: Node, base: Node) -> None:
        """Take over the entries of another mapping that are not given here."""
        if not isinstance(base.value, dict):
            todo = say("Write <<: *anchor.")
            raise UnreadableError(
                base.line,
                say("must be a mapping to take entries from, got {this}. {todo}", this=_kind(base.value), todo=todo),
            )
        assert isinstance(node.value, dict)
        self._count(node.line, len(base.value))
        node.value = node.value | {key: entry for key, entry in base.value.items() if key not in node.value}

    def _count(self, line: int, values: int) -> None:
        """Stop in time before too many values."""
        self._values += values
        if self._values > self.most_values:
            raise too_many(line, self.most_values)


def _kind(value: Scalar | list[Node] | dict[str, Entry]) -> str:
    if isinstance(value, dict):
        return say_as("got", "a mapping")
    return say_as("got", "a list") if isinstance(value, list) else shown(value)


def _data(node: Node) -> object:
    if isinstance(node.value, dict):
        return {key: _data(entry.node) for key, entry in node.value.items()}
    return [_data(item) for item in node.value] if isinstance(node.value, list) else node.value
