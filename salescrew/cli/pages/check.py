"""The arithmetic of a plan as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from salescrew.cli.pages.duty_steps import step_sentences
from salescrew.cli.pages.words import counted, subtitle
from salescrew.cli.render.cells import money, number
from salescrew.cli.render.page import Cell, Column, Page, Table, Word
from salescrew.models.answers.explained.arithmetic import Arithmetic, DutyNeed, Step, TargetNeed
from salescrew.models.department.department import Department
from salescrew.models.department.targets import is_count
from salescrew.models.plan.plan import Plan

_MOST_PATTERNS = 40
_ALIKE = 1e-9


def check_page(department: Department, arithmetic: Arithmetic) -> Page:
    """Write the arithmetic: the calendar, the leads, the targets traced back, duty, and the day patterns."""
    plan, days = department.plan, counted(arithmetic.calendar.working_days, "working day")
    second = f"{subtitle(department)}, {days}. All figures are for people of effectiveness 1."
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
    return Page("The plan is well formed.", second, tables)


def _conversions(arithmetic: Arithmetic) -> list[Table]:
    """Show how sure and how old each conversion is, where the plan says what was seen of any."""
    if not arithmetic.conversions:
        return []
    columns = [Column("funnel", "name", group=True), Column("stage", "name"), Column("conversion", "share")]
    columns += [Column("from", "share"), Column("to", "share"), Column("seen", "number")]
    columns += [Column("days old", "count"), Column("source", "name")]
    rows: list[list[Cell]] = [
        [
            *(seen.funnel, seen.stage, seen.conversion, seen.low, seen.high, seen.of, seen.days_old),
            seen.source if seen.of is not None else Word("nothing observed"),
        ]
        for seen in arithmetic.conversions
    ]
    note = (
        "from, to: 95% interval. seen: as sure as so many items, each seen to its end. days old: on the first day of "
        "the plan."
    )
    if any(seen.days_old is not None and seen.days_old < 0 for seen in arithmetic.conversions):
        note += " Below 0: seen after it."
    return [Table("conversions", "What the conversions rest on", columns, rows, note)]


def _by_itself(plan: Plan, arithmetic: Arithmetic) -> list[Table]:
    """Show what comes without a contact: leads, and the opening pipeline where there is one."""
    if not arithmetic.by_itself:
        return []
    rows: list[list[Cell]] = []
    with_by = _tells_by(flow.steps for flow in arithmetic.by_itself)
    for flow in arithmetic.by_itself:
        rows += _step_rows(flow.funnel, flow.steps, with_by, flow.revenue)
    columns = [*_step_columns(with_by), Column("revenue", "money")]
    pipeline = " and the opening pipeline" if isinstance(plan.pipeline, dict) else ""
    title = f"What the expected leads{pipeline} bring, with every duty slot covered"
    return [Table("by-itself", title, columns, rows)]


def _targets(arithmetic: Arithmetic) -> list[Table]:
    if not arithmetic.targets:
        return []
    columns = [
        Column("target", "name"),
        Column("wanted", "money"),
        Column("comes by itself", "money"),
        Column("for outbound", "money"),
        Column("carried by", "name"),
    ]
    rows: list[list[Cell]] = [
        [need.target, need.wanted, need.by_itself, need.remaining, _carried(need)] for need in arithmetic.targets
    ]
    return [Table("targets", "Targets", columns, rows, "What comes by itself: leads and the opening pipeline.")]


def _carried(need: TargetNeed) -> str:
    if need.remaining == 0:
        return Word("leads and pipeline")
    if not need.routes:
        return Word("nothing: no outbound funnel counts towards it")
    return " or ".join(route.funnel for route in need.routes)


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
        note = "Each funnel as if it carried all of that alone." if len(need.routes) > 1 else ""
        tables.append(
            Table(
                "routes",
                f"What {wanted} of {need.target} takes, contacts opened evenly",
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
    columns = [Column("funnel", "name", group=True), Column("step", "name"), *([Column("by")] if with_by else [])]
    return [*columns, Column("in all", "number"), Column("a week", "number"), Column("a working day", "number")]


def _step_rows(funnel: str, steps: tuple[Step, ...], with_by: bool, revenue: float | None = None) -> list[list[Cell]]:
    """Write a row a step, activities marked off from stages; the revenue stands beside the payments."""
    rows: list[list[Cell]] = []
    for step in steps:
        name = step.step if step.kind == "stage" else f"-> {step.step}"
        row: list[Cell] = [funnel, name, *([step.by] if with_by else [])]
        row += [step.in_all, step.per_week, step.per_working_day]
        if revenue is not None:
            row.append(revenue if step.step == "paid" and step.kind == "stage" else None)
        rows.append(row)
    return rows


def _fees(arithmetic: Arithmetic) -> list[Table]:
    """Show what a deal with a fee brings until the end, paid first and paid last."""
    if arithmetic.fees is None:
        return []
    columns = [Column("product", "name"), Column("at once", "money"), Column("a month", "money")]
    columns += [Column("churn a month", "share"), Column("paid in the\nfirst week", "money")]
    columns += [Column("paid in the\nlast week", "money")]
    rows: list[list[Cell]] = [
        [of.product, of.average_deal, of.monthly_fee, of.monthly_churn, of.first_week, of.last_week]
        for of in arithmetic.fees
    ]
    return [Table("fees", "What a deal with a fee brings until the end", columns, rows)]


def _queues(arithmetic: Arithmetic) -> list[Table]:
    """Show what waits in each queue, and how many are on duty for it."""
    if arithmetic.queues is None:
        return []
    columns = [Column("queue", "name"), Column("funnels", "name"), Column("on duty")]
    rows: list[list[Cell]] = [[of.queue, of.funnels, of.rule] for of in arithmetic.queues]
    return [Table("queues", "Queues", columns, rows)]


def _hires(arithmetic: Arithmetic) -> list[Table]:
    """Show what a hire costs from each of the first days on."""
    if arithmetic.hires is None:
        return []
    columns = [Column("whom", "name", group=True), Column("at most", "count"), Column("from", "date")]
    columns += [Column("until", "date"), Column("cost\na month", "money"), Column("to hire", "money")]
    columns += [Column("cost over\nthe horizon", "money")]
    rows: list[list[Cell]] = [
        [of.profile, of.at_most, of.first_day, of.last_day, of.monthly_cost, of.hiring_cost, of.cost]
        for of in arithmetic.hires
    ]
    note = "at most: of a profile in all, whenever they come. cost over the horizon: of one, with what hiring costs."
    return [Table("hires", "What a hire costs", columns, rows, note)]


def _duty(plan: Plan, arithmetic: Arithmetic) -> list[Table]:
    if not arithmetic.duty:
        return []
    needs = arithmetic.duty
    several = any(need.queue is not None for need in needs)
    peaks = any(need.peak_leads > need.leads * (1 + _ALIKE) for need in needs)
    served = _service_columns(needs)
    between = any(need.between_leads for need in needs)
    columns = [Column("day", group=True), Column("slot", "name"), *([Column("queue", "name")] if several else [])]
    columns += [Column("leads", "number"), Column("on duty", "count"), *served.values()]
    columns += [Column(_between_title(plan), "count")] if between else []
    columns += [Column("peak leads", "number"), Column("on duty", "count"), *_at_peak(served).values()] if peaks else []
    rows: list[list[Cell]] = []
    for need in needs:
        row: list[Cell] = [need.weekday, need.slot, *([need.queue] if several else []), need.leads, need.required]
        row += [_cell(need, field) for field in served]
        row += [need.between_leads] if between else []
        row += [need.peak_leads, need.peak_required] if peaks else []
        row += [_cell(need, f"peak_{field}") for field in _at_peak(served)] if peaks else []
        rows.append(row)
    by_week = arithmetic.duty_slots_by_week
    low, high = min(by_week), max(by_week)
    span = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    typical = "leads: a typical week's (median). " if peaks else ""
    note = f"{typical}Slots of duty to cover over all people: {span} a week."
    note = " ".join([note, *step_sentences(arithmetic.duty_steps or (), len(by_week))])
    return [Table("duty", "Leads a slot, and managers on duty", columns, rows, note)]


_EACH = "leads_each"


def _service_columns(needs: Sequence[DutyNeed]) -> dict[str, Column]:
    """Give the columns that say how well leads are served, by the field that tells: as many as tell anything."""
    columns = {
        "answered_in_time": Column("in time", "share"),
        "average_wait_seconds": Column("wait\nseconds", "number"),
        "occupancy": Column("busy", "share"),
    }
    told = {
        field: column for field, column in columns.items() if any(getattr(need, field) is not None for need in needs)
    }
    everywhere = all(need.occupancy is not None or not need.required for need in needs)
    return told if told and everywhere else {_EACH: Column("leads each", "number"), **told}


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
    return f"{activities.pop()} between" if len(activities) == 1 else "done between"


def _patterns(plan: Plan, arithmetic: Arithmetic) -> Table:
    names = list(dict.fromkeys(name for pattern in arithmetic.day_patterns for name in pattern))
    rows: list[list[Cell]] = [[pattern.get(name) for name in names] for pattern in arithmetic.day_patterns]
    left = len(rows) - _MOST_PATTERNS
    note = f"{left:,} more; --format json lists them all." if left > 0 else ""
    title = "Day patterns that fit into the time budget" if plan.time_budget else "Day patterns"
    return Table("patterns", title, [Column(name, "count") for name in names], rows[:_MOST_PATTERNS], note)


def _weekday_patterns(arithmetic: Arithmetic) -> list[Table]:
    """Show the day patterns of single weekdays."""
    menus = arithmetic.weekday_patterns
    if menus is None:
        return []
    names = list(dict.fromkeys(name for menu in menus.values() for pattern in menu for name in pattern))
    columns = [Column("day", group=True), *(Column(name, "count") for name in names)]
    rows: list[list[Cell]] = [
        [day, *(pattern.get(name) for name in names)] for day, menu in menus.items() for pattern in menu
    ]
    return [Table("weekday-patterns", "Day patterns of single weekdays, in place of those", columns, rows)]
