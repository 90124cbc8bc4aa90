"""The plan made anew on the way, with the fewest changes to the plan in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from salescrew.checker.verify import verify
from salescrew.errors import ModelError
from salescrew.language import say
from salescrew.models.answers.replan import FREEDOMS, RATES, Freedom, Rates
from salescrew.models.answers.result import Result
from salescrew.models.answers.step import Watcher
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import names
from salescrew.models.facts.absences import Given, absences_of, date_of, with_told
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.calendar import CalendarDays
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import shown
from salescrew.models.schedule.own_plan import with_plan
from salescrew.models.variants.limits import limited
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.replan.joiners import beyond_limits
from salescrew.solver.replan.result import written
from salescrew.solver.replan.search import ReplanSearch
from salescrew.solver.replan.start import OnTheDay, Start


def replan(
    plan: Plan,
    result: Result,
    actuals: Actuals,
    as_of: dt.date | str,
    *,
    rates: Rates = "blend",
    absent: Given | None = None,
    freeze_days: int = 2,
    allow: Sequence[Freedom] = FREEDOMS,
    confidence: str | float | None = None,
    time_limit: float | None = None,
    progress: Watcher | None = None,
) -> Result:
    """Make a plan anew from a day on, with the fewest changes to the plan in force.

    In this order as few as can be: people beyond those of the plan in force, people whose role changes, duty slots in
    other hands, changed quotas of those people; then the monthly cost.

    Parameters
    ----------
    plan
        The plan.
    result
        The result in force.
    actuals
        What happened; what happened before `as_of` counts, and who is known to be away later.
    as_of
        The first day that is planned anew.
    rates
        Which conversions to reckon with: those of the plan, those that were observed, or those of the plan updated by
        the observed ones.
    absent
        Who is away besides, by name: days and intervals, such as `2026-02-03/2026-02-07`.
    freeze_days
        So many working days from `as_of` on stay as they are, as far as no absence forces them to change.
    allow
        What may change: who is on the team, roles, patterns and duty, quotas.
    confidence
        Stands for `target.confidence` of the plan; `"none"` for a plan on averages. The odds that are asked for, or the
        best that were found where nobody has these any more, come before the fewest changes.
    time_limit
        Seconds after which the best plan so far is given, as it is when Ctrl-C comes while a solver runs.
    progress
        Is told of each step as it begins.

    Returns
    -------
    Result
        With all days of the old result before `as_of`, and `replan` saying what changes and why. Its status is
        `infeasible` where not every target can be met any more; it then shows how far it goes, and `reach` how far
        that is.

    Raises
    ------
    InputError
        Where the day lies outside the plan, somebody is not in it, or the team in force exceeds its limits.
    ModelError
        Where an answer did not survive the checker: a fault of this program.
    """
    refuse_wrong_arguments(time_limit, plan=(plan, Plan), result=(result, Result), actuals=(actuals, Actuals))
    plan = limited(plan, confidence=confidence)
    as_of = date_of(as_of, "as of")
    _check(plan, as_of, rates, freeze_days, allow)
    known = names(plan)
    away = with_told(absences_of(absent, plan, known), actuals, as_of, known)
    clock, tell = Clock(time_limit, ends_when_interrupted=True), Tell(progress)

    frozen_until = _frozen_until(plan, as_of, freeze_days if "roster" in allow else None)

    def made(asked: Plan) -> Result:
        start = Start(OnTheDay(asked, result, actuals, as_of, rates, frozen_until), away)
        _refuse([*beyond_limits(start.department, start.in_force)])
        return written(*ReplanSearch(start, clock, tell, tuple(allow), freeze_days).run())

    replanned = made(plan)
    if plan.target.confidence is not None:
        from salescrew.solver.replan.promised_odds import with_promised_odds  # this takes numpy, which takes its time

        replanned = with_promised_odds(plan, replanned, made)
    replanned = with_plan(plan, replanned)
    if violations := verify(plan, replanned, result):
        told = "; ".join(map(str, violations[:5]))
        raise ModelError(say("a plan made anew did not survive the checker: {violations}", violations=told))
    return replanned


def _frozen_until(plan: Plan, as_of: dt.date, days: int | None) -> dt.date | None:
    """Give the last of so many working days from a day on; None: all of them."""
    return max(CalendarDays(plan.calendar, as_of).working_days[:days], default=None)


def _check(plan: Plan, as_of: dt.date, rates: str, freeze_days: int, allow: Sequence[str]) -> None:
    problems = [*_of_day(plan, as_of)]
    if rates not in RATES:
        problems.append(
            say("rates: must be one of {rates}, got {got}. Correct it.", rates=", ".join(RATES), got=shown(rates))
        )
    if freeze_days < 0:
        problems.append(say("freeze days: must be at least 0, got {days}. Correct it.", days=freeze_days))
    problems += [
        say("allow: must be of {known}, got {got}. Correct it.", known=", ".join(FREEDOMS), got=shown(what))
        for what in allow
        if what not in FREEDOMS
    ]
    _refuse(problems)


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise refused(problems)


def _of_day(plan: Plan, as_of: dt.date) -> Iterator[str]:
    horizon = Horizon(plan)
    days = horizon.working_days
    if not days or not horizon.first_day <= as_of <= days[-1]:
        last = days[-1] if days else horizon.last_day
        yield say(
            "as of: must be a day from {first} to the plan's last working day, {last}, got {as_of}. Correct it.",
            first=horizon.first_day,
            last=last,
            as_of=as_of,
        )
