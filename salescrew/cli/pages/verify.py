"""What was verified of a result, as a page: each claim under what is known of it."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.checker.claims import Claim, Verdict
from salescrew.checker.verify import Violation
from salescrew.cli.pages.words import counted
from salescrew.cli.render.page import Listing, Page

NOTHING_PROMISED = Page("The result says no_answer: it promises nothing that could be verified.")
_TITLES: dict[Verdict, str] = {
    "wrong": "Wrong, as solving shows",
    "recomputed": "Recomputed from the plan",
    "proven": "Proven by solving",
    "open": "Neither proven nor refuted by solving",
    "not looked at": "Not looked at",
}


def violations_page(violations: Sequence[Violation]) -> Page:
    """List the promises that are broken."""
    title = f"{counted(len(violations), 'violation')} found"
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
            does = " (--solve does)" if verdict == "not looked at" and may_be_solved else ""
            parts.append(Listing(title + does, said))
    return Page("No violations.", parts=parts)


def _said(claim: Claim) -> str:
    return f"{claim}: {claim.found}" if claim.found else str(claim)
