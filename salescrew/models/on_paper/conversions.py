"""What the conversions of a plan rest on: how old each is, and how sure."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.models.answers.explained.arithmetic import ConversionSeen
from salescrew.models.department.beta import beta_quantile
from salescrew.models.plan.plan import Plan


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
