"""Who stays, who joins, who is left without a role, and what keeping everyone takes: in two sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from salescrew.cli.pages.words import amount
from salescrew.cli.render.cells import plain
from salescrew.language import say, say_as
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
    joining = say("nobody joins")
    if join:
        joining = say("{n} {n:joins|join}: {names}", n=len(join), names=names_in_short(join))
    if not left:
        return f"{_all(there)}; {joining}." if join else f"{_all(there)}."
    staying = say("nobody stays")
    if stay:
        staying = say("{n} {n:stays|stay}: {names}", n=len(stay), names=names_in_short(stay))
    of_all = say("Of your {n}, {staying}; {joining}.", n=len(there), staying=staying, joining=joining)
    without = say(
        "{names} {n:is|are} left without a role; {keeping}.",
        names=names_in_short(left),
        n=len(left),
        keeping=_keeping(plan, result),
    )
    return f"{of_all} {without}"


def keeping_everyone(plan: Plan, result: Result) -> str:
    """Say what it takes if those who have no role stay as well, in a sentence of its own; nothing where it is open."""
    if result.everyone_stays is None or result.everyone_stays.status == "no_answer":
        return ""
    said = _keeping(plan, result)
    return f"{said[0].upper()}{said[1:]}."


def _all(there: Sequence[str]) -> str:
    if len(there) == 1:
        return say("{name}, who is there, stays", name=plain(there[0]))
    return say("Both who are there stay") if len(there) == 2 else say("All {n} who are there stay", n=len(there))


def _keeping(plan: Plan, result: Result) -> str:
    """Say what it takes if they stay as well."""
    stays = result.everyone_stays
    if stays is None or stays.status == "no_answer":
        return say("what keeping everyone takes is shown by `--keep-everyone`")
    if stays.headcount is None:
        return say("no team with everyone who is there meets the plan")
    if stays.monthly_cost:
        return say(
            "with everyone kept (`--keep-everyone`) it takes {n} {n:person|people} and {cost} a month",
            n=stays.headcount,
            cost=amount(plan, stays.monthly_cost),
        )
    return say("with everyone kept (`--keep-everyone`) it takes {n} {n:person|people}", n=stays.headcount)


def names_in_short(names: Sequence[str]) -> str:
    """List names, those of a profile that follow each other as one."""
    parts = _runs(names)
    if len(parts) > MOST_NAMES:
        return say("{names} and others", names=", ".join(parts[:MOST_NAMES]))
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
    return [say_as("names", "{first} to {last}", first=plain(names[0]), last=names[-1].rpartition(" ")[2])]
