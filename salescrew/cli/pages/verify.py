"""What was verified of a result, as a page: each claim under what is known of it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from salescrew.checker.claims import Claim, Verdict
from salescrew.checker.verify import Violation
from salescrew.cli.render.tables import WIDEST

_TITLES: dict[Verdict, str] = {
    "wrong": "Wrong, as solving shows",
    "recomputed": "Recomputed from the plan",
    "proven": "Proven by solving",
    "open": "Neither proven nor refuted by solving",
    "not looked at": "Not looked at",
}


def violations_text(violations: Sequence[Violation]) -> str:
    """List the promises that are broken."""
    count = f"{len(violations)} {'violation' if len(violations) == 1 else 'violations'}"
    return f"{count} found:\n" + "".join(f"{violation}\n" for violation in violations)


def claims_text(claims: Sequence[Claim], *, may_be_solved: bool) -> str:
    """List what a result claims by what is known of it, what is wrong first.

    Parameters
    ----------
    may_be_solved
        Whether to say that solving proves what was not looked at.
    """
    parts = []
    for verdict, title in _TITLES.items():
        if rows := [claim for claim in claims if claim.verdict == verdict]:
            said = f"{title} (--solve does)" if verdict == "not looked at" and may_be_solved else title
            parts.append(f"{said}:\n" + "".join(map(_written, rows)))
    return "\n".join(parts)


def _written(claim: Claim) -> str:
    text = f"{claim}: {claim.found}" if claim.found else str(claim)
    return textwrap.fill(text, WIDEST, initial_indent="- ", subsequent_indent="  ", break_long_words=False) + "\n"
