"""Intervals hold the truth as often as they say; where an export is too young, nothing is said."""

from __future__ import annotations

import pytest

from benchmarks.coverage import WORLDS, Hits, repeat
from salescrew.models.rates.estimates.estimate import rates
from tests.rates.simulator import World, deals, export


@pytest.mark.parametrize("name", WORLDS)
def test_intervals_hold_the_truth(name):
    # of 300 repeats 95 % are 285; as few as 273 or as many as 297 come once in a thousand times each
    found: Hits = repeat(name, repeats=300, seed=1)
    assert found.decided >= 270
    assert 273 / 300 <= found.coverage <= 297 / 300
    # what comes of it on average is the truth, to within what 300 repeats tell
    assert abs(found.bias) < 4 * found.deviation / 300**0.5 + 0.003


def test_naive_figures_do_not():
    found = repeat("slow wins, quick losses, growth", repeats=60, seed=2)
    assert found.naive_coverage < 0.5


def test_an_export_that_is_too_young_is_refused():
    found = deals(World(deals=2000, days=300, passing=(40, 40, 40), losing=(40, 40, 40)), 1)
    rows, history = export(found, 30)
    told = rates(rows, history=history).pipelines[0]
    assert told.lead_to_payment.conversion is None
    assert told.lead_to_payment.observed is None
    assert told.lead_to_payment.days is None
    for stage in told.stages:
        assert stage.conversion is None
        assert stage.observed is None
        assert stage.undecided > 0.02
        assert stage.low <= 0.35
        assert stage.high >= 0.4
        assert stage.high == pytest.approx(min(1, stage.low + stage.undecided))
    assert all(group.conversion is None for group in told.groups)


def test_reopened_deals_count_as_they_end():
    world = World(deals=6000, days=400, reopened=0.2)
    rows, history = export(deals(world, 5), 360)
    told = rates(rows, history=history)
    assert [stage.stage for stage in told.pipelines[0].stages] == ["Lead", "Meeting", "Proposal"]
    for stage, truth in zip(told.pipelines[0].stages, world.truth, strict=True):
        assert stage.low - 0.01 <= truth <= stage.high + 0.01
    assert {one.what for one in told.rows.odd} >= {"reopened"}
