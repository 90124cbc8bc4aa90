"""The plan: everything that a head of sales writes down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.written.fields import PlanFields
from salescrew.models.plan.written.paths import with_values
from salescrew.models.plan.written.text import plan_yaml


class Plan(PlanFields):
    """A sales plan: calendar, targets, products, funnels, duty and people.

    Raises
    ------
    InputError
        With every problem that the data has, in the order of the data.
    """

    def replace(self, changes: Mapping[str, object]) -> Self:
        """Give the plan with other values in some places, one after the other, as if its file said so.

        Parameters
        ----------
        changes
            The new values by path, such as `{"target.revenue": 5_000_000, "managers.Anna.keep": True}`, each written
            as in a plan file (`0.35` or `"35%"`); None for what is not to be given.

        Raises
        ------
        InputError
            Where a plan has no such place, and where the plan as a whole would not be valid. What is wrong within a
            place is said with the path by which it was named, which is the first step of its path in `details`.
        """
        refuse_wrong_arguments(changes=(changes, Mapping))
        return with_values(self, changes)

    def to_yaml(self) -> str:
        """Write it as a plan file in YAML, without what is as it is by default."""
        return plan_yaml(self)

    def __repr__(self) -> str:
        """Write it in a line: what it is called, when it begins, and how many people there are in it."""
        hires = sum(candidate.at_most for candidate in self.candidates)
        start = self.calendar.start
        return f"<Plan {self.name!r} from {start}: {len(self.managers)} there, {hires} could be hired>"

    def __str__(self) -> str:
        """Write it in a line."""
        return repr(self)
