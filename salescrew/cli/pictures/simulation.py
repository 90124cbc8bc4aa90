"""A simulation as a picture: how revenue is distributed, and how it grows week by week."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.pages.words import subtitle
from salescrew.cli.pictures.picture import EDGE, TEXT, Percents, frame, short
from salescrew.cli.render.cells import percent
from salescrew.language import say
from salescrew.models.department.department import Department
from salescrew.models.department.targets import reached_so_far
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import day_and_month
from salescrew.models.simulation.draws import Floats
from salescrew.models.simulation.simulation import Simulation

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MISSED, _MET = "#b3541e", "#2f6db3"
_BARS = 40
_BANDS = ((0.05, 0.95), (0.1, 0.9), (0.25, 0.75))
_FAINT = 0.2
_MOST_TICKS = 8


def picture(department: Department, simulation: Simulation) -> Figure:
    """Draw the revenue: a histogram with the target in it, and a fan over the weeks."""
    figure = Figure(figsize=(11, 4.8), layout="constrained")
    left, right = figure.subplots(1, 2)
    _histogram(left, department.plan, simulation)
    _fan(right, department, simulation)
    said = say("All targets in {odds} of {runs:,} runs", odds=chance(simulation.odds), runs=simulation.runs)
    figure.suptitle(f"{said}\n{subtitle(department)}", x=0.01, ha="left", weight="bold")
    return figure


def _histogram(axes: Axes, plan: Plan, simulation: Simulation) -> None:
    revenue = simulation.revenue
    edges = _edges(revenue, plan.target.revenue)
    shares = np.full(len(revenue), 1 / len(revenue))
    met = simulation.all_met
    groups = [(~met, _MISSED, say("a target is missed")), (met, _MET, say("all targets are met"))]
    bottom = np.zeros(len(edges) - 1)
    for flags, color, label in groups:
        heights, _ = np.histogram(revenue[flags], edges, weights=shares[flags])
        axes.bar(edges[:-1], heights, np.diff(edges), bottom, align="edge", color=color, alpha=0.75, label=label)
        bottom += heights
    _target(axes, plan, across=False)
    frame(axes)
    axes.set_title(say("Revenue over the horizon"), loc="left", fontsize=9, color=TEXT)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda amount, _: short(amount)))
    axes.yaxis.set_major_formatter(Percents())
    axes.set_xlabel(plan.currency)
    _legend(axes)


def _edges(revenue: Floats, target: float | None) -> Floats:
    """Cut the revenue into bars, one of which begins at the target."""
    low, high = float(revenue.min()), float(revenue.max())
    width = max((high - low) / _BARS, 1.0)
    begin = low if target is None else target - width * math.ceil((target - low) / width)
    return begin + width * np.arange(max(2, math.ceil((high - begin) / width) + 2))


def _fan(axes: Axes, department: Department, simulation: Simulation) -> None:
    plan, horizon = department.plan, department.horizon
    grown = reached_so_far(plan, "revenue") + np.cumsum(simulation.by_week, axis=0)
    weeks = np.arange(1, len(grown) + 1)
    for number, (low, high) in enumerate(_BANDS, 1):
        lower, upper = np.quantile(grown, (low, high), axis=1)
        axes.fill_between(weeks, lower, upper, color=_MET, alpha=_FAINT, linewidth=0)
        # the inner bands lie on the outer ones
        label = say("{share} of the runs", share=percent(f"{100 * (high - low):.0f}"))
        axes.fill_between([], [], color=_MET, alpha=1 - (1 - _FAINT) ** number, linewidth=0, label=label)
    axes.plot(weeks, np.quantile(grown, 0.5, axis=1), color=_MET, linewidth=1.8, label=say("one in two"))
    _target(axes, plan, across=True)
    frame(axes)
    axes.set_title(say("Revenue by the end of each week"), loc="left", fontsize=9, color=TEXT)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: short(amount)))
    axes.set_ylim(bottom=0)
    every = max(1, -(-len(weeks) // _MOST_TICKS))
    mondays = [horizon.monday(int(week) - 1) for week in weeks]
    axes.set_xticks(weeks[::every], [day_and_month(day) for day in mondays[::every]])
    axes.set_xlabel(say("week of"))
    _legend(axes)


def _legend(axes: Axes) -> None:
    """Put the legend below the panel, where nothing is drawn."""
    axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3, fontsize=9)


def _target(axes: Axes, plan: Plan, *, across: bool) -> None:
    if plan.target.revenue is None:
        return
    draw = axes.axhline if across else axes.axvline
    draw(plan.target.revenue, color=EDGE, linewidth=1.2, linestyle=":", label=say("target"))
