"""What follows from a plan before anything is decided, worked out once more in exact fractions.

Nothing here knows the package's own arithmetic but for `Plan` and the number of servers of a queue. Numbers are taken
as they are written: 0.1 is one tenth.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import holidays

from salescrew.models.department.queues import fewest_servers, fewest_servers_waiting
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.duty import DutyRule
from salescrew.models.plan.sections.funnels import Leads, Stage
from salescrew.models.plan.sections.people import Candidate, Manager
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.weekdays import Weekday

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


FirstDays = dt.date | tuple[dt.date, ...] | None


def exact(number: float) -> Fraction:
    """Take a number as it is written."""
    return Fraction(repr(number))


@dataclass(frozen=True)
class Somebody:
    """A person of the plan, known by name; `alike` is the profile of a candidate or the name of a manager."""

    name: str
    record: Manager | Candidate = field(compare=False)
    alike: str
    start: dt.date | None = None

    @property
    def starts(self) -> list[Somebody]:
        """Give the person once for each first day that there is to choose from."""
        days = self.record.from_
        if not isinstance(days, tuple):
            return [self]
        return [
            replace(self, start=day, record=self.record.model_copy(update={"from_": day})) for day in sorted(set(days))
        ]


Where = tuple[str, str]
"""A slot of a day, and the queue that is answered in it: empty where there is one."""


class Slot(NamedTuple):
    """A slot in which somebody has to be on duty for a queue; `activity` is what is done between its leads."""

    day: dt.date
    name: str
    queue: str
    where: Where
    leads: dict[str, Fraction]
    required: int
    between: int
    activity: str


def _ends(calendar: Calendar) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of the horizon."""
    if calendar.period is not None:
        year, part = int(calendar.period[:4]), calendar.period[5:]
        months = list(range(1, 13))
        if part.startswith("Q"):
            months = months[3 * (int(part[1:]) - 1) :][:3]
        elif part.startswith("H"):
            months = months[6 * (int(part[1:]) - 1) :][:6]
        elif part:
            months = [int(part)]
        of_year = [dt.date(year, 1, 1) + dt.timedelta(days=i) for i in range(366)]
        days = [day for day in of_year if day.year == year and day.month in months]
        return days[0], days[-1]
    start = calendar.given_start
    assert start is not None
    if calendar.given_end is not None:
        return start, calendar.given_end
    assert calendar.given_weeks is not None
    return start, start + dt.timedelta(days=6 - start.weekday() + 7 * (calendar.given_weeks - 1))


class Effort(NamedTuple):
    """Work of a funnel that is told apart: by activity, whether only closers do it, and stage where it counts who."""

    activity: str
    closing: bool
    stage: int | None


class Facts:
    """What follows from a plan before anything is decided (sections 2 to 4)."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.calendar = plan.calendar
        self.start, self.last = _ends(self.calendar)
        self.monday = self.start - dt.timedelta(days=self.start.weekday())
        self.weeks = range(self.week(self.last) + 1)
        self.inbound = [name for name, funnel in plan.funnels.items() if funnel.channel == "inbound"]
        self.steady = plan.pipeline == "steady"

    def week(self, day: dt.date) -> int:
        """Number the week of a day."""
        return (day - self.monday).days // 7

    @cached_property
    def horizon(self) -> list[dt.date]:
        return [self.start + dt.timedelta(days=i) for i in range((self.last - self.start).days + 1)]

    @cached_property
    def first_day(self) -> dt.date:
        """The first day that is planned."""
        return self.plan.so_far.as_of if self.plan.so_far else self.start

    @property
    def first_week(self) -> int:
        return self.week(self.first_day)

    @cached_property
    def working_days(self) -> list[dt.date]:
        return [day for day in self.all_working_days if day >= self.first_day]

    @cached_property
    def all_working_days(self) -> list[dt.date]:
        """The working days of the whole horizon."""
        given = self.calendar.holidays
        years = {day.year for day in self.horizon}
        free: set[dt.date] = set()
        for one in (given,) if isinstance(given, str) else given:
            if isinstance(one, str):
                free |= set(holidays.country_holidays(one, years=years))
            else:
                free |= {day for day in self.horizon if one.first <= day <= one.last}
        ordinary = (d for d in self.horizon if WEEKDAYS[d.weekday()] in self.calendar.working_days and d not in free)
        return sorted({*ordinary, *(day for day in self.calendar.extra_days if day in self.horizon)})

    @cached_property
    def everybody(self) -> list[Somebody]:
        found = [self._somebody(m.name, m, "manager " + m.name) for m in self.plan.managers]
        for c in self.plan.candidates:
            for number in range(1, c.at_most + 1):
                found.append(self._somebody(f"{c.profile} {number}", c, "candidate " + c.profile))
        return found

    def _somebody(self, name: str, record: Manager | Candidate, alike: str) -> Somebody:
        """Describe a person with what is said of that person alone."""
        fixed, changes = self.plan.fixed, dict[str, Any]()
        is_on_team = name in fixed.roles or bool(self.held(name))
        if name in self.plan.away:
            changes["days_off"] = record.days_off + self.plan.away[name]
        if is_on_team:
            changes["keep"] = True
            changes["roles"] = (fixed.roles[name],) if name in fixed.roles else record.roles
        elif isinstance(record, Candidate) and self.plan.so_far:
            changes["from_"] = self._later(record.from_, self.first_day)
        if name in fixed.since:
            days = self._later(changes.get("from_", record.from_), fixed.since[name])
            changes["from_"] = min(days) if isinstance(days, tuple) else days
        held = [day for day, (pattern, slots) in self.held(name).items() if pattern or slots]
        if isinstance(days := changes.get("from_", record.from_), tuple) and held:
            changes["from_"] = tuple(day for day in days if day <= min(held))
        if is_on_team or name in self.plan.away or name in fixed.since:
            alike = name
        return Somebody(name, record.model_copy(update=changes), alike)

    @staticmethod
    def _later(first: FirstDays, least: dt.date) -> FirstDays:
        if isinstance(first, tuple):
            return tuple(max(day, least) for day in first)
        return max(first or least, least)

    def held(self, name: str) -> dict[dt.date, tuple[Mapping[str, int] | None, set[Where]]]:
        """Give a person's settled days: the pattern (None where only slots are settled) and the slots."""
        held: dict[dt.date, tuple[Mapping[str, int] | None, set[Where]]] = {}
        for slot in self.plan.fixed.slots:
            if name in slot.managers:
                before = held.get(slot.date, (None, set[Where]()))[1]
                held[slot.date] = (None, before | {(slot.slot, slot.queue or "")})
        for day in self.plan.fixed.days:
            if day.manager == name:
                queues = day.queues or [""] * len(day.duty)
                pattern = {a: n for a, n in day.pattern.items() if n}
                held[day.date] = (pattern, set(zip(day.duty, queues, strict=True)))
        return held

    def there(self, record: Manager | Candidate) -> list[dt.date]:
        """List a person's working days."""
        return [
            day
            for day in self.working_days
            if (self._is_on(record, day) or day in self.calendar.extra_days)
            and not (record.first_day and day < record.first_day)
            and not (record.until and day > record.until)
            and not any(away.first <= day <= away.last for away in record.days_off)
        ]

    def _is_on(self, record: Manager | Candidate, day: dt.date) -> bool:
        """Tell whether a day is one of a person's working days, or of the rota that stands for them."""
        rota = record.rota
        if rota is None:
            return WEEKDAYS[day.weekday()] in (record.working_days or self.calendar.working_days)
        if isinstance(rota, tuple):
            return WEEKDAYS[day.weekday()] in rota[self.week(day) % len(rota)]
        turns = [True] * rota.on + [False] * rota.off
        return turns[(day - rota.from_).days % len(turns)]

    def cost(self, record: Manager | Candidate) -> Fraction:
        """Give what a person costs over the horizon: a month has 487 sixteenths of a day."""
        first, last = record.first_day or self.horizon[0], record.until or self.horizon[-1]
        days = sum(first <= day <= last for day in self.horizon)
        once = exact(record.hiring_cost) if isinstance(record, Candidate) else 0
        return exact(record.monthly_cost) * days * Fraction(16, 487) + once

    def most_days(self, record: Manager | Candidate) -> int:
        """Give the days of a week on which a person works at the most."""
        return self.plan.max_days_per_week if record.max_days_per_week is None else record.max_days_per_week

    def reserved_days(self, week: int) -> dict[dt.date, list[Slot]]:
        """List the days of a week that need a reserve for absences, with the slots that need somebody."""
        so_far = self.plan.so_far
        away = [span for spans in self.plan.away.values() for span in spans] if so_far else []
        days: dict[dt.date, list[Slot]] = {}
        for slot in self.slots:
            frozen = so_far is not None and so_far.frozen_until is not None and slot.day <= so_far.frozen_until
            is_away = any(span.first <= slot.day <= span.last for span in away)
            if self.week(slot.day) == week and not frozen and not is_away:
                days.setdefault(slot.day, []).append(slot)
        return days

    def reserves(self, week: int) -> list[tuple[frozenset[str], Fraction]]:
        """List every set of queues with the people whom its slots of a week take, on the days that need a reserve.

        A set that falls into two of which nobody answers queues of both lacks just what these lack, and is not counted.
        Where nobody is reckoned to be absent there is none: who covers a slot has a place for it.
        """
        absent = [someone.record for someone in self.everybody if someone.record.absence]
        if not any(self.answers(record, role) for record in absent for role in record.roles):
            return []
        spared = self.plan.so_far.open_reserve if self.plan.so_far else ()
        sizes = range(1, len(self.queues) + 1)
        found = []
        for queues in (frozenset(some) for size in sizes for some in itertools.combinations(self.queues, size)):
            if self._falls_apart(queues):
                continue
            slots = [slot for slots in self.reserved_days(week).values() for slot in slots if slot.queue in queues]
            given_up = [
                exact(row.missing)
                for row in spared
                if self.week(row.week) == week and queues == frozenset(row.queues or self.queues)
            ]
            found.append((queues, sum((slot.required for slot in slots), Fraction(0)) - sum(given_up)))
        return found

    def _falls_apart(self, queues: frozenset[str]) -> bool:
        """Tell whether some queues are two sets that nobody joins, whichever way they are halved."""
        joins = {self.answers(one.record, role) & queues for one in self.everybody for role in one.record.roles}
        first, *others = sorted(queues)
        halves = (
            frozenset({first, *some}) for size in range(len(others)) for some in itertools.combinations(others, size)
        )
        return any(all(not (half & join) or join <= half for join in joins) for half in halves)

    def works(self, record: Manager | Candidate, role: Role) -> list[str]:
        """List the funnels that a person works in a role."""
        channels = {"hunter": ["outbound"], "inbound": ["inbound"]}.get(role, ["outbound", "inbound"])
        return [
            name
            for name, funnel in self.plan.funnels.items()
            if funnel.channel in channels and (record.funnels is None or name in record.funnels)
        ]

    @cached_property
    def queues(self) -> dict[str, list[str]]:
        """The inbound funnels of each queue."""
        found: dict[str, list[str]] = {}
        for name in self.inbound:
            found.setdefault(self.plan.funnels[name].queue or "main", []).append(name)
        return found

    def opens(self, record: Manager | Candidate, role: Role) -> list[str]:
        """List the funnels in which a person opens contacts: a closer in none."""
        outbound = [name for name in self.works(record, role) if name not in self.inbound]
        return [] if role == "closer" else outbound

    def does(self, record: Manager | Candidate, role: Role, funnel: str, *, closing: bool) -> bool:
        """Tell whether a person does work of a funnel: that of stages by closers, or of others."""
        return funnel in self.works(record, role) and (role == "closer" or not closing)

    def efforts(self, funnel: str) -> list[Effort]:
        """Give the work of a funnel that is told apart."""
        stages = enumerate(self.plan.funnels[funnel].stages)
        found = {self.effort(stage, k, activity) for k, stage in stages for activity in stage.effort}
        rows = self.plan.so_far.open_work if self.plan.so_far else ()
        found |= {Effort(row.activity, row.by == "closer", None) for row in rows if row.funnel == funnel}
        return sorted(found, key=str)

    def effort(self, stage: Stage, k: int, activity: str) -> Effort:
        """Give the work that items of a stage make in an activity."""
        return Effort(activity, stage.by == "closer", k if self.handled_by(stage) == activity else None)

    def handled_by(self, stage: Stage) -> str | None:
        """Name the activity whose doer handles the items of a stage; None where it does not count who does."""
        if all(someone.record.follow_up == 1 for someone in self.everybody):
            return None
        return stage.handled_by or next(iter(stage.effort), None)

    def each(self, funnel: str, effort: Effort) -> list[Fraction]:
        """Give how much of some work an item makes at each stage."""
        return [
            exact(stage.effort[effort.activity])
            if effort.activity in stage.effort and self.effort(stage, k, effort.activity) == effort
            else Fraction(0)
            for k, stage in enumerate(self.plan.funnels[funnel].stages)
        ]

    def passes_beyond(self, record: Manager | Candidate) -> Fraction:
        """Give how much more of an item passes than by the plan's conversion where a person handles it."""
        return exact(record.follow_up) - 1

    def answers(self, record: Manager | Candidate, role: Role) -> frozenset[str]:
        """List the queues for which a person in a role may be put on duty: those of which all funnels are theirs."""
        own = self.works(record, role) if role in ("inbound", "mixed") and record.slots != () else ()
        return frozenset(queue for queue, funnels in self.queues.items() if set(funnels) <= set(own))

    def covers(self, record: Manager | Candidate, role: Role, slot: Slot) -> bool:
        """Tell whether a person in a role may be put on duty in a slot."""
        return slot.queue in self.answers(record, role) and (record.slots is None or slot.name in record.slots)

    def patterns(self, record: Manager | Candidate, role: Role, day: dt.date) -> list[Mapping[str, int]]:
        """List the patterns that a person may have on a day in a role."""
        weekday = WEEKDAYS[day.weekday()]
        own = record.weekday_patterns.get(weekday, record.day_patterns)
        menu = self.plan.weekday_patterns.get(weekday, self.menu) if own is None else own
        return [pattern for pattern in menu if role in ("inbound", "mixed") or pattern.get("duty", 0) == 0]

    @cached_property
    def menu(self) -> list[Mapping[str, int]]:
        budget = self.plan.time_budget
        if budget is None:
            return list(self.plan.day_patterns or ())
        menu: list[Mapping[str, int]] = []
        for duty in range(len(self.calendar.slots) + 1):
            minutes = exact(budget.day_minutes) - duty * exact(self.calendar.slot_minutes)
            if minutes < 0:
                continue
            each = {activity: exact(cost) for activity, cost in budget.minutes.items()}
            most = [min(minutes // cost, budget.at_most.get(a, minutes // cost)) for a, cost in each.items()]
            vectors = [
                vector
                for vector in itertools.product(*(range(n + 1) for n in most))
                if sum(n * cost for n, cost in zip(vector, each.values(), strict=True)) <= minutes
            ]
            fitting = set(vectors)
            for vector in vectors:
                # what exceeds it in one activity without falling behind can be cut to exceed it by one in that
                more = (tuple(n + (i == j) for j, n in enumerate(vector)) for i in range(len(vector)))
                if not any(other in fitting for other in more):
                    pattern = {"duty": duty, **dict(zip(each, vector, strict=True))}
                    menu.append({key: count for key, count in pattern.items() if count})
        return [pattern for pattern in menu if pattern]

    @cached_property
    def activities(self) -> list[str]:
        menus: list[Iterable[Mapping[str, int]]] = [self.menu, *self.plan.weekday_patterns.values()]
        for someone in self.everybody:
            menus += [someone.record.day_patterns or (), *someone.record.weekday_patterns.values()]
        named = {activity for menu in menus for pattern in menu for activity in pattern}
        return sorted((named | set(self.between_activities)) - {"duty"})

    @cached_property
    def between_activities(self) -> list[str]:
        """The activities that are done between leads."""
        rules = [self.rule(queue) for queue in self.queues]
        return sorted({rule.between_leads.activity for rule in rules if rule is not None and rule.between_leads})

    def rule(self, queue: str) -> DutyRule | None:
        """Give what says how many people a queue takes."""
        duty = self.plan.duty
        return duty if duty is None or duty.queues is None else duty.queues[queue]

    def worth(self, record: Manager | Candidate, role: Role, week: int) -> Fraction:
        """Give e[m](w); 0 of a closer, who opens and answers nothing."""
        if role == "closer":
            return Fraction(0)
        full = exact(getattr(record.effectiveness, role))
        since = week - (self.week(record.first_day) if record.first_day else 0)
        return full * (exact(record.ramp[since]) if 0 <= since < len(record.ramp) else 1)

    @cached_property
    def slots(self) -> list[Slot]:
        return [
            slot
            for day in self.working_days
            for name in self.slots_on(day)
            for queue in self.queues
            if (slot := self._slot(day, name, queue))
        ]

    def slots_on(self, day: dt.date) -> list[str]:
        """List the slots that a working day has."""
        short = self.calendar.short_days.get(WEEKDAYS[day.weekday()], self.calendar.slots)
        return [name for name in self.calendar.slots if name in short]

    @cached_property
    def _expected(self) -> dict[str, dict[tuple[dt.date, str], Fraction]]:
        """The leads of each inbound funnel by day and slot, those that waited too."""
        expected: dict[str, dict[tuple[dt.date, str], Fraction]] = {}
        for funnel in self.inbound:
            of = self.plan.funnels[funnel].leads
            assert of is not None
            found = expected[funnel] = defaultdict(Fraction)
            waiting = Fraction(0)
            for day in self.horizon:
                came = self._came(of, day)
                weights = {name: exact(of.by_slot.get(name, 1.0)) for name in self.slots_on(day)}
                total = sum(weights.values(), Fraction(0)) if day in self.all_working_days else Fraction(0)
                if not total:
                    waiting += came if of.days_off == "next_day" else 0
                    continue
                for name, weight in weights.items():
                    found[day, name] = came * weight / total
                found[day, next(name for name, weight in weights.items() if weight)] += waiting
                waiting = Fraction(0)
        return expected

    def _came(self, of: Leads, day: dt.date) -> Fraction:
        """Give the leads that come on a day, whether or not anybody is there."""
        by_day = {weekday: exact(of.by_weekday.get(weekday, 1.0)) for weekday in self.calendar.working_days}
        share = by_day.get(WEEKDAYS[day.weekday()], Fraction(0)) / sum(by_day.values())
        full = exact(of.per_week) * exact(of.season.get(f"{day:%Y-%m}", 1.0))
        for monday, leads in of.by_week.items():
            if self.week(dt.date.fromisoformat(monday)) == self.week(day):
                full = exact(leads)
        return full * share

    def _slot(self, day: dt.date, name: str, queue: str) -> Slot | None:
        leads = {funnel: self._expected[funnel][day, name] for funnel in self.queues[queue]}
        total = sum(leads.values(), Fraction(0))
        rule = self.rule(queue)
        if total == 0 or rule is None:
            return None
        required = self._required(rule, total, day, name)
        between = self._between(rule, total, required)
        where = (name, queue if len(self.queues) > 1 else "")
        open_slots = self.plan.fixed.open_slots
        short = sum(row.short for row in open_slots if (row.date, row.slot, row.queue or "") == (day, *where))
        if short:
            left = max(0, required - short)
            leads = {funnel: count * left / required for funnel, count in leads.items()}
            required = left
        activity = rule.between_leads.activity if rule.between_leads else ""
        return Slot(day, name, queue, where, leads, required, between, activity) if required else None

    def _required(self, rule: DutyRule, leads: Fraction, day: dt.date, slot: str) -> int:
        stated = rule.managers_per_slot
        if isinstance(stated, dict):
            # by weekday or by slot, and of a weekday by slot
            stated = stated.get(WEEKDAYS[day.weekday()], stated.get(slot, 0))
            return stated.get(slot, 0) if isinstance(stated, dict) else stated
        if stated is not None:
            return stated
        if rule.leads_per_slot is not None:
            return math.ceil(leads / exact(rule.leads_per_slot) - Fraction(1, 10**9))
        level = rule.service_level
        assert level is not None
        arrivals = float(leads) / self.calendar.slot_minutes
        if level.average_wait_seconds is not None:
            return waiting(level.average_wait_seconds / 60, arrivals, level.handling_minutes, level.patience_minutes)
        assert level.share is not None
        assert level.within_seconds is not None
        return servers(level.share, level.within_seconds / 60, arrivals, level.handling_minutes, level.patience_minutes)

    def _between(self, rule: DutyRule, leads: Fraction, required: int) -> int:
        if rule.between_leads is None or rule.service_level is None or required == 0:
            return 0
        minutes = exact(self.calendar.slot_minutes)
        busy = min(Fraction(1), leads * exact(rule.service_level.handling_minutes) / (required * minutes))
        free = exact(rule.between_leads.efficiency) * (1 - busy) * minutes
        return math.floor(free / exact(rule.between_leads.minutes_each) + Fraction(1, 10**9))

    def arrivals(self, days_to_next: float, week: int) -> list[tuple[int, Fraction]]:
        """List the weeks in which what passes in a week enters the next stage, each with its share."""
        return self._weeks_after(exact(days_to_next), week)

    def _weeks_after(self, days: Fraction, week: int) -> list[tuple[int, Fraction]]:
        tau = days / 7
        late = tau - math.floor(tau)
        when = [(week + math.floor(tau), 1 - late), (week + math.floor(tau) + 1, late)]
        return self.in_horizon((then, share) for then, share in when if share)

    def in_horizon(self, weeks: Iterable[tuple[int, Fraction]]) -> list[tuple[int, Fraction]]:
        """Take weeks after the end round to the start where the pipeline is steady, else leave them out."""
        if self.steady:
            return [(week % len(self.weeks), share) for week, share in weeks]
        return [(week, share) for week, share in weeks if week < len(self.weeks)]

    def done_in(self, week: int) -> list[int]:
        """List the weeks in which work that falls due in a week may be done."""
        weeks = ((week + late, Fraction(1)) for late in range(self.plan.grace_weeks + 1))
        return sorted({week for week, _ in self.in_horizon(weeks)})

    def under_way(self, funnel: str, stage: str) -> Fraction:
        """Give the items of the pipeline table that enter a stage in the first week that is planned."""
        table = self.plan.pipeline
        items = table.get(funnel, {}).get(stage, 0.0) if isinstance(table, dict) else 0.0
        return Fraction(0) if isinstance(items, tuple) else exact(items)

    def passing_on(self, funnel: str, number: int) -> list[tuple[int, Fraction]]:
        """List what passes on to the next stage of the items that were at a stage already, by week."""
        stage, table = self.plan.funnels[funnel].stages[number], self.plan.pipeline
        items = table.get(funnel, {}).get(stage.name, 0.0) if isinstance(table, dict) else 0.0
        found = []
        for old in items if isinstance(items, tuple) else ():
            left = max(Fraction(0), exact(stage.days_to_next) - exact(old.waited_days))
            left = left if old.days_left is None else exact(old.days_left)
            for week, share in self._weeks_after(left, self.first_week):
                found.append((week, share * exact(old.items) * exact(stage.conversion)))
        return found

    def open_work(self, funnel: str, effort: Effort, week: int) -> Fraction:
        """Give the work of before that falls due in a week, less what may be left for after the end."""
        so_far, total = self.plan.so_far, Fraction(0)
        for sign, rows in ((1, so_far.open_work), (-1, so_far.spared_work)) if so_far else ():
            for row in rows:
                stages = [stage.name for stage in self.plan.funnels[funnel].stages]
                of = Effort(row.activity, row.by == "closer", stages.index(row.stage) if row.stage else None)
                if (row.funnel, of, self.week(row.week)) == (funnel, effort, week):
                    total += sign * exact(row.amount)
        return total

    def base_left(self, funnel: str) -> Fraction | None:
        """Give the contacts that may still be opened; None: any number."""
        most, so_far = self.plan.funnels[funnel].max_contacts, self.plan.so_far
        if most is None:
            return None
        return max(Fraction(0), exact(most) - exact(so_far.contacts.get(funnel, 0.0) if so_far else 0.0))

    def sold_before(self, what: str, product: str | None = None, month: str | None = None) -> Fraction:
        """Give the revenue, profit or deals of before: of all, of a product, or of a month."""
        total = Fraction(0)
        for row in self.plan.so_far.entered if self.plan.so_far else ():
            of = self.plan.funnels[row.funnel].product
            if row.stage == "paid" and product in (None, of):
                deal = exact(self.plan.products[of].average_deal)
                paid = exact(row.items) * deal if row.revenue is None else exact(row.revenue)
                paid = paid if month in (None, f"{row.date:%Y-%m}") else Fraction(0)
                paid += exact(row.items) * self.fees(of, self.week(row.date), month)
                margin = exact(self.plan.products[of].margin or 0.0)
                if what == "deals" and month not in (None, f"{row.date:%Y-%m}"):
                    continue
                total += {"revenue": paid, "profit": paid * margin, "deals": exact(row.items)}[what]
        return total

    def fees(self, product: str, week: int, month: str | None = None) -> Fraction:
        """Give what a deal paid in a week pays by the month until the end, in all or in a month."""
        record = self.plan.products[product]
        fee, churn = record.monthly_fee or 0.0, record.monthly_churn
        left = [day for day in self.horizon if self.week(day) >= week]
        if not fee or churn == 1 or not left:
            return Fraction(0)
        months = len(left) / 30.4375
        of_fee = months if churn == 0 else (1 - (1 - churn) ** months) / -math.log(1 - churn)
        here = len(left) if month is None else sum(f"{day:%Y-%m}" == month for day in left)
        return exact(fee * of_fee) * Fraction(here, len(left))

    def revenue(self, product: str, week: int, month: str | None = None) -> Fraction:
        """Give what a deal paid in a week brings, in all or in a month."""
        share = Fraction(1) if month is None else self.month_share(week, month)
        return exact(self.plan.products[product].average_deal) * share + self.fees(product, week, month)

    def entered_before(self, funnel: str, stage: str) -> Fraction:
        """Give the items that entered a stage before."""
        rows = self.plan.so_far.entered if self.plan.so_far else ()
        return sum((exact(row.items) for row in rows if (row.funnel, row.stage) == (funnel, stage)), Fraction(0))

    @property
    def under_way_asked(self) -> Fraction:
        """The revenue to come that is asked for at the end; 0 where nothing has to be done for it."""
        asked = self.plan.target.under_way
        if asked is None or self.steady:
            return Fraction(0)
        if not isinstance(asked, str):
            return exact(asked)
        total, table = Fraction(0), self.plan.pipeline
        for name, of in table.items() if isinstance(table, dict) else ():
            for number, stage in enumerate(self.plan.funnels[name].stages):
                items = of.get(stage.name, 0.0)
                count = sum(exact(old.items) for old in items) if isinstance(items, tuple) else exact(items)
                total += count * self.worth_if_it_passes(name, number)
        return total

    def worth_if_it_passes(self, funnel: str, number: int) -> Fraction:
        """Give the deal that an item at a stage brings on average, whenever it is paid."""
        record = self.plan.funnels[funnel]
        shares = [exact(stage.conversion) for stage in record.stages[number:]]
        return math.prod(shares, start=exact(self.plan.products[record.product].average_deal))

    def late(self, days: Fraction, week: int) -> Fraction:
        """Give the share of what waits so long from a week on that does so beyond the end."""
        beyond = days / 7 + week - len(self.weeks) + 1
        return min(max(beyond, Fraction(0)), Fraction(1))

    def month_share(self, week: int, month: str) -> Fraction:
        """Give the share of a week's revenue that belongs to a month."""
        worked = [day for day in self.working_days if self.week(day) == week]
        planned = [day for day in self.horizon if self.week(day) == week and day >= self.first_day]
        days = worked or planned or [day for day in self.horizon if self.week(day) == week]
        return Fraction(sum(f"{day:%Y-%m}" == month for day in days), len(days))


@lru_cache(maxsize=1000)
def servers(share: float, minutes: float, arrivals: float, handling: float, patience: float | None) -> int:
    """Give the fewest people on duty for a service level."""
    return fewest_servers(share, minutes, arrivals, handling, patience)


@lru_cache(maxsize=1000)
def waiting(minutes: float, arrivals: float, handling: float, patience: float | None) -> int:
    """Give the fewest people on duty for an average wait."""
    return fewest_servers_waiting(minutes, arrivals, handling, patience)
