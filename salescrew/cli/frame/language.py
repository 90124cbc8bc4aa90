"""The language of a run: of `--lang`, else of SALESCREW_LANG, else English; never of the locale."""

from __future__ import annotations

import copy
import gettext
import inspect
import os
from collections.abc import Sequence
from typing import TypeVar

import click

from salescrew.errors import InputError
from salescrew.language import DOMAIN, ENGLISH, LOCALE, languages, looked_up, say_as, speak, spoken, to_say

Command = TypeVar("Command", bound=click.Command)
VARIABLE = "SALESCREW_LANG"
_OPTION = "--lang"
_HELP = to_say("The language of sentences, tables and pages. Default: SALESCREW_LANG, else en.")


def speak_as_told(args: Sequence[str]) -> None:
    """Choose the language before anything is read, so that what is wrong with the arguments is said in it too.

    Raises
    ------
    InputError
        SALESCREW_LANG names no language that there is.
    """
    told = _told(args)
    if told is None and (told := os.environ.get(VARIABLE, "").strip() or ENGLISH) not in languages():
        speak(ENGLISH)
        raise InputError([f"{VARIABLE}: must be {' or '.join(languages())}, got {told}. Set one of them, or unset it."])
    speak(told if told in languages() else ENGLISH)  # what is wrong with the option, click says
    # click looks its own texts up in this domain, in the language of this variable
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN if spoken() != ENGLISH else "messages")
    os.environ["LANGUAGE"] = spoken()


def _told(args: Sequence[str]) -> str | None:
    """Find the option among arguments that are not read yet."""
    for at, arg in enumerate(args):
        if arg.startswith(f"{_OPTION}="):
            return arg.removeprefix(f"{_OPTION}=")
        if arg == _OPTION and at + 1 < len(args):
            return args[at + 1]
    return None


def language_option() -> click.Option:
    """Make the option that every command has; it was read before all others."""
    return click.Option([_OPTION], type=click.Choice(languages()), expose_value=False, help=_HELP)


def in_language(command: Command) -> Command:
    """Give a command the option of the language, and its help in the language that is spoken."""
    translated = copy.copy(command)
    translated.params = [_translated(param) for param in (*command.params, language_option())]
    for text in ("help", "short_help", "epilog"):
        setattr(translated, text, _looked_up(getattr(command, text)))
    translated._help_option = None  # click keeps the one that it made, in the language of that time
    translated.options_metavar = say_as("metavar", "[OPTIONS]")
    if isinstance(translated, click.Group):
        translated.subcommand_metavar = say_as("metavar", "COMMAND [ARGS]...")
    return translated


def _translated(param: click.Parameter) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    shown = copy.copy(param)
    shown.help = looked_up(inspect.cleandoc(param.help))
    return shown


def _looked_up(text: str | None) -> str | None:
    """Look a text up as its catalog has it: without the blanks before its lines."""
    return looked_up(inspect.cleandoc(text)) if text else text
