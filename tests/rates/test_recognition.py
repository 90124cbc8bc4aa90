"""What columns mean is told by their names, for each CRM, and may be said otherwise in a map."""

from __future__ import annotations

import csv

import pytest
from ruamel.yaml import YAML

from salescrew.errors import InputError
from salescrew.models.rates.estimates.estimate import rates
from salescrew.models.rates.reading.map_file import load_map, map_text
from salescrew.models.rates.reading.mapping import ExportMap, OutcomeWords
from salescrew.models.rates.reading.opened import opened
from salescrew.models.rates.reading.outcomes import outcome_of
from salescrew.models.rates.reading.recognition import recognise, recognise_history
from tests.rates.tables import PLAIN, write

HEADERS = {
    "hubspot": [
        "Record ID,Deal Name,Deal Stage,Close Date,Create Date,Deal owner,Amount,Pipeline,Original Traffic Source",
        "hs_object_id,dealname,dealstage,closedate,createdate,hubspot_owner_id,amount,pipeline,hs_analytics_source",
        "ID записи,Название сделки,Этап сделки,Дата закрытия,Дата создания,Ответственный за сделку,Сумма,Воронка,"
        "Исходный источник трафика",
    ],
    "salesforce": [
        "Id,Name,StageName,CloseDate,CreatedDate,OwnerId,Amount,RecordTypeId,LeadSource",
        "Opportunity ID,Opportunity Name,Stage,Close Date,Created Date,Opportunity Owner,Amount,Record Type,Lead "
        "Source",
        "ID,Имя возможности,Этап,Дата закрытия,Дата создания,Ответственный за возможность,Сумма,Тип записи возможности,"
        "Источник интереса",
    ],
    "pipedrive": [
        "Deal - ID,Deal - Title,Deal - Stage,Deal - Deal closed on,Deal - Deal created,Deal - Owner,Deal - Value,"
        "Deal - Pipeline,Deal - Source channel",
        "id,title,stage_id,close_time,add_time,user_id,value,pipeline_id,channel",
        "Сделка - ID,Сделка - Название,Сделка - Этап,Сделка - Сделка закрыта,Сделка - Сделка создана,Сделка - Владелец,"
        "Сделка - Ценность,Сделка - Воронка,Сделка - Канал",
    ],
    "amocrm": [
        "ID,Название сделки,Этап сделки,Дата закрытия,Дата создания сделки,Ответственный,Бюджет,Воронка,Источник",
        "id,name,status_id,closed_at,created_at,responsible_user_id,price,pipeline_id,source_id",
        "ID,Lead title,Lead status,Date closed,Date created,Responsible user,Budget,Pipeline,Source",
        'ID,Lead name,Lead stage,Closed at,Created at,Lead manager,"Sale, ₽",Sales funnel,Source',
    ],
    "bitrix24": [
        "ID,TITLE,STAGE_ID,CLOSEDATE,DATE_CREATE,ASSIGNED_BY_ID,OPPORTUNITY,CATEGORY_ID,SOURCE_ID",
        "ID,Название,Стадия сделки,Дата завершения,Дата создания,Ответственный,Сумма,Направление,Источник",
        "ID,Deal Name,Deal stage,End date,Created on,Responsible person,Amount,Pipeline,Source",
    ],
    "zoho": [
        "Deal Id,Deal Name,Stage,Closing Date,Created Time,Deal Owner,Amount,Pipeline,Lead Source",
        "Идентификатор записи,Название сделки,Этап,Дата закрытия,Время создания,Владелец сделки,Сумма,Воронка,"
        "Источник лида",
    ],
}
MEANINGS = ("id", "name", "stage", "closed", "created", "manager", "amount", "pipeline", "channel")


@pytest.mark.parametrize(("crm", "header"), [(crm, text) for crm, texts in HEADERS.items() for text in texts])
def test_columns_of_a_crm(crm, header):
    names = next(csv.reader([header]))
    found = recognise(names)
    assert found.crm == crm
    assert found.columns.model_dump(exclude_none=True) == dict(zip(MEANINGS, names, strict=True))
    assert recognise(names, crm).columns == found.columns


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Сумма, руб.", "amount"),
        ("Бюджет, ₽", "amount"),
        ("Amount (USD)", "amount"),
        ("Revenue [EUR]", "amount"),
        ("Сделка: Ответственный", "manager"),
        ("opportunity.owner", "manager"),
        ("Lead - Source", "channel"),
    ],
)
def test_whose_a_column_is_and_its_unit_are_no_part_of_its_name(name, meaning):
    found = recognise(["Created", name]).columns
    assert found.model_dump(exclude_none=True) == {"created": "Created", meaning: name}
    # a column that is called so and no more goes before
    plain = {"amount": "Amount", "manager": "Manager", "channel": "Channel"}[meaning]
    assert getattr(recognise([name, plain]).columns, meaning) == plain


def test_columns_of_nobody_in_particular():
    names = "number,lead name,step,decided,created at,sales rep,deal size,funnel,source".split(",")  # noqa: SIM905
    found = recognise(names)
    assert found.crm == ""
    assert found.columns.model_dump(exclude_none=True) == {
        "id": "number",
        "name": "lead name",
        "stage": "step",
        "closed": "decided",
        "created": "created at",
        "manager": "sales rep",
        "amount": "deal size",
        "pipeline": "funnel",
        "channel": "source",
    }


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("hs_v2_date_entered_appointmentscheduled", "appointmentscheduled"),
        ("hs_date_entered_closedwon", "closedwon"),
        ('Date entered "Meeting (Sales)"', "Meeting (Sales)"),
        ("Date entered Proposal (Sales Pipeline)", "Proposal"),
        ("Lead entered at", "Lead"),
        ("meeting_date_entered", "meeting"),
        ("Дата перехода на этап «Встреча»", "Встреча"),
        ("Date created", None),
    ],
)
def test_columns_of_dates_by_stage(name, stage):
    assert recognise(["Create Date", name]).entered.get(name) == stage


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("deal,stage,time", {"deal": "deal", "stage": "stage", "time": "time"}),
        (
            "Id,OpportunityId,StageName,CreatedDate",
            {"deal": "OpportunityId", "stage": "StageName", "time": "CreatedDate"},
        ),
        (
            "OpportunityId,Field,OldValue,NewValue,CreatedDate",
            {"deal": "OpportunityId", "old": "OldValue", "new": "NewValue", "time": "CreatedDate", "field": "Field"},
        ),
        (
            "item_id,field_key,old_value,new_value,log_time",
            {"deal": "item_id", "old": "old_value", "new": "new_value", "time": "log_time", "field": "field_key"},
        ),
        (
            "ID,TYPE_ID,OWNER_ID,CREATED_TIME,CATEGORY_ID,STAGE_SEMANTIC_ID,STAGE_ID",
            {"deal": "OWNER_ID", "stage": "STAGE_ID", "time": "CREATED_TIME"},
        ),
        ("ID сделки,Было,Стало,Дата", {"deal": "ID сделки", "old": "Было", "new": "Стало", "time": "Дата"}),
        ("Deal Id,To Stage,Modified Time", {"deal": "Deal Id", "stage": "To Stage", "time": "Modified Time"}),
    ],
)
def test_columns_of_a_history(header, columns):
    assert recognise_history(header.split(",")).model_dump(exclude_none=True) == columns


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("Closed Won", "won"),
        ("closedwon", "won"),
        ("C1:WON", "won"),
        ("142", "won"),
        ("Успешно реализовано", "won"),
        ("Сделка успешна", "won"),
        ("S", "won"),
        ("Closed Lost", "lost"),
        ("Closed Lost to Competition", "lost"),
        ("closed_lost", "lost"),
        ("C2:LOSE", "lost"),
        ("143", "lost"),
        ("Закрыто и не реализовано", "lost"),
        ("Сделка провалена", "lost"),
        ("F", "lost"),
        ("P", "open"),
        ("open", "open"),
        ("Закрыто: выигрыш", "won"),
        ("Успешная", "won"),
        ("Закрыто, проиграно", "lost"),
        ("Провальная", "lost"),
        ("Неуспешно", "lost"),
        ("Unsuccessful", "lost"),
        ("Промежуточная", "open"),
        ("В работе", "open"),
        ("", "open"),
        ("Wonderful", None),
        ("Договор", None),
    ],
)
def test_words_of_an_end(word, outcome):
    assert outcome_of(word, OutcomeWords(), of_stage=False) == outcome
    assert outcome_of(word, OutcomeWords(), of_stage=True) == (outcome or "open")


def test_words_of_a_map_go_first():
    words = OutcomeWords(won=("Closed Lost",), lost=("done",), open=("WON",))
    told = [outcome_of(word, words, of_stage=False) for word in ("closed lost", "Done", "won")]
    assert told == ["won", "lost", "open"]


# ---- maps


def test_a_map_that_is_written_reads_the_same(tmp_path):
    header = "hs_object_id,createdate,closedate,dealstage,\"a: b, 'c'\",hs_v2_date_entered_lead,Дата"
    text = (
        f"{header}\n1,2026-01-05,2026-01-09,closedwon,x,2026-01-05,\n2,2026-01-06,2026-01-09,closedlost,x,2026-01-06,\n"
    )
    found = opened(write(tmp_path, text), {"columns": {"channel": "a: b, 'c'"}, "plan": {"x": {"funnel": "warm"}}})
    written = map_text(found.map, found.sheet.header, {"all deals": ("lead", "Встреча: да")})
    read = load_map(write(tmp_path, written, "map.yaml"))
    assert read == found.map.model_copy(update={"pipelines": {"all deals": ("lead", "Встреча: да")}})


def test_a_comment_of_a_written_map_is_no_part_of_a_long_name(tmp_path):
    for length in range(20, 40):
        long = "c" * length
        written = map_text(load_map({"columns": {"manager": long}}), [long], {})
        assert load_map(write(tmp_path, written, "map.yaml")).columns.manager == long


def test_a_map_of_nothing_can_be_filled_in(tmp_path):
    text = map_text(ExportMap(), ["one", "two"], {})
    assert YAML(typ="safe", pure=True).load(text)["columns"] is None
    assert load_map(write(tmp_path, text, "map.yaml")) == ExportMap()


def test_a_map_may_say_everything(tmp_path):
    text = "n;came;went;how;who\n1;05/01/2026;20/01/2026;yes;A\n2;06/01/2026;09/01/2026;no;B\n3;07/02/2026;;maybe;B\n"
    mapping = {
        "columns": {"id": "n", "created": "came", "closed": "went", "outcome": "how", "manager": "who"},
        "outcomes": {"won": ["yes"], "lost": ["no"], "open": ["maybe"]},
        "dates": "dmy",
    }
    told = rates(write(tmp_path, text), mapping)
    assert str(told.as_of) == "2026-02-07"
    assert told.pipelines[0].lead_to_payment.won_by_closed == 0.5


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "columns: {creatd: x}\n",
            ["map.yaml:1: columns.creatd: must be a known key, got creatd. Did you mean created?"],
        ),
        (
            "dates: ymd\nzone: Mars\n",
            [
                "map.yaml:1: dates: must be one of dmy, mdy, got ymd. Write mdy.",
                "map.yaml:2: zone: must be a time zone, got Mars. Write a name such as Europe/Moscow.",
            ],
        ),
        (
            "slots:\n  morning: 13:00-09:00\n",
            ['map.yaml:2: slots.morning: must be hours of a day, got 13:00-09:00. Write them as "09:00-13:00".'],
        ),
        (
            "plan: {Sales: {stages: {Lead: lead}}}\n",
            ["map.yaml:1: plan.Sales.funnel: must be given, got nothing. Add `funnel: warm`."],
        ),
        ("", ["map.yaml: must not be empty, got nothing. Write it as `columns: {created: Create Date}`."]),
        (
            "pipelines: {Sales: Lead}\n",
            ["map.yaml:1: pipelines.Sales: must be a list, got Lead. Write it as [Lead]."],
        ),
    ],
)
def test_what_is_wrong_with_a_map(tmp_path, monkeypatch, text, problems):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, text, "map.yaml")
    with pytest.raises(InputError) as caught:
        load_map("map.yaml")
    assert list(caught.value.problems) == problems


def test_a_map_that_names_other_columns(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, PLAIN)
    with pytest.raises(InputError) as caught:
        rates("deals.csv", {"columns": {"created": "creatd", "amount": "sum"}})
    assert list(caught.value.problems) == [
        "deals.csv:1: columns.created: must be a column of the export, got creatd. Did you mean created?",
        "deals.csv:1: columns.amount: must be a column of the export, got sum. The columns are id, created, "
        "stage, closed, "
        "manager, channel, amount.",
    ]


def test_a_crm_that_nobody_knows(tmp_path):
    with pytest.raises(
        InputError, match=r"^map: must be a map or one of hubspot, .*, got hubspt. Did you mean hubspot\?$"
    ):
        rates(write(tmp_path, PLAIN), "hubspt")
    # what is called CLOSED there is no day but a yes or no
    dated = PLAIN.replace("closed", "CLOSEDATE")
    assert rates(write(tmp_path, dated), "Bitrix 24").source.crm == "bitrix24"
