"""Facts as plain values (texts, numbers, ISO days) and back: what JSON files and the store hold.

Knows the fields of every fact from its dataclass, so a new fact needs nothing here.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final

from casetrack.domain.errors import BadInput, nearest
from casetrack.domain.facts import FACTS, Fact, Part

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]

_ENVELOPE: Final = "happened_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """One field of a fact: its name, how it is read and whether it is personal."""

    name: str
    wants: str
    """what it takes, in words"""
    read: Callable[[object], object]
    """raises ValueError or TypeError for a value it does not take"""
    default: object
    required: bool
    personal: bool
    hint: Any
    """its type, for a front end that reads what was typed"""


def to_plain(fact: Fact) -> dict[str, Plain]:
    """Return a fact's fields as plain values, without its kind and day; defaults are left out."""
    plain: dict[str, Plain] = {}
    for field in fact_fields(fact.kind):
        value = getattr(fact, field.name)
        if field.required or value != field.default:
            plain[field.name] = value if type(value) in _PLAIN_ALREADY else _plain(value)
    return plain


_PLAIN_ALREADY: Final = frozenset({str, int, bool, type(None)})


def _plain(value: object) -> Plain:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fact):
        return {
            "kind": value.kind,
            "happened_on": value.happened_on.isoformat(),
            **to_plain(value),
        }
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Part):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        }
    return typing.cast("Plain", value)


def from_plain(kind: str, happened_on: date, fields: Mapping[str, object]) -> Fact:
    """Return the fact that plain values describe.

    Raises BadInput for an unknown kind or field, a field that is missing and a value of the wrong
    sort, with the nearest known name or what the field takes.
    """
    known = fact_fields(kind)
    names = {field.name for field in known}
    values: dict[str, Any] = {_ENVELOPE: happened_on}
    for name in fields:
        if name not in names:
            raise BadInput(f'"{kind}" has no "{name}".{nearest(name, names)}')
    for field in known:
        if field.name in fields:
            try:
                values[field.name] = field.read(fields[field.name])
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise BadInput(
                    f'"{field.name}" of "{kind}" is {fields[field.name]!r}; '
                    f"it has to be {field.wants}."
                ) from error
        elif field.required:
            raise BadInput(f'"{kind}" needs "{field.name}": {field.wants}.')
    return FACTS[kind](**values)


@cache
def fact_fields(kind: str) -> tuple[FactField, ...]:
    """Return the fields of a kind of fact besides its day. Raises BadInput for an unknown kind."""
    fact = FACTS.get(kind)
    if fact is None:
        raise BadInput(f'There is no fact "{kind}".{nearest(kind, FACTS)}')
    hints = typing.get_type_hints(fact)
    return tuple(
        FactField(
            name=field.name,
            wants=_in_words(hints[field.name]),
            read=_reader(hints[field.name]),
            default=None if field.default is dataclasses.MISSING else field.default,
            required=field.default is dataclasses.MISSING,
            personal=bool(field.metadata.get("personal")),
            hint=hints[field.name],
        )
        for field in dataclasses.fields(fact)
        if field.name != _ENVELOPE
    )


@cache
def personal_fields(kind: str) -> frozenset[str]:
    """Return the names of the fields whose words are about a person."""
    return frozenset(field.name for field in fact_fields(kind) if field.personal)


def _options(hint: Any) -> tuple[Any, ...]:
    """The types a hint takes."""
    union = isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union
    return typing.get_args(hint) if union else (hint,)


def _in_words(hint: Any) -> str:
    words = []
    for option in _options(hint):
        if option is type(None):
            continue
        if typing.get_origin(option) is tuple:
            words.append(f"a list, each {_in_words(typing.get_args(option)[0])}")
        elif issubclass(option, StrEnum):
            words.append("one of " + ", ".join(option))
        elif issubclass(option, Part):
            words.append("a table of " + ", ".join(_part_fields(option)))
        else:
            words.append(_WORDS[option])
    return " or ".join(words)


_WORDS: Final[Mapping[Any, str]] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    date: "a day such as 2024-12-24",
    Fact: "a fact",
}


def _reader(hint: Any) -> Callable[[object], object]:
    options = _options(hint)
    may_be_none = type(None) in options
    (wanted,) = (option for option in options if option is not type(None))
    read = _reader_of(wanted)
    if not may_be_none:
        return read
    return lambda value: None if value is None else read(value)


def _reader_of(wanted: Any) -> Callable[[object], object]:
    if typing.get_origin(wanted) is tuple:
        each = _reader(typing.get_args(wanted)[0])
        return lambda value: tuple(map(each, _list(value)))
    if wanted in _READERS:
        return _READERS[wanted]
    if issubclass(wanted, Part):
        return lambda value: _part(wanted, value)
    return lambda value: wanted(_text(value))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _part(wanted: type[Part], value: object) -> Part:
    """Return the part that a table describes. Raises ValueError or TypeError for another."""
    if not isinstance(value, dict):
        raise TypeError
    readers = _part_fields(wanted)
    return wanted(**{name: readers[name](each) for name, each in value.items()})


def _part_fields(wanted: type[Part]) -> Mapping[str, Callable[[object], object]]:
    hints = typing.get_type_hints(wanted)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(wanted)}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _day(value: object) -> date:
    text = _text(value)
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError  # a week or a day of the year: read by Python, written by nobody
    return day


def _fact(value: object) -> Fact:
    if not isinstance(value, dict):
        raise TypeError
    fields = dict(value)
    kind, day = fields.pop("kind", None), fields.pop("happened_on", None)
    return from_plain(_text(kind), _day(day), fields)


_READERS: Final[Mapping[Any, Callable[[object], object]]] = {
    str: _text,
    int: _whole_number,
    bool: _truth,
    date: _day,
    Fact: _fact,
}
