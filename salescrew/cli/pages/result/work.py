"""Who handles how many items, where that counts."""

from __future__ import annotations

from collections import defaultdict

from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, to_say
from salescrew.models.schedule.schedule import Schedule

_NOTE = to_say(
    "items: over the horizon. a week: the average. worth: what an item is worth that this person handles, times the "
    "conversion of its stage."
)


def work_tables(schedule: Schedule) -> list[Table]:
    """Show how many items of each stage everybody handles; nothing where it does not count who does."""
    if not schedule.result.work:
        return []
    handled: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for row in schedule.result.work:
        handled[row.funnel, row.stage, row.manager] += row.items
    worth = {person.name: person.record.follow_up for person in schedule.department.everyone}
    weeks = len(schedule.horizon.weeks)
    order = {name: number for number, name in enumerate(schedule.roles)}
    stages = {
        (name, stage.name): number
        for name, funnel in schedule.plan.funnels.items()
        for number, stage in enumerate(funnel.stages)
    }
    funnels = list(schedule.plan.funnels)

    def place(key: tuple[str, str, str]) -> tuple[int, int, int]:
        funnel, stage, name = key
        return funnels.index(funnel), stages.get((funnel, stage), 0), order.get(name, 0)

    rows: list[list[Cell]] = [
        [funnel, stage, name, handled[funnel, stage, name], handled[funnel, stage, name] / weeks, worth.get(name, 1.0)]
        for funnel, stage, name in sorted(handled, key=place)
    ]
    columns = [
        Column(say("funnel"), "name", group=True),
        Column(say("stage"), "name", group=True),
        Column(say("who"), "name"),
        Column(say("items"), "number"),
        Column(say("a week"), "number"),
        Column(say("worth"), "share"),
    ]
    return [Table("work", say("Who handles what"), columns, rows, say(_NOTE))]
