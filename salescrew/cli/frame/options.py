"""Arguments and options that commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from salescrew.cli.frame.places import File, Folder, is_stdout

if TYPE_CHECKING:
    from salescrew.models.plan.values import Interval

Command = TypeVar("Command", bound=Callable[..., Any])
TABLE_ENDINGS = {".csv": "csv", ".json": "json", ".md": "markdown", ".txt": "table"}
PLAN_ENDINGS = (".yaml", ".yml", ".json")
PICTURE_ENDINGS = (".svg", ".png")
MOST_SECONDS = 1_000_000_000
FORMATS = ("table", "json", "csv", "markdown")


def plan_argument(command: Command) -> Command:
    """Take the plan file."""
    return click.argument("plan", metavar="PLAN")(command)


def plans_argument(command: Command) -> Command:
    """Take one plan file or several."""
    return click.argument("plans", metavar="PLAN...", nargs=-1, required=True)(command)


def result_argument(command: Command) -> Command:
    """Take the result file."""
    return click.argument("result", metavar="RESULT")(command)


def actuals_argument(command: Command) -> Command:
    """Take the file of what happened."""
    return click.argument("actuals", metavar="ACTUALS")(command)


def one_from_stdin(**named: str | None) -> None:
    """Refuse more than one argument that is standard input."""
    dashes = [name.upper() for name, value in named.items() if value == "-"]
    if len(dashes) > 1:
        raise click.UsageError(f"{dashes[0]} and {dashes[1]} cannot both be standard input.")


def day_option(name: str, text: str, *, to: str | None = None, required: bool = False) -> Callable[[Command], Command]:
    """Take a day; `to` is another name for the value."""
    names = [name] if to is None else [name, to]
    return click.option(*names, metavar="DATE", callback=_day, required=required, help=text)


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> dt.date | None:
    if value is None:
        return None
    from pydantic_core import PydanticCustomError

    from salescrew.models.plan.values import day

    try:
        return day(value)
    except PydanticCustomError as error:
        raise click.BadParameter(error.message()) from None


def absent_option(*, required: bool = False) -> Callable[[Command], Command]:
    """Take who is away when; once or more."""
    return click.option(
        "--absent",
        multiple=True,
        required=required,
        metavar="NAME:DAYS",
        callback=_absent,
        help="Who is away, and when: `Anna:2026-02-03` or `Anna:2026-02-03/2026-02-07`. Once or more.",
    )


def _absent(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, tuple[Interval, ...]]:
    from pydantic_core import PydanticCustomError

    from salescrew.models.plan.values import interval

    found: dict[str, tuple[Interval, ...]] = {}
    for value in values:
        name, colon, days = value.rpartition(":")
        if not (colon and name.strip()):
            raise click.BadParameter(
                f"must be a name, a colon and days, got {value}. Write Anna:2026-02-03/2026-02-07."
            )
        try:
            found[name.strip()] = (*found.get(name.strip(), ()), interval(days.strip()))
        except PydanticCustomError as error:
            raise click.BadParameter(f"{name}: {error.message()}") from None
    return found


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Choose how the output is written."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default="table",
        show_default=True,
        help="How to write the output.",
    )


def output_option(text: str) -> Callable[[Command], Command]:
    """Write to a file instead of standard output."""
    return click.option("-o", "--output", metavar="PATH", help=text)


def is_form_given() -> bool:
    """Tell whether the user chose how the output is written."""
    source = click.get_current_context().get_parameter_source("form")
    return source is not click.core.ParameterSource.DEFAULT


def ending_of(output: str | None) -> str:
    """Give the ending of a file's name, in small letters."""
    return Path(output or "").suffix.lower()


def endings_of(*formats: str) -> tuple[str, ...]:
    """Give what the name of a file with one of these formats ends in."""
    return tuple(ending for ending, form in TABLE_ENDINGS.items() if form in formats)


def form_by_ending(output: str | None, form: str) -> str:
    """Tell the form of a table by the name of its file, unless a format is given."""
    return form if is_form_given() else TABLE_ENDINGS.get(ending_of(output), form)


def form_with_folder(output: str | None, form: str) -> str:
    """Tell the form of several tables, which as csv need a folder, by the name of their file or the format given."""
    is_file = not is_form_given() and ending_of(output) == ".csv"
    form = form_by_ending(output, form)
    if form == "csv" and (is_stdout(output) or is_file):
        raise click.UsageError("csv writes a file a table: name a folder for them with --format csv -o.")
    return form


def place_with_folder(output: str | None, form: str) -> File | Folder:
    """Give the place of a page or of several tables, which as csv take a folder."""
    if form == "csv" and output is not None:
        return Folder(output)
    return File(output, endings_of("table", "json", "markdown"))


def limit_options(command: Command) -> Command:
    """Take limits, and odds, that stand for those of the plan."""
    people = click.option(
        "--people", type=click.IntRange(min=0), metavar="N", help="At most so many people, instead of limits.people."
    )
    hires = click.option(
        "--hires", type=click.IntRange(min=0), metavar="N", help="At most so many hires, instead of limits.hires."
    )
    confidence = click.option(
        "--confidence",
        metavar="ODDS",
        help="At which odds to meet all targets together, such as 80%, instead of target.confidence; none: on average.",
    )
    return people(hires(confidence(command)))


def time_limit_option(text: str) -> Callable[[Command], Command]:
    """Stop after some seconds."""
    return click.option("--time-limit", type=float, metavar="SECONDS", callback=seconds, help=text)


def executor_options(command: Command) -> Command:
    """Choose what works on many plans at a time: processes of this machine, or a Dask cluster."""
    jobs = click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        callback=_unless("dask"),
        help="Processes at a time. Default: one a core.",
    )
    dask = click.option(
        "--dask",
        metavar="ADDRESS",
        callback=_unless("jobs"),
        help="Let a Dask cluster work instead: the address of its scheduler, such as tcp://10.0.0.5:8786.",
    )
    return jobs(dask(command))


def _unless(other: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Refuse an option beside another one."""

    def check(context: click.Context, option: click.Parameter, value: object) -> object:
        if value is not None and context.params.get(other) is not None:
            raise click.UsageError(f"--{option.name} and --{other} exclude each other: leave one of them out.")
        return value

    return check


def quiet_option(text: str) -> Callable[[Command], Command]:
    """Say nothing on standard error."""
    return click.option("--quiet", is_flag=True, help=text)


def seconds(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    """Refuse a time that is not a positive number of seconds, or one that nobody waits for."""
    if value is not None and not 0 < value <= MOST_SECONDS:
        raise click.BadParameter(f"must be a number of seconds above 0 and at most {MOST_SECONDS:,}, got {value:g}.")
    return value


def words_of(*known: str) -> Callable[[click.Context, click.Parameter, str | None], tuple[str, ...]]:
    """Read words that are separated by commas, out of those known."""

    def read(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
        words = tuple(word.strip() for word in (value or "").split(",") if word.strip())
        for word in words:
            if word not in known:
                raise click.BadParameter(f"{word!r} is not one of {', '.join(known)}.")
        return words

    return read
