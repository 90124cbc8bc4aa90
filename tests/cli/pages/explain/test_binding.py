"""What binds and a person's part, as they are written, over small plans whose numbers are derived."""

from __future__ import annotations

import datetime as dt
from typing import Any

from salescrew.cli.pages.explain import binding as write_binding
from salescrew.cli.pages.explain import person as write_person
from salescrew.cli.render.page import Table
from salescrew.cli.render.text import text_table
from salescrew.models.answers.explained.binding import Binding, ColdBase, LimitState, TargetState, WeekUse, Worth
from salescrew.models.answers.explained.person import ExplainedPerson, PersonFunnel, PersonTarget, TeamReach
from salescrew.models.answers.result import OneFewer, OpenSlot, Overload, Stretch
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import in_number
from salescrew.solver.explain.binding import binding
from tests.solver.answers import solved
from tests.solver.explain.test_binding import MEETS
from tests.test_oracles import deals, outbound

MONDAYS = [dt.date(2026, 3, 2) + dt.timedelta(weeks=week) for week in range(6)]
NOTHING_OPEN: dict[str, Any] = {"uncovered": (), "overloaded": (), "reserve": ()}


def page(sentences: list[str], tables: list[Table]) -> str:
    return "\n".join([*sentences, "", *map(text_table, tables)])


# Three people have six days: one of calls and five of meetings make 5 deals of 100 (see the tests of the solver).
BOUND = """\
At the very most this team reaches 100% of the plan, all targets at once, or brings 500 EUR with every target met.
Bottlenecks in the only week: calls and meetings. One fewer there, and the team reaches less.
One more a week of calls is worth 8.33 EUR, 4.2% of what the last person brings.
One more a week of meetings is worth 83.33 EUR, 41.7% of what the last person brings.
One more day of work a week is worth 83.33 EUR (best spent on {spent}), 41.7% of what the last person brings.

What more would be worth
more of                so many       reach    revenue         of the
                                  % points               last person
-------------------  ---------  ----------  ---------  -------------
calls a week                 1        1.67       8.33           4.2%
                             4        6.67      33.33          16.7%
                            16        20.0        100            50%
meetings a week              1        16.7      83.33          41.7%
                             4        66.7     333.33         166.7%
                            16         267      1,333         666.7%
days of work a week          1        16.7      83.33          41.7%
                             4        66.7     333.33         166.7%
                            16         267      1,333         666.7%
Each is found by solving again, with days split among patterns; activities, hours and days are those of someone of
effectiveness 1 for all funnels. revenue: the most with every target met. of the last person: the best team of one fewer
reaches 40% of the plan less.

Where the team reaches most
activity        done    to spare  bottleneck
              a week      a week
----------  --------  ----------  -------------
calls             10           0  the only week
meetings           5           0  the only week
to spare: what the days hold besides, where they are spent for the most reach.
"""


def test_what_binds_a_small_team() -> None:
    plan = Plan.model_validate(MEETS | {"currency": "EUR"})
    fewer = OneFewer(reach=0.6, proven=True)
    result = solved(plan).model_copy(update={"stretch": Stretch(reach=1.0), "one_fewer": fewer})
    of = binding(Department(plan), result)
    (day,) = [row for row in of.worth if row.resource == "day" and row.count == 1]
    assert day.spent is not None
    # how a further day is split is free, since the others' days make up for it
    counts = [(activity, f"{count:.3g}") for activity, count in day.spent.items()]
    spent = " and ".join(f"{count} {in_number(activity, count)}" for activity, count in counts)
    written = page(write_binding.sentences(Department(plan), of), write_binding.tables(of))
    assert written == BOUND.format(spent=spent)


def test_time_to_spare_is_what_the_table_shows_as_such() -> None:
    plan = Plan.model_validate(outbound({"weeks": 3}, target=deals(5)))
    used = (10.0, 9.999, 9.0)
    weeks = tuple(
        WeekUse(week=monday, activity="calls", allowed=10, used=done, bottleneck=False)
        for monday, done in zip(MONDAYS, used, strict=False)
    )
    of = Binding(
        reach=1, met=1, revenue=0, last_person=None, weeks=weeks, worth=(), targets=(), cold_bases=(), limits=()
    )
    said = write_binding.sentences(Department(plan), of)
    assert [sentence for sentence in said if "to spare" in sentence] == ["There is time to spare in week 3."]
    full = of.model_copy(update={"weeks": tuple(week.model_copy(update={"used": 10.0}) for week in weeks)})
    assert not [sentence for sentence in write_binding.sentences(Department(plan), full) if "to spare" in sentence]


def test_whatever_binds_is_said() -> None:
    plan = Plan.model_validate(outbound({"weeks": 6}, target=deals(5), currency="EUR"))

    def worth(resource: Any, name: str | None, revenue: float | None) -> Worth:
        return Worth(resource=resource, name=name, count=1, reach=None, revenue=revenue, people=None, spent=None)

    of = Binding(
        reach=0.9,
        met=0.9,
        revenue=1000,
        last_person=None,
        weeks=tuple(
            WeekUse(week=monday, activity=activity, allowed=10, used=8, bottleneck=week in weeks)
            for activity, weeks in (("calls", (0, 2, 3)), ("meetings", (2,)))
            for week, monday in enumerate(MONDAYS)
        ),
        worth=(
            worth("activity", "calls", 12),
            worth("activity", "meetings", 0),
            worth("lead", "warm", -30),
            worth("lead", "hot", None),
            worth("contact", "cold", 5),
            worth("duty_slot", None, 7),
            worth("duty_limit", None, 0),
        ),
        targets=(
            TargetState(target="revenue", reached=0.9, tight=True, reach_without=1.25),
            TargetState(target="profit", reached=1.1, tight=False, reach_without=0.9),
        ),
        cold_bases=(ColdBase(funnel="cold", size=50, opened=50, tight=True),),
        limits=(
            LimitState(limit="people", at_most=3, taken=2, tight=False),
            LimitState(limit="monthly_cost", at_most=4000, taken=4000, tight=True),
        ),
    )
    assert write_binding.sentences(Department(plan), of) == [
        "At the very most this team reaches 90% of the plan, all targets at once, or brings 1,000 EUR with 90% of "
        "every target met.",
        "Bottleneck in weeks 1 and 3 to 4: calls. One fewer there, and the team reaches less.",
        "Bottleneck in week 3: meetings. One fewer there, and the team reaches less.",
        "There is time to spare in weeks 2 and 5 to 6.",
        "One more a week of calls is worth 12 EUR (2 EUR each).",
        "One more a week of meetings would bring nothing.",
        "One more lead a week of warm would cost 30 EUR.",
        "One more lead a week of hot would be too much: the team could no longer do what it must.",
        "One more contact in the base of cold is worth 5 EUR.",
        "One person fewer on duty in one slot a week is worth 7 EUR.",
        "Without the target revenue the team would reach 125% of the rest: it holds the rest back.",
        "The target profit has room: 110% of it comes along with the rest.",
        "50 of the 50 contacts of cold are opened: the base keeps the team from reaching more.",
        "limits.people: 2 of 3 are taken, that does not bind.",
        "limits.monthly_cost: 4,000 EUR of 4,000 EUR are taken, nothing is left.",
    ]
    assert write_binding.tables(of)[0].note.endswith(
        "Nothing stands where the team would no longer reach what it must."
    )


def team(role: Any, reach: float | None, meets: bool | None = False, **left: Any) -> TeamReach:
    return TeamReach(role=role, reach=reach, meets_plan=meets, **NOTHING_OPEN | left)


OPEN = OpenSlot(date=dt.date(2026, 3, 2), slot="morning", required=2, short=1)
WORK = Overload(week=MONDAYS[0], funnel="cold", activity="meetings", short=2.5)
ANNA: dict[str, Any] = {
    "name": "Anna",
    "role": "mixed",
    "hired": False,
    "keep": True,
    "monthly_cost": 1400,
    "without": team(None, None, uncovered=(OPEN, OPEN)),
    "in_roles": (
        team("hunter", None, overloaded=(WORK,)),
        team("inbound", 0.7),
        team("mixed", 1.05, meets=True),
    ),
    "weeks_there": 2,
    "days": 4,
    "duty_slots": 3,
    "quotas": {"calls": 45, "meetings": 1},
    "funnels": (
        PersonFunnel(funnel="cold", contacts=40, leads=0, deals=4, revenue=400, share=0.25),
        PersonFunnel(funnel="warm", contacts=0, leads=12.5, deals=2.5, revenue=250, share=1),
    ),
    "targets": (
        PersonTarget(target="revenue", wanted=1000, brought=650),
        PersonTarget(target="products.x.deals", wanted=8, brought=4),
        PersonTarget(target="profit", wanted=300, brought=0),
    ),
}
ANNA_WRITTEN = """\
Anna is mixed, for 1,400 EUR a month. The plan keeps this person in any case.
Without Anna not even what comes by itself can be done: 2026-03-02 morning: needs 2 on duty, 1 missing, and so in 1 \
more slot.
As mixed in the team: at most 105%.
As hunter: not even what comes by itself could be done, week of 2026-03-02: 2.50 meetings of cold do not fit in.
As inbound: at most 70%.
What Anna opens and answers brings 650 EUR of revenue (65% of the target), 4 of products.x.deals (50% of the target).
A week, on average: 1.5 duty slots, 22 calls, 0.5 meetings.

The team with Anna as
role                  reach at most  plan met?
------------------  ---------------  -------------------------------------------------------------------------
none                                 no, 2026-03-02 morning: needs 2 on duty, 1 missing, and so in 1 more slot
hunter                               no, week of 2026-03-02: 2.50 meetings of cold do not fit in
inbound                         70%  no
mixed (as planned)             105%  yes
reach: share of all targets at once, days split among patterns; whole days reach no more.

What passes through the hands of Anna
funnel      contacts    leads    deals    revenue    of the funnel
--------  ----------  -------  -------  ---------  ---------------
cold              40        0        4        400              25%
warm               0     12.5     2.50        250             100%
By who opens or answers, whoever does the follow-up; within the horizon, at this person's effectiveness.
"""


def test_a_persons_part() -> None:
    plan = Plan.model_validate(outbound(target=deals(5), currency="EUR"))
    part = ExplainedPerson.model_validate(ANNA)
    written = page(write_person.sentences(plan, part), write_person.tables(part))
    assert written == ANNA_WRITTEN


def sentences(**changed: Any) -> list[str]:
    plan = Plan.model_validate(outbound(target=deals(5), currency="EUR"))
    return write_person.sentences(plan, ExplainedPerson.model_validate(ANNA | changed))


def test_who_is_not_used_would_add_to_the_team() -> None:
    roles = (team("hunter", 1.2, meets=True), team("inbound", 1.01, meets=None))
    nobody: dict[str, Any] = {"role": None, "in_roles": roles, "funnels": (), "targets": (), "quotas": {}}
    assert sentences(**nobody, without=team(None, 1.01, meets=True)) == [
        "Anna has no role, and would cost 1,400 EUR a month.",
        "The team meets the plan without Anna.",
        "As hunter the plan would be met as well; at most 120% could be reached.",
        "As inbound: at most 101%, and whether the plan would be met is not settled.",
    ]
    assert sentences(**nobody, without=team(None, 0.8))[1] == "The team reaches at most 80% of the plan."


def test_the_others_with_and_without() -> None:
    assert sentences(without=team(None, 1.1, meets=True))[1] == (
        "Without Anna the others would meet the plan as well. The role is there because the plan keeps Anna (`keep`)."
    )
    assert sentences(without=team(None, 0.8))[1] == "Without Anna the others reach at most 80% of the plan."
    assert sentences(without=team(None, 1.001, meets=None))[1] == (
        "Without Anna the others reach at most 100.1% of the plan; whether that meets it in whole days is not settled."
    )
    assert sentences(without=team(None, None))[1] == (
        "Without Anna not even what comes by itself can be done: there is no roster that covers all duty and does all "
        "work."
    )


def test_who_only_follows_up_brings_nothing_by_name() -> None:
    assert sentences(funnels=(), targets=(), duty_slots=0)[-2:] == [
        "Anna opens no contacts and answers no leads: the work is follow-up for what others bring in.",
        "A week, on average: 22 calls, 0.5 meetings.",
    ]
    late = (PersonTarget(target="revenue", wanted=1000, brought=0),)
    assert sentences(targets=late)[-2] == "What Anna opens and answers counts towards no target within the horizon."
    assert sentences(hired=True, keep=False)[0] == "Anna is mixed, to be hired, for 1,400 EUR a month."
