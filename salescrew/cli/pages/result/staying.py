"""Who stays, who joins, who is left without a role, and what keeping everyone takes: in two sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from salescrew.cli.pages.words import amount, persons
from salescrew.cli.render.cells import plain
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import listed_names

MOST_NAMES = 8
_NUMBERED = re.compile(r"(.+) (\d+)")


def who_stays(plan: Plan, result: Result) -> str:
    """Say what becomes of those who are there, and who comes; nothing where there is no team or nobody is there."""
    there = [manager.name for manager in plan.managers]
    if not there or not result.managers:
        return ""
    team = [member.name for member in result.managers]
    stay, left = [name for name in there if name in team], [name for name in there if name not in team]
    join = [member.name for member in result.managers if member.hired]
    joining = f"{len(join)} join{'s' if len(join) == 1 else ''}: {_names(join)}" if join else "nobody joins"
    if not left:
        return f"{_all(there)}; {joining}." if join else f"{_all(there)}."
    staying = f"{len(stay)} stay{'s' if len(stay) == 1 else ''}: {_names(stay)}" if stay else "nobody stays"
    without = f"{_names(left)} {'is' if len(left) == 1 else 'are'} left without a role"
    return f"Of your {len(there)}, {staying}; {joining}. {without}; {_keeping(plan, result)}."


def keeping_everyone(plan: Plan, result: Result) -> str:
    """Say what it takes if those who have no role stay as well, in a sentence of its own; nothing where it is open."""
    if result.everyone_stays is None or result.everyone_stays.status == "no_answer":
        return ""
    said = _keeping(plan, result)
    return f"{said[0].upper()}{said[1:]}."


def _all(there: Sequence[str]) -> str:
    return f"{plain(there[0])}, who is there, stays" if len(there) == 1 else f"All your {len(there)} stay"


def _keeping(plan: Plan, result: Result) -> str:
    """Say what it takes if they stay as well."""
    stays = result.everyone_stays
    if stays is None or stays.status == "no_answer":
        return "what keeping everyone takes is shown by `--keep-everyone`"
    if stays.headcount is None:
        return "no team with everyone who is there meets the plan"
    cost = f" and {amount(plan, stays.monthly_cost)} a month" if stays.monthly_cost else ""
    return f"with everyone kept (`--keep-everyone`) it takes {persons(stays.headcount)}{cost}"


def _names(names: Sequence[str]) -> str:
    """List names, those of a profile that follow each other as one."""
    parts = _runs(names)
    if len(parts) > MOST_NAMES:
        return f"{', '.join(parts[:MOST_NAMES])} and others"
    return listed_names(parts)


def _runs(names: Sequence[str]) -> list[str]:
    """Write `junior 1`, `junior 2` and `junior 3` as `junior 1 to 3`."""
    runs: list[list[str]] = []
    for name in names:
        if runs and _follows(runs[-1][-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    return [part for run in runs for part in _run(run)]


def _follows(one: str, other: str) -> bool:
    before, after = _NUMBERED.fullmatch(one), _NUMBERED.fullmatch(other)
    return before is not None and after is not None and before[1] == after[1] and int(after[2]) == int(before[2]) + 1


def _run(names: Sequence[str]) -> list[str]:
    if len(names) < 3:
        return [plain(name) for name in names]
    return [f"{plain(names[0])} to {names[-1].rpartition(' ')[2]}"]
