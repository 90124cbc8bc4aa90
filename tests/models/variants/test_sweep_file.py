"""The file of a sweep: whatever befalls it, each row is there once, and no row of anything else."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest

from salescrew.errors import InputError
from salescrew.models.answers.sweep import Sweep, SweepCell
from salescrew.models.load import parse
from salescrew.models.variants.axes import axes_of
from salescrew.models.variants.sweep_file import SweepFile, fingerprint, sweep_csv
from tests.cli.sample import PLAN

VARY = {"target.revenue": "10k,20k", "name": '"=1+1","Тест"'}


@pytest.fixture(scope="module")
def plan():
    return parse(PLAN, "team.yaml")


@pytest.fixture(scope="module")
def axes(plan):
    return axes_of(plan, VARY)


@pytest.fixture(scope="module")
def cells():
    def cell(number, revenue, name, **figures):
        return SweepCell(cell=number, values={"target.revenue": revenue, "name": name}, **figures)

    proven = {"headcount": 3, "headcount_bound": 3, "monthly_cost": 7500.5, "monthly_cost_bound": 7500.5}
    team = {"hunter": 1, "inbound": 0, "mixed": 2, "hires": 1, "reach": 1.047, "odds": 0.5}
    return [
        cell(1, 10_000, "=1+1", status="optimal", **proven, **team),
        cell(2, 10_000, "Тест", status="infeasible", reach=0.5, reach_proven=True),
        cell(3, 20_000, "=1+1", status="no_answer"),
        cell(4, 20_000, "Тест", status="refused", reason='=must, "so" they say'),
    ]


@pytest.fixture
def opened(plan, axes, tmp_path):
    def open_it(name="x.csv", *, for_excel=False, **other):
        of, thorough = other.get("plan", plan), other.get("thorough", False)
        return SweepFile(tmp_path / name, of, axes, thorough=thorough, for_excel=for_excel)

    return open_it


def whole(plan, axes, cells, *, for_excel=False) -> bytes:
    found = Sweep(objective=plan.objective, thorough=False, axes=axes, cells=tuple(cells))
    return sweep_csv(plan, found, for_excel=for_excel).encode()


def test_rows_for_spreadsheets(plan, axes, cells):
    mark = fingerprint(plan, axes, thorough=False)
    assert whole(plan, axes, cells).decode() == (
        "\N{ZERO WIDTH NO-BREAK SPACE}cell,target.revenue,name,status,headcount,headcount_bound,monthly_cost,"
        "monthly_cost_bound,hunter,inbound,mixed,hires,reach,reach_proven,odds,reason,sweep\r\n"
        f"1,10000,'=1+1,optimal,3,3,7500.5,7500.5,1,0,2,1,1.047,,0.5,,{mark}\r\n"
        f"2,10000,Тест,infeasible,,,,,,,,,0.5,True,,,{mark}\r\n"
        f"3,20000,'=1+1,no_answer,,,,,,,,,,,,,{mark}\r\n"
        f'4,20000,Тест,refused,,,,,,,,,,,,"\'=must, ""so"" they say",{mark}\r\n'
    )


def test_rows_for_an_excel_with_decimal_commas(plan, axes, cells):
    usual, for_excel = (whole(plan, axes, cells, for_excel=one).decode("utf-8-sig") for one in (False, True))
    rows, others = (
        list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        for text, mark in ((usual, ","), (for_excel, ";"))
    )
    assert others[1][3:8] == ["optimal", "3", "3", "7500,5", "7500,5"]
    assert others[4][-2] == rows[4][-2] == """'=must, "so" they say"""
    assert [[cell.replace(",", ".") for cell in row] for row in others] == [
        [cell.replace(",", ".") for cell in row] for row in rows
    ]


@pytest.mark.parametrize("as_asked", [False, True])
@pytest.mark.parametrize("as_written", [False, True])
def test_a_file_goes_on_in_its_own_format(opened, plan, axes, cells, as_written, as_asked):
    with opened(for_excel=as_written) as file:
        file.add(cells[1])
    with opened(for_excel=as_asked) as file:
        assert file.cells == {2: cells[1]}
        for cell in (cells[3], cells[0], cells[2]):
            file.add(cell)
        file.finish()
    assert file.path.read_bytes() == whole(plan, axes, cells, for_excel=as_written)
    with opened() as file:
        assert [file.cells[number] for number in (1, 2, 3, 4)] == cells


def test_added_in_any_order_and_put_in_order(opened, plan, axes, cells):
    with opened() as file:
        for number in (2, 0, 3, 1):
            file.add(cells[number])
        rows = list(csv.DictReader(io.StringIO(file.path.read_text(encoding="utf-8-sig"))))
        assert [row["cell"] for row in rows] == ["3", "1", "4", "2"]
        file.finish()
    assert file.path.read_bytes() == whole(plan, axes, cells)
    assert [path.name for path in file.path.parent.iterdir()] == ["x.csv"]


def test_read_back_as_written(opened, cells):
    with opened() as file:
        for cell in reversed(cells):
            file.add(cell)
    with opened() as file:
        assert [file.cells[number] for number in (1, 2, 3, 4)] == cells


@pytest.mark.parametrize("for_excel", [False, True])
def test_cut_off_anywhere_it_goes_on(opened, plan, axes, cells, tmp_path, for_excel):
    content = whole(plan, axes, cells, for_excel=for_excel)
    ends = [at + 1 for at, byte in enumerate(content) if byte == ord("\n")]
    for cut in range(len(content) + 1):
        (tmp_path / "x.csv").write_bytes(content[:cut])
        with opened(for_excel=for_excel) as file:
            # a row counts with its end, and the first line is the header
            assert len(file.cells) == max(0, sum(end <= cut for end in ends) - 1), cut
            for cell in cells:
                if cell.cell not in file.cells:
                    file.add(cell)
        assert (tmp_path / "x.csv").read_bytes() == content, cut


def test_rows_that_were_removed_are_done_again(opened, plan, axes, cells, tmp_path):
    header, first, second, *rest = whole(plan, axes, cells).splitlines(keepends=True)
    (tmp_path / "x.csv").write_bytes(b"".join([header, first, *rest]))
    with opened() as file:
        assert sorted(file.cells) == [1, 3, 4]
        file.add(cells[1])
        file.finish()
    assert (tmp_path / "x.csv").read_bytes() == b"".join([header, first, second, *rest])


def refusal(path) -> str:
    got = "got one of another plan or with other values, or one that was changed by hand"
    return f"{path}: must be new or the file of this very sweep, {got}. Name another file."


@pytest.mark.parametrize("other", ["plan", "thorough"])
def test_file_of_another_sweep_is_refused(opened, plan, cells, tmp_path, other):
    with opened() as file:
        file.add(cells[0])
    before = file.path.read_bytes()
    given = {"plan": {"plan": plan.replace({"grace_weeks": 2})}, "thorough": {"thorough": True}}[other]
    with pytest.raises(InputError) as error:
        opened(**given)
    assert str(error.value) == refusal(tmp_path / "x.csv")
    assert file.path.read_bytes() == before
    with opened() as file:  # it is free again
        assert sorted(file.cells) == [1]


@pytest.mark.parametrize("change", ["header", "number", "figure", "short", "text"])
def test_file_that_was_changed_is_refused(opened, plan, axes, cells, tmp_path, change):
    content = whole(plan, axes, cells)
    changed = {
        "header": content.replace(b"headcount,", b"people,"),
        "number": content.replace(b"\r\n4,", b"\r\n5,"),
        "figure": content.replace(b"optimal,3", b"optimal,many"),
        "short": content.replace(b",7500.5,7500.5", b",7500.5"),
        "text": b"my notes\n",
    }[change]
    (tmp_path / "x.csv").write_bytes(changed)
    with pytest.raises(InputError) as error:
        opened()
    assert str(error.value) == refusal(tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes() == changed


def test_second_sweep_on_the_same_file_is_refused(opened, cells, tmp_path):
    said = f"{tmp_path / 'x.csv'}: must not be in use, got one that a sweep is writing. "
    with opened() as file:
        file.add(cells[0])
        with pytest.raises(InputError) as error:
            opened()
        assert str(error.value) == f"{said}Wait for its end, or name another file."
        file.add(cells[1])
    with opened() as file:
        assert sorted(file.cells) == [1, 2]


def test_places_that_are_no_file(opened, tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError) as error:
        opened("folder")
    assert str(error.value) == f"{tmp_path / 'folder'}: must be a file, got a folder. Name a file in it."
    with pytest.raises(InputError) as error:
        opened("nowhere/x.csv")
    said = f"must be in a folder that exists, got {tmp_path / 'nowhere'}. Create that folder first."
    assert str(error.value) == f"{tmp_path / 'nowhere' / 'x.csv'}: {said}"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs a right of its own to make links")
def test_link_stays_a_link(opened, plan, axes, cells, tmp_path):
    (tmp_path / "real.csv").write_bytes(b"")
    (tmp_path / "real.csv").chmod(0o600)
    (tmp_path / "x.csv").symlink_to(tmp_path / "real.csv")
    with opened() as file:
        for cell in reversed(cells):
            file.add(cell)
        file.finish()
    assert (tmp_path / "x.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == whole(plan, axes, cells)
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_device_is_refused(plan, axes, tmp_path):
    (tmp_path / "x.csv").symlink_to("/dev/full")
    with pytest.raises(InputError) as error:
        SweepFile(tmp_path / "x.csv", plan, axes, thorough=False)
    assert str(error.value) == f"{tmp_path / 'x.csv'}: must be a file, got a device. Name a file."
