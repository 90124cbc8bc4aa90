"""That `keep` is a reason, in a sentence."""

from __future__ import annotations

from salescrew.cli.pages.words import amount, persons
from salescrew.models.answers.explained.explanation import Explanation
from salescrew.models.answers.explained.kept import Kept
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import listed_names


def sentences(plan: Plan, explained: Explanation, kept: Kept) -> list[str]:
    """Say what would do if nobody had to be kept, and who is kept and would have no role."""
    cost = f" for {amount(plan, kept.monthly_cost)} a month" if kept.monthly_cost else ""
    would = f"If nobody had to be kept, {persons(kept.headcount)} would do{cost}"
    if kept.headcount == explained.headcount:
        would += ", which is less"
    if not kept.names:
        return [f"{would}."]
    has = "has" if len(kept.names) == 1 else "have"
    return [f"{would}: {listed_names(kept.names)} {has} a role because of `keep`."]
