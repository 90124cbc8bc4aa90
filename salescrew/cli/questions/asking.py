"""Questions on a terminal: each answer is read at once, and asked for again where it cannot be meant."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import click
from pydantic import TypeAdapter, ValidationError

from salescrew.cli.render.lines import folded
from salescrew.errors import InputError
from salescrew.language import say
from salescrew.letters import KEPT, visible
from salescrew.models.plan.values.said import wrong_letters

Known = TypeVar("Known")
_INDENT, _WIDTH = "    ", 78


@dataclass(frozen=True)
class Question:
    """A question.

    Attributes
    ----------
    text
        What is asked.
    example
        How it may be answered.
    default
        What is taken where nothing is answered.
    """

    text: str
    example: str
    default: str


def is_terminal() -> bool:
    """Tell whether somebody is there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def tell(text: str) -> None:
    """Write to standard error: standard output is for the plan."""
    click.echo(visible(text, keep=KEPT), err=True)


def ask(number: int, question: Question, taken: Callable[[str], Known]) -> Known:
    """Ask until an answer can be taken, and give what it was taken for.

    Parameters
    ----------
    taken
        Reads an answer, or raises `InputError` with what is wrong with it.

    Raises
    ------
    InputError
        Where the input ends before there is such an answer.
    """
    tell(f"\n{number:>2}. {question.text}")
    tell(_wrapped(question.example))
    while True:
        click.echo(f"{_INDENT}[{visible(question.default, keep=KEPT[1])}] > ", nl=False, err=True)
        answer = _line()
        try:
            if sentence := wrong_letters(answer):
                raise InputError([sentence])
            return taken(answer or question.default)
        except InputError as error:
            tell(_wrapped("\n".join(error.problems)))


def read_as(kind: TypeAdapter[Known], text: str) -> Known:
    """Read an answer as a plan file reads it.

    Raises
    ------
    InputError
        Where it cannot be meant.
    """
    try:
        return kind.validate_python(text)
    except ValidationError as error:
        raise InputError([one["msg"] for one in error.errors()]) from None


def _line() -> str:
    answer = sys.stdin.readline()
    if not answer:
        raise InputError(
            [say("answers: must be given to all questions, got the end of the input. Nothing was written.")]
        )
    return answer.strip()


def _wrapped(text: str) -> str:
    """Fold lines to the width that every terminal has."""
    return "\n".join(folded(line, _WIDTH, first=_INDENT, others=_INDENT) for line in text.splitlines())
