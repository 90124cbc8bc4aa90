from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import salescrew
from salescrew.cli.pages.whatif.sweep import headline, sweep_page, title_of
from salescrew.cli.pictures.picture import short
from salescrew.cli.pictures.sweep import picture
from salescrew.cli.render.drawing import drawn
from salescrew.cli.render.markdown import markdown_page
from salescrew.cli.render.text import text_page
from salescrew.models.answers.sweep import Sweep
from salescrew.models.department.department import Department
from salescrew.models.load import parse
from salescrew.models.variants.sweep_file import SweepFile, sweep_csv
from salescrew.solver.whatif import sweep as solver_module


def pictured(plan, found, form):
    """Draw what a command found."""
    return drawn(lambda: picture(Department(plan), found), form)


PLAN = """\
name: Продажи
currency: EUR
calendar: {start: 2026-01-12, weeks: 1}
target: {revenue: 1000}
products: {audit: {average_deal: 100}}
day_patterns: [{calls: 10}]
funnels:
  cold:
    channel: outbound
    product: audit
    opens_with: calls
    stages: [{name: contact, conversion: 10%}, {name: сделка, conversion: 96%}]
pipeline: steady
managers: [{name: Anna, monthly_cost: 2000, roles: [mixed]}, {name: Ольга, monthly_cost: 1000, roles: [hunter]}]
candidates: [{profile: new, at_most: 2, monthly_cost: 500, roles: [hunter]}]
"""
REVENUE = "target.revenue=500..2000:500"
CONVERSION = "funnels.cold.stages.contact.conversion=5%,10%,150%"
BOTH = ("--vary", REVENUE, "--vary", CONVERSION, "--jobs", "1")
# 480 a person a week at 10 %, half of that at 5 %; see tests/solver/whatif/test_sweep.py
GRID = """\
4 of 12 combinations can be met, by 2 to 4 people at 1,000 to 4,000 EUR a month. 4 cannot. 4 have no answer.
Продажи: 12 Jan 2026 to 18 Jan 2026, 1 week

People, by target revenue, EUR (down) and conversion of contact in cold (across)
          5%    10%     150%
-----  -----  -----  -------
500        3      2  refused
1,000  - 96%      3  refused
1,500  - 64%      4  refused
2,000  - 48%  - 96%  refused
- 96%: cannot be met, the best team reaches 96%.

Monthly cost, by target revenue, EUR (down) and conversion of contact in cold (across)
          5%    10%    150%
-----  -----  -----  ------
500    2,000  1,000       -
1,000      -  2,000       -
1,500      -  4,000       -
2,000      -      -       -

Combinations without an answer
why                                                                                              so many  the first
-----------------------------------------------------------------------------------------------  -------  ------------
funnels.cold.stages.contact.conversion: must be at most 1, got 150%. Write a share such as 0.35        4  500 and 150%
 or 35%.
"""
LIST = """\
3 of 4 combinations can be met, by 2 to 4 people at 1,000 to 4,000 EUR a month. 1 cannot.
Продажи: 12 Jan 2026 to 18 Jan 2026, 1 week

Combinations
  target revenue, EUR    people    monthly cost    hunter    inbound    mixed    hires    reach    odds
---------------------  --------  --------------  --------  ---------  -------  -------  -------  ------
                  500         2           1,000         2          0        0        2     192%   56.8%
                1,000         3           2,000         3          0        0        2     144%   54.8%
                1,500         4           4,000         3          0        1        2     128%     54%
                2,000      none               -                                             96%
reach: the share of all targets that this team gets to, or the best team where none meets the plan.
"""


@pytest.fixture(autouse=True)
def plan(folder):
    (folder / "team.yaml").write_text(PLAN, encoding="utf-8")
    return salescrew.load(folder / "team.yaml")


def swept(*vary: str, **changes: object) -> Sweep:
    plan = parse(PLAN, "team.yaml").replace(changes)
    return solver_module.sweep(plan, dict(one.split("=", 1) for one in vary), jobs=1)


@pytest.fixture(scope="module")
def both() -> Sweep:
    return swept(REVENUE, CONVERSION)


def test_grid_of_two(run):
    result = run("sweep", "team.yaml", *BOTH)
    assert (result.exit_code, result.stdout, result.stderr) == (3, GRID, "")


def test_list_of_one(run):
    result = run("sweep", "team.yaml", "--vary", REVENUE, "--jobs", "1")
    assert (result.exit_code, result.stdout, result.stderr) == (0, LIST, "")


def test_list_of_three_repeats_no_name(run):
    vary = ["--vary", "pipeline=steady,empty", "--vary", "grace_weeks=1", "--vary", "target.revenue=500,1k"]
    result = run("sweep", "team.yaml", *vary, "--jobs", "1")
    lines = result.stdout.splitlines()
    assert lines[0] == "All 4 combinations can be met, by 2 to 3 people at 1,000 to 2,000 EUR a month."
    assert lines[4].split()[:6] == ["pipeline", "grace", "weeks", "target", "revenue,", "EUR"]
    assert [line.split()[:-8] for line in lines[6:10]] == [
        ["steady", "1", "500"],
        ["1", "1k"],
        ["empty", "1", "500"],
        ["1", "1k"],
    ]


def test_cost_first_shows_cost_first(run, folder):
    (folder / "team.yaml").write_text(PLAN + "objective: [monthly_cost, people]\n", encoding="utf-8")
    result = run("sweep", "team.yaml", *BOTH)
    titles = [line for line in result.stdout.splitlines() if "(down)" in line]
    assert [title.split(",")[0] for title in titles] == ["Monthly cost", "People"]
    lines = result.stdout.splitlines()
    assert [line.split() for line in lines if line.startswith("1,000")] == [
        ["1,000", "-", "96%", "2,000", "refused"],
        ["1,000", "-", "3", "-"],
    ]


def test_json_reads_back(run, both):
    result = run("sweep", "team.yaml", *BOTH, "--format", "json")
    assert Sweep.model_validate_json(result.stdout) == both


def test_csv_is_the_same_on_standard_output(run, plan, both):
    result = run("sweep", "team.yaml", *BOTH, "--format", "csv")
    assert result.stdout_bytes.decode() == sweep_csv(plan, both)


def test_files_by_their_names(run, plan, both):
    names = ["out.csv", "out.json", "out.md", "out.svg", "out.png"]
    result = run("sweep", "team.yaml", *BOTH, *(part for name in names for part in ("-o", name)))
    said = "Wrote out.csv, out.json, out.md, out.svg and out.png.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (3, "", said)
    assert Path("out.csv").read_bytes().decode() == sweep_csv(plan, both)
    assert Path("out.json").read_text(encoding="utf-8") == both.to_json()
    assert Path("out.md").read_text(encoding="utf-8") == markdown_page(sweep_page(Department(plan), both))
    for form in ("svg", "png"):
        assert Path(f"out.{form}").read_bytes() == pictured(plan, both, form)


def test_markdown(plan, both):
    lines = markdown_page(sweep_page(Department(plan), both)).splitlines()
    assert lines[0].startswith("# 4 of 12 combinations can be met")
    assert "| 500   |     3 |     2 | refused |" in lines


def test_finished_csv_prints_the_table_and_solves_nothing(run, monkeypatch):
    first = run("sweep", "team.yaml", *BOTH, "-o", "x.csv")
    assert (first.exit_code, first.stdout) == (3, "")
    monkeypatch.setattr(solver_module, "_judge", None)
    again = run("sweep", "team.yaml", *BOTH, "-o", "x.csv")
    assert (again.exit_code, again.stdout, again.stderr) == (3, GRID, "")


def test_csv_for_an_excel_with_decimal_commas(run, monkeypatch, plan, both):
    for_excel = sweep_csv(plan, both, for_excel=True)
    assert run("sweep", "team.yaml", *BOTH, "-o", "x.csv", "--for-excel").exit_code == 3
    assert Path("x.csv").read_bytes().decode() == for_excel
    monkeypatch.setattr(solver_module, "_judge", None)
    shown = run("sweep", "team.yaml", *BOTH, "-o", "x.csv", "-o", "-", "--format", "csv", "--for-excel")
    assert (shown.exit_code, shown.stdout_bytes.decode()) == (3, for_excel)
    # the file stays as it is, whatever else is asked for
    usual = run("sweep", "team.yaml", *BOTH, "-o", "x.csv", "-o", "-", "--format", "csv")
    assert (usual.exit_code, usual.stdout_bytes.decode()) == (3, sweep_csv(plan, both))
    assert Path("x.csv").read_bytes().decode() == for_excel


def test_interrupted_it_keeps_what_is_done(run, monkeypatch):
    judge, heard = solver_module._judge, []

    def stop(task):
        heard.append(task.number)
        if len(heard) == 4:
            raise KeyboardInterrupt
        return judge(task)

    monkeypatch.setattr(solver_module, "_judge", stop)
    result = run("sweep", "team.yaml", *BOTH, "-o", "x.csv", "-o", "x.json")
    assert (result.exit_code, result.stderr) == (
        130,
        "Not finished, so nothing was written to x.json.\nInterrupted.\n",
    )
    assert result.stdout.startswith(
        "2 of 12 combinations can be met, by 2 to 3 people at 1,000 to 2,000 EUR a month. 10 have"
    )
    assert "Not finished: Ctrl-C came before all was known." in result.stdout
    assert len(Path("x.csv").read_text(encoding="utf-8").splitlines()) == 4
    assert not Path("x.json").exists()
    result = run("sweep", "team.yaml", *BOTH, "-o", "x.csv", "-o", "x.json")
    assert (result.exit_code, heard) == (3, [0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11])


def test_file_in_use_or_of_another_sweep(run, plan):
    with SweepFile(Path("x.csv"), plan, swept(REVENUE).axes, thorough=False):
        result = run("sweep", "team.yaml", "--vary", REVENUE, "-o", "x.csv", "--jobs", "1")
    said = "x.csv: must not be in use, got one that a sweep is writing. Wait for its end, or name another file.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    result = run("sweep", "team.yaml", *BOTH, "-o", "x.csv")
    got = "got one of another plan or with other values, or one that was changed by hand"
    said = f"x.csv: must be new or the file of this very sweep, {got}. Name another file.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--vary", "target.revenue"], "--vary: must be a path and its values, got target.revenue."),
        (["--vary", "target.revnue=1"], "must be a place in the plan, got revnue. Did you mean target.revenue?"),
        (["--vary", "grace_weeks=1", "--vary", "grace_weeks=2"], "--vary: must name each path once, got grace_weeks"),
        (["--vary", REVENUE, "-o", "a.csv", "-o", "b.csv"], "one .csv file holds the sweep: name no second one."),
        (["--vary", REVENUE, "-o", "a.md", "-o", "a.md"], "-o a.md is given twice: name each file once."),
        (["--vary", REVENUE, "-o", "nowhere/a.csv"], "nowhere/a.csv: must be in a folder that exists, got nowhere."),
        (
            ["--vary", "grace_weeks=1", "--vary", "name=a", "--vary", REVENUE, "-o", "a.svg"],
            "a picture (.svg) shows one or two parameters, not 3: leave it out.",
        ),
        (["--vary", REVENUE, "--jobs", "1", "--dask", "tcp://x:1"], "exclude each other"),
        ([], "Missing option '--vary'."),
    ],
)
def test_wrong_usage_leaves_no_file(run, folder, arguments, said):
    result = run("sweep", "team.yaml", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["team.yaml"]


# ---- words


def test_parts_of_the_plan_in_plain_words(plan):
    assert title_of(plan, "funnels.cold.stages.сделка.conversion") == "conversion of сделка in cold"
    assert title_of(plan, "products.audit.average_deal") == "average deal of audit, EUR"
    assert title_of(plan, "funnels.cold.stages[0].conversion") == "cold 0 conversion"
    assert title_of(plan, 'candidates."new".at_most') == "new at most"
    assert title_of(plan, "calendar") == "calendar"


def test_headlines(plan, both):
    def said(*numbers: int) -> str:
        cells = tuple(both.cells[number - 1] for number in numbers)
        return headline(plan, both.model_copy(update={"cells": cells}))

    assert said(1) == "The combination can be met, by 3 people at 2,000 EUR a month."
    assert said(2, 5) == "Both combinations can be met, by 2 to 3 people at 1,000 to 2,000 EUR a month."
    assert said(4) == "The combination cannot be met."
    assert said(4, 7) == "None of the 2 combinations can be met."
    assert said(3) == "There is no answer."
    assert said(3, 6) == "None of the 2 combinations has an answer."
    assert said(1, 3, 4) == (
        "1 of 3 combinations can be met, by 3 people at 2,000 EUR a month. 1 cannot. 1 has no answer."
    )


def test_what_is_not_proven_is_marked(plan, both):
    first, *others = both.cells
    less = first.model_copy(update={"status": "feasible", "headcount_bound": 2, "monthly_cost_bound": None})
    nobody = both.cells[3].model_copy(update={"reach": None, "reason": "no roster covers all duty"})
    waiting = both.cells[6].model_copy(update={"status": "no_answer", "reach": None})
    cells = (less, *others[:2], nobody, *others[3:5], waiting, *others[6:])
    lines = text_page(sweep_page(Department(plan), both.model_copy(update={"cells": cells}))).splitlines()
    assert lines[6] == "500      2-3      2  refused"
    assert lines[7].split()[:2] == ["1,000", "-"]
    assert lines[8].split()[:2] == ["1,500", "?"]
    assert "-: cannot be met, and nobody can do even what comes by itself." in " ".join(lines)
    assert "2-3: 3 would do and fewer than 2 would not." in " ".join(lines)
    assert "?: not known in time." in " ".join(lines)
    assert "*: not proven to be the least." in lines
    assert any(line.split()[:2] == ["500", "2,000*"] for line in lines)


def test_short_amounts():
    assert [short(amount) for amount in (0, 999, 1000, 12_345, 1_380_000, 25_000_000)] == [
        "0",
        "999",
        "1k",
        "12.3k",
        "1.38M",
        "25M",
    ]


# ---- pictures


def texts(image: bytes) -> list[str]:
    return [element.text.strip() for element in ET.fromstring(image).iter() if element.text and element.text.strip()]


def test_heat_map_says_every_cell(plan, both):
    written = texts(pictured(plan, both, "svg"))
    for text in ("How many people the plan takes", "target revenue, EUR", "conversion of contact in cold"):
        assert text in written
    assert [written.count(text) for text in ("96%", "64%", "48%", "refused", "4k")] == [2, 1, 1, 4, 1]
    for axis in both.axes:
        assert set(axis.labels) <= set(written)


def test_lines_say_every_value(plan):
    written = texts(pictured(plan, swept(REVENUE), "svg"))
    assert "What the plan takes, by target revenue, EUR" in written
    for text in ("people", "monthly cost, EUR", "500", "2,000", "1k", "2k", "4k", "96%"):
        assert text in written
    assert "a percentage: cannot be met, and the best team reaches so much of the plan" in written


def test_values_that_are_no_numbers_stand_side_by_side(plan):
    written = texts(pictured(plan, swept("pipeline=steady,empty"), "svg"))
    assert {"steady", "empty", "pipeline"} <= set(written)


def test_heat_map_of_costs(plan):
    found = swept(REVENUE, CONVERSION, objective=["monthly_cost", "people"])
    written = texts(pictured(plan, found, "svg"))
    assert "What the plan costs a month" in written
    assert "4 people" in written


def test_png_is_one(plan, both):
    for found in (both, swept(REVENUE)):
        image = pictured(plan, found, "png")
        assert image.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", image[16:24])
        assert width > 1000
        assert height > 500
