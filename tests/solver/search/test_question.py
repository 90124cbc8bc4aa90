"""The loop of propose, test and learn, on a question that can be counted: which number is the first that will do."""

from __future__ import annotations

import pytest

from salescrew.models.department.department import Department
from salescrew.solver.engine.program import State
from salescrew.solver.search.question import Learned, Question
from salescrew.solver.search.reach import posts_of
from salescrew.solver.search.trial import Tried
from tests.plans import random_plan


class FirstOf(Question[int]):
    """Proposes numbers one after the other; the answer is the first that will do."""

    def __init__(self, *wanted: int, proposals: int = 9, last: int = 9, gives_up_at: int | None = None) -> None:
        super().__init__()
        self.most_proposals = proposals
        self.wanted, self.last, self.gives_up_at = wanted, last, gives_up_at
        self.proposed: list[int] = []
        self.tested: list[int] = []
        self.answer: int | None = None

    @property
    def is_answered(self) -> bool:
        return self.answer is not None

    def propose(self, number: int) -> int | None:
        self.proposed.append(number)
        return None if number > self.last else number

    def test(self, number: int, proposal: int) -> bool:
        assert number == proposal
        self.tested.append(proposal)
        if proposal in self.wanted:
            self.answer = proposal
        return proposal != self.gives_up_at


def test_it_ends_with_the_first_proposal_that_answers() -> None:
    question = FirstOf(4, 6)
    assert question.ask()
    assert (question.answer, question.tested) == (4, [0, 1, 2, 3, 4])


@pytest.mark.parametrize(
    ("question", "proposed", "tested"),
    [
        (FirstOf(8, proposals=3), [0, 1, 2], [0, 1, 2]),  # no more is worth it
        (FirstOf(8, last=1), [0, 1, 2], [0, 1]),  # nothing is left to propose
        (FirstOf(8, gives_up_at=2), [0, 1, 2], [0, 1, 2]),  # others are no more promising
        (FirstOf(0, proposals=0), [], []),
    ],
)
def test_it_ends_without_an_answer(question: FirstOf, proposed: list[int], tested: list[int]) -> None:
    assert not question.ask()
    assert (question.proposed, question.tested) == (proposed, tested)


def test_what_proposing_answers_is_not_tested() -> None:
    question = FirstOf(8)
    question.answer = 7
    assert question.ask()
    assert question.tested == []


def test_a_team_without_a_roster_is_ruled_out_whoever_is_named_first() -> None:
    department = Department(random_plan(3))
    everyone = {person.name: person.record.roles[0] for person in department.everyone}
    team = posts_of(department, everyone)
    learned = Learned()
    learned.learn(Tried(team, State.UNKNOWN))
    assert not learned.rules_out(team)
    assert learned.without == []
    learned.learn(Tried(team, State.INFEASIBLE))
    assert learned.rules_out(tuple(reversed(team)))
    assert learned.without == [team]
    assert not learned.rules_out(team[1:])
