"""How many lines of a worklist fall due on each day, and so on which day any row of it is.

Knows days and numbers alone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Final, NamedTuple

from casetrack.store import WorklistFilter


class Span(NamedTuple):
    """The days from the first to the last, both included; none where the last is before it."""

    first: date
    last: date

    def both(self, other: "Span") -> "Span":
        """Return the days that are in both."""
        return Span(max(self.first, other.first), min(self.last, other.last))

    def of(self, wanted: WorklistFilter) -> WorklistFilter:
        """Return what falls due on these days of what is asked for."""
        first = None if self.first == date.min else self.first
        return replace(wanted, due_from=first, due_by=None if self.last == date.max else self.last)


ALL_DAYS: Final = Span(date.min, date.max)
NO_DAY: Final = Span(date.max, date.min)


class DayCounts:
    """How many lines fall due on each day that has any: says in which of them a row is."""

    def __init__(self, counts: Mapping[date, int]) -> None:
        self._days = tuple(counts)
        self._before = tuple(accumulate(counts.values(), initial=0))
        self._counts = counts

    def on(self, day: date) -> int:
        """Return how many lines fall due on a day."""
        return self._counts.get(day, 0)

    def between(self, days: Span) -> int:
        """Return how many lines fall due on the days of a span."""
        first, end = self._places(days)
        return self._before[end] - self._before[first]

    def row(self, days: Span, number: int) -> tuple[date, int]:
        """Return the day of a row of a span, and its number within that day. There is such a row.

        Rows are counted from 0.
        """
        number += self._before[self._places(days)[0]]
        place = bisect_right(self._before, number) - 1
        return self._days[place], number - self._before[place]

    def _places(self, days: Span) -> tuple[int, int]:
        first = bisect_left(self._days, days.first)
        return first, max(first, bisect_right(self._days, days.last))
