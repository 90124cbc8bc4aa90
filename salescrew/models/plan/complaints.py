"""Complaints about names in a draft: names that are not known, or stand there already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from salescrew.errors import Problem
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.values import listed, nearest


def keys_in(mapping: Draft) -> list[Draft]:
    """Give the keys of a mapping as if they were values, to complain about them where they stand."""
    if mapping.is_broken or not isinstance(mapping.value, dict):
        return []
    return [Draft(entry.key, frozenset(), entry.path) for entry in mapping]


def unknown(place: Draft, known: Collection[str], kind: str) -> Iterator[Problem]:
    """Complain about a name that is not known."""
    if place.text is None or place.text in known:
        return
    close = nearest(place.text, known)
    todo = f"Did you mean {close}?" if close else f"Known here: {listed(known)}." if known else "There is none."
    yield place.wrong(f"be {kind}", todo)


def repeated(places: Iterable[Draft], where: str) -> Iterator[Problem]:
    """Complain about a name that stands there already."""
    seen: set[str] = set()
    for place in places:
        if place.text is None:
            continue
        if place.text in seen:
            yield place.wrong(f"be a name of its own {where}", "Choose another name.", f"{place.text} again")
        seen.add(place.text)
