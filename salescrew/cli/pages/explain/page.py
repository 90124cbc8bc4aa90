"""An explanation as a page, one section a question."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.explain import (
    binding,
    changes,
    conflict,
    kept,
    last_days,
    odds,
    person,
    quota,
    starts,
    without,
)
from salescrew.cli.pages.result.how_far import how_far_of
from salescrew.cli.pages.result.odds import chance
from salescrew.cli.pages.words import subtitle
from salescrew.cli.render.cells import share
from salescrew.cli.render.page import Page, Section
from salescrew.language import say
from salescrew.models.answers.explained.explanation import Explanation
from salescrew.models.department.department import Department
from salescrew.models.plan.words import listed_names


def explanation_page(department: Department, explained: Explanation) -> Page:
    """Write an explanation, the shortest answer in line one."""
    sections = list(sections_of(department, explained))
    return Page(_headline(explained), subtitle(department), sections, paragraphs=[_unfinished(explained)])


def sections_of(department: Department, explained: Explanation) -> Iterator[Section]:
    """Write what was asked, a section a question."""
    return (section for section in _sections(department, explained) if section.sentences or section.tables)


def heading_of_changes(headcount: int | None) -> str:
    """Give the heading over what would change an answer: of one without a team what would give it one."""
    return say("What would make it possible") if headcount is None else say("What would save a person")


def _unfinished(explained: Explanation) -> str:
    """Say what was asked and is not answered to the end."""
    if not explained.unfinished:
        return ""
    left = listed_names(explained.unfinished)
    return say("Not finished, since time was up or Ctrl-C came: {what}.", what=left)


def _headline(explained: Explanation) -> str:
    match explained.status:
        case "no_answer":
            return say("No answer in time, so there is nothing to explain.")
        case "infeasible" if explained.odds is not None and explained.reach is None:
            return say(
                "No team has the odds that are asked for: the best that were found are {odds}.",
                odds=chance(explained.odds.all),
            )
        case "infeasible" if explained.reach is None:
            return say("The plan cannot be met: not even what comes by itself can be done.")
        case "infeasible":
            found = share(explained.reach or 0.0)
            if explained.reach_proven:
                return say("The plan cannot be met: the best team reaches {share} of it.", share=found)
            return say(
                "The plan cannot be met: the best team that was found reaches {share} of it; more is not ruled out.",
                share=found,
            )
    met = say("{n} {n:person meets|people meet} the plan.", n=explained.headcount or 0)
    far = how_far_of(explained.headcount, explained.stretch, explained.one_fewer)
    return f"{met} {far}".strip()


def _sections(department: Department, explained: Explanation) -> Iterator[Section]:
    plan = department.plan
    if (found := explained.conflict) is not None:
        yield Section(say("What cannot hold together"), conflict.sentences(department, found), conflict.tables(found))
    if (keeps := explained.kept) is not None:
        yield Section(say("Who is kept"), kept.sentences(plan, explained, keeps), [])
    if (would := explained.changes) is not None:
        heading = heading_of_changes(explained.headcount)
        yield Section(heading, changes.sentences(would), changes.tables(plan, would))
    if (chosen := explained.starts) is not None:
        yield Section(say("When to hire whom"), starts.sentences(plan, chosen), starts.tables(chosen))
    if (binds := explained.binding) is not None:
        yield Section(say("What binds"), binding.sentences(department, binds), binding.tables(binds))
    if explained.last_days:
        days = explained.last_days
        yield Section(say("Last useful day"), last_days.sentences(department, days), last_days.tables(plan, days))
    if (missing := explained.odds) is not None:
        yield Section(say("Where the missing odds come from"), odds.sentences(missing), odds.tables(missing))
    yield from _of_people(department, explained)


def _of_people(department: Department, explained: Explanation) -> Iterator[Section]:
    plan = department.plan
    for part in explained.persons:
        yield Section(say("What {name} brings", name=part.name), person.sentences(plan, part), person.tables(part))
    if (fewer := explained.without) is not None:
        names = listed_names(fewer.names)
        said = without.sentences(plan, fewer, explained.headcount)
        heading = say("{n:Without|Without} {names}", names=names, n=len(fewer.names))
        yield Section(heading, said, without.tables(plan, fewer))
    for chain in explained.quotas:
        heading = say("Why {name} has this quota", name=chain.manager)
        yield Section(heading, quota.sentences(department, chain), quota.tables(chain))
