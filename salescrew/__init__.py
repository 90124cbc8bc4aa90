"""The fewest people who meet a sales plan, and what each of them does every day.

The names are loaded when they are first used, so that `import salescrew` takes no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salescrew.errors import InputError, ModelError, SalescrewError
    from salescrew.models.actuals import Actuals
    from salescrew.models.actuals_file import actuals_of
    from salescrew.models.comparison import Comparison
    from salescrew.models.cover import Cover, cover
    from salescrew.models.differences import Differences, diff
    from salescrew.models.explanation import Explanation
    from salescrew.models.plan import Plan
    from salescrew.models.progress import Progress
    from salescrew.models.reading import load, load_actuals, load_result
    from salescrew.models.result import Result
    from salescrew.models.sensitivity import Sensitivity
    from salescrew.models.simulation.simulation import Simulation, simulate
    from salescrew.models.sweep import Sweep
    from salescrew.models.track import track
    from salescrew.models.verify import Violation, verify
    from salescrew.solver import solve
    from salescrew.solver.compare import compare
    from salescrew.solver.explain import explain
    from salescrew.solver.replan import replan
    from salescrew.solver.sensitivity import sensitivity
    from salescrew.solver.sweep import sweep

    __version__: str

_HOMES = {
    "salescrew.errors": ("InputError", "ModelError", "SalescrewError"),
    "salescrew.models.actuals": ("Actuals",),
    "salescrew.models.actuals_file": ("actuals_of",),
    "salescrew.models.comparison": ("Comparison",),
    "salescrew.models.cover": ("Cover", "cover"),
    "salescrew.models.differences": ("Differences", "diff"),
    "salescrew.models.explanation": ("Explanation",),
    "salescrew.models.plan": ("Plan",),
    "salescrew.models.progress": ("Progress",),
    "salescrew.models.reading": ("load", "load_actuals", "load_result"),
    "salescrew.models.result": ("Result",),
    "salescrew.models.sensitivity": ("Sensitivity",),
    "salescrew.models.simulation.simulation": ("Simulation", "simulate"),
    "salescrew.models.sweep": ("Sweep",),
    "salescrew.models.track": ("track",),
    "salescrew.models.verify": ("Violation", "verify"),
    "salescrew.solver": ("solve",),
    "salescrew.solver.compare": ("compare",),
    "salescrew.solver.explain": ("explain",),
    "salescrew.solver.replan": ("replan",),
    "salescrew.solver.sensitivity": ("sensitivity",),
    "salescrew.solver.sweep": ("sweep",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = [
    "Actuals",
    "Comparison",
    "Cover",
    "Differences",
    "Explanation",
    "InputError",
    "ModelError",
    "Plan",
    "Progress",
    "Result",
    "SalescrewError",
    "Sensitivity",
    "Simulation",
    "Sweep",
    "Violation",
    "__version__",
    "actuals_of",
    "compare",
    "cover",
    "diff",
    "explain",
    "load",
    "load_actuals",
    "load_result",
    "replan",
    "sensitivity",
    "simulate",
    "solve",
    "sweep",
    "track",
    "verify",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        return import_module("importlib.metadata").version("salescrew")
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
