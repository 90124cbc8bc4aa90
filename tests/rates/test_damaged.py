"""Damaged exports: what is wrong is said whole, with line and column, with exit code 2, and nothing is written."""

from __future__ import annotations

import re
import zipfile

import pytest
from click.testing import CliRunner

from salescrew.cli.frame.group import main
from tests.rates.tables import PLAIN, workbook

LONG = "x" * 5000
HEADER = "id,created,stage,closed,manager,channel,amount"
TODO_DATE = "Write it as YYYY-MM-DD, such as 2026-02-03."
CASES = {
    "a date that is none": (
        PLAIN.replace("2026-01-06", "yesterday"),
        f"deals.csv:3: created: must be a date, got yesterday. {TODO_DATE}",
    ),
    "a day that no calendar has": (
        PLAIN.replace("2026-01-31", "2026-02-31"),
        f"deals.csv:5: closed: must be a day of the calendar, got 2026-02-31. {TODO_DATE}",
    ),
    "a year that is mistyped": (
        PLAIN.replace("2026-01-06", "0206-01-06"),
        "deals.csv:3: created: must be a date from 1900 to 2199, got 0206-01-06. Check the year.",
    ),
    "dates that could be two": (
        re.sub(r"2026-01-(0\d)", r"1/\1/2026", PLAIN),
        "deals.csv:2: created: must be a date that can only mean one thing, got 1/05/2026. Write `dates: dmy` or "
        "`dates: mdy` into a map.\n"
        "deals.csv:3: created: must be a date that can only mean one thing, got 1/06/2026. Write `dates: dmy` or "
        "`dates: mdy` into a map.\n"
        "deals.csv:4: created: must be a date that can only mean one thing, got 1/07/2026. Write `dates: dmy` or "
        "`dates: mdy` into a map.\n"
        "deals.csv:5: created: must be a date that can only mean one thing, got 1/08/2026. Write `dates: dmy` or "
        "`dates: mdy` into a map.",
    ),
    "the latest date far after all others": (
        HEADER
        + "\n"
        + "".join(f"{n},2026-01-{n:02},Lost,2026-02-{n:02},A,s,1\n" for n in range(1, 25))
        + "25,2026-01-05,Won,2062-02-05,A,s,1\n",
        "deals.csv:26: must have its latest date near all others, got 2062-02-05 after 2026-02-24. Correct it, "
        "or give the "
        "day of the export with --as-of.",
    ),
    "an amount that is none": (
        PLAIN.replace(",200", ",a lot"),
        "deals.csv:3: amount: must be an amount, got a lot. Write a number such as 1500 or 1500.50.",
    ),
    "an amount that takes money back": (
        PLAIN.replace(",200", ",-200"),
        "deals.csv:3: amount: must be at least 0, got -200. Correct it; leave out deals that take money back.",
    ),
    "an amount that could be two": (
        PLAIN.replace(",", "\t").replace("\t200", "\t1,200").replace("\t100", "\t1,100"),
        "deals.csv:2: amount: must be an amount that can only mean one thing, got 1,100. Write `decimal: comma` or "
        "`decimal: point` into a map.\n"
        "deals.csv:3: amount: must be an amount that can only mean one thing, got 1,200. Write `decimal: comma` or "
        "`decimal: point` into a map.",
    ),
    "an amount in words": (
        PLAIN.replace(",200", ",200k"),
        "deals.csv:3: amount: must be an amount, got 200k. Write a number such as 1500 or 1500.50.",
    ),
    "a cell too many": (
        PLAIN.replace("cold,150", "cold,150,5"),
        "deals.csv:4: row: must have at most 7 cells, got 8. Put a number with a comma, or a text with one, into "
        "quotes.",
    ),
    "a quote that is not closed": (
        PLAIN.replace("Boris,cold,150", '"Boris,cold,150'),
        "deals.csv:4: row: must be cells of a table, got: unexpected end of data. Check its quotes.",
    ),
    "a quote that takes rows along": (
        HEADER
        + ',note\n1,2026-01-05,Won,2026-01-20,A,s,1,"call\n2,2026-01-05,Won,2026-01-20,A,s,1,x\n3,2026-01-05,Won,'
        '2026-01-20,A,s,1,"\n',
        "deals.csv:2: column 8: must be a single cell, got one with rows in it. Check its quotes.",
    ),
    "text after a closed quote": (
        PLAIN.replace("Boris,cold", '"Boris" B,cold', 1),
        "deals.csv:4: row: must be cells of a table, got: ',' expected after '\"'. Check its quotes.",
    ),
    "several lines in a cell that has one": (
        PLAIN.replace("Meeting", '"Meet\ning"'),
        "deals.csv:4: stage: must be a single line, got several. Check its quotes.",
    ),
    "a control character": (
        PLAIN.replace("Boris", "Bo\x00ris", 1),
        "deals.csv:4: must be text, got the control character U+0000. Remove it.",
    ),
    "a control character for a terminal": (
        PLAIN.replace("Meeting", "\x1b[2JMeeting"),
        "deals.csv:4: must be text, got the control character U+001B. Remove it.",
    ),
    "UTF-8 that is broken off": (
        PLAIN.replace("Anna", "Аня").encode()[:-1] + b"\xd0",
        "deals.csv:5: must be text in UTF-8, as it begins, got the byte 0xd0 (byte 216 of the file). Save the "
        "file as UTF-8.",
    ),
    "UTF-16 of an odd number of bytes": (
        PLAIN.encode("utf-16")[:-1],
        "deals.csv:5: must be text in UTF-16, as its beginning says, got the byte 0x0a (byte 425 of the file). "
        "Export it "
        "again, or save it as UTF-8.",
    ),
    "UTF-32": (
        PLAIN.encode("utf-32"),
        "deals.csv: must be text in UTF-8, UTF-16, cp1251 or cp1252, got UTF-32. Save the file as UTF-8.",
    ),
    "nothing": ("", "deals.csv: must not be empty, got nothing. Export it again with its header."),
    "blanks": (" \n\n", "deals.csv: must not be empty, got nothing. Export it again with its header."),
    "a header and no deal": (
        HEADER + "\n",
        "deals.csv: must have at least one deal, got none. Export it again.",
    ),
    "no header": (
        PLAIN.split("\n", 1)[1],
        "deals.csv:1: must have a column that says when a deal was created, got 1, 2026-01-05, Won, 2026-01-20, "
        "Anna, site, "
        "100. Name it in a map (--write-map map.yaml) as columns.created.",
    ),
    "no column for the creation": (
        PLAIN.replace("created", "first seen"),
        "deals.csv:1: must have a column that says when a deal was created, got id, first seen, stage, closed, "
        "manager, "
        "channel, amount. Name it in a map (--write-map map.yaml) as columns.created.",
    ),
    "no column for the end": (
        PLAIN.replace("closed", "last seen"),
        "deals.csv:1: must have a column that says when a deal was won or lost, got id, created, stage, last seen, "
        "manager, "
        "channel, amount. Name it in a map (--write-map map.yaml) as columns.closed.",
    ),
    "a column that is there twice": (
        PLAIN.replace("amount", "manager"),
        "deals.csv:1: columns.manager: must be a column that is there once, got manager twice. Rename one of them.",
    ),
    "words for an end that nobody knows": (
        PLAIN.replace("stage", "outcome").replace("Meeting", "Fine").replace("Lost", "Gone"),
        "deals.csv:3: outcome: must be known as won, lost or open, got Gone. Write `outcomes: {won: [...], lost: "
        "[...]}` "
        "into a map.\n"
        "deals.csv:4: outcome: must be known as won, lost or open, got Fine. Write `outcomes: {won: [...], lost: "
        "[...]}` "
        "into a map.",
    ),
    "stages none of which is an end": (
        PLAIN.replace("Won", "Bought").replace("Lost", "Gone"),
        "deals.csv: stage: must say of some deals that they are won or lost, got Bought, Gone, Meeting. Write "
        "`outcomes: "
        "{won: [...], lost: [...]}` into a map.",
    ),
    "a flag that is neither": (
        PLAIN.replace("stage", "is won").replace("Won", "yes").replace("Lost", "no").replace("Meeting", "perhaps"),
        "deals.csv:4: is won: must be true or false, got perhaps. Correct it.",
    ),
    "no deal that counts": (
        HEADER + "\n1,,Won,2026-01-20,A,s,1\n2,2026-01-30,Won,2026-01-20,A,s,1\n",
        "deals.csv: must have deals that count, got none: no date of creation (1), closed before it was created "
        "(1). Check "
        "the map and the dates.",
    ),
    "a message that could be endless": (
        PLAIN.replace("2026-01-06", LONG),
        f"deals.csv:3: created: must be a date, got {'x' * 57}.... {TODO_DATE}",
    ),
    "a workbook that is broken": (
        b"PK\x03\x04 and no more",
        "deals.csv: must be a workbook that can be read, got a fault in it: File is not a zip file. Save it "
        "as CSV in "
        "UTF-8.",
    ),
    "a web page that calls itself a workbook": (
        b"\xef\xbb\xbf\n<html><table><tr><td>id</td></tr></table></html>",
        "deals.csv: must be a CSV file or a workbook, got a web page or XML. Export the deals as a table.",
    ),
    "JSON": (
        b'[{"id": 1, "created": "2026-01-05"}]',
        "deals.csv: must be a CSV file or a workbook, got JSON. Export the deals as a table.",
    ),
    "a list of very many numbers": (
        f"[{'1.5,' * 200_000}1.5]",
        "deals.csv:1: must have at most 2,000 columns, got 200,001. Export fewer.",
    ),
    "a name of a column without end": (
        PLAIN.replace("channel", "c" * 3_000_000),
        "deals.csv:1: row: must be cells of a table, got: field larger than field limit (1000000). Check its quotes.",
    ),
    "a cell without end in the first rows": (
        PLAIN.replace("Anna", "A" * 1_500_000, 1),
        "deals.csv:2: row: must be cells of a table, got: field larger than field limit (1000000). Check its quotes.",
    ),
    "a line that ends in two ways": (
        PLAIN.replace("created", "cre\rated", 1),
        "deals.csv:1: row: must be cells of a table, got: the end of a line within it. Check its quotes.",
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "deals.csv: must be a CSV file or a workbook, got a picture. Export the deals as a table.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_damaged(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    content, message = CASES[name]
    (tmp_path / "deals.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    result = CliRunner().invoke(main, ["rates", "deals.csv", "-o", "rates.json"])
    assert result.exit_code == 2, result.output
    assert result.output == f"{message}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["deals.csv"]


def test_every_fault_is_said_at_once_and_no_more_than_anyone_reads(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{n},x{n},Won,y{n},A,s,z{n}\n" for n in range(100))
    (tmp_path / "deals.csv").write_text(f"{HEADER}\n{rows}")
    lines = CliRunner().invoke(main, ["rates", "deals.csv"]).output.splitlines()
    assert len(lines) == 101
    assert lines[:3] == [
        f"deals.csv:2: created: must be a date, got x0. {TODO_DATE}",
        f"deals.csv:2: closed: must be a date, got y0. {TODO_DATE}",
        "deals.csv:2: amount: must be an amount, got z0. Write a number such as 1500 or 1500.50.",
    ]
    assert lines[-1] == "... and at least 200 more problems."


@pytest.mark.parametrize(
    ("history", "message"),
    [
        (
            "deal,stage,time\n1,Lead,soon\n1,Lead,\n",
            f"history.csv:2: time: must be a date, got soon. {TODO_DATE}\n"
            "history.csv:3: time: must be a date, got nothing. Write one.",
        ),
        (
            "deal,what,time\n1,Lead,2026-01-05\n",
            "history.csv:1: must have columns for deal, time, and stage or old and new, got deal, what, time. "
            "Name them in a "
            "map as history.stage.",
        ),
        (
            "deal,stage,time\nA-1,Lead,2026-01-05\n",
            "history.csv: must be about the deals of the export, got A-1 where the deals are 1, 2, 3, 4. Check "
            "that both name "
            "deals alike.",
        ),
        ("", "history.csv: must not be empty, got nothing. Export it again with its header."),
    ],
)
def test_damaged_history(tmp_path, monkeypatch, history, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals.csv").write_text(PLAIN)
    (tmp_path / "history.csv").write_text(history)
    result = CliRunner().invoke(main, ["rates", "deals.csv", "--history", "history.csv"])
    assert (result.exit_code, result.output) == (2, f"{message}\n")


def test_a_history_of_deals_without_an_id(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals.csv").write_text(PLAIN.replace("id,", "nr.,"))
    (tmp_path / "history.csv").write_text("deal,stage,time\n1,Lead,2026-01-05\n")
    result = CliRunner().invoke(main, ["rates", "deals.csv", "--history", "history.csv"])
    assert (result.exit_code, result.output) == (
        2,
        "history.csv: must belong to deals that have an id, got deals without one. Export the deals with it, or "
        "name its "
        "column in a map as columns.id.\n",
    )


def test_a_small_workbook_that_unpacks_to_a_large_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("salescrew.models.files.workbook.opening.MOST_UNPACKED", 5_000_000)
    (tmp_path / "deals.xlsx").write_bytes(workbook([["id"]], before="<row/>" * 1_000_000))
    result = CliRunner().invoke(main, ["rates", "deals.xlsx"])
    assert (result.exit_code, result.output) == (
        2,
        "deals.xlsx: must unpack to at most 5 MB, got 6. Save it as CSV in UTF-8.\n",
    )


def test_a_workbook_with_a_cell_far_away(tmp_path, monkeypatch):
    # the reader would make room for a thousand million cells
    monkeypatch.chdir(tmp_path)
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c\tr = "ZZ1048576"><v>1</v></c></row>'
    (tmp_path / "deals.xlsx").write_bytes(workbook([], before=far))
    result = CliRunner().invoke(main, ["rates", "deals.xlsx"])
    assert (result.exit_code, result.output) == (
        2,
        "deals.xlsx: must have a sheet of at most 15,000,000 cells, got one of 1,048,576 rows and 702 columns. "
        "Delete what "
        "is far away.\n",
    )


def test_a_packed_file_that_is_no_workbook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(tmp_path / "deals.zip", "w") as packed:
        packed.writestr("deals.csv", PLAIN)
    result = CliRunner().invoke(main, ["rates", "deals.zip"])
    assert (result.exit_code, result.output) == (
        2,
        "deals.zip: must be a workbook such as .xlsx or .xls, got another kind of file. Save it as CSV in UTF-8.\n",
    )


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("created", "1" + " " * 99_999 + "x", f"must be a date, got 1{' ' * 56}.... {TODO_DATE}"),
        (
            "amount",
            "1" + " " * 99_999 + "x",
            f"must be an amount, got 1{' ' * 56}.... Write a number such as 1500 or 1500.50.",
        ),
        ("stage", "x" * 201, "must have at most 200 characters, got 201. Shorten it."),
    ],
)
def test_cells_that_are_meant_to_take_hours(tmp_path, monkeypatch, column, cell, message):
    monkeypatch.chdir(tmp_path)
    lines = [line.split(",") for line in PLAIN.splitlines()]
    lines[2][lines[0].index(column)] = cell
    (tmp_path / "deals.csv").write_text("\n".join(map(",".join, lines)))
    result = CliRunner().invoke(main, ["rates", "deals.csv"])
    assert (result.exit_code, result.output) == (2, f"deals.csv:3: {column}: {message}\n")
