"""What is left to chance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values.quantities import SpellDays
from salescrew.models.plan.values.texts import one_of

Source = Literal["forecast", "arrivals", "rates", "deals", "illness", "leaving", "time"]

SOURCES: tuple[Source, ...] = ("forecast", "arrivals", "rates", "deals", "illness", "leaving", "time")
"""What is random and can be held at its mean; whether an item passes its stage is random always."""


class Chance(Record):
    """What is left to chance."""

    fix: tuple[Annotated[Source, BeforeValidator(one_of(*SOURCES))], ...] = Field(
        default=(), description="sources of chance that are held at their means"
    )
    spell_days: SpellDays = Field(default=3.0, description="mean length of an absence in working days")

    @property
    def most_absence(self) -> float:
        """The largest share of days that absences of this length can take, one after the other."""
        return self.spell_days / (self.spell_days + 1)
