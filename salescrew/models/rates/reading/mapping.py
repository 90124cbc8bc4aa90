"""How an export is to be read: what its columns mean, how its deals end, which stages there are in which order."""

from __future__ import annotations

import re
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from salescrew.language import say, to_say
from salescrew.models.plan.clock import TimeZone
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values.said import wrong
from salescrew.models.plan.values.texts import FreeText, one_of

Meaning = Literal[
    "id",
    "name",
    "created",
    "closed",
    "won_on",
    "lost_on",
    "outcome",
    "is_won",
    "is_closed",
    "stage",
    "pipeline",
    "manager",
    "channel",
    "amount",
    "currency",
]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
"""What a column of the deals may mean."""
HistoryMeaning = Literal["deal", "stage", "old", "new", "time", "field"]
HISTORY_MEANINGS: tuple[HistoryMeaning, ...] = get_args(HistoryMeaning)
_HOURS = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*[-\N{EN DASH}]\s*([01]?\d|2[0-4]):([0-5]\d)", re.ASCII)


def _hours(value: object) -> str:
    if isinstance(value, str) and (match := _HOURS.fullmatch(value.strip())):
        first, last = minutes_of(value)
        if first < last:
            return match[0]
    raise wrong(say("be hours of a day"), value, say('Write them as "09:00-13:00".'))


def minutes_of(hours: str) -> tuple[int, int]:
    """Give the first minute of some hours of a day, and the one after the last."""
    match = _HOURS.fullmatch(hours.strip())
    assert match
    return 60 * int(match[1]) + int(match[2]), 60 * int(match[3]) + int(match[4])


class DealColumns(Record):
    """The column of each thing that is known of a deal; what has none is left out."""

    id: FreeText | None = Field(
        default=None, description=to_say("what tells deals apart; rows that share it are duplicates")
    )
    name: FreeText | None = Field(default=None, description=to_say("the deal's name, by which tests are known"))
    created: FreeText | None = Field(default=None, description=to_say("when the deal or lead came in; needed"))
    closed: FreeText | None = Field(
        default=None, description=to_say("when it was won or lost; of an open deal it is a plan")
    )
    won_on: FreeText | None = Field(
        default=None, description=to_say("when it was won, where that has a column of its own")
    )
    lost_on: FreeText | None = Field(
        default=None, description=to_say("when it was lost, where that has a column of its own")
    )
    outcome: FreeText | None = Field(default=None, description=to_say("won, lost or open"))
    is_won: FreeText | None = Field(default=None, description=to_say("whether it is won"))
    is_closed: FreeText | None = Field(default=None, description=to_say("whether it is won or lost"))
    stage: FreeText | None = Field(default=None, description=to_say("the stage that the deal is at"))
    pipeline: FreeText | None = Field(default=None, description=to_say("the pipeline; without it all deals are in one"))
    manager: FreeText | None = Field(default=None, description=to_say("whose deal it is"))
    channel: FreeText | None = Field(default=None, description=to_say("where it came from"))
    amount: FreeText | None = Field(default=None, description=to_say("what it is worth"))
    currency: FreeText | None = Field(default=None, description=to_say("the currency of the amount"))


class HistoryColumns(Record):
    """The columns of a stage history, a row an entry: `deal`, `time`, and `stage`, or `old` and `new`."""

    deal: FreeText | None = Field(default=None, description=to_say("the deal, as its `id` has it"))
    stage: FreeText | None = Field(default=None, description=to_say("the stage that was entered"))
    old: FreeText | None = Field(default=None, description=to_say("the stage that was left"))
    new: FreeText | None = Field(default=None, description=to_say("the stage that was entered instead"))
    time: FreeText | None = Field(default=None, description=to_say("when that was"))
    field: FreeText | None = Field(
        default=None,
        description=to_say("which field changed, where other changes than those of the stage are among the rows"),
    )


class OutcomeWords(Record):
    """The words of the column `outcome`, or of `stage` where there is no such column, that say how a deal ended."""

    won: tuple[FreeText, ...] = Field(default=(), description="words for won", examples=["[Won, Paid]"])
    lost: tuple[FreeText, ...] = Field(default=(), description="words for lost", examples=["[Lost, Spam]"])
    open: tuple[FreeText, ...] = Field(default=(), description="words for neither", examples=["[In progress]"])


class PlanPlace(Record):
    """Where the figures of a pipeline stand in a plan."""

    funnel: FreeText = Field(description="the plan's funnel", examples=["warm"])
    stages: dict[FreeText, FreeText] = Field(
        default_factory=dict, description="the plan's stage for each stage of the export; default: those of one name"
    )


class ExportMap(Record):
    """How to read an export."""

    crm: FreeText = Field(default="", description="what wrote the export; only said")
    columns: DealColumns = Field(default=DealColumns(), description="what the columns of the deals mean")
    entered: dict[FreeText, FreeText] = Field(
        default_factory=dict,
        description="stage history as a date column a stage: for each such column the stage that was entered then",
    )
    history: HistoryColumns = Field(default=HistoryColumns(), description="what the columns of `--history` mean")
    outcomes: OutcomeWords = Field(default=OutcomeWords(), description="how deals end")
    pipelines: dict[FreeText, tuple[FreeText, ...]] = Field(
        default_factory=dict, description="the stages of each pipeline, in order, before payment; default: as observed"
    )
    tests: tuple[FreeText, ...] = Field(
        default=("test", "тест"), description="a deal whose name begins with one of these is a test and left out"
    )
    dates: Annotated[Literal["dmy", "mdy"], BeforeValidator(one_of("dmy", "mdy"))] | None = Field(
        default=None,
        description="whether 3/2/2026 is in February (dmy) or in March (mdy); default: what fits all dates",
    )
    decimal: Annotated[Literal["comma", "point"], BeforeValidator(one_of("comma", "point"))] | None = Field(
        default=None, description="the decimal sign of amounts; default: what fits all of them"
    )
    zone: TimeZone | None = Field(
        default=None, description="time zone in which days are counted, such as Europe/Moscow; default: as written"
    )
    slots: dict[FreeText, Annotated[str, BeforeValidator(_hours)]] = Field(
        default_factory=dict, description="the hours of the plan's duty slots, for the weight of each"
    )
    plan: dict[FreeText, PlanPlace] = Field(
        default_factory=dict, description="where the figures of each pipeline stand in a plan"
    )
