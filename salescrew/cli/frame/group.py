"""The command `salescrew` itself: its subcommands, its exit codes, and what becomes of errors."""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import sys
import traceback
from collections.abc import Iterator
from importlib import import_module
from typing import TextIO

import click

from salescrew import __version__
from salescrew.cli.frame.interruption import INTERRUPTED, hear_no_more
from salescrew.cli.frame.language import in_language, speak_as_told
from salescrew.cli.frame.output import give_up_stdout
from salescrew.cli.frame.screen import screen_of
from salescrew.cli.render.lines import folded
from salescrew.errors import InputError, ModelError, SalescrewError, reason
from salescrew.language import say, to_say
from salescrew.letters import KEPT, visible

INFEASIBLE = 1
WRONG_INPUT = 2
NO_ANSWER = 3
FAULT = 4
EXIT_CODES = {"optimal": 0, "feasible": 0, "infeasible": INFEASIBLE, "no_answer": NO_ANSWER}

COMMANDS = (
    "init",
    "convert",
    "check",
    "rates",
    "solve",
    "explain",
    "sensitivity",
    "compare",
    "sweep",
    "simulate",
    "show",
    "report",
    "verify",
    "actuals",
    "track",
    "replan",
    "diff",
    "cover",
    "schema",
)
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
REPORT = to_say("This is a fault of salescrew, not of your plan; please report it together with the plan file.")


class Commands(click.Group):
    """A group that imports a command when it is asked for, and turns every error into a message and an exit code."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """List the commands in the order in which a newcomer uses them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"salescrew.cli.commands.{cmd_name}").command
        return in_language(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named, or say which one might be meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from salescrew.models.plan.naming import did_you_mean

            error.message = f"{error.message} {did_you_mean(args[0], COMMANDS, otherwise='')}".rstrip()  # type: ignore[misc]
            raise

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Choose the language, and read the arguments before the subcommand."""
        try:
            speak_as_told(args)
        except InputError as error:
            raise click.UsageError(str(error)) from None
        with _visible_usage():
            return click.Group.make_context(in_language(self), info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; no error leaves a traceback but a fault of salescrew itself."""
        _write_utf8()
        try:
            with _visible_usage():
                return super().invoke(ctx)
        except InputError as error:
            # a name of several lines is no sentence of ours
            complain("\n".join(visible(problem, keep=KEPT[1]) for problem in error.problems))
            ctx.exit(WRONG_INPUT)
        except ModelError as error:
            complain(f"{error}\n{say(REPORT)}")
            ctx.exit(FAULT)
        except SalescrewError as error:
            complain(str(error))
            ctx.exit(NO_ANSWER)
        except KeyboardInterrupt:
            complain(say("Interrupted."))
            ctx.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and _is_of_click(error):
                raise  # it could not write its help
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                complain(
                    say(
                        "the disk: must have room for what is written, got: {reason}. Make room on it.",
                        reason=reason(error),
                    )
                )
                ctx.exit(WRONG_INPUT)
            # Python's own exit code for this would be 1, which says that a plan is infeasible
            complain(f"{traceback.format_exc()}{say(REPORT)}")
            ctx.exit(FAULT)


@contextlib.contextmanager
def _visible_usage() -> Iterator[None]:
    """Take out of click's messages what would steer a terminal: they quote arguments, such as names of files."""
    try:
        yield
    except click.ClickException as error:
        error.message = visible(error.message, keep=KEPT)  # type: ignore[misc]
        raise


def _is_of_click(error: OSError) -> bool:
    """Tell whether it was click itself that could not write."""
    *_, (frame, _line) = traceback.walk_tb(error.__traceback__)
    return str(frame.f_globals.get("__name__")).startswith("click.")


def _start_quickly() -> None:
    """Spare a short run what only long ones need: a search for pydantic plugins, frequent looks for garbage."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(100_000, 20, 20)


def _open_closed_streams() -> None:
    """Give the standard streams that are closed a place of their own, so that no other file gets their number.

    Nothing can be read there; of the two for writing only standard output says so, since it carries the result.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


_KEPT_OPEN: list[TextIO] = []
"""Streams whose numbers no other file may get."""


def _keep_stdout_to_answers() -> None:
    """Let nothing else reach standard output: a solver that Ctrl-C left at work prints there when it likes.

    On Windows a console must be written to as itself.
    """
    if sys.platform == "win32" or sys.stdout.fileno() != 1:
        return
    _KEPT_OPEN.append(sys.stdout)
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    sys.stdout = os.fdopen(answers, "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors)


def complain(message: str, before: str = "") -> None:
    """Write to standard error what is not the result; whether anybody reads it changes nothing.

    Parameters
    ----------
    message
        Lines; what in them would steer a terminal is taken out. A terminal gets them broken at their blanks.
    before
        What steers the terminal first.
    """
    lines = visible(message, keep=KEPT).split("\n")
    screen = screen_of(sys.stderr) if sys.stderr.isatty() else None
    if screen is not None:
        lines = [folded(line, screen, others="  ") for line in lines]
    with contextlib.suppress(OSError):
        click.echo(before + "\n".join(lines), err=True)


def _write_utf8() -> None:
    """Write UTF-8 wherever the output goes; a Windows pipe would take a code page that lacks most names."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": 80},
    epilog=to_say(
        "Exit codes: 0 an answer, 1 infeasible (verify: violations), 2 wrong input or usage, 3 no answer in time, "
        "4 a fault of salescrew itself, 130 interrupted."
    ),
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option("-v", "--verbose", is_flag=True, help=to_say("Log on standard error what is done, and when."))
@click.pass_context
def main(context: click.Context, verbose: bool) -> None:
    """Find the fewest people who meet a sales plan, and what each of them does every day.

    Start with a plan from a few questions: salescrew init team.yaml
    """
    if verbose:
        _log(context)


def _log(context: click.Context) -> None:
    """Write to standard error what is logged, until the command ends."""
    import logging
    import time

    started = time.monotonic()

    class Log(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complain(f"{time.monotonic() - started:7.1f} s  {record.getMessage()}")

    handler, logger = Log(), logging.getLogger("salescrew")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)

    def end() -> None:
        logger.removeHandler(handler)
        logger.setLevel(level)

    context.call_on_close(end)


def start() -> None:
    """Run the command line, and leave at once where Ctrl-C left a solver at work, whose code must not be unloaded."""
    _start_quickly()
    _open_closed_streams()
    _keep_stdout_to_answers()
    code = _run()
    hear_no_more()
    threads = sys.modules.get("salescrew.solver.engine.threads")
    if threads is not None and threads.is_still_running():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _run() -> int:
    """Run the command line, and give its exit code."""
    try:
        main(prog_name="salescrew")
    except SystemExit as end:
        # so click ends where a reader of its help has seen enough
        seen_enough = isinstance(end.__context__, BrokenPipeError)
        return 0 if seen_enough else end.code if isinstance(end.code, int) else FAULT
    except OSError as error:
        # click could not write its help or what is wrong with the usage
        try:
            give_up_stdout(error)
        except InputError as refusal:
            complain(str(refusal))
        return WRONG_INPUT
    return 0
