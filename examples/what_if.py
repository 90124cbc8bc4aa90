"""What the same department takes with other values: a script to start from."""

from __future__ import annotations

from pathlib import Path

import salescrew
from salescrew.records import TeamMember

PLAN = Path(__file__).with_name("retail.yaml")


def told(step: salescrew.Step) -> None:
    """Show what is being done, and what is known of the answer so far."""
    known = "" if step.best is None else f" ({step.best:g} {step.aim} would do)"
    print(f"  {step.doing}{known}")


def joining(result: salescrew.Result) -> list[TeamMember]:
    """List who is to be hired."""
    return [member for member in result.managers if member.hired]


def main() -> None:
    """Solve the first two weeks of a plan with two targets, and name the plan that takes fewer hires."""
    plan = salescrew.load(PLAN)
    print(repr(plan))
    soon = plan.replace({"calendar.weeks": 2})
    made = {
        target: soon.replace({"target.revenue": target, "name": f"{target} of revenue"}) for target in ("12k", "16k")
    }
    hires: dict[str, int] = {}
    for target, other in made.items():
        print(f"{target}:")
        result = salescrew.solve(other, progress=told)
        hires[target] = len(joining(result))
        print(f"  {result.headcount} people, {hires[target]} of them to be hired")
    fewest = min(hires, key=lambda target: hires[target])
    print(made[fewest].to_yaml().splitlines()[0])


if __name__ == "__main__":
    try:
        main()
    except salescrew.InputError as error:
        print(*error.problems, sep="\n")
