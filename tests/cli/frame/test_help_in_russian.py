"""The help in another language: all of it, and what click says of wrong arguments as well."""

from __future__ import annotations

import re

import click
import pytest

from salescrew.cli.frame.group import COMMANDS, main
from salescrew.language import speaking

_OF_PROGRAMS = re.compile(r"^# yaml-language-server: .*$")


def _texts(command: click.Command) -> list[str]:
    """Give all that the help of a command says in words, paragraph by paragraph."""
    own = [command.help, command.short_help, command.epilog]
    of_options = [param.help for param in command.params if isinstance(param, click.Option)]
    return [part for text in (*own, *of_options) if text for part in text.split("\n\n")]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_is_translated(name: str) -> None:
    with speaking("ru"):
        command = main.get_command(click.Context(main), name)
    assert command is not None
    said = [text for text in _texts(command) if not _OF_PROGRAMS.match(text)]
    assert len(said) > 2
    assert [text for text in said if not re.search("[а-яё]", text)] == []


def test_help_as_a_whole_is_translated(run) -> None:
    lines = [line for line in run("--lang", "ru", "--help").stdout.splitlines() if line.strip()]
    assert lines[0].startswith("Использование: salescrew ")
    assert [line for line in lines if not re.search("[а-яё]", line)] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("sovle", "Нет команды 'sovle'. Может быть, solve?"),
        ("solve", "Не указан аргумент 'PLAN...'."),  # noqa: RUF001
        ("solve a --people -3", "Неверное значение '--people': -3: вне пределов x>=0."),
        ("cover - - --absent Anna:2026-02-03", "PLAN и RESULT не могут оба читать стандартный ввод."),
        (
            "solve a --time-limit 0",
            "Неверное значение '--time-limit': должно быть число секунд больше 0 и не больше "
            "1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000, получено: 0.",
        ),
    ],
)
def test_wrong_arguments_are_said_in_the_language(run, arguments: str, said: str) -> None:
    result = run("--lang", "ru", *arguments.split())
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Ошибка: {said}")
