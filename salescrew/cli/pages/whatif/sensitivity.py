"""The sensitivity of a plan as a page and as a plain table."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.duty_steps import more_slots
from salescrew.cli.pages.words import subtitle, unfinished
from salescrew.cli.render.cells import share, written
from salescrew.cli.render.page import Cell, Column, Figure, Page, Table
from salescrew.language import say, say_as
from salescrew.models.answers.sensitivity import ChangedInput, Effect, Sensitivity, SensitivityRow
from salescrew.models.department.department import Department

_FIGURES = ("value", "status", "headcount", "headcount_bound", "monthly_cost", "reach", "reach_bound", "odds")
_OF_A_CHANGE = (*_FIGURES, "duty_slots")
_OF_A_SHARE = ("conversion", "absence", "effectiveness", "follow_up")


def sensitivity_page(department: Department, found: Sensitivity) -> Page:
    """Write the table: a row an input, lower and higher."""
    costs = any(
        side is not None and side.monthly_cost is not None for row in found.rows for side in (row.low, row.high)
    )
    has_reach = bool(department.goals) and _tells_reach(found)
    has_odds = found.base.odds is not None
    columns = [Column(say("input")), Column(say_as("value", "now"), "number")]
    for what in (say("lower"), say("higher")):
        columns += [Column(what, "number"), Column(say("people"), "count")]
        columns += [Column(say("cost"), "money")] if costs else []
        columns += [Column(say("reach"), "share")] if has_reach else []
        columns += [Column(say("odds"), "share")] if has_odds else []
    notes = [_note(row) for row in found.rows]
    columns += [Column(say("note"))] if any(notes) else []
    rows: list[list[Cell]] = []
    for row, said in zip(found.rows, notes, strict=True):
        cells: list[Cell] = [row.title, _value(row, row.value)]
        for side in (row.low, row.high):
            cells += _side(row, side, costs, has_odds, has_reach)
        rows.append([*cells, said][: len(columns)])
    title = say("Each input {share} lower and higher", share=share(found.by))
    table = Table("sensitivity", title, columns, rows, " ".join(_notes(found, has_reach, has_odds)), blank="-")
    return Page(headline(found), subtitle(department), [table], paragraphs=[unfinished(finished=found.finished)])


def _notes(found: Sensitivity, has_reach: bool, has_odds: bool) -> Iterator[str]:
    """Explain the columns, and the marks that occur."""
    statuses = {side.status for row in found.rows for side in (row.low, row.high) if side is not None}
    if has_reach:
        yield say("reach: the share of all targets that {team} gets to, in its roles.", team=whose(found))
    if has_odds:
        yield say("odds: of meeting all targets if today's quotas are worked and the input turns out so.")
    if "feasible" in statuses:
        yield say("people: with 9-10, 10 would do and fewer than 9 would not.")
    if "no_answer" in statuses:
        yield say("?: not known yet, or not in time.")
    if any(row.is_relative for row in found.rows):
        yield say("effectiveness: in all roles at once, as a share of today's.")


def _tells_reach(found: Sensitivity) -> bool:
    """Tell whether it was asked how far the team gets, and it gets anywhere."""
    if found.base.headcount is not None:
        return found.base.reach is not None
    return any(side.reach is not None for row in found.rows for side in (row.low, row.high) if side is not None)


def _note(row: SensitivityRow) -> str:
    """Say why a value is another one, and where the people on duty are others."""
    sides = [(say("lower"), row.low), (say("higher"), row.high)]
    duty = [
        say("{which}: {slots} a week", which=which, slots=more_slots(side.duty_slots))
        for which, side in sides
        if side and side.duty_slots
    ]
    return "; ".join(filter(None, [row.note, *duty]))


def whose(found: Sensitivity) -> str:
    """Name the team whose reach is shown."""
    if found.base.status == "infeasible":
        return say("the team that gets furthest with the plan as it is")
    return say("the team of today's answer")


def headline(found: Sensitivity) -> str:
    """Say in a line what the plan comes to as it is."""
    base = found.base
    reach = None if base.reach is None else share(base.reach)
    match base.status:
        case "infeasible" if reach is None:
            return say("The plan as it is cannot be met: not even what comes by itself is done.")
        case "infeasible":
            return say(
                "The plan as it is cannot be met: the {n} who get furthest reach {share} of it.",
                n=len(found.team),
                share=reach,
            )
        case "no_answer":
            return say("How many people the plan takes as it is was not found in time.")
    count = base.headcount or 0
    people = "1" if count == 1 else people_text(base)
    if reach is None:
        return say("{people} {n:person meets|people meet} the plan as it is.", people=people, n=count)
    return say(
        "{people} {n:person meets|people meet} the plan as it is, and could reach {share} of it.",
        people=people,
        n=count,
        share=reach,
    )


def row_line(row: SensitivityRow) -> str:
    """Write in a line how many people each value of an input takes."""
    sides = [(value_text(row, side.value), people_text(side)) for side in (row.low, row.high) if side is not None]
    if len(sides) == 1:
        return say("{input}: people {people} at {value}", input=row.title, people=sides[0][1], value=sides[0][0])
    (low, fewest), (high, most) = sides
    return say(
        "{input}: people {low_people} at {low}, {high_people} at {high}",
        input=row.title,
        low_people=fewest,
        low=low,
        high_people=most,
        high=high,
    )


def people_text(effect: Effect) -> str:
    """Write a headcount; one that is not proven with its bound."""
    return written(_people(effect), "count")


def _people(effect: Effect) -> Figure | str:
    if effect.status == "infeasible":
        return say_as("people", "none")
    return "?" if effect.headcount is None else Figure(effect.headcount, low=effect.headcount_bound)


def value_text(row: SensitivityRow, value: float) -> str:
    """Write a value of an input the way a plan would."""
    return written(_value(row, value))


def _value(row: SensitivityRow, value: float) -> Figure:
    if row.kind in _OF_A_SHARE:
        return Figure(value, "share", digits=4)
    return Figure(value, "money") if row.kind in ("average_deal", "monthly_fee") else Figure(value, "number", digits=6)


def _side(row: SensitivityRow, side: ChangedInput | None, costs: bool, has_odds: bool, has_reach: bool) -> list[Cell]:
    if side is None:
        return [None, None, *([None] * (costs + has_reach + has_odds))]
    unknown = "?" if side.status == "no_answer" else say_as("reach", "none")
    reach = unknown if side.reach is None else side.reach
    further = [side.monthly_cost] * costs + [reach] * has_reach + [side.odds] * has_odds
    return [_value(row, side.value), _people(side), *further]


def all_columns(found: Sensitivity) -> Table:
    """List everything that is known of every input, for spreadsheets; the plan as it is comes first."""
    columns = [Column(name) for name in ("input", "path", "kind", "now")]
    columns += [Column(f"{side}_{figure}") for side in ("low", "high") for figure in _OF_A_CHANGE]
    as_it_is: list[Cell] = [None, *(getattr(found.base, figure) for figure in _FIGURES[1:]), 0]
    rows: list[list[Cell]] = [[say("the plan as it is"), None, None, None, *as_it_is, *as_it_is]]
    for row in found.rows:
        cells: list[Cell] = [row.title, row.path, row.kind, row.value]
        for side in (row.low, row.high):
            cells += [None if side is None else getattr(side, figure) for figure in _OF_A_CHANGE]
        rows.append([*cells, row.note])
    rows[0].append(None)
    return Table("sensitivity", "Sensitivity", [*columns, Column("note")], rows)
