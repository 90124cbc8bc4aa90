"""One department, exported from six CRMs and by hand, with all that exports are full of: its figures are the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from salescrew.models.answers.rates import Rates
from salescrew.models.rates.estimates.estimate import rates
from tests.rates.simulator import World, deals, export

ROWS, HISTORY = export(deals(World(deals=700, reopened=0.05), 4), 300)
LAST_STAGE = {row["deal"]: row["stage"] for row in HISTORY if row["stage"] not in ("Won", "Lost")}
Row = dict[str, Any]


def day(text: Any, form: str) -> str:
    """Write a date of the simulation in another form; nothing for nothing."""
    return dt.date.fromisoformat(text).strftime(form) if text else ""


def names(lead: str, meeting: str, proposal: str, won: str, lost: str) -> dict[str, str]:
    return {"Lead": lead, "Meeting": meeting, "Proposal": proposal, "Won": won, "Lost": lost}


def table(header: str, rows: Sequence[Sequence[Any]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    writer.writerow(header.split("|"))
    writer.writerows(rows)
    return buffer.getvalue().encode(encoding)


def amocrm() -> tuple[bytes, bytes | None]:
    stages = names(
        "Первичный контакт", "Переговоры", "Принимают решение", "Успешно реализовано", "Закрыто и не реализовано"
    )
    header = (
        "ID|Название сделки|Компания|Ответственный|Этап сделки|Воронка|Бюджет|Дата создания|Дата "
        "закрытия|Источник|Примечание"
    )
    rows = [
        [
            *(r["id"], f"Заявка №{r['id']}", "Фирма «Ромашка»", r["manager"], stages[r["stage"]], "Продажи"),
            f"{r['amount']:,.2f}".replace(",", " ").replace(".", ","),
            day(r["created"], "%d.%m.%Y 12:31:00"),
            day(r["closed"], "%d.%m.%Y 11:00:00") or "не закрыта",
            *(r["channel"], 'звонил; просил "перезвонить\nзавтра"'),
        ]
        for r in ROWS
    ]
    return table(header, rows, "cp1251", ";"), None


def bitrix24() -> tuple[bytes, bytes | None]:
    stages = names("C3:NEW", "C3:PREPARATION", "C3:EXECUTING", "C3:WON", "C3:LOSE")
    ends = {"Won": "S", "Lost": "F"}
    header = "ID|TITLE|STAGE_ID|STAGE_SEMANTIC_ID|OPPORTUNITY|ASSIGNED_BY_ID|DATE_CREATE|CLOSEDATE|CLOSED|SOURCE_ID"
    rows = [
        [
            *(r["id"], "x", stages[r["stage"]], ends.get(r["stage"], "P"), r["amount"], r["manager"]),
            f"{r['created']}T10:00:00+03:00",
            # of an open deal the date is a plan
            f"{r['closed'] or '2026-09-01'}T03:00:00+03:00",
            *("Y" if r["closed"] else "N", r["channel"]),
        ]
        for r in ROWS
    ]
    entered = [[n, h["deal"], f"{h['time']}T12:00:00+03:00", stages[h["stage"]]] for n, h in enumerate(HISTORY)]
    return table(header, rows), table("ID|OWNER_ID|CREATED_TIME|STAGE_ID", entered)


def changes(stages: dict[str, str], write: Callable[[Row, str, str], list[Any]]) -> list[list[Any]]:
    """Give the history as changes from one stage to the next."""
    found, before = [], dict[int, str]()
    for row in HISTORY:
        if row["deal"] in before:
            found.append(write(row, stages[before[row["deal"]]], stages[row["stage"]]))
        before[row["deal"]] = row["stage"]
    return found


def salesforce() -> tuple[bytes, bytes | None]:
    stages = names("Qualification", "Needs Analysis", "Negotiation/Review", "Closed Won", "Closed Lost")
    header = "Opportunity ID|Opportunity Name|Stage|Amount|Close Date|Created Date|Opportunity Owner|Lead Source"
    rows = [
        [
            *(f"006{r['id']:09d}AAA", "Acme, Inc.", stages[r["stage"]], f"USD {r['amount']:,.2f}"),
            *(day(r["closed"] or "2026-12-31", "%m/%d/%Y"), day(r["created"], "%m/%d/%Y"), r["manager"], r["channel"]),
        ]
        for r in ROWS
    ]
    moved = changes(
        stages, lambda row, old, new: [f"006{row['deal']:09d}AAA", old, new, day(row["time"], "%m/%d/%Y 3:05 PM")]
    )
    return table(header, rows), table("Opportunity ID|From Stage|To Stage|Last Modified", moved)


def pipedrive() -> tuple[bytes, bytes | None]:
    stages = names("Qualified", "Demo Scheduled", "Proposal Made", "", "")
    header = (
        "Deal - ID|Deal - Title|Deal - Status|Deal - Stage|Deal - Value|Deal - Owner|Deal - Deal created|Deal - "
        "Won time|"
        "Deal - Lost time|Deal - Expected close date|Deal - Channel"
    )
    rows = [
        [
            *(
                r["id"],
                "t",
                r["stage"] if r["closed"] else "Open",
                stages[LAST_STAGE[r["id"]]],
                r["amount"],
                r["manager"],
            ),
            f"{r['created']} 10:11:12",
            f"{r['closed']} 10:00:00" if r["stage"] == "Won" else "",
            f"{r['closed']} 10:00:00" if r["stage"] == "Lost" else "",
            *("2026-12-01", r["channel"]),
        ]
        for r in ROWS
    ]
    return table(header, rows), None


def zoho() -> tuple[bytes, bytes | None]:
    stages = names(
        "Qualification", "Value Proposition", "Negotiation/Review", "Closed Won", "Closed Lost to Competition"
    )
    header = "Deal Id|Deal Name|Amount|Stage|Closing Date|Created Time|Deal Owner|Lead Source"
    rows = [
        [
            *(f"zcrm_{r['id']}", "x", f"$ {r['amount']:,.2f}", stages[r["stage"]]),
            *(day(r["closed"] or "2026-12-31", "%b %d, %Y"), day(r["created"], "%b %d, %Y 10:12 AM")),
            *(r["manager"], r["channel"]),
        ]
        for r in ROWS
    ]
    return table(header, rows, "utf-16", "\t"), None


def hubspot() -> tuple[bytes, bytes | None]:
    stages = names("appointmentscheduled", "qualifiedtobuy", "contractsent", "closedwon", "closedlost")
    first: dict[tuple[int, str], str] = {}
    for row in HISTORY:
        first.setdefault((row["deal"], row["stage"]), f"{row['time']}T09:00:00.123Z")  # type: ignore[arg-type]
    order = ("Won", "Proposal", "Lead", "Meeting")  # as chance has it
    header = "hs_object_id|dealname|createdate|closedate|dealstage|amount|hubspot_owner_id|hs_analytics_source|"
    rows = [
        [
            *(
                r["id"],
                "x",
                f"{r['created']}T08:00:00Z",
                f"{r['closed'] or '2026-12-31'}T10:00:00Z",
                stages[r["stage"]],
            ),
            *(r["amount"], r["manager"], r["channel"]),
            *(first.get((r["id"], stage), "") for stage in order),
        ]
        for r in ROWS
    ]
    header += "|".join(f"hs_v2_date_entered_{stages[stage]}" for stage in order)
    return table(header, rows, "utf-8-sig"), None


def by_hand() -> tuple[bytes, bytes | None]:
    words = {"Won": "Оплачено", "Lost": "Отказ"}
    header = "Номер|Дата обращения|Дата закрытия|Менеджер|Источник|Сумма|Результат"
    rows = [
        [
            *(r["id"], day(r["created"], "%d.%m.%y"), day(r["closed"], "%d.%m.%y") or "-", r["manager"], r["channel"]),
            *(f"{r['amount']:.2f} руб.".replace(".", ",", 1), words.get(r["stage"], "В работе")),
        ]
        for r in ROWS
    ]
    return table("Отдел продаж, все заявки", [[], header.split("|"), *rows], "cp1251", ";"), None


EXPORTS = {
    "amoCRM": amocrm,
    "Bitrix24": bitrix24,
    "Salesforce": salesforce,
    "Pipedrive": pipedrive,
    "Zoho": zoho,
    "HubSpot": hubspot,
    "": by_hand,
}


OTHERWISE: dict[str, tuple[str, str, dict[str, str]]] = {
    "amoCRM": (
        "cp1251",
        "ID;Lead title;Company;Responsible user;Lead status;Pipeline;Budget;Date created;Date closed;Source;Note",
        {
            "не закрыта": "not closed",
            "Успешно реализовано": "Closed - won",
            "Закрыто и не реализовано": "Closed - lost",
        },
    ),
    "Bitrix24": (
        "utf-8",
        "ID,Название сделки,Стадия сделки,Группа стадии,Сумма,Ответственный,Дата создания,Предполагаемая дата закрытия,"
        "Сделка закрыта,Источник",
        {",S,": ",Успешная,", ",F,": ",Провальная,", ",P,": ",Промежуточная,", ",Y,": ",Да,", ",N,": ",Нет,"},
    ),
    "Salesforce": (
        "utf-8",
        "Идентификатор,Имя возможности,Стадия,Сумма,Дата закрытия,Дата создания,Ответственный за возможность,"
        "Источник интереса",
        {"Closed Won": "Закрыто и выиграно", "Closed Lost": "Закрыто и проиграно"},
    ),
    "Pipedrive": (
        "utf-8",
        "Сделка - ID,Сделка - Название,Сделка - Статус,Сделка - Этап,Сделка - Ценность,Сделка - Владелец,"
        "Сделка - Сделка создана,Сделка - Время выигрыша,Сделка - Время проигрыша,Сделка - Ожидаемая дата закрытия,"
        "Сделка - Канал",
        {",Won,": ",Выиграна,", ",Lost,": ",Проиграна,", ",Open,": ",Открыта,"},
    ),
    "Zoho": (
        "utf-16",
        "\t".join(
            (
                *("Идентификатор записи", "Название сделки", "Сумма", "Этап", "Дата закрытия", "Время создания"),
                *("Владелец сделки", "Источник лида"),
            )
        ),
        {"Closed Won": "Закрыто, выиграно", "Closed Lost to Competition": "Закрыто, проиграно"},
    ),
    "HubSpot": (
        "utf-8-sig",
        "ID записи,Название сделки,Дата создания,Дата закрытия,Этап сделки,Сумма,Ответственный за сделку,"
        "Исходный источник,Дата входа на этап «Сделка выиграна»,Дата входа на этап «Договор»,"
        "Дата входа на этап «Встреча назначена»,Дата входа на этап «Подходит»",
        {
            "closedwon": "Сделка выиграна",
            "closedlost": "Сделка проиграна",
            "contractsent": "Договор",
            "appointmentscheduled": "Встреча назначена",
            "qualifiedtobuy": "Подходит",
        },
    ),
}
"""How each CRM calls its columns and ends in its other language."""


def otherwise(crm: str) -> tuple[bytes, bytes | None]:
    encoding, header, words = OTHERWISE[crm]
    _, rows = EXPORTS[crm]()[0].decode(encoding).split("\r\n", 1)
    for word, other in words.items():
        rows = rows.replace(word, other)
    return f"{header}\r\n{rows}".encode(encoding), None


def told(folder: Path, made: tuple[bytes, bytes | None], mapping: str | None = None) -> Rates:
    paths = []
    for name, content in zip(("deals.csv", "history.csv"), made, strict=True):
        if content is not None:
            (folder / name).write_bytes(content)
            paths.append(folder / name)
    return rates(paths[0], mapping, history=paths[1] if len(paths) > 1 else None)


@pytest.fixture(scope="module")
def plain() -> Rates:
    return rates(ROWS, history=HISTORY)


@pytest.mark.parametrize("crm", EXPORTS)
def test_exports_of_one_department_say_the_same(tmp_path, plain, crm):
    found = told(tmp_path, EXPORTS[crm]())
    assert found.source.crm == crm.lower()
    assert (found.as_of, found.rows.used, found.rows.left_out) == (plain.as_of, 700, ())
    mine, theirs = found.pipelines[0], plain.pipelines[0]
    assert mine.lead_to_payment == theirs.lead_to_payment
    assert mine.leads == theirs.leads
    assert mine.average_deal == theirs.average_deal
    assert mine.deal_cv == pytest.approx(theirs.deal_cv)
    assert [group.model_dump() for group in mine.groups] == [group.model_dump() for group in theirs.groups]


@pytest.mark.parametrize("crm", OTHERWISE)
def test_exports_in_the_other_language_of_a_crm_say_the_same(tmp_path, plain, crm):
    for mapping in (None, crm):
        found = told(tmp_path, otherwise(crm), mapping)
        assert found.source.crm == crm.lower()
        assert (found.as_of, found.rows.used, found.rows.left_out) == (plain.as_of, 700, ())
        mine, theirs = found.pipelines[0], plain.pipelines[0]
        assert mine.lead_to_payment == theirs.lead_to_payment
        assert mine.average_deal == theirs.average_deal
        assert [group.model_dump() for group in mine.groups] == [group.model_dump() for group in theirs.groups]


@pytest.mark.parametrize("crm", ["Bitrix24", "Salesforce"])
def test_histories_of_one_department_say_the_same(tmp_path, plain, crm):
    mine, theirs = told(tmp_path, EXPORTS[crm]()).pipelines[0], plain.pipelines[0]
    assert [s.model_dump(exclude={"stage"}) for s in mine.stages] == [
        s.model_dump(exclude={"stage"}) for s in theirs.stages
    ]


def test_dates_by_stage_say_nearly_the_same(tmp_path, plain):
    # who comes back has the day of the first entry alone
    mine, theirs = told(tmp_path, hubspot()).pipelines[0], plain.pipelines[0]
    assert [stage.stage for stage in mine.stages] == ["appointmentscheduled", "qualifiedtobuy", "contractsent"]
    for one, other in zip(mine.stages, theirs.stages, strict=True):
        assert (one.entered, one.advanced) == (other.entered, other.advanced)
        assert one.conversion == pytest.approx(other.conversion, abs=0.005)


def test_closed_deals_alone_say_nearly_the_same(tmp_path, plain):
    mine, theirs = told(tmp_path, pipedrive()).pipelines[0], plain.pipelines[0]
    for one, other in zip(mine.stages, theirs.stages, strict=True):
        assert one.method == "ipcw"
        assert one.conversion == pytest.approx(other.conversion, abs=0.025)


def test_ids_that_a_spreadsheet_made_numbers_of(plain):
    rows = [row | {"id": f"{row['id']}.0"} for row in ROWS]
    assert rates(rows, history=HISTORY).pipelines == plain.pipelines


def test_a_line_of_sums_is_no_deal(plain):
    rows = [*ROWS, {"id": "Total", "created": "", "stage": "", "closed": "", "amount": 1e9}]
    found = rates(rows, history=HISTORY)
    assert [(out.why, out.count) for out in found.rows.left_out] == [("no date of creation", 1)]
    assert found.pipelines == plain.pipelines


def test_no_deal_is_won():
    found = rates([row for row in ROWS if row["stage"] != "Won"])
    assert found.pipelines[0].lead_to_payment.conversion == 0
    assert "No deal is won: check whether the words for won are known (outcomes in a map)." in found.warnings


def test_a_column_of_pipelines_that_is_none():
    found = rates([row | {"pipeline": f"P{row['id']}"} for row in ROWS])
    assert len(found.pipelines) == 50
    assert "Only the 50 largest of 700 pipelines are told: check the pipeline's column." in found.warnings


def test_a_group_for_every_deal():
    found = rates([row | {"manager": f"M{row['id']}"} for row in ROWS], by=["manager"])
    groups = found.pipelines[0].groups
    assert len(groups) == 201
    assert (groups[-1].name, groups[-1].count) == ("(others)", 500)


def test_a_single_deal():
    found = rates([{"id": 1, "created": "2026-01-05", "won": "yes", "closed": "2026-01-07", "amount": 5}])
    whole = found.pipelines[0].lead_to_payment
    assert (whole.conversion, whole.high) == (1, pytest.approx(1, abs=0.001))
    assert found.pipelines[0].average_deal is not None
    assert found.pipelines[0].average_deal.low is None


def test_an_event_log_and_a_list_of_its_cases_say_the_same(plain):
    # nothing but names: when a case began and how it ended stands in the log
    cases = [{"case": row["id"], "manager": row["manager"], "channel": row["channel"]} for row in ROWS]
    found = rates(cases, history=HISTORY)
    assert found.as_of == plain.as_of
    mine, theirs = found.pipelines[0], plain.pipelines[0]
    assert (mine.stages, mine.lead_to_payment, mine.groups) == (theirs.stages, theirs.lead_to_payment, theirs.groups)
