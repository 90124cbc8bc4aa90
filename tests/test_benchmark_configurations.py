"""The study of configurations: its departments by hand, relations between its rows, and what it writes."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from benchmarks import configurations, picture
from benchmarks.configurations import departments, family_department, study
from benchmarks.configurations_rows import Department, Headcount, Row
from benchmarks.configurations_table import cell, report, turn
from salescrew.checker.verify import verify
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.configurations import SPLIT, standard_configurations
from salescrew.solver.search.solve import solve


def headcount(people: int | None, bound: int | None = None) -> Headcount:
    status = "no_answer" if people is None else "feasible" if bound not in (None, people) else "optimal"
    return Headcount(status, people, people if bound is None else bound)


def row(department: Department, mixed: int | Headcount, split: int | Headcount, free: int) -> Row:
    mixed, split = (headcount(one) if isinstance(one, int) else one for one in (mixed, split))
    return Row(department, mixed, split, headcount(free))


# ---- departments by hand


@pytest.mark.parametrize(
    ("calls_between_leads", "worth", "mixed", "split"), [(True, 1.0, 6, 8), (True, 0.8, 6, 8), (False, 1.0, 7, 8)]
)
def test_department_of_five(calls_between_leads, worth, mixed, split):
    # A cold deal takes 100 calls at 45 a half-day and 4 meetings: 6.222 half-days. A warm one takes 5 leads at 8 and
    # 2 meetings: 2.625. 4.5 people have 45 half-days a week; half cold and half warm, that is 45 / 4.424 = 10.17 deals.
    # So 25.43 leads a week, 2.54 a slot, a load of 0.318: one on duty answers 1 - 0.318 exp(-0.682 x 5 / 30) = 72% in
    # time, which is below 80%; so two are, and duty takes 20 half-days.
    # Split: inbound 20 + 10.17 meetings = 30.2 of 10 a person, so 4 people; hunters 5.086 x 6.222 = 31.6, so 4.
    # Mixed, worth 1: 20 + 10.17 + 20.34 meetings, and 508.6 calls. Between leads a slot gives floor(0.7 x 0.841 x 40) =
    # 23, so 460 in all, and 48.6 are left for 1.1 half-days: 51.6 make 6 people. Without that: 61.8 make 7.
    # Worth 0.8: warm leads bring 4.07 deals with 8.14 meetings; the 6.10 cold ones take 24.4 meetings and 763 calls,
    # of which 303 are not between leads: 20 + 8.14 + 24.4 + 6.7 = 59.3 make 6.
    (found,) = study([Department(calls_between_leads, worth, 5, 0.5)], jobs=1)
    assert (found.mixed.people, found.split.people) == (mixed, split)
    assert found.mixed.is_proven
    assert found.split.is_proven
    assert found.split.roles == {"hunter": 4, "inbound": 4, "mixed": 0}


def test_without_warm_leads():
    # Of a cold deal's 6.222 half-days 2.222 are calls, which worth 0.7 makes 3.175: 19.5 people's work takes
    # 19.5 x 7.175 / 6.222 = 22.5 mixed ones.
    (found,) = study([Department(True, 0.7, 20, 0.0)], jobs=1)
    assert [str(one) for one in (found.mixed, found.split, found.free)] == ["23", "20", "20"]


def test_relations():
    # Whatever a split team does, the same people do as mixed ones of equal worth: they may work every day pattern and
    # funnel, and what they do between leads is only more. A team that is free to have any roles may be either.
    family = [Department(True, worth, 2, share) for worth in (0.7, 1.0) for share in (0.25, 0.5)]
    for found in study(family, jobs=1):
        people = [one.people for one in (found.mixed, found.split, found.free)]
        assert all(one.is_proven for one in (found.mixed, found.split, found.free))
        assert people[2] <= min(people[:2])
        assert found.department.mixed_effectiveness < 1 or people[0] <= people[1]


def test_split_does_not_depend_on_mixed_people():
    (found,) = study([Department(True, 0.7, 2, 0.5)], jobs=1)
    plan = standard_configurations(Plan.model_validate(family_department(2, 0.5, 0.7)))[SPLIT].plan
    result = solve(plan)
    assert verify(plan, result) == []
    assert result.headcount == found.split.people


def test_families():
    full, quick = list(departments(full=True)), list(departments(full=False))
    assert (len(full), len(quick)) == (280, 36)
    assert set(quick) < set(full)


# ---- what it says

OPEN = Department(True, 0.7, 10, 0.5)
ROWS = [
    row(Department(True, 0.7, 5, 0.0), 6, 5, 5),
    row(Department(True, 0.7, 5, 0.5), 7, 8, 6),
    row(Department(True, 0.7, 10, 0.0), 12, 10, 10),
    row(OPEN, 14, headcount(12, 11), 12),
    row(Department(True, 1.0, 5, 0.0), 5, 5, 5),
    row(Department(True, 1.0, 5, 0.5), 6, 8, 6),
    row(Department(True, 1.0, 10, 0.0), 10, 10, 10),
    row(Department(True, 1.0, 10, 0.5), headcount(12, 11), 12, 11),
]
REPORT = """\
### Mixed people on duty call cold contacts between leads

- Mixed people 70% as effective: of 2 departments with warm leads, everybody mixed takes fewer people in 1 (size 5, by \
up to 1), the split takes fewer people in 1 (size 10, by up to 2).
- Mixed people 100% as effective: of 2 departments with warm leads, everybody mixed takes fewer people in 1 (size 5, \
by up to 2), it is open in 1.
- Free to have any roles, 1 of the 4 departments take fewer people than either, by up to 1.

From which size on the split takes fewer people (of 5, 10):

|   mixed people are worth | 0% warm   | 50% warm   |
|--------------------------|-----------|------------|
|                      70% | always    | from 10    |
|                     100% | never     | never      |

People with everybody mixed / split / any roles, and who takes fewer:

|   size | warm   | mixed people worth 70%    | mixed people worth 100%   |
|--------|--------|---------------------------|---------------------------|
|      5 | 0%     | 6 / 5 / 5: split -1       | 5 / 5 / 5: equal          |
|      5 | 50%    | 7 / 8 / 6: mixed -1       | 6 / 8 / 6: mixed -2       |
|     10 | 0%     | 12 / 10 / 10: split -2    | 10 / 10 / 10: equal       |
|     10 | 50%    | 14 / 11-12 / 12: split -2 | 11-12 / 12 / 11: open     |
"""


def test_report():
    assert report(ROWS) == REPORT


def test_turn_wants_every_larger_size():
    first, second = (Department(True, 0.9, size, 0.5) for size in (5, 10))
    assert turn([row(first, 7, 6, 6), row(second, 11, 11, 11)]) == "never"
    assert turn([row(second, 12, 11, 11), row(first, 7, 6, 6)]) == "always"


def test_cell_without_an_answer():
    assert cell(row(OPEN, headcount(None), headcount(None, 9), 12)) == "? / 9-? / 12: open"


def test_open_headcounts_save_what_is_proven():
    # the split needs 15 at least, whatever becomes of it, and 12 do if mixed
    found = row(OPEN, headcount(12, 11), headcount(16, 15), 12)
    assert (found.winner, found.saved) == ("mixed", 3)
    assert row(OPEN, headcount(12, 11), headcount(12, 12), 12).winner == "open"


def test_picture():
    drawn = picture.draw(ROWS, "svg")
    texts = ["".join(text.itertext()) for text in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert {"mixed people 70% as effective", "mixed people 100% as effective", "size of the department"} < set(texts)
    # a cell's text is two lines of the file; the last word is the colour bar's
    assert [text for text in texts if text in ("mixed", "split", "=", "?")] == [
        "split", "split", "mixed", "split", "=", "=", "mixed", "?", "mixed",
    ]  # fmt: skip
    assert drawn == picture.draw(ROWS, "svg")
    assert picture.draw(ROWS, "png").startswith(b"\x89PNG")


def test_run_writes_rows_and_picture(tmp_path, monkeypatch, capsys):
    for values, few in (("SIZES", (1, 2)), ("WARM_SHARES", (0.0,)), ("EFFECTIVENESS", (0.7,))):
        monkeypatch.setattr(configurations, f"QUICK_{values}", few)
    said = configurations.run(full=False, jobs=1, folder=tmp_path / "results")
    assert said.startswith("### Mixed people on duty call cold contacts between leads\n\n")
    assert "\n### People on duty only wait for leads\n\n" in said
    assert capsys.readouterr() == ("", "")
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == [
        "configurations.json", "configurations.png", "configurations.svg",
    ]  # fmt: skip
    written = json.loads((tmp_path / "results" / "configurations.json").read_text(encoding="utf-8"))
    assert sorted(written["versions"]) == ["ortools", "python", "salescrew"]
    # half a person's work, of which calls make 0.357, is 0.58 people's with worth 0.7
    alone = {"status": "optimal", "people": 1, "bound": 1}
    assert written["rows"][0] == {
        "calls_between_leads": True,
        "mixed_effectiveness": 0.7,
        "size": 1,
        "warm_share": 0.0,
        "mixed": {**alone, "roles": {"hunter": 0, "inbound": 0, "mixed": 1}},
        "split": {**alone, "roles": {"hunter": 1, "inbound": 0, "mixed": 0}},
        "free": {**alone, "roles": written["rows"][0]["free"]["roles"]},
        "winner": "equal",
    }
    assert len(written["rows"]) == 4
