"""The staffing model: how many people in which roles, their day patterns and their duty.

Only what must be told apart is: people who are alike are counted, and so are a week's days without duty, since a
week's allowance is the sum of its patterns. The model comes in three grains:

- `HORIZON` adds up all weeks, and duty slots that are alike; only right as a relaxation, under `steady`;
- `WEEKS` adds up duty slots that are alike within a week, and lets days be split among patterns: a relaxation;
- `DAYS` is exact. Duty is decided for every day, as the number of people of a post who cover each slot, apart by
  how many places on duty their pattern has that day: such numbers can always be dealt out to single people.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.models.department.goals import Goal
from salescrew.models.department.leads import slot_names
from salescrew.models.department.posts import Post
from salescrew.models.department.reserve import Reserve, ReserveKey
from salescrew.models.department.work import DueInWeek, Entry, Group, Task, in_order
from salescrew.solver.engine.program import Program, Term
from salescrew.solver.staffing.columns import Block, Grain, PostColumns, SlotKind, Span
from salescrew.solver.staffing.duty_days import days_on_duty
from salescrew.solver.staffing.flow import Flow
from salescrew.solver.staffing.rules.columns import (
    Answered,
    Chosen,
    Columns,
    Covering,
    Days,
    Dutied,
    Opened,
    Place,
    Pool,
    ReserveOfPeriod,
    Somebody,
    Spending,
    Sum,
    WeekOfDays,
    WeekOfDuty,
    Written,
)
from salescrew.solver.staffing.rules.table import apply_of_days, apply_of_flow
from salescrew.solver.staffing.rules.weekly_duty import most_slots


class Staffing(Flow, Columns):
    """The model over some posts.

    Parameters
    ----------
    fixed
        Whether all people of every post have its role, or the model decides how many.
    stretch
        Whether all targets are multiplied by a column, `reach`, at most so much.
    elastic
        Whether slots may stay open and work undone: `open_slots` has a column for each kind of slot, `undone` one for
        each funnel, activity and period due.
    """

    def __init__(
        self,
        department: Department,
        posts: Sequence[Post],
        grain: Grain = Grain.DAYS,
        *,
        fixed: bool = False,
        stretch: float | None = None,
        elastic: bool = False,
    ) -> None:
        super().__init__(department, Program())
        self.posts = list(posts)
        self.grain = grain
        self.fixed = fixed
        self.is_elastic = elastic
        self.is_by_day = self.is_by_duty = grain is Grain.DAYS
        # where nothing is wanted, only what comes by itself is to be done
        most = stretch if stretch is None or department.goals else min(stretch, 1.0)
        self.reach = None if most is None else self.program.column(most)
        self.periods = 1 if grain is Grain.HORIZON else len(department.weeks)
        self.slot_kinds = self._slot_kinds()
        self.kind_of_slot = {slot.key: number for number, kind in enumerate(self.slot_kinds) for slot in kind.slots}
        self._counted_slots: dict[object, Mapping[int, int]] = {}
        self.columns = [self._post_columns(post) for post in self.posts]
        self.open_slots = [self.program.column() for _ in self.slot_kinds] if elastic else []
        self.let_enter(range(self.periods))
        self.missing: dict[ReserveKey, int] = {}
        self._pools = list(self._pooled())
        self._everybody = [self._somebody(post, columns) for post, columns in self.pairs()]
        apply_of_days(self)
        self._of_days = len(self.program.lower), len(self.program.row_lower)
        apply_of_flow(self)

    def otherwise(self, department: Department) -> Staffing | None:
        """Give the model of a department with the same people and slots, of which only the rules of the flow are new.

        It is the one that would be written for it alone, if nothing was added to this one. None where they differ.
        """
        known = self.department
        if department.posts is not known.posts or bool(department.goals) != bool(known.goals):
            return None
        if department.sources.keys() != known.sources.keys():
            return None
        model = copy.copy(self)
        model.program = self.program.first_of(*self._of_days)
        model.department, model.work, model.undone = department, {}, {}
        model.written = Written(slots=self.written.slots, reserves=self.written.reserves)
        apply_of_flow(model)
        return model

    def pairs(self) -> Iterable[tuple[Post, PostColumns]]:
        """Give each post with its columns."""
        return zip(self.posts, self.columns, strict=True)

    # ---- time

    def period_of(self, week: int) -> int:
        """Give the period that a week belongs to."""
        return 0 if self.grain is Grain.HORIZON else week

    def _blocks(self, post: Post) -> tuple[list[Block], list[Span]]:
        gathered: dict[tuple[int, float], list[int]] = {}
        for week, days in enumerate(post.days):
            if days:
                gathered.setdefault((self.period_of(week), post.effectiveness[week]), []).append(week)
        blocks: list[Block] = []
        spans: list[Span] = []
        for (period, worth), weeks in gathered.items():
            first = len(blocks)
            for menu, patterns in enumerate(post.menus):
                every = (day for week in weeks for day in post.days[week])
                if days := tuple(day for day in every if post.menu_of[day.weekday()] == menu):
                    blocks.append(Block(len(spans), menu, patterns, period, worth, days))
            numbers, there = tuple(range(first, len(blocks))), [len(post.days[week]) for week in weeks]
            most = sum(min(post.most_days, days) for days in there)
            spans.append(Span(period, worth, numbers, len(weeks), sum(there), most))
        return blocks, spans

    def _slot_kinds(self) -> list[SlotKind]:
        kinds: dict[object, SlotKind] = {}
        for slots in self.department.slots_by_day.values():
            for slot in slots:
                period = self.period_of(self.department.horizon.week_of(slot.date))
                each = tuple(round(leads / slot.required, 12) for leads in slot.leads.values())
                optional = self.department.may_stay_open(slot)
                alike = (period, slot.queue, each, slot.between_leads, optional)
                key = slot.key if self.grain is Grain.DAYS else alike
                kinds.setdefault(key, SlotKind(period, slot, optional)).slots.append(slot)
        return list(kinds.values())

    # ---- columns

    def _post_columns(self, post: Post) -> PostColumns:
        program, department, count = self.program, self.department, post.count
        exact = self.grain is Grain.DAYS
        people = program.column(count, lower=count if self.fixed else 0, whole=True)
        columns = PostColumns(people, *self._blocks(post))
        for number, span in enumerate(columns.spans):
            for of in span.blocks:
                block = columns.blocks[of]
                for duty, patterns in block.patterns.items():
                    for choice in range(len(patterns)):
                        columns.days[of, duty, choice] = program.column(count * len(block.days), whole=exact)
            for name in sorted(post.funnels):
                funnel = department.plan.funnels[name]
                if funnel.channel == "inbound" or not span.effectiveness:
                    continue
                if funnel.max_contacts is not None:
                    columns.limited[number, name] = program.column()
                elif funnel.opens_with and (number, funnel.opens_with) not in columns.contacts:
                    columns.contacts[number, funnel.opens_with] = program.column()
            for of in span.blocks if post.on_duty else ():
                self._duty_columns(post, columns, of)
        return columns

    def _duty_columns(self, post: Post, columns: PostColumns, number: int) -> None:
        block = columns.blocks[number]
        if self.grain is not Grain.DAYS:
            for kind, slots in self._slots_there(post, block.days).items():
                columns.covering[number, kind, 0] = self.program.column(post.count * slots)
            return
        for day in block.days:
            slots_that_day = self.department.slots_of(post, day)
            fixed = post.fixed.get(day)
            own = None if fixed is None or fixed.pattern is None else fixed.pattern.get("duty", 0)
            for duty in block.patterns if slots_that_day else ():
                if duty and own in (None, duty):
                    columns.dutied[number, day, duty] = self.program.column(post.count, whole=True)
                    for slot in slots_that_day:
                        kind = self.kind_of_slot[slot.key]
                        columns.covering[number, kind, duty] = self.program.column(post.count, whole=True)

    def _slots_there(self, post: Post, days: tuple[dt.date, ...]) -> Mapping[int, int]:
        """Count the slots of each kind that a post may cover on some days: as many as of others in like roles."""
        key = post.queues, post.record.slots, days
        if key not in self._counted_slots:
            every = (slot for day in days for slot in self.department.slots_of(post, day))
            self._counted_slots[key] = Counter(self.kind_of_slot[slot.key] for slot in every)
        return self._counted_slots[key]

    @property
    def shortfall(self) -> list[Term]:
        """What an elastic model leaves open, missing and undone."""
        return [(column, 1.0) for column in (*self.open_slots, *self.missing.values(), *self.undone.values())]

    def _opens_with(self, funnel: str) -> str:
        return str(self.department.plan.funnels[funnel].opens_with)

    def allowance(self, post: Post, columns: PostColumns) -> dict[tuple[int, str], list[Term]]:
        """Give what a post's patterns, and the time between leads, allow by span and activity."""
        allowed: dict[tuple[int, str], list[Term]] = {}
        for (number, duty, choice), column in columns.days.items():
            block = columns.blocks[number]
            for activity, count in block.patterns[duty][choice].items():
                if activity != "duty" and count:
                    allowed.setdefault((block.span, activity), []).append((column, post.present * count))
        if post.between_leads:
            for (number, kind, _), column in columns.covering.items():
                slot, span = self.slot_kinds[kind].like, columns.blocks[number].span
                if slot.activity is not None:
                    done = (column, post.present * slot.between_leads)
                    allowed.setdefault((span, slot.activity), []).append(done)
        return allowed

    # ---- what rules of days ask

    def everybody(self) -> Iterable[Somebody]:
        """Yield the people who are alike, with their days."""
        return self._everybody

    def _somebody(self, post: Post, columns: PostColumns) -> Somebody:
        patterns: list[list[Chosen]] = [[] for _ in columns.blocks]
        for (number, duty, choice), column in columns.days.items():
            patterns[number].append(Chosen(columns.blocks[number].patterns[duty][choice], column))
        dutied: list[dict[tuple[dt.date, int], Dutied]] = [{} for _ in columns.blocks]
        for (number, day, duty), column in columns.dutied.items():
            dutied[number][day, duty] = Dutied(column, {})
        covering: list[list[Covering]] = [[] for _ in columns.blocks]
        for (number, kind, duty), column in columns.covering.items():
            slots = self.slot_kinds[kind]
            if self.is_by_duty:
                covered = dutied[number][slots.like.date, duty].covering
                covered.setdefault(slots.like.name, []).append(column)
            if post.fixed or not self.is_by_duty:
                # a column of slots that are added up is for all of them and all people
                most = self.program.upper[column] / max(1, post.count)
                covering[number].append(Covering(slots.slots, column, most))
        days = []
        for number, block in enumerate(columns.blocks):
            fixed = {day: post.fixed[day] for day in block.days if day in post.fixed} if post.fixed else {}
            idle = sum(day.pattern == {} for day in fixed.values())
            at_once = max((len(slot_names(self.department.slots_of(post, day))) for day in block.days), default=0)
            days.append(
                Days(len(block.days) - idle, patterns[number], covering[number], fixed, dutied[number], at_once)
            )
        return Somebody(post, Sum([(columns.people, 1.0)]), days)

    def places(self) -> Iterator[Place]:
        """Yield who covers each kind of slot."""
        covering: list[list[Term]] = [[] for _ in self.slot_kinds]
        for columns in self.columns:
            for (_, kind, _), column in columns.covering.items():
                covering[kind].append((column, 1.0))
        for number, column in enumerate(self.open_slots):
            covering[number].append((column, 1.0))
        for slots, terms in zip(self.slot_kinds, covering, strict=True):
            yield Place(0 if slots.may_stay_open else slots.required, slots.required, Sum(terms))

    def able(self) -> Iterator[tuple[Post, int]]:
        """Yield the posts that may be on duty, each with the column of its people."""
        return ((post, columns.people) for post, columns in self.pairs() if post.on_duty)

    def weeks_of_duty(self) -> Iterator[WeekOfDuty]:
        """Yield the slots that each post covers in a span."""
        for post, columns in self.pairs():
            duties: dict[int, list[Term]] = {}
            for (number, _, _), column in columns.covering.items():
                duties.setdefault(columns.blocks[number].span, []).append((column, 1.0))
            for number, terms in duties.items():
                span = columns.spans[number]
                dutied, days = days_on_duty(self.department, post, columns, span)
                yield WeekOfDuty(Sum(terms), Sum([(columns.people, 1.0)]), span.weeks, dutied, days)

    def weeks_of_days(self) -> Iterator[WeekOfDays]:
        """Yield the days of the spans in which a post is there on more days than each may work."""
        for _, columns in self.pairs():
            worked: dict[int, list[Term]] = {}
            for (number, _, _), column in columns.days.items():
                worked.setdefault(columns.blocks[number].span, []).append((column, 1.0))
            for number, terms in worked.items():
                span = columns.spans[number]
                if span.days > span.most_days:
                    yield WeekOfDays(Sum(terms), Sum([(columns.people, 1.0)]), float(span.most_days))

    def spending(self) -> Iterator[Spending]:
        """Yield the contacts that each post opens with an activity, and what it is allowed of it."""
        for post, columns in self.pairs():
            opening: dict[tuple[int, str], list[Term]] = {}
            for (number, activity), column in columns.contacts.items():
                opening.setdefault((number, activity), []).append((column, 1.0))
            for (number, name), column in columns.limited.items():
                opening.setdefault((number, self._opens_with(name)), []).append((column, 1.0))
            allowed = self.allowance(post, columns)
            yield from (Spending(terms, Sum(allowed.get(key, ()))) for key, terms in opening.items())

    def reserves(self) -> Iterator[ReserveOfPeriod]:
        """Yield the places on duty of each period, absence taken off, and how many people its slots take."""
        gathered: dict[ReserveKey, list[Reserve]] = {}
        for of in self.department.reserves:
            gathered.setdefault((self.period_of(of.week), of.queues), []).append(of)
        for key, reserves in gathered.items():
            terms = [
                (column, post.present * count)
                for post, columns in self.pairs()
                if post.on_duty
                for span in columns.spans
                if span.period == key[0]
                for column, count in self._places_of(
                    columns, span, {day: of.most_on(day, post) for of in reserves for day in of.slots}
                )
            ]
            yield ReserveOfPeriod(key, Sum(terms), sum(of.needed for of in reserves))

    def _places_of(self, columns: PostColumns, span: Span, places: Mapping[dt.date, int]) -> list[Term]:
        """Count the places of a post in a span: as many as slots need somebody, and no more than a week may have."""
        if self.is_by_duty:
            terms = [
                (column, float(min(duty, places[day])))
                for (of, day, duty), column in columns.dutied.items()
                if of in span.blocks and day in places
            ]
        else:
            at_once = {of: max(places.get(day, 0) for day in columns.blocks[of].days) for of in span.blocks}
            terms = [
                (column, float(min(duty, at_once[of])))
                for (of, duty, _), column in columns.days.items()
                if duty and at_once.get(of)
            ]
        most = most_slots(self.department.plan)
        if most is None or not terms:
            return terms
        counted = self.program.column()
        self.program.row([(counted, 1.0), *((column, -count) for column, count in terms)], at_most=0)
        self.program.row([(counted, 1.0), (columns.people, -float(most * span.weeks))], at_most=0)
        return [(counted, 1.0)]

    # ---- what rules of the flow ask

    @property
    def groups(self) -> Sequence[Group]:
        """Those who may do the same work."""
        return in_order({post.group for post in self.posts if post.funnels})

    @property
    def needed(self) -> Sum:
        """The share of every target that must be met."""
        share = 1 - TARGET_TOLERANCE
        return Sum((), share) if self.reach is None else Sum([(self.reach, share)])

    def _pooled(self) -> Iterator[Pool]:
        """Let each group of people with the same funnels share out what it opens among those without a limit."""
        funnels = self.department.plan.funnels
        opened: dict[tuple[Group, int, str], list[Term]] = {}
        for post, columns in self.pairs():
            for (number, activity), column in columns.contacts.items():
                span = columns.spans[number]
                opened.setdefault((post.group, span.period, activity), []).append((column, span.effectiveness))
        for (group, period, activity), terms in opened.items():
            names = [
                name
                for name in sorted(group.funnels)
                if funnels[name].opens_with == activity and funnels[name].max_contacts is None
            ]
            yield Pool(terms, {(name, period): self.program.column() for name in names})

    def pools(self) -> Iterable[Pool]:
        """Yield the contacts that are opened in common."""
        return self._pools

    def opened(self) -> Iterator[Opened]:
        """Yield the contacts that posts open in funnels with a limit."""
        for _, columns in self.pairs():
            for (number, name), column in columns.limited.items():
                span = columns.spans[number]
                yield Opened(name, span.period, column, 1.0, span.effectiveness)

    def answered(self) -> Iterator[Answered]:
        """Yield the kinds of slots that posts cover."""
        kinds = [kind.like for kind in self.slot_kinds]
        for columns in self.columns:
            for (number, kind, _), column in columns.covering.items():
                block = columns.blocks[number]
                yield Answered(kinds[kind], block.period, column, block.effectiveness)

    def time(self) -> dict[tuple[Group, str, int], list[Term]]:
        """Give each group's time for work: what its days allow, less the contacts that it opens."""
        time: dict[tuple[Group, str, int], list[Term]] = {}
        for post, columns in self.pairs():
            for (number, activity), allowed in self.allowance(post, columns).items():
                time.setdefault((post.group, activity, columns.spans[number].period), []).extend(allowed)
            for (number, activity), column in columns.contacts.items():
                time.setdefault((post.group, activity, columns.spans[number].period), []).append((column, -1.0))
            for (number, name), column in columns.limited.items():
                key = (post.group, self._opens_with(name), columns.spans[number].period)
                time.setdefault(key, []).append((column, -1.0))
        return time

    def work_due(self, task: Task) -> Sequence[DueInWeek]:
        """Give the work due in each period: its weights on what enters, and what is given."""
        due = super().work_due(task)
        if self.grain is not Grain.HORIZON:
            return due
        # under `steady` every week's items make the same work in all, whenever it falls due
        sources = dict.fromkeys(source for weights, _ in due for source, week in weights if week == 0)
        in_all: dict[Entry, float] = {
            (source, 0): sum(weights.get((source, 0), 0.0) for weights, _ in due) for source in sources
        }
        return [(in_all, sum(given for _, given in due))]

    def may_be_done(self, task: Task) -> Sequence[float]:
        """Give the work of each period that need not be done, and may."""
        spared = super().may_be_done(task)
        return [sum(spared)] if self.grain is Grain.HORIZON else spared

    def periods_to_do(self, due: int) -> Sequence[int]:
        """Give the periods in which work that falls due in one may be done."""
        return [0] if self.grain is Grain.HORIZON else super().periods_to_do(due)

    def towards(self, goal: Goal) -> Sequence[Term] | None:
        """Give what enters weighted by what it adds to a target; None where the model cannot tell."""
        if self.grain is not Grain.HORIZON:
            return super().towards(goal)
        if goal.month is not None:
            return None  # a month's share differs from week to week
        return [(self.entering[name, 0], weight) for (name, week), weight in goal.weights.items() if week == 0]
