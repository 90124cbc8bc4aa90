"""Who could be on duty in a slot, and why others cannot."""

from __future__ import annotations

import datetime as dt

from salescrew.language import say
from salescrew.models.answers.slot_staff import SlotStaff, Unable
from salescrew.models.department.day_menu import Menus
from salescrew.models.department.department import Department
from salescrew.models.department.leads import Slot
from salescrew.models.department.people import Person
from salescrew.models.department.posts import funnels_worked, queues_answered
from salescrew.models.department.roles import meaning_of
from salescrew.models.plan.sections.people import Candidate, PersonFields
from salescrew.models.plan.sections.roles import ROLES, role_in_words
from salescrew.models.plan.weekdays import weekday_of
from salescrew.models.plan.words import day_in_words, either_of, listed_names, on_weekday


def slot_staff(department: Department, slot: Slot) -> SlotStaff:
    """Count who could be on duty in a slot, and say of everyone else why not."""
    gathered: dict[str, list[Person]] = {}
    for person in department.everyone:
        name = person.record.profile if isinstance(person.record, Candidate) else person.name
        gathered.setdefault(name, []).append(person)
    able, unable = 0, []
    for name, members in gathered.items():
        why = _why_not(department, members[0].record, slot)
        if why is None:
            able += len(members)
        else:
            unable.append(Unable(name=name, people=len(members), why=why))
    return SlotStaff(
        date=slot.date,
        slot=slot.name,
        queue=slot.where.stated,
        required=slot.required,
        able=able,
        unable=tuple(unable),
    )


def _why_not(department: Department, record: PersonFields, slot: Slot) -> str | None:
    plan, day = department.plan, slot.date
    if day not in department.horizon.days_there(record):
        return _why_not_there(record, day)
    roles = [role for role in record.roles if meaning_of(role).on_duty]
    if not roles:
        return may_only(record)
    if record.slots is not None and slot.name not in record.slots:
        return say("is never on duty in the {slot}", slot=slot.name)
    able = [role for role in roles if slot.queue in queues_answered(plan, record, role)]
    if not able:
        missing = [name for name in slot.leads if name not in funnels_worked(plan, record, roles[0])]
        return say("does not work {funnels}", funnels=listed_names(missing))
    menus = Menus(plan)
    if not any(pattern.get("duty") for role in able for pattern in menus.on(weekday_of(day), record, role)):
        return say("has no day pattern with duty")
    return None


def _why_not_there(record: PersonFields, day: dt.date) -> str:
    if record.first_day is not None and day < record.first_day:
        return say("is there only from {day}", day=day_in_words(record.first_day))
    if record.until is not None and day > record.until:
        return say("is there only until {day}", day=day_in_words(record.until))
    if any(day in interval for interval in record.days_off):
        return say("is off that day")
    if record.rota is not None:
        return say("is off by the rota that day")
    return say("does not work {on_weekdays}", on_weekdays=on_weekday(day))


def may_only(record: PersonFields) -> str:
    """Say what a person may be, where that is not everything."""
    roles = [role for role in ROLES if role in record.roles]
    if len(roles) == 1:
        return say(meaning_of(roles[0]).may_only)
    return say("may only be {roles}", roles=either_of(map(role_in_words, roles)))
