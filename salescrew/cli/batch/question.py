"""A plan out of many, what is asked of it, and what comes of that."""

from __future__ import annotations

import hashlib
import json
import time
import traceback
from dataclasses import dataclass

import salescrew
from salescrew.cli.batch.folder import digest
from salescrew.cli.frame.group import REPORT
from salescrew.cli.frame.reasons import reasons
from salescrew.cli.frame.screen import screen_of
from salescrew.cli.presentations.result import presented
from salescrew.cli.presentations.why import why_of
from salescrew.cli.render import forms
from salescrew.cli.render.presentation import Content
from salescrew.cli.render.spreadsheet import separate_for_excel
from salescrew.errors import InputError, ModelError
from salescrew.language import ENGLISH, say, spoken
from salescrew.letters import visible
from salescrew.models.answers.answered_plan import AnsweredPlan, reach_of
from salescrew.models.answers.result import Result
from salescrew.models.load import parse
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.limits import limited


@dataclass(frozen=True)
class Asked:
    """What is asked of every plan.

    Attributes
    ----------
    for_excel
        Whether lists have semicolons between their cells, and decimal commas.
    """

    form: str
    show: tuple[str, ...] = ()
    time_limit: float | None = None
    people: int | None = None
    hires: int | None = None
    confidence: str | None = None
    keep_everyone: bool = False
    best: bool = False
    why: bool = False
    reach: bool = True
    for_excel: bool = False


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
        options = json.dumps([asked.people, asked.hires, asked.confidence, asked.keep_everyone, asked.best, asked.show])
        options += "" if asked.reach else " no reach"
        options += " why" if asked.why else ""
        options += " for excel" if asked.for_excel and asked.form == forms.LISTS else ""
        options += "" if spoken() == ENGLISH else f" {spoken()}"
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


def answered(question: Question) -> Solved | Failed:
    """Solve a plan; whatever is wrong with it is an answer too."""
    asked = question.asked
    try:
        if isinstance(question.text, InputError):
            raise question.text
        read = parse(question.text, visible(question.plan))
        plan = limited(
            read,
            people=asked.people,
            hires=asked.hires,
            confidence=asked.confidence,
            keep_everyone=asked.keep_everyone,
        )
        started = time.monotonic()
        result = salescrew.solve(plan, time_limit=asked.time_limit, best=asked.best, reach=asked.reach)
        text = _text(plan, result, asked, started) if question.result else ""
        return Solved(_noted(question, result, text), text, result.warnings)
    except InputError as error:
        return Failed("wrong input", str(error))
    except ModelError as error:
        return Failed("fault", f"{visible(question.plan)}: {error}\n{say(REPORT)}")
    except Exception as error:
        # a fault of ours with one plan is no reason to leave the others
        return Failed(
            "fault", f"{question.plan}: {type(error).__name__}: {error}\n{traceback.format_exc()}{say(REPORT)}"
        )


def _text(plan: Plan, result: Result, asked: Asked, started: float) -> Content:
    separate_for_excel(asked.for_excel)  # this may be a process of its own
    left = None if asked.time_limit is None else asked.time_limit - (time.monotonic() - started)
    why = why_of(plan, result, {asked.form}, lambda: reasons(plan, result, left), is_asked=asked.why)
    sections = why.sections() if why.forms else ()
    return presented(plan, result, asked.show, sections).written(asked.form, screen_of(None))


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
