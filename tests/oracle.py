"""A plain enumerator: the optimum of a tiny plan by trying all teams and all that they could do, in exact fractions."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Candidate, Manager
from salescrew.models.plan.sections.roles import Role
from tests.exact_lp import Polyhedron, Row
from tests.facts import Facts, Slot, Somebody, Where, exact

Answer = tuple[str, int | None, float | None]
INFEASIBLE: Answer = ("infeasible", None, None)
NEARLY = 1 - Fraction(1, 10**6)
Member = tuple[Somebody, Role]
Expression = dict[int, Fraction]
"""A sum of columns; what stands alone is under the key `_ONE`."""
_ONE = -1


def brute_force(plan: Plan) -> Answer:
    """Try every team in the order of the objective, and every way of working that it has."""
    facts = Facts(plan)
    for team in teams(facts):
        if _Team(facts, team).meets_targets():
            return "optimal", len(team), float(team_cost(team))
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
    by_people = plan.objective[0] == "people"

    def order(team: list[Member]) -> tuple[object, ...]:
        sizes = (len(team), team_cost(team))
        return (*(sizes if by_people else sizes[::-1]), *ties_of(facts, team))

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
    cost = Fraction(0)
    for someone, _ in team:
        record = someone.record
        days = [
            day
            for day in facts.horizon
            if not (record.from_ and day < record.from_) and not (record.until and day > record.until)
        ]
        cost += exact(record.monthly_cost) * len(days) * Fraction(16, 487)
    return Ties(sum(isinstance(someone.record, Candidate) for someone, _ in team), changed, wider, cost)


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
        record = alike[0].record
        roles = list(dict.fromkeys(record.roles)) if every_role else _different_roles(facts, record)
        least = len(alike) if alike[0].record.keep else 0
        choices.append(
            [
                list(zip(alike, chosen, strict=False))
                for used in range(least, len(alike) + 1)
                for chosen in itertools.combinations_with_replacement(roles, used)
            ]
        )
    every = [list(itertools.chain(*parts)) for parts in itertools.product(*choices)]
    by_people = facts.plan.objective[0] == "people"
    within = [(len(team), team_cost(team), team) for team in every if _within_limits(facts, team)]
    within.sort(key=lambda row: (row[0], row[1]) if by_people else (row[1], row[0]))
    return [team for _, _, team in within]


def _different_roles(facts: Facts, record: Manager | Candidate) -> list[Role]:
    """Leave out a role that is another one by another name."""
    found: dict[object, Role] = {}
    for role in dict.fromkeys(record.roles):
        duty = facts.answers(record, role) if facts.slots else frozenset()
        worth = [facts.worth(record, role, week) for week in facts.weeks]
        found.setdefault((duty, duty and role, tuple(facts.works(record, role)), tuple(worth)), role)
    return list(found.values())


def _within_limits(facts: Facts, team: list[Member]) -> bool:
    limits = facts.plan.limits
    hires = sum(isinstance(someone.record, Candidate) for someone, _ in team)
    return (
        (limits.people is None or len(team) <= limits.people)
        and (limits.hires is None or hires <= limits.hires)
        and (limits.monthly_cost is None or team_cost(team) <= exact(limits.monthly_cost))
    )


class Kind(NamedTuple):
    """What a day is known by: its slots, each with the queues that need somebody, and whether it has a reserve."""

    needs: tuple[tuple[str, ...], ...]
    is_reserved: bool

    @property
    def slots(self) -> int:
        """How many slots need somebody."""
        return len(self.needs)

    def places(self, queues: frozenset[str]) -> int:
        """Count the slots that need somebody for one of some queues."""
        return sum(not queues.isdisjoint(slot) for slot in self.needs)


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
        by_day = itertools.groupby(facts.slots, key=lambda slot: slot.day)
        needs = {
            day: tuple(
                sorted(
                    tuple(slot.queue for slot in of_name)
                    for _, of_name in itertools.groupby(of_day, key=lambda slot: slot.name)
                )
            )
            for day, of_day in by_day
        }
        reserved = {day for week in facts.weeks for day in facts.reserved_days(week)}
        self.kind = {day: Kind(needs.get(day, ()), day in reserved) for day in facts.working_days}
        self.kinds = sorted(set(self.kind.values()))
        self.days = [
            Counter((facts.week(day), self.kind[day]) for day in facts.there(someone.record)) for someone, _ in team
        ]
        self.held = [facts.held(someone.name) for someone, _ in team]
        self.menus = [
            _with_held(_undominated(facts.patterns(someone.record, role)), role, held)
            for (someone, role), held in zip(team, self.held, strict=True)
        ]
        self.works = [facts.works(someone.record, role) for someone, role in team]
        self.answers = [facts.answers(someone.record, role) for someone, role in team]
        self.efforts = {
            funnel: {activity for stage in record.stages for activity, each in stage.effort.items() if each}
            for funnel, record in facts.plan.funnels.items()
        }
        for row in facts.plan.so_far.open_work if facts.plan.so_far else ():
            self.efforts[row.funnel].add(row.activity)

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
        able = {queue: [i for i in there if queue in self.answers[i]] for queue in facts.queues}
        places = [max((pattern.get("duty", 0) for pattern in menu), default=0) for menu in self.menus]
        at_once = [[n for n, slot in enumerate(slots) if slot.name == name] for name in {slot.name for slot in slots}]
        for covers in itertools.product(*(itertools.combinations(able[slot.queue], slot.required) for slot in slots)):
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
        return [(kind, covered) for kind in self.kinds for covered in range(1, kind.slots + 1)]

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
                for number in range(len(self.menus[i]))
            }
            yield _add(worked, {_ONE: Fraction(-self.facts.most_days(self.team[i][0].record))})
        for i, week, kind in itertools.product(self.members, self.facts.weeks, self.kinds):
            if not self.days[i][week, kind]:
                continue
            settled = self._settled(i, week, kind)
            columns = [self.column("pattern", i, week, number, kind) for number in range(len(self.menus[i]))]
            for pattern, column in zip(self.menus[i], columns, strict=True):
                if times := sum(pattern == own for own, _ in settled):
                    yield {_ONE: Fraction(times), column: Fraction(-1)}
            idle = sum(not pattern for pattern, _ in settled)
            yield _add(dict.fromkeys(columns, Fraction(1)), {_ONE: Fraction(idle - self.days[i][week, kind])})
            for number, (of, covered) in enumerate(self._kinds_of_days):
                if of != kind:
                    continue
                has = {
                    column: Fraction(-1)
                    for pattern, column in zip(self.menus[i], columns, strict=True)
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
                    own = self.answers[i] & queues
                    if not own:
                        continue
                    counted = self.column("reserve", i, week, queues)
                    places = {
                        self.column("pattern", i, week, number, kind): Fraction(
                            -min(pattern.get("duty", 0), kind.places(own))
                        )
                        for number, pattern in enumerate(self.menus[i])
                        for kind in self.kinds
                        if kind.is_reserved and self.days[i][week, kind]
                    }
                    yield _add({counted: Fraction(1)}, places)
                    if most is not None:
                        yield {counted: Fraction(1), _ONE: Fraction(-most)}
                    kept[counted] = exact(self.team[i][0].record.absence) - 1
                yield _add({_ONE: needed}, kept)

    def _capacity(self) -> Iterator[Expression]:
        """Open contacts and do work within what the week's patterns allow."""
        facts = self.facts
        for i, week, activity in itertools.product(self.members, facts.weeks, facts.activities):
            free = 1 - exact(self.team[i][0].record.absence)
            asked: Expression = {}
            for funnel in self.works[i]:
                if facts.plan.funnels[funnel].opens_with == activity:
                    asked[self.column("contacts", i, funnel, week)] = Fraction(1)
                for due in facts.weeks:
                    if activity in self.efforts[funnel] and week in facts.done_in(due):
                        asked[self.column("work", i, funnel, activity, due, week)] = Fraction(1)
            allowed: Expression = {}
            for (number, pattern), kind in itertools.product(enumerate(self.menus[i]), self.kinds):
                if self.days[i][week, kind]:
                    allowed[self.column("pattern", i, week, number, kind)] = -free * pattern.get(activity, 0)
            if activity in facts.between_activities:
                at = i * len(facts.between_activities) + facts.between_activities.index(activity)
                allowed = _add(allowed, self._mean(week, [-free * way.between[at] for way in self.duty[week]]))
            yield _add(asked, allowed)

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
                    if funnel in self.works[i]:
                        worth = facts.worth(self.team[i][0].record, self.team[i][1], week)
                        v[0][week][self.column("contacts", i, funnel, week)] = worth
        for k, stage in enumerate(stages):
            v[k][facts.first_week] = _add(v[k][facts.first_week], {_ONE: facts.under_way(funnel, stage.name)})
            for then, items in facts.passing_on(funnel, k):
                v[k + 1][then] = _add(v[k + 1][then], {_ONE: items})
            for week in facts.weeks:
                for then, share in facts.arrivals(stage.days_to_next, week):
                    v[k + 1][then] = _add(v[k + 1][then], _times(exact(stage.conversion) * share, v[k][week]))
        return v

    def _flow_rows(self) -> Iterator[Expression]:
        """Do all work, keep to the size of the cold base, meet every target."""
        facts, plan = self.facts, self.facts.plan
        paid = {}
        for funnel, record in plan.funnels.items():
            v = self._entering(funnel)
            paid[funnel] = v[-1]
            for due, activity in itertools.product(facts.weeks, sorted(self.efforts[funnel])):
                effort = [exact(stage.effort.get(activity, 0.0)) for stage in record.stages]
                given = {_ONE: facts.open_work(funnel, activity, due)}
                work = _add(given, *(_times(each, v[k][due]) for k, each in enumerate(effort)))
                done = {
                    self.column("work", i, funnel, activity, due, week): Fraction(-1)
                    for i in self.members
                    if funnel in self.works[i]
                    for week in facts.done_in(due)
                }
                yield _add(work, done)
            if (base := facts.base_left(funnel)) is not None:
                opened = [c for key, c in self.columns.items() if key[0] == "contacts" and key[2] == funnel]
                yield _add(dict.fromkeys(opened, Fraction(1)), {_ONE: -base})
        for target, reached in _targets(facts, paid):
            yield _add({_ONE: target * NEARLY}, _times(Fraction(-1), reached))


def _targets(facts: Facts, paid: dict[str, list[Expression]]) -> Iterator[tuple[Fraction, Expression]]:
    """List every target with what is reached, given the deals of every funnel and week."""
    plan = facts.plan
    product = {funnel: record.product for funnel, record in plan.funnels.items()}
    deal = {funnel: exact(plan.products[product[funnel]].average_deal) for funnel in product}
    profit = {funnel: deal[funnel] * exact(plan.products[product[funnel]].margin or 0.0) for funnel in product}

    def total(worth: Mapping[str, Fraction], before: Fraction, month: str | None = None) -> Expression:
        share = [facts.month_share(week, month) if month else Fraction(1) for week in facts.weeks]
        planned = (_times(worth[f] * share[week], paid[f][week]) for f in worth for week in facts.weeks)
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
            yield exact(wanted.deals), total(dict.fromkeys(ours, Fraction(1)), before("deals", name))
    for month, of_month in target.by_month.items():
        yield exact(of_month.revenue), total(deal, before("revenue", month=month), month)


def _with_held(
    menu: list[Mapping[str, int]], role: Role, held: Mapping[dt.date, tuple[Mapping[str, int] | None, set[Where]]]
) -> list[Mapping[str, int]]:
    """Add the settled patterns that others exceed."""
    own = [pattern for pattern, _ in held.values() if pattern and pattern not in menu]
    own = [pattern for pattern in own if not (role == "hunter" and pattern.get("duty"))]
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
