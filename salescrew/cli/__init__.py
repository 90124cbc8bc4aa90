"""The command line: parse, call, render."""

from __future__ import annotations

from salescrew.cli.group import main, start

__all__ = ["main", "start"]
