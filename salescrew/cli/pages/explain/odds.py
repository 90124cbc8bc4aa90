"""Where the odds that are missing come from, and what would raise them."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.pages.words import persons
from salescrew.cli.render.cells import plain
from salescrew.cli.render.page import Cell, Column, Table, Word
from salescrew.models.answers.explained.explanation import Lever, OddsLever, OddsMissing

_TITLES: dict[Lever, str] = {
    "target": "without the target",
    "source": "were it certain:",
    "deal": "one deal more for certain:",
    "smaller_deals": "twice as many deals of half the size:",
    "conversion": "conversions a tenth better:",
    "person": "one person more, who opens as much as the others",
}
_WORDS = {
    "forecast": "the level of the leads",
    "arrivals": "the number of leads",
    "rates": "the conversions that were observed",
    "deals": "the size of deals",
}
MUCH = 0.005
"""Odds that differ by less are written alike."""
_NOTE = "Each by itself, with the same quotas otherwise."


def sentences(missing: OddsMissing) -> list[str]:
    """Say how much is missing, and to what most of it is due."""
    said = [f"In {chance(1 - missing.all)} of all cases at least one target is missed."]
    for kind, words in (("target", "Most of that is due to {}: without it"), ("source", "Were {} certain,")):
        best = max((lever for lever in missing.levers if lever.lever == kind), key=lambda one: one.odds, default=None)
        if best is not None and best.odds > missing.all + missing.error + MUCH:
            of = _WORDS.get(str(best.of), str(best.of))
            rest = "all others are met" if kind == "target" else "all are met"
            said.append(f"{words.format(plain(of))} {rest} in {chance(best.odds)}.")
    return [*said, *_fewer(missing)]


def _fewer(missing: OddsMissing) -> Iterator[str]:
    """Say what one person fewer can promise."""
    if missing.confidence is None or len(missing.by_people) < 2:
        return
    fewer, own = missing.by_people[-2:]
    has = "none that meets the plan was found" if fewer.odds is None else f"{chance(fewer.odds)} were found"
    if missing.all >= missing.confidence:
        people, most = persons(fewer.headcount), chance(fewer.bound)
        yield f"{chance(missing.confidence)} take {persons(own.headcount)}: of {people} {has}, and at most {most}."


def tables(missing: OddsMissing) -> list[Table]:
    """List what would raise the odds."""
    rows: list[list[Cell]] = [
        [_TITLES[lever.lever], _of(lever), lever.odds, lever.odds - missing.all] for lever in missing.levers
    ]
    columns = [Column("what", group=True), Column("of", "name"), Column("odds", "share"), Column("more", "share")]
    return [Table("odds", "What would raise the odds", columns, rows, _NOTE)] if rows else []


def _of(lever: OddsLever) -> str | None:
    """Name what a lever is about: a source of chance in our words, or what the plan calls it."""
    words = _WORDS.get(str(lever.of))
    return lever.of if words is None else Word(words)
