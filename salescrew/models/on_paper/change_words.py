"""A single change of a plan in words."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.models.answers.explained.changes import Change, Unit
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.words import all_digits

_COULD_BE_HIRED = ("how many ", " could be hired")
_LIKE = "more people like "


def written(value: float, unit: Unit) -> str:
    """Write a value with all digits that it has, since one fewer might no longer be enough."""
    return f"{all_digits(100 * value)}%" if unit in ("share", "times") else all_digits(value)


def sentence(change: Change, any_role: Sequence[Role]) -> str:
    """Say what a change does: from what to what, and how many people do then, or that the plan can be met.

    Parameters
    ----------
    any_role
        The roles that somebody of the plan may have.
    """
    if change.people_after is None:
        result = "the plan can be met"
    else:
        people = "1 person is" if change.people_after == 1 else f"{change.people_after:,} people are"
        result = f"{people} enough"
    return f"If {_what(change, any_role)}, {result}."


def _what(change: Change, any_role: Sequence[Role]) -> str:
    rises = change.after > change.before
    now, then = (written(value, change.unit) for value in (change.before, change.after))
    match change.kind:
        case "person":
            return _more_people(change, any_role)
        case "effectiveness":
            percent = all_digits(100 * (change.after - 1))
            return f"the {change.title} rises by {percent}%"
        case "leads" if change.unit == "times":
            percent = all_digits(100 * abs(change.after - 1))
            return f"the {change.title} {'rise' if rises else 'fall'} by {percent}%"
        case "target" if change.path == "target":
            return f"all targets are lowered to {then} of today's"
        case "target":
            return f"{change.title} is lowered from {now} to {then}"
        case "weeks":
            return f"the horizon has {then} weeks instead of {now}"
        case _:
            verb = "rise" if _is_plural(change.title) else "rises"
            if not rises:
                verb = "fall" if _is_plural(change.title) else "falls"
            article = "" if _is_plural(change.title) or change.title.startswith("the ") else "the "
            return f"{article}{change.title} {verb} from {now} to {then}"


def _more_people(change: Change, any_role: Sequence[Role]) -> str:
    more = round(change.after - change.before)
    roles = " in any role" if set(change.roles).issuperset(any_role) else f" as {' or '.join(change.roles)}"
    roles = roles if change.roles else ""
    limits = ", with the limits on people and hires raised by as many" if change.raises_limits else ""
    if change.title.startswith(_COULD_BE_HIRED[0]):
        profile = change.title.removeprefix(_COULD_BE_HIRED[0]).removesuffix(_COULD_BE_HIRED[1])
        numbers = f"{written(change.after, 'count')} instead of {written(change.before, 'count')}"
        return f"{more:,} more {profile} could be hired{roles} ({numbers}{limits})"
    who = "one more person" if more == 1 else f"{more:,} more people"
    return f"{who} like {change.title.removeprefix(_LIKE)} came{roles}{limits}"


def _is_plural(title: str) -> bool:
    first = title.split(" ", 1)[0]
    return first.endswith("s") and first != "status"
