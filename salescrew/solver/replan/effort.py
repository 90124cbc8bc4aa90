"""How hard the fewest changes are looked for: every number of a plan made anew, with what it means."""

from __future__ import annotations

from dataclasses import dataclass

from salescrew.models.department.department import TARGET_TOLERANCE


@dataclass(frozen=True)
class ReplanEffort:
    """The sizes, attempts and limits of the search.

    Attributes
    ----------
    node_columns, most_nodes, least_nodes
        Nodes of the search tree for a program: as many as its columns go into the first number, for each node takes
        longer the more there are, within the others.
    to_find
        What these nodes are divided by for what is only to be found, and not proven.
    first_nodes, large
        Nodes for a first solution where a program has more columns than the second.
    weeks_together, next_weeks
        How many weeks of everybody are planned again at once (large neighbourhood search), and how many later the next
        begin: quotas of a week are mostly made up for in the next ones.
    together, next_group
        Of no more weeks, how many people's days, and how many others come next.
    tries, group_nodes
        How often a part is planned again, and the nodes for each time: hardly anything is found later.
    few_off, share_off
        How far from its bound, as a number or as a share, a count may be for its proof to be worth a long search.
    more_given_up
        By what share more may be given up than must be: the last of it often costs dozens of changes.
    second_times
        How many times the nodes of a first proof of what must be given up a second one may take.
    tidy_gap
        How far from the least deviation quotas and contacts may stay.
    reach_gap
        The share by which a reach may miss the most; ways that differ by less reach the same.
    undone_counts
        What work that nobody does counts beside work that is a week late.
    rivals, rival_days
        So many teams as small as the smallest are gone through, where a team has at most so many person-days.
    calls, nodes
        How often a solver is called for the smallest team, and the nodes each time.
    less
        The shares of a reach that are given up, one after the other, where all of it cannot be planned.
    rounds
        How often something more is left open, undone or late.
    contacts_count, in_vain_counts
        How much contacts that change, and what is asked for in vain, count beside quotas that change.
    """

    node_columns: int = 500_000
    most_nodes: int = 600
    least_nodes: int = 60
    to_find: int = 4
    first_nodes: int = 1
    large: int = 3000
    weeks_together: int = 3
    next_weeks: int = 2
    together: int = 4
    next_group: int = 2
    tries: int = 4
    group_nodes: int = 1
    few_off: int = 2
    share_off: float = 0.1
    more_given_up: float = 0.1
    second_times: int = 5
    tidy_gap: float = 0.5
    reach_gap: float = 1e-3
    undone_counts: float = 100.0
    rivals: int = 24
    rival_days: int = 300
    calls: int = 60
    nodes: int = 500
    less: tuple[float, ...] = (2e-4, 1e-3, 5e-3)
    rounds: int = 3
    contacts_count: float = 0.1
    in_vain_counts: float = 2.0

    def nodes_for(self, columns: int) -> int:
        """Give the nodes of a search tree to spend on a program of so many columns."""
        return max(self.least_nodes, min(self.most_nodes, self.node_columns // columns))


EFFORT = ReplanEffort()


@dataclass(frozen=True)
class ReplanTolerances:
    """What counts as the same: rounding, and what solvers are off by.

    Attributes
    ----------
    whole
        By how much a count may be off a whole number.
    needed
        The share of a target that is asked for: its tolerance less a little for rounding.
    met
        What the reach of the plan in force may lack of 1.
    same_reach
        The share that is left out of a reach that is stated as less than all.
    nothing_reached
        Below such a reach contacts that are rounded would be all of it: nothing is asked for.
    left
        Hours of work, or the like, that count as nothing left.
    nothing_given_up
        The share of what would be paid after the end that counts as nothing.
    proven
        By which share a bound may be missed, and count as shown: of a reach, and of a worth.
    quota
        By how much a quota may exceed a whole number before it is rounded up, and contacts be left over.
    contacts_kept
        Contacts that are kept may be counted as so many fewer: they add up to what they were but for rounding.
    contacts_fit
        Contacts may be counted as so many more than the quota that they are part of.
    ceiling
        A whole number is at most an amount rounded up where it is at most the amount and this.
    cost
        What costs may be off by, in the plan's money.
    decimals_of_ties
        To so many decimals teams are compared in ties.
    """

    whole: float = 1e-6
    needed: float = 1 - 0.9 * TARGET_TOLERANCE
    met: float = 1e-9
    same_reach: float = 1e-6
    nothing_reached: float = 1e-4
    left: float = 1e-5
    nothing_given_up: float = 1e-6
    proven: float = 1e-6
    quota: float = 1e-6
    contacts_kept: float = 1e-7
    contacts_fit: float = 1e-5
    ceiling: float = 1 - 1e-6
    cost: float = 1e-9
    decimals_of_ties: int = 6


WITHIN = ReplanTolerances()
