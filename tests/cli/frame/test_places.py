"""Where a command may write: the same for all of them, and known before anything is read or worked out."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from salescrew.cli.commands import init
from salescrew.cli.commands.init import preset
from salescrew.cli.frame import output, places
from salescrew.cli.frame.places import File, Folder, look_at
from salescrew.errors import InputError
from salescrew.models import load as reading
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_yaml
from tests.answer_by_hand import by_hand
from tests.cli.commands.test_replan import FACTS

RESULT = ("team.yaml", "result.json")
GIVEN = (*RESULT, "actuals.csv")
TABLES, PAGES = (".csv", ".json", ".md", ".txt", ".xlsx", ".html"), (".json", ".md", ".txt", ".xlsx", ".html")
RESULTS = (*PAGES, ".ics")
# the command up to the place, the files that it reads, and what the name of the place may end in
COMMANDS: dict[str, tuple[list[str], tuple[str, ...], tuple[str, ...]]] = {
    "init": (["init", "--preset", "retail"], (), (".yaml", ".yml", ".xlsx")),
    "schema": (["schema", "-o"], (), (".json",)),
    "convert": (["convert", "team.yaml"], GIVEN[:1], (".yaml", ".yml", ".json", ".xlsx")),
    "check": (["check", "team.yaml", "-o"], GIVEN[:1], PAGES),
    "solve": (["solve", "team.yaml", "-o"], GIVEN[:1], RESULTS),
    "explain": (["explain", "team.yaml", "--result", "result.json", "-o"], RESULT, PAGES),
    "sensitivity": (["sensitivity", "team.yaml", "-o"], GIVEN[:1], (".svg", ".png", *TABLES)),
    "compare": (["compare", "team.yaml", "--config", "own.yaml", "-o"], ("team.yaml", "own.yaml"), TABLES),
    "sweep": (["sweep", "team.yaml", "--vary", "pipeline=empty", "-o"], GIVEN[:1], (*TABLES, ".svg", ".png")),
    "rates": (["rates", "actuals.csv", "-o"], GIVEN[2:], TABLES),
    "rates --write-map": (["rates", "actuals.csv", "--write-map"], GIVEN[2:], (".yaml", ".yml", ".json")),
    "show": (["show", "result.json", "-o"], RESULT[1:], RESULTS),
    "show --part": (["show", "result.json", "--plan", "team.yaml", "--part", "team", "-o"], RESULT, TABLES),
    "rates --map": (
        ["rates", "actuals.csv", "--map", "own.yaml", "--history", "next.json", "-o"],
        ("actuals.csv", "own.yaml", "next.json"),
        TABLES,
    ),
    "rates --plan": (
        ["rates", "actuals.csv", "--plan", "team.yaml", "-o"],
        ("actuals.csv", "team.yaml"),
        (".yaml", ".yml", ".json"),
    ),
    "simulate": (["simulate", *RESULT, "-o"], RESULT, (".svg", ".png", *PAGES)),
    "actuals": (["actuals", *RESULT, "--facts", "actuals.csv", "-o"], GIVEN, (".csv", ".xlsx")),
    "track": (["track", *GIVEN, "-o"], GIVEN, PAGES),
    "track --chart": (["track", *GIVEN, "--chart"], GIVEN, (".svg", ".png")),
    "replan": (["replan", *GIVEN, "--as-of", "2026-01-19", "-o"], GIVEN, RESULTS),
    "replan --write-plan": (
        ["replan", *GIVEN, "--as-of", "2026-01-19", "--write-plan"],
        GIVEN,
        (".yaml", ".yml", ".json", ".xlsx"),
    ),
    "report": (["report", *GIVEN, "-o"], GIVEN, (".html",)),
    "diff": (["diff", "result.json", "next.json", "-o"], ("result.json", "next.json"), TABLES),
    "cover": (["cover", *RESULT, "--absent", "Boris:2026-01-20", "-o"], RESULT, TABLES),
}
OWN = "must be a file of its own, got one that is read or written besides. Name another file."
every_command = pytest.mark.parametrize("name", COMMANDS)


@pytest.fixture(autouse=True)
def files(folder):
    plan, result = by_hand()
    (folder / "team.yaml").write_text(plan_yaml(Plan.model_validate(plan)), encoding="utf-8")
    for name in ("result.json", "next.json"):
        (folder / name).write_text(Result.model_validate(result).to_json(), encoding="utf-8")
    (folder / "actuals.csv").write_text(FACTS, encoding="utf-8")
    (folder / "own.yaml").write_text("alone: {limits.people: 1}\n", encoding="utf-8")


@pytest.fixture
def refused(run, folder, monkeypatch):
    """Run a command that reads nothing, says why, and leaves everything as it is."""

    def contents() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    def run_it(*arguments: str) -> str:
        read = []
        monkeypatch.setattr(reading, "file_bytes", lambda source, *_: read.append(source) or b"")
        before = contents()
        result = run(*arguments)
        assert (result.exit_code, result.stdout, read) == (2, "", [])
        assert contents() == before
        return result.stderr

    return run_it


@every_command
def test_what_is_read_is_never_written_over(refused, name):
    command, read, endings = COMMANDS[name]
    for number, file in enumerate(read):
        Path(f"soft{number}").symlink_to(file)
        Path(f"hard{number}").hardlink_to(file)
        # that tables go into a folder is said before
        names = () if file.endswith(".csv") and endings in (PAGES, RESULTS) else (file, f"./{file}")
        for other in (*names, f"soft{number}", f"hard{number}"):
            assert refused(*command, other) == f"{other}: {OWN}\n"


def _listed(endings: tuple[str, ...]) -> str:
    *most, last = endings
    return f"{', '.join(most)} or {last}" if most else last


@every_command
def test_places_that_cannot_be_are_refused_first(refused, monkeypatch, name):
    command, _, endings = COMMANDS[name]
    ending = endings[0] if command[0] != "sweep" else ".json"
    Path(f"round{ending}").symlink_to(f"round{ending}")
    Path(f"folder{ending}").mkdir()
    long = "\N{CYRILLIC SMALL LETTER YA}" * 150 + ending
    where = f"none/page{ending}"
    must = f"must end in {_listed(endings)}, got .pdf. Choose another name."
    told = {
        "page.pdf": must,
        where: "must be in a folder that exists, got none. Create that folder first.",
        f"folder{ending}": "must be a file, got a folder. Name a file in it.",
        long: "must be writable, got: file name too long. Choose another place.",
        f"round{ending}": "must be writable, got: too many levels of symbolic links. Choose another place.",
    }
    if command[0] == "sweep":
        assert refused(*command, f"round{ending}", "-o", "other.csv").startswith(f"round{ending}: must be writable")
    if command[0] != "solve":  # for which that is a folder of many results
        told["page/"] = "must be a file, got a folder. Name a file in it."
    for place, sentence in told.items():
        assert refused(*command, place) == f"{place}: {sentence}\n"
    monkeypatch.setattr(os, "access", lambda path, _mode: str(path) != ".")
    sentence = "must be in a folder that may be written to, got .. Choose another place."
    assert refused(*command, f"page{ending}") == f"page{ending}: {sentence}\n"


def test_file_that_is_protected_is_kept(refused, monkeypatch):
    Path("page.md").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda path, _mode: str(path) != "page.md")
    said = "page.md: must be writable, got a file that is protected. Choose another place.\n"
    assert refused("check", "team.yaml", "-o", "page.md") == said


def test_folders_of_tables_and_of_results(refused):
    Path("full").mkdir()
    Path("full/mine.txt").write_text("mine", encoding="utf-8")
    Path("round").symlink_to("round")
    told = {
        "full": "must be new or empty, got a folder with files. Name a new folder.",
        "none/tables": "must be in a folder that exists, got none. Create that folder first.",
        "own.yaml": "must be a folder, got a file. Name a new folder.",
        "round": "must be writable, got: too many levels of symbolic links. Choose another place.",
        "x" * 300: "must be writable, got: file name too long. Choose another place.",
    }
    for name, sentence in told.items():
        assert refused("solve", "team.yaml", "--format", "csv", "-o", name) == f"{name}: {sentence}\n"
        if name != "full":
            assert refused("solve", "team.yaml", "-o", f"{name}/") == f"{name}: {sentence}\n"


def test_results_are_never_written_over_plans(run, folder):
    Path("results").mkdir()
    Path("results/team.json").hardlink_to("team.yaml")
    Path("results/answers.jsonl").symlink_to(folder / "own.yaml")
    before = {name: Path(name).read_bytes() for name in ("team.yaml", "own.yaml")}
    result = run("solve", "team.yaml", "own.yaml", "-o", "results/", "--resume")
    assert (result.exit_code, result.stderr) == (
        2,
        "results/team.json: must be a place for a result, got a plan. Name another folder.\n"
        "results/answers.jsonl: must be a place for notes, got a plan. Name another folder.\n",
    )
    assert {name: Path(name).read_bytes() for name in before} == before
    name = "x" * 251 + ".yml"
    assert run("solve", name, "-o", "others/").stderr == (
        f"{name}: must have a shorter name, got one too long for its result. Rename it.\n"
    )
    assert not Path("others").exists()


def test_outputs_are_apart_from_each_other(refused):
    Path("pace.svg").touch()
    Path("page.md").hardlink_to("pace.svg")
    assert refused("track", *GIVEN, "--chart", "pace.svg", "-o", "page.md") == f"pace.svg: {OWN}\n"
    Path("table.csv").touch()
    Path("table.json").symlink_to("table.csv")
    assert refused("sweep", "team.yaml", "--vary", "pipeline=empty", "-o", "table.csv", "-o", "table.json") == (
        f"table.json: {OWN}\n"
    )


def test_endings_tell_what_is_written_and_none_keeps_to_the_format(run):
    for name, begins in (("page.json", "{"), ("page.md", "# "), ("page.txt", "The plan"), ("page", "The plan")):
        assert run("check", "team.yaml", "-o", name).exit_code == 0
        assert Path(name).read_text(encoding="utf-8").startswith(begins)
    assert run("check", "team.yaml", "--format", "json", "-o", "table").exit_code == 0
    assert Path("table").read_bytes() == Path("page.json").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_streams_by_other_names(folder):
    command = [sys.executable, "-m", "salescrew", "check"]
    plain = subprocess.run([*command, "team.yaml"], cwd=folder, capture_output=True, check=True)
    other = subprocess.run([*command, "team.yaml", "-o", "/dev/stdout"], cwd=folder, capture_output=True, check=True)
    assert (other.stdout, other.stderr) == (plain.stdout, b"")
    before = (folder / "team.yaml").read_bytes()
    with (folder / "team.yaml").open("ab") as end, (folder / "team.yaml").open("rb") as begin:
        appending = subprocess.run(
            [*command, "-"], cwd=folder, stdin=begin, stdout=end, stderr=subprocess.PIPE, check=False
        )
    assert (appending.returncode, appending.stderr.decode()) == (2, f"standard output: {OWN}\n")
    assert (folder / "team.yaml").read_bytes() == before


@pytest.mark.parametrize("has_links", [True, False])
def test_of_two_that_begin_a_file_at_once_one_is_told(run, monkeypatch, has_links):
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    def meanwhile(path: Path, *_: object) -> None:
        path.write_text("of the other", encoding="utf-8")

    if not has_links:
        monkeypatch.setattr(os, "link", refuse)
    assert run("init", "mine.yaml", "--preset", "retail").exit_code == 0
    assert Path("mine.yaml").read_text(encoding="utf-8").endswith(preset("retail"))
    monkeypatch.setattr(init, "refuse_existing", meanwhile)
    result = run("init", "new.yaml", "--preset", "retail")
    said = "new.yaml: must be a new file, got one that exists. Choose another name or add --force.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert Path("new.yaml").read_text(encoding="utf-8") == "of the other"
    assert [path.name for path in Path().iterdir() if path.suffix == ".tmp"] == []


def test_longest_name_and_a_link_to_another_folder(tmp_path, monkeypatch):
    longest = tmp_path / ("\N{CYRILLIC SMALL LETTER YA}" * 126 + ".md")
    output.write_file(longest, "long")
    assert longest.read_text(encoding="utf-8") == "long"
    (tmp_path / "there").mkdir()
    (tmp_path / "link.md").symlink_to(tmp_path / "there" / "page.md")
    output.write_file(tmp_path / "link.md", "there")
    assert (tmp_path / "there" / "page.md").read_text(encoding="utf-8") == "there"
    (tmp_path / "lost.md").symlink_to(tmp_path / "none" / "page.md")
    with pytest.raises(InputError, match="must be in a folder that exists"):
        look_at(File(str(tmp_path / "lost.md")), read=())
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InputError, match="must be in a folder that may be written to"):
        look_at(Folder(str(tmp_path / "there"), may_hold_files=True), read=())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes of this kind")
def test_devices_take_what_they_get(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    look_at(File(str(pipe)), read=[str(pipe)])
    assert places.identities("/dev/null", at=0) == set()


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """Let no file become larger."""
    resource = pytest.importorskip("resource", reason="Windows does not limit files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


WRITING = {
    "page.md": ["check", "team.yaml", "-o", "page.md"],
    "table.csv": ["sweep", "team.yaml", "--vary", "pipeline=empty,steady", "--jobs", "1", "-o", "table.csv"],
    "tables": ["solve", "team.yaml", "--format", "csv", "-o", "tables"],
    "results": ["solve", "team.yaml", "-o", "results/", "--jobs", "1"],
    "form.csv": ["actuals", "team.yaml", "result.json", "-o", "form.csv"],
}


@pytest.mark.parametrize(("name", "command"), WRITING.items(), ids=WRITING)
@pytest.mark.parametrize("room", [10, 250])
def test_full_disk_is_told_of_what_was_to_be_written(run, name, command, room):
    with full_disk(room):
        result = run(*command)
    told = result.stderr.splitlines()[-1]
    assert (result.exit_code, result.stdout) == (2, "")
    assert told.startswith(name)
    assert told.endswith(": must be writable, got: file too large. Choose another place.")
    assert [path.name for path in Path().iterdir() if path.suffix == ".tmp"] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["solve", "--help"], ["check", "team.yaml"], ["sovle"]])
def test_full_disk_under_standard_output(folder, arguments):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "salescrew", *arguments]
        result = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False)
    said = b"standard output: must be writable, got: no space left on device.\n"
    assert result.returncode == 2
    assert result.stderr == said or (arguments == ["sovle"] and b"No such command 'sovle'" in result.stderr)


def test_full_disk_elsewhere_is_not_blamed_on_standard_output(run, solve_gives):
    solve_gives(OSError(28, "No space left on device"))
    result = run("solve", "team.yaml")
    said = "the disk: must have room for what is written, got: no space left on device. Make room on it.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
