"""Who could take the duty of somebody who is away, as a page and as a plain table."""

from __future__ import annotations

from salescrew.cli.render.cells import about, plain, weekday
from salescrew.cli.render.flat import joined_table
from salescrew.cli.render.page import Cell, Column, Page, Table, Word
from salescrew.models.answers.cover import Cover, CoverOption, SlotToCover
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import listed_names

_NOTE = (
    "revenue: what is lost by contacts that are not opened, and by what this person makes less of the leads than the "
    "one who is away (below 0: more), as far as the plan counts it. to be moved: follow-up work for other days. What "
    "costs least comes first."
)
_WORK_NOTE = (
    "until: follow-up work within the weeks of grace, contacts in that week. who has time: beside what is asked of "
    "them already, the soonest first. brings: contacts within the plan. `replan` says who does what."
)
_MOST_NAMED = 3


def cover_page(plan: Plan, found: Cover) -> Page:
    """Write who could take which slot, and who cannot."""
    away = "; ".join(f"{plain(row.manager)} away {', '.join(map(str, row.days))}" for row in found.absent)
    tables = [_options(found), _unable(found), _work(found)]
    return Page(headline(found), f"{plain(plan.name)}: {away}", [table for table in tables if table.rows])


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
    if not found.slots:
        return f"No duty is to be covered: whoever is away has none on these days{_besides(found)}."
    slots = f"{len(found.slots)} {'slot' if len(found.slots) == 1 else 'slots'} to cover"
    nobody = sum(not slot.options for slot in found.slots)
    if not nobody:
        return f"{slots}, and somebody for each{_besides(found)}."
    if nobody == len(found.slots):
        return f"{slots}, and nobody who could take {'it' if nobody == 1 else 'any'}{_besides(found)}."
    return f"{slots}; for {nobody} of them there is nobody{_besides(found)}."


def _besides(found: Cover) -> str:
    return f"; {_waits(found)}" if found.work else ""


def _waits(found: Cover) -> str:
    """Say how much else waits, by what it is."""
    amounts: dict[str, float] = {}
    for row in found.work:
        what = f"contacts {plain(row.what)}" if row.kind == "contacts" else plain(row.what)
        amounts[what] = amounts.get(what, 0.0) + row.amount
    return f"{listed_names(f'{about(amount)} {what}' for what, amount in amounts.items())} wait besides"


def _options(found: Cover) -> Table:
    columns = [
        Column("slot", group=True),
        Column("away", "name"),
        Column("who could take it", "name"),
        Column("role"),
        Column("revenue", "money"),
        Column("quotas\nchanged", "count"),
        Column("contacts lost"),
        Column("to be moved"),
        Column("that day also", "name"),
        Column("slots\nthat week", "count"),
    ]
    rows: list[list[Cell]] = []
    for slot in found.slots:
        rows += [[*_slot(slot), *_option(option)] for option in slot.options] or [
            [*_slot(slot), Word("nobody"), *[None] * 7]
        ]
    return Table("options", "Who could take it", columns, rows, _NOTE)


def _work(found: Cover) -> Table:
    """List what those who are away were to do besides, and who has time for it."""
    rows: list[list[Cell]] = []
    for row in found.work:
        what = f"{about(row.amount)} {f'contacts {row.what}' if row.kind == 'contacts' else row.what}"
        options = [f"{one.manager} on {weekday(one.date)} ({about(one.room)})" for one in row.options[:_MOST_NAMED]]
        who: Cell = tuple(options) if options else Word("nobody")
        rows.append([row.date, row.away, what, row.last_day, who, row.revenue or None])
    columns = [Column("day", "day", group=True), Column("away", "name"), Column("was to do", "name")]
    columns += [Column("until", "date"), Column("who has time (for how much)", "name"), Column("brings", "money")]
    return Table("work", "What else waits", columns, rows, _WORK_NOTE)


def _slot(slot: SlotToCover) -> tuple[str, str]:
    return f"{weekday(slot.date)} {slot.where.name}", slot.away


def _option(option: CoverOption) -> list[Cell]:
    lost, moved = (
        ", ".join(f"{about(amount)} {what}" for what, amount in of.items()) for of in (option.lost, option.moved)
    )
    also = tuple(where.name for where in option.covered)
    return [option.manager, option.role, option.revenue, option.quotas, lost, moved, also, option.slots_in_week]


def _unable(found: Cover) -> Table:
    """List who cannot, by reason."""
    rows: list[list[Cell]] = []
    for slot in found.slots:
        by_reason: dict[str, list[str]] = {}
        for one in slot.unable:
            by_reason.setdefault(one.why, []).append(one.name)
        rows += [[_slot(slot)[0], tuple(names), why] for why, names in by_reason.items()]
    return Table("unable", "Who cannot", [Column("slot", group=True), Column("who", "name"), Column("why")], rows)
