"""Who could take the duty of somebody who is away, as a page and as a plain table."""

from __future__ import annotations

from salescrew.cli.render.cells import number, plain, weekday
from salescrew.cli.render.flat import joined_table
from salescrew.cli.render.page import Cell, Column, Page, Table, Word
from salescrew.models.answers.cover import Cover, CoverOption, SlotToCover
from salescrew.models.plan.plan import Plan

_NOTE = (
    "revenue: what is lost by contacts that are not opened, and by what this person makes less of the leads than the "
    "one who is away (below 0: more), as far as the plan counts it. to be moved: follow-up work for other days. What "
    "costs least comes first."
)


def cover_page(plan: Plan, found: Cover) -> Page:
    """Write who could take which slot, and who cannot."""
    away = "; ".join(f"{plain(row.manager)} away {', '.join(map(str, row.days))}" for row in found.absent)
    tables = [_options(found), _unable(found)]
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
        return "Nothing is to be covered: whoever is away has no duty on these days."
    slots = f"{len(found.slots)} {'slot' if len(found.slots) == 1 else 'slots'} to cover"
    nobody = sum(not slot.options for slot in found.slots)
    if not nobody:
        return f"{slots}, and somebody for each."
    if nobody == len(found.slots):
        return f"{slots}, and nobody who could take {'it' if nobody == 1 else 'any'}."
    return f"{slots}; for {nobody} of them there is nobody."


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


def _slot(slot: SlotToCover) -> tuple[str, str]:
    return f"{weekday(slot.date)} {slot.where.name}", slot.away


def _option(option: CoverOption) -> list[Cell]:
    lost, moved = (
        ", ".join(f"{number(amount)} {what}" for what, amount in of.items()) for of in (option.lost, option.moved)
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
