"""What all tests share: the plans that hypothesis draws, and a folder of the stored cases that have been solved.

Hypothesis draws the same plans in every run, unless HYPOTHESIS_PROFILE=wide asks for more and for others.
"""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

from tests.solver.stored import SHARED

# pages are as wide as they are without a terminal, wherever the tests run
os.environ.pop("COLUMNS", None)

# plans are drawn with a linear program to scale their targets, and that takes longer than hypothesis expects of a draw
_SLOW_DRAWS = [HealthCheck.too_slow, HealthCheck.large_base_example]

settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=_SLOW_DRAWS)
settings.register_profile("wide", deadline=None, max_examples=1000, print_blob=True, suppress_health_check=_SLOW_DRAWS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of solved cases; the processes that run tests side by side inherit its name."""
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the folder of solved cases away at the end of the run."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SHARED))
