"""An explanation as a page, one section a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from salescrew.cli.pages.answer import persons, subtitle
from salescrew.cli.pages.explain import binding, changes, conflict, last_days, odds, person, quota
from salescrew.cli.pages.how_far import how_far_of
from salescrew.cli.pages.odds import chance
from salescrew.cli.render.markdown import block, inline
from salescrew.cli.render.tables import Table, markdown_table, plain, share, text_table, wrapped
from salescrew.models.answers.explanation import Explanation
from salescrew.models.plan.plan import Plan


@dataclass
class _Section:
    """Sentences and tables under a heading."""

    heading: str
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = field(default_factory=list)


def explanation_page(plan: Plan, explained: Explanation, *, markdown: bool) -> str:
    """Write an explanation, the shortest answer in line one."""
    first = _headline(explained)
    sections = [section for section in _sections(plan, explained) if section.sentences or section.tables]
    if markdown:
        return "\n".join([f"# {inline(first)}\n\n{block(subtitle(plan))}\n", *map(_marked, sections)])
    return "\n".join([f"{first}\n{subtitle(plan)}\n", *map(_plain, sections)])


def _headline(explained: Explanation) -> str:
    match explained.status:
        case "no_answer":
            return "No answer in time, so there is nothing to explain."
        case "infeasible" if explained.odds is not None and explained.reach is None:
            return (
                f"No team has the odds that are asked for: the best that were found are {chance(explained.odds.all)}."
            )
        case "infeasible" if explained.reach is None:
            return "The plan cannot be met: not even what comes by itself can be done."
        case "infeasible":
            if explained.reach_proven:
                return f"The plan cannot be met: the best team reaches {share(explained.reach or 0.0)} of it."
            found = share(explained.reach or 0.0)
            return f"The plan cannot be met: the best team that was found reaches {found} of it; more is not ruled out."
    verb = "meets" if explained.headcount == 1 else "meet"
    far = how_far_of(explained.headcount, explained.stretch, explained.one_fewer)
    return f"{persons(explained.headcount)} {verb} the plan. {far}".strip()


def _sections(plan: Plan, explained: Explanation) -> Iterator[_Section]:
    if (found := explained.conflict) is not None:
        yield _Section("What cannot hold together", conflict.sentences(plan, found), conflict.tables(found))
    if (would := explained.changes) is not None:
        heading = "What would make it possible" if explained.headcount is None else "What would save a person"
        yield _Section(heading, changes.sentences(would), changes.tables(would))
    if (binds := explained.binding) is not None:
        yield _Section("What binds", binding.sentences(plan, binds), binding.tables(binds))
    if explained.last_days:
        days = explained.last_days
        yield _Section("Last useful day", last_days.sentences(plan, days), last_days.tables(plan, days))
    if (missing := explained.odds) is not None:
        yield _Section("Where the missing odds come from", odds.sentences(missing), odds.tables(missing))
    for part in explained.persons:
        yield _Section(f"What {part.name} brings", person.sentences(plan, part), person.tables(part))
    for chain in explained.quotas:
        yield _Section(f"Why {chain.manager} has this quota", quota.sentences(plan, chain), quota.tables(chain))


def _plain(section: _Section) -> str:
    heading = plain(section.heading)
    lines = [wrapped(plain(sentence)) for sentence in section.sentences]
    text = "\n".join([heading, "=" * len(heading), *lines])
    return "\n".join([text + "\n", *map(text_table, section.tables)])


def _marked(section: _Section) -> str:
    lines = "".join(f"- {block(plain(sentence))}\n" for sentence in section.sentences)
    tables = [markdown_table(table).replace("## ", "### ", 1) for table in section.tables]
    return "\n".join([f"## {inline(plain(section.heading))}\n", *([lines] if lines else []), *tables])
