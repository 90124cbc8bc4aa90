"""Names out of files: none steers a terminal, and each comes out of every command and format as it is written."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import click
import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

import salescrew
from salescrew.cli.frame.group import main
from salescrew.cli.frame.output import write_stdout
from salescrew.errors import InputError
from salescrew.letters import visible
from salescrew.models.files.formulas import as_it_was, is_formula
from salescrew.models.load import load_configurations
from salescrew.models.rates.reading.map_file import load_map
from salescrew.solver.whatif import compare, sensitivity
from tests.html_reader import read_html
from tests.rates.simulator import World, deals, export

UNSEEN = {
    "an escape": "\x1b[31m",
    "a bell": "\x07",
    "a C1 control": "\x9b31m",
    "a line end": "\n",
    "a carriage return": "\r",
    "a tab": "\t",
    "a line separator": "\u2028",
    "an override of the direction": "\u202e",
    "an isolate": "\u2066",
    "a letter of no width": "\u200b",
    "a joiner": "\u200d",
    "a byte order mark": "\ufeff",
    "a soft hyphen": "\u00ad",
    "a blank that does not break": "\u00a0",
    "a filler": "\u3164",
    "a variation selector": "\ufe0f",
    "a tag": "\U000e0041",
}
PLAN = {
    "name": "<script>alert(1)</script> [plan](https://example.com)",
    "currency": "$",
    "calendar": {"start": "2026-01-12", "weeks": 2, "working_days": ["mon", "tue"], "slots": ["a|m", "`pm"]},
    "target": {"revenue": 30_000, "products": {"$x^2$": {"deals": 1}}},
    "products": {"$x^2$": {"average_deal": 5_000, "margin": "40%"}},
    "day_patterns": [{"=1+1": 50}, {"=1+1": 20, "duty": 1}, {"_meet_": 2}],
    "funnels": {
        "# cold & <b>": {
            "channel": "outbound",
            "product": "$x^2$",
            "opens_with": "=1+1",
            "stages": [
                {"name": "~~~", "conversion": "10%"},
                {"name": "\\frac{a}{b}", "conversion": "50%", "effort": {"_meet_": 0.5}},
            ],
        },
        "- warm": {
            "channel": "inbound",
            "product": "$x^2$",
            "leads": {"per_week": 8},
            "stages": [{"name": "&lt;lead&gt;", "conversion": "25%"}],
        },
    },
    "pipeline": "steady",
    "duty": {"managers_per_slot": 1},
    "managers": [
        {"name": "@SUM(A1)", "monthly_cost": 3_000, "roles": ["hunter"], "effectiveness": 1.1},
        {"name": "*Boris*", "monthly_cost": 2_500},
        {"name": "'-2+3", "monthly_cost": 2_500},
    ],
    "candidates": [{"profile": "<img src=x>", "at_most": 2, "monthly_cost": 2_000, "effectiveness": 0.5}],
}
CONFIGURATIONS = {"=cmd|' /C calc'!A0": {"limits.people": 4}, "> [all](x)": {"limits.hires": 1}}
DEALS = World(
    deals=150,
    stages=("~~~", "=1+1", "\\frac{a}{b}"),
    managers={"*Boris*": 1.0, "@SUM(A1)": 1.0},
    channels={"- warm": 1.0, "<img src=x>": 1.0},
)
RATES = ("rates", "deals.csv", "--history", "history.csv")
AWAY = "*Boris*:2026-01-20"
ANEW = ["--as-of", "2026-01-19", "--absent", AWAY]
TABLES = ("table", "json", "csv", "markdown", "xlsx", "html")
PICTURES = ("svg", "png")
COLD, WARM, PLAN_NAME, CALLS = "# cold & <b>", "- warm", PLAN["name"], "=1+1"


class Case(NamedTuple):
    """A command line, the forms that it writes, and names that each of them has but pictures: these have the plan's."""

    arguments: list[str]
    forms: tuple[str, ...]
    names: tuple[str, ...]


CASES = {
    "check": Case(["check", "plan.json"], ("table", "json", "markdown", "xlsx", "html"), (COLD, WARM, CALLS)),
    "solve": Case(["solve", "plan.json", "--quiet"], TABLES, ("*Boris*", "<img src=x> 1", COLD, WARM, CALLS)),
    "rates": Case([*RATES], TABLES, ("*Boris*", "- warm", COLD, "~~~")),
    "rates --backtest": Case([*RATES, "--backtest", "2"], TABLES, (COLD, "~~~")),
    "simulate": Case(["simulate", "plan.json", "result.json", "--runs", "20", "--quiet"], TABLES, ("$x^2$", "_meet_")),
    "explain": Case(
        ["explain", "plan.json", "--quiet", "--what", "headcount,target,person,quota"],
        ("table", "json", "markdown", "xlsx", "html"),
        ("*Boris*", "<img src=x> 1", COLD, WARM, CALLS),
    ),
    "sensitivity": Case(["sensitivity", "plan.json", "--jobs", "1"], (*TABLES, *PICTURES), (COLD, "*Boris*", CALLS)),
    "compare": Case(["compare", "plan.json", "--jobs", "1", "--config", "own.json"], TABLES, tuple(CONFIGURATIONS)),
    "sweep": Case(
        ["sweep", "plan.json", "--jobs", "1", "--vary", 'products."$x^2$".average_deal=5000,6000'],
        (*TABLES, *PICTURES),
        ("$x^2$",),
    ),
    "show days": Case(["show", "result.json", "--week", "1"], TABLES, ("*Boris*", CALLS)),
    "show a part": Case(["show", "second.json", "--part", "changes"], TABLES, ("*Boris*",)),
    "track": Case(["track", "plan.json", "result.json", "facts.csv"], (*TABLES, *PICTURES), ("*Boris*", COLD, CALLS)),
    "replan": Case(["replan", "plan.json", "result.json", "facts.csv", "--quiet", *ANEW], TABLES, ("*Boris*",)),
    "diff": Case(["diff", "result.json", "second.json"], TABLES, ("*Boris*",)),
    "report": Case(
        ["report", "plan.json", "result.json", "facts.csv", "--quiet"],
        ("html",),
        ("*Boris*", "<img src=x> 1", COLD, WARM, CALLS),
    ),
    "cover": Case(
        ["cover", "plan.json", "result.json", "--absent", "<img src=x> 1:2026-01-19/2026-01-20"],
        TABLES,
        ("*Boris*", "`pm"),
    ),
}
PLAIN = {
    "verify": (["verify", "plan.json", "second.json", "--parent", "result.json"], 0),
    "verify what is no result of it": (["verify", "plan.json", "broken.json"], 1),
    "solve many": (["solve", "plan.json", "own.json", "--quiet", "--jobs", "1"], 2),
}
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HARMLESS = {"text", "softbreak", "code_inline", "html_inline"}
OUR_CODE = {"--best", "--keep-everyone", "salescrew explain", "pipeline: empty"}


@pytest.fixture(scope="module")
def answers():
    """What each command that takes long has answered: it does so once for all forms."""
    return {}


@pytest.fixture
def files(run, folder, answers, monkeypatch):
    """Fill the folder with a plan, configurations, results and facts, full of such names."""

    def once(name, work):
        def answer(*arguments, **options):
            # what is asked of `explain` is its second argument
            asked = name, *(what for what in arguments[1:] if isinstance(what, tuple))
            if asked not in answers:
                answers[asked] = work(*arguments, **options)
            return answers[asked]

        return answer

    for home, name in ((compare, "compare"), (sensitivity, "sensitivity")):
        monkeypatch.setattr(home, name, once(name, getattr(home, name)))
    for name in ("solve", "explain", "replan"):
        monkeypatch.setattr(salescrew, name, once(name, getattr(salescrew, name)), raising=False)

    def made(name, *command):
        if name not in answers:
            done = run(*command)
            assert done.exit_code == 0, done.stderr
            answers[name] = done.stdout
        (folder / name).write_text(answers[name], encoding="utf-8")

    (folder / "plan.json").write_text(json.dumps(PLAN), encoding="utf-8")
    (folder / "map.json").write_text(json.dumps({"outcomes": {"lost": ["*Boris*"]}}), encoding="utf-8")
    (folder / "own.json").write_text(json.dumps(CONFIGURATIONS), encoding="utf-8")
    made("result.json", "solve", "plan.json", "--format", "json", "--quiet")
    made("facts.csv", "actuals", "plan.json", "result.json", "--filled")
    made("second.json", "replan", "plan.json", "result.json", "facts.csv", *ANEW, "--format", "json", "--quiet")
    sold, entries = export(deals(DEALS, 1), 300)
    write_rows(folder / "deals.csv", [row | {"pipeline": COLD} for row in sold])
    write_rows(folder / "history.csv", entries)
    text = (folder / "result.json").read_text(encoding="utf-8")
    (folder / "broken.json").write_text(text.replace("*Boris*", "[*Boris*](x) <b>"), encoding="utf-8")
    return folder


def write_rows(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def written(run, arguments, form, place):
    """Run a command, and give what it writes in a form: texts, or the bytes of a picture."""
    if form in PICTURES:
        option = "--chart" if arguments[0] == "track" else "-o"
        done = run(*arguments, option, f"{place}.{form}")
    elif form == "xlsx":
        done = run(*arguments, "-o", f"{place}.xlsx")
    elif form == "csv" and arguments[0] in ("solve", "track", "replan", "simulate"):
        done = run(*arguments, "--format", "csv", "-o", place)
    elif arguments[0] == "report":
        done = run(*arguments)
    else:
        done = run(*arguments, "--format", form)
    assert done.exit_code == 0, done.stderr
    assert visible(done.stdout, keep="\r\n\ufeff") == done.stdout
    assert visible(done.stderr, keep="\n") == done.stderr
    if form in (*PICTURES, "xlsx"):
        return [Path(f"{place}.{form}").read_bytes()]
    if form == "csv" and Path(place).is_dir():
        return [file.read_bytes().decode("utf-8") for file in sorted(Path(place).iterdir())]
    return [done.stdout]


def told(content, form):
    """Read what was written with a reader of its form; give all texts in it as that shows them."""
    match form:
        case "json":
            return str(json.loads(content))
        case "csv":
            return "\n".join(map(as_it_was, cells(content)))
        case "markdown":
            return marked(content)
        case "xlsx":
            return "\n".join(sheet_cells(content))
        case "html":
            return read_html(content).text
        case "svg":
            root = ElementTree.fromstring(content)
            assert not [one for one in root.iter() if one.tag.endswith(("}script", "}a"))]
            return " ".join("".join(root.itertext()).split())
    return content


def cells(content):
    """Give the cells of a CSV file, none of which a spreadsheet runs."""
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    found = [cell for row in rows for cell in row]
    for cell in found:
        assert not cell.startswith(tuple("=+-@\t\r\n")) or re.fullmatch(r"-\d+(\.\d+)?(e-\d+)?", cell), cell
    return found


def sheet_cells(content):
    """Give the texts of a workbook, none of which is a link, nor a formula but those over cells and numbers alone."""
    for sheet in load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert re.fullmatch(r"=(SUM\()?[A-Z]+\d+([-+*/:(]+([A-Z]+\d+|\d+)\)?)*", cell.value), cell.value
                elif isinstance(cell.value, str):
                    # kept a text where its cell is edited, too
                    assert cell.quotePrefix or not is_formula(cell.value)
                    yield cell.value


def marked(content):
    """Give what a Markdown page shows; nothing in it is more than text in headings, paragraphs, lists and tables."""
    shown = []
    for token in MARKDOWN.parse(content):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        assert kind in {
            "heading",
            "paragraph",
            "inline",
            "bullet_list",
            "list_item",
            *("table", "thead", "tbody", "tr", "th", "td"),
        }
        assert kind != "bullet_list" or token.level == 0
        for child in token.children or ():
            assert child.type in HARMLESS
            assert child.type != "html_inline" or child.content == "<br>"
            assert child.type != "code_inline" or child.content in OUR_CODE
            shown.append(child.content)
        shown.append("\n")
    return "".join(shown)


@pytest.mark.parametrize(
    ("command", "form"), [(command, form) for command, case in CASES.items() for form in case.forms]
)
@pytest.mark.usefixtures("files")
def test_names_come_out_as_they_are_written(run, command, form):
    case = CASES[command]
    contents = written(run, case.arguments, form, "out")
    if form == "png":
        assert contents[0].startswith(b"\x89PNG")
        return
    text = "\n".join(told(content, form) for content in contents)
    names = (PLAN_NAME,) if form == "svg" else case.names
    for name in names:
        assert (repr(name)[1:-1] if form == "json" else name) in text


@pytest.mark.parametrize(("arguments", "code"), PLAIN.values(), ids=PLAIN)
@pytest.mark.usefixtures("files")
def test_nothing_else_is_said_with_raw_names(run, arguments, code):
    done = run(*arguments)
    assert done.exit_code == code
    assert visible(done.stdout + done.stderr, keep="\n") == done.stdout + done.stderr


def test_the_form_for_facts_has_no_formula(files):
    found = cells((files / "facts.csv").read_text(encoding="utf-8"))
    assert {"'=1+1", "'- warm", "*Boris*"} <= set(found)


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.usefixtures("files")
def test_a_plan_made_anew_has_the_same_names(run, form):
    done = run("replan", "plan.json", "result.json", "facts.csv", *ANEW, "--quiet", "--write-plan", f"now.{form}")
    assert done.exit_code == 0
    assert salescrew.load(f"now.{form}").managers[1].name == "*Boris*"


# names with letters that nobody sees


READS = {
    "check": (["check", "P"], "P"),
    "solve": (["solve", "P"], "P"),
    "solve many": (["solve", "P", "plan.json", "--jobs", "1"], "P"),
    "rates --plan": ([*RATES, "--plan", "P", "-o", "new.json"], "P"),
    "rates --map": ([*RATES, "--map", "M"], "M"),
    "show": (["show", "R"], "R"),
    "show --plan": (["show", "result.json", "--plan", "P"], "P"),
    "simulate a plan": (["simulate", "P", "result.json"], "P"),
    "simulate a result": (["simulate", "plan.json", "R"], "R"),
    "explain": (["explain", "P"], "P"),
    "explain --result": (["explain", "plan.json", "--result", "R"], "R"),
    "sensitivity": (["sensitivity", "P"], "P"),
    "compare": (["compare", "P"], "P"),
    "compare --config": (["compare", "plan.json", "--config", "C"], "C"),
    "sweep": (["sweep", "P", "--vary", "limits.people=4,5"], "P"),
    "verify a plan": (["verify", "P", "result.json"], "P"),
    "verify a result": (["verify", "plan.json", "R"], "R"),
    "verify --parent": (["verify", "plan.json", "second.json", "--parent", "R"], "R"),
    "actuals of a plan": (["actuals", "P", "result.json"], "P"),
    "actuals of a result": (["actuals", "plan.json", "R"], "R"),
    "actuals --facts": (["actuals", "plan.json", "result.json", "--facts", "F"], "F"),
    "track a plan": (["track", "P", "result.json", "facts.csv"], "P"),
    "track a result": (["track", "plan.json", "R", "facts.csv"], "R"),
    "track facts": (["track", "plan.json", "result.json", "F"], "F"),
    "replan a plan": (["replan", "P", "result.json", "facts.csv", *ANEW], "P"),
    "replan a result": (["replan", "plan.json", "R", "facts.csv", *ANEW], "R"),
    "replan facts": (["replan", "plan.json", "result.json", "F", *ANEW], "F"),
    "diff": (["diff", "R", "second.json"], "R"),
    "diff the other": (["diff", "result.json", "R"], "R"),
    "report of a plan": (["report", "P", "result.json", "facts.csv"], "P"),
    "report of a result": (["report", "plan.json", "R"], "R"),
    "report of facts": (["report", "plan.json", "result.json", "F"], "F"),
    "cover of a plan": (["cover", "P", "result.json", "--absent", AWAY], "P"),
    "cover of a result": (["cover", "plan.json", "R", "--absent", AWAY], "R"),
}
HELD = {"P": ("plan.json", "bad-plan.json"), "R": ("result.json", "bad.json"), "F": ("facts.csv", "bad.csv")}
HELD |= {"C": ("own.json", "bad-own.json"), "M": ("map.json", "bad-map.json")}


def spoilt(folder, kind, letters):
    """Write a file of a kind in which a name has letters that nobody sees; give its name."""
    whole, bad = HELD[kind]
    text = (folder / whole).read_text(encoding="utf-8")
    name, within = ("> [all](x)", "> [all](x){}") if kind == "C" else ("*Boris*", "*Bo{}ris*")
    if kind == "F":
        new = '"' + within.format(letters) + '"'
        text = text.replace(name, new, 1)
    else:
        text = text.replace(name, within.format(json.dumps(letters)[1:-1]))
    (folder / bad).write_bytes(text.encode("utf-8"))
    return bad


@pytest.mark.parametrize("letters", [UNSEEN["an escape"], UNSEEN["an override of the direction"]], ids=["1b", "202e"])
@pytest.mark.parametrize(("arguments", "kind"), READS.values(), ids=READS)
def test_no_command_takes_letters_that_nobody_sees(run, files, arguments, kind, letters):
    bad = spoilt(files, kind, letters)
    done = run(*[bad if argument == kind else argument for argument in arguments])
    assert done.exit_code == 2
    said = done.stderr + done.stdout
    assert visible(said, keep="\n") == said
    assert f"{bad}:" in said
    assert f"U+{ord(letters[0]):04X}" in said


@pytest.mark.parametrize("letters", UNSEEN.values(), ids=UNSEEN)
@pytest.mark.parametrize("kind", HELD)
def test_every_reader_refuses_every_such_letter(files, kind, letters):
    plan = salescrew.load("plan.json")
    read = {
        "P": salescrew.load,
        "R": salescrew.load_result,
        "F": lambda file: salescrew.load_actuals(file, plan),
        "C": lambda file: load_configurations(file, plan),
        "M": load_map,
    }
    with pytest.raises(InputError) as caught:
        read[kind](spoilt(files, kind, letters))
    assert all(visible(problem) == problem for problem in caught.value.problems)


def test_letters_written_as_they_are_are_refused_too(files):
    text = (files / "result.json").read_text(encoding="utf-8")
    (files / "raw.json").write_text(text.replace("*Boris*", "*Bo\u202eris*"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        salescrew.load_result("raw.json")
    line = text[: text.index("*Boris*")].count("\n") + 1
    assert caught.value.problems == (
        f"raw.json:{line}: managers[0].name: must be text that can be seen, got *Bo\N{REPLACEMENT CHARACTER}ris* with "
        "U+202E in it. Remove that.",
    )


def test_the_file_of_a_sweep_is_refused_too(run, files):
    arguments = ["sweep", "plan.json", "--jobs", "1", "--vary", "limits.people=3,4", "-o", "s.csv", "--quiet"]
    assert run(*arguments).exit_code == 0
    path = files / "s.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("optimal,", "optimal,\x1b", 1), encoding="utf-8")
    done = run(*arguments)
    assert done.exit_code == 2
    assert "s.csv: must be new or the file of this very sweep" in done.stderr


# names of files, and other arguments


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "no\x1b[31m\n.yaml"],
        ["solve", "no\x1b[31m\n.yaml", "nor\x1b\u202e.yaml"],
        ["diff", "result.json", "second.json", "-o", "no\x1b/\nfolder.md"],
        ["sensitivity", "plan.json", "-o", "\x1b[31m\x07.svg", "--format", "json"],
        ["sweep", "plan.json", "--vary", "\x1b[31m=1"],
        ["cover", "plan.json", "result.json", "--absent", "\u202e\x1b:x"],
        ["explain", "plan.json", "--week", "\x1b[31m"],
        ["\x1b[31m"],
        ["--\x1b[31m"],
        ["check", "--\x1b[31m"],
    ],
    ids=lambda arguments: ascii(arguments[0]),
)
@pytest.mark.usefixtures("files")
def test_messages_quote_arguments_without_what_steers_a_terminal(run, arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    assert visible(done.stderr + done.stdout, keep="\n") == done.stderr + done.stdout


def test_a_result_made_out_of_a_file_with_an_odd_name_can_be_read(run, files):
    name = "first\N{NO-BREAK SPACE}result.json"
    Path(name).write_bytes((files / "result.json").read_bytes())
    assert run("replan", "plan.json", name, "facts.csv", *ANEW, "--quiet", "-o", "third.json").exit_code == 0
    assert salescrew.load_result("third.json").replan.parent_file == "first\N{REPLACEMENT CHARACTER}result.json"


def test_a_terminal_gets_nothing_raw_whatever_the_format(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    write_stdout("a\x1b[31m\u202e,b\tc\r\n")
    assert terminal.getvalue() == "a\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER},b\tc\r\n"


def test_every_command_that_has_names_is_among_them():
    named = {case.arguments[0] for case in CASES.values()} | {arguments[0] for arguments, _ in PLAIN.values()}
    # a form has its own test, and so has a plan as a workbook; a plan to start from has names of its own, a schema none
    assert named | {"actuals", "convert", "init", "schema"} == set(main.list_commands(click.Context(main)))
    assert {arguments[0] for arguments, _ in READS.values()} | {"init"} == named | {"actuals", "init"}
