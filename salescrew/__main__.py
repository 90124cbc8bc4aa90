"""`python -m salescrew`."""

from salescrew.cli import main

main(prog_name="salescrew")
