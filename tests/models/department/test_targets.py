"""How targets are called."""

from __future__ import annotations

import pytest

from salescrew.language import speaking
from salescrew.models.department.targets import target_in_words

CALLED = {
    "revenue": "выручка",
    "profit": "прибыль",
    "under_way": "сделки в работе на конец",
    "products.audit.deals": "сделки «audit»",
    "products.audit 2.0.revenue": "выручка «audit 2.0»",
    "by_month.2026-03.revenue": "выручка за 03.2026",
    "stages.cold.meeting": "этап cold.meeting",
    "products.audit.calls": "products.audit.calls",
    "all": "all",
}


@pytest.mark.parametrize("path", CALLED)
def test_a_target_is_its_place_in_english_and_words_elsewhere(path: str) -> None:
    assert target_in_words(path) == path
    with speaking("ru"):
        assert target_in_words(path) == CALLED[path]
