"""Leads as they come, and who answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from salescrew.models.department.leads import Slot, queue_of, service_level_of
from salescrew.models.department.queues import TOLERANCE, Queue
from salescrew.models.plan.sections.duty import ServiceLevel
from salescrew.models.simulation.department import Department
from salescrew.models.simulation.draws import Draws, Floats, Whole
from salescrew.models.simulation.presence import Flags, Presence


@dataclass(frozen=True)
class Answered:
    """The leads of a funnel in a week.

    Attributes
    ----------
    passed
        Items that pass the first stage.
    came, lost
        Leads that came, and that nobody answered.
    """

    passed: Whole
    came: Floats
    lost: Floats


@dataclass(frozen=True)
class Served:
    """Leads that are served as a plan wants, and all that are to be so.

    Attributes
    ----------
    in_time, asked_in_time
        Where a share of them is to be answered within a time: those that are.
    in_short, asked_in_short
        Where their average wait is bounded: those that come while it is kept.
    """

    in_time: float = 0.0
    asked_in_time: float = 0.0
    in_short: float = 0.0
    asked_in_short: float = 0.0

    def __add__(self, other: Served) -> Served:
        """Add up."""
        return Served(
            self.in_time + other.in_time,
            self.asked_in_time + other.asked_in_time,
            self.in_short + other.in_short,
            self.asked_in_short + other.asked_in_short,
        )


def _share_served(queue: Queue, level: ServiceLevel) -> float:
    """Give the share of a slot's leads that is served as a service level wants."""
    if level.average_wait_seconds is not None:
        return float(60 * queue.mean_wait() <= level.average_wait_seconds * (1 + TOLERANCE))
    return queue.answered_within((level.within_seconds or 0.0) / 60)


class Answering:
    """Draws leads, with one level for the whole horizon and a chance of its own for each week."""

    def __init__(self, department: Department, fixed: frozenset[str], draws: Draws) -> None:
        self.department = department
        self.draws = draws
        self.are_fixed = "arrivals" in fixed
        self.levels: dict[str, Floats] = {}
        for name, funnel in department.plan.funnels.items():
            if funnel.leads is not None and funnel.leads.level_cv and "forecast" not in fixed:
                shape = funnel.leads.level_cv**-2
                self.levels[name] = draws.rng.gamma(shape, 1 / shape, draws.runs)

    def of_week(
        self, funnel: str, week: int, presence: Sequence[Presence], conversion: float | Floats
    ) -> Answered | None:
        """Draw the leads of a week, and what they bring to the next stage; None where none come."""
        record = self.department.plan.funnels[funnel].leads
        slots = [slot for slot in self.department.slots_of_week(week) if slot.leads.get(funnel)]
        slots += [slot for slot in self.department.unanswered(week) if slot.leads.get(funnel)]
        if record is None or not slots:
            return None
        takers = [self._takers(slot, presence) if slot.required else [] for slot in slots]
        level: float | Floats = self.levels.get(funnel, 1.0)
        if self.are_fixed:
            return self._as_expected(funnel, slots, takers, presence, level, conversion)
        if record.dispersion > 1:
            scale = record.dispersion - 1
            expected = sum(slot.leads[funnel] for slot in slots)
            waves = self.draws.rng.gamma(expected * level / scale, scale, self.draws.runs)
            level = waves / expected
        return self._by_chance(funnel, slots, takers, presence, level, conversion)

    def _by_chance(
        self,
        funnel: str,
        slots: Sequence[Slot],
        takers: Sequence[list[tuple[int, Flags | None]]],
        presence: Sequence[Presence],
        level: float | Floats,
        conversion: float | Floats,
    ) -> Answered:
        """Draw Poisson numbers: the leads of each worth are one, those that nobody takes another."""
        rates: dict[float, float | Floats] = defaultdict(float)
        single: list[tuple[Floats, float | Floats]] = []
        lost: float | Floats = 0.0
        for slot, those in zip(slots, takers, strict=True):
            each = slot.leads[funnel] / max(1, slot.required)
            taken: float | Floats = 0.0
            for seat, flags in those:
                rate: float | Floats = each if flags is None else each * flags.astype(float)
                worth = presence[seat].worth
                if isinstance(worth, np.ndarray):
                    single.append((worth, rate))
                else:
                    rates[worth] = rates[worth] + rate
                taken = taken + rate
            lost = lost + (slot.leads[funnel] - taken)
        passed = np.zeros(self.draws.runs, dtype=np.int64)
        came = np.zeros(self.draws.runs)
        every: list[tuple[float | Floats, float | Floats]] = [*rates.items(), *single]
        for worth, rate in every:
            leads = self.draws.rng.poisson(np.maximum(rate * level, 0.0), self.draws.runs)
            came = came + leads
            passed = passed + self.draws.first_passage(leads.astype(float), worth, conversion)
        missed = self.draws.rng.poisson(np.maximum(lost * level, 0.0), self.draws.runs).astype(float)
        return Answered(passed, came + missed, missed)

    def _as_expected(
        self,
        funnel: str,
        slots: Sequence[Slot],
        takers: Sequence[list[tuple[int, Flags | None]]],
        presence: Sequence[Presence],
        level: float | Floats,
        conversion: float | Floats,
    ) -> Answered:
        """Let as many leads come as expected, and share those of a slot out among the places on duty."""
        runs = self.draws.runs
        passed = np.zeros(runs, dtype=np.int64)
        came, lost = np.zeros(runs), np.zeros(runs)
        for slot, those in zip(slots, takers, strict=True):
            left = self.draws.whole(np.broadcast_to(slot.leads[funnel] * level, (runs,)))
            came = came + left
            for place, (seat, flags) in enumerate(those):
                share = 1 / (slot.required - place)
                taken = self.draws.binomial(left, share if flags is None else share * flags.astype(float))
                passed = passed + self.draws.first_passage(taken.astype(float), presence[seat].worth, conversion)
                left = left - taken
            lost = lost + left
        return Answered(passed, came, lost)

    def served(self, week: int, presence: Sequence[Presence]) -> Served:
        """Count the leads expected in a week that are served as the plan wants by those who are there.

        How quickly a slot's leads are answered follows from how many people are there (Erlang C, Erlang A).
        """
        served = Served()
        for slot in self.department.slots_of_week(week):
            level = service_level_of(self.department.plan, slot.queue)
            if level is None:
                continue
            there = np.zeros(self.draws.runs, dtype=np.int64)
            for _, flags in self._takers(slot, presence):
                there = there + (1 if flags is None else flags)
            well = 0.0
            for people, runs in enumerate(np.bincount(there)):
                queue = queue_of(self.department.plan, slot.queue, slot.total, people) if runs else None
                if queue is not None:
                    well += slot.total * _share_served(queue, level) * float(runs) / self.draws.runs
            if level.average_wait_seconds is None:
                served += Served(in_time=well, asked_in_time=slot.total)
            else:
                served += Served(in_short=well, asked_in_short=slot.total)
        return served

    def _takers(self, slot: Slot, presence: Sequence[Presence]) -> list[tuple[int, Flags | None]]:
        """Tell who answers in a slot, and in which runs: those on duty, or others with a free place for one away.

        Who steps in answers one queue at a time: those of the plan first come first.
        """
        at_once = self.department.at_once(slot)
        busy = {seat for one in at_once for seat in self.department.on_duty[one.key]}
        taken: dict[int, Flags] = {}
        for one in at_once:
            found = self._takers_besides(one, busy, taken, presence)
            if one is slot:
                return found
        return []

    def _takers_besides(
        self, slot: Slot, busy: Collection[int], taken: dict[int, Flags], presence: Sequence[Presence]
    ) -> list[tuple[int, Flags | None]]:
        found: list[tuple[int, Flags | None]] = []
        missing: list[Flags] = []
        for seat in self.department.on_duty[slot.key]:
            flags = presence[seat].there(self.department.day_number(seat, slot.date))
            found.append((seat, flags))
            if flags is not None and not flags.all():
                missing.append(~flags)
        if not missing:
            return found
        free = [seat for seat in self.department.substitutes.get(slot.date, ()) if seat not in busy]
        for seat in (seat for seat in free if self.department.seats[seat].may_cover(slot)):
            flags = presence[seat].there(self.department.day_number(seat, slot.date))
            may = np.ones(self.draws.runs, dtype=bool) if flags is None else flags.copy()
            if seat in taken:
                may &= ~taken[seat]
            takes = np.zeros(self.draws.runs, dtype=bool)
            for number, gap in enumerate(missing):
                now = gap & may
                takes |= now
                may &= ~now
                missing[number] = gap & ~now
            found.append((seat, takes))
            taken[seat] = takes | taken[seat] if seat in taken else takes
        return found
