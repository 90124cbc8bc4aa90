"""Names of sheets, as spreadsheets allow them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from salescrew.letters import KEPT, visible

_LONGEST = 31
_NOT_ALLOWED = re.compile(r"[\[\]:*?/\\]")


def sheet_names(names: Iterable[str]) -> list[str]:
    """Give sheets names that spreadsheets allow, each another."""
    taken: set[str] = set()
    given: list[str] = []
    for wanted in names:
        base = " ".join(_NOT_ALLOWED.sub(" ", visible(wanted, keep=KEPT)).split()).strip("' ")[:_LONGEST] or "Sheet"
        base = f"{base}s" if base.casefold() == "history" else base
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base[: _LONGEST - len(str(number)) - 1]} {number}"
        taken.add(name.casefold())
        given.append(name)
    return given
