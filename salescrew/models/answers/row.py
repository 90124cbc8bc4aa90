"""The base of all records that are given out: read-only, and without anything unknown in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

from salescrew.language import to_say
from salescrew.models.plan.sections.record import Sparse
from salescrew.models.plan.sections.signatures import ReadableSignature

Figure = Annotated[float, PlainSerializer(lambda figure: round(figure, 9))]
"""A number that is written without the noise of binary fractions."""


class Row(BaseModel):
    """A record of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Let `help` show what people give, and not what reads it."""
        cls.__signature__ = ReadableSignature()  # type: ignore[assignment]


class SparseRow(Sparse, Row):
    """A record of an answer that leaves out some fields where there is nothing to say."""


NOT_DONE = to_say("not done before Ctrl-C")
"""The reason of a row that was left open."""


class Document(Row):
    """A record that can stand in a file of its own."""

    def to_json(self) -> str:
        """Write it as JSON, ending in a newline."""
        return self.model_dump_json(indent=1) + "\n"
