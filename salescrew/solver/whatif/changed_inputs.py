"""Each input of a plan a little lower and a little higher: the plans that are solved for a sensitivity table."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

from salescrew.errors import InputError
from salescrew.language import say, with_marks
from salescrew.models.answers.sensitivity import ChangedInput, Effect, SensitivityRow
from salescrew.models.department.department import Department
from salescrew.models.department.horizon import Horizon
from salescrew.models.on_paper.duty_steps import more_duty_slots
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.values.said import shown
from salescrew.models.variants.inputs import Input, changed
from salescrew.solver.whatif.alike import same_as


class Sides:
    """An input with its two other values."""

    def __init__(self, one: Input, by: float) -> None:
        self.one = one
        step = max(1.0, math.floor(by * one.value + 0.5)) if one.whole else by * one.value
        self.values = (one.value - step, min(one.value + step, one.most))
        self.notes: list[str] = []
        if one.value + step > one.most:
            most = say("{number}%", number="100") if one.most == 1 else with_marks(f"{one.most:g}")
            self.notes.append(say("at most {number}", number=most))
        self._plans: list[Plan | None] | None = None

    def plans(self, plan: Plan) -> list[Plan | None]:
        """Give the plan with either value; None where it would not be one."""
        if self._plans is None:
            self._plans = [self._changed(plan, value) for value in self.values]
        return self._plans

    @property
    def made(self) -> Sequence[Plan]:
        """The plans that were made."""
        return [plan for plan in self._plans or () if plan is not None]

    def _changed(self, plan: Plan, value: float) -> Plan | None:
        if value == self.one.value:
            return None
        try:
            return changed(plan, self.one, value)
        except InputError:
            self.notes.append(say("{value} would not make a plan", value=shown(value)))
            return None

    def filled(self, plan: Plan, effects: Sequence[Effect | None]) -> SensitivityRow:
        """Make the row of the table."""
        low, high = (
            None if effect is None or side is None else _with_duty(plan, value, side, effect)
            for value, side, effect in zip(self.values, self.plans(plan), effects, strict=True)
        )
        one = self.one
        return SensitivityRow(
            title=one.title,
            path=one.path,
            kind=one.kind,
            value=one.value,
            is_relative=one.is_relative,
            low=low,
            high=high,
            note="; ".join(self.notes),
        )


class Changes:
    """The plans with one input changed, of those that come to the same only the first.

    Attributes
    ----------
    number_of
        The number of each plan, by its identity, among those that are different.
    """

    def __init__(self, rows: Sequence[Sides], known: Department) -> None:
        self.rows = rows
        self.different: list[Plan] = []
        self.number_of: dict[int, int] = {}
        first: dict[Hashable, int] = {}
        for row in rows:
            for side in row.plans(known.plan):
                if side is not None:
                    key = same_as(row.one, known.otherwise(side))
                    number = first.setdefault(id(side) if key is None else key, len(self.different))
                    self.number_of[id(side)] = number
                    self.different += [side] if number == len(self.different) else []

    def numbers(self, row: Sides) -> set[int]:
        """Give the numbers of a row's plans."""
        return {number for side in row.made if (number := self.number_of.get(id(side))) is not None}


def _with_duty(plan: Plan, value: float, side: Plan, effect: Effect) -> ChangedInput:
    more = more_duty_slots(Horizon(plan), Horizon(side))
    return ChangedInput(value=float(f"{value:.12g}"), duty_slots=more, **effect.model_dump())
