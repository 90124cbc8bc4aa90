"""Benchmarks of salescrew: `python -m benchmarks`."""
