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
        say("Leads a week of {funnel}: {parts}.", funnel=step.funnel, parts="; ".join(_parts(step, weeks)))
        for step in steps
    ]


def _parts(step: DutyStep, weeks: int) -> Iterator[str]:
    if step.spare is not None:
        up_to = step.per_week + step.spare
        one_more = ""
        if up_to == round(up_to):
            one_more = say("the {nth}", nth=ordinal(round(up_to) + 1))
        said = say(
            "up to {most} as it is, {one_more} takes {slots} a week",
            most=all_digits(up_to),
            one_more=one_more or say("one more"),
            slots=more_slots(step.slots),
        )
        if step.weeks != weeks:
            said = say("{said}, in {n} of {all} {all:week|weeks}", said=said, n=step.weeks, all=weeks)
        yield said
    if step.fewer is not None:
        left, slots = step.per_week - step.fewer, more_slots(-step.slots_spared)
        if left > 0:
            yield say("{leads} or fewer take {slots}", leads=all_digits(left), slots=slots)
        else:
            yield say("{leads} take {slots}", leads=all_digits(left), slots=slots)


def more_slots(number: int) -> str:
    """Write how many duty slots more or fewer there are."""
    count = abs(number)
    if number > 0:
        return say("{count:,} more duty {count:slot|slots}", count=count)
    return say("{count:,} fewer duty {count:slot|slots}", count=count)
