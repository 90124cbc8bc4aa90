"""Where a plan stands: what was asked and done, what has passed the funnels, and how the targets will come out."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from salescrew.models.answers.row import Document, Figure, Row
from salescrew.models.plan.sections.roles import Role

Verdict = Literal["lower", "higher"]
Outlook = Literal["reached", "on track", "even", "at risk", "behind"]
IndicatorKind = Literal["contacts", "leads", "stage"]
HelpKind = Literal["contacts", "conversion", "average_deal"]


class Span(Row):
    """What was asked of a person and done, over some days."""

    quota: Figure = Field(description="asked for on the days on which the person was there")
    done: Figure = Field(description="done")
    attainment: Figure | None = Field(description="done as a share of the quota; null without a quota")


class ActivityProgress(Row):
    """A person's quota of an activity, or of contacts to open in a funnel."""

    activity: str = Field(description="the activity, or `contacts`")
    funnel: str | None = Field(description="of `contacts`: the funnel")
    today: Span = Field(description="on the day itself")
    week: Span = Field(description="in its week, up to and with that day")
    to_date: Span = Field(description="from the start, up to and with that day")
    excused: Figure = Field(description="asked for besides on days of absence")
    left: Figure = Field(description="asked for on the days that are left")
    behind: Figure = Field(description="asked for and not done, since the plan was last made anew")
    days_left: int = Field(description="days left on which it is asked for")
    catch_up: Figure | None = Field(
        description="what it takes on each of these days to do all that is asked for and make up for what is behind: "
        "`left` and `behind` over `days_left`"
    )


class LeadsProgress(Row):
    """The leads that a person took in a funnel, and what became of them."""

    funnel: str = Field(description="the funnel")
    stage: str = Field(description="the stage that comes after the leads")
    expected: Figure = Field(description="leads that were expected on the person's duty")
    taken: Figure = Field(description="leads that the person took")
    decided: Figure = Field(description="of these, the leads whose time to pass on is over")
    passed: Figure | None = Field(
        description="items that entered the next stage with the person's name; null where the stage's facts name nobody"
    )
    share: Figure | None = Field(description="passed as a share of decided")
    planned: Figure = Field(description="the share that the plan expects of this person")
    low: Figure | None = Field(description="lower end of the shares that chance alone explains, at 95 % (Wilson)")
    high: Figure | None = Field(description="upper end of them")
    differs: Verdict | None = Field(description="`lower` or `higher` than planned beyond chance; null: not known to be")


class ManagerProgress(Row):
    """What a person was asked for and did."""

    manager: str = Field(description="the person")
    role: Role | None = Field(description="the role in the plan; null: none")
    days_asked: int = Field(description="days that are over on which something was asked of the person who was there")
    days_idle: int = Field(description="of these, days of which nothing is known to have been done")
    days_absent: int = Field(description="days that are over on which the person was away and would have been asked")
    activities: tuple[ActivityProgress, ...] = Field(description="a row an activity, and a row a funnel of contacts")
    leads: tuple[LeadsProgress, ...] = Field(description="a row an inbound funnel")


class StageProgress(Row):
    """What has entered a stage, and the share of it that passes on."""

    funnel: str = Field(description="the funnel")
    stage: str = Field(description="the stage, or `paid`")
    expected: Figure = Field(description="what should have entered it by now, by the plan's flow")
    entered: Figure = Field(description="what has entered it")
    attainment: Figure | None = Field(description="entered as a share of expected")
    expected_revenue: Figure = Field(description="of `paid`: what should have been paid by now")
    revenue: Figure = Field(description="of `paid`: what was paid")
    planned: Figure | None = Field(
        description="the share that must pass on; of the first stage, of these contacts and leads as they are worth"
    )
    decided: Figure = Field(description="items whose time to pass on is over")
    passed: Figure = Field(description="of these, items that did")
    observed: Figure | None = Field(description="passed as a share of decided; null where nothing is decided")
    low: Figure | None = Field(description="lower end of the shares that chance alone explains, at 95 % (Wilson)")
    high: Figure | None = Field(description="upper end of them")
    differs: Verdict | None = Field(description="`lower` or `higher` than planned beyond chance; null: not known to be")


class TargetPace(Row):
    """How a target will come out if the rest goes by plan."""

    target: str = Field(description="the target, such as `products.audit.revenue`")
    wanted: Figure = Field(description="what is to be reached")
    expected: Figure = Field(description="what should have been reached by now, by the plan's flow")
    reached: Figure = Field(description="what has been reached")
    with_planned: Figure = Field(description="what it comes to with the conversions of the plan")
    with_observed: Figure = Field(description="what it comes to with the conversions that were observed")
    likely: Figure = Field(description="what it comes to with the plan's conversions updated by the observed ones")
    low: Figure = Field(description="lower end of the band around that: in 95 of 100 cases it comes out in it")
    high: Figure = Field(description="upper end of it")
    odds: Figure | None = Field(
        description="the probability that it is still met; null where chance is not reckoned with: of what is under "
        "way at the end, and of what enters a first stage"
    )
    missing: Figure = Field(description="what is missing of it by `likely`; 0 where nothing is")
    outlook: Outlook = Field(
        description="`reached` already; `on track`: met in at least 60 of 100 cases; `even`: in at least 40; "
        "`at risk`: in fewer; `behind`: in less than one of 40. Without odds `on track` where `likely` is enough, else "
        "`behind`"
    )


class OpenItems(Row):
    """What is under way at a stage."""

    funnel: str = Field(description="the funnel")
    stage: str = Field(description="the stage")
    items: Figure = Field(description="items that are there")
    planned: Figure = Field(description="items that should be there, by the plan's flow")
    revenue: Figure = Field(description="what they will bring sooner or later, with the conversions of the plan")
    in_time: Figure = Field(description="what of that will be paid within the horizon")


class CatchUp(Row):
    """Contacts that are left to open in a funnel, and what it takes to make up for what is missing."""

    funnel: str = Field(description="the outbound funnel")
    last_day: dt.date | None = Field(
        description="last day on which opening a contact can still help; null: none is left"
    )
    days_left: int = Field(description="working days up to that day")
    planned: Figure = Field(description="contacts that the plan has on these days")
    needed: Figure | None = Field(
        description="contacts that it takes to reach every target on average, with the conversions of `likely`; null: "
        "no number of them does"
    )
    room: Figure = Field(
        description="contacts that the day patterns of these days leave time for, beside follow-up work"
    )


class Indicator(Row):
    """Something that is below plan beyond chance, before it shows in what is paid."""

    kind: IndicatorKind = Field(
        description="`contacts` opened, or `leads` taken, beside those that should have been by now; `stage`: what "
        "passes on of its items"
    )
    funnel: str = Field(description="the funnel")
    stage: str = Field(description="the stage; the first one of contacts and leads")
    share: Figure = Field(description="the share of what should have been, or of items that passed on")
    planned: Figure = Field(description="what it should be: 1, or the conversion that is planned")
    in_time: Figure = Field(
        description="the share of what is lost by it, or of what is at the stage and to come there, that would be paid "
        "within the horizon; the rest is of the time after it"
    )


class Help(Row):
    """A single thing that would be enough for every target on average, if the rest goes by plan."""

    kind: HelpKind = Field(
        description="`contacts` left to open in a funnel, the `conversion` of a stage, or the `average_deal` of a "
        "product, from now on"
    )
    of: str = Field(description="the funnel, or the product")
    stage: str | None = Field(description="of `conversion`: the stage")
    before: Figure = Field(description="as it is planned, or likely")
    after: Figure = Field(description="what would be enough")
    most: Figure | None = Field(description="of `contacts`: as many as the day patterns have room for; else null")


class PacePoint(Row):
    """A target on the evening of a day."""

    target: str = Field(description="the target")
    date: dt.date = Field(description="the day")
    planned: Figure = Field(description="reached by then, by the plan's flow")
    reached: Figure | None = Field(description="reached by then; null of a day to come")
    likely: Figure | None = Field(description="what it will likely have come to by then; null of a day that is over")
    low: Figure | None = Field(description="lower end of the band around that")
    high: Figure | None = Field(description="upper end of it")


class FactTotal(Row):
    """What the facts of one kind add up to, and what became of them."""

    what: str = Field(description="the activity, `contacts`, `leads`, the stage, `paid` or `absent`")
    rows: int = Field(description="facts that were given")
    count: Figure = Field(description="what they add up to")
    amount: Figure = Field(description="what was paid in them")
    used: int = Field(description="facts that count, since their day is over")
    used_count: Figure = Field(description="what these add up to")
    used_amount: Figure = Field(description="what was paid in these")


class Progress(Document):
    """Where a plan stands on a day."""

    as_of: dt.date = Field(description="the day")
    through: dt.date | None = Field(
        description="the last day that counts: the day itself, or the one before where nothing is known of it yet; "
        "null before the first"
    )
    managers: tuple[ManagerProgress, ...] = Field(description="a row a person")
    funnels: tuple[StageProgress, ...] = Field(description="a row a stage")
    targets: tuple[TargetPace, ...] = Field(description="a row a target")
    odds: Figure | None = Field(
        description="the probability that all targets are still met together; null without targets"
    )
    pipeline: tuple[OpenItems, ...] = Field(description="a row a stage at which something is under way")
    catch_up: tuple[CatchUp, ...] = Field(description="a row an outbound funnel")
    indicators: tuple[Indicator, ...] = Field(description="what is below plan beyond chance")
    helps: tuple[Help, ...] = Field(
        description="where a target is not met on average: what alone would still help, the smallest change first"
    )
    pace: tuple[PacePoint, ...] = Field(description="a row a target and day")
    facts: tuple[FactTotal, ...] = Field(description="a row a kind of fact")
    unfilled: int = Field(description="rows of the form that are not filled in yet")
    notes: tuple[str, ...] = Field(description="sentences that a person should read")
