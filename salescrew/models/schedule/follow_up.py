"""Who does the follow-up work: a division of all work that falls due which keeps to everybody's quotas.

A result states quotas, of which contacts are a part; the rest is follow-up work, and who does which of it is left
open. Here it is divided: in the week in which it falls due as far as quotas leave time for it then, later within the
weeks of grace; and among those who may do it as evenly as their time allows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from salescrew.models.schedule.largest_flow import Network
from salescrew.models.schedule.workload import PersonWeek, Workload

_SWEEPS = 200
_SETTLED = 1e-10
Work = tuple[str, int]
"""Follow-up work: a funnel and the week in which it falls due."""
Group = tuple[frozenset[str], int]
"""People who may work the same funnels, in a week."""


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
        By person and week in which it is done, how much of the work of each funnel and week.
    """
    due = {work: amount for work, amount in workload.due_work.get(activity, {}).items() if amount > 0}
    rooms = _rooms(workload, activity, frozenset(funnel for funnel, _ in due))
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


def _rooms(workload: Workload, activity: str, funnels: frozenset[str]) -> dict[Group, dict[str, Room]]:
    rooms: dict[Group, dict[str, Room]] = defaultdict(dict)
    for (name, week), asked in workload.asked.items():
        group = workload.posts[name].funnels & funnels
        opened = workload.opened.get((name, week), {}).get(activity, 0.0)
        quota = asked.get(activity, 0)
        most = min(quota, workload.allowance[name, week].get(activity, 0.0)) - opened
        if group and most > 0:
            rooms[group, week][name] = Room(most, min(most, max(0.0, quota - 1 - opened)))
    return rooms


Done = dict[tuple[str, int, int], float]
"""How much of a funnel's work that falls due in a week is done in which week."""


def _weeks_of_work(
    workload: Workload, due: Mapping[Work, float], columns: Mapping[Group, Room]
) -> tuple[Done, dict[Group, dict[str, float]]]:
    """Fill the weeks, first with as much work as nobody's quota would round up without, and on time where that can be.

    Each step keeps what the people have and adds to it, so that in the end no work is left.
    """
    network = Network()
    for (funnel, week), amount in due.items():
        network.arc("due", ("due", funnel, week), amount)
    total = sum(due.values())
    to_group = {
        (group, funnel): network.arc(("done", funnel, group[1]), ("time", group), total)
        for group in columns
        for funnel in sorted(group[0])
    }
    for group, room in columns.items():
        network.arc(("time", group), "time", room.rounded_from)
    to_week: dict[tuple[str, int, int], int] = {}
    for late in range(min(workload.plan.grace_weeks, len(workload.horizon.weeks) - 1) + 1):
        for funnel, week in due:
            at = _done_in(workload, week, late)
            if at is not None:
                to_week[funnel, week, at] = network.arc(("due", funnel, week), ("done", funnel, at), total)
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
    spent: dict[Group, dict[str, float]] = defaultdict(dict)
    for (group, funnel), arc in to_group.items():
        spent[group][funnel] = network.carried(arc)
    return done, spent


def _done_in(workload: Workload, week: int, late: int) -> int | None:
    """Give the week so much later: round the end under `steady`, otherwise within the horizon."""
    at, weeks = week + late, len(workload.horizon.weeks)
    if workload.plan.pipeline == "steady":
        return at % weeks
    return at if at < weeks else None


def _among_groups(done: Done, spent: Mapping[Group, Mapping[str, float]]) -> dict[Group, dict[Work, float]]:
    """Divide what is done in a week of each funnel among the groups who may, as evenly as their time allows."""
    by_week: dict[tuple[int, str], dict[int, float]] = defaultdict(dict)
    for (funnel, week, at), amount in done.items():
        if amount > 0:
            by_week[at, funnel][week] = amount
    blocks: dict[int, dict[frozenset[str], Mapping[str, float]]] = defaultdict(dict)
    for (group, at), by_funnel in spent.items():
        if sum(by_funnel.values()) > 0:
            blocks[at][group] = by_funnel
    divided: dict[Group, dict[Work, float]] = {}
    for at, block in blocks.items():
        for group, amounts in _evened_out(block).items():
            parts: dict[Work, float] = {}
            for funnel, amount in amounts.items():
                weeks = by_week.get((at, funnel), {})
                total = sum(weeks.values())
                for week, part in weeks.items():
                    parts[funnel, week] = amount * part / total
            divided[group, at] = parts
    return divided


def _evened_out(block: Mapping[frozenset[str], Mapping[str, float]]) -> dict[frozenset[str], dict[str, float]]:
    """Spread a table's amounts with its sums kept, by iterative proportional fitting (Deming and Stephan, 1940).

    Where that does not settle, since some amounts can only be 0, the table stays as it is.
    """
    sums = {group: sum(row.values()) for group, row in block.items()}
    totals: dict[str, float] = defaultdict(float)
    for row in block.values():
        for funnel, amount in row.items():
            totals[funnel] += amount
    scale = sum(sums.values())
    table = {group: {funnel: totals[funnel] for funnel in row} for group, row in block.items()}
    for _ in range(_SWEEPS):
        for funnel, wanted in totals.items():
            got = sum(row.get(funnel, 0.0) for row in table.values())
            for row in table.values():
                if funnel in row and got:
                    row[funnel] *= wanted / got
        off = max(abs(sum(row.values()) - sums[group]) for group, row in table.items())
        if off <= _SETTLED * scale:
            return table
        for group, row in table.items():
            got = sum(row.values())
            table[group] = {funnel: amount * sums[group] / got for funnel, amount in row.items()} if got else row
    return {group: dict(row) for group, row in block.items()}


def _among_members(rooms: Mapping[str, Room], total: float) -> dict[str, float]:
    """Divide a group's work so that everyone's quota is what it rounds up to, as far as that goes."""
    least = sum(room.rounded_from for room in rooms.values())
    most = sum(room.most for room in rooms.values())
    if total < least:
        return {name: room.rounded_from * total / least for name, room in rooms.items()}
    part = min(1.0, (total - least) / (most - least)) if most > least else 0.0
    return {name: room.rounded_from + part * (room.most - room.rounded_from) for name, room in rooms.items()}
