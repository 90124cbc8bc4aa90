"""Stored cases whose quotas are looked at: pipelines of every kind, and who does what is shared."""

from __future__ import annotations

NAMES = (
    "consulting",
    "small-12",
    "small-13",
    "small-14",
    "small-18",
    "small-22",
    "small-25",
    "target-00",
    "target-02",
    "target-06",
    "target-10",
    "target-12",
)
