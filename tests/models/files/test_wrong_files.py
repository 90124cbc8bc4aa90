"""Files that are none of ours: refused by the first thing that shows it, and with no more words than anybody reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescrew.errors import InputError
from salescrew.models.answers.result import Result
from salescrew.models.facts import file as actuals_file
from salescrew.models.facts.file import parse_actuals
from salescrew.models.files.json_places import lines_of
from salescrew.models.files.json_text import read_json
from salescrew.models.files.tree import MOST_ANCHORS, MOST_ROOT_KEYS, MOST_VALUES
from salescrew.models.files.yaml_text import MOST_CHARACTERS
from salescrew.models.load import (
    MOST_PLAN_BYTES,
    MOST_RESULT_BYTES,
    MOST_RESULT_VALUES,
    load_configurations,
    load_result,
    parse,
)
from salescrew.models.plan.draft import DEEPEST
from salescrew.models.plan.refusals import MOST_FOUND, MOST_LETTERS, MOST_SHOWN
from salescrew.models.variants.configurations import MOST_CONFIGURATIONS
from tests.models.plan.test_malformed import VALID

DOCS = Path(__file__).parents[3] / "docs"
PLAN = parse(VALID, "plan.yaml")
AS_PLAN = "Write it as `name: ...` and so on."
AS_RESULT = "Write it as `version: ...` and so on."
BROKEN = "\n]}: &"
"""Whoever reads as far as this says that it is neither YAML nor JSON."""
TOO_MANY_KEYS = f"must have at most {MOST_ROOT_KEYS:,} keys at its root, got more. Check whether it is the right file."
TOO_MANY_ANCHORS = f"must define at most {MOST_ANCHORS:,} anchors, got more. Write the values out."
FIGURES = [name for name, field in Result.model_fields.items() if field.is_required() and name != "status"]
HEADER = "date,manager,what,funnel,count,amount\n"


def said_of(text, name="plan.yaml"):
    with pytest.raises(InputError) as caught:
        parse(text, name)
    return list(caught.value.problems)


def refusal_of_result(text, tmp_path):
    path = tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_result(path)
    return caught.value


def said_of_result(text, tmp_path):
    return [problem.removeprefix(f"{tmp_path}/") for problem in refusal_of_result(text, tmp_path).problems]


def is_bounded(problems):
    return len(problems) <= MOST_SHOWN + 1 and sum(map(len, problems)) <= MOST_LETTERS + 100


# the kind of the root comes first


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("- 1" + BROKEN, "plan.yaml", f"plan.yaml:1: must be a mapping, got a list. {AS_PLAN}"),
        ("\n# a list\n[1" + BROKEN, "plan.yaml", f"plan.yaml:3: must be a mapping, got a list. {AS_PLAN}"),
        ("dear all\n--- x: &" + BROKEN, "plan.yaml", f"plan.yaml:1: must be a mapping, got dear all. {AS_PLAN}"),
        ("\n[1" + BROKEN, "plan.json", f"plan.json:2: must be a mapping, got a list. {AS_PLAN}"),
        ("[1" + BROKEN, "plan", f"plan:1: must be a mapping, got a list. {AS_PLAN}"),
        ("[]", "plan", f"plan:1: must be a mapping, got a list. {AS_PLAN}"),
        ("[]", "plan.json", f"plan.json:1: must be a mapping, got an empty list. {AS_PLAN}"),
    ],
)
def test_the_kind_of_a_plan_comes_first(text, name, message):
    assert said_of(text, name) == [message]


def test_the_kind_of_a_result_comes_first(tmp_path):
    message = f"result.json:1: must be a mapping, got a list. {AS_RESULT}"
    assert said_of_result("[1, 2" + BROKEN, tmp_path) == [message]
    # within the bytes that a result may have, and not looked at
    assert said_of_result("[" + "1," * 5_100_000 + "1]", tmp_path) == [message]


def test_the_kind_of_configurations_comes_first(tmp_path):
    (tmp_path / "own.yaml").write_text("- 1" + BROKEN, encoding="utf-8")
    with pytest.raises(InputError, match=r"must be a mapping, got a list\. Write it as small: \{limits\.people: 6\}\."):
        load_configurations(tmp_path / "own.yaml", PLAN)


# bounds while reading


def keys(count):
    return "".join(f"key{number}: 1\n" for number in range(count))


def test_more_keys_than_a_file_of_ours_has():
    many = keys(MOST_ROOT_KEYS + 1)
    assert said_of(many + BROKEN) == [f"plan.yaml:{MOST_ROOT_KEYS + 1}: {TOO_MANY_KEYS}"]
    many = json.dumps(dict.fromkeys(many.splitlines(), 1), indent=1)
    assert said_of("\n" + many, "plan.json") == [f"plan.json:2: {TOO_MANY_KEYS}"]


def test_more_anchors_than_anybody_needs():
    anchors = "".join(f"key{number}: &a{number} 1\n" for number in range(MOST_ANCHORS + 1))
    assert said_of(anchors + BROKEN) == [f"plan.yaml:{MOST_ANCHORS + 1}: {TOO_MANY_ANCHORS}"]
    named = "".join(f"&a{number} key{number}: 1\n" for number in range(MOST_ANCHORS + 1))
    assert said_of(named + BROKEN) == [f"plan.yaml:{MOST_ANCHORS + 1}: {TOO_MANY_ANCHORS}"]


def test_as_many_keys_and_anchors_as_may_be():
    anchors = "".join(f"key{number}: &a{number} 1\n" for number in range(MOST_ANCHORS))
    text = anchors + "".join(f"more{number}: 1\n" for number in range(MOST_ROOT_KEYS - MOST_ANCHORS))
    problems = said_of(text)
    assert problems[0].startswith("plan.yaml:1: name: must be given")
    assert problems[-1].endswith(" more problems.")
    assert is_bounded(problems)


def test_more_keys_than_a_result_has(tmp_path):
    many = dict.fromkeys(keys(MOST_ROOT_KEYS + 1).splitlines(), 1)
    assert said_of_result(json.dumps(many, indent=1), tmp_path) == [f"result.json:1: {TOO_MANY_KEYS}"]


def test_names_of_more_people_than_that_are_fine_below_the_root(tmp_path):
    path = tmp_path / "result.json"
    data = {"status": "no_answer", **dict.fromkeys(FIGURES)}
    product = {"revenue": 1.0, "profit": None, "deals": 1.0}
    data["products"] = {f"product {number}": product for number in range(2 * MOST_ROOT_KEYS)}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert len(load_result(path).products) == 2 * MOST_ROOT_KEYS
    data["products"] = dict.fromkeys(data["products"], 1)
    error = refusal_of_result(json.dumps(data, indent=1), tmp_path)
    assert error.problems[-1].startswith("... and at least ")
    assert is_bounded(error.problems)


def test_configurations_are_counted_before_any_is_looked_at(tmp_path):
    path = tmp_path / "own.json"
    path.write_text(json.dumps({f"small {number}": {"no.place": 1} for number in range(3000)}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_configurations(path, PLAN)
    assert caught.value.problems == (
        f"{path}:1: must hold at most {MOST_CONFIGURATIONS} configurations, got 3,000. Write fewer, or vary "
        "values with `salescrew sweep`.",
    )


# lists that are wrong from the beginning on


@pytest.mark.parametrize("item", ["1", "{}", "[]", '{"date": 1, "x": 2}'])
def test_a_long_list_is_looked_at_where_it_begins(item, tmp_path):
    text = '{"status": "optimal",\n"roster": [' + ",\n".join([item] * 20_000) + "]}"
    error = refusal_of_result(text, tmp_path)
    assert len(error.details) <= MOST_FOUND
    assert error.problems[-1].startswith("... and at least ")
    assert is_bounded(error.problems)
    lines = [int(problem.removeprefix(f"{tmp_path}/result.json:").split(":")[0]) for problem in error.problems[:-1]]
    assert lines == sorted(lines)
    assert lines[-1] > 10


def test_what_is_wrong_behind_the_beginning_is_found_all_the_same(tmp_path):
    row = '{"date": "2026-01-12", "slot": "am", "leads": 1.0, "required": 1}'
    head = "".join(f'"{figure}": null, ' for figure in FIGURES)
    rows = [row] * 3000
    text = f'{{"status": "no_answer", {head}"coverage": [\n' + ",\n".join(rows) + "]}"
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    assert len(load_result(tmp_path / "result.json").coverage) == 3000
    rows[2500] = row.replace("1.0", '"x"')
    text = f'{{"status": "no_answer", {head}"coverage": [\n' + ",\n".join(rows) + "]}"
    assert said_of_result(text, tmp_path) == [
        "result.json:2502: coverage[2500].leads: must be a number, got x. Correct it."
    ]


# facts


def said_of_facts(text):
    with pytest.raises(InputError) as caught:
        parse_actuals(text, "a.csv", PLAN)
    return caught.value


def test_rows_are_read_until_enough_is_wrong():
    text = HEADER + "x,y,z,,1,\n" * 2000 + '2026-01-12,"a quote that is not closed'
    error = said_of_facts(text)
    assert len(error.details) <= MOST_FOUND + 3
    assert error.problems[-1].startswith("... and at least ")
    assert is_bounded(error.problems)


def test_more_rows_than_anybody_has(monkeypatch):
    monkeypatch.setattr(actuals_file, "MOST_ROWS", 10)
    for end in ("\n", "\r", "\r\n"):
        error = said_of_facts(HEADER + end * 11)
        assert str(error) == "a.csv: must have at most 10 rows, got more. Check whether it is the right file."


@pytest.mark.parametrize("begins", ['{"status": ', '"', "date,"])
def test_a_first_line_that_is_no_header(begins):
    assert str(said_of_facts("\n" + begins + "x" * 200_000)) == (
        f"a.csv:2: must begin with the columns {HEADER.strip()}, got a line of {200_000 + len(begins):,} letters. "
        "Check whether it is the right file."
    )


def test_a_cell_that_is_no_cell():
    error = said_of_facts(HEADER + "x" * 200_000)
    assert str(error) == (
        "a.csv:2: row: must be cells of a table, got: field larger than field limit (131072). Check its quotes."
    )


def test_more_columns_than_anybody_has():
    error = said_of_facts(",".join(f"dat{number}" for number in range(1000)) + "\n")
    assert str(error) == (
        "a.csv:1: must have at most 100 columns, got 1,000. The columns are date, manager, what, funnel, count, amount."
    )


# what no program writes into a result


RESULT = '{"status": "optimal",\n "products": {\n  "a": {"revenue": 1, "profit": null, "deals": 1}}}'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"a": ',
            '"a": 3,\n  "a": ',
            "4: products.a: must be given once, got it again after line 3. Remove one of the two.",
        ),
        ('"deals": 1', '"deals": -Infinity', "3: products.a.deals: must be a finite number, got -inf. Correct it."),
        (
            '"a": ',
            '"a\\u0009\\u200b": ',
            '3: products."a��": must be text that can be seen, got a�� with U+0009 in it. Remove that.',
        ),
        ("optimal", "o\\nptimal", "1: status: must be text on one line, got o�ptimal. Write it on one line."),
        (
            "optimal",
            "\\\\u202e\\u202e",
            "1: status: must be text that can be seen, got \\u202e� with U+202E in it. Remove that.",
        ),
    ],
)
def test_the_first_of_it_ends_the_reading(old, new, message, tmp_path):
    assert RESULT.count(old) == 1
    assert said_of_result(RESULT.replace(old, new), tmp_path) == [f"result.json:{message}"]


def test_escapes_of_letters_that_can_be_seen_are_fine(tmp_path):
    path = tmp_path / "result.json"
    warning = 'Ольга \N{GRINNING FACE} "quoted" \\u202e a\\b'
    data = {"status": "no_answer", **dict.fromkeys(FIGURES), "warnings": [warning]}
    for ascii_too in (True, False):
        path.write_text(json.dumps(data, ensure_ascii=ascii_too), encoding="utf-8")
        assert load_result(path) == Result.model_validate(data)


# lines


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(st.text(), values, max_size=4),
    max_leaves=20,
)


def paths_in(value, path=()):
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from paths_in(part, (*path, step))


@given(VALUES, st.sampled_from([None, 0, 1, "\t"]), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_lines_are_those_of_a_reader_that_reads_all(value, indent, chance):
    text = "\n " + json.dumps(value, indent=indent)
    paths = list(paths_in(value))
    paths = chance.sample(paths, min(5, len(paths)))
    paths += [(*path, "no such key") for path in paths] + [(*path, 99, "x") for path in paths]
    tree = read_json(text, MOST_VALUES).tree()
    assert lines_of(text, paths) == {path: tree.line_of(path) for path in paths}


def test_control_characters_in_a_result(tmp_path):
    told = "result.json:1: must be well-formed JSON, got a fault here: "
    assert said_of_result("\0\0", tmp_path)[0].startswith(f"{told}expecting value (column 1).")
    assert said_of_result('{"status": "\0"}', tmp_path)[0].startswith(
        f"{told}invalid control character at (column 13)."
    )
    assert said_of_result('{"status": "\x7f"}', tmp_path) == [
        "result.json:1: status: must be text that can be seen, got \N{REPLACEMENT CHARACTER} with U+007F in it. "
        "Remove that."
    ]


# what the pages say


def test_the_bounds_are_those_of_the_pages():
    plan, result, facts, commands = (
        " ".join((DOCS / f"{page}.md").read_text(encoding="utf-8").split())
        for page in ("plan-format", "result-format", "actuals-format", "commands")
    )
    assert f"at most {MOST_PLAN_BYTES // 10**6} MB, as YAML at most {MOST_CHARACTERS:,} characters" in plan
    assert f"at most {MOST_VALUES:,} values, {MOST_ROOT_KEYS:,} keys at its root, {MOST_ANCHORS:,} anchors" in plan
    assert f"and {DEEPEST} levels" in plan
    bytes_of_a_result = f"at most {MOST_RESULT_BYTES // 10**6} MB"
    assert f"{bytes_of_a_result}, {MOST_RESULT_VALUES:,} values and {MOST_ROOT_KEYS:,} keys at its root" in result
    assert f"{bytes_of_a_result}, {actuals_file.MOST_ROWS:,} rows and {actuals_file.MOST_COLUMNS} columns" in facts
    assert f"at most {MOST_CONFIGURATIONS} of them" in commands
