"""Posts: people in a role, and all that follows from it before anyone decides."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from salescrew.models.department.day_menu import DayPattern, Menus, plan_patterns
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import DutySlots, Slot, funnels_by_queue
from salescrew.models.department.people import FixedDay, Person
from salescrew.models.department.roles import meaning_of
from salescrew.models.department.work import Group
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.weekdays import WEEKDAYS, weekday_of


def funnels_worked(plan: Plan, person: PersonFields, role: Role) -> frozenset[str]:
    """Give the funnels that a person works in a role."""
    channels = meaning_of(role).channels
    own = plan.funnels if person.funnels is None else person.funnels
    return frozenset(name for name in own if plan.funnels[name].channel in channels)


def queues_answered(plan: Plan, person: PersonFields, role: Role) -> frozenset[str]:
    """Give the queues that a person in a role answers, in some slot: those of which all funnels are among theirs."""
    if not meaning_of(role).on_duty or person.slots == ():
        return frozenset()
    worked = funnels_worked(plan, person, role)
    return frozenset(queue for queue, funnels in funnels_by_queue(plan).items() if worked.issuperset(funnels))


def most_days(plan: Plan, person: PersonFields) -> int:
    """Give on how many days of a week a person works at the most."""
    return plan.max_days_per_week if person.max_days_per_week is None else person.max_days_per_week


def worth_of_role(person: PersonFields, role: Role) -> float:
    """Give what one contact or lead of a person in a role is worth once the ramp is over; 0 of a role that has none."""
    worth: float = getattr(person.effectiveness, role) if meaning_of(role).takes_in else 0.0
    return worth


def effectiveness_by_week(horizon: Horizon, person: PersonFields, role: Role) -> list[float]:
    """Give what one contact or lead of a person in a role is worth, in each week."""
    full = worth_of_role(person, role)
    first = 0 if person.first_day is None else horizon.week_of(person.first_day)

    def ramp(week: int) -> float:
        since = week - first
        return person.ramp[since] if 0 <= since < len(person.ramp) else 1.0

    return [full * ramp(week) for week in horizon.weeks]


Patterns = Mapping[int, tuple[DayPattern, ...]]
"""Day patterns by the number of places on duty."""


@dataclass(frozen=True, eq=False)
class Post:
    """People who are alike, in one role: as many as the model decides, or one by name.

    Attributes
    ----------
    names
        The people who could be meant.
    funnels
        The funnels that they work.
    queues
        The queues that they answer.
    between_leads
        Whether they do what is to be done between leads while they are on duty.
    effectiveness
        What one contact or lead of theirs is worth, by week.
    days
        The working days on which each is there, by week.
    menus
        The day patterns worth choosing, by the number of places on duty: a menu for weekdays that have the same.
    menu_of
        The number of the menu of each weekday.
    fixed
        The days that are fixed: only of somebody who is alone in this.
    most_days
        On how many days of a week each works at the most.
    extra_cost
        What each is counted to cost a month beside the salary.
    closes
        Whether they do the work that only closers do.
    has_own_work
        Whether some work was agreed with the only one of them by name.
    """

    names: tuple[str, ...]
    role: Role
    record: PersonFields
    hired: bool
    funnels: frozenset[str]
    queues: frozenset[str]
    effectiveness: tuple[float, ...]
    days: tuple[tuple[dt.date, ...], ...]
    menus: tuple[Patterns, ...]
    menu_of: tuple[int, ...] = (0,) * 7
    between_leads: bool = False
    fixed: Mapping[dt.date, FixedDay] = field(default_factory=dict)
    most_days: int = 7
    extra_cost: float = 0.0
    closes: bool = False
    has_own_work: bool = False

    @property
    def on_duty(self) -> bool:
        """Whether they answer leads."""
        return bool(self.queues)

    def may_cover(self, slot: Slot) -> bool:
        """Tell whether they may be on duty in a slot of a day on which they are there."""
        return slot.queue in self.queues and (self.record.slots is None or slot.name in self.record.slots)

    @property
    def count(self) -> int:
        """The number of people who could be meant."""
        return len(self.names)

    @property
    def choice(self) -> tuple[Role, dt.date | None]:
        """What tells it from other posts of the same people: the role, and the first day."""
        return self.role, self.record.first_day

    def single(self, name: str) -> Post:
        """Give one of the people as a post of its own."""
        return dataclasses.replace(self, names=(name,))

    @cached_property
    def group(self) -> Group:
        """Those with whom they may do the same work."""
        person = self.names[0] if self.has_own_work else ""
        return Group(self.funnels, self.closes, self.record.follow_up, person)

    @property
    def present(self) -> float:
        """The share of a week's allowance that is left after absence."""
        return 1 - self.record.absence

    @cached_property
    def day_set(self) -> frozenset[dt.date]:
        """All days on which each is there."""
        return frozenset(day for week in self.days for day in week)

    def patterns_on(self, day: dt.date) -> Patterns:
        """Give the patterns worth choosing on a day, by the number of places on duty."""
        return self.menus[self.menu_of[day.weekday()]]

    @property
    def every_pattern(self) -> Iterator[DayPattern]:
        """The patterns worth choosing on some day."""
        return (pattern for menu in self.menus for patterns in menu.values() for pattern in patterns)

    def most(self, pattern: DayPattern, slots: Iterable[Slot]) -> dict[str, int]:
        """Give the most of each activity on a day: the pattern's, and what its slots leave time for between leads."""
        most = {activity: count for activity, count in pattern.items() if activity != "duty" and count}
        for slot in slots if self.between_leads else ():
            for activity, count in slot.between.items():
                most[activity] = most.get(activity, 0) + count
        return most


FixedDays = Callable[[Person, Role], Mapping[dt.date, FixedDay]]
"""Gives the days of a person in a role that are fixed."""


def _as_the_plan_says(person: Person, _role: Role) -> Mapping[dt.date, FixedDay]:
    return person.fixed


@dataclass(frozen=True, eq=False)
class Posts:
    """The posts that the people of a plan could have.

    Attributes
    ----------
    fixed_days
        Gives the days of a person in a role that are fixed.
    extra_cost
        Gives what a person in a role is counted to cost a month beside the salary.
    """

    horizon: Horizon
    duty: DutySlots
    fixed_days: FixedDays = _as_the_plan_says
    extra_cost: Callable[[Person, Role], float] | None = None

    def of(self, members: Sequence[Person], role: Role, start: dt.date | None = None) -> Post:
        """Describe people who are alike in a role.

        Parameters
        ----------
        start
            The first day, of those that they have to choose from; by default the earliest.
        """
        key = (members[0].kind, role, start)
        if key not in self._known:
            self._known[key] = self._worked_out(members[0].since(start), role)
        return dataclasses.replace(self._known[key], names=tuple(person.name for person in members))

    @cached_property
    def _known(self) -> dict[tuple[int, Role, dt.date | None], Post]:
        return {}

    def in_role(self, post: Post, role: Role) -> Post:
        """Give a post as it would do what is done between leads in a role."""
        return dataclasses.replace(post, role=role, between_leads=meaning_of(role).between_leads)

    def _worked_out(self, person: Person, role: Role) -> Post:
        plan, record = self.horizon.plan, person.record
        queues = queues_answered(plan, record, role) if self.duty.slots else frozenset[str]()
        fixed = self.fixed_days(person, role)
        menus, menu_of = self._menus_of(record, role, fixed, on_duty=bool(queues))
        return Post(
            names=(person.name,),
            role=role,
            record=record,
            extra_cost=self.extra_cost(person, role) if self.extra_cost else 0.0,
            hired=person.hired,
            funnels=funnels_worked(plan, record, role),
            queues=queues,
            between_leads=meaning_of(role).between_leads,
            effectiveness=tuple(effectiveness_by_week(self.horizon, record, role)),
            days=self._days(person),
            menus=menus,
            menu_of=menu_of,
            fixed=fixed,
            most_days=most_days(plan, record),
            closes=meaning_of(role).closes,
            has_own_work=person.has_own_work,
        )

    def _days(self, person: Person) -> tuple[tuple[dt.date, ...], ...]:
        key = (person.kind, person.record.first_day)
        if key not in self._days_by_kind:
            days: list[list[dt.date]] = [[] for _ in self.horizon.weeks]
            for day in self.horizon.days_there(person.record):
                days[self.horizon.week_of(day)].append(day)
            self._days_by_kind[key] = tuple(map(tuple, days))
        return self._days_by_kind[key]

    @cached_property
    def _days_by_kind(self) -> dict[tuple[int, dt.date | None], tuple[tuple[dt.date, ...], ...]]:
        return {}

    @cached_property
    def _menus(self) -> Menus:
        return Menus(self.horizon.plan)

    def menu(self, day: dt.date, record: PersonFields, role: Role) -> list[DayPattern]:
        """List the patterns that a person may have on a day in a role, worth choosing or not."""
        return self._menus.on(weekday_of(day), record, role)

    def may_have(self, post: Post, day: dt.date, pattern: DayPattern) -> bool:
        """Tell whether a pattern is in the menu of a person on a day in a role, worth choosing or not."""
        return any(
            {activity: count for activity, count in one.items() if count} == pattern
            for one in self.menu(day, post.record, post.role)
        )

    def _menus_of(
        self, record: PersonFields, role: Role, fixed: Mapping[dt.date, FixedDay], *, on_duty: bool
    ) -> tuple[tuple[Patterns, ...], tuple[int, ...]]:
        """Give the different menus of a person's weekdays, with what is fixed, and which of them each weekday has."""
        menus, found = [self._menus.on(weekday, record, role) for weekday in WEEKDAYS], list[list[DayPattern]]()
        for menu in menus:
            if menu not in found:
                found.append(menu)
        menu_of = tuple(found.index(menu) for menu in menus)
        useful = [dict(self._useful_patterns(menu, on_duty)) for menu in found]
        for day, held in fixed.items():
            patterns, of = useful[menu_of[day.weekday()]], held.pattern
            if of and of not in patterns.get(duty := of.get("duty", 0), ()):
                patterns[duty] = (*patterns.get(duty, ()), of)
        return tuple(dict(sorted(patterns.items())) for patterns in useful), menu_of

    def _useful_patterns(self, menu: list[DayPattern], on_duty: bool) -> Patterns:
        """Keep the patterns that no other exceeds; places on duty count only for those who may be on it."""
        key = on_duty, tuple(tuple(pattern.items()) for pattern in menu)
        if key not in self._useful:
            counted = {activity for pattern in menu for activity in pattern if on_duty or activity != "duty"}
            by_duty: dict[int, list[DayPattern]] = {}
            for pattern in _undominated(menu, counted):
                by_duty.setdefault(pattern.get("duty", 0), []).append(pattern)
            self._useful[key] = {duty: tuple(patterns) for duty, patterns in sorted(by_duty.items())}
        return self._useful[key]

    @cached_property
    def _useful(self) -> dict[object, dict[int, tuple[DayPattern, ...]]]:
        return {}

    def helper(self, patterns: Patterns | None = None) -> Post:
        """Describe someone of effectiveness 1 who does all work of all funnels on a day a week, and is never on duty.

        Parameters
        ----------
        patterns
            The patterns of that day; by default those of the plan's menu.
        """
        plan, record = self.horizon.plan, PersonFields()
        menu = plan_patterns(plan)
        usual = self._useful_patterns([pattern for pattern in menu if not pattern.get("duty")], on_duty=False)
        return Post(
            names=("",),
            role="hunter",
            record=record,
            hired=False,
            funnels=frozenset(plan.funnels),
            queues=frozenset(),
            effectiveness=(1.0,) * len(self.horizon.weeks),
            days=tuple(tuple(week[:1]) for week in self.horizon.working_days_by_week),
            menus=(usual if patterns is None else patterns,),
            closes=True,
        )


def _undominated(patterns: Iterable[DayPattern], counted: Set[str]) -> list[DayPattern]:
    """Leave out the patterns that others exceed in what counts; of those that are alike in it the last are left out."""
    distinct = list({tuple(sorted(pattern.items())): pattern for pattern in patterns}.values())

    def exceeds(more: DayPattern, less: DayPattern) -> bool:
        return more is not less and all(more.get(activity, 0) >= less.get(activity, 0) for activity in counted)

    return [
        pattern
        for i, pattern in enumerate(distinct)
        if not any(
            exceeds(other, pattern) and (j < i or not exceeds(pattern, other)) for j, other in enumerate(distinct)
        )
    ]
