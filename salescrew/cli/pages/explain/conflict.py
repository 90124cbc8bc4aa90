"""Why a plan cannot be met, as sentences and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator

from salescrew.cli.render.cells import number, plain, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.answers.explained.conflict import Conflict, Member
from salescrew.models.answers.slot_staff import SlotStaff
from salescrew.models.department.department import Department
from salescrew.models.plan.words import day_in_words, listed_names

_AWAY = {"days_off": ("is off that day", "are off that day")}
_WITHOUT = {True: "can be met", False: "is still impossible", None: "not known"}
_GIVEN = {
    True: "Taken as given: the people, when they are there and what they may do; leads, conversions and day patterns.",
    False: "Taken as given: how many people there are and what they get done in a day; leads and conversions.",
}


def sentences(department: Department, conflict: Conflict) -> list[str]:
    """Say what cannot hold together, how far the people get, and who is missing where."""
    said = [
        _headline(conflict),
        *_reach(department, conflict),
        *_too_late(department, conflict),
        *map(_missing, conflict.slots),
        *_overloaded(conflict),
        *_beyond(conflict),
    ]
    return [plain(sentence) for sentence in said]


def tables(conflict: Conflict) -> list[Table]:
    """Show the members, and who could be on duty in the slots among them."""
    return [_members(conflict), *_staff(conflict)]


def _headline(conflict: Conflict) -> str:
    said = _said(conflict)
    if len(conflict.members) == 1:
        return f"Impossible by itself: {said[0]}."
    return f"Impossible together: {'; '.join(said)}."


def _said(conflict: Conflict) -> list[str]:
    """Say each member, and together who is away on the one day that it is about."""
    days = {slot.date for member in conflict.members if member.kind == "duty" for slot in conflict.slots}
    all_single = len(conflict.slots) == sum(member.kind == "duty" for member in conflict.members)
    said, away = [], []
    for member in conflict.members:
        if len(days) == 1 and all_single and member.where.endswith(".days_off"):
            away.append(member.conditions[0].of[1])
        else:
            said.append(member.says)
    if away:
        said.insert(len(conflict.slots), f"{listed_names(away)} {_AWAY['days_off'][len(away) > 1]}")
    return said


def _reach(department: Department, conflict: Conflict) -> Iterator[str]:
    """Say how far the people get towards the targets among the members."""
    most = conflict.reach_at_most
    if most is None:
        return
    if most >= 1:
        yield "It is close: only a look at every single day shows that it is impossible."
        return
    targets = sum(member.kind == "target" for member in conflict.members)
    whole = "that target" if targets == 1 else "these targets at once"
    # a bound is never rounded to less than it is
    far = f"at most {share(math.ceil(most * 1000) / 1000)} of {whole}" if most > 0 else f"nothing of {whole}"
    everyone = len(department.everyone)
    who = (
        f"All {everyone:,} people of the plan together reach" if everyone > 1 else "The one person of the plan reaches"
    )
    if len(conflict.members) == targets:
        yield f"{who} {far}, whatever else is left out."
    else:
        others = "the other one holds" if len(conflict.members) == targets + 1 else "the others hold"
        yield f"While {others}, people reach {far}."


def _too_late(department: Department, conflict: Conflict) -> Iterator[str]:
    """Say for each funnel from when on nothing that enters it pays in time."""
    plan, horizon = department.plan, department.horizon
    for last in conflict.last_entries:
        what = "a contact opened" if plan.funnels[last.funnel].channel == "outbound" else "a lead answered"
        end = day_in_words(horizon.last_day)
        if last.day is None:
            yield f"{last.funnel}: nothing that enters it within the plan is paid by {end}."
        elif last.day < horizon.working_days[-1]:
            yield f"{last.funnel}: {what} after {day_in_words(last.day)} cannot pay by {end}."


def _missing(slot: SlotStaff) -> str:
    """Say how many of the people of the plan could be there, where that is too few."""
    where = f"{day_in_words(slot.date)}, {slot.where.name}"
    in_all = slot.able + sum(unable.people for unable in slot.unable)
    of_all = f"{slot.able:,} of the {in_all:,} people" if slot.able else f"none of the {in_all:,} people"
    if in_all == 1:
        of_all = "the one person" if slot.able else "not even the one person"
    return f"{where}: {slot.required:,} needed, and {of_all} of the plan could be on duty{_enough(slot)}."


def _enough(slot: SlotStaff) -> str:
    return ", were it not for the rest" if slot.able >= slot.required else ""


def _overloaded(conflict: Conflict) -> Iterator[str]:
    """Say how much work finds no time; the total is what is proven, where it falls is an example."""
    if not conflict.overloaded:
        return
    work: dict[tuple[str, str], float] = {}
    for row in conflict.overloaded:
        work[row.funnel, row.activity] = work.get((row.funnel, row.activity), 0.0) + row.short
    each = [f"{number(short)} {activity} of {funnel}" for (funnel, activity), short in work.items()]
    first = min(row.week for row in conflict.overloaded)
    yield f"At least {listed_names(each)} find no time, for instance of those due in the week of {day_in_words(first)}."


def _beyond(conflict: Conflict) -> Iterator[str]:
    """Say whether what is named is the only thing that is wrong, and what is not proven."""
    alone = [member for member in conflict.members if member.enough]
    if not alone and all(member.enough is False for member in conflict.members):
        which = "this" if len(conflict.members) == 1 else "any one of these"
        yield f"That is not all: even without {which} the plan is impossible, for other reasons."
    if not conflict.irreducible:
        yield "Not proven in the time given: that all of these are needed for it to be impossible."


def _members(conflict: Conflict) -> Table:
    rows: list[list[Cell]] = [[member.says, _where(member), _WITHOUT[member.enough]] for member in conflict.members]
    columns = [Column("what"), Column("in the plan"), Column("without it the plan")]
    return Table("conflict", "What cannot hold together", columns, rows, _GIVEN[conflict.people_as_they_are])


def _where(member: Member) -> str:
    return "leads and duty" if member.kind == "duty" else member.where


def _staff(conflict: Conflict) -> Iterator[Table]:
    """List who cannot be on duty, where too few can."""
    rows: list[list[Cell]] = []
    for slot in conflict.slots:
        if slot.able < slot.required:
            where = f"{day_in_words(slot.date)}, {slot.where.name}"
            rows += [[where, unable.name, unable.people, unable.why] for unable in slot.unable]
    if rows:
        columns = [
            Column("slot", group=True),
            Column("who", "name"),
            Column("people", "count"),
            Column("why not on duty"),
        ]
        yield Table("staff", "Who cannot be on duty", columns, rows)
