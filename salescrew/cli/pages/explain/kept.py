"""That `keep` is a reason, in a sentence."""

from __future__ import annotations

from salescrew.cli.pages.words import amount
from salescrew.language import say
from salescrew.models.answers.explained.explanation import Explanation
from salescrew.models.answers.explained.kept import Kept
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import listed_names


def sentences(plan: Plan, explained: Explanation, kept: Kept) -> list[str]:
    """Say what would do if nobody had to be kept, and who is kept and would have no role."""
    people = kept.headcount
    if kept.monthly_cost:
        cost = amount(plan, kept.monthly_cost)
        would = say("If nobody had to be kept, {n} {n:person|people} would do for {cost} a month", n=people, cost=cost)
    else:
        would = say("If nobody had to be kept, {n} {n:person|people} would do", n=people)
    if people == explained.headcount:
        would = say("{sentence}, which is less", sentence=would)
    if not kept.names:
        return [f"{would}."]
    names, count = listed_names(kept.names), len(kept.names)
    return [say("{would}: {names} {n:has|have} a role because of `keep`.", would=would, names=names, n=count)]
