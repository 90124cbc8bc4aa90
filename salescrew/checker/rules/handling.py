"""Rules on who handles items, where that counts (section 4 of the model)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from salescrew.checker.case import Case
from salescrew.checker.closeness import differs, is_amount, number
from salescrew.checker.flow import handled_by
from salescrew.language import say
from salescrew.models.answers.result import WorkRow
from salescrew.models.plan.sections.funnels import Stage
from salescrew.models.plan.values.said import shown


def handled(case: Case) -> Iterator[str]:
    """`work` says who handles the items of every stage with effort: those who may do its work, and each item once."""
    rows = case.result.work
    if not case.counts_follow_up:
        if rows is not None:
            yield say("work must not be there where it does not count who does it")
        return
    if rows is None:
        yield say("work must be there, since it counts who does it")
        return
    seen = set()
    for row in rows:
        where = say("week of {week} {funnel} {stage}", week=row.week, funnel=shown(row.funnel), stage=shown(row.stage))
        if wrong := _wrong(case, row):
            yield f"{where}: {wrong}"
        key = row.week, row.funnel, row.stage, row.manager
        if key in seen:
            yield say("{where}: {manager} must have one row, has two", where=where, manager=shown(row.manager))
        seen.add(key)
    yield from _each_item_once(case)


def _wrong(case: Case, row: WorkRow) -> str | None:
    """Say what is wrong with a row by itself."""
    stage = _stage(case, row)
    if stage is None or row.week not in {case.days.monday(week) for week in range(case.days.weeks)}:
        return say("the plan has no such week, or no such stage with effort")
    if row.manager not in case.posts:
        return say("{manager} has no role", manager=shown(row.manager))
    if not case.posts[row.manager].may_do((row.funnel, stage.by == "closer")):
        return say("{manager} may not do its work as {role}", manager=row.manager, role=case.posts[row.manager].role)
    if row.activity != handled_by(stage):
        return say(
            "items are handled by {stage}, got {activity}", stage=handled_by(stage), activity=shown(row.activity)
        )
    return None if is_amount(row.items) else say("items must be 0 or more, got {items}", items=number(row.items))


def _stage(case: Case, row: WorkRow) -> Stage | None:
    funnel = case.plan.funnels.get(row.funnel)
    return next((one for one in funnel.stages if one.name == row.stage and one.effort), None) if funnel else None


def _each_item_once(case: Case) -> Iterator[str]:
    """Compare the items that somebody handles with those that enter, but for those of which nobody need do the work."""
    spared: dict[tuple[str, str, int], float] = {}
    for row in case.plan.so_far.spared_work if case.plan.so_far else ():
        if row.stage is not None:
            where = row.funnel, row.stage, case.days.week_of(row.week)
            spared[where] = spared.get(where, 0.0) + row.amount
    for name, funnel in case.plan.funnels.items():
        for k, stage in enumerate(funnel.stages):
            for week in range(case.days.weeks) if stage.effort else ():
                undone = spared.get((name, stage.name, week), 0.0) / stage.effort[str(handled_by(stage))]
                must = max(0.0, case.entering[name][k][week] - undone)
                got = math.fsum(items for _, items in case.handled.get((name, k, week), ()))
                if differs(got, must):
                    at = say("week of {week} {name} {stage}", week=case.days.monday(week), name=name, stage=stage.name)
                    yield say(
                        "{at}: {must} items must be handled, got {got}", at=at, must=number(must), got=number(got)
                    )
