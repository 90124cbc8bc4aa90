"""An own plan by questions: each answer is checked at once, and the plan that comes of them solves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import salescrew
from salescrew.cli.questions import answers as module
from salescrew.cli.questions import asking
from salescrew.cli.questions.answers import Answers, Present, Target, coming_quarter
from salescrew.cli.questions.plan_text import plan_text
from salescrew.models.load import parse
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved

Asked = Callable[..., Result]
ANSWERS = {
    "time": "2027-01-11, 6 weeks",
    "holidays": "us",
    "people": "Anna, Ben since 01.02.2027",
    "cost": "4 500 USD",
    "deal": "12k",
    "day": "50 calls, 2 meetings",
    "call": "3%",
    "meeting": "25%",
    "days": "14",
    "leads": "40",
    "lead": "0,3",
    "slot": "5",
    "target": "100k",
    "hires": "2",
}


@pytest.fixture
def ask(run, monkeypatch) -> Asked:
    """Answer the questions of `init`, one line after the other."""
    monkeypatch.setattr(asking, "is_terminal", lambda: True)

    def answered(*lines: str, path: str = "new.yaml") -> Result:
        return run("init", path, stdin="".join(f"{line}\n" for line in lines))

    return answered


def answers(**other: str) -> list[str]:
    return list({**ANSWERS, **other}.values())


def told(result: Result) -> list[str]:
    """List what was said to wrong answers."""
    lines = [line.strip() for line in result.stderr.splitlines()]
    return [line.partition("> ")[2] or line for line in lines if "must " in line and line]


def test_the_plan_is_what_was_answered(ask: Asked) -> None:
    done = ask(*answers())
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.endswith("\nWrote new.yaml. Next: salescrew check new.yaml, then salescrew solve new.yaml\n")
    plan = salescrew.load("new.yaml")
    assert (plan.name, plan.currency) == ("new", "USD")
    assert (str(plan.calendar.start), plan.calendar.weeks, plan.calendar.holidays) == ("2027-01-11", 6, "US")
    assert [(one.name, one.keep, str(one.first_day), one.monthly_cost) for one in plan.managers] == [
        ("Anna", True, "None", 4500),
        ("Ben", True, "2027-02-01", 4500),
    ]
    assert (plan.target.revenue, plan.products["service"].average_deal) == (100_000, 12_000)
    assert {name: [stage.conversion for stage in funnel.stages] for name, funnel in plan.funnels.items()} == {
        "cold": [0.03, 0.25],
        "warm": [0.3, 0.25],
    }
    assert {funnel.stages[-1].days_to_next for funnel in plan.funnels.values()} == {14}
    assert plan.funnels["warm"].leads
    assert plan.funnels["warm"].leads.per_week == 40
    assert plan.duty
    assert plan.duty.leads_per_slot == 5
    assert [dict(pattern) for pattern in plan.day_patterns or ()] == [
        {"calls": 50},
        {"meetings": 1, "calls": 25},
        {"meetings": 2},
        {"duty": 1, "calls": 25},
        {"duty": 1, "meetings": 1},
        {"duty": 2},
    ]
    assert [(one.profile, one.at_most) for one in plan.candidates] == [("new", 2)]


def test_enter_alone_gives_a_plan_that_solves(ask: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "coming_quarter", lambda _: "2027-02")
    assert ask(*[""] * 20).exit_code == 0
    plan = salescrew.load("new.yaml")
    assert plan.calendar.period == "2027-02"
    result = solved(plan)
    assert result.status == "optimal"
    assert result.headcount


@pytest.mark.parametrize(
    ("place", "answer", "sentence"),
    [
        ("time", "soon", "must be a year, a half of one, a quarter or a month, got soon."),
        ("time", "Q1 2027", "must be a year, a half of one, a quarter or a month, got Q1 2027. Write 2027-Q1."),
        ("time", "11/01/2027", "must be a date that can only mean one day, got 11/01/2027."),
        (
            "holidays",
            "xx",
            "must be the ISO code of a country whose holidays are known, got XX. Write its two letters, such as RU,",
        ),
        ("people", "Anna, Anna", "must be a name of its own among the managers, got Anna again. Choose another name."),
        ("people", "Anna from soon", "must be a date, got soon. Write it as YYYY-MM-DD, such as 2026-01-12."),
        ("cost", "much", "must be a number, got much. Write a number such as 90_000."),
        ("deal", "150.000", "must be a number that can only mean one thing, got 150.000. Write 150000, or 150 if"),
        ("deal", "0", "must be above 0, got 0. Write a number such as 1_000_000."),
        ("day", "fifty", "must be calls and meetings of a day, got fifty. Write 60 calls, 2 meetings."),
        ("day", "50, 0", "must be at least 1, got 0. Write a whole number such as 1."),
        ("call", "3", "must be at most 1, got 3. Write 0.03 or 3%."),
        ("meeting", "0", "must be above 0, got 0. Write a share such as 0.8 or 80%."),
        ("days", "-1", "must be at least 0, got -1. Write a number such as 2."),
        ("leads", "many", "must be a number, got many. Write a number such as 2."),
        ("lead", "1.5", "must be at most 1, got 1.5. Write 0.015 or 1.5%."),
        ("slot", "none", "must be a number, got none. Write a number such as 5."),
        ("target", "0 deals", "must be above 0, got 0. Write a number such as 5."),
        ("target", "3", "must be at least what a deal pays, 12 000, got 3. Write deals as in 3 deals."),
        ("hires", "1.5", "must be a whole number, got 1.5. Write a whole number such as 3."),
    ],
)
def test_an_answer_is_read_at_once_as_a_plan_is_and_asked_for_again(
    ask: Asked, place: str, answer: str, sentence: str
) -> None:
    lines = [line for key, good in ANSWERS.items() for line in ([answer, good] if key == place else [good])]
    done = ask(*lines)
    assert done.exit_code == 0
    assert " ".join(done.stderr.split()).count("must ") == 1
    assert sentence in " ".join(done.stderr.split())
    assert salescrew.load("new.yaml").target.revenue == 100_000


def test_letters_that_nobody_sees_are_no_answer(ask: Asked) -> None:
    done = ask(*ANSWERS["time"].splitlines(), "none", "An\x1b[Dna", *answers()[2:])
    assert done.exit_code == 0
    assert "\x1b" not in done.stderr
    assert "U+001B" in done.stderr
    assert [manager.name for manager in salescrew.load("new.yaml").managers] == ["Anna", "Ben"]


def test_who_calls_nobody_has_leads(ask: Asked) -> None:
    done = ask(*answers()[:5], "0 calls, 3", "25%", "14", "none", "50", "30%", "6", "20 deals", "none")
    assert done.exit_code == 0, done.stderr
    assert "must be above 0 where nobody calls out, got none. Write how many leads come." in " ".join(
        done.stderr.split()
    )
    plan = salescrew.load("new.yaml")
    assert list(plan.funnels) == ["warm"]
    assert plan.target.products["service"].deals == 20
    assert plan.candidates == ()


@pytest.mark.parametrize("count", range(15))
def test_an_end_of_the_input_writes_nothing(ask: Asked, count: int) -> None:
    before = set(Path().iterdir())
    done = ask(*answers()[:count]) if count < 14 else ask(*answers()[:13])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(
        "answers: must be given to all questions, got the end of the input. Nothing was written.\n"
    )
    assert set(Path().iterdir()) == before


def test_standard_output_takes_the_plan_and_nothing_else(ask: Asked) -> None:
    done = ask(*answers(), path="-")
    assert done.exit_code == 0
    assert parse(done.stdout, "plan.yaml").managers[0].name == "Anna"
    assert not Path("salescrew.schema.json").exists()


def test_an_existing_plan_is_refused_before_anything_is_asked(ask: Asked) -> None:
    done = ask(*answers(), path="team.yaml")
    assert done.exit_code == 2
    assert done.stderr == "team.yaml: must be a new file, got one that exists. Choose another name or add --force.\n"


def plan_of(given: Answers, name: str = "team") -> Plan:
    return parse(plan_text(given, name), "plan.yaml")


@pytest.mark.parametrize(
    "name", ["null", "2027", "a: b", "# no", "O'Neill", "Иванова Анна", '"', "- x", "true", "1e3", "[a]", "a\\b", "@"]
)
def test_names_are_read_as_they_were_given(name: str) -> None:
    plan = plan_of(Answers(people=(Present(name),), currency=name), name)
    assert (plan.name, plan.currency, plan.managers[0].name) == (name, name, name)


def test_every_line_has_its_comment_and_fits() -> None:
    text = plan_text(Answers(people=(Present("Anna"),), leads=30, monthly_cost=120_000), "team")
    assert [line for line in text.splitlines() if line.strip() and "#" not in line] == []
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize(
    ("calls", "meetings", "leads", "people", "target"),
    [
        (40, 1, 0.0, 0, None),
        (40, 4, 45.0, 3, None),
        (40, 1, 45.0, 0, Target(deals=3)),
        (0, 4, 45.0, 3, Target(deals=3)),
        (0, 1, 30.0, 0, None),
        (0, 4, 80.0, 1, None),
    ],
)
def test_whatever_is_answered_gives_a_plan_that_solves(
    calls: int, meetings: int, leads: float, people: int, target: Target | None
) -> None:
    given = Answers(
        time={"start": "2027-01-11", "weeks": 3},
        people=tuple(Present(name) for name in ("Anna", "Ben", "Clara")[:people]),
        calls=calls,
        meetings=meetings,
        leads=leads,
        days=10,
        target=target,
    )
    plan = plan_of(given)
    assert all(manager.keep for manager in plan.managers)
    assert solved(plan).status in ("optimal", "feasible")


@pytest.mark.parametrize(
    ("today", "quarter"),
    [("2026-11-30", "2027-Q1"), ("2026-12-31", "2027-Q1"), ("2027-01-01", "2027-Q2"), ("2027-06-30", "2027-Q3")],
)
def test_the_coming_quarter_is_the_next_one(today: str, quarter: str) -> None:
    assert coming_quarter(dt.date.fromisoformat(today)) == quarter


RUSSIAN = {
    "time": "2027-01-11, 6 недель",
    "holidays": "нет",
    "people": "Анна, Борис с 01.02.2027",
    "cost": "120 тыс RUB",
    "deal": "450 тыс",
    "day": "50 звонков, 2 встречи",
    "call": "3%",
    "meeting": "25%",
    "days": "14",
    "leads": "40",
    "lead": "0,3",
    "slot": "5",
    "target": "20 сделок",
    "hires": "сколько нужно",
}


def test_questions_and_answers_in_russian(run, monkeypatch) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    done = run("init", "new.yaml", "--lang", "ru", stdin="".join(f"{line}\n" for line in RUSSIAN.values()))
    assert done.exit_code == 0, done.stderr
    assert " 1. На какой срок план?\n" in done.stderr  # noqa: RUF001
    plan = salescrew.load("new.yaml")
    assert [(one.name, str(one.first_day), one.monthly_cost) for one in plan.managers] == [
        ("Анна", "None", 120_000),
        ("Борис", "2027-02-01", 120_000),
    ]
    assert plan.target.products["услуга"].deals == 20
    assert {name: [stage.name for stage in funnel.stages] for name, funnel in plan.funnels.items()} == {
        "холодные": ["звонок", "встреча"],
        "тёплые": ["лид", "встреча"],
    }
    comments = [line.partition("# ")[2] for line in Path("new.yaml").read_text(encoding="utf-8").splitlines()[1:]]
    assert [one for one in comments if one and not re.search("[а-яё]", one)] == []


def test_what_is_asked_in_russian_can_be_answered_by_enter(run, monkeypatch) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    done = run("init", "new.yaml", "--lang", "ru", stdin="\n" * len(RUSSIAN))
    assert done.exit_code == 0, done.stderr
    assert len(salescrew.load("new.yaml").candidates) == 1


def test_wrong_answers_are_refused_in_russian(run, monkeypatch) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    lines = {**RUSSIAN, "deal": "много\n450 тыс", "day": "когда как\n50 звонков"}
    done = run("init", "new.yaml", "--lang", "ru", stdin="".join(f"{line}\n" for line in lines.values()))
    assert done.exit_code == 0
    assert "должно быть числом, получено: много." in done.stderr
    assert "должны быть звонки и встречи за день, получено: когда как." in done.stderr
