"""A comparison of configurations as a page and as a plain table."""

from __future__ import annotations

from salescrew.cli.pages.words import amount, difference, subtitle, unfinished
from salescrew.cli.render.cells import plain, share, written
from salescrew.cli.render.page import Cell, Column, Figure, Page, Table, Word
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.comparison import Comparison, ConfigurationRow, RowStatus, Verdict
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.targets import AimName
from salescrew.models.plan.words import day_and_month, listed_names
from salescrew.models.variants.configurations import STANDARD, configuration_in_words

_FIGURES = (
    "status",
    "headcount",
    "headcount_bound",
    "hunters",
    "inbound",
    "mixed",
    "closers",
    "hires",
    "monthly_cost",
    "monthly_cost_bound",
    "reach",
    "reach_proven",
    "one_fewer",
    "one_fewer_proven",
    "free_days",
)
_WHOLE_COST = ("cost", "cost_bound")
_STATUS: dict[RowStatus, str] = {
    "optimal": to_say("optimal"),
    "feasible": to_say("feasible"),
    "infeasible": to_say("infeasible"),
    "no_answer": to_say("no answer"),
    "impossible": to_say("impossible"),
}
_NOTHING = 1e-6
_NOTE = to_say(
    "people: in brackets hunters+inbound+mixed. reach: the share of all targets at once that the team could get to; "
    "where the plan cannot be met, that the best team gets to. one fewer: the reach of the best team of one person "
    "fewer. spare: the share of what the days hold that no quota asks for. free days: days of a person with neither "
    "duty nor quota."
)
_NOTE_WITH_CLOSERS = to_say(
    "people: in brackets hunters+inbound+mixed+closers. reach: the share of all targets at once that the team could "
    "get to; where the plan cannot be met, that the best team gets to. one fewer: the reach of the best team of one "
    "person fewer. spare: the share of what the days hold that no quota asks for. free days: days of a person with "
    "neither duty nor quota."
)
_DUTY_NOTE = to_say(
    "duty slots a week: of those who answer leads, on average (least-most). one absence: on the worst day for somebody "
    "to be away, so many of that person's duty slots nobody else can take."
)


def comparison_page(department: Department, found: Comparison) -> Page:
    """Write which configuration is best, the table, and what is to be said of single configurations."""
    plan, tables = department.plan, [_table(found)]
    remarks: list[list[Cell]] = [[configuration(row), text] for row in found.rows if (text := _remark(row))]
    if remarks:
        columns = [Column(say("configuration"), "name"), Column(say("remark"))]
        tables.append(Table("remarks", say("Remarks"), columns, remarks))
    return Page(
        headline(plan, found),
        subtitle(department),
        tables,
        paragraphs=[verdict_text(plan, found), unfinished(finished=found.finished)],
    )


def configuration(row: ConfigurationRow) -> str:
    """Give the name of a configuration, which is ours or the user's."""
    return Word(configuration_in_words(row.name)) if row.name in STANDARD else row.name


# ---- which is best


def headline(plan: Plan, found: Comparison) -> str:
    """Say what the plan takes as it is."""
    planned = found.as_planned
    if planned.has_team:
        return say("As planned it takes {what}.", what=_people_and_cost(plan, planned))
    if planned.status == "infeasible":
        return say("As planned nobody meets the plan: {how_far}.", how_far=_how_far(planned))
    return say("As planned no answer was found in time.")


def verdict_text(plan: Plan, found: Comparison) -> str:
    """Say which of the other configurations is best, and what the next one lacks."""
    verdict = found.verdict
    if verdict is None:
        return say("No other configuration is possible.")
    best = found.row(verdict.best)
    told, text = [found.as_planned, best], _best(plan, found.as_planned, best, verdict)
    if verdict.next is not None:
        following = found.row(verdict.next)
        told.append(following)
        text += f"; {_lack(plan, best, following, verdict)}"
    is_unproven = any(row.status == "feasible" for row in told)
    return f"{text}. {say('Not all of this was proven in time.')}" if is_unproven else f"{text}."


def _best(plan: Plan, planned: ConfigurationRow, best: ConfigurationRow, verdict: Verdict) -> str:
    """Say what makes the best of the others so, measured by the plan as it is."""
    names = [_named(name) for name in (best.name, *verdict.as_good)]
    who, count = listed_names(names), len(names)
    if best.status == "no_answer":
        return say("For no other configuration an answer was found in time")
    if not best.has_team:
        return say(
            "No other configuration meets the plan; {names} {n:comes|come} nearest: {how_far}",
            names=who,
            n=count,
            how_far=_how_far(best),
        )
    what = _people_and_cost(plan, best)
    if not planned.has_team:
        return say("Of the others {names} {n:is|are} best: {what}", names=who, n=count, what=what)
    if more := _differences(plan, planned, best):
        return say(
            "Of the others {names} {n:is|are} best: {what} ({differences})",
            names=who,
            n=count,
            what=what,
            differences=more,
        )
    return say("Of the others {names} {n:does|do} as well", names=who, n=count)


def _lack(plan: Plan, best: ConfigurationRow, other: ConfigurationRow, verdict: Verdict) -> str:
    """Say in what the next one is worse than the best."""
    name, differences = _named(other.name), _differences(plan, best, other)
    match verdict.lacks:
        case "answer":
            return say("for {name} no answer was found in time", name=name)
        case "plan":
            return say("{name} cannot meet the plan: {how_far}", name=name, how_far=_how_far(other))
        case "people":
            return say("{name} takes {differences}{why}", name=name, differences=differences, why=_why_not_fewer(other))
        case "monthly_cost" | "cost" if other.headcount != best.headcount:
            return say("{name} takes {differences}", name=name, differences=differences)
        case "monthly_cost" | "cost":
            return say(
                "{name} costs {differences} than that{hires}",
                name=name,
                differences=differences,
                hires=_with_hires(best, other),
            )
    return say(
        "{name} gets less far: {share} of the plan, not {best}",
        name=name,
        share=share(other.reach or 0.0),
        best=share(best.reach or 0.0),
    )


def _with_hires(best: ConfigurationRow, other: ConfigurationRow) -> str:
    """Say that there are more people or fewer to be hired, which is what costs differ by most often."""
    if other.hires == best.hires:
        return ""
    return say(", with {n} {n:hire|hires}, not {best}", n=other.hires or 0, best=best.hires)


def _why_not_fewer(row: ConfigurationRow) -> str:
    """Say how far one person fewer gets, which is why a configuration takes so many."""
    if row.headcount is None or row.one_fewer is None or not row.one_fewer_proven:
        return ""
    return say(
        ", since {n} {n:person|people} reach {share} of the plan there at best",
        n=row.headcount - 1,
        share=share(row.one_fewer),
    )


def _named(name: str) -> str:
    """Write the name of a configuration within a sentence."""
    if name in STANDARD:
        return say_as("configuration", "{name}", name=configuration_in_words(name))
    return say('"{name}"', name=plain(name))


def _differences(plan: Plan, one: ConfigurationRow, other: ConfigurationRow) -> str:
    """Say by how many people and how much money another row is more, what differs."""
    aims: tuple[tuple[AimName, float], ...] = (
        ("people", (other.headcount or 0) - (one.headcount or 0)),
        ("monthly_cost", (other.monthly_cost or 0.0) - (one.monthly_cost or 0.0)),
        ("cost", (other.cost or 0.0) - (one.cost or 0.0)),
    )
    told = [difference(plan, aim, more) for aim, more in aims if abs(more) > _NOTHING]
    return listed_names(told) if told else ""


def _people_and_cost(plan: Plan, row: ConfigurationRow) -> str:
    told = [say("{n} {n:person|people}", n=row.headcount or 0)]
    told += [say("{cost} a month", cost=amount(plan, row.monthly_cost))] if row.monthly_cost else []
    told += [say("{cost} over the horizon", cost=amount(plan, row.cost))] if row.cost else []
    return ", ".join(told)


def _how_far(row: ConfigurationRow) -> str:
    if row.reach is None:
        return say("not even what comes by itself can be done")
    if row.reach_proven is False:
        return say("{share} of it as far as was found", share=share(row.reach))
    return say("{share} of it at best", share=share(row.reach))


# ---- the table


def _table(found: Comparison) -> Table:
    """Set the configurations side by side; what says nothing about any of them is left out."""
    rows = found.rows
    has_cost, has_duty = any(row.monthly_cost for row in rows), any(row.duty for row in rows)
    activities = _activities(found)
    columns = [
        Column(say("configuration"), "name"),
        Column(say("status")),
        Column(say("people"), "count"),
        Column(say("hires"), "count"),
    ]
    columns += [Column(say("cost\na month"), "money")] if has_cost else []
    has_whole_cost = any(row.cost for row in rows)
    columns += [Column(say("cost over\nthe horizon"), "money")] if has_whole_cost else []
    columns += [Column(say("reach"), "share"), Column(say("one\nfewer"), "share")]
    has_odds = any(row.odds is not None for row in rows)
    columns += [Column(say("odds"), "share")] if has_odds else []
    columns += [Column(say("spare\n{activity}", activity=activity), "share") for activity in activities]
    columns += [Column(say("free\ndays"), "count")]
    columns += [Column(say("duty slots\na week"), "number"), Column(say("one absence"))] if has_duty else []
    cells: list[list[Cell]] = []
    for row in rows:
        spare = {one.activity: one.spare / one.allowed for one in row.spare}
        line: list[Cell] = [configuration(row), say(_STATUS[row.status])]
        line += [_people(row, with_closers=_has_closers(found)), row.hires]
        line += [*([row.monthly_cost] if has_cost else []), *([row.cost] if has_whole_cost else [])]
        line += [_reach(row), _one_fewer(row), *([row.odds] if has_odds else [])]
        line += [*(spare.get(activity) for activity in activities), row.free_days]
        line += [_duty(row), _absence(row)] if has_duty else []
        cells.append(line)
    note = _note(found, has_duty=has_duty)
    return Table("configurations", say("Configurations"), columns, cells, note, blank="-")


def row_line(row: ConfigurationRow) -> str:
    """Write in a line what a configuration comes to."""
    if row.headcount is None:
        return say("{configuration}: {status}", configuration=configuration(row), status=say(_STATUS[row.status]))
    people = written(Figure(row.headcount, low=row.headcount_bound), "count")
    return say("{configuration}: people {people}", configuration=configuration(row), people=people)


def _activities(found: Comparison) -> list[str]:
    return list(dict.fromkeys(one.activity for row in found.rows for one in row.spare))


def _note(found: Comparison, *, has_duty: bool) -> str:
    notes = [say(_NOTE_WITH_CLOSERS if _has_closers(found) else _NOTE), *([say(_DUTY_NOTE)] if has_duty else [])]
    if any(row.odds is not None for row in found.rows):
        notes.append(say("odds: of meeting all targets together with these quotas."))
    if any(row.headcount_bound not in (None, row.headcount) for row in found.rows if row.headcount is not None):
        notes.append(say("people: with 9-10, 10 would do and fewer than 9 would not."))
    reaches = [cell for row in found.rows for cell in (_reach(row), _one_fewer(row))]
    if any(isinstance(cell, Figure) and cell.mark for cell in reaches):
        notes.append(say("94%+: so much was found, and whether more is possible is not known."))
    if any(isinstance(cell, str) for cell in reaches):
        notes.append(say("none: not even what comes by itself can be done."))
    return " ".join(notes)


def _has_closers(found: Comparison) -> bool:
    """Tell whether somebody may be a closer in some configuration."""
    return any(row.closers is not None for row in found.rows)


def _people(row: ConfigurationRow, *, with_closers: bool) -> Figure | None:
    """Give a headcount, one that is not proven with its bound, and the roles."""
    if row.headcount is None:
        return None
    counted = [row.hunters, row.inbound, row.mixed, *([row.closers or 0] if with_closers else [])]
    return Figure(row.headcount, low=row.headcount_bound, mark=f" ({'+'.join(map(str, counted))})")


def _reach(row: ConfigurationRow) -> Figure | str | None:
    if row.reach is None:
        return say_as("reach", "none") if row.status == "infeasible" else None
    return Figure(row.reach, mark="+" if row.reach_proven is False else "")


def _one_fewer(row: ConfigurationRow) -> Figure | str | None:
    if row.one_fewer_proven is None:
        return None
    return (
        say_as("reach", "none")
        if row.one_fewer is None
        else Figure(row.one_fewer, mark="" if row.one_fewer_proven else "+")
    )


def _duty(row: ConfigurationRow) -> Figure | None:
    return Figure(row.duty.average, span=(row.duty.least, row.duty.most), digits=3) if row.duty else None


def _absence(row: ConfigurationRow) -> str | None:
    if row.day_off is None:
        return say("none open") if row.duty else None
    away = row.day_off
    return say(
        "{open} of {covers} ({manager}, {day})",
        open=away.uncovered,
        covers=away.covers,
        manager=away.manager,
        day=day_and_month(away.date),
    )


def _remark(row: ConfigurationRow) -> str:
    """Say why a configuration has no answer, who is not available, or that it is another one's plan."""
    parts = [row.reason] if row.reason else []
    parts += [say("same plan: {name}", name=configuration_in_words(row.same_as))] if row.same_as else []
    parts += [say("without {names}", names=listed_names(row.left_out))] if row.left_out else []
    return "; ".join(parts)


def all_columns(found: Comparison) -> Table:
    """List everything that is known of every configuration, for spreadsheets."""
    activities = _activities(found)
    figures = [one for one in _FIGURES if one != "closers" or _has_closers(found)]
    figures += _WHOLE_COST if any(row.cost is not None for row in found.rows) else ()
    titles = ["configuration", *figures]
    titles += [f"{activity} {what}" for activity in activities for what in ("allowed", "spare")]
    titles += ["duty_average", "duty_least", "duty_most"]
    titles += ["day_off_manager", "day_off_date", "day_off_covers", "day_off_uncovered"]
    titles += ["reason", "left_out", "same_as"]
    rows: list[list[Cell]] = []
    for row in found.rows:
        cells: list[Cell] = [row.name, *(getattr(row, figure) for figure in figures)]
        spare = {one.activity: one for one in row.spare}
        for activity in activities:
            one = spare.get(activity)
            cells += [one.allowed, one.spare] if one else [None, None]
        duty, away = row.duty, row.day_off
        cells += [duty.average, duty.least, duty.most] if duty else [None] * 3
        cells += [away.manager, away.date, away.covers, away.uncovered] if away else [None] * 4
        rows.append([*cells, row.reason or None, ", ".join(row.left_out) or None, row.same_as])
    return Table("configurations", "Configurations", [Column(title) for title in titles], rows)
