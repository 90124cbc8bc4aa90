"""How hard a roster is looked for: every number of that search, with what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """How a corner of the relaxation is looked for, and how much of it is settled.

    Attributes
    ----------
    room
        The share of the room above the targets that the corner keeps.
    freed
        The share of weeks without a split day that is left open all the same.
    """

    room: float
    freed: float


_ANY_WAY = ((0.9, 0.0), (0.9, 0.15), (0.9, 0.3), (0.8, 0.15), (0.9, 0.15), (0.9, 0.3), (0.7, 0.15)) * 3
"""Attempts as pairs: most keep much room, since whole days take some, and free few weeks, which are soon solved."""


@dataclass(frozen=True)
class RosterEffort:
    """The sizes, attempts and tolerances of the search for a roster.

    Attributes
    ----------
    most_reach
        The largest share of the targets that a model looks for.
    very_small, small, large
        Models of at most so many whole columns may be solved at once, or soon; of those with more than `large` any
        roster is found before an even one is looked for.
    even
        The attempts that share duty evenly, the first ones.
    evenly_later
        Whether the relaxation's own corner comes first, however it shares duty.
    any_way
        The attempts at corners in directions drawn by chance, after the relaxation's own.
    freed_at_once
        For large models: the shares of weeks left open in the first attempts, which share duty anyhow.
    first_tries, quick_tries
        How many attempts there are before a small model is solved whole, and where a team need not be settled.
    nodes, settled_nodes, small_nodes
        Nodes of the search tree: of an attempt, of one with little effort, of a whole small model.
    high_nodes, high_nodes_very_small
        The same for a whole model that is to reach most.
    high_columns
        Where given, only a model of at most so many whole columns is solved whole to reach most.
    tight
        Below this share of room above the targets whole weeks are looked for before whole days, and the first roster
        not in the loosest way.
    week_nodes
        For so many nodes of the search tree, where a team need not be settled.
    sum_nodes
        For so many whole days of all weeks added up are looked for before those of each week.
    week_proof_nodes
        For so many a second proof that there are none is worth, before one of whole days is tried.
    room_for_more
        Below this share of room above the targets a large model is tried once only: whole days take some of it.
    room_for_evenness
        Below this share of room above the targets duty is not shared more evenly.
    even_room_kept
        The share of a corner's room above the targets beyond which an attempt that shares duty evenly does not reach.
    week_counts
        How much an uneven week counts beside an uneven horizon.
    even_gap, gap
        How far from the best reach an attempt may end, with duty shared evenly and anyhow.
    high_gap
        The share of the closeness asked for that settled weeks may miss of the most reach.
    whole_within
        How far from a whole number a column may be that counts as whole.
    met_within
        By how much a reach of 1 may be missed.
    close, exact_within
        The share by which the reach of a team, and of a very small one, may fall short of its bound.
    nearly
        How many times as far from its bound a roster may be that is brought closer even where that is not asked for.
    in_bands
        Whether of very many different people those who are nearly alike in a week may be taken as alike.
    any_roster
        Where the first roster does: in so many ways, ever looser, what the relaxation leaves whole is settled. All that
        is whole, then whole weeks and all duty, then whole weeks alone, then weeks that are whole for everybody. 0:
        there are attempts.
    columns_gap
        Where given, the most reach is first looked for with all settled that the relaxation leaves whole, and taken
        where it is close; with this gap, as a share of the bound.
    settled_once
        Whether a program in which all is settled that the relaxation leaves whole is searched without doing that again.
    nodes_at_once
        Where given, the whole model is solved at once, for so many nodes.
    eased_reserve
        So many places on duty of what a week is to have for absences may be missing, where days change hands then.
    """

    most_reach: float = 10.0
    very_small: int = 250
    small: int = 400
    large: int = 2500
    even: tuple[Attempt, ...] = (Attempt(0.3, 0.0), Attempt(0.3, 0.4), Attempt(0.8, 0.2))
    evenly_later: bool = False
    any_way: tuple[Attempt, ...] = tuple(Attempt(*pair) for pair in _ANY_WAY)
    freed_at_once: tuple[float, ...] = (0.0, 0.15, 0.3)
    first_tries: int = 4
    quick_tries: int = 6
    nodes: int = 300
    settled_nodes: int = 20
    small_nodes: int = 3000
    high_nodes: int = 10
    high_nodes_very_small: int = 100
    high_columns: int | None = None
    tight: float = 0.01
    week_nodes: int = 100
    sum_nodes: int = 2000
    week_proof_nodes: int = 20_000
    room_for_more: float = 3e-5
    room_for_evenness: float = 5e-4
    even_room_kept: float = 0.5
    week_counts: float = 0.05
    even_gap: float = 1e-3
    gap: float = 1e-6
    high_gap: float = 0.9
    whole_within: float = 1e-6
    met_within: float = 1e-8
    close: float = 1e-3
    exact_within: float = 1e-6
    nearly: float = 2.0
    in_bands: bool = True
    any_roster: int = 0
    columns_gap: float | None = None
    settled_once: bool = False
    nodes_at_once: int | None = None
    eased_reserve: float = 0.0


USUAL = RosterEffort()
OF_BANDS = RosterEffort(close=2e-4, columns_gap=1e-5, high_columns=1000, eased_reserve=0.5)
"""Of those taken as alike: what they are worth apart differs by more than a closer roster would bring."""
FIRST = RosterEffort(evenly_later=True)
"""The first roster of a team, which proves that it will do: it is made even afterwards."""
ANYHOW = RosterEffort(even=())
"""Any roster will do, however unevenly duty is shared."""
DAYS_FIRST = RosterEffort(even=(), tight=0.0, quick_tries=2)
"""The same without whole weeks before whole days, which lose less room but take longer; what two attempts do not find
the others mostly do not either."""
AT_ONCE = RosterEffort(even=(), nodes_at_once=50)
"""The same for small plans, whose whole models are soon solved."""
QUICK = RosterEffort(close=3e-3, in_bands=False, any_roster=2, columns_gap=2e-4, settled_once=True)
"""For the many plans that differ in a number."""
BESIDE = RosterEffort(even=(), columns_gap=2e-4, high_columns=1000)
"""For what is told beside an answer: a large model is not solved whole for the last thousandth."""
STRETCH = RosterEffort(even=(), columns_gap=2e-4, high_columns=1000, close=3e-3)
"""The same for the team of an answer, where three thousandths more or less change nothing."""
NEAR = RosterEffort(even=(), columns_gap=1e-5, high_columns=1000)
"""For large teams of which one after the other is tried: as much as the relaxation leaves to be decided brings."""
SOON = RosterEffort(even=(), any_roster=4)
"""For a first answer, which is bettered afterwards."""
