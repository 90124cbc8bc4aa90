"""What was verified of a result, as a page: each claim under what is known of it."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.checker.claims import Claim, Verdict
from salescrew.checker.verify import Violation
from salescrew.cli.render.page import Listing, Page
from salescrew.language import say, to_say

_TITLES: dict[Verdict, str] = {
    "wrong": to_say("Wrong, as solving shows"),
    "recomputed": to_say("Recomputed from the plan"),
    "proven": to_say("Proven by solving"),
    "open": to_say("Neither proven nor refuted by solving"),
    "not looked at": to_say("Not looked at"),
}


def nothing_promised() -> Page:
    """Say that there is nothing to verify."""
    return Page(say("The result says no_answer: it promises nothing that could be verified."))


def violations_page(violations: Sequence[Violation]) -> Page:
    """List the promises that are broken."""
    title = say("{n} {n:violation|violations} found", n=len(violations))
    return Page(parts=[Listing(title, list(map(str, violations)), are_sentences=False)])


def claims_page(claims: Sequence[Claim], *, may_be_solved: bool) -> Page:
    """List what a result claims by what is known of it, what is wrong first.

    Parameters
    ----------
    may_be_solved
        Whether to say that solving proves what was not looked at.
    """
    parts = []
    for verdict, title in _TITLES.items():
        if said := [_said(claim) for claim in claims if claim.verdict == verdict]:
            shown = say(title)
            if verdict == "not looked at" and may_be_solved:
                shown = say("Not looked at (--solve does)")
            parts.append(Listing(shown, said))
    return Page(say("No violations."), parts=parts)


def _said(claim: Claim) -> str:
    return say("{claim}: {found}", claim=claim, found=claim.found) if claim.found else str(claim)
