"""A sweep as a picture: lines over one part of the plan, a heat map over two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from salescrew.cli.pages.whatif.sweep import (
    cost_in,
    cost_text,
    costs_shown,
    headline,
    people_text,
    reach_text,
    title_of,
)
from salescrew.cli.pages.words import subtitle
from salescrew.cli.pictures.picture import EDGE, TEXT, frame, short
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.sweep import Axis, Sweep, SweepCell
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.targets import AimName

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_TICKS = 16
MOST_NUMBERS = 24
_PEOPLE, _COST, _NONE = "#2f6db3", "#b3541e", "#f2f2f2"
_COSTS: dict[AimName, str] = {"monthly_cost": to_say("monthly cost"), "cost": to_say("cost over the horizon")}
_TITLES: dict[AimName, str] = {
    "monthly_cost": to_say("What the plan costs a month"),
    "cost": to_say("What the plan costs over the horizon"),
}
_COLOURS = "YlGnBu"  # from light to dark, which nobody takes for one another


def picture(department: Department, found: Sweep) -> Figure:
    """Draw a sweep over one or two parts of the plan."""
    return _lines(department, found) if len(found.axes) == 1 else _heat_map(department, found)


def _say(figure: Figure, axes: Axes, department: Department, found: Sweep, title: str) -> None:
    figure.suptitle(title, x=0.01, ha="left", weight="bold")
    axes.set_title(f"{subtitle(department)}\n{headline(department.plan, found)}", loc="left", fontsize=9)


# ---- one parameter


def _lines(department: Department, found: Sweep) -> Figure:
    """Draw headcount and cost, one above the other, since they have nothing in common but what they depend on."""
    plan, (axis,) = department.plan, found.axes
    has = ("people", *costs_shown(found))
    panels = [one for one in found.objective if one in has] or ["people"]
    figure = Figure(figsize=(9, 2.2 + 2.3 * len(panels)), layout="constrained")
    drawn_axes = figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
    places = _places(axis)
    for what, axes in zip(panels, drawn_axes, strict=True):
        frame(axes)
        if what == "people":
            _people(axes, axis, places, found)
        else:
            _costs(axes, axis, places, found, what, plan.currency)
    _mark_impossible(drawn_axes[0], places, found)
    last = drawn_axes[-1]
    _ticks(last, axis, places)
    last.set_xlabel("\n".join([title_of(plan, axis.path), *_legend(found)]))
    _say(
        figure,
        drawn_axes[0],
        department,
        found,
        say("What the plan takes, by {input}", input=title_of(plan, axis.path)),
    )
    return figure


def _places(axis: Axis) -> list[float]:
    """Give where the values stand: numbers where they are, others side by side."""
    if axis.is_numeric:
        return [float(value) for value in axis.values if isinstance(value, int | float)]
    return [float(number) for number in range(len(axis.values))]


def _people(axes: Axes, axis: Axis, places: list[float], found: Sweep) -> None:
    """Draw headcounts as steps, and what is not proven of them as bars down to the bound."""
    heads = [float("nan") if cell.headcount is None else float(cell.headcount) for cell in found.cells]
    style = "-" if axis.is_numeric else "none"
    axes.plot(places, heads, linestyle=style, marker="o", color=_PEOPLE, drawstyle="steps-mid", linewidth=1.6)
    for place, cell in zip(places, found.cells, strict=True):
        if cell.headcount is None:
            continue
        if cell.headcount_bound is not None and cell.headcount_bound < cell.headcount:
            axes.plot([place, place], [cell.headcount_bound, cell.headcount], color=_PEOPLE, linewidth=4, alpha=0.35)
        if len(places) <= MOST_NUMBERS:
            _number(axes, place, cell.headcount, people_text(cell))
    axes.set_ylabel(say_as("heading", "people"))
    axes.set_ylim(0, max([cell.headcount or 0 for cell in found.cells], default=0) * 1.2 or 1)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))


def _costs(axes: Axes, axis: Axis, places: list[float], found: Sweep, aim: AimName, currency: str) -> None:
    known = [cost_in(cell, aim) for cell in found.cells]
    costs = [float("nan") if cost is None else cost for cost in known]
    style = "-" if axis.is_numeric else "none"
    axes.plot(places, costs, linestyle=style, marker="s", color=_COST, linewidth=1.6)
    if len(places) <= MOST_NUMBERS:
        for place, cell, cost in zip(places, found.cells, known, strict=True):
            if cost is not None:
                _number(axes, place, cost, cost_text(cell, aim, short))
    axes.set_ylabel(", ".join(part for part in (say(_COSTS[aim]), currency) if part))
    axes.set_ylim(0, max([cost or 0.0 for cost in known], default=0.0) * 1.2 or 1)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: short(amount)))


def _number(axes: Axes, place: float, height: float, text: str) -> None:
    axes.annotate(text, (place, height), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8, color=TEXT)


def _mark_impossible(axes: Axes, places: list[float], found: Sweep) -> None:
    """Mark what cannot be met at the bottom, with how far the best team gets."""
    for place, cell in zip(places, found.cells, strict=True):
        if cell.headcount is not None:
            continue
        marker = "x" if cell.status == "infeasible" else "$?$"
        axes.plot([place], [0], marker=marker, markersize=7, color=EDGE, clip_on=False)
        if len(places) <= MOST_NUMBERS:
            _number(axes, place, 0, _without_team(cell))


def _without_team(cell: SweepCell) -> str:
    if cell.status == "infeasible":
        return reach_text(cell) if cell.reach is not None or cell.reason else say("not met")
    return people_text(cell)


def _ticks(axes: Axes, axis: Axis, places: list[float]) -> None:
    """Label the values the way they were written."""
    every = -(-len(places) // MOST_TICKS)
    axes.set_xticks(places[::every], axis.shown[::every])
    margin = 0.05 * (max(places) - min(places)) or 0.5
    axes.set_xlim(min(places) - margin, max(places) + margin)


def _legend(found: Sweep) -> list[str]:
    """Explain the marks that occur."""
    lines = []
    if any(cell.status == "infeasible" and cell.reach is not None for cell in found.cells):
        lines.append(say("a percentage: cannot be met, and the best team reaches so much of the plan"))
    if any(cell.reach_proven is False and cell.reach is not None for cell in found.cells):
        lines.append(say("+: so much was found, and whether more is possible is not known"))
    if any(cell.status == "infeasible" and cell.reach is None and cell.reason for cell in found.cells):
        lines.append(say("none: cannot be met, and nobody can do even what comes by itself"))
    if gap := next((cell for cell in found.cells if _is_open(cell)), None):
        lines.append(
            say(
                "{people}: {most} would do and fewer than {least} would not",
                people=people_text(gap),
                most=gap.headcount,
                least=gap.headcount_bound,
            )
        )
    if any("*" in cost_text(cell, aim) for aim in costs_shown(found) for cell in found.cells):
        lines.append(say("*: not proven to be the least"))
    return lines


def _is_open(cell: SweepCell) -> bool:
    return cell.headcount is not None and cell.headcount_bound not in (None, cell.headcount)


# ---- two parameters


def _heat_map(department: Department, found: Sweep) -> Figure:
    """Draw a field a cell: the darker, the more of what the plan puts first."""
    plan, (down, across) = department.plan, found.axes
    rows, columns = len(down.values), len(across.values)
    aim = next(iter(costs_shown(found)), None)
    in_people = found.objective[0] == "people" or aim is None
    figure = Figure(figsize=(3.2 + 0.75 * min(max(columns, 8), 24), 2.4 + 0.5 * min(max(rows, 4), 24)))
    figure.set_layout_engine("constrained")
    axes = figure.add_subplot()
    amounts = [cell.headcount if in_people or aim is None else cost_in(cell, aim) for cell in found.cells]
    known = [float(amount) for amount in amounts if amount is not None] or [0.0]
    scale = Normalize(min(known), max(known) if max(known) > min(known) else min(known) + 1)
    for number, (cell, amount) in enumerate(zip(found.cells, amounts, strict=True)):
        row, column = divmod(number, columns)
        _field(axes, (column, row), None if amount is None else scale(float(amount)))
        if rows <= MOST_NUMBERS and columns <= MOST_NUMBERS:
            cost = cost_text(cell, aim, short) if aim is not None and cost_in(cell, aim) else ""
            _field_text(axes, (column, row), cell, cost, None if amount is None else scale(float(amount)), in_people)
    _sides(axes, plan, found, aim, in_people=in_people)
    bar = figure.colorbar(ScalarMappable(scale, _COLOURS), ax=axes, shrink=0.8)
    bar.outline.set_visible(False)
    if in_people or aim is None:
        bar.set_label(say_as("heading", "people"))
        bar.locator = MaxNLocator(integer=True)
        bar.update_ticks()
    else:
        bar.set_label(", ".join(part for part in (say(_COSTS[aim]), plan.currency) if part))
        bar.formatter = FuncFormatter(lambda amount, _: short(amount))
        bar.update_ticks()
    _say(
        figure,
        axes,
        department,
        found,
        say("How many people the plan takes") if in_people else say(_TITLES[aim or "cost"]),
    )
    return figure


def _field(axes: Axes, corner: tuple[int, int], shade: float | None) -> None:
    colour = _NONE if shade is None else colormaps[_COLOURS](shade)
    hatch = "///" if shade is None else None
    axes.add_patch(Rectangle(corner, 1, 1, facecolor=colour, edgecolor="white", linewidth=1.0, hatch=hatch))


def _field_text(
    axes: Axes, corner: tuple[int, int], cell: SweepCell, cost: str, shade: float | None, in_people: bool
) -> None:
    """Write into a field what it stands for, and the other of people and cost below."""
    first, second = (people_text(cell), cost) if in_people else (cost or "0", people_text(cell))
    if cell.headcount is None:
        first, second = _without_team(cell), ""
    colour = TEXT if shade is None or _is_light(shade) else "white"
    middle = (corner[0] + 0.5, corner[1] + 0.5)
    style: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "center", "color": colour}
    axes.annotate(first, middle, xytext=(0, 5 if second else 0), fontsize=10, weight="bold", **style)
    if second:
        text = second if in_people else say("{number} people", number=second)
        axes.annotate(text, middle, xytext=(0, -7), fontsize=7, **style)


def _is_light(shade: float) -> bool:
    red, green, blue, _ = colormaps[_COLOURS](shade)
    return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5


def _sides(axes: Axes, plan: Plan, found: Sweep, aim: AimName | None, *, in_people: bool) -> None:
    """Label both sides; numbers grow upwards, anything else is read from the top."""
    down, across = found.axes
    rows, columns = len(down.values), len(across.values)
    axes.set_xlim(0, columns)
    axes.set_ylim((0, rows) if down.is_numeric else (rows, 0))
    for length, labels, put in (
        (columns, across.shown, axes.set_xticks),
        (rows, down.shown, axes.set_yticks),
    ):
        every = -(-length // MOST_NUMBERS)
        put([number + 0.5 for number in range(0, length, every)], labels[::every])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_ylabel(title_of(plan, down.path))
    below = []
    if aim is not None:
        below = [say("in small: the {cost}", cost=say(_COSTS[aim])) if in_people else say("in small: the people")]
    axes.set_xlabel("\n".join([title_of(plan, across.path), *below, *_legend(found)]))
