"""What the weeks of a team cannot come below since a day holds a whole pattern, where split days could.

With asked[u, a, w] of a person u of an activity a, there[u, w] the days of u, and a ratio R above the aim, no roster

    asked[u, a, w] / there[u, w]  <=  R * sum over w of (asked[u, a, w] + 1) / there[u]     or   u is asked for too few
    sum over w of asked[u, a, w]  <=  what does not count                                   if   u is asked for too few
    days of u in w with a  >=  1       where the other weeks cannot hold all of it          or   u is asked for too few

that meets the targets with whole days shows that R is not to be had; the 1 is what a week's quota may be rounded up by.
Who covers which slot may be split: so fewer columns are whole. Source: the planning model, section 5 (evenness).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salescrew.models.answers.evenness import EVEN_ENOUGH, Measure
from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.models.department.posts import Post
from salescrew.models.schedule.evenness import LEAST_A_WEEK
from salescrew.solver.engine.program import Clock, State, Term, least
from salescrew.solver.even.effort import EvenEffort
from salescrew.solver.even.least import open_no_more, peaks_of_funnels
from salescrew.solver.even.model import EvenModel, most_of
from salescrew.solver.staffing.columns import PostColumns
from salescrew.solver.staffing.day_quotas import Quotas


def least_with_whole_days(
    department: Department,
    team: Sequence[Post],
    quotas: Quotas,
    figures: Sequence[Measure],
    clock: Clock,
    effort: EvenEffort,
) -> dict[Measure, float]:
    """Give the figures that only whole days keep a small team above the aim of, and what each cannot come below."""
    found: dict[Measure, float] = {}
    if sum(post.count for post in team) > effort.most_apart or any(post.fixed for post in team):
        return found
    for figure in figures:
        model = EvenModel(department, team, effort)
        ratio = EVEN_ENOUGH[figure] + effort.above_aim
        _split_duty(model)
        open_no_more(model, quotas)
        model.allow(TARGET_TOLERANCE)
        if figure == "weeks":
            _keep_weeks(model, ratio)
        else:
            _keep_people(model, ratio)
        if sum(model.program.whole) > effort.largest_shown or clock.is_over():
            continue
        if least(model.program, clock=clock, nodes=effort.nodes_shown).state is State.INFEASIBLE:
            found[figure] = ratio
    return found


def _split_duty(model: EvenModel) -> None:
    for columns in model.staffing.columns:
        for column in (*columns.dutied.values(), *columns.covering.values()):
            model.program.whole[column] = False


def _keep_weeks(model: EvenModel, ratio: float) -> None:
    none_above = model.program.column(0.0)
    for peaks in peaks_of_funnels(model):
        for _ in peaks.below(model.program, ratio, none_above, 1.0):
            pass


def _keep_people(model: EvenModel, ratio: float) -> None:
    """Let nobody's highest week exceed a ratio times the mean, but of those who are asked for too few."""
    columns_of = {id(post): columns for post, columns in model.staffing.pairs()}
    for post, activity, by_week in model.asked:
        days = {week: len(of) for week, of in enumerate(post.days) if of}
        few, most = LEAST_A_WEEK * len(days) - 1, _most_asked(model, post, activity, days)
        if len(days) < 2 or most <= few:
            continue
        is_few = model.program.column(1.0, whole=True)
        every = [(column, 1.0) for column in by_week.values()]
        model.program.row([*every, (is_few, most - few)], at_most=most)
        total = sum(days.values())
        mean = [(column, -ratio / total) for column in by_week.values()]
        for week, column in by_week.items():
            own = [(column, 1 / days[week]), *mean, (is_few, -few / days[week])]
            model.program.row(own, at_most=ratio * len(days) / total)
        if not any(activity in slot.between for slot in model.department.slots):
            for week, held in _days_with(columns_of[id(post)], activity).items():
                if ratio * days[week] > total * (ratio - 1):
                    model.program.row([*held, (is_few, 1.0)], at_least=1.0)


def _most_asked(model: EvenModel, post: Post, activity: str, days: Mapping[int, int]) -> float:
    """Give what somebody could be asked for at the most: with the most on every day, and between all leads."""
    slots = model.department.slots if post.between_leads else ()
    between = sum(slot.between.get(activity, 0) for slot in slots)
    return sum(days.values()) * most_of(post, activity) + between


def _days_with(columns: PostColumns, activity: str) -> Mapping[int, list[Term]]:
    """Give the days whose pattern holds an activity, by week."""
    held: dict[int, list[Term]] = {block.period: [] for block in columns.blocks}
    for (number, duty, choice), column in columns.days.items():
        block = columns.blocks[number]
        if block.patterns[duty][choice].get(activity):
            held[block.period].append((column, 1.0))
    return held
