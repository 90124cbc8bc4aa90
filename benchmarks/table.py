"""The tables of the rows, as GitHub shows them."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate import tabulate

from benchmarks.row import Row

OURS = "salescrew"
HEADERS = (
    "case", "people x weeks", "rival", "status", "headcount", "at least", "cost", "build s", "solve s", "whole s",
    "memory MB", "to ours",
)  # fmt: skip
GROWTH_HEADERS = {
    "people": ("case", "people", "whole s", "roster rows", "s a 1,000 rows"),
    "weeks": ("case", "weeks", "whole s", "roster rows", "s a week"),
}


def rivals_table(rows: Sequence[Row]) -> str:
    """Write the rows of all rivals, those of a case together, with notes below."""
    ours = {row.case: row for row in rows if row.rival == OURS}
    body = [_cells(row, ours.get(row.case)) for row in rows]
    table = tabulate(body, headers=HEADERS, tablefmt="github", disable_numparse=True, colalign=_aligned(body))
    cases: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        if row.note:
            cases.setdefault((row.rival, row.status, row.note), []).append(row.case)
    notes = [f"- {rival}, {status}: {note} ({', '.join(of)})" for (rival, status, note), of in cases.items()]
    return "\n\n".join([table, *(["\n".join(notes)] if notes else [])])


def _aligned(body: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return ("left",) * 4 + ("right",) * (len(HEADERS) - 4) if body else ()


def _cells(row: Row, ours: Row | None) -> tuple[str, ...]:
    return (
        row.case,
        size(row),
        row.rival,
        row.status,
        _number(row.headcount),
        _number(row.headcount_bound),
        _number(row.monthly_cost),
        _seconds(row.build),
        _seconds(row.solve),
        _seconds(row.whole),
        _number(row.memory),
        ratio(row, ours),
    )


def size(row: Row) -> str:
    """Write the size of a case."""
    if not row.people:
        return ""
    return written_size(row.people, row.kinds, row.weeks)


def written_size(people: int, kinds: int, weeks: int) -> str:
    """Write how many people there are, how many kinds of them, and for how many weeks."""
    different = "" if kinds == people else f" of {kinds} kind{'s' if kinds > 1 else ''}"
    return f"{people:,}{different} x {weeks}"


def ratio(row: Row, ours: Row | None) -> str:
    """Write how many times as long as salescrew a rival takes from start to answer; at least, where it got nowhere.

    Nothing where salescrew itself did not prove its answer.
    """
    if ours is None or ours.status not in ("optimal", "infeasible") or not (ours.whole and row.whole):
        return ""
    times = row.whole / ours.whole
    written = f"{times:.1f}" if times < 10 else f"{times:,.0f}"
    return written if row.status in ("optimal", "infeasible") else f"> {written}"


def growth_table(rows: Sequence[Row], by: str) -> str:
    """Write how the time of salescrew grows with the people or the weeks of a family of cases."""
    body = []
    for row in rows:
        if row.whole is None:
            continue
        grows = row.people if by == "people" else row.weeks
        for_each = row.roster_rows and row.roster_rows / 1000 if by == "people" else row.weeks
        each = f"{row.whole / for_each:.3f}" if for_each else ""
        body.append((row.case, _number(grows), _seconds(row.whole), _number(row.roster_rows), each))
    right = ("left", *("right",) * 4) if body else ()
    return tabulate(body, headers=GROWTH_HEADERS[by], tablefmt="github", disable_numparse=True, colalign=right)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 100 else f"{value:,.0f}"
