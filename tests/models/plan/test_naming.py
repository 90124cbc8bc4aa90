"""Names as people give them: what is meant, and what is asked for."""

from __future__ import annotations

import pytest

from salescrew.models.plan.naming import did_you_mean, meant

KNOWN = ("Ivanova Anna", "Petrov Anton", "Petrova Olga", "Smith Olga")


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("Anna", "Ivanova Anna"),
        ("ivanova", "Ivanova Anna"),
        ("Smith", "Smith Olga"),
        ("Ivanova Ana", "Ivanova Anna"),
        ("Olga", None),
        ("Zoe", None),
        ("", None),
    ],
)
def test_of_a_mistyped_name_or_a_part_of_one_it_is_asked_which_was_meant(name: str, close: str | None) -> None:
    assert meant(name, KNOWN) is None
    assert did_you_mean(name, KNOWN, "There are some.") == (f"Did you mean {close}?" if close else "There are some.")


def test_words_may_come_in_any_order_and_case() -> None:
    assert meant("anna IVANOVA", KNOWN) == "Ivanova Anna"
