"""The odds of a result in a sentence."""

from __future__ import annotations

from salescrew.cli.render.cells import percent, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.result import Odds, Result
from salescrew.models.department.targets import target_in_words
from salescrew.models.plan.words import listed_names

_PEOPLE_NOTE = to_say(
    "odds: of fewer people the best that were found, of the last row those of this plan. at most: nobody has better "
    "odds with so many. buffer: what is reached on average over the target."
)

_MUCH = 0.005
"""Odds that differ by less are written alike."""


def odds_sentence(result: Result) -> str:
    """Say in how many cases the targets are met, and in how many if the time to spare went into contacts."""
    odds = result.odds
    if odds is None:
        return _best_found(result)
    if odds.confidence is not None:
        return _promise(result, odds)
    is_met = result.reach is None and result.status != "infeasible"
    if not odds.targets:
        return " ".join(filter(None, [say("On average the plan is met.") if is_met else "", _not_counted(odds)]))
    sentences = [_in_cases(odds, is_met=is_met)]
    if odds.not_counted:
        sentences.append(_not_counted(odds))
    return " ".join([*sentences, *filter(None, [stretch_sentence(result)])])


def _in_cases(odds: Odds, *, is_met: bool) -> str:
    """Say in how many cases all is met, and where that is so, that it is on average."""
    found = _with_error(odds)
    if len(odds.targets) > 1:
        if is_met:
            return say("On average the plan is met; all its targets at once in {odds} of cases.", odds=found)
        return say("In {odds} of cases all its targets are met at once.", odds=found)
    if is_met:
        return say("On average the plan is met; its target in {odds} of cases.", odds=found)
    return say("In {odds} of cases its target is met.", odds=found)


def stretch_sentence(result: Result) -> str:
    """Say in how many cases all targets could be met if the time to spare went into contacts."""
    odds = result.odds
    if odds is None or odds.confidence is not None or odds.at_stretch is None or odds.at_stretch <= odds.all + _MUCH:
        return ""
    return say("With the time to spare spent on contacts: in {odds}.", odds=chance(odds.at_stretch))


def _not_counted(odds: Odds) -> str:
    """Say which targets chance is not reckoned with for."""
    if not odds.not_counted:
        return ""
    return say(
        "{targets} {n:is|are} planned on average only.",
        targets=listed_names(map(target_in_words, odds.not_counted)),
        n=len(odds.not_counted),
    )


def _best_found(result: Result) -> str:
    """Say how far odds go where nobody has those that are asked for."""
    if not result.odds_by_people:
        return ""
    best = result.odds_by_people[-1]
    return say(
        "The best odds that were found are {odds}, of {n} {n:person|people}.",
        odds=chance(best.odds or 0.0),
        n=best.headcount,
    )


def _promise(result: Result, odds: Odds) -> str:
    """Say what is promised, and what that takes on average."""
    found, asked = _with_error(odds), chance(odds.confidence or 0.0)
    if len(odds.targets) > 1:
        said = [say("All targets at once in {odds} of cases; {asked} were asked for.", odds=found, asked=asked)]
    else:
        said = [say("The target in {odds} of cases; {asked} were asked for.", odds=found, asked=asked)]
    room = [
        say("{target} by {more}", target=target_in_words(path), more=share(more))
        for path, more in (result.buffer or {}).items()
        if more >= _MUCH / 5
    ]
    if room:
        said.append(say("On average that exceeds {targets}.", targets=listed_names(room)))
    return " ".join(filter(None, [*said, _not_counted(odds)]))


def people_table(result: Result) -> Table:
    """Show what so many people can promise: what the last ones buy."""
    paths = list(result.buffer or {})
    rows: list[list[Cell]] = [
        [row.headcount, row.odds, row.bound, row.monthly_cost, *(row.buffer.get(path) for path in paths)]
        for row in result.odds_by_people
    ]
    columns = [
        Column(say_as("heading", "people"), "count"),
        Column(say("odds"), "share"),
        Column(say("at most"), "share"),
        Column(say("cost\na month"), "money"),
        *(Column(say("buffer of\n{target}", target=target_in_words(path)), "share") for path in paths),
    ]
    return Table("odds_by_people", say("What fewer people can promise"), columns, rows, say(_PEOPLE_NOTE))


def chance(probability: float) -> str:
    """Write a probability as a percentage, whole where that says enough; never as a certainty."""
    if 0.01 <= probability < 0.985:
        return percent(f"{100 * probability:.0f}")
    if probability < 0.0005:
        return say("less than {odds}", odds=percent("0.1"))
    if probability > 0.9995:
        return say("more than {odds}", odds=percent("99.9"))
    return percent(f"{100 * probability:.1f}")


def within(error: float) -> str:
    """Write how far a percentage may be off, with one digit that matters."""
    return percent(f"{100 * error:.0f}" if error >= 0.01 else f"{100 * error:.1g}")


def _with_error(odds: Odds) -> str:
    return with_error(odds.all, odds.error) if odds.error >= _MUCH else chance(odds.all)


def with_error(probability: float, error: float) -> str:
    """Write a probability, and how far it may be off."""
    return say("{odds} (within {error})", odds=chance(probability), error=within(error))
