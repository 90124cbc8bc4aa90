"""The figures of an export in a plan: what is replaced, and what stays because the export does not say it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from salescrew.errors import ModelError
from salescrew.language import say, to_say
from salescrew.models.answers.rates import PipelineRates, Rates
from salescrew.models.load import parse
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import listed, nearest, shown
from salescrew.models.rates.estimates.estimate import known_of
from salescrew.models.rates.estimates.journeys import journeys
from salescrew.models.rates.reading.crms import folded
from salescrew.models.rates.reading.opened import OpenedExport
from salescrew.models.rates.writing.funnel_figures import Figure, FunnelSource, Stays, figures_of
from salescrew.models.rates.writing.yaml_edits import NotHereError, Value, YamlText, written


@dataclass
class PlanChanges:
    """What becomes of a plan.

    Attributes
    ----------
    text
        The plan with its new figures.
    placed
        The funnel of each pipeline.
    replaced
        The figures that are written.
    stays
        Those that stay.
    warnings
        What should be known of them.
    """

    text: str
    placed: dict[str, str]
    replaced: list[Figure] = field(default_factory=list)
    stays: list[Stays] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def into_plan(read: OpenedExport, figures: Rates, text: str, name: str) -> PlanChanges:
    """Replace the figures of a plan by those of an export; comments, order and layout of the file stay.

    Parameters
    ----------
    figures
        What the export says.
    text
        The plan's file.
    name
        What to call it in messages.

    Raises
    ------
    InputError
        Where the plan is wrong, or no pipeline belongs to one of its funnels.
    """
    plan = parse(text, name)
    changes = PlanChanges(text, _placed(read, figures, plan))
    known = known_of(read, figures.as_of.toordinal(), figures.since)
    ways = {each.name: each for each in journeys(known, read.map)}
    by_name = {each.name: each for each in figures.pipelines}
    found: list[Figure] = []
    file = FilePath(read.name).name
    for pipeline, funnel in changes.placed.items():
        source = f"{file}, {pipeline}" if len(figures.pipelines) > 1 else file
        of = FunnelSource(plan, funnel, ways[pipeline], by_name[pipeline], read.map, figures.as_of, source)
        for one in figures_of(of):
            if isinstance(one, Figure):
                found.append(one)
            else:
                changes.stays.append(one)
    changes.stays += [
        Stays(f"funnels.{funnel}", "", say("no pipeline of the export belongs to it"))
        for funnel in plan.funnels
        if funnel not in changes.placed.values()
    ]
    changes.warnings += _warnings(plan, changes.placed)
    _write(plan, name, found, changes)
    return changes


def _placed(read: OpenedExport, figures: Rates, plan: Plan) -> dict[str, str]:
    """Find the funnel of each pipeline: as the map says, by its name, or by the names of its stages."""
    placed: dict[str, str] = {}
    names = [each.name for each in figures.pipelines]
    problems = []
    for pipeline, place in read.map.plan.items():
        where = f"map: plan.{shown(pipeline)}"
        if pipeline not in names:
            problems.append(
                say(
                    "{where}: must be a pipeline of the export, got none. They are {names}.",
                    where=where,
                    names=listed(names),
                )
            )
        elif place.funnel not in plan.funnels:
            close = nearest(place.funnel, plan.funnels)
            problems.append(
                say(
                    "{where}.funnel: must be a funnel of the plan, got {got}. {todo}",
                    where=where,
                    got=shown(place.funnel),
                    todo=_close_or_known(close, listed(plan.funnels)),
                )
            )
        elif place.funnel in placed.values():
            problems.append(
                say(
                    "{where}.funnel: must be another for each pipeline, got {got} again. Choose another.",
                    where=where,
                    got=shown(place.funnel),
                )
            )
        else:
            placed[pipeline] = place.funnel
            problems += _unknown_stages(
                where, place.stages, figures.pipelines[names.index(pipeline)], plan, place.funnel
            )
    if problems:
        raise refused(problems)
    for each in figures.pipelines:
        funnel = (
            None if each.name in placed else _funnel_of(each, plan, set(placed.values()), is_only_one=len(names) == 1)
        )
        if funnel is not None:
            placed[each.name] = funnel
    if not placed:
        example = f"plan: {{{json.dumps(names[0], ensure_ascii=False)}: {{funnel: {next(iter(plan.funnels))}}}}}"
        sentence = say(
            "map: must say which funnel a pipeline belongs to, got pipelines {pipelines} and funnels {funnels}. Write "
            "`{example}`.",
            pipelines=listed(names),
            funnels=listed(plan.funnels),
            example=example,
        )
        raise refused([sentence])
    return placed


def _unknown_stages(
    where: str, stages: Mapping[str, str], pipeline: PipelineRates, plan: Plan, funnel: str
) -> Iterator[str]:
    theirs = [stage.stage for stage in pipeline.stages]
    mine = [stage.name for stage in plan.funnels[funnel].stages]
    for one, other in stages.items():
        of_export = to_say("{where}.stages: must be stages of the export, got {got}. {todo}")
        of_funnel = to_say("{where}.stages: must be stages of the funnel {funnel}, got {got}. {todo}")
        for word, known, sentence in ((one, theirs, of_export), (other, mine, of_funnel)):
            if folded(word) not in map(folded, known):
                close = nearest(word, known)
                todo = _close_or_known(close, listed(known) or say("none"))
                yield say(sentence, where=where, funnel=funnel, got=shown(word), todo=todo)


def _close_or_known(close: str | None, known: str) -> str:
    return say("Did you mean {close}?", close=close) if close else say("Known here: {names}.", names=known)


def _funnel_of(pipeline: PipelineRates, plan: Plan, taken: set[str], *, is_only_one: bool) -> str | None:
    free = [name for name in plan.funnels if name not in taken]
    if len(plan.funnels) == 1 and is_only_one:
        return free[0]
    for name in free:
        if folded(name) == folded(pipeline.name):
            return name
    stages = {folded(stage.stage) for stage in pipeline.stages}
    alike = {name: len(stages & {folded(stage.name) for stage in plan.funnels[name].stages}) for name in free}
    best = max(alike.values(), default=0)
    chosen = [name for name, count in alike.items() if count == best]
    return chosen[0] if best and len(chosen) == 1 else None


def _warnings(plan: Plan, placed: Mapping[str, str]) -> Iterator[str]:
    worth = {role for person in (*plan.managers, *plan.candidates) for _, role in person.effectiveness}
    if placed and worth - {1.0}:
        yield say(
            "The plan's people have an effectiveness of their own, and the export's conversions are those of the "
            "people who worked then: where these were not worth 1 on average, their effectiveness counts twice."
        )


def _write(plan: Plan, name: str, found: Sequence[Figure], changes: PlanChanges) -> None:
    """Write the figures into the text, and make sure that nothing else changed."""
    if name.lower().endswith(".json") or changes.text.lstrip().startswith("{"):
        written_figures = _write_json(found, changes)
    else:
        written_figures = _write_yaml(found, changes)
    changed = parse(changes.text, name)
    if _without(plan, written_figures) != _without(changed, written_figures):
        raise ModelError(f"{name}: writing the figures of the export changed something else in the plan.")


def _without(plan: Plan, figures: Sequence[Figure]) -> object:
    """Give the data of a plan without some figures."""
    data = plan.model_dump(mode="json", by_alias=True)
    for one in figures:
        place: Any = data
        for step in one.place:
            place = place[step]
        place[one.key] = None
    return data


def _write_yaml(found: Sequence[Figure], changes: PlanChanges) -> list[Figure]:
    text = YamlText(changes.text)
    kept = []
    for one in found:
        try:
            text.put(one.place, one.key, one.value, one.after)
        except NotHereError as error:
            if one.before:
                changes.stays.append(Stays(one.path, one.before, say("{why}: change it by hand", why=error)))
        else:
            kept.append(one)
    changes.text = text.result()
    changes.replaced = kept
    return kept


def _write_json(found: Sequence[Figure], changes: PlanChanges) -> list[Figure]:
    data = json.loads(changes.text)
    for one in found:
        place = data
        for step in one.place:
            place = place[step]
        value = _read(one.value)
        place[one.key] = {**place.get(one.key, {}), **value} if isinstance(value, dict) else value
    changes.text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    changes.replaced = list(found)
    return list(found)


def _read(value: Value) -> object:
    """Give a value as a plan's reader gets it."""
    if isinstance(value, Mapping):
        return {key: _read(part) for key, part in value.items()}
    if isinstance(value, str):
        return json.loads(value) if value.startswith('"') else value
    return float(written(value, "0"))
