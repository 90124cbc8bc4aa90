"""The sensitivity of a plan in all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salescrew.cli.pages.whatif.drawn import sensitivity_html
from salescrew.cli.pages.whatif.sensitivity import all_columns, sensitivity_page
from salescrew.cli.pages.workbook.charts import sheets_with_chart
from salescrew.cli.render.presentation import Presentation
from salescrew.language import say, to_say
from salescrew.models.answers.sensitivity import Sensitivity
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def presented(plan: Plan, found: Sensitivity) -> Presentation:
    """Present what moves a plan."""
    return Presentation(
        found,
        page=lambda: sensitivity_page(Department(plan), found),
        workbook=lambda: sheets_with_chart(
            sensitivity_page(Department(plan), found),
            say("How far the team gets with each input lower and higher"),
            ((to_say("reach"), to_say("lower")), (to_say("reach"), to_say("higher"))),
        ),
        html=lambda: sensitivity_html(sensitivity_page(Department(plan), found), found),
        lists=lambda: all_columns(found),
        picture=lambda: _picture(Department(plan), found),
    )


def _picture(department: Department, found: Sensitivity) -> Figure:
    from salescrew.cli.pictures.tornado import picture

    return picture(department, found)
