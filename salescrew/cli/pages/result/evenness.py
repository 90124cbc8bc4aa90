"""How alike the weeks are, in a sentence."""

from __future__ import annotations

from salescrew.cli.render.cells import share
from salescrew.language import say
from salescrew.models.answers.result import Result

LEAST_SAID = 0.0005
"""What is less above the mean would be written as nothing."""


def evenness_sentence(result: Result) -> str:
    """Say how far the busiest week is above the mean: of a funnel's contacts, and of what is asked of somebody."""
    even, said = result.evenness, []
    if even is None:
        return ""
    if even.weeks is not None:
        more = _more(even.weeks)
        said.append(
            say("the busiest week opens {more} more contacts of a funnel a working day than the mean", more=more)
            if more
            else say("every week opens as many contacts a working day")
        )
    if even.person is not None:
        more = _more(even.person)
        said.append(
            say("nobody's busiest week asks for more than {more} above their mean", more=more)
            if more
            else say("everybody is asked for as much a day in every week")
        )
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _more(ratio: float) -> str:
    return share(ratio - 1) if ratio - 1 >= LEAST_SAID else ""
