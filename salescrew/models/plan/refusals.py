"""Problems of a plan or a result: where, and one sentence that says what must be, what was got, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from salescrew.errors import InputError, Path, Problem
from salescrew.models.plan import schema
from salescrew.models.plan.tried_keys import answer_to
from salescrew.models.plan.values import nearest, shown
from salescrew.models.plan.weekdays import weekdays_meant

MOST_SHOWN = 100
MOST_LETTERS = 10_000
MOST_FOUND = 300
_LONGEST_SENTENCE = 1000
_KEY_ITSELF = "[key]"
_KINDS = {
    "int": "be a whole number",
    "float": "be a number",
    "finite": "be a finite number",
    "bool": "be true or false",
    "date": "be a date such as 2026-01-12",
    "string": "be text",
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
    count = f"{left:,}" if len(sentences) < MOST_FOUND else f"at least {left:,}"
    return [*kept, f"... and {count} more {'problem' if left == 1 else 'problems'}."]


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
    todo = f"Did you mean {close}?" if close else answer or f"Known here: {', '.join(known)}."
    if lacks_blank:
        todo = "Put a blank after the colon."
    meant = (*path[:-1], close) if close and not _has(data, close) else None
    return Problem(path, f"must be a known key, got {shown(path[-1])}. {todo}", meant)


def _sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Say what must be, what was got and what to do."""
    loc, got = error["loc"], error["input"]
    match error["type"]:
        case "wrong":
            return str(error["ctx"]["sentence"])
        case "missing":
            got = None
            must, todo = "be given", f"Add `{loc[-1]}: {schema.example(model, loc)}`."
        case "model_type" | "dict_type" | "model_attributes_type":
            shape = schema.example(model, loc) if loc else f"`{schema.keys_to_write(model)[0]}: ...` and so on"
            must, todo = "be a mapping", f"Write it as {shape}."
        case "tuple_type":
            days = weekdays_meant(got) if isinstance(got, str) and loc[-1] == "working_days" else []
            one = f"[{', '.join(days) or shown(got)}]" if isinstance(got, str | int | float) else "[one, another]"
            must, todo = "be a list", f"Write it as {schema.given_example(model, loc) or one}."
        case "too_short":
            example = schema.given_example(model, loc)
            todo = f"Write it as {example}." if example else "Write one, or remove the key."
            must = "have at least one entry"
        case "too_long":
            must, got, todo = f"have at most {error['ctx']['max_length']} entries", len(got), "Remove some."
        case kind:
            must, todo = _kind_of_value(kind, error), "Correct it."
    return f"must {must}, got {shown(got)}. {todo}"


def _kind_of_value(kind: str, error: ErrorDetails) -> str:
    """Name the kind of value that a field of a result must have."""
    if kind == "literal_error":
        return f"be {error['ctx']['expected']}"
    message = f"be valid: {error['msg'][:1].lower()}{error['msg'][1:]}"
    return _KINDS.get(kind.partition("_")[0], message)
