"""A result played by chance in all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salescrew.cli.pages.simulation import simulation_page, simulation_tables
from salescrew.cli.pages.workbook.charts import sheets_with_chart
from salescrew.cli.render.page import Table
from salescrew.cli.render.presentation import Presentation
from salescrew.language import ENGLISH, say, speaking
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import plan_in_force
from salescrew.models.simulation.simulation import Simulation
from salescrew.models.simulation.summary import SimulationSummary

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def presented(plan: Plan, result: Result, simulation: Simulation, told: SimulationSummary) -> Presentation:
    """Present what comes of a result by chance."""
    department = Department(plan_in_force(plan, result))
    return Presentation(
        told,
        page=lambda: simulation_page(department, result, told),
        workbook=lambda: sheets_with_chart(
            simulation_page(department, result, told), say("In how many runs each target is met")
        ),
        lists=lambda: _lists(department, told),
        picture=lambda: _picture(department, simulation),
    )


def _lists(department: Department, told: SimulationSummary) -> list[Table]:
    """List what comes of it in English, by which programs know it."""
    with speaking(ENGLISH):
        return simulation_tables(department, told)


def _picture(department: Department, simulation: Simulation) -> Figure:
    from salescrew.cli.pictures.simulation import picture

    return picture(department, simulation)
