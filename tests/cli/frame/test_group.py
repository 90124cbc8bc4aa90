"""The command as a whole: help, exit codes, what becomes of errors, and how fast it starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

import salescrew
from salescrew.errors import InputError, ModelError
from tests.cli import sample

HELP = """\
Usage: salescrew [OPTIONS] COMMAND [ARGS]...

  Find the fewest people who meet a sales plan, and what each of them does every
  day.

  Start with a plan from a few questions: salescrew init team.yaml

Options:
  --version       Show the version and exit.
  -v, --verbose   Log on standard error what is done, and when.
  --lang [en|ru]  The language of sentences, tables and pages. Default:
                  SALESCREW_LANG, else en.
  -h, --help      Show this message and exit.

Commands:
  init         Write a plan to start from: by questions, or a preset.
  convert      Write a plan as a workbook, YAML or JSON.
  check        Is the plan well formed, and what does it take?
  rates        The plan's figures out of a CRM's export, and how sure.
  solve        Find the fewest people, their roster and their quotas.
  explain      Why this number, why not fewer, and what would change it?
  sensitivity  What moves the plan most: each input lower and higher.
  compare      Specialists or all mixed? The plan in several configurations.
  sweep        What the plan takes with other values, in all combinations.
  simulate     Play a result by chance: odds, what waits, what is lost.
  show         Show a result again: all, a part, one person, one week.
  report       Everything about a plan on one page, to hand on.
  verify       Recompute what a result promises; prove the rest by solving.
  actuals      Write the form for what really happens.
  track        Set what happened against the plan: is it on track?
  replan       Make the plan anew from a day on, with the fewest changes.
  diff         Set two results side by side.
  cover        Rank who could take the duty of somebody who is away.
  schema       Write the JSON Schema by which editors check a plan.

  Exit codes: 0 an answer, 1 infeasible (verify: violations), 2 wrong input or
  usage, 3 no answer in time, 4 a fault of salescrew itself, 130 interrupted.
"""
HEAVY = ("ortools", "pydantic", "ruamel", "tabulate", "holidays", "matplotlib", "numpy")


def python(*arguments, **options):
    return subprocess.run([sys.executable, *arguments], capture_output=True, timeout=60, check=False, **options)


def test_help(run):
    result = run("--help")
    assert (result.exit_code, result.stdout, result.stderr) == (0, HELP, "")


def test_log_says_what_is_done_and_when(run, solve_gives):
    solve_gives(sample.optimal())
    logged = run("-v", "solve", "team.yaml", "--quiet")
    assert [re.sub(r"^ +\d+\.\d s  ", "", line) for line in logged.stderr.splitlines()] == ["Solving", "at work"]
    # and the next command of the same process is as quiet as before
    quiet = run("solve", "team.yaml", "--quiet")
    assert (quiet.stdout, quiet.stderr) == (logged.stdout, "")


def test_words_are_completed():
    words = {"_SALESCREW_COMPLETE": "bash_complete", "COMP_WORDS": "salescrew sol", "COMP_CWORD": "1"}
    assert python("-m", "salescrew", env={**os.environ, **words}).stdout.decode().splitlines() == ["plain,solve"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("sovle", " Did you mean solve?"), ("explane", " Did you mean explain?"), ("xyzzy", "")]
)
def test_command_that_is_mistyped(run, typed, meant):
    result = run(typed, "team.yaml")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: No such command '{typed}'.{meant}")


def test_version(run):
    assert run("--version").stdout == f"salescrew {salescrew.__version__}\n"


def test_runs_as_a_module():
    result = python("-m", "salescrew", "--help")
    assert (result.returncode, result.stdout.decode()) == (0, HELP)


@pytest.mark.parametrize(
    "start", ["import salescrew", "from salescrew.cli.frame.group import main; main(['--help'], 'salescrew')"]
)
def test_starting_imports_nothing_heavy(start):
    ask = (
        f"import sys, atexit; atexit.register(lambda: print([m for m in {HEAVY} if m in sys.modules], file=sys.stderr))"
    )
    result = python("-c", f"{ask}; {start}", text=True)
    assert (result.returncode, result.stderr) == (0, "[]\n")


def test_public_names_are_listed_and_others_refused():
    assert dir(salescrew) == sorted(salescrew.__all__)
    with pytest.raises(AttributeError, match="module 'salescrew' has no attribute 'slove'"):
        salescrew.slove  # noqa: B018 - the attribute's absence is the point


def test_unknown_command_is_a_usage_error(run):
    result = run("sovle")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("Error: No such command 'sovle'. Did you mean solve?\n")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (InputError(["one: must be a.", "two: must be b."]), (2, "one: must be a.\ntwo: must be b.\n")),
        (
            ModelError("an answer did not survive the checker: cover: 2026-01-13 morning: needs 2 on duty, has Anna"),
            (
                4,
                "an answer did not survive the checker: cover: 2026-01-13 morning: needs 2 on duty, has Anna\n"
                "This is a fault of salescrew, not of your plan; please report it together with the plan file.\n",
            ),
        ),
        (KeyboardInterrupt(), (130, "Interrupted.\n")),
    ],
)
def test_error_becomes_message_and_exit_code(run, solve_gives, error, said):
    solve_gives(error)
    result = run("solve", "team.yaml")
    assert (result.exit_code, result.stderr) == said
    assert result.stdout == ""


def test_unforeseen_error_is_not_taken_for_infeasible(run, solve_gives):
    solve_gives(ZeroDivisionError("division by zero"))
    result = run("solve", "team.yaml")
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith("Traceback (most recent call last):\n")
    assert result.stderr.endswith(
        "ZeroDivisionError: division by zero\n"
        "This is a fault of salescrew, not of your plan; please report it together with the plan file.\n"
    )


def test_reader_who_has_seen_enough_is_no_error(folder):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as pipe:
        result = subprocess.run(
            [sys.executable, "-m", "salescrew", "check", "team.yaml"],
            cwd=folder,
            stdout=pipe,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (result.returncode, result.stderr) == (0, b"")


def test_output_is_utf_8_whatever_the_code_page(folder):
    plan = (folder / "team.yaml").read_text(encoding="utf-8").replace("Sample", "Продажи")
    (folder / "team.yaml").write_text(plan, encoding="utf-8")
    code_page = {**os.environ, "PYTHONIOENCODING": "cp437", "PYTHONUTF8": "0"}
    result = python("-m", "salescrew", "check", "team.yaml", env=code_page, cwd=folder)
    assert result.returncode == 0
    assert result.stdout.decode("utf-8").splitlines()[1].startswith("Продажи: 12 Jan 2026")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["slove"], "No such command 'slove'. Did you mean solve?"),
        (["Senstivity", "x.yaml"], "No such command 'Senstivity'. Did you mean sensitivity?"),
        (["xyz"], "No such command 'xyz'."),
        (["check", "x.yaml", "--format", "jsn"], "Did you mean json?"),
        (["init", "new.yaml", "--preset", "b2b-smal"], "Did you mean b2b-small?"),
        (["explain", "x.yaml", "--what", "target,headcont"], "odds. Did you mean headcount?"),
        (["show", "x.json", "--part", "rosters"], "warnings. Did you mean roster?"),
        (["solve", "x.yaml", "--show", "quota"], "coverage. Did you mean quotas?"),
        (["check", "x.yaml", "--fromat", "json"], "No such option '--fromat'"),
    ],
)
def test_of_a_mistyped_word_it_is_asked_which_was_meant(run, arguments, said):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert " ".join(result.stderr.split()).replace("--fromat.", "--fromat").find(said) > 0, result.stderr


def test_words_of_an_option_may_be_written_large(run):
    assert run("check", "team.yaml", "--format", "table").exit_code == 0
    assert run("solve", "none.yaml", "--show", "Roster,QUOTAS").stderr.startswith(
        "none.yaml: must be a file that exists"
    )
