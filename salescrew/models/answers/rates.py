"""What an export says, with how sure it is: the records that are given out."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from salescrew.models.answers.row import Document, Figure, Row


class LeftOut(Row):
    """Rows that are not used."""

    why: str = Field(description="the reason")
    count: int = Field(description="how many rows")
    lines: tuple[int, ...] = Field(default=(), description="the lines of the first of them")


class Oddity(Row):
    """Deals that are used although something is odd about them."""

    what: str = Field(description="what is odd")
    count: int = Field(description="how many deals")


class RowsRead(Row):
    """What became of the rows: `read` is `used` and all that is left out."""

    read: int = Field(description="rows in the file")
    used: int = Field(description="rows that count")
    left_out: tuple[LeftOut, ...] = Field(description="rows that do not, by the reason")
    odd: tuple[Oddity, ...] = Field(default=(), description="deals that count although something is odd about them")


class ExportRead(Row):
    """How the export was read."""

    form: str = Field(description="the form of the file")
    crm: str = Field(description="the CRM whose names the columns have; empty where they could be anybody's")
    columns: dict[str, str] = Field(description="the column of each thing that was recognised")
    missing: tuple[str, ...] = Field(description="what no column was found for")
    unused: tuple[str, ...] = Field(description="columns that mean nothing to it")
    history: str = Field(description="the stage history: `none`, `dates`, `rows` or `changes`")
    outcomes: dict[str, tuple[str, ...]] = Field(description="the words by which deals are won or lost")


class Days(Row):
    """How long something takes."""

    mean: Figure = Field(description="mean")
    median: Figure = Field(description="half of them take no longer")
    p90: Figure = Field(description="nine of ten take no longer")
    low: Figure | None = Field(default=None, description="lower end of the 95 % interval of the mean")
    high: Figure | None = Field(default=None, description="upper end of the 95 % interval of the mean")


class Seen(Row):
    """As how many deals seen to their end a conversion is as sure; fractions, since of some only a part is known."""

    passed: Figure = Field(description="how many passed on")
    of: Figure = Field(description="of how many")


class StageRate(Row):
    """What becomes of the deals that enter a stage."""

    stage: str = Field(description="name of the stage in the export")
    entered: int = Field(description="deals that entered it")
    advanced: int = Field(description="of these, those that have advanced to a later stage or payment")
    lost: int = Field(description="those that were lost there")
    open: int = Field(description="those that are still there")
    conversion: Figure | None = Field(description="share that advances; null where too little is decided")
    low: Figure = Field(description="lower end of its 95 % interval; the least it may come to where it is null")
    high: Figure = Field(description="upper end of its 95 % interval; the most it may come to where it is null")
    undecided: Figure = Field(description="share of which nobody knows yet what becomes of it")
    observed: Seen | None = Field(description="for a plan; null where the conversion is")
    days_to_next: Days | None = Field(description="days until what advances does; null where that is not known")
    method: str = Field(description="`aalen-johansen`, or without a stage history `ipcw`")


class LeadToPayment(Row):
    """The share of a cohort of leads that is ever won."""

    conversion: Figure | None = Field(description="share that is ever won; null where too little is decided")
    low: Figure = Field(description="lower end of its 95 % interval; the least it may come to where it is null")
    high: Figure = Field(description="upper end of its 95 % interval; the most it may come to where it is null")
    undecided: Figure = Field(description="share of which nobody knows yet what becomes of it")
    observed: Seen | None = Field(description="as of a stage")
    days: Days | None = Field(description="days from creation to payment; null where that is not known")
    won_by_all: Figure | None = Field(description="won deals by all deals: too low while deals are open")
    won_by_closed: Figure | None = Field(description="won deals by closed ones: wrong where the lost close sooner")


class AverageDeal(Row):
    """What a won deal brings."""

    mean: Figure = Field(description="mean amount of won deals")
    low: Figure | None = Field(description="lower end of its 95 % interval; null of a single deal")
    high: Figure | None = Field(description="upper end of its 95 % interval")
    count: int = Field(description="won deals with an amount")


class LeadFlow(Row):
    """How many leads come, and when."""

    per_week: Figure = Field(description="leads in a week, over whole weeks")
    low: Figure | None = Field(default=None, description="lower end of its 95 % interval; null of a single week")
    high: Figure | None = Field(default=None, description="upper end of its 95 % interval")
    weeks: int = Field(default=0, description="whole weeks")
    dispersion: Figure | None = Field(
        description="variance of a week's leads over their mean, beside what months explain; null below 8 weeks"
    )
    by_weekday: dict[str, Figure] = Field(description="weight of each weekday; 1 on average of those that have leads")
    by_slot: dict[str, Figure] = Field(default_factory=dict, description="weight of each slot that the map names")
    season: dict[str, Figure] = Field(description="weight of each whole month; 1 on average")


class GroupRate(Row):
    """The conversion from lead to payment of a manager or a channel."""

    by: str = Field(description="`manager` or `channel`")
    name: str = Field(description="the name in the export")
    count: int = Field(description="deals")
    won: int = Field(description="deals won so far")
    raw: Figure | None = Field(description="the conversion of these deals alone; never without the next one")
    conversion: Figure | None = Field(description="drawn towards that of all as far as chance explains the difference")
    low: Figure | None = Field(description="lower end of its 95 % interval")
    high: Figure | None = Field(description="upper end of its 95 % interval")
    differences_last: bool = Field(description="whether who did better in one half of the time did so in the other")
    effectiveness: Figure | None = Field(default=None, description="conversion over that of all")


class PipelineRates(Row):
    """The figures of a pipeline."""

    name: str = Field(description="name of the pipeline in the export")
    stages: tuple[StageRate, ...] = Field(description="the stages before payment, in order")
    lead_to_payment: LeadToPayment = Field(description="from lead to payment, estimated directly")
    average_deal: AverageDeal | None = Field(description="null where no won deal has an amount")
    deal_cv: Figure | None = Field(description="standard deviation of a deal over its mean; null below two deals")
    leads: LeadFlow | None = Field(description="null where there is no whole week")
    groups: tuple[GroupRate, ...] = Field(description="managers and channels")


class Rates(Document):
    """What an export says."""

    version: int = Field(default=1, description="version of this format")
    as_of: dt.date = Field(description="the day of the export")
    since: dt.date | None = Field(default=None, description="deals created before this day are left out")
    source: ExportRead = Field(description="how the export was read")
    rows: RowsRead = Field(description="what became of its rows")
    pipelines: tuple[PipelineRates, ...] = Field(description="the figures, the largest pipeline first")
    warnings: tuple[str, ...] = Field(description="what should be known before the figures are used")


class CutRate(Row):
    """A conversion as it was estimated on a past day, and what came of it."""

    pipeline: str = Field(description="name of the pipeline")
    what: str = Field(description="name of the stage; `lead to payment`")
    cut: dt.date = Field(description="the day from which it was looked at")
    count: int = Field(description="deals known that day")
    conversion: Figure | None = Field(description="as estimated from what was known; null where too little was decided")
    low: Figure = Field(description="lower end of its interval, or the least it may come to")
    high: Figure = Field(description="upper end of its interval, or the most it may come to")
    by_all: Figure | None = Field(description="the naive figure: advanced by all")
    by_closed: Figure | None = Field(description="the naive figure: advanced by decided")
    came: Figure = Field(description="share of the same deals that has advanced by the day of the export")
    still_open: Figure = Field(description="share of them that is undecided even then")
    is_within: bool | None = Field(
        description="whether what came lies in the interval; null where more than 2 % are still undecided"
    )


class BackTest(Document):
    """Estimates from past days, set against what came of them."""

    version: int = Field(default=1, description="version of this format")
    as_of: dt.date = Field(description="the day of the export")
    rows: tuple[CutRate, ...] = Field(description="a row for each pipeline, stage and day")
    warnings: tuple[str, ...] = Field(description="what should be known")
