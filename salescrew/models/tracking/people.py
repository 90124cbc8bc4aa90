"""What was asked of everybody, and what everybody did."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property

from salescrew.models.answers.progress import ActivityProgress, LeadsProgress, ManagerProgress, Span
from salescrew.models.facts.actuals import CONTACTS
from salescrew.models.facts.presence import Presence
from salescrew.models.plan.calendar import monday_of
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.tracking.passing import Passing
from salescrew.models.tracking.standing import Standing

ByDay = Mapping[dt.date, float]
Subject = tuple[str, str | None]
"""An activity, or contacts with their funnel."""


class People:
    """Everybody's quotas beside what was done.

    Parameters
    ----------
    as_of
        The day on which it is asked.
    """

    def __init__(self, standing: Standing, presence: Presence, as_of: dt.date) -> None:
        self.standing = standing
        self.planned: Schedule = standing.planned
        self.presence = presence
        self.as_of = as_of
        self.end = standing.end

    @cached_property
    def asked(self) -> dict[str, dict[Subject, dict[dt.date, float]]]:
        """The quotas by person, subject and day."""
        asked: dict[str, dict[Subject, dict[dt.date, float]]] = defaultdict(lambda: defaultdict(dict))
        for (day, name), row in self.planned.quotas.items():
            for activity, quota in row.activities.items():
                if quota:
                    asked[name][activity, None][day] = float(quota)
            for funnel, contacts in row.contacts.items():
                if contacts:
                    asked[name][CONTACTS, funnel][day] = contacts
        return asked

    @cached_property
    def done(self) -> dict[str, dict[Subject, dict[dt.date, float]]]:
        """What was done by person, subject and day."""
        done: dict[str, dict[Subject, dict[dt.date, float]]] = defaultdict(lambda: defaultdict(dict))
        for fact in self.standing.facts:
            if fact.kind in ("activity", "contacts"):
                subject = (fact.of, None) if fact.kind == "activity" else (CONTACTS, fact.funnel)
                days = done[fact.manager][subject]
                days[fact.date] = days.get(fact.date, 0.0) + fact.count
        return done

    @cached_property
    def _seen(self) -> set[tuple[dt.date, str]]:
        """The days on which somebody is known to have done anything."""
        kinds = ("activity", "contacts")
        return {
            (fact.date, fact.manager)
            for fact in self.standing.facts
            # whoever waited for leads that did not come was not idle
            if fact.kind == "leads" or (fact.kind in kinds and fact.count > 0)
        }

    def rows(self) -> tuple[ManagerProgress, ...]:
        """Describe everybody who has a role, and everybody else who did something."""
        others = sorted({name for _, name in self._seen} - self.planned.roles.keys())
        return tuple(self._row(name) for name in (*self.planned.roles, *others))

    def _row(self, name: str) -> ManagerProgress:
        asked, done = self.asked.get(name, {}), self.done.get(name, {})
        subjects = dict.fromkeys([*asked, *done])
        days = {day for of in asked.values() for day in of if day < self.end}
        days |= {day for (day, who) in self.planned.duty if who == name and day < self.end}
        absent = {day for day in days if self.presence.away(day, name) >= 1}
        idle = {day for day in days - absent if (day, name) not in self._seen}
        return ManagerProgress(
            manager=name,
            role=self.planned.roles.get(name),
            days_asked=len(days - absent),
            days_idle=len(idle),
            days_absent=len(absent),
            activities=tuple(
                self._activity(name, subject, asked.get(subject, {}), done.get(subject, {})) for subject in subjects
            ),
            leads=tuple(self._leads(name)),
        )

    def _activity(self, name: str, subject: Subject, asked: ByDay, done: ByDay) -> ActivityProgress:
        there = {day: quota * (1 - self.presence.away(day, name)) for day, quota in asked.items()}
        monday = monday_of(self.as_of)

        def span(counts: Callable[[dt.date], bool]) -> Span:
            quota = sum(amount for day, amount in there.items() if counts(day))
            so_much = sum(amount for day, amount in done.items() if counts(day))
            return Span(quota=quota, done=so_much, attainment=so_much / quota if quota else None)

        to_date = span(lambda day: day < self.end)
        today = span(lambda day: day == self.as_of)
        if self.as_of >= self.end:
            today = today.model_copy(update={"attainment": None})
        left = {day: quota for day, quota in there.items() if day >= self.end and quota}
        replan = self.planned.result.replan
        # a plan that was made anew has made up for what was behind before
        made = span(lambda day: (replan.as_of if replan else day) <= day < self.end)
        behind = max(0.0, made.quota - made.done)
        return ActivityProgress(
            activity=subject[0],
            funnel=subject[1],
            today=today,
            week=span(lambda day: monday <= day < self.end),
            to_date=to_date,
            excused=sum(asked[day] - there[day] for day in asked if day < self.end),
            left=sum(left.values()),
            behind=behind,
            days_left=len(left),
            catch_up=(sum(left.values()) + behind) / len(left) if left else None,
        )

    # ---- leads

    def _leads(self, name: str) -> list[LeadsProgress]:
        found = []
        for funnel in (one for one, of in self.planned.plan.funnels.items() if of.channel == "inbound"):
            expected = sum(
                leads.get(funnel, 0.0)
                for (day, who), leads in self.planned.leads.items()
                if who == name and day < self.end
            )
            if expected or (name, funnel) in self._taken:
                found.append(self._leads_of(name, funnel, expected))
        return found

    @cached_property
    def _taken(self) -> dict[tuple[str, str], dict[dt.date, float]]:
        """The leads taken by person and funnel, by day."""
        taken: dict[tuple[str, str], dict[dt.date, float]] = defaultdict(lambda: defaultdict(float))
        for fact in self.standing.facts:
            if fact.kind == "leads":
                taken[fact.manager, fact.funnel][fact.date] += fact.count
        return taken

    @cached_property
    def _passed(self) -> dict[tuple[str, str], float]:
        """What entered the stage after the leads, by the person whose name it has, and by funnel."""
        passed: dict[tuple[str, str], float] = defaultdict(float)
        for fact in self.standing.facts:
            if fact.kind in ("stage", "paid") and fact.manager and fact.of == self.planned.stages(fact.funnel)[1]:
                passed[fact.manager, fact.funnel] += fact.count
        return passed

    def _before_start(self, name: str, funnel: str) -> float:
        """Give a person's part of the leads that were taken before the start and have passed on or are lost since."""
        standing = self.standing
        first = [cohort for cohort in standing.before_start.get(funnel, ()) if cohort.stage == 0]
        over = sum(cohort.items * standing.share_passed(cohort) for cohort in first)
        leads = dict.fromkeys(self.planned.roles, 0.0)
        for day, who, count in self.planned.contacts(funnel) if over else ():
            leads[who] = leads.get(who, 0.0) + count * self.planned.worth(who, standing.horizon.week_of(day))
        return over * leads.get(name, 0.0) / (sum(leads.values()) or 1.0)

    def _leads_of(self, name: str, funnel: str, expected: float) -> LeadsProgress:
        stage = self.standing.plan.funnels[funnel].stages[0]
        taken = self._taken.get((name, funnel), {})
        in_all, worth, by_flow, by_calendar, certain = 0.0, 0.0, 0.0, 0.0, 0.0
        for day, leads in taken.items():
            week = self.standing.horizon.week_of(day)
            over = self.standing.share_over(week, stage.days_to_next)
            in_all += leads
            worth += leads * self.planned.worth(name, week)
            by_flow += leads * over
            by_calendar += leads * self.standing.is_time_over(day, stage.days_to_next)
            certain += leads * over**2
        worth = worth / in_all if in_all else self.planned.worth(name, min(self.standing.week, self.standing.weeks - 1))
        planned = stage.conversion * worth
        names_anybody = any(of == funnel for _, of in self._passed)
        passed, before = self._passed.get((name, funnel), 0.0), self._before_start(name, funnel) / (worth or 1.0)
        seen = Passing(passed, by_flow, by_calendar, certain, before).seen(planned)
        low, high = (seen.interval or (None, None)) if names_anybody else (None, None)
        return LeadsProgress(
            funnel=funnel,
            stage=self.planned.stages(funnel)[1],
            expected=expected,
            taken=in_all,
            decided=seen.of,
            passed=seen.passed if names_anybody else None,
            share=seen.share if names_anybody else None,
            planned=planned,
            low=low,
            high=high,
            differs=seen.differs_from(planned) if names_anybody else None,
        )
