"""A sweep as a page: a grid where two parts of the plan are varied, else a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from salescrew.cli.pages.words import persons, subtitle, unfinished
from salescrew.cli.render.cells import money, share, written
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Page, Table
from salescrew.models.answers.result import FIELD_OF
from salescrew.models.answers.sweep import UNANSWERED, Sweep, SweepCell
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import ROLES, USUAL_ROLES
from salescrew.models.plan.sections.targets import AIMS, AimName
from salescrew.models.variants.axes import Grid
from salescrew.models.variants.inputs import inputs

Number = TypeVar("Number", int, float)
MOST_COLUMNS = 20
MOST_REASONS = 20
_NOT_IN_TIME = "no team was found in time, and nothing is ruled out"
_CONTAINERS = ("funnels", "stages", "products", "managers", "candidates", "calendar")
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
    none = sum(cell.status == "infeasible" for cell in cells)
    if len(met) == len(cells):
        all_of_them = {1: "The combination", 2: "Both combinations"}.get(len(cells), f"All {len(cells)} combinations")
        text = f"{all_of_them} can be met"
    elif none == len(cells):
        return f"None of the {len(cells)} combinations can be met." if none > 1 else "The combination cannot be met."
    elif not met and not none:
        return f"None of the {len(cells)} combinations has an answer." if len(cells) > 1 else "There is no answer."
    else:
        text = f"{len(met)} of {len(cells)} combinations can be met"
    if met:
        text += f", by {_from_to([cell.headcount or 0 for cell in met], persons)}"
        costs = [cell.monthly_cost or 0.0 for cell in met]
        text += f" at {_from_to(costs, money)} {plan.currency}".rstrip() + " a month" if any(costs) else ""
        whole = [cell.cost or 0.0 for cell in met]
        text += f", {_from_to(whole, money)} {plan.currency}".rstrip() + " over the horizon" if any(whole) else ""
    parts = [text + "."]
    if none:
        parts.append(f"{none} cannot.")
    if left := len(cells) - len(met) - none:
        parts.append(f"{left} {'has' if left == 1 else 'have'} no answer.")
    return " ".join(parts)


def _from_to(values: Sequence[Number], write: Callable[[Number], str]) -> str:
    low, high = min(values), max(values)
    return write(high) if low == high else f"{write(low).split()[0]} to {write(high)}"


def title_of(plan: Plan, path: str) -> str:
    """Name a part of the plan in plain words."""
    if (known := next((one.title for one in inputs(plan) if one.paths == (path,)), None)) is None:
        steps = [quoted or step for quoted, step in re.findall(r'"([^"]*)"|([^."\[\]]+)', path)]
        known = " ".join(step.replace("_", " ") for step in steps if step not in _CONTAINERS) or path
    return f"{known}, {plan.currency}" if path.endswith(_MONEY) and plan.currency else known


def people_text(cell: SweepCell) -> str:
    """Write how many people a cell takes; one that is not proven with its bound."""
    return written(_people(cell), "count")


def _people(cell: SweepCell) -> Figure | str:
    if cell.headcount is None:
        return {"infeasible": "none", "no_answer": "?"}.get(cell.status, cell.status)
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
        return "none" if cell.status == "infeasible" and cell.reason else None
    return Figure(cell.reach, mark="+" if cell.reach_proven is False else "")


# ---- two parameters


def _grids(plan: Plan, found: Sweep) -> list[Table]:
    """Write a grid of headcounts and one of costs, what the plan puts first at the top."""
    down, across = (title_of(plan, axis.path) for axis in found.axes)
    by = f"by {down} (down) and {across} (across)"
    grids: dict[AimName, tuple[str, Kind, Callable[[SweepCell], Cell]]] = {
        "people": (f"People, {by}", "count", _people),
        "monthly_cost": (f"Monthly cost, {by}", "money", _cost),
        "cost": (f"Cost over the horizon, {by}", "money", partial(_cost, aim="cost")),
    }
    has = ("people", *costs_shown(found))
    shown = [name for name in dict.fromkeys((*found.objective, *grids)) if name in has]
    tables = []
    for number, what in enumerate(shown):
        title, kind, of = grids[what]
        without = _without_team if number == 0 else (lambda _: None)
        cells = [without(cell) if cell.headcount is None else of(cell) for cell in found.cells]
        columns = [Column(""), *(Column(label, kind) for label in found.axes[1].labels)]
        note = _note(found, cells, kind, with_reach=number == 0)
        tables.append(Table(what, title, columns, _rows(found, cells), note, blank="-"))
    return tables


def _rows(found: Sweep, cells: Sequence[Cell]) -> list[list[Cell]]:
    width = len(found.axes[1].values)
    return [[label, *cells[number * width : (number + 1) * width]] for number, label in enumerate(found.axes[0].labels)]


def _without_team(cell: SweepCell) -> str | None:
    """Write how far the best team gets where nobody meets the plan, or that nothing is known."""
    if cell.status != "infeasible":
        return people_text(cell)
    if cell.reach is None:
        return None if cell.reason else "none"
    return f"- {reach_text(cell)}"


def _note(found: Sweep, cells: Sequence[Cell], kind: Kind, *, with_reach: bool) -> str:
    """Explain the marks that occur."""
    notes = []
    if with_reach and any(cell.status == "infeasible" for cell in found.cells):
        reached = next((cell for cell in found.cells if cell.status == "infeasible" and cell.reach is not None), None)
        if reached is not None:
            notes.append(
                f"{_without_team(reached)}: cannot be met, the best team reaches {share(reached.reach or 0.0)}."
            )
        if "none" in cells:
            notes.append("none: cannot be met.")
        if None in cells:
            notes.append("-: cannot be met, and nobody can do even what comes by itself.")
    return " ".join([*notes, *_marks([written(cell, kind) for cell in cells])])


def _marks(texts: Sequence[str]) -> list[str]:
    notes = []
    if gap := next((text for text in texts if re.fullmatch(r"\d+-\d+", text)), None):
        low, high = gap.split("-")
        notes.append(f"{gap}: {high} would do and fewer than {low} would not.")
    if any(text.endswith("*") for text in texts):
        notes.append("*: not proven to be the least.")
    if any(text.endswith("%+") for text in texts):
        notes.append("+: so much was found, and whether more is possible is not known.")
    if "?" in texts:
        notes.append("?: not known in time.")
    return notes


# ---- one parameter, or many


def _list(plan: Plan, found: Sweep) -> Table:
    """Write a row a combination."""
    grid = Grid(found.axes)
    *outer, inner = (title_of(plan, axis.path) for axis in found.axes)
    # further columns may say the same below another name in the first
    columns = [Column(title, group=not number) for number, title in enumerate(outer)]
    columns += [Column(inner, "number"), Column("people", "count")]
    with_cost = any(cell.monthly_cost for cell in found.cells)
    columns += [Column("monthly cost", "money")] if with_cost else []
    with_whole_cost = any(cell.cost for cell in found.cells)
    columns += [Column("cost over the horizon", "money")] if with_whole_cost else []
    roles = [role for role in ROLES if role in USUAL_ROLES or any(getattr(cell, role) for cell in found.cells)]
    columns += [Column(role, "count") for role in roles] + [Column("hires", "count"), Column("reach", "share")]
    has_odds = any(cell.odds is not None for cell in found.cells)
    columns += [Column("odds", "share")] if has_odds else []
    rows: list[list[Cell]] = []
    texts: list[str] = []
    for number, cell in enumerate(found.cells):
        texts += [people_text(cell), cost_text(cell) if with_cost else "", reach_text(cell)]
        row: list[Cell] = [*grid.labels(number), _people(cell), *([_cost(cell) or "-"] if with_cost else [])]
        row += [_cost(cell, "cost") or "-"] if with_whole_cost else []
        row += [getattr(cell, role) for role in roles]
        rows.append([*row, cell.hires, _reach(cell), *([cell.odds] if has_odds else [])])
    note = "reach: the share of all targets that this team gets to, or the best team where none meets the plan."
    if not any(cell.reach is not None for cell in found.cells):
        note = ""
    heads = len(found.axes)
    return Table("sweep", "Combinations", columns, rows, " ".join([note, *_marks(texts)]).strip(), heads=heads)


# ---- what has no answer


def _unanswered(found: Sweep) -> list[Table]:
    """List the combinations without an answer, one for each reason."""
    grid = Grid(found.axes)
    alike: dict[str, list[SweepCell]] = {}
    for cell in found.cells:
        if cell.status in UNANSWERED:
            alike.setdefault(cell.reason or _NOT_IN_TIME, []).append(cell)
    if not alike:
        return []
    rows: list[list[Cell]] = [
        [reason, len(cells), " and ".join(grid.labels(cells[0].cell - 1))]
        for reason, cells in list(alike.items())[:MOST_REASONS]
    ]
    columns = [Column("why"), Column("so many", "count"), Column("the first")]
    more = len(alike) - len(rows)
    note = f"And {more} more {'reason' if more == 1 else 'reasons'}." if more else ""
    return [Table("unanswered", "Combinations without an answer", columns, rows, note)]
