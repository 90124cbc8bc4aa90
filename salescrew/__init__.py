"""The fewest people who meet a sales plan, and what each of them does every day.

The names are loaded when they are first used, so that `import salescrew` takes no time.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from salescrew.checker.claims import Claim, claims
    from salescrew.checker.verify import Violation, verify
    from salescrew.errors import InputError, Interrupted, ModelError, SalescrewError
    from salescrew.models.answers.comparison import Comparison
    from salescrew.models.answers.cover import Cover
    from salescrew.models.answers.differences import Differences
    from salescrew.models.answers.explained.explanation import Explanation
    from salescrew.models.answers.progress import Progress
    from salescrew.models.answers.rates import Rates
    from salescrew.models.answers.result import Result
    from salescrew.models.answers.sensitivity import Sensitivity
    from salescrew.models.answers.step import Step, Watcher
    from salescrew.models.answers.sweep import Sweep
    from salescrew.models.facts.actuals import Actuals
    from salescrew.models.facts.file import actuals_of
    from salescrew.models.files.json_schema import plan_schema
    from salescrew.models.load import load, load_actuals, load_result
    from salescrew.models.on_paper.cover import cover
    from salescrew.models.plan.plan import Plan
    from salescrew.models.rates.estimates.estimate import rates
    from salescrew.models.schedule.differences import diff
    from salescrew.models.simulation.simulation import Simulation, simulate
    from salescrew.models.tracking.track import track
    from salescrew.solver.explain.explain import explain
    from salescrew.solver.explain.prove import prove
    from salescrew.solver.replan.replan import replan
    from salescrew.solver.search.solve import solve
    from salescrew.solver.whatif.compare import compare
    from salescrew.solver.whatif.sensitivity import sensitivity
    from salescrew.solver.whatif.sweep import sweep

__version__ = "0.1.0"
_HOMES = {
    "salescrew.errors": ("InputError", "Interrupted", "ModelError", "SalescrewError"),
    "salescrew.models.facts.actuals": ("Actuals",),
    "salescrew.models.facts.file": ("actuals_of",),
    "salescrew.checker.claims": ("Claim", "claims"),
    "salescrew.models.answers.comparison": ("Comparison",),
    "salescrew.models.answers.cover": ("Cover",),
    "salescrew.models.on_paper.cover": ("cover",),
    "salescrew.models.answers.differences": ("Differences",),
    "salescrew.models.answers.explained.explanation": ("Explanation",),
    "salescrew.models.plan.plan": ("Plan",),
    "salescrew.models.answers.progress": ("Progress",),
    "salescrew.models.answers.rates": ("Rates",),
    "salescrew.models.rates.estimates.estimate": ("rates",),
    "salescrew.models.files.json_schema": ("plan_schema",),
    "salescrew.models.load": ("load", "load_actuals", "load_result"),
    "salescrew.models.answers.result": ("Result",),
    "salescrew.models.schedule.differences": ("diff",),
    "salescrew.models.answers.sensitivity": ("Sensitivity",),
    "salescrew.models.answers.step": ("Step", "Watcher"),
    "salescrew.models.simulation.simulation": ("Simulation", "simulate"),
    "salescrew.models.answers.sweep": ("Sweep",),
    "salescrew.models.tracking.track": ("track",),
    "salescrew.checker.verify": ("Violation", "verify"),
    "salescrew.solver.search.solve": ("solve",),
    "salescrew.solver.whatif.compare": ("compare",),
    "salescrew.solver.explain.explain": ("explain",),
    "salescrew.solver.explain.prove": ("prove",),
    "salescrew.solver.replan.replan": ("replan",),
    "salescrew.solver.whatif.sensitivity": ("sensitivity",),
    "salescrew.solver.whatif.sweep": ("sweep",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = [
    "Actuals",
    "Claim",
    "Comparison",
    "Cover",
    "Differences",
    "Explanation",
    "InputError",
    "Interrupted",
    "ModelError",
    "Plan",
    "Progress",
    "Rates",
    "Result",
    "SalescrewError",
    "Sensitivity",
    "Simulation",
    "Step",
    "Sweep",
    "Violation",
    "Watcher",
    "__version__",
    "actuals_of",
    "claims",
    "compare",
    "cover",
    "diff",
    "explain",
    "load",
    "load_actuals",
    "load_result",
    "plan_schema",
    "prove",
    "rates",
    "replan",
    "sensitivity",
    "simulate",
    "solve",
    "sweep",
    "track",
    "verify",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
