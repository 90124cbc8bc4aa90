"""What would do: single changes of a plan that make it possible, or that save a person, each the least that does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from salescrew.models.answers.row import Document, Row
from salescrew.models.plan.sections import ROLES, Role

ChangeKind = Literal[
    "conversion",
    "average_deal",
    "leads",
    "effectiveness",
    "day_pattern",
    "time_budget",
    "max_contacts",
    "days_to_next",
    "duty",
    "target",
    "weeks",
    "grace_weeks",
    "person",
    "limit",
]
Unit = Literal["share", "amount", "count", "times"]
_MOST_DIGITS = 12
_COULD_BE_HIRED = ("how many ", " could be hired")
_LIKE = "more people like "


class Change(Row):
    """A single change that is enough, and what is proven not to be."""

    kind: ChangeKind = Field(description="what kind of thing changes")
    path: str = Field(description="where it stands in the plan; `target`: all targets at once")
    title: str = Field(description="what changes, in the plan's names")
    unit: Unit = Field(description="`share`, `amount`, `count`, or `times` what stands in the plan")
    whole: bool = Field(description="whether only whole numbers make sense")
    before: float = Field(description="what it is now")
    after: float = Field(description="what is enough: a roster of whole days was found for it")
    not_enough: float = Field(
        description="proven not to be enough: among `enough` at least 99 % of the change, or one less where it is whole"
    )
    size: float | None = Field(description="the change relative to what it is now; null where that is 0")
    people_before: int | None = Field(description="people that the plan takes now; null where it cannot be met")
    people_after: int | None = Field(description="people that are enough then; null where the plan could not be met")
    roles: tuple[Role, ...] = Field(default=(), description="of more people: the roles, each of which would do for all")
    raises_limits: bool = Field(default=False, description="of more people: whether limits are raised by as many")
    sentence: str = Field(description="the change in words")


class Beyond(Row):
    """A change of which only is proven how much of it is not enough."""

    kind: ChangeKind = Field(description="what kind of thing would change")
    path: str = Field(description="where it stands in the plan")
    title: str = Field(description="what would change, in the plan's names")
    unit: Unit = Field(description="`share`, `amount`, `count`, or `times` what stands in the plan")
    before: float = Field(description="what it is now")
    not_enough: float = Field(description="proven: neither this nor anything between it and what it is now is enough")


class Changes(Document):
    """All single changes that were tried."""

    version: int = Field(default=1, description="version of this format")
    people: int | None = Field(
        description="people to get by with; null where the question is what makes a plan possible"
    )
    enough: tuple[Change, ...] = Field(description="changes that are enough, the relatively smallest first")
    about: tuple[Change, ...] = Field(
        description="changes that are enough as well, though perhaps a little less is: somewhere above `not_enough`"
    )
    larger: tuple[Beyond, ...] = Field(
        description="changes that take more than `not_enough`; how much more was not looked for"
    )
    no_help: tuple[Beyond, ...] = Field(description="what does not help by itself, not even changed to `not_enough`")


def written(value: float, unit: Unit) -> str:
    """Write a value with all digits that it has, since one fewer might no longer be enough."""
    if unit in ("share", "times"):
        return f"{_digits(100 * value)}%"
    return _digits(value)


def _digits(value: float) -> str:
    shown = float(f"{value:.{_MOST_DIGITS}g}")
    text = f"{shown:,.10f}".rstrip("0").rstrip(".")
    return text or "0"


def sentence(change: Change) -> str:
    """Say what a change does: from what to what, and how many people do then, or that the plan can be met."""
    if change.people_after is None:
        result = "the plan can be met"
    else:
        people = "1 person is" if change.people_after == 1 else f"{change.people_after:,} people are"
        result = f"{people} enough"
    return f"If {_what(change)}, {result}."


def _what(change: Change) -> str:
    rises = change.after > change.before
    now, then = (written(value, change.unit) for value in (change.before, change.after))
    match change.kind:
        case "person":
            return _more_people(change)
        case "effectiveness":
            percent = _digits(100 * (change.after - 1))
            return f"the {change.title} rises by {percent}%"
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


def _more_people(change: Change) -> str:
    more = round(change.after - change.before)
    roles = " in any role" if len(change.roles) == len(ROLES) else f" as {' or '.join(change.roles)}"
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
