"""What many plans come to, a row each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from salescrew.cli.batch.question import Failed, Solved
from salescrew.cli.frame.group import EXIT_CODES, FAULT, NO_ANSWER, WRONG_INPUT
from salescrew.cli.pages.words import counted
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.letters import visible
from salescrew.models.answers.answered_plan import AnsweredPlan

FAILED = {"wrong input": WRONG_INPUT, "lost": NO_ANSWER, "fault": FAULT}
_STATUSES = (*(status.replace("_", " ") for status in EXIT_CODES), *FAILED)
_NOTE = (
    "at least: fewer are proven not to do. reach: the share of all targets at once that the team could meet; of a plan "
    "that cannot be met, what anybody gets to."
)


def _more_is_possible(found: AnsweredPlan) -> str:
    """Say of a reach that was found where the plan cannot be met that it is not proven to be the most."""
    return "more reach is not ruled out" if found.reach is not None and found.reach_proven is False else ""


def plans_table(plans: Sequence[str], outcomes: Mapping[str, Solved | Failed]) -> Table:
    """Show what each plan comes to, in the order in which they were named."""
    columns = [Column("plan", "name"), Column("status"), Column("people", "count"), Column("at least", "count")]
    columns += [Column("cost\na month", "money"), Column("reach", "share"), Column("note")]
    rows: list[list[Cell]] = []
    statuses: Counter[str] = Counter()
    for plan in plans:
        outcome = outcomes[plan]
        if isinstance(outcome, Failed):
            statuses[outcome.status] += 1
            rows.append([visible(plan), outcome.status, None, None, None, None, outcome.reason.partition("\n")[0]])
        else:
            found = outcome.answered
            status = found.status.replace("_", " ")
            statuses[status] += 1
            figures = (found.headcount, found.headcount_bound, found.monthly_cost, found.reach)
            rows.append(
                [visible(plan), status, *figures, "; ".join(filter(None, [_more_is_possible(found), outcome.note]))]
            )
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    statuses_text = ", ".join(f"{statuses[status]} {status}" for status in _STATUSES if statuses[status])
    title = f"{counted(len(plans), 'plan')}: {statuses_text}"
    return Table("plans", title, columns, rows, _NOTE)
