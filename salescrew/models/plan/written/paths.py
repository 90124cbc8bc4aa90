"""Parts of a plan by path: `funnels.cold-audit.stages.contact.conversion`, `managers.Anna.effectiveness.hunter`.

A path is spelled as in messages. Entries of a list go by their `name` or `profile`, or by position (`day_patterns[0]`,
`day_patterns.0`). A name with dots or blanks in it may be put into quotes, but need not be: among the names that could
be meant the longest is taken with which the rest of the path leads somewhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, TypeVar

from salescrew.errors import InputError, Path, Problem, spelled, written
from salescrew.language import say
from salescrew.models.plan import schema
from salescrew.models.plan.calendar import CalendarDays
from salescrew.models.plan.draft import plain
from salescrew.models.plan.naming import meant
from salescrew.models.plan.refusals import shortened
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.values.said import listed, nearest, shown
from salescrew.models.plan.weekdays import WEEKDAYS
from salescrew.models.plan.written.activities import activities
from salescrew.models.plan.written.fields import PLAIN_BUT_FOR, PlanFields

Written = TypeVar("Written", bound=PlanFields)
_NAMES_IN_LISTS = ("name", "profile")


@dataclass(frozen=True)
class _DeadEnd:
    """Where a path leads nowhere: the place that it leads to, and what it asks for there in vain."""

    place: Path
    rest: str


def value_at(plan: PlanFields, path: str) -> object:
    """Give what stands in a place of a plan.

    Returns
    -------
    object
        A number, a text, a date, True or False, or lists and mappings of these; a share as a number. The default
        where the plan does not say, and None where nothing stands there.

    Raises
    ------
    InputError
        Where a plan has no such place; names the nearest that it has.
    """
    data = _data(plan)
    value: object = data
    for step in _place(plan, data, path):
        value = _part(value, step)
    return value


def with_values(plan: Written, changes: Mapping[str, object]) -> Written:
    """Give the plan with other values in some places, one after the other, as if its file said so.

    Parameters
    ----------
    changes
        The new values by path, written as in a plan file (`0.35` or `35%`); None for what is not to be given.

    Raises
    ------
    InputError
        Where a plan has no such place, and where the plan as a whole would not be valid. What is wrong within a
        place is said with the path by which it was named, which is the first step of its path in `details`.
    """
    data = _data(plan)
    named: dict[Path, str] = {}
    for path, value in changes.items():
        place = _place(plan, data, path)
        _forget_conversion_seen(plan, data, place)
        _put(data, place, value)
        named[place] = path
    try:
        return type(plan).model_validate(data, context={PLAIN_BUT_FOR: list(_made_plain(data, named))})
    except InputError as error:
        details = [dataclasses.replace(problem, path=_as_named(problem.path, named)) for problem in error.details]
        sentences = [f"{_written(detail.path, named)}: {detail.sentence}" for detail in details]
        raise InputError(shortened(sentences), details) from None


def _data(plan: PlanFields) -> dict[str, object]:
    """Give the plan as its file could say it, with the defaults."""
    data = _listed(plan.model_dump(by_alias=True))
    assert isinstance(data, dict)
    return data


def _listed(value: object) -> object:
    """Give data of a plan, whose texts and keys are as they must be, with lists that can be changed."""
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return [_listed(each) for each in value] if isinstance(value, list | tuple | Set) else value


def _made_plain(data: dict[str, object], places: Iterable[Path]) -> Iterator[Problem]:
    """Make what was put into some places plain, and yield the problems of its keys and texts."""
    for place in places:
        within: Any = data
        for step in place[:-1]:
            within = _part(within, step)
        if (value := _part(within, place[-1])) is not None:
            within[place[-1]], problems = plain(value, place)
            yield from problems


def _as_named(path: Path, named: Mapping[Path, str]) -> Path:
    """Give the path of a problem as one from the name by which its place was named, if it was."""
    for length in range(len(path), 0, -1):
        if (name := named.get(path[:length])) is not None:
            return (name, *path[length:])
    return path


def _written(path: Path, named: Mapping[Path, str]) -> str:
    """Write the path of a problem, a name by which its place was named as it was given."""
    if not path or path[0] not in named.values():
        return written(path)
    rest = written(path[1:])
    return f"{path[0]}.{rest}" if rest and not rest.startswith("[") else f"{path[0]}{rest}"


def _place(plan: PlanFields, data: object, path: str) -> Path:
    """Find the place that a path names.

    Raises
    ------
    InputError
        Where there is none.
    """
    found = _walk(plan, data, (), path)
    while isinstance(found, _DeadEnd):
        if (other := _with_name_meant(plan, data, path, found)) is None:
            break
        path = other
        found = _walk(plan, data, (), path)
    if not isinstance(found, _DeadEnd):
        return found
    problem = _unknown(plan, data, path, found)
    raise InputError([f"{shown(path)}: {problem.sentence}"], [problem])


def _walk(plan: PlanFields, value: object, place: Path, rest: str) -> Path | _DeadEnd:
    """Follow the rest of a path from a place; the longest step first, shorter ones where that leads nowhere."""
    if not rest and place:
        return place
    rest = rest.removeprefix(".") if place else rest
    deepest = _DeadEnd(place, rest)
    fitting = [(spelling, step) for spelling, step in _steps(plan, value, place) if _begins_with(rest, spelling)]
    for spelling, step in sorted(fitting, key=lambda one: -len(one[0])):
        found = _walk(plan, _part(value, step), (*place, step), rest[len(spelling) :])
        if not isinstance(found, _DeadEnd):
            return found
        if len(found.place) > len(deepest.place):
            deepest = found
    return deepest


def _begins_with(rest: str, spelling: str) -> bool:
    return rest.startswith(spelling) and rest[len(spelling) : len(spelling) + 1] in ("", ".", "[")


def _steps(plan: PlanFields, value: object, place: Path) -> Iterator[tuple[str, str | int]]:
    """Yield the steps from a place, each in all its spellings."""
    if isinstance(value, list):
        # somebody may be called 0, and then that is who is meant
        for number, item in enumerate(value):
            if (name := _name(item)) is not None:
                yield name, number
                yield f'"{name}"', number
        for number in range(len(value)):
            yield f"[{number}]", number
            yield str(number), number
    else:
        for key in _keys(plan, value, place):
            yield key, key
            yield f'"{key}"', key


def _name(item: object) -> str | None:
    names = (item.get(key) for key in _NAMES_IN_LISTS) if isinstance(item, Mapping) else ()
    return next((name for name in names if isinstance(name, str)), None)


def _keys(plan: PlanFields, value: object, place: Path) -> list[str]:
    """List the keys that stand in a place or may be added there without inventing a name."""
    if value is not None and not isinstance(value, Mapping):
        return []
    if (record := schema.record_at(PlanFields, place)) is not None:
        return schema.keys_to_write(record)
    return list(dict.fromkeys([*(value or ()), *_names_to_add(plan, place)]))


def _names_to_add(plan: PlanFields, place: Path) -> list[str]:
    """List the names that a mapping may have as keys because the plan knows them from elsewhere."""
    match place:
        case ("target", *part):
            return _names_to_aim_at(plan, part)
        case ("funnels", _, "leads", str(by)):
            return _names_of_leads(plan, by)
        case ("pipeline",) if isinstance(plan.pipeline, dict):
            return list(plan.funnels)
        case ("pipeline", str(funnel)) if funnel in plan.funnels:
            return [stage.name for stage in plan.funnels[funnel].stages]
        case ("calendar", "short_days") | (*_, "weekday_patterns"):
            return list(WEEKDAYS)
        case ("funnels", _, "stages", int(), "effort") | ("time_budget", "at_most"):
            return activities(plan)
        case (*_, "day_patterns", int()) | (*_, "weekday_patterns", _, int()):
            return ["duty", *activities(plan)]
    return []


def _names_to_aim_at(plan: PlanFields, part: Sequence[str | int]) -> list[str]:
    """List the products, months, funnels, or stages of a funnel, that a target may be on."""
    match list(part):
        case ["products"]:
            return list(plan.products)
        case ["by_month"]:
            return _months(plan)
        case ["stages"]:
            return list(plan.funnels)
        case ["stages", str(funnel)] if funnel in plan.funnels:
            return [*(stage.name for stage in plan.funnels[funnel].stages), PAID]
    return []


def _months(plan: PlanFields) -> list[str]:
    """List the months of the horizon."""
    return list(dict.fromkeys(month for shares in _days(plan).month_shares for month in shares))


def _names_of_leads(plan: PlanFields, by: str) -> list[str]:
    """List the weekdays, slots, months or weeks by which leads may be told apart."""
    match by:
        case "by_weekday":
            return list(WEEKDAYS)
        case "by_slot":
            return list(plan.calendar.slots)
        case "season":
            return _months(plan)
    return _mondays(plan) if by == "by_week" else []


def _mondays(plan: PlanFields) -> list[str]:
    """List the Mondays of the weeks of the horizon."""
    days = _days(plan)
    return [days.monday(week).isoformat() for week in days.weeks]


def _days(plan: PlanFields) -> CalendarDays:
    return CalendarDays(plan.calendar, plan.so_far.as_of if plan.so_far else None)


def _part(value: object, step: str | int) -> object:
    if isinstance(step, int):
        return value[step] if isinstance(value, list) else None
    return value.get(step) if isinstance(value, Mapping) else None


def _put(data: dict[str, object], place: Path, value: object) -> None:
    """Put a value into a place, within mappings of its own where nothing stood there yet."""
    within: Any = data
    for step in place[:-1]:
        part = _part(within, step)
        if part is None:
            part = within[step] = {}
        within = part
    if value is None and isinstance(within, dict):
        within.pop(place[-1], None)
    else:
        within[place[-1]] = value


def _forget_conversion_seen(plan: PlanFields, data: dict[str, object], place: Path) -> None:
    """Leave out a conversion that only what was seen of it says, where that is about to change."""
    match place:
        case ("funnels", str(funnel), "stages", int(number), "observed", *_):
            stage = plan.funnels[funnel].stages[number]
            if stage.observed is not None and stage.conversion == stage.observed.conversion:
                within: Any = data
                within["funnels"][funnel]["stages"][number].pop("conversion", None)


def _with_name_meant(plan: PlanFields, data: object, path: str, end: _DeadEnd) -> str | None:
    """Write a path with a name that has the same words in another order as the one where it ends."""
    got = _first_step(end.rest)
    name = meant(got.strip('"'), _known(plan, data, end))
    if name is None or spelled((name,)) == got:
        return None
    return path[: len(path) - len(end.rest)] + spelled((name,)) + end.rest[len(got) :]


def _known(plan: PlanFields, data: object, end: _DeadEnd) -> list[str]:
    """List the names and keys that there are where a path ends."""
    value = data
    for step in end.place:
        value = _part(value, step)
    if isinstance(value, list):
        return [name for item in value if (name := _name(item)) is not None]
    return _keys(plan, value, end.place)


def _unknown(plan: PlanFields, data: object, path: str, end: _DeadEnd) -> Problem:
    """Say that a path leads nowhere, and which one was most likely meant."""
    value = data
    for step in end.place:
        value = _part(value, step)
    got, known = _first_step(end.rest), _known(plan, data, end)
    if (close := nearest(got, known)) is not None:
        before = path[: len(path) - len(end.rest)]
        meant, tail = before + spelled((close,)), end.rest[len(got) :]
        leads_on = not isinstance(_walk(plan, data, (), meant + tail), _DeadEnd)
        todo = say("Did you mean {name}?", name=meant + tail if leads_on else meant)
    elif known:
        todo = say("Known there: {names}.", names=listed(known))
    elif isinstance(value, list) and value:
        todo = say("There is [0] to [{last}].", last=len(value) - 1) if len(value) > 1 else say("There is only [0].")
    else:
        todo = say("There is nothing in {place}.", place=shown(path[: len(path) - len(end.rest)].removesuffix(".")))
    return Problem((path,), say("must be a place in the plan, got {got}. {todo}", got=shown(got or None), todo=todo))


def _first_step(rest: str) -> str:
    """Give a step that is not known: up to the next dot or bracket, or in quotes."""
    if rest.startswith('"') and '"' in rest[1:]:
        return rest[: rest.index('"', 1) + 1]
    ends = [at for mark in ".[" if (at := rest.find(mark, 1)) > 0]
    return rest[: min(ends, default=len(rest))]
