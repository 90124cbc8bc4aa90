"""A result in each of the forms that `--format` names."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.cli.pages.lists import lists
from salescrew.cli.pages.report import report
from salescrew.cli.render.tables import csv_files
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan

ENDINGS = {"json": ".json", "markdown": ".md", "table": ".txt", "csv": ""}
Content = str | dict[str, str]
"""A text, or the texts of a folder's files by their names."""


def content(plan: Plan, result: Result, form: str, show: Sequence[str] = ()) -> Content:
    """Write a result as a text, or for csv as a folder with a file a table."""
    if form == "csv":
        return csv_files(lists(plan, result))
    return result.to_json() if form == "json" else report(plan, result, show, markdown=form == "markdown")
