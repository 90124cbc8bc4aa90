"""What a script may give a function: a plan and not the name of its file, a result, a number of seconds."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import get_args

from salescrew.errors import InputError, problem_in_words
from salescrew.language import say
from salescrew.models.plan.values.said import shown

_READ_WITH = {"Plan": "load", "Result": "load_result", "Actuals": "load_actuals"}


def refuse_wrong_arguments(time_limit: object = None, **given: tuple[object, type | UnionType]) -> None:
    """Refuse what is of another kind, such as the name of a file, and what is no number of seconds.

    Parameters
    ----------
    given
        By the name of the argument what was given, and what it must be.

    Raises
    ------
    InputError
        With all that is wrong.
    """
    problems = [_sentence(name, value, kind) for name, (value, kind) in given.items() if not isinstance(value, kind)]
    if time_limit is not None and not _is_time(time_limit):
        must = say("be a number of seconds, 0 or more")
        problems.append(f"time_limit: {problem_in_words(must, shown(time_limit), say('Correct it.'))}")
    if problems:
        raise InputError(problems)


def _sentence(name: str, value: object, kind: type | UnionType) -> str:
    wanted = kind if isinstance(kind, type) else next(one for one in get_args(kind) if one is not NoneType)
    article = "an" if wanted.__name__[0] in "AEIO" else "a"
    reader = _READ_WITH.get(wanted.__name__)
    todo = say("Read it first, with {reader}.", reader=f"salescrew.{reader}") if reader else say("Correct it.")
    must = say("be {article} {kind}", article=article, kind=wanted.__name__)
    return f"{name}: {problem_in_words(must, shown(value), todo)}"


def _is_time(seconds: object) -> bool:
    return isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds >= 0
