"""The form with a row a person and a column a day: what is written is read back, and what is wrong has its day."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest

from salescrew.errors import InputError
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals, Fact
from salescrew.models.facts.file import parse_actuals
from salescrew.models.facts.form import form_csv, form_rows
from salescrew.models.facts.wide import wide_csv
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand
from tests.solver.stored import solved_case

DATA, ANSWER = by_hand()
PLAN, RESULT = Plan.model_validate(DATA), Result.model_validate(ANSWER)
BY_HAND = """\
manager,what,funnel,2026-01-12,2026-01-13,2026-01-19,2026-01-20
Anna,calls,,8,,,
Anna,contacts,cold,8,,,
Anna,meetings,,,2,2,
Boris,leads,warm,2,2,2,2
Boris,paid,warm,1,1,1,1
Boris,paid amount,warm,100,100,100,100
,meeting,cold,4,,,
,paid,cold,,,1,1
,paid amount,cold,,,100,100
"""


def read(text, plan=PLAN):
    return parse_actuals(text, "a.csv", plan)


def said(text):
    with pytest.raises(InputError) as caught:
        read(text)
    return str(caught.value).splitlines()


def sums(actuals):
    found = defaultdict(list)
    for fact in actuals:
        found[fact.date, fact.kind, fact.of, fact.manager, fact.funnel].append((fact.count, fact.amount))
    return {
        about: [pytest.approx(math.fsum(part), abs=1e-6) for part in zip(*parts, strict=True)]
        for about, parts in found.items()
    }


def test_the_form_by_hand():
    assert wide_csv(form_rows(PLAN, RESULT, filled=True), filled=True).replace("\r\n", "\n") == BY_HAND


@pytest.mark.parametrize("semicolons", [False, True])
@pytest.mark.parametrize("name", ["small-04", "target-01"])
def test_what_is_written_is_read_as_the_other_form_is(name, semicolons):
    plan, result = solved_case(name)
    rows = form_rows(plan, result, filled=True)
    wide = read(wide_csv(rows, filled=True, semicolons=semicolons), plan)
    assert sums(wide) == sums(read(form_csv(rows, filled=True), plan))
    assert wide.unfilled == 0


def test_rows_without_a_cell_are_not_filled_in_yet():
    # those of amounts belong to what was paid
    text = wide_csv(form_rows(PLAN, RESULT))
    rows = [row for row in text.splitlines()[1:] if "amount" not in row]
    assert read(text) == Actuals(unfilled=len(rows))


def test_notes_are_left_alone_and_days_may_have_points():
    text = "what;note;12.01.2026;13.01.2026;\n# by phone;;;;\nmeeting;ask Anna;2,5;;\n\npaid amount;;;;\n"
    text += "paid;;;;\n"
    assert read(text).facts == (Fact(RESULT.roster[0].date, "stage", "meeting", "", "cold", 2.5),)


def test_what_is_wrong_has_its_day_and_is_said_once():
    text = (
        "manager,what,funnel,2026-01-12,2026-01-13\nAna,calls,,8,9\nBoris,calls,,ill,1\n,paid,cold,1,\n"
        ",paid amount,warm,5,\nAnna,calls,,1,2,3\n"
    )
    assert said(text) == [
        "a.csv:6: row: must have at most 5 cells, got 6. Put a number with a comma, or a text with one, into quotes.",
        "a.csv:2: manager: must be a person of this plan, got Ana. Did you mean Anna?",
        "a.csv:3: count on 2026-01-12: must be a number, got ill. Write a number such as 12 or 1500.5.",
        "a.csv:4: amount on 2026-01-12: must be given for what was paid, got nothing. "
        "Write what was paid; 0 if it was nothing.",
        "a.csv:5: count on 2026-01-12: must be given beside an amount, got nothing. "
        "Write the number of deals, such as 1.",
    ]


@pytest.mark.parametrize(
    ("header", "messages"),
    [
        (
            "manager,what,2026-01-12,soon",
            [
                "column 4: must be a day, got soon. The columns are manager, what, funnel and a day each, such as "
                "2026-02-03; notes go into one called note."
            ],
        ),
        ("what,2026-01-12,2026-01-12", ["column 3: must be there once, got 2026-01-12 again. Remove it."]),
        (
            "what,2026-01-12" + ",2026-01-13" * 1000,
            ["must have at most 1000 columns, got 1,002. Split it."],
        ),
    ],
)
def test_what_is_wrong_with_a_header(header, messages):
    assert said(f"{header}\n") == [f"a.csv:1: {message}" for message in messages]
