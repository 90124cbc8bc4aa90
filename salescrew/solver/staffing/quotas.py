"""Quotas: what is asked of each person, week and day, no more than the plan needs and the same share of everyone.

Everybody's patterns and duty are settled here. People who may do the same work are first taken as one: each
opens the same share of what fits into the week, and does the same share of follow-up work. Where the plan is too
tight for that, since it counts on the most effective opening contacts, each post of alike people has its own share;
very many different people share by bands of those who are about as effective.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from salescrew.errors import ModelError
from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.models.department.work import Group, in_order
from salescrew.solver.engine.program import Clock, Engine, Program, Term, least
from salescrew.solver.staffing.allowances import Allowances
from salescrew.solver.staffing.day_quotas import Asking, Quotas
from salescrew.solver.staffing.deal import PersonRoster
from salescrew.solver.staffing.flow import Flow
from salescrew.solver.staffing.handling import Handled, handled
from salescrew.solver.staffing.rules.columns import Answered, Opened, Sum
from salescrew.solver.staffing.rules.table import FLOW_RULES


@dataclass(frozen=True)
class Sharing:
    """How finely quotas are shared out.

    Attributes
    ----------
    pieces
        In so many pieces of a growing price the load of a week is measured.
    many_units
        Of more different people than that not each has a share of the own.
    most_bands
        So many shares there are then for people of one role and the same funnels.
    hardest_within
        By how much the share of the hardest pressed may exceed the least that it can be.
    given_up
        The shares of the tolerance of targets that are given up one after the other, where shares need it.
    """

    pieces: int = 20
    many_units: int = 100
    most_bands: int = 24
    hardest_within: float = 1e-7
    given_up: tuple[float, ...] = (0.0, 0.9, 1.0)


USUAL = Sharing()


@dataclass
class Cell:
    """People of whom the same share of their maximum is asked.

    Attributes
    ----------
    allowed_each
        What the patterns of each allow, by week and activity.
    allowance
        The same of all.
    worth
        The same, each weighted by what a contact of theirs is worth.
    opening
        The same, of those whose contacts are worth anything.
    """

    group: Group
    members: list[PersonRoster] = field(default_factory=list)
    allowed_each: dict[str, Mapping[tuple[int, str], float]] = field(default_factory=dict)
    allowance: dict[tuple[int, str], float] = field(default_factory=dict)
    worth: dict[tuple[int, str], float] = field(default_factory=dict)
    opening: dict[tuple[int, str], float] = field(default_factory=dict)


def quotas(department: Department, people: Sequence[PersonRoster]) -> Quotas:
    """Set everybody's quotas, by name and day.

    Raises
    ------
    ModelError
        Where the roster does not carry the plan: a fault of whoever made it.
    """
    allowances = Allowances(department, people)
    sharings = (coarse_shares(people), fine_shares(people))
    for given_up in USUAL.given_up:
        needed = 1 - given_up * TARGET_TOLERANCE
        for shares_of in sharings:
            model = ShareModel(department, cells_of(people, allowances, shares_of), people, needed)
            if (shares := model.shares()) is not None:
                return whole_quotas(department, allowances, shares)
    raise ModelError("the roster does not carry the plan")


def reach_carried(department: Department, people: Sequence[PersonRoster]) -> float | None:
    """Find the largest share of all targets that a roster carries; None where it cannot do what comes by itself."""
    cells = cells_of(people, Allowances(department, people), fine_shares(people))
    model = ShareModel(department, cells, people, None)
    most = least(model.program, [(model.reach, -1.0)], clock=Clock(None), engine=Engine.GLOP)
    return most.values[model.reach] if most.has_solution else None


def coarse_shares(people: Sequence[PersonRoster]) -> dict[str, object]:
    """Tell for everybody with whom they share: with all who may do the same work."""
    return {person.name: person.post.group for person in people}


def fine_shares(people: Sequence[PersonRoster]) -> dict[str, object]:
    """Tell for everybody with whom they share: with those alike, or about as effective where too many differ."""
    if len({id(person.post) for person in people}) <= USUAL.many_units:
        return {person.name: id(person.post) for person in people}
    alike: dict[object, list[PersonRoster]] = {}
    for person in people:
        alike.setdefault((person.post.group, person.role), []).append(person)
    shares: dict[str, object] = {}
    for key, members in alike.items():
        members.sort(key=lambda person: sum(person.post.effectiveness))
        for number, person in enumerate(members):
            shares[person.name] = (key, number * min(USUAL.most_bands, len(members)) // len(members))
    return shares


def cells_of(people: Sequence[PersonRoster], allowances: Allowances, shares_of: Mapping[str, object]) -> list[Cell]:
    """Gather the people who are to give the same share of what fits into their weeks."""
    cells: dict[object, Cell] = {}
    for person in people:
        key = shares_of[person.name]
        cell = cells.setdefault(key, Cell(person.post.group))
        cell.members.append(person)
        cell.allowed_each[person.name] = allowances.by_week[person.name]
        for (week, activity), allowed in allowances.by_week[person.name].items():
            at, worth = (week, activity), person.post.effectiveness[week]
            cell.allowance[at] = cell.allowance.get(at, 0.0) + allowed
            cell.worth[at] = cell.worth.get(at, 0.0) + allowed * worth
            cell.opening[at] = cell.opening.get(at, 0.0) + (allowed if worth else 0.0)
    return list(cells.values())


@dataclass(frozen=True)
class Shares:
    """The shares of its allowance that each cell spends: on contacts by funnel and week, and on work.

    Attributes
    ----------
    handled
        Who handles which items, where that counts.
    """

    cells: list[Cell]
    contacts: list[dict[tuple[int, str], float]]
    work: list[dict[tuple[int, str], float]]
    handled: Handled


class ShareModel(Flow):
    """How much of each cell's allowance the plan takes, with duty as it is.

    Parameters
    ----------
    needed
        The share of every target that must be met; None: as much as the column `reach` says.
    pieces
        In so many pieces of a growing price the load of a week is measured.
    """

    def __init__(
        self,
        department: Department,
        cells: list[Cell],
        people: Sequence[PersonRoster],
        needed: float | None,
        pieces: int = USUAL.pieces,
    ) -> None:
        super().__init__(department, Program())
        self.cells = cells
        self._pieces = pieces
        self.people = people
        self.allowed = {person.name: cell.allowed_each[person.name] for cell in cells for person in cell.members}
        self.contacts: list[dict[tuple[int, str], int]] = [{} for _ in cells]
        self.done: list[dict[tuple[int, str], int]] = [{} for _ in cells]
        self.most: dict[str, int] = {}
        self.load: list[Term] = []
        self.spent: list[dict[tuple[int, str], list[Term]]] = [{} for _ in cells]
        self.let_enter(department.weeks)
        self._share_time()
        self.reach = self.program.column()
        self._needed = needed
        for rule in FLOW_RULES:
            rule.apply(self)

    def _opens_with(self, funnel: str) -> str:
        return str(self.department.plan.funnels[funnel].opens_with)

    def _share_time(self) -> None:
        """Divide each cell's week between contacts and work, and measure the load by pieces of a growing price."""
        work_activities = {task.activity for task in self.department.tasks}
        for cell, contacts, work, time in zip(self.cells, self.contacts, self.done, self.spent, strict=True):
            outbound = [name for name in sorted(cell.group.funnels) if name in self.department.outbound]
            for (week, activity), allowed in cell.allowance.items():
                spent: list[Term] = []
                for name in outbound:
                    if self._opens_with(name) == activity and cell.worth[week, activity] > 0:
                        contacts[week, name] = self.program.column(1.0)
                        spent.append((contacts[week, name], 1.0))
                if activity in work_activities:
                    work[week, activity] = self.program.column(1.0)
                    spent.append((work[week, activity], 1.0))
                if not spent:
                    continue
                time[week, activity] = spent
                pieces = []
                for piece in range(self._pieces):
                    column = self.program.column(1 / self._pieces)
                    pieces.append((column, -1.0))
                    self.load.append((column, allowed * (2 * piece + 1) / self._pieces))
                self.program.equal([*spent, *pieces])
                most = self.most.setdefault(activity, self.program.column(1.0))
                self.program.row([*spent, (most, -1.0)], at_most=0)

    # ---- what rules ask

    @property
    def groups(self) -> Sequence[Group]:
        """Those who may do the same work."""
        return in_order({cell.group for cell in self.cells})

    @property
    def needed(self) -> Sum:
        """The share of every target that must be met."""
        return Sum([(self.reach, 1 - TARGET_TOLERANCE)]) if self._needed is None else Sum((), self._needed)

    def opened(self) -> Iterator[Opened]:
        """Yield the contacts that cells open, for each share of their allowance."""
        for cell, contacts in zip(self.cells, self.contacts, strict=True):
            for (week, name), column in contacts.items():
                at = (week, self._opens_with(name))
                yield Opened(name, week, column, cell.opening[at], cell.worth[at])

    def answered(self) -> Iterator[Answered]:
        """Yield the slots that people cover."""
        slots = self.department.slot_at
        for person in self.people:
            for day, duty in person.duty.items():
                week = self.department.horizon.week_of(day)
                for where in duty:
                    yield Answered(slots[day, where], week, None, person.post.effectiveness[week])

    def time(self) -> dict[tuple[Group, str, int], list[Term]]:
        """Give each group's time for work, for each share of its allowance."""
        time: dict[tuple[Group, str, int], list[Term]] = {}
        for cell, work in zip(self.cells, self.done, strict=True):
            for (week, activity), column in work.items():
                spent = (column, cell.allowance[week, activity])
                time.setdefault((cell.group, activity, week), []).append(spent)
        return time

    def shares(self) -> Shares | None:
        """Find the shares: the least that the hardest pressed must give, then as even and as little as can be."""
        if (hardest := self._hardest()) is None:
            return None
        return self._read(self._least_load(hardest) or hardest)

    def _hardest(self) -> Sequence[float] | None:
        """Find values with the least that the hardest pressed must give."""
        hardest = [(column, 1.0) for column in self.most.values()]
        first = least(self.program, hardest, clock=Clock(None), engine=Engine.GLOP)
        return first.values if first.has_solution else None

    def _least_load(self, hardest: Sequence[float]) -> Sequence[float] | None:
        """Find the values that ask no more of the hardest pressed, as evenly and as little as can be."""
        for column in self.most.values():
            self.program.upper[column] = min(1.0, hardest[column] + USUAL.hardest_within)
        found = least(self.program, self.load, clock=Clock(None), engine=Engine.GLOP)
        return found.values if found.has_solution else None

    def _read(self, values: Sequence[float]) -> Shares:
        contacts = [{key: values[column] for key, column in columns.items()} for columns in self.contacts]
        work = [{key: values[column] for key, column in columns.items()} for columns in self.done]
        return Shares(self.cells, contacts, work, self._handled(values) if self.department.work.counts else {})

    def _handled(self, values: Sequence[float]) -> Handled:
        """Tell who handles which items: of those who give the same share, each as much as time allows."""
        spent = {
            (person.name, week, activity): values[column] * self.allowed[person.name].get((week, activity), 0.0)
            for cell, done in zip(self.cells, self.done, strict=True)
            for person in cell.members
            for (week, activity), column in done.items()
        }
        return handled(self, values, {person.name: person.post.group for person in self.people}, spent)


def whole_quotas(department: Department, allowances: Allowances, shares: Shares) -> Quotas:
    """Round shares up to whole quotas of days."""
    found = Quotas(handled=shares.handled)
    for cell, contacts, work in zip(shares.cells, shares.contacts, shares.work, strict=True):
        asking = Asking(department, contacts, work)
        for person in cell.members:
            for week, room in allowances.weeks[person.name].items():
                is_worth_it = bool(person.post.effectiveness[week])
                for day, quota in asking.of_week(week, room, person.post.present, is_worth_it).items():
                    found[person.name, day] = quota
    return found
