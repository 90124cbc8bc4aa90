"""The sheets of a plan's workbook, and what their columns and rows are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from salescrew.errors import Path
from salescrew.language import to_say
from salescrew.models.files.workbook.shapes import Shape, fields_of, shape_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.duty import Duty
from salescrew.models.plan.sections.funnels import Funnel, Stage
from salescrew.models.plan.sections.people import Candidate, Manager
from salescrew.models.plan.sections.products import Product
from salescrew.models.plan.sections.targets import Target

Steps = tuple[str, ...]
WHAT, VALUE, MEANING = "what", "value", "meaning"
"""The columns of a sheet of settings."""
FUNNEL, WEEKDAY, PATTERN = "funnel", "weekday", "pattern"
_STAGE = "stage"
_APART = frozenset({"leads", "observed", "service_level", "between_leads", "limits", "chance", "time_budget"})
"""Records within records whose fields have cells of their own."""
_ELSEWHERE = frozenset(
    {"calendar", "target", "products", "funnels", "duty", "managers", "candidates", "day_patterns"}
    | {"weekday_patterns", "away", "fixed", "so_far"}
)
_BY_NAME = frozenset({"products", "by_month", "stages", "queues"})
"""Mappings of targets and duty by names of one's own: a row an entry."""
_FIRST = ("name", "profile", "at_most", "role", "roles", "monthly_cost", "effectiveness", "funnels", "hiring_cost")


@dataclass(frozen=True)
class Column:
    """A column, or a row of settings: the field that it is about.

    Attributes
    ----------
    steps
        The keys that lead from the record of a row to the field.
    """

    steps: Steps
    shape: Shape
    description: str
    example: str = ""
    is_required: bool = False

    @property
    def title(self) -> str:
        """Its heading."""
        return ".".join(self.steps)


@dataclass(frozen=True)
class Settings:
    """A sheet with a row a setting: what, value, meaning."""

    name: str
    path: Steps
    rows: tuple[Column, ...]
    more: str = ""


@dataclass(frozen=True)
class Table:
    """A sheet with a row a record, or of funnels a row a stage.

    Attributes
    ----------
    key
        The column that every row has, and that names the record where they stand by name.
    is_by_name
        Whether the records stand by name, and not one after the other.
    """

    name: str
    path: Steps
    columns: tuple[Column, ...]
    key: str
    is_by_name: bool = False

    def column(self, title: str) -> Column:
        """Give the column with a heading."""
        return next(column for column in self.columns if column.title == title)


Layout = Settings | Table
_NAME = Shape("text")


def columns_of(record: type[BaseModel], *, without: frozenset[str] = frozenset()) -> tuple[Column, ...]:
    """Give the columns of a record, the usual ones first."""
    found = [
        Column(path, shape_of(field), field.description or "", str((field.examples or [""])[0]), field.is_required())
        for path, field in fields_of(record, _APART.__contains__)
        if path[0] not in without
    ]
    return tuple(sorted(found, key=lambda one: _FIRST.index(one.title) if one.title in _FIRST else len(_FIRST)))


@cache
def layouts() -> tuple[Layout, ...]:
    """Give all sheets, in the order in which they are filled in."""
    funnel = columns_of(Funnel, without=frozenset({"stages"}))
    stages = tuple(
        Column((_STAGE,), _NAME, one.description, one.example, is_required=True) if one.title == "name" else one
        for one in columns_of(Stage)
    )
    named = Column(
        (FUNNEL,), _NAME, to_say("name of the funnel; a row a stage, and what is said of the funnel once"), "cold", True
    )
    return (
        Settings("Plan", (), columns_of(Plan, without=_ELSEWHERE)),
        Settings("Calendar", ("calendar",), columns_of(Calendar)),
        Settings(
            "Targets",
            ("target",),
            columns_of(Target, without=_BY_NAME),
            to_say("products.NAME.deals, products.NAME.revenue, by_month.2026-03.revenue, stages.FUNNEL.STAGE"),
        ),
        _by_name("Products", ("products",), Product, "product", to_say("name of the product"), "audit"),
        Table("Funnels", ("funnels",), (named, stages[0], *_in_turn(funnel, stages[1:])), FUNNEL, is_by_name=True),
        Table("People", ("managers",), columns_of(Manager), "name"),
        Table("Candidates", ("candidates",), columns_of(Candidate), "profile"),
        Table("Days", ("day_patterns",), tuple(_of_days()), PATTERN),
        Settings("Duty", ("duty",), columns_of(Duty, without=_BY_NAME), to_say("queues.NAME.leads_per_slot")),
        Settings("More", (), (), to_say("away.NAME, and any other part of a plan by its path")),
    )


def _by_name(name: str, path: Steps, record: type[BaseModel], key: str, description: str, example: str) -> Table:
    named = Column((key,), _NAME, description, example, is_required=True)
    return Table(name, path, (named, *columns_of(record)), key, is_by_name=True)


def _in_turn(funnel: Sequence[Column], stages: Sequence[Column]) -> Iterator[Column]:
    """Put what every stage has beside its name, then what funnels have, then the rest."""
    yield from (one for one in stages if one.title in ("conversion", "effort", "days_to_next"))
    yield from funnel
    yield from (one for one in stages if one.title not in ("conversion", "effort", "days_to_next"))


def _of_days() -> Iterator[Column]:
    description = to_say(
        "what fits into one working day: activities with the most of each; duty: slots on duty, exactly"
    )
    yield Column((PATTERN,), Shape(has_mapping=True), description, "duty: 1, calls: 40", is_required=True)
    words = shape_of(Manager.model_fields["working_days"]).words
    yield Column(
        (WEEKDAY,), Shape("text", words=words), to_say("the weekday that has this pattern; blank: every day"), "sat"
    )


@cache
def stage_titles() -> frozenset[str]:
    """Give the headings that are about a stage, and not about its funnel."""
    return frozenset(one.title for one in columns_of(Stage)) - {"name"} | {_STAGE}


def stage_steps(column: Column) -> Steps:
    """Give the keys of a column that is about a stage."""
    return ("name",) if column.title == _STAGE else column.steps


def path_of(layout: Layout, steps: Path) -> Path:
    """Give the path of a setting."""
    return (*layout.path, *steps)
