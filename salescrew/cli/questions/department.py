"""The questions about a department, in the order in which its head thinks of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from salescrew.cli.questions.answers import Answers, Present, Target
from salescrew.cli.questions.asking import Question, ask, read_as, tell
from salescrew.cli.questions.plan_text import plan_text
from salescrew.errors import InputError
from salescrew.language import say, say_as, to_say, with_marks
from salescrew.models.load import parse
from salescrew.models.plan.periods import Period
from salescrew.models.plan.values.days import Day, StartDay
from salescrew.models.plan.values.quantities import (
    Count,
    CountAboveZero,
    Money,
    PositiveNumber,
    Quantity,
    ShareAboveZero,
    TargetAmount,
    WeekCount,
)
from salescrew.models.plan.values.texts import Name

NOTHING = frozenset({"none", "no", "nobody", "nothing", "-", "0", "нет", "никого", "никто", "ничего", "не", "неважно"})
_AS_IT_TAKES = frozenset({"as it takes", "сколько нужно", "сколько потребуется"})
"""What is understood, in whatever language the questions are."""
_WEEKS, _SOME_LEADS = "12", 60.0
_TIME = re.compile(
    r"(?P<start>\S+?)(?:\s*[,;]?\s+(?:and\s+|for\s+|и\s+|на\s+)?(?P<weeks>\d+)\s*(?:weeks?|нед\w*\.?)?)?"
)
_SINCE = re.compile(r"(?P<name>.+?)\s+(?:from|since|с|со)\s+(?P<day>\S+)")
_AMOUNT = re.compile(r"(?P<amount>.*\d\S*(?:\s+(?:тыс|млн)\.?)?)\s+(?P<currency>[^\d\s]+)")
_DEALS = re.compile(r"(?P<count>.*\d\S*)\s*(?:deals?|сделк\w|сделок)")
_COUNT = r"[^,;]*?\d[^,;]*?"
_DAY = re.compile(
    rf"(?P<calls>{_COUNT})\s*(?:calls?|звон\w*)?\s*(?:[,;]\s*(?P<meetings>{_COUNT})\s*(?:meetings?|встреч\w*)?)?"
)

_PERIOD: TypeAdapter[str] = TypeAdapter(Period)
_NAME: TypeAdapter[str] = TypeAdapter(Name)
_DATE: TypeAdapter[dt.date] = TypeAdapter(Day)
_START: TypeAdapter[dt.date] = TypeAdapter(StartDay)
_WEEK_COUNT: TypeAdapter[int] = TypeAdapter(WeekCount)
_WHOLE: TypeAdapter[int] = TypeAdapter(Count)
_ONE_OR_MORE: TypeAdapter[int] = TypeAdapter(CountAboveZero)
_COST: TypeAdapter[float] = TypeAdapter(Money)
_PRICE: TypeAdapter[float] = TypeAdapter(TargetAmount)
_SHARE: TypeAdapter[float] = TypeAdapter(ShareAboveZero)
_SOME: TypeAdapter[float] = TypeAdapter(Quantity)
_ABOVE_ZERO: TypeAdapter[float] = TypeAdapter(PositiveNumber)


@dataclass(frozen=True)
class _Asked:
    """A question about one or two of the answers.

    Attributes
    ----------
    read
        Reads an answer into those before.
    default
        What is taken where nothing is answered, out of what was answered before.
    is_asked
        Whether it is a question at all after these.
    """

    text: str
    example: str
    read: Callable[[Answers, str], Answers]
    default: Callable[[Answers], str]
    is_asked: Callable[[Answers], bool] = lambda _: True


def answers_of(name: str) -> Answers:
    """Ask about a department until a plan can be made of the answers.

    Parameters
    ----------
    name
        How the plan is called.
    """
    tell(
        say(
            "A few questions, then the plan is written. Enter takes what stands in [ ].\n"
            "Numbers are read as you write them: 22 000, 450k, 1.5M, 2,5%.\nCtrl-C ends it, and nothing is written."
        )
    )
    answers, number = Answers(), 0
    for asked in _QUESTIONS:
        if asked.is_asked(answers):
            number += 1
            question = Question(say(asked.text), say(asked.example), asked.default(answers))
            answers = ask(number, question, _taking(asked, answers, name))
    return answers


def _taking(asked: _Asked, answers: Answers, name: str) -> Callable[[str], Answers]:
    """Take an answer where a plan can be made with it, as far as the plan is known."""

    def taken(text: str) -> Answers:
        with_it = asked.read(answers, text)
        if not with_it.calls and not with_it.leads:
            raise InputError(
                [say("must be above 0 where nobody calls out, got {text}. Write how many leads come.", text=text)]
            )
        # what follows from days and figures is worked out when these are known to be good
        known = replace(
            with_it, target=with_it.target or Target(deals=1), hires=1 if with_it.hires is None else with_it.hires
        )
        try:
            parse(plan_text(known, name), "answers", "yaml")
        except InputError as error:
            raise InputError([problem.sentence for problem in error.details] or error.problems) from None
        return with_it

    return taken


# ---- how answers are read


def _is_nothing(text: str) -> bool:
    return text.casefold() in NOTHING


def _time(answers: Answers, text: str) -> Answers:
    """Read a period, or a first day and weeks."""
    match = _TIME.fullmatch(text)
    if match is None or not ("." in match["start"] or match["start"].count("-") > 1 or "/" in match["start"]):
        return replace(answers, time={"period": read_as(_PERIOD, text)})
    start, weeks = read_as(_START, match["start"]), read_as(_WEEK_COUNT, match["weeks"] or _WEEKS)
    return replace(answers, time={"start": start, "weeks": weeks})


def _holidays(answers: Answers, text: str) -> Answers:
    return replace(answers, holidays=None if _is_nothing(text) else text.upper())


def _people(answers: Answers, text: str) -> Answers:
    named = () if _is_nothing(text) else filter(None, map(str.strip, re.split("[,;]", text)))
    return replace(answers, people=tuple(map(_present, named)))


def _present(text: str) -> Present:
    if match := _SINCE.fullmatch(text):
        return Present(read_as(_NAME, match["name"]), read_as(_DATE, match["day"]))
    return Present(read_as(_NAME, text))


def _amount(kind: TypeAdapter[float], text: str, currency: str) -> tuple[float, str]:
    """Read an amount of money, and its currency where another one is named."""
    try:
        return read_as(kind, text), currency
    except InputError:
        match = _AMOUNT.fullmatch(text)
        if match is None:
            raise
        return read_as(kind, match["amount"]), match["currency"]


def _cost(answers: Answers, text: str) -> Answers:
    cost, currency = _amount(_COST, "0" if _is_nothing(text) else text, answers.currency)
    return replace(answers, monthly_cost=cost, currency=currency)


def _deal(answers: Answers, text: str) -> Answers:
    deal, currency = _amount(_PRICE, text, answers.currency)
    return replace(answers, deal=deal, currency=currency)


def _fits(answers: Answers, text: str) -> Answers:
    """Read calls and meetings of a day."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise InputError(
            [say("must be calls and meetings of a day, got {text}. Write 60 calls, 2 meetings.", text=text)]
        )
    calls = read_as(_WHOLE, match["calls"])
    meetings = read_as(_ONE_OR_MORE, match["meetings"]) if match["meetings"] else answers.meetings
    # somebody sells something: without calls leads come
    return replace(answers, calls=calls, meetings=meetings, leads=0.0 if calls else _SOME_LEADS)


def _call_share(answers: Answers, text: str) -> Answers:
    return replace(answers, call_share=read_as(_SHARE, text))


def _deal_share(answers: Answers, text: str) -> Answers:
    return replace(answers, deal_share=read_as(_SHARE, text))


def _days(answers: Answers, text: str) -> Answers:
    return replace(answers, days=read_as(_SOME, text))


def _leads(answers: Answers, text: str) -> Answers:
    return replace(answers, leads=0.0 if _is_nothing(text) else read_as(_SOME, text))


def _lead_share(answers: Answers, text: str) -> Answers:
    return replace(answers, lead_share=read_as(_SHARE, text))


def _leads_per_slot(answers: Answers, text: str) -> Answers:
    return replace(answers, leads_per_slot=read_as(_ABOVE_ZERO, text))


def _target(answers: Answers, text: str) -> Answers:
    if match := _DEALS.fullmatch(text):
        return replace(answers, target=Target(deals=read_as(_ABOVE_ZERO, match["count"])))
    revenue = _amount(_PRICE, text, "")[0]
    if revenue < answers.deal:
        # a small number by itself may be one of deals
        raise InputError(
            [
                say(
                    "must be at least what a deal pays, {deal}, got {text}. Write deals as in {text} deals.",
                    deal=_plain(answers.deal),
                    text=text,
                )
            ]
        )
    return replace(answers, target=Target(revenue=revenue))


def _hires(answers: Answers, text: str) -> Answers:
    if text.casefold() in _AS_IT_TAKES:
        return replace(answers, hires=None)
    return replace(answers, hires=0 if _is_nothing(text) else read_as(_WHOLE, text))


# ---- what is asked


def _wanted(answers: Answers) -> str:
    wanted = answers.usual_target
    if wanted.deals:
        return say("{count} {n:deals|deals}", count=_plain(wanted.deals), n=wanted.deals)
    return _plain(wanted.revenue or 0)


def _plain(number: float) -> str:
    """Write a number as it may be typed."""
    return f"{number:,.15g}".replace(",", " ")


def _percent(share: float) -> str:
    return with_marks(f"{100 * share:.12g}%")


_QUESTIONS: tuple[_Asked, ...] = (
    _Asked(
        to_say("Which time is the plan for?"),
        to_say("A quarter, month or year such as 2027-Q1 or 2027-02, or a first day and weeks: 2027-01-11, 12 weeks"),
        _time,
        lambda answers: str(answers.time["period"]),
    ),
    _Asked(
        to_say("Whose public holidays are off?"),
        to_say("A country such as US, DE or RU; none"),
        _holidays,
        lambda _: say_as("answer", "none"),
    ),
    _Asked(
        to_say("Who is there?"),
        to_say("Names, and since when where somebody comes later: Anna, Ben, Olga from 2027-02-01"),
        _people,
        lambda _: say_as("answer", "nobody"),
    ),
    _Asked(
        to_say("What does one person cost in a month?"),
        to_say("Such as 5 000, 120k or 120k USD; none, if costs do not matter"),
        _cost,
        lambda _: say_as("answer", "none"),
    ),
    _Asked(
        to_say("What does an average deal pay?"),
        to_say("Such as 5 000, 450k or 450k USD"),
        _deal,
        lambda answers: _plain(answers.deal),
    ),
    _Asked(
        to_say("What fits into a day of cold calls only, and one of meetings only?"),
        to_say("Such as 60 calls, 2 meetings; 0 calls where nobody calls out"),
        _fits,
        lambda answers: say(
            "{calls} {calls:calls|calls}, {meetings} {meetings:meetings|meetings}",
            calls=answers.calls,
            meetings=answers.meetings,
        ),
    ),
    _Asked(
        to_say("Which share of cold calls becomes a meeting?"),
        to_say("Such as 2%: two of a hundred"),
        _call_share,
        lambda answers: _percent(answers.call_share),
        lambda answers: answers.calls > 0,
    ),
    _Asked(
        to_say("Which share of meetings becomes a paid deal?"),
        to_say("Such as 20%: one of five"),
        _deal_share,
        lambda answers: _percent(answers.deal_share),
    ),
    _Asked(
        to_say("How many days are there from a meeting to the payment?"),
        to_say("Such as 30"),
        _days,
        lambda answers: _plain(answers.days),
    ),
    _Asked(
        to_say("How many leads come by themselves in a week?"),
        to_say("Such as 60; none"),
        _leads,
        lambda answers: _plain(answers.leads) if answers.leads else say_as("answer", "none"),
    ),
    _Asked(
        to_say("Which share of leads becomes a meeting?"),
        to_say("Such as 30%: three of ten"),
        _lead_share,
        lambda answers: _percent(answers.lead_share),
        lambda answers: answers.leads > 0,
    ),
    _Asked(
        to_say("How many leads does one person answer in half a day on duty?"),
        to_say("Such as 6"),
        _leads_per_slot,
        lambda answers: _plain(answers.leads_per_slot),
        lambda answers: answers.leads > 0,
    ),
    _Asked(
        to_say("What is to be sold in that time?"),
        to_say("Such as 350k, 24M or 20 deals; what stands in [ ] is about what the people above can sell"),
        _target,
        _wanted,
    ),
    _Asked(
        to_say("How many people could be hired at most?"),
        to_say("Such as 3; none; as it takes: the answer says how few"),
        _hires,
        lambda _: say_as("answer", "as it takes"),
    ),
)
