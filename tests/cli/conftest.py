from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from salescrew.cli.frame.group import main
from salescrew.cli.frame.language import speak_as_told
from tests.cli import sample


@pytest.fixture
def folder(tmp_path) -> Path:
    """Give an empty folder that holds the sample plan as team.yaml."""
    (tmp_path / "team.yaml").write_text(sample.PLAN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder, monkeypatch) -> Iterator[Callable[..., Result]]:
    """Run a command line in that folder; standard output and standard error are told apart."""
    monkeypatch.chdir(folder)

    def run_it(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=stdin, prog_name="salescrew")

    yield run_it
    speak_as_told([])  # whatever was told to speak another language


@pytest.fixture
def solve_gives(monkeypatch) -> Callable[[object], list[object]]:
    """Let `solve` give an answer made by hand, or raise; what it is called with is listed."""
    import salescrew

    def give(answer: object) -> list[object]:
        calls: list[object] = []

        def solve(plan, time_limit=None, progress=None, *, best=False, reach=True, **_):
            calls.append((plan.name, time_limit, *(("best",) if best else ()), *(() if reach else ("no reach",))))
            if progress is not None:
                progress("at work")
            if isinstance(answer, BaseException):
                raise answer
            return answer

        monkeypatch.setattr(salescrew, "solve", solve, raising=False)
        return calls

    return give
