"""`python -m salescrew`."""

from salescrew.cli import start

start()
