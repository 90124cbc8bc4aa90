"""The kind of all records of a plan: frozen, and strict about unknown keys."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer, model_validator

from salescrew.models.plan.sections.signatures import ReadableSignature

TAGS = ("<code>", "<dates>", "<word>", "<table>", "<number>", "<list>")
"""Marks of the kinds of value that a field may have; only one is tried, so that there is only one complaint."""


class Record(BaseModel):
    """A part of a plan: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Let `help` show what people give, and not what reads it."""
        cls.__signature__ = ReadableSignature()  # type: ignore[assignment]

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_not_given(cls, data: object) -> object:
        """Take a key without a value (`managers:`) for one that is not there."""
        if not isinstance(data, dict):
            return data
        known = keys_of(cls)
        return {key: value for key, value in data.items() if value is not None or key not in known}


class Sparse(BaseModel):
    """A record that leaves out some fields where there is nothing to say.

    Attributes
    ----------
    sparse
        These, as they are written.
    """

    sparse: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _without_nothing(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        return {key: value for key, value in written.items() if value is not None or key not in self.sparse}


@cache
def keys_of(record: type[BaseModel]) -> dict[str, str]:
    """Give the keys of a record in a file, each with the name of its field."""
    return {field.alias or field_name: field_name for field_name, field in record.model_fields.items()}
