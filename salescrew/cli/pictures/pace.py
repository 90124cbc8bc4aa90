"""The pace of a plan as a picture: what was planned, what was reached, and what it will come to."""

from __future__ import annotations

import datetime as dt
import math
from textwrap import fill
from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from salescrew.cli.pages.on_the_way.outlook import headline, in_words
from salescrew.cli.pages.words import subtitle
from salescrew.cli.pictures.picture import EDGE, GRID, TEXT, frame, short
from salescrew.cli.render.cells import share
from salescrew.language import say, say_as
from salescrew.models.answers.progress import Progress, TargetPace
from salescrew.models.department.department import Department
from salescrew.models.department.targets import is_count, target_in_words
from salescrew.models.plan.calendar import days_between
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import day_and_month

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PLANNED, _REACHED, _LIKELY = "#8a8a8a", "#2f6db3", "#b3541e"
_SIDE_BY_SIDE = 2
_LETTERS_AN_INCH = 10
_MOST_TICKS = 7


def picture(department: Department, progress: Progress) -> Figure:
    """Draw the pace: a panel a target that is reached day by day."""
    drawn = {point.target for point in progress.pace}
    targets = [target for target in progress.targets if target.target in drawn]
    across = min(_SIDE_BY_SIDE, len(targets))
    down = math.ceil(len(targets) / across)
    wide = 1.5 + 5.5 * across
    figure = Figure(figsize=(wide, 1.6 + 2.9 * down), layout="constrained")
    panels = figure.subplots(down, across, squeeze=False, sharex=True).flatten()
    for axes, target in zip(panels, targets, strict=False):
        _draw(axes, department.plan, progress, target)
    for axes in panels[len(targets) :]:
        axes.set_axis_off()
    # the lowest panel of each column has the days, also where nothing is drawn below it
    for axes in panels[len(targets) - across : len(targets)]:
        axes.tick_params(labelbottom=True)
    said = [fill(line, int(_LETTERS_AN_INCH * wide)) for line in (headline(progress), subtitle(department))]
    figure.suptitle("\n".join(said), x=0.01, ha="left", weight="bold")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
    return figure


def _draw(axes: Axes, plan: Plan, progress: Progress, target: TargetPace) -> None:
    points = [point for point in progress.pace if point.target == target.target]
    days = [float(point.date.toordinal()) for point in points]
    over = [(day, point.reached) for day, point in zip(days, points, strict=True) if point.reached is not None]
    # the projection begins where the facts end
    ahead = [(day, reached, reached, reached) for day, reached in over[-1:]]
    for day, point in zip(days, points, strict=True):
        if point.likely is not None and point.low is not None and point.high is not None:
            ahead.append((day, point.likely, point.low, point.high))
    axes.axhline(target.wanted, color=EDGE, linewidth=1, linestyle=":", label=say("target"))
    axes.plot(
        days,
        [point.planned for point in points],
        color=_PLANNED,
        linewidth=1.4,
        linestyle="--",
        label=say_as("heading", "plan"),
    )
    to_come, likely, low, high = ([row[number] for row in ahead] for number in range(4))
    axes.fill_between(to_come, low, high, color=_LIKELY, alpha=0.18, linewidth=0, label=say("95% of the time"))
    axes.plot(to_come, likely, color=_LIKELY, linewidth=1.6, label=say("likely"))
    axes.plot(
        [day for day, _ in over], [amount for _, amount in over], color=_REACHED, linewidth=2.2, label=say("reached")
    )
    if over:
        axes.axvline(over[-1][0], color=GRID, linewidth=1.2, zorder=0)
    _say(axes, plan, target)
    _ticks(axes, points[0].date, points[-1].date)


def _say(axes: Axes, plan: Plan, target: TargetPace) -> None:
    frame(axes)
    title = say(
        "{target}: {outlook}, likely {share} of what is wanted",
        target=target_in_words(target.target),
        outlook=in_words(target.outlook),
        share=share(target.likely / target.wanted),
    )
    axes.set_title(title, loc="left", fontsize=9, color=TEXT)
    if target.target.endswith(".deals"):
        axes.set_ylabel(say("deals"))
    else:
        axes.set_ylabel(say("items") if is_count(target.target) else plan.currency)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: short(amount)))


def _ticks(axes: Axes, first: dt.date, last: dt.date) -> None:
    """Mark Mondays, as many as can be read."""
    mondays = [day for day in days_between(first, last) if day.weekday() == 0] or [first]
    every = math.ceil(len(mondays) / _MOST_TICKS)
    axes.set_xticks([day.toordinal() for day in mondays[::every]], [day_and_month(day) for day in mondays[::every]])
    axes.set_xlim(first.toordinal() - 1, last.toordinal() + 1)
