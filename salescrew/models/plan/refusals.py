"""Problems of a plan or a result: where, and one sentence that says what must be, what was got, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from salescrew.errors import InputError, Path, Problem, problem_in_words
from salescrew.language import say, to_say
from salescrew.models.plan import schema
from salescrew.models.plan.tried_keys import answer_to
from salescrew.models.plan.values.said import nearest, shown
from salescrew.models.plan.weekdays import weekdays_meant

MOST_SHOWN = 100
MOST_LETTERS = 10_000
MOST_FOUND = 300
_LONGEST_SENTENCE = 1000
_KEY_ITSELF = "[key]"
_KINDS = {
    "int": to_say("be a whole number"),
    "float": to_say("be a number"),
    "finite": to_say("be a finite number"),
    "bool": to_say("be true or false"),
    "date": to_say("be a date such as 2026-01-12"),
    "string": to_say("be text"),
}


def input_error(problems: Iterable[Problem], data: object) -> InputError:
    """Make the error that says all of these, in the order of the data and each once."""
    places = _Places(data)
    details = sorted(dict.fromkeys(problems), key=lambda problem: places.of(problem.path))
    return InputError(shortened([str(problem) for problem in details]), details)


def refused(sentences: Sequence[str], where: str = "") -> InputError:
    """Make the error that says what is wrong with something that has no place in a file, such as an argument."""
    said = [f"{where}: {sentence}" if where else sentence for sentence in sentences]
    return InputError(said, [Problem((), sentence) for sentence in sentences])


def shortened(sentences: Sequence[str]) -> list[str]:
    """Keep as many sentences as anyone would read, and say how many more there are."""
    kept: list[str] = []
    letters = 0
    for sentence in sentences[:MOST_SHOWN]:
        cut = sentence if len(sentence) <= _LONGEST_SENTENCE else f"{sentence[: _LONGEST_SENTENCE - 3]}..."
        letters += len(cut)
        if letters > MOST_LETTERS:
            break
        kept.append(cut)
    left = len(sentences) - len(kept)
    if not left:
        return kept
    # nobody has looked for more than `MOST_FOUND`
    if len(sentences) < MOST_FOUND:
        return [*kept, say("... and {n:,} more {n:problem|problems}.", n=left)]
    return [*kept, say("... and at least {n:,} more {n:problem|problems}.", n=left)]


class _Places:
    """What sorts paths in the order of the data; what is missing stands at the start of where it belongs."""

    def __init__(self, data: object) -> None:
        self._data = data
        self._orders: dict[int, dict[str, int]] = {}

    def of(self, path: Path) -> tuple[int, ...]:
        """Give the places of the steps of a path."""
        data, places = self._data, list[int]()
        for step in path:
            if not _has(data, step):
                return (*places, -1)
            places.append(step if isinstance(step, int) else self._order(_mapping(data))[step])
            data = _part(data, step)
        return tuple(places)

    def _order(self, mapping: dict[str, object]) -> dict[str, int]:
        """Give the numbers of a mapping's keys, counted once for all that is wrong with it."""
        if id(mapping) not in self._orders:
            self._orders[id(mapping)] = {key: number for number, key in enumerate(mapping)}
        return self._orders[id(mapping)]


def _has(data: object, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(data, list) and step < len(data)
    return isinstance(data, dict) and step in data


def _part(data: object, step: str | int) -> object:
    if isinstance(step, int):
        return data[step] if isinstance(data, list) else None
    return _mapping(data).get(step)


def _mapping(data: object) -> dict[str, object]:
    return data if isinstance(data, dict) else {}


def problems_of(error: ValidationError, model: type[BaseModel], data: object) -> list[Problem]:
    """Say in our own words what pydantic found, at most `MOST_FOUND` of it.

    Parameters
    ----------
    error
        What the validation of `data` as a `model` raised.
    data
        Mappings, lists and values as `plain` makes them.
    """
    errors = error.errors(include_url=False)[:MOST_FOUND]
    # a list whose items are all wrong is called too short as well
    errors = [details for details in errors if not (details["type"] == "too_short" and details["input"])]
    found = [_problem(details, model, data) for details in errors]
    # a key that is there under a mistyped name is not missing as well
    meant = {problem.meant for problem in found}
    return [problem for problem in found if problem.path not in meant]


def _problem(error: ErrorDetails, model: type[BaseModel], data: object) -> Problem:
    path = _path_in(data, error["loc"], missing=error["type"] == "missing")
    if error["type"] == "extra_forbidden":
        return _unknown_key(path, schema.record_at(model, error["loc"][:-1]), data)
    return Problem(path, _sentence(error, model))


def _path_in(data: object, loc: Path, *, missing: bool) -> Path:
    """Drop from a location what is no key of the data: the marks that pydantic leaves and names of gathered fields."""
    path: list[str | int] = []
    for step in loc[:-1] if missing or (loc and loc[-1] == _KEY_ITSELF) else loc:
        if _has(data, step):
            data = _part(data, step)
            path.append(step)
    return (*path, loc[-1]) if missing else tuple(path)


def _unknown_key(path: Path, record: type[BaseModel] | None, data: object) -> Problem:
    for step in path[:-1]:
        data = _part(data, step)
    known = schema.keys_to_write(record) if record else []
    before, colon, _ = str(path[-1]).partition(":")
    # YAML takes `conversion:5%` for a key without a value
    lacks_blank = bool(colon) and before in known
    close = before if lacks_blank else nearest(str(path[-1]), known)
    answer = answer_to(str(path[-1]), record) if record else None
    if answer is not None:
        close = answer if answer in known else None
    todo = (
        say("Did you mean {name}?", name=close)
        if close
        else answer or say("Known here: {names}.", names=", ".join(known))
    )
    if lacks_blank:
        todo = say("Put a blank after the colon.")
    meant = (*path[:-1], close) if close and not _has(data, close) else None
    return Problem(path, problem_in_words(say("be a known key"), shown(path[-1]), todo), meant)


def _sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Say what must be, what was got and what to do."""
    loc, got = error["loc"], error["input"]
    match error["type"]:
        case "wrong":
            return str(error["ctx"]["sentence"])
        case "missing":
            got = None
            must, todo = (
                say("be given"),
                say("Add `{key}: {example}`.", key=loc[-1], example=schema.example(model, loc)),
            )
        case "model_type" | "dict_type" | "model_attributes_type":
            shape = (
                schema.example(model, loc) if loc else say("`{key}: ...` and so on", key=schema.keys_to_write(model)[0])
            )
            must, todo = say("be a mapping"), say("Write it as {example}.", example=shape)
        case "tuple_type":
            days = weekdays_meant(got) if isinstance(got, str) and loc[-1] == "working_days" else []
            one = f"[{', '.join(days) or shown(got)}]" if isinstance(got, str | int | float) else say("[one, another]")
            must, todo = (
                say("be a list"),
                say("Write it as {example}.", example=schema.given_example(model, loc) or one),
            )
        case "too_short":
            example = schema.given_example(model, loc)
            todo = say("Write it as {example}.", example=example) if example else say("Write one, or remove the key.")
            must = say("have at least one entry")
        case "too_long":
            must, got, todo = (
                say("have at most {n} {n:entry|entries}", n=error["ctx"]["max_length"]),
                len(got),
                say("Remove some."),
            )
        case kind:
            must, todo = _kind_of_value(kind, error), say("Correct it.")
    return problem_in_words(must, shown(got), todo)


def _kind_of_value(kind: str, error: ErrorDetails) -> str:
    """Name the kind of value that a field of a result must have."""
    if kind == "literal_error":
        *most, last = re.split(", | or ", error["ctx"]["expected"])
        return say("be {words} or {last}", words=", ".join(most), last=last) if most else say("be {this}", this=last)
    found = _KINDS.get(kind.partition("_")[0])
    return say(found) if found else say("be valid: {why}", why=f"{error['msg'][:1].lower()}{error['msg'][1:]}")
