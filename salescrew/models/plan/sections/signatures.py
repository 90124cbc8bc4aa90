"""How a record is made, as `help` shows it: its fields with plain types, without what reads and writes them."""

from __future__ import annotations

import inspect
import keyword
from types import EllipsisType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

_PLAIN = (str, int, float, bool, tuple, NoneType)


class _Shown:
    """Shows a text where a type or a value stands."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


class ReadableSignature:
    """The signature of the record that it stands in, worked out when somebody asks for it."""

    def __get__(self, _record: BaseModel | None, kind: type[BaseModel]) -> inspect.Signature:
        """Give the signature."""
        return inspect.Signature([_parameter(name, field) for name, field in kind.model_fields.items()])


def _parameter(name: str, field: FieldInfo) -> inspect.Parameter:
    """Give a field as an argument, by its name in a file unless that is a word of Python (`from`)."""
    given = name if field.alias is None or keyword.iskeyword(field.alias) else field.alias
    shown = _Shown(plain_type(field.annotation))
    return inspect.Parameter(given, inspect.Parameter.KEYWORD_ONLY, default=_default(field), annotation=shown)


def _default(field: FieldInfo) -> object:
    if field.is_required():
        return inspect.Parameter.empty
    return field.default if isinstance(field.default, _PLAIN) else _Shown("...")


def plain_type(kind: Any) -> str:  # noqa: ANN401
    """Write a type without what is annotated to it."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return plain_type(parts[0])
    if origin in (Union, UnionType):
        return " | ".join(dict.fromkeys(plain_type(part) for part in parts))
    if origin is Literal:
        return " | ".join(map(repr, parts))
    if origin is not None:
        return f"{plain_type(origin)}[{', '.join(map(plain_type, parts))}]"
    if isinstance(kind, EllipsisType):
        return "..."
    return "None" if kind is NoneType else getattr(kind, "__name__", str(kind))
