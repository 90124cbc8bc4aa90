"""`salescrew check`: whether the plan is well formed, and the arithmetic that it implies."""

from __future__ import annotations

import click

from salescrew.cli.frame import destination, options
from salescrew.cli.render import forms
from salescrew.language import to_say


@click.command("check", short_help=to_say("Is the plan well formed, and what does it take?"))
@options.plan_argument
@options.format_option(*forms.WITHOUT_LISTS)
@options.output_option(
    to_say(
        "Write into this file (.json, .md, .xlsx, .html, or as --format says) instead of standard output. Once or more."
    )
)
def command(plan: str, form: str, outputs: tuple[str, ...]) -> None:
    """Check the plan in the file PLAN (`-`: standard input) and show the arithmetic that it implies.

    Everything that is wrong with the plan is said at once, with the line where it stands. A well-formed plan is
    traced from its targets back to payments, meetings, contacts and calls, and from its leads to managers on duty.
    """
    places = destination.to_files(outputs, form, read=[plan], offered=forms.WITHOUT_LISTS)

    import salescrew
    from salescrew.cli.pages.check import check_page
    from salescrew.cli.render.presentation import Presentation
    from salescrew.models.department.department import Department
    from salescrew.models.on_paper.arithmetic import arithmetic

    department = Department(salescrew.load(plan))
    found = arithmetic(department)
    places.write(Presentation(found, page=lambda: check_page(department, found)))
