"""Reading files: what values mean, which lines problems stand in, and shapes that no plan has."""

from __future__ import annotations

import io
import json
import math
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescrew.cli.render.cells import percent
from salescrew.errors import InputError
from salescrew.language import say, speaking
from salescrew.models.answers.result import Result
from salescrew.models.files.json_text import read_json
from salescrew.models.files.tree import MOST_VALUES
from salescrew.models.files.yaml_text import read_yaml
from salescrew.models.load import MOST_PLAN_BYTES, load, load_result, parse
from salescrew.models.plan.plan import Plan
from tests.models.plan.test_malformed import VALID
from tests.models.plan.test_plan import RICH

SHAPE = re.compile(r"plan(\.yaml|\.json)?(:\d+)?: (.+: )?must .+, got[: ].+[.?]|\.\.\. and .+ more problems?\.")


def said_of(text, name="plan.yaml"):
    with pytest.raises(InputError) as caught:
        parse(text, name)
    return str(caught.value)


# values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("1_000", "1_000"),
        ("35%", "35%"),
        ("2026-02", "2026-02"),
        ("2026-01-12", "2026-01-12"),
        ("2026-02-02/2026-02-06", "2026-02-02/2026-02-06"),
        ("12:30", "12:30"),
        ("0x10", "0x10"),
        ("1.2.3", "1.2.3"),
        ("=", "="),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("12", 12),
        ("-12", -12),
        ("007", 7),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("9" * 30, 1e30),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("'12'", "12"),
        ('"null"', "null"),
    ],
)
def test_what_yaml_values_mean(text, value):
    assert read_yaml(f"key: {text}\n").data() == {"key": value}
    assert read_yaml(f"[{text}, 1]\n").data() == [value, 1]


def test_what_is_no_number():
    assert math.isnan(read_yaml("key: .nan").data()["key"])


def test_names_that_yaml_1_1_takes_for_something_else():
    text = VALID.replace("audit", "NO").replace("calls", "on").replace("name: Anna", "name: Yes").replace("cold", "1_0")
    plan = parse(text, "plan.yaml")
    assert list(plan.products) == ["NO", "setup"]
    assert plan.day_patterns[0] == {"on": 90}
    assert plan.managers[0].name == "Yes"
    assert list(plan.funnels) == ["1_0", "warm"]


def test_anchors_and_merged_mappings():
    text = """\
a: &base {x: 1, y: [2]}
b: *base
c: {<<: *base, x: 3}
d:
  <<: [*base, {z: 4}]
  y: 5
e: &key name
*key : 6
"""
    assert read_yaml(text).data() == {
        "a": {"x": 1, "y": [2]},
        "b": {"x": 1, "y": [2]},
        "c": {"x": 3, "y": [2]},
        "d": {"y": 5, "x": 1, "z": 4},
        "e": "name",
        "name": 6,
    }


@pytest.mark.parametrize("text", [VALID, RICH], ids=["small", "rich"])
def test_json_and_yaml_give_the_same_plan(text):
    plan = parse(text, "plan.yaml")
    written = json.dumps(read_yaml(text).data(), indent=1)
    assert parse(written, "plan.json") == plan
    assert parse(written, "plan.yaml") == plan
    assert parse(written, "<stdin>") == plan
    assert parse(written.encode("utf-8"), "plan", "json") == plan
    assert parse("\N{ZERO WIDTH NO-BREAK SPACE}" + text.replace("\n", "\r\n"), "plan.yaml") == plan
    assert parse(("\N{ZERO WIDTH NO-BREAK SPACE}" + text).encode("utf-8"), "plan") == plan
    assert parse("--- # first\n" + text + "...\n", "plan.yml") == plan


def test_a_flow_mapping_without_quotes_is_yaml():
    assert said_of("{name: x}", "<stdin>").startswith("<stdin>:1: calendar: must be given, got nothing.")


def test_from_a_file(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(VALID, encoding="utf-8")
    assert load(path) == load(str(path)) == parse(VALID, "plan.yaml")


def test_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(VALID.encode("utf-8"))))
    assert load("-") == parse(VALID, "plan.yaml")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"name: [")))
    with pytest.raises(InputError, match=r"\A<stdin>:1: must be well-formed YAML, got a fault here: "):
        load("-")


# lines

SCATTERED = """\
# a comment

name: Scattered
calendar:

  start: 2026-01-12   # weeks are missing
target: {revenue:
    1_000_000, profits: 3}
products:
  audit:
    average_deal:
      0
day_patterns:
  -
    calls: 90
    calls: 80
funnels: {}
funnels:
  cold: {}
pipeline: steady
managers:
- name: Anna
- monthly_cost: 3
  roles:
    - hunter
    - boss
"""


def test_lines_of_yaml():
    assert said_of(SCATTERED).splitlines() == [
        "plan.yaml:4: calendar.weeks: must be given, got nothing. Add `weeks: 12`, or `end: 2026-03-31`.",
        "plan.yaml:8: target.profits: must be a known key, got profits. Did you mean profit?",
        "plan.yaml:11: products.audit.average_deal: must be above 0 without a monthly_fee, got 0. Write a number such "
        "as 150_000, or add `monthly_fee: 9_000`.",
        "plan.yaml:16: day_patterns[0].calls: must be given once, got it again after line 15. Remove one of the two.",
        "plan.yaml:17: funnels: must have at least one entry, got an empty mapping. Write it as "
        "{cold: {channel: outbound, product: audit, opens_with: calls, stages: [...]}}.",
        "plan.yaml:18: funnels: must be given once, got it again after line 17. Remove one of the two.",
        "plan.yaml:23: managers[1].name: must be given, got nothing. Add `name: Anna`.",
        "plan.yaml:26: managers[1].roles[1]: must be one of hunter, inbound, mixed, closer, got boss. "
        "Choose one of these.",
    ]


def test_lines_of_json():
    data = read_yaml(VALID).data()
    data["funnels"]["cold"]["stages"][0]["conversion"] = math.nan
    data["managers"][1]["name"] = 'a "quoted\\" {name}\n'
    data["calendar"]["weeks"] = math.inf
    del data["pipeline"]
    text = json.dumps(data, indent=1)
    twice = text.replace('"currency": "EUR",', '"currency": "EUR",\n "currency": "USD",')

    def line_with(part):
        (before, _) = twice.split(part)
        return before.count("\n") + 1

    expected = [
        (1, "pipeline: must be given, got nothing. Add `pipeline: steady`."),
        (4, "currency: must be given once, got it again after line 3. Remove one of the two."),
        (
            line_with('"weeks": Infinity'),
            "calendar.weeks: must be a finite number, got inf. Write a number such as 12.",
        ),
        (
            line_with('"conversion": NaN'),
            "funnels.cold.stages[0].conversion: must be a finite number, got nan. Write a number such as 0.35 or 35%.",
        ),
        (
            line_with("quoted"),
            "managers[1].name: must be text on one line, got 'a \"quoted\\\" {name}\N{REPLACEMENT CHARACTER}'. "
            "Write it on one line.",
        ),
    ]
    assert said_of(twice, "plan.json").splitlines() == [f"plan.json:{line}: {text}" for line, text in expected]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda values: st.lists(values, max_size=4) | st.dictionaries(st.text(), values, max_size=4),
        max_leaves=20,
    )
)
@settings(deadline=None)
def test_json_with_lines_is_the_same_json(value):
    document = read_json(json.dumps(value, indent=1), MOST_VALUES)
    assert document.tree().data() == document.data
    assert not document.has_twins


# shapes that no plan has

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)
)
LADDER = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 2000))
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: *a{n - 1}, x{n}: 1}}\n" for n in range(1, 2000))
TOO_MANY = "must hold at most 50,000 values, got more. Write fewer."
TOO_DEEP = "must be nested at most 64 deep, got more. Write it flat."
FAULTY_YAML = "must be well-formed YAML, got a fault here: "
CHECK_YAML = "Check the indentation, quotes and brackets here and in the line before."
FAULTY_JSON = "must be well-formed JSON, got a fault here: "
CHECK_JSON = "Check the quotes, commas and brackets here and in the line before."
HOSTILE = {
    "aliases that multiply": (BOMB, f"plan.yaml:5: {TOO_MANY}"),
    "aliases that pile up": (LADDER, f"plan.yaml:64: {TOO_DEEP}"),
    "merges that pile up": (MERGES, f"plan.yaml:314: {TOO_MANY}"),
    "an alias of itself": ("a: &a [*a]", "plan.yaml:1: must not contain itself, got *a within &a. Write it out."),
    "an alias of nothing": (
        "a: 1\nb: *bold*",
        "plan.yaml:2: must be an anchor that is defined above, got *bold*. Define it before, or put the text in "
        "quotes.",
    ),
    "a merge of a number": (
        "a: {<<: 3}",
        "plan.yaml:1: must be a mapping to take entries from, got 3. Write <<: *anchor.",
    ),
    "lists in lists": ("a: " + "[" * 100_000, f"plan.yaml:1: {TOO_DEEP}"),
    "lists in lines": ("a:\n " + "- " * 10_000, f"plan.yaml:2: {TOO_DEEP}"),
    "mappings in mappings": ("".join(" " * n + "a:\n" for n in range(500)), f"plan.yaml:65: {TOO_DEEP}"),
    "a million characters": (
        "a: " + "x" * 1_000_000,
        "plan.yaml: must have at most 1,000,000 characters as YAML, got 1,000,003. Write fewer, or JSON.",
    ),
    "a list for a key": ("[a]: 3", "plan.yaml:1: must have text for a key, got a list. Put quotes around it."),
    "a template": ("name: {{ name }}", "plan.yaml:1: must have text for a key, got a mapping. Put quotes around it."),
    "an alias of a list for a key": (
        "a: &a [1]\n*a : 2",
        "plan.yaml:2: must have text for a key, got a list. Write a text.",
    ),
    "two documents": (
        "a: 1\n---\nb: 2",
        "plan.yaml:2: must be a single document, got a second one. Remove the line --- and what follows, or keep it in "
        "a file of its own.",
    ),
    "a tab": ("a:\n\tb: 1", "plan.yaml:2: must be indented with spaces, got a tab. Replace the tabs by spaces."),
    "a bracket without end": (
        "a: 1\nb: [1, 2\nc: 3",
        f"plan.yaml:3: {FAULTY_YAML}expected ',' or ']', but got ':'. {CHECK_YAML}",
    ),
    "a line too far in": (
        "a: 1\n  b: 2",
        f"plan.yaml:2: {FAULTY_YAML}mapping values are not allowed here. {CHECK_YAML}",
    ),
    "an escape that stands for nothing": (
        'a: "\\U99999999"',
        f"plan.yaml:1: {FAULTY_YAML}the reader fails with OverflowError. {CHECK_YAML}",
    ),
    "a list": ("- a\n- b", "plan.yaml:1: must be a mapping, got a list. Write it as `name: ...` and so on."),
    "a text": ("to do", "plan.yaml:1: must be a mapping, got to do. Write it as `name: ...` and so on."),
    "nothing": ("", "plan.yaml: must not be empty, got nothing. Start from a plan that `salescrew init` writes."),
    "blanks": (" \n\n", "plan.yaml: must not be empty, got nothing. Start from a plan that `salescrew init` writes."),
    "comments": (
        "# name: x\n",
        "plan.yaml: must hold a plan, got comments only. Remove the # where values begin.",
    ),
    "a NUL byte": (
        b"name: x\nb: \x00",
        "plan.yaml:2: must be text, got the control character U+0000. Remove it.",
    ),
    "another encoding": (
        "name: x\nb: \N{LATIN SMALL LETTER E WITH ACUTE}".encode("latin-1"),
        "plan.yaml:2: must be text in UTF-8, got the byte 0xe9 (byte 12 of the file). Save the file as UTF-8.",
    ),
    "UTF-16": (
        "name: x".encode("utf-16"),
        "plan.yaml:1: must be text in UTF-8, got UTF-16 or UTF-32. Save the file as UTF-8.",
    ),
}
HOSTILE_JSON = {
    "lists in lists": ('{"a": ' + "[" * 1_000_000, f"plan.json:1: {TOO_DEEP}"),
    "lists in lists, as deep as can be read": ('{"a": ' + "[" * 64 + "]" * 64 + "}", f"plan.json:1: {TOO_DEEP}"),
    "mappings in lists that end well": (
        '{"a":\n' + '[{"b": ' * 32 + "\n1" + "}]" * 32 + "}",
        f"plan.json:2: {TOO_DEEP}",
    ),
    "too deep before a fault": ('{"a": ' + "[" * 64 + ",", f"plan.json:1: {TOO_DEEP}"),
    "too many values": ('{"a": [\n' + "1,\n" * 60_000, f"plan.json:50000: {TOO_MANY}"),
    "a text without end": (
        '{"a":\n"' + '\\"' * 1_000_000,
        f"plan.json:2: {FAULTY_JSON}unterminated string starting at (column 1). {CHECK_JSON}",
    ),
    "a comma too many": (
        '{"a": 1,\n}',
        f"plan.json:2: {FAULTY_JSON}expecting property name enclosed in double quotes (column 1). {CHECK_JSON}",
    ),
    "a list": ("[1]", "plan.json:1: must be a mapping, got a list. Write it as `name: ...` and so on."),
    "half a character": (
        '{"\\ud800": 1}',
        'plan.json:1: "{0}": must be text, got {0} with half a character in it. Remove that.'.format(
            "\N{REPLACEMENT CHARACTER}"
        ),
    ),
}


@pytest.mark.parametrize(("text", "message"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_yaml(text, message):
    assert said_of(text) == message


@pytest.mark.parametrize(("text", "message"), HOSTILE_JSON.values(), ids=HOSTILE_JSON)
def test_hostile_json(text, message):
    assert message in said_of(text, "plan.json").splitlines()


def test_brackets_and_commas_in_a_text_are_no_values():
    name = "[{," * 20_000
    assert parse(json.dumps({**read_yaml(VALID).data(), "name": name}, default=str), "plan.json").name == name


def test_lists_as_deep_as_may_be():
    nested = "[" * 63 + "]" * 63
    assert "nested" not in said_of(f'{{"a": {nested}}}', "plan.json")
    assert f"plan.json:1: {TOO_DEEP}" in said_of(f'{{"a": [{nested}]}}', "plan.json")


def test_a_file_too_large(tmp_path):
    path = tmp_path / "plan.json"
    path.write_bytes(b" " * (MOST_PLAN_BYTES + 1))
    with pytest.raises(InputError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: must have at most 10 MB, got more. Check whether it is the right file."


def test_what_is_no_file(tmp_path):
    with pytest.raises(InputError) as caught:
        load(tmp_path / "none.yaml")
    assert str(caught.value) == (
        f"{tmp_path / 'none.yaml'}: must be a file that exists, got none. Check the name and the folder."
    )
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert str(caught.value) == f"{tmp_path}: must be a file, got a folder. Name a file in it."
    with pytest.raises(InputError) as caught:
        load("a\0b.yaml")
    assert str(caught.value) == (
        "a\N{REPLACEMENT CHARACTER}b.yaml: must be a file that can be read, got: embedded null byte. Check the file."
    )


def test_a_file_that_may_not_be_read(monkeypatch, tmp_path):
    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "plan.yaml"
    path.write_text(VALID, encoding="utf-8")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: must be a file that can be read, got: permission denied. Check the file."


# whatever the bytes


def outcome(content, name):
    """Read a plan or say what is wrong, in the shape of all messages."""
    try:
        assert isinstance(parse(content, name), Plan)
    except InputError as error:
        for problem in error.problems:
            assert SHAPE.fullmatch(problem), problem


@given(st.binary(max_size=200), st.sampled_from(["plan", "plan.yaml", "plan.json"]))
@settings(deadline=None)
def test_any_bytes(content, name):
    outcome(content, name)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%?, \n\t1~<.", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_marks_of_yaml(text):
    outcome(text, "plan.yaml")


PIECES = (
    *"{}[]:-,&*!|>'\"#?\n\t ",
    ": ",
    "- ",
    "<<: *a\n",
    "&a ",
    "*a",
    "null",
    "-5",
    "1e400",
    ".nan",
    "500%",
    "2026-13-01",
    "duty",
    "calls",
)


@given(st.integers(), st.sampled_from([VALID, RICH]))
@settings(max_examples=300, deadline=None)
def test_any_slips_in_a_plan(seed, text):
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        first = chance.randrange(len(text))
        last = first + chance.choice([0, 0, 1, 5, 30])
        text = text[:first] + chance.choice(PIECES) * chance.randint(0, 1) + text[last:]
    outcome(text, "plan.yaml")


# results


RESULT = """\
{"version": 1, "status": "optimal", "headcount": 1, "headcount_bound": 1,
 "monthly_cost": 140000.0, "monthly_cost_bound": 140000.0, "revenue": 300000.0, "profit": null, "deals": 2.0,
 "products": {"audit": {"revenue": 300000.0, "profit": null, "deals": 2.0}},
 "managers": [{"name": "Anna", "role": "hunter", "monthly_cost": 140000.0, "hired": false}],
 "coverage": [],
 "roster": [{"date": "2026-01-12", "manager": "Anna", "pattern": {"calls": 90}, "duty": []}],
 "quotas": [
  {"date": "2026-01-12", "manager": "Anna", "calls": 84, "contacts": {"cold": 80}}
 ],
 "funnel": [{"week": "2026-01-12", "funnel": "cold", "stage": "paid", "entering": 2, "revenue": 300000.0}],
 "warnings": []}
"""
WRONG_RESULTS = {
    "a number in words": ('"calls": 84', '"calls": "many"', "8: quotas[0].calls: must be a whole number, got many."),
    "a fraction of a call": ('"calls": 84', '"calls": 84.5', "8: quotas[0].calls: must be a whole number, got 84.5."),
    "no number": ('"entering": 2', '"entering": NaN', "10: funnel[0].entering: must be a finite number, got nan."),
    "no end": ('"entering": 2', '"entering": 1e999', "10: funnel[0].entering: must be a finite number, got inf."),
    "a number of thousands of digits": (
        '"entering": 2',
        f'"entering": {"9" * 5000}',
        "10: funnel[0].entering: must be a finite number, got inf.",
    ),
    "no date": ('"week": "2026-01-12"', '"week": "x"', "10: funnel[0].week: must be a date such as 2026-01-12, got x."),
    "no role": (
        '"hunter"',
        '"boss"',
        "4: managers[0].role: must be 'hunter', 'inbound', 'mixed' or 'closer', got boss.",
    ),
    "no truth": ('"hired": false', '"hired": []', "4: managers[0].hired: must be true or false, got an empty list."),
    "no text": ('"manager": "Anna", "p', '"manager": 3, "p', "6: roster[0].manager: must be text, got 3."),
    "another version": ('"version": 1', '"version": 3', "1: version: must be 1 or 2, got 3."),
}


def said_of_result(text, tmp_path):
    path = tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_result(path)
    return [problem.removeprefix(f"{path}:") for problem in caught.value.problems]


def test_a_result_survives_being_written(tmp_path):
    path = tmp_path / "result.json"
    path.write_text(RESULT, encoding="utf-8")
    result = load_result(path)
    assert result.quotas[0].activities == {"calls": 84}
    path.write_text(result.to_json(), encoding="utf-8")
    assert load_result(str(path)) == result


def test_a_result_may_have_sentences_with_the_marks_of_any_language(tmp_path):
    path = tmp_path / "result.json"
    path.write_text(RESULT, encoding="utf-8")
    with speaking("ru"):
        said = f"{say('{n:,}', n=1_500_000)}; {percent('2.5')}"
    assert said == "1\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}000; 2,5\N{NO-BREAK SPACE}%"
    told = load_result(path).model_copy(update={"warnings": (said,)})
    path.write_text(told.to_json(), encoding="utf-8")
    assert load_result(path) == told


def test_a_result_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(RESULT.encode("utf-8"))))
    assert isinstance(load_result("-"), Result)


@pytest.mark.parametrize(("old", "new", "message"), WRONG_RESULTS.values(), ids=WRONG_RESULTS)
def test_what_is_wrong_with_a_result(old, new, message, tmp_path):
    assert RESULT.count(old) == 1
    assert said_of_result(RESULT.replace(old, new), tmp_path) == [f"{message} Correct it."]


def test_half_a_character_in_a_result(tmp_path):
    # the whole one, written as two halves, is fine
    text = RESULT.replace('"manager": "Anna", "p', '"manager": "\\ud83d\\ude00", "p')
    assert said_of_result(text.replace("\\ud83d", ""), tmp_path) == [
        "6: roster[0].manager: must be text, got \N{REPLACEMENT CHARACTER} with half a character in it. Remove that."
    ]
    path = tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    assert load_result(path).roster[0].manager == "\N{GRINNING FACE}"


def test_what_is_no_result(tmp_path):
    assert said_of_result("[]", tmp_path) == [
        "1: must be a mapping, got an empty list. Write it as `version: ...` and so on."
    ]
    assert said_of_result(RESULT.replace('"headcount": 1, ', ""), tmp_path) == [
        "1: headcount: must be given, got nothing. Add `headcount: ...`."
    ]
    assert said_of_result(RESULT.replace('"status"', '"state"'), tmp_path) == [
        "1: state: must be a known key, got state. Did you mean status?"
    ]
    assert said_of_result("", tmp_path) == [
        " must not be empty, got nothing. Write it with `salescrew solve --format json`."
    ]
    assert said_of_result("status: optimal", tmp_path) == [f"1: {FAULTY_JSON}expecting value (column 1). {CHECK_JSON}"]
