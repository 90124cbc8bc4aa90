"""The odds of a result in a sentence."""

from __future__ import annotations

from salescrew.models.answers.result import Odds, Result

_MUCH = 0.005
"""Odds that differ by less are written alike."""


def odds_sentence(result: Result) -> str:
    """Say in how many cases the targets are met, and in how many if the time to spare went into contacts."""
    odds = result.odds
    if odds is None:
        return ""
    on_average = "On average the plan is met; " if result.reach is None else ""
    targets = "all its targets at once" if len(odds.targets) > 1 else "its target"
    first = f"{on_average}{targets} in {_with_error(odds)} of cases."
    sentences = [first if on_average else first[0].upper() + first[1:]]
    if odds.at_stretch is not None and odds.at_stretch > odds.all + _MUCH:
        sentences.append(f"With the time to spare spent on contacts: in {chance(odds.at_stretch)}.")
    return " ".join(sentences)


def chance(probability: float) -> str:
    """Write a probability as a percentage, whole where that says enough; never as a certainty."""
    if 0.01 <= probability < 0.985:
        return f"{100 * probability:.0f}%"
    if probability < 0.0005:
        return "less than 0.1%"
    return "more than 99.9%" if probability > 0.9995 else f"{100 * probability:.1f}%"


def within(error: float) -> str:
    """Write how far a percentage may be off, with one digit that matters."""
    return f"{100 * error:.0f}%" if error >= 0.01 else f"{100 * error:.1g}%"


def _with_error(odds: Odds) -> str:
    return chance(odds.all) + (f" (within {within(odds.error)})" if odds.error >= _MUCH else "")
