"""Benchmarks of salescrew: start with `python -m benchmarks`."""
