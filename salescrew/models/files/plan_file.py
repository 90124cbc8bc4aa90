"""A plan as the file that its name says: YAML, JSON or a workbook."""

from __future__ import annotations

from pathlib import PurePath

from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_json, plan_yaml


def plan_file(plan: Plan, name: str) -> str | bytes:
    """Write a plan as the ending of a file's name says; YAML where that says nothing.

    Raises
    ------
    InputError
        Where a workbook cannot hold it.
    """
    match PurePath(name).suffix.lower():
        case ".xlsx":
            from salescrew.models.files.workbook.writing import plan_workbook

            return plan_workbook(plan)
        case ".json":
            return plan_json(plan)
    return plan_yaml(plan)
