"""Duty slots with the queue that is answered in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar, NamedTuple

from salescrew.models.plan.sections.record import Sparse

ONLY = ""
"""The queue of a slot where a plan has one queue, whatever it is called."""


class QueueSlot(NamedTuple):
    """A slot of a day, and the queue that somebody answers in it: one at a time.

    Attributes
    ----------
    queue
        Its name where the plan has several; `ONLY` where it has one.
    """

    slot: str
    queue: str = ONLY

    @property
    def name(self) -> str:
        """Both, to be read."""
        return f"{self.slot} ({self.queue})" if self.queue else self.slot

    @property
    def parts(self) -> tuple[str, ...]:
        """Both, one after the other; without a queue where there is one."""
        return (self.slot, self.queue) if self.queue else (self.slot,)

    @property
    def stated(self) -> str | None:
        """The queue as a row states it: nothing where there is one."""
        return self.queue or None


def queue_slot(slot: str, queue: str | None) -> QueueSlot:
    """Read what a row states."""
    return QueueSlot(slot, queue or ONLY)


def queue_slots(slots: Sequence[str], queues: Sequence[str] | None) -> tuple[QueueSlot, ...]:
    """Read what a row states of the slots of a day and the queue of each."""
    return tuple(queue_slot(slot, queue) for slot, queue in zip_longest(slots, (queues or ())[: len(slots)]))


class OfQueues(Sparse):
    """A row that names a queue, or several, where its plan has several; else it is written without."""

    sparse: ClassVar[frozenset[str]] = frozenset({"queue", "queues"})
