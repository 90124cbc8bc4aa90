"""A map as a file: read with the line of each problem, and written with what may stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from salescrew.language import say, to_say, to_say_as
from salescrew.models.files.given import Source
from salescrew.models.load import load_document
from salescrew.models.plan.draft import plain
from salescrew.models.plan.refusals import input_error, problems_of
from salescrew.models.plan.values.said import listed
from salescrew.models.rates.reading.export import ONE_PIPELINE
from salescrew.models.rates.reading.mapping import DealColumns, ExportMap, HistoryColumns

_EXAMPLE = "columns: {created: Create Date}"
_WHERE = to_say("where the figures of each pipeline stand in a plan")
_WIDTH = 34


def load_map(source: Source | Mapping[str, object]) -> ExportMap:
    """Read a map from a YAML or JSON file, or from plain data.

    Raises
    ------
    InputError
        With every problem of it, in a file each with its line.
    """
    if isinstance(source, Mapping):
        return _map_of(source)
    return load_document(source, _map_of, to_say_as("held", "a map"), _EXAMPLE)


def _map_of(data: object) -> ExportMap:
    data, found = plain(data)
    try:
        checked = ExportMap.model_validate(data)
    except ValidationError as error:
        found += problems_of(error, ExportMap, data)
    if found:
        raise input_error(found, data)
    return checked


def map_text(export_map: ExportMap, header: Sequence[str], stages: Mapping[str, Sequence[str]]) -> str:
    """Write a map as YAML, with what may be changed in comments.

    Parameters
    ----------
    header
        The columns of the export.
    stages
        The stages of each pipeline, in the order that was found.
    """
    return "\n".join(_lines(export_map, header, stages)) + "\n"


def _lines(export_map: ExportMap, header: Sequence[str], stages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield "# " + say("How salescrew rates reads this export: salescrew rates EXPORT --map THIS-FILE")
    yield "# " + say("The columns of the export: {names}", names=listed(_quoted(name) for name in header if name))
    yield f"crm: {_quoted(export_map.crm)}"
    yield ""
    yield "columns:"
    given = export_map.columns.model_dump(exclude_none=True)
    yield from _columns(given, DealColumns)
    if export_map.entered:
        yield ""
        yield _noted("entered:", say("the stage that was entered on the day in each of these columns"))
        for name, stage in export_map.entered.items():
            yield f"  {_quoted(name)}: {_quoted(stage)}"
    history = export_map.history.model_dump(exclude_none=True)
    if history:
        yield ""
        yield "history:"
        yield from _columns(history, HistoryColumns)
    yield ""
    yield _noted("outcomes:", say("words that say how a deal ended, besides those that are known anyway"))
    for end in ("won", "lost", "open"):
        yield f"  {end}: [{', '.join(map(_quoted, getattr(export_map.outcomes, end)))}]"
    named = dict(stages) | dict(export_map.pipelines)
    if any(named.values()):
        yield ""
        yield _noted("pipelines:", say("the stages of each, in order, before payment"))
        for name, order in named.items():
            if order:
                yield f"  {_quoted(name)}: [{', '.join(map(_quoted, order))}]"
    yield ""
    tests = f"tests: [{', '.join(map(_quoted, export_map.tests))}]"
    yield _noted(tests, say("deals whose name begins so are left out"))
    for key, example, meaning in (
        ("dates", "dmy", say("whether 3/2/2026 is in February (dmy) or in March (mdy)")),
        ("decimal", "comma", say("the decimal sign of amounts: comma or point")),
        ("zone", "Europe/Moscow", say("the time zone in which days are counted")),
    ):
        value = getattr(export_map, key)
        line = f"{key}: {value}" if value else f"# {key}: {example}"
        yield _noted(line, meaning)
    yield from _slots(export_map)
    yield from _plan(export_map, named)


def _columns(given: Mapping[str, str], record: type[DealColumns | HistoryColumns]) -> Iterator[str]:
    for key, field in record.model_fields.items():
        line = f"  {key}: {_quoted(given[key])}" if key in given else f"  # {key}:"
        yield _noted(line, say(field.description) if field.description else "")


def _noted(line: str, note: str) -> str:
    """Put a comment behind a line; without a blank before it, it would be part of the value."""
    return f"{line.ljust(_WIDTH - 1)} # {note}"


def _slots(export_map: ExportMap) -> Iterator[str]:
    if export_map.slots:
        yield "slots:"
        for name, hours in export_map.slots.items():
            yield f"  {_quoted(name)}: {_quoted(hours)}"
    else:
        yield '# slots: {morning: "09:00-13:00", afternoon: "13:00-18:00"}'


def _plan(export_map: ExportMap, stages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield ""
    if not export_map.plan:
        name = next(iter(stages), ONE_PIPELINE)
        yield _noted("# plan:", say(_WHERE))
        stage = next((order[0] for order in stages.values() if order), "Lead")
        yield f"#   {_quoted(name)}: {{funnel: warm, stages: {{{_quoted(stage)}: lead}}}}"
        return
    yield _noted("plan:", say(_WHERE))
    for name, place in export_map.plan.items():
        yield f"  {_quoted(name)}:"
        yield f"    funnel: {_quoted(place.funnel)}"
        pairs = ", ".join(f"{_quoted(one)}: {_quoted(other)}" for one, other in place.stages.items())
        yield f"    stages: {{{pairs}}}"


def _quoted(text: str) -> str:
    """Write a text as YAML takes it for text."""
    plain_text = (
        text.isascii() and text.replace(" ", "").replace("-", "").replace("_", "").isalpha() and text == text.strip()
    )
    if plain_text and text.casefold() not in ("true", "false", "null", "yes", "no", "on", "off"):
        return text
    return json.dumps(text, ensure_ascii=False)
