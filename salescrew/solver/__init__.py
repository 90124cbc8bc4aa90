"""Everything that decides; the only place that imports OR-Tools."""
