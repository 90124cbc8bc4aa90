"""Steps of the staffing rule as sentences: how many leads a week are answered as it is, and what the next one takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from salescrew.models.answers.explained.duty_steps import DutyStep
from salescrew.models.plan.words import all_digits, counted, ordinal


def step_sentences(steps: Iterable[DutyStep], weeks: int) -> list[str]:
    """Say how many leads a week of each funnel are answered as it is.

    Parameters
    ----------
    weeks
        The weeks of the plan.
    """
    return [f"Leads a week of {step.funnel}: {'; '.join(_parts(step, weeks))}." for step in steps]


def _parts(step: DutyStep, weeks: int) -> Iterator[str]:
    if step.spare is not None:
        up_to = step.per_week + step.spare
        one_more = f"the {ordinal(round(up_to) + 1)}" if up_to == round(up_to) else "one more"
        where = "" if step.weeks == weeks else f", in {step.weeks} of {counted(weeks, 'week')}"
        yield f"up to {all_digits(up_to)} as it is, {one_more} takes {more_slots(step.slots)} a week{where}"
    if step.fewer is not None:
        left = step.per_week - step.fewer
        yield f"{all_digits(left)}{' or fewer' if left > 0 else ''} take {more_slots(-step.slots_spared)}"


def more_slots(number: int) -> str:
    """Write how many duty slots more or fewer there are."""
    return f"{abs(number):,} {'more' if number > 0 else 'fewer'} duty {'slot' if abs(number) == 1 else 'slots'}"
