"""What is under way when a plan begins: items at the stages of its funnels, and for how long they have been there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from salescrew.language import say
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values.quantities import Quantity
from salescrew.models.plan.values.said import wrong
from salescrew.models.plan.values.texts import Reference


class AgedItems(Record):
    """Items that have been at a stage for some time."""

    items: Quantity = Field(description="how many", examples=["5"])
    waited_days: Quantity = Field(
        description="days for which they have been at the stage; they make no work of it any more, and pass on when "
        "the rest of `days_to_next` is over",
        examples=["14"],
    )
    days_left: Quantity | None = Field(
        default=None,
        description="days until they pass on, from the Monday of the first week that is planned; default: what "
        "`waited_days` leaves of `days_to_next`",
        examples=["7"],
    )


def _items(value: object) -> object:
    if isinstance(value, dict):
        raise wrong(say("be a number or a list"), value, say("Write 12, or [{{items: 5, waited_days: 14}}]."))
    return value


Items = Annotated[
    Annotated[Quantity, Tag("<number>")] | Annotated[tuple[AgedItems, ...], Tag("<list>")],
    Discriminator(lambda value: "<list>" if isinstance(value, list | tuple) else "<number>"),
    BeforeValidator(_items),
]
"""A number of items that enter the stage when the plan begins, or items that are there already."""
PipelineTable = dict[Reference, dict[Reference, Items]]


def _pipeline(value: object) -> object:
    if isinstance(value, dict) or (isinstance(value, str) and value in ("steady", "empty")):
        return value
    raise wrong(
        say("be steady, empty or a table of open items"),
        value,
        say("Write steady, empty, or {{funnel: {{stage: items}}}}."),
    )


Pipeline = Annotated[
    Annotated[Literal["steady", "empty"], Tag("<word>")] | Annotated[PipelineTable, Tag("<table>")],
    Discriminator(lambda value: "<word>" if isinstance(value, str) else "<table>"),
    BeforeValidator(_pipeline),
]


@dataclass(frozen=True)
class Opening:
    """Items that are under way when a plan begins.

    Attributes
    ----------
    waited_days
        For how long they have been at the stage; None where they enter it when the plan begins.
    days_left
        After how many days they pass on; None where their age tells.
    """

    stage: str
    items: float
    waited_days: float | None = None
    days_left: float | None = None

    def left(self, days_to_next: float) -> float:
        """Give the days after which they pass on, of a stage that takes so many."""
        if self.days_left is not None:
            return self.days_left
        return max(0.0, days_to_next - (self.waited_days or 0.0))


def openings(pipeline: str | Mapping[str, Mapping[str, float | tuple[AgedItems, ...]]], funnel: str) -> list[Opening]:
    """List what a pipeline has under way in a funnel."""
    if isinstance(pipeline, str):
        return []
    found = []
    for stage, items in pipeline.get(funnel, {}).items():
        if isinstance(items, tuple):
            found += [Opening(stage, aged.items, aged.waited_days, aged.days_left) for aged in items]
        else:
            found.append(Opening(stage, items))
    return found


def items_at(items: float | tuple[AgedItems, ...]) -> float:
    """Add up the items at a stage."""
    return sum(aged.items for aged in items) if isinstance(items, tuple) else items
