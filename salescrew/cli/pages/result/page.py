"""The whole answer as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from salescrew.cli.pages.result.evenness import evenness_sentence
from salescrew.cli.pages.result.headline import advice, headline
from salescrew.cli.pages.result.hires import hires_tables
from salescrew.cli.pages.result.how_far import how_far, left_tables
from salescrew.cli.pages.result.notes import notes_of_reach, warned
from salescrew.cli.pages.result.obstacles import obstacles_sentences
from salescrew.cli.pages.result.odds import odds_sentence, people_table, stretch_sentence
from salescrew.cli.pages.result.staying import keeping_everyone, who_stays
from salescrew.cli.pages.result.summary import people_of_the_team, stages_table, targets_table, team_table
from salescrew.cli.pages.result.weeks import (
    coverage_tables,
    duty_tables,
    funnel_tables,
    quota_tables,
    roster_tables,
)
from salescrew.cli.pages.result.work import work_tables
from salescrew.cli.pages.words import subtitle
from salescrew.cli.render.page import Page, Table
from salescrew.models.schedule.schedule import Schedule

VIEWS: dict[str, Callable[[Schedule], list[Table]]] = {
    "duty": duty_tables,
    "roster": roster_tables,
    "quotas": quota_tables,
    "funnel": funnel_tables,
    "coverage": coverage_tables,
}


def result_page(schedule: Schedule, show: Iterable[str] = ()) -> Page:
    """Write the answer, line one first: then who, what is reached, what passes the funnels, who is on duty."""
    plan, result = schedule.plan, schedule.result
    work = page_of_the_work(schedule, show)
    return Page(
        headline(plan, result),
        subtitle(schedule.department),
        work.parts,
        paragraphs=(who_stays(plan, result), *work.paragraphs),
        warnings=work.warnings,
    )


def page_of_the_team(schedule: Schedule) -> Page:
    """Write what stands once it is proven: the answer in line one, and who it takes."""
    plan, result = schedule.plan, schedule.result
    tables = [people_of_the_team(schedule)] if result.managers else []
    return Page(headline(plan, result), subtitle(schedule.department), tables, paragraphs=(who_stays(plan, result),))


def page_of_the_work(schedule: Schedule, show: Iterable[str] = ()) -> Page:
    """Write who does what, what is reached, what passes the funnels, who is on duty, and what is left undone."""
    result = schedule.result
    tables: list[Table] = []
    if result.headcount is not None:
        tables = [team_table(schedule), *hires_tables(schedule)] if result.managers else []
        if schedule.department.goals:
            tables.append(targets_table(schedule))
        if len(result.odds_by_people) > 1:
            tables.append(people_table(result))
        tables += [stages_table(schedule), *work_tables(schedule), *duty_tables(schedule)]
        for view in show:
            tables += VIEWS[view](schedule)
    return Page(
        parts=[*tables, *left_tables(result)],
        paragraphs=(
            odds_sentence(result),
            how_far(result),
            evenness_sentence(result),
            obstacles_sentences(schedule),
            advice(result),
        ),
        warnings=warned(schedule),
    )


def page_of_the_rest(schedule: Schedule) -> Page:
    """Write what is found after the answer: what keeping everyone takes, and how far people get."""
    plan, result = schedule.plan, schedule.result
    return Page(
        paragraphs=(how_far(result), stretch_sentence(result), keeping_everyone(plan, result)),
        warnings=notes_of_reach(schedule),
    )
