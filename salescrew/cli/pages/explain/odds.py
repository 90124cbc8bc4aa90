"""Where the odds that are missing come from, and what would raise them."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.render.cells import plain
from salescrew.cli.render.page import Cell, Column, Table, Word
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.explained.explanation import Lever, OddsLever, OddsMissing
from salescrew.models.department.targets import target_in_words

_TITLES: dict[Lever, str] = {
    "target": to_say("without the target"),
    "source": to_say("were it certain:"),
    "deal": to_say("one deal more for certain:"),
    "smaller_deals": to_say("twice as many deals of half the size:"),
    "conversion": to_say("conversions a tenth better:"),
    "person": to_say("one person more, who opens as much as the others"),
}
_WORDS = {
    "forecast": to_say("the level of the leads"),
    "arrivals": to_say("the number of leads"),
    "rates": to_say("the conversions that were observed"),
    "deals": to_say("the size of deals"),
}
MUCH = 0.005
"""Odds that differ by less are written alike."""


def sentences(missing: OddsMissing) -> list[str]:
    """Say how much is missing, and to what most of it is due."""
    said = [say("In {odds} of all cases at least one target is missed.", odds=chance(1 - missing.all))]
    if (target := _best(missing, "target")) is not None:
        said.append(
            say(
                "Most of that is due to {target}: without it all others are met in {odds}.",
                target=plain(target_in_words(str(target.of))),
                odds=chance(target.odds),
            )
        )
    if (source := _best(missing, "source")) is not None:
        what = plain(_of(source) or "")
        said.append(say("Were {source} certain, all are met in {odds}.", source=what, odds=chance(source.odds)))
    return [*said, *_fewer(missing)]


def _best(missing: OddsMissing, kind: Lever) -> OddsLever | None:
    """Give the lever of a kind that raises the odds most, if it does at all."""
    best = max((lever for lever in missing.levers if lever.lever == kind), key=lambda one: one.odds, default=None)
    return best if best is not None and best.odds > missing.all + missing.error + MUCH else None


def _fewer(missing: OddsMissing) -> Iterator[str]:
    """Say what one person fewer can promise."""
    if missing.confidence is None or len(missing.by_people) < 2:
        return
    fewer, own = missing.by_people[-2:]
    if missing.all < missing.confidence:
        return
    asked, most = chance(missing.confidence), chance(fewer.bound)
    if fewer.odds is None:
        yield say(
            "{odds} take {n} {n:person|people}: of {fewer} {fewer:person|people} none that meets the plan was found, "
            "and at most {most}.",
            odds=asked,
            n=own.headcount,
            fewer=fewer.headcount,
            most=most,
        )
    else:
        yield say(
            "{odds} take {n} {n:person|people}: of {fewer} {fewer:person|people} {found} were found, and at most "
            "{most}.",
            odds=asked,
            n=own.headcount,
            fewer=fewer.headcount,
            found=chance(fewer.odds),
            most=most,
        )


def tables(missing: OddsMissing) -> list[Table]:
    """List what would raise the odds."""
    rows: list[list[Cell]] = [
        [say(_TITLES[lever.lever]), _of(lever), lever.odds, lever.odds - missing.all] for lever in missing.levers
    ]
    columns = [
        Column(say("what"), group=True),
        Column(say_as("odds", "of"), "name"),
        Column(say("odds"), "share"),
        Column(say_as("odds", "more"), "share"),
    ]
    note = say("Each by itself, with the same quotas otherwise.")
    return [Table("odds", say("What would raise the odds"), columns, rows, note)] if rows else []


def _of(lever: OddsLever) -> str | None:
    """Name what a lever is about: a target, a source of chance in our words, or what the plan calls it."""
    if lever.lever == "target" and lever.of is not None:
        return target_in_words(lever.of)
    words = _WORDS.get(str(lever.of))
    return lever.of if words is None else Word(say(words))
