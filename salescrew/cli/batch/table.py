"""What many plans come to, a row each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from salescrew.cli.batch.question import Failed, Solved
from salescrew.cli.frame.group import FAULT, NO_ANSWER, WRONG_INPUT
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as, to_say, to_say_as
from salescrew.letters import visible
from salescrew.models.answers.answered_plan import AnsweredPlan

FAILED = {"wrong input": WRONG_INPUT, "lost": NO_ANSWER, "fault": FAULT}
_STATUSES = {
    "optimal": to_say_as("status", "optimal"),
    "feasible": to_say_as("status", "feasible"),
    "infeasible": to_say_as("status", "infeasible"),
    "no_answer": to_say_as("status", "no answer"),
    "wrong input": to_say_as("status", "wrong input"),
    "lost": to_say_as("status", "lost"),
    "fault": to_say_as("status", "fault"),
}
"""What becomes of plans: as results say it, and for those without one."""
_NOTE = to_say(
    "at least: fewer are proven not to do. reach: the share of all targets at once that the team could meet; of a plan "
    "that cannot be met, what anybody gets to."
)


def _more_is_possible(found: AnsweredPlan) -> str:
    """Say of a reach that was found where the plan cannot be met that it is not proven to be the most."""
    return say("more reach is not ruled out") if found.reach is not None and found.reach_proven is False else ""


def plans_table(plans: Sequence[str], outcomes: Mapping[str, Solved | Failed]) -> Table:
    """Show what each plan comes to, in the order in which they were named."""
    columns = [
        Column(say_as("heading", "plan"), "name"),
        Column(say_as("heading", "status")),
        Column(say_as("heading", "people"), "count"),
        Column(say("at least"), "count"),
        Column(say("cost\na month"), "money"),
        Column(say_as("heading", "reach"), "share"),
        Column(say_as("heading", "note")),
    ]
    rows: list[list[Cell]] = []
    statuses: Counter[str] = Counter()
    for plan in plans:
        outcome = outcomes[plan]
        if isinstance(outcome, Failed):
            statuses[outcome.status] += 1
            status = _in_words(outcome.status)
            rows.append([visible(plan), status, None, None, None, None, outcome.reason.partition("\n")[0]])
        else:
            found = outcome.answered
            status = _in_words(found.status)
            statuses[found.status] += 1
            figures = (found.headcount, found.headcount_bound, found.monthly_cost, found.reach)
            rows.append(
                [visible(plan), status, *figures, "; ".join(filter(None, [_more_is_possible(found), outcome.note]))]
            )
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    told = ", ".join(
        say("{n} {status}", n=statuses[status], status=_in_words(status)) for status in _STATUSES if statuses[status]
    )
    title = say("{n} {n:plan|plans}: {statuses}", n=len(plans), statuses=told)
    return Table("plans", title, columns, rows, say(_NOTE))


def _in_words(status: str) -> str:
    return say_as("status", _STATUSES[status])
