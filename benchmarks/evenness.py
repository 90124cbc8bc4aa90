"""How even answers are: the five figures of stored results, or of plans solved now, from the JSON alone.

`python -m benchmarks.evenness PLAN...` solves; `PLAN=RESULT` measures a stored result. Where a figure is above what it
is to be, the least is added that the relaxation of this team allows, with days split, as the result states it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.schedule.evenness import evenness

FIGURES = "weeks", "person", "alike", "duty", "idle"


def line(path: Path, stored: Path | None) -> str:
    """Measure the answer to a plan as a row of a Markdown table."""
    plan = salescrew.load(path)
    started = time.process_time()
    text = stored.read_text(encoding="utf-8") if stored else salescrew.solve(plan).to_json()
    seconds = time.process_time() - started
    result = Result.model_validate(json.loads(text))
    roles = {member.name: member.role for member in result.managers}
    found = evenness(plan, roles, result.roster, result.quotas)
    figures = [getattr(found, name, None) for name in FIGURES]
    told = ["" if figure is None else f"{figure:.2f}" for figure in figures]
    cells = [path.stem, result.status, str(result.headcount), f"{result.monthly_cost or 0:,.0f}", *told]
    above = result.evenness.above if result.evenness else ()
    least_possible = ", ".join(f"{row.figure} >= {row.least:.2f}" for row in above if row.least is not None)
    return "| " + " | ".join([*cells, f"{seconds:.2f}", least_possible]) + " |"


def main(arguments: list[str]) -> None:
    """Print the table for plans."""
    print("| plan | status | headcount | cost | " + " | ".join(FIGURES) + " | cpu s | at the least |")
    print("|---" * 11 + "|")
    for argument in arguments:
        plan, _, stored = argument.partition("=")
        print(line(Path(plan), Path(stored) if stored else None), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
