"""What runs through a funnel towards payment: contacts, leads and opening items, each with where it may be paid.

Under `pipeline: steady` the same team has worked the same plan for as many rounds before as items can take; what one of
these rounds pays within the horizon is a stream of its own, with its own chance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from salescrew.models.department.funnels import FunnelFlow, lag
from salescrew.models.department.horizon import Horizon
from salescrew.models.odds.opened import Answered, Contacts, Opened
from salescrew.models.odds.quadrature import Floats
from salescrew.models.plan.plan import Plan

Step = tuple[Mapping[int, float], Callable[[int], float]]
"""A stage: after how many weeks items pass on from it, and what one is worth that enters it in a week."""


@dataclass(frozen=True)
class ContactStream:
    """Contacts of a week and worth, of one round.

    Attributes
    ----------
    whole
        How many are opened for certain.
    parts
        The probabilities of single ones besides.
    landing
        In which week of the horizon a contact that passes everywhere is paid: the probability by week; times what it
        is worth with whoever handles it at the stages after the first.
    """

    worth: float
    whole: int
    parts: tuple[float, ...]
    landing: Floats


@dataclass(frozen=True)
class LeadStream:
    """Leads of a week, of one round: its slots, and in which week of the horizon they are paid."""

    slots: tuple[Answered, ...]
    landing: Floats

    @cached_property
    def expected(self) -> float:
        """The leads expected in the week."""
        return sum(slot.expected for slot in self.slots)

    @cached_property
    def by_worth(self) -> dict[float, float]:
        """The leads expected by what they are worth with whom they go to."""
        shares: dict[float, float] = defaultdict(float)
        for slot in self.slots:
            for worth in slot.worths:
                shares[worth] += slot.expected / len(slot.worths)
        return dict(shares)

    @cached_property
    def slots_by_worths(self) -> dict[tuple[float, ...], Counter[float]]:
        """How many slots expect how many leads, by what these are worth with those who are on duty."""
        found: dict[tuple[float, ...], Counter[float]] = defaultdict(Counter)
        for slot in self.slots:
            found[tuple(sorted(slot.worths))][slot.expected] += 1
        return dict(found)


@dataclass(frozen=True)
class Underway:
    """Items that are under way at the start.

    Attributes
    ----------
    weeks
        In which week they enter their stage, or where they are there already, pass on from it: the share by week.
    """

    stage: int
    count: float
    weeks: Mapping[int, float]
    enters: bool


@dataclass(frozen=True)
class ItemStream:
    """Items that are under way at the start: how many, what they still have to pass, and when they are paid.

    Attributes
    ----------
    stage
        The number of the stage that they are at.
    """

    stage: int
    count: float
    landing: Floats


@dataclass(frozen=True)
class Streams:
    """All that runs through a funnel."""

    contacts: tuple[ContactStream, ...]
    leads: tuple[LeadStream, ...]
    items: tuple[ItemStream, ...]

    @property
    def every(self) -> Iterator[ContactStream | LeadStream | ItemStream]:
        """Yield all streams."""
        yield from self.contacts
        yield from self.leads
        yield from self.items


def streams_of(plan: Plan, funnel: str, opened: Opened) -> Streams:
    """List what runs through a funnel, where so much is opened."""
    flow = FunnelFlow(plan, funnel)
    rounds = _Rounds(plan, flow, opened)
    contacts = []
    for (week, worth), rows in _by_week_and_worth(opened.contacts.get(funnel, ())).items():
        whole = sum(int(row.count) for row in rows)
        parts = tuple(part for row in rows if (part := row.count - int(row.count)) > 0)
        each = worth * opened.handled(funnel, 0, week)
        contacts += [ContactStream(each, whole, parts, landing) for landing in rounds.of(week)]
    slots: dict[int, list[Answered]] = defaultdict(list)
    for slot in opened.leads.get(funnel, ()):
        handled = opened.handled(funnel, 0, slot.week)
        slots[slot.week].append(replace(slot, worths=tuple(worth * handled for worth in slot.worths)))
    leads = [LeadStream(tuple(of_week), landing) for week, of_week in slots.items() for landing in rounds.of(week)]
    items = (item_stream(flow, one, opened) for one in underway_of(flow))
    return Streams(tuple(contacts), tuple(leads), tuple(one for one in items if one.landing.any()))


def underway_of(flow: FunnelFlow) -> tuple[Underway, ...]:
    """List what is under way in a funnel when a plan begins."""
    found, first = [], Horizon(flow.plan).first_week
    for opening in flow.openings:
        number = flow.stages.index(opening.stage)
        if opening.waited_days is None:
            weeks = {first: 1.0}
        else:
            left = opening.left(flow.funnel.stages[number].days_to_next)
            weeks = {first + later: share for later, share in lag(left).items()}
        if opening.items:
            found.append(Underway(number, opening.items, weeks, opening.waited_days is None))
    return tuple(found)


def item_stream(flow: FunnelFlow, one: Underway, opened: Opened) -> ItemStream:
    """Give what is under way with where it is paid."""
    landing = np.zeros(flow.weeks)
    first = one.stage + (not one.enters)
    steps = [
        (lag(stage.days_to_next), partial(opened.handled, flow.name, first + number))
        for number, stage in enumerate(flow.funnel.stages[first:])
    ]
    for week, share in _joined(dict(one.weeks), steps).items():
        if week < flow.weeks:
            landing[week] += share
    return ItemStream(one.stage, one.count, landing)


def _by_week_and_worth(rows: tuple[Contacts, ...]) -> dict[tuple[int, float], list[Contacts]]:
    alike: dict[tuple[int, float], list[Contacts]] = defaultdict(list)
    for row in rows:
        alike[row.week, row.worth].append(row)
    return alike


class _Rounds:
    """When what enters in a week is paid, round by round; conversions left aside, and who handles the first stage."""

    def __init__(self, plan: Plan, flow: FunnelFlow, opened: Opened) -> None:
        self.flow = flow
        self.weeks = plan.calendar.weeks
        self.is_steady = plan.pipeline == "steady"
        self._steps: list[Step] = [
            (lag(stage.days_to_next), partial(opened.handled, flow.name, number) if number else _as_planned)
            for number, stage in enumerate(flow.funnel.stages)
        ]
        self._known: dict[int, tuple[Floats, ...]] = {}

    def of(self, week: int) -> tuple[Floats, ...]:
        """Give the landing of each round in which something of the week is paid within the horizon."""
        if week not in self._known:
            rounds: dict[int, Floats] = {}
            for later, share in _joined({week: 1.0}, self._steps).items():
                ago, at = divmod(later, self.weeks)
                if ago == 0 or self.is_steady:
                    rounds.setdefault(ago, np.zeros(self.weeks))[at] += share
            self._known[week] = tuple(rounds.values())
        return self._known[week]


def _as_planned(_week: int) -> float:
    return 1.0


def _joined(shares: dict[int, float], steps: Sequence[Step]) -> dict[int, float]:
    """Go through stages from weeks on: an item counts what it is worth with whoever handles it at each."""
    for waits, handled in steps:
        later: dict[int, float] = defaultdict(float)
        for week, share in shares.items():
            passed = share * handled(week)
            for more, part in waits.items():
                later[week + more] += passed * part
        shares = later
    return shares
