"""The four numbers of an answer: people, cost, odds and room, each with how it comes about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from salescrew.cli.pages.result.how_far import how_far_of
from salescrew.cli.pages.result.odds import chance, odds_sentence
from salescrew.cli.pages.words import amount, persons
from salescrew.cli.render.cells import money, plain, share
from salescrew.cli.render.html.document import Block, Prose, Tile, Tiles
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.department.targets import target_lines
from salescrew.models.schedule.schedule import Schedule

_ALMOST = 1e-6


def tiles(schedule: Schedule) -> Tiles:
    """Make the tiles of an answer that has a team."""
    return Tiles([_people(schedule), _cost(schedule), _odds(schedule), _room(schedule)])


def _people(schedule: Schedule) -> Tile:
    result = schedule.result
    count, bound = result.headcount or 0, result.headcount_bound
    if bound is None:
        said = "whether fewer would do is not known"
    else:
        said = "fewer is impossible" if bound >= count else f"at least {bound} are needed: that is proven"
    roles = Counter(member.role for member in result.managers)
    rows: list[list[Cell]] = [[role, people] for role, people in roles.items()]
    table = Table("roles", "Who they are", [Column("role"), Column("people", "count")], [*rows, ["together", count]])
    return Tile("People", str(count), said, [table, *_prose(how_far_of(count, result.stretch, result.one_fewer))])


def _cost(schedule: Schedule) -> Tile:
    result = schedule.result
    cost, bound = result.monthly_cost or 0.0, result.monthly_cost_bound
    currency = plain(schedule.plan.currency)
    of_so_many = f"for {persons(result.headcount)}" if schedule.plan.objective[0] == "people" else ""
    if bound is None:
        said = "whether less would do is not known"
    elif bound >= cost - _ALMOST * max(1.0, cost):
        said = f"the least {of_so_many}".strip()
    else:
        said = f"at least {amount(schedule.plan, bound)} {of_so_many}".strip()
    in_all = 0.0
    rows: list[list[Cell]] = []
    for member in result.managers:
        in_all += member.monthly_cost
        rows.append([member.name, member.monthly_cost, in_all])
    columns = [Column("name", "name"), Column("cost a month", "money"), Column("so far", "money")]
    table = Table("cost", "Salaries added up", columns, rows)
    return Tile(f"Cost a month{f', {currency}' if currency else ''}", money(cost), said, [table])


def _odds(schedule: Schedule) -> Tile:
    odds = schedule.result.odds
    if odds is None or not odds.targets:
        return Tile("Odds", "not known", "chance is not reckoned with in this answer", [])
    said = "that all targets are met at once" if len(odds.targets) > 1 else "that the target is met"
    rows: list[list[Cell]] = [[path, of_target] for path, of_target in odds.targets.items()]
    note = "Targets hang together, so that the odds of all are no product of these." if len(rows) > 1 else ""
    table = Table("odds", "The odds of each target", [Column("target", "name"), Column("odds", "share")], rows, note)
    return Tile("Odds", chance(odds.all), said, [table, *_prose(odds_sentence(schedule.result))])


def _room(schedule: Schedule) -> Tile:
    result = schedule.result
    if result.stretch is None or result.stretch.reach is None:
        return Tile("Room", "not known", "how far these people could get was not worked out", [])
    reach = result.stretch.reach
    rows: list[list[Cell]] = [
        [line.path, line.wanted, reach, reach * line.wanted] for line in target_lines(schedule.horizon)
    ]
    columns = [Column("target", "name"), Column("wanted", "money"), Column("times", "share"), Column("makes", "money")]
    table = Table("room", "What the same people could reach", columns, rows)
    said = "of every target, if all time to spare went into contacts"
    return Tile("Room", share(reach), said, [table])


def _prose(sentence: str) -> Iterator[Block]:
    if sentence:
        yield Prose(sentence)
