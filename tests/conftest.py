"""Hypothesis draws the same plans in every run, unless HYPOTHESIS_PROFILE=wide asks for more and for others."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# plans are drawn with a linear program to scale their targets, and that takes longer than hypothesis expects of a draw
_SLOW_DRAWS = [HealthCheck.too_slow, HealthCheck.large_base_example]

settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=_SLOW_DRAWS)
settings.register_profile("wide", deadline=None, max_examples=1000, print_blob=True, suppress_health_check=_SLOW_DRAWS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
