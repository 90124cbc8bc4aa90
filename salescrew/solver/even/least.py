"""How even the weeks of a team can be at all: what it cannot come below, even if its days could be split.

The least of the largest of some ratios N[i] / D[i] of linear forms is found as Dinkelbach did: at a ratio R that is
reached with D'[i], the least z of all N[i] - R * D[i] <= z * D'[i] shows how far below R one may come, and where; so R
falls. That nobody comes below the last is shown by a z above 0 at a little less. Source: the planning model, section 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from salescrew.models.answers.evenness import EVEN_ENOUGH, Evenness, Measure
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.schedule.evenness import LEAST_A_WEEK
from salescrew.solver.engine.program import INFINITY, Clock, Outcome, Program, Term, least
from salescrew.solver.even.effort import EvenEffort
from salescrew.solver.even.model import EvenModel
from salescrew.solver.staffing.day_quotas import Quotas


@dataclass(frozen=True)
class _Peaks:
    """Amounts by week, of which the highest by days is set against the mean by days.

    Attributes
    ----------
    highest, mean
        At the least what is meant in each week, and at the most what it comes to in all.
    days
        The days of all weeks that count.
    """

    highest: Mapping[int, Sequence[Term]]
    mean: Sequence[Term]
    days: Mapping[int, int]

    def mean_of(self, values: Sequence[float]) -> float:
        """Give the mean by days."""
        return sum(values[column] * weight for column, weight in self.mean) / sum(self.days.values())

    def below(self, program: Program, ratio: float, less: int, size: float) -> Iterator[int]:
        """Let the highest week be a ratio times the mean at the most, or by so many sizes more; give the rows."""
        mean = [(column, -ratio * weight / sum(self.days.values())) for column, weight in self.mean]
        for week, terms in self.highest.items():
            own = [(column, weight / self.days[week]) for column, weight in terms]
            yield program.row([*own, *mean, (less, -size)], at_most=0)

    def ratio(self, values: Sequence[float]) -> float:
        """Give the highest week over the mean."""
        mean = self.mean_of(values)
        highest = (
            sum(values[column] * weight for column, weight in terms) / self.days[week]
            for week, terms in self.highest.items()
        )
        return max(highest) / mean if mean > 0 else 0.0


def least_uneven(
    department: Department,
    team: Sequence[Post],
    quotas: Quotas,
    found: Evenness,
    clock: Clock,
    effort: EvenEffort,
) -> dict[Measure, float]:
    """Give what a team could not come below of the figures that are above what they are to be.

    People who are alike may always be treated alike where days may be split.
    """
    above = [
        name for name, aim in EVEN_ENOUGH.items() if (getattr(found, name) or 0) > aim + effort.same and name != "duty"
    ]
    known: dict[Measure, float] = {"alike": 1.0} if "alike" in above else {}
    if not above or above == ["alike"] or clock.is_over():
        return known
    model = EvenModel(department, team, effort, apart="on_duty")
    if len(model.program.whole) > effort.largest_least:
        return known
    open_no_more(model, quotas)
    if found.weeks is not None and "weeks" in above:
        known["weeks"] = _least(model, peaks_of_funnels(model), (EVEN_ENOUGH["weeks"], found.weeks), clock)
    if found.person is not None and "person" in above:
        known["person"] = _least(model, _of_people(model, quotas), (EVEN_ENOUGH["person"], found.person), clock)
    return known


def _least(model: EvenModel, every: Sequence[_Peaks], span: tuple[float, float], clock: Clock) -> float:
    """Find what the largest of some ratios cannot come below, from one that is reached.

    Parameters
    ----------
    span
        What it is to be, and what is reached; where it could be what it is to be no more is found than that.
    """
    (aim, reached), effort, sizes = span, model.effort, [1.0] * len(every)
    ratio, enough = reached, _below(model, every, aim, sizes, clock).objective
    if enough is None or enough <= 0:
        return 1.0
    for _ in range(effort.ratios):
        outcome = _below(model, every, ratio, sizes, clock)
        if outcome.objective is None or outcome.objective >= 0:
            break
        sizes = [max(effort.same, peaks.mean_of(outcome.values)) for peaks in every]
        before, ratio = ratio, min(ratio, max(peaks.ratio(outcome.values) for peaks in every))
        if ratio > before * (1 - effort.ratio_within) and before < reached:
            break
    bound = ratio * (1 - effort.ratio_within)
    shown = _below(model, every, bound, sizes, clock).objective
    return bound if bound > aim and shown is not None and shown > 0 else aim


def _below(model: EvenModel, every: Sequence[_Peaks], ratio: float, sizes: Sequence[float], clock: Clock) -> Outcome:
    """Find the least by which ratios must exceed one, each in what it is divided by."""
    program = model.program
    less = program.column(INFINITY, lower=-INFINITY)
    rows = [row for peaks, size in zip(every, sizes, strict=True) for row in peaks.below(program, ratio, less, size)]
    outcome = least(program, [(less, 1.0)], clock=clock, relaxed=True)
    for row in rows:
        program.row_upper[row] = INFINITY
    return outcome


def open_no_more(model: EvenModel, quotas: Quotas) -> None:
    """Let no more contacts be opened with an activity than are: weeks are not to be filled with needless ones."""
    opened: dict[str, float] = {}
    for quota in quotas.values():
        for funnel, contacts in quota.contacts.items():
            activity = str(model.department.plan.funnels[funnel].opens_with)
            opened[activity] = opened.get(activity, 0.0) + contacts
    less: dict[str, list[Term]] = {}
    for _, columns in model.staffing.pairs():
        for (_, activity), terms in model.opened(columns).items():
            less.setdefault(activity, []).extend(terms)
    for activity, terms in less.items():
        model.program.row(terms, at_least=-opened.get(activity, 0.0) * (1 + model.effort.same) - model.effort.same)


def peaks_of_funnels(model: EvenModel) -> list[_Peaks]:
    """Set the contacts of funnels in the highest week against their mean."""
    department = model.department
    days = {week: len(of) for week, of in enumerate(department.horizon.working_days_by_week) if of}
    opens_with = [str(department.plan.funnels[name].opens_with) for name in department.outbound]
    found = []
    for name, activity in zip(department.outbound, opens_with, strict=True):
        alone = _opened(model, activity) if opens_with.count(activity) == 1 else None
        highest, mean = (alone, alone) if alone is not None else _by_worth(model, name, days)
        if highest:
            every = [term for terms in mean.values() for term in terms]
            found.append(_Peaks({week: terms for week, terms in highest.items() if week in days}, every, days))
    return found


def _opened(model: EvenModel, activity: str) -> dict[int, list[Term]]:
    """Give the contacts that are opened with an activity, by week."""
    opened: dict[int, list[Term]] = {}
    for _, columns in model.staffing.pairs():
        for (number, name), terms in model.opened(columns).items():
            if name == activity:
                of_week = opened.setdefault(columns.spans[number].period, [])
                of_week += [(column, -amount) for column, amount in terms]
    return opened


def _by_worth(model: EvenModel, name: str, days: Mapping[int, int]) -> tuple[dict[int, list[Term]], ...]:
    """Give the contacts of a funnel by week from what enters it: as few as may be, and as many."""
    highest: dict[int, list[Term]] = {}
    mean: dict[int, list[Term]] = {}
    for week in days:
        worth = [post.effectiveness[week] for post in model.team if name in post.funnels and post.effectiveness[week]]
        if worth:
            column = model.staffing.entering[name, week]
            highest[week], mean[week] = [(column, 1 / max(worth))], [(column, 1 / min(worth))]
    return highest, mean


def _of_people(model: EvenModel, quotas: Quotas) -> list[_Peaks]:
    """Set what is asked of people in the highest week against their mean, where as much is asked of them as counts."""
    asked: dict[tuple[str, str], int] = {}
    for (name, _), quota in quotas.items():
        for activity, count in quota.activities.items():
            asked[name, activity] = asked.get((name, activity), 0) + count
    found = []
    for post, activity, by_week in model.asked:
        days = {week: len(of) for week, of in enumerate(post.days) if of}
        fewest = LEAST_A_WEEK * len(days)
        if days and all(asked.get((name, activity), 0) >= fewest for name in post.names):
            every = [(column, 1.0) for column in by_week.values()]
            model.program.row(every, at_least=post.count * fewest)
            highest = {week: [(column, 1.0)] for week, column in by_week.items()}
            found.append(_Peaks(highest, every, days))
    return found
