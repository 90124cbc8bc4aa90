"""How even answers are: the five figures of stored results, or of plans solved now, from the JSON alone.

`python -m benchmarks.evenness PLAN...` solves; `PLAN=RESULT` measures a stored result. With `--bounds`, where weeks of
a funnel or a person are not even enough, the least is added that the relaxation of this team allows, with days split.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import salescrew
from salescrew.models.answers.result import Evenness, Result
from salescrew.models.department.department import Department
from salescrew.models.department.people import Person
from salescrew.models.department.posts import Post
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import Role
from salescrew.models.schedule.evenness import evenness
from salescrew.solver.engine.program import Clock, least
from salescrew.solver.even.effort import USUAL
from salescrew.solver.even.evened import PERSON, WEEKS
from salescrew.solver.even.model import EvenModel

FIGURES = "weeks", "person", "alike", "duty", "idle"
NO_AIM, WITHIN = 1e3, 0.005


def line(path: Path, stored: Path | None, *, bounds: bool) -> str:
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
    least_possible = ", ".join(_bounds(plan, result, found)) if bounds and found is not None else ""
    return "| " + " | ".join([*cells, f"{seconds:.2f}", least_possible]) + " |"


def _bounds(plan: Plan, result: Result, found: Evenness) -> list[str]:
    """Say how even a team can be at most where it is not even enough."""
    department = Department(plan)
    team = _team(department, {member.name: member.role for member in result.managers})

    def may_be(weeks: float, person: float) -> bool:
        model = EvenModel(department, team, dataclasses.replace(USUAL, weeks=weeks, person=person, alike=NO_AIM))
        for column, weight in model.above:
            if weight != USUAL.duty_count:
                model.program.upper[column] = 0.0
        return least(model.program, clock=Clock(None), relaxed=True).has_solution

    told = []
    if (found.weeks or 0.0) > WEEKS:
        told.append(f"weeks >= {_least(lambda share: may_be(share, NO_AIM)):.2f}")
    if (found.person or 0.0) > PERSON:
        told.append(f"person >= {_least(lambda share: may_be(NO_AIM, share)):.2f}")
    return told


def _team(department: Department, roles: dict[str, Role]) -> list[Post]:
    alike: dict[tuple[int, Role], list[Person]] = {}
    for person in department.everyone:
        if person.name in roles:
            alike.setdefault((person.kind, roles[person.name]), []).append(person)
    return [department.post(members, role) for (_, role), members in alike.items()]


def _least(may_be: Callable[[float], bool]) -> float:
    """Find the least share that may be, from below."""
    low, high = 1.0, 10.0
    if may_be(low):
        return low
    while high - low > WITHIN:
        middle = (low + high) / 2
        low, high = (low, middle) if may_be(middle) else (middle, high)
    return low


def main(arguments: list[str]) -> None:
    """Print the table for plans."""
    print("| plan | status | headcount | cost | " + " | ".join(FIGURES) + " | cpu s | at the least |")
    print("|---" * 11 + "|")
    for argument in (argument for argument in arguments if argument != "--bounds"):
        plan, _, stored = argument.partition("=")
        print(line(Path(plan), Path(stored) if stored else None, bounds="--bounds" in arguments), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
