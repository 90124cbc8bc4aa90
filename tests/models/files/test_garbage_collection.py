"""Garbage is looked for afterwards as it was before, whatever happened meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from salescrew.models.files.garbage_collection import no_collection


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def test_garbage_is_looked_for_afterwards() -> None:
    gc.enable()
    with no_collection():
        assert not gc.isenabled()
        with no_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_is_looked_for_after_a_fault() -> None:
    gc.enable()
    with pytest.raises(ValueError, match="fault"), no_collection():
        raise ValueError("fault")
    assert gc.isenabled()


def test_who_never_looks_for_garbage_does_not_afterwards() -> None:
    gc.disable()
    with no_collection():
        pass
    assert not gc.isenabled()
