"""What it costs to write an answer down, in each form: of a small team, and of 200 people over a quarter.

Times are of the processor in one process: the answer is there, and everything has been imported.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tabulate import tabulate

import salescrew
from benchmarks.cases import Drawn, Stored
from salescrew.cli.presentations.result import presented
from salescrew.cli.render import forms
from salescrew.cli.render.presentation import Content
from salescrew.models.answers.result import Result
from salescrew.models.facts.form import form_rows
from salescrew.models.facts.workbook.form import form_workbook
from salescrew.models.plan.plan import Plan

CASES: Mapping[str, Stored | Drawn] = {
    "consulting": Stored("examples/consulting.yaml"),
    "650x13-of-6": Drawn(650, 13, profiles=6),
}
"""Of the larger one a team of about 200 is needed."""
QUICK = ("consulting",)
SOLVE_SECONDS = 20.0
"""Enough for a team; what would prove it to be the smallest is of no matter here."""
OF_ANSWERS = (forms.WORKBOOK, forms.HTML, forms.CALENDAR, forms.LISTS, forms.DOCUMENT, forms.MARKDOWN, forms.TEXT)
HEADERS = ("case", "people", "weeks", "output", "CPU s", "MB")


@dataclass(frozen=True)
class Written:
    """How long an output takes.

    Attributes
    ----------
    seconds
        Of the processor, the median of some runs.
    """

    case: str
    people: int
    weeks: int
    output: str
    seconds: float
    bytes: int


def outputs_of(plan: Plan, result: Result) -> dict[str, Callable[[], Content]]:
    """Give what writes an answer, by the name of its form; the forms for actuals as workbooks too."""
    rows = form_rows(plan, result)
    return {
        **{form: partial(_answer, plan, result, form) for form in OF_ANSWERS},
        "actuals as xlsx": partial(form_workbook, rows, plan),
        "actuals as xlsx, a column a day": partial(form_workbook, rows, plan, wide=True),
    }


def _answer(plan: Plan, result: Result, form: str) -> Content:
    return presented(plan, result).written(form)


def written(case: str, plan: Plan, result: Result, runs: int) -> Iterator[Written]:
    """Write an answer in every form, after one time that does not count."""
    for name, write in outputs_of(plan, result).items():
        content = write()
        seconds = statistics.median(_seconds(write) for _ in range(runs))
        yield Written(case, len(result.managers), plan.calendar.weeks, name, seconds, _size(content))


def measured(names: Sequence[str], runs: int, report: Callable[[str], None]) -> Iterator[Written]:
    """Go through some cases."""
    for name in names:
        report(f"{name}: solving")
        plan = CASES[name].plan()
        result = salescrew.solve(plan, time_limit=SOLVE_SECONDS, reach=False)
        report(f"{name}: writing")
        yield from written(name, plan, result, runs)


def table(found: Sequence[Written]) -> str:
    """Write a row an output."""
    rows = [
        (one.case, one.people, one.weeks, one.output, f"{one.seconds:.2f}", f"{one.bytes / 1e6:.2f}") for one in found
    ]
    return tabulate(rows, HEADERS, tablefmt="github", disable_numparse=True)


def _seconds(write: Callable[[], Content]) -> float:
    began = time.process_time()
    write()
    return time.process_time() - began


def _size(content: Content) -> int:
    if isinstance(content, dict):
        return sum(map(_size, content.values()))
    return len(content.encode("utf-8") if isinstance(content, str) else content)
