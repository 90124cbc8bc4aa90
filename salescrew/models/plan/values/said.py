"""How a value of a plan is said in a message, and the one shape that messages have.

Every validator of this room raises *must be what, got what. What to do.*; the place is added by whoever knows it.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence

from pydantic_core import PydanticCustomError

from salescrew.errors import problem_in_words
from salescrew.language import say, say_as
from salescrew.letters import first_unseen, visible
from salescrew.models.plan.numbers import PlainNumber

LARGEST, SMALLEST = 1e15, 1e-9
_WORDS_COMPARED, _LETTERS_COMPARED = 300, 60
_LETTERS_SHOWN, LETTERS_READ = 60, 100


def shown(value: object) -> str:
    """Write a value the way its author would, cut to a readable length."""
    match value:
        case None:
            return say_as("got", "nothing")
        case bool():
            return "true" if value else "false"
        case str():
            # blanks at the end would not be seen otherwise
            text = value[:LETTERS_READ] if value and value == value.strip() else f"'{value[:LETTERS_READ]}'"
        case Mapping():
            return say_as("got", "a mapping") if value else say_as("got", "an empty mapping")
        case Sequence():
            return say_as("got", "a list") if value else say_as("got", "an empty list")
        case PlainNumber():
            text = value.text
        case int() if abs(value) > LARGEST:
            # Python refuses to write thousands of digits
            return say_as("got", "a larger number")
        case float() if math.isfinite(value) and value == int(value) and abs(value) < LARGEST:
            text = str(int(value))
        case _:
            text = str(value)
    text = visible(text)
    return text if len(text) <= _LETTERS_SHOWN else text[: _LETTERS_SHOWN - 3] + "..."


def wrong(must: str, got: object, todo: str) -> PydanticCustomError:
    """Make the error that says: must be what, got what. What to do."""
    return PydanticCustomError("wrong", "{sentence}", {"sentence": problem_in_words(must, shown(got), todo)})


def wrong_letters(text: str) -> str | None:
    """Say what is wrong with a text of any file, where it has letters that cannot be seen."""
    at = first_unseen(text)
    if at is None:
        return None
    # the letter may stand far behind what is shown of the text
    got = shown(text if at < _LETTERS_SHOWN - 3 else f"...{text[at - 20 : at + 20]}")
    if "\ud800" <= text[at] <= "\udfff":
        return say("must be text, got {got} with half a character in it. Remove that.", got=got)
    if text[at] in "\r\n":
        return say("must be text on one line, got {got}. Write it on one line.", got=got)
    return say(
        "must be text that can be seen, got {got} with U+{at:04X} in it. Remove that.", got=got, at=ord(text[at])
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that a mistyped one most likely stands for, if there is one.

    The comparison is slow for long texts and long lists, so these are cut: a hostile file must not take hours.
    """
    folded: dict[str, str] = {}
    for candidate in known:
        if len(folded) == _WORDS_COMPARED:
            break
        if len(candidate) <= _LETTERS_COMPARED:
            folded.setdefault(candidate.casefold(), candidate)
    close = difflib.get_close_matches(word.casefold(), folded, n=1) if len(word) <= _LETTERS_COMPARED else []
    return folded[close[0]] if close else None


def listed(words: Iterable[object]) -> str:
    """Write the first few of some words or values."""
    words = list(words)
    few = ", ".join(shown(word) for word in words[:10])
    return few if len(words) <= 10 else say("{few} and {n} more", few=few, n=len(words) - 10)
