"""A plan and a result side by side, as every rule looks at them.

A row of the result that cannot be meant (somebody unknown, a day that does not exist, the same row again) is
reported by one rule and left aside by the others, so that one fault is one violation as far as that can be.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property, partial

from salescrew.checker.closeness import LARGEST, is_amount
from salescrew.checker.days import Days
from salescrew.checker.flow import Due, Work, due_work, entering, follow_up_counts, handled_by, work_by_name
from salescrew.checker.leads import Place, Slot, queues, rule_of, slots_with_leads
from salescrew.checker.team import People, Post, activities
from salescrew.checker.worth import Worth, under_way
from salescrew.models.answers.result import QuotaRow, Result, RosterRow
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import Funnel
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.sections.roles import ROLES, Role
from salescrew.models.plan.so_far import Entered

PersonDay = tuple[dt.date, str]
PersonWeek = tuple[str, int]


class Case:
    """A plan and a result, with what follows from each.

    Attributes
    ----------
    asked_plan
        The plan as it was asked, where the result says of another one what it leaves open or undone.
    """

    def __init__(
        self,
        plan: Plan,
        result: Result,
        parent: Result | None = None,
        in_force: Case | None = None,
        asked: Plan | None = None,
    ) -> None:
        self.asked_plan = asked or plan
        self.plan = plan
        self.result = result
        self.parent = parent
        self.in_force = in_force
        self.days = Days(plan)
        self.people = People(plan, {member.name: member.from_ for member in result.managers if member.from_})
        self.activities = activities(plan)

    @cached_property
    def slots(self) -> dict[Place, Slot]:
        """The slots with leads, in order of time."""
        return slots_with_leads(self.plan, self.days.working)

    @cached_property
    def slots_asked(self) -> dict[Place, Slot]:
        """The slots with leads of the plan as it was asked."""
        if self.asked_plan is self.plan:
            return self.slots
        return slots_with_leads(self.asked_plan, self.days.working)

    @cached_property
    def posts(self) -> dict[str, Post]:
        """The people who have a role, by name."""
        alike: dict[tuple[int, str], Post] = {}
        posts: dict[str, Post] = {}
        for member in self.result.managers:
            record = self.people.find(member.name)
            if record is not None and member.name not in posts:
                # Candidates of a profile share one record, and then one post serves them all.
                key = (id(record), member.role)
                if key not in alike:
                    alike[key] = Post(self.plan, self.days, record, member.role)
                posts[member.name] = alike[key]
        return posts

    @cached_property
    def roster(self) -> dict[PersonDay, RosterRow]:
        """The roster's rows of people with a role on days on which they are there; of equal ones the first."""
        rows: dict[PersonDay, RosterRow] = {}
        for row in self.result.roster:
            post = self.posts.get(row.manager)
            if post is not None and row.date in post.days_there:
                rows.setdefault((row.date, row.manager), row)
        return rows

    @cached_property
    def worked_before(self) -> dict[PersonDay, RosterRow]:
        """The roster's rows of the days of this week that were over when the plan was made anew."""
        week = self.days.first_week
        return {
            (row.date, row.manager): row
            for row in self.result.roster
            if self.days.is_over(row.date) and self.days.week_of(row.date) == week and row.manager in self.posts
        }

    @cached_property
    def _slots_before(self) -> dict[Place, Slot]:
        return slots_with_leads(self.plan, sorted({day for day, _ in self.worked_before}))

    @cached_property
    def quotas(self) -> dict[PersonDay, QuotaRow]:
        """The quotas' rows that have a row in the roster; of equal ones the first."""
        rows: dict[PersonDay, QuotaRow] = {}
        for row in self.result.quotas:
            if (row.date, row.manager) in self.roster:
                rows.setdefault((row.date, row.manager), row)
        return rows

    @cached_property
    def on_duty(self) -> dict[Place, list[str]]:
        """Who covers each slot of the plan, by date and slot, and queue where there are several."""
        covering: dict[Place, list[str]] = defaultdict(list)
        for (day, name), row in self.roster.items():
            for where in self.places.intersection(row.covered) if row.duty else ():
                covering[day, where].append(name)
        return covering

    @cached_property
    def queues(self) -> list[str]:
        """The queues in which leads are answered."""
        return list(queues(self.plan))

    @cached_property
    def places(self) -> frozenset[QueueSlot]:
        """The slots of a day, with each queue where there are several."""
        every = self.queues if len(self.queues) > 1 else [""]
        return frozenset(QueueSlot(slot, queue) for slot in self.plan.calendar.slots for queue in every)

    def between_leads(self, row: RosterRow) -> dict[str, int]:
        """Count what the slots that somebody covers on a day add to it: only a mixed manager's."""
        if not row.duty or self.plan.duty is None or self._role_on(row) != "mixed":
            return {}
        known = self._slots_before if self.days.is_over(row.date) else self.slots
        done: dict[str, int] = {}
        for where in dict.fromkeys(row.covered):
            slot = known.get((row.date, where))
            rule = rule_of(self.plan, slot.queue) if slot else None
            if slot is not None and rule is not None and rule.between_leads is not None:
                activity = rule.between_leads.activity
                done[activity] = done.get(activity, 0) + slot.between_leads
        return done

    def _role_on(self, row: RosterRow) -> Role:
        """Give the role that somebody had on a day: that of before, where it changed when the plan was made anew."""
        if self.days.is_over(row.date) and row.manager in self._roles_before:
            return self._roles_before[row.manager]
        return self.posts[row.manager].role

    @cached_property
    def _roles_before(self) -> dict[str, Role]:
        changes = self.result.replan.changes if self.result.replan else ()
        was = {change.manager: change.was for change in changes if change.kind == "role"}
        return {name: role for name, found in was.items() for role in ROLES if role == found}

    @cached_property
    def allowance(self) -> dict[PersonWeek, dict[str, float]]:
        """What `(1 - absence)` times a person's patterns and `between_leads` of a week allow, by activity.

        In the week in which the plan was made anew: that of all its days, less what was asked on those that were over.
        Without absence nothing is carried from one day to another, and the days to come are all that counts.
        """
        allowed: defaultdict[PersonWeek, dict[str, float]] = defaultdict(partial(defaultdict, float))
        before = {key: row for key, row in self.worked_before.items() if self.posts[key[1]].record.absence}
        for (day, name), row in (*before.items(), *self.roster.items()):
            week = allowed[name, self.days.week_of(day)]
            for activity, count in row.pattern.items():
                week[activity] += count if 0 <= count <= LARGEST else min(max(count, 0), LARGEST)
            if row.duty:
                for activity, count in self.between_leads(row).items():
                    week[activity] += count
        for (name, _), week in allowed.items():
            present = 1 - self.posts[name].record.absence
            for activity in week:
                week[activity] *= present
        for asked in self.result.quotas if before else ():
            if (asked.date, asked.manager) in before:
                week = allowed[asked.manager, self.days.first_week]
                for activity, quota in asked.activities.items():
                    week[activity] = max(0.0, week[activity] - min(max(quota, 0), LARGEST))
        return dict(allowed)

    def time(self, name: str, week: int, activity: str) -> float:
        """Give the time that somebody has for an activity in a week: the allowance.

        In the week in which the plan was made anew one more, since what was asked on its days was rounded up.
        """
        allowed = self.allowance[name, week].get(activity, 0.0)
        is_rounded = week == self.days.first_week and any(who == name for _, who in self.worked_before)
        return allowed + 1 if is_rounded and self.posts[name].record.absence else allowed

    @cached_property
    def asked(self) -> dict[PersonWeek, dict[str, int]]:
        """A person's quotas of a week, by activity."""
        asked: defaultdict[PersonWeek, dict[str, int]] = defaultdict(partial(defaultdict, int))
        for (day, name), row in self.quotas.items():
            week = asked[name, self.days.working[day]]
            for activity, quota in row.activities.items():
                week[activity] += quota if quota > 0 else 0
        return dict(asked)

    def outbound(self, name: str) -> Funnel | None:
        """Find an outbound funnel."""
        funnel = self.plan.funnels.get(name)
        return funnel if funnel is not None and funnel.channel == "outbound" else None

    @cached_property
    def contacts(self) -> dict[PersonDay, dict[str, float]]:
        """A person's contacts of a day, by outbound funnel."""
        return {
            where: {name: count for name, count in row.contacts.items() if is_amount(count) and self.outbound(name)}
            for where, row in self.quotas.items()
            if row.contacts
        }

    @cached_property
    def opened_by_day(self) -> dict[PersonDay, dict[str, float]]:
        """A person's contacts of a day, by the activity that opens them."""
        opened: dict[PersonDay, dict[str, float]] = {}
        for where, contacts in self.contacts.items():
            day = opened.setdefault(where, defaultdict(float))
            for name, count in contacts.items():
                day[str(self.plan.funnels[name].opens_with)] += count
        return opened

    @cached_property
    def opened(self) -> dict[PersonWeek, dict[str, float]]:
        """A person's contacts of a week, by the activity that opens them."""
        opened: defaultdict[PersonWeek, dict[str, float]] = defaultdict(partial(defaultdict, float))
        for (day, name), by_activity in self.opened_by_day.items():
            week = opened[name, self.days.working[day]]
            for activity, contacts in by_activity.items():
                week[activity] += contacts
        return dict(opened)

    @cached_property
    def entering(self) -> dict[str, list[list[float]]]:
        """What the contacts and the duty roster bring into each stage, `paid` last, by funnel and week."""
        first_week = self.days.first_week
        return {
            name: entering(self.plan, name, first, first_week, worth=self.as_handled(name))
            for name, first in self.first_stages().items()
        }

    def as_handled(self, name: str) -> Callable[[int, int, float], float] | None:
        """Give what items of a funnel are worth that enter a stage in a week, as the result has them handled."""
        beyond = self.beyond.get(name)
        return (lambda k, week, items: items + beyond.get((k, week), 0.0)) if beyond else None

    @cached_property
    def counts_follow_up(self) -> bool:
        """Whether it counts who does the work of items."""
        return follow_up_counts(self.plan)

    @cached_property
    def handled(self) -> dict[tuple[str, int, int], list[tuple[str, float]]]:
        """Who handles how many items, by funnel, number of the stage, and week, as far as rows can be meant."""
        found: dict[tuple[str, int, int], list[tuple[str, float]]] = {}
        for row in self.result.work or () if self.counts_follow_up else ():
            funnel = self.plan.funnels.get(row.funnel)
            names = [stage.name for stage in funnel.stages] if funnel else []
            week = self.days.week_of(row.week)
            is_known = row.stage in names and row.manager in self.posts and 0 <= week < self.days.weeks
            if is_known and is_amount(row.items):
                found.setdefault((row.funnel, names.index(row.stage), week), []).append((row.manager, row.items))
        return found

    @cached_property
    def beyond(self) -> dict[str, dict[tuple[int, int], float]]:
        """What passes stages beyond their conversions by who handled its items, by funnel, and stage and week."""
        found: dict[str, dict[tuple[int, int], float]] = {}
        for (name, k, week), items in self.handled.items():
            more = math.fsum((self.posts[who].record.follow_up - 1) * count for who, count in items)
            found.setdefault(name, {})[k, week] = more
        return found

    def worth_handled(self, name: str, k: int, week: int) -> float:
        """Give what an item is worth on average that enters a stage of a funnel in a week, of whichever round."""
        at, items = week % self.days.weeks, self.entering[name][k]
        return 1 + self.beyond.get(name, {}).get((k, at), 0.0) / items[at] if items[at] else 1.0

    def _average(self, name: str) -> Callable[[int, int, float], float] | None:
        """Give what items of a funnel are worth on average, as those in the result are handled."""
        beyond, entered = self.beyond.get(name), self.entering[name]
        if not beyond:
            return None

        def worth(k: int, week: int, items: float) -> float:
            return items * (1 + beyond.get((k, week), 0.0) / entered[k][week]) if entered[k][week] else items

        return worth

    def first_stages(self) -> dict[str, list[float]]:
        """Count what enters the first stages: contacts and leads, each worth what its manager makes of it."""
        first = {name: [0.0] * self.days.weeks for name in self.plan.funnels}
        for entered in self.first_stages_by_person().values():
            for (funnel, week), items in entered.items():
                first[funnel][week] += items
        return first

    def first_stages_by_person(self) -> dict[str, dict[tuple[str, int], float]]:
        """Count what each person opens or answers, by funnel and week; those on duty share a slot's leads equally."""
        first: defaultdict[str, dict[tuple[str, int], float]] = defaultdict(partial(defaultdict, float))
        for (day, name), by_funnel in self.contacts.items():
            week = self.days.week_of(day)
            for funnel, contacts in by_funnel.items():
                first[name][funnel, week] += self.posts[name].worth(week) * contacts
        for (day, slot), expected in self.slots.items():
            covering = self.on_duty.get((day, slot), ())
            week = self.days.week_of(day)
            for name in covering:
                for funnel, leads in expected.leads.items():
                    first[name][funnel, week] += self.posts[name].worth(week) * leads / len(covering)
        return dict(first)

    def revenue_of_entry(self, name: str) -> list[float]:
        """Give what a standard contact or lead of each week brings within the horizon."""
        product = self.plan.funnels[name].product
        return [
            math.fsum(deals * self.worth.revenue(product, at) for at, deals in enumerate(paid))
            for paid in self._paid_of_entry(name, self._average(name))
        ]

    def _paid_of_entry(self, name: str, worth: Callable[[int, int, float], float] | None = None) -> list[list[float]]:
        """Give when a standard contact or lead of each week is paid within the horizon, by the plan or as handled."""
        weeks, is_steady = self.days.weeks, self.plan.pipeline == "steady"
        nobody = self.plan if is_steady else self.plan.model_copy(update={"pipeline": "empty"})
        return [
            entering(nobody, name, [float(at == week) for at in range(weeks)], worth=worth)[-1] for week in range(weeks)
        ]

    def worth_after_end(self, name: str) -> list[float]:
        """Give what a standard contact or lead of each week brings after the end: all that it brings, less by then."""
        funnel = self.plan.funnels[name]
        deal = self.plan.products[funnel.product].average_deal
        in_the_end = deal * math.prod(stage.conversion for stage in funnel.stages)
        return [max(0.0, in_the_end - deal * math.fsum(paid)) for paid in self._paid_of_entry(name)]

    @cached_property
    def due_work(self) -> dict[str, Due]:
        """The work that these items make, by activity, and by who does it and the week in which it falls due."""
        return due_work(self.plan, self.entering, self.days.week_of)

    @cached_property
    def work_by_name(self) -> dict[str, dict[tuple[str, Work, int], float]]:
        """The work that was agreed with somebody by name, by activity: by who does it, which it is, and week."""
        return work_by_name(self.plan, self.days.week_of)

    @cached_property
    def handling_work(self) -> dict[str, dict[tuple[str, Work, int], float]]:
        """The work by which items are handled, by activity: by who does it, which it is, and the week of entering."""
        found: dict[str, dict[tuple[str, Work, int], float]] = {}
        for (name, k, week), items in self.handled.items():
            stage = self.plan.funnels[name].stages[k]
            activity = handled_by(stage)
            for who, count in items if activity else ():
                key = who, (name, stage.by == "closer"), week
                of_activity = found.setdefault(str(activity), defaultdict(float))
                of_activity[key] += stage.effort[str(activity)] * count
        return found

    @cached_property
    def before(self) -> dict[tuple[str, str, int], tuple[float, float]]:
        """What entered the stages before the plan was made anew, and its revenue, by funnel, stage and week."""
        sums: dict[tuple[str, str, int], tuple[float, float]] = {}
        for row in self.entered_before:
            where = row.funnel, row.stage, self.days.week_of(row.date)
            items, revenue = sums.get(where, (0.0, 0.0))
            sums[where] = items + row.items, revenue + self.worth.paid_before(row)
        return sums

    @property
    def entered_before(self) -> tuple[Entered, ...]:
        """What entered the stages before the plan was made anew."""
        return self.plan.so_far.entered if self.plan.so_far else ()

    @cached_property
    def worth(self) -> Worth:
        """What deals bring."""
        return Worth(self.plan, self.days)

    def under_way(self) -> float:
        """Give what is paid after the horizon of all that is under way at its end."""
        return math.fsum(
            under_way(self.plan, name, first, self.days.first_week, self.as_handled(name))
            for name, first in self.first_stages().items()
        )
