"""`salescrew init`: a commented plan to start from."""

from __future__ import annotations

from pathlib import Path

import click

from salescrew.cli.frame.group import complain
from salescrew.cli.frame.output import refuse_existing, write_new_file, write_stdout
from salescrew.cli.frame.places import File, is_stdout, look_at

PRESETS = {
    "b2b-small": "new clients among small businesses (80-100 cold calls a day) beside warm leads",
    "b2b-mid": "medium and larger businesses (30-50 calls a day), meetings, deals of about 90 days",
    "retail": "private customers: 150 calls a day, short deals, leads answered within a minute",
}


def preset(name: str) -> str:
    """Give the text of a preset."""
    from importlib.resources import files

    return files("salescrew").joinpath("presets", f"{name}.yaml").read_text(encoding="utf-8")


def _list_presets(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        width = max(map(len, PRESETS))
        write_stdout("".join(f"{name:<{width}}  {about}\n" for name, about in PRESETS.items()))
        context.exit()


@click.command("init", short_help="Write a commented plan to start from.")
@click.argument("path", metavar="PATH")
@click.option("--preset", "name", type=click.Choice(list(PRESETS)), required=True, help="Which plan to start from.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list_presets, help="List the presets."
)
def command(path: str, name: str, force: bool) -> None:
    """Write a commented plan into PATH (`-`: standard output), ready to be checked, changed and solved."""
    look_at(File(path, (".yaml", ".yml")), read=[])
    if is_stdout(path):
        write_stdout(preset(name))
        return
    file = Path(path)
    if not force:
        refuse_existing(file)
    write_new_file(file, preset(name), force=force)
    complain(f"Wrote {path}. Change what differs with you, then: salescrew check {path}")
