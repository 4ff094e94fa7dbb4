"""The worklist as a screen shows it: saved views, narrowed and sorted, any row of it at once.

Knows which lines a view holds and where a line stands; how a line is shown is for the front ends.
"""

import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from casetrack.domain.code import ClockKind
from casetrack.domain.reminders import SOON
from casetrack.domain.working_days import WEEKEND, WorkingCalendar
from casetrack.service.day_counts import ALL_DAYS, NO_DAY, DayCounts, Span
from casetrack.service.rules import Rules
from casetrack.service.worklist import Due, lines
from casetrack.store import (
    Reading,
    Store,
    WorklistFilter,
    WorklistOrder,
    WorklistPlace,
    WorklistRow,
)

_STRIP: Final = 20
"""working days after today that the strip shows"""
_DAY: Final = timedelta(days=1)
_MOST_HELD: Final = 50
"""lists whose counts of days are held, some hundred numbers each"""


class View(StrEnum):
    """The saved views of the worklist."""

    DUE_TODAY = "due-today"
    OVERDUE = "overdue"
    SOON = "soon"
    """due within two working days, today included; what is late is not"""
    MINE = "mine"
    NOT_ACKNOWLEDGED = "not-acknowledged"
    STAGE_1 = "stage-1"
    STAGE_2 = "stage-2"
    EXTENDED = "extended"
    ACTIONS = "actions"
    """actions, remedies, updates promised, reviews, orders: all but acknowledgements and answers"""
    EVERYTHING = "everything"


class Sort(StrEnum):
    """What the lines are sorted by; those that are alike in it, by the day they are due."""

    DUE = "due"
    REFERENCE = "reference"
    RESIDENT = "resident"
    HANDLER = "handler"
    STAGE = "stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which lines of the worklist are asked for, and in what order: all that is set must hold."""

    view: View = View.EVERYTHING
    words: tuple[str, ...] = ()
    """each found in the reference, the names or what is said of the case; the last may be the
    beginning of a word"""
    me: str = ""
    """whose lines `View.MINE` shows"""
    handler: str | None = None
    """"" for what nobody has been given"""
    due_on: date | None = None
    sort: Sort = Sort.DUE


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the strip above the list."""

    day: date
    due: int
    """how many lines fall due on it"""
    holiday: str
    """the title of the bank holiday; "" on a working day"""


_HELD_BY: Final[Mapping[View, WorklistFilter]] = {
    View.NOT_ACKNOWLEDGED: WorklistFilter(kind=ClockKind.ACKNOWLEDGEMENT),
    View.STAGE_1: WorklistFilter(stage=1),
    View.STAGE_2: WorklistFilter(stage=2),
    View.EXTENDED: WorklistFilter(extended=True),
    View.ACTIONS: WorklistFilter(
        other_kinds=frozenset({ClockKind.ACKNOWLEDGEMENT, ClockKind.RESPONSE, ClockKind.BACKSTOP})
    ),
}
"""the views that ask for something besides days"""


class _Asked(NamedTuple):
    """A wish on a day, in one state of the database."""

    wanted: WorklistFilter
    """all but the days"""
    span: Span
    days: DayCounts

    @property
    def filter(self) -> WorklistFilter:
        return self.span.of(self.wanted)

    @property
    def length(self) -> int:
        return self.days.between(self.span)


_NO_LINES: Final = _Asked(WorklistFilter(), NO_DAY, DayCounts({}))


class Views:
    """The worklist of one database, any part of it at once. Safe to share between threads.

    How many lines fall due on each day is counted once for every list and kept until something is
    recorded: it says on which day a row is, and within the day the row is counted off.
    """

    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules
        self._lock = threading.Lock()
        self._held: dict[WorklistFilter, DayCounts] = {}
        self._held_at: tuple[int, str | None] = (-1, None)

    def window(self, wish: Wish, today: date, *, start: int, size: int) -> tuple[Due, ...]:
        """Return the lines from row `start` on (rows are counted from 0), `size` at most."""
        order: WorklistOrder = wish.sort.value
        with self._store.read() as reading:
            calendar = self._calendar(reading)
            wanted, span = _wanted(wish, today, calendar)
            if start < 0 or size < 1 or span.last < span.first:
                return ()
            if order != "due":
                rows = reading.worklist_ordered(span.of(wanted), order, start=start, size=size)
            elif start == 0:  # nothing is counted for the first lines: they are shown at once
                rows = reading.worklist(span.of(wanted), size=size)
            else:
                asked = _Asked(wanted, span, self._days(reading, wanted))
                end = min(start + size, asked.length)
                rows = _rows(reading, asked, start, end) if start < end else ()
            return tuple(lines(reading, rows, today, calendar))

    def length(self, wish: Wish, today: date) -> int:
        """Return how many lines there are."""
        with self._store.read() as reading:
            return self._asked(reading, wish, today, self._calendar(reading)).length

    def place_of(self, wish: Wish, today: date, place: WorklistPlace) -> int | None:
        """Return the row number of a line as it stands now, wherever its due day moved to.

        A line that is on the worklist but not among those asked for has the number it would have.
        None where it is on the worklist no more.
        """
        order: WorklistOrder = wish.sort.value
        with self._store.read() as reading:
            row = reading.worklist_line(place)
            if row is None:
                return None
            asked = self._asked(reading, wish, today, self._calendar(reading))
            if order != "due":
                return reading.worklist_before(asked.filter, row, order)
            earlier = asked.days.between(asked.span.both(Span(date.min, row.due_on - _DAY)))
            its_day = asked.span.both(Span(row.due_on, row.due_on))
            return earlier + reading.worklist_before(its_day.of(asked.wanted), row)

    def counts(self, today: date, me: str) -> Mapping[View, int]:
        """Return how many lines each view holds."""
        with self._store.read() as reading:
            calendar = self._calendar(reading)
            asked = {v: _wanted(Wish(view=v, me=me), today, calendar) for v in View}
            days = self._days_of_each(reading, [wanted for wanted, _ in asked.values()])
        return {view: days[wanted].between(span) for view, (wanted, span) in asked.items()}

    def strip(self, wish: Wish, today: date) -> tuple[StripDay, ...]:
        """Return every weekday from today to the twentieth working day after it.

        So a bank holiday that is no weekend is one of them. Counted are the lines asked for,
        whichever day of the strip was chosen.
        """
        with self._store.read() as reading:
            calendar = self._calendar(reading)
            asked = self._asked(reading, replace(wish, due_on=None), today, calendar)
        days = (today, *(each.date for each in calendar.days(today, calendar.add(today, _STRIP))))
        return tuple(
            StripDay(
                day,
                asked.days.on(day) if asked.span.first <= day <= asked.span.last else 0,
                calendar.skipped_because(day) or "",
            )
            for day in days
            if calendar.skipped_because(day) != WEEKEND
        )

    def stamp(self) -> int:
        """Return the number of the newest seal: another one says that something was recorded."""
        with self._store.read() as reading:
            return _stamp(reading)

    def rows_of(self, wish: Wish, today: date) -> Iterator[Due]:
        """Give every line, as of one moment; memory stays flat. To be read to the end at once."""
        with self._store.read() as reading:
            calendar = self._calendar(reading)
            wanted, span = _wanted(wish, today, calendar)
            rows = reading.worklist_whole(span.of(wanted), wish.sort.value)
            yield from lines(reading, rows, today, calendar)

    def _calendar(self, reading: Reading) -> WorkingCalendar:
        rules = self._rules = self._rules.as_held(reading)
        return rules.calendars.latest_of(())

    def _asked(
        self, reading: Reading, wish: Wish, today: date, calendar: WorkingCalendar
    ) -> _Asked:
        wanted, span = _wanted(wish, today, calendar)
        if span.last < span.first:
            return _NO_LINES
        return _Asked(wanted, span, self._days(reading, wanted))

    def _days(self, reading: Reading, wanted: WorklistFilter) -> DayCounts:
        """Return how many lines there are on each day, counted anew after something changed."""
        held = self._held_by_now(reading)
        if wanted not in held:  # counted without the lock: others need not wait for it
            held[wanted] = DayCounts(reading.worklist_days(wanted))
        return held[wanted]

    def _days_of_each(
        self, reading: Reading, wanted: Collection[WorklistFilter]
    ) -> Mapping[WorklistFilter, DayCounts]:
        """Return the same for several lists: one scan, and what an index has of a handler."""
        held = self._held_by_now(reading)
        lacking = [each for each in dict.fromkeys(wanted) if each not in held]
        scanned = [each for each in lacking if each.handler is None]
        if scanned:
            counted = map(DayCounts, reading.worklist_days_of_each(scanned))
            held.update(zip(scanned, counted, strict=True))
        for each in lacking:
            if each.handler is not None:
                held[each] = DayCounts(reading.worklist_days(each))
        return {each: held[each] for each in wanted}

    def _held_by_now(self, reading: Reading) -> dict[WorklistFilter, DayCounts]:
        """Return what was counted of this state of the database, to be added to."""
        # A rebuild under other rules changes the lines and records nothing.
        at = (_stamp(reading), reading.derivation())
        with self._lock:
            if self._held_at != at or len(self._held) >= _MOST_HELD:
                self._held, self._held_at = {}, at
            return self._held


def _wanted(wish: Wish, today: date, calendar: WorkingCalendar) -> tuple[WorklistFilter, Span]:
    """Return what is asked for besides the days, and the days."""
    handler = wish.handler
    span = _span(wish.view, today, calendar)
    if wish.due_on is not None:
        span = span.both(Span(wish.due_on, wish.due_on))
    if wish.view is View.MINE:
        if not wish.me or handler not in (None, wish.me):
            span = NO_DAY
        handler = wish.me
    words = " ".join(word for word in wish.words if word.strip())
    held = _HELD_BY.get(wish.view, WorklistFilter())
    return replace(held, handler=handler, words=words), span


def _span(view: View, today: date, calendar: WorkingCalendar) -> Span:
    match view:
        case View.DUE_TODAY:
            return Span(today, today)
        case View.OVERDUE:
            return Span(date.min, today - _DAY)
        case View.SOON:
            return Span(today, calendar.add(today, SOON))
        case _:
            return ALL_DAYS


def _rows(reading: Reading, asked: _Asked, start: int, end: int) -> tuple[WorklistRow, ...]:
    """Return the rows from `start` to before `end` in the order in which they fall due."""
    day, within = asked.days.row(asked.span, start)
    last, _ = asked.days.row(asked.span, end - 1)
    before_it = WorklistPlace(day, 0, "", 0)  # there is no record 0
    if within:
        found = reading.worklist_place(replace(asked.wanted, due_from=day), within - 1)
        before_it = found or before_it
    wanted = replace(asked.wanted, due_by=last)
    return reading.worklist(wanted, after=before_it, size=end - start)


def _stamp(reading: Reading) -> int:
    anchor = reading.anchor()
    return 0 if anchor is None else anchor.number
