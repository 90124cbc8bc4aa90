"""What a result claims and the checker does not look at, proven by solving the plan again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from salescrew.checker.claims import Claim, Verdict
from salescrew.checker.verify import verify
from salescrew.errors import InputError
from salescrew.language import say, say_as, to_say, with_marks
from salescrew.models.answers.result import EveryoneStays, OneFewer, Result, Spread, Stretch
from salescrew.models.answers.step import Watcher
from salescrew.models.department.department import Department
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import as_left, chosen_starts, leaves_something
from salescrew.models.variants.limits import as_asked, keeping_everyone
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.search.answer import with_odds_at_stretch
from salescrew.solver.search.effort import REACH
from salescrew.solver.search.reach import Reach, ReachSearch
from salescrew.solver.search.solve import answer_within

SAME = 1e-6
"""By which share, or by how much below 1, two numbers that were worked out apart may differ."""
_LEFT = ("uncovered", "reserve", "overloaded")
_AT_LEAST = {
    "people": to_say("{amount} {n:person|people} at the least"),
    "monthly_cost": to_say("{amount} monthly cost at the least"),
    "hires": to_say("{amount} {n:person|people} to be hired at the least"),
    "role_changes": to_say("{amount} {n:person|people} in another role at the least"),
    "wider": to_say("{amount} {n:person|people} in a wider role than it takes at the least"),
    "cost": to_say("{amount} cost over the horizon at the least"),
}
"""What a bound says, of one and of several."""
_COUNTED = ("all", "targets", "revenue", "profit", "products", "by_month", "error")


def prove(
    plan: Plan, result: Result, time_limit: float | None = None, progress: Watcher | None = None
) -> tuple[Claim, ...]:
    """Prove by solving what a result of `solve` claims and `verify` does not look at.

    The plan is solved again, and how far the stated team, one person fewer, or anybody gets is looked for again:
    nothing is taken from the result but who is on its team.

    Parameters
    ----------
    plan
        The plan that was answered.
    result
        A result that `verify` finds nothing wrong with, and that was not made anew by `replan`.
    time_limit
        Seconds after which what is not proven yet stays open.
    progress
        Is told of each step as it begins.

    Returns
    -------
    tuple[Claim, ...]
        A row a claim: `proven`, `wrong`, or `open` where neither was found.

    Raises
    ------
    InputError
        Where the result was made anew, or breaks a promise.
    """
    refuse_wrong_arguments(time_limit, plan=(plan, Plan), result=(result, Result))
    if result.replan is not None:
        raise InputError(
            [say("result: must be one of solve to be proven, was made anew. Run replan again to prove it.")]
        )
    if violations := verify(plan, result):
        told = say(
            "result: must keep every promise to be proven, got {violation}. Solve the plan again.",
            violation=violations[0],
        )
        raise InputError([told])
    return tuple(_Proof(plan, result, Clock(time_limit), Tell(progress)).claims())


class _Proof:
    """A result beside what solving the plan again comes to."""

    def __init__(self, plan: Plan, result: Result, clock: Clock, progress: Tell) -> None:
        self.plan = as_asked(plan, result)
        self.department = Department(self.plan)
        self.result = result
        self.clock = clock
        self.progress = progress

    def claims(self) -> Iterator[Claim]:
        """Prove one claim after the other."""
        if self.result.status == "no_answer":
            return
        self.progress(say("the plan again"))
        again = answer_within(self.department, self.clock, with_ties=True)
        yield self._status(again)
        if self.result.status == "infeasible":
            if again.headcount is None and not again.odds_by_people:
                yield from self._left(say("how far anybody gets"), ("reach", "reach_proven", *_LEFT), None, self.result)
            if self.result.headcount is not None:
                yield from self._odds(None)
            yield from _promises(self.result, again)
            return
        yield from self._objectives(again)
        stretch: Reach | None = None
        if self.result.stretch is not None and self.result.stretch.reach is not None:
            self.progress(say("how far this team gets"))
            stretch = self._of_team()
            yield _stretched(self.result.stretch, stretch)
        yield from self._odds(stretch)
        yield from _promises(self.result, again)
        if self.result.one_fewer is not None:
            fewer = len(self.result.managers) - 1
            yield from self._left(say("how far one person fewer gets"), ("one_fewer",), fewer, self.result.one_fewer)
        if self.result.everyone_stays is not None:
            yield self._everyone(self.result.everyone_stays)

    # ---- the answer

    def _status(self, again: Result) -> Claim:
        told, found = self.result, _solving_says(again)
        is_met = {"optimal": True, "feasible": True, "infeasible": False}.get(again.status)
        says_met = told.status != "infeasible"
        if is_met is None:
            return _claim(say("the status"), ("status",), "open", found)
        return _claim(say("the status"), ("status",), "proven" if is_met is says_met else "wrong", found)

    def _objectives(self, again: Result) -> Iterator[Claim]:
        """Compare the objectives, and what breaks ties, in their order; each counts where those before are the same."""
        fields = {"people": "headcount"}
        is_same: bool | None = True
        for what in (*self.plan.objective, *self.department.ties):
            name = fields.get(what, what)
            told, bound = getattr(self.result, name), getattr(self.result, f"{name}_bound")
            if bound is None:
                continue
            words = say(_AT_LEAST[what], amount=_number(bound), n=bound)
            found, proven = getattr(again, name), getattr(again, f"{name}_bound")
            both = (name, f"{name}_bound") if what in self.plan.objective else (f"{name}_bound",)
            if found is None or is_same is None:
                yield _claim(words, both, "open", _solving_says(again) if found is None else "")
                continue
            if not is_same:
                yield _claim(words, both, "open", say("solving has another value of what comes before"))
                continue
            said = say("solving finds {found}, at least {proven}", found=_number(found), proven=_number(proven))
            verdict: Verdict = "proven" if proven is not None and _at_least(proven, bound) else "open"
            yield _claim(words, both, verdict if _at_least(found, bound) else "wrong", said)
            is_same = _at_least(found, told) and _at_least(told, found)

    def _everyone(self, told: EveryoneStays) -> Claim:
        """Compare what the plan takes if everybody stays, of which no more is said than that so many people do."""
        self.progress(say("what keeping everyone takes"))
        found = answer_within(Department(keeping_everyone(self.plan)), self.clock)
        verdict: Verdict = "open"
        if told.headcount is None:
            if told.status != "infeasible" or found.status == "infeasible":
                verdict = "proven"
            elif found.headcount is not None:
                verdict = "wrong"
        elif found.status == "infeasible" or (found.headcount_bound or 0) > told.headcount:
            verdict = "wrong"
        elif found.headcount is not None and found.headcount <= told.headcount:
            verdict = "proven"
        said = say("solving says that nobody does")
        if found.headcount is not None:
            said = say("solving says that {n} people do", n=found.headcount)
        return _claim(say("what keeping everyone takes"), ("everyone_stays",), verdict, said)

    # ---- how far

    def _how_far(self, people: int | None) -> Reach:
        self.progress(say("how far anybody gets") if people is None else say("how far {n} people get", n=people))
        return ReachSearch(self.department, self.clock, people=people).most(twice=True)

    def _of_team(self) -> Reach:
        team = {member.name: member.role for member in self.result.managers}
        return ReachSearch(self.department.started(chosen_starts(self.result)), self.clock, team=team).most()

    def _odds(self, stretch: Reach | None) -> Iterator[Claim]:
        """Work the odds out again from what the result opens, those at the stretch from a roster of it."""
        from salescrew.models.odds.calculation import odds_of  # this takes numpy, which takes its time

        told = self.result.odds
        if told is None and (not self.department.goals or self.department.work.counts):
            return
        fields = tuple(f"odds.{name}" for name in _COUNTED)
        words = say("the odds, and how widely all is spread")
        if told is None or self.clock.is_over():
            yield _claim(words, ("odds",) if told is None else (*fields, "odds.at_stretch"), "open", "")
            return
        self.progress(say("the odds again"))
        in_force = as_left(self.plan, self.result) if leaves_something(self.result) else self.plan
        found = odds_of(in_force, self.result)
        if found is None:
            yield _claim(words, ("odds",), "wrong", say("there are no targets"))
            return
        is_same = all(_same(getattr(told, name), getattr(found, name)) for name in _COUNTED)
        said = say("worked out again, all targets at once {odds}", odds=f"{found.all:.6g}")
        best = (
            with_odds_at_stretch(self.department.started(chosen_starts(self.result)), self.result, stretch)
            if stretch is not None
            else None
        )
        if told.at_stretch is None or best is None or best.at_stretch is None:
            fields = (*fields, "odds.at_stretch")
            is_same = is_same and told.at_stretch is None
        yield _claim(words, fields, "proven" if is_same else "wrong", said)
        if told.at_stretch is not None and best is not None and best.at_stretch is not None:
            said = say("a roster was found for {odds}", odds=f"{best.at_stretch:.6g}")
            verdict: Verdict = "proven" if told.at_stretch <= best.at_stretch + SAME else "open"
            yield _claim(say("what the odds could be"), ("odds.at_stretch",), verdict, said)

    def _left(
        self, words: str, fields: tuple[str, ...], people: int | None, told: Result | OneFewer
    ) -> Iterator[Claim]:
        """Prove how far so many people get, or what they leave, where anything is said of it."""
        if told.reach is None and not any(getattr(told, name) for name in _LEFT):
            return
        found = self._how_far(people)
        if told.reach is None:
            verdict, said = _of_left(told, found)
        else:
            is_proven = bool(told.proven if isinstance(told, OneFewer) else told.reach_proven)
            verdict, said = _of_reach(told.reach, found, is_proven=is_proven)
        yield _claim(words, fields, verdict, said)


def _stretched(told: Stretch, found: Reach) -> Claim:
    """Compare how far the team gets: what was found, and what it does not exceed, or else that this is the most."""
    assert told.reach is not None
    verdict, said = _of_reach(told.reach, found, is_proven=told.bound is None)
    if told.bound is not None and found.reach is not None:
        if found.reach > told.bound + REACH.noise:
            verdict = "wrong"
        elif verdict == "proven" and found.bound > told.bound + REACH.noise:
            verdict = "open"
    return _claim(say("{reach} of the targets for this team", reach=f"{told.reach:.6g}"), ("stretch",), verdict, said)


def _same(told: object, found: object) -> bool:
    """Tell whether odds, or all that is in a spread or a mapping of them, are the same but for rounding."""
    if isinstance(told, Mapping) and isinstance(found, Mapping):
        return told.keys() == found.keys() and all(_same(told[key], found[key]) for key in told)
    if isinstance(told, Spread) and isinstance(found, Spread):
        return _same(told.model_dump(), found.model_dump())
    if isinstance(told, int | float) and isinstance(found, int | float):
        return math.isclose(told, found, rel_tol=SAME, abs_tol=SAME)
    return told == found


def _of_reach(told: float, found: Reach, *, is_proven: bool) -> tuple[Verdict, str]:
    """Compare a reach with what was found: no more than is proven possible, and where that is claimed no less."""
    near = REACH.close * max(1.0, told)
    if found.reach is None:
        said = say("nothing was found in time") if math.isfinite(found.bound) or found.bound > 0 else _said_left(found)
        return ("wrong" if found.bound == -math.inf else "open"), said
    said = say(
        "solving reaches {reach}, nobody more than {most}", reach=f"{found.reach:.6g}", most=f"{found.bound:.6g}"
    )
    if told > found.bound + near or (is_proven and found.reach > told + near):
        return "wrong", said
    is_shown = found.reach >= told - near and (not is_proven or found.bound <= told + near)
    return ("proven" if is_shown else "open"), said


def _of_left(told: Result | OneFewer, found: Reach) -> tuple[Verdict, str]:
    """Compare what stays open, is missing and stays undone: in all, since where it does is free."""
    if found.reach is not None:
        return "wrong", say("solving reaches {reach}", reach=f"{found.reach:.6g}")
    if found.bound > -math.inf or not found.least_left:
        return "open", say("nothing was proven in time")
    ours, others = _left_in_all(told), _left_in_all(found)
    is_same = all(abs(one - other) <= SAME * max(1.0, other) for one, other in zip(ours, others, strict=True))
    return ("proven" if is_same else "wrong"), _said_left(found)


def _left_in_all(left: Result | OneFewer | Reach) -> tuple[float, float, float]:
    return (
        float(sum(row.short for row in left.uncovered)),
        math.fsum(row.missing for row in left.reserve),
        math.fsum(row.short for row in left.overloaded),
    )


def _said_left(found: Reach) -> str:
    places, missing, work = _left_in_all(found)
    if places:
        return say("solving leaves {n:g} {n:place|places} open on duty", n=places)
    if missing:
        return say("solving has {places} places on duty too few for absences", places=f"{missing:.6g}")
    return say("solving leaves {work} undone", work=f"{work:.6g}")


def _solving_says(again: Result) -> str:
    return say("solving says {status}", status=again.status)


def _claim(words: str, fields: tuple[str, ...], verdict: Verdict, found: str) -> Claim:
    return Claim(claim=words, fields=fields, verdict=verdict, found=found)


def _at_least(found: float | None, wanted: float | None) -> bool:
    return found is not None and wanted is not None and found >= wanted - SAME * max(1.0, abs(wanted))


def _number(amount: float | None) -> str:
    return say_as("number", "no") if amount is None else with_marks(f"{amount:,.10g}")


def _promises(told: Result, again: Result) -> Iterator[Claim]:
    """Compare what so many people can promise: no odds above a bound, and every bound as low again."""
    known = {row.headcount: row for row in again.odds_by_people}
    for row in told.odds_by_people:
        words, fields = say("what {n} people can promise", n=row.headcount), ("odds_by_people", "odds.verdict")
        found = known.get(row.headcount)
        if found is None:
            yield _claim(words, fields, "open", "")
        elif (row.odds or 0.0) > found.bound + SAME or row.bound < (found.odds or 0.0) - SAME:
            yield _claim(words, fields, "wrong", say("solving says at most {most}", most=_number(found.bound)))
        else:
            is_as_low = found.bound <= row.bound + SAME
            said = say("at most {most}", most=_number(found.bound))
            yield _claim(words, fields, "proven" if is_as_low else "open", said)
