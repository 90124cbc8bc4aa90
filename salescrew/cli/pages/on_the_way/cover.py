"""Who could take the duty of somebody who is away, as a page and as a plain table."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.words import away, of_activity
from salescrew.cli.render.cells import about, plain, weekday
from salescrew.cli.render.flat import joined_table
from salescrew.cli.render.page import Cell, Column, Page, Table, Word, filled
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.cover import Cover, CoverOption, SlotToCover
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import listed_names

_NOTE = to_say(
    "revenue: what is lost by contacts that are not opened, and by what this person makes less of the leads than the "
    "one who is away (below 0: more), as far as the plan counts it."
)
_WORK_NOTE = to_say(
    "until: follow-up work within the weeks of grace, contacts in that week. who has time: beside what is asked of "
    "them already, the soonest first. brings: contacts within the plan. `replan` says who does what."
)
_MOST_NAMED = 3


def cover_page(plan: Plan, found: Cover) -> Page:
    """Write who could take which slot, and who cannot."""
    absent = "; ".join(away(row.manager, row.days) for row in found.absent)
    tables = [_options(found), _unable(found), _work(found)]
    return Page(headline(found), f"{plain(plan.name)}: {absent}", [table for table in tables if table.rows])


def cover_table(found: Cover) -> Table:
    """List everybody who could take a slot, a row each."""
    several = any(slot.queue for slot in found.slots)
    return joined_table(
        "options",
        "Options",
        ("date", "slot", *(["queue"] if several else []), "away", "rank"),
        CoverOption,
        (
            ((slot.date, slot.slot, *([slot.queue] if several else []), slot.away, rank), option)
            for slot in found.slots
            for rank, option in enumerate(slot.options, 1)
        ),
    )


def headline(found: Cover) -> str:
    """Say in a line whether everything can be covered."""
    if found.work:
        return say("{duty}; {work} wait besides.", duty=_duty(found), work=_waits(found))
    return f"{_duty(found)}."


def _duty(found: Cover) -> str:
    slots, nobody = len(found.slots), sum(not slot.options for slot in found.slots)
    if not slots:
        return say("No duty is to be covered: whoever is away has none on these days")
    if not nobody:
        return say("{n} {n:slot|slots} to cover, and somebody for each", n=slots)
    if nobody == slots:
        return say("{n} {n:slot|slots} to cover, and nobody who could take {n:it|any}", n=slots)
    return say("{n} {n:slot|slots} to cover; for {nobody} of them there is nobody", n=slots, nobody=nobody)


def _waits(found: Cover) -> str:
    """Say how much else waits, by what it is."""
    amounts: dict[tuple[str, str], float] = {}
    for row in found.work:
        amounts[row.kind, row.what] = amounts.get((row.kind, row.what), 0.0) + row.amount
    return listed_names(_amount_of(kind, plain(what), amount) for (kind, what), amount in amounts.items())


def _amount_of(kind: str, what: str, amount: float) -> str:
    if kind == "contacts":
        return say("{amount} contacts {funnel}", amount=about(amount), funnel=what)
    return of_activity(about(amount), what)


def _options(found: Cover) -> Table:
    columns = [
        Column(say_as("heading", "slot"), group=True),
        Column(say_as("heading", "away"), "name"),
        Column(say("who could take it"), "name"),
        Column(say("role")),
        Column(say_as("heading", "revenue"), "money"),
        Column(say("quotas\nchanged"), "count"),
        Column(say("contacts lost")),
        Column(say("to be moved")),
        Column(say("that day also"), "name"),
        Column(say("slots\nthat week"), "count"),
    ]
    rows: list[list[Cell]] = []
    for slot in found.slots:
        rows += [[*_slot(slot), *_option(option)] for option in slot.options] or [
            [*_slot(slot), Word(say("nobody")), *[None] * 7]
        ]
    return filled(Table("options", say("Who could take it"), columns, rows, " ".join(_notes(found))))


def _notes(found: Cover) -> Iterator[str]:
    """Explain the columns that stand there."""
    options = [option for slot in found.slots for option in slot.options]
    if options:
        yield say(_NOTE)
        if any(option.moved for option in options):
            yield say("to be moved: follow-up work for other days.")
        yield say("What costs least comes first.")


def _work(found: Cover) -> Table:
    """List what those who are away were to do besides, and who has time for it."""
    rows: list[list[Cell]] = []
    for row in found.work:
        what = _amount_of(row.kind, row.what, row.amount)
        options = [
            say("{name} on {day} ({room})", name=one.manager, day=weekday(one.date), room=about(one.room))
            for one in row.options[:_MOST_NAMED]
        ]
        who: Cell = tuple(options) if options else Word(say("nobody"))
        rows.append([row.date, row.away, what, row.last_day, who, row.revenue or None])
    columns = [
        Column(say_as("heading", "day"), "day", group=True),
        Column(say_as("heading", "away"), "name"),
        Column(say("was to do"), "name"),
        Column(say_as("due", "until"), "day"),
        Column(say("who has time (for how much)"), "name"),
        Column(say_as("heading", "brings"), "money"),
    ]
    return Table("work", say("What else waits"), columns, rows, say(_WORK_NOTE))


def _slot(slot: SlotToCover) -> tuple[str, str]:
    return f"{weekday(slot.date)} {slot.where.name}", slot.away


def _option(option: CoverOption) -> list[Cell]:
    lost = ", ".join(
        say_as("contacts", "{amount} {funnel}", amount=about(n), funnel=of) for of, n in option.lost.items()
    )
    moved = ", ".join(of_activity(about(amount), activity) for activity, amount in option.moved.items())
    also = tuple(where.name for where in option.covered)
    return [
        option.manager,
        role_in_words(option.role),
        option.revenue,
        option.quotas,
        lost,
        moved,
        also,
        option.slots_in_week,
    ]


def _unable(found: Cover) -> Table:
    """List who cannot, by reason."""
    rows: list[list[Cell]] = []
    for slot in found.slots:
        by_reason: dict[str, list[str]] = {}
        for one in slot.unable:
            by_reason.setdefault(one.why, []).append(one.name)
        rows += [[_slot(slot)[0], tuple(names), why] for why, names in by_reason.items()]
    columns = [
        Column(say_as("heading", "slot"), group=True),
        Column(say_as("heading", "who"), "name"),
        Column(say_as("heading", "why")),
    ]
    return Table("unable", say("Who cannot"), columns, rows)
