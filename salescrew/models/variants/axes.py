"""The axes of a sweep: parts of a plan by path, and the values that each is given in turn.

Values are written as in a plan, as a list (`3%,5%,8%`), or as ranges with both ends (`10M..20M:2M`). Ranges are counted
in decimals, so that 6 % is 6 % and not 6.000000000000001 %.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import JsonValue

from salescrew.errors import InputError
from salescrew.language import say, to_say
from salescrew.letters import visible
from salescrew.models.answers.sweep import Axis
from salescrew.models.department.ties import is_counted_over_horizon
from salescrew.models.files.tree import UnreadableError
from salescrew.models.files.yaml_text import read_yaml, scalar
from salescrew.models.plan.draft import plain
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.values.said import LARGEST, shown
from salescrew.models.plan.written.paths import value_at

MOST_CELLS = 100_000
Vary = Mapping[str, str | Sequence[object]]
_AMOUNT = r"[+-]?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d{1,2})?\s*[kKM%]?"
_NUMBER = re.compile(_AMOUNT, re.ASCII)
_RANGE = re.compile(rf"\s*({_AMOUNT})\s*\.\.\s*({_AMOUNT})\s*(?::\s*({_AMOUNT})\s*)?", re.ASCII)
_MEANT_AS_RANGE = re.compile(r"\d\s*[kKM%]?\s*\.\.|\.\.\s*[+-]?\d", re.ASCII)
_UNITS = {"%": Decimal("0.01"), "k": Decimal(1000), "K": Decimal(1000), "M": Decimal(1_000_000)}
_LABEL_LETTERS = 40
_EXAMPLE = "target.revenue=10M..20M:2M"


def axis_in(text: str) -> tuple[str, str]:
    """Split `PATH=VALUES`, where names in quotes may hold what they like.

    Raises
    ------
    InputError
        Where a path or values are missing.
    """
    match = re.fullmatch(r'((?:"[^"]*"|[^"=])*)=(.*)', text, re.DOTALL)
    if match is None or not match[1].strip() or not match[2].strip():
        raise InputError(
            [
                say(
                    "--vary: must be a path and its values, got {got}. Write it as {example}.",
                    got=shown(text),
                    example=_EXAMPLE,
                )
            ]
        )
    return match[1].strip(), match[2].strip()


def axes_of(plan: Plan, vary: Vary) -> tuple[Axis, ...]:
    """Read what is to be varied, each by its path in the plan.

    Raises
    ------
    InputError
        Where the plan has no such place, values cannot be read, or there are more than `MOST_CELLS` combinations.
    """
    problems: list[str] = []
    axes: list[Axis] = []
    for path, values in vary.items():
        try:
            value_at(plan, path)
            axes.append(_axis(path, values))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    if not axes:
        raise InputError(
            [
                say(
                    "--vary: must name at least one part of the plan, got none. Write it as {example}.",
                    example=_EXAMPLE,
                )
            ]
        )
    cells = math.prod(len(axis.values) for axis in axes)
    if cells > MOST_CELLS:
        raise InputError(
            [
                say(
                    "--vary: must make at most {most:,} cells, got {n:,}. Take larger steps, or vary less at once.",
                    most=MOST_CELLS,
                    n=cells,
                )
            ]
        )
    return tuple(axes)


def counts_whole_cost(plan: Plan, axes: Sequence[Axis]) -> bool:
    """Tell whether a plan, or what is varied of it, says something that is counted over the horizon."""
    return is_counted_over_horizon(plan) or any(map(_says_whole_cost, axes))


def _says_whole_cost(axis: Axis) -> bool:
    chooses = axis.path.endswith(".from") and any(isinstance(value, list) for value in axis.values)
    return chooses or axis.path.startswith(("limits.cost", "objective")) or axis.path.endswith(".hiring_cost")


def _axis(path: str, values: str | Sequence[object]) -> Axis:
    """Read the values of one path: a text as on the command line, or one value after the other."""
    items: Sequence[object] = _listed(path, values) if isinstance(values, str) else list(values)
    read: list[tuple[JsonValue, str]] = []
    for item in items:
        if isinstance(item, str) and (match := _RANGE.fullmatch(item)):
            read += _range(path, item, match, MOST_CELLS - len(read))
        else:
            read.append(_value(path, item))
    if not read:
        raise InputError(
            [
                say(
                    "{path}: must have at least one value, got none. Write some, such as {example}.",
                    path=path,
                    example=_EXAMPLE,
                )
            ]
        )
    labels = tuple(label for _, label in read)
    if len(set(labels)) < len(labels):
        twin = Counter(labels).most_common(1)[0][0]
        raise InputError(
            [say("{path}: must have each value once, got {got} twice. Remove one of them.", path=path, got=twin)]
        )
    return Axis(path=path, values=tuple(value for value, _ in read), labels=labels)


def _listed(path: str, text: str) -> list[object]:
    """Read values that are separated by commas, each as in a plan file."""
    if (match := _RANGE.fullmatch(text)) is not None:
        return [match[0]]
    try:
        tree = read_yaml(f"[{text}]")
    except UnreadableError:
        tree = None
    data = None if tree is None or tree.problems else tree.data()
    if not isinstance(data, list):
        raise InputError(
            [
                say(
                    "{path}: must have values as in a plan file, got {got}. Write a range such as 3%..8%:1%, or a list "
                    "such as 3%,5%,8%.",
                    path=path,
                    got=shown(text),
                )
            ]
        )
    return data


def _value(path: str, item: object) -> tuple[JsonValue, str]:
    """Read a single value, with its label."""
    if isinstance(item, str):
        # a text that YAML would take for a number was put into quotes, so it is meant as a text
        if _NUMBER.fullmatch(item.strip()) and isinstance(scalar(item), str):
            number, unit = _amount(item.strip())
            return _plain(number), _label(number, unit)
        if _MEANT_AS_RANGE.search(item):
            raise InputError(
                [
                    say(
                        "{path}: must be a range of numbers, got {got}. Write it as {example}.",
                        path=path,
                        got=shown(item),
                        example=_EXAMPLE,
                    )
                ]
            )
        return item, _text(item)
    if isinstance(item, dt.date):
        return item.isoformat(), item.isoformat()
    if isinstance(item, int | float) and not isinstance(item, bool):
        if not math.isfinite(item) or abs(item) > LARGEST:
            raise InputError(
                [
                    say(
                        "{path}: must be at most 1e15 in size, got {got}. Write a smaller number.",
                        path=path,
                        got=shown(item),
                    )
                ]
            )
        number = Decimal(repr(item))
        return _plain(number), _label(number, "")
    data, problems = plain(item)
    if problems:
        raise InputError([f"{path}: {problem.sentence}" for problem in problems])
    return data, _text(_flow(data))  # type: ignore[return-value]


def _range(path: str, text: str, match: re.Match[str], most: int) -> list[tuple[JsonValue, str]]:
    """Count from one end of a range to the other, both included where the step hits them."""
    low, high, step = match[1].strip(), match[2].strip(), (match[3] or "").strip()
    if not step:
        raise _wrong_range(
            to_say("{path}: must be a range with a step, got {got}. Write {example}."),
            path,
            text,
            f"{low}..{high}:{say('STEP')}",
        )
    (first, unit), (last, last_unit), (by, step_unit) = _amount(low), _amount(high), _amount(step)
    units = {unit, last_unit, step_unit}
    if "%" in units and len(units) > 1:
        raise _wrong_range(
            to_say("{path}: must be a range in one unit, got {got}. Write all three with % or none."), path, text
        )
    if by <= 0:
        raise _wrong_range(
            to_say("{path}: must be a range with a step above 0, got {got}. Write a step such as in {example}."),
            path,
            text,
            f"{low}..{high}:{step.lstrip('-+') if by else '1' + step_unit}",
        )
    if last < first:
        raise _wrong_range(
            to_say("{path}: must be a range from low to high, got {got}. Write {example}."),
            path,
            text,
            f"{high}..{low}:{step}",
        )
    count = int((last - first) / by) + 1
    if count > most:
        raise InputError(
            [
                say(
                    "{path}: must have at most {most:,} values, got {n:,}. Take larger steps.",
                    path=path,
                    most=MOST_CELLS,
                    n=count,
                )
            ]
        )
    scale = max((one for one in units if one), key=lambda one: _UNITS[one], default="")
    numbers = [first + number * by for number in range(count)]
    return [(_plain(number), _label(number, scale)) for number in numbers]


def _wrong_range(template: str, path: str, text: str, example: str = "") -> InputError:
    return InputError([say(template, path=path, got=shown(text), example=example)])


def _amount(text: str) -> tuple[Decimal, str]:
    """Read a number exactly, with the unit in which it is written."""
    unit = text[-1] if text[-1] in _UNITS else ""
    number = Decimal(text.removesuffix(unit).strip().replace("_", ""))
    return number * _UNITS.get(unit, Decimal(1)), unit


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _label(number: Decimal, unit: str) -> str:
    """Write a number in a unit; thousands in the unit that suits each."""
    if unit in ("k", "K", "M"):
        unit = next((one for one in ("M", "k") if abs(number) >= _UNITS[one]), "")
    text = f"{number / _UNITS.get(unit, Decimal(1)):,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + unit


def _text(text: str) -> str:
    """Make a label of a text: what can be seen, cut to a readable length."""
    seen = visible(text) or "''"
    return seen if len(seen) <= _LABEL_LETTERS else seen[: _LABEL_LETTERS - 3] + "..."


def _flow(value: object) -> str:
    """Write a value in a line as in a plan file."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    return str(value)


class Grid:
    """All combinations of the values of some axes; the last axis moves first.

    Attributes
    ----------
    size
        How many combinations there are.
    """

    def __init__(self, axes: Sequence[Axis]) -> None:
        self.axes = tuple(axes)
        self._places = list(itertools.product(*(range(len(axis.values)) for axis in axes)))
        self.size = len(self._places)

    def values(self, number: int) -> dict[str, JsonValue]:
        """Give the values of a combination by path."""
        place = self._places[number]
        return {axis.path: axis.values[at] for axis, at in zip(self.axes, place, strict=True)}

    def labels(self, number: int) -> list[str]:
        """Give the values of a combination for people to read."""
        place = self._places[number]
        return [axis.shown[at] for axis, at in zip(self.axes, place, strict=True)]

    def changes(self, number: int) -> dict[str, object]:
        """Give what differs from the plan in a combination."""
        place = self._places[number]
        return {axis.path: axis.given(at) for axis, at in zip(self.axes, place, strict=True)}
