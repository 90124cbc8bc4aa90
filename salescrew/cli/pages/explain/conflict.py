"""Why a plan cannot be met, as sentences and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator

from salescrew.cli.render.cells import number, plain, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, to_say
from salescrew.models.answers.explained.conflict import Conflict, Member
from salescrew.models.answers.slot_staff import SlotStaff
from salescrew.models.department.department import Department
from salescrew.models.plan.words import day_in_words, in_number, listed_names

_WITHOUT = {True: to_say("can be met"), False: to_say("is still impossible"), None: to_say("not known")}
_GIVEN = {
    True: to_say(
        "Taken as given: the people, when they are there and what they may do; leads, conversions and day patterns."
    ),
    False: to_say("Taken as given: how many people there are and what they get done in a day; leads and conversions."),
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
        return say("Impossible by itself: {condition}.", condition=said[0])
    return say("Impossible together: {conditions}.", conditions="; ".join(said))


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
        off = say("{names} {n:is|are} off that day", names=listed_names(away), n=len(away))
        said.insert(len(conflict.slots), off)
    return said


def _reach(department: Department, conflict: Conflict) -> Iterator[str]:
    """Say how far the people get towards the targets among the members."""
    most = conflict.reach_at_most
    if most is None:
        return
    if most >= 1:
        yield say("It is close: only a look at every single day shows that it is impossible.")
        return
    targets, everyone = sum(member.kind == "target" for member in conflict.members), len(department.everyone)
    far = _far(most, targets)
    if len(conflict.members) == targets + 1:
        yield say("While the other one holds, people reach {far}.", far=far)
    elif len(conflict.members) > targets:
        yield say("While the others hold, people reach {far}.", far=far)
    elif everyone > 1:
        yield say("All {n:,} people of the plan together reach {far}, whatever else is left out.", n=everyone, far=far)
    else:
        yield say("The one person of the plan reaches {far}, whatever else is left out.", far=far)


def _far(most: float, targets: int) -> str:
    """Say how much of the targets that is."""
    if most <= 0:
        return say("nothing of that target") if targets == 1 else say("nothing of these targets at once")
    # a bound is never rounded to less than it is
    reach = share(math.ceil(most * 1000) / 1000)
    if targets == 1:
        return say("at most {share} of that target", share=reach)
    return say("at most {share} of these targets at once", share=reach)


def _too_late(department: Department, conflict: Conflict) -> Iterator[str]:
    """Say for each funnel from when on nothing that enters it pays in time."""
    plan, horizon = department.plan, department.horizon
    for last in conflict.last_entries:
        end = day_in_words(horizon.last_day)
        if last.day is None:
            yield say("{funnel}: nothing that enters it within the plan is paid by {end}.", funnel=last.funnel, end=end)
        elif last.day >= horizon.working_days[-1]:
            continue
        elif plan.funnels[last.funnel].channel == "outbound":
            yield say(
                "{funnel}: a contact opened after {day} cannot pay by {end}.",
                funnel=last.funnel,
                day=day_in_words(last.day),
                end=end,
            )
        else:
            yield say(
                "{funnel}: a lead answered after {day} cannot pay by {end}.",
                funnel=last.funnel,
                day=day_in_words(last.day),
                end=end,
            )


def _missing(slot: SlotStaff) -> str:
    """Say how many of the people of the plan could be there, where that is too few."""
    return say(
        "{slot}: {required:,} needed, and {who} of the plan could be on duty{enough}.",
        slot=_where_and_when(slot),
        required=slot.required,
        who=_who_could(slot),
        enough=say(", were it not for the rest") if slot.able >= slot.required else "",
    )


def _where_and_when(slot: SlotStaff) -> str:
    return f"{day_in_words(slot.date)}, {slot.where.name}"


def _who_could(slot: SlotStaff) -> str:
    in_all = slot.able + sum(unable.people for unable in slot.unable)
    if in_all == 1:
        return say("the one person") if slot.able else say("not even the one person")
    if slot.able:
        return say("{able:,} of the {n:,} people", able=slot.able, n=in_all)
    return say("none of the {n:,} people", n=in_all)


def _overloaded(conflict: Conflict) -> Iterator[str]:
    """Say how much work finds no time; the total is what is proven, where it falls is an example."""
    if not conflict.overloaded:
        return
    work: dict[tuple[str, str], float] = {}
    for row in conflict.overloaded:
        work[row.funnel, row.activity] = work.get((row.funnel, row.activity), 0.0) + row.short
    each = [
        say(
            "{count} {activity} of {funnel}",
            count=number(short),
            activity=in_number(activity, number(short)),
            funnel=funnel,
        )
        for (funnel, activity), short in work.items()
    ]
    first = min(row.week for row in conflict.overloaded)
    yield say(
        "At least {work} find no time, for instance of those due in the week of {monday}.",
        work=listed_names(each),
        monday=day_in_words(first),
    )


def _beyond(conflict: Conflict) -> Iterator[str]:
    """Say whether what is named is the only thing that is wrong, and what is not proven."""
    alone = [member for member in conflict.members if member.enough]
    if not alone and all(member.enough is False for member in conflict.members):
        if len(conflict.members) == 1:
            yield say("That is not all: even without this the plan is impossible, for other reasons.")
        else:
            yield say("That is not all: even without any one of these the plan is impossible, for other reasons.")
    if not conflict.irreducible:
        yield say("Not proven in the time given: that all of these are needed for it to be impossible.")


def _members(conflict: Conflict) -> Table:
    rows: list[list[Cell]] = [
        [member.says, _where(member), say(_WITHOUT[member.enough])] for member in conflict.members
    ]
    columns = [Column(say("what")), Column(say("in the plan")), Column(say("without it the plan"))]
    return Table("conflict", say("What cannot hold together"), columns, rows, say(_GIVEN[conflict.people_as_they_are]))


def _where(member: Member) -> str:
    return say("leads and duty") if member.kind == "duty" else member.where


def _staff(conflict: Conflict) -> Iterator[Table]:
    """List who cannot be on duty, where too few can."""
    rows: list[list[Cell]] = []
    for slot in conflict.slots:
        if slot.able < slot.required:
            rows += [[_where_and_when(slot), unable.name, unable.people, unable.why] for unable in slot.unable]
    if rows:
        columns = [
            Column(say("slot"), group=True),
            Column(say("who"), "name"),
            Column(say("people"), "count"),
            Column(say("why not on duty")),
        ]
        yield Table("staff", say("Who cannot be on duty"), columns, rows)
