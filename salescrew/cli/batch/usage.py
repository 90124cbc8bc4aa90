"""Which arguments go with many plans."""

from __future__ import annotations

from collections.abc import Sequence

import click

from salescrew.cli.frame.places import is_stdout
from salescrew.language import say


def results_folder(plans: Sequence[str], outputs: Sequence[str], *, resume: bool, form_is_given: bool) -> str | None:
    """Give the folder for the results of several plans; None where there is to be a table only.

    Raises
    ------
    UsageError
        Where the arguments are those of a single plan.
    """
    if len(outputs) > 1:
        raise click.UsageError(say("the results of several plans go into one folder: name -o once."))
    output = outputs[0] if outputs else None
    if "-" in plans:
        raise click.UsageError(
            say("standard input (-) has no name for its result in a folder: write that plan into a file.")
        )
    if output is not None and is_stdout(output):
        raise click.UsageError(
            say("the results of several plans do not go into one stream: name a folder for them with -o.")
        )
    if output is None and (resume or form_is_given):
        option = "--resume" if resume else "--format"
        raise click.UsageError(
            say("{option} is about the results of the plans: name a folder for them with -o.", option=option)
        )
    return output
