"""What a cell of a plan's workbook may hold, told by the record that has the field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from salescrew.models.plan.sections.record import keys_of
from salescrew.models.plan.values.days import Day, StartDay
from salescrew.models.plan.values.quantities import Probability, Share, ShareAboveZero, ShareBelowOne
from salescrew.models.plan.values.texts import WeekdayName, YesNo
from salescrew.models.plan.weekdays import WEEKDAYS

Scalar = Literal["text", "number", "share", "day", "yes or no", "any"]


def _validators(kind: object) -> set[Callable[..., object]]:
    return {part.func for part in getattr(kind, "__metadata__", ()) if isinstance(part, BeforeValidator)}


_KINDS: tuple[tuple[Scalar, set[Callable[..., object]]], ...] = (
    ("share", set().union(*map(_validators, (Share, ShareAboveZero, ShareBelowOne, Probability)))),
    ("day", _validators(Day) | _validators(StartDay)),
    ("yes or no", _validators(YesNo)),
)
_ONE_WEEKDAY = _validators(WeekdayName)


@dataclass(frozen=True)
class Shape:
    """What may stand in a cell.

    Attributes
    ----------
    scalar
        The kind of a single value; None where there is none.
    words
        The only ones that may stand there; empty where any may.
    """

    scalar: Scalar | None = None
    has_list: bool = False
    has_mapping: bool = False
    words: tuple[str, ...] = ()

    @property
    def is_single(self) -> bool:
        """Whether nothing but a single value may stand there."""
        return not self.has_list and not self.has_mapping


ANYTHING = Shape("any", has_list=True, has_mapping=True)


def shape_of(field: FieldInfo) -> Shape:
    """Tell what the cell of a field may hold."""
    shape = _of(field.annotation, tuple(field.metadata))
    if shape.has_mapping and isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
        # what is read before a record may take a number for all of it
        return Shape("number" if field.metadata else None, shape.has_list, has_mapping=True)
    return shape


def _of(kind: object, metadata: tuple[object, ...] = ()) -> Shape:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _of(parts[0], (*parts[1:], *metadata))
    if origin in (Union, UnionType):
        return _joined([_of(part) for part in parts if part is not NoneType])
    if origin in (tuple, list):
        return Shape(has_list=True, words=_of(parts[0]).words)
    if origin is dict or (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return Shape(has_mapping=True)
    if origin is Literal:
        return Shape("text", words=tuple(map(str, parts)))
    return _single(kind, {part.func for part in metadata if isinstance(part, BeforeValidator)})


def _single(kind: object, validators: set[Callable[..., object]]) -> Shape:
    for scalar, known in _KINDS:
        if validators & known:
            return Shape(scalar, words=())
    if validators & _ONE_WEEKDAY:
        return Shape("text", words=WEEKDAYS)
    return Shape("number" if kind in (int, float) else "text")


def _joined(shapes: list[Shape]) -> Shape:
    scalars: list[Scalar] = [shape.scalar for shape in shapes if shape.scalar]
    words = tuple(word for shape in shapes for word in shape.words) if len(shapes) == 1 else ()
    scalar: Scalar | None = (scalars[0] if len(set(scalars)) == 1 else "any") if scalars else None
    return Shape(
        scalar,
        any(shape.has_list for shape in shapes),
        any(shape.has_mapping for shape in shapes),
        words,
    )


def fields_of(record: type[BaseModel], apart: Callable[[str], bool]) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Go through the fields of a record by their keys; those of a record within it too, where that is kept apart.

    Parameters
    ----------
    apart
        Tells by its key which inner record has a cell for each of its fields.
    """
    for key, name in keys_of(record).items():
        field = record.model_fields[name]
        inner = _record_in(field.annotation)
        if inner is not None and apart(key):
            yield from (((key, *path), within) for path, within in fields_of(inner, apart))
        else:
            yield (key,), field


def _record_in(kind: object) -> type[BaseModel] | None:
    """Give the record that a field holds, where it may hold nothing else."""
    kinds = (
        [part for part in get_args(kind) if part is not NoneType] if get_origin(kind) in (Union, UnionType) else [kind]
    )
    kind = kinds[0]
    return kind if len(kinds) == 1 and isinstance(kind, type) and issubclass(kind, BaseModel) else None
