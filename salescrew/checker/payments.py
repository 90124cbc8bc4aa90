"""What may be paid, by chance: everything that a result opens, as independent items with their chances of payment."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from salescrew.checker.case import Case

PayWeeks = dict[int, float]
"""The probability that what passes every stage is paid in a week; weeks run on beyond the horizon."""


@dataclass(frozen=True)
class Opening:
    """Items of a funnel that enter a stage together: contacts, leads, or what is under way at the start.

    Attributes
    ----------
    stage
        The number of the stage.
    counts
        How many there are: of each person, of each slot, or of each batch.
    worth
        What one is worth at the first stage, with whoever opens it and handles it there; else 1.
    by_themselves
        Whether they come as they like, as leads do: then there are so many on average.
    weeks
        When they are paid, if they are, within the horizon; times what one is worth as handled at later stages.
    week
        The week in which they enter, of which round: what came in another week came by another chance.
    wait
        The days after which they pass on from their stage.
    is_there
        Whether they are at their stage already, and enter it no more.
    """

    stage: int
    counts: tuple[float, ...]
    worth: float
    by_themselves: bool
    weeks: PayWeeks
    week: tuple[int, int]
    wait: float
    is_there: bool = False

    @property
    def total(self) -> float:
        """How many there are on average."""
        return math.fsum(self.counts)


def openings_of(case: Case, funnel: str, *, paid_only: bool = True) -> list[Opening]:
    """List what a result opens in a funnel, and what is under way there, round by round of a steady plan.

    Parameters
    ----------
    paid_only
        Whether that of which nothing can be paid within the horizon is left out, though it may enter stages.
    """
    found, first_wait = [], case.plan.funnels[funnel].stages[0].days_to_next
    for week, worth, counts, are_leads in (*_contacts(case, funnel), *_leads(case, funnel)):
        rounds, handled = _rounds(case, funnel, week), worth * case.worth_handled(funnel, 0, week)
        for number, weeks in (
            rounds if paid_only else {key: PayWeeks() for key in range(max(rounds, default=0) + 1)}
        ).items():
            found.append(Opening(0, tuple(counts), handled, are_leads, weeks, (week, number), first_wait))
    return found + list(_under_way(case, funnel))


Entering = tuple[int, float, list[float], bool]


def _contacts(case: Case, funnel: str) -> Iterator[Entering]:
    """Yield the contacts that people open, by week and worth."""
    opened: dict[tuple[str, int], float] = defaultdict(float)
    for (day, name), by_funnel in case.contacts.items():
        if by_funnel.get(funnel):
            opened[name, case.days.week_of(day)] += by_funnel[funnel]
    alike: dict[tuple[int, float], list[float]] = defaultdict(list)
    for (name, week), count in opened.items():
        alike[week, case.posts[name].worth(week)].append(count)
    for (week, worth), counts in sorted(alike.items()):
        yield week, worth, counts, False


def _leads(case: Case, funnel: str) -> Iterator[Entering]:
    """Yield the leads that are answered in a week, slot by slot, worth what they are on average."""
    answered: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for (day, slot), expected in case.slots.items():
        week, leads = case.days.week_of(day), expected.leads.get(funnel, 0.0)
        covering = case.on_duty.get((day, slot), ())
        if leads and covering:
            worth = math.fsum(case.posts[name].worth(week) for name in covering) / len(covering)
            answered[week].append((leads, worth))
    for week, slots in sorted(answered.items()):
        total = math.fsum(leads for leads, _ in slots)
        yield week, math.fsum(leads * worth for leads, worth in slots) / total, [leads for leads, _ in slots], True


def _rounds(case: Case, funnel: str, week: int) -> dict[int, PayWeeks]:
    """Tell when what enters in a week is paid, by how many horizons before it entered."""
    stages = case.plan.funnels[funnel].stages
    rounds: dict[int, PayWeeks] = defaultdict(dict)
    at_first, *others = [stage.days_to_next for stage in stages]
    for later, share in _walked(case, funnel, week, [(None, at_first), *enumerate(others, start=1)]).items():
        ago, at = divmod(later, case.days.weeks)
        if ago == 0 or case.plan.pipeline == "steady":
            rounds[ago][at] = rounds[ago].get(at, 0.0) + share
    return rounds


def _under_way(case: Case, funnel: str) -> Iterator[Opening]:
    stages, pipeline = case.plan.funnels[funnel].stages, case.plan.pipeline
    table = pipeline.get(funnel, {}) if isinstance(pipeline, dict) else {}
    for number, stage in enumerate(stages):
        batches = table.get(stage.name, 0.0)
        waits = [following.days_to_next for following in stages[number:]]
        if not isinstance(batches, tuple):
            parts = [(batches, waits)] if batches else []
        else:
            parts = []
            for old in batches:
                rest = max(0.0, waits[0] - old.waited_days) if old.days_left is None else old.days_left
                parts.append((old.items, [rest, *waits[1:]]))
        for items, days in parts:
            first = case.days.first_week
            is_there = isinstance(batches, tuple)
            # what is there passes as the plan has it; what one that enters a first stage brings is told by its worth
            own = None if is_there or number == 0 else number
            ways = _walked(case, funnel, first, [(own, days[0]), *enumerate(days[1:], start=number + 1)])
            weeks = {at: share for at, share in ways.items() if at < case.days.weeks}
            worth = 1.0 if is_there or number else case.worth_handled(funnel, 0, first)
            yield Opening(number, (items,), worth, False, weeks, (first, 0), days[0], is_there)


def _walked(case: Case, funnel: str, first: int, stages: list[tuple[int | None, float]]) -> PayWeeks:
    """Give the probability by weeks of having waited at every stage, times what an item is worth as handled there.

    Parameters
    ----------
    first
        The week in which an item enters the first of the stages.
    stages
        The number of each, None where who handles the item is told elsewhere, and the days until items pass on.
    """
    found: PayWeeks = {first: 1.0}
    for number, days in stages:
        i, rest = divmod(days / 7, 1)
        following: PayWeeks = defaultdict(float)
        for week, passed in found.items():
            chance = passed if number is None else passed * case.worth_handled(funnel, number, week)
            following[week + int(i)] += chance * (1 - rest)
            if rest:
                following[week + int(i) + 1] += chance * rest
        found = following
    return found
