"""Plans drawn at random over all features of the format, their targets scaled to what a few people can reach.

A plan is drawn with an object like `random.Random`; hypothesis has one of its own that it can shrink, so the same code
serves its strategies and the seeded plans of bulk runs. What comes first in a list is the plainest.
"""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeVar

import holidays
from hypothesis import strategies as st

from salescrew.errors import InputError
from salescrew.models.plan.plan import Plan
from tests.daily_model import Reached, reached
from tests.draw import Draw

Size = Literal["tiny", "small", "case"]
Drawn = dict[str, Any]
T = TypeVar("T")
ATTEMPTS = 4
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RUSSIAN_HOLIDAYS = holidays.country_holidays("RU", years=(2026, 2027))


class Scale(NamedTuple):
    """How large plans get."""

    weeks: int
    weekdays: tuple[int, int]
    slots_of_week: int
    managers: int
    profiles: int
    at_most: int
    everybody: int
    funnels: int
    leads: tuple[int, ...]
    people: int


SCALES: dict[Size, Scale] = {
    "tiny": Scale(2, (1, 3), 6, 3, 1, 2, 4, 2, (4, 6, 9, 12), 3),
    "small": Scale(4, (3, 6), 18, 4, 2, 3, 10, 3, (12, 30, 60, 110), 4),
    "case": Scale(4, (5, 6), 18, 4, 2, 8, 20, 3, (12, 30, 60, 110, 200), 11),
}


def tiny_plans() -> st.SearchStrategy[Plan]:
    """Draw plans of up to 4 people, 2 weeks and 3 working days a week: what the enumerator settles at once."""
    return st.randoms(use_true_random=False).map(lambda rng: _plan(rng, "tiny", working_time=True))


def small_plans() -> st.SearchStrategy[Plan]:
    """Draw plans of up to 10 people and 4 weeks: what the daily model settles at once."""
    return st.randoms(use_true_random=False).map(lambda rng: _plan(rng, "small", working_time=True))


def random_plan(seed: int, size: Size = "case", *, working_time: bool = False) -> Plan:
    """Draw the plan of a seed; `case` gives plans like the stored cases, the others those of the strategies.

    Parameters
    ----------
    working_time
        Whether people may have a working time of their own, and leads and the horizon be said in other ways.
    """
    return _plan(random.Random(seed), size, working_time=working_time)


def random_plan_data(seed: int, size: Size = "case", *, working_time: bool = False) -> Drawn:
    """Draw the plan of a seed as it would stand in a file."""
    return _data(random.Random(seed), size, working_time=working_time)


def _plan(rng: random.Random, size: Size, *, working_time: bool) -> Plan:
    return Plan.model_validate(_data(rng, size, working_time=working_time))


def _data(rng: random.Random, size: Size, *, working_time: bool) -> Drawn:
    draw = _Draw(rng, size)
    for _ in range(ATTEMPTS):
        data = draw.everything_but_targets()
        data = draw.working_time(data) if working_time else data
        could = draw.reached(data)
        if (could is not None and could.revenue > 0) or draw.chance(10):
            break
    return draw.money_over_time(draw.fewer_days(data | {"target": draw.targets(could)}), could)


class _Draw(Draw):
    """One plan in the making."""

    def __init__(self, rng: random.Random, size: Size) -> None:
        super().__init__(rng)
        self.scale = SCALES[size]
        self.case = size == "case"

    def chance(self, percent: int) -> bool:
        # shrinks to no
        return self.rng.randrange(100) >= 100 - percent

    def some(self, values: Sequence[T], least: int = 0) -> list[T]:
        """Draw some of the values, in their order."""
        count = self.rng.randrange(least, len(values) + 1)
        chosen = set(self.rng.sample(range(len(values)), count))
        return [value for number, value in enumerate(values) if number in chosen]

    def everything_but_targets(self) -> Drawn:
        data: Drawn = {"name": "drawn at random", "currency": "RUB", "calendar": self.calendar()}
        self.slots = data["calendar"].get("slots", ["morning", "afternoon"])
        data["products"] = {
            name: {"average_deal": self.pick((20_000, 8_000, 55_000)), "margin": self.pick((0.25, "10%", 0.4))}
            for name in ("x", "y")[: self.pick((1, 2))]
        }
        data |= self.days()
        data["funnels"] = self.funnels(list(data["products"]))
        if inbound := [name for name, funnel in data["funnels"].items() if funnel["channel"] == "inbound"]:
            data["duty"] = self.duty()
            self.queues(data, inbound)
        data["pipeline"] = self.pipeline(data["funnels"])
        if self.chance(60):
            data["grace_weeks"] = self.pick((0, 2))
        data |= self.people(list(data["funnels"]))
        if self.chance(30):
            data["objective"] = ["monthly_cost", "people"]
        if self.chance(25):
            cost = 20 if self.case else self.pick((8, 12, 5.5))
            data["limits"] = dict(
                self.some([("people", self.pick((3, 2, 4))), ("hires", self.pick((1, 2))), ("monthly_cost", cost)], 1)
            )
        return data

    def fewer_days(self, data: Drawn) -> Drawn:
        """Let people work on fewer days of a week: rarely more than three are worked at all; say who is what today."""
        if not self.case and self.chance(15):
            data["max_days_per_week"] = self.pick((2, 1, 3, 4))
        if not self.case and self.chance(10) and data["managers"]:
            self.pick(data["managers"])["max_days_per_week"] = self.pick((1, 2, 5))
        for manager in data["managers"] if not self.case and self.chance(30) else ():
            manager["role"] = self.pick(("hunter", "inbound", "mixed"))
        return data if self.case else self.over_horizon(data)

    def over_horizon(self, data: Drawn) -> Drawn:
        """Seek or limit the cost over the horizon, let hiring cost something, and let some choose when to come."""
        for candidate in data.get("candidates", []):
            if self.chance(15):
                candidate["hiring_cost"] = self.pick((1, 0.5, 6))
            if self.chance(20):
                last = dt.date.fromisoformat(candidate.get("until", "9999-12-31"))
                days = [day for day in self.days_of_horizon if day <= last]
                starts = {self.pick(days), self.pick(days)} if days else set()
                if starts:
                    candidate["from"] = [str(day - dt.timedelta(days=self.pick((0, 3)))) for day in sorted(starts)]
        if self.chance(15):
            orders = (["cost", "people"], ["people", "cost"], ["cost"], ["people", "cost", "monthly_cost"], ["people"])
            data["objective"] = list(self.pick((*orders, ["monthly_cost", "cost"], ["cost", "monthly_cost", "people"])))
        if self.chance(8):
            data.setdefault("limits", {})["cost"] = self.pick((6, 3, 12.5))
        return data

    def working_time(self, data: Drawn) -> Drawn:
        """Change when leads come and who is there when, as far as there is a plan like that."""
        for percent, change in (
            (8, self.ending),
            (12, self.short_day),
            (10, self.free_days),
            (15, self.other_leads),
            (12, self.menu_of_a_weekday),
            (30, self.own_working_time),
        ):
            if self.chance(percent):
                changed = copy.deepcopy(data)
                change(changed)
                try:
                    Plan.model_validate({**changed, "target": {"revenue": 1}})
                except InputError:
                    continue
                data = changed
        return data

    def ending(self, data: Drawn) -> None:
        """Say otherwise when the horizon ends: with a day, or a month where that is not too long."""
        calendar = data["calendar"]
        weeks, start = calendar.pop("weeks"), dt.date.fromisoformat(calendar["start"])
        if self.chance(50):
            calendar["period"] = calendar.pop("start")[:7]
            if self.scale.weeks <= 2:
                # of a month only so many days are worked as in the weeks of other plans
                calendar["working_days"] = calendar.get("working_days", list(WEEKDAYS))[:1]
        else:
            calendar["end"] = str(start + dt.timedelta(days=7 * weeks - self.pick((1, 3, 4))))

    def short_day(self, data: Drawn) -> None:
        calendar = data["calendar"]
        worked = calendar.get("working_days", WEEKDAYS[:5])
        calendar["short_days"] = {self.pick(worked): self.some(self.slots)[: len(self.slots) - 1]}

    def free_days(self, data: Drawn) -> None:
        first = self.pick(self.days_of_horizon)
        span = f"{first}/{first + dt.timedelta(days=self.pick((0, 2)))}"
        data["calendar"]["holidays"] = self.pick(([span], span, ["RU", span]))

    def other_leads(self, data: Drawn) -> None:
        for funnel in data["funnels"].values():
            if funnel["channel"] == "inbound":
                if self.chance(60):
                    day = self.pick(self.days_of_horizon)
                    monday = day - dt.timedelta(days=day.weekday())
                    funnel["leads"]["by_week"] = {str(monday): self.pick((4, 12, 0))}
                if self.chance(60):
                    funnel["leads"]["days_off"] = "next_day"

    def menu_of_a_weekday(self, data: Drawn) -> None:
        worked = data["calendar"].get("working_days", WEEKDAYS[:5])
        menus = ([{"calls": 25}, {"duty": 1}], [{"calls": 40}], [{"meetings": 1}, {"duty": 2, "calls": 5}])
        data["weekday_patterns"] = {day: self.pick(menus) for day in self.some(worked, 1)[:2]}

    def own_working_time(self, data: Drawn) -> None:
        """Give somebody other slots, weekdays that change, or a menu of their own for a weekday."""
        person = self.pick([*data["managers"], *data.get("candidates", ())])
        match self.pick((0, 1, 2)):
            case 0:
                person["slots"] = self.some(self.slots, 1)
            case 1:
                worked = data["calendar"].get("working_days", WEEKDAYS[:5])
                person.pop("working_days", None)
                first = str(self.pick(self.days_of_horizon))
                turns = {"on": self.pick((2, 3, 1)), "off": self.pick((1, 2)), "from": first}
                person["rota"] = self.pick(([self.some(worked, 1), self.some(worked)], turns))
            case _:
                worked = data["calendar"].get("working_days", WEEKDAYS[:5])
                person["weekday_patterns"] = {self.pick(worked): self.pick(([{"calls": 35}], [{"duty": 1}]))}

    def money_over_time(self, data: Drawn, could: Reached | None) -> Drawn:
        """Let deals pay by the month, ask for items that enter a stage, and for what is under way at the end."""
        if self.case or could is None or could.revenue <= 0:
            return data
        if self.chance(15):
            product = self.pick(list(data["products"].values()))
            product["monthly_fee"] = self.pick((3_000, 30_000))
            if self.chance(50):
                product["monthly_churn"] = self.pick((0.1, "2%", 1))
            if self.chance(50):
                product["average_deal"] = 0
            could = self.reached(data) or could
            data["target"] = self.targets(could)
        factor = self.pick((0.5, 0.9, 0.97, 0.7))
        if self.chance(15) and (stages := {at: count for at, count in could.stages.items() if count > 1e-6}):
            funnel, stage = self.pick(list(stages))
            data["target"]["stages"] = {funnel: {stage: float(f"{factor * stages[funnel, stage]:.4g}")}}
        if self.chance(20):
            amount = float(f"{factor * could.under_way:.4g}") or 1_000
            data["target"]["under_way"] = self.pick((amount, "at_start"))
        return data

    def calendar(self) -> Drawn:
        start = dt.date.fromisoformat(self.pick(("2026-03-02", "2026-03-04", "2026-04-27", "2026-12-28", "2026-03-27")))
        calendar: Drawn = {"start": str(start), "weeks": self.rng.randint(1, self.scale.weeks)}
        least, most = self.scale.weekdays
        worked: Sequence[str]
        if self.case:
            worked = WEEKDAYS[: self.pick((5, 6))]
        else:
            most = most if calendar["weeks"] == 1 else max(least, most - 1)
            worked = sorted(self.rng.sample(WEEKDAYS[:6], self.rng.randint(least, most)), key=WEEKDAYS.index)
        if list(worked) != list(WEEKDAYS[:5]):
            calendar["working_days"] = list(worked)
        monday = start - dt.timedelta(days=start.weekday())
        self.days_of_horizon = [
            day for i in range(7 * calendar["weeks"]) if (day := monday + dt.timedelta(days=i)) >= start
        ]
        ordinary = [day for day in self.days_of_horizon if WEEKDAYS[day.weekday()] in worked]
        if self.chance(30) and len(ordinary) > 1:
            free = [ordinary[self.rng.randrange(1, len(ordinary))]]
            calendar["holidays"] = [str(day) for day in free] + ["2031-01-01"] * self.chance(20)
        elif self.chance(15) and any(day not in RUSSIAN_HOLIDAYS for day in ordinary):
            calendar["holidays"] = "RU"
        if self.chance(25) or not ordinary:
            calendar["extra_days"] = [str(self.pick(self.days_of_horizon)) for _ in range(self.pick((1, 2)))]
        slots = min(self.pick((2, 3) if self.case else (2, 1, 2, 3)), self.scale.slots_of_week // len(worked))
        if slots != 2:
            calendar["slots"] = [f"s{number}" for number in range(1, slots + 1)]
        if slots == 3 or self.chance(20):
            calendar["slot_minutes"] = 160
        return calendar

    def days(self) -> Drawn:
        self.third = not self.case and self.chance(15)
        if self.chance(25):
            minutes: Drawn = {"calls": self.pick((60, 40, 110)), "meetings": self.pick((150, 110, 200))}
            if self.case:
                minutes["calls"] = self.pick((5, 8, 12))
            if self.third:
                minutes["letters"] = 100
            budget: Drawn = {"day_minutes": 480, "minutes": minutes}
            if self.chance(70):
                budget["at_most"] = {"meetings": self.pick((2, 1))}
            return {"time_budget": budget}
        calls = self.pick((40, 90))
        patterns: list[Drawn] = [{"calls": calls}, {"meetings": 1, "calls": 15}, {"meetings": 2}]
        patterns += [{"duty": 1, "calls": calls // 2}, {"duty": 1, "meetings": 1}, {"duty": 2}]
        if not self.case:
            # each of the first two is needed, so that no activity is without a pattern
            patterns = patterns[:2] + self.some(patterns[2:])
            if self.chance(30):
                patterns.append({"duty": len(self.slots), "calls": self.pick((5, 10))})
            if self.third:
                patterns.append({"calls": 10, "letters": 2, "meetings": 1})
        return {"day_patterns": [pattern for pattern in patterns if pattern.get("duty", 0) <= len(self.slots)]}

    def funnels(self, products: list[str]) -> Drawn:
        outbound = self.rng.randint(0, min(2, self.scale.funnels))
        inbound = self.rng.randint(0 if outbound else 1, min(2, self.scale.funnels - outbound) or (not outbound))
        funnels: Drawn = {}
        for number in range(outbound):
            funnel: Drawn = {"channel": "outbound", "product": self.pick(products), "opens_with": "calls"}
            if not self.case and self.chance(15):
                funnel["opens_with"] = "meetings"
            funnel["stages"] = self.stages("contact", (0.04, 0.02, "6%", 0.2))
            if self.chance(25):
                funnel["max_contacts"] = self.pick((100, 300, 800) if self.case else (100, 20, 37.5, 300))
            funnels[f"cold{number}"] = funnel
        for number in range(inbound):
            funnels[f"warm{number}"] = {
                "channel": "inbound",
                "product": self.pick(products),
                "leads": self.leads(),
                "stages": self.stages("lead", (0.4, 0.2)),
            }
        return funnels

    def stages(self, first: str, conversions: Sequence[object]) -> list[Drawn]:
        stages: list[Drawn] = [{"name": first, "conversion": self.pick(conversions)}]
        if self.chance(20):
            stages[0]["effort"] = {"calls": self.pick((0.5, 1))}
        if not self.case and self.chance(30):
            stages[0]["days_to_next"] = self.pick((7, 3, 10.5))
        if self.chance(70):
            stages.append({"name": "meeting", "conversion": self.pick((0.5, 0.3)), "effort": {"meetings": 1}})
            stages[-1]["days_to_next"] = self.pick((0, 3, 7, 12))
        if self.chance(40):
            stages.append({"name": "proposal", "conversion": self.pick((0.4, 0.7, 1))})
            stages[-1]["effort"] = {"calls": self.pick((1, 2.5))}
            if self.third:
                stages[-1]["effort"]["letters"] = self.pick((1, 0.3))
            stages[-1]["days_to_next"] = self.pick((0, 5, 14) if self.case else (0, 5, 14, 24.5))
        return stages

    def leads(self) -> Drawn:
        leads: Drawn = {"per_week": self.pick(self.scale.leads)}
        if self.chance(40):
            leads["by_weekday"] = {self.pick(WEEKDAYS[:3]): self.pick((0.5, 1.5))}
        if self.chance(40) and len(self.slots) > 1:
            leads["by_slot"] = {self.slots[0]: self.pick((0, 1.5, 2))}
        if self.chance(20):
            leads["season"] = {"2026-03": 1.3, "2026-04": 0.6, "2026-05": 0, "2027-01": 0.5}
        return leads

    def duty(self) -> Drawn:
        most = max(self.scale.leads)
        duty: Drawn
        match self.pick((0, 1, 2)):
            case 0:
                duty = {"leads_per_slot": self.pick((3, 5, 8) if most > 20 else (3, 2, 4.5))}
            case 1:
                duty = {"managers_per_slot": self.pick((1, 1, 2))}
            case _:
                level: Drawn = {"share": self.pick(("80%", 0.7, 0.9)), "within_seconds": self.pick((60, 20, 0))}
                level["handling_minutes"] = self.pick((12, 20, 30))
                if self.chance(50):
                    level["patience_minutes"] = self.pick((5, 2))
                duty = {"service_level": level}
                if self.chance(60):
                    each = 6 if most > 20 else 20
                    duty["between_leads"] = {"activity": "calls", "minutes_each": each, "efficiency": 0.6}
        if self.chance(40):
            duty["max_slots_per_week"] = self.pick((5, 6, 3) if most > 20 else (2, 3, 1))
        return duty

    def queues(self, data: Drawn, inbound: list[str]) -> None:
        """Let funnels have queues of their own, and rules say more of slots and of waits."""
        if self.case:
            return
        duty = data["duty"]
        if len(inbound) > 1 and self.chance(50):
            for name, queue in zip(inbound, ("german", self.pick(("main", "french"))), strict=False):
                if queue != "main" or self.chance(50):
                    data["funnels"][name]["queue"] = queue
            most = duty.pop("max_slots_per_week", None)
            named = dict.fromkeys(data["funnels"][name].get("queue", "main") for name in inbound)
            rules = [duty, {"leads_per_slot": self.pick((6, 4))}]
            data["duty"] = {"queues": dict(zip(named, rules, strict=False))}
            if most is not None:
                data["duty"]["max_slots_per_week"] = most
        if "managers_per_slot" in duty and self.chance(40):
            duty["managers_per_slot"] = self.managers_per_slot()
        if "service_level" in duty and self.chance(40):
            level = duty["service_level"]
            del level["share"], level["within_seconds"]
            level["average_wait_seconds"] = self.pick((60, 20, 240))

    def managers_per_slot(self) -> Drawn:
        """Draw a table by slot, by weekday, or by both."""
        by_slot = {slot: self.pick((1, 0, 2)) for slot in self.some(self.slots, 1)}
        if self.chance(50):
            return by_slot
        return {day: self.pick((1, by_slot, 2)) for day in self.some(WEEKDAYS[:5], 2)}

    def pipeline(self, funnels: Drawn) -> object:
        kind = self.pick(("steady", "empty", "steady", "table"))
        if kind != "table":
            return kind
        table: Drawn = {}
        for name in self.some(list(funnels), 1):
            stages = [stage["name"] for stage in funnels[name]["stages"]]
            table[name] = {stage: self.pick((5, 2.5, 20)) for stage in self.some(stages, 1)}
        return table

    def people(self, funnels: list[str]) -> Drawn:
        names = "ABCD"[: self.rng.randint(1, self.scale.managers)]
        managers = [{"name": name, **self.person(funnels)} for name in names]
        profiles = self.rng.randint(0 if len(names) > 1 else 1, self.scale.profiles)
        if self.chance(10) and profiles:
            managers = []
        candidates: list[Drawn] = []
        for number in range(profiles):
            most = min(self.scale.at_most, (self.scale.everybody - len(managers)) // profiles)
            candidate = {"profile": f"p{number}", "at_most": self.rng.randint(1, most)}
            candidates.append(candidate | self.person(funnels))
        return {"managers": managers} | ({"candidates": candidates} if candidates else {})

    def person(self, funnels: list[str]) -> Drawn:
        person: Drawn = {"monthly_cost": self.pick((3, 5, 8, 0, 2.5))}
        if self.chance(50):
            person["effectiveness"] = {role: self.pick((1, 0.7, 0.9, 1.2)) for role in ("hunter", "inbound", "mixed")}
        elif self.chance(30):
            person["effectiveness"] = self.pick((0.8, 1.1))
        if self.chance(25):
            person["roles"] = self.some(["hunter", "inbound", "mixed"], 1)
        if self.chance(20):
            person["funnels"] = self.some(funnels, 1)
        if self.chance(15):
            person["day_patterns"] = [{"calls": 30}, {"meetings": 1}, {"duty": 1, "calls": 10}]
        if self.chance(12):
            person["keep"] = True
        return person | self.presence()

    def presence(self) -> Drawn:
        presence: Drawn = {}
        if self.chance(20):
            presence["absence"] = self.pick(("10%", 0.25))
        if self.chance(15):
            presence["working_days"] = list(self.pick((WEEKDAYS[:3], WEEKDAYS[1:4], ("mon", "thu", "sat"))))
        if self.chance(15):
            first, last = sorted((self.pick(self.days_of_horizon), self.pick(self.days_of_horizon)))
            presence["days_off"] = [f"{first}/{min(last, first + dt.timedelta(days=3))}"]
        if self.chance(20):
            presence["ramp"] = list(self.pick(((0.6, 0.8), (0.3,), (0, 0.5, 1.1))))
        if self.chance(15):
            presence["from"] = str(self.pick(self.days_of_horizon) - dt.timedelta(days=self.pick((0, 7))))
        elif self.chance(10):
            presence["until"] = str(self.pick(self.days_of_horizon))
        return presence

    def reached(self, data: Drawn) -> Reached | None:
        """Draw a number of people, or more where so few cannot work, and give what they could reach."""
        plan = Plan.model_validate({**data, "target": {"revenue": 1}})
        everybody = len(plan.managers) + sum(candidate.at_most for candidate in plan.candidates)
        weights = {name: self.pick((1, 3)) for name in plan.funnels}
        people = self.rng.randint(1, min(self.scale.people, everybody))
        could = reached(plan, people, weights)
        while could is None and people < min(self.scale.people, everybody):
            people += 1
            could = reached(plan, people, weights)
        return could

    def targets(self, could: Reached | None) -> Drawn:
        """Ask for about what could be reached."""
        if could is None or could.revenue <= 0:
            return {"revenue": self.pick((80_000, 8_000, 220_000))}
        targets = {key: value for key, value in self.wanted(could).items() if value}
        return targets or {"revenue": 1_000}

    def wanted(self, could: Reached) -> Drawn:
        """Choose what to ask for; what cannot be had at all is left alone."""
        factor = self.pick((0.9, 0.5, 0.97, 0.999, 1, 0.8, 0.7, 1.02))

        def ask(number: float) -> float:
            return float(f"{number * factor:.4g}")

        main = self.pick(("revenue", "profit", "products", "by_month"))
        wanted: Drawn = {}
        if main == "revenue" or self.chance(30):
            wanted["revenue"] = ask(could.revenue)
        if main == "profit" or self.chance(20):
            wanted["profit"] = ask(could.profit)
        if main == "products" or self.chance(20):
            what = self.pick(("deals", "revenue", "profit"))
            sold = {name: getattr(product, what) for name, product in could.products.items()}
            wanted["products"] = {name: {what: ask(number)} for name, number in sold.items() if ask(number) > 0}
        if main == "by_month" or self.chance(10):
            months = {month: ask(number) for month, number in could.by_month.items()}
            wanted["by_month"] = {month: {"revenue": number} for month, number in months.items() if number > 0}
        return wanted
