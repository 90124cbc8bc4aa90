"""Where a plan stands in a few sentences: how likely it is met, what tells of more, what it takes from now on."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.pages.words import of_activity
from salescrew.cli.render.cells import about, money, number, plain, share, weekday
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Table, filled
from salescrew.language import say, say_as, to_say, to_say_as
from salescrew.models.answers.progress import CatchUp, Help, Indicator, Outlook, Progress, TargetPace
from salescrew.models.department.targets import is_count, target_in_words
from salescrew.models.plan.words import listed_names
from salescrew.models.tracking.pace import outlook_of

_MOST_NAMED = 3
OUTLOOKS: dict[Outlook, str] = {
    "reached": to_say_as("outlook", "reached"),
    "on track": to_say_as("outlook", "on track"),
    "even": to_say_as("outlook", "even odds"),
    "at risk": to_say_as("outlook", "at risk"),
    "behind": to_say_as("outlook", "behind"),
}
_MOSTLY = 0.5
_SAME = 1e-6
_HELPS_NOTE = to_say(
    "Each alone is enough for every target on average, from now on, if the rest goes by plan with the likely "
    "conversions; the smallest change comes first. Contacts are listed where there is room for them."
)


def headline(progress: Progress) -> str:
    """Say how likely the targets are met, and what tells of more to come."""
    if not progress.targets:
        return say("The plan has no targets: what counts is that everybody who is asked for is on duty.")
    ahead = [row for row in progress.targets if row.outlook != "reached"]
    if not ahead:
        return say("Every target is reached.")
    return " ".join([_how_likely(progress, ahead), *_signs(progress.indicators)])


def _how_likely(progress: Progress, ahead: Sequence[TargetPace]) -> str:
    random = [row for row in ahead if row.odds is not None]
    given = [row for row in ahead if row.odds is None]
    said = []
    if random and progress.odds is not None:
        said.append(_by_chance(in_words(outlook_of(progress.odds)).capitalize(), chance(progress.odds), random))
    if given:
        comes = listed_names(
            say(
                "{target} comes to {share}",
                target=plain(target_in_words(row.target)),
                share=share(row.likely / row.wanted),
            )
            for row in given
        )
        if any(row.outlook == "behind" for row in given):
            said.append(say("Behind: {targets} if the rest goes by plan.", targets=comes))
        else:
            said.append(say("{targets} if the rest goes by plan.", targets=comes))
    return " ".join(said)


def in_words(outlook: Outlook) -> str:
    """Say how a target stands."""
    return say_as("outlook", OUTLOOKS[outlook])


def _by_chance(outlook: str, odds: str, rows: Sequence[TargetPace]) -> str:
    if len(rows) == 1:
        (row,) = rows
        return say(
            "{outlook}: {odds} that {target} comes to {wanted}; likely {likely} of it.",
            outlook=outlook,
            odds=odds,
            target=plain(target_in_words(row.target)),
            wanted=number(row.wanted) if is_count(row.target) else money(row.wanted),
            likely=share(row.likely / row.wanted),
        )
    worst = sorted(rows, key=lambda row: row.odds or 0.0)[:_MOST_NAMED]
    told = listed_names(f"{plain(target_in_words(row.target))} {chance(row.odds or 0.0)}" for row in worst)
    if len(worst) < len(rows):
        return say(
            "{outlook}: {odds} that all targets are met; of {targets}.", outlook=outlook, odds=odds, targets=told
        )
    return say("{outlook}: {odds} that all targets are met: {targets}.", outlook=outlook, odds=odds, targets=told)


def _signs(indicators: Sequence[Indicator]) -> Iterator[str]:
    """Say what is below plan beyond chance, and when that is felt."""
    if indicators:
        told = [_sign(one) for one in indicators[:_MOST_NAMED]]
        more = len(indicators) - len(told)
        told += [say("{n} more {n:is|are} below plan", n=more)] if more else []
        yield say("But {signs}.", signs=listed_names(told))


_SIGNS = {
    "contacts": (
        to_say("contacts {funnel} stand at {share} of plan"),
        to_say("contacts {funnel} stand at {share} of plan (felt after the end)"),
    ),
    "leads": (
        to_say("leads {funnel} stand at {share} of plan"),
        to_say("leads {funnel} stand at {share} of plan (felt after the end)"),
    ),
    "stage": (
        to_say("{stage} of {funnel} passes on {share} where {planned} was planned"),
        to_say("{stage} of {funnel} passes on {share} where {planned} was planned (felt after the end)"),
    ),
}
"""What is below plan, felt in time and not."""


def _sign(one: Indicator) -> str:
    in_time, later = _SIGNS[one.kind]
    return say(
        in_time if one.in_time >= _MOSTLY else later,
        stage=plain(one.stage),
        funnel=plain(one.funnel),
        share=share(one.share),
        planned=share(one.planned),
    )


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
    asked = [_so_many(activity, amount) for activity, amount in left.items() if amount]
    late = [_so_many(activity, amount) for activity, amount in behind.items() if amount]
    if not asked:
        return ""
    if late:
        return say(
            "From now on {asked} are asked for, besides {late} that are behind.",
            asked=listed_names(asked),
            late=listed_names(late),
        )
    return say("From now on {asked} are asked for.", asked=listed_names(asked))


def _so_many(activity: str, amount: float) -> str:
    return of_activity(about(amount), activity)


def _needed(row: CatchUp) -> str:
    funnel = plain(row.funnel)
    if row.last_day is None or not row.days_left:
        return ""
    if row.needed is None:
        return say("No number of contacts {funnel} reaches every target any more.", funnel=funnel)
    # whole contacts, so that days and sum add up
    a_day = math.ceil(row.needed / row.days_left - _SAME)
    if row.needed <= row.planned * (1 + _SAME):
        return _as_planned(row, row.last_day, a_day) if row.needed else ""
    return say(
        "It takes {a_day:,} contacts {funnel} a day on {days} {days:day|days} up to {last_day}, {sum:,} in all; "
        "{planned} "
        "are planned, and there is room for {room}.",
        a_day=a_day,
        funnel=funnel,
        days=row.days_left,
        last_day=weekday(row.last_day),
        sum=a_day * row.days_left,
        planned=number(row.planned),
        room=number(row.room),
    )


def _as_planned(row: CatchUp, last_day: dt.date, a_day: int) -> str:
    return say(
        "As planned {needed} contacts {funnel} are left, up to {a_day:,} a day on {days} {days:day|days} up to "
        "{last_day}.",
        needed=number(row.needed or 0.0),
        funnel=plain(row.funnel),
        a_day=a_day,
        days=row.days_left,
        last_day=weekday(last_day),
    )


def helps_table(progress: Progress) -> Table:
    """List what alone would still help."""
    columns = [Column(say_as("heading", "what"), "name"), Column(say("likely or planned"), "number")]
    columns += [Column(say("enough"), "number")]
    columns += [Column(say_as("heading", "change"), "share"), Column(say_as("heading", "room"), "number")]
    rows: list[Sequence[Cell]] = [
        (_help(row), *(Figure(of, _kind(row)) for of in (row.before, row.after)), row.after / row.before - 1, row.most)
        for row in progress.helps
    ]
    return filled(Table("helps", say("What alone would still help"), columns, rows, say(_HELPS_NOTE)))


def _help(row: Help) -> str:
    match row.kind:
        case "contacts":
            return say("contacts {funnel} from now on", funnel=row.of)
        case "conversion":
            return say("conversion of {stage}, {funnel}", stage=row.stage, funnel=row.of)
        case "average_deal":
            return say("average deal of {product}", product=row.of)


def _kind(row: Help) -> Kind:
    return "share" if row.kind == "conversion" else "money" if row.kind == "average_deal" else "number"
