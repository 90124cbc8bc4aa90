"""`salescrew actuals`: the form for what really happens."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TypedDict, Unpack

import click

from salescrew.cli.frame import options
from salescrew.cli.frame.destination import say_written
from salescrew.cli.frame.output import refuse_existing, write_new_file, write_stdout
from salescrew.cli.frame.places import File, is_stdout, look_at
from salescrew.cli.frame.result_of import result_of
from salescrew.errors import InputError
from salescrew.language import say, to_say

_WORKBOOK = ".xlsx"
_FACTS = to_say("one that exists and may hold facts")


class _Options(TypedDict):
    outputs: tuple[str, ...]
    facts: str | None
    filled: bool
    planned: bool
    wide: bool
    semicolons: bool
    bom: bool
    by_manager: bool
    force: bool
    first: dt.date | None
    last: dt.date | None


@click.command("actuals", short_help=to_say("Write the form for what really happens."))
@options.plan_argument
@options.result_argument
@options.output_option(to_say("Write into this file instead of standard output. Once or more."))
@click.option(
    "--facts",
    metavar="ACTUALS",
    help=to_say("Keep all that this file says has happened, and ask for what is left: the form of a plan made anew."),
)
@click.option(
    "--filled", is_flag=True, help=to_say("Fill in what the plan expects, later stages and payments as well.")
)
@click.option("--planned", is_flag=True, help=to_say("Add a column with what the plan expects; it is not read."))
@click.option("--wide", is_flag=True, help=to_say("Write a row a person and a column a day."))
@click.option("--semicolons", is_flag=True, help=to_say("Separate cells by semicolons, and write a decimal comma."))
@click.option("--bom", is_flag=True, help=to_say("Begin with the mark by which Excel knows UTF-8."))
@click.option("--by-manager", is_flag=True, help=to_say("A workbook: a sheet a manager, instead of one for all."))
@click.option("--force", is_flag=True, help=to_say("Replace the file if it exists."))
@options.day_option("--from", to_say("Ask for this day and later only."), to="first")
@options.day_option("--until", to_say("Ask for days up to and with this one only."), to="last")
def command(plan: str, result: str, **chosen: Unpack[_Options]) -> None:
    """Write the form for what happens while the plan in PLAN is worked as the result in RESULT has it.

    It is CSV, or a workbook in a file that ends in .xlsx. It has a row for each quota and each expected lead, to be
    filled in day by day: the count, and beside what was paid the amount. Items that enter a later stage and payments
    are added as rows of their own. What is open at the start is there already. After a re-plan, `--facts actuals.csv`
    goes on with what is filled in.
    """
    known = chosen["facts"]
    options.one_from_stdin(plan=plan, result=result, actuals=known or "")
    first, last, outputs = chosen["first"] or dt.date.min, chosen["last"] or dt.date.max, chosen["outputs"]
    if first > last:
        raise click.UsageError(
            say("--from must be no later than --until, got {first} and {last}.", first=first, last=last)
        )
    # with --force the facts go on in the file that they are in
    if chosen["wide"] and chosen["planned"]:
        raise click.UsageError(say("--planned has no place in --wide: leave one of them out."))
    places = [File(output, (".csv", _WORKBOOK)) for output in outputs or [None]]
    look_at(*places, read=[plan, result, *([] if chosen["force"] else [known])])
    files = [Path(output) for output in outputs if not is_stdout(output)]
    for file in () if chosen["force"] else files:
        refuse_existing(file, say(_FACTS))

    import salescrew
    from salescrew.models.facts.form import BOM, form_csv, form_rows
    from salescrew.models.facts.wide import wide_csv
    from salescrew.models.facts.workbook.form import form_workbook
    from salescrew.models.schedule.same_plan import planned_of

    read = salescrew.load(plan)
    answer = result_of(read, result)
    planned_of(read, answer)
    facts = salescrew.load_actuals(known, read, answer) if known else None
    rows = [
        row
        for row in form_rows(read, answer, filled=chosen["filled"], facts=facts)
        if first <= row.date <= last or (facts is not None and row.count is not None)
    ]
    if not rows:
        raise InputError(
            [say("the form: must have a row at least, got days without quotas and leads. Choose other days.")]
        )
    filled, semicolons = chosen["filled"], chosen["semicolons"]
    if chosen["wide"] and (named := next((row.person for row in rows if row.person), None)):
        raise InputError(
            [
                say(
                    "the form with a column a day: must not say with whom items were agreed, since it has no place for "
                    "that, got {named}. Leave out --wide.",
                    named=named,
                )
            ]
        )
    if chosen["wide"]:
        text = wide_csv(rows, filled=filled, semicolons=semicolons)
    else:
        text = form_csv(rows, filled=filled, semicolons=semicolons, planned=chosen["planned"])
    text = f"{BOM}{text}" if chosen["bom"] else text
    kept = {"filled": filled, "planned": chosen["planned"], "by_manager": chosen["by_manager"], "wide": chosen["wide"]}
    for file in files:
        content = form_workbook(rows, read, **kept) if file.suffix.lower() == _WORKBOOK else text
        write_new_file(file, content, say(_FACTS), force=chosen["force"])
    if len(files) == len(outputs) > 0:
        say_written(outputs)
    else:
        write_stdout(text)
