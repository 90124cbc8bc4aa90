"""A single change of a plan in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from salescrew.language import say, to_say
from salescrew.models.answers.explained.changes import Change, Unit
from salescrew.models.plan.sections.roles import Role, role_in_words
from salescrew.models.plan.words import all_digits, either_of

_COULD_BE_HIRED = to_say("how many {profile} could be hired")
_MORE_LIKE = to_say("more people like {name}")


def could_be_hired(profile: str) -> str:
    """Give the title of a change by which more people of a profile could be hired."""
    return say(_COULD_BE_HIRED, profile=profile)


def more_like(name: str) -> str:
    """Give the title of a change by which there would be more people like somebody."""
    return say(_MORE_LIKE, name=name)


def written(value: float, unit: Unit) -> str:
    """Write a value with all digits that it has, since one fewer might no longer be enough."""
    return _percent(value) if unit in ("share", "times") else all_digits(value)


def _percent(value: float) -> str:
    return say("{number}%", number=all_digits(100 * value))


def sentence(change: Change, any_role: Sequence[Role]) -> str:
    """Say what a change does: from what to what, and how many people do then, or that the plan can be met.

    Parameters
    ----------
    any_role
        The roles that somebody of the plan may have.
    """
    what = _what(change, any_role)
    if change.people_after is None:
        return say("If {what}, the plan can be met.", what=what)
    return say("If {what}, {n:,} {n:person is|people are} enough.", what=what, n=change.people_after)


def _what(change: Change, any_role: Sequence[Role]) -> str:
    now, then = (written(value, change.unit) for value in (change.before, change.after))
    match change.kind:
        case "person":
            return _more_people(change, any_role)
        case "effectiveness":
            return say("the {what} rises by {percent}", what=change.title, percent=_percent(change.after - 1))
        case "leads" if change.unit == "times":
            percent = _percent(abs(change.after - 1))
            if change.after > change.before:
                return say("the {what} rise by {percent}", what=change.title, percent=percent)
            return say("the {what} fall by {percent}", what=change.title, percent=percent)
        case "target" if change.path == "target":
            return say("all targets are lowered to {then} of today's", then=then)
        case "target":
            return say("{what} is lowered from {now} to {then}", what=change.title, now=now, then=then)
        case "weeks":
            return say("the horizon has {then} {n:weeks|weeks} instead of {now}", then=then, now=now, n=change.after)
        case _:
            return _changes(change, now, then)


def _changes(change: Change, now: str, then: str) -> str:
    """Say from what to what a number changes; English tells one thing from several, and has an article for it."""
    what, rises = change.title, change.after > change.before
    if _is_plural(what):
        if rises:
            return say("{what} rise from {now} to {then}", what=what, now=now, then=then)
        return say("{what} fall from {now} to {then}", what=what, now=now, then=then)
    if change.kind == "limit":
        return say("{what} rises from {now} to {then}", what=what, now=now, then=then)
    if rises:
        return say("the {what} rises from {now} to {then}", what=what, now=now, then=then)
    return say("the {what} falls from {now} to {then}", what=what, now=now, then=then)


def _more_people(change: Change, any_role: Sequence[Role]) -> str:
    more = round(change.after - change.before)
    roles = limits = ""
    if change.roles:
        named = either_of(map(role_in_words, change.roles))
        is_any = set(change.roles).issuperset(any_role)
        roles = say(" in any role") if is_any else say(" as {roles}", roles=named)
    if change.raises_limits:
        limits = say(", with the limits on people and hires raised by as many")
    if (profile := _name_in(change.title, could_be_hired)) is not None:
        return say(
            "{n:,} more {profile} could be hired{roles} ({then} instead of {now}{limits})",
            n=more,
            profile=profile,
            roles=roles,
            then=written(change.after, "count"),
            now=written(change.before, "count"),
            limits=limits,
        )
    name = _name_in(change.title, more_like) or change.title
    if more == 1:
        return say("one more person like {name} came{roles}{limits}", name=name, roles=roles, limits=limits)
    return say("{n:,} more people like {name} came{roles}{limits}", n=more, name=name, roles=roles, limits=limits)


def _name_in(title: str, titled: Callable[[str], str]) -> str | None:
    """Give the name that a title is about; None: it is about something else."""
    before, after = titled("\0").split("\0")
    if not title.startswith(before) or not title.endswith(after):
        return None
    return title.removeprefix(before).removesuffix(after)


def _is_plural(title: str) -> bool:
    first = title.split(" ", 1)[0]
    return first.endswith("s") and first != "status"
