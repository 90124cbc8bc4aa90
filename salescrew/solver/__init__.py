"""Everything that decides; the only place that imports OR-Tools."""

from salescrew.solver.search import solve

__all__ = ["solve"]
