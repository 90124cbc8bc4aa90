"""A command of salescrew in this process, with where its seconds of the processor go, as JSON on standard error.

`python profiled.py FOLDER COMMAND...` runs the command of the checkout in FOLDER, whichever version that is: what it
looks at is found by name as modules are loaded, and what is not there is not looked at.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TypeVar

Found = TypeVar("Found")

IMPORTS, REST = "imports", "rest"
THREADS = "salescrew.solver.engine.threads"
SEARCH, EXPLAIN, WHATIF = "salescrew.solver.search", "salescrew.solver.explain", "salescrew.solver.whatif"
PHASES: dict[str, tuple[tuple[str, str], ...]] = {
    "reading": (("salescrew.models.load", "load"), ("salescrew.models.department.department", "Department.__init__")),
    "search": ((f"{SEARCH}.team_search", "TeamSearch.settle"),),
    "roster": ((f"{SEARCH}.trial", "roster_of"),),
    "ties": ((f"{SEARCH}.team_search", "TeamSearch.settle_ties"),),
    "evenness": tuple(("salescrew.solver.even.evened", name) for name in ("evened", "evenest", "with_least")),
    "reach": ((f"{SEARCH}.reach", "ReachSearch.most"),),
    "answer": tuple((f"{SEARCH}.answer", name) for name in ("answer", "with_reach", "odds_at_stretch")),
    "checking": (("salescrew.checker.verify", "verify"),),
    "everyone": tuple((f"{SEARCH}.everyone", name) for name in ("with_everyone", "_keeping")),
    "question": (
        (f"{EXPLAIN}.changes", "changes"),
        (f"{EXPLAIN}.conflict", "conflict"),
        (f"{EXPLAIN}.binding", "binding"),
        (f"{EXPLAIN}.kept", "kept"),
        (f"{WHATIF}.sensitivity", "_effect"),
        ("salescrew.solver.replan.search", "ReplanSearch.run"),
    ),
    "writing": (("salescrew.cli.render.presentation", "Presentation.written"),),
}
"""What is looked at: functions by module and name; what they call counts as theirs, but for other ones of these."""
WHOLE = frozenset({"reach", "everyone", "question"})
"""Of these all that they call is theirs."""
NAMES = (IMPORTS, *PHASES, REST)


class Profile:
    """Seconds of the processor by phase; each thread has phases of its own."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(NAMES, 0.0)
        self.solver_seconds, self.calls = 0.0, 0
        self._counting = threading.Lock()
        self._of_thread = threading.local()

    @property
    def _stack(self) -> list[_Entered]:
        if not hasattr(self._of_thread, "stack"):
            self._of_thread.stack = [_Entered(REST)]
        stack: list[_Entered] = self._of_thread.stack
        return stack

    def within(self, phase: str, work: Callable[[], Found]) -> Found:
        """Do some work whose seconds count for a phase, but for those of phases within it."""
        stack = self._stack
        if stack[-1].phase in WHOLE and phase != IMPORTS:
            return work()
        begun = time.thread_time()
        stack.append(_Entered(phase))
        try:
            return work()
        finally:
            spent, left = time.thread_time() - begun, stack.pop()
            stack[-1].inner += spent
            self._count(phase, spent - left.inner)

    def solving(self, interruptibly: Callable[..., Found], solve: Callable[[], Found]) -> Found:
        """Let a solver run in its thread, and count that for the phase of this one."""

        def timed() -> Found:
            begun = time.thread_time()
            try:
                return solve()
            finally:
                self._count(phase, time.thread_time() - begun, calls=1)

        phase = self._stack[-1].phase
        return interruptibly(timed)

    def _count(self, phase: str, seconds: float, calls: int = 0) -> None:
        with self._counting:
            self.seconds[phase] += seconds
            self.calls += calls
            self.solver_seconds += seconds if calls else 0.0

    def watch(self) -> None:
        """Look at everything from now on, as it is loaded."""
        places: dict[str, list[tuple[str, str]]] = {}
        for phase, functions in PHASES.items():
            for module, name in functions:
                places.setdefault(module, []).append((phase, name))
        # the function by which every import statement loads a module that is not there yet
        machinery = vars(importlib)["_bootstrap"]
        load: Callable[..., ModuleType] = machinery._find_and_load

        def loaded(name: str, *rest: object) -> ModuleType:
            module = self.within(IMPORTS, lambda: load(name, *rest))
            for phase, path in places.pop(name, ()):
                _watch(module, path, partial(self.within, phase))
            if name == THREADS and not isinstance(module.interruptibly, partial):
                module.__dict__["interruptibly"] = partial(self.solving, module.interruptibly)
            return module

        machinery._find_and_load = loaded


@dataclass
class _Entered:
    """A phase that was entered, with the seconds of those within it."""

    phase: str
    inner: float = 0.0


def _watch(module: ModuleType, path: str, within: Callable[[Callable[[], object]], object]) -> None:
    """Put in the place of a function one that counts its seconds, if it is there."""
    *owners, name = path.split(".")
    owner: object = module
    for step in owners:
        owner = getattr(owner, step, None)
    usual: Callable[..., object] | None = getattr(owner, name, None)
    if usual is None:
        return

    def watched(*arguments: object, **named: object) -> object:
        return within(partial(usual, *arguments, **named))

    setattr(owner, name, watched)


def main(folder: str, arguments: list[str]) -> None:
    """Run a command, and write where its seconds went."""
    profile, started = Profile(), time.perf_counter()
    profile.watch()
    sys.path.insert(0, folder)
    sys.argv = ["salescrew", *arguments]
    exit_code: object = 0
    try:
        from salescrew.cli import start

        start()
    except SystemExit as ended:
        exit_code = ended.code
    usage = resource.getrusage(resource.RUSAGE_SELF)
    total = usage.ru_utime + usage.ru_stime
    profile.seconds[REST] = max(0.0, total - sum(profile.seconds.values()))
    found = {
        "exit_code": exit_code,
        "whole": time.perf_counter() - started,
        "total": total,
        "seconds": profile.seconds,
        "solver": profile.solver_seconds,
        "calls": profile.calls,
    }
    print(json.dumps(found), file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
