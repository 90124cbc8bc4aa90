"""What the conversions of a plan rest on: how old each is, and how sure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pydantic import Field

from salescrew.models.plan import Plan
from salescrew.models.rates.beta import beta_quantile
from salescrew.models.row import Figure, Row


class ConversionSeen(Row):
    """A conversion of the plan, and what was seen of it."""

    funnel: str = Field(description="name of the funnel")
    stage: str = Field(description="name of the stage")
    conversion: Figure = Field(description="the conversion that is planned with")
    of: Figure | None = Field(
        description="as how many items, each seen to its end, it is as sure; null: nothing is said"
    )
    low: Figure | None = Field(description="lower end of its 95 % interval")
    high: Figure | None = Field(description="upper end of its 95 % interval")
    as_of: dt.date | None = Field(description="the day up to which that was seen")
    days_old: int | None = Field(description="days from then to the first day of the plan")
    source: str | None = Field(description="where it comes from")


def conversions_seen(plan: Plan) -> Iterator[ConversionSeen]:
    """List the conversions of a plan; none where it says of none what was seen.

    Where a plan has `conversion` c and `observed` of n items, c is drawn from Beta(c (n + 1), (1 - c)(n + 1)).
    """
    stages = [(name, stage) for name, funnel in plan.funnels.items() for stage in funnel.stages]
    for name, stage in stages if any(stage.observed for _, stage in stages) else ():
        seen = stage.observed
        low = high = None
        if seen is not None and 0 < stage.conversion < 1:
            a, b = stage.conversion * (seen.of + 1), (1 - stage.conversion) * (seen.of + 1)
            low, high = beta_quantile(0.025, a, b), beta_quantile(0.975, a, b)
        as_of = seen.as_of if seen else None
        yield ConversionSeen(
            funnel=name,
            stage=stage.name,
            conversion=stage.conversion,
            of=seen.of if seen else None,
            low=low,
            high=high,
            as_of=as_of,
            days_old=(plan.calendar.start - as_of).days if as_of else None,
            source=seen.source if seen else None,
        )
