"""Other values in a YAML file, written into its text: comments, order and layout stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from salescrew.language import say

Step = str | int
Value = float | str | Mapping[str, "Value"]


class NotHereError(ValueError):
    """A place that cannot be written to: it stands behind an anchor, or is of another kind."""


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


class YamlText:
    """A text that is edited; all edits are made at once at the end.

    Parameters
    ----------
    text
        YAML that has been read already.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: Node = YAML(typ="safe", pure=True).compose(text)
        self._edits: list[_Edit] = []

    def result(self) -> str:
        """Give the text with all edits."""
        text = self._text
        # of two that are put into the same place the first one stands first
        for _, edit in sorted(enumerate(self._edits), key=lambda one: (one[1].start, one[0]), reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    def put(self, path: Sequence[Step], key: str, value: Value, after: str | None = None) -> None:
        """Write a value under a key of the mapping at a path.

        Parameters
        ----------
        after
            Where the key is not there yet: the one that it is to follow; default: the last one.

        Raises
        ------
        NotHereError
            Where that cannot be written.
        """
        self._put(self._at(path), key, value, after)

    def _put(self, mapping: Node, key: str, value: Value, after: str | None) -> None:
        pairs = _pairs(mapping)
        name, node = next(((name, node) for name, node in pairs if name.value == key), (None, None))
        if name is None or node is None:
            self._insert(mapping, pairs, key, value, after)
            return
        self._check(mapping, node)
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(value, Mapping) and isinstance(node, MappingNode) and node.value:
            for part, of_part in value.items():
                self._put(node, part, of_part, None)
        elif isinstance(node, ScalarNode) and start == end:
            # nothing stands after the colon, and the reader finds that only where the next thing begins
            colon = self._text.index(":", name.end_mark.index) + 1
            self._edits.append(_Edit(colon, colon, f" {written(value, '')}"))
        elif isinstance(node, ScalarNode) and not isinstance(value, Mapping):
            self._edits.append(_Edit(start, end, written(value, self._text[start:end])))
        elif isinstance(node, MappingNode) and not node.value and isinstance(value, Mapping):
            self._edits.append(_Edit(start, end, written(value, "")))
        else:
            raise NotHereError(say("{key} is of another kind", key=key))

    def _insert(self, mapping: Node, pairs: list[tuple[Node, Node]], key: str, value: Value, after: str | None) -> None:
        named = [pair for pair in pairs if pair[0].value == after] or pairs[-1:]
        entry = f"{key}: {written(value, '')}"
        if not named:
            raise NotHereError(say("{key} has nothing beside it", key=key))
        name, node = named[0]
        self._check(mapping, node)
        if isinstance(mapping, CollectionNode) and mapping.flow_style:
            end = node.end_mark.index
            self._edits.append(_Edit(end, end, f", {entry}"))
            return
        end = self._text.find("\n", _last(node))
        end = len(self._text) if end < 0 else end
        newline = "\r\n" if self._text[end - 1 : end] == "\r" else "\n"
        place = end - len(newline) + 1
        self._edits.append(_Edit(place, place, f"{newline}{' ' * name.start_mark.column}{entry}"))

    def _at(self, path: Sequence[Step]) -> Node:
        node = self._root
        for step in path:
            inside = node
            if isinstance(step, int):
                node = inside.value[step]
            else:
                found = [value for name, value in _pairs(inside) if name.value == step]
                if not found:
                    raise NotHereError(say("{key} stands behind an anchor", key=step))
                node = found[0]
            self._check(inside, node)
        return node

    @staticmethod
    def _check(inside: Node, node: Node) -> None:
        """Refuse what stands elsewhere and is only referred to here: others may refer to it as well."""
        if not inside.start_mark.index <= node.start_mark.index <= inside.end_mark.index or node.anchor:
            raise NotHereError(say("it stands behind an anchor"))


def _pairs(mapping: Node) -> list[tuple[Node, Node]]:
    if not isinstance(mapping, MappingNode):
        raise NotHereError(say("it is no mapping"))
    return list(mapping.value)


def _last(node: Node) -> int:
    """Give a place in the line in which a value ends; a block itself ends only where the next one begins."""
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last(last[1] if isinstance(last, tuple) else last)
    is_block_text = isinstance(node, ScalarNode) and node.style in ("|", ">")
    return int(node.end_mark.index) - is_block_text


def written(value: Value, like: str) -> str:
    """Write a value; a number in the way of the text that it replaces: as a percentage, or with underscores."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(part, '')}" for key, part in value.items()) + "}"
    if isinstance(value, str):
        return value
    if like.strip().strip("\"'").endswith("%"):
        return f"{_shortest(100 * value)}%"
    text = _shortest(value)
    return f"{int(text):_}" if text.isdigit() and ("_" in like or (not like and value >= 10_000)) else text


def _shortest(value: float) -> str:
    text = f"{value:.12g}"
    return f"{value:.15f}".rstrip("0").rstrip(".") if "e" in text else text


def significant(value: float) -> str:
    """Write a number with four digits that matter, or all before the decimal sign."""
    if value == 0:
        return "0"
    text = f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    if "e" in text:
        text = f"{value:.12f}".rstrip("0")
    return text
