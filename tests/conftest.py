"""What all tests share: the plans that hypothesis draws, and a folder of the stored cases that have been solved.

Hypothesis draws the same plans in every run, unless HYPOTHESIS_PROFILE=wide asks for more and for others.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.solver.stored import SHARED

# pages are as wide as they are without a terminal, wherever the tests run
os.environ.pop("COLUMNS", None)

# plans are drawn with a linear program to scale their targets, and that takes longer than hypothesis expects of a draw
_SLOW_DRAWS = [HealthCheck.too_slow, HealthCheck.large_base_example]

settings.register_profile("same", deadline=None, derandomize=True, max_examples=40, suppress_health_check=_SLOW_DRAWS)
settings.register_profile("wide", deadline=None, max_examples=1000, print_blob=True, suppress_health_check=_SLOW_DRAWS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


TESTS = Path(__file__).parent
QUICK = ("models", "cli/questions", "cli/render", "solver/engine", "test_rooms.py")
"""What `pytest -m quick` runs: what plans, facts and pages are, and that the rooms ask one way."""


# before the groups of tests that go to one process are read
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the quick part, and let one process have all that shares what is worked out for a module."""
    quick = [TESTS / name for name in QUICK]
    for item in items:
        if any(item.path.is_relative_to(place) for place in quick):
            item.add_marker("quick")
        if (shared := shared_by(item)) and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(shared))


def shared_by(item: pytest.Item) -> str:
    """Name the module of a test and with which parameters something is worked out once for it, if anything is."""
    assert isinstance(item, pytest.Function)
    shared = [name for name, found in item._fixtureinfo.name2fixturedefs.items() if found[-1].scope == "module"]
    if not shared:
        return ""
    parameters = item.callspec.indices if hasattr(item, "callspec") else {}
    return " ".join([item.module.__name__, *(f"{name} {parameters[name]}" for name in shared if name in parameters)])


def pytest_collection_finish() -> None:
    """Look no more for garbage among what is loaded by now, and less often for any."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_configure(config: pytest.Config) -> None:
    """Hear Ctrl-C, also where a shell in the background turned it off for whatever it starts; keep what is solved.

    The processes that run tests side by side inherit the name of the folder of solved cases.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the folder of solved cases away at the end of the run."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SHARED))
