"""What a plan made anew keeps few: duty slots in other hands, changed quotas, and by how much they change."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salescrew.models.department.posts import Post
from salescrew.models.on_paper.after_end import worth_after_end
from salescrew.solver.engine.program import Term
from salescrew.solver.replan.effort import EFFORT, WITHIN
from salescrew.solver.replan.model import ReplanModel
from salescrew.solver.replan.person_days import WeekColumns


def slots_taken(model: ReplanModel) -> list[Term]:
    """Count the duty slots that somebody takes who does not have them now."""
    return [
        (column, 1.0)
        for post in model.team
        for day in post.day_set
        if (columns := model.days.get((day, post.names[0])))
        for where, column in columns.duty.items()
        if where not in model.held(post, day).duty
    ]


def slots_changed(model: ReplanModel) -> list[Term]:
    """Count the duty slots that somebody takes, and the places of now that stay open where some may."""
    terms = slots_taken(model)
    for day, slots in model.department.slots_by_day.items():
        for slot in slots:
            now = model.incumbent.on_duty(day, slot.where)
            given_up = model.program.column()
            open_places = model.open_slots[slot.key]
            model.program.row([(open_places, 1.0), (given_up, -1.0)], at_most=slot.required - now)
            terms.append((given_up, 1.0))
    return terms


def quotas_changed(model: ReplanModel) -> list[Term]:
    """Count the quotas of people of the plan in force that are not as they are now, or whose contacts are not."""
    return [(column, 1.0) for columns in model.days.values() for column in columns.changed.values()]


@dataclass(frozen=True)
class GivenUp:
    """What contacts that are opened no more would bring after the end, as terms of a model.

    Attributes
    ----------
    post
        What one of the sum is in money: the dearest contact.
    kept
        What there is to keep.
    """

    terms: Sequence[Term]
    post: float
    kept: float

    @property
    def nothing(self) -> float:
        """What counts as nothing, since contacts are rounded."""
        return WITHIN.nothing_given_up * max(1.0, self.kept)

    def of(self, values: Sequence[float]) -> float:
        """Add it up in a solution."""
        return math.fsum(weight * values[column] for column, weight in self.terms)


def given_up(model: ReplanModel) -> GivenUp:
    """Measure what contacts that are opened no more would bring after the end, funnel by funnel.

    Those of people who are away are nobody's to keep. What others of the team open instead makes up for it, in the same
    funnel.
    """
    worth = worth_after_end(model.department.plan)
    post = max((each for by_week in worth.values() for each in by_week), default=0.0) or 1.0
    opened: dict[str, list[Term]] = {}
    now: dict[str, float] = {}
    for member in model.team:
        for week in model.department.weeks:
            columns = model.weeks.get((member.names[0], week), WeekColumns())
            for funnel, by_week in worth.items():
                each = by_week[week] * member.effectiveness[week] / post
                if funnel in columns.contacts:
                    opened.setdefault(funnel, []).append((columns.contacts[funnel], each))
                held = (model.held(member, day).contacts.get(funnel, 0.0) for day, _ in model.open_days(member, week))
                now[funnel] = now.get(funnel, 0.0) + each * math.fsum(held)
    terms = []
    for funnel, brings in now.items():
        if brings > 0:
            short = model.program.column()
            model.program.row([(short, 1.0), *opened.get(funnel, ())], at_least=brings)
            terms.append((short, 1.0))
    return GivenUp(terms, post, math.fsum(now.values()))


def quota_columns(model: ReplanModel) -> frozenset[int]:
    """Give the columns of quotas."""
    return frozenset(column for columns in model.days.values() for column in columns.quotas.values())


def deviation(model: ReplanModel, values: Sequence[float]) -> list[Term]:
    """Measure by how much quotas and contacts leave what they are now, and what is asked for in vain.

    Parameters
    ----------
    values
        A solution: which quotas change in it is settled.
    """
    terms: list[Term] = []
    for post in model.team:
        for week in model.department.weeks:
            now: dict[str, float] = {}
            for day, columns in model.open_days(post, week):
                held = model.held(post, day)
                for activity, column in columns.quotas.items():
                    terms.append(_away_from(model, column, held.quotas.get(activity, 0), 1.0))
                for funnel, contacts in held.contacts.items():
                    now[funnel] = now.get(funnel, 0.0) + contacts
            for funnel, column in model.weeks.get((post.names[0], week), WeekColumns()).contacts.items():
                terms.append(_away_from(model, column, now.get(funnel, 0.0), EFFORT.contacts_count))
            terms += _in_vain(model, post, week, values)
    return terms


def _in_vain(model: ReplanModel, post: Post, week: int, values: Sequence[float]) -> Iterator[Term]:
    """Measure what changed quotas ask for beyond the contacts that are opened within them and follow-up work."""
    columns = model.weeks.get((post.names[0], week), WeekColumns())
    for activity, work in columns.done.items():
        funnels = model.opened_with(post, activity)
        asked, kept = [], 0.0
        for day, of_day in model.open_days(post, week):
            if activity in of_day.changed and values[of_day.changed[activity]] > 0.5:
                asked.append((of_day.quotas[activity], 1.0))
            else:
                kept += sum(model.held(post, day).contacts.get(funnel, 0.0) for funnel in funnels)
        if asked and model.in_force(post):
            in_vain = model.program.column()
            done = [(columns.contacts[funnel], -1.0) for funnel in funnels if funnel in columns.contacts]
            model.program.row([*asked, *done, (work, -1.0), (in_vain, -1.0)], at_most=-kept)
            yield in_vain, EFFORT.in_vain_counts


def _away_from(model: ReplanModel, column: int, now: float, weight: float) -> Term:
    away = model.program.column()
    model.program.row([(column, 1.0), (away, -1.0)], at_most=now)
    model.program.row([(column, 1.0), (away, 1.0)], at_least=now)
    return away, weight
