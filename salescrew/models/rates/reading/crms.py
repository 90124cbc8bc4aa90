"""How CRMs call their columns and stages, as they are exported: in small letters, blanks and underscores as one."""

from __future__ import annotations

import re
from types import MappingProxyType

from salescrew.models.rates.reading.mapping import HistoryMeaning, Meaning

Names = MappingProxyType[Meaning, tuple[str, ...]]
TITLES = MappingProxyType(
    {
        "hubspot": "HubSpot",
        "salesforce": "Salesforce",
        "pipedrive": "Pipedrive",
        "amocrm": "amoCRM",
        "bitrix24": "Bitrix24",
        "zoho": "Zoho",
    }
)


def _split(names: str) -> tuple[str, ...]:
    return tuple(names.split("|"))


def _names(**names: str) -> Names:
    return MappingProxyType({meaning: _split(given) for meaning, given in names.items()})  # type: ignore[misc]


COLUMNS: MappingProxyType[str, Names] = MappingProxyType(
    {
        "hubspot": _names(
            id="record id|hs object id|deal id",
            name="deal name|dealname",
            created="create date|createdate|hs createdate",
            closed="close date|closedate",
            is_won="is closed won|hs is closed won",
            is_closed="is deal closed?|is closed|hs is closed",
            stage="deal stage|dealstage",
            pipeline="pipeline|deal pipeline",
            manager="deal owner|hubspot owner id",
            channel="original source type|original traffic source|original source|hs analytics source|deal source",
            amount="amount|amount in company currency",
            currency="currency|deal currency code",
        ),
        "salesforce": _names(
            id="id|opportunity id|opportunityid",
            name="name|opportunity name",
            created="createddate|created date",
            closed="closedate|close date",
            is_won="iswon|won",
            is_closed="isclosed|closed",
            stage="stagename|stage",
            pipeline="recordtype.name|recordtypeid|record type|opportunity record type",
            manager="ownerid|owner.name|opportunity owner|owner",
            channel="leadsource|lead source",
            amount="amount",
            currency="currencyisocode|amount currency|opportunity currency",
        ),
        "pipedrive": _names(
            id="deal - id|id",
            name="deal - title|title",
            created="deal - deal created|deal - deal created on|deal - created|add time|deal created",
            closed="deal - deal closed on|close time|deal closed on",
            won_on="deal - won time|won time",
            lost_on="deal - lost time|lost time",
            outcome="deal - status|status",
            stage="deal - stage|stage id|stage name|stage",
            pipeline="deal - pipeline|pipeline id|pipeline name|pipeline",
            manager="deal - owner|owner name|user id|owner id|owner",
            channel="deal - source channel|deal - channel|channel|deal - label|origin|deal - source",
            amount="deal - value|value",
            currency="deal - currency of value|deal - currency|currency",
        ),
        "amocrm": _names(
            id="id|id сделки",
            name="название сделки|название|name",
            created="дата создания сделки|дата создания|created at",
            closed="дата закрытия|дата закрытия сделки|closed at",
            outcome="status",
            stage="этап сделки|этап|статус|статус сделки|status id",
            pipeline="воронка|воронка продаж|pipeline id",
            manager="ответственный|ответственный за сделку|responsible user id",
            channel="источник|источник сделки|utm source|source id",
            amount="бюджет|бюджет сделки|price",
        ),
        "bitrix24": _names(
            id="id",
            name="title|название|название сделки",
            created="date create|дата создания",
            closed="closedate|дата завершения|дата закрытия|предполагаемая дата закрытия",
            outcome="stage semantic id|группа стадии|semantics",
            is_closed="closed|сделка закрыта|закрыта",
            stage="stage id|стадия сделки|стадия",
            pipeline="category id|воронка|направление|направление сделки",
            manager="assigned by id|assigned by|ответственный",
            channel="source id|источник",
            amount="opportunity|сумма",
            currency="currency id|валюта",
        ),
        "zoho": _names(
            id="id|record id|deal id|potential id",
            name="deal name|potential name",
            created="created time",
            closed="closing date",
            stage="stage",
            pipeline="pipeline",
            manager="deal owner|potential owner|deal owner name",
            channel="lead source",
            amount="amount",
            currency="currency",
        ),
    }
)
PLAIN: Names = _names(
    id="id|deal id|dealid|deal|case|case id|lead id|lead|opportunity|number|номер|номер сделки|сделка|id лида",
    name="name|title|deal name|название|имя",
    created="created|created at|created on|creation date|date created|create time|lead date|date|entered|opened|"
    "opened at|engage date|open date|start date|submitted|application date|registered|"
    "дата создания|создана|создан|дата обращения|дата заявки|дата",
    closed="closed|close date|closed date|closed at|closed on|closing date|close time|date closed|decided|decided at|"
    "end|ended|finished|дата закрытия|закрыта|закрыт|дата завершения",
    won_on="won at|won on|won date|date won|paid at|paid on|дата оплаты|дата выигрыша",
    lost_on="lost at|lost on|lost date|date lost|дата проигрыша|дата отказа",
    outcome="outcome|status|state|result|deal status|исход|итог|результат|статус",
    is_won="is won|won|won?",
    is_closed="is closed|closed?",
    stage="stage|current stage|deal stage|stage name|step|этап|стадия|статус сделки",
    pipeline="pipeline|funnel|pipeline name|воронка|направление",
    manager="manager|owner|owner name|sales rep|salesperson|rep|agent|seller|sales agent|assigned to|"
    "менеджер|ответственный|продавец",
    channel="channel|source|lead source|utm source|origin|канал|источник|источник лида|рекламный канал",
    amount="amount|value|revenue|price|sum|total|close value|deal value|deal size|budget|"
    "сумма|бюджет|стоимость|выручка",
    currency="currency|currency code|валюта",
)
HISTORY: MappingProxyType[HistoryMeaning, tuple[str, ...]] = MappingProxyType(
    {
        "deal": _split(
            "deal|deal id|dealid|case|case id|opportunityid|opportunity id|item id|entity id|owner id|deal - id|"
            "record id|lead|lead id|potential id|id сделки|сделка|номер сделки|hs object id|id"
        ),
        "stage": _split(
            "stage|stagename|stage name|stage id|to stage name|этап|стадия|этап сделки|стадия сделки|status|status id|"
            "dealstage"
        ),
        "old": _split(
            "old|old value|oldvalue|from|from stage|old stage|previous stage|value before|было|из|старый этап|до|"
            "значение до|предыдущий этап|from status|old status"
        ),
        "new": _split(
            "new|new value|newvalue|to|to stage|new stage|next stage|value after|стало|в|новый этап|после|"
            "значение после|следующий этап|to status|new status"
        ),
        "time": _split(
            "time|at|date|when|timestamp|entered|entered at|changed at|change date|changed on|created|created at|"
            "createddate|created date|created time|log time|modified time|last modified|last modified date|moved at|"
            "moved to|entry time|date create|дата|время|дата изменения|дата и время|когда|дата перехода|дата события"
        ),
        "field": _split("field|field key|field name|type|поле|событие|тип события"),
    }
)
STAGE_FIELDS = frozenset(
    {"stage id", "stagename", "stage", "dealstage", "status id", "stage name", "lead status changed"}
)
"""What a history of all changes calls those of the stage."""
ENTERED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"hs_(?:v2_)?date_entered_(?P<stage>.+)",
        r"date entered [\"“”'«]?(?P<stage>[^\"“”»]+?)[\"“”'»]?(?: \((?P<pipeline>[^()]*)\))?",
        r"(?P<stage>.+?)[ _-]+(?:date[ _]+entered|entered[ _]+(?:at|on|date)|entry[ _]+date)",
        r"(?:дата (?:перехода|входа|попадания)(?: (?:в|на))?(?: (?:этап|стадию))?) [\"«]?(?P<stage>[^\"»]+?)[\"»]?",
    )
)
"""Names of columns that say when a stage was entered."""
STAGE_ORDERS = tuple(
    tuple(stages.split("|"))
    for stages in (
        "appointmentscheduled|qualifiedtobuy|presentationscheduled|decisionmakerboughtin|contractsent",
        "appointment scheduled|qualified to buy|presentation scheduled|decision maker bought-in|contract sent",
        "prospecting|qualification|needs analysis|value proposition|id. decision makers|identify decision makers|"
        "perception analysis|proposal/price quote|proposal/quote|negotiation/review",
        "qualified|lead in|contact made|demo scheduled|proposal made|negotiations started",
        "неразобранное|первичный контакт|переговоры|принимают решение|согласование договора",
        "new|preparation|prepayment_invoice|prepaym_invoice|executing|final_invoice",
        "новая|подготовка документов|cчёт на предоплату|счет на предоплату|счёт на предоплату|в работе|финальный счет|"
        "финальный счёт",
        "lead|contact|contacted|qualified|meeting|demo|proposal|offer|negotiation|contract|invoice",
        "лид|заявка|контакт|квалификация|встреча|замер|презентация|кп|предложение|переговоры|договор|счет|счёт",
    )
)
"""Stages that CRMs come with, and usual ones, in order: only asked where the export does not tell the order."""


def folded(name: str) -> str:
    """Write the name of a column as it is compared."""
    return " ".join(name.replace("_", " ").casefold().split())
