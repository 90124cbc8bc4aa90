"""`salescrew solve` for many plans: each with a row in a table, and its result in a folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import salescrew
from salescrew.cli.commands.result_folder import NOTES, ResultFolder, digest
from salescrew.cli.frame.group import EXIT_CODES, FAULT, INFEASIBLE, NO_ANSWER, REPORT, WRONG_INPUT
from salescrew.cli.frame.places import MOST_NAME_BYTES, Folder, identities, look_at
from salescrew.cli.frame.progress import Progress
from salescrew.cli.frame.workers import workers
from salescrew.cli.pages.formats import Content, content
from salescrew.cli.render.tables import Cell, Column, Table, text_table
from salescrew.errors import InputError, ModelError
from salescrew.letters import visible
from salescrew.models.answers.answered_plan import AnsweredPlan, reach_of
from salescrew.models.load import content_of, parse
from salescrew.models.plan.refusals import shortened
from salescrew.models.variants.limits import limited
from salescrew.solver.engine.side_by_side import Lost, finished

if TYPE_CHECKING:
    from salescrew.models.answers.result import Result

_FAILED = {"wrong input": WRONG_INPUT, "lost": NO_ANSWER, "fault": FAULT}
_STATUSES = (*(status.replace("_", " ") for status in EXIT_CODES), *_FAILED)
_WORST_FIRST = (FAULT, WRONG_INPUT, NO_ANSWER, INFEASIBLE, 0)
_NOTE = (
    "at least: fewer are proven not to do. reach: the share of all targets at once that the team could meet; of a plan "
    "that cannot be met, what anybody gets to."
)


@dataclass(frozen=True)
class Asked:
    """What is asked of every plan."""

    form: str
    show: tuple[str, ...] = ()
    time_limit: float | None = None
    people: int | None = None
    hires: int | None = None
    confidence: str | None = None
    best: bool = False


@dataclass(frozen=True)
class Question:
    """A plan, and what is asked of it.

    Attributes
    ----------
    text
        What its file holds, or why it cannot be read.
    result
        The name of the result in its folder; empty where none is to be written.
    """

    plan: str
    text: bytes | InputError
    asked: Asked
    result: str = ""

    def digest(self) -> str:
        """Give what changes when another result may be right; the time limit is looked at by itself."""
        asked = self.asked
        options = json.dumps([asked.people, asked.hires, asked.confidence, asked.best, asked.show])
        text = self.text if isinstance(self.text, bytes) else b""
        return hashlib.sha256(options.encode("utf-8") + b"\n" + text).hexdigest()


@dataclass(frozen=True)
class Solved:
    """A plan that was solved, with its result as it is to be written."""

    answered: AnsweredPlan
    content: Content = ""
    warnings: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Failed:
    """A plan that was not solved: what that is called, and why."""

    status: str
    reason: str


class _Questions:
    """Reads a plan when its turn comes, so that not all of them are held at a time."""

    def __init__(self, plans: Sequence[str], asked: Asked, folder: ResultFolder | None) -> None:
        self._plans, self._asked, self._folder = plans, asked, folder

    def __len__(self) -> int:
        return len(self._plans)

    def __iter__(self) -> Iterator[Question]:
        for plan in self._plans:
            text: bytes | InputError
            try:
                text = content_of(plan)
            except InputError as error:
                text = error
            yield Question(plan, text, self._asked, self._folder.place(plan).name if self._folder else "")


def solve_plans(
    plans: Sequence[str],
    asked: Asked,
    *,
    output: str | None = None,
    resume: bool = False,
    jobs: int | None = None,
    dask: str | None = None,
    quiet: bool = False,
) -> tuple[str, int]:
    """Solve each plan, and write its result as soon as it is known.

    Returns
    -------
    tuple[str, int]
        A table with a row a plan, and the exit code: that of the worst.

    Raises
    ------
    InputError
        Where two results would have one name, or the folder cannot take them. What is wrong with a plan is said in
        its row instead.
    """
    folder = None if output is None else ResultFolder(Path(output), asked.form)
    if output is not None:
        look_at(Folder(output, may_hold_files=True), read=plans)
    _refuse_clashes(plans, folder)
    outcomes: dict[str, Solved | Failed] = {}
    if folder is not None:
        folder.open(plans, resume=resume)
        outcomes |= _kept(folder, _Questions(plans, asked, folder))
    left = [plan for plan in plans if plan not in outcomes]
    with workers(dask) as executor:
        outcomes |= _solved(_Questions(left, asked, folder), left, folder, jobs, executor, quiet=quiet)
    codes = {_exit_code(outcome) for outcome in outcomes.values()}
    return text_table(_table(plans, outcomes)), next(code for code in _WORST_FIRST if code in codes)


def _refuse_clashes(plans: Sequence[str], folder: ResultFolder | None) -> None:
    """Refuse what would leave two results, or a result and a plan, in one place."""
    problems: list[str] = []
    seen: set[str] = set()
    first_at: dict[str, str] = {}
    files = {one for plan in plans for one in identities(plan, at=0)}
    for plan in plans:
        if plan in seen:
            problems.append(f"{plan}: must be named once, got twice. Name it once.")
        elif folder is not None:
            place = folder.place(plan)
            # file systems of other machines hold Team.json and team.json for one
            other = first_at.setdefault(place.name.casefold(), plan)
            if other != plan:
                problems.append(
                    f"{plan}: must have another name than {other}, got one that gives {place} as well. Rename one of "
                    "them, or solve them into two folders."
                )
            elif not files.isdisjoint(identities(str(place), at=1)):
                problems.append(f"{place}: must be a place for a result, got a plan. Name another folder.")
            elif len(os.fsencode(place.name)) > MOST_NAME_BYTES:
                problems.append(f"{plan}: must have a shorter name, got one too long for its result. Rename it.")
        seen.add(plan)
    if folder is not None and not files.isdisjoint(identities(str(folder.path / NOTES), at=1)):
        problems.append(f"{folder.path / NOTES}: must be a place for notes, got a plan. Name another folder.")
    if problems:
        raise InputError(shortened(problems))


def _kept(folder: ResultFolder, questions: _Questions) -> dict[str, Solved | Failed]:
    """Find the plans whose results are there and still right."""
    found: dict[str, Solved | Failed] = {}
    for question in questions:
        if folder.place(question.plan).exists() and (
            note := folder.kept(question.plan, question.digest(), question.asked.time_limit)
        ):
            found[question.plan] = Solved(note, note="kept")
    return found


def _solved(
    questions: _Questions,
    plans: Sequence[str],
    folder: ResultFolder | None,
    jobs: int | None,
    executor: Executor | None,
    *,
    quiet: bool,
) -> dict[str, Solved | Failed]:
    """Solve plans side by side, and write down what is known."""
    outcomes: dict[str, Solved | Failed] = {}
    with (
        Progress(f"Solving {len(plans)} plans", quiet=quiet, interrupted="Ctrl-C ends it") as progress,
        contextlib.closing(finished(answered, questions, jobs=jobs, executor=executor)) as answers,
    ):
        for number, answer in answers:
            plan = plans[number]
            outcome = Failed("lost", f"{visible(plan)}: {answer.reason}.") if isinstance(answer, Lost) else answer
            if isinstance(outcome, Failed):
                progress.say(outcome.reason)
            else:
                for warning in () if quiet else outcome.warnings:
                    progress.say(f"Warning: {visible(plan)}: {warning}")
                if folder is not None:
                    folder.write(outcome.answered, outcome.content)
                outcome = Solved(outcome.answered)
            outcomes[plan] = outcome
            progress(f"{len(outcomes)} of {len(plans)} plans solved")
    return outcomes


def answered(question: Question) -> Solved | Failed:
    """Solve a plan; whatever is wrong with it is an answer too."""
    asked = question.asked
    try:
        if isinstance(question.text, InputError):
            raise question.text
        read = parse(question.text, visible(question.plan))
        plan = limited(read, people=asked.people, hires=asked.hires, confidence=asked.confidence)
        result = salescrew.solve(plan, time_limit=asked.time_limit, progress=lambda _: None, best=asked.best)
        text = content(plan, result, asked.form, asked.show) if question.result else ""
        return Solved(_noted(question, result, text), text, result.warnings)
    except InputError as error:
        return Failed("wrong input", str(error))
    except ModelError as error:
        return Failed("fault", f"{visible(question.plan)}: {error}\n{REPORT}")
    except Exception as error:
        # a fault of ours with one plan is no reason to leave the others
        return Failed("fault", f"{question.plan}: {type(error).__name__}: {error}\n{traceback.format_exc()}{REPORT}")


def _noted(question: Question, result: Result, text: Content) -> AnsweredPlan:
    return AnsweredPlan(
        plan=question.plan,
        status=result.status,
        headcount=result.headcount,
        headcount_bound=result.headcount_bound,
        monthly_cost=result.monthly_cost,
        monthly_cost_bound=result.monthly_cost_bound,
        reach=reach_of(result),
        reach_proven=result.reach_proven,
        result=question.result,
        result_digest=digest(text),
        question_digest=question.digest(),
        time_limit=question.asked.time_limit,
    )


def _more_is_possible(found: AnsweredPlan) -> str:
    """Say of a reach that was found where the plan cannot be met that it is not proven to be the most."""
    return "more reach is not ruled out" if found.reach is not None and found.reach_proven is False else ""


def _exit_code(outcome: Solved | Failed) -> int:
    return _FAILED[outcome.status] if isinstance(outcome, Failed) else EXIT_CODES[outcome.answered.status]


def _table(plans: Sequence[str], outcomes: Mapping[str, Solved | Failed]) -> Table:
    """Show what each plan comes to, in the order in which they were named."""
    columns = [Column("plan"), Column("status"), Column("people", "count"), Column("at least", "count")]
    columns += [Column("cost\na month", "money"), Column("reach", "share"), Column("note")]
    rows: list[list[Cell]] = []
    statuses: Counter[str] = Counter()
    for plan in plans:
        outcome = outcomes[plan]
        if isinstance(outcome, Failed):
            statuses[outcome.status] += 1
            rows.append([visible(plan), outcome.status, None, None, None, None, outcome.reason.partition("\n")[0]])
        else:
            found = outcome.answered
            status = found.status.replace("_", " ")
            statuses[status] += 1
            figures = (found.headcount, found.headcount_bound, found.monthly_cost, found.reach)
            rows.append(
                [visible(plan), status, *figures, "; ".join(filter(None, [_more_is_possible(found), outcome.note]))]
            )
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    counted = ", ".join(f"{statuses[status]} {status}" for status in _STATUSES if statuses[status])
    title = f"{len(plans)} {'plan' if len(plans) == 1 else 'plans'}: {counted}"
    return Table("plans", title, columns, rows, _NOTE)
