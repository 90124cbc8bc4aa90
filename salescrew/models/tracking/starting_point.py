"""What a plan is made anew from: where it stands, as parts of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from salescrew.models.answers.replan import Basis, Rates, RateUsed, Underway
from salescrew.models.department.work import due_work
from salescrew.models.plan.calendar import monday_of
from salescrew.models.plan.pipeline import AgedItems, PipelineTable, openings
from salescrew.models.plan.sections.funnels import Stage
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.so_far import DueWork, SoFar
from salescrew.models.plan.values.days import Interval
from salescrew.models.schedule.in_force import since_of
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.tracking.backlog import Backlog
from salescrew.models.tracking.by_name import ByName
from salescrew.models.tracking.happened import NOTHING, BeforeStart, Cohort
from salescrew.models.tracking.standing import Conversions, Standing, Waiting, first_stages


def before_start_of(planned: Schedule) -> BeforeStart | None:
    """Give what was under way before the plan's first week, where the result says so and not the plan itself."""
    if planned.result.replan is None or planned.plan.so_far is not None:
        return None
    before: dict[str, list[Cohort]] = {name: [] for name in planned.plan.funnels}
    for row in planned.result.replan.basis.before:
        if row.funnel in before and row.stage in (stages := planned.stages(row.funnel)):
            before[row.funnel].append(Cohort(stages.index(row.stage), row.week, row.items, row.days, is_seen=False))
    return before


def basis_of(
    standing: Standing,
    backlog: Backlog,
    conversions: Conversions,
    away: Mapping[str, Sequence[Interval]],
    roles: Mapping[str, Role],
) -> Basis:
    """Write down where a plan stands as parts of a plan."""
    plan, used = standing.planned.plan, by_plan(standing, conversions)
    planned = {name: [stage.conversion for stage in funnel.stages] for name, funnel in plan.funnels.items()}
    return Basis(
        so_far=_so_far(standing, backlog, ByName(backlog, used, away)),
        pipeline=_pipeline(standing),
        conversions={
            name: {
                stage.name: share
                for stage, share, usual in zip(funnel.stages, used[name], planned[name], strict=True)
                if share != usual
            }
            for name, funnel in plan.funnels.items()
            if list(used[name]) != planned[name]
        },
        away={name: tuple(intervals) for name, intervals in away.items()},
        open_slots=(),
        roles=dict(roles),
        since={name: day for name, day in since_of(standing.planned.result).items() if name in roles},
        before=tuple(_before(standing)),
    )


def conversions_used(standing: Standing, rates: Rates) -> Conversions:
    """Give the conversions that a plan is made anew with."""
    match rates:
        case "plan":
            return standing.planned_conversions()
        case "observed":
            return standing.observed_conversions()
        case "blend":
            return standing.blended_conversions()


def by_plan(standing: Standing, conversions: Conversions) -> Conversions:
    """Give conversions as a plan states them, where they are those of items as they are handled on average."""
    plan = standing.planned.plan
    if plan is standing.plan:
        return conversions
    most = max(1.0, *(person.follow_up for person in (*plan.managers, *plan.candidates)))
    return {
        name: [
            stage.conversion if share == handled.conversion else _stated(stage, handled, share, most)
            for stage, handled, share in zip(
                funnel.stages, standing.plan.funnels[name].stages, conversions[name], strict=True
            )
        ]
        for name, funnel in plan.funnels.items()
    }


def _stated(stage: Stage, handled: Stage, share: float, most: float) -> float:
    """Give a conversion with which items that are handled as planned pass as they did; no more pass than come."""
    average = handled.conversion / stage.conversion if stage.conversion else 1.0
    return min(share / (average or 1.0), 1 / most if stage.effort else 1.0)


def rates_used(standing: Standing, used: Conversions) -> tuple[RateUsed, ...]:
    """List the conversions, beside what was planned and what was seen."""
    return tuple(
        RateUsed(
            funnel=name, stage=stage.name, planned=stage.conversion, decided=seen.of, passed=seen.passed, used=share
        )
        for name, funnel in standing.planned.plan.funnels.items()
        for stage, seen, share in zip(
            funnel.stages, standing.observed(name), by_plan(standing, used)[name], strict=True
        )
    )


def _before(standing: Standing) -> Iterator[Underway]:
    for name, cohorts in standing.before_start.items():
        stages = standing.planned.stages(name)
        for one in cohorts:
            yield Underway(funnel=name, stage=stages[one.stage], week=one.week, items=one.items, days=one.days)


# ---- what was reached


def _so_far(standing: Standing, backlog: Backlog, by_name: ByName) -> SoFar:
    contacts: dict[str, float] = {}
    for fact in standing.facts:
        if fact.kind == "contacts":
            contacts[fact.funnel] = contacts.get(fact.funnel, 0.0) + fact.count
    before = standing.plan.so_far.contacts if standing.plan.so_far else {}
    return standing.so_far.model_copy(
        update={
            "entered": (*standing.so_far.entered, *first_stages(standing)),
            "contacts": {name: contacts.get(name, 0.0) + before.get(name, 0.0) for name in {**contacts, **before}},
            "open_work": tuple(_open_work(standing, backlog, by_name)),
            "spared_work": tuple(_spared_work(standing, backlog, by_name)),
        }
    )


def _open_work(standing: Standing, backlog: Backlog, by_name: ByName) -> Iterator[DueWork]:
    for activity in backlog.activities:
        left, _ = backlog.settled(activity)
        for (task, week), amount in left.items():
            # what is under way already passes as the plan has it, whoever does its work
            kept = by_name.kept(task, week)._replace(stage="")
            yield due_work(kept, standing.horizon.monday(week), amount)
        for (task, week), amount in by_name.ahead(activity).items():
            yield due_work(task, standing.horizon.monday(week), amount)


def _spared_work(standing: Standing, backlog: Backlog, by_name: ByName) -> Iterator[DueWork]:
    """Yield what was done ahead, and what a steady plan leaves of the last weeks' work for after the end.

    What somebody is to do by name is open work of that person's own, and so is none that anybody may do.
    """
    for activity in backlog.activities:
        _, ahead = backlog.settled(activity)
        for task, amount in ahead.items():
            yield due_work(task, monday_of(standing.end), amount)
        for (task, week), amount in backlog.left_for_later(activity).items():
            if amount > NOTHING and week >= standing.week:
                yield due_work(task, standing.horizon.monday(week), amount)
        for (task, week), amount in by_name.ahead(activity).items():
            yield due_work(task._replace(person=""), standing.horizon.monday(week), amount)


# ---- what is under way


def _pipeline(standing: Standing) -> PipelineTable:
    table: PipelineTable = {}
    for name, funnel in standing.plan.funnels.items():
        stages: dict[str, dict[float, float]] = {}
        for waiting in standing.waiting(name):
            of_stage = stages.setdefault(funnel.stages[waiting.stage].name, {})
            left = _days_left(waiting, standing.week)
            of_stage[left] = of_stage.get(left, 0.0) + waiting.items
        days = {stage.name: stage.days_to_next for stage in funnel.stages}
        table[name] = {
            stage: tuple(_aged(items, left, days[stage]) for left, items in sorted(of_stage.items(), reverse=True))
            for stage, of_stage in stages.items()
        }
        if not standing.has_begun:
            table[name] |= _still_to_enter(standing, name, table[name])
    return {name: stages for name, stages in table.items() if stages}


def _days_left(waiting: Waiting, week: int) -> float:
    """Give the days after which items pass on in the weeks in which these do, from the Monday of a week on."""
    first = min(waiting.leaving)
    later = waiting.leaving.get(first + 1, 0.0) / waiting.items
    return round(7 * (first - week + later), 9)


def _aged(items: float, left: float, days_to_next: float) -> AgedItems:
    """Write items down by their age, or where they pass on later than any age has it, by the days left."""
    if left > days_to_next:
        return AgedItems(items=items, waited_days=0, days_left=left)
    return AgedItems(items=items, waited_days=round(days_to_next - left, 9))


def _still_to_enter(
    standing: Standing, funnel: str, aged: Mapping[str, float | tuple[AgedItems, ...]]
) -> dict[str, float | tuple[AgedItems, ...]]:
    """Give the items that enter their stages when the plan begins, where no day of it is over yet."""
    return {
        opening.stage: opening.items
        for opening in openings(standing.plan.pipeline, funnel)
        if opening.waited_days is None and opening.stage not in aged
    }
