"""A plan made anew, in the plan's words: the result, with every change and its reason."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from salescrew.language import say, with_marks
from salescrew.models.answers.handover import Handover
from salescrew.models.answers.replan import PlanChange, Replan, Turnover, TurnoverGoal
from salescrew.models.answers.result import Result, Status
from salescrew.models.department.leads import SlotKey
from salescrew.models.department.targets import target_in_words
from salescrew.models.facts.absences import is_whole_absence
from salescrew.models.on_paper.after_end import after_end
from salescrew.models.schedule.differences import changes_between
from salescrew.models.schedule.in_force import chosen_starts, fingerprint
from salescrew.models.schedule.reasons import Causes, with_reasons
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.tracking.handovers import Handovers
from salescrew.models.tracking.pace import Pace
from salescrew.models.tracking.starting_point import rates_used
from salescrew.models.tracking.track import days_unknown, facts_left_aside, nothing_reported, opening_not_reported
from salescrew.models.tracking.work_handed_over import Left
from salescrew.solver.engine.tell import NOBODY
from salescrew.solver.replan.effort import WITHIN
from salescrew.solver.replan.fewest_changes import Count
from salescrew.solver.replan.lexicographic import Replanned
from salescrew.solver.replan.search import Found, ReplanSearch
from salescrew.solver.replan.start import Start
from salescrew.solver.search.answer import answer, no_team
from salescrew.solver.search.effort import REACH

_SMALL = 100
"""A smaller number is said in four digits."""


def written(search: ReplanSearch, found: Found) -> Result:
    """Write down what a search for a plan made anew came to."""
    return _Writer(search.start, search, found).result()


class _Writer:
    def __init__(self, start: Start, search: ReplanSearch, found: Found) -> None:
        self.start = start
        self.search = search
        self.found = found
        roles = {name: found.roles.get(name, role) for name, role in start.roles_kept.items()}
        self.basis = start.basis(roles)
        self.department = start.department_with(roles)

    def result(self) -> Result:
        """Write the result, or say that there is no plan."""
        replanned = self.found.replanned
        if replanned is None:
            status: Status = "infeasible" if self.found.is_proven else "no_answer"
            return no_team(self.department, status).model_copy(update={"replan": self._replan([], [])})
        bounds = None if self.found.reach is not None or self.start.left_undone else self._bounds()
        planned = answer(self.department, "feasible", replanned.people, replanned.quotas, bounds)
        whole = self._with_days_before(planned)
        since = self.start.as_of
        changes = changes_between(self.start.result, whole, lambda day: day >= since)
        turnover = self._turnover(changes, whole)
        replan = self._replan(with_reasons(changes, self._causes(changes)), turnover)
        now = Schedule(self.department.started(chosen_starts(whole)), whole)
        paid_later = after_end(self.start.planned, now, since, changes, replanned.given_up.bound)
        replan = replan.model_copy(update={"after_end": paid_later, "handovers": self._handovers(now, replan.changes)})
        return whole.model_copy(
            update={
                "status": self._status(turnover),
                "reach": self.found.reach,
                "reach_proven": self._is_reach_proven,
                "replan": replan,
            }
        )

    def _handovers(self, now: Schedule, changes: Sequence[PlanChange]) -> tuple[Handover, ...]:
        """Say what becomes of all that people who are away were to do."""
        start = self.start
        left = Left(start.left_undone, start.done_late, falls_short=self.found.reach is not None)
        return Handovers(start.planned, now, start.backlog, start.lost, changes, left).rows()

    def _status(self, turnover: Sequence[TurnoverGoal]) -> Status:
        if self.start.left_undone:
            return "infeasible"
        if self.found.reach is not None:
            return "infeasible" if self._reach_bound is not None and self._reach_bound < 1 else "no_answer"
        return "optimal" if all(goal.proven for goal in turnover) else "feasible"

    @property
    def _reach_bound(self) -> float | None:
        """What is proven of the reach, where it is shown."""
        found = self.found
        if found.reach is None or not math.isfinite(found.reach_bound):
            return None
        return max(found.reach, found.reach_bound)

    @property
    def _is_reach_proven(self) -> bool | None:
        """Whether it is proven that no more can be reached by a thousandth, where a reach is shown."""
        if self.found.reach is None:
            return None
        return self._reach_bound is not None and self._reach_bound <= self.found.reach + REACH.close

    def _with_days_before(self, planned: Result) -> Result:
        """Put the days that are over before those that are planned, as they were."""
        parent, since = self.start.result, self.start.as_of
        return planned.model_copy(
            update={
                "roster": (*(row for row in parent.roster if row.date < since), *planned.roster),
                "quotas": (*(row for row in parent.quotas if row.date < since), *planned.quotas),
                "coverage": (*(row for row in parent.coverage if row.date < since), *planned.coverage),
            }
        )

    def _replan(self, changes: Sequence[PlanChange], turnover: Sequence[TurnoverGoal]) -> Replan:
        days = self.start.frozen_days(self.search.freeze_days)
        return Replan(
            parent=fingerprint(self.start.result),
            as_of=self.start.as_of,
            frozen_until=days[-1] if days else None,
            allowed=self.search.allow,
            rates=self.start.rates,
            reach_bound=self._reach_bound,
            rates_used=rates_used(self.start.standing, self.start.conversions),
            turnover=tuple(turnover),
            changes=tuple(changes),
            left_undone=tuple(self.start.left_undone),
            done_late=tuple(self.start.done_late),
            basis=self.basis,
            notes=tuple(self._notes()),
        )

    def _notes(self) -> Iterator[str]:
        start, standing = self.start, self.start.standing
        yield from start.actuals.notes
        yield from facts_left_aside(itertools.filterfalse(is_whole_absence, start.actuals), standing)
        yield from days_unknown(standing)
        yield from opening_not_reported(standing)
        yield from nothing_reported(standing)
        days = start.planned.horizon.working_days
        if any(start.backlog.since <= day < start.as_of for day in days):
            for activity in start.backlog.activities:
                if not start.backlog.is_known(activity):
                    yield say(
                        "Nothing is known to have been done of {activity}: follow-up work counts as done as planned.",
                        activity=activity,
                    )
        for name in start.gone:
            yield say("{name} is no longer in the plan.", name=name)

    # ---- how much changes

    def _turnover(self, changes: Sequence[PlanChange], whole: Result) -> list[TurnoverGoal]:
        replanned, team = self.found.replanned, self.found.team
        assert replanned is not None
        joined = {change.manager for change in changes if change.kind == "hire"}
        roles = sum(change.kind == "role" for change in changes)
        slots = sum(change.kind == "duty" for change in changes)
        funnels = self.department.plan.funnels
        changed = {
            (one.manager, one.date, funnels[str(one.what)].opens_with if one.kind == "contacts" else one.what)
            for one in changes
            if one.kind in ("quota", "contacts") and one.manager not in joined
        }
        quotas = len(changed)
        if not joined and not roles and self.search.has_same_roles:
            slots_bound, quotas_bound = self._slots_bound(replanned), self._quotas_bound(replanned)
        else:
            slots_bound, quotas_bound = self._least_slots, self._least_quotas(replanned)
        cost = whole.monthly_cost or 0.0
        return [
            _goal("people", Count(len(joined), team.least_more if team else 0)),
            _goal("roles", Count(roles, team.least_other_roles if team else 0)),
            _goal("duty_slots", Count(slots, slots_bound)),
            _goal("quotas", Count(quotas, quotas_bound)),
            _goal("monthly_cost", Count(cost, self._least_cost)),
        ]

    def _slots_bound(self, replanned: Replanned) -> float:
        """Give what is proven of the duty slots that change: where places stay open, these change as well."""
        opened = [left for left in self.start.left if left.places]
        if not opened:
            return replanned.slots.bound + sum(self._not_needed.values())
        return opened[0].slots_bound if len(opened) == 1 else 0

    def _quotas_bound(self, replanned: Replanned) -> float:
        """Give what is proven of the quotas that change: with other places open or work undone, fewer might."""
        return replanned.lost if self.start.left else replanned.changed.bound

    @property
    def _least_slots(self) -> float:
        """Give what is proven of the duty slots that change with another team: what nobody can keep changes."""
        not_needed = 0 if self.start.left else sum(self._not_needed.values())
        vacated = self.search.as_it_is.vacated if self.search.has_same_roles else 0
        return not_needed + max(vacated, self.found.team.least_slots if self.found.team else 0)

    @cached_property
    def _least_cost(self) -> float:
        """What is proven of the cost: those in force stay; of others nothing, where a role is not allowed any more."""
        costs = {one.name: one.record.monthly_cost for one in self.department.everyone if one.name in self.found.roles}
        in_force = math.fsum(cost for name, cost in costs.items() if name in self.start.in_force)
        team = self.found.team
        return max(in_force, team.least_cost if team and self.search.has_same_roles else 0.0)

    def _least_quotas(self, replanned: Replanned) -> float:
        """Give what is proven of the quotas that change with another team."""
        return max(replanned.lost, self.found.team.least_quotas if self.found.team else 0)

    @cached_property
    def _not_needed(self) -> Counter[SlotKey]:
        """How many more are on duty in a slot than the plan needs by now."""
        needed = Counter({slot.key: slot.required for slot in self.search.begun.department.slots})
        days = (row for row in self.start.result.roster if row.date >= self.start.as_of)
        return Counter((row.date, where) for row in days for where in row.covered) - needed

    def _bounds(self) -> dict[str, float]:
        team, count = self.found.team, len(self.found.roles)
        people = len(self.start.in_force) + team.least_more if team else count
        return {"people": float(people), "monthly_cost": self._least_cost}

    # ---- why

    def _causes(self, changes: Sequence[PlanChange]) -> Causes:
        start = self.start
        if not changes:
            return Causes(start.is_away)
        short = [*self._short()]
        reach = self.search.reach_as_it_is
        return Causes(
            away=start.is_away,
            free=start.is_free,
            impossible=[key for key in self.search.begun.cannot_stay if key[1] not in start.absent],
            not_needed={(day, where.name) for day, where in self._not_needed},
            absent=start.absent,
            gone=start.gone,
            explained_by_absence=self._is_explained_by_absence(),
            short=short,
            kept=start.missing,
            too_much_work=reach is None and not start.missing and not self.search.begun.cannot_stay,
            exhausted=start.exhausted,
            falls_short=self._falls_short(changes),
        )

    def _is_explained_by_absence(self) -> bool:
        """Tell whether the plan in force would do as well if nobody were newly away."""
        if not self.start.newly_away:
            return False
        start = self.start.without_absences()
        reach = ReplanSearch(start, self.search.clock, NOBODY, self.search.allow, 0).as_it_is.reach_as_it_is()
        wanted = 1.0 if self.found.reach is None else self.found.reach
        return reach is not None and reach >= wanted - 10 * WITHIN.met

    def _short(self) -> Iterator[str]:
        """Yield the targets that the plan in force misses if it is done, with how much is missing."""
        pace = Pace(self.start.standing)
        for line, comes_to in pace.comes_to(self.start.conversions):
            if missing := line.missing(comes_to):
                written = f"{missing:,.4g}" if missing < _SMALL else f"{missing:,.0f}"
                yield say(
                    "{target} falls short by {amount}", target=target_in_words(line.path), amount=with_marks(written)
                )

    def _falls_short(self, changes: Sequence[PlanChange]) -> str:
        if not any(change.kind in ("hire", "role") and change.manager not in self.start.missing for change in changes):
            return ""
        bound = self.search.as_it_is.reach_bound
        if math.isinf(bound):
            if bound < 0:
                return say("the team as it is cannot cover all duty and do all work")
            return say("the team as it is is not known to reach the plan")
        return say("the team as it is reaches at most {share:.1f}% of the plan", share=100 * bound)


def _goal(what: Turnover, count: Count) -> TurnoverGoal:
    bound = min(count.value, max(0.0, count.bound))
    return TurnoverGoal(
        what=what, value=count.value, bound=bound, proven=bound >= count.value - WITHIN.cost * max(1.0, count.value)
    )
