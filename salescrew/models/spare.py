"""What a team has to spare, and how its duty is shared out."""

from __future__ import annotations

from collections import defaultdict

from pydantic import Field

from salescrew.models.checker.case import Case
from salescrew.models.row import Row


class Spare(Row):
    """What a team's days hold of an activity over the horizon, and what is asked for."""

    activity: str = Field(description="the activity")
    allowed: float = Field(
        description="what the patterns of the roster and the time between leads allow over the horizon, with `absence` "
        "left free"
    )
    spare: float = Field(description="what of it no quota asks for, each person's weeks by themselves")


class DutyLoad(Row):
    """The duty slots a week of those who answer leads, each over the weeks in which the person is there."""

    average: float = Field(description="the mean over these people")
    least: float = Field(description="of the person with fewest")
    most: float = Field(description="of the person with most")


def spare_capacity(case: Case) -> list[Spare]:
    """Compare what a roster's days hold of each activity with what the quotas ask for."""
    allowed: dict[str, float] = defaultdict(float)
    spare: dict[str, float] = defaultdict(float)
    for week, allowance in case.allowance.items():
        asked = case.asked.get(week, {})
        for activity, most in allowance.items():
            allowed[activity] += most
            # quotas are whole, so they may exceed what is left of a week after absence by less than one
            spare[activity] += max(0.0, most - asked.get(activity, 0))
    return [
        Spare(activity=activity, allowed=allowed[activity], spare=spare[activity])
        for activity in case.activities
        if allowed[activity] > 0
    ]


def free_days(case: Case) -> int:
    """Count the days on which somebody is there, and neither on duty nor asked for anything."""
    busy = {where for where, row in case.roster.items() if row.duty}
    busy |= {where for where, row in case.quotas.items() if any(row.activities.values())}
    there = sum(case.days.is_there(post.record, day) for post in case.posts.values() for day in case.days.working)
    return there - len(busy)


def duty_load(case: Case) -> DutyLoad | None:
    """Give the duty slots a week of those who answer leads: everyone inbound or mixed who works all inbound funnels.

    Returns
    -------
    DutyLoad | None
        None where no slot has to be covered, or nobody answers leads.
    """
    covered = {name: 0 for name, post in case.posts.items() if post.role != "hunter" and not post.unanswered}
    for (_, name), row in case.roster.items():
        if name in covered:
            covered[name] += len(row.duty)
    if not any(slot.required for slot in case.slots.values()) or not covered:
        return None
    weeks = {name: _weeks_there(case, name) for name in covered}
    loads = [covered[name] / there for name, there in weeks.items() if there]
    return DutyLoad(average=sum(loads) / len(loads), least=min(loads), most=max(loads)) if loads else None


def _weeks_there(case: Case, name: str) -> int:
    """Count the weeks in which a person is there for at least a day."""
    record = case.posts[name].record
    return len({week for day, week in case.days.working.items() if case.days.is_there(record, day)})
