"""The four numbers of an answer: people, cost, odds and room, each with how it comes about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from salescrew.cli.pages.result.how_far import how_far_of
from salescrew.cli.pages.result.odds import chance, odds_sentence
from salescrew.cli.pages.words import amount
from salescrew.cli.render.cells import money, plain, share
from salescrew.cli.render.html.document import Block, Prose, Tile, Tiles
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as
from salescrew.models.department.targets import target_in_words, target_lines
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.schedule.schedule import Schedule

_ALMOST = 1e-6


def tiles(schedule: Schedule) -> Tiles:
    """Make the tiles of an answer that has a team."""
    return Tiles([_people(schedule), _cost(schedule), _odds(schedule), _room(schedule)])


def _people(schedule: Schedule) -> Tile:
    result = schedule.result
    count, bound = result.headcount or 0, result.headcount_bound
    if bound is None:
        said = say("whether fewer would do is not known")
    elif bound >= count:
        said = say("fewer is impossible")
    else:
        said = say("at least {bound} are needed: that is proven", bound=bound)
    roles = Counter(member.role for member in result.managers)
    rows: list[list[Cell]] = [[role_in_words(role), people] for role, people in roles.items()]
    columns = [Column(say("role")), Column(say_as("heading", "people"), "count")]
    table = Table("roles", say("Who they are"), columns, [*rows, [say("together"), count]])
    return Tile(say("People"), str(count), said, [table, *_prose(how_far_of(count, result.stretch, result.one_fewer))])


def _cost(schedule: Schedule) -> Tile:
    result = schedule.result
    cost, bound = result.monthly_cost or 0.0, result.monthly_cost_bound
    currency = plain(schedule.plan.currency)
    people, is_of_so_many = result.headcount or 0, schedule.plan.objective[0] == "people"
    if bound is None:
        said = say("whether less would do is not known")
    elif bound >= cost - _ALMOST * max(1.0, cost):
        said = say("the least for {n} {n:person|people}", n=people) if is_of_so_many else say("the least")
    else:
        least = amount(schedule.plan, bound)
        said = say("at least {least}", least=least)
        if is_of_so_many:
            said = say("at least {least} for {n} {n:person|people}", least=least, n=people)
    in_all = 0.0
    rows: list[list[Cell]] = []
    for member in result.managers:
        in_all += member.monthly_cost
        rows.append([member.name, member.monthly_cost, in_all])
    columns = [Column(say("name"), "name"), Column(say("cost a month"), "money"), Column(say("so far"), "money")]
    table = Table("cost", say("Salaries added up"), columns, rows)
    title = say("Cost a month, {currency}", currency=currency) if currency else say("Cost a month")
    return Tile(title, money(cost), said, [table])


def _odds(schedule: Schedule) -> Tile:
    odds = schedule.result.odds
    if odds is None or not odds.targets:
        return Tile(say("Odds"), say("not known"), say("chance is not reckoned with in this answer"), [])
    said = say("that all targets are met at once") if len(odds.targets) > 1 else say("that the target is met")
    rows: list[list[Cell]] = [[target_in_words(path), of_target] for path, of_target in odds.targets.items()]
    note = say("Targets hang together, so that the odds of all are no product of these.") if len(rows) > 1 else ""
    columns = [Column(say("target"), "name"), Column(say("odds"), "share")]
    table = Table("odds", say("The odds of each target"), columns, rows, note)
    return Tile(say("Odds"), chance(odds.all), said, [table, *_prose(odds_sentence(schedule.result))])


def _room(schedule: Schedule) -> Tile:
    result = schedule.result
    if result.stretch is None or result.stretch.reach is None:
        return Tile(say("Room"), say("not known"), say("how far these people could get was not worked out"), [])
    reach = result.stretch.reach
    rows: list[list[Cell]] = [
        [target_in_words(line.path), line.wanted, reach, reach * line.wanted] for line in target_lines(schedule.horizon)
    ]
    columns = [Column(say("target"), "name"), Column(say("wanted"), "money")]
    columns += [Column(say("times"), "share"), Column(say("makes"), "money")]
    table = Table("room", say("What the same people could reach"), columns, rows)
    said = say("of every target, if all time to spare went into contacts")
    return Tile(say("Room"), share(reach), said, [table])


def _prose(sentence: str) -> Iterator[Block]:
    if sentence:
        yield Prose(sentence)
