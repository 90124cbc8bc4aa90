"""Every row is accounted for, and odd deals go the way that the documentation says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from salescrew.models.rates.estimates.estimate import rates

HEADER = ("id", "name", "created", "stage", "closed")


def deals(*rows: str) -> list[dict[str, object]]:
    """Make deals of `id name created stage closed`, a dash for nothing."""
    return [dict(zip(HEADER, ("" if c == "-" else c for c in row.split()), strict=True)) for row in rows]


def history(*rows: str) -> list[dict[str, object]]:
    """Make a history of `deal stage day`."""
    return [dict(zip(("deal", "stage", "time"), row.split(), strict=True)) for row in rows]


GOOD = ("1 A 2026-01-05 Won 2026-01-20", "2 B 2026-01-06 Lost 2026-01-15", "3 C 2026-01-07 Meeting -")


@pytest.mark.parametrize(
    ("row", "why", "options"),
    [
        ("1 A 2026-01-05 Won 2026-01-20", "duplicate", {}),
        ("4 Test 2026-01-05 Won 2026-01-20", "test", {}),
        ("4 тест2 2026-01-05 Won 2026-01-20", "test", {}),
        ("4 D - Won 2026-01-20", "no date of creation", {}),
        ("4 D 2026-01-30 Won 2026-01-20", "closed before it was created", {}),
        ("4 D 2026-01-05 Won -", "won or lost without a date", {}),
        ("4 D 2026-02-01 Meeting -", "created after 2026-01-25", {"as_of": "2026-01-25"}),
        ("4 D 2025-12-31 Meeting -", "created before 2026-01-01", {"since": "2026-01-01"}),
        ("4 D yesterday Meeting -", "unreadable", {"lenient": True}),
    ],
)
def test_left_out(row, why, options):
    told = rates(deals(*GOOD, row), **options)
    assert (told.rows.read, told.rows.used) == (4, 3)
    assert [(out.why, out.count, out.lines) for out in told.rows.left_out] == [(why, 1, (4,))]
    plain: Any = rates(deals(*GOOD), **({"as_of": told.as_of} | {k: v for k, v in options.items() if k != "lenient"}))
    assert told.pipelines == plain.pipelines


def test_a_row_is_left_out_for_one_reason_only():
    told = rates(deals(*GOOD, "1 Test - Won 2026-01-01", "1 Test - Won 2026-01-01"))
    assert told.rows.read == told.rows.used + sum(out.count for out in told.rows.left_out) == 5


def test_a_name_that_only_holds_the_word_is_no_test():
    told = rates(deals(*GOOD, "4 Protest 2026-01-05 Meeting -", "5 Testament 2026-01-05 Meeting -"))
    assert told.rows.used == 5
    told = rates(deals(*GOOD), {"tests": ["A"]})
    assert [out.why for out in told.rows.left_out] == ["test"]


def test_the_day_of_the_export_is_the_latest_date_that_is_no_plan():
    # of an open deal the closing date is a plan
    told = rates(deals(*GOOD, "4 D 2026-01-08 Meeting 2026-06-30"))
    assert told.as_of == dt.date(2026, 1, 20)
    assert rates(deals(*GOOD), history=history("3 Proposal 2026-01-25")).as_of == dt.date(2026, 1, 25)


def test_seen_from_an_earlier_day_later_ends_are_not_known():
    told = rates(deals(*GOOD), as_of="2026-01-18")
    whole = told.pipelines[0].lead_to_payment
    assert (whole.won_by_all, whole.won_by_closed) == (0, 0)
    assert told.rows.odd == ()


def test_closed_after_the_day_of_the_export_is_open_and_said():
    rows = deals(*GOOD, "4 D 2026-01-08 Won 2026-06-30")
    told = rates(rows, as_of="2026-06-30")
    assert told.pipelines[0].lead_to_payment.won_by_all == 0.5


# ---- stages


def stages(told: Any) -> dict[str, tuple[int, int, int, int]]:
    return {s.stage: (s.entered, s.advanced, s.lost, s.open) for s in told.pipelines[0].stages}


def odd(told: Any) -> dict[str, int]:
    return {one.what: one.count for one in told.rows.odd}


def test_ways_through_the_stages():
    told = rates(
        deals("1 A 2026-01-05 Won 2026-01-20", "2 B 2026-01-05 Lost 2026-01-15", "3 C 2026-01-05 Lead -"),
        history=history(
            *("1 Lead 2026-01-05", "1 Meeting 2026-01-08", "1 Won 2026-01-20"),
            *("2 Lead 2026-01-05", "2 Meeting 2026-01-09", "2 Lost 2026-01-15"),
            "3 Lead 2026-01-05",
        ),
    )
    assert stages(told) == {"Lead": (3, 2, 0, 1), "Meeting": (2, 1, 1, 0)}
    assert odd(told) == {}


def test_who_passes_a_later_stage_has_passed_the_earlier_ones():
    told = rates(
        deals("1 A 2026-01-05 Won 2026-01-20", "2 B 2026-01-05 Won 2026-01-15"),
        history=history(
            *("1 Lead 2026-01-05", "1 Meeting 2026-01-08", "1 Proposal 2026-01-10", "1 Won 2026-01-20"),
            *("2 Lead 2026-01-05", "2 Proposal 2026-01-09", "2 Won 2026-01-15"),
        ),
    )
    assert stages(told) == {"Lead": (2, 2, 0, 0), "Meeting": (2, 2, 0, 0), "Proposal": (2, 2, 0, 0)}
    assert odd(told) == {"skipped stages": 1}


def test_what_was_lost_and_came_back_counts_as_it_ended():
    told = rates(
        deals("1 A 2026-01-05 Won 2026-01-30", "2 B 2026-01-05 Lost 2026-01-15"),
        history=history(
            *("1 Lead 2026-01-05", "1 Meeting 2026-01-08", "1 Lost 2026-01-10", "1 Meeting 2026-01-20"),
            *("1 Won 2026-01-30", "2 Lead 2026-01-05", "2 Lost 2026-01-15"),
        ),
    )
    assert stages(told) == {"Lead": (2, 1, 1, 0), "Meeting": (1, 1, 0, 0)}
    assert odd(told) == {"reopened": 1}
    # and on a day on which it was lost, it was lost
    then = rates(
        deals("1 A 2026-01-05 Won 2026-01-30", "2 B 2026-01-05 Lost 2026-01-15"),
        history=history(
            *("1 Lead 2026-01-05", "1 Meeting 2026-01-08", "1 Lost 2026-01-10", "1 Meeting 2026-01-20"),
            *("1 Won 2026-01-30", "2 Lead 2026-01-05", "2 Lost 2026-01-15"),
        ),
        as_of="2026-01-12",
    )
    assert stages(then) == {"Lead": (2, 1, 0, 1), "Meeting": (1, 0, 1, 0)}


def test_what_went_back_has_advanced_once():
    told = rates(
        deals("1 A 2026-01-05 Lead -", "2 B 2026-01-05 Won 2026-01-20"),
        history=history(
            *("1 Lead 2026-01-05", "1 Meeting 2026-01-08", "1 Lead 2026-01-10"),
            *("2 Lead 2026-01-05", "2 Meeting 2026-01-09", "2 Won 2026-01-20"),
        ),
    )
    assert stages(told) == {"Lead": (2, 2, 0, 0), "Meeting": (2, 1, 0, 1)}
    assert odd(told) == {"moved back": 1}


def test_a_stage_that_the_history_does_not_know_of_was_reached_by_the_day_of_the_export():
    told = rates(
        deals("1 A 2026-01-05 Meeting -", "2 B 2026-01-05 Won 2026-01-20", "3 C 2026-01-05 Lost 2026-01-21"),
        history=history(
            *("1 Lead 2026-01-05", "2 Lead 2026-01-05", "2 Meeting 2026-01-09", "2 Won 2026-01-20"),
            *("3 Lead 2026-01-05", "3 Lost 2026-01-21"),
        ),
    )
    assert stages(told) == {"Lead": (3, 2, 1, 0), "Meeting": (2, 1, 0, 1)}
    assert odd(told) == {"last stage of the history is not the current one": 1}


def test_a_history_that_begins_after_the_first_stage():
    told = rates(
        deals("1 A 2026-01-05 Won 2026-01-20", "2 B 2026-01-05 Lost 2026-01-15", "3 C 2026-01-06 Lost 2026-01-16"),
        history=history("1 Meeting 2026-01-08"),
    )
    assert stages(told) == {"created": (3, 1, 2, 0), "Meeting": (1, 1, 0, 0)}


def test_entered_before_it_was_created_is_entered_when_it_was_created():
    told = rates(
        deals("1 A 2026-01-05 Won 2026-01-20", "2 B 2026-01-05 Lost 2026-01-21"),
        history=history("1 Lead 2026-01-02", "1 Meeting 2026-01-03", "2 Lead 2026-01-05", "2 Lost 2026-01-21"),
    )
    assert odd(told) == {"a stage before it was created": 1}
    assert stages(told) == {"Lead": (2, 1, 1, 0), "Meeting": (1, 1, 0, 0)}


def test_rows_of_deals_that_are_not_there_are_said():
    told = rates(
        deals(*GOOD),
        history=history("1 Lead 2026-01-05", "77 Lead 2026-01-05", "78 Lead 2026-01-05"),
    )
    assert "The history has 2 rows of deals that are not in the export: left out." in told.warnings


# ---- the four shapes


def test_the_shapes_of_a_history_say_the_same():
    rows = deals("1 A 2026-01-05 Won 2026-01-20", "2 B 2026-01-05 Lost 2026-01-15", "3 C 2026-01-06 Lead -")
    entries = (
        *("1 Lead 2026-01-05", "1 Meeting 2026-01-08", "1 Won 2026-01-20"),
        *("2 Lead 2026-01-05", "2 Meeting 2026-01-09", "2 Lost 2026-01-15", "3 Lead 2026-01-06"),
    )
    long = rates(rows, history=history(*reversed(entries)))
    changes = [
        {"deal": deal, "old": old, "new": new, "time": time}
        for deal, old, new, time in (
            ("2", "Meeting", "Lost", "2026-01-15"),
            ("1", "Lead", "Meeting", "2026-01-08"),
            ("2", "Lead", "Meeting", "2026-01-09"),
            ("1", "Meeting", "Won", "2026-01-20"),
        )
    ]
    wide = [dict(row) for row in rows]
    for row in wide:
        for stage in ("Lead", "Meeting", "Won", "Lost"):
            days = [entry.split()[2] for entry in entries if entry.split()[:2] == [row["id"], stage]]
            row[f"hs_v2_date_entered_{stage}"] = days[0] if days else ""
    assert long.source.history == "rows"
    for told, shape in ((rates(rows, history=changes), "changes"), (rates(wide), "dates")):
        assert told.source.history == shape
        assert told.pipelines == long.pipelines
        assert told.rows == long.rows


def test_changes_of_other_things_than_the_stage_are_passed_over():
    rows = deals("1 A 2026-01-05 Won 2026-01-20", "2 B 2026-01-05 Lost 2026-01-15")
    changes = [
        {
            "OpportunityId": "1",
            "Field": "StageName",
            "OldValue": "Lead",
            "NewValue": "Meeting",
            "CreatedDate": "2026-01-08",
        },
        {"OpportunityId": "1", "Field": "Amount", "OldValue": "5", "NewValue": "7", "CreatedDate": "2026-01-09"},
    ]
    assert stages(rates(rows, history=changes)) == {"Lead": (2, 1, 1, 0), "Meeting": (1, 1, 0, 0)}


def test_changes_that_do_not_fit_together_are_said():
    rows = deals("1 A 2026-01-05 Won 2026-01-20")
    changes = [
        {"deal": "1", "old": "Lead", "new": "Meeting", "time": "2026-01-08"},
        {"deal": "1", "old": "Proposal", "new": "Won", "time": "2026-01-20"},
    ]
    told = rates(rows, history=changes)
    assert "The history has 1 changes that do not begin where the one before ended." in told.warnings


# ---- without a history


def test_without_a_history_stages_are_told_where_the_stage_of_a_loss_is_kept():
    header = ("id", "add_time", "stage_id", "status", "won_time", "lost_time")
    rows = [
        dict(zip(header, row.split(), strict=True))
        for row in (
            *(f"{n} 2026-01-05 3 won 2026-01-20 -" for n in range(10)),
            *(f"{n} 2026-01-05 2 lost - 2026-01-20" for n in range(10, 30)),
            *(f"{n} 2026-01-05 1 lost - 2026-01-20" for n in range(30, 40)),
        )
    ]
    told = rates(rows)
    found = {s.stage: (s.conversion, s.method, s.days_to_next) for s in told.pipelines[0].stages}
    assert found == {
        "1": (30 / 40, "ipcw", None),
        "2": (pytest.approx(10 / 30), "ipcw", None),
        "3": (1.0, "ipcw", None),
    }


def test_without_a_history_and_the_stage_of_a_loss_only_the_whole_way_is_told():
    told = rates(deals(*GOOD))
    assert told.pipelines[0].stages == ()
    assert any("only lead to payment can be told" in warning for warning in told.warnings)


def test_pipelines_are_told_apart():
    rows = deals(*GOOD)
    for row, pipeline in zip(rows, ("Sales", "Sales", "Partners"), strict=True):
        row["pipeline"] = pipeline
    assert [(each.name, each.lead_to_payment.won_by_all) for each in rates(rows).pipelines] == [
        ("Sales", 0.5),
        ("Partners", 0),
    ]


def test_amounts_in_several_currencies_are_not_added():
    rows = deals(*GOOD, "4 D 2026-01-05 Won 2026-01-20")
    for row, currency in zip(rows, ("RUB", "RUB", "RUB", "USD"), strict=True):
        row |= {"amount": "100", "currency": currency}
    told = rates(rows)
    assert told.pipelines[0].average_deal is None
    assert "all deals: won deals have amounts in RUB, USD, which nobody can add." in told.warnings


def test_leads_come_by_week_weekday_slot_and_month():
    # two leads each Monday at 10, one each Tuesday at 15, for nine whole weeks and a day
    first = dt.date(2026, 1, 5)
    rows = [
        {
            "id": f"{week}{n}",
            "created": f"{first + dt.timedelta(7 * week + (n == 2))} {10 if n < 2 else 15}:00",
            "won": "no",
        }
        for week in range(10)
        for n in range(3)
    ]
    slots = {"morning": "09:00-13:00", "afternoon": "13:00-18:00"}
    told = rates(rows, {"slots": slots}, as_of="2026-03-10").pipelines[0].leads
    assert told is not None
    assert (told.per_week, told.weeks, told.low, told.high, told.dispersion) == (3, 9, 3, 3, 0)
    assert told.by_weekday == {"mon": pytest.approx(4 / 3), "tue": pytest.approx(2 / 3)}
    assert told.by_slot == {"morning": pytest.approx(4 / 3), "afternoon": pytest.approx(2 / 3)}
    # January is not whole; February has 12 leads in 28 days, and nothing to be weighed against
    assert told.season == {}


@pytest.mark.parametrize("column", ["stage", "outcome"])
def test_the_history_tells_when_deals_ended_that_have_no_day(column):
    rows = [
        {"id": 1, "created": "2026-01-05", column: "Won"},
        {"id": 2, "created": "2026-01-06", column: "Lost"},
        {"id": 3, "created": "2026-01-07", column: "Open"},
        {"id": 4, "created": "2026-01-08", column: "Won"},
    ]
    entries = [
        {"deal": deal, "stage": stage, "time": f"2026-01-{day:02}"}
        for deal, stage, day in [(1, "Lead", 5), (1, "Won", 20), (2, "Lead", 6), (2, "Lost", 9), (3, "Lead", 7)]
    ]
    told = rates(rows, history=entries)
    assert [(out.why, out.lines) for out in told.rows.left_out] == [("won or lost without a date", (4,))]
    assert told.pipelines[0].lead_to_payment.won_by_all == pytest.approx(1 / 3)
    dated = [row | {"closed": day} for row, day in zip(rows, ["2026-01-20", "2026-01-09", "", ""], strict=True)]
    assert rates(dated, history=entries).pipelines == told.pipelines


UNSEEN = "\x1b\x07\x9b\u202e\u2066\u200b\u200d\ufeff\u00ad\u3164\ufe0f\U000e0041"


def test_letters_that_nobody_sees_are_left_out_of_every_name():
    entries = history("1 Lead 2026-01-05", "1 Meeting 2026-01-08", "1 Won 2026-01-20", "2 Lead 2026-01-06")
    entries += history("2 Lost 2026-01-15", "3 Lead 2026-01-07")
    plain = [row | {"manager": "An na", "channel": "site", "pipeline": "Main"} for row in deals(*GOOD)]
    told = rates(plain, history=entries)
    for letter in UNSEEN:

        def hidden(text: object, letter: str = letter) -> str:
            first, rest = str(text)[:1], str(text)[1:].replace(" ", "\N{NO-BREAK SPACE}")
            return f"{letter}{first}{letter}{rest}{letter}"

        odd = [
            {hidden(key): value if key in ("created", "closed") else hidden(value) for key, value in row.items()}
            for row in plain
        ]
        odd_entries = [{key: hidden(row[key]) if key != "time" else row[key] for key in row} for row in entries]
        found = rates(odd, history=odd_entries)
        assert found.pipelines == told.pipelines
        assert found.source.columns == told.source.columns
        assert letter not in found.to_json()
        assert any(warning.startswith("Letters that nobody sees") for warning in found.warnings)
    assert not any("nobody sees" in warning for warning in told.warnings)
