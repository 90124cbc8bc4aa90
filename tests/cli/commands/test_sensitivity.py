from __future__ import annotations

import csv
import io
import json
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import salescrew
from salescrew.cli.pages.whatif.sensitivity import sensitivity_page
from salescrew.cli.pictures.tornado import MOST_BARS, label_of, picture
from salescrew.cli.render.drawing import drawn
from salescrew.cli.render.text import text_page
from salescrew.models.answers.sensitivity import Sensitivity
from salescrew.models.department.department import Department
from salescrew.solver.whatif import sensitivity as solver_module


def pictured(plan, found, form):
    """Draw what a command found."""
    return drawn(lambda: picture(Department(plan), found), form)


PLAN = """\
name: Продажи
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
managers: [{name: Anna}, {name: Boris}, {name: Ольга}]
"""
# 480 a person a week, see tests/solver/whatif/test_sensitivity.py
TABLE = """\
3 people meet the plan as it is, and could reach 144% of it.
Продажи: 12 Jan 2026 to 18 Jan 2026, 1 week

Each input 10% lower and higher
input                           now  lower  people   reach   odds  higher  people   reach   odds  note
-----------------------------  ----  -----  ------  ------  -----  ------  ------  ------  -----  ------------
average deal of audit           100     90       3  129.6%  29.7%     110       2  158.4%  54.8%
calls in {calls: 10}             10      9       3  129.6%  54.8%      11       2  158.4%  54.8%
conversion of contact in cold   10%     9%       3  129.6%  41.3%     11%       2  158.4%  67.2%
conversion of сделка in cold    96%  86.4%       3  129.6%  41.3%    100%       2    150%  60.2%  at most 100%
effectiveness of Anna          100%    90%       3  139.2%  50.4%    110%       2  148.8%  59.1%
effectiveness of Boris         100%    90%       3  139.2%  50.4%    110%       2  148.8%  59.1%
effectiveness of Ольга         100%    90%       3  139.2%  50.4%    110%       2  148.8%  59.1%
reach: the share of all targets that the team of today's answer gets to, in its roles. odds: of meeting all targets if
today's quotas are worked and the input turns out so. effectiveness: in all roles at once, as a share of today's.
"""


@pytest.fixture(autouse=True)
def plan(folder):
    (folder / "team.yaml").write_text(PLAN, encoding="utf-8")
    return salescrew.load(folder / "team.yaml")


@pytest.fixture(scope="module")
def found() -> Sensitivity:
    from salescrew.models.load import parse

    return solver_module.sensitivity(parse(PLAN, "team.yaml"), jobs=1)


def test_table(run):
    result = run("sensitivity", "team.yaml", "--jobs", "1")
    assert (result.exit_code, result.stdout, result.stderr) == (0, TABLE, "")


def test_json_reads_back(run, found):
    result = run("sensitivity", "team.yaml", "--format", "json", "--jobs", "1")
    assert Sensitivity.model_validate_json(result.stdout) == found


def test_without_reach(run):
    result = run("sensitivity", "team.yaml", "--no-reach", "--jobs", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "3 people meet the plan as it is."
    assert lines[4].split() == ["input", "now", "lower", "people", "odds", "higher", "people", "odds", "note"]
    assert lines[6].split()[-6:] == ["90", "3", "29.7%", "110", "2", "54.8%"]
    assert "reach" not in result.stdout


def test_picture_takes_reach(run):
    result = run("sensitivity", "team.yaml", "--no-reach", "-o", "out.svg", "--jobs", "1")
    assert (result.exit_code, Path("out.svg").exists()) == (2, False)
    said = " ".join(result.stderr.split())
    assert "a picture shows how far the team gets: leave --no-reach out, or name a table." in said


def test_by_and_markdown(run):
    result = run("sensitivity", "team.yaml", "--by", "0.2", "-o", "out.md", "--jobs", "1")
    assert (result.exit_code, result.stdout) == (0, "")
    lines = Path("out.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# 3 people meet the plan as it is, and could reach 144% of it."
    assert "## Each input 20% lower and higher" in lines
    deal = next(line for line in lines if line.startswith("| average deal of audit"))
    assert [cell.strip() for cell in deal.split("|")[2:9]] == ["100", "80", "3", "115.2%", "19.9%", "120", "2"]


def test_csv_by_file_name(run):
    assert run("sensitivity", "team.yaml", "-o", "out.csv", "--jobs", "1").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(Path("out.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 8
    assert rows[0]["input"] == "the plan as it is"
    assert (rows[0]["low_headcount"], rows[0]["low_reach"]) == ("3", "1.44000144")
    deal = rows[1]
    assert (deal["path"], deal["kind"], deal["now"]) == ("products.audit.average_deal", "average_deal", "100")
    assert (deal["low_value"], deal["high_value"]) == ("90", "110")
    assert (deal["high_status"], deal["high_headcount"], deal["high_headcount_bound"]) == ("optimal", "2", "2")


@pytest.mark.parametrize("name", ["out.svg", "out.png"])
def test_picture_by_file_name(run, plan, found, name):
    result = run("sensitivity", "team.yaml", "-o", name, "--jobs", "1")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path(name).read_bytes() == pictured(plan, found, name[-3:])


def test_svg_names_every_input(plan, found):
    texts = [element.text for element in ET.fromstring(pictured(plan, found, "svg")).iter() if element.text]
    written = [text.strip() for text in texts if text.strip()]
    for row in found.rows:
        assert any(text.startswith(row.title) for text in written)
    assert "conversion of сделка in cold (96%)" in written
    assert "110: 2 people" in written
    assert "What moves the plan: each input 10% lower and higher" in written


def test_png_is_one(plan, found):
    image = pictured(plan, found, "png")
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", image[16:24])
    assert width > 1000
    assert height > 300


def test_picture_keeps_to_what_is_legible(plan, found):
    many = found.model_copy(update={"rows": found.rows * 5})
    written = pictured(plan, many, "svg").decode()
    assert written.count("average deal of audit (100)") == 4  # in 25 of the 35 rows, of which every seventh
    assert f"{5 * 7 - MOST_BARS} more inputs move the plan less, and are not shown" in written


def test_open_headcounts_and_impossible_plans_are_said(plan, found):
    def changed(status, headcount, bound, reach):
        update = {"status": status, "headcount": headcount, "headcount_bound": bound, "reach": reach}
        rows = (found.rows[0].model_copy(update={"low": found.rows[0].low.model_copy(update=update), "high": None}),)
        return found.model_copy(update={"rows": rows})

    lines = text_page(sensitivity_page(Department(plan), changed("feasible", 5, 4, 0.9))).splitlines()
    assert lines[6].split()[-8:] == ["90", "4-5", "90%", "29.7%", "-", "-", "-", "-"]
    lines = text_page(sensitivity_page(Department(plan), changed("infeasible", None, None, None))).splitlines()
    assert lines[6].split()[-8:] == ["90", "none", "none", "29.7%", "-", "-", "-", "-"]
    lines = text_page(sensitivity_page(Department(plan), changed("no_answer", None, None, 0.9))).splitlines()
    assert lines[6].split()[-8:] == ["90", "?", "90%", "29.7%", "-", "-", "-", "-"]
    unknown = changed("no_answer", None, None, None)
    lines = text_page(sensitivity_page(Department(plan), unknown)).splitlines()
    assert lines[6].split()[-8:] == ["90", "?", "?", "29.7%", "-", "-", "-", "-"]
    assert label_of(unknown.rows[0], unknown.rows[0].low, found) == "90: ? people (not known in time)"


def test_a_loss_by_more_leads_has_its_reason(plan, found):
    sides = {"low": {"duty_slots": -1}, "high": {"duty_slots": 8}}
    first = found.rows[0]
    duty = first.model_copy(update={name: getattr(first, name).model_copy(update=of) for name, of in sides.items()})
    rows = (duty.model_copy(update={"note": "at most 9"}), *found.rows[1:])
    page = sensitivity_page(Department(plan), found.model_copy(update={"rows": rows}))
    [table] = page.parts
    assert table.rows[0][-1] == "at most 9; lower: 1 fewer duty slot a week; higher: 8 more duty slots a week"
    assert label_of(duty, duty.high, found).endswith(", 8 more duty slots a week: 2 people")


def test_plan_that_cannot_be_met(run, folder):
    (folder / "team.yaml").write_text(PLAN.replace("revenue: 1000", "revenue: 1500"), encoding="utf-8")
    result = run("sensitivity", "team.yaml", "--jobs", "1")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "The plan as it is cannot be met: the 3 who get furthest reach 96% of it."
    assert lines[6].split() == ["average", "deal", "of", "audit", "100", "90", "none", "86.4%", "110", "3", "105.6%"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--by", "10"],
            "Invalid value for '--by': must be above 0 and below 1, got 10. Write a share such as 0.1 or 10%.",
        ),
        (["--by", "much"], "Invalid value for '--by': must be a number, got much. Write a number such as 5."),
        (
            ["--format", "json", "-o", "x.svg"],
            "a file that ends in .svg is a picture: leave out --format, or name another.",
        ),
    ],
)
def test_usage(run, options, said):
    result = run("sensitivity", "team.yaml", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_no_file_is_left_where_the_plan_is_wrong(run, folder):
    (folder / "team.yaml").write_text(PLAN.replace("96%", "196%"), encoding="utf-8")
    result = run("sensitivity", "team.yaml", "-o", "out.csv")
    assert result.exit_code == 2
    assert result.stderr.startswith("team.yaml:11: funnels.cold.stages[1].conversion: must be at most 1, got 196%.")
    assert sorted(path.name for path in folder.iterdir()) == ["team.yaml"]


def test_interrupted_in_good_order(run, monkeypatch):
    def stop(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(solver_module, "each", stop)
    result = run("sensitivity", "team.yaml", "-o", "out.csv")
    assert (result.exit_code, result.stderr) == (
        130,
        "Not finished, so nothing was written to out.csv.\nInterrupted.\n",
    )
    assert "Not finished: Ctrl-C came before all was known. What is missing is left open.\n" in result.stdout
    assert not Path("out.csv").exists()


def test_json_has_plain_numbers(found):
    deal = json.loads(found.to_json())["rows"][0]
    assert (deal["low"]["value"], deal["high"]["value"]) == (90.0, 110.0)
