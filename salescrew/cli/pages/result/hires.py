"""When to hire whom, where a plan counts what people cost over the horizon or lets them come on several days."""

from __future__ import annotations

import datetime as dt

from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.department.people import Person
from salescrew.models.department.ties import cost, hiring_cost, is_counted_over_horizon
from salescrew.models.plan.sections.people import Candidate
from salescrew.models.schedule.schedule import Schedule

_NOTE = to_say("cost over the horizon: of all of them, for the days on which they are there, with what hiring costs.")


def hires_tables(schedule: Schedule) -> list[Table]:
    """Show who is to be hired, from when until when, and what that costs; nothing where it makes no difference."""
    if not is_counted_over_horizon(schedule.plan):
        return []
    horizon = schedule.horizon
    alike: dict[tuple[str, dt.date, dt.date], list[Person]] = {}
    for person in schedule.department.everyone:
        record = person.record
        if person.name in schedule.roles and isinstance(record, Candidate):
            span = record.first_day or horizon.calendar.start, record.until or horizon.last_day
            alike.setdefault((record.profile, *span), []).append(person)
    rows: list[list[Cell]] = []
    for (profile, first, last), members in sorted(alike.items(), key=lambda one: one[0][1]):
        records = [member.record for member in members]
        paid, once = sum(cost(horizon, record) for record in records), sum(map(hiring_cost, records))
        rows.append([profile, len(members), first, last, sum(record.monthly_cost for record in records), once, paid])
    if not rows:
        return []
    columns = [Column(say_as("heading", "whom"), "name"), Column(say_as("heading", "people"), "count")]
    columns += [Column(say_as("heading", "from"), "date"), Column(say_as("heading", "until"), "date")]
    columns += [Column(say("cost\na month"), "money"), Column(say("to hire"), "money")]
    columns += [Column(say("cost over\nthe horizon"), "money")]
    return [Table("hires", say("When to hire whom"), columns, rows, say(_NOTE))]
