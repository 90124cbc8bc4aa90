"""Duty and days off as calendars: of the team and of each person; a plan made anew updates and cancels."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from icalendar import Calendar

from salescrew.cli.presentations.result import presented
from salescrew.models.answers.result import Result
from salescrew.models.files.plan_file import plan_yaml
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand
from tests.cli.commands.test_replan import FACTS


def read(text):
    return [
        (
            event.decoded("dtstart"),
            str(event["summary"]),
            str(event["status"]),
            int(event["sequence"]),
            str(event["uid"]),
        )
        for event in Calendar.from_ical(text).walk("VEVENT")
    ]


def written(plan, result, form="ics"):
    return presented(Plan.model_validate(plan), Result.model_validate(result)).written(form)


@pytest.fixture
def files(folder):
    plan, result = by_hand()
    (folder / "team.yaml").write_text(plan_yaml(Plan.model_validate(plan)), encoding="utf-8")
    (folder / "result.json").write_text(Result.model_validate(result).to_json(), encoding="utf-8")
    (folder / "actuals.csv").write_text(FACTS, encoding="utf-8")
    return folder


def test_the_team_has_its_duty_in_one():
    found = read(written(*by_hand()))
    days = [dt.date(2026, 1, day) for day in (12, 13, 19, 20)]
    assert [row[:4] for row in found] == [(day, "Boris: duty, morning", "CONFIRMED", 0) for day in days]
    assert len({row[4] for row in found}) == 4


def test_each_person_has_one_of_their_own_with_the_same_entries():
    files = written(*by_hand(), form="ics a person")
    assert list(files) == ["Anna.ics", "Boris.ics"]
    assert [row[1] for row in read(files["Boris.ics"])] == ["duty, morning"] * 4
    assert {row[4] for row in read(files["Boris.ics"])} == {row[4] for row in read(written(*by_hand()))}


def test_slots_have_hours_where_the_plan_says_so():
    plan, result = by_hand()
    plan["calendar"] |= {"slot_starts": {"morning": "9:00"}, "timezone": "Europe/Moscow", "slot_minutes": 200}
    event = Calendar.from_ical(written(plan, result)).walk("VEVENT")[0]
    assert event.decoded("dtstart").isoformat() == "2026-01-12T09:00:00+03:00"
    assert event.decoded("dtend").isoformat() == "2026-01-12T12:20:00+03:00"


def test_days_off_are_in_it_but_no_days_before_somebody_came():
    plan, result = by_hand()
    plan["managers"][0] |= {"days_off": ["2026-01-13"]}
    plan["managers"][1] |= {"from": "2026-01-13"}
    assert [row[:2] for row in read(written(plan, result)) if "off" in row[1]] == [
        (dt.date(2026, 1, 13), "Anna: day off")
    ]


def test_entries_are_told_apart_by_plan_person_day_and_slot_alone():
    plan, result = by_hand()
    before = {row[4] for row in read(written(plan, result))}
    plan["currency"] = "EUR"
    assert {row[4] for row in read(written(plan, result))} == before
    plan["name"] = "another"
    assert not {row[4] for row in read(written(plan, result))} & before


@pytest.mark.usefixtures("files")
def test_a_plan_made_anew_updates_what_stays_and_cancels_what_does_not(run):
    anew = ["replan", "team.yaml", "result.json", "actuals.csv", "--as-of", "2026-01-19", "--freeze-days", "0"]
    done = run(*anew, "--absent", "Boris:2026-01-19", "--quiet", "-o", "new.json", "-o", "duty.ics")
    assert done.exit_code in (0, 1), done.stderr
    before = {row[4]: row for row in read(written(*by_hand()))}
    after = {row[4]: row for row in read(Path("duty.ics").read_bytes().decode("utf-8"))}
    assert {row[3] for row in after.values()} == {8}
    gone = [row for row in after.values() if row[2] == "CANCELLED"]
    assert [row[:2] for row in gone] == [(dt.date(2026, 1, 19), "Boris: duty, morning")]
    assert gone[0][4] in before
    assert set(before) <= set(after)
    assert any(row[:2] == (dt.date(2026, 1, 19), "Boris: day off") for row in after.values())
    # shown again it is the same file
    assert run("show", "new.json", "--plan", "team.yaml", "-o", "again.ics").exit_code == 0
    assert Path("again.ics").read_bytes() == Path("duty.ics").read_bytes()


def test_a_folder_a_person_and_a_week(run, files):
    assert run("show", "result.json", "--plan", "team.yaml", "--format", "ics", "-o", "duty").exit_code == 0
    assert sorted(path.name for path in (files / "duty").iterdir()) == ["Anna.ics", "Boris.ics"]
    arguments = ["--person", "Boris", "--week", "2", "--format", "ics"]
    done = run("show", "result.json", "--plan", "team.yaml", *arguments)
    assert [row[0].day for row in read(done.stdout)] == [19, 20]
    again = run("show", "result.json", "--plan", "team.yaml", "--format", "ics", "-o", "duty")
    assert again.stderr == "duty: must be new or empty, got a folder with files. Name a new folder.\n"


@pytest.mark.usefixtures("files")
def test_parts_have_no_calendar(run):
    done = run("show", "result.json", "--plan", "team.yaml", "--part", "team", "--format", "ics")
    assert "a calendar is of a whole result, of a person or of a week: leave out --part." in done.stderr
    assert run("check", "team.yaml", "-o", "duty.ics").stderr.startswith("duty.ics: must end in ")
