"""Malformed plans and the whole of what is said about them, as `tests/malformed/faults.txt` lists them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from salescrew.errors import InputError
from salescrew.language import speaking
from salescrew.models.load import parse

FOLDER = Path(__file__).parents[2] / "malformed"
VALID = (FOLDER / "valid.yaml").read_text(encoding="utf-8")


class Malformed(NamedTuple):
    """What is wrong, the texts to replace in the valid plan, and the messages after the name of the file."""

    fault: str
    edits: list[tuple[str, str]]
    messages: list[str]


def malformed_plans():
    text = (FOLDER / "faults.txt").read_text(encoding="utf-8")
    return [malformed(block) for block in text.split("\n\n") if block.startswith("# ")]


def malformed(block):
    fault, *lines = block.strip("\n").split("\n")
    case = Malformed(fault.removeprefix("# "), [], [])
    # lines with the same mark belong together
    for mark, group in itertools.groupby(lines, key=lambda line: line[:1]):
        texts = [line[2:] for line in group]
        if mark == "-":
            case.edits.append(("\n".join(texts), ""))
        elif mark == "+":
            case.edits[-1] = (case.edits[-1][0], "\n".join(texts))
        else:
            assert mark == "!", texts
            case.messages.extend(texts)
    return case


PLANS = malformed_plans()


def edited(edits):
    text = VALID
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_the_plan_without_edits_is_valid():
    assert parse(VALID, "plan.yaml").name == "Two funnels"


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.fault)
def test_what_is_said(plan):
    with pytest.raises(InputError) as caught:
        parse(edited(plan.edits), "plan.yaml")
    assert str(caught.value).splitlines() == [f"plan.yaml:{message}" for message in plan.messages]


def test_faults_are_many_and_differ():
    assert len({plan.fault for plan in PLANS}) == len(PLANS) >= 50


_ENGLISH = re.compile(
    r"\b(must|got|Write|Add|Remove|Check|Keep|Choose|Did you|Known here|such as|beside|instead|where)\b"
)


@pytest.mark.parametrize("plan", PLANS, ids=[plan.fault for plan in PLANS])
def test_what_is_wrong_is_said_in_another_language(plan):
    with speaking("ru"), pytest.raises(InputError) as caught:
        parse(edited(plan.edits), "plan.yaml")
    problems = caught.value.problems
    assert len(problems) == len(plan.messages)
    assert [text for text in problems if _ENGLISH.search(text) or not re.search("[а-яё]", text)] == []
