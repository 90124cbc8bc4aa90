"""Why an answer is what it is: each question to the module that answers it, each statement checked by solving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import partial

from salescrew.checker.verify import verify
from salescrew.errors import InputError
from salescrew.language import say
from salescrew.models.answers.explained.binding import Binding
from salescrew.models.answers.explained.explanation import Explanation, OddsMissing, What, explanation_of
from salescrew.models.answers.explained.quota_chain import QuotaChain
from salescrew.models.answers.result import Result
from salescrew.models.answers.step import Watcher
from salescrew.models.department.department import Department
from salescrew.models.on_paper.last_days import last_days
from salescrew.models.on_paper.quota_chain import QuotaChains
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.values.said import shown
from salescrew.models.plan.words import either_of
from salescrew.models.schedule.in_force import as_left, chosen_starts, leaves_something
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.variants.limits import as_asked
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.side_by_side import awaited, begun
from salescrew.solver.engine.tell import NOBODY, Tell
from salescrew.solver.engine.threads import threads
from salescrew.solver.explain.asked import Asked
from salescrew.solver.explain.binding import binding
from salescrew.solver.explain.changes import changes
from salescrew.solver.explain.conflict import conflict
from salescrew.solver.explain.kept import kept
from salescrew.solver.explain.person import explained, person_of
from salescrew.solver.explain.starts import starts
from salescrew.solver.explain.without import without as carried
from salescrew.solver.search.solve import begun_answer

QUESTIONS: tuple[What, ...] = ("headcount", "target", "starts", "person", "quota", "odds")
USUAL: tuple[What, ...] = ("headcount", "target", "starts")


def explain(
    plan: Plan,
    what: Sequence[What] | None = None,
    *,
    person: str | None = None,
    week: int | dt.date | None = None,
    without: Sequence[str] = (),
    result: Result | None = None,
    time_limit: float | None = None,
    progress: Watcher | None = None,
    reach: bool = True,
) -> Explanation:
    """Explain the answer to a plan.

    Parameters
    ----------
    what
        `headcount`: why not fewer, or what cannot hold together, and what would change that. `target`: what binds, what
        more of it is worth, and until when contacts can pay. `starts`: whom to hire when, and what a later start would
        cost, where candidates have first days to choose from. `person`: what each person brings. `quota`: where the
        numbers come from. `odds`: which target and which source of chance the missing odds come from, and what would
        raise them. By default `headcount`, `target` and `starts`; of a `person` what these words answer of him or her,
        `person` and `quota`, of a `week` `quota`, and with `without` nothing else.
    person
        Whom `person` and `quota` are about; by default everyone with a role.
    week
        Number of the week, from 1, or a day in it, that `quota` is about; by default the first with a quota.
    without
        Who is not to be there: what it takes without these people, what targets fall to, and who takes over what.
    result
        An answer to the plan, where it is there already.
    time_limit
        Seconds after which nothing more is looked for. Without a limit the same plan gives the same explanation.
    progress
        Is told of each step as it begins.
    reach
        Whether to find how far the team gets, and one person fewer; of a plan that cannot be met it is found in any
        case.

    Raises
    ------
    Interrupted
        Where Ctrl-C comes; its `known` has what was explained by then.
    InputError
        Where there is no such question, person or week, or where the result is not one of this plan.
    """
    refuse_wrong_arguments(time_limit, plan=(plan, Plan), result=(result, Result | None))
    is_usual, what = what is None, _usual(person, week, without) if what is None else what
    if unknown := [one for one in what if one not in QUESTIONS]:
        raise InputError(
            [say("what: must be {questions}, got {got}.", questions=either_of(QUESTIONS), got=shown(unknown[0]))]
        )
    clock, tell = Clock(time_limit), Tell(progress)
    if result is not None:
        plan = as_asked(plan, result)
    department = Department(plan)
    who = None if person is None else person_of(department, person).name
    left_out = [person_of(department, name, "without").name for name in _names(without)]
    with threads(1) as executor:
        asked = Asked(clock, tell)
        answer = (
            _Answer(department, clock, tell, reach=reach) if result is None else _Given(_of_this_plan(plan, result))
        )
        if "headcount" in what and not _is_promised(answer.known):
            if not clock.is_over():
                answer.begin(executor, department if "target" in what else None)
            _ask_why_not_fewer(asked, department, answer.known, clock, tell)
        asked.wait(answer.wait)
        result = answer.known
        _ask_of_all(asked, what, department, answer, clock, tell)
        schedule = Schedule(department.started(chosen_starts(result)), result)
        names = [member.name for member in result.managers] if who is None else [who]
        if left_out:
            asked.ask("without", "without", "", lambda: carried(schedule, left_out, clock, tell))
        if "person" in what:
            asked.ask_each(
                "person", "persons", say("what each person brings"), names, lambda name: explained(schedule, name)
            )
        if "quota" in what:
            # who has no role is refused only where the quota is asked for by its name
            names = [name for name in names if not is_usual or name in schedule.roles]
            asked.ask("quota", "quotas", "", lambda: tuple(_chains(schedule, names, week)))
        return asked.answer(explanation_of(result))


class _Given:
    """An answer that is there already.

    Attributes
    ----------
    known
        What is known of it.
    """

    def __init__(self, known: Result) -> None:
        self.known = known

    def begin(self, executor: Executor, bound: Department | None) -> None:
        """Let somebody begin to make it whole, and then to find what binds its team in a department."""

    def wait(self) -> None:
        """Make it whole."""

    def binding(self, department: Department) -> Binding | None:
        """Find what binds the team."""
        return _binding(department, self.known)


class _Answer(_Given):
    """An answer that is found first, and made whole while it is told why it takes no fewer people.

    That hangs on its headcount and cost alone, and a solver runs on one core.
    """

    def __init__(self, department: Department, clock: Clock, tell: Tell, *, reach: bool) -> None:
        self._begun = begun_answer(department, clock, tell, best=True, reach=reach)
        super().__init__(self._begun.first)
        self._tell = tell
        self._whole: Future[Result] | None = None
        self._binding: Future[Binding | None] | None = None

    def begin(self, executor: Executor, bound: Department | None) -> None:
        """Let somebody begin to make it whole, and then to find what binds its team in a department."""
        whole = self._whole = begun(executor, lambda: self._begun.whole(NOBODY))
        if bound is not None:
            self._binding = begun(executor, lambda: _binding(bound, whole.result()))

    def wait(self) -> None:
        """Make it whole."""
        self.known = self._begun.whole(self._tell) if self._whole is None else awaited(self._whole)

    def binding(self, department: Department) -> Binding | None:
        """Find what binds the team."""
        return super().binding(department) if self._binding is None else awaited(self._binding)


def _binding(department: Department, result: Result) -> Binding | None:
    has_any = department.goals and _does_what_comes(result)
    return binding(department.started(chosen_starts(result)), result) if has_any else None


def _usual(person: str | None, week: int | dt.date | None, without: Sequence[str]) -> Sequence[What]:
    """Give the questions that are meant where none is named."""
    if person is not None:
        return ("person", "quota")
    if week is not None:
        return ("quota",)
    return () if without else USUAL


def _ask_of_all(
    asked: Asked, what: Sequence[What], department: Department, answer: _Given, clock: Clock, tell: Tell
) -> None:
    """Ask what is about the whole team."""
    plan, result = department.plan, answer.known
    is_promised = _is_promised(result)
    if "odds" in what or ("headcount" in what and is_promised):
        of: What = "odds" if "odds" in what else "headcount"
        asked.ask(of, "odds", say("what the odds lack"), lambda: _odds_missing(plan, result) if result.odds else None)
    if "target" in what:
        asked.ask("target", "last_days", say("what binds"), lambda: last_days(department) if department.goals else ())
        asked.ask("target", "binding", "", lambda: answer.binding(department))
    if "starts" in what:
        asked.ask("starts", "starts", "", lambda: starts(department, result, clock, tell))


def _ask_why_not_fewer(asked: Asked, department: Department, result: Result, clock: Clock, tell: Tell) -> None:
    """Ask what cannot hold together, and what would change that, or save a person."""
    if result.status == "infeasible":
        asked.ask("headcount", "conflict", say("what cannot hold together"), lambda: conflict(department, clock, tell))
    if result.status in ("optimal", "feasible"):
        asked.ask("headcount", "kept", say("what keep takes"), lambda: kept(department, result, clock))
    if result.status != "no_answer":
        hunt = partial(changes, department, result, progress=tell)
        asked.ask("headcount", "changes", say("what would change it"), lambda: hunt(_left(clock)))


def _of_this_plan(plan: Plan, result: Result) -> Result:
    """Give a result that keeps to a plan, and refuse any other."""
    if violations := verify(plan, result):
        raise InputError(
            [
                say(
                    "result: must be an answer to this plan, got one that does not keep to it ({why}). Solve this plan "
                    "anew, or leave the result out.",
                    why=violations[0],
                )
            ]
        )
    return result


def _names(names: Sequence[str]) -> Sequence[str]:
    """Give names, of which a single one may be given by itself."""
    return [names] if isinstance(names, str) else names


def _odds_missing(plan: Plan, result: Result) -> OddsMissing:
    """Find where the odds that are missing come from."""
    from salescrew.models.odds.levers import odds_missing  # this takes numpy, which takes its time

    return odds_missing(as_left(plan, result) if leaves_something(result) else plan, result)


def _is_promised(result: Result) -> bool:
    """Tell whether odds decide how many people it takes: on average the plan can be met."""
    return result.odds is not None and result.odds.confidence is not None and result.reach is None


def _does_what_comes(result: Result) -> bool:
    """Tell whether there is a team that does at least what comes by itself."""
    return bool(result.managers) and not leaves_something(result)


def _left(clock: Clock) -> float | None:
    """Give the seconds that are left, None without a limit."""
    left = clock.left()
    return None if left == float("inf") else left


def _chains(schedule: Schedule, names: Sequence[str], week: int | dt.date | None) -> Iterator[QuotaChain]:
    """Explain people's quotas of a week, by default each's first with a quota; of who has none there is nothing."""
    first_day: dict[str, dt.date] = {}
    for row in schedule.result.quotas:
        if any(row.activities.values()):
            first_day[row.manager] = min(row.date, first_day.get(row.manager, row.date))
    chains = QuotaChains(schedule) if names else None
    for name in names:
        if chains and (week is not None or name in first_day or name not in schedule.roles):
            day = first_day.get(name, schedule.plan.calendar.start)
            yield chains.of(name, day if week is None else week)
