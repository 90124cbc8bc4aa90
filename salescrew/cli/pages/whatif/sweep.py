"""A sweep as a page: a grid where two parts of the plan are varied, else a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from salescrew.cli.pages.words import subtitle, unfinished
from salescrew.cli.render.cells import count as cell_count
from salescrew.cli.render.cells import money, share, written
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Page, Table
from salescrew.language import say, say_as, to_say, to_say_as
from salescrew.models.answers.result import FIELD_OF
from salescrew.models.answers.sweep import UNANSWERED, Sweep, SweepCell
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import ROLES, USUAL_ROLES, role_in_words
from salescrew.models.plan.sections.targets import AIMS, AimName
from salescrew.models.plan.values.said import shown
from salescrew.models.plan.words import listed_names
from salescrew.models.variants.axes import Grid
from salescrew.models.variants.inputs import inputs

Number = TypeVar("Number", int, float)
MOST_COLUMNS = 20
MOST_REASONS = 20
_NOT_IN_TIME = to_say("no team was found in time, and nothing is ruled out")
_CONTAINERS = ("funnels", "stages", "products", "managers", "candidates", "calendar")
_WHO = ("managers", "candidates")
_PLACES = {
    "target.revenue": to_say("target revenue"),
    "target.profit": to_say("target profit"),
    "target.confidence": to_say("target confidence"),
    "limits.people": to_say("limits people"),
    "limits.hires": to_say("limits hires"),
    "limits.monthly_cost": to_say("limits monthly cost"),
    "limits.cost": to_say("limits cost"),
    "calendar.weeks": to_say("weeks"),
    "grace_weeks": to_say("grace weeks"),
}
"""What most sweeps vary besides the numbers that could be otherwise by themselves."""
_OF_SOMEBODY = {
    "at_most": to_say("{name} at most"),
    "monthly_cost": to_say("{name} monthly cost"),
    "hiring_cost": to_say("{name} hiring cost"),
}
_WITHOUT: dict[str, str] = {
    "infeasible": to_say_as("people", "none"),
    "no_answer": "?",
    "refused": to_say_as("people", "refused"),
    "failed": to_say_as("people", "failed"),
}
"""What stands for people where there is no number of them."""
_MONEY = ("revenue", "profit", "average_deal", "monthly_fee", "under_way", "cost")


def sweep_page(department: Department, found: Sweep) -> Page:
    """Write a sweep for a person."""
    plan = department.plan
    if len(found.axes) == 2 and len(found.axes[1].values) <= MOST_COLUMNS:
        tables = _grids(plan, found)
    else:
        tables = [_list(plan, found)]
    return Page(
        headline(plan, found),
        subtitle(department),
        [*tables, *_unanswered(found)],
        paragraphs=[unfinished(finished=found.finished)],
    )


def headline(plan: Plan, found: Sweep) -> str:
    """Say in a line what all combinations come to."""
    cells = found.cells
    met = [cell for cell in cells if cell.headcount is not None]
    none, count = sum(cell.status == "infeasible" for cell in cells), len(cells)
    if not met:
        if none == count:
            return (
                say("None of the {n} combinations can be met.", n=count)
                if count > 1
                else say("The combination cannot be met.")
            )
        if not none:
            return (
                say("None of the {n} combinations has an answer.", n=count) if count > 1 else say("There is no answer.")
            )
    parts = [_met(plan, met, count)]
    if none:
        parts.append(say("{n} cannot.", n=none))
    if left := count - len(met) - none:
        parts.append(say("{n} {n:has|have} no answer.", n=left))
    return " ".join(parts)


def _met(plan: Plan, met: Sequence[SweepCell], count: int) -> str:
    """Say how many combinations can be met, and from what to what people and cost go."""
    if len(met) < count:
        which = say("{met} of {n} combinations can be met", met=len(met), n=count)
    elif count == 1:
        which = say("The combination can be met")
    elif count == 2:
        which = say("Both combinations can be met")
    else:
        which = say("All {n} combinations can be met", n=count)
    if not met:
        return f"{which}."
    people = [cell.headcount or 0 for cell in met]
    monthly, whole = [cell.monthly_cost or 0.0 for cell in met], [cell.cost or 0.0 for cell in met]
    return say(
        "{which}, by {people} {n:person|people}{monthly}{whole}.",
        which=which,
        people=_from_to(people, str),
        n=max(people),
        monthly=say(" at {cost} a month", cost=_costs(plan, monthly)) if any(monthly) else "",
        whole=say(", {cost} over the horizon", cost=_costs(plan, whole)) if any(whole) else "",
    )


def _costs(plan: Plan, values: Sequence[float]) -> str:
    return f"{_from_to(values, money)} {plan.currency}".rstrip()


def _from_to(values: Sequence[Number], write: Callable[[Number], str]) -> str:
    low, high = min(values), max(values)
    return write(high) if low == high else say_as("range", "{low} to {high}", low=write(low), high=write(high))


def title_of(plan: Plan, path: str) -> str:
    """Name a part of the plan in plain words."""
    if (known := next((one.title for one in inputs(plan) if one.paths == (path,)), None)) is None:
        known = _words_of(path)
    return f"{known}, {plan.currency}" if path.endswith(_MONEY) and plan.currency else known


def _words_of(path: str) -> str:
    """Read a path out: what most sweeps vary in the language of the run, other places by their names in the plan."""
    if path in _PLACES:
        return say(_PLACES[path])
    steps = [quoted or step for quoted, step in re.findall(r'"([^"]*)"|([^."\[\]]+)', path)]
    if len(steps) == 3 and steps[0] in _WHO and steps[2] in _OF_SOMEBODY:
        return say(_OF_SOMEBODY[steps[2]], name=steps[1])
    return " ".join(step.replace("_", " ") for step in steps if step not in _CONTAINERS) or path


def row_line(cell: SweepCell) -> str:
    """Write in a line how many people a cell takes."""
    values = ", ".join(f"{_words_of(path)} {shown(value)}" for path, value in cell.values.items())
    return say("{values}: people {people}", values=values, people=people_text(cell))


def people_text(cell: SweepCell) -> str:
    """Write how many people a cell takes; one that is not proven with its bound."""
    return written(_people(cell), "count")


def _people(cell: SweepCell) -> Figure | str:
    if cell.headcount is None:
        return say_as("people", _WITHOUT[cell.status])
    return Figure(cell.headcount, low=cell.headcount_bound)


def _cost(cell: SweepCell, aim: AimName = "monthly_cost") -> Figure | None:
    """Give what a cell costs; a star where less may do."""
    value = cost_in(cell, aim)
    return None if value is None else Figure(value, mark="" if _is_least(cell, aim) else "*")


def _is_least(cell: SweepCell, aim: AimName) -> bool:
    """Tell whether it is proven that a cell cannot cost less, or that was not sought in an answer that is proven."""
    cost, bound = cost_in(cell, aim) or 0.0, getattr(cell, f"{FIELD_OF[aim]}_bound")
    return cell.status == "optimal" if bound is None else bool(bound >= cost - 1e-6 * max(1.0, cost))


def cost_in(cell: SweepCell, aim: AimName) -> float | None:
    """Give what a cell costs a month, or over the horizon."""
    value: float | None = getattr(cell, FIELD_OF[aim])
    return value


def cost_text(cell: SweepCell, aim: AimName = "monthly_cost", write: Callable[[float], str] = money) -> str:
    """Write what a cell costs; a star where less may do."""
    value = cost_in(cell, aim)
    return "-" if value is None else write(value) + ("" if _is_least(cell, aim) else "*")


def costs_shown(found: Sweep) -> list[AimName]:
    """List the costs that a sweep has, what the plan puts first at the top."""
    aims: list[AimName] = [aim for aim in dict.fromkeys((*found.objective, *AIMS)) if aim != "people"]
    return [aim for aim in aims if any(cost_in(cell, aim) for cell in found.cells)]


def reach_text(cell: SweepCell) -> str:
    """Write how far the best team gets, marked where more is not ruled out."""
    return written(_reach(cell), "share")


def _reach(cell: SweepCell) -> Figure | str | None:
    if cell.reach is None:
        return say_as("reach", "none") if cell.status == "infeasible" and cell.reason else None
    return Figure(cell.reach, mark="+" if cell.reach_proven is False else "")


# ---- two parameters


def _grids(plan: Plan, found: Sweep) -> list[Table]:
    """Write a grid of headcounts and one of costs, what the plan puts first at the top."""
    down, across = (title_of(plan, axis.path) for axis in found.axes)
    grids: dict[AimName, tuple[str, Kind, Callable[[SweepCell], Cell]]] = {
        "people": (say("People, by {down} (down) and {across} (across)", down=down, across=across), "count", _people),
        "monthly_cost": (
            say("Monthly cost, by {down} (down) and {across} (across)", down=down, across=across),
            "money",
            _cost,
        ),
        "cost": (
            say("Cost over the horizon, by {down} (down) and {across} (across)", down=down, across=across),
            "money",
            partial(_cost, aim="cost"),
        ),
    }
    has = ("people", *costs_shown(found))
    shown = [name for name in dict.fromkeys((*found.objective, *grids)) if name in has]
    tables = []
    for number, what in enumerate(shown):
        title, kind, of = grids[what]
        without = _without_team if number == 0 else (lambda _: None)
        cells = [without(cell) if cell.headcount is None else of(cell) for cell in found.cells]
        columns = [Column(""), *(Column(label, kind) for label in found.axes[1].shown)]
        note = _note(found, cells, kind, with_reach=number == 0)
        tables.append(Table(what, title, columns, _rows(found, cells), note, blank="-"))
    return tables


def _rows(found: Sweep, cells: Sequence[Cell]) -> list[list[Cell]]:
    width = len(found.axes[1].values)
    return [[label, *cells[number * width : (number + 1) * width]] for number, label in enumerate(found.axes[0].shown)]


def _without_team(cell: SweepCell) -> str | None:
    """Write how far the best team gets where nobody meets the plan, or that nothing is known."""
    if cell.status != "infeasible":
        return people_text(cell)
    if cell.reach is None:
        return None if cell.reason else say_as("people", "none")
    return f"- {reach_text(cell)}"


def _note(found: Sweep, cells: Sequence[Cell], kind: Kind, *, with_reach: bool) -> str:
    """Explain the marks that occur."""
    notes = []
    if with_reach and any(cell.status == "infeasible" for cell in found.cells):
        reached = next((cell for cell in found.cells if cell.status == "infeasible" and cell.reach is not None), None)
        if reached is not None:
            best = share(reached.reach or 0.0)
            notes.append(
                say("{mark}: cannot be met, the best team reaches {share}.", mark=_without_team(reached), share=best)
            )
        if say_as("people", "none") in cells:
            notes.append(say("none: cannot be met."))
        if None in cells:
            notes.append(say("-: cannot be met, and nobody can do even what comes by itself."))
    return " ".join([*notes, *_marks(cells, [written(cell, kind) for cell in cells])])


def _marks(cells: Sequence[Cell], texts: Sequence[str]) -> list[str]:
    """Explain the marks of some cells, that stand so as texts."""
    notes = []
    if gap := next((cell for cell in cells if isinstance(cell, Figure) and cell.low not in (None, cell.value)), None):
        low, high = cell_count(gap.low or 0.0), cell_count(gap.value)
        between = written(gap, "count")
        notes.append(say("{gap}: {high} would do and fewer than {low} would not.", gap=between, high=high, low=low))
    if any(text.endswith("*") for text in texts):
        notes.append(say("*: not proven to be the least."))
    if any(text.endswith("%+") for text in texts):
        notes.append(say("+: so much was found, and whether more is possible is not known."))
    if "?" in texts:
        notes.append(say("?: not known in time."))
    return notes


# ---- one parameter, or many


def _list(plan: Plan, found: Sweep) -> Table:
    """Write a row a combination."""
    grid = Grid(found.axes)
    *outer, inner = (title_of(plan, axis.path) for axis in found.axes)
    # further columns may say the same below another name in the first
    columns = [Column(title, group=not number) for number, title in enumerate(outer)]
    columns += [Column(inner, "number"), Column(say("people"), "count")]
    with_cost = any(cell.monthly_cost for cell in found.cells)
    columns += [Column(say("monthly cost"), "money")] if with_cost else []
    with_whole_cost = any(cell.cost for cell in found.cells)
    columns += [Column(say("cost over the horizon"), "money")] if with_whole_cost else []
    roles = [role for role in ROLES if role in USUAL_ROLES or any(getattr(cell, role) for cell in found.cells)]
    columns += [Column(role_in_words(role), "count") for role in roles]
    columns += [Column(say("hires"), "count"), Column(say("reach"), "share")]
    has_odds = any(cell.odds is not None for cell in found.cells)
    columns += [Column(say("odds"), "share")] if has_odds else []
    rows: list[list[Cell]] = []
    texts: list[str] = []
    for number, cell in enumerate(found.cells):
        texts += [people_text(cell), cost_text(cell) if with_cost else "", reach_text(cell)]
        row: list[Cell] = [*grid.labels(number), _people(cell), *([_cost(cell) or "-"] if with_cost else [])]
        row += [_cost(cell, "cost") or "-"] if with_whole_cost else []
        row += [getattr(cell, role) for role in roles]
        rows.append([*row, cell.hires, _reach(cell), *([cell.odds] if has_odds else [])])
    notes = _marks([_people(cell) for cell in found.cells], texts)
    if any(cell.reach is not None for cell in found.cells):
        reach = say(
            "reach: the share of all targets that this team gets to, or the best team where none meets the plan."
        )
        notes.insert(0, reach)
    return Table("sweep", say("Combinations"), columns, rows, " ".join(notes), heads=len(found.axes))


# ---- what has no answer


def _unanswered(found: Sweep) -> list[Table]:
    """List the combinations without an answer, one for each reason."""
    grid = Grid(found.axes)
    alike: dict[str, list[SweepCell]] = {}
    for cell in found.cells:
        if cell.status in UNANSWERED:
            alike.setdefault(cell.reason or say(_NOT_IN_TIME), []).append(cell)
    if not alike:
        return []
    rows: list[list[Cell]] = [
        [reason, len(cells), listed_names(grid.labels(cells[0].cell - 1))]
        for reason, cells in list(alike.items())[:MOST_REASONS]
    ]
    columns = [Column(say("why")), Column(say_as("count", "so many"), "count"), Column(say("the first"))]
    more = len(alike) - len(rows)
    note = say("And {n} more {n:reason|reasons}.", n=more) if more else ""
    return [Table("unanswered", say("Combinations without an answer"), columns, rows, note)]
