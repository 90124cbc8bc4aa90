"""A plan's workbook to look at and to print: no heading and no text is cut, and numbers stand apart from words."""

from __future__ import annotations

import io
import math
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from salescrew.cli.commands.init import preset
from salescrew.language import speaking
from salescrew.models.files.workbook.writing import plan_workbook
from salescrew.models.load import parse

WIDEST = 34


def written(language, name):
    """Give the sheets of a preset as a workbook."""
    with speaking(language):
        plan = parse(preset(name), f"{name}.yaml")
        return load_workbook(io.BytesIO(plan_workbook(plan)))


@pytest.fixture(scope="module", params=[("en", "b2b-small"), ("ru", "b2b-small"), ("ru", "retail")])
def book(request):
    return written(*request.param)


def width_of(cell):
    return cell.parent.column_dimensions[cell.column_letter].width


def test_headings_fit_into_their_row(book):
    for sheet in book:
        for cell in sheet[1]:
            lines = math.ceil(len(cell.value) / width_of(cell))
            assert sheet.row_dimensions[1].height >= 15 * lines, (sheet.title, cell.value)
            assert max(map(len, cell.value.split())) < width_of(cell), (sheet.title, cell.value)


def test_no_text_is_cut_by_the_cell_beside_it(book):
    found = 0
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell, beside in pairwise(row):
                if isinstance(cell.value, str) and beside.value is not None:
                    found += 1
                    fits = len(cell.value) < width_of(cell) or width_of(cell) >= WIDEST
                    assert fits, (sheet.title, cell.value)
    assert found > 40


def test_numbers_and_the_words_after_them_stand_apart(book):
    found = 0
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell, beside in pairwise(row):
                if isinstance(cell.value, int | float) and isinstance(beside.value, str):
                    found += 1
                    assert cell.alignment.horizontal == "left" or beside.alignment.indent == 1, (sheet.title, cell)
    assert found > 3


def test_numbers_and_days_are_written_as_in_the_language_that_is_spoken():
    formats = {
        cell.number_format for sheet in written("ru", "b2b-small") for row in sheet.iter_rows(min_row=2) for cell in row
    }
    assert {"[$-419]#,##0", "[$-419]0 %", "[$-419]0.0 %", "dd.mm.yyyy"} <= formats
    assert not {"#,##0", "0%", "yyyy-mm-dd"} & formats
