"""All rules, in the order in which they are written into a model."""

from __future__ import annotations

from salescrew.solver.staffing.rules import (
    cold_base,
    contacts_fit_into_time,
    duty_matches_patterns,
    entering,
    fixed_days,
    follow_up,
    one_pattern_a_day,
    reserve,
    slots_covered,
    targets,
    weekly_days,
    weekly_duty,
    work_done,
)
from salescrew.solver.staffing.rules.columns import Columns, ColumnsOfDays, ColumnsOfFlow
from salescrew.solver.staffing.rules.rule import Rule

DAY_RULES: tuple[Rule[ColumnsOfDays], ...] = (
    Rule("one pattern a day", one_pattern_a_day.apply, priced=("hour", "day")),
    Rule("weekly days are bounded", weekly_days.apply, ("max_days_per_week",), weekly_days.left_out),
    Rule("fixed days are kept", fixed_days.apply, ("fixed",), fixed_days.left_out),
    Rule("duty matches patterns", duty_matches_patterns.apply),
    Rule("slots are covered", slots_covered.apply, ("duty",), priced=("duty_slot",)),
    Rule(
        "weekly duty is bounded",
        weekly_duty.apply,
        ("max_slots_per_week",),
        weekly_duty.left_out,
        priced=("duty_limit",),
    ),
    Rule("contacts fit into time", contacts_fit_into_time.apply, priced=("activity",)),
)
RESERVE_RULES: tuple[Rule[Columns], ...] = (Rule("a reserve is kept", reserve.apply, ("reserve",)),)
FLOW_RULES: tuple[Rule[ColumnsOfFlow], ...] = (
    Rule("contacts and leads enter", entering.apply, priced=("lead",)),
    Rule("the cold base is bounded", cold_base.apply, ("max_contacts",), cold_base.left_out, priced=("contact",)),
    Rule("work is done", work_done.apply, ("pipeline", "grace_weeks"), work_done.left_out),
    Rule("who handles items counts", follow_up.apply),
    Rule("targets are met", targets.apply, ("target", "time"), targets.left_out),
)
RULES: tuple[Rule[Columns], ...] = (*DAY_RULES, *RESERVE_RULES, *FLOW_RULES)


def apply_all(columns: Columns) -> None:
    """Write all rules into a model that decides everything."""
    apply_of_days(columns)
    apply_of_flow(columns)


def apply_of_days(columns: Columns) -> None:
    """Write the rules of people's days."""
    for of_days in DAY_RULES:
        of_days.apply(columns)
    for of_reserve in RESERVE_RULES:
        of_reserve.apply(columns)


def apply_of_flow(columns: ColumnsOfFlow) -> None:
    """Write the rules of what comes of these days, which are the last."""
    for rule in FLOW_RULES:
        rule.apply(columns)
