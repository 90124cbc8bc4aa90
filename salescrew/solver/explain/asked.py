"""The questions of an explanation one after the other, and what of them is answered when Ctrl-C comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from salescrew.errors import Interrupted
from salescrew.models.answers.explained.explanation import Explanation, What
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell

Item = TypeVar("Item")


class Asked:
    """The questions one after the other, until Ctrl-C comes."""

    def __init__(self, clock: Clock, tell: Tell) -> None:
        self._clock, self._tell = clock, tell
        self._found: dict[str, object] = {}
        self._unfinished: list[What | Literal["without"]] = []
        self._is_ended = False

    def ask(self, what: What | Literal["without"], field: str, doing: str, work: Callable[[], object]) -> None:
        """Answer a part of a question, unless Ctrl-C came; keep in mind which questions are not answered to the end."""
        self.ask_each(what, field, doing, [None], lambda _: work(), is_single=True)

    def ask_each(
        self,
        what: What | Literal["without"],
        field: str,
        doing: str,
        of: Sequence[Item],
        work: Callable[[Item], object],
        *,
        is_single: bool = False,
    ) -> None:
        """Answer a question for one thing after the other."""
        if doing and not self._is_ended:
            self._tell(doing)
        known: list[object] = []
        try:
            for one in of if not self._is_ended else ():
                known.append(work(one))
        except Interrupted as ended:
            self._is_ended = True
            known += [ended.known] * (ended.known is not None)
        except KeyboardInterrupt:
            self._is_ended = True
        if known or not is_single:
            self._found[field] = known[0] if is_single else tuple(known)
        if self._is_ended or self._clock.is_over():
            self._unfinished.append(what)

    def wait(self, work: Callable[[], object]) -> None:
        """Wait for what further questions hang on, unless Ctrl-C came or comes."""
        if not self._is_ended:
            try:
                work()
            except KeyboardInterrupt:
                self._is_ended = True

    def answer(self, told: Explanation) -> Explanation:
        """Add what was found to what the answer itself says."""
        unfinished = tuple(dict.fromkeys(self._unfinished))
        told = told.model_copy(update={**self._found, "unfinished": unfinished})
        if self._is_ended:
            raise Interrupted(told)
        return told
