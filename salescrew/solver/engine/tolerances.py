"""What solvers are told: every number of it, with what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SolverSettings:
    """Tolerances, and where one solver takes the place of another.

    Attributes
    ----------
    linear
        By how much a row or a column of a linear program may be out of its bounds, or a reduced cost of its sign. Wrong
        optima came of whole numbers that had to be whole to within so little, never of linear programs.
    whole_program
        The same for programs with whole columns, whose rows are larger.
    whole_within
        By how much a column may miss a whole number: with much less HiGHS claims wrong optima.
    again_whole_within, again_seed
        By how much it may in a second proof, and the seed there: other conditions than those of the first one.
    priced_within
        By which share of an objective a reduced cost must exceed what is between bound and solution to settle a column:
        far more than linear programs are off by.
    many_columns
        Relaxed programs of more columns are solved by GLOP, which takes a tenth of the time.
    few_whole
        Of a program with no more whole columns HiGHS searches the tree sooner than it jumps about for a solution.
    most_seconds
        What a solver can be told: some decades.
    heuristics_for_bounds
        The share of its time that HiGHS spends on looking for solutions where only the bound counts.
    proof_nodes_at_once
        For so many nodes SCIP searches a program nearly as it stands: most second proofs take one or two, and making
        the program smaller first takes longer than they do.
    proof_nodes
        How many nodes of SCIP's search tree a second proof is worth before HiGHS is asked.
    proof_moment
        Seconds for the relaxation of a second proof where no time is left: without it a known bound would be lost.
    """

    linear: float = 1e-9
    whole_program: float = 1e-8
    whole_within: float = 1e-7
    again_whole_within: float = 1e-6
    again_seed: int = 7
    priced_within: float = 1e-6
    many_columns: int = 3000
    few_whole: int = 100
    most_seconds: float = 1e9
    heuristics_for_bounds: float = 0.01
    proof_nodes_at_once: int = 10
    proof_nodes: int = 3000
    proof_moment: float = 1.0


SOLVER = SolverSettings()
