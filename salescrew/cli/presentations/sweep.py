"""A sweep in all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salescrew.cli.pages.whatif.drawn import sweep_html
from salescrew.cli.pages.whatif.sweep import sweep_page
from salescrew.cli.pages.workbook.charts import sheets_with_chart
from salescrew.cli.render.presentation import Presentation
from salescrew.cli.render.spreadsheet import is_for_excel
from salescrew.language import say
from salescrew.models.answers.sweep import Sweep
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.sweep_file import sweep_csv

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def presented(plan: Plan, found: Sweep) -> Presentation:
    """Present a plan with other values."""
    return Presentation(
        found,
        page=lambda: sweep_page(Department(plan), found),
        workbook=lambda: sheets_with_chart(
            sweep_page(Department(plan), found), say("How far a team gets with other values, and how surely")
        ),
        html=lambda: sweep_html(plan, sweep_page(Department(plan), found), found),
        lists=lambda: sweep_csv(plan, found, for_excel=is_for_excel()),
        picture=lambda: _picture(Department(plan), found),
    )


def _picture(department: Department, found: Sweep) -> Figure:
    from salescrew.cli.pictures.sweep import picture

    return picture(department, found)
