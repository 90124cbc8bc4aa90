"""What alone would still help where targets are missed on average: more contacts, a better conversion, larger deals.

What targets come to is linear in each of these, so that one step says how far it has to go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from salescrew.models.answers.progress import CatchUp, Help
from salescrew.models.department.targets import TargetLine
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.tracking.happened import NOTHING
from salescrew.models.tracking.pace import Pace

_STEP = 0.1
_MOST_NAMED = 5
"""So many are told."""
Comes = Mapping[str, float]
"""What targets come to, by their paths."""


class Helps:
    """What alone would be enough.

    Parameters
    ----------
    catch_up
        What is left to open in outbound funnels.
    """

    def __init__(self, pace: Pace, catch_up: Sequence[CatchUp]) -> None:
        self.pace = pace
        self.plan = pace.plan
        self.catch_up = catch_up
        self.likely = pace.standing.blended_conversions()

    def rows(self) -> list[Help]:
        """List them, the smallest change first."""
        comes_to = self.pace.comes_to(self.likely)
        missed = {line.path: missing for line, at in comes_to if (missing := line.missing(at))}
        if not missed:
            return []
        now = {line.path: at for line, at in comes_to}
        found = [*self._contacts(missed), *self._conversions(missed, now), *self._deals(missed)]
        return sorted(found, key=lambda one: one.after / one.before)[:_MOST_NAMED]

    def _lines(self, missed: Comes) -> list[TargetLine]:
        return [line for line in self.pace.lines if line.path in missed]

    def _contacts(self, missed: Comes) -> Iterator[Help]:
        """Yield funnels in which more contacts are enough, as far as there is room for them."""
        for row in self.catch_up:
            brings = {line.path: self.pace.worth_of_one(line, row.funnel, self.likely) for line in self._lines(missed)}
            more = _needed(missed, brings)
            if more is not None and row.planned > NOTHING and row.planned + more <= row.room + NOTHING:
                yield Help(
                    kind="contacts",
                    of=row.funnel,
                    stage=None,
                    before=row.planned,
                    after=row.planned + more,
                    most=row.room,
                )

    def _conversions(self, missed: Comes, now: Comes) -> Iterator[Help]:
        """Yield stages of which a higher conversion is enough, from now on."""
        for name, funnel in self.plan.funnels.items():
            for number, stage in enumerate(funnel.stages):
                share = self.likely[name][number]
                better = min(1.0, share * (1 + _STEP))
                if better - share <= NOTHING:
                    continue
                with_better = [*self.likely[name]]
                with_better[number] = better
                then = self.pace.comes_to({**self.likely, name: with_better})
                brings = {line.path: (at - now[line.path]) / (better - share) for line, at in then}
                more = _needed(missed, brings)
                if more is not None and share + more <= 1:
                    yield Help(
                        kind="conversion", of=name, stage=stage.name, before=share, after=share + more, most=None
                    )

    def _deals(self, missed: Comes) -> Iterator[Help]:
        """Yield products of which larger deals are enough, from now on."""
        for product, record in self.plan.products.items():
            funnels = [name for name, funnel in self.plan.funnels.items() if funnel.product == product]
            entries = [
                (name, PAID, week, count)
                for name in funnels
                for week, count in enumerate(self.pace.likely[name][-1])
                if count
            ]
            money = [line for line in self._lines(missed) if line.is_money]
            brings = {line.path: line.reached(entries) / record.average_deal for line in money}
            more = None if record.monthly_fee else _needed(missed, brings)
            if more is not None:
                deal = record.average_deal
                yield Help(kind="average_deal", of=product, stage=None, before=deal, after=deal + more, most=None)


def _needed(missed: Comes, brings: Comes) -> float | None:
    """Give how much more of something is enough for all that is missed; None where no amount is."""
    if any(brings.get(path, 0.0) <= NOTHING for path in missed):
        return None
    return max(missing / brings[path] for path, missing in missed.items())
