"""Screens as people see them: long names, many figures, 80 and 120 columns. What is shown is kept as text.

Where it is to look otherwise: `REWRITE=1 pytest tests/cli/pages/test_screens.py`, and look at what changed.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.cli import sample
from tests.screens import faults

SCREENS = Path(__file__).parent / "screens"
FIELD = Path(__file__).parents[2] / "cases" / "field"
NAMES = {
    "Anna": "Гайдай-Константинопольский Владислав",
    "Boris": "Щербакова Екатерина",
    "junior": "стажёр отдела продаж",
    "cold": "холод-внедрение",
    "warm": "тепло-внедрение",
    "meeting": "встреча или видеозвонок",
}
COMMANDS = {
    "check": "check team.yaml",
    "check-field": "check field.yaml",
    "show": "show result.json --plan team.yaml",
    "roster": "show result.json --plan team.yaml --part roster,quotas,funnel,coverage",
    "person": "show result.json --plan team.yaml --person Anna",
    "week": "show result.json --plan team.yaml --week 1",
    "diff": "diff result.json result.json",
}


def long(text: str) -> str:
    """Put long names into a plan, an answer or a line."""
    return re.sub(r"\b(" + "|".join(NAMES) + r")\b", lambda match: NAMES[match[1]], text)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", COMMANDS)
def test_screen(run, folder, monkeypatch, name, width):
    (folder / "team.yaml").write_text(long(sample.PLAN), encoding="utf-8")
    (folder / "result.json").write_text(long(sample.optimal().to_json()), encoding="utf-8")
    shutil.copy(FIELD / "team.yaml", folder / "field.yaml")
    monkeypatch.setenv("COLUMNS", str(width))
    result = run(*map(long, COMMANDS[name].split()))
    shown = result.stdout
    assert result.stderr == ""
    kept = SCREENS / f"{name}-{width}.txt"
    if "REWRITE" in os.environ:
        kept.write_text(shown, encoding="utf-8")
    assert shown == kept.read_text(encoding="utf-8")
    assert faults(width, str(result.exit_code), shown.splitlines()) == []


@pytest.mark.parametrize(
    ("code", "lines", "found"),
    [
        ("0", ["x" * 10, ""], []),
        ("0", ["x" * 11], ["wider than 10: xxxxxxxxxxx"]),
        ("3", ["", " "], ["ended without a word"]),
        ("4", ["oh"], ["a fault of salescrew"]),
    ],
)
def test_walk_finds_what_is_wrong(code, lines, found):
    assert faults(10, code, lines) == found
