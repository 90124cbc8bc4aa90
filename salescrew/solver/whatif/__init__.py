"""The same plan many times, each time a little different."""
