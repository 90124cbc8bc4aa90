"""What would do: the smallest single changes that make a plan possible, or that save a person.

Each is found by solving changed plans: a roster of whole days shows that a change is enough, and a bound over all teams
that 99 % of it is not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from salescrew.errors import InputError, Interrupted
from salescrew.language import say
from salescrew.models.answers.explained.changes import Beyond, Change, Changes
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.roles import roles_in_use
from salescrew.models.on_paper.change_words import sentence
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import Role
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.side_by_side import in_threads
from salescrew.solver.engine.tell import NOBODY, Tell
from salescrew.solver.explain.effort import CHANGES
from salescrew.solver.explain.levers import Lever, levers
from salescrew.solver.explain.probe import Prober
from salescrew.solver.explain.threshold import Start, Threshold, rounded_change, start, threshold

Item = TypeVar("Item")
Found = TypeVar("Found")


def changes(
    department: Department,
    base: Result,
    time_limit: float | None = None,
    progress: Tell = NOBODY,
    *,
    most: int | None = None,
) -> Changes:
    """Find single changes that make a plan possible, or that let one person fewer do.

    Parameters
    ----------
    department
        The plan, worked out.
    base
        The answer to it: where it has a team, changes are looked for with which a smaller one would do.
    time_limit
        Seconds after which no more is looked for. Without a limit the same plan gives the same changes.
    progress
        Is told of each step as it begins.
    most
        How many changes to look into: the relatively smallest of each kind first, then the smallest of all. By default
        12, and 7 of a large plan.

    Returns
    -------
    Changes
        The changes that are enough, the relatively smallest first; then what is known of others.
    """
    return _Hunt(department, base, Clock(time_limit), progress).run(most)


@dataclass(frozen=True, eq=False)
class _Lead:
    """A lever, and where it may begin to be enough."""

    lever: Lever
    start: Start

    @property
    def size(self) -> float:
        """The least size that the change can have."""
        size = None if self.start.at is None else self.lever.size(self.start.at)
        return math.inf if size is None else size


class _Hunt:
    def __init__(self, department: Department, base: Result, clock: Clock, progress: Tell) -> None:
        # the team that reaches most of a plan that cannot be met is not enough for it
        self.people_before = None if base.status == "infeasible" else base.headcount
        self.people = None if self.people_before is None else self.people_before - 1
        limits = department.plan.limits.model_copy(update={"people": self.people})
        self.department = department if self.people is None else department.within(limits)
        self.asked = self.department.plan
        self.prober = Prober(self.department, clock)
        self.progress = progress
        self.known = math.inf
        self.chosen: list[_Lead] = []
        self.is_ended = False

    def run(self, most: int | None) -> Changes:
        """Find changes; where Ctrl-C comes, give those that were found."""
        known: dict[int, Threshold | None] = {}
        try:
            return self._run(most, known)
        except KeyboardInterrupt:
            found = [(self.chosen[number].lever, at) for number, at in sorted(known.items()) if at is not None]
            enough = [(lever, at) for lever, at in found if at.enough is not None]
            raise Interrupted(self._written(enough, [], finished=False) if enough else None) from None

    def _run(self, most: int | None, known: dict[int, Threshold | None]) -> Changes:
        """Look where each change may begin to be enough, and then for where it does."""
        leads = self._leads() if self.people_before is None or self._is_fewest() else []
        possible = [lead for lead in leads if lead.start.at is not None]
        chosen = _chosen(possible, most or (CHANGES.changes_large if self.prober.is_large else CHANGES.changes))
        # whole numbers take longest; first come, they do not keep everybody waiting in the end
        chosen.sort(key=lambda lead: not lead.lever.whole)
        self.chosen = chosen
        found = dict(zip(chosen, self._each(self._threshold, chosen, say("single changes"), known), strict=True))
        enough = [(lead.lever, at) for lead, at in found.items() if at is not None and at.enough is not None]
        rest = [lead for lead in leads if lead.lever.only_helps and not _is_enough(found.get(lead))]
        proven = [(lead.lever, _most_proven(lead, found.get(lead))) for lead in rest]
        shown = self._each(lambda one: self._not_enough_again(*one), proven, say("second proofs"))
        beyond = [(lever, below or 0.0) for (lever, _), below in zip(proven, shown, strict=True)]
        return self._written(enough, beyond, finished=True)

    def _written(
        self, enough: Sequence[tuple[Lever, Threshold]], beyond: Sequence[tuple[Lever, float]], *, finished: bool
    ) -> Changes:
        self.is_ended = not finished
        return Changes(
            finished=finished,
            people=self.people,
            enough=tuple(self._changes((lever, at) for lever, at in enough if at.is_tight(lever))),
            about=tuple(self._changes((lever, at) for lever, at in enough if not at.is_tight(lever))),
            larger=tuple(_beyond(lever, below) for lever, below in beyond if below < lever.span),
            no_help=tuple(_beyond(lever, below) for lever, below in beyond if below >= lever.span),
        )

    def _is_fewest(self) -> bool:
        """Tell whether there is somebody to save, and it is proven that no team is smaller as things are."""
        return bool(self.people) and self.prober.rule_out(self.department).enough is False

    def _leads(self) -> list[_Lead]:
        found = levers(self.asked, may_add_people=self.people_before is None)
        self.known = self.prober.coarse(self.department)
        starts = self._each(lambda lever: start(lever, partial(self._coarse, lever)), found, say("where to look"))
        return [_Lead(lever, begin) for lever, begin in zip(found, starts, strict=True) if begin is not None]

    def _coarse(self, lever: Lever, change: float) -> float:
        return self.prober.coarse(self.prober.changed(lever, change)) if change else self.known

    def _each(
        self,
        work: Callable[[Item], Found | None],
        items: Sequence[Item],
        doing: str,
        known: dict[int, Found | None] | None = None,
    ) -> list[Found | None]:
        """Do some work for each of several at a time, until the time is up; what is known is kept as it comes."""

        def in_time(item: Item) -> Found | None:
            return None if self.prober.clock.is_over() else work(item)

        def tell(done: int) -> None:
            self.progress(say("{doing}, {done} of {all} done", doing=doing, done=done, all=len(items)))

        if items:
            tell(0)
        return in_threads([partial(in_time, item) for item in items], done=tell, known=known)

    def _threshold(self, lead: _Lead) -> Threshold | None:
        try:
            found = threshold(lead.lever, self.prober, lead.start)
        except InputError:
            # on the way there is a value that no plan may have
            return None
        if found.enough is None:
            return found
        return replace(found, not_enough=self._not_enough_again(lead.lever, found.not_enough, lead.start.below))

    def _not_enough_again(self, lever: Lever, *proven: float) -> float:
        """Give the largest change, of those proven not to be enough, of which a second proof shows it; 0: of none."""
        for change in sorted({change for change in proven if change}, reverse=True):
            if self.prober.is_ruled_out_again(self.prober.changed(lever, change)):
                return change
        return 0.0

    # ---- in the plan's words

    def _changes(self, found: Iterable[tuple[Lever, Threshold]]) -> list[Change]:
        changes = [self._change(lever, at) for lever, at in found]
        return sorted(changes, key=lambda change: math.inf if change.size is None else change.size)

    def _change(self, lever: Lever, at: Threshold) -> Change:
        assert at.enough is not None
        change = Change(
            kind=lever.kind,
            path=lever.path,
            title=lever.title,
            unit=lever.unit,
            whole=lever.whole,
            before=lever.before,
            after=lever.value(_said(lever, at)),
            not_enough=lever.value(at.not_enough),
            size=lever.size(_said(lever, at)),
            people_before=self.people_before,
            people_after=self.people,
            roles=self._roles(lever, at.enough),
            raises_limits=lever.raises_limits,
            sentence="",
        )
        return change.model_copy(update={"sentence": sentence(change, roles_in_use(self.department.plan))})

    def _roles(self, lever: Lever, change: float) -> tuple[Role, ...]:
        """Tell in which role more people would do, all of them in the same one."""
        if lever.with_role is None or self.is_ended:
            return ()
        roles = []
        for role in roles_in_use(self.department.plan):
            try:
                if self.prober.try_out(Department(lever.with_role(lever.value(change), role))).enough:
                    roles.append(role)
            except InputError:
                continue
        return tuple(roles)


def _most_proven(lead: _Lead, at: Threshold | None) -> float:
    """Give the largest change that is proven not to be enough."""
    return lead.start.below if at is None else max(at.not_enough, lead.start.below)


def _is_enough(at: Threshold | None) -> bool:
    return at is not None and at.enough is not None


def _beyond(lever: Lever, below: float) -> Beyond:
    """Say how much of a change is proven not to be enough."""
    return Beyond(
        kind=lever.kind,
        path=lever.path,
        title=lever.title,
        unit=lever.unit,
        before=lever.before,
        not_enough=lever.value(below),
    )


def _said(lever: Lever, at: Threshold) -> float:
    """Give what is enough in few digits: where more only helps, and it is not the least, a little more."""
    assert at.enough is not None
    if lever.whole or not lever.only_helps or at.is_tight(lever):
        return at.enough
    return rounded_change(lever, at.enough, CHANGES.said_within)


def _chosen(leads: Sequence[_Lead], most: int) -> list[_Lead]:
    """Take the smallest of each kind, then the smallest of all, until there are enough; the smallest first."""
    ranked = sorted(leads, key=lambda lead: lead.size)
    first: dict[str, _Lead] = {}
    for lead in ranked:
        first.setdefault(lead.lever.kind, lead)
    chosen = list(first.values())[:most]
    chosen += [lead for lead in ranked if lead not in chosen][: most - len(chosen)]
    return sorted(chosen, key=lambda lead: lead.size)


def with_value(department: Department, base: Result, change: Change | Beyond, value: float) -> Plan:
    """Give the plan with another value of what a change is about, and for no more people than it is to take then.

    Raises
    ------
    KeyError
        Where the plan has nothing there that could be changed so.
    """
    hunt = _Hunt(department, base, Clock(None), NOBODY)
    for lever in levers(hunt.asked, may_add_people=hunt.people is None):
        is_that = (lever.kind, lever.path) == (change.kind, change.path)
        if is_that and lever.way * (value - change.before) >= 0:
            return lever.at(value)
    raise KeyError(change.path)
