"""Complaints about names in a draft: names that are not known, or stand there already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from salescrew.errors import Problem
from salescrew.language import say
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.values.said import listed, nearest


def keys_in(mapping: Draft) -> list[Draft]:
    """Give the keys of a mapping as if they were values, to complain about them where they stand."""
    if mapping.is_broken or not isinstance(mapping.value, dict):
        return []
    return [Draft(entry.key, frozenset(), entry.path) for entry in mapping]


def unknown(place: Draft, known: Collection[str], must: str) -> Iterator[Problem]:
    """Complain about a name that is not known.

    Parameters
    ----------
    must
        What it must be, as in `be a product of this plan`.
    """
    if place.text is None or place.text in known:
        return
    close = nearest(place.text, known)
    if close:
        todo = say("Did you mean {name}?", name=close)
    else:
        todo = say("Known here: {names}.", names=listed(known)) if known else say("There is none.")
    yield place.wrong(must, todo)


def repeated(places: Iterable[Draft], must: str) -> Iterator[Problem]:
    """Complain about a name that stands there already.

    Parameters
    ----------
    must
        What it must be, as in `be a name of its own among the slots`.
    """
    seen: set[str] = set()
    for place in places:
        if place.text is None:
            continue
        if place.text in seen:
            yield place.wrong(must, say("Choose another name."), say("{name} again", name=place.text))
        seen.add(place.text)
