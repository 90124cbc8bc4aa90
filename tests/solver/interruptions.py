"""Ctrl-C in the middle of a solver's run."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from salescrew.solver.engine import program as engine


def interrupt(monkeypatch: pytest.MonkeyPatch, at: int) -> Iterator[int]:
    """Let Ctrl-C come in the middle of the solver's so manieth run; the answer counts them."""
    run, count = engine.interruptibly, itertools.count(1)

    def interrupted(solve: Any) -> Any:
        if next(count) == at:
            raise KeyboardInterrupt
        return run(solve)

    monkeypatch.setattr(engine, "interruptibly", interrupted)
    return count
