"""The result: what salescrew answers to a plan."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict, Field, model_serializer, model_validator

from salescrew.language import say
from salescrew.models.answers.evenness import Evenness
from salescrew.models.answers.replan import Replan
from salescrew.models.answers.row import Figure, Row, SparseRow
from salescrew.models.answers.tabular import Cells, Tabular, frame_of, rows_of
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.sections.chance import Source
from salescrew.models.plan.sections.queue_slots import OfQueues, QueueSlot, queue_slot, queue_slots
from salescrew.models.plan.sections.roles import Closers, Role
from salescrew.models.plan.sections.targets import AimName
from salescrew.models.plan.values.said import shown

if TYPE_CHECKING:
    from pandas import DataFrame

Status = Literal["optimal", "feasible", "infeasible", "no_answer"]
Rows = Literal["managers", "coverage", "roster", "quotas", "funnel", "work"]
ROWS: tuple[Rows, ...] = ("managers", "coverage", "roster", "quotas", "funnel", "work")
"""What of a result is a table."""
FIELD_OF: dict[AimName, str] = {"people": "headcount", "monthly_cost": "monthly_cost", "cost": "cost"}
"""By objective, the field that says what the answer comes to; what is proven of it stands in `headcount_bound` etc."""


class ProductResult(Row):
    """What a product brings over the horizon."""

    revenue: float
    profit: float | None
    deals: float


class TeamMember(SparseRow):
    """A person with a role."""

    sparse = frozenset({"from"})

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    name: str
    role: Role
    monthly_cost: float
    hired: bool
    revenue: float | None = Field(
        default=None,
        description="what the contacts and leads bring that this person opens or answers; null in results of version 1",
    )
    from_: dt.date | None = Field(
        default=None, alias="from", description="the first day, where the plan has several to choose from; else absent"
    )


class CoverageRow(OfQueues, Row):
    """A slot with leads, of each queue: the leads expected and the managers on duty."""

    date: dt.date
    slot: str
    queue: str | None = None
    leads: float
    required: int

    @property
    def where(self) -> QueueSlot:
        """The slot and the queue."""
        return queue_slot(self.slot, self.queue)


class RosterRow(OfQueues, Row):
    """A person's day: the pattern out of the menu and the slots on duty, with the queue of each."""

    date: dt.date
    manager: str
    pattern: dict[str, int]
    duty: tuple[str, ...]
    queues: tuple[str, ...] | None = Field(
        default=None, description="the queue of each slot, where the plan has several"
    )

    @property
    def covered(self) -> tuple[QueueSlot, ...]:
        """The slots on duty, each with its queue."""
        return queue_slots(self.duty, self.queues)


class QuotaRow(Row):
    """A person's day: the whole-number quota of each activity and the contacts to open by funnel.

    In JSON the activities stand beside `date` and `manager`; in Python they are in `activities`.
    """

    date: dt.date
    manager: str
    activities: dict[str, int]
    contacts: dict[str, float]

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: object) -> object:
        if not isinstance(data, dict) or isinstance(data.get("activities"), dict):
            return data
        own = {key: data[key] for key in ("date", "manager", "contacts") if key in data}
        return own | {"activities": {key: value for key, value in data.items() if key not in own}}

    @model_serializer
    def _spread(self) -> dict[str, Any]:
        return {"date": self.date, "manager": self.manager, **self.activities, "contacts": self.contacts}


class FunnelRow(Row):
    """Items that enter a stage of a funnel in a week; `paid` rows carry the revenue."""

    week: dt.date
    funnel: str
    stage: str
    entering: float
    revenue: float


class WorkRow(Row):
    """Items that somebody handles at a stage where that counts, by the week in which they entered it."""

    week: dt.date = Field(description="Monday of the week in which the items entered the stage")
    manager: str = Field(description="who handles them")
    funnel: str = Field(description="the funnel")
    stage: str = Field(description="the stage")
    activity: str = Field(description="the activity that `handled_by` of the stage names")
    items: float = Field(description="how many of them")


class OpenSlot(OfQueues, Row):
    """A duty slot that stays open: how many people are needed there, and how many of them are missing."""

    date: dt.date
    slot: str
    queue: str | None = None
    required: int
    short: int

    @property
    def where(self) -> QueueSlot:
        """The slot and the queue."""
        return queue_slot(self.slot, self.queue)


class MissingReserve(Row):
    """Places on duty that are missing for absences in a week, absence taken off, in the slots of some queues."""

    week: dt.date
    queues: tuple[str, ...]
    missing: float


class Overload(SparseRow):
    """Work that comes by itself and that nobody has time for, by the week in which it falls due."""

    sparse = frozenset({"by", "stage"})

    week: dt.date
    funnel: str
    activity: str
    short: float
    by: Closers | None = Field(default=None, description="`closer`: work that only closers do; not there otherwise")
    stage: str | None = Field(
        default=None, description="the stage, where it counts who handles its items; not there otherwise"
    )


class Stretch(Row):
    """The largest share of all targets at once that was found for the chosen team in its roles; None without targets.

    It does not reach more than `bound`, as is proven; None where nothing of that is known.
    """

    reach: float | None
    bound: float | None = None


class OneFewer(Row):
    """How far the best team of one person fewer gets; where not even what comes by itself is done, what stays open.

    Where it is not proven that none gets further by a thousandth, none gets further than `bound`, if that is known.
    """

    reach: float | None
    proven: bool
    bound: float | None = None
    uncovered: tuple[OpenSlot, ...] = ()
    overloaded: tuple[Overload, ...] = ()
    reserve: tuple[MissingReserve, ...] = ()


class EveryoneStays(Row):
    """What the plan takes if everybody who is there has a role, where the answer leaves somebody without one."""

    status: Status
    headcount: int | None
    hires: int | None
    monthly_cost: float | None


_OPTIONAL = ("replan", "reach_proven", "everyone_stays", "work")


class Spread(Row):
    """How an amount is distributed."""

    mean: Figure = Field(description="the mean")
    sd: Figure = Field(description="the standard deviation")
    p10: Figure = Field(description="in one of ten cases it is no more than this")
    p50: Figure = Field(description="in one of two cases it is no more than this")
    p90: Figure = Field(description="in nine of ten cases it is no more than this")


Proof = Literal["proven", "found"]


class ConfidenceVerdict(Row):
    """What is known of the fewest people and the least cost for a confidence."""

    headcount: Proof = Field(description="`proven`: fewer people have less than these odds, whatever they open")
    cost: Proof = Field(description="`proven`: no team of as many people costs less and has these odds")


class OddsOfPeople(Row):
    """What so many people can promise."""

    headcount: int = Field(description="how many people")
    odds: Figure | None = Field(description="the best odds that were found for so many; null where none were")
    bound: Figure = Field(description="proven: so many people have no better odds")
    monthly_cost: Figure | None = Field(description="what these people cost in a month")
    buffer: dict[str, Figure] = Field(description="what is reached on average over each target, less 1, by its path")


class Odds(Row):
    """How likely it is that a result meets the targets of its plan."""

    all: Figure = Field(description="the probability that all targets are met together")
    targets: dict[str, Figure] = Field(description="the probability that each target is met, by its path")
    revenue: Spread = Field(description="the revenue of all products")
    profit: Spread | None = Field(description="margin x revenue; null where a margin is not given")
    products: dict[str, Spread] = Field(description="the number of deals by product")
    by_month: dict[str, Spread] = Field(description="the revenue of each month that has a target")
    fixed: tuple[Source, ...] = Field(
        description="sources of chance held at their means: those that need a simulation, and the plan's `chance.fix`"
    )
    not_counted: tuple[str, ...] = Field(default=(), description="targets that are not part of the odds, by path")
    error: Figure = Field(
        description="how far the probabilities may be off: 0 where they are exact, else the half-width of an interval "
        "that holds in 99 of 100 cases"
    )
    confidence: Figure | None = Field(
        default=None, description="the probability that the plan asks for; null where it asks for none"
    )
    verdict: ConfidenceVerdict | None = Field(
        default=None, description="with a confidence: whether headcount and cost are `proven` to be least, or `found`"
    )
    at_stretch: Figure | None = Field(
        default=None,
        description="the odds of the same people in the same roles, if their time to spare went into contacts; null "
        "where how far they get is not known",
    )


class Result(Tabular):
    """The answer to a plan; what does not exist is None or empty."""

    version: Literal[1, 2] = 2
    status: Status
    headcount: int | None
    headcount_bound: int | None
    monthly_cost: float | None
    monthly_cost_bound: float | None
    hires: int | None = None
    hires_bound: int | None = None
    role_changes: int | None = None
    role_changes_bound: int | None = None
    wider: int | None = None
    wider_bound: int | None = None
    cost: float | None = None
    cost_bound: float | None = None
    revenue: float | None
    profit: float | None
    deals: float | None
    products: dict[str, ProductResult] | None
    reach: float | None = None
    reach_proven: bool | None = None
    uncovered: tuple[OpenSlot, ...] = ()
    overloaded: tuple[Overload, ...] = ()
    reserve: tuple[MissingReserve, ...] = ()
    stretch: Stretch | None = None
    one_fewer: OneFewer | None = None
    everyone_stays: EveryoneStays | None = None
    odds: Odds | None = None
    buffer: dict[str, float] | None = None
    odds_by_people: tuple[OddsOfPeople, ...] = ()
    evenness: Evenness | None = None
    managers: tuple[TeamMember, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    roster: tuple[RosterRow, ...] = ()
    quotas: tuple[QuotaRow, ...] = ()
    funnel: tuple[FunnelRow, ...] = ()
    work: tuple[WorkRow, ...] | None = Field(
        default=None, description="who handles how many items; not there where that does not count"
    )
    warnings: tuple[str, ...] = ()
    replan: Replan | None = None
    plan: dict[str, Any] | None = Field(default=None, description="the plan as it was read; null in version 1")
    plan_digest: str | None = Field(default=None, description="SHA-256 of that, its keys sorted")

    def __repr__(self) -> str:
        """Write it in a line: the status, and the team in short."""
        if self.headcount is None:
            return f"<Result {self.status}>"
        return f"<Result {self.status}: headcount {self.headcount}, monthly_cost {self.monthly_cost or 0:g}>"

    def table_rows(self) -> list[Cells]:
        """Give a row a person of the team."""
        return rows_of(self.managers)

    def shown_columns(self) -> tuple[str, ...]:
        """Name who is in the team, and what they bring."""
        return ("name", "role", "hired", "monthly_cost", "revenue")

    def to_frame(self, rows: Rows = "managers") -> DataFrame:
        """Give some of its rows as a data frame of pandas, which must be installed; days as dates of pandas.

        Parameters
        ----------
        rows
            Which: the people of the team, slots, the days or quotas of people, items by week and stage, or who
            handles how many of them.

        Raises
        ------
        InputError
            Where it has no such rows, or pandas is not installed.
        """
        if rows not in ROWS:
            raise refused(
                [
                    say(
                        "must be one of {names}, got {got}. Choose one of these.",
                        names=", ".join(ROWS),
                        got=shown(rows),
                    )
                ],
                "rows",
            )
        return frame_of(rows_of(getattr(self, rows) or ()))

    def to_json(self) -> str:
        """Write it as JSON, ending in a newline; without what is not always there where it has nothing to say."""
        return (
            self.model_dump_json(indent=1, exclude={name for name in _OPTIONAL if getattr(self, name) is None}) + "\n"
        )
