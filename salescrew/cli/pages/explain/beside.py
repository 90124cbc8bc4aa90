"""Why an answer is what it is, beside the answer itself, or why that is not there."""

from __future__ import annotations

from dataclasses import replace

from salescrew.cli.pages.explain.page import heading_of_changes, sections_of
from salescrew.cli.render.page import Section
from salescrew.language import say
from salescrew.models.answers.explained.explanation import Explanation
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department


def beside(department: Department, explained: Explanation) -> list[Section]:
    """Write why, and where that was not known to the end that it was not."""
    sections = list(sections_of(department, explained))
    if not explained.unfinished:
        return sections
    said = say("Not looked for to the end: time was up, or Ctrl-C came.")
    heading = heading_of_changes(explained.headcount)
    if sections and sections[-1].heading == heading:
        return [*sections[:-1], replace(sections[-1], sentences=[*sections[-1].sentences, said])]
    return [*sections, Section(heading, [said])]


def left_out(result: Result) -> list[Section]:
    """Say that it was not looked for, since that takes long."""
    said = say(
        "Not looked for, since that takes long for so large a plan: `salescrew solve --why` does it all the same."
    )
    return [Section(heading_of_changes(None if result.status == "infeasible" else result.headcount), [said])]
