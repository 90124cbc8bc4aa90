"""A plan without some of its people."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from salescrew.errors import InputError
from salescrew.language import say
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.values.said import listed

_NUMBERED = re.compile(r"(?P<profile>.+) (?P<number>\d+)")


def without_people(plan: Plan, names: Collection[str]) -> Plan:
    """Give the plan in which some people are not there, or cannot be hired; nothing is said of them any more.

    Of a profile as many fewer can be hired, and those behind move up: without `junior 1`, `junior 2` is `junior 1`.

    Raises
    ------
    InputError
        Where nobody would be left.
    """
    left = _Left(plan, names)
    try:
        return Plan.model_validate(left.data())
    except InputError:
        if any(manager.name not in names for manager in plan.managers) or any(
            candidate.at_most for candidate in left.candidates
        ):
            raise
        got = listed(names)
        sentence = say("without: must leave somebody in the plan, got {got}. Name fewer people.", got=got)
        raise InputError([sentence]) from None


class _Left:
    """What stands in a plan of those who are left."""

    def __init__(self, plan: Plan, names: Collection[str]) -> None:
        self._plan, self._names = plan, names
        self._there = {manager.name for manager in plan.managers}
        self._hires = [hire for name in names if (hire := self._hire(name)) is not None]
        self.candidates = [
            one.model_copy(update={"at_most": one.at_most - sum(profile == one.profile for profile, _ in self._hires)})
            for one in plan.candidates
        ]

    def _hire(self, name: str) -> tuple[str, int] | None:
        """Give the profile and the number of somebody who could be hired; None of somebody who is there."""
        match = None if name in self._there else _NUMBERED.fullmatch(name)
        return None if match is None else (match["profile"], int(match["number"]))

    def data(self) -> dict[str, Any]:
        """Give the plan as plain data."""
        data: dict[str, Any] = self._plan.model_dump(by_alias=True)
        data["managers"] = [one for one in self._plan.managers if one.name not in self._names]
        data["candidates"] = [one for one in self.candidates if one.at_most]
        data["away"] = self._of_those_left(data["away"])
        fixed = data["fixed"]
        fixed["roles"], fixed["since"] = self._of_those_left(fixed["roles"]), self._of_those_left(fixed["since"])
        fixed["days"] = [
            {**day, "manager": name} for day in fixed["days"] if (name := self._name_of(day["manager"])) is not None
        ]
        slots = [{**slot, "managers": self._all_of(slot["managers"])} for slot in fixed["slots"]]
        fixed["slots"] = [slot for slot in slots if slot["managers"]]
        return data

    def _of_those_left(self, by_person: Mapping[str, object]) -> dict[str, object]:
        return {name: value for one, value in by_person.items() if (name := self._name_of(one)) is not None}

    def _all_of(self, managers: Collection[str]) -> list[str]:
        return [name for one in managers if (name := self._name_of(one)) is not None]

    def _name_of(self, name: str) -> str | None:
        """Give how somebody is called then; None: not there."""
        if name in self._names:
            return None
        if (hire := self._hire(name)) is None:
            return name
        profile, number = hire
        return f"{profile} {number - sum(other == profile and before < number for other, before in self._hires)}"
