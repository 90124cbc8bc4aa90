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
            id="record id|hs object id|deal id|id записи",
            name="deal name|dealname|название сделки",
            created="create date|createdate|hs createdate|дата создания",
            closed="close date|closedate|дата закрытия",
            is_won="is closed won|hs is closed won",
            is_closed="is deal closed?|is closed|hs is closed",
            stage="deal stage|dealstage",
            pipeline="pipeline|deal pipeline|воронка",
            manager="deal owner|hubspot owner id|ответственный за сделку",
            channel="original source type|original traffic source|original source|hs analytics source|deal source|"
            "исходный источник трафика|исходный источник|первоначальный источник",
            amount="amount|amount in company currency|сумма",
            currency="currency|deal currency code",
        ),
        "salesforce": _names(
            id="id|opportunity id|opportunityid",
            name="name|opportunity name|имя возможности|название возможности",
            created="createddate|created date",
            closed="closedate|close date",
            is_won="iswon|won|выиграно",
            is_closed="isclosed|closed|закрыто",
            stage="stagename|stage",
            pipeline="recordtype.name|recordtypeid|record type|opportunity record type|"
            "тип записи возможности|тип записи",
            manager="ownerid|owner.name|opportunity owner|owner|ответственный за возможность|владелец возможности",
            channel="leadsource|lead source|источник интереса",
            amount="amount",
            currency="currencyisocode|amount currency|opportunity currency",
        ),
        "pipedrive": _names(
            id="deal - id|id|сделка - id",
            name="deal - title|title|сделка - название",
            created="deal - deal created|deal - deal created on|deal - created|add time|deal created|"
            "сделка - сделка создана|сделка - создана",
            closed="deal - deal closed on|close time|deal closed on|сделка - сделка закрыта|сделка - закрыта",
            won_on="deal - won time|won time|сделка - время выигрыша|сделка - дата выигрыша",
            lost_on="deal - lost time|lost time|сделка - время проигрыша|сделка - дата проигрыша",
            outcome="deal - status|status|сделка - статус",
            stage="deal - stage|stage id|stage name|stage|сделка - этап",
            pipeline="deal - pipeline|pipeline id|pipeline name|pipeline|сделка - воронка",
            manager="deal - owner|owner name|user id|owner id|owner|сделка - владелец|сделка - ответственный",
            channel="deal - source channel|deal - channel|channel|deal - label|origin|deal - source",
            amount="deal - value|value|сделка - ценность|сделка - сумма",
            currency="deal - currency of value|deal - currency|currency",
        ),
        "amocrm": _names(
            id="id|id сделки",
            name="название сделки|название|lead title|lead name|name",
            created="дата создания сделки|дата создания|date created|created at",
            closed="дата закрытия|дата закрытия сделки|date closed|closed at",
            outcome="status",
            stage="этап сделки|этап|статус|статус сделки|lead status|lead stage|status id",
            pipeline="воронка|воронка продаж|sales funnel|pipeline id",
            manager="ответственный|ответственный за сделку|responsible user|lead responsible user|lead manager|"
            "responsible user id",
            channel="источник|источник сделки|lead source name|utm source|source id",
            amount="бюджет|бюджет сделки|lead budget|sale|price",
        ),
        "bitrix24": _names(
            id="id",
            name="title|название|название сделки",
            created="date create|дата создания|created on",
            closed="closedate|дата завершения|дата закрытия|предполагаемая дата закрытия|end date|completed on",
            outcome="stage semantic id|группа стадии|stage group|semantics",
            is_closed="closed|сделка закрыта|закрыта|deal closed",
            stage="stage id|стадия сделки|стадия",
            pipeline="category id|воронка|направление|направление сделки",
            manager="assigned by id|assigned by|ответственный|responsible person",
            channel="source id|источник",
            amount="opportunity|сумма",
            currency="currency id|валюта",
        ),
        "zoho": _names(
            id="id|record id|deal id|potential id|идентификатор записи|идентификатор сделки",
            name="deal name|potential name|название сделки",
            created="created time|время создания",
            closed="closing date|дата закрытия|ожидаемая дата закрытия",
            stage="stage|этап",
            pipeline="pipeline|воронка",
            manager="deal owner|potential owner|deal owner name|ответственный за сделку|владелец сделки",
            channel="lead source|источник лида",
            amount="amount|сумма",
            currency="currency|валюта",
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
"""Names that could be anybody's: by none of them a CRM is told."""
MORE: Names = _names(
    id="record id|id записи|идентификатор записи|номер заявки|№|id заявки|код сделки",
    name="deal title|lead title|opportunity name|название сделки|наименование",
    created="created time|creation time|date added|added|дата и время создания|время создания|создано|дата добавления|"
    "дата поступления|дата создания сделки|дата создания лида",
    closed="closed time|end date|дата и время закрытия|время закрытия|дата закрытия сделки|дата окончания",
    won_on="won time|дата продажи",
    lost_on="lost time|дата потери",
    is_won="выиграна|выигран|выиграно",
    is_closed="закрыто|сделка закрыта|закрыта|закрыт",
    stage="opportunity stage|lead stage|lead status|этап сделки|стадия сделки|этап воронки|этап продаж|стадия продаж|"
    "текущий этап",
    pipeline="deal pipeline|sales pipeline|sales funnel|воронка продаж|воронка сделки",
    manager="deal owner|lead owner|opportunity owner|responsible|responsible user|responsible person|"
    "ответственный за сделку|ответственный менеджер|владелец|владелец сделки|сотрудник",
    channel="deal source|traffic source|источник сделки|источник трафика|источник обращения|источник заявки|"
    "канал продаж",
    amount="deal amount|sale|сумма сделки|бюджет сделки|стоимость сделки|цена",
    currency="deal currency|валюта сделки",
)
"""What columns are called besides: by one CRM or another, which is then told by its other names."""
HISTORY: MappingProxyType[HistoryMeaning, tuple[str, ...]] = MappingProxyType(
    {
        "deal": _split(
            "deal|deal id|dealid|case|case id|opportunityid|opportunity id|item id|entity id|owner id|deal - id|"
            "record id|lead|lead id|potential id|id сделки|id лида|сделка|лид|номер сделки|hs object id|id"
        ),
        "stage": _split(
            "stage|stagename|stage name|stage id|to stage name|этап|стадия|этап сделки|стадия сделки|status|status id|"
            "dealstage"
        ),
        "old": _split(
            "old|old value|oldvalue|from|from stage|old stage|previous stage|value before|было|из|старый этап|до|"
            "значение до|предыдущий этап|прежний этап|старая стадия|предыдущая стадия|прежняя стадия|старое значение|"
            "from status|old status"
        ),
        "new": _split(
            "new|new value|newvalue|to|to stage|new stage|next stage|value after|стало|в|новый этап|после|"
            "значение после|следующий этап|новая стадия|следующая стадия|новое значение|to status|new status"
        ),
        "time": _split(
            "time|at|date|when|timestamp|entered|entered at|changed at|change date|changed on|created|created at|"
            "createddate|created date|created time|log time|modified time|last modified|last modified date|moved at|"
            "moved to|entry time|date create|дата|время|дата изменения|время изменения|дата и время|когда|"
            "дата перехода|дата события|дата создания|время создания"
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
