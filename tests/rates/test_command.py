"""`salescrew rates` as a command: what it takes, where it writes, and when it refuses."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

import salescrew
from salescrew.cli.frame.group import main
from tests.rates import example
from tests.rates.tables import PLAIN, write

SHORT = """\
3 of 4 rows used, as of 31 Jan 2026.
CSV, UTF-8, commas; the columns could be anybody's; no stage history

Columns
meaning    in the export
---------  ---------------
id         id
created    created
closed     closed
stage      stage
manager    manager
channel    channel
amount     amount
pipeline   no column
is won     Won
is lost    Lost
Not used: note.

Rows
rows              count  lines
--------------  -------  -------
read                  4
used                  3
left out: test        1  3

"""


def run(*arguments: str, given: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["rates", *arguments], input=given)
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, PLAIN)
    return tmp_path


def test_example_is_that_of_the_simulation():
    assert example.PATH.read_text(encoding="utf-8") == example.text()


def test_page_begins_with_what_was_read(folder):
    lines = PLAIN.replace("1,2026-01-05,Won", "1,2026-01-05,Won").splitlines()
    text = (
        "\n".join([f"{lines[0]},note,name", *(f"{line},," for line in lines[1:])]).replace("200,,", "200,,Test") + "\n"
    )
    write(folder, text)
    code, page = run("deals.csv")
    assert code == 0
    head = page[: page.index("From lead to payment")].replace("name       name\n", "")
    assert head.splitlines() == SHORT.splitlines()


def test_forms(folder):
    told = salescrew.rates("deals.csv")
    assert run("deals.csv", "-o", "rates.json")[0] == 0
    assert (folder / "rates.json").read_text() == told.to_json()
    assert run("deals.csv", "--format", "json") == (0, told.to_json())
    assert run("deals.csv", "-o", "rates.md")[0] == 0
    assert (folder / "rates.md").read_text().startswith("# 4 of 4 rows used, as of 31 Jan 2026.\n")
    assert run("deals.csv", "-o", "rates.csv")[0] == 0
    with (folder / "rates.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["figure"] for row in rows} >= {"lead to payment", "won by all", "average deal", "manager", "channel"}
    assert next(row["value"] for row in rows if row["figure"] == "won by all") == "0.25"
    assert salescrew.Rates.model_validate_json(told.to_json()).to_json() == told.to_json()


@pytest.mark.usefixtures("folder")
def test_standard_input_and_output():
    assert run("-", given=PLAIN) == run("deals.csv")
    assert run("deals.csv", "-o", "-") == run("deals.csv")


@pytest.mark.usefixtures("folder")
def test_days_and_groups():
    code, page = run(
        "deals.csv", "--as-of", "2026-01-18", "--since", "2026-01-06", "--by", "channel", "--format", "json"
    )
    told = json.loads(page)
    assert (code, told["as_of"], told["since"]) == (0, "2026-01-18", "2026-01-06")
    assert {group["by"] for group in told["pipelines"][0]["groups"]} == {"channel"}
    assert told["rows"]["left_out"] == [{"why": "created before 2026-01-06", "count": 1, "lines": [2]}]


def test_lenient_leaves_out_what_cannot_be_read(folder):
    write(folder, PLAIN.replace("2026-01-06", "soon"))
    assert run("deals.csv")[0] == 2
    code, page = run("deals.csv", "--lenient")
    assert code == 0
    assert "left out: unreadable        1  3" in page


@pytest.mark.usefixtures("folder")
def test_a_map_is_written_and_read():
    code, page = run("deals.csv")
    assert run("deals.csv", "--write-map", "map.yaml") == (code, f"{page}Wrote map.yaml.\n")
    assert run("deals.csv", "--map", "map.yaml") == run("deals.csv")
    assert (
        run("deals.csv", "--map", "zoho")[1]
        .splitlines()[1]
        .startswith("CSV, UTF-8, commas; the columns are those of Zoho")
    )


@pytest.mark.usefixtures("folder")
def test_a_map_is_written_where_an_export_cannot_be_read_without(folder):
    write(folder, PLAIN.replace("created", "first seen"))
    code, output = run("deals.csv", "--write-map", "map.yaml")
    assert code == 2
    assert "columns.created" in output
    text = (folder / "map.yaml").read_text()
    assert "# The columns of the export: id, first seen, stage" in text
    write(folder, text.replace("  # created:", "  created: first seen"), "map.yaml")
    assert run("deals.csv", "--map", "map.yaml")[0] == 0


def test_backtest_as_page_and_json():
    path = str(example.PATH)
    code, page = run(path, "--backtest", "2")
    assert code == 0
    assert page.startswith("10 of 10 estimates held what came.\n")
    assert len(json.loads(run(path, "--backtest", "2", "--format", "json")[1])["rows"]) == 10
    assert run(path, "--backtest", "2", "--format", "csv")[1].count("\n") == 11


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.csv"], "none.csv: must be a file that exists, got none. Check the name and the folder."),
        (["."], ".: must be a file, got a folder. Name a file in it."),
        (
            ["deals.csv", "--map", "none.yaml"],
            "none.yaml: must be a file that exists, got none. Check the name and the folder.",
        ),
        (
            ["deals.csv", "--map", "hub"],
            "map: must be a map or one of hubspot, salesforce, pipedrive, amocrm, bitrix24, zoho, got hub. Did "
            "you mean "
            "hubspot?",
        ),
        (
            ["deals.csv", "-o", "deals.csv"],
            "deals.csv: must be a file of its own, got one that is read or written besides. Name another file.",
        ),
        (
            ["deals.csv", "--write-map", "none/map.yaml"],
            "none/map.yaml: must be in a folder that exists, got none. Create that folder first.",
        ),
        (
            ["deals.csv", "--backtest", "3"],
            "deals.csv: must go over at least 30 days for 3 cuts, got 26 days. Ask for fewer.",
        ),
    ],
)
def test_refusals(folder, arguments, message):
    assert run(*arguments) == (2, f"{message}\n")
    assert [path.name for path in folder.iterdir()] == ["deals.csv"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["deals.csv", "--plan", "team.yaml"], "--plan needs -o, the file for the plan with its new figures."),
        (["-", "--history", "-"], "EXPORT and HISTORY cannot both be standard input."),
        (
            ["deals.csv", "--plan", "team.yaml", "-o", "x.yaml", "--backtest", "2"],
            "--plan and --backtest exclude each other: leave one of them out.",
        ),
        (
            ["deals.csv", "--plan", "team.yaml", "-o", "x.yaml", "--format", "json"],
            "--plan writes a plan, which has no --format: leave one of them out.",
        ),
        (["deals.csv", "--by", "region"], "'region' is not one of manager, channel."),
        (["deals.csv", "--as-of", "soon"], "must be a date, got soon. Write it as YYYY-MM-DD, such as 2026-01-12."),
    ],
)
@pytest.mark.usefixtures("folder")
def test_usage(arguments, message):
    code, output = run(*arguments)
    assert code == 2
    assert output.endswith(f"{message}\n")


def test_a_group_without_a_column(folder):
    write(folder, PLAIN.replace("channel", "colour"))
    assert run("deals.csv", "--by", "channel") == (
        2,
        "deals.csv: must have a column for channel, got id, created, stage, closed, manager, colour, amount. "
        "Name it in a map "
        "as columns.channel.\n",
    )


def test_numpy_is_loaded_by_this_command_alone():
    # what other commands take to start must not rise
    code = (
        "import sys, salescrew.cli.frame.group, salescrew.cli.commands.rates\n"
        "import salescrew.models.on_paper.arithmetic, salescrew.models.load\n"
        "print('numpy' in sys.modules, 'salescrew.models.rates.estimates.estimate' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_standard_output_may_be_a_file(folder):
    page = folder / "page.txt"
    with page.open("wb") as file:
        command = [sys.executable, "-m", "salescrew", "rates", "deals.csv"]
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert page.read_text(encoding="utf-8").startswith("4 of 4 rows used, as of 31 Jan 2026.\n")
