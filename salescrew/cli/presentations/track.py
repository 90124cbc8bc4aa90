"""Where a plan stands in all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salescrew.cli.pages.on_the_way.outcome import track_html
from salescrew.cli.pages.on_the_way.track import track_lists, track_page
from salescrew.cli.pages.workbook.charts import sheets_with_chart
from salescrew.cli.render.presentation import Presentation
from salescrew.language import say
from salescrew.models.answers.progress import Progress
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def presented(plan: Plan, progress: Progress) -> Presentation:
    """Present where a plan stands."""
    return Presentation(
        progress,
        page=lambda: track_page(Department(plan), progress),
        workbook=lambda: sheets_with_chart(
            track_page(Department(plan), progress), say("How surely each target is met from here on")
        ),
        lists=lambda: track_lists(progress),
        picture=lambda: _picture(Department(plan), progress),
        html=lambda: track_html(track_page(Department(plan), progress), progress),
    )


def _picture(department: Department, progress: Progress) -> Figure:
    from salescrew.cli.pictures.pace import picture

    return picture(department, progress)
