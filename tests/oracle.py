"""A plain enumerator: the optimum of a tiny plan by trying all teams and all that they could do, in exact fractions."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Candidate, Manager
from salescrew.models.plan.sections.roles import Role
from tests.exact_lp import Polyhedron, Row
from tests.facts import Effort, Facts, Slot, Somebody, Where, exact

Answer = tuple[str, int | None, float | None]
INFEASIBLE: Answer = ("infeasible", None, None)
NEARLY = 1 - Fraction(1, 10**6)
Member = tuple[Somebody, Role]
Expression = dict[int, Fraction]
"""A sum of columns; what stands alone is under the key `_ONE`."""
_ONE = -1


def brute_force(plan: Plan) -> Answer:
    """Try every team in the order of the objective, and every way of working that it has.

    What the objective does not name is None.
    """
    facts = Facts(plan)
    for team in teams(facts):
        if _Team(facts, team).meets_targets():
            people, monthly_cost = len(team), float(team_cost(team))
            sought = plan.objective
            return "optimal", people if "people" in sought else None, monthly_cost if "monthly_cost" in sought else None
    return INFEASIBLE


class Ties(NamedTuple):
    """What counts between teams that are as good: hires, other roles than today's, wider roles, and the cost."""

    hires: int
    role_changes: int
    wider: int
    cost: Fraction


def brute_force_ties(plan: Plan) -> Ties | None:
    """Try every team in the order of the objective and then of the ties; None where none meets the plan."""
    facts = Facts(plan)

    def order(team: list[Member]) -> tuple[object, ...]:
        return (*_worth(facts, team), *ties_of(facts, team))

    for team in sorted(teams(facts, every_role=True), key=order):
        if _Team(facts, team).meets_targets():
            return ties_of(facts, team)
    return None


def ties_of(facts: Facts, team: list[Member]) -> Ties:
    """Count what a team comes to in each tie."""
    changed = sum(
        isinstance(someone.record, Manager) and someone.record.role not in (None, role) for someone, role in team
    )
    of_both = [
        (set(facts.works(someone.record, "hunter")), set(facts.works(someone.record, "inbound")), role)
        for someone, role in team
    ]
    wider = sum(role == "mixed" and not (outbound and inbound) for outbound, inbound, role in of_both)
    cost = cost_over_horizon(facts, team)
    return Ties(sum(isinstance(someone.record, Candidate) for someone, _ in team), changed, wider, cost)


def cost_over_horizon(facts: Facts, team: list[Member]) -> Fraction:
    """Add up what a team costs over the horizon."""
    return sum((facts.cost(someone.record) for someone, _ in team), Fraction(0))


def _worth(facts: Facts, team: list[Member]) -> tuple[Fraction, ...]:
    """Give what a team comes to in each objective, in their order."""
    known = {"people": Fraction(len(team)), "monthly_cost": team_cost(team), "cost": cost_over_horizon(facts, team)}
    return tuple(known[name] for name in facts.plan.objective)


def team_cost(team: list[Member]) -> Fraction:
    """Add up the monthly cost of a team."""
    return sum((exact(someone.record.monthly_cost) for someone, _ in team), Fraction(0))


def teams(facts: Facts, *, every_role: bool = False) -> list[list[Member]]:
    """List the teams within the limits, the best objective first; of people who are alike the first ones are taken.

    Parameters
    ----------
    every_role
        Whether a role is tried that is another one by another name.
    """
    by_kind = [list(alike) for _, alike in itertools.groupby(facts.everybody, key=lambda someone: someone.alike)]
    choices = []
    for alike in by_kind:
        could_be = [
            (start, role)
            for start in alike[0].starts
            for role in (dict.fromkeys(start.record.roles) if every_role else _different_roles(facts, start.record))
        ]
        least = len(alike) if alike[0].record.keep else 0
        choices.append(
            [
                [(replace(one, name=each.name), role) for each, (one, role) in zip(alike, chosen, strict=False)]
                for used in range(least, len(alike) + 1)
                for chosen in itertools.combinations_with_replacement(could_be, used)
            ]
        )
    every = [list(itertools.chain(*parts)) for parts in itertools.product(*choices)]
    within = [team for team in every if _within_limits(facts, team)]
    return sorted(within, key=lambda team: _worth(facts, team))


def _different_roles(facts: Facts, record: Manager | Candidate) -> list[Role]:
    """Leave out a role that is another one by another name."""
    found: dict[object, Role] = {}
    for role in dict.fromkeys(record.roles):
        duty = facts.answers(record, role) if facts.slots else frozenset()
        worth = [facts.worth(record, role, week) for week in facts.weeks]
        offers = () if duty else _offers(facts, record, role)
        closes, works = role == "closer", tuple(facts.works(record, role))
        found.setdefault((closes, duty, duty and role, offers, works, tuple(worth)), role)
    return list(found.values())


def _offers(
    facts: Facts, record: Manager | Candidate, role: Role
) -> tuple[frozenset[tuple[tuple[str, int], ...]], ...]:
    """Give what the days of each weekday offer to somebody who is never on duty."""
    a_day = {day.weekday(): day for day in facts.working_days}
    offers = []
    for day in a_day.values():
        without = [{a: n for a, n in one.items() if a != "duty"} for one in facts.patterns(record, role, day)]
        offers.append(frozenset(tuple(sorted(one.items())) for one in _undominated(without)))
    return tuple(offers)


def _within_limits(facts: Facts, team: list[Member]) -> bool:
    limits = facts.plan.limits
    hires = sum(isinstance(someone.record, Candidate) for someone, _ in team)
    return (
        (limits.people is None or len(team) <= limits.people)
        and (limits.hires is None or hires <= limits.hires)
        and (limits.monthly_cost is None or team_cost(team) <= exact(limits.monthly_cost))
        and (limits.cost is None or cost_over_horizon(facts, team) <= exact(limits.cost) + Fraction(1, 10**9))
    )


class Kind(NamedTuple):
    """What a day is known by: its slots, whether places for absences are kept on it, and the weekday.

    Of each slot the queues are told that need somebody. The weekday is told only where it tells menus apart.
    """

    slots: tuple[tuple[str, tuple[str, ...]], ...]
    is_reserved: bool
    weekday: int

    def places(self, queues: frozenset[str], own: Sequence[str] | None) -> int:
        """Count the slots that need somebody for one of some queues, of those in which somebody may be on duty."""
        return sum((own is None or slot in own) and not queues.isdisjoint(needing) for slot, needing in self.slots)


class DutyWeek(NamedTuple):
    """What a week of duty comes to, slots being alike in all else.

    Attributes
    ----------
    days
        For each member the days with at least 1, 2, ... slots on duty, by kind of day.
    between
        For each member and activity what is done between leads.
    worth
        For each inbound funnel the standard leads answered.
    """

    days: tuple[tuple[int, ...], ...]
    between: tuple[int, ...]
    worth: tuple[Fraction, ...]

    def numbers(self) -> list[Fraction]:
        """Write it as one row of numbers."""
        return [*map(Fraction, itertools.chain(*self.days)), *map(Fraction, self.between), *self.worth]


class _Team:
    """A team in its roles: the linear program of its contacts and work, and the whole numbers of its days.

    All that the constraints speak of are sums of a week, so a week of duty is known by its `DutyWeek`, and the patterns
    on days with equally many slots by how often each is had. That these can be put on days with enough places for the
    slots covered is Hall's condition: with at least so many slots there are no more days than patterns.
    """

    def __init__(self, facts: Facts, team: list[Member]) -> None:
        self.facts, self.team = facts, team
        self.members = range(len(team))
        self.columns: dict[tuple[object, ...], int] = {}
        slots_of: dict[dt.date, dict[str, tuple[str, ...]]] = {day: {} for day in facts.working_days}
        for slot in facts.slots:
            of_day = slots_of[slot.day]
            of_day[slot.name] = (*of_day.get(slot.name, ()), slot.queue)
        reserved = {day for week in facts.weeks for day in facts.reserved_days(week)}
        has_weekdays = facts.plan.weekday_patterns or any(one.record.weekday_patterns for one, _ in team)
        self.kind = {
            day: Kind(tuple(slots_of[day].items()), day in reserved, day.weekday() if has_weekdays else 0)
            for day in facts.working_days
        }
        self.kinds = sorted(set(self.kind.values()))
        self.a_day = {kind: day for day, kind in self.kind.items()}
        self.days = [
            Counter((facts.week(day), self.kind[day]) for day in facts.there(someone.record)) for someone, _ in team
        ]
        self.held = [facts.held(someone.name) for someone, _ in team]
        self.menus = [
            {
                kind: _with_held(
                    _undominated(facts.patterns(someone.record, role, day)),
                    role,
                    {on: of for on, of in held.items() if not has_weekdays or on.weekday() == kind.weekday},
                )
                for kind, day in self.a_day.items()
            }
            for (someone, role), held in zip(team, self.held, strict=True)
        ]
        self.works = [facts.works(someone.record, role) for someone, role in team]
        self.answers = [facts.answers(someone.record, role) for someone, role in team]
        self.efforts = {funnel: facts.efforts(funnel) for funnel in facts.plan.funnels}

    def column(self, *key: object) -> int:
        return self.columns.setdefault(key, len(self.columns))

    def meets_targets(self) -> bool:
        """Tell whether the team can meet every target."""
        known = {(slot.day, slot.where) for slot in self.facts.slots}
        if any((day, slot) not in known for held in self.held for day, (_, slots) in held.items() for slot in slots):
            return False
        self.duty = [self._duty_weeks(week) for week in self.facts.weeks]
        if not all(self.duty):
            return False
        rows = [*self._mixture(), *self._patterns(), *self._reserve(), *self._capacity(), *self._flow_rows()]
        return self._search(Polyhedron(len(self.columns), [_row(expression) for expression in rows]))

    def _search(self, polyhedron: Polyhedron) -> bool:
        """Settle whether a point with one week of duty a week and whole days exists, by halving what is not settled."""
        if not polyhedron.feasible:
            return False
        point = polyhedron.point()
        for cut, opposite in self._halves(point):
            return self._search(polyhedron.with_rows(cut)) or self._search(polyhedron.with_rows(opposite))
        return True

    def _halves(self, point: list[Fraction]) -> Iterator[tuple[list[Row], list[Row]]]:
        for week, options in enumerate(self.duty):
            if len(options) == 1:
                continue
            shares = [point[self.column("duty", week, option)] for option in options]
            for numbers in zip(*(option.numbers() for option in options), strict=True):
                mean = sum((s * n for s, n in zip(shares, numbers, strict=True)), Fraction(0))
                if any(s and n != mean for s, n in zip(shares, numbers, strict=True)):
                    columns = [(self.column("duty", week, o), n) for o, n in zip(options, numbers, strict=True)]
                    low = {column: Fraction(1) for column, number in columns if number <= mean}
                    high = {column: Fraction(1) for column, number in columns if number > mean}
                    yield [(high, Fraction(0))], [(low, Fraction(0))]
        for key, column in self.columns.items():
            if key[0] == "pattern" and point[column].denominator != 1:
                one = {column: Fraction(1)}, Fraction(math.floor(point[column]))
                more = {column: Fraction(-1)}, Fraction(-math.ceil(point[column]))
                yield [more], [one]

    def _duty_weeks(self, week: int) -> list[DutyWeek]:
        """List all that a week of duty can come to, day by day and slot by slot."""
        facts = self.facts
        nobody = len(self.team) * ((0,) * len(self._kinds_of_days),)
        idle = (0,) * (len(self.team) * len(facts.between_activities))
        nothing = DutyWeek(nobody, idle, (Fraction(0),) * len(facts.inbound))
        found = {nothing}
        for day, slots in itertools.groupby(facts.slots, key=lambda slot: slot.day):
            if facts.week(day) == week:
                ways = self._duty_days(week, day, list(slots))
                found = {_sum(duty, way) for duty in found for way in ways}
                found = {duty for duty in found if self._few_enough(duty)}
        return sorted(found, key=DutyWeek.numbers)

    def _few_enough(self, duty: DutyWeek) -> bool:
        most = self.facts.plan.duty.max_slots_per_week if self.facts.plan.duty else None
        return most is None or all(sum(days) <= most for days in duty.days)

    def _duty_days(self, week: int, day: dt.date, slots: list[Slot]) -> set[DutyWeek]:
        """List all that the duty of a day can come to."""
        facts, ways = self.facts, set()
        there = [i for i in self.members if day in facts.there(self.team[i][0].record)]
        places = [max((one.get("duty", 0) for one in menu[self.kind[day]]), default=0) for menu in self.menus]
        of_slot = [[i for i in there if facts.covers(self.team[i][0].record, self.team[i][1], slot)] for slot in slots]
        crews = (itertools.combinations(who, slot.required) for who, slot in zip(of_slot, slots, strict=True))
        at_once = [[n for n, slot in enumerate(slots) if slot.name == name] for name in {slot.name for slot in slots}]
        for covers in itertools.product(*crews):
            # in a slot nobody answers two queues
            if any(max(Counter(itertools.chain(*(covers[n] for n in of))).values(), default=0) > 1 for of in at_once):
                continue
            if not all(self._agrees(i, day, slots, covers) for i in self.members if day in self.held[i]):
                continue
            count = Counter(itertools.chain(*covers))
            if any(count[i] > places[i] for i in there):
                continue
            days = tuple(
                tuple(int(kind == self.kind[day] and count[i] >= k) for kind, k in self._kinds_of_days)
                for i in self.members
            )
            between: Counter[tuple[int, str]] = Counter()
            worth = dict.fromkeys(facts.inbound, Fraction(0))
            for slot, cover in zip(slots, covers, strict=True):
                e = [facts.worth(self.team[i][0].record, self.team[i][1], week) for i in cover]
                for funnel, leads in slot.leads.items():
                    worth[funnel] += leads * sum(e) / len(e)
                for i in cover:
                    between[i, slot.activity] += slot.between if self.team[i][1] == "mixed" else 0
            done = tuple(between[key] for key in itertools.product(self.members, facts.between_activities))
            ways.add(DutyWeek(days, done, tuple(worth.values())))
        return ways

    @property
    def _kinds_of_days(self) -> list[tuple[Kind, int]]:
        """List what days on duty are told apart by: their kind, and the least slots that somebody covers."""
        return [(kind, covered) for kind in self.kinds for covered in range(1, len(kind.slots) + 1)]

    def _agrees(self, i: int, day: dt.date, slots: list[Slot], covers: Sequence[Sequence[int]]) -> bool:
        """Tell whether the duty of a day is what is settled for a member."""
        pattern, settled = self.held[i][day]
        taken = {slot.where for slot, cover in zip(slots, covers, strict=True) if i in cover}
        return settled <= taken if pattern is None else settled == taken

    def _settled(self, i: int, week: int, kind: Kind) -> list[tuple[Mapping[str, int], int]]:
        """List what is settled for days of a kind: the pattern, which may be empty, and the slots covered."""
        return [
            (pattern, len(covered))
            for day, (pattern, covered) in self.held[i].items()
            if pattern is not None and self.facts.week(day) == week and self.kind[day] == kind
        ]

    def _mean(self, week: int, numbers: Sequence[int | Fraction]) -> Expression:
        """Give a number that each week of duty to choose from has, such as the days with one slot of a member."""
        if len(numbers) == 1:
            return {_ONE: Fraction(numbers[0])}
        options = zip(self.duty[week], numbers, strict=True)
        return {self.column("duty", week, option): Fraction(number) for option, number in options}

    def _mixture(self) -> Iterator[Expression]:
        for week, options in enumerate(self.duty):
            if len(options) > 1:
                yield _add(self._mean(week, [1] * len(options)), {_ONE: Fraction(-1)})
                yield _add({_ONE: Fraction(1)}, self._mean(week, [-1] * len(options)))

    def _patterns(self) -> Iterator[Expression]:
        """Have a pattern with enough places on each day on duty, and no more patterns than days, or than a week has."""
        for i, week in itertools.product(self.members, self.facts.weeks):
            worked = {
                self.column("pattern", i, week, number, kind): Fraction(1)
                for kind in self.kinds
                if self.days[i][week, kind]
                for number in range(len(self.menus[i][kind]))
            }
            yield _add(worked, {_ONE: Fraction(-self.facts.most_days(self.team[i][0].record))})
        for i, week, kind in itertools.product(self.members, self.facts.weeks, self.kinds):
            if not self.days[i][week, kind]:
                continue
            settled = self._settled(i, week, kind)
            menu = self.menus[i][kind]
            columns = [self.column("pattern", i, week, number, kind) for number in range(len(menu))]
            for pattern, column in zip(menu, columns, strict=True):
                if times := sum(pattern == own for own, _ in settled):
                    yield {_ONE: Fraction(times), column: Fraction(-1)}
            idle = sum(not pattern for pattern, _ in settled)
            yield _add(dict.fromkeys(columns, Fraction(1)), {_ONE: Fraction(idle - self.days[i][week, kind])})
            for number, (of, covered) in enumerate(self._kinds_of_days):
                if of != kind:
                    continue
                has = {
                    column: Fraction(-1)
                    for pattern, column in zip(menu, columns, strict=True)
                    if pattern.get("duty", 0) >= covered
                }
                # on settled days, the patterns are with the slots
                own = sum(pattern.get("duty", 0) >= covered for pattern, _ in settled)
                own -= sum(count >= covered for _, count in settled)
                days = self._mean(week, [way.days[i][number] for way in self.duty[week]])
                yield _add(days, has, {_ONE: Fraction(own)})

    def _reserve(self) -> Iterator[Expression]:
        """Have so many places on duty in a week that those whom absence leaves are enough for its slots."""
        facts = self.facts
        most = facts.plan.duty.max_slots_per_week if facts.plan.duty else None
        for week in facts.weeks:
            for queues, needed in facts.reserves(week):
                kept: Expression = {}
                for i in self.members:
                    someone, _ = self.team[i]
                    own = self.answers[i] & queues
                    if not own:
                        continue
                    counted = self.column("reserve", i, week, queues)
                    places = {
                        self.column("pattern", i, week, number, kind): Fraction(
                            -min(pattern.get("duty", 0), kind.places(own, someone.record.slots))
                        )
                        for kind in self.kinds
                        if kind.is_reserved and self.days[i][week, kind]
                        for number, pattern in enumerate(self.menus[i][kind])
                    }
                    yield _add({counted: Fraction(1)}, places)
                    if most is not None:
                        yield {counted: Fraction(1), _ONE: Fraction(-most)}
                    kept[counted] = exact(someone.record.absence) - 1
                yield _add({_ONE: needed}, kept)

    def _capacity(self) -> Iterator[Expression]:
        """Open contacts and do work within what the week's patterns allow."""
        facts = self.facts
        for i, week, activity in itertools.product(self.members, facts.weeks, facts.activities):
            free = 1 - exact(self.team[i][0].record.absence)
            asked: Expression = {}
            for funnel in self.works[i]:
                if funnel in facts.opens(*self._who(i)) and facts.plan.funnels[funnel].opens_with == activity:
                    asked[self.column("contacts", i, funnel, week)] = Fraction(1)
                for due, effort in itertools.product(facts.weeks, self.efforts[funnel]):
                    if effort.activity == activity and self._does(i, funnel, effort) and week in facts.done_in(due):
                        asked[self.column("work", i, funnel, effort, due, week)] = Fraction(1)
            allowed: Expression = {}
            for kind in self.kinds:
                for number, pattern in enumerate(self.menus[i][kind]) if self.days[i][week, kind] else ():
                    allowed[self.column("pattern", i, week, number, kind)] = -free * pattern.get(activity, 0)
            if activity in facts.between_activities:
                at = i * len(facts.between_activities) + facts.between_activities.index(activity)
                allowed = _add(allowed, self._mean(week, [-free * way.between[at] for way in self.duty[week]]))
            yield _add(asked, allowed)

    def _who(self, i: int) -> tuple[Manager | Candidate, Role]:
        return self.team[i][0].record, self.team[i][1]

    def _does(self, i: int, funnel: str, effort: Effort) -> bool:
        """Tell whether a member does some work of a funnel."""
        return self.facts.does(*self._who(i), funnel, closing=effort.closing)

    def _beyond(self, funnel: str, stage: int, week: int) -> Expression:
        """Give what passes a stage beyond its conversion by who handles its items, as items of that stage."""
        found: Expression = {}
        for effort in self.efforts[funnel]:
            if effort.stage != stage:
                continue
            each = self.facts.each(funnel, effort)[stage]
            for i in self.members:
                more = self.facts.passes_beyond(self.team[i][0].record) / each
                if more and self._does(i, funnel, effort):
                    at = self.facts.done_in(week)
                    found |= {self.column("work", i, funnel, effort, week, then): more for then in at}
        return found

    def _entering(self, funnel: str) -> list[list[Expression]]:
        """Give v[f,k,w] for every stage k, `paid` included, and every week w."""
        facts, stages = self.facts, self.facts.plan.funnels[funnel].stages
        v: list[list[Expression]] = [[{} for _ in facts.weeks] for _ in range(len(stages) + 1)]
        for week in facts.weeks:
            if funnel in facts.inbound:
                number = facts.inbound.index(funnel)
                v[0][week] = self._mean(week, [way.worth[number] for way in self.duty[week]])
            else:
                for i in self.members:
                    if funnel in facts.opens(*self._who(i)):
                        worth = facts.worth(self.team[i][0].record, self.team[i][1], week)
                        v[0][week][self.column("contacts", i, funnel, week)] = worth
        for k, stage in enumerate(stages):
            v[k][facts.first_week] = _add(v[k][facts.first_week], {_ONE: facts.under_way(funnel, stage.name)})
            for then, items in facts.passing_on(funnel, k):
                v[k + 1][then] = _add(v[k + 1][then], {_ONE: items})
            for week in facts.weeks:
                passing = _add(v[k][week], self._beyond(funnel, k, week))
                for then, share in facts.arrivals(stage.days_to_next, week):
                    v[k + 1][then] = _add(v[k + 1][then], _times(exact(stage.conversion) * share, passing))
        return v

    def _flow_rows(self) -> Iterator[Expression]:
        """Do all work, keep to the size of the cold base, meet every target."""
        facts, plan = self.facts, self.facts.plan
        entering = {}
        for funnel in plan.funnels:
            v = self._entering(funnel)
            entering[funnel] = v
            for due, effort in itertools.product(facts.weeks, self.efforts[funnel]):
                given = {_ONE: facts.open_work(funnel, effort, due)}
                each = facts.each(funnel, effort)
                work = _add(given, *(_times(one, v[k][due]) for k, one in enumerate(each)))
                done = {
                    self.column("work", i, funnel, effort, due, week): Fraction(-1)
                    for i in self.members
                    if self._does(i, funnel, effort)
                    for week in facts.done_in(due)
                }
                yield _add(work, done)
                if effort.stage is not None:
                    # nobody handles more items than there are
                    yield _times(Fraction(-1), _add(work, done))
            if (base := facts.base_left(funnel)) is not None:
                opened = [c for key, c in self.columns.items() if key[0] == "contacts" and key[2] == funnel]
                yield _add(dict.fromkeys(opened, Fraction(1)), {_ONE: -base})
        for target, reached in _targets(facts, entering):
            yield _add({_ONE: target * NEARLY}, _times(Fraction(-1), reached))


def _targets(facts: Facts, entering: dict[str, list[list[Expression]]]) -> Iterator[tuple[Fraction, Expression]]:
    """List every target with what is reached, given what enters the stages of every funnel in every week."""
    plan = facts.plan
    product = {funnel: record.product for funnel, record in plan.funnels.items()}
    deal = dict.fromkeys(product, Fraction(1))
    profit = {funnel: exact(plan.products[product[funnel]].margin or 0.0) for funnel in product}

    def total(part: Mapping[str, Fraction], before: Fraction, month: str | None = None) -> Expression:
        planned = (
            _times(part[f] * facts.revenue(product[f], week, month), entering[f][-1][week])
            for f in part
            for week in facts.weeks
        )
        return _add({_ONE: before}, *planned)

    target, before = plan.target, facts.sold_before
    if target.revenue is not None:
        yield exact(target.revenue), total(deal, before("revenue"))
    if target.profit is not None:
        yield exact(target.profit), total(profit, before("profit"))
    for name, wanted in target.products.items():
        ours = [funnel for funnel in product if product[funnel] == name]
        if wanted.revenue is not None:
            yield exact(wanted.revenue), total({funnel: deal[funnel] for funnel in ours}, before("revenue", name))
        if wanted.profit is not None:
            yield exact(wanted.profit), total({funnel: profit[funnel] for funnel in ours}, before("profit", name))
        if wanted.deals is not None:
            yield exact(wanted.deals), _add({_ONE: before("deals", name)}, *(v for f in ours for v in entering[f][-1]))
    for month, of_month in target.by_month.items():
        yield exact(of_month.revenue), total(deal, before("revenue", month=month), month)
    yield from _targets_of_items(facts, entering)


def _targets_of_items(
    facts: Facts, entering: dict[str, list[list[Expression]]]
) -> Iterator[tuple[Fraction, Expression]]:
    plan = facts.plan
    for funnel, stages in plan.target.stages.items():
        names = [*(stage.name for stage in plan.funnels[funnel].stages), "paid"]
        for stage, count in stages.items():
            own = entering[funnel][names.index(stage)]
            yield exact(count), _add({_ONE: facts.entered_before(funnel, stage)}, *own)
    if facts.under_way_asked:
        yield facts.under_way_asked, _add(*(_under_way(facts, funnel, entering[funnel]) for funnel in plan.funnels))


def _under_way(facts: Facts, funnel: str, entering: list[list[Expression]]) -> Expression:
    """Give the revenue to come of what is at a stage of a funnel when the horizon ends."""
    found: Expression = {}
    table = facts.plan.pipeline
    for k, stage in enumerate(facts.plan.funnels[funnel].stages):
        each, wait = facts.worth_if_it_passes(funnel, k), exact(stage.days_to_next)
        for week in facts.weeks:
            found = _add(found, _times(each * facts.late(wait, week), entering[k][week]))
        items = table.get(funnel, {}).get(stage.name, 0.0) if isinstance(table, dict) else 0.0
        for old in items if isinstance(items, tuple) else ():
            left = max(Fraction(0), wait - exact(old.waited_days)) if old.days_left is None else exact(old.days_left)
            found = _add(found, {_ONE: each * exact(old.items) * facts.late(left, facts.first_week)})
    return found


def _with_held(
    menu: list[Mapping[str, int]], role: Role, held: Mapping[dt.date, tuple[Mapping[str, int] | None, set[Where]]]
) -> list[Mapping[str, int]]:
    """Add the settled patterns that others exceed."""
    own = [pattern for pattern, _ in held.values() if pattern and pattern not in menu]
    own = [pattern for pattern in own if role in ("inbound", "mixed") or not pattern.get("duty")]
    return [*menu, *(pattern for number, pattern in enumerate(own) if pattern not in own[:number])]


def _undominated(patterns: list[Mapping[str, int]]) -> list[Mapping[str, int]]:
    """Leave out a pattern beside which another allows as much of everything, duty too."""
    kept: list[Mapping[str, int]] = []
    for pattern in sorted(patterns, key=lambda p: -sum(p.values())):
        if not any(all(other.get(a, 0) >= n for a, n in pattern.items()) for other in kept):
            kept.append(pattern)
    return kept


def _sum(one: DutyWeek, other: DutyWeek) -> DutyWeek:
    days = tuple(tuple(map(sum, zip(*both, strict=True))) for both in zip(one.days, other.days, strict=True))
    between = tuple(map(sum, zip(one.between, other.between, strict=True)))
    return DutyWeek(days, between, tuple(a + b for a, b in zip(one.worth, other.worth, strict=True)))


def _add(*expressions: Expression) -> Expression:
    total: Expression = {}
    for expression in expressions:
        for column, value in expression.items():
            total[column] = total.get(column, Fraction(0)) + value
    return total


def _times(factor: Fraction, expression: Expression) -> Expression:
    return {column: factor * value for column, value in expression.items()} if factor else {}


def _row(expression: Expression) -> Row:
    """Turn `expression <= 0` into a row."""
    return {column: v for column, v in expression.items() if column != _ONE}, -expression.get(_ONE, Fraction(0))
