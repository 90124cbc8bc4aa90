"""Steps of the staffing rule as sentences: how many leads a week are answered as it is, and what the next one takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from salescrew.language import say
from salescrew.models.answers.explained.duty_steps import DutyStep
from salescrew.models.plan.words import all_digits, ordinal


def step_sentences(steps: Iterable[DutyStep], weeks: int) -> list[str]:
    """Say how many leads a week of each funnel are answered as it is.

    Parameters
    ----------
    weeks
        The weeks of the plan.
    """
    return [
        say("Leads a week of {funnel}: {steps}.", funnel=step.funnel, steps="; ".join(_parts(step, weeks)))
        for step in steps
    ]


def _parts(step: DutyStep, weeks: int) -> Iterator[str]:
    if step.spare is not None:
        up_to = step.per_week + step.spare
        most, more = all_digits(up_to), more_slots(step.slots)
        in_some = say(", in {n} of {weeks} {weeks:week|weeks}", n=step.weeks, weeks=weeks)
        where = "" if step.weeks == weeks else in_some
        if up_to == round(up_to):
            following = ordinal(round(up_to) + 1)
            yield say(
                "up to {most} as it is, the {ordinal} takes {slots} a week{where}",
                most=most,
                ordinal=following,
                slots=more,
                where=where,
            )
        else:
            yield say("up to {most} as it is, one more takes {slots} a week{where}", most=most, slots=more, where=where)
    if step.fewer is not None:
        left = step.per_week - step.fewer
        fewer = more_slots(-step.slots_spared)
        if left > 0:
            yield say("{left} or fewer take {slots}", left=all_digits(left), slots=fewer)
        else:
            yield say("{left} take {slots}", left=all_digits(left), slots=fewer)


def more_slots(number: int) -> str:
    """Write how many duty slots more or fewer there are."""
    if number > 0:
        return say("{n:,} more duty {n:slot|slots}", n=number)
    return say("{n:,} fewer duty {n:slot|slots}", n=-number)
