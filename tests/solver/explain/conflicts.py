"""Plans of which only some conditions hold, written down once more by dropping the others from the daily model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from ortools.math_opt.python import mathopt

from salescrew.models.answers.explained.conflict import Condition, Conflict
from salescrew.models.department.department import Department
from salescrew.models.on_paper.conditions import conditions_of
from salescrew.models.plan.plan import Plan
from tests.daily_model import Daily, Sum
from tests.facts import Facts, Slot, exact


class Partly(Daily):
    """The daily model of a plan without some of its conditions."""

    def __init__(self, plan: Plan, dropped: Collection[Condition]) -> None:
        self.uncovered = {condition.of for condition in dropped if condition.kind == "duty"}
        self.unreserved = {
            (condition.of[0], frozenset(condition.of[1:])) for condition in dropped if condition.kind == "reserve"
        }
        self.left_lying = {condition.of for condition in dropped if condition.kind == "pipeline"}
        self.late_counts = Condition("time") in dropped
        for condition in dropped:
            plan = _dropped(plan, condition)
        super().__init__(plan)

    def _cover(self, slot: Slot, covered: Sum) -> None:
        """Fewer than it takes where cover was dropped."""
        if (str(slot.day), *filter(None, slot.where)) in self.uncovered:
            self.add(covered - slot.required <= 0)
        else:
            super()._cover(slot, covered)

    def _reserve(self, week: int, queues: frozenset[str], kept: Sum, needed: float) -> None:
        """None where it was dropped."""
        if (str(self.facts.monday + dt.timedelta(weeks=week)), queues) not in self.unreserved:
            super()._reserve(week, queues, kept, needed)

    def _followed_up(self, name: str, stage: int, week: int) -> Sum:
        """All items but those of the opening pipeline that were dropped."""
        lying = self._on_its_way(name, self.left_lying).get((stage, week), Fraction(0))
        return super()._followed_up(name, stage, week) - float(lying)

    def _on_its_way(self, name: str, entries: Collection[tuple[str, ...]]) -> dict[tuple[int, int], Fraction]:
        """Follow items of the opening pipeline, from the stage at which they enter; -1 is after the horizon."""
        facts, stages = self.facts, self.plan.funnels[name].stages
        found: dict[tuple[int, int], Fraction] = {}
        for first, stage in enumerate(stages):
            if (name, stage.name) in entries:
                items = {0: facts.under_way(name, stage.name)}
                for k in range(first, len(stages) + 1):
                    for week, count in items.items():
                        found[k, week] = found.get((k, week), Fraction(0)) + count
                    if k < len(stages):
                        items = _passed(facts, items, exact(stages[k].conversion), stages[k].days_to_next)
        return found

    def deals(self, funnel: str, week: int | None = None) -> Sum:
        """With time dropped, also what is paid after the horizon: everything that entered, in the end."""
        if week is not None or not self.late_counts:
            return super().deals(funnel, week)
        return super().deals(funnel) + self._paid_after(funnel)

    def revenue(self, weights: Mapping[str, float] | None = None) -> Sum:
        """With time dropped, also that of what is paid after the horizon."""
        found = super().revenue(weights)
        if not self.late_counts:
            return found
        late = [(weights or {}).get(f, 1.0) * self._brings_late(f) * self._paid_after(f) for f in self.plan.funnels]
        return found + mathopt.fast_sum(late)

    def _brings_late(self, funnel: str) -> float:
        """Give what a deal that is paid too late brings: as much as one that is paid at once."""
        facts, product = self.facts, self.plan.funnels[funnel].product
        return float(max(facts.revenue(product, week) for week in facts.weeks))

    def entered(self, funnel: str, stage: str) -> Sum:
        """With time dropped, also what enters the stage after the horizon."""
        names = [*(of.name for of in self.plan.funnels[funnel].stages), "paid"]
        return super().entered(funnel, stage) + self._paid_after(funnel, names.index(stage)) * self.late_counts

    def _paid_after(self, name: str, to: int | None = None) -> Sum:
        """Whatever leaves the horizon on its way from stage to stage, and is paid then, or enters a stage."""
        facts, stages = self.facts, self.plan.funnels[name].stages[:to]
        total = mathopt.LinearSum(())
        for k, stage in enumerate(stages):
            rest = Fraction(1)
            for later in stages[k:]:
                rest *= exact(later.conversion)
            for week in facts.weeks:
                within = sum((share for _, share in facts.arrivals(stage.days_to_next, week)), Fraction(0))
                total += float(rest * (1 - within)) * self.entering[name][k][week]
        return total

    def by_month(self, month: str) -> Sum:
        """With time dropped, also what is paid after the month."""
        if not self.late_counts:
            return super().by_month(month)
        months = sorted({f"{day:%Y-%m}" for day in self.facts.horizon})
        later = [super(Partly, self).by_month(name) for name in months if name >= month]
        return mathopt.fast_sum([*later, *(self._brings_late(f) * self._paid_after(f) for f in self.plan.funnels)])


def _passed(facts: Facts, items: dict[int, Fraction], conversion: Fraction, days: float) -> dict[int, Fraction]:
    passed: dict[int, Fraction] = {}
    for week, count in items.items():
        for then, share in facts.arrivals(days, week):
            passed[then] = passed.get(then, Fraction(0)) + count * conversion * share
    return passed


def _dropped(plan: Plan, condition: Condition) -> Plan:
    """Drop what the plan's own fields say; the rest is up to the model."""
    changed: dict[str, Any] = {}
    match condition.kind, condition.of:
        case "limit", (name,):
            changed["limits"] = plan.limits.model_copy(update={name: None})
        case "max_contacts", (name,):
            changed["funnels"] = plan.funnels | {name: plan.funnels[name].model_copy(update={"max_contacts": None})}
        case "max_slots_per_week", _:
            assert plan.duty is not None
            changed["duty"] = plan.duty.model_copy(update={"max_slots_per_week": None})
        case "max_days_per_week", _:
            changed["max_days_per_week"] = 7
        case "grace_weeks", _:
            changed["grace_weeks"] = 2 * plan.calendar.weeks
        case "target", (path,):
            changed["target"] = _without_target(plan, path)
        case "keep", (where, name):
            changed[where] = _with_person(plan, where, name, {"keep": False})
        case "fixed", of:
            changed["fixed"] = _unsettled(plan, of)
        case "person", (where, name, field):
            changed[where] = _with_person(plan, where, name, _freed(plan, where, name, field))
    return plan.model_copy(update=changed)


def _unsettled(plan: Plan, of: tuple[str, ...]) -> object:
    fixed = plan.fixed
    match of:
        case ("roles", name):
            return fixed.model_copy(update={"roles": {who: role for who, role in fixed.roles.items() if who != name}})
        case ("slots", date, slot):
            left = tuple(row for row in fixed.slots if (str(row.date), row.slot) != (date, slot))
            return fixed.model_copy(update={"slots": left})
    days = tuple(row for row in fixed.days if (str(row.date), row.manager) != of[1:])
    return fixed.model_copy(update={"days": days})


def _without_target(plan: Plan, path: str) -> object:
    target = plan.target
    if path in ("revenue", "profit", "under_way"):
        return target.model_copy(update={path: None})
    if path.startswith("stages."):
        funnel, stage = path.removeprefix("stages.").rsplit(".", 1)
        left = {name: items for name, items in target.stages[funnel].items() if name != stage}
        return target.model_copy(update={"stages": target.stages | {funnel: left}})
    if path.startswith("by_month."):
        months = {month: of for month, of in target.by_month.items() if f"by_month.{month}" != path}
        return target.model_copy(update={"by_month": months})
    if path == "under_way":
        return target.model_copy(update={"under_way": None})
    if path.startswith("stages."):
        stages = {
            funnel: {stage: count for stage, count in of.items() if f"stages.{funnel}.{stage}" != path}
            for funnel, of in target.stages.items()
        }
        return target.model_copy(update={"stages": stages})
    product, measure = path.removeprefix("products.").rsplit(".", 1)
    of = target.products[product].model_copy(update={measure: None})
    return target.model_copy(update={"products": target.products | {product: of}})


def _with_person(plan: Plan, where: str, name: str, changes: dict[str, Any]) -> tuple[Any, ...]:
    key = "name" if where == "managers" else "profile"
    return tuple(
        person.model_copy(update=changes) if getattr(person, key) == name else person for person in getattr(plan, where)
    )


def _freed(plan: Plan, where: str, name: str, field: str) -> dict[str, Any]:
    key = "name" if where == "managers" else "profile"
    record = next(person for person in getattr(plan, where) if getattr(person, key) == name)
    if field == "from" and isinstance(record.from_, tuple):
        return {"from_": (plan.calendar.start, *record.from_)}
    if field == "from":
        monday = plan.calendar.start - dt.timedelta(days=plan.calendar.start.weekday())
        weeks = (record.from_ - monday).days // 7
        # the ramp goes on from their first day as before; the days before that are at full effectiveness
        return {"from_": None, "ramp": (*[1.0] * weeks, *record.ramp) if record.ramp else ()}
    free = {"roles": ("hunter", "inbound", "mixed"), "absence": 0.0, "days_off": (), "max_days_per_week": 7}
    return {{"until": "until"}.get(field, field): free.get(field)}


def can_hold(plan: Plan, conditions: Collection[Condition]) -> bool:
    """Tell, by the daily model, whether some conditions of a plan can hold together with all others dropped."""
    model = Partly(plan, set(conditions_of(Department(plan))) - set(conditions))
    model.meet_targets()
    return model.team("highs", 60.0) is not None


def can_reach(plan: Plan, found: Conflict, share: float) -> bool:
    """Tell, by the daily model, whether a share of the targets among the members is possible while the others hold."""
    held = found.conditions | taken_as_given(plan, found)
    model = Partly(plan, set(conditions_of(Department(plan))) - held)
    for wanted, reached in model.targets():
        model.add((1 / wanted) * reached >= share)
    return model.team("highs", 60.0) is not None


def taken_as_given(plan: Plan, found: Conflict) -> set[Condition]:
    """List the restrictions of people that hold beside the members."""
    return {
        condition
        for condition in conditions_of(Department(plan))
        if condition.kind == "person" and found.people_as_they_are
    }


def is_irreducible(plan: Plan, found: Conflict) -> bool:
    """Tell whether the members cannot hold together, but can as soon as any of them is left out."""
    ground = taken_as_given(plan, found)
    if can_hold(plan, found.conditions | ground):
        return False
    return all(can_hold(plan, (found.conditions - set(member.conditions)) | ground) for member in found.members)
