"""How hard explanations are looked for: every number of what binds, conflicts and changes, with what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BindingSteps:
    """What binds a team.

    Attributes
    ----------
    counts
        How many of a thing are added, one after the other.
    nothing
        By which share a number may differ and still be the same: above the tolerance of linear programs.
    priced
        From what price times amount on a price says something: far above what they are off by.
    """

    counts: tuple[int, ...] = (1, 4, 16)
    nothing: float = 1e-9
    priced: float = 1e-7


BINDING = BindingSteps()


@dataclass(frozen=True)
class ConflictEffort:
    """The search for few things that cannot hold together.

    Attributes
    ----------
    calls, nodes
        How often a solver is called for a single question, and for how many nodes each, where it hangs on whole days.
    rounds
        So many ways out are looked for before groups are left out one by one.
    singles
        Of more duty slots than that, the time in which they lie is named instead.
    personal
        Of more restrictions of people than that, people as they are are named instead.
    tightest
        So many of the tightest slots and days are tried alone.
    later_costs
        What a group counts for its place in order, beside a group: the most telling of sets as small is taken.
    nothing
        A reach that counts as none.
    close, reach_nodes
        How close the bound of a reach is brought, and the nodes of the search tree for that.
    """

    calls: int = 400
    nodes: int = 20000
    rounds: int = 60
    singles: int = 4
    personal: int = 10
    tightest: int = 3
    later_costs: float = 1e-4
    nothing: float = 1e-9
    close: float = 1e-6
    reach_nodes: int = 500


CONFLICT = ConflictEffort()


@dataclass(frozen=True)
class ProbeEffort:
    """Whether a changed plan can be met.

    Attributes
    ----------
    clearly
        By how much a reach must be below 1 to rule a plan out: far above what solvers are off by.
    proof_nodes, proof_gap
        Nodes of the search tree for a bound of whole people, and how close it is brought.
    choices
        Of more patterns to choose from and slots, on all days of everybody, the exact search takes long.
    calls, nodes
        The effort of the exact search: how often a solver is called, and for how many nodes each.
    kept, kept_large
        So many changed plans are remembered, since proofs ask again; fewer where each takes much memory.
    """

    clearly: float = 1e-7
    proof_nodes: int = 1000
    proof_gap: float = 1e-5
    choices: int = 1350
    calls: int = 30
    nodes: int = 300
    kept: int = 128
    kept_large: int = 16


PROBE = ProbeEffort()


@dataclass(frozen=True)
class ChangesEffort:
    """The search for the least of a change that is enough.

    Attributes
    ----------
    changes, changes_large
        How many changes are looked into, and how many of a large plan.
    nearly_all
        A change is the least where this share of it is proven not to be enough.
    said_within
        By which share a change that is not the least may be rounded up.
    rough_root, close_root
        How close, as a share, it is told where a bound rises to 1: first, and before rosters are looked for.
    first_step
        The share of a number by which it is first changed.
    grid
        The shares of a number tried first, where more of it does not only help.
    steps
        The most bounds or rosters that are looked at for a change.
    counted
        So many numbers are counted up to in a large plan.
    undecided
        Of so many numbers in a row it may be unknown whether they are enough.
    large_steps
        By how much more than the bound a large plan is tried with.
    undecided_steps
        By how much more a plan is tried with of which it stays unknown whether it can be met.
    least_step
        The share of a number below which it is not changed at first.
    next_step
        By how much more is tried where a bound says nothing of how much is lacking.
    apart
        From what share on of a change, proven not to be enough, the rest is narrowed from above.
    rounding, widely
        By which share a change may be rounded up to fewer digits: where it is narrowed down, and where looked for.
    digits, digit_off, float_off
        The decimals that a float holds, by how much of the last digit a number may be off one that is written with it,
        and by which share two floats that should be the same differ.
    """

    changes: int = 12
    changes_large: int = 7
    nearly_all: float = 0.99
    said_within: float = 0.02
    rough_root: float = 1e-2
    close_root: float = 1e-3
    first_step: float = 0.05
    grid: tuple[float, ...] = (0.02, 0.1, 0.3, 0.6, 1.0, 3.0)
    steps: int = 24
    counted: int = 4
    undecided: int = 1
    large_steps: tuple[float, ...] = (1.05, 1.1)
    undecided_steps: tuple[float, ...] = (1.01, 1.03)
    least_step: float = 1e-3
    next_step: float = 1.3
    apart: float = 0.9
    rounding: float = 0.004
    widely: float = 0.0101
    digits: int = 15
    digit_off: float = 1e-9
    float_off: float = 1e-12


CHANGES = ChangesEffort()


@dataclass(frozen=True)
class StartsEffort:
    """The plan solved again with a later start.

    Attributes
    ----------
    calls, nodes
        How often a solver is called for one later day, and for how many nodes each: as for a cell of a sweep, with as
        many calls again for how far anybody gets and for what is as good.
    """

    calls: int = 120
    nodes: int = 1000


STARTS = StartsEffort()


@dataclass(frozen=True)
class KeptEffort:
    """The effort for what would do if nobody had to be kept.

    Attributes
    ----------
    calls, nodes
        How often a solver is called, and for how many nodes each: as for what keeping everyone takes.
    money
        Less than so much a month is no difference.
    """

    calls: int = 60
    nodes: int = 1000
    money: float = 0.005


KEPT = KeptEffort()


@dataclass(frozen=True)
class LeverLimits:
    """How far a number of a plan is changed at the most.

    Attributes
    ----------
    times
        So many times what it is.
    people, weeks
        So many people or weeks more.
    last_week
        The longest horizon, in weeks, that a plan may have.
    budget
        By how much a time budget is raised, as a share of it.
    handling
        The least minutes that a piece of work may take.
    least
        A share that is as good as none.
    """

    times: float = 10.0
    people: int = 30
    weeks: int = 26
    last_week: int = 520
    budget: float = 0.5
    handling: float = 0.01
    least: float = 1e-6


LEVERS = LeverLimits()
