"""Workbooks in LibreOffice, where it is found: it works out the values that are stored."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile

import pytest
from openpyxl import load_workbook

from salescrew.cli.presentations.result import presented
from salescrew.models.answers.result import Result
from salescrew.models.load import parse
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand
from tests.cli import sample
from tests.sheet_arithmetic import formulas

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(OFFICE is None, reason="no soffice here: LibreOffice Calc works out the formulas anew"),
]


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Convert files with LibreOffice, which keeps its settings to itself."""
    home = tmp_path_factory.mktemp("office")

    def run(form, folder, *files):
        command = [OFFICE, f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", form]
        done = subprocess.run(
            [*map(str, command), "--outdir", str(folder), *map(str, files)],
            capture_output=True,
            env={**os.environ, "HOME": str(home)},
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    return run


def without_values(content):
    """Leave out the values of formulas: a program takes those that it finds, and works out what it misses."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(buffer, "w") as left:
        for entry in given.infolist():
            left.writestr(entry, re.sub(rb"</f><v>[^<]*</v>", b"</f>", given.read(entry)))
    return buffer.getvalue()


def test_values_worked_out_anew_are_those_that_are_stored(convert, tmp_path):
    plan, result = by_hand()
    contents = {
        "sample": presented(parse(sample.PLAN, "team.yaml"), sample.optimal()).written("xlsx"),
        "by_hand": presented(Plan.model_validate(plan), Result.model_validate(result)).written("xlsx"),
    }
    (tmp_path / "anew").mkdir()
    for name, content in contents.items():
        (tmp_path / f"{name}.xlsx").write_bytes(without_values(content))
    convert("xlsx:Calc MS Excel 2007 XML", tmp_path / "anew", *(tmp_path / f"{name}.xlsx" for name in contents))
    for name, content in contents.items():
        anew = load_workbook(tmp_path / "anew" / f"{name}.xlsx", data_only=True)
        stored = formulas(content)
        assert len(stored) > 20
        for (sheet, address), value in stored.items():
            assert anew[sheet][address].value == pytest.approx(value, rel=1e-9), (name, sheet, address)
