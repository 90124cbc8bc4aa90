"""YAML 1.2 as people write it: nothing but `true`, `false`, `null` and numbers is anything else than text."""

from __future__ import annotations

import re

from salescrew.language import looked_up, say, say_as, to_say
from salescrew.models.files.tree import Scalar, Tree, UnreadableError, no_mapping
from salescrew.models.plan.numbers import PlainNumber, could_be_thousands
from salescrew.models.plan.values.said import shown
from salescrew.models.plan.words import any_of

MOST_CHARACTERS = 1_000_000
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE, _FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_SYNTAX = to_say("Check the indentation, quotes and brackets here and in the line before.")


def read_yaml(text: str, mapping: str | None = None) -> Tree:
    """Read a YAML file with a single document.

    Parameters
    ----------
    mapping
        How to write the mapping that it must be; None where it may be anything.

    Raises
    ------
    UnreadableError
        Where it is not YAML, or of a shape that no plan has.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    if len(text) > MOST_CHARACTERS:
        # the reader takes seconds for a million characters
        raise UnreadableError(
            None,
            say(
                "must have at most {most:,} characters as YAML, got {n:,}. Write fewer, or JSON.",
                most=MOST_CHARACTERS,
                n=len(text),
            ),
        )
    reader = _EventReader(mapping)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            reader.take(event)
    except UnreadableError:
        raise
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else reader.line
        raise UnreadableError(line, _syntax(error.problem or "")) from None
    except Exception as error:  # the parser trips over some texts in ways of its own, such as an IndexError
        reason = type(error).__name__
        raise UnreadableError(reader.line, _syntax(say("the reader fails with {error}", error=reason))) from None
    return reader.tree


_REASONS = (
    to_say("could not find expected ':'"),
    to_say("did not find expected <document start>"),
    to_say("expected <block end>"),
    to_say("found a tab character that violate indentation"),
    to_say("found duplicate anchor"),
    to_say("found undefined alias"),
    to_say("found unexpected document separator"),
    to_say("found unexpected end of stream"),
    to_say("found unknown escape character"),
    to_say("mapping keys are not allowed here"),
    to_say("mapping values are not allowed here"),
    to_say("mapping values are not allowed in this context"),
    to_say("sequence entries are not allowed here"),
    to_say("special characters are not allowed"),
    to_say("while scanning a plain scalar"),
)
"""What the reader says most often."""
_TOKENS = (
    to_say("<block end>"),
    to_say("<block mapping start>"),
    to_say("<block sequence start>"),
    to_say("<document start>"),
    to_say("<scalar>"),
    to_say("<stream end>"),
)
"""What it calls parts of a text."""


def _reason(said: str) -> str:
    """Give a reason of the reader, in the language that is spoken where it has it."""
    if found := re.fullmatch("expected (.+), but found (.+)", said):
        return say("expected {this}, but found {that}", this=_tokens(found[1]), that=_tokens(found[2]))
    if found := re.fullmatch("expected (.+), but got (.+)", said):
        return say("expected {this}, but got {that}", this=_tokens(found[1]), that=_tokens(found[2]))
    if found := re.fullmatch("found character (.+) that cannot start any token", said):
        return say("found character {this} that cannot start any token", this=found[1])
    return looked_up(said) if said in _REASONS else said


def _tokens(said: str) -> str:
    """Write what the reader calls parts of a text, of which one may be meant."""
    return any_of(looked_up(part.strip("'")) if part.strip("'") in _TOKENS else part for part in said.split(" or "))


def _syntax(reason: str) -> str:
    if "'\\t'" in reason:
        return say("must be indented with spaces, got a tab. Replace the tabs by spaces.")
    return say(
        "must be well-formed YAML, got a fault here: {reason}. {todo}", reason=_reason(reason), todo=say(_SYNTAX)
    )


class _EventReader:
    """Puts a tree together from what the parser meets."""

    def __init__(self, mapping: str | None) -> None:
        self._mapping = mapping
        self.tree = Tree()
        self.line = 1

    def take(self, event: object) -> None:
        """Add what the parser met."""
        from ruamel.yaml import events

        mark = getattr(event, "start_mark", None)
        self.line = mark.line + 1 if mark else self.line
        self._check_root(event)
        match event:
            case events.ScalarEvent() | events.CollectionStartEvent() if event.tag:
                self.tree.tag(self.line, str(event.tag))
        match event:
            case events.ScalarEvent():
                is_plain = event.style in (None, "")
                value = scalar(event.value) if is_plain else event.value
                self.tree.scalar(self.line, value, event.value, event.anchor)
            case events.MappingStartEvent():
                self.tree.begin(self.line, {}, event.anchor)
            case events.SequenceStartEvent():
                self.tree.begin(self.line, [], event.anchor)
            case events.CollectionEndEvent():
                self.tree.end()
            case events.AliasEvent():
                self.tree.alias(self.line, event.anchor)
            case events.DocumentStartEvent() if self.tree.root is not None:
                todo = say("Remove the line --- and what follows, or keep it in a file of its own.")
                raise UnreadableError(self.line, say("must be a single document, got a second one. {todo}", todo=todo))

    def _check_root(self, event: object) -> None:
        """Refuse what is no mapping before the rest of it is read."""
        from ruamel.yaml import events

        if self._mapping is None:
            return
        match event:
            case events.SequenceStartEvent():
                raise no_mapping(self.line, say_as("got", "a list"), self._mapping)
            case events.ScalarEvent():
                value = scalar(event.value) if event.style in (None, "") else event.value
                raise no_mapping(self.line, shown(value), self._mapping)
            case events.MappingStartEvent():
                self._mapping = None


def scalar(text: str) -> Scalar:
    """Tell what a text without quotes stands for."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return PlainNumber(text) if could_be_thousands(text) else float(text)
    if _NO_NUMBER.fullmatch(text):
        return float(text.replace(".", ""))
    return text
