"""Names as people give them on a command line and in scripts: in another order of words, or mistyped."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from salescrew.language import say
from salescrew.models.plan.values.said import nearest


def meant(name: str, known: Collection[str]) -> str | None:
    """Tell which known name is meant: the same one, or the only one of the same words, in whatever order and case."""
    if name in known:
        return name
    words = _words(name)
    alike = [one for one in known if _words(one) == words]
    return alike[0] if len(alike) == 1 else None


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """Ask whether the known name was meant that a name most likely stands for; where there is none, say what to do.

    A name of which only a part is given, such as a first name, is asked for where nobody else has that part.
    """
    known, words = list(known), set(_words(name))
    of_them = [one for one in known if words and words.issubset(_words(one))]
    close = of_them[0] if len(of_them) == 1 else nearest(name, known)
    return say("Did you mean {name}?", name=close) if close else otherwise


def _words(name: str) -> list[str]:
    return sorted(name.casefold().split())
