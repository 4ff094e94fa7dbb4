"""Derived values and the rows they are stored as: days as whole numbers, flags as 0 and 1.

Knows the fields of the values in `derived`, so that a new one needs its column in `tables` and in
a migration, and nothing here.
"""

import dataclasses
import json
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar

from casetrack.store.derived import CaseStage, CaseSummary, Clock, Derived, Occurrence

Stored = str | int | None
Value = TypeVar("Value")

# Bound at import, so that a test which freezes the clock still gets plain dates from the store.
day_of = date.fromordinal


@dataclass(frozen=True, slots=True)
class DerivedRows:
    """What is worked out from one record, as rows without the record's id."""

    summary: tuple[Stored, ...] | None
    stages: tuple[tuple[Stored, ...], ...]
    clocks: tuple[tuple[Stored, ...], ...]
    occurrences: tuple[tuple[Stored, ...], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class SearchText:
    """The words that find a record."""

    words: str = ""


class RowCodec(Generic[Value]):
    """How one kind of derived value becomes a row and comes back from one."""

    def __init__(self, value_type: type[Value], also: tuple[str, ...] = ()) -> None:
        """Read the fields of a dataclass; `also` are properties that have a column of their own."""
        hints = typing.get_type_hints(value_type)
        names = [field.name for field in dataclasses.fields(typing.cast("Any", value_type))]
        self._value_type = value_type
        self._fields = tuple(names)
        self.columns: tuple[str, ...] = (*names, *also)
        """the columns of its table besides record_id, in the order of a row"""
        self._get = attrgetter(*self.columns)
        self.days = tuple(name for name in names if hints[name] in (date, date | None))
        self.flags = tuple(name for name in names if hints[name] is bool)
        self._day_places = tuple(map(names.index, self.days))
        self._flag_places = tuple(map(names.index, self.flags))
        self._list_places = tuple(
            place for place, name in enumerate(names) if hints[name] == tuple[date, ...]
        )

    def row(self, value: Value) -> tuple[Stored, ...]:
        """Return a value as a row."""
        row = list(self._get(value))
        for place in self._day_places:
            if row[place] is not None:
                row[place] = row[place].toordinal()
        for place in self._flag_places:
            row[place] = int(row[place])
        for place in self._list_places:
            row[place] = json.dumps([day.isoformat() for day in row[place]]) if row[place] else ""
        return tuple(row)

    def value(self, row: Sequence[Any]) -> Value:
        """Return the value a row stands for."""
        fields = list(row[: len(self._fields)])
        for place in self._day_places:
            if fields[place] is not None:
                fields[place] = day_of(fields[place])
        for place in self._flag_places:
            fields[place] = fields[place] == 1
        for place in self._list_places:
            fields[place] = tuple(map(date.fromisoformat, json.loads(fields[place] or "[]")))
        return self._value_type(**dict(zip(self._fields, fields, strict=True)))


SUMMARY: Final = RowCodec(CaseSummary)
STAGE: Final = RowCodec(CaseStage, also=("month",))
CLOCK: Final = RowCodec(Clock)
OCCURRENCE: Final = RowCodec(Occurrence)
SEARCH_TEXT: Final = RowCodec(SearchText)


def derived_rows(derived: Derived) -> DerivedRows:
    """Return derived values as rows."""
    return DerivedRows(
        None if derived.summary is None else SUMMARY.row(derived.summary),
        tuple(map(STAGE.row, derived.stages)),
        tuple(map(CLOCK.row, derived.clocks)),
        tuple(map(OCCURRENCE.row, derived.occurrences)),
        derived.words,
    )
