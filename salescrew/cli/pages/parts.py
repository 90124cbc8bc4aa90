"""Parts of an answer: the tables of each, and what a spreadsheet gets of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from salescrew.cli.pages.on_the_way.changes import changes_table
from salescrew.cli.pages.result import lists
from salescrew.cli.pages.result.hires import hires_tables
from salescrew.cli.pages.result.notes import warned
from salescrew.cli.pages.result.odds import odds_sentence, people_table
from salescrew.cli.pages.result.page import VIEWS
from salescrew.cli.pages.result.summary import stages_table, targets_table, team_table
from salescrew.cli.pages.result.work import work_tables
from salescrew.cli.pages.words import subtitle
from salescrew.cli.render.flat import flat_table
from salescrew.cli.render.page import Page, Table
from salescrew.language import ENGLISH, speaking, spoken
from salescrew.models.answers.replan import PlanChange
from salescrew.models.schedule.schedule import Schedule

_TABLES: dict[str, Callable[[Schedule], list[Table]]] = {
    **VIEWS,
    "team": lambda schedule: [team_table(schedule), *hires_tables(schedule)],
    "targets": lambda schedule: [targets_table(schedule)] if schedule.department.goals else [],
    "odds": lambda schedule: [people_table(schedule.result)] if schedule.result.odds_by_people else [],
    "stages": lambda schedule: [stages_table(schedule)],
    "work": work_tables,
    "changes": lambda schedule: [changes_table(schedule.result.replan.changes)] if schedule.result.replan else [],
    "warnings": lambda _: [],
}
_LISTS: dict[str, Callable[[Schedule], list[Table]]] = {
    **_TABLES,
    "team": lambda schedule: [lists.team_list(schedule)],
    "odds": lambda schedule: [lists.odds_list(schedule.result)],
    "duty": lambda schedule: [lists.coverage_list(schedule)],
    "coverage": lambda schedule: [lists.coverage_list(schedule)],
    "roster": lambda schedule: [lists.roster_list(schedule)],
    "quotas": lambda schedule: [lists.quotas_list(schedule)],
    "funnel": lambda schedule: [lists.funnel_list(schedule.result)],
    "work": lambda schedule: [lists.work_list(schedule.result)],
    "changes": lambda schedule: (
        [flat_table("changes", "Changes", PlanChange, schedule.result.replan.changes)] if schedule.result.replan else []
    ),
    "warnings": lambda schedule: [lists.warnings_list(schedule)],
}


def parts_page(schedule: Schedule, parts: Sequence[str]) -> Page:
    """Show some parts of an answer."""
    tables = [table for part in parts for table in _TABLES[part](schedule)]
    odds = [odds_sentence(schedule.result)] if "odds" in parts else []
    warnings = warned(schedule) if "warnings" in parts else []
    return Page("", subtitle(schedule.department), tables, paragraphs=odds, warnings=warnings)


def _list_of(schedule: Schedule, part: str) -> list[Table]:
    """List what a part says; but for sentences in English, by which programs know it."""
    with speaking(spoken() if part == "warnings" else ENGLISH):
        return _LISTS[part](schedule)


def parts_lists(schedule: Schedule, parts: Sequence[str]) -> Table | list[Table]:
    """List what some parts of an answer say: one part in a table, several in one table a file."""
    tables = [table for part in parts for table in _list_of(schedule, part)]
    return tables[0] if len(parts) == 1 else list({table.name: table for table in tables}.values())
