"""The least of a change that is enough: found by a roster of whole days, with a proof that 99 % of it is not."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from salescrew.errors import InputError
from salescrew.models.department.department import Department
from salescrew.solver.explain.effort import CHANGES, PROBE
from salescrew.solver.explain.levers import Lever
from salescrew.solver.explain.probe import Prober, Trial

Point = tuple[float, float]


@dataclass(frozen=True)
class Threshold:
    """Where a change begins to be enough.

    Attributes
    ----------
    not_enough
        The largest change that is proven not to be enough, 0 for none.
    enough
        The least that was found to be enough.
    """

    not_enough: float
    enough: float | None = None

    def is_tight(self, lever: Lever) -> bool:
        """Tell whether 99 % of the change, or one less of what is counted, is proven not to be enough."""
        if self.enough is None:
            return False
        if lever.whole:
            return round(self.enough - self.not_enough) <= 1
        return self.not_enough >= CHANGES.nearly_all * self.enough * (1 - CHANGES.float_off)


# ---- where to look first


@dataclass(frozen=True)
class Start:
    """Where a change may begin to be enough, by the coarsest bound.

    Attributes
    ----------
    below
        A change that is proven not to be enough.
    at
        A larger one that the bound leaves possible; None where it rules out all that were tried.
    slope
        What a change of 1 adds to the bound there.
    bracket
        Two changes about it, each with its bound.
    """

    below: float
    at: float | None
    slope: float = 0.0
    bracket: tuple[Point, Point] | None = None


def refined(begin: Start, lever: Lever, coarse: Callable[[float], float]) -> Start:
    """Narrow it down more closely."""
    if begin.bracket is None or lever.whole:
        return begin
    return _root(lever, coarse, *begin.bracket, CHANGES.close_root)


def start(lever: Lever, coarse: Callable[[float], float]) -> Start:
    """Find where the coarsest bound lets a change begin to be enough.

    Parameters
    ----------
    coarse
        Gives the bound of the reach after a change.
    """
    low, low_value = 0.0, coarse(0.0)
    if low_value >= 1 - PROBE.clearly:
        return Start(0.0, 0.0)
    for high in _first_changes(lever):
        try:
            high_value = coarse(high)
        except InputError:
            break
        if high_value >= 1 - PROBE.clearly:
            return _root(lever, coarse, (low, low_value), (high, high_value), CHANGES.rough_root)
        low, low_value = high, high_value
    return Start(low, None)


def _first_changes(lever: Lever) -> Iterator[float]:
    """Yield changes to look at: just the largest where more of it only helps."""
    if not lever.only_helps:
        base = abs(lever.before) or 1.0
        steps = {round(part * base) if lever.whole else part * base for part in CHANGES.grid}
        yield from sorted(step for step in steps if 0 < step < lever.span)
    yield lever.span


def _root(lever: Lever, coarse: Callable[[float], float], low: Point, high: Point, close: float) -> Start:
    """Narrow down where the bound rises to 1: along its slope where it has one, by halves where not."""
    slope = (high[1] - low[1]) / (high[0] - low[0])
    step = CHANGES.first_step * (abs(lever.before) or lever.span)
    x = (low[0] + high[0]) / 2
    if math.isfinite(low[1]):
        x = min(low[0] + step, x) if close == CHANGES.rough_root else low[0] + (1 - low[1]) / slope * (1 + close / 3)
    for _ in range(CHANGES.steps):
        (a, below), (b, _) = low, high
        if b - a <= (1.0 if lever.whole else close * b):
            break
        if lever.whole:
            x = min(max(round(x), a + 1), b - 1)
        elif not a < x < b:
            x = (a + b) / 2
        value = coarse(x)
        near = low if math.isfinite(below) else high
        if math.isfinite(value) and math.isfinite(near[1]) and value != near[1]:
            slope = (value - near[1]) / (x - near[0])
        low, high = ((x, value), high) if value < 1 - PROBE.clearly else (low, (x, value))
        x = (low[0] + high[0]) / 2
        if math.isfinite(value) and slope > 0 and math.isfinite(slope):
            point, beyond = (low, 1) if value < 1 - PROBE.clearly else (high, -1)
            root = point[0] + (1 - value) / slope
            # a little to the other side, so that both sides close in
            x = root * (1 + beyond * close / 3) if root > 0 else x
    return Start(low[0], high[0], max(0.0, slope) if math.isfinite(slope) else 0.0, (low, high))


# ---- the least that is enough


def threshold(lever: Lever, prober: Prober, begin: Start) -> Threshold:
    """Find the least change that is enough, from where the coarsest bound lets it begin; of a large plan about that."""
    if begin.at == 0 and not prober.is_large and (lever.only_helps or not lever.whole):
        # split people could do already, and say nothing of where whole ones begin to
        begin = start(lever, lambda change: prober.of_whole_people(prober.changed(lever, change)))
    elif begin.at is not None:
        begin = refined(begin, lever, lambda change: prober.coarse(prober.changed(lever, change)))
    if begin.at is None:
        return Threshold(begin.below)
    bracket = _Bracket(lever, prober, begin)
    if lever.whole:
        _count(bracket, begin)
    elif prober.is_large:
        _look_about(bracket)
    else:
        _narrow(bracket)
    if not lever.only_helps and bracket.result.is_tight(lever):
        bracket.look_just_below()
    return bracket.result


def _count(bracket: _Bracket, begin: Start) -> None:
    """Count up until it is enough; then see whether one less is proven not to be."""
    lever, prober, undecided = bracket.lever, bracket.prober, 0
    change = max(1.0, begin.at or 0.0)
    for _ in range(CHANGES.counted if prober.is_large else CHANGES.steps):
        if change > lever.span or prober.clock.is_over() or undecided > CHANGES.undecided:
            break
        decided = bracket.try_at(change, Prober.try_about if prober.is_large else Prober.try_out)
        if decided:
            break
        undecided += decided is None
        change += 1
    while bracket.high is not None and not bracket.is_settled:
        if not bracket.try_at(bracket.high - 1, Prober.rule_out):
            break


class _Bracket:
    """What is proven of changes so far: `low` is not enough, `high` is."""

    def __init__(self, lever: Lever, prober: Prober, begin: Start) -> None:
        self.lever, self.prober, self.slope = lever, prober, begin.slope
        self.low = begin.below
        self.high: float | None = None
        self.last_bound = math.inf

    def try_at(self, change: float, how: Callable[[Prober, Department], Trial] = Prober.try_out) -> bool | None:
        """Try a change, and keep what it shows."""
        trial = how(self.prober, self.prober.changed(self.lever, change))
        self.last_bound = trial.bound
        if trial.enough:
            self.high = change
        elif trial.enough is False and (self.high is None or change < self.high):
            self.low = max(self.low, change)
        return trial.enough

    def look_just_below(self) -> None:
        """Look at 99 % of the change itself, or at one less, where a proof at another place says nothing about it."""
        assert self.high is not None
        change = self.high - 1 if self.lever.whole else CHANGES.nearly_all * self.high
        if change and change != self.low:
            proven = self.prober.rule_out(self.prober.changed(self.lever, change)).enough is False
            self.low = change if proven else 0.0

    @property
    def result(self) -> Threshold:
        """What is known."""
        return Threshold(self.low, self.high)

    @property
    def is_settled(self) -> bool:
        """Whether nothing more can be learned that counts."""
        return self.result.is_tight(self.lever) or self.prober.clock.is_over()


def _narrow(bracket: _Bracket) -> None:
    """Find what is enough, and narrow down where that begins."""
    lever = bracket.lever
    _rise(bracket)
    for _ in range(CHANGES.steps):
        high = bracket.high
        if high is None or bracket.is_settled:
            break
        if bracket.low < CHANGES.apart * high:
            decided = bracket.try_at(_rounded_below(lever, (bracket.low + high) / 2 * (1 + CHANGES.rounding)))
        else:
            decided = bracket.try_at(CHANGES.nearly_all * high, Prober.rule_out)
            if decided:
                _round_up(bracket, high)
        if decided is None:
            break


def _look_about(bracket: _Bracket) -> None:
    """Find what is enough in a large plan: a little more than where the bounds let it begin."""
    lever, begins = bracket.lever, bracket.low
    for part in CHANGES.large_steps:
        aim = _rounded_below(lever, begins * part)
        if bracket.high is not None or aim > lever.span or bracket.prober.clock.is_over():
            break
        bracket.try_at(aim, Prober.try_quickly)


def _rise(bracket: _Bracket) -> None:
    """Go up from where a change may begin to be enough until one is, as far as the bounds say what is lacking."""
    lever, undecided = bracket.lever, 0
    least_step = (lever.span if not lever.before else min(lever.span, abs(lever.before))) * CHANGES.least_step
    begins = bracket.low
    for _ in range(CHANGES.steps):
        aim = min(
            _rounded_below(lever, begins / CHANGES.nearly_all if begins else least_step, CHANGES.widely), lever.span
        )
        decided = bracket.try_at(aim)
        if decided or bracket.prober.clock.is_over() or aim >= lever.span:
            return
        if decided is None:
            if undecided == len(CHANGES.undecided_steps):
                return
            begins = max(begins, least_step) * CHANGES.undecided_steps[undecided]
            undecided += 1
        elif math.isfinite(bracket.last_bound) and bracket.slope > 0:
            begins = min(aim + (1 - bracket.last_bound) / bracket.slope, 2 * aim)
        else:
            begins = CHANGES.next_step * aim


def _round_up(bracket: _Bracket, known: float) -> None:
    """Say what is enough in fewer digits, where that is enough as well."""
    assert bracket.high is not None
    exact = bracket.high
    rounded = _rounded_below(bracket.lever, exact * (1 + CHANGES.rounding))
    if exact < rounded < known and not bracket.try_at(rounded):
        bracket.high = exact


def _rounded_below(lever: Lever, change: float, slack: float = CHANGES.rounding) -> float:
    """Give a change that is smaller by a small share, such that the value has as few digits as that allows."""
    return rounded_change(lever, change / (1 + slack), slack)


def rounded_change(lever: Lever, change: float, slack: float) -> float:
    """Give a change that is at most a share larger, such that the value has as few digits as that allows."""
    most = min(change * (1 + slack), lever.span)
    nearest, farthest = sorted((lever.value(change), lever.value(most)))
    scale = 100.0 if lever.unit in ("share", "times") else 1.0
    top = math.floor(math.log10(max(abs(nearest), abs(farthest), CHANGES.digit_off) * scale))
    for digit in range(-top, CHANGES.digits - 1):
        step = 10.0**digit
        digits = (
            math.floor(farthest * scale * step + CHANGES.digit_off)
            if lever.way > 0
            else math.ceil(nearest * scale * step - CHANGES.digit_off)
        )
        value = round(digits / step / scale, CHANGES.digits)
        if nearest <= value <= farthest:
            return abs(value - lever.before)
    return change
