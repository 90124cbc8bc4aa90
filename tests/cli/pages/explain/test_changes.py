from __future__ import annotations

from salescrew.cli.pages.explain.changes import sentences, tables
from salescrew.cli.render.cells import written as text_cell
from salescrew.cli.render.text import text_table
from salescrew.models.answers.explained.changes import Beyond, Change, Changes
from salescrew.models.on_paper.change_words import sentence, written
from salescrew.models.plan.plan import Plan
from tests.test_oracles import deals, outbound, people

ALL = ("hunter", "inbound", "mixed")
PLAN = Plan.model_validate(outbound(target=deals(1), managers=people(1)))


def change(kind, path, title, before, after, not_enough, **fields):
    given = {"unit": "amount", "whole": False, "size": abs(after - before) / before if before else None}
    given |= {"people_before": 9, "people_after": 8, "sentence": ""} | fields
    one = Change(kind=kind, path=path, title=title, before=before, after=after, not_enough=not_enough, **given)
    return one.model_copy(update={"sentence": sentence(one, ALL)})


CALLS = change("day_pattern", "p", "calls in {calls: 90}", 90, 97, 96, unit="count", whole=True)
DEAL = change("average_deal", "d", "average deal of audit", 150_000, 191_250.5, 190_838)
RATE = change("conversion", "c", "conversion of contact in cold", 0.05, 0.0561, 0.05604, unit="share")
BEYOND = Beyond(
    kind="effectiveness", path="e", title="effectiveness of Anna", unit="times", before=1, not_enough=1.48297
)
NO_HELP = Beyond(
    kind="conversion", path="i", title="conversion of invoice in cold", unit="share", before=0.8, not_enough=1
)


def of(people=8, **fields):
    return Changes(people=people, **({"enough": (), "about": (), "larger": (), "no_help": ()} | fields))


def test_the_smallest_changes_are_said_first():
    assert sentences(of(enough=(CALLS, RATE), about=(DEAL,))) == [
        "If calls in {calls: 90} rise from 90 to 97, 8 people are enough.",
        "If the conversion of contact in cold rises from 5% to 5.61%, 8 people are enough.",
        "If the average deal of audit rises from 150,000 to 191,250.5, 8 people are enough.",
    ]


def test_where_no_change_is_enough_that_is_said():
    assert sentences(of()) == ["No single change that was tried lets 8 people do."]
    assert sentences(of(people=1)) == ["No single change that was tried lets 1 person do."]
    assert sentences(of(people=None)) == ["No single change that was tried makes the plan possible."]
    assert sentences(of(people=0)) == ["There is nobody to save."]
    assert sentences(of(larger=(BEYOND,))) == ["No single change was found to be enough in the time given."]


def test_tables_show_what_is_enough_what_is_not_and_how_large_the_change_is():
    first, larger, no_help = tables(PLAN, of(enough=(CALLS, RATE), about=(DEAL,), larger=(BEYOND,), no_help=(NO_HELP,)))
    assert text_table(first) == (
        "Single changes, each of which lets 8 people do\n"
        "what                               now     enough    not enough    change\n"
        "-----------------------------  -------  ---------  ------------  --------\n"
        "calls in {calls: 90}                90         97            96      7.8%\n"
        "conversion of contact in cold       5%      5.61%        5.604%     12.2%\n"
        "average deal of audit          150,000  191,250.5       190,838     27.5%\n"
        "Everything else as it is. Enough: a roster was found for it. Not enough: proven. What lies between the two "
        "may or may\nnot be enough.\n"
    )
    assert text_table(larger) == (
        "Changes that take more\n"
        "what                     now    not enough\n"
        "---------------------  -----  ------------\n"
        "effectiveness of Anna   100%       148.29%\n"
        "Proven not to be enough; how much more it takes was not looked for.\n"
    )
    assert text_table(no_help) == (
        "What does not help by itself\n"
        "what                             now    not even\n"
        "-----------------------------  -----  ----------\n"
        "conversion of invoice in cold    80%        100%\n"
        "Proven not to be enough even at that.\n"
    )


def test_what_is_not_enough_reads_other_than_today_or_is_left_out():
    beyond = Beyond(kind="day_pattern", path="p", title="calls", unit="amount", before=3, not_enough=3 + 1e-14)
    kinds = [
        (beyond, None),
        (beyond.model_copy(update={"not_enough": 3.0}), None),
        (beyond.model_copy(update={"not_enough": 3.5}), "3.5"),
    ]
    for one, text in kinds:
        for table in tables(PLAN, of(larger=(one,), no_help=(one,))):
            ((_, now, not_enough),) = table.rows
            assert (text_cell(now), not_enough and text_cell(not_enough)) == ("3", text)


def test_what_is_proven_not_to_be_enough_has_few_digits_and_is_no_more_than_proven():
    exact = change("conversion", "c", "conversion", 0.8, 0.7499, 0.749981833868, unit="share")
    (table,) = tables(PLAN, of(enough=(exact,)))
    shown = table.rows[0][3]
    assert text_cell(shown) == "74.999%"
    assert shown.value >= exact.not_enough


def test_each_kind_of_change_has_its_own_words():
    said = [
        change("person", "a", "how many junior could be hired", 6, 8, 7, unit="count", whole=True, roles=("hunter",)),
        change("person", "a", "more people like Anna", 0, 1, 0, unit="count", whole=True, roles=("inbound", "mixed")),
        change(
            "person",
            "a",
            "how many junior could be hired",
            6,
            7,
            6,
            unit="count",
            whole=True,
            roles=("hunter", "inbound", "mixed"),
            raises_limits=True,
        ),
        change("effectiveness", "e", "effectiveness of Anna", 1, 1.124, 1.12, unit="times"),
        change("target", "target", "all targets together", 1, 0.941, 0.945, unit="times"),
        change("target", "t", "the target revenue", 12_000_000, 11_300_000, 11_310_000),
        change("weeks", "w", "weeks of the horizon", 12, 13, 12, unit="count", whole=True),
        change("limit", "l", "the limit on people", 8, 9, 8, unit="count", whole=True),
        change("leads", "n", "leads a week in warm", 60, 55, 55.05),
    ]
    assert [sentence(one, ALL) for one in said] == [
        "If 2 more junior could be hired as hunter (8 instead of 6), 8 people are enough.",
        "If one more person like Anna came as inbound or mixed, 8 people are enough.",
        "If 1 more junior could be hired in any role (7 instead of 6, with the limits on people and hires raised by as "
        "many), 8 people are enough.",
        "If the effectiveness of Anna rises by 12.4%, 8 people are enough.",
        "If all targets are lowered to 94.1% of today's, 8 people are enough.",
        "If the target revenue is lowered from 12,000,000 to 11,300,000, 8 people are enough.",
        "If the horizon has 13 weeks instead of 12, 8 people are enough.",
        "If the limit on people rises from 8 to 9, 8 people are enough.",
        "If leads a week in warm fall from 60 to 55, 8 people are enough.",
    ]
    assert sentence(said[0].model_copy(update={"people_after": None}), ALL).endswith("the plan can be met.")
    assert sentence(said[0].model_copy(update={"people_after": 1}), ALL).endswith("1 person is enough.")


def test_numbers_are_written_with_all_their_digits():
    assert [written(value, "share") for value in (0.05, 0.0561, 0.123456, 1)] == ["5%", "5.61%", "12.3456%", "100%"]
    assert [written(value, "amount") for value in (1234567.25, 0.1 + 0.2, 0)] == ["1,234,567.25", "0.3", "0"]
