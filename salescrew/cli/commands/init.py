"""`salescrew init`: a commented plan to start from."""

from __future__ import annotations

from pathlib import Path

import click

from salescrew.cli.frame import options
from salescrew.cli.frame.group import complain
from salescrew.cli.frame.output import refuse_existing, write_file, write_new_file, write_stdout
from salescrew.cli.frame.places import File, is_stdout, look_at
from salescrew.cli.frame.screen import screen_at
from salescrew.cli.render.lines import WIDEST, folded
from salescrew.errors import InputError
from salescrew.language import say, spoken, to_say
from salescrew.letters import visible

_TEXTS, _WORKBOOK = (".yaml", ".yml"), ".xlsx"
PRESETS = {
    "b2b-small": to_say("new clients among small businesses (80-100 cold calls a day) beside warm leads"),
    "b2b-mid": to_say("medium and larger businesses (30-50 calls a day), meetings, deals of about 90 days"),
    "retail": to_say("private customers: 150 calls a day, short deals, leads answered within a minute"),
}


def preset(name: str) -> str:
    """Give the text of a preset, in the language that is spoken where there is one in it."""
    from importlib.resources import files

    folder = files("salescrew").joinpath("presets")
    own = folder.joinpath(spoken(), f"{name}.yaml")
    return (own if own.is_file() else folder.joinpath(f"{name}.yaml")).read_text(encoding="utf-8")


def _list_presets(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        before = max(map(len, PRESETS)) + 2
        screen = screen_at() or WIDEST
        lines = [folded(say(about), screen, name.ljust(before), " " * before) for name, about in PRESETS.items()]
        write_stdout("".join(f"{line}\n" for line in lines))
        context.exit()


@click.command("init", short_help=to_say("Write a plan to start from: by questions, or a preset."))
@click.argument("path", metavar="PATH")
@click.option(
    "--preset", "name", type=options.OneOf(list(PRESETS)), help=to_say("Which plan to start from, without questions.")
)
@click.option("--force", is_flag=True, help=to_say("Replace the file if it exists."))
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list_presets, help=to_say("List the presets.")
)
def command(path: str, name: str | None, force: bool) -> None:
    """Write a commented plan into PATH (`-`: standard output), ready to be checked, changed and solved.

    Without --preset about ten questions are asked on the terminal: who is there, what a deal is worth, how many leads
    come, what is to be sold. Beside the plan goes its schema, salescrew.schema.json, by which editors complete and
    check it. Where PATH ends in .xlsx it is a workbook to fill in, and needs none.
    """
    look_at(File(path, (*_TEXTS, _WORKBOOK)), read=[])
    file = None if is_stdout(path) else Path(path)
    is_workbook = file is not None and file.suffix.lower() == _WORKBOOK
    if file is not None:
        if not is_workbook:
            _look_beside(file)
        if not force:
            refuse_existing(file)
    text = preset(name) if name is not None else _answered(file)
    if file is None:
        write_stdout(text)
        return
    if is_workbook:
        write_new_file(file, _as_workbook(text, path), force=force)
    else:
        _write_beside(file)
        write_new_file(file, _schema_line() + text, force=force)
    complain(_said(path, is_preset=name is not None))


def _as_workbook(text: str, path: str) -> str | bytes:
    from salescrew.models.files.plan_file import plan_file
    from salescrew.models.load import parse

    return plan_file(parse(text, "<text>"), path)


def _answered(file: Path | None) -> str:
    """Ask for what a plan takes, and write it."""
    from salescrew.cli.questions.asking import is_terminal

    if not is_terminal():
        from salescrew.models.plan.words import any_of

        presets = any_of(f"--preset {name}" for name in PRESETS)
        raise click.UsageError(
            say(
                "there is no terminal on which questions could be answered. Start from a preset: {presets}.",
                presets=presets,
            )
        )
    from salescrew.cli.questions.department import answers_of
    from salescrew.cli.questions.plan_text import plan_text

    name = visible(file.stem) if file is not None else "team"
    return plan_text(answers_of(name), name)


def _said(path: str, *, is_preset: bool) -> str:
    if is_preset:
        return say("Wrote {path}. Change what differs with you, then: salescrew check {path}", path=path)
    next_steps = say("Wrote {path}. Next: salescrew check {path}, then salescrew solve {path}", path=path)
    return f"\n{next_steps}"


# ---- the schema beside it


def _look_beside(file: Path) -> None:
    """Make sure that the schema can be written beside a plan, over nothing but another one of it."""
    import json

    from salescrew.models.files.json_schema import SCHEMA_FILE, SCHEMA_TITLE

    beside = file.with_name(SCHEMA_FILE)
    look_at(File(str(beside)), read=[])
    if beside.is_file():
        try:
            found = json.loads(beside.read_bytes())
        except (OSError, ValueError):
            found = None
        if not isinstance(found, dict) or found.get("title") != SCHEMA_TITLE:
            wrong = say("must be the schema of plans, got another file. Give that file another name.")
            raise InputError([f"{beside}: {wrong}"])


def _write_beside(file: Path) -> None:
    from salescrew.models.files.json_schema import SCHEMA_FILE, schema_json

    write_file(file.with_name(SCHEMA_FILE), schema_json())


def _schema_line() -> str:
    from salescrew.models.files.json_schema import schema_line

    return schema_line()
