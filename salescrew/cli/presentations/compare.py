"""A comparison of configurations in all its forms."""

from __future__ import annotations

from salescrew.cli.pages.whatif.compare import all_columns, comparison_page
from salescrew.cli.pages.whatif.drawn import comparison_html
from salescrew.cli.pages.workbook.charts import sheets_with_chart
from salescrew.cli.render.presentation import Presentation
from salescrew.language import say
from salescrew.models.answers.comparison import Comparison
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan


def presented(plan: Plan, found: Comparison) -> Presentation:
    """Present configurations of the team side by side."""
    return Presentation(
        found,
        page=lambda: comparison_page(Department(plan), found),
        html=lambda: comparison_html(plan, comparison_page(Department(plan), found), found),
        lists=lambda: all_columns(found),
        workbook=lambda: sheets_with_chart(
            comparison_page(Department(plan), found), say("How far each configuration gets, and how surely")
        ),
    )
