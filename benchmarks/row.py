"""A row of the table: how one rival did on one case."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.rivals.attempt import Status


@dataclass(frozen=True)
class Row:
    """How one rival did on one case.

    Attributes
    ----------
    people, kinds, weeks
        The size of the case: everyone who could be in the team, how many kinds of them differ, and the horizon.
    headcount_bound, monthly_cost_bound
        What is proven: no answer is below; of the cost, none of that headcount.
    build, solve
        Seconds from the plan to the engine's model, and from there to its answer. salescrew builds as it goes.
    verify
        Seconds that the checker took.
    whole
        Seconds from the start of the process, imports included, to the answer.
    memory
        Megabytes of the largest process at its largest.
    roster_rows
        Rows of the roster in the answer.
    runs
        Of how many runs the times are the median.
    note
        Why there is no answer, or what is wrong with it.
    """

    case: str
    rival: str
    people: int
    kinds: int
    weeks: int
    status: Status
    headcount: int | None = None
    headcount_bound: int | None = None
    monthly_cost: float | None = None
    monthly_cost_bound: float | None = None
    build: float | None = None
    solve: float | None = None
    verify: float | None = None
    whole: float | None = None
    memory: float | None = None
    roster_rows: int | None = None
    runs: int = 1
    note: str = ""
