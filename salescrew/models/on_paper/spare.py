"""What a team has to spare, and how its duty is shared out."""

from __future__ import annotations

from collections import defaultdict

from salescrew.models.answers.comparison import DutyLoad, Spare
from salescrew.models.schedule.workload import Workload


def spare_capacity(workload: Workload) -> list[Spare]:
    """Compare what a roster's days hold of each activity with what the quotas ask for."""
    allowed: dict[str, float] = defaultdict(float)
    spare: dict[str, float] = defaultdict(float)
    for week, allowance in workload.allowance.items():
        asked = workload.asked.get(week, {})
        for activity, most in allowance.items():
            allowed[activity] += most
            # quotas are whole, so they may exceed what is left of a week after absence by less than one
            spare[activity] += max(0.0, most - asked.get(activity, 0))
    return [
        Spare(activity=activity, allowed=allowed[activity], spare=spare[activity])
        for activity in workload.department.activities
        if allowed[activity] > 0
    ]


def free_days(workload: Workload) -> int:
    """Count the days on which somebody is there, and neither on duty nor asked for anything."""
    busy = {where for where, row in workload.roster.items() if row.duty}
    busy |= {where for where, row in workload.quotas.items() if any(row.activities.values())}
    there = sum(len(post.day_set) for post in workload.posts.values())
    return there - len(busy)


def duty_load(workload: Workload) -> DutyLoad | None:
    """Give the duty slots a week of those who answer leads: everyone inbound or mixed who works a whole queue.

    Returns
    -------
    DutyLoad | None
        None where no slot has to be covered, or nobody answers leads.
    """
    covered = {name: 0 for name, post in workload.posts.items() if post.on_duty}
    for (_, name), row in workload.roster.items():
        if name in covered:
            covered[name] += len(row.duty)
    if not any(slot.required for slot in workload.slots.values()) or not covered:
        return None
    weeks = {name: _weeks_there(workload, name) for name in covered}
    loads = [covered[name] / there for name, there in weeks.items() if there]
    return DutyLoad(average=sum(loads) / len(loads), least=min(loads), most=max(loads)) if loads else None


def _weeks_there(workload: Workload, name: str) -> int:
    """Count the weeks in which a person is there for at least a day."""
    return len({workload.horizon.week_of(day) for day in workload.posts[name].day_set})
