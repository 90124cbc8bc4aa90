"""What a team has to spare, and how its duty is shared out."""

from __future__ import annotations

from collections import defaultdict

from salescrew.models.answers.comparison import DutyLoad, Spare
from salescrew.models.schedule.schedule import Schedule


def spare_capacity(schedule: Schedule) -> list[Spare]:
    """Compare what a roster's days hold of each activity with what the quotas ask for."""
    allowed: dict[str, float] = defaultdict(float)
    spare: dict[str, float] = defaultdict(float)
    for week, allowance in schedule.allowance.items():
        asked = schedule.asked.get(week, {})
        for activity, most in allowance.items():
            allowed[activity] += most
            # quotas are whole, so they may exceed what is left of a week after absence by less than one
            spare[activity] += max(0.0, most - asked.get(activity, 0))
    return [
        Spare(activity=activity, allowed=allowed[activity], spare=spare[activity])
        for activity in schedule.activities
        if allowed[activity] > 0
    ]


def free_days(schedule: Schedule) -> int:
    """Count the days on which somebody is there, and neither on duty nor asked for anything."""
    busy = {where for where, row in schedule.roster.items() if row.duty}
    busy |= {where for where, row in schedule.quotas.items() if any(row.activities.values())}
    there = sum(len(post.days_there) for post in schedule.posts.values())
    return there - len(busy)


def duty_load(schedule: Schedule) -> DutyLoad | None:
    """Give the duty slots a week of those who answer leads: everyone inbound or mixed who works all inbound funnels.

    Returns
    -------
    DutyLoad | None
        None where no slot has to be covered, or nobody answers leads.
    """
    covered = {name: 0 for name, post in schedule.posts.items() if post.answers_leads}
    for (_, name), row in schedule.roster.items():
        if name in covered:
            covered[name] += len(row.duty)
    if not any(slot.required for slot in schedule.slots.values()) or not covered:
        return None
    weeks = {name: _weeks_there(schedule, name) for name in covered}
    loads = [covered[name] / there for name, there in weeks.items() if there]
    return DutyLoad(average=sum(loads) / len(loads), least=min(loads), most=max(loads)) if loads else None


def _weeks_there(schedule: Schedule, name: str) -> int:
    """Count the weeks in which a person is there for at least a day."""
    return len({schedule.horizon.week_of(day) for day in schedule.posts[name].days_there})
