"""Days and duty slots of single people that are settled, as rows of the staffing model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Unit
from salescrew.solver.engine.program import Program
from salescrew.solver.staffing.columns import Block, UnitColumns

KindsOn = Callable[[dt.date], Mapping[str, int]]


def settled_idle(unit: Unit, block: Block) -> int:
    """Count the days of a block that are settled to hold nothing."""
    return sum(unit.held[day].pattern == {} for day in unit.held.keys() & set(block.days)) if unit.held else 0


def keep_settled_days(
    program: Program, pairs: Iterable[tuple[Unit, UnitColumns]], kinds_on: KindsOn, *, exactly: bool
) -> None:
    """Keep what is settled of everybody: in a grain that adds days up, as many of each as are settled.

    Parameters
    ----------
    kinds_on
        Gives the kind of each slot of a day, by the slot's name.
    exactly
        Whether days are told apart.
    """
    for unit, columns in pairs:
        for number, block in enumerate(columns.blocks) if unit.held else ():
            held = {day: unit.held[day] for day in block.days if day in unit.held}
            patterns = [day.pattern for day in held.values() if day.pattern]
            chosen = [columns.days[number, *_place_of(pattern, unit)] for pattern in patterns]
            _at_least_as_often(program, [[column] for column in chosen], columns)
            covering = _covering(columns, number)
            covered: list[list[int]] = []
            for day, settled in held.items():
                kinds = kinds_on(day)
                # nobody can be on duty where no leads are expected
                covered += [covering.get(kinds.get(name, -1), []) for name in settled.duty]
                if settled.pattern is not None and exactly:
                    # a day that is settled as a whole has no other slots
                    for kind in (kind for name, kind in kinds.items() if name not in settled.duty):
                        program.row([(column, 1.0) for column in covering.get(kind, [])], at_most=0)
            _at_least_as_often(program, covered, columns)


def _place_of(pattern: DayPattern, unit: Unit) -> tuple[int, int]:
    """Give the number of duty slots of a unit's pattern, and its place among those with as many."""
    duty = pattern.get("duty", 0)
    return duty, unit.patterns[duty].index(pattern)


def _covering(columns: UnitColumns, number: int) -> dict[int, list[int]]:
    """Give the columns of a block that say who covers a slot, by its kind."""
    covering: dict[int, list[int]] = {}
    for (block, kind, _), column in columns.covering.items():
        if block == number:
            covering.setdefault(kind, []).append(column)
    return covering


def _at_least_as_often(program: Program, needed: Iterable[list[int]], columns: UnitColumns) -> None:
    """Have sums of columns at least as often as they are listed, for everybody of a unit."""
    times: dict[tuple[int, ...], int] = {}
    for sums in map(tuple, needed):
        times[sums] = times.get(sums, 0) + 1
    for sums, count in times.items():
        program.row([*((column, 1.0) for column in sums), (columns.people, -float(count))], at_least=0)
