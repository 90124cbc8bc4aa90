"""`salescrew convert`: a plan as another kind of file, without loss."""

from __future__ import annotations

from pathlib import Path

import click

from salescrew.cli.frame import options
from salescrew.cli.frame.group import complain
from salescrew.cli.frame.output import refuse_existing, write_new_file
from salescrew.cli.frame.places import File, look_at
from salescrew.language import say, to_say


@click.command("convert", short_help=to_say("Write a plan as a workbook, YAML or JSON."))
@options.plan_argument
@click.argument("path", metavar="PATH")
@click.option("--force", is_flag=True, help=to_say("Replace the file if it exists."))
def command(plan: str, path: str, force: bool) -> None:
    """Write the plan in the file PLAN (`-`: standard input) into PATH, as its ending says (.xlsx, .yaml, .json).

    It is the same plan, whichever way it is converted. What YAML has besides, such as comments, is not kept; nor are
    the columns and sheets of a workbook that are the user's own.
    """
    look_at(File(path, options.PLAN_ENDINGS, has_ending=True), read=[plan])
    file = Path(path)
    if not force:
        refuse_existing(file)

    import salescrew
    from salescrew.models.files.plan_file import plan_file

    content = plan_file(salescrew.load(plan), path)
    write_new_file(file, content, force=force)
    complain(say("Wrote {files}.", files=path))
