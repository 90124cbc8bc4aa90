"""The language in which sentences are said: English, or another that has a catalog in `locale/`.

A sentence stands in the code in English, as a template with names for its values, and is looked up when it is said.
Field names, identifiers and what people wrote themselves are never translated.
"""

from __future__ import annotations

import gettext
import string
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

ENGLISH = "en"
DOMAIN = "salescrew"
LOCALE = Path(__file__).parent / "locale"


def to_say(text: str) -> str:
    """Mark a text for the catalog that is said elsewhere, by its name."""
    return text


def to_say_as(_context: str, text: str) -> str:
    """Mark a text for the catalog that is said elsewhere, in a context."""
    return text


_MARKS = to_say_as("number", "1,234.5")
"""How a number is written, in the context `number`: its translation shows both marks of the language."""


def say(text: str, /, **values: object) -> str:
    """Say a sentence in the language that was chosen.

    Parameters
    ----------
    text
        The sentence in English with names for its values. `{n:person|people}` is the one or the other, as the number
        `n` asks for: as many forms as the language has. `{share:.1f}` writes a number with the marks of the language.
    values
        Numbers, and texts that are ready to be read.
    """
    found = text if _now.catalog is None else _now.catalog.gettext(text)
    return _SENTENCES.vformat(found, (), values) if "{" in found else found


def say_as(context: str, text: str, /, **values: object) -> str:
    """Say a word or sentence whose translation depends on where it stands, such as `heading`."""
    found = text if _now.catalog is None else _now.catalog.pgettext(context, text)
    return _SENTENCES.vformat(found, (), values) if "{" in found else found


def looked_up(text: str) -> str:
    """Give a text that takes no values, such as the help of a command, in the language that was chosen."""
    return text if _now.catalog is None else _now.catalog.gettext(text)


def with_marks(text: str) -> str:
    """Give a number that is written as in `1,234.5` the marks of the language."""
    if _now.catalog is None:
        return text
    marks = _now.catalog.pgettext("number", _MARKS)
    return text.translate({ord(","): marks[1], ord("."): marks[-2]})


def form_of(number: float, forms: Sequence[str]) -> str:
    """Choose the form of a word that a number asks for; a fraction takes the form of two."""
    counted = abs(number)
    whole = int(counted) if counted == int(counted) else 2
    at = int(whole != 1) if _now.catalog is None else _plural(_now.catalog, whole)
    return forms[min(at, len(forms) - 1)]


def speak(language: str) -> None:
    """Choose the language of all that is said from now on.

    Raises
    ------
    LookupError
        There is no catalog of it.
    """
    _now.catalog = None if language == ENGLISH else catalog_of(language)
    _now.name = language


def spoken() -> str:
    """Tell in which language sentences are said, by its code."""
    return _now.name


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in a language for a while."""
    before = replace(_now)
    speak(language)
    try:
        yield
    finally:
        _now.catalog, _now.name = before.catalog, before.name


@cache
def languages() -> tuple[str, ...]:
    """List the codes of the languages that sentences can be said in."""
    return (ENGLISH, *sorted(path.parts[-3] for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")))


class _Sentences(string.Formatter):
    """Fills values into a template."""

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401
        if "|" in format_spec:
            return form_of(value, format_spec.split("|"))
        text = format(value, format_spec)
        return with_marks(text) if format_spec and isinstance(value, int | float) else str(text)

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ANN401
        return kwargs[str(key)] if kwargs else super().get_value(key, args, kwargs)


_SENTENCES = _Sentences()


@dataclass
class _Voice:
    """The language that is spoken, with its catalog."""

    name: str = ENGLISH
    catalog: gettext.GNUTranslations | None = None


_now = _Voice()


@cache
def catalog_of(language: str) -> gettext.GNUTranslations:
    """Read the catalog of a language.

    Raises
    ------
    LookupError
        There is none.
    """
    if language not in languages():
        raise LookupError(f"no catalog of {language!r}")
    with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def _plural(catalog: gettext.GNUTranslations, number: int) -> int:
    return int(catalog.plural(number))  # type: ignore[attr-defined]
