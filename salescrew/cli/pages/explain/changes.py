"""What would do, as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salescrew.cli.render.cells import written
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Table
from salescrew.language import say, say_as
from salescrew.models.answers.explained.changes import Beyond, Change, Changes, Unit
from salescrew.models.department.roles import roles_in_use
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import either_of

ENOUGH = "changes"
"""The word of the table of those that are enough; its last column is how large they are."""
NOT_ENOUGH = _LARGER, _NO_HELP = "larger-changes", "no-help"
"""The words of those that are not."""
_MOST_SAID = 5
_KINDS: dict[Unit, Kind] = {"share": "share", "times": "share", "amount": "number", "count": "count"}


def sentences(changes: Changes) -> list[str]:
    """Say the smallest changes that are enough; where there are none, that no single one is."""
    said = [*changes.enough, *changes.about]
    said.sort(key=lambda change: (change.size is None, change.size or 0.0))
    if said:
        return [change.sentence for change in said[:_MOST_SAID]]
    if changes.larger:
        return [say("No single change was found to be enough in the time given.")]
    if changes.people == 0:
        return [say("There is nobody to save.")]
    if changes.people is None:
        return [say("No single change that was tried makes the plan possible.")]
    return [say("No single change that was tried lets {n} {n:person|people} do.", n=changes.people)]


def tables(plan: Plan, changes: Changes) -> list[Table]:
    """Show the changes that are enough, those that take more, and what does not help by itself."""
    return [*_enough(plan, changes), *_larger(changes), *_no_help(changes)]


def _enough(plan: Plan, changes: Changes) -> Iterator[Table]:
    if changes.people is None:
        title = say("Single changes, each of which makes the plan possible")
    else:
        title = say("Single changes, each of which lets {n} {n:person|people} do", n=changes.people)
    columns = [
        Column(say("what")),
        Column(say_as("value", "now"), "number"),
        Column(say("enough"), "number"),
        Column(say("not enough"), "number"),
        Column(say("change"), "share"),
    ]
    rows = [_row(plan, change, _apart(change, _about(change))) for change in (*changes.enough, *changes.about)]
    rows.sort(key=_by_size)
    notes = [say("Everything else as it is. Enough: a roster was found for it. Not enough: proven.")]
    if changes.about:
        notes.append(say("What lies between the two may or may not be enough."))
    if rows:
        yield Table(ENOUGH, title, columns, rows, " ".join(notes))


def _row(plan: Plan, change: Change, not_enough: Figure | None) -> list[Cell]:
    title = change.title
    if change.roles and not set(change.roles).issuperset(roles_in_use(plan)):
        title = say("{what} (as {roles})", what=title, roles=either_of(map(role_in_words, change.roles)))
    if change.raises_limits:
        title = say("{what}, limits raised too", what=title)
    now, enough = (_figure(value, change.unit) for value in (change.before, change.after))
    signed = None if change.size is None else change.size * (1 if change.after > change.before else -1)
    return [title, now, enough, not_enough, signed]


def _by_size(row: Sequence[Cell]) -> tuple[bool, float]:
    size = row[-1]
    return (size is None, abs(size) if isinstance(size, float) else 0.0)


def _larger(changes: Changes) -> Iterator[Table]:
    if changes.larger:
        columns = [Column(say("what")), Column(say_as("value", "now"), "number"), Column(say("not enough"), "number")]
        yield Table(
            _LARGER,
            say("Changes that take more"),
            columns,
            _rows(changes.larger),
            say("Proven not to be enough; how much more it takes was not looked for."),
        )


def _no_help(changes: Changes) -> Iterator[Table]:
    if changes.no_help:
        columns = [Column(say("what")), Column(say_as("value", "now"), "number"), Column(say("not even"), "number")]
        yield Table(
            _NO_HELP,
            say("What does not help by itself"),
            columns,
            _rows(changes.no_help),
            say("Proven not to be enough even at that."),
        )


def _rows(found: Sequence[Beyond]) -> list[list[Cell]]:
    return [[beyond.title, _figure(beyond.before, beyond.unit), _apart(beyond, _about(beyond))] for beyond in found]


def _figure(value: float, unit: Unit) -> Figure:
    """Give a value with all its digits, since one fewer might no longer be enough."""
    return Figure(value, _KINDS[unit], exact=True)


def _apart(beyond: Beyond | Change, not_enough: Figure) -> Figure | None:
    """Leave out what reads as today's value does: of a change so small nothing is said that a reader could use."""
    today = written(_figure(beyond.before, beyond.unit))
    return None if written(not_enough) == today else not_enough


def _about(beyond: Beyond | Change) -> Figure:
    """Give what is not enough in few digits, never beyond what is proven."""
    value, before = beyond.not_enough, beyond.before
    scale = abs(value - before) * 1e-3 or 1.0
    digits = 0
    while scale < 1 and digits < 12:
        scale, digits = scale * 10, digits + 1
    step = 10.0**-digits
    steps = value / step
    shown = (int(steps) if value > before else -int(-steps // 1)) * step
    if (value > before) != (shown > before):
        shown = value
    return _figure(round(shown, 12), beyond.unit)
