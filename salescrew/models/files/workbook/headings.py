"""What sheets, columns, settings and words are called, in English and Russian: either is understood, in any case."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from salescrew.language import spoken

SHEETS = {
    "Plan": "План",
    "Calendar": "Календарь",
    "Targets": "Цели",
    "Products": "Продукты",
    "Funnels": "Воронки",
    "People": "Люди",
    "Candidates": "Кандидаты",
    "Days": "Дни",
    "Duty": "Дежурство",
    "More": "Ещё",
}
TITLES = {
    "what": "что",
    "value": "значение",
    "meaning": "что это значит",
    "date": "дата",
    "manager": "менеджер",
    "count": "сколько",
    "amount": "сумма",
    "person": "за кем сделки",
    "planned": "по плану",
    "product": "продукт",
    "average_deal": "средний чек",
    "margin": "маржа",
    "monthly_fee": "абонентская плата",
    "monthly_churn": "отток в месяц",
    "deal_cv": "разброс чека",
    "funnel": "воронка",
    "stage": "этап",
    "conversion": "конверсия",
    "effort": "работа на этапе",
    "days_to_next": "дней до следующего этапа",
    "channel": "канал",
    "opens_with": "чем открывают",
    "max_contacts": "размер базы",
    "queue": "очередь",
    "leads.per_week": "лидов в неделю",
    "leads.by_week": "лиды по неделям",
    "leads.days_off": "лиды выходных",
    "leads.by_weekday": "лиды по дням недели",
    "leads.by_slot": "лиды по полудням",
    "leads.season": "сезонность лидов",
    "by": "кто ведёт",
    "handled_by": "чьё действие ведёт",
    "name": "имя",
    "profile": "профиль",
    "at_most": "не больше",
    "role": "роль сейчас",
    "roles": "роли",
    "monthly_cost": "стоимость в месяц",
    "effectiveness": "результативность",
    "funnels": "воронки",
    "hiring_cost": "стоимость найма",
    "keep": "остаётся",
    "days_off": "выходные и отпуск",
    "from": "с какого дня",
    "until": "до какого дня",
    "working_days": "рабочие дни",
    "max_days_per_week": "дней в неделю не больше",
    "slots": "полудни",
    "day_patterns": "что в дне",
    "weekday_patterns": "что в дне недели",
    "absence": "доля отсутствия",
    "ramp": "выход на план",
    "attrition": "текучесть в год",
    "follow_up": "сила закрытия",
    "pattern": "что помещается в день",
    "weekday": "день недели",
    "currency": "валюта",
    "start": "начало",
    "weeks": "недель",
    "end": "конец",
    "period": "период",
    "holidays": "праздники",
    "extra_days": "рабочие дни сверх",
    "slot_minutes": "минут в полудне",
    "revenue": "выручка",
    "profit": "прибыль",
    "confidence": "вероятность выполнения",
    "under_way": "в работе к концу",
    "pipeline": "сделки в работе",
    "objective": "что важнее",
    "limits.people": "людей не больше",
    "limits.hires": "наймов не больше",
    "limits.monthly_cost": "в месяц не дороже",
    "leads_per_slot": "лидов на полудень",
    "managers_per_slot": "дежурных в полудень",
    "max_slots_per_week": "дежурств в неделю не больше",
    "time_budget.day_minutes": "минут в рабочем дне",
    "time_budget.minutes": "минут на действие",
    "time_budget.at_most": "действий в день не больше",
    "grace_weeks": "отсрочка работы в неделях",
    "limits.cost": "всего не дороже",
    "chance.fix": "что считать неслучайным",
    "chance.spell_days": "дней в одном отсутствии",
    "prior_observations": "вес плановой конверсии",
    "short_days": "короткие дни",
    "slot_starts": "когда начинаются полудни",
    "timezone": "часовой пояс",
    "leads.dispersion": "разброс лидов по неделям",
    "leads.level_cv": "неточность прогноза лидов",
    "observed.passed": "прошло этап",
    "observed.of": "вошло в этап",
    "observed.as_of": "на какой день посчитано",
    "observed.source": "откуда посчитано",
    "rota": "сменный график",
    "replace_weeks": "недель до замены ушедшего",
    "replace_ramp": "выход на план замены",
    "service_level.share": "доля лидов с ответом вовремя",
    "service_level.within_seconds": "секунд на ответ",
    "service_level.average_wait_seconds": "среднее ожидание в секундах",
    "service_level.handling_minutes": "минут на лид",
    "service_level.patience_minutes": "минут, которые лид готов ждать",
    "between_leads.activity": "действие между лидами",
    "between_leads.minutes_each": "минут на одно между лидами",
    "between_leads.efficiency": "доля времени между лидами",
}
WORDS = {
    "mon": "пн",
    "tue": "вт",
    "wed": "ср",
    "thu": "чт",
    "fri": "пт",
    "sat": "сб",
    "sun": "вс",
    "hunter": "хантер",
    "inbound": "входящие",
    "outbound": "исходящие",
    "mixed": "смешанная",
    "closer": "клоузер",
    "lost": "теряются",
    "next_day": "на следующий день",
    "people": "люди",
    "monthly_cost": "затраты в месяц",
    "cost": "затраты всего",
    "forecast": "прогноз",
    "arrivals": "приход лидов",
    "rates": "конверсии",
    "deals": "чеки",
    "illness": "болезни",
    "leaving": "уходы",
    "time": "сроки",
}
"""The words out of which a cell has one or several."""
_RUSSIAN = "ru"
SUBJECTS = {
    "contacts": "контакты",
    "leads": "лиды",
    "paid": "оплата",
    "paid amount": "сумма оплаты",
    "absent": "отсутствие",
}
"""What a fact may be about besides the names of a plan."""
_TOTALS = frozenset({"total", "totals", "grand total", "sum", "in all", "итого", "итог", "всего", "сумма"})
_APART = re.compile(r"[\s_.\-]+")


def folded(title: object) -> str:
    """Give a heading as it is compared: whatever its case, and however its words are set apart."""
    return _APART.sub(" ", str(title)).strip(" *:").casefold().replace("ё", "е")


def is_total(name: object) -> bool:
    """Tell whether a row is called what people call the sum below a table, in English or in Russian."""
    return folded(name) in _TOTALS


def sheet_of(name: str) -> str | None:
    """Give the sheet that a name means, in English or in Russian."""
    return _SHEETS.get(folded(name))


def heading_of(title: str) -> str:
    """Give a heading in the language that is spoken, where it has one."""
    return TITLES.get(title, title) if spoken() == "ru" else title


def subject(word: str, names: Container[str]) -> str:
    """Write what a fact is about in the language that is spoken, where no name of the plan is that word."""
    said = SUBJECTS.get(word, word)
    return said if spoken() == "ru" and word not in names and said not in names else word


def subject_of(cell: str, names: Container[str]) -> str:
    """Give the word that a cell means, in English or in Russian; names of the plan stay what they are."""
    return cell if cell in names else _SUBJECTS.get(folded(cell), cell)


def title_of(heading: object, titles: Iterable[str]) -> str | None:
    """Give the one of some titles that a heading means, in English or in Russian."""
    wanted = folded(heading)
    return next((title for title in titles if wanted in (folded(title), folded(TITLES.get(title, title)))), None)


def called(sheet: str) -> str:
    """Give the name of a sheet in the language that is spoken."""
    return SHEETS[sheet] if spoken() == _RUSSIAN else sheet


def named(title: str) -> str:
    """Give a heading in the language that is spoken."""
    return TITLES.get(title, title) if spoken() == _RUSSIAN else title


def worded(word: str) -> str:
    """Give a word of a cell in the language that is spoken."""
    return WORDS.get(word, word) if spoken() == _RUSSIAN else word


def word_of(said: object, words: Iterable[str]) -> object:
    """Give the one of some words that is said, in English or in Russian; what is none of them as it is."""
    if not isinstance(said, str):
        return said
    return next((word for word in words if folded(said) == folded(WORDS.get(word, word))), said)


_SUBJECTS = {folded(name): english for english, russian in SUBJECTS.items() for name in (english, russian)}
_SHEETS = {folded(name): english for english, russian in SHEETS.items() for name in (english, russian)}
