"""Quotas that are as even as a roster allows, from week to week and among people who are alike.

With asked[m, a, w] what is asked of person m of activity a in week w, and a share above 1 for each aim:

    contacts[f, w] / days[w]      <=  a share above 1 * contacts[f] / days  +  above[f]
    asked[m, a, w] / there[m, w]  <=  a share above 1 * asked[m, a] / there[m]  +  above[m, a]
    asked[m, a]                   <=  a share above 1 * the mean of asked[., a] over those alike  +  above[m, a]

The least that these must be exceeded by comes first, then the same of finer aims, then the least share that the hardest
pressed must give. Source: the planning model, section 5 (evenness).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from salescrew.errors import ModelError
from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.solver.engine.program import Clock, Engine, Term, least
from salescrew.solver.even.effort import USUAL, EvenEffort
from salescrew.solver.even.weeks import counting_weeks
from salescrew.solver.staffing.allowances import Allowances
from salescrew.solver.staffing.day_quotas import Quotas
from salescrew.solver.staffing.deal import PersonRoster
from salescrew.solver.staffing.quotas import USUAL as SHARING
from salescrew.solver.staffing.quotas import (
    Cell,
    ShareModel,
    Shares,
    cells_of,
    coarse_shares,
    fine_shares,
    whole_quotas,
)

Asked = tuple[str, str, int]
"""What is asked of somebody in a week: the name, the activity, the week."""
WEEKS_COUNT, ALIKE_COUNT = 10.0, 20.0
"""How much a funnel's weeks and those who are alike count beside a person's weeks."""
SAME = 1e-9
"""The share of contacts that floats are off by."""
NEARLY = 1e-7
"""By how much the least may be exceeded: with much more, next to no contacts would be opened in single weeks."""


def even_quotas(
    department: Department,
    people: Sequence[PersonRoster],
    effort: EvenEffort = USUAL,
    most: Mapping[Asked, int] = MappingProxyType({}),
) -> Quotas:
    """Set everybody's quotas, by name and day, as evenly as the roster allows.

    Parameters
    ----------
    most
        No more than so much is asked.

    Raises
    ------
    ModelError
        Where the roster does not carry the plan.
    """
    allowances = Allowances(department, people)
    *coarser, finest = _sharings(people, few=len(people) * len(department.weeks) <= effort.most_person_weeks)
    for given_up in SHARING.given_up[:1] if most else SHARING.given_up:
        needed = 1 - given_up * TARGET_TOLERANCE
        # who is to do less in a week shares with nobody
        for sharing in (finest,) if most else (*coarser, finest):
            cells = cells_of(people, allowances, sharing)
            model = EvenShareModel(department, cells, people, needed, allowances, effort)
            model.ask_no_more_than(most)
            exceeded = model.exceeded()
            if exceeded is None or (sharing is not finest and exceeded > effort.gap):
                continue
            if (shares := model.shares()) is not None:
                found = whole_quotas(department, allowances, shares)
                if model.loses(shares, found) <= (1 - effort.nothing_of_target) * model.may_lose + SAME:
                    return found
    raise ModelError("the roster does not carry the plan")


def _sharings(people: Sequence[PersonRoster], *, few: bool) -> list[dict[str, object]]:
    """List who is to give the same share of the maximum: all who do the same work, those alike, and each of few."""
    single: dict[str, object] = {person.name: person.name for person in people}
    return [coarse_shares(people), fine_shares(people), *([single] if few else [])]


class EvenShareModel(ShareModel):
    """How much of each person's allowance the plan takes, with what is above the aims of evenness."""

    is_exact = True

    def __init__(
        self,
        department: Department,
        cells: list[Cell],
        people: Sequence[PersonRoster],
        needed: float,
        allowances: Allowances,
        effort: EvenEffort = USUAL,
    ) -> None:
        is_fine = len(cells) * len(department.weeks) > effort.many_cell_weeks
        super().__init__(department, cells, people, needed, effort.few_pieces if is_fine else SHARING.pieces)
        self.allowances = allowances
        self.effort = effort
        self.may_lose = max(0.0, needed - (1 - TARGET_TOLERANCE))
        self.above: list[Term] = []
        self.finely: list[Term] = []
        self._let_weeks_be_alike()
        self._above_weeks = list(self.above)
        self._let_people_be_alike()

    def _let_weeks_be_alike(self) -> None:
        days = [len(week) for week in self.department.horizon.working_days_by_week]
        opened: dict[str, dict[int, list[Term]]] = {}
        for of in self.opened():
            assert of.column is not None
            opened.setdefault(of.funnel, {}).setdefault(of.period, []).append((of.column, of.contacts))
        for name, by_week in opened.items():
            counting = set(counting_weeks(self.department, name))
            every = {week: terms for week, terms in by_week.items() if week in counting}
            self._measure(every, {week: days[week] for week in counting}, self.effort.weeks_asked, WEEKS_COUNT)

    def _let_people_be_alike(self) -> None:
        """Measure by how much what is asked of people exceeds their mean, and the mean of those who are alike."""
        alike: dict[tuple[int, str], dict[object, list[Term]]] = {}
        highest: dict[tuple[int, str], int | None] = {}
        for number, (cell, spent) in enumerate(zip(self.cells, self.spent, strict=True)):
            told_apart: dict[object, PersonRoster] = {}
            for person in cell.members:
                told_apart.setdefault((id(person.post), *self.allowances.by_week[person.name].items()), person)
            for own, person in told_apart.items():
                for activity, asked in self._asked(person, spent).items():
                    there = self._there(person, activity)
                    by_week = {week: terms for week, terms in asked.items() if week in there}
                    same = id(person.post), activity
                    above = self._measure(by_week, there, self.effort.person_asked, 1.0, highest.get(same))
                    highest[same] = highest.get(same, above)
                    of_all = [term for terms in by_week.values() for term in terms]
                    alike.setdefault(same, {})[number, own] = of_all
        for every in alike.values():
            once = dict.fromkeys(range(len(every)), 1)
            self._measure(dict(enumerate(every.values())), once, self.effort.alike_asked, ALIKE_COUNT)

    def _asked(
        self, person: PersonRoster, spent: Mapping[tuple[int, str], list[Term]]
    ) -> dict[str, dict[int, list[Term]]]:
        """Give what is asked of somebody, by activity and week."""
        allowed = self.allowances.by_week[person.name]
        asked: dict[str, dict[int, list[Term]]] = {}
        for (week, activity), columns in spent.items():
            if most := allowed.get((week, activity)):
                asked.setdefault(activity, {})[week] = [(column, most) for column, _ in columns]
        return asked

    def _there(self, person: PersonRoster, activity: str) -> dict[int, int]:
        """Count the days of each week in which there is something to ask: no contacts that are worth nothing."""
        is_work = any(activity == task.activity for task in self.department.tasks)
        post = person.post
        return {
            week: len(days) for week, days in enumerate(post.days) if days and (is_work or post.effectiveness[week])
        }

    def _measure(
        self,
        terms: Mapping[int, list[Term]],
        days: Mapping[int, int],
        most: float,
        weight: float,
        known: int | None = None,
    ) -> int | None:
        """Measure by how much the highest sum by days exceeds a share of the mean; give the column that holds it.

        Parameters
        ----------
        known
            The column of others who are alike, which holds the most of all of them.
        """
        total = sum(days.values())
        largest = sum(amount for every in terms.values() for _, amount in every) / max(1, total)
        if len(days) < 2 or not largest:
            return known
        fine = 1 + (most - 1) * self.effort.finely
        for above, share, shared in ((self.above, most, known), (self.finely, fine, None)):
            column = self.program.column() if shared is None else shared
            if shared is None:
                above.append((column, weight))
            known = column if above is self.above else known
            mean = [(of, -amount * share / total) for every in terms.values() for of, amount in every]
            for number, every in terms.items():
                own = [(of, amount / days[number]) for of, amount in every]
                self.program.row([*own, *mean, (column, -largest)], at_most=0)
        return known

    def ask_no_more_than(self, most: Mapping[Asked, int]) -> None:
        """Ask no more of some people in some weeks."""
        for cell, spent in zip(self.cells, self.spent, strict=True):
            for person in cell.members:
                for (week, activity), columns in spent.items():
                    whole = most.get((person.name, activity, week))
                    if whole is not None:
                        allowed = self.allowances.by_week[person.name].get((week, activity), 0.0)
                        self.program.row([(column, allowed) for column, _ in columns], at_most=whole)

    def exceeded(self) -> float | None:
        """Give the least by which the aims are exceeded, even weeks first; None where the plan is not carried."""
        opened = [
            (of.column, of.standard + self.effort.contact_counts * of.contacts)
            for of in self.opened()
            if of.column is not None
        ]
        if self._kept_least(self._above_weeks) is None or not self._keep_few(opened):
            return None
        return self._kept_least(self.above)

    def shares(self) -> Shares | None:
        """Find the shares, once it is known what is exceeded."""
        if self._kept_least(self.finely) is None or (hardest := self._hardest()) is None:
            return None
        return self._without_noise(self._read(self._least_load(hardest) or hardest))

    def _without_noise(self, shares: Shares) -> Shares:
        """Leave out the contacts of a funnel's week that give next to nothing to any target: they are no whole calls.

        Opened in one week they would make the weeks of a funnel uneven that is not meant to open any.
        """
        meant = self._worth_of(shares)
        most = self.effort.nothing_of_target * self.may_lose / max(1, len(meant))
        given = {key: max((goal.weights.get(key, 0.0) for goal in self.department.goals), default=0.0) for key in meant}
        noise = {(week, name) for (name, week), worth in meant.items() if worth * given[name, week] <= most}
        contacts = [{key: 0.0 if key in noise else share for key, share in of.items()} for of in shares.contacts]
        return replace(shares, contacts=contacts)

    def _worth_of(self, shares: Shares) -> dict[tuple[str, int], float]:
        """Give the standard contacts that shares stand for, by funnel and week."""
        meant: dict[tuple[str, int], float] = {}
        for cell, by_week in zip(shares.cells, shares.contacts, strict=True):
            for (week, name), share in by_week.items():
                worth = share * cell.worth[week, str(self.department.plan.funnels[name].opens_with)]
                meant[name, week] = meant.get((name, week), 0.0) + worth
        return meant

    def loses(self, shares: Shares, quotas: Quotas) -> float:
        """Give the largest share of a funnel's week that whole quotas lose, where they leave out what is noise."""
        opened: dict[tuple[str, int], float] = {}
        for person in self.people:
            for day in person.patterns:
                week = self.department.horizon.week_of(day)
                quota = quotas.get((person.name, day))
                for name, contacts in quota.contacts.items() if quota else ():
                    worth = contacts * person.post.effectiveness[week]
                    opened[name, week] = opened.get((name, week), 0.0) + worth
        meant = self._worth_of(shares)
        return max((1 - opened.get(key, 0.0) / worth for key, worth in meant.items() if worth > NEARLY), default=0.0)

    def _kept_least(self, above: Sequence[Term]) -> float | None:
        """Find the least that is above, and let it be no more."""
        found = least(self.program, above, clock=Clock(None), engine=Engine.GLOP)
        for column, _ in above if found.has_solution else ():
            self.program.upper[column] = max(0.0, found.values[column]) + NEARLY
        return found.objective

    def _keep_few(self, opened: Sequence[Term]) -> bool:
        """Find the fewest contacts by what they are worth, and let there be hardly more."""
        found = least(self.program, opened, clock=Clock(None), engine=Engine.GLOP)
        if found.objective is not None:
            self.program.row(opened, at_most=found.objective * (1 + self.effort.more_contacts) + NEARLY)
        return found.has_solution
