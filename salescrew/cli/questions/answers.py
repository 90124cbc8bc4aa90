"""What was answered, and what it says about how much a department can sell."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field

from salescrew.models.plan.calendar import CalendarDays
from salescrew.models.plan.sections.calendar import Calendar

HALVES = 2
"""Duty slots of a day."""
_USUAL_LOAD, _ROOM = 0.8, 2.0
_FEWEST_HIRES = 5
_SOME_PEOPLE = 3


def coming_quarter(today: dt.date) -> str:
    """Name the quarter that begins next."""
    quarter = (today.month - 1) // 3 + 1
    return f"{today.year + 1}-Q1" if quarter == 4 else f"{today.year}-Q{quarter + 1}"


@dataclass(frozen=True)
class Present:
    """Somebody who is there, or comes on a day."""

    name: str
    first_day: dt.date | None = None


@dataclass(frozen=True)
class Target:
    """What is to be sold: revenue, or a number of deals."""

    revenue: float | None = None
    deals: float | None = None


@dataclass(frozen=True)
class Answers:
    """What was answered; what was not asked yet is as it is where nothing is answered.

    Attributes
    ----------
    time
        What stands in the calendar of the days of the plan.
    calls, meetings
        What fits into a day that holds nothing else.
    call_share, lead_share
        Of calls, and of leads, that become a meeting.
    deal_share
        Of meetings that become a paid deal.
    days
        From a meeting to the payment.
    leads
        That come in a week by themselves.
    leads_per_slot
        That somebody on duty can answer in half a day.
    target
        None for what the people who are there can sell.
    hires
        None for as many as it may take.
    """

    time: dict[str, object] = field(default_factory=lambda: {"period": coming_quarter(dt.date.today())})
    holidays: str | None = None
    people: tuple[Present, ...] = ()
    monthly_cost: float = 0.0
    deal: float = 5_000.0
    currency: str = ""
    calls: int = 60
    meetings: int = 2
    call_share: float = 0.02
    deal_share: float = 0.2
    days: float = 30.0
    leads: float = 0.0
    lead_share: float = 0.3
    leads_per_slot: float = 6.0
    target: Target | None = None
    hires: int | None = None

    @property
    def calendar(self) -> Calendar:
        """The days of the plan."""
        return Calendar.model_validate({**self.time, **({"holidays": self.holidays} if self.holidays else {})})

    @property
    def usual_target(self) -> Target:
        """What the people who are there, or a few, can sell without haste."""
        deals = self._deals_of(len(self.people) or _SOME_PEOPLE) * _USUAL_LOAD
        if not self.deal:
            return Target(deals=max(1, round(deals)))
        return Target(revenue=_round(max(deals, 1) * self.deal))

    @property
    def wanted(self) -> Target:
        """The target."""
        return self.target or self.usual_target

    @property
    def most_hires(self) -> int:
        """How many people could be hired: as was said, or more than it may take."""
        if self.hires is not None:
            return self.hires
        deals = self.wanted.deals or (self.wanted.revenue or 0.0) / self.deal
        from_leads = self._from_leads if self.leads else 0.0
        days = self._days_of_leads + max(0.0, deals - from_leads) * self._days_of_deal
        return max(_FEWEST_HIRES, math.ceil(_ROOM * days / max(1, self._working_days)))

    # ---- how much can be sold

    def _deals_of(self, people: int) -> float:
        """Estimate the deals that so many people make."""
        if not self.calls:
            return self._from_leads
        left = max(0.0, people * self._working_days - self._days_of_leads)
        return self._from_leads + left / self._days_of_deal

    @property
    def _working_days(self) -> int:
        return len(CalendarDays(self.calendar).working_days)

    @property
    def _weeks(self) -> float:
        return self._working_days / 5

    @property
    def _days_of_deal(self) -> float:
        """The days of work that a deal from cold calls takes; without calls nothing brings more deals."""
        if not (self.calls and self.call_share and self.deal_share):
            return 0.0
        meetings = 1 / self.deal_share
        return meetings / self.call_share / self.calls + meetings / self.meetings

    @property
    def _from_leads(self) -> float:
        return self.leads * self._weeks * self.lead_share * self.deal_share

    @property
    def _days_of_leads(self) -> float:
        """The days of work that leads take: duty, and the meetings that come of them."""
        a_slot = self.leads / (5 * HALVES)
        on_duty = math.ceil(a_slot / self.leads_per_slot) if self.leads else 0
        return on_duty * self._working_days + self.leads * self._weeks * self.lead_share / self.meetings


def _round(amount: float) -> float:
    """Round to two digits."""
    size = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return math.floor(amount / size) * size
