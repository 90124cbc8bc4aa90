"""What the columns of an export mean, as far as their names tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from salescrew.language import say
from salescrew.models.plan.values.said import listed, nearest, shown
from salescrew.models.rates.reading.crms import COLUMNS, ENTERED, HISTORY, MORE, PLAIN, Names, folded
from salescrew.models.rates.reading.mapping import (
    HISTORY_MEANINGS,
    MEANINGS,
    DealColumns,
    ExportMap,
    HistoryColumns,
    Meaning,
)

_ENOUGH = 4
"""Points from which on a CRM is named: a name that several of them have is one, a name of its own two."""
_LONGEST = 200
"""No name of a column is longer, and a hostile one must not take hours."""
_OF_THE_DEAL = re.compile(r"(?:deal|lead|opportunity|сделка|лид|возможность)(?: - |: |\.)")
_UNIT = re.compile(r"(?:, ?[^\W\d_]{0,4}[.\W]?| ?\([^()]{1,20}\)| ?\[[^\[\]]{1,20}\])$")
"""What stands before and after the names of columns: whose they are, in what their amounts are."""
_KNOWN = frozenset(name for names in (*COLUMNS.values(), PLAIN, MORE) for given in names.values() for name in given)
_KNOWN_IN_HISTORY = frozenset(name for given in HISTORY.values() for name in given)


@dataclass(frozen=True)
class Recognised:
    """What was found out about the columns of an export.

    Attributes
    ----------
    crm
        The CRM that calls its columns so; empty where none does.
    """

    crm: str
    columns: DealColumns
    entered: dict[str, str]


def known_names(names: Iterable[str]) -> int:
    """Count the names of a row that columns of deals have."""
    return len({folded(name) for name in names if not _KNOWN.isdisjoint(_spellings(name)) or _entered(name)})


def known_history_names(names: Iterable[str]) -> int:
    """Count the names of a row that columns of a stage history have."""
    return len({folded(name) for name in names if folded(name) in _KNOWN_IN_HISTORY})


def _spellings(name: str) -> list[str]:
    """Write a name as it is compared: whole, and without whose it is and without its unit."""
    found = [folded(name)]
    for pattern in (_OF_THE_DEAL, _UNIT) if len(name) <= _LONGEST else ():
        shorter = pattern.sub("", found[-1], count=1)
        if shorter and shorter != found[-1]:
            found.append(shorter)
    return found


def recognise(header: Sequence[str], crm: str | None = None) -> Recognised:
    """Find out what columns mean.

    Parameters
    ----------
    crm
        The CRM that wrote the export, if that is known.
    """
    whole = {folded(name): name for name in reversed(header) if name}
    shorter = {spelling: name for name in reversed(header) if name for spelling in _spellings(name)[1:]}
    found = crm or _crm_of(whole)
    order = [COLUMNS[found]] if found else []
    order += [PLAIN, MORE, *(() if found else COLUMNS.values())]
    columns: dict[str, str] = {}
    taken: set[str] = set()
    for names, known in ((names, known) for names in (whole, shorter) for known in order):
        for meaning in MEANINGS:
            if meaning in columns:
                continue
            match = next((name for name in known.get(meaning, ()) if names.get(name, "") not in {"", *taken}), None)
            if match is not None:
                columns[meaning] = names[match]
                taken.add(names[match])
    entered = {name: stage for name in header if name not in taken and (stage := _entered(name))}
    return Recognised(found, DealColumns(**columns), entered)


def _crm_of(names: Iterable[str]) -> str:
    """Tell the CRM by the names of columns; empty where these could be anybody's."""
    present = set(names)
    owners = Counter(name for known in COLUMNS.values() for name in set(_all(known)))

    def points(known: Names) -> int:
        """Count one for each meaning that is there, and one more where no other CRM calls it so."""
        matches = [next((name for name in given if name in present), None) for given in known.values()]
        return sum(1 + (owners[name] == 1 and name not in _PLAIN_NAMES) for name in matches if name is not None)

    best = max(COLUMNS, key=lambda crm: points(COLUMNS[crm]))
    own = any(owners[name] == 1 and name not in _PLAIN_NAMES for name in _all(COLUMNS[best]) if name in present)
    return best if own and points(COLUMNS[best]) >= _ENOUGH else ""


def _all(known: Names) -> Iterator[str]:
    for given in known.values():
        yield from given


_PLAIN_NAMES = frozenset(_all(PLAIN))


def _entered(name: str) -> str | None:
    """Give the stage that a column of dates is about, where its name says so."""
    for pattern in ENTERED if len(name) <= _LONGEST else ():
        if match := pattern.fullmatch(name.strip()):
            return match["stage"].strip()
    return None


def recognise_history(header: Sequence[str]) -> HistoryColumns:
    """Find out what the columns of a stage history mean."""
    names = {folded(name): name for name in reversed(header) if name}
    columns: dict[str, str] = {}
    for meaning in HISTORY_MEANINGS:
        match = next((name for name in HISTORY[meaning] if name in names and names[name] not in columns.values()), None)
        if match is not None:
            columns[meaning] = names[match]
    if "old" in columns and "new" in columns:
        columns.pop("stage", None)
    elif "new" in columns:
        columns["stage"] = columns.pop("new")
    columns.pop("old" if "new" not in columns else "", None)
    return HistoryColumns(**columns)


def completed(export_map: ExportMap, header: Sequence[str], crm: str | None = None) -> ExportMap:
    """Add to a map what the header tells and the map does not say."""
    found = recognise(header, crm)
    given = export_map.columns.model_dump(exclude_none=True)
    taken = {*given.values(), *export_map.entered}
    told = {key: name for key, name in found.columns.model_dump(exclude_none=True).items() if name not in taken}
    entered = export_map.entered or {name: stage for name, stage in found.entered.items() if name not in taken}
    return export_map.model_copy(
        update={
            "crm": export_map.crm or found.crm,
            "columns": DealColumns(**{**told, **given}),
            "entered": entered,
        }
    )


def missing_columns(export_map: ExportMap, header: Sequence[str]) -> Iterator[str]:
    """Say which columns a map names that the export does not have, and which it has twice."""
    named = [(f"columns.{key}", name) for key, name in export_map.columns.model_dump(exclude_none=True).items()]
    named += [("entered", name) for name in export_map.entered]
    yield from absent(named, header)


def absent(named: Iterable[tuple[str, str]], header: Sequence[str]) -> Iterator[str]:
    """Complain about columns that are named and are not in a header, or are there twice."""
    for key, name in named:
        if name not in header:
            close = nearest(name, header)
            todo = (
                say("Did you mean {close}?", close=close)
                if close
                else say("The columns are {columns}.", columns=listed(filter(None, header)))
            )
            yield say("{key}: must be a column of the export, got {name}. {todo}", key=key, name=shown(name), todo=todo)
        elif list(header).count(name) > 1:
            yield say(
                "{key}: must be a column that is there once, got {name} twice. Rename one of them.",
                key=key,
                name=shown(name),
            )


def essential(columns: DealColumns, header: Sequence[str], *, has_history: bool) -> Iterator[str]:
    """Say what an export cannot do without and does not have; a stage history tells when deals begin and end."""
    if has_history:
        return
    if columns.created is None:
        yield lacks(say("when a deal was created"), "created", header)
    if not any((columns.outcome, columns.stage, columns.is_won, columns.won_on)):
        yield lacks(say("how a deal ended"), "outcome", header)


def lacks(what: str, meaning: Meaning, header: Sequence[str]) -> str:
    """Say that no column says something, and how to name the one that does."""
    return say(
        "must have a column that says {what}, got {got}. Name it in a map (--write-map map.yaml) as columns.{meaning}.",
        what=what,
        got=listed(filter(None, header)),
        meaning=meaning,
    )
