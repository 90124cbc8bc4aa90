"""The arithmetic of a plan as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from salescrew.cli.pages.duty_steps import step_sentences
from salescrew.cli.pages.words import subtitle
from salescrew.cli.render.cells import money, number
from salescrew.cli.render.page import Cell, Column, Page, Table, Word
from salescrew.language import say, say_as
from salescrew.models.answers.explained.arithmetic import Arithmetic, DutyNeed, Step, TargetNeed
from salescrew.models.department.department import Department
from salescrew.models.department.targets import is_count, target_in_words
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import activity_in_words, any_of, short_weekday_in_words, stage_in_words

_MOST_PATTERNS = 40
_ALIKE = 1e-9


def check_page(department: Department, arithmetic: Arithmetic) -> Page:
    """Write the arithmetic: the calendar, the leads, the targets traced back, duty, and the day patterns."""
    plan = department.plan
    second = say(
        "{plan}, {days} {days:working day|working days}. All figures are for people of effectiveness 1.",
        plan=subtitle(department),
        days=arithmetic.calendar.working_days,
    )
    tables = [
        *_conversions(arithmetic),
        *_by_itself(plan, arithmetic),
        *_targets(arithmetic),
        *_routes(arithmetic),
        *_fees(arithmetic),
        *_queues(arithmetic),
        *_duty(plan, arithmetic),
        _patterns(plan, arithmetic),
        *_weekday_patterns(arithmetic),
        *_hires(arithmetic),
    ]
    return Page(say("The plan is well formed."), second, tables)


def _conversions(arithmetic: Arithmetic) -> list[Table]:
    """Show how sure and how old each conversion is, where the plan says what was seen of any."""
    if not arithmetic.conversions:
        return []
    columns = [Column(say("funnel"), "name", group=True), Column(say("stage"), "name")]
    columns += [Column(say("conversion"), "share"), Column(say_as("interval", "from"), "share")]
    columns += [Column(say_as("interval", "to"), "share"), Column(say("seen"), "number")]
    columns += [Column(say("days old"), "count"), Column(say("source"), "name")]
    rows: list[list[Cell]] = [
        [
            *(seen.funnel, seen.stage, seen.conversion, seen.low, seen.high, seen.of, seen.days_old),
            seen.source if seen.of is not None else Word(say("nothing observed")),
        ]
        for seen in arithmetic.conversions
    ]
    note = say(
        "from, to: 95% interval. seen: as sure as so many items, each seen to its end. days old: on the first day of "
        "the plan."
    )
    if any(seen.days_old is not None and seen.days_old < 0 for seen in arithmetic.conversions):
        note = f"{note} {say('Below 0: seen after it.')}"
    return [Table("conversions", say("What the conversions rest on"), columns, rows, note)]


def _by_itself(plan: Plan, arithmetic: Arithmetic) -> list[Table]:
    """Show what comes without a contact: leads, and the opening pipeline where there is one."""
    if not arithmetic.by_itself:
        return []
    rows: list[list[Cell]] = []
    with_by = _tells_by(flow.steps for flow in arithmetic.by_itself)
    for flow in arithmetic.by_itself:
        rows += _step_rows(flow.funnel, flow.steps, with_by, flow.revenue)
    columns = [*_step_columns(with_by), Column(say("revenue"), "money")]
    if isinstance(plan.pipeline, dict):
        title = say("What the expected leads and the opening pipeline bring, with every duty slot covered")
    else:
        title = say("What the expected leads bring, with every duty slot covered")
    return [Table("by-itself", title, columns, rows)]


def _targets(arithmetic: Arithmetic) -> list[Table]:
    if not arithmetic.targets:
        return []
    columns = [
        Column(say("target"), "name"),
        Column(say("wanted"), "money"),
        Column(say("comes by itself"), "money"),
        Column(say("for outbound"), "money"),
        Column(say("carried by"), "name"),
    ]
    rows: list[list[Cell]] = [
        [target_in_words(need.target), need.wanted, need.by_itself, need.remaining, _carried(need)]
        for need in arithmetic.targets
    ]
    note = say("What comes by itself: leads and the opening pipeline.")
    return [Table("targets", say("Targets"), columns, rows, note)]


def _carried(need: TargetNeed) -> str:
    if need.remaining == 0:
        return Word(say("leads and pipeline"))
    if not need.routes:
        return Word(say("nothing: no outbound funnel counts towards it"))
    return any_of(route.funnel for route in need.routes)


def _routes(arithmetic: Arithmetic) -> list[Table]:
    """Trace each target back, one table a target."""
    tables = []
    for need in arithmetic.targets:
        if not need.routes:
            continue
        rows: list[list[Cell]] = []
        with_by = _tells_by(route.steps for route in need.routes)
        columns = _step_columns(with_by)
        for route in need.routes:
            rows += _step_rows(route.funnel, route.steps, with_by)
            if route.note:
                rows.append([route.funnel, Word(f"! {route.note}"), *[None] * (len(columns) - 2)])
        wanted = number(need.remaining) if is_count(need.target) else money(need.remaining)
        note = say("Each funnel as if it carried all of that alone.") if len(need.routes) > 1 else ""
        tables.append(
            Table(
                "routes",
                say(
                    "What {wanted} of {target} takes, contacts opened evenly",
                    wanted=wanted,
                    target=target_in_words(need.target),
                ),
                columns,
                rows,
                note,
            )
        )
    return tables


def _tells_by(of_funnels: Iterable[Sequence[Step]]) -> bool:
    """Tell whether any of the work is only for some."""
    return any(step.by is not None for steps in of_funnels for step in steps)


def _step_columns(with_by: bool) -> list[Column]:
    columns = [Column(say("funnel"), "name", group=True), Column(say("step"), "name")]
    columns += [Column(say_as("heading", "by"))] if with_by else []
    columns += [Column(say("in all"), "number"), Column(say("a week"), "number")]
    return [*columns, Column(say("a working day"), "number")]


def _step_rows(funnel: str, steps: tuple[Step, ...], with_by: bool, revenue: float | None = None) -> list[list[Cell]]:
    """Write a row a step, activities marked off from stages; the revenue stands beside the payments."""
    rows: list[list[Cell]] = []
    for step in steps:
        name = stage_in_words(step.step) if step.kind == "stage" else f"-> {step.step}"
        row: list[Cell] = [funnel, name, *([step.by and role_in_words(step.by)] if with_by else [])]
        row += [step.in_all, step.per_week, step.per_working_day]
        if revenue is not None:
            row.append(revenue if step.step == "paid" and step.kind == "stage" else None)
        rows.append(row)
    return rows


def _fees(arithmetic: Arithmetic) -> list[Table]:
    """Show what a deal with a fee brings until the end, paid first and paid last."""
    if arithmetic.fees is None:
        return []
    columns = [Column(say("product"), "name"), Column(say_as("fee", "at once"), "money")]
    columns += [Column(say("a month"), "money"), Column(say("churn a month"), "share")]
    columns += [Column(say("paid in the\nfirst week"), "money"), Column(say("paid in the\nlast week"), "money")]
    rows: list[list[Cell]] = [
        [of.product, of.average_deal, of.monthly_fee, of.monthly_churn, of.first_week, of.last_week]
        for of in arithmetic.fees
    ]
    return [Table("fees", say("What a deal with a fee brings until the end"), columns, rows)]


def _queues(arithmetic: Arithmetic) -> list[Table]:
    """Show what waits in each queue, and how many are on duty for it."""
    if arithmetic.queues is None:
        return []
    columns = [Column(say("queue"), "name"), Column(say_as("heading", "funnels"), "name"), Column(say("on duty"))]
    rows: list[list[Cell]] = [[of.queue, of.funnels, of.rule] for of in arithmetic.queues]
    return [Table("queues", say("Queues"), columns, rows)]


def _hires(arithmetic: Arithmetic) -> list[Table]:
    """Show what a hire costs from each of the first days on."""
    if arithmetic.hires is None:
        return []
    columns = [Column(say_as("heading", "whom"), "name", group=True), Column(say("at most"), "count")]
    columns += [Column(say_as("heading", "from"), "date"), Column(say_as("heading", "until"), "date")]
    columns += [Column(say("cost\na month"), "money"), Column(say("to hire"), "money")]
    columns += [Column(say("cost over\nthe horizon"), "money")]
    rows: list[list[Cell]] = [
        [of.profile, of.at_most, of.first_day, of.last_day, of.monthly_cost, of.hiring_cost, of.cost]
        for of in arithmetic.hires
    ]
    note = say(
        "at most: of a profile in all, whenever they come. cost over the horizon: of one, with what hiring costs."
    )
    return [Table("hires", say("What a hire costs"), columns, rows, note)]


def _duty(plan: Plan, arithmetic: Arithmetic) -> list[Table]:
    if not arithmetic.duty:
        return []
    needs = arithmetic.duty
    several = any(need.queue is not None for need in needs)
    peaks = any(need.peak_leads > need.leads * (1 + _ALIKE) for need in needs)
    served = _service_columns(needs)
    between = any(need.between_leads for need in needs)
    columns = [Column(say("day"), group=True), Column(say("slot"), "name")]
    columns += [Column(say("queue"), "name")] if several else []
    columns += [Column(say("leads"), "number"), Column(say("on duty"), "count"), *served.values()]
    columns += [Column(_between_title(plan), "count")] if between else []
    if peaks:
        columns += [Column(say("peak leads"), "number"), Column(say("on duty"), "count"), *_at_peak(served).values()]
    rows: list[list[Cell]] = []
    for need in needs:
        row: list[Cell] = [
            short_weekday_in_words(need.weekday),
            need.slot,
            *([need.queue] if several else []),
            need.leads,
            need.required,
        ]
        row += [_cell(need, field) for field in served]
        row += [need.between_leads] if between else []
        row += [need.peak_leads, need.peak_required] if peaks else []
        row += [_cell(need, f"peak_{field}") for field in _at_peak(served)] if peaks else []
        rows.append(row)
    by_week = arithmetic.duty_slots_by_week
    low, high = min(by_week), max(by_week)
    typical = say("leads: a typical week's (median).") if peaks else ""
    in_all = say("Slots of duty to cover over all people: {slots:,} a week.", slots=low)
    if low != high:
        in_all = say("Slots of duty to cover over all people: {low:,} to {high:,} a week.", low=low, high=high)
    steps = step_sentences(arithmetic.duty_steps or (), len(by_week))
    note = " ".join(filter(None, [typical, in_all, *steps]))
    return [Table("duty", say("Leads a slot, and managers on duty"), columns, rows, note)]


_EACH = "leads_each"


def _service_columns(needs: Sequence[DutyNeed]) -> dict[str, Column]:
    """Give the columns that say how well leads are served, by the field that tells: as many as tell anything."""
    columns = {
        "answered_in_time": Column(say("in time"), "share"),
        "average_wait_seconds": Column(say("wait\nseconds"), "number"),
        "occupancy": Column(say("busy"), "share"),
    }
    told = {
        field: column for field, column in columns.items() if any(getattr(need, field) is not None for need in needs)
    }
    everywhere = all(need.occupancy is not None or not need.required for need in needs)
    return told if told and everywhere else {_EACH: Column(say("leads each"), "number"), **told}


def _at_peak(served: Mapping[str, Column]) -> dict[str, Column]:
    return {field: column for field, column in served.items() if field != _EACH}


def _cell(need: DutyNeed, field: str) -> Cell:
    if field != _EACH:
        found: Cell = getattr(need, field)
        return found
    return need.leads / need.required if need.required and need.occupancy is None else None


def _between_title(plan: Plan) -> str:
    assert plan.duty is not None
    activities = {rule.between_leads.activity for rule in plan.duty.rules if rule.between_leads}
    return say("{activity} between", activity=activities.pop()) if len(activities) == 1 else say("done between")


def _patterns(plan: Plan, arithmetic: Arithmetic) -> Table:
    names = list(dict.fromkeys(name for pattern in arithmetic.day_patterns for name in pattern))
    rows: list[list[Cell]] = [[pattern.get(name) for name in names] for pattern in arithmetic.day_patterns]
    left = len(rows) - _MOST_PATTERNS
    note = say("{n:,} more; --format json lists them all.", n=left) if left > 0 else ""
    title = say("Day patterns that fit into the time budget") if plan.time_budget else say("Day patterns")
    return Table(
        "patterns", title, [Column(activity_in_words(name), "count") for name in names], rows[:_MOST_PATTERNS], note
    )


def _weekday_patterns(arithmetic: Arithmetic) -> list[Table]:
    """Show the day patterns of single weekdays."""
    menus = arithmetic.weekday_patterns
    if menus is None:
        return []
    names = list(dict.fromkeys(name for menu in menus.values() for pattern in menu for name in pattern))
    columns = [Column(say("day"), group=True), *(Column(activity_in_words(name), "count") for name in names)]
    rows: list[list[Cell]] = [
        [short_weekday_in_words(day), *(pattern.get(name) for name in names)]
        for day, menu in menus.items()
        for pattern in menu
    ]
    return [Table("weekday-patterns", say("Day patterns of single weekdays, in place of those"), columns, rows)]
