"""What really happened, out of files of whatever spreadsheet: read to the last row, or refused with every line."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest

from salescrew.errors import InputError
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import COLUMNS, Actuals, Fact, Total, totals
from salescrew.models.facts.file import actuals_of, parse_actuals
from salescrew.models.load import load_actuals
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand

DATA, ANSWER = by_hand()
PLAN, RESULT = Plan.model_validate(DATA), Result.model_validate(ANSWER)
HEADER = "date,manager,what,funnel,count,amount\n"
DAY = dt.date(2026, 1, 12)
CALLS = Fact(DAY, "activity", "calls", "Anna", "", 8.0)
CONTACTS = Fact(DAY, "contacts", "contacts", "Anna", "cold", 7.5)
PAID = Fact(dt.date(2026, 1, 19), "paid", "paid", "", "cold", 2.0, 1234.5)
WHATS = "calls, meetings, contacts, leads, contact, meeting, lead, paid, absent"


def plan(**changes):
    return Plan.model_validate(by_hand()[0] | changes)


def funnels(**changes):
    """Give the plan with changes to its funnels."""
    return plan(funnels={name: of | changes.get(name, {}) for name, of in DATA["funnels"].items()})


def read(text, of=PLAN):
    return parse_actuals(text, "a.csv", of)


def rows(*lines, of=PLAN):
    return read(HEADER + "".join(f"{line}\n" for line in lines), of).facts


def said(text, of=PLAN):
    with pytest.raises(InputError) as caught:
        read(text, of)
    assert [problem.sentence for problem in caught.value.details] == list(caught.value.problems)
    return list(caught.value.problems)


def said_of(*lines, of=PLAN):
    return [one.removeprefix("a.csv:") for one in said(HEADER + "".join(f"{line}\n" for line in lines), of)]


# the shapes of files

COMMAS = HEADER + "2026-01-12,Anna,calls,,8,\n2026-01-12,Anna,contacts,cold,7.5,\n2026-01-19,,paid,cold,2,1234.5\n"
SEMICOLONS = COMMAS.replace(",", ";").replace(".", ",")
FILES = {
    "commas": COMMAS,
    "semicolons": SEMICOLONS,
    "tabs": COMMAS.replace(",", "\t"),
    "tabs and decimal commas": SEMICOLONS.replace(";", "\t"),
    "commas and decimal commas": COMMAS.replace("7.5", '"7,5"').replace("1234.5", '"1.234,5"'),
    "semicolons and decimal points": COMMAS.replace(",", ";"),
    "Windows line ends": COMMAS.replace("\n", "\r\n"),
    "line ends of old Macs": COMMAS.replace("\n", "\r"),
    "a line that names the separator": "sep=;\r\n" + SEMICOLONS,
    "blank lines and one that names the separator": "\n;;;;;\nSEP=;\n\n" + SEMICOLONS.replace("\n", "\n\n;;;;;\n"),
    "all in quotes": "".join(f'"{line}"\n' for line in SEMICOLONS.replace(";", '";"').splitlines()),
    "empty cells and no line end at the end": SEMICOLONS.replace("\n", ";;;\r\n").removesuffix("\r\n"),
    "no empty cells at the end": "".join(f"{line.rstrip(',')}\n" for line in COMMAS.splitlines()),
    "blanks around cells": COMMAS.replace(",", " , \N{NO-BREAK SPACE}"),
    "capitals in the header": COMMAS.replace(HEADER, "DATE,Manager,What,FUNNEL,Count,AMOUNT\n"),
    "dates with points": SEMICOLONS.replace("2026-01-12", "12.01.2026").replace("2026-01-19", "19.1.2026 0:00"),
    "numbers in groups": SEMICOLONS.replace("1234,5", "1\N{NO-BREAK SPACE}234,50"),
    "the form's own column": COMMAS.replace("amount\n", "amount,planned\n").replace("8,\n", "8,,about 10\n"),
    "columns in another order": (
        "planned,amount,count,funnel,what,manager,date\n,,8,,calls,Anna,2026-01-12\n"
        ",,7.5,cold,contacts,Anna,2026-01-12\nx,1234.5,2,cold,paid,,2026-01-19\n"
    ),
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_the_same_facts_out_of_any_file(text, tmp_path):
    assert read(text) == Actuals((CALLS, CONTACTS, PAID))
    path = tmp_path / "actuals.csv"
    path.write_bytes(("\N{ZERO WIDTH NO-BREAK SPACE}" + text).encode("utf-8"))
    assert load_actuals(path, PLAN) == load_actuals(str(path), PLAN) == read(text)


def test_columns_that_may_be_missing():
    assert read("date,what,count\n2026-01-12,meeting,3\n").facts == (Fact(DAY, "stage", "meeting", "", "cold", 3.0),)
    assert read(HEADER) == read("what;count;date") == Actuals()


def test_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(COMMAS.encode("utf-8"))))
    assert load_actuals("-", PLAN) == read(COMMAS)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"date;what;count\n2026-01-12;lead;x\n")))
    with pytest.raises(InputError) as caught:
        load_actuals("-", PLAN)
    assert str(caught.value) == "<stdin>:2: count: must be a number, got x. Write a number such as 12 or 1500.5."


UTF_32 = " must be text in UTF-8, UTF-16, cp1251 or cp1252, got UTF-32. Save the file as UTF-8."
EMPTY = " must not be empty, got nothing. Write the form with `salescrew actuals`, and fill it in."


@pytest.mark.parametrize(("content", "message"), [(b" \n", EMPTY), (COMMAS.encode("utf-32"), UTF_32)])
def test_what_is_no_text(content, message, tmp_path):
    path = tmp_path / "actuals.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_actuals(path, PLAN)
    assert str(caught.value) == f"{path}:{message}"


# encodings

CYRILLIC = "date;manager;what;count\n12.01.2026;Ёлкин Артём;calls;8\n"


def cyrillic_plan():
    data, _ = by_hand()
    data["managers"][0]["name"] = "Ёлкин Артём"
    return Plan.model_validate(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_the_same_facts_in_any_encoding_of_a_spreadsheet(encoding, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(CYRILLIC.encode(encoding))
    found = load_actuals(path, cyrillic_plan())
    assert found.facts == (Fact(DAY, "activity", "calls", "Ёлкин Артём", "", 8.0),)
    read_as = [f"{path} is not in UTF-8, and was read as cp1251: look whether its names are right."]
    assert list(found.notes) == (read_as if encoding == "cp1251" else [])


# notes of whoever fills the form in


def test_notes_are_left_alone():
    text = (
        "# Anna was ill on Tuesday\n\ndate,manager,what,count,note\n2026-01-12,Anna,calls,8,by phone\n"
        "# the rest tomorrow,,,,\n2026-01-13,Anna,calls,,ill\n"
    )
    assert read(text) == Actuals((Fact(DAY, "activity", "calls", "Anna", "", 8.0),), unfilled=1)


def test_a_note_in_a_row_is_told_from_a_fact_once():
    todo = "Put a note into a column note, or into a line that begins with #."
    assert said("date,what,count\nAnna was ill,,\nsoon,,\n2026-01-12,calls,ill\n") == [
        f"a.csv:2: row: must be a fact, got a note: Anna was ill. {todo}",
        f"a.csv:3: date: must be a date, got soon. {ISO}",
        f"a.csv:3: what: {OF_WHAT} nothing. Write an activity, contacts, leads, a stage or paid.",
        "a.csv:4: manager: must be given for calls, got nothing. Write who it was.",
        f"a.csv:4: count: must be a number, got ill. {OF_NUMBER}",
    ]


# headers

BEGIN = "must begin with the columns date,manager,what,funnel,count,amount, got"
KNOWN_COLUMN = "must be a known column, got"
NO_COLUMN = f"The columns are {', '.join(COLUMNS)}; notes go into one called note."
HEADERS = {
    "2026-01-12,Anna,calls,,5,": [f"1: {BEGIN} 2026-01-12,Anna,calls,,5,. Add that line."],
    "Table 1\ndate,what,count": [f"1: {BEGIN} Table 1. Add that line."],
    "date|what|count": [f"1: {BEGIN} date|what|count. Add that line."],
    "\n\nsep=;\n": [f"4: {BEGIN} nothing. Add that line."],
    "date,what,cuont": [f"1: column 3: {KNOWN_COLUMN} cuont. Did you mean count?"],
    "sep=;\n\ndate;what;count;funel": [f"3: column 4: {KNOWN_COLUMN} funel. Did you mean funnel?"],
    "date,what,count,,xyz": [
        f"1: column 4: {KNOWN_COLUMN} nothing. {NO_COLUMN}",
        f"1: column 5: {KNOWN_COLUMN} xyz. {NO_COLUMN}",
    ],
    "Date,what,count,date": ["1: column 4: must be there once, got date again. Remove it."],
    "manager,date": ["1: must have the columns date, what, count, got no what and no count. Add it."],
}


@pytest.mark.parametrize(("text", "messages"), HEADERS.items())
def test_what_is_wrong_with_a_header(text, messages):
    assert said(text) == [f"a.csv:{message}" for message in messages]


# rows

PLAIN = "2026-01-12,Anna,calls,,8,"
ISO = "Write it as YYYY-MM-DD, such as 2026-02-03."
PAID_NOTHING = "must be given for what was paid, got nothing. Write what was paid; 0 if it was nothing."
NO_DEALS = "must be given beside an amount, got nothing. Write the number of deals, such as 1."
NO_AMOUNT = "amount: must be left out but for paid, got 5. Remove it, or write paid as what."
OF_WHAT = "must be an activity, contacts, leads, a stage, paid or absent, got"
OF_DAY = "must be a day of the plan, 2026-01-12 to 2026-01-25, got"
OF_NUMBER = "Write a number such as 12 or 1500.5."
AT_LEAST = "Correct it; what is taken back is left out of its row."
PEOPLE = "Known here: Anna, Boris, junior 1, junior 2."
MOST_CELLS = "must have at most 6 cells, got 7. Put a number with a comma, or a text with one, into quotes."
WRONG_ROWS = {
    ",Anna,calls,,8,": "date: must be given, got nothing. Write it as YYYY-MM-DD.",
    "3/2/2026,Anna,calls,,8,": f"date: must be a date, got 3/2/2026. {ISO}",
    "2026-01-32,Anna,calls,,8,": f"date: must be a day of the calendar, got 2026-01-32. {ISO}",
    "11.01.2026,Anna,calls,,8,": f"date: {OF_DAY} 2026-01-11. Correct it, or leave the row out.",
    "2026-01-26,Anna,calls,,,": f"date: {OF_DAY} 2026-01-26. Correct it, or leave the row out.",
    "2026-01-12,Ana,calls,,8,": "manager: must be a person of this plan, got Ana. Did you mean Anna?",
    "2026-01-12,Zed,meeting,,8,": f"manager: must be a person of this plan, got Zed. {PEOPLE}",
    "2026-01-12,junior 3,calls,,8,": "manager: must be a person of this plan, got junior 3. Did you mean junior 2?",
    "2026-01-12,,calls,,8,": "manager: must be given for calls, got nothing. Write who it was.",
    "2026-01-12,,absent,,1,": "manager: must be given for absent, got nothing. Write who it was.",
    "2026-01-12,Anna,Calls,,8,": f"what: {OF_WHAT} Calls. Did you mean calls?",
    "2026-01-12,Anna,xyz,,8,": f"what: {OF_WHAT} xyz. Known here: {WHATS}.",
    "2026-01-12,Anna,,,8,": f"what: {OF_WHAT} nothing. Write an activity, contacts, leads, a stage or paid.",
    "2026-01-12,Anna,calls,cald,8,": "funnel: must be a funnel of this plan, got cald. Did you mean cold?",
    "2026-01-12,,paid,xyz,8,1": "funnel: must be a funnel of this plan, got xyz. Known here: cold, warm.",
    "2026-01-12,Anna,contacts,warm,8,": "funnel: must be an outbound funnel, got warm. Write one of cold.",
    "2026-01-12,Anna,leads,cold,8,": "funnel: must be an inbound funnel, got cold. Write one of warm.",
    "2026-01-12,Anna,meeting,warm,8,": "funnel: must be a funnel with meeting, got warm. Write one of cold.",
    "2026-01-12,Anna,paid,,1,100": "funnel: must be a funnel with paid, got nothing. Write one of cold, warm.",
    "2026-01-12,Anna,calls,,many,": f"count: must be a number, got many. {OF_NUMBER}",
    "2026-01-12,Anna,calls,,-1,": f"count: must be at least 0, got -1. {AT_LEAST}",
    "2026-01-12,Anna,calls,,1e9,": f"count: must be a number, got 1e9. {OF_NUMBER}",
    '2026-01-12,Anna,calls,,"1,234",': (
        "count: must be a number that can only mean one thing, got 1,234. Write 1234, or 1.234 if that is meant."
    ),
    "2026-01-12,Anna,calls,,8,5": NO_AMOUNT,
    "2026-01-12,Anna,meeting,,,5": NO_AMOUNT,
    "2026-01-12,,paid,cold,1,": f"amount: {PAID_NOTHING}",
    "2026-01-12,,paid,cold,,5": f"count: {NO_DEALS}",
    "2026-01-12,,paid,cold,1,-5": f"amount: must be at least 0, got -5. {AT_LEAST}",
    "2026-01-12,,paid,cold,1,5 EUR": f"amount: must be a number, got 5 EUR. {OF_NUMBER}",
    "2026-01-12,Anna,absent,,1.5,": "count: must be at most 1, got 1.5. Write the share of the day, 1 for all of it.",
    "2026-01-12,Anna,calls,,8,,9": f"row: {MOST_CELLS}",
}


@pytest.mark.parametrize(("row", "message"), WRONG_ROWS.items())
def test_what_is_wrong_with_a_row(row, message):
    assert said_of(PLAIN, row, PLAIN) == [f"3: {message}"]


def test_all_wrong_rows_are_told_at_once():
    lines = [line for row in WRONG_ROWS for line in (PLAIN, row)]
    messages = [f"{3 + 2 * number}: {message}" for number, message in enumerate(WRONG_ROWS.values())]
    assert said_of(*lines) == messages


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    assert said_of("Total,Zed,xyz,cald,x,y") == [
        f"2: date: must be a date, got Total. {ISO}",
        f"2: manager: must be a person of this plan, got Zed. {PEOPLE}",
        f"2: what: {OF_WHAT} xyz. Known here: {WHATS}.",
        "2: funnel: must be a funnel of this plan, got cald. Did you mean cold?",
        f"2: count: must be a number, got x. {OF_NUMBER}",
        f"2: amount: must be a number, got y. {OF_NUMBER}",
    ]
    # a row of sums
    nothing = f"2: what: {OF_WHAT} nothing. Write an activity, contacts, leads, a stage or paid."
    assert said_of(",,,,8,") == ["2: date: must be given, got nothing. Write it as YYYY-MM-DD.", nothing]
    # what hangs together is told beside a wrong date
    assert said_of("2026-01-11,Anna,absent,,2,3") == [
        f"2: date: {OF_DAY} 2026-01-11. Correct it, or leave the row out.",
        "2: count: must be at most 1, got 2. Write the share of the day, 1 for all of it.",
        "2: amount: must be left out but for paid, got 3. Remove it, or write paid as what.",
    ]


def test_more_than_anyone_would_read_is_counted():
    with pytest.raises(InputError) as caught:
        rows(*["2026-01-12,Anna,calls,,x,"] * 150)
    assert len(caught.value.details) == 150
    assert caught.value.details[-1].sentence == f"a.csv:151: count: must be a number, got x. {OF_NUMBER}"
    assert caught.value.problems[100:] == ("... and 50 more problems.",)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_past_breaks_in_quotes_and_blank_lines(end):
    # the row of lines 5 to 7 begins in line 5; lines 3, 4 and 8 are blank, line 9 has empty cells
    lines = ["sep=,", HEADER.strip(), "", "", '2026-01-12,"An', "", 'na",calls,,8,', "", ",,,,,", "x,Anna,calls,,8,"]
    told = said(end.join(lines))
    assert told[0].startswith("a.csv:5: manager: must be a single line, got An")
    assert told[1:] == [f"a.csv:10: date: must be a date, got x. {ISO}"]


def test_a_quote_that_is_not_closed_swallows_nothing():
    text = "date,manager,what,count,planned\n2026-01-12,Anna,calls,8,{}\n2026-01-13,Anna,calls,8,8\n"
    assert len(read(text.format("8"))) == 2
    assert said(text.format('"8')) == ["a.csv:2: planned: must be a single line, got several. Check its quotes."]
    told = said_of('2026-01-12,"Anna,calls,,8,', PLAIN)
    assert told[0].startswith("2: manager: must be a single line, got Anna,calls,,8,")
    [told] = said_of(f'2026-01-12,"{"x" * 200_000}')
    assert told == "2: row: must be cells of a table, got: field larger than field limit (131072). Check its quotes."


# names


def test_what_a_row_is_about():
    assert rows(
        "2026-01-12,Anna,calls,cold,0,0",
        "2026-01-12,Boris,leads,,2,",
        "2026-01-12,,contact,,3,",
        "2026-01-12,Boris,lead,warm,4,",
        "2026-01-12,junior 2,absent,,0.5,",
        "2026-01-12,,paid,warm,0,",
    ) == (
        Fact(DAY, "activity", "calls", "Anna", "cold", 0.0),
        Fact(DAY, "leads", "leads", "Boris", "warm", 2.0),
        Fact(DAY, "stage", "contact", "", "cold", 3.0),
        Fact(DAY, "stage", "lead", "Boris", "warm", 4.0),
        Fact(DAY, "absent", "absent", "junior 2", "", 0.5),
        Fact(DAY, "paid", "paid", "", "warm", 0.0),
    )


def test_the_only_funnel_is_meant_where_none_is_given():
    only_cold = plan(funnels={"cold": DATA["funnels"]["cold"]}, duty=None)
    [paid] = rows("2026-01-12,,paid,,1,100", of=only_cold)
    assert paid.funnel == "cold"
    assert said_of("2026-01-12,Anna,leads,,1,", of=only_cold) == [
        "2: what: must be something that this plan has, got leads. There is no inbound funnel."
    ]
    assert said_of("2026-01-12,,meeting,,1,", of=funnels(warm=second_stage("meeting"))) == [
        "2: funnel: must be a funnel with meeting, got nothing. Write one of cold, warm."
    ]


def second_stage(name):
    return {"stages": [{"name": "contact", "conversion": 0.5}, {"name": name, "conversion": 0.5}]}


@pytest.mark.parametrize(
    ("of", "what", "kinds"),
    [
        (funnels(cold=second_stage("meetings")), "meetings", "activity stage activity"),
        (funnels(cold=second_stage("leads")), "leads", "leads stage leads"),
        (plan(day_patterns=[*DATA["day_patterns"], {"leads": 5}]), "leads", "activity activity leads"),
    ],
    ids=["activity and stage", "leads and stage", "leads and activity"],
)
def test_of_two_things_of_one_name_the_funnel_tells_which(of, what, kinds):
    lines = [f"2026-01-12,Anna,{what},{funnel},1," for funnel in ("", "cold", "warm")]
    assert " ".join(fact.kind for fact in rows(*lines, of=of)) == kinds


def test_a_stage_may_be_called_leads_where_none_come():
    only_cold = plan(funnels={"cold": DATA["funnels"]["cold"] | second_stage("leads")}, duty=None)
    assert rows("2026-01-12,,leads,,1,", of=only_cold) == (Fact(DAY, "stage", "leads", "", "cold", 1.0),)


def test_people_who_are_only_in_the_result(tmp_path):
    left = RESULT.model_copy(update={"managers": [RESULT.managers[0].model_copy(update={"name": "Zed"})]})
    row = {"date": DAY, "manager": "Zed", "what": "calls", "count": 1}
    assert [fact.manager for fact in actuals_of([row], PLAN, left)] == ["Zed"]
    path = tmp_path / "actuals.csv"
    path.write_text(HEADER + "2026-01-12,Zed,calls,,1,\n", encoding="utf-8")
    assert load_actuals(path, PLAN, left) == actuals_of([row], PLAN, left)
    with pytest.raises(InputError) as caught:
        load_actuals(path, PLAN, RESULT)
    assert str(caught.value) == f"{path}:2: manager: must be a person of this plan, got Zed. {PEOPLE}"


def test_only_what_is_still_planned_can_happen_in_a_plan_made_anew():
    anew = plan(so_far={"as_of": "2026-01-19"}, pipeline={})
    assert len(rows("2026-01-19,Anna,calls,,8,", of=anew)) == 1
    must = "must be a day of the plan, 2026-01-19 to 2026-01-25"
    message = f"2: date: {must}, got 2026-01-18. Correct it, or leave the row out."
    assert said_of("2026-01-18,Anna,calls,,8,", of=anew) == [message]


# rows that are no facts yet, or twice


def test_rows_that_are_not_filled_in_are_counted():
    lines = ("2026-01-12,Anna,calls,,,", "2026-01-12,,paid,cold, ,", PLAIN, "2026-01-12,Anna,calls,,0,", ",,,,,")
    found = read(HEADER + "\n".join(lines))
    assert (len(found), found.unfilled, found.notes) == (2, 2, ())


def test_a_row_that_is_there_twice_counts_twice_and_is_noted():
    text = f"{PLAIN}\n{PLAIN}\n2026-01-12,Boris,leads,,2,\n2026-01-12,Boris,leads,warm,2.0,\n{PLAIN}\n"
    # one of something, and what many may do on a day, are likely to be there more than once
    text += "2026-01-12,Boris,leads,,1,\n2026-01-12,,meeting,cold,2,\n2026-01-12,,paid,cold,2,9\n" * 2
    found = read(HEADER + text)
    of_calls, of_leads = "2026-01-12 Anna calls: lines 2, 3, 6", "2026-01-12 Boris leads warm: lines 4, 5"
    assert found.notes == tuple(f"{lines} say the same, and all of them count." for lines in (of_calls, of_leads))
    assert totals(found)["calls"] == Total(rows=3, count=24.0, amount=0.0)
    many = [f"2026-01-12,Anna,calls,,{count}," for count in range(2, 9) for _ in range(2)]
    notes = read(HEADER + "\n".join(many)).notes
    assert len(notes) == 6
    assert notes[-1] == "2 more rows are there more than once, and count each time."


# rows of plain data


def test_rows_as_tables_of_data_have_them():
    nothing = (None, float("nan"), "", " ")
    found = actuals_of(
        [
            {"date": DAY, "manager": "Anna", "what": "calls", "funnel": nothing[0], "count": 8, "amount": nothing[1]},
            {"date": dt.datetime(2026, 1, 12), "manager": "Anna", "what": "contacts", "count": 7.5, "planned": 3},
            dict(zip(COLUMNS, ("19.01.2026", float("nan"), "paid", "cold", "2", Decimal("1234.5")), strict=True)),
            *({"date": DAY, "manager": "Anna", "what": "calls", "count": empty} for empty in nothing),
            dict.fromkeys(COLUMNS, float("nan")),
            {},
        ],
        PLAN,
    )
    assert found == Actuals((CALLS, CONTACTS, PAID), unfilled=4)


def test_what_is_wrong_with_rows_of_plain_data():
    row = {"date": DAY, "manager": "Anna", "what": "calls"}
    counts = (True, -1.0, float("inf"), 1e300)
    with pytest.raises(InputError) as caught:
        actuals_of([{**row, "count": 1}, {**row, "Count": 1}, *({**row, "count": count} for count in counts)], PLAN)
    assert caught.value.problems == (
        f"row 2: column: must be one of {', '.join(COLUMNS)}, got Count. Rename or remove it.",
        f"row 3: count: must be a number, got True. {OF_NUMBER}",
        f"row 4: count: must be at least 0, got -1. {AT_LEAST}",
        f"row 5: count: must be a number, got inf. {OF_NUMBER}",
        f"row 6: count: must be a number, got 1e+300. {OF_NUMBER}",
    )


# facts


def test_the_last_day_of_which_anything_is_known():
    found = Actuals((PAID, CALLS, CONTACTS), 3, ("A note.",))
    assert (found.last_day, len(found), list(found)) == (PAID.date, 3, [PAID, CALLS, CONTACTS])
    assert (Actuals().last_day, len(Actuals())) == (None, 0)
