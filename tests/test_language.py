"""Sentences in other languages: what the code says, each catalog has, with the same values and all its forms."""

import re
import string

import pytest
from babel.messages.catalog import Catalog

from salescrew.language import ENGLISH, form_of, languages, looked_up, say, say_as, speak, speaking, spoken, with_marks
from tests import catalog

OTHERS = [language for language in languages() if language != ENGLISH]
_IN_CLICK = "click/"


@pytest.fixture(params=OTHERS)
def of_language(request: pytest.FixtureRequest) -> Catalog:
    return catalog.catalog(request.param)


_ANY = "any"


def _sentences(of: Catalog, context: str | None = _ANY) -> list[tuple[str, str]]:
    return [
        (message.id, message.string)
        for message in of
        if message.id and isinstance(message.id, str) and context in (_ANY, message.context)
    ]


def _fields(template: str) -> dict[str, set[int]]:
    """Give the values that a sentence takes, each with how many forms it chooses from."""
    found: dict[str, set[int]] = {}
    for _, name, spec, _ in string.Formatter().parse(template):
        if name is not None:
            forms = spec.count("|") + 1 if spec and "|" in spec else 0
            found.setdefault(name, set()).add(forms)
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalog_is_what_the_code_says_and_is_compiled(language: str) -> None:
    as_it_stands, as_it_should = catalog.catalog(language), catalog.updated(language)
    ours = [
        {(m.context, m.id) for m in one if m.id and not all(f.startswith(_IN_CLICK) for f, _ in m.locations)}
        for one in (as_it_stands, as_it_should)
    ]
    assert ours[0] == ours[1], "python -m tests.catalog brings it up to date"
    with speaking(language):
        compiled = {text: looked_up(text) for text, other in _sentences(as_it_stands, None) if other}
    assert compiled == {text: other for text, other in _sentences(as_it_stands, None) if other}


def test_a_translation_takes_the_values_of_its_sentence(of_language: Catalog) -> None:
    wrong = [
        (english, other)
        for english, other in _sentences(of_language)
        if other and not _fields(other).keys() <= _fields(english).keys()
    ]
    assert not wrong


def test_a_translation_has_all_forms_of_its_language(of_language: Catalog) -> None:
    wrong = [
        other
        for english, other in _sentences(of_language)
        if other
        for forms in _fields(other).values()
        if forms - {0, of_language.num_plurals}
    ]
    assert not wrong


def test_english_sentences_have_two_forms() -> None:
    wrong = [text for _, text in catalog.messages() if re.search(r"\{\w+:[^{}]*\|", text) and _forms(text) - {0, 2}]
    assert not wrong


def _forms(text: str) -> set[int]:
    return {forms for of in _fields(text).values() for forms in of}


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, "людей"),
        (1, "человек"),
        (2, "человека"),
        (5, "людей"),
        (11, "людей"),
        (21, "человек"),
        (22, "человека"),
        (25, "людей"),
        (111, "людей"),
        (1.5, "человека"),
        (-1, "человек"),
    ],
)
def test_a_number_chooses_its_form_in_russian(number: float, form: str) -> None:
    with speaking("ru"):
        assert form_of(number, ("человек", "человека", "людей")) == form


def test_a_number_chooses_its_form_in_english() -> None:
    assert [say("{n} {n:day|days}", n=n) for n in (0, 1, 2, 1.5)] == ["0 days", "1 day", "2 days", "1.5 days"]


def test_numbers_have_the_marks_of_the_language() -> None:
    assert with_marks("12,000,000.5") == say("{n:,.1f}", n=12_000_000.5) == "12,000,000.5"
    with speaking("ru"):
        assert (
            with_marks("12,000,000.5")
            == say("{n:,.1f}", n=12_000_000.5)
            == "12\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000,5"
        )


def test_what_has_no_translation_is_said_in_english() -> None:
    with speaking("ru"):
        assert say("Nobody ever says {this}.", this="that") == "Nobody ever says that."
        assert say_as("month", "Nonember") == "Nonember"


def test_a_language_is_spoken_for_a_while() -> None:
    with speaking("ru"):
        assert spoken() == "ru"
    assert spoken() == ENGLISH
    with pytest.raises(LookupError, match="'xx'"):
        speak("xx")
    assert spoken() == ENGLISH
