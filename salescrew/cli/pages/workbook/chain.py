"""The chain from revenue to calls, funnel by funnel, to be played with: change a conversion, and see the calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from salescrew.cli.pages.result.summary import items_opened, quotas_asked
from salescrew.cli.render.page import Kind
from salescrew.cli.render.workbook.sheets import Entry, Formula, Grid, Head, Place, Prose, Sheet, SheetCell
from salescrew.language import say, to_say
from salescrew.models.department.worth import DealWorth
from salescrew.models.plan.sections.funnels import PAID, Stage
from salescrew.models.plan.words import stage_in_words
from salescrew.models.schedule.schedule import Schedule

_EACH, _ARRIVES, _IN_ALL = 2, 3, 4
_HOW = to_say(
    "Change what stands on yellow, and see what it takes. It begins with what the answer has each funnel bring; with "
    "these numbers it ends at the answer's own. People, their days and odds are not worked out anew: for that, change "
    "the plan and solve it."
)
_NOTE = to_say(
    "comes in time: of what passes on, the share that enters the next stage within the horizon; more than 100% where "
    "things were under way at the start, or where contacts or leads are worth more than standard ones."
)


def chain_sheet(schedule: Schedule) -> Sheet | None:
    """Make the sheet; none where no funnel brings anything."""
    chain = _Chain(schedule)
    for name in schedule.plan.funnels:
        chain.add(name)
    chain.add_up()
    if not chain.rows:
        return None
    grid = Grid(_heading(), chain.rows, note=say(_NOTE), heads=2)
    return Sheet(say("What if"), [Prose(say("From revenue to calls"), "heading"), Prose(say(_HOW)), grid])


def _heading() -> list[Head]:
    return [
        Head(say("funnel"), "name"),
        Head(say("step"), "name"),
        Head(say("each, or share that passes on"), "number"),
        Head(say("comes in time"), "share"),
        Head(say("in all"), "number"),
        Head(say("a week"), "number"),
        Head(say("a working day"), "number"),
    ]


class _Chain:
    """Rows of a grid, each with formulas that rest on those before it."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._opened = items_opened(schedule)
        self._work: defaultdict[str, list[tuple[Place, float]]] = defaultdict(list)
        self.rows: list[Sequence[SheetCell]] = []

    def add(self, name: str) -> None:
        """Go from what a funnel brings back to what it begins with, and on to the work that this makes."""
        funnel, worth = self._schedule.plan.funnels[name], DealWorth(self._schedule.horizon)
        *entering, deals = (sum(by_week) for by_week in self._schedule.entering[name])
        entering[0] = self._opened[name]
        passing = [self._schedule.conversion(name, number) for number in range(len(funnel.stages))]
        revenue = worth.of_deals(funnel.product, self._schedule.entering[name][-1])
        if not (deals and revenue and all(entering) and all(passing)):
            return
        at = len(self.rows)
        self._row(name, say("revenue"), Entry(revenue, "money"), kind="money")
        self._row(name, say("average deal"), None, each=Entry(revenue / deals, "money"))
        self._row(name, stage_in_words(PAID), Formula("{}/{}", ((at, _IN_ALL), (at + 1, _EACH)), deals))
        after = deals
        places: dict[int, Place] = {}
        for number in reversed(range(len(funnel.stages))):
            row, items, share = len(self.rows), entering[number], passing[number]
            cells = ((row - 1, _IN_ALL), (row, _EACH), (row, _ARRIVES))
            in_time = after / (items * share)
            places[number] = (row, _IN_ALL)
            self._row(
                name,
                funnel.stages[number].name,
                Formula("{}/({}*{})", cells, items),
                each=Entry(share, "share"),
                in_time=in_time,
            )
            after = items
        if funnel.opens_with is not None:
            self._add_work(name, funnel.opens_with, funnel.stages[0], 1.0, (places[0], entering[0]))
        for number, stage in enumerate(funnel.stages):
            for activity, each in stage.effort.items():
                self._add_work(name, activity, stage, each, (places[number], entering[number]))

    def add_up(self) -> None:
        """Add up the work of all funnels, by activity, and set it against the days on which it is asked."""
        days: defaultdict[str, int] = defaultdict(int)
        for (_, activity), asked in quotas_asked(self._schedule).items():
            days[activity] += len(asked)
        for activity, parts in self._work.items():
            total, row = sum(amount for _, amount in parts), len(self.rows)
            of_all, parts_of_it = (
                say("all funnels"),
                Formula("+".join("{}" for _ in parts), tuple(p for p, _ in parts), total),
            )
            self._row(of_all, activity, parts_of_it)
            if days[activity]:
                with_it = say("days of people with {activity}", activity=activity)
                self._row(of_all, with_it, Entry(days[activity], "count"), kind="count")
                each = Formula("{}/{}", ((row, _IN_ALL), (row + 1, _IN_ALL)), total / days[activity])
                self._row(of_all, say("{activity} on such a day", activity=activity), each, is_of_a_day=True)

    def _add_work(self, name: str, activity: str, stage: Stage, each: float, of: tuple[Place, float]) -> None:
        place, items = of
        row = len(self.rows)
        self._work[activity].append(((row, _IN_ALL), each * items))
        self._row(
            name,
            say("{activity} for {stage}", activity=activity, stage=stage.name),
            Formula("{}*{}", ((row, _EACH), place), each * items),
            each=Entry(each),
        )

    def _row(
        self,
        name: str,
        step: str,
        in_all: Formula | Entry | None,
        *,
        each: Entry | None = None,
        in_time: float | None = None,
        kind: Kind = "number",
        is_of_a_day: bool = False,
    ) -> None:
        row = len(self.rows)
        over: list[SheetCell] = [None, None]
        if isinstance(in_all, Formula) and not is_of_a_day:
            horizon = self._schedule.horizon
            over = [
                Formula(f"{{}}/{count}", ((row, _IN_ALL),), in_all.value / count, kind)
                for count in (len(horizon.weeks), len(horizon.working_days))
            ]
        self.rows.append([name, step, each, in_time, in_all, *over])
