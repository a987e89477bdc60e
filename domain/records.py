"""Frozen records to plain JSON values and back, by their annotations."""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from domain.errors import InputError

Record = TypeVar("Record")
Plain = Any
"""What json.dumps takes: dict, list, str, int, float, bool or None."""

_PLAIN = frozenset((str, int, float, bool, type(None)))
"""The kinds of most values, told at once."""


def to_plain(value: object) -> Plain:
    """This record as plain JSON values; decimals and times become text.

    Raises:
        TypeError: The value is of a kind that no record of ours holds.
    """
    if type(value) in _PLAIN or (
        isinstance(value, str | int | float) and not isinstance(value, Enum)
    ):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | datetime | date):
        return format(value, "f") if isinstance(value, Decimal) else value.isoformat()
    if names := _names_of(cast(Any, type(value))):
        return {name: to_plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): to_plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [to_plain(inner) for inner in value]
    raise TypeError(f"No plain form for {type(value).__name__}.")


@functools.cache
def _names_of(kind: Any) -> tuple[str, ...]:
    """The fields of a record, none where this kind is no record."""
    fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    return tuple(field.name for field in fields)


def from_plain(kind: type[Record], plain: Plain) -> Record:
    """The record of this kind that `to_plain` wrote.

    Raises:
        InputError: The value does not fit the record; the message names the field.
    """
    built: Record = _reader(cast(Any, kind))(plain)
    return built


@functools.cache
def _reader(kind: Any) -> Callable[[Plain], Any]:
    if isinstance(kind, NewType):
        return _reader(kind.__supertype__)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union_reader(get_args(kind))
    if origin is tuple:
        return _tuple_reader(get_args(kind)[0])
    if origin is not None and issubclass(origin, Mapping):
        return _mapping_reader(get_args(kind)[1])
    if dataclasses.is_dataclass(kind):
        return _dataclass_reader(kind)
    return _scalar_reader(kind)


def _scalar_reader(kind: Any) -> Callable[[Plain], Any]:
    if kind in (datetime, date):
        return _checked(kind.fromisoformat, kind)
    if kind is Decimal or issubclass(kind, Enum):
        return _checked(kind, kind)
    return _exact(kind)


def _exact(kind: type) -> Callable[[Plain], Any]:
    def read(plain: Plain) -> Plain:
        if kind is float and isinstance(plain, int):
            return float(plain)
        if not isinstance(plain, kind):
            raise InputError(f"{plain!r} is not {kind.__name__}.")
        return plain

    return read


def _checked(build: Callable[[Any], Any], kind: type) -> Callable[[Plain], Any]:
    def read(plain: Plain) -> Any:
        try:
            return build(plain)
        except (ValueError, TypeError, ArithmeticError) as exc:
            raise InputError(f"{plain!r} is not {kind.__name__}.") from exc

    return read


def _union_reader(members: tuple[Any, ...]) -> Callable[[Plain], Any]:
    rest = [_reader(member) for member in members if member is not type(None)]

    def read(plain: Plain) -> Any:
        if plain is None and type(None) in members:
            return None
        for reader in rest[:-1]:
            try:
                return reader(plain)
            except InputError:
                continue
        return rest[-1](plain)

    return read


def _tuple_reader(inner: Any) -> Callable[[Plain], Any]:
    reader = _reader(inner)

    def read(plain: Plain) -> Any:
        if not isinstance(plain, list | tuple):
            raise InputError(f"{plain!r} is not a list.")
        return tuple(reader(value) for value in plain)

    return read


def _mapping_reader(inner: Any) -> Callable[[Plain], Any]:
    reader = _reader(inner)

    def read(plain: Plain) -> Any:
        if not isinstance(plain, Mapping):
            raise InputError(f"{plain!r} is not a table.")
        return {key: reader(value) for key, value in plain.items()}

    return read


def _dataclass_reader(kind: Any) -> Callable[[Plain], Any]:
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    readers = {name: _reader(hints[name]) for name in fields}

    def read(plain: Plain) -> Any:
        if not isinstance(plain, Mapping):
            raise InputError(f"{kind.__name__} needs a table, not {plain!r}.")
        if unknown := sorted(set(plain) - set(fields)):
            raise InputError(f"{kind.__name__} has no field {unknown[0]!r}.")
        try:
            return kind(**{name: readers[name](value) for name, value in plain.items()})
        except (TypeError, ValueError) as exc:
            raise InputError(f"{kind.__name__}: {exc}") from exc

    return read
