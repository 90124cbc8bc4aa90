"""Rows of facts, made sense of with a plan's names: each row is a fact, or has a sentence on what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic_core import PydanticCustomError

from salescrew.language import say
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import names
from salescrew.models.facts.actuals import ABSENT, COLUMNS, CONTACTS, LEADS, PERSON, Fact, Kind
from salescrew.models.files.formulas import as_it_was
from salescrew.models.files.spreadsheet import day_of, number_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.values.said import listed, nearest, wrong, wrong_letters
from salescrew.models.plan.written.activities import activities

_OF_SOMEBODY: tuple[Kind, ...] = ("activity", "contacts", "leads", "absent")
_WITH_RULES: tuple[Kind, ...] = ("paid", "absent")
Named = tuple[str, str, str]
"""A manager, what it is about, and a funnel, as a row names them."""


@dataclass(frozen=True)
class About:
    """What a row is about, once its names are known."""

    kind: Kind
    of: str
    manager: str
    funnel: str


class WrongRowError(ValueError):
    """A row that is no fact.

    Attributes
    ----------
    problems
        By column: *must be what, got what. What to do.*
    """

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__(str(problems))


class RowReader:
    """Makes facts of rows; what rows have in common is looked up once.

    Parameters
    ----------
    also
        Names of people who are not in the plan any more.
    decimal_comma
        Whether a comma in a number is its decimal sign; None where that cannot be told.
    """

    def __init__(self, plan: Plan, also: Collection[str] = (), *, decimal_comma: bool | None = False) -> None:
        self.plan = plan
        self.horizon = Horizon(plan)
        self.decimal_comma = decimal_comma
        self._people = dict.fromkeys([*names(plan), *also])
        self._activities = frozenset(activities(plan))
        self._known: dict[Named, About | list[tuple[str, str]]] = {}
        self._days: dict[str, dt.date | str] = {}
        self._numbers: dict[str, float | str | None] = {}

    @cached_property
    def _stages(self) -> dict[str, list[str]]:
        """The stages by name, each with the funnels that have it."""
        stages: dict[str, list[str]] = {}
        for name, funnel in self.plan.funnels.items():
            for stage in funnel.stages:
                stages.setdefault(stage.name, []).append(name)
        return stages

    @cached_property
    def _inbound(self) -> list[str]:
        return [name for name, of in self.plan.funnels.items() if of.channel == "inbound"]

    def fact(self, cells: Sequence[str], person: str = "") -> Fact | None:
        """Read a row out of its cells, in the order of `COLUMNS`; None where it is not filled in yet.

        Parameters
        ----------
        person
            The cell that says with whom its items were agreed by name.

        Raises
        ------
        WrongRowError
            With everything that is wrong with it.
        """
        fact = self._of_cells(cells)
        return self._agreed(fact, person) if person.strip() else fact

    def _of_cells(self, cells: Sequence[str]) -> Fact | None:
        date, manager, what, funnel, counted, paid = cells
        about = self._about((manager, what, funnel))
        day = self._days.get(date) or self._day(date)
        count = self._number(counted)
        amount = self._number(paid)
        if not (isinstance(about, list) or isinstance(day, str) or isinstance(count, str) or isinstance(amount, str)):
            found = [*self._of_amounts(about, cells, count, amount)] if amount or about.kind in _WITH_RULES else []
            if not found:
                if count is None:
                    return None
                return Fact(day, about.kind, about.of, about.manager, about.funnel, count, amount or 0.0)
        else:
            found = list(about) if isinstance(about, list) else []
            cell_by_cell = (("date", day), ("count", count), ("amount", amount))
            found += [(column, value) for column, value in cell_by_cell if isinstance(value, str)]
            if not (isinstance(about, list) or isinstance(count, str) or isinstance(amount, str)):
                found += self._of_amounts(about, cells, count, amount)
        raise WrongRowError(sorted(found, key=lambda one: COLUMNS.index(one[0])))

    def _agreed(self, fact: Fact | None, cell: str) -> Fact | None:
        """Write with whom the items of a row were agreed by name, who must be of the plan, and they in a stage."""
        person = cleaned(cell)
        found = [(PERSON, sentence) for sentence in [_wrong_letters(person)] if sentence]
        found = found or [(PERSON, sentence) for _, sentence in self._of_manager(person)]
        if not found and fact is not None and fact.kind != "stage":
            must = say("be left out but for items that entered a stage")
            found = [(PERSON, _sentence(must, person, say("Remove it; who did it is the manager.")))]
        if found:
            raise WrongRowError(found)
        return None if fact is None else replace(fact, person=person)

    # ---- names

    def _about(self, named: Named) -> About | list[tuple[str, str]]:
        if named not in self._known:
            self._known[named] = self._made_sense_of(*map(cleaned, named))
        return self._known[named]

    def _made_sense_of(self, manager: str, what: str, funnel: str) -> About | list[tuple[str, str]]:
        named = (("manager", manager), ("what", what), ("funnel", funnel))
        if unseen := [(column, sentence) for column, text in named if (sentence := _wrong_letters(text))]:
            return unseen
        found = list(self._of_manager(manager))
        if funnel and funnel not in self.plan.funnels:
            found.append(
                ("funnel", _sentence(say("be a funnel of this plan"), funnel, _known(funnel, self.plan.funnels)))
            )
        if what == LEADS and funnel in self._inbound and self._is_later_stage(what, funnel):
            must = say("mean one thing, and in this funnel also a later stage is called so")
            return [*found, ("what", _sentence(must, what, say("Give the stage another name in the plan.")))]
        kind = self._kind(what, funnel)
        if kind is None:
            todo = _known(what, self._whats) if what else say("Write an activity, contacts, leads, a stage or paid.")
            must = say("be an activity, contacts, leads, a stage, paid or absent")
            return [*found, ("what", _sentence(must, what or None, todo))]
        if kind in _OF_SOMEBODY and not manager:
            found.append(("manager", _sentence(say("be given for {what}", what=what), None, say("Write who it was."))))
        where = self._funnel(kind, what, funnel) if not funnel or funnel in self.plan.funnels else funnel
        if isinstance(where, list):
            found += where
        return found or About(kind, what, manager, str(where))

    def _of_manager(self, manager: str) -> Iterator[tuple[str, str]]:
        if manager and manager not in self._people:
            yield "manager", _sentence(say("be a person of this plan"), manager, _known(manager, self._people))

    @property
    def _whats(self) -> list[str]:
        return [*sorted(self._activities), CONTACTS, LEADS, *self._stages, PAID, ABSENT]

    def _is_later_stage(self, what: str, funnel: str) -> bool:
        return what in [stage.name for stage in self.plan.funnels[funnel].stages[1:]]

    def _kind(self, what: str, funnel: str) -> Kind | None:
        """Tell what kind of thing a word stands for; of an activity and a stage of one name the funnel tells which.

        So it does where an activity or a stage has the name `leads`: an inbound funnel takes leads.
        """
        if what == LEADS and funnel in self._inbound:
            return "leads"
        is_stage = what in self._stages and (not funnel or funnel in self._stages[what])
        if what in self._activities and not (is_stage and funnel):
            return "activity"
        if is_stage and (what != LEADS or funnel or not self._inbound):
            return "stage"
        kinds: dict[str, Kind] = {CONTACTS: "contacts", LEADS: "leads", PAID: "paid", ABSENT: "absent"}
        return kinds.get(what) or ("stage" if what in self._stages else None)

    def _funnel(self, kind: Kind, what: str, funnel: str) -> str | list[tuple[str, str]]:
        """Give the funnel that a row is about, where only one can be meant; empty where none is needed."""
        match kind:
            case "activity" | "absent":
                return funnel
            case "stage":
                could = self._stages[what]
            case "contacts":
                could = [name for name, of in self.plan.funnels.items() if of.channel == "outbound"]
            case "leads":
                could = self._inbound
            case "paid":
                could = list(self.plan.funnels)
        if funnel in could or (not funnel and len(could) == 1):
            return funnel or could[0]
        if not could:
            todo = say("There is no outbound funnel.") if kind == "contacts" else say("There is no inbound funnel.")
            return [("what", _sentence(say("be something that this plan has"), what, todo))]
        musts = {"contacts": say("be an outbound funnel"), "leads": say("be an inbound funnel")}
        must = musts.get(kind) or say("be a funnel with {what}", what=what)
        return [("funnel", _sentence(must, funnel or None, say("Write one of {names}.", names=listed(could))))]

    # ---- amounts

    @staticmethod
    def _of_amounts(
        about: About, cells: Sequence[str], count: float | None, amount: float | None
    ) -> Iterator[tuple[str, str]]:
        if about.kind == "paid":
            if count and amount is None:
                yield (
                    "amount",
                    _sentence(
                        say("be given for what was paid"), None, say("Write what was paid; 0 if it was nothing.")
                    ),
                )
            if count is None and amount is not None:
                must, todo = say("be given beside an amount"), say("Write the number of deals, such as 1.")
                yield "count", _sentence(must, None, todo)
        elif amount:
            must, todo = say("be left out but for paid"), say("Remove it, or write paid as what.")
            yield "amount", _sentence(must, cells[5], todo)
        if about.kind == "absent" and count is not None and count > 1:
            todo = say("Write the share of the day, 1 for all of it.")
            yield "count", _sentence(say("be at most 1"), cells[4], todo)

    # ---- cells

    def _day(self, cell: str) -> dt.date | str:
        if cell not in self._days:
            self._days[cell] = self._read_day(cleaned(cell))
        return self._days[cell]

    def _read_day(self, text: str) -> dt.date | str:
        if not text:
            return _sentence(say("be given"), None, say("Write it as YYYY-MM-DD."))
        try:
            day = day_of(text)
        except PydanticCustomError as error:
            return error.message()
        first, last = self.horizon.first_day, self.horizon.last_day
        if not first <= day <= last:
            must = say("be a day of the plan, {first} to {last}", first=first, last=last)
            return _sentence(must, day, say("Correct it, or leave the row out."))
        return day

    def _number(self, cell: str) -> float | str | None:
        if cell not in self._numbers:
            self._numbers[cell] = self._read_number(cleaned(cell))
        return self._numbers[cell]

    def _read_number(self, text: str) -> float | str | None:
        if not text:
            return None
        try:
            return number_of(text, decimal_comma=self.decimal_comma)
        except PydanticCustomError as error:
            return error.message()


def cleaned(cell: str) -> str:
    """Give what a cell means: without blanks around it, and without what keeps a spreadsheet from running it."""
    return as_it_was(cell.strip())


def _sentence(must: str, got: object, todo: str) -> str:
    return wrong(must, got, todo).message()


def _wrong_letters(cell: str) -> str | None:
    """Say what is wrong with the letters of a name; one on several lines is in truth a quote that is not closed."""
    if "\n" in cell or "\r" in cell:
        return _sentence(say("be a single line"), cell, say("Check its quotes."))
    return wrong_letters(cell)


def _known(word: str, known: Collection[str]) -> str:
    close = nearest(word, known)
    if close:
        return say("Did you mean {close}?", close=close)
    return say("Known here: {names}.", names=listed(known))
