"""The odds of a result in a sentence."""

from __future__ import annotations

from salescrew.cli.pages.words import persons
from salescrew.cli.render.cells import share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.answers.result import Odds, Result
from salescrew.models.plan.words import listed_names

_PEOPLE_NOTE = (
    "odds: of fewer people the best that were found, of the last row those of this plan. at most: nobody has better "
    "odds with so many. buffer: what is reached on average over the target."
)

_MUCH = 0.005
"""Odds that differ by less are written alike."""


def odds_sentence(result: Result) -> str:
    """Say in how many cases the targets are met, and in how many if the time to spare went into contacts."""
    odds = result.odds
    if odds is None:
        return _best_found(result)
    if odds.confidence is not None:
        return _promise(result, odds)
    on_average = "On average the plan is met; " if result.reach is None and result.status != "infeasible" else ""
    targets = "all its targets at once" if len(odds.targets) > 1 else "its target"
    first = f"{on_average}{targets} in {_with_error(odds)} of cases."
    if not odds.targets:
        return f"On average the plan is met. {_not_counted(odds)}".strip() if on_average else _not_counted(odds)
    sentences = [first if on_average else first[0].upper() + first[1:]]
    if odds.not_counted:
        sentences.append(_not_counted(odds))
    return " ".join([*sentences, *filter(None, [stretch_sentence(result)])])


def stretch_sentence(result: Result) -> str:
    """Say in how many cases all targets could be met if the time to spare went into contacts."""
    odds = result.odds
    if odds is None or odds.confidence is not None or odds.at_stretch is None or odds.at_stretch <= odds.all + _MUCH:
        return ""
    return f"With the time to spare spent on contacts: in {chance(odds.at_stretch)}."


def _not_counted(odds: Odds) -> str:
    """Say which targets chance is not reckoned with for."""
    verb = "is" if len(odds.not_counted) == 1 else "are"
    return f"{listed_names(odds.not_counted)} {verb} planned on average only." if odds.not_counted else ""


def _best_found(result: Result) -> str:
    """Say how far odds go where nobody has those that are asked for."""
    if not result.odds_by_people:
        return ""
    best = result.odds_by_people[-1]
    return f"The best odds that were found are {chance(best.odds or 0.0)}, of {persons(best.headcount)}."


def _promise(result: Result, odds: Odds) -> str:
    """Say what is promised, and what that takes on average."""
    targets = "All targets at once" if len(odds.targets) > 1 else "The target"
    asked = f"{targets} in {_with_error(odds)} of cases; {chance(odds.confidence or 0.0)} were asked for."
    room = [f"{path} by {share(more)}" for path, more in (result.buffer or {}).items() if more >= _MUCH / 5]
    said = f"{asked} On average that exceeds {listed_names(room)}." if room else asked
    return f"{said} {_not_counted(odds)}".strip()


def people_table(result: Result) -> Table:
    """Show what so many people can promise: what the last ones buy."""
    paths = list(result.buffer or {})
    rows: list[list[Cell]] = [
        [row.headcount, row.odds, row.bound, row.monthly_cost, *(row.buffer.get(path) for path in paths)]
        for row in result.odds_by_people
    ]
    columns = [
        Column("people", "count"),
        Column("odds", "share"),
        Column("at most", "share"),
        Column("cost\na month", "money"),
        *(Column(f"buffer of\n{path}", "share") for path in paths),
    ]
    return Table("odds_by_people", "What fewer people can promise", columns, rows, _PEOPLE_NOTE)


def chance(probability: float) -> str:
    """Write a probability as a percentage, whole where that says enough; never as a certainty."""
    if 0.01 <= probability < 0.985:
        return f"{100 * probability:.0f}%"
    if probability < 0.0005:
        return "less than 0.1%"
    return "more than 99.9%" if probability > 0.9995 else f"{100 * probability:.1f}%"


def within(error: float) -> str:
    """Write how far a percentage may be off, with one digit that matters."""
    return f"{100 * error:.0f}%" if error >= 0.01 else f"{100 * error:.1g}%"


def _with_error(odds: Odds) -> str:
    return chance(odds.all) + (f" (within {within(odds.error)})" if odds.error >= _MUCH else "")
