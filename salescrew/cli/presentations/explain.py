"""An explanation in all its forms."""

from __future__ import annotations

from salescrew.cli.pages.explain.drawn import explanation_html
from salescrew.cli.pages.explain.page import explanation_page
from salescrew.cli.render.presentation import Presentation
from salescrew.models.answers.explained.explanation import Explanation
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan


def presented(plan: Plan, explained: Explanation) -> Presentation:
    """Present why an answer is what it is."""
    return Presentation(
        explained,
        page=lambda: explanation_page(Department(plan), explained),
        html=lambda: explanation_html(explanation_page(Department(plan), explained)),
    )
