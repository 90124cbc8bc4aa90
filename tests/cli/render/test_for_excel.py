"""CSV for an Excel whose decimal mark is a comma."""

import csv
import io

import pytest

from tests.cli import sample


@pytest.fixture
def shown(folder):
    (folder / "one.json").write_text(sample.optimal().to_json(), encoding="utf-8")
    return ["show", "one.json", "--plan", "team.yaml", "--part", "team", "--format", "csv"]


def test_cells_stand_between_semicolons_and_fractions_have_commas(run, shown):
    usual, for_excel = run(*shown), run(*shown, "--for-excel")
    assert (usual.exit_code, for_excel.exit_code) == (0, 0)
    rows = list(csv.reader(io.StringIO(usual.stdout)))
    others = list(csv.reader(io.StringIO(for_excel.stdout), delimiter=";"))
    assert for_excel.stdout.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert "2500,5" in {cell for row in others for cell in row}
    assert [[cell.replace(",", ".") for cell in row] for row in others] == rows


def test_it_holds_for_one_command_only(run, shown):
    before = run(*shown).stdout
    run(*shown, "--for-excel")
    assert run(*shown).stdout == before


@pytest.mark.parametrize(
    "given",
    [
        ["show", "one.json", "--plan", "team.yaml", "--for-excel"],
        ["show", "one.json", "--plan", "team.yaml", "--for-excel", "--format", "json"],
        ["solve", "team.yaml", "--for-excel", "-o", "one.html", "-o", "one.xlsx"],
        ["solve", "team.yaml", "other.yaml", "--for-excel", "-o", "results/"],
        ["sweep", "team.yaml", "--vary", "target.revenue=1,2", "--for-excel", "-o", "one.json"],
    ],
)
@pytest.mark.usefixtures("shown")
def test_where_no_csv_is_written_it_is_refused_at_once(run, folder, given):
    before = sorted(folder.iterdir())
    refused = run(*given)
    assert refused.exit_code == 2
    assert "--for-excel is for CSV: add --format csv" in " ".join(refused.stderr.split())
    assert (refused.stdout, sorted(folder.iterdir())) == ("", before)


def test_a_file_that_ends_in_csv_is_enough(run, folder, shown):
    assert run(*shown[:-2], "--for-excel", "-o", "team.CSV", "-o", "team.md").exit_code == 0
    assert ";" in (folder / "team.CSV").read_text("utf-8-sig")
