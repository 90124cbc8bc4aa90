"""Arguments and options that commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, cast

import click

from salescrew.cli.render import forms
from salescrew.language import say, to_say

if TYPE_CHECKING:
    from salescrew.models.plan.values.days import Interval

    _Choice = click.Choice[str]
else:
    _Choice = click.Choice

Command = TypeVar("Command", bound=Callable[..., Any])
PLAN_ENDINGS = (".yaml", ".yml", ".json", ".xlsx")
MOST_SECONDS = 1_000_000_000


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
        raise click.UsageError(say("{one} and {other} cannot both be standard input.", one=dashes[0], other=dashes[1]))


def day_option(name: str, text: str, *, to: str | None = None, required: bool = False) -> Callable[[Command], Command]:
    """Take a day; `to` is another name for the value."""
    names = [name] if to is None else [name, to]
    return click.option(*names, metavar="DATE", callback=_day, required=required, help=text)


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> dt.date | None:
    if value is None:
        return None
    from pydantic_core import PydanticCustomError

    from salescrew.models.plan.values.days import day

    try:
        return day(value)
    except PydanticCustomError as error:
        raise click.BadParameter(error.message()) from None


def week(_context: click.Context, _option: click.Parameter, value: str | None) -> int | dt.date | None:
    """Read a week as its number or as a day in it."""
    if value is None:
        return None
    try:
        return int(value) if value.isdecimal() else dt.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            say("{value!r} is neither the number of a week nor a date such as 2026-01-12.", value=value)
        ) from None


def absent_option(*, required: bool = False) -> Callable[[Command], Command]:
    """Take who is away when; once or more."""
    return click.option(
        "--absent",
        multiple=True,
        required=required,
        metavar="NAME:DAYS",
        callback=_absent,
        help=to_say("Who is away, and when: `Anna:2026-02-03` or `Anna:2026-02-03/2026-02-07`. Once or more."),
    )


def _absent(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, tuple[Interval, ...]]:
    from pydantic_core import PydanticCustomError

    from salescrew.models.plan.values.days import interval

    found: dict[str, tuple[Interval, ...]] = {}
    for value in values:
        name, colon, days = value.rpartition(":")
        if not (colon and name.strip()):
            raise click.BadParameter(
                say("must be a name, a colon and days, got {value}. Write Anna:2026-02-03/2026-02-07.", value=value)
            )
        try:
            found[name.strip()] = (*found.get(name.strip(), ()), interval(days.strip()))
        except PydanticCustomError as error:
            raise click.BadParameter(f"{name}: {error.message()}") from None
    return found


def format_option(*offered: str) -> Callable[[Command], Command]:
    """Choose how the output is written; lists also how their cells are separated."""
    form = click.option(
        "--format",
        "form",
        type=OneOf(offered),
        default=forms.TEXT,
        show_default=True,
        help=to_say("How to write the output."),
    )
    for_excel = click.option(
        "--for-excel",
        is_flag=True,
        expose_value=False,
        callback=_for_excel,
        help=to_say("CSV as Excel opens it in countries with decimal commas: cells between semicolons."),
    )
    if forms.LISTS not in offered:
        return form
    return lambda command: form(for_excel(_refusing_idle_separators(command)))


def _refusing_idle_separators(command: Command) -> Command:
    """Refuse to separate cells for Excel where none are written."""

    @wraps(command)
    def checked(*arguments: object, **chosen: object) -> object:
        from salescrew.cli.render.spreadsheet import is_for_excel

        asked = click.get_current_context().params
        written = {asked["form"], *(forms.ENDINGS.get(forms.ending_of(output)) for output in asked["outputs"])}
        if is_for_excel() and forms.LISTS not in written:
            raise click.UsageError(
                say("--for-excel is for CSV: add --format csv, name a file that ends in .csv, or leave it out.")
            )
        return command(*arguments, **chosen)

    return cast("Command", checked)


def _for_excel(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    from salescrew.cli.render.spreadsheet import separate_for_excel

    separate_for_excel(wanted)
    context.call_on_close(lambda: separate_for_excel(False))


def output_option(text: str) -> Callable[[Command], Command]:
    """Write to files instead of standard output."""
    return click.option("-o", "--output", "outputs", metavar="PATH", multiple=True, help=text)


def limit_options(command: Command) -> Command:
    """Take limits, and odds, that stand for those of the plan, and whether everybody stays."""
    people = click.option(
        "--people",
        type=click.IntRange(min=0),
        metavar="N",
        help=to_say("At most so many people, instead of limits.people."),
    )
    hires = click.option(
        "--hires",
        type=click.IntRange(min=0),
        metavar="N",
        help=to_say("At most so many hires, instead of limits.hires."),
    )
    confidence = click.option(
        "--confidence",
        metavar="ODDS",
        help=to_say(
            "At which odds to meet all targets together, such as 80%, instead of target.confidence; none: on average."
        ),
    )
    everyone = click.option(
        "--keep-everyone",
        is_flag=True,
        help=to_say("Everybody who is there must have a role, as if each had keep: true."),
    )
    return people(hires(confidence(everyone(command))))


class Limits(TypedDict):
    """What these options were given."""

    people: int | None
    hires: int | None
    confidence: str | None
    keep_everyone: bool


def limits_of(chosen: Limits) -> Limits:
    """Take what these options were given out of all that a command was."""
    return {name: chosen[name] for name in Limits.__annotations__}  # type: ignore[literal-required,return-value]


def time_limit_option(text: str) -> Callable[[Command], Command]:
    """Stop after some seconds."""
    return click.option("--time-limit", type=float, metavar="SECONDS", callback=seconds, help=text)


def reach_option(text: str) -> Callable[[Command], Command]:
    """Leave out how far people get."""
    return click.option("--no-reach", "reach", flag_value=False, default=True, help=text)


def executor_options(command: Command) -> Command:
    """Choose what works on many plans at a time: processes of this machine, or a Dask cluster."""
    jobs = click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        callback=_unless("dask"),
        help=to_say("Processes at a time. Default: one a core."),
    )
    dask = click.option(
        "--dask",
        metavar="ADDRESS",
        callback=_unless("jobs"),
        help=to_say("Let a Dask cluster work instead: the address of its scheduler, such as tcp://10.0.0.5:8786."),
    )
    return jobs(dask(command))


def _unless(other: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Refuse an option beside another one."""

    def check(context: click.Context, option: click.Parameter, value: object) -> object:
        if value is not None and context.params.get(other) is not None:
            raise click.UsageError(
                say(
                    "--{option} and --{other} exclude each other: leave one of them out.",
                    option=option.name,
                    other=other,
                )
            )
        return value

    return check


def quiet_option(text: str) -> Callable[[Command], Command]:
    """Say nothing on standard error."""
    return click.option("--quiet", is_flag=True, help=text)


def seconds(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    """Refuse a time that is not a positive number of seconds, or one that nobody waits for."""
    if value is not None and not 0 < value <= MOST_SECONDS:
        raise click.BadParameter(
            say(
                "must be a number of seconds above 0 and at most {most:,}, got {value:g}.",
                most=MOST_SECONDS,
                value=value,
            )
        )
    return value


def share(_context: click.Context, _option: click.Parameter, value: str) -> float:
    """Read a share above 0 and below 1, as a number or a percentage."""
    from pydantic_core import PydanticCustomError

    from salescrew.models.plan.values.quantities import number_in

    try:
        by = number_in(value)
    except PydanticCustomError as error:
        raise click.BadParameter(error.message()) from None
    if not 0 < by < 1:
        raise click.BadParameter(
            say("must be above 0 and below 1, got {value}. Write a share such as 0.1 or 10%.", value=value)
        )
    return by


class OneOf(_Choice):
    """One word out of a few; of a mistyped one it asks what was meant."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the word."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            error.message += _did_you_mean(str(value), self.choices)  # type: ignore[misc]
            raise


def _known(word: str, known: Sequence[str]) -> str:
    """Give the known word that is meant, or ask which one is."""
    if word in known:
        return word
    from salescrew.models.plan.naming import meant

    if (found := meant(word, known)) is None:
        wrong = say("{word!r} is not one of {known}.", word=word, known=", ".join(known))
        raise click.BadParameter(f"{wrong}{_did_you_mean(word, known)}")
    return found


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    from salescrew.models.plan.naming import did_you_mean

    question = did_you_mean(word, known, "")
    return f" {question}" if question else ""


def words_of(*known: str) -> Callable[[click.Context, click.Parameter, str | None], tuple[str, ...]]:
    """Read words that are separated by commas, out of those known."""

    def read(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
        return tuple(_known(word.strip(), known) for word in (value or "").split(",") if word.strip())

    return read
