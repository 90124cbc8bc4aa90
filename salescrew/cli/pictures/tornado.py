"""The tornado: what each input does to the reach, as a picture."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from salescrew.cli.pages.duty_steps import more_slots
from salescrew.cli.pages.whatif.sensitivity import headline, people_text, value_text, whose
from salescrew.cli.pages.words import subtitle
from salescrew.cli.pictures.picture import EDGE, GRID, TEXT, Percents
from salescrew.cli.render.cells import share
from salescrew.language import say
from salescrew.models.answers.sensitivity import ChangedInput, Sensitivity, SensitivityRow
from salescrew.models.department.department import Department

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BARS = 25
_ALIKE = 1e-6
_LOWER, _HIGHER = "#d9822b", "#2f6db3"


def picture(department: Department, found: Sensitivity) -> Figure:
    """Draw the tornado: a bar a changed input, from the reach as it is to the one that it gives."""
    rows = list(found.rows[:MOST_BARS])
    figure = Figure(figsize=(11, 1.9 + 0.36 * max(3, len(rows))), layout="constrained")
    axes = figure.add_subplot()
    base = found.base.reach or 0.0
    ends = [side.reach for row in rows for side in (row.low, row.high) if side and side.reach is not None]
    span = max([abs(end - base) for end in ends], default=0.0) or 0.01
    for place, row in enumerate(rows):
        _draw(axes, place, row, found)
    _frame(axes, rows, base, span)
    _say(figure, axes, department, found, len(rows))
    return figure


def _draw(axes: Axes, place: int, row: SensitivityRow, found: Sensitivity) -> None:
    """Draw the bars of an input: one to either side, or one above the other where both go the same way."""
    base = found.base.reach or 0.0
    sides = [(side, colour) for side, colour in ((row.low, _LOWER), (row.high, _HIGHER)) if side is not None]
    reaches = [base if side.reach is None or abs(side.reach - base) < _ALIKE else side.reach for side, _ in sides]
    same_way = len(sides) == 2 and (min(reaches) > base or max(reaches) < base)
    for number, ((side, colour), reach) in enumerate(zip(sides, reaches, strict=True)):
        height, shift = (0.38, 0.19 * (2 * number - 1)) if same_way else (0.72, 0.0)
        axes.barh(place + shift, reach - base, height, left=base, color=colour, edgecolor=EDGE, linewidth=0.4)
        # what does not move stands where the lower value usually does, and the higher one
        leftward = reach < base or (reach == base and side is row.low and max(reaches) >= base)
        axes.annotate(
            label_of(row, side, found),
            (reach, place + shift),
            xytext=(-4 if leftward else 4, 0),
            textcoords="offset points",
            ha="right" if leftward else "left",
            va="center",
            fontsize=7.5,
            color=TEXT,
        )


def label_of(row: SensitivityRow, side: ChangedInput, found: Sensitivity) -> str:
    """Say to what the input changes, and what that does to duty and to the number of people where it does."""
    text = value_text(row, side.value)
    if side.duty_slots:
        text = say("{value}, {slots} a week", value=text, slots=more_slots(side.duty_slots))
    if people_text(side) != people_text(found.base):
        text = _with_people(text, side)
    if side.reach is not None:
        return text
    why = say("not known in time") if side.status == "no_answer" else say("not even what comes by itself")
    return f"{text} ({why})"


def _with_people(text: str, side: ChangedInput) -> str:
    if side.status == "infeasible":
        return say("{value}: cannot be met", value=text)
    if side.headcount is None or side.headcount_bound not in (None, side.headcount):
        return say("{value}: {people} people", value=text, people=people_text(side))
    return say("{value}: {n} {n:person|people}", value=text, n=side.headcount)


def _title(row: SensitivityRow) -> str:
    """Name an input, with its value in the plan."""
    return f"{textwrap.shorten(row.title, 60, placeholder='...')} ({value_text(row, row.value)})"


def _frame(axes: Axes, rows: list[SensitivityRow], base: float, span: float) -> None:
    """Set up the axes: inputs from the top, the reach as it is as a line."""
    axes.axvline(base, color=EDGE, linewidth=1)
    axes.set_yticks(range(len(rows)), [_title(row) for row in rows])
    axes.set_ylim(max(3, len(rows)) - 0.4, -0.6)
    axes.set_xlim(base - 1.45 * span, base + 1.45 * span)
    axes.xaxis.set_major_formatter(Percents())
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _say(figure: Figure, axes: Axes, department: Department, found: Sensitivity, drawn: int) -> None:
    """Write what the picture shows."""
    figure.suptitle(
        say("What moves the plan: each input {by} lower and higher", by=share(found.by)),
        x=0.01,
        ha="left",
        weight="bold",
    )
    axes.set_title(f"{subtitle(department)}\n{headline(found)}", loc="left", fontsize=9)
    label = [say("share of all targets that {team} reaches", team=whose(found))]
    if left := len(found.rows) - drawn:
        label.append(
            say("{n} more {n:input moves|inputs move} the plan less, and are not shown", n=left),
        )
    if any(side.status == "feasible" for row in found.rows for side in (row.low, row.high) if side):
        label.append(say("9-10 people: 10 would do, and fewer than 9 would not"))
    axes.set_xlabel("\n".join(label))
    lower, higher = (
        axes.barh([0], [0], color=colour, label=label)
        for colour, label in ((_LOWER, say("lower")), (_HIGHER, say("higher")))
    )
    axes.legend(handles=[lower, higher], loc="lower right", frameon=False, title=say("the input is"))
