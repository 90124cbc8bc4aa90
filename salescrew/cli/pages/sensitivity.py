"""The sensitivity of a plan as a page and as a plain table."""

from __future__ import annotations

from salescrew.cli.pages.answer import subtitle
from salescrew.cli.pages.report import page
from salescrew.cli.render.tables import Cell, Column, Table, money, share
from salescrew.models.answers.sensitivity import ChangedInput, Effect, Sensitivity, SensitivityRow
from salescrew.models.plan.plan import Plan

_FIGURES = ("value", "status", "headcount", "headcount_bound", "monthly_cost", "reach", "reach_bound")
_OF_A_SHARE = ("conversion", "absence", "effectiveness")


def tornado(plan: Plan, found: Sensitivity, *, markdown: bool) -> str:
    """Write the table: a row an input, lower and higher."""
    costs = any(
        side is not None and side.monthly_cost is not None for row in found.rows for side in (row.low, row.high)
    )
    columns = [Column("input"), Column("now", "money")]
    for what in ("lower", "higher"):
        columns += [Column(what, "money"), Column("people", "money")]
        columns += [Column("cost", "money")] if costs else []
        columns.append(Column("reach", "money"))
    columns += [Column("note")] if any(row.note for row in found.rows) else []
    rows: list[list[Cell]] = []
    for row in found.rows:
        cells: list[Cell] = [row.title, value_text(row, row.value)]
        for side in (row.low, row.high):
            cells += _side(row, side, costs)
        rows.append([*cells, row.note][: len(columns)])
    note = f"reach: the share of all targets that {whose(found)} gets to, in its roles."
    if any(side is not None and side.status == "feasible" for row in found.rows for side in (row.low, row.high)):
        note += " people: with 9-10, 10 would do and fewer than 9 would not."
    if any(row.is_relative for row in found.rows):
        note += " effectiveness: in all roles at once, as a share of today's."
    table = Table("sensitivity", f"Each input {share(found.by)} lower and higher", columns, rows, note)
    return page(headline(found), subtitle(plan), [table], [], markdown=markdown)


def whose(found: Sensitivity) -> str:
    """Name the team whose reach is shown."""
    if found.base.status == "infeasible":
        return "the team that gets furthest with the plan as it is"
    return "the team of today's answer"


def headline(found: Sensitivity) -> str:
    """Say in a line what the plan comes to as it is."""
    base = found.base
    reach = "" if base.reach is None else f" reach {share(base.reach)} of it"
    match base.status:
        case "infeasible":
            who = f"the {len(found.team)} who get furthest{reach}" if reach else "not even what comes by itself is done"
            return f"The plan as it is cannot be met: {who}."
        case "no_answer":
            return "How many people the plan takes as it is was not found in time."
    people = "1 person meets" if base.headcount == 1 else f"{people_text(base)} people meet"
    also = f", and {'could' if reach else ''}{reach}" if reach else ""
    return f"{people} the plan as it is{also}."


def people_text(effect: Effect) -> str:
    """Write a headcount; one that is not proven with its bound."""
    if effect.status == "infeasible":
        return "none"
    if effect.headcount is None:
        return "?"
    bound = effect.headcount_bound
    return str(effect.headcount) if bound in (None, effect.headcount) else f"{bound}-{effect.headcount}"


def value_text(row: SensitivityRow, value: float) -> str:
    """Write a value of an input the way a plan would."""
    if row.kind in _OF_A_SHARE:
        return f"{100 * value:,.4g}%"
    return money(value) if row.kind == "average_deal" else f"{value:,.6g}"


def _side(row: SensitivityRow, side: ChangedInput | None, costs: bool) -> list[Cell]:
    if side is None:
        return ["-", "-", *(["-"] if costs else []), "-"]
    cost = "-" if side.monthly_cost is None else money(side.monthly_cost)
    reach = "none" if side.reach is None else share(side.reach)
    return [value_text(row, side.value), people_text(side), *([cost] if costs else []), reach]


def all_columns(found: Sensitivity) -> Table:
    """List everything that is known of every input, for spreadsheets; the plan as it is comes first."""
    columns = [Column(name) for name in ("input", "path", "kind", "now")]
    columns += [Column(f"{side}_{figure}") for side in ("low", "high") for figure in _FIGURES]
    as_it_is: list[Cell] = [None, *(getattr(found.base, figure) for figure in _FIGURES[1:])]
    rows: list[list[Cell]] = [["the plan as it is", None, None, None, *as_it_is, *as_it_is]]
    for row in found.rows:
        cells: list[Cell] = [row.title, row.path, row.kind, row.value]
        for side in (row.low, row.high):
            cells += [None if side is None else getattr(side, figure) for figure in _FIGURES]
        rows.append([*cells, row.note])
    rows[0].append(None)
    return Table("sensitivity", "Sensitivity", [*columns, Column("note")], rows)
