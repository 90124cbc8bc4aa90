"""Why an answer is what it is, found once the answer stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salescrew.cli.frame.known import until_ctrl_c
from salescrew.cli.frame.progress import LEAVES_THAT_OUT, Progress
from salescrew.language import say

if TYPE_CHECKING:
    from salescrew.models.answers.explained.explanation import Explanation
    from salescrew.models.answers.result import Result
    from salescrew.models.answers.step import Watcher
    from salescrew.models.plan.plan import Plan


def reasons(plan: Plan, result: Result, left: float | None, progress: Watcher | None = None) -> Explanation:
    """Find out why an answer takes so many people, and what would save one, or what would make a plan possible.

    Parameters
    ----------
    left
        Seconds that are left for it; None: as many as it takes.
    """
    import salescrew
    from salescrew.models.answers.explained.explanation import explanation_of

    if left is not None and left <= 0:
        return explanation_of(result).model_copy(update={"unfinished": ("headcount",)})
    return salescrew.explain(plan, ("headcount",), result=result, time_limit=left, progress=progress)


def reasons_while_waiting(plan: Plan, result: Result, left: float | None, *, quiet: bool) -> Explanation:
    """Find out why, while somebody waits for it; Ctrl-C ends that with what is known by then."""
    progress = Progress(say("What would change the answer"), quiet=quiet, interrupted=say(LEAVES_THAT_OUT))
    return until_ctrl_c(lambda: reasons(plan, result, left, progress), progress)[0]
