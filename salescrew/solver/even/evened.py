"""The door of evenness: of a proven team, the roster and the quotas that can be handed out.

The roster is made anew with weeks that repeat: first with all who are alike taken together, which soon decides; then
with people told apart, after one week of a kind, then after two, then after three. Where that is not even enough, the
one that was found and one with other weeks, which only shares duty evenly, are looked at besides, and at last one that
has the aims as limits.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from salescrew.errors import ModelError
from salescrew.models.answers.evenness import EVEN_ENOUGH, Bound, Evenness, Measure
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.schedule.evenness import Counted, evenness_of
from salescrew.solver.engine.program import Clock, Engine, State
from salescrew.solver.even.effort import USUAL, EvenEffort
from salescrew.solver.even.least import least_uneven
from salescrew.solver.even.model import Apart, EvenModel
from salescrew.solver.even.positions import deal_places
from salescrew.solver.even.shares import Asked, even_quotas
from salescrew.solver.even.weeks import first_alike, kinds_of_weeks
from salescrew.solver.even.whole_days import least_with_whole_days
from salescrew.solver.staffing.day_quotas import Quotas
from salescrew.solver.staffing.day_rows import counted_days
from salescrew.solver.staffing.deal import PersonRoster, cannot_be_dealt, deal, starts_of
from salescrew.solver.staffing.quotas import quotas
from salescrew.solver.staffing.roster import PostRoster, RosterModel

logger = logging.getLogger(__name__)
SAME = 1e-6
"""What is less above is no more than noise."""
COULD_DO: tuple[Measure, ...] = ("weeks", "person")
"""The figures that whole days may keep above what split days could do."""
ALIKE_COUNTS, DUTY_COUNTS, WEEKS_COUNT = 20, 4, 10
"""What an excess of each counts beside one of a person's weeks: people who are alike come first, then the weeks."""


def exceeds_aims(measured: Evenness) -> float:
    """Sum up by how much figures exceed what is even enough; 0 where nothing does."""
    above = {name: max(0.0, (getattr(measured, name) or 0.0) - aim) for name, aim in EVEN_ENOUGH.items()}
    counts = {"alike": ALIKE_COUNTS, "duty": DUTY_COUNTS, "weeks": WEEKS_COUNT, "person": 1}
    return sum(counts[name] * excess for name, excess in above.items())


@dataclass(frozen=True)
class Evened:
    """People with what they do and what is asked of them.

    Attributes
    ----------
    unlike
        The highest of those who are alike over their mean, where that mean is enough to tell people apart by: who has
        too little for the figures is not treated alike either.
    rounded
        Weeks of people that are above what they are to be since quotas are whole, and a lower quota that would not be.
    least
        Of figures that are above what they are to be, what the team could not come below, as far as that is known.
    """

    people: Sequence[PersonRoster]
    quotas: Quotas
    measured: Evenness
    unlike: float
    rounded: Mapping[Asked, int] = field(default_factory=dict)
    least: Mapping[Measure, Bound] = field(default_factory=dict)

    @property
    def above(self) -> float:
        """By how much all of it exceeds what is even enough; 0 where nothing does."""
        return exceeds_aims(self.measured)

    @property
    def is_even_enough(self) -> bool:
        """Whether nothing is above what it is to be."""
        return self.above <= SAME

    @property
    def is_otherwise_even(self) -> bool:
        """Whether nothing else is than what is asked of people who are alike."""
        return exceeds_aims(self.measured.model_copy(update={"alike": None})) <= SAME

    def is_evener_than(self, other: Evened) -> bool:
        """Tell whether what is above is less, or as much and people who are alike are less unlike."""
        if abs(self.above - other.above) > SAME:
            return self.above < other.above
        return self.unlike < other.unlike - SAME


def evened(department: Department, people: Sequence[PersonRoster], clock: Clock, effort: EvenEffort = USUAL) -> Evened:
    """Set quotas for people with a roster, or for the same people with an evener one, and say how even they could be.

    Raises
    ------
    ModelError
        Where the roster does not carry the plan: a fault of whoever made it.
    """
    return with_least(department, evenest(department, people, clock, effort), clock, effort)


def evenest(
    department: Department,
    people: Sequence[PersonRoster],
    clock: Clock,
    effort: EvenEffort = USUAL,
    *,
    anew: bool = True,
) -> Evened:
    """Do the same without looking at how even they could be.

    Parameters
    ----------
    anew
        Whether other rosters are made of these people in these roles, besides the one they have.
    """
    department = department.started(starts_of(people))
    team = _team(department, people)
    home = {name: post for post in team for name in post.names}
    people = [dataclasses.replace(person, post=home[person.name]) for person in people]
    best: Evened | None = None
    rosters = _rosters(department, team, people, clock, effort) if anew else [_asked_evenly(department, people, effort)]
    # those who are never on duty are soon told apart
    again = 0 if any(post.on_duty for post in team) else effort.again_though_even
    for attempts in rosters:
        for attempt in attempts:
            logger.info("evenness: %s", attempt.measured)
            if best is None or attempt.is_evener_than(best):
                best = attempt
            if best.is_even_enough and best.unlike <= EVEN_ENOUGH["alike"]:
                return best
        if best is not None and _is_of_many(team, effort):
            return best
        # figures do not count who has too little of something, so that more is looked for people who have as much
        if best is not None and best.is_even_enough:
            if not again:
                return best
            again -= 1
    return best or _measured(department, people, quotas(department, people), effort)


def with_least(department: Department, even: Evened, clock: Clock, effort: EvenEffort = USUAL) -> Evened:
    """Say of what is above what it is to be how far the team could come, unless that takes long."""
    department = department.started(starts_of(even.people))
    team = _team(department, even.people)
    if _is_of_many(team, effort):
        return even
    return dataclasses.replace(even, least=_least(department, team, even, clock, effort))


def _least(
    department: Department, team: Sequence[Post], even: Evened, clock: Clock, effort: EvenEffort
) -> dict[Measure, Bound]:
    """Give what the team could not come below: with split days, or else since days are whole."""
    split = least_uneven(department, team, even.quotas, even.measured, clock, effort)
    unexplained = [
        name
        for name in COULD_DO
        if split.get(name, math.inf) <= EVEN_ENOUGH[name] + SAME
        and (getattr(even.measured, name) or 0.0) > EVEN_ENOUGH[name] + effort.above_aim
    ]
    whole = least_with_whole_days(department, team, even.quotas, unexplained, clock, effort)
    return {name: Bound(least) for name, least in split.items()} | {
        name: Bound(least, "whole") for name, least in whole.items()
    }


def _rosters(
    department: Department, team: Sequence[Post], people: Sequence[PersonRoster], clock: Clock, effort: EvenEffort
) -> Iterator[Iterator[Evened]]:
    """Yield what comes of rosters with weeks that repeat, then of others."""
    if (together := _together(department, team, effort)) is not None:
        yield _taken_together(together, clock)
        yield _dealt_by_program(together, clock)
    largest = effort.largest
    for repeating in _made_anew(department, team, effort) if len(team) <= effort.most_posts else ():
        if clock.is_over():
            break
        if repeating.model.to_decide <= largest:
            yield _repeated(repeating, clock)
            largest = effort.largest_again
    yield _asked_evenly(department, people, effort)
    if not _is_of_many(team, effort) and any(person.duty for person in people):
        yield _shared_by_days(department, team, clock, effort)
    if not _is_of_many(team, effort):
        yield _within_aims(department, team, clock, effort)


def _is_of_many(team: Sequence[Post], effort: EvenEffort) -> bool:
    """Tell whether the first attempt that comes to anything has to do: of so many people each takes long."""
    return len(team) > effort.most_posts or sum(post.count for post in team) > effort.most_people


def _asked_evenly(department: Department, people: Sequence[PersonRoster], effort: EvenEffort) -> Iterator[Evened]:
    """Set quotas, and once more where whole numbers made weeks too high: with no more there than a lower one."""
    most: dict[Asked, int] = {}
    with contextlib.suppress(ModelError):
        for _ in range(effort.quotas_set):
            found = _measured(department, people, even_quotas(department, people, effort, most), effort)
            yield found
            if not found.rounded:
                return
            most |= found.rounded


def _shared_by_days(department: Department, team: Sequence[Post], clock: Clock, effort: EvenEffort) -> Iterator[Evened]:
    """Yield a roster that shares duty by the days that everybody is there, where the first one need not do so."""
    model = RosterModel(department, team)
    if model.is_large or sum(model.program.whole) > effort.largest_sharing or clock.is_over():
        return
    found = model.sharing_evenly(clock)
    if found.state is State.OPTIMAL:
        people = deal(department, found.posts)
        if not cannot_be_dealt(department, people):
            yield from _asked_evenly(department, people, effort)


def _within_aims(department: Department, team: Sequence[Post], clock: Clock, effort: EvenEffort) -> Iterator[Evened]:
    """Yield a roster whose weeks repeat and exceed no aim, where little effort finds one."""
    if sum(post.count for post in team) > effort.most_apart or not effort.cycles or clock.is_over():
        return
    most = dataclasses.replace(effort, weeks=effort.whole_weeks, person=effort.whole_person, alike=effort.whole_alike)
    model, first = EvenModel(department, team, most), first_alike(kinds_of_weeks(department, team), effort.cycles[0])
    model.repeat(first)
    if model.to_decide > effort.largest_kept:
        return
    found = model.kept(clock)
    logger.info("evenness: within the aims, %d to decide: %s", model.to_decide, found.state)
    if found.has_solution:
        yield from _dealt(department, team, model.read(found.values), first, effort)


@dataclass(frozen=True)
class _Repeating:
    """The model of a team whose weeks repeat, and for each week the first that it repeats."""

    model: EvenModel
    first: Mapping[int, int]


def _together(department: Department, team: Sequence[Post], effort: EvenEffort) -> _Repeating | None:
    """Give a model of weeks that are all alike and people who are, where that is small and others tell these apart."""
    are_apart = sum(post.count for post in team) <= effort.most_apart
    if not effort.cycles or not are_apart or not any(post.count > 1 and post.on_duty for post in team):
        return None
    model = EvenModel(department, team, effort, apart="nobody")
    first = first_alike(kinds_of_weeks(department, team), 1)
    model.repeat(first)
    return _Repeating(model, first) if model.to_decide <= effort.largest_together else None


def _taken_together(together: _Repeating, clock: Clock) -> Iterator[Evened]:
    """Yield a roster dealt out in both ways, and one dealt by a program where only those who are alike are unlike then.

    Dealing day by day does not give who does most of one thing in a week less of another.
    """
    model, first = together.model, together.first
    found = model.solve(clock)
    if not found.has_solution:
        return
    every = []
    for attempt in _dealt(model.department, model.team, model.read(found.values), first, model.effort):
        every.append(attempt)
        yield attempt
    if any(EVEN_ENOUGH["alike"] < (attempt.measured.alike or 0) and attempt.is_otherwise_even for attempt in every):
        apart = EvenModel(model.department, model.team, model.effort, apart="on_duty")
        apart.repeat(first)
        dealt = apart.deal_out(model, found.values, clock)
        if dealt.has_solution:
            yield from _dealt(model.department, model.team, apart.read(dealt.values), first, model.effort)


def _dealt_by_program(together: _Repeating, clock: Clock) -> Iterator[Evened]:
    """Yield rosters that are even with all who are alike taken together, dealt by a program that tells them apart.

    Whether what they do in all can be dealt out evenly differs from one such roster to the next.
    """
    model, first = together.model, together.first
    for engine in (Engine.SCIP, Engine.HIGHS) if model.may_be_even(clock) else ():
        found = model.any_even(engine, clock)
        if found.objective is None or found.objective > model.effort.gap:
            return
        apart = EvenModel(model.department, model.team, model.effort, apart="on_duty")
        apart.repeat(first)
        dealt = apart.deal_out(model, found.values, clock)
        logger.info("evenness: dealt out, %d to decide: %s", apart.to_decide, dealt.objective)
        if dealt.has_solution:
            yield from _dealt(model.department, model.team, apart.read(dealt.values), first, model.effort)


def _made_anew(department: Department, team: Sequence[Post], effort: EvenEffort) -> Iterator[_Repeating]:
    """Yield models with weeks that repeat, with people who are alike first taken together, then each apart."""
    kinds, tried = kinds_of_weeks(department, team), list[dict[int, int]]()
    may_be_apart = sum(post.count for post in team) <= effort.most_apart
    are_alike = may_be_apart and any(post.count > 1 and not post.on_duty for post in team)
    ways: tuple[Apart, ...] = ("on_duty", "everybody") if are_alike else ("everybody",)
    for cycle in effort.cycles:
        first = first_alike(kinds, cycle)
        if first not in tried:
            tried.append(first)
            for apart in ways:
                model = EvenModel(department, team, effort, apart=apart)
                model.repeat(first)
                if apart == "everybody" and model.to_decide <= effort.few_to_decide:
                    # so little to decide is soon as even as can be, not only even enough
                    model = EvenModel(department, team, dataclasses.replace(effort, person=1.0, alike=1.0))
                    model.repeat(first)
                yield _Repeating(model, first)


def _repeated(repeating: _Repeating, clock: Clock) -> Iterator[Evened]:
    """Yield a roster whose weeks repeat the first of their kind, dealt out in both ways."""
    model, first = repeating.model, repeating.first
    found = model.solve(clock)
    weeks = sorted(set(first.values()))
    logger.info("evenness: weeks like %s, %d to decide: %s", weeks, model.to_decide, found.objective)
    if found.has_solution:
        yield from _dealt(model.department, model.team, model.read(found.values), first, model.effort)


def _dealt(
    department: Department,
    team: Sequence[Post],
    rosters: Sequence[PostRoster],
    first: Mapping[int, int],
    effort: EvenEffort,
) -> Iterator[Evened]:
    """Deal a roster out, to everybody the same place in all weeks, and in turn; the fairer one comes first."""
    ways = [
        people
        for in_turn in ((False, True) if any(post.count > 1 for post in team) else (False,))
        if not cannot_be_dealt(department, people := deal_places(department, team, rosters, first, in_turn=in_turn))
    ]
    for people in sorted(ways, key=lambda people: _treated_unlike(team, people)):
        yield from _asked_evenly(department, people, effort)


def _treated_unlike(team: Sequence[Post], people: Sequence[PersonRoster]) -> tuple[int, float]:
    """Give by how much the slots and days of people who are alike differ at the most, where that is too much."""
    duty, share = round(EVEN_ENOUGH["duty"]), EVEN_ENOUGH["alike"]
    held = {person.name: _held(person) for person in people}
    for post in team:
        slots = [held[name]["duty"] for name in post.names]
        duty = max(duty, max(slots) - min(slots))
        for activity in dict.fromkeys(activity for name in post.names for activity in held[name]):
            most = [held[name][activity] for name in post.names]
            share = max(share, max(most) * len(most) / max(1, sum(most))) if activity != "duty" else share
    return duty, share


def _held(person: PersonRoster) -> Counter[str]:
    """Count the slots that a person covers, and what the patterns hold."""
    held = Counter(duty=sum(map(len, person.duty.values())))
    for pattern in person.patterns.values():
        held.update({activity: count for activity, count in pattern.items() if activity != "duty"})
    return held


def _team(department: Department, people: Sequence[PersonRoster]) -> tuple[Post, ...]:
    """Give the posts of people, those who are alike in one."""
    kinds = {person.name: person.kind for person in department.everyone}
    alike: dict[object, list[PersonRoster]] = {}
    for person in people:
        alike.setdefault((kinds[person.name], person.role), []).append(person)
    return tuple(
        dataclasses.replace(every[0].post, names=tuple(person.name for person in every)) for every in alike.values()
    )


def _measured(department: Department, people: Sequence[PersonRoster], found: Quotas, effort: EvenEffort) -> Evened:
    roles = {person.name: person.role for person in people}
    days = counted_days(people, found)
    counted = Counted(department.plan, roles, days, days)
    return Evened(people, found, evenness_of(counted), counted.unlike(), _rounded_too_high(counted, effort))


def _rounded_too_high(counted: Counted, effort: EvenEffort) -> dict[Asked, int]:
    """Give the weeks of people that are above what they are to be where a little less is not, and how much that is."""
    found = {}
    for (name, activity), asked in counted.asked.items():
        there = counted.there[name]
        most = EVEN_ENOUGH["person"] * asked.total() / max(1, there.total())
        for week, count in asked.items() if counted.is_enough(name, asked) else ():
            less = math.floor(most * there[week] + SAME)
            if 0 < count - less <= max(1.0, effort.rounded * count):
                found[name, activity, week] = less
    return found
