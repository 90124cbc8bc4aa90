"""The form for what really happens, and files of facts: what is written is read back, and nothing is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import re
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescrew.errors import InputError
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import COLUMNS, Fact, totals
from salescrew.models.facts.file import actuals_of, parse_actuals
from salescrew.models.facts.form import BOM, FormRow, form_csv, form_rows
from salescrew.models.files.spreadsheet import written
from salescrew.models.load import load_actuals
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand
from tests.facts import Facts
from tests.quota_cases import NAMES
from tests.solver.stored import solved_case

DATA, ANSWER = by_hand()
PLAN, RESULT = Plan.model_validate(DATA), Result.model_validate(ANSWER)
DAYS = dt.date(2026, 1, 12), dt.date(2026, 1, 13), dt.date(2026, 1, 19), dt.date(2026, 1, 20)
SHAPES = {
    "plain": {},
    "planned": {"planned": True},
    "semicolons": {"semicolons": True},
    "semicolons and planned": {"semicolons": True, "planned": True},
}
shapes = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


def read(text, plan=PLAN):
    return parse_actuals(text, "form.csv", plan)


def of_result(data):
    """Give a plan and its answer, changed or not."""
    return Plan.model_validate(data[0]), Result.model_validate(data[1])


def under_way():
    """Give the plan with 3 contacts and 1.5 meetings that begin with it, and 5 meetings that began before."""
    data, answer = by_hand()
    data["pipeline"] = {"cold": {"contact": 3, "meeting": 1.5}, "warm": {"lead": [{"items": 5, "waited_days": 1}]}}
    return of_result((data, answer))


def asked(plan, rows):
    """Leave out what later stages and payments are asked for."""
    later = {(name, stage.name) for name, funnel in plan.funnels.items() for stage in funnel.stages[1:]}
    return [row for row in rows if row.what != "paid" and (row.funnel, row.what) not in later]


# rows


def test_the_form_by_hand():
    # Anna opens 8 contacts with 8 calls and holds 2 + 2 meetings; of the 2 leads of each morning Boris takes all
    first, second, third, fourth = DAYS
    assert asked(PLAN, form_rows(PLAN, RESULT)) == [
        FormRow(first, "Anna", "calls", "", 8),
        FormRow(first, "Anna", "contacts", "cold", 8.0),
        FormRow(first, "Boris", "leads", "warm", 2.0),
        FormRow(second, "Anna", "meetings", "", 2),
        FormRow(second, "Boris", "leads", "warm", 2.0),
        FormRow(third, "Anna", "meetings", "", 2),
        FormRow(third, "Boris", "leads", "warm", 2.0),
        FormRow(fourth, "Boris", "leads", "warm", 2.0),
    ]


def test_what_later_stages_are_asked_for_once_a_week_by_hand():
    # half of 8 contacts meet in the first week, half of these pay in the second; Boris makes 2 deals of 4 leads a week
    second, fourth = DAYS[1], DAYS[3]
    rows = form_rows(PLAN, RESULT)
    assert [row for row in rows if row not in asked(PLAN, rows)] == [
        FormRow(second, "Boris", "paid", "warm", 2.0, 200.0),
        FormRow(second, "", "meeting", "cold", 4.0),
        FormRow(fourth, "Boris", "paid", "warm", 2.0, 200.0),
        FormRow(fourth, "", "paid", "cold", 2.0, 200.0),
    ]
    assert "2026-01-13,Boris,paid,warm,,\r\n" in form_csv(rows)


def test_a_week_of_which_something_is_told_is_not_asked_for_again():
    facts = [Fact(DAYS[2], "paid", "paid", "", "cold", 1, 90), Fact(DAYS[2], "paid", "paid", "Boris", "warm", 1, 90)]
    rows = form_rows(PLAN, RESULT, facts=facts)
    left = [row for row in rows if row not in asked(PLAN, rows) and row.count is None]
    assert left == [FormRow(DAYS[1], "Boris", "paid", "warm", 2.0, 200.0), FormRow(DAYS[1], "", "meeting", "cold", 4.0)]


def test_the_filled_form_by_hand():
    # half of 8 contacts meet in the same week: on the day of the contacts; half of these 4 pay in the week after, over
    # its two days; half of the 2 leads of a day pay at once, and Boris took them; a deal is 100
    first, _, third, fourth = DAYS
    added = [row for row in form_rows(PLAN, RESULT, filled=True) if row not in form_rows(PLAN, RESULT)]
    assert [row for row in added if row.funnel == "cold"] == [
        FormRow(first, "", "meeting", "cold", 4.0),
        FormRow(third, "", "paid", "cold", 1.0, 100.0),
        FormRow(fourth, "", "paid", "cold", 1.0, 100.0),
    ]
    assert [row for row in added if row.funnel == "warm"] == [
        FormRow(day, "Boris", "paid", "warm", 1.0, 100.0) for day in DAYS
    ]


def test_what_is_under_way_is_filled_in_already():
    # contacts under way enter the first stage, which no row is about; what has waited at its stage enters none
    plan, result = under_way()
    rows = form_rows(plan, result)
    assert rows[0] == FormRow(DAYS[0], "", "meeting", "cold", 1.5, count=1.5)
    assert asked(plan, rows) == asked(PLAN, form_rows(PLAN, RESULT))
    found = read(form_csv(rows), plan)
    assert found.facts == (Fact(DAYS[0], "stage", "meeting", "", "cold", 1.5),)
    assert found.unfilled == len(rows) - 1


def quotas_of(result):
    """List what the form must ask for, out of the result's quotas alone."""
    for row in result.quotas:
        yield from ((row.date, row.manager, what, "", quota) for what, quota in row.activities.items())
        yield from ((row.date, row.manager, "contacts", name, count) for name, count in row.contacts.items())


def leads_of(plan, result):
    """List the leads that the form must ask for: of each slot, everybody who is on duty takes as many."""
    on_duty = defaultdict(list)
    for row in result.roster:
        for slot in row.duty:
            on_duty[row.date, slot].append(row.manager)
    taken = defaultdict(int)
    for slot in Facts(plan).slots:
        covering = on_duty[slot.day, slot.name]
        for name, (funnel, count) in itertools.product(covering, slot.leads.items()):
            taken[slot.day, name, "leads", funnel] += count / len(covering)
    return [(*about, float(count)) for about, count in taken.items()]


def counted(rows):
    return Counter((*about, round(count, 6)) for *about, count in rows if count > 0)


@pytest.mark.parametrize("name", ["by hand", *NAMES])
def test_a_row_for_each_quota_and_each_expected_lead(name):
    plan, result = (PLAN, RESULT) if name == "by hand" else solved_case(name)
    rows = [row for row in asked(plan, form_rows(plan, result)) if row.count is None]
    found = counted((row.date, row.manager, row.what, row.funnel, row.planned) for row in rows)
    assert found == counted([*quotas_of(result), *leads_of(plan, result)])
    assert len(rows) == found.total()
    assert [row.date for row in rows] == sorted(row.date for row in rows)
    assert not any(row.amount for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_filled_form_has_all_that_is_expected(name):
    # every stage but the first, and what is paid, adds up to what the result has
    plan, result = solved_case(name)
    flow = defaultdict(float)
    for row in form_rows(plan, result, filled=True):
        if row.funnel and row.what not in ("contacts", "leads"):
            flow[row.funnel, row.what, "items"] += row.planned
            flow[row.funnel, row.what, "revenue"] += row.amount or 0.0
    expected = defaultdict(float)
    for row in result.funnel:
        if row.entering and row.stage != plan.funnels[row.funnel].stages[0].name:
            expected[row.funnel, row.stage, "items"] += row.entering
            expected[row.funnel, row.stage, "revenue"] += row.revenue
    assert flow == pytest.approx(expected, rel=1e-6, abs=1e-5)


# written and read back


@shapes
@pytest.mark.parametrize("name", ["by hand", "under way", *NAMES[:6]])
def test_the_filled_form_is_read_back(name, shape):
    plan, result = {"by hand": (PLAN, RESULT), "under way": under_way()}.get(name) or solved_case(name)
    rows = form_rows(plan, result, filled=True)
    found = read(form_csv(rows, filled=True, **shape), plan)
    assert (found.unfilled, found.notes) == (0, ())
    as_rows = [(fact.date, fact.manager, fact.of, fact.funnel) for fact in found]
    assert as_rows == [(row.date, row.manager, row.what, row.funnel) for row in rows]
    assert [fact.count for fact in found] == pytest.approx([row.planned for row in rows], rel=1e-12, abs=1e-12)
    assert [fact.amount for fact in found] == pytest.approx([row.amount or 0.0 for row in rows], rel=1e-12, abs=1e-9)
    for what, total in totals(found).items():
        own = [row for row in rows if row.what == what]
        assert total.rows == len(own)
        assert total.count == pytest.approx(sum(row.planned for row in own))
        assert total.amount == pytest.approx(sum(row.amount or 0.0 for row in own))


@shapes
def test_an_empty_form_is_read_as_not_filled_in(shape):
    text = form_csv(form_rows(PLAN, RESULT), **shape)
    found = read(text)
    assert (found.facts, found.unfilled) == ((), 12)


def test_the_text_of_a_form():
    rows = [FormRow(DAYS[0], "Anna", "calls", "", 8), FormRow(DAYS[0], "", "paid", "cold", 1.5, 1234.25)]
    assert form_csv(rows) == (
        "date,manager,what,funnel,count,amount\r\n2026-01-12,Anna,calls,,,\r\n2026-01-12,,paid,cold,,\r\n"
    )
    assert form_csv(rows, filled=True, semicolons=True, planned=True) == (
        "date;manager;what;funnel;count;amount;planned\r\n"
        "2026-01-12;Anna;calls;;8;;8\r\n"
        "2026-01-12;;paid;cold;1,5;1234,25;1,5\r\n"
    )


def test_a_form_as_rows_of_plain_data():
    text = form_csv(form_rows(PLAN, RESULT, filled=True), filled=True, planned=True)
    assert actuals_of(csv.DictReader(io.StringIO(text)), PLAN) == read(text)


def test_the_mark_of_utf_8_is_read(tmp_path):
    text = form_csv(form_rows(PLAN, RESULT, filled=True), filled=True, semicolons=True)
    path = tmp_path / "form.csv"
    path.write_bytes((BOM + text).encode("utf-8"))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdate;manager;")
    assert load_actuals(path, PLAN) == read(text)


# facts that are known


def test_facts_keep_their_rows_and_are_asked_for_no_more():
    first, second, third, _ = DAYS
    facts = [
        Fact(first, "activity", "calls", "Anna", "", 5),
        Fact(first, "activity", "calls", "Anna", "", 2),
        Fact(second, "leads", "leads", "Boris", "warm", 0),
        Fact(second, "activity", "meetings", "Carla", "", 1),
        Fact(third, "paid", "paid", "", "cold", 1, 90),
    ]
    rows = form_rows(PLAN, RESULT, facts=facts)
    assert rows[:6] == [
        FormRow(first, "Anna", "calls", "", 8, count=5),
        FormRow(first, "Anna", "calls", "", None, count=2),
        FormRow(first, "Anna", "contacts", "cold", 8.0),
        FormRow(first, "Boris", "leads", "warm", 2.0),
        FormRow(second, "Anna", "meetings", "", 2),
        FormRow(second, "Boris", "leads", "warm", 2.0, count=0),
    ]
    # nobody expects anything of these
    assert [row for row in rows[6:] if row.count is not None] == [
        FormRow(second, "Carla", "meetings", "", None, count=1),
        FormRow(third, "", "paid", "cold", None, 90, 1),
    ]
    # two are there besides, and one in the place of what is paid in the second week
    assert len(rows) == len(form_rows(PLAN, RESULT)) + 2
    filled = form_rows(PLAN, RESULT, filled=True, facts=facts)
    assert [row for row in filled if row.what == "paid" and row.funnel == "cold"] == [
        FormRow(third, "", "paid", "cold", 1.0, 90, 1),
        FormRow(DAYS[3], "", "paid", "cold", 1.0, 100.0),
    ]
    text = form_csv(filled, filled=True)
    assert "2026-01-12,Anna,calls,,5,\r\n2026-01-12,Anna,calls,,2,\r\n2026-01-12,Anna,contacts,cold,8,\r\n" in text
    assert "2026-01-19,,paid,cold,1,90\r\n" in text


def test_what_a_fact_tells_in_other_words_is_not_asked_for():
    first, _, third, fourth = DAYS
    # calls in a funnel are calls; what entered a stage through somebody or nobody is what enters it
    calls = Fact(first, "activity", "calls", "Anna", "cold", 5)
    by_anna = Fact(third, "paid", "paid", "Anna", "cold", 1, 90)
    by_nobody = Fact(fourth, "paid", "paid", "", "warm", 2, 180)
    by_another = Fact(third, "paid", "paid", "Carla", "warm", 1, 80)
    rows = form_rows(PLAN, RESULT, filled=True, facts=[calls, by_anna, by_nobody, by_another])
    assert [row for row in rows if row.what == "calls"] == [FormRow(first, "Anna", "calls", "cold", 8, count=5)]
    assert [row for row in rows if row.what == "paid" and row.date >= third] == [
        FormRow(third, "Anna", "paid", "cold", None, 90, 1),
        FormRow(third, "Boris", "paid", "warm", 1.0, 100.0),
        FormRow(third, "Carla", "paid", "warm", None, 80, 1),
        FormRow(fourth, "", "paid", "warm", None, 180, 2),
        FormRow(fourth, "", "paid", "cold", 1.0, 100.0),
    ]


def test_what_was_under_way_is_not_told_again():
    plan, result = under_way()
    known = read(form_csv(form_rows(plan, result)), plan)
    (entered,) = known.facts
    rows = form_rows(plan, result, facts=known)
    assert [row for row in rows if row.count is not None] == [FormRow(DAYS[0], "", "meeting", "cold", None, None, 1.5)]
    assert entered.count == 1.5
    # whoever took the row out knows better
    assert all(row.count is None for row in form_rows(plan, result, facts=()))


@shapes
@pytest.mark.parametrize("name", ["by hand", "under way", *NAMES[:6]])
def test_no_fact_is_lost_or_changed_in_a_form_that_goes_on(name, shape):
    plan, result = {"by hand": (PLAN, RESULT), "under way": under_way()}.get(name) or solved_case(name)
    everything = read(form_csv(form_rows(plan, result, filled=True), filled=True), plan)
    known = everything.facts[::2]
    form = form_rows(plan, result, filled=True, facts=known)
    empty = read(form_csv(form, **shape), plan)
    assert Counter(empty.facts) == Counter(known)
    filled = read(form_csv(form, filled=True, **shape), plan)
    assert filled.unfilled == 0
    # what was under way is among the facts or was left out
    started = {(fact.date, fact.of, fact.funnel) for fact in read(form_csv(form_rows(plan, result)), plan)}
    left_out = sum((one.date, one.of, one.funnel) in started for one in everything.facts[1::2])
    assert empty.unfilled + len(known) == len(everything) - left_out


# names that would be formulas

FORMULAS = ("=cmd()", "+x", "-x", "@x")
NAMED = (*FORMULAS, "'Ann'", 'A"n', "A,n", "A;n", "An, x;=1", "12", "2026-01-12", "\N{LATIN SMALL LETTER E WITH ACUTE}")


def renamed(old, new):
    """Give the plan and its answer with another name for something."""
    text = json.dumps(by_hand())
    return of_result(json.loads(text.replace(json.dumps(old), json.dumps(new))))


@shapes
@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("old", ["Boris", "calls", "meetings", "meeting", "cold", "warm"])
def test_a_name_is_read_back_and_never_a_formula(old, name, shape):
    plan, result = renamed(old, name)
    rows = form_rows(plan, result, filled=True)
    text = form_csv(rows, filled=True, **shape)
    cells = csv.reader(io.StringIO(text, newline=""), delimiter=";" if "semicolons" in shape else ",")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in cells for cell in row)
    found = read(text, plan)
    as_rows = [(fact.manager, fact.of, fact.funnel, fact.count) for fact in found]
    assert as_rows == [(row.manager, row.what, row.funnel, row.planned) for row in rows]
    assert any(name in (row.manager, row.what, row.funnel) for row in rows)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_that_a_spreadsheet_shows_without_its_apostrophe(name):
    plan, _ = renamed("Boris", name)
    row = "date,manager,what,count\n2026-01-12,{},calls,5\n"
    fact = Fact(DAYS[0], "activity", "calls", name, "", 5.0)
    assert read(row.format(name), plan).facts == read(row.format("'" + name), plan).facts == (fact,)


# files of any facts


def facts():
    """Draw facts that the plan can have."""
    days = st.dates(DAYS[0], dt.date(2026, 1, 25))
    counts = st.floats(0, 1e6).map(lambda number: round(number, 6))
    people = st.sampled_from(["Anna", "Boris", "junior 1"])
    drawn = [
        st.builds(Fact, days, st.just("activity"), st.sampled_from(["calls", "meetings"]), people, st.just(""), counts),
        st.builds(Fact, days, st.just("contacts"), st.just("contacts"), people, st.just("cold"), counts),
        st.builds(Fact, days, st.just("leads"), st.just("leads"), people, st.just("warm"), counts),
        st.builds(Fact, days, st.just("stage"), st.just("meeting"), people | st.just(""), st.just("cold"), counts),
        st.builds(Fact, days, st.just("paid"), st.just("paid"), st.just(""), st.just("warm"), counts, counts),
        st.builds(Fact, days, st.just("absent"), st.just("absent"), people, st.just(""), st.sampled_from([0.5, 1.0])),
    ]
    return st.lists(st.one_of(drawn), max_size=30)


@given(facts(), st.sampled_from([",", ";", "\t"]), st.permutations([*COLUMNS, "planned"]))
def test_totals_of_a_file_are_those_of_its_rows(happened, separator, columns):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, delimiter=separator)
    writer.writeheader()
    for fact in happened:
        # where tabs separate the cells, a decimal comma and a fourth decimal can only mean one thing
        count, amount = (written(number, decimal_comma=separator == ";") for number in (fact.count, fact.amount))
        if separator == "\t":
            count, amount = (f"{number:.6f}" for number in (fact.count, fact.amount))
        cells = (fact.date.isoformat(), fact.manager, fact.of, fact.funnel, count, amount if fact.amount else "0")
        writer.writerow(dict(zip(COLUMNS, cells, strict=True)))
    found = read(buffer.getvalue())
    assert found.facts == tuple(happened)
    assert totals(found) == totals(happened)
    for what, total in totals(found).items():
        own = [fact for fact in happened if fact.of == what]
        assert total.rows == len(own)
        assert total.count == pytest.approx(sum(fact.count for fact in own), rel=1e-12)
        assert total.amount == pytest.approx(sum(fact.amount for fact in own), rel=1e-12)


PIECES = (
    "\n",
    "\r",
    '"',
    ",",
    ";",
    "\t",
    "'",
    "=",
    "-",
    "\0",
    "1.234",
    "12",
    "Anna",
    "calls",
    "paid",
    "2026-01-12",
    " ",
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from([",", ";", "\t"]))
def test_any_slips_are_read_or_refused_with_their_lines(text, separator):
    whole = f"{separator.join(COLUMNS)}\n{text}"
    try:
        found = read(whole)
    except InputError as error:
        problems = error.problems
    else:
        problems = ()
        assert len(found) + found.unfilled <= len(whole.splitlines())
    for problem in problems:
        assert re.fullmatch(r"form\.csv:\d+: \w+: must .+[.!?]", problem, re.DOTALL), problem
