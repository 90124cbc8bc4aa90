"""`salescrew rates`: from the export of a CRM to the figures of a plan."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.frame.output import write
from salescrew.cli.frame.places import File, is_stdout, look_at
from salescrew.cli.frame.screen import screen_at
from salescrew.cli.render import forms
from salescrew.errors import InputError
from salescrew.language import say, to_say

if TYPE_CHECKING:
    from salescrew.cli.render.presentation import Presentation
    from salescrew.models.answers.rates import BackTest, Rates
    from salescrew.models.rates.reading.mapping import ExportMap
    from salescrew.models.rates.reading.opened import OpenedExport

_MAP_ENDINGS = (".yaml", ".yml", ".json")


class _Options(TypedDict):
    map: str | None
    history: str | None
    as_of: dt.date | None
    since: dt.date | None
    by: tuple[str, ...]
    plan: str | None
    backtest: int | None
    write_map: str | None
    lenient: bool
    form: str
    outputs: tuple[str, ...]


@click.command("rates", short_help=to_say("The plan's figures out of a CRM's export, and how sure."))
@click.argument("export", metavar="EXPORT")
@click.option(
    "--map",
    metavar="MAP",
    help=to_say(
        "How to read the export: a file as --write-map writes it, or hubspot, salesforce, pipedrive, amocrm, bitrix24 "
        "or zoho. Default: what the names of the columns tell."
    ),
)
@click.option("--write-map", metavar="PATH", help=to_say("Write how the export is read into this file, to be changed."))
@click.option("--history", metavar="FILE", help=to_say("The stage history, where it is a file of its own."))
@options.day_option("--as-of", to_say("The day of the export. Default: the latest date in it that is not a plan."))
@options.day_option("--since", to_say("Leave out deals that were created before this day."))
@click.option(
    "--by",
    metavar="NAMES",
    callback=options.words_of("manager", "channel"),
    help=to_say("Group by manager, channel, or both with a comma between. Default: both, where there is a column."),
)
@click.option("--plan", metavar="PLAN", help=to_say("Put the figures into this plan, and write it to -o."))
@click.option(
    "--backtest",
    type=click.IntRange(1, 50),
    metavar="N",
    help=to_say("Estimate from what was known on N past days, and set it against what came of it."),
)
@click.option(
    "--lenient", is_flag=True, help=to_say("Leave out rows with a cell that cannot be read, instead of refusing all.")
)
@options.format_option(*forms.FORMS)
@options.output_option(
    to_say(
        "Write into this file (.csv, .json, .md, .xlsx, .html, or as --format says) instead of standard output. Once "
        "or more."
    )
)
def command(export: str, **chosen: Unpack[_Options]) -> None:
    """Estimate the figures of a plan from the deals in the file EXPORT, a CSV file or a workbook of any CRM.

    Deals that are still open count for what they tell: conversions are those of a whole cohort, not those of the deals
    that closed first. Each figure comes with its interval and its method; what the export cannot say is said.
    """
    files = {"export": export, "history": chosen["history"], "map": chosen["map"], "plan": chosen["plan"]}
    options.one_from_stdin(**files)
    _check_usage(chosen)
    is_text = chosen["map"] is not None and not _is_file(chosen["map"])
    read = [name for key, name in files.items() if name is not None and not (key == "map" and is_text)]
    besides = [] if chosen["write_map"] is None else [File(chosen["write_map"], _MAP_ENDINGS)]
    if chosen["plan"] is not None:
        look_at(*(File(output, _MAP_ENDINGS) for output in chosen["outputs"]), *besides, read=read)
        places = None
    else:
        places = destination.to_files(chosen["outputs"], chosen["form"], *besides, read=read)

    from salescrew.models.rates.reading.opened import map_of_header, opened
    from salescrew.models.rates.writing.export_map import map_of

    export_map = _map(chosen["map"])
    try:
        found = opened(export, export_map, chosen["history"], lenient=chosen["lenient"])
    except InputError:
        # a map is what helps where an export cannot be read without one
        if chosen["write_map"] is not None and export != "-":
            write(chosen["write_map"], map_of_header(export, export_map))
            destination.say_written([chosen["write_map"]])
        raise
    if chosen["write_map"] is not None:
        write(chosen["write_map"], map_of(found))
    if places is None:
        destination.say_written([chosen["write_map"]])
        _into_plan(found, str(chosen["plan"]), chosen)
    else:
        places.write(_presented(found, chosen), besides=[chosen["write_map"]])


def _check_usage(chosen: _Options) -> None:
    if chosen["plan"] is None:
        return
    if not chosen["outputs"] or any(map(is_stdout, chosen["outputs"])):
        raise click.UsageError(say("--plan needs -o, the file for the plan with its new figures."))
    if chosen["backtest"] is not None:
        raise click.UsageError(say("--plan and --backtest exclude each other: leave one of them out."))
    if destination.is_form_given():
        raise click.UsageError(say("--plan writes a plan, which has no --format: leave one of them out."))


def _is_file(name: str) -> bool:
    return name == "-" or Path(name).suffix.lower() in _MAP_ENDINGS or Path(name).is_file()


def _map(name: str | None) -> ExportMap | str | None:
    """Read the map that is named, if it is not the name of a CRM."""
    if name is None or not _is_file(name):
        return name
    from salescrew.models.rates.reading.map_file import load_map

    return load_map(name)


def _presented(found: OpenedExport, chosen: _Options) -> Presentation:
    from salescrew.cli.presentations.rates import presented
    from salescrew.models.rates.estimates.backtest import backtest

    figures: Rates | BackTest
    if chosen["backtest"] is None:
        figures = _figures(found, chosen)
    else:
        figures = backtest(found, chosen["backtest"], as_of=chosen["as_of"], since=chosen["since"])
    return presented(figures)


def _into_plan(found: OpenedExport, plan: str, chosen: _Options) -> None:
    from salescrew.cli.pages.rates.into_plan import plan_page
    from salescrew.cli.render.text import text_page
    from salescrew.models.load import file_name, plan_text_of
    from salescrew.models.rates.writing.into_plan import into_plan

    figures = _figures(found, chosen)
    changes = into_plan(found, figures, plan_text_of(plan), file_name(plan))
    for output in chosen["outputs"]:
        write(output, changes.text)
    write(None, text_page(plan_page(changes, figures, say(" and ").join(chosen["outputs"])), screen_at()))


def _figures(found: OpenedExport, chosen: _Options) -> Rates:
    from salescrew.models.rates.estimates.estimate import rates_of

    return rates_of(found, as_of=chosen["as_of"], since=chosen["since"], by=chosen["by"] or None)
