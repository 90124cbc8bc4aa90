"""What rules ask of a model, so that each is written once, whatever the model counts.

A model of counts decides how many of those who are alike do something, a model of person-days who does it, and a model
of shares how much of what fits into weeks whose days are settled. Each answers the same questions about its columns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, Protocol

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Department
from salescrew.models.department.goals import Goal
from salescrew.models.department.leads import Slot
from salescrew.models.department.people import FixedDay
from salescrew.models.department.posts import Post
from salescrew.models.department.reserve import ReserveKey
from salescrew.models.department.work import DueInWeek, Entry, Group, Task
from salescrew.solver.engine.program import Program, Term

Due = tuple[Task, int]
"""Work, and the period in which it falls due."""


class Sum(NamedTuple):
    """A sum of columns, and what is given beside them."""

    terms: Sequence[Term] = ()
    given: float = 0.0


class Opened(NamedTuple):
    """Contacts that somebody opens in a period.

    Attributes
    ----------
    column
        What decides about them; None where they are given.
    contacts
        How many they are, for each unit of the column.
    standard
        How many standard contacts they are worth.
    """

    funnel: str
    period: int
    column: int | None
    contacts: float
    standard: float


class Answered(NamedTuple):
    """A slot that somebody covers.

    Attributes
    ----------
    column
        How many of those who are alike cover it; None: one, which is given.
    worth
        How many standard leads each lead is worth that is answered.
    """

    slot: Slot
    period: int
    column: int | None
    worth: float


class Pool(NamedTuple):
    """Contacts that people of the same funnels open with an activity in a period, shared out among these funnels.

    Attributes
    ----------
    opened
        What is opened, in standard contacts.
    shares
        A column for each funnel: the standard contacts that enter it.
    """

    opened: Sequence[Term]
    shares: Mapping[Entry, int]


@dataclass
class Written:
    """The rows that rules wrote, by what they are about: their duals are prices.

    Attributes
    ----------
    slots
        In the order of the model's slots.
    """

    slots: list[int] = field(default_factory=list)
    due: dict[Due, int] = field(default_factory=dict)
    targets: list[tuple[Goal, int]] = field(default_factory=list)
    cold_bases: dict[str, int] = field(default_factory=dict)
    reserves: dict[ReserveKey, int] = field(default_factory=dict)


class ColumnsOfFlow(Protocol):
    """What every model answers: what enters the funnels, and who has time for the work that it makes.

    Attributes
    ----------
    entering
        What enters the first stage of each funnel in each period, in standard contacts and leads; and where it counts
        who handles items, what passes each stage beyond its conversion, as items of that stage.
    work
        What a group does of a task, by the period in which that falls due, and the one in which it is done.
    undone
        The work that nobody does, where the model may leave some.
    is_elastic
        Whether work may be left undone.
    is_exact
        Whether no more work is done than falls due, and no time is taken but for that.
    """

    department: Department
    program: Program
    written: Written
    entering: dict[Entry, int]
    work: dict[tuple[Group, Task, int, int], int]
    undone: dict[Due, int]
    is_elastic: bool
    is_exact: bool

    @property
    def groups(self) -> Sequence[Group]:
        """Those who may do the same work."""
        ...

    @property
    def needed(self) -> Sum:
        """The share of every target that must be met."""
        ...

    def opened(self) -> Iterable[Opened]:
        """Yield the contacts that somebody opens."""
        ...

    def pools(self) -> Iterable[Pool]:
        """Yield the contacts that are opened in common."""
        ...

    def answered(self) -> Iterable[Answered]:
        """Yield the slots that somebody covers."""
        ...

    def time(self) -> Mapping[tuple[Group, str, int], Sequence[Term]]:
        """Give the time that each group has for the work of an activity in a period."""
        ...

    def work_due(self, task: Task) -> Sequence[DueInWeek]:
        """Give the work due in each period: its weights on what enters, and what is given."""
        ...

    def may_be_done(self, task: Task) -> Sequence[float]:
        """Give the work of each period that need not be done, and may."""
        ...

    def periods_to_do(self, due: int) -> Sequence[int]:
        """Give the periods in which work that falls due in one may be done."""
        ...

    def towards(self, goal: Goal) -> Sequence[Term] | None:
        """Give what enters weighted by what it adds to a target; None where the model cannot tell."""
        ...


class Chosen(NamedTuple):
    """How many of somebody's days hold a pattern."""

    pattern: DayPattern
    column: int


class Covering(NamedTuple):
    """How often somebody covers slots that the model does not tell apart.

    Attributes
    ----------
    most
        How many of these slots there are on the days that are taken together; None where the column tells.
    """

    slots: Sequence[Slot]
    column: int
    most: float | None = None


class Dutied(NamedTuple):
    """How many of those who are alike have a pattern with a certain number of places on a day, and what they cover.

    Attributes
    ----------
    covering
        By the name of the slot, a column for each queue.
    """

    people: int
    covering: dict[str, list[int]]


@dataclass(frozen=True)
class Days:
    """Days of somebody that a model takes together: one, a week's, a horizon's.

    Attributes
    ----------
    there
        How many of them may hold a pattern.
    fixed
        What is fixed about them.
    dutied
        Who has how many places on duty, by day and number; empty where that is not told apart.
    covering
        Who covers which slots; where `dutied` tells, only of days of which something is fixed.
    at_once
        The most slots of one of these days.
    """

    there: int
    patterns: Sequence[Chosen]
    covering: Sequence[Covering]
    fixed: Mapping[dt.date, FixedDay]
    dutied: Mapping[tuple[dt.date, int], Dutied] = field(default_factory=dict)
    at_once: int = 1


@dataclass(frozen=True)
class Somebody:
    """People who are alike in a role, or one of a team.

    Attributes
    ----------
    people
        How many of them there are.
    """

    post: Post
    people: Sum
    days: Sequence[Days]


class Place(NamedTuple):
    """Slots that the model does not tell apart, with all who cover them.

    Attributes
    ----------
    least, most
        How many must, and may, be on duty in them, in all.
    covering
        Who is, with what stays open where some may.
    """

    least: int
    most: int
    covering: Sum


class DutyDay(NamedTuple):
    """A day on which somebody may be on duty.

    Attributes
    ----------
    places
        The numbers of places on duty that patterns of the day have, as far as they count.
    slots
        How many of its slots can be covered.
    """

    places: tuple[int, ...]
    slots: int


class WeekOfDuty(NamedTuple):
    """The slots that somebody covers in a week, or in several that are added up.

    Attributes
    ----------
    dutied
        Where days are counted, those with so many places on duty that count.
    days
        The days of each of the weeks then.
    """

    covering: Sum
    people: Sum
    weeks: int = 1
    dutied: Mapping[int, Sequence[int]] = MappingProxyType({})
    days: Sequence[tuple[DutyDay, ...]] = ()


class WeekOfDays(NamedTuple):
    """The days of a week, or of several that are added up, on which somebody has a pattern.

    Attributes
    ----------
    most
        On how many of them each may have one.
    """

    worked: Sum
    people: Sum
    most: float


class ReserveOfPeriod(NamedTuple):
    """The places on duty that people have in a period, absence taken off, and how many there must be."""

    key: ReserveKey
    places: Sum
    needed: float


class Spending(NamedTuple):
    """What somebody does of an activity, and what the day patterns of these days allow of it."""

    spent: Sequence[Term]
    allowed: Sum


class ColumnsOfDays(Protocol):
    """What models answer that decide what days hold.

    Attributes
    ----------
    is_by_day
        Whether days are told apart, or the slots of several are added up.
    is_by_duty
        Whether the number of places on duty that somebody has on a day is told apart.
    """

    department: Department
    program: Program
    written: Written
    is_by_day: bool
    is_by_duty: bool

    def everybody(self) -> Iterable[Somebody]:
        """Yield people with their days."""
        ...

    def places(self) -> Iterable[Place]:
        """Yield who covers each slot."""
        ...

    def able(self) -> Iterable[tuple[Post, int]]:
        """Yield who may be on duty, with the column of how many they are, where days are added up."""
        ...

    def weeks_of_duty(self) -> Iterable[WeekOfDuty]:
        """Yield the slots that everybody covers in a week."""
        ...

    def weeks_of_days(self) -> Iterable[WeekOfDays]:
        """Yield the days of the weeks in which somebody could have a pattern on more than are allowed."""
        ...

    def spending(self) -> Iterable[Spending]:
        """Yield what everybody does with what fits into a day or a week."""
        ...


class Columns(ColumnsOfFlow, ColumnsOfDays, Protocol):
    """What a model answers that decides everything.

    Attributes
    ----------
    missing
        The places on duty that are missing for absences, where the model may leave some.
    """

    missing: dict[ReserveKey, int]

    def reserves(self) -> Iterable[ReserveOfPeriod]:
        """Yield the places that are kept for absences in each period."""
        ...
