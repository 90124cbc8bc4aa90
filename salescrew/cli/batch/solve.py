"""`salescrew solve` for many plans: each with a row in a table, and its result in a folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path

from salescrew.cli.batch.folder import NOTES, ResultFolder
from salescrew.cli.batch.question import Asked, Failed, Question, Solved, answered
from salescrew.cli.batch.table import FAILED, plans_table
from salescrew.cli.frame.group import EXIT_CODES, FAULT, INFEASIBLE, NO_ANSWER, WRONG_INPUT
from salescrew.cli.frame.places import MOST_NAME_BYTES, Folder, identities, look_at
from salescrew.cli.frame.progress import ENDS, Progress
from salescrew.cli.frame.workers import workers
from salescrew.cli.render.page import Table
from salescrew.errors import InputError
from salescrew.language import say
from salescrew.letters import visible
from salescrew.models.load import content_of
from salescrew.models.plan.refusals import shortened
from salescrew.solver.engine.side_by_side import Lost, finished

_WORST_FIRST = (FAULT, WRONG_INPUT, NO_ANSWER, INFEASIBLE, 0)


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
) -> tuple[Table, int]:
    """Solve each plan, and write its result as soon as it is known.

    Returns
    -------
    tuple[Table, int]
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
    return plans_table(plans, outcomes), next(code for code in _WORST_FIRST if code in codes)


def _refuse_clashes(plans: Sequence[str], folder: ResultFolder | None) -> None:
    """Refuse what would leave two results, or a result and a plan, in one place."""
    problems: list[str] = []
    seen: set[str] = set()
    first_at: dict[str, str] = {}
    files = {one for plan in plans for one in identities(plan, at=0)}
    for plan in plans:
        if plan in seen:
            problems.append(f"{plan}: {say('must be named once, got twice. Name it once.')}")
        elif folder is not None:
            place = folder.place(plan)
            # file systems of other machines hold Team.json and team.json for one
            other = first_at.setdefault(place.name.casefold(), plan)
            if other != plan:
                sentence = say(
                    "must have another name than {other}, got one that gives {place} as well. Rename one of them, or "
                    "solve "
                    "them into two folders.",
                    other=other,
                    place=place,
                )
                problems.append(f"{plan}: {sentence}")
            elif not files.isdisjoint(identities(str(place), at=1)):
                sentence = say("must be a place for a result, got a plan. Name another folder.")
                problems.append(f"{place}: {sentence}")
            elif len(os.fsencode(place.name)) > MOST_NAME_BYTES:
                sentence = say("must have a shorter name, got one too long for its result. Rename it.")
                problems.append(f"{plan}: {sentence}")
        seen.add(plan)
    if folder is not None and not files.isdisjoint(identities(str(folder.path / NOTES), at=1)):
        sentence = say("must be a place for notes, got a plan. Name another folder.")
        problems.append(f"{folder.path / NOTES}: {sentence}")
    if problems:
        raise InputError(shortened(problems))


def _kept(folder: ResultFolder, questions: _Questions) -> dict[str, Solved | Failed]:
    """Find the plans whose results are there and still right."""
    found: dict[str, Solved | Failed] = {}
    for question in questions:
        if folder.place(question.plan).exists() and (
            note := folder.kept(question.plan, question.digest(), question.asked.time_limit)
        ):
            found[question.plan] = Solved(note, note=say("kept"))
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
        Progress(say("Solving {n} plans", n=len(plans)), quiet=quiet, interrupted=say(ENDS)) as progress,
        contextlib.closing(finished(answered, questions, jobs=jobs, executor=executor)) as answers,
    ):
        for number, answer in answers:
            plan = plans[number]
            outcome = Failed("lost", f"{visible(plan)}: {answer.reason}.") if isinstance(answer, Lost) else answer
            if isinstance(outcome, Failed):
                progress.say(outcome.reason)
            else:
                for warning in () if quiet else outcome.warnings:
                    progress.say(say("Warning: {warning}", warning=f"{visible(plan)}: {warning}"))
                if folder is not None:
                    folder.write(outcome.answered, outcome.content)
                outcome = Solved(outcome.answered)
            outcomes[plan] = outcome
            progress(say("{n} of {all} plans solved", n=len(outcomes), all=len(plans)))
    return outcomes


def _exit_code(outcome: Solved | Failed) -> int:
    return FAILED[outcome.status] if isinstance(outcome, Failed) else EXIT_CODES[outcome.answered.status]
