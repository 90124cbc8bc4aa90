"""What is known of a day, and of leads from before the start: the plan by hand, as in test_track."""

from __future__ import annotations

import pytest

from tests.models.tracking.test_track import FIRST, NEXT_MONDAY, person, tracked


def test_what_is_open_at_the_start_does_not_make_the_first_day_known():
    # the form has this row before anything happened
    progress = tracked("12,,meeting,cold,4", plan={"pipeline": {"cold": {"meeting": 4}}})
    assert (progress.as_of, progress.through) == (FIRST, None)
    assert [row.days_idle for row in progress.managers] == [0, 0]
    assert progress.notes == ()


def test_whoever_waits_for_leads_that_do_not_come_is_not_idle():
    progress = tracked("12,Boris,leads,warm,0", "13,Anna,meetings,,2")
    # Boris is on duty on Monday and Tuesday, and nothing is known of his Tuesday; Anna is asked on both days
    assert [(row.manager, row.days_idle) for row in progress.managers] == [("Anna", 1), ("Boris", 1)]


# leads take a week: by the plan Boris has 4 a week, of which 2 pay in the next one, and so it was before the start
STEADY = {
    "pipeline": "steady",
    "funnels": {
        "warm": {
            "channel": "inbound",
            "product": "audit",
            "leads": {"per_week": 4, "by_slot": {"afternoon": 0}},
            "stages": [{"name": "lead", "conversion": 0.5, "days_to_next": 7}],
        }
    },
}
TAKEN = [f"{day},Boris,leads,warm,2" for day in (12, 13, 19, 20)]
PAID = [f"{day},{{}},paid,warm,1,100" for day in (12, 13, 19, 20)]


# named, 4 passed on of 4 leads of the first week and 4 from before the start; without a name only those of the plan
@pytest.mark.parametrize(("names", "decided", "passed"), [(["Boris"] * 4, 8, 4), (["", "", "Boris", "Boris"], 4, 2)])
def test_leads_from_before_the_start_may_have_the_name_of_who_took_them(names, decided, passed):
    paid = [row.format(name) for row, name in zip(PAID, names, strict=True)]
    progress = tracked(*TAKEN, *paid, plan=STEADY, answer=only_warm, as_of=NEXT_MONDAY.replace(day=20))
    (leads,) = person(progress, "Boris").leads
    assert (leads.taken, leads.decided, leads.passed) == (8, decided, passed)
    assert (leads.share, leads.planned, leads.differs) == (0.5, 0.5, None)


def only_warm(result):
    """Let nobody open contacts: 4 leads and 2 deals a week."""
    result["managers"] = [row for row in result["managers"] if row["name"] == "Boris"]
    for part in ("roster", "quotas"):
        result[part] = [row for row in result[part] if row["manager"] == "Boris"]
    result["funnel"] = [row for row in result["funnel"] if row["funnel"] == "warm"]
