"""The base of all records that are given out: read-only, and without anything unknown in them."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, PlainSerializer, SerializerFunctionWrapHandler, model_serializer

Figure = Annotated[float, PlainSerializer(lambda figure: round(figure, 9))]
"""A number that is written without the noise of binary fractions."""


class Row(BaseModel):
    """A record of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SparseRow(Row):
    """A record that leaves out some fields where there is nothing to say.

    Attributes
    ----------
    sparse
        These, as they are written.
    """

    sparse: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _without_nothing(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        return {key: value for key, value in written.items() if value is not None or key not in self.sparse}


class Document(Row):
    """A record that can stand in a file of its own."""

    def to_json(self) -> str:
        """Write it as JSON, ending in a newline."""
        return self.model_dump_json(indent=1) + "\n"
