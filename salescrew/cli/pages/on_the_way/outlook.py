"""Where a plan stands in a few sentences: how likely it is met, what tells of more, what it takes from now on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.render.cells import about, money, number, plain, share, weekday
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Table
from salescrew.models.answers.progress import CatchUp, Help, Indicator, Outlook, Progress, TargetPace
from salescrew.models.department.targets import is_count
from salescrew.models.plan.words import listed_names
from salescrew.models.tracking.pace import outlook_of

_MOST_NAMED = 3
OUTLOOKS: dict[Outlook, str] = {
    "reached": "reached",
    "on track": "on track",
    "even": "even odds",
    "at risk": "at risk",
    "behind": "behind",
}
_MOSTLY = 0.5
_SAME = 1e-6
_HELPS_NOTE = (
    "Each alone is enough for every target on average, from now on, if the rest goes by plan with the likely "
    "conversions; the smallest change comes first. Contacts are listed where there is room for them."
)


def headline(progress: Progress) -> str:
    """Say how likely the targets are met, and what tells of more to come."""
    if not progress.targets:
        return "The plan has no targets: what counts is that everybody who is asked for is on duty."
    ahead = [row for row in progress.targets if row.outlook != "reached"]
    if not ahead:
        return "Every target is reached."
    return " ".join([_how_likely(progress, ahead), *_signs(progress.indicators)])


def _how_likely(progress: Progress, ahead: Sequence[TargetPace]) -> str:
    random = [row for row in ahead if row.odds is not None]
    given = [row for row in ahead if row.odds is None]
    said = []
    if random and progress.odds is not None:
        word = OUTLOOKS[outlook_of(progress.odds)].capitalize()
        said.append(f"{word}: {chance(progress.odds)} that {_what(random)}.")
    if given:
        comes = listed_names(f"{plain(row.target)} comes to {share(row.likely / row.wanted)}" for row in given)
        missed = any(row.outlook == "behind" for row in given)
        said.append(f"{'Behind: ' if missed else ''}{comes} if the rest goes by plan.")
    return " ".join(said)


def _what(rows: Sequence[TargetPace]) -> str:
    if len(rows) == 1:
        (row,) = rows
        wanted = number(row.wanted) if is_count(row.target) else money(row.wanted)
        return f"{plain(row.target)} comes to {wanted}; likely {share(row.likely / row.wanted)} of it"
    worst = sorted(rows, key=lambda row: row.odds or 0.0)[:_MOST_NAMED]
    told = listed_names(f"{plain(row.target)} {chance(row.odds or 0.0)}" for row in worst)
    return f"all targets are met; of {told}" if len(worst) < len(rows) else f"all targets are met: {told}"


def _signs(indicators: Sequence[Indicator]) -> Iterator[str]:
    """Say what is below plan beyond chance, and when that is felt."""
    if indicators:
        told = [_sign(one) for one in indicators[:_MOST_NAMED]]
        more = len(indicators) - len(told)
        told += [f"{more} more {'is' if more == 1 else 'are'} below plan"] if more else []
        yield f"But {listed_names(told)}."


def _sign(one: Indicator) -> str:
    when = "" if one.in_time >= _MOSTLY else " (felt after the end)"
    if one.kind == "stage":
        name = f"{plain(one.stage)} of {plain(one.funnel)}"
        return f"{name} passes on {share(one.share)} where {share(one.planned)} was planned{when}"
    return f"{one.kind} {plain(one.funnel)} stand at {share(one.share)} of plan{when}"


def needed(progress: Progress) -> str:
    """Say what it takes from now on: contacts a day, or where these help no more all that is to be done."""
    told = [sentence for row in progress.catch_up if (sentence := _needed(row))]
    return " ".join(told[:_MOST_NAMED]) or _to_be_done(progress)


def _to_be_done(progress: Progress) -> str:
    """Add up what is left of everybody's quotas, and what is behind."""
    left: dict[str, float] = {}
    behind: dict[str, float] = {}
    for row in (row for one in progress.managers for row in one.activities if row.funnel is None):
        left[row.activity] = left.get(row.activity, 0.0) + row.left
        behind[row.activity] = behind.get(row.activity, 0.0) + row.behind
    asked = [f"{about(amount)} {plain(activity)}" for activity, amount in left.items() if amount]
    late = [f"{about(amount)} {plain(activity)}" for activity, amount in behind.items() if amount]
    if not asked:
        return ""
    and_behind = f", besides {listed_names(late)} that are behind" if late else ""
    return f"From now on {listed_names(asked)} are asked for{and_behind}."


def _needed(row: CatchUp) -> str:
    name = f"contacts {plain(row.funnel)}"
    if row.last_day is None or not row.days_left:
        return ""
    if row.needed is None:
        return f"No number of {name} reaches every target any more."
    days = f"on {row.days_left} {'day' if row.days_left == 1 else 'days'} up to {weekday(row.last_day)}"
    if row.needed <= row.planned * (1 + _SAME):
        a_day = f"{about(row.needed / row.days_left)} a day {days}"
        return f"As planned {number(row.needed)} {name} are left, {a_day}." if row.needed else ""
    # whole contacts, so that days and sum add up
    whole = math.ceil(row.needed / row.days_left - _SAME)
    room = f"{number(row.planned)} are planned, and there is room for {number(row.room)}"
    return f"It takes {number(whole)} {name} a day {days}, {number(whole * row.days_left)} in all; {room}."


def helps_table(progress: Progress) -> Table:
    """List what alone would still help."""
    columns = [Column("what", "name"), Column("likely or planned", "number"), Column("enough", "number")]
    columns += [Column("change", "share"), Column("room", "number")]
    rows: list[Sequence[Cell]] = [
        (_help(row), *(Figure(of, _kind(row)) for of in (row.before, row.after)), row.after / row.before - 1, row.most)
        for row in progress.helps
    ]
    return Table("helps", "What alone would still help", columns, rows, _HELPS_NOTE)


def _help(row: Help) -> str:
    match row.kind:
        case "contacts":
            return f"contacts {row.of} from now on"
        case "conversion":
            return f"conversion of {row.stage}, {row.of}"
        case "average_deal":
            return f"average deal of {row.of}"


def _kind(row: Help) -> Kind:
    return "share" if row.kind == "conversion" else "money" if row.kind == "average_deal" else "number"
