"""What the records say about a place in a file: the keys that may stand there, and an example to show."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo

from salescrew.language import say
from salescrew.models.plan.sections.record import TAGS, keys_of

Place = tuple[str | int, ...]


def keys_to_write(record: type[BaseModel]) -> list[str]:
    """List the keys of a record."""
    return list(_fields(record))


def example(model: type[BaseModel], place: Place) -> str:
    """Write what could stand in a place."""
    if given := given_example(model, place):
        return given
    record = record_at(model, place)
    if record is None:
        return f"{{{say('name: value')}}}" if _is_mapping(_kind_at(model, place)) else "..."
    fields = _fields(record)
    keys = [key for key, field in fields.items() if field.is_required()] or keys_to_write(record)[:1]
    return "{" + ", ".join(f"{key}: {_example_of(fields[key])}" for key in keys) + "}"


def given_example(model: type[BaseModel], place: Place) -> str | None:
    """Give the example that the field in a place gives itself, if it does."""
    record = record_at(model, place[:-1])
    field = _fields(record).get(str(place[-1])) if record and place else None
    return str(field.examples[0]) if field and field.examples else None


def record_at(model: type[BaseModel], place: Place) -> type[BaseModel] | None:
    """Give the record in a place, if one stands there."""
    kind = _kind_at(model, place)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _fields(record: type[BaseModel]) -> dict[str, FieldInfo]:
    return {key: record.model_fields[field] for key, field in keys_of(record).items()}


def _example_of(field: FieldInfo) -> str:
    return str(field.examples[0]) if field.examples else "..."


def _is_mapping(kind: object) -> bool:
    return get_origin(kind) is dict


def _kind_at(model: type[BaseModel], place: Place) -> object:
    kind: object = model
    for step in place:
        kind = _tagged(kind, step) if step in TAGS else _part(_bare(kind), step)
    return _bare(kind)


def _part(kind: object, step: str | int) -> object:
    """Give the type of a field, an entry or an item."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = _fields(kind).get(str(step))
        return field.annotation if field else None
    match get_origin(kind), get_args(kind):
        case (origin, (_, entry)) if origin is dict:
            return entry
        case (origin, (item, *_)) if origin is tuple:
            return item
    return None


def _tagged(kind: object, tag: str | int) -> object:
    """Give the kind of value that has a mark, where there are several; otherwise the only one."""
    if get_origin(kind) is Annotated:
        return _tagged(get_args(kind)[0], tag)
    if get_origin(kind) in (Union, UnionType):
        marked = [part for part in get_args(kind) if Tag(str(tag)) in getattr(part, "__metadata__", ())]
        inner = [_tagged(part, tag) for part in get_args(kind) if part is not NoneType and part not in marked]
        return next(iter([*marked, *(part for part in inner if part is not None)]), kind)
    return kind


def _bare(kind: object) -> object:
    """Take off what is said about a type, and the `None` beside it."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        parts = [_bare(part) for part in get_args(kind) if part is not NoneType]
        return next((part for part in parts if get_origin(part) in (dict, tuple)), parts[0])
    return kind
