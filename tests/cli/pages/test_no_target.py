"""Pages of plans without a target."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.solver.search.test_no_target import desk


@pytest.mark.parametrize("command", ["check", "solve", "explain", "sensitivity", "compare"])
def test_no_page_speaks_of_targets(command: str, run: Any) -> None:
    Path("desk.json").write_text(json.dumps(desk()), encoding="utf-8")
    one_job = ("--jobs", "1") if command in ("sensitivity", "compare") else ()
    shown = run(command, "desk.json", *one_job)
    assert shown.exit_code == 0, shown.output
    assert "Targets" not in shown.stdout
    assert "of it" not in shown.stdout
