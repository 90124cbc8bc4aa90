"""Who does the follow-up work: a division of all work that falls due which keeps to everybody's quotas.

A result states quotas, of which contacts are a part; the rest is follow-up work, and who does which of it is left
open. Here it is divided: in the week in which it falls due as far as quotas leave time for it then, later within the
weeks of grace; and among those who may do it as evenly as their time allows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from salescrew.models.department.work import Task
from salescrew.models.schedule.largest_flow import Network
from salescrew.models.schedule.workload import PersonWeek, Workload

_SWEEPS = 200
_SETTLED = 1e-10
Work = tuple[Task, int]
"""Follow-up work: a task and the week in which it falls due."""
Group = tuple[frozenset[Task], int]
"""People who may do the same tasks, in a week."""


@dataclass(frozen=True)
class Room:
    """What a person's quota of a week leaves for follow-up work.

    Attributes
    ----------
    most
        All that is asked and allowed, less the contacts.
    rounded_from
        What the quota could at the least have been rounded up from, less the contacts.
    """

    most: float
    rounded_from: float


def divided(workload: Workload, activity: str) -> dict[PersonWeek, dict[Work, float]]:
    """Divide the work of an activity among people and weeks.

    Returns
    -------
    dict
        By person and week in which it is done, how much of each task and week.
    """
    due = {work: amount for work, amount in workload.due_work.get(activity, {}).items() if amount > 0}
    rooms = _rooms(workload, activity, frozenset(task for task, _ in due))
    columns = {
        group: Room(sum(r.most for r in members.values()), sum(r.rounded_from for r in members.values()))
        for group, members in rooms.items()
    }
    done, spent = _weeks_of_work(workload, due, columns)
    by_group = _among_groups(done, spent)
    divided: dict[PersonWeek, dict[Work, float]] = {}
    for group, parts in by_group.items():
        total = sum(parts.values())
        for name, amount in _among_members(rooms[group], total).items():
            divided[name, group[1]] = {work: part * amount / total for work, part in parts.items() if part}
    return divided


def _rooms(workload: Workload, activity: str, tasks: frozenset[Task]) -> dict[Group, dict[str, Room]]:
    rooms: dict[Group, dict[str, Room]] = defaultdict(dict)
    for (name, week), asked in workload.asked.items():
        of = workload.posts[name].group
        group = frozenset(task for task in tasks if of.may_do(task))
        opened = workload.opened.get((name, week), {}).get(activity, 0.0)
        quota = asked.get(activity, 0)
        most = min(quota, workload.allowance[name, week].get(activity, 0.0)) - opened
        if group and most > 0:
            rooms[group, week][name] = Room(most, min(most, max(0.0, quota - 1 - opened)))
    return rooms


Done = dict[tuple[Task, int, int], float]
"""How much of a task that falls due in a week is done in which week."""


def _weeks_of_work(
    workload: Workload, due: Mapping[Work, float], columns: Mapping[Group, Room]
) -> tuple[Done, dict[Group, dict[Task, float]]]:
    """Fill the weeks, first with as much work as nobody's quota would round up without, and on time where that can be.

    Each step keeps what the people have and adds to it, so that in the end no work is left.
    """
    network = Network()
    for (task, week), amount in due.items():
        network.arc("due", ("due", task, week), amount)
    total = sum(due.values())
    to_group = {
        (group, task): network.arc(("done", task, group[1]), ("time", group), total)
        for group in columns
        for task in sorted(group[0])
    }
    for group, room in columns.items():
        network.arc(("time", group), "time", room.rounded_from)
    to_week: dict[tuple[Task, int, int], int] = {}
    for late in range(min(workload.plan.grace_weeks, len(workload.horizon.weeks) - 1) + 1):
        for task, week in due:
            at = _done_in(workload, week, late)
            if at is not None:
                to_week[task, week, at] = network.arc(("due", task, week), ("done", task, at), total)
        network.fill("due", "time")
    # of what remains everybody takes the same part of what the quota was rounded up by, as far as that goes
    least = sum(room.rounded_from for room in columns.values())
    most = sum(room.most for room in columns.values())
    part = min(1.0, max(0.0, (total - least) / (most - least))) if most > least else 0.0
    for share in (part, 1 - part):
        for group, room in columns.items():
            network.arc(("time", group), "time", share * (room.most - room.rounded_from))
        network.fill("due", "time")
    done = {key: network.carried(arc) for key, arc in to_week.items()}
    spent: dict[Group, dict[Task, float]] = defaultdict(dict)
    for (group, task), arc in to_group.items():
        spent[group][task] = network.carried(arc)
    return done, spent


def _done_in(workload: Workload, week: int, late: int) -> int | None:
    """Give the week so much later: round the end under `steady`, otherwise within the horizon."""
    at, weeks = week + late, len(workload.horizon.weeks)
    if workload.plan.pipeline == "steady":
        return at % weeks
    return at if at < weeks else None


def _among_groups(done: Done, spent: Mapping[Group, Mapping[Task, float]]) -> dict[Group, dict[Work, float]]:
    """Divide what is done in a week of each task among the groups who may, as evenly as their time allows."""
    by_week: dict[tuple[int, Task], dict[int, float]] = defaultdict(dict)
    for (task, week, at), amount in done.items():
        if amount > 0:
            by_week[at, task][week] = amount
    blocks: dict[int, dict[frozenset[Task], Mapping[Task, float]]] = defaultdict(dict)
    for (group, at), by_task in spent.items():
        if sum(by_task.values()) > 0:
            blocks[at][group] = by_task
    divided: dict[Group, dict[Work, float]] = {}
    for at, block in blocks.items():
        for group, amounts in _evened_out(block).items():
            parts: dict[Work, float] = {}
            for task, amount in amounts.items():
                weeks = by_week.get((at, task), {})
                total = sum(weeks.values())
                for week, part in weeks.items():
                    parts[task, week] = amount * part / total
            divided[group, at] = parts
    return divided


def _evened_out(
    block: Mapping[frozenset[Task], Mapping[Task, float]],
) -> dict[frozenset[Task], dict[Task, float]]:
    """Spread a table's amounts with its sums kept, by iterative proportional fitting (Deming and Stephan, 1940).

    Where that does not settle, since some amounts can only be 0, the table stays as it is.
    """
    sums = {group: sum(row.values()) for group, row in block.items()}
    totals: dict[Task, float] = defaultdict(float)
    for row in block.values():
        for task, amount in row.items():
            totals[task] += amount
    scale = sum(sums.values())
    table = {group: {task: totals[task] for task in row} for group, row in block.items()}
    for _ in range(_SWEEPS):
        for task, wanted in totals.items():
            got = sum(row.get(task, 0.0) for row in table.values())
            for row in table.values():
                if task in row and got:
                    row[task] *= wanted / got
        off = max(abs(sum(row.values()) - sums[group]) for group, row in table.items())
        if off <= _SETTLED * scale:
            return table
        for group, row in table.items():
            got = sum(row.values())
            table[group] = {task: amount * sums[group] / got for task, amount in row.items()} if got else row
    return {group: dict(row) for group, row in block.items()}


def _among_members(rooms: Mapping[str, Room], total: float) -> dict[str, float]:
    """Divide a group's work so that everyone's quota is what it rounds up to, as far as that goes."""
    least = sum(room.rounded_from for room in rooms.values())
    most = sum(room.most for room in rooms.values())
    if total < least:
        return {name: room.rounded_from * total / least for name, room in rooms.items()}
    part = min(1.0, (total - least) / (most - least)) if most > least else 0.0
    return {name: room.rounded_from + part * (room.most - room.rounded_from) for name, room in rooms.items()}
