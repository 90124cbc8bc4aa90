"""What the study of configurations came to: sentences and tables in Markdown, all computed from the rows."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate import tabulate

from benchmarks.configurations_rows import Row, different

DUTY_RULES = {
    True: "Mixed people on duty call cold contacts between leads",
    False: "People on duty only wait for leads",
}


def report(rows: Sequence[Row]) -> str:
    """Write the summary, from which size the split wins, and every headcount."""
    parts = []
    for rule, title in DUTY_RULES.items():
        of_rule = [row for row in rows if row.department.calls_between_leads == rule]
        if of_rule:
            parts += [f"### {title}", _bullets(of_rule), _turns(of_rule), _every_headcount(of_rule)]
    return "\n\n".join(parts) + "\n"


def _bullets(rows: Sequence[Row]) -> str:
    worths = different(row.department.mixed_effectiveness for row in rows)
    return "\n".join([*(f"- {sentence(rows, worth)}" for worth in worths), f"- {_sentence_on_free(rows)}"])


def sentence(rows: Sequence[Row], worth: float) -> str:
    """Say where everybody mixed takes fewer people than the split and where more, for one effectiveness."""
    warm = [row for row in rows if row.department.mixed_effectiveness == worth and row.department.warm_share]
    won = {winner: [row for row in warm if row.winner == winner] for winner in ("mixed", "split", "equal", "open")}
    said = {
        "mixed": "everybody mixed takes fewer people in {}",
        "split": "the split takes fewer people in {}",
        "equal": "both take the same in {}",
        "open": "it is open in {}",
    }
    parts = [said[winner].format(len(some)) + _where(some) for winner, some in won.items() if some]
    return f"Mixed people {worth:.0%} as effective: of {len(warm)} departments with warm leads, {', '.join(parts)}."


def _where(rows: Sequence[Row]) -> str:
    """Say at which sizes that is, and by how many people at most."""
    sizes = [row.department.size for row in rows]
    at = f"size {min(sizes)}" if min(sizes) == max(sizes) else f"sizes {min(sizes)} to {max(sizes)}"
    most = max(row.saved for row in rows)
    return f" ({at}, by up to {most})" if most else ""


def _sentence_on_free(rows: Sequence[Row]) -> str:
    """Say how often a team of all three roles takes fewer people than either pure one."""
    warm = [row for row in rows if row.department.warm_share]
    below = [row for row in warm if row.free.is_proven_below(row.mixed) and row.free.is_proven_below(row.split)]
    text = f"Free to have any roles, {len(below)} of the {len(warm)} departments take fewer people than either"
    saved = [min(row.mixed.bound or 0, row.split.bound or 0) - (row.free.people or 0) for row in below]
    return f"{text}, by up to {max(saved)}." if saved else f"{text}."


def turn(rows: Sequence[Row]) -> str:
    """Say from which size on the split takes fewer people, of departments that differ in size only."""
    first = None
    for row in sorted(rows, key=lambda row: row.department.size, reverse=True):
        if row.winner != "split":
            break
        first = row.department.size
    if first is None:
        return "never"
    return "always" if first == min(row.department.size for row in rows) else f"from {first}"


def _turns(rows: Sequence[Row]) -> str:
    shares = different(row.department.warm_share for row in rows)
    table = []
    for worth in different(row.department.mixed_effectiveness for row in rows):
        of_worth = [row for row in rows if row.department.mixed_effectiveness == worth]
        table.append(
            [f"{worth:.0%}", *(turn([row for row in of_worth if row.department.warm_share == one]) for one in shares)]
        )
    sizes = ", ".join(str(size) for size in different(row.department.size for row in rows))
    headers = ["mixed people are worth", *(f"{share:.0%} warm" for share in shares)]
    return f"From which size on the split takes fewer people (of {sizes}):\n\n{_table(table, headers)}"


def _every_headcount(rows: Sequence[Row]) -> str:
    lines: dict[tuple[int, float], list[str]] = {}
    for row in sorted(rows, key=lambda row: row.department):
        one = row.department
        lines.setdefault((one.size, one.warm_share), [str(one.size), f"{one.warm_share:.0%}"]).append(cell(row))
    worths = different(row.department.mixed_effectiveness for row in rows)
    headers = ["size", "warm", *(f"mixed people worth {worth:.0%}" for worth in worths)]
    return (
        f"People with everybody mixed / split / any roles, and who takes fewer:\n\n{_table([*lines.values()], headers)}"
    )


def cell(row: Row) -> str:
    """Write the headcounts of a department, and who takes fewer by how many."""
    outcome = f"{row.winner} -{row.saved}" if row.saved else row.winner
    return f"{row.mixed} / {row.split} / {row.free}: {outcome}"


def _table(rows: Sequence[Sequence[str]], headers: Sequence[str]) -> str:
    return tabulate(
        rows,
        headers=headers,
        tablefmt="github",
        disable_numparse=True,
        colalign=("right", *["left"] * (len(headers) - 1)),
    )
