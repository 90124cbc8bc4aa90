"""The single things of a plan that could be changed so that it takes less, and how far each can go."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from salescrew.errors import spelled
from salescrew.language import say
from salescrew.models.answers.explained.changes import ChangeKind, Unit
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import people
from salescrew.models.department.targets import UNDER_WAY, target_in_words
from salescrew.models.department.ties import cost as cost_of
from salescrew.models.department.under_way import wanted_under_way
from salescrew.models.on_paper.change_words import could_be_hired, more_like
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Candidate, Manager
from salescrew.models.plan.sections.roles import Role
from salescrew.models.variants.inputs import Input, changed, inputs
from salescrew.solver.explain.effort import LEVERS

_PARTS_OF_DUTY = {
    "leads_per_slot": LEVERS.times,
    "managers_per_slot": 0.0,
    "share": 0.01,
    "within_seconds": LEVERS.times,
    "average_wait_seconds": LEVERS.times,
    "handling_minutes": 0.1,
    "max_slots_per_week": LEVERS.times,
}
"""How far each number of duty is changed: down to so many times what it is, or up to so many."""


@dataclass(frozen=True)
class Lever:
    """Something of a plan that could be changed.

    Attributes
    ----------
    before, extreme
        What it is now, and how far it could go.
    at
        Gives the plan with another value; raises `InputError` where no plan may have that.
    only_helps
        Whether a larger change always allows whatever a smaller one does.
    base
        What the size of the change is relative to.
    with_role
        For more people: gives the plan with so many more, these in one role.
    raises_limits
        For more people: whether limits are raised by as many.
    """

    kind: ChangeKind
    path: str
    title: str
    before: float
    extreme: float
    at: Callable[[float], Plan]
    unit: Unit = "amount"
    whole: bool = False
    only_helps: bool = True
    base: float | None = None
    with_role: Callable[[float, Role], Plan] | None = None
    raises_limits: bool = False

    @property
    def way(self) -> int:
        """Whether it rises (1) or falls (-1)."""
        return 1 if self.extreme > self.before else -1

    @property
    def span(self) -> float:
        """The largest change."""
        return abs(self.extreme - self.before)

    def value(self, change: float) -> float:
        """Give the value after a change."""
        value = self.before + self.way * change
        return float(round(value)) if self.whole else value

    def changed_by(self, change: float) -> Plan:
        """Give the plan after a change."""
        return self.at(self.value(change))

    def size(self, change: float) -> float | None:
        """Give a change relative to what is there now."""
        base = self.before if self.base is None else self.base
        return change / base if base else None


def levers(plan: Plan, *, may_add_people: bool) -> list[Lever]:
    """List the levers of a plan.

    Parameters
    ----------
    may_add_people
        Whether more people are an answer, with the limits raised for them.
    """
    found = [
        *_targets(plan),
        *_inputs(plan),
        *_time(plan),
        *_limits(plan, may_add_people=may_add_people),
        *_more_candidates(plan, may_add_people=may_add_people),
    ]
    if may_add_people and not plan.candidates:
        found += _more_like_managers(plan)
    return [lever for lever in found if lever.span > 0]


# ---- targets


def _targets(plan: Plan) -> Iterator[Lever]:
    targets = dict(_target_values(plan))
    if len(targets) > 1:

        def all_lowered(share: float) -> Plan:
            return plan.replace({path: share * wanted for path, wanted in targets.items()})

        yield Lever("target", "target", say("all targets together"), 1.0, LEVERS.least, all_lowered, "times")
    for path, wanted in targets.items():
        title = say("the target {target}", target=target_in_words(path.removeprefix("target.")))
        lever = Lever("target", path, title, wanted, wanted * LEVERS.least, _setting(plan, path))
        yield lever


def _target_values(plan: Plan) -> Iterator[tuple[str, float]]:
    target = plan.target
    for measure in ("revenue", "profit"):
        if (wanted := getattr(target, measure)) is not None:
            yield spelled(("target", measure)), wanted
    for name, product in target.products.items():
        for measure in ("revenue", "profit", "deals"):
            if (wanted := getattr(product, measure)) is not None:
                yield spelled(("target", "products", name, measure)), wanted
    for month, of_month in target.by_month.items():
        yield spelled(("target", "by_month", month, "revenue")), of_month.revenue
    for funnel, stages in target.stages.items():
        for stage, count in stages.items():
            yield spelled(("target", "stages", funnel, stage)), count
    if (amount := wanted_under_way(plan)) is not None:
        yield spelled(("target", UNDER_WAY)), amount


def _setting(plan: Plan, path: str, *, whole: bool = False) -> Callable[[float], Plan]:
    return lambda value: plan.replace({path: round(value) if whole else value})


# ---- numbers of the plan


def _inputs(plan: Plan) -> Iterator[Lever]:
    for one in inputs(plan):
        if (of_kind := _OF_KIND.get(one.kind)) is not None:
            yield from of_kind(plan, one)


def _of_conversion(plan: Plan, one: Input) -> Iterator[Lever]:
    # what passes from leads or the opening pipeline makes work that nobody can leave undone
    only_helps = _is_outbound(plan, one) and not isinstance(plan.pipeline, dict)
    yield replace(_of_input(plan, one, one.most, "share"), only_helps=only_helps)


def _of_amount(plan: Plan, one: Input) -> Iterator[Lever]:
    yield _of_input(plan, one, one.value * LEVERS.times)


def _of_churn(plan: Plan, one: Input) -> Iterator[Lever]:
    yield _of_input(plan, one, 0.0, "share")


def _of_effectiveness(plan: Plan, one: Input) -> Iterator[Lever]:
    yield replace(_of_input(plan, one, LEVERS.times, "times"), only_helps=not _has_leads(plan))


def _of_follow_up(plan: Plan, one: Input) -> Iterator[Lever]:
    # what passes makes work at later stages that nobody can leave undone
    yield replace(_of_input(plan, one, min(one.most, one.value * LEVERS.times), "share"), only_helps=False)


def _of_leads(plan: Plan, one: Input) -> Iterator[Lever]:
    unit: Unit = "times" if one.is_relative else "amount"
    for extreme in (one.value * LEVERS.times, 0.0):
        yield replace(_of_input(plan, one, extreme, unit), only_helps=False)


def _of_days_to_next(plan: Plan, one: Input) -> Iterator[Lever]:
    if plan.pipeline != "steady":
        # under `steady` the same comes sooner or later
        yield replace(_of_input(plan, one, 0.0), only_helps=False)


def _of_input(plan: Plan, one: Input, extreme: float, unit: Unit = "amount") -> Lever:
    kind: ChangeKind = one.kind  # type: ignore[assignment]
    whole = one.whole or (one.kind == "days_to_next" and one.value == round(one.value))
    return Lever(
        kind,
        one.path,
        one.title,
        one.value,
        extreme,
        lambda value: changed(plan, one, value),
        "count" if one.whole else unit,
        whole=whole,
    )


def _is_outbound(plan: Plan, one: Input) -> bool:
    outbound = (name for name, of in plan.funnels.items() if of.channel == "outbound")
    return any(one.path.startswith(f"{spelled(('funnels', name, 'stages'))}.") for name in outbound)


def _has_leads(plan: Plan) -> bool:
    return any(funnel.channel == "inbound" for funnel in plan.funnels.values())


def _of_budget(plan: Plan, one: Input) -> Iterator[Lever]:
    if one.path == "time_budget.day_minutes":
        yield replace(_of_input(plan, one, (1 + LEVERS.budget) * one.value), whole=one.value == round(one.value))
    elif one.whole:
        yield _of_input(plan, one, one.value * LEVERS.times)
    else:
        yield _of_input(plan, one, max(one.value / 2, LEVERS.handling))


def _of_duty(plan: Plan, one: Input) -> Iterator[Lever]:
    # a table of managers goes on with slots and weekdays
    part = "managers_per_slot" if ".managers_per_slot" in one.path else one.path.rpartition(".")[2]
    times = _PARTS_OF_DUTY.get(part)
    if times is None:
        return
    unit: Unit = "share" if part == "share" else "amount"
    lever = _of_input(plan, one, max(1.0, one.value * times) if one.whole else one.value * times, unit)
    counted = one.whole or (part == "leads_per_slot" and one.value == round(one.value))
    yield replace(lever, whole=counted, only_helps=part == "max_slots_per_week")


_OF_KIND: dict[str, Callable[[Plan, Input], Iterator[Lever]]] = {
    "conversion": _of_conversion,
    "average_deal": _of_amount,
    "monthly_fee": _of_amount,
    "monthly_churn": _of_churn,
    "max_contacts": _of_amount,
    "day_pattern": _of_amount,
    "effectiveness": _of_effectiveness,
    "follow_up": _of_follow_up,
    "time_budget": _of_budget,
    "leads": _of_leads,
    "days_to_next": _of_days_to_next,
    "duty": _of_duty,
}


# ---- time and limits


def _time(plan: Plan) -> Iterator[Lever]:
    weeks = plan.calendar.weeks
    later = min(LEVERS.last_week, weeks + LEVERS.weeks)
    path = f"calendar.{plan.calendar.said_by}"
    longer = Lever("weeks", path, say("weeks of the horizon"), weeks, later, _with_weeks(plan), "count", whole=True)
    yield replace(longer, only_helps=False)
    if any(stage.effort for funnel in plan.funnels.values() for stage in funnel.stages):
        grace = plan.grace_weeks
        at = _setting(plan, "grace_weeks", whole=True)
        title = say("weeks of grace for work")
        yield Lever("grace_weeks", "grace_weeks", title, grace, max(grace, weeks - 1), at, "count", whole=True)


def _with_weeks(plan: Plan) -> Callable[[float], Plan]:
    """Give the plan with other weeks: where a day or a period ends it, so many weeks later."""
    calendar = plan.calendar
    if calendar.said_by == "weeks":
        return _setting(plan, "calendar.weeks", whole=True)

    def ending_later(weeks: float) -> Plan:
        end = calendar.end + dt.timedelta(weeks=round(weeks) - calendar.weeks)
        changes: dict[str, object] = {"calendar.period": None, "calendar.start": str(calendar.start)}
        return plan.replace({**changes, "calendar.end": str(end)})

    return ending_later


def _limits(plan: Plan, *, may_add_people: bool) -> Iterator[Lever]:
    everyone = people(plan)
    limits = plan.limits
    hires = sum(person.hired for person in everyone)
    for name, limit, most, title in (
        ("people", limits.people, len(everyone), say("the limit on people")),
        ("hires", limits.hires, hires, say("the limit on hires")),
    ):
        if limit is None or (name == "people" and not may_add_people) or limit >= most:
            continue
        path = f"limits.{name}"
        yield Lever("limit", path, title, limit, most, _setting(plan, path, whole=True), "count", whole=True)
    cost = math.fsum(person.record.monthly_cost for person in everyone)
    if limits.monthly_cost is not None and limits.monthly_cost < cost:
        path, title = "limits.monthly_cost", say("the limit on monthly cost")
        yield Lever("limit", path, title, limits.monthly_cost, cost, _setting(plan, path))
    horizon = Horizon(plan)
    over_horizon = math.fsum(cost_of(horizon, person.record) for person in everyone)
    if limits.cost is not None and limits.cost < over_horizon:
        path, title = "limits.cost", say("the limit on the cost over the horizon")
        yield Lever("limit", path, title, limits.cost, over_horizon, _setting(plan, path))


# ---- more people


def _more_candidates(plan: Plan, *, may_add_people: bool) -> Iterator[Lever]:
    for number, candidate in enumerate(plan.candidates):
        title = could_be_hired(candidate.profile)
        path = spelled(("candidates", candidate.profile, "at_most"))

        def more(value: float, number: int = number, before: int = candidate.at_most) -> Plan:
            profiles = list(plan.candidates)
            profiles[number] = profiles[number].model_copy(update={"at_most": round(value)})
            return _with_people(plan, profiles, round(value) - before, may_add_people)

        def with_role(value: float, role: Role, number: int = number, before: int = candidate.at_most) -> Plan:
            added = round(value) - before
            profile = plan.candidates[number]
            name = _free_name(plan, profile.profile)
            extra = profile.model_copy(update={"profile": name, "at_most": added, "roles": (role,), "keep": False})
            return _with_people(plan, [*plan.candidates, extra], added, may_add_people)

        lever = _more_people(plan, path, title, candidate.at_most, more, with_role)
        limited = plan.limits.people is not None or plan.limits.hires is not None
        yield replace(lever, raises_limits=may_add_people and limited)


def _with_people(plan: Plan, profiles: list[Candidate], added: int, may_add_people: bool) -> Plan:
    changes: dict[str, object] = {"candidates": tuple(profiles)}
    if may_add_people:
        limits = plan.limits
        raised: dict[str, object] = {}
        if limits.people is not None:
            raised["people"] = limits.people + added
        if limits.hires is not None:
            raised["hires"] = limits.hires + added
        changes["limits"] = limits.model_copy(update=raised)
    return plan.model_copy(update=changes)


def _more_like_managers(plan: Plan) -> Iterator[Lever]:
    kinds: dict[str, Manager] = {}
    for manager in plan.managers:
        kinds.setdefault(manager.model_dump_json(exclude={"name", "keep"}), manager)
    for like in kinds.values():

        def more(value: float, like: Manager = like) -> Plan:
            return _with_copies(plan, like, round(value), like.roles)

        def with_role(value: float, role: Role, like: Manager = like) -> Plan:
            return _with_copies(plan, like, round(value), (role,))

        path = spelled(("managers", like.name))
        lever = _more_people(plan, path, more_like(like.name), 0, more, with_role)
        yield replace(lever, raises_limits=plan.limits.people is not None)


def _with_copies(plan: Plan, like: Manager, copies: int, roles: tuple[Role, ...]) -> Plan:
    name = _free_name(plan, like.name)
    added = [
        like.model_copy(update={"name": f"{name} {number}", "keep": False, "roles": roles})
        for number in range(1, copies + 1)
    ]
    limits = plan.limits
    if limits.people is not None:
        limits = limits.model_copy(update={"people": limits.people + copies})
    return plan.model_copy(update={"managers": (*plan.managers, *added), "limits": limits})


def _free_name(plan: Plan, like: str) -> str:
    """Give a name for somebody else that nobody has."""
    taken = {person.name for person in people(plan)} | {candidate.profile for candidate in plan.candidates}
    name = f"another {like}"
    while any(other.startswith(name) for other in taken):
        name = f"another {name}"
    return name


def _more_people(
    plan: Plan,
    path: str,
    title: str,
    before: int,
    more: Callable[[float], Plan],
    with_role: Callable[[float, Role], Plan],
) -> Lever:
    return Lever(
        "person",
        path,
        title,
        before,
        before + LEVERS.people,
        more,
        "count",
        whole=True,
        only_helps=not any(candidate.keep for candidate in plan.candidates),
        base=max(1, len(people(plan))),
        with_role=with_role,
    )
