"""Working days: what day it is so many of them later, and how many lie between two days.

Knows Monday to Friday, the bank holidays it is given and the days they cover. Must never know
where bank holidays come from, what a complaint is, or what day it is today. Nothing here guesses:
past the days it covers a calendar refuses to answer.

The start day is day 0 and the first working day after it is day 1, also when the start day is no
working day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import accumulate, compress

from casetrack.domain.errors import BadInput, CalendarHorizon

WEEKEND = "weekend"
_UNTITLED = "bank holiday"
_SATURDAY = 5
_WEEK_FROM_ORDINAL_0 = b"\0\1\1\1\1\1\0"  # ordinal 1 is a Monday, so ordinal 0 is a Sunday

# Bound at import, so that a test which freezes the clock still gets plain dates out of a calendar.
_date_of = date.fromordinal


@dataclass(frozen=True, slots=True, kw_only=True)
class BankHoliday:
    """One day on a nation's list of bank holidays, with what is known of its announcement."""

    day: date
    title: str = _UNTITLED
    announced_on: date | None = None
    """The day the list first showed it; None: as long as anyone remembers."""
    withdrawn_on: date | None = None
    """The day it was taken off the list; None: it stands."""
    computed: bool = False
    """Worked out by rule, not read from a published list."""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One calendar day of a count: its number when it is counted, the reason when it is not."""

    date: date
    counted: bool
    number: int | None
    reason: str | None


class WorkingCalendar:
    """The working days from the first to the last day of `covers`, both included.

    `bank_holidays` may hold plain dates. A withdrawn one is remembered and is a working day.
    """

    __slots__ = (
        "_position_by_offset",
        "_positions",
        "_titles",
        "_working",
        "bank_holidays",
        "covers",
        "listed",
        "name",
        "published_until",
        "title",
        "version",
    )

    def __init__(
        self,
        *,
        bank_holidays: Iterable[date | BankHoliday],
        covers: tuple[date, date],
        name: str = "",
        title: str = "",
        version: str = "",
        published_until: date | None = None,
    ) -> None:
        first, last = (_plain(day) for day in covers)
        if first > last:
            raise BadInput(f"A calendar cannot cover {said(first)} to {said(last)}: swap the two.")
        self.covers = (first, last)
        self.name = name
        self.title = title or name
        """The name as people are shown it, such as England and Wales."""
        self.version = version
        self.published_until = published_until
        self.listed: tuple[BankHoliday, ...] = tuple(
            sorted(map(_bank_holiday, bank_holidays), key=_by_day)
        )
        """Every day ever put on the list, in order of days, the withdrawn ones too."""
        standing = {each.day: each for each in self.listed if each.withdrawn_on is None}
        self.bank_holidays = tuple(standing.values())
        """The bank holidays in force, in order of days."""
        self._titles = {
            each.day: each.title for each in self.bank_holidays if each.day.weekday() < _SATURDAY
        }
        self._fill_tables(first.toordinal(), last.toordinal())

    def _fill_tables(self, first: int, last: int) -> None:
        """Two tables make every question a look-up: day → position, position → working day.

        The position of a day is that of the last working day up to and including it.
        """
        weeks = _WEEK_FROM_ORDINAL_0[first % 7 :] + _WEEK_FROM_ORDINAL_0 * ((last - first) // 7 + 1)
        worked = bytearray(weeks[: last - first + 1])
        for day in self._titles:
            if first <= (ordinal := day.toordinal()) <= last:
                worked[ordinal - first] = 0
        self._working = tuple(map(_date_of, compress(range(first, last + 1), worked)))
        self._position_by_offset = list(accumulate(worked, initial=-1))[1:]
        # Filled as days are asked for, so that a command that asks for one starts at once. Keyed
        # by the date itself it refuses a datetime, a text and a day not covered in one look-up.
        self._positions: dict[date, int] = {}

    def __repr__(self) -> str:
        return f"<WorkingCalendar {self._called}, {self.covers[0]} to {self.covers[1]}>"

    def add(self, start: date, working_days: int) -> date:
        """Return the day `working_days` after `start`, which is day 0; a negative number goes back.

        Nought gives `start` itself. Raises CalendarHorizon past the days covered, BadInput for
        what is not a day or not a whole number.
        """
        try:
            if working_days > 0 and working_days.__class__ is int:  # and no bool
                return self._working[self._positions[start] + working_days]
        except (KeyError, IndexError, TypeError):
            pass  # the careful way says what is wrong
        return self._add_carefully(start, working_days)

    def _add_carefully(self, start: date, working_days: int) -> date:
        position = self._position(start)
        _check_whole(working_days)
        if working_days == 0:
            return start
        if working_days < 0 and not self._is_worked(start, position):
            position += 1
        index = position + working_days
        if 0 <= index < len(self._working):
            return self._working[index]
        count = f"{abs(working_days)} working day{'s' if abs(working_days) != 1 else ''}"
        way = "after" if working_days > 0 else "before"
        raise CalendarHorizon(f"{count} {way} {said(start)} is {self._beyond()}")

    def add_each(self, starts: Iterable[date], numbers: Sequence[int]) -> list[tuple[date, ...]]:
        """Return for each start what `add` gives for every one of `numbers`, in their order.

        For many starts at once: each different one is worked out once. Raises as `add` does.
        """
        return list(map(_DueDays(self, numbers).__getitem__, starts))

    def count(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and including `end`; negative when reversed.

        Raises CalendarHorizon past the days covered, BadInput for what is not a day.
        """
        try:
            return self._positions[end] - self._positions[start]
        except (KeyError, TypeError):
            return self._position(end) - self._position(start)

    def is_working_day(self, day: date) -> bool:
        """Say whether `day` is one; raises CalendarHorizon past the days covered."""
        return self._is_worked(day, self._position(day))

    def next_working_day(self, day: date) -> date:
        """Return `day` itself if it is a working day, else the next one."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def is_provisional(self, day: date) -> bool:
        """Say whether `day` lies past the last published list, so that it may still move."""
        self._position(day)
        return self.published_until is not None and day > self.published_until

    def skipped_because(self, day: date) -> str | None:
        """Return why `day` is not counted: the weekend, or the bank holiday's title; else None.

        A bank holiday at a weekend is the weekend: it takes no working day away.
        """
        self._position(day)
        return WEEKEND if day.weekday() >= _SATURDAY else self._titles.get(day)

    def days(self, start: date, end: date) -> tuple[Day, ...]:
        """Return every calendar day after `start` up to and including `end`, numbered from 1.

        With `end` before `start`: every day before `start` down to `end`, numbered from -1, so
        the last number is the one `add` would be asked for.
        """
        self._position(start)
        self._position(end)
        step = 1 if end >= start else -1
        listed = []
        number = 0
        for ordinal in range(start.toordinal() + step, end.toordinal() + step, step):
            day = _date_of(ordinal)
            reason = self.skipped_because(day)
            number += step if reason is None else 0
            counted = number if reason is None else None
            listed.append(Day(date=day, counted=reason is None, number=counted, reason=reason))
        return tuple(listed)

    def as_known_on(self, day: date) -> "WorkingCalendar":
        """Return the calendar a careful person had on `day`.

        What was announced later is left out, what was withdrawn later is put back. The version
        says so: it is the calendar's own with the day appended.
        """
        day = _plain(day)
        return WorkingCalendar(
            bank_holidays=[
                each
                if each.withdrawn_on is None or each.withdrawn_on <= day
                else replace(each, withdrawn_on=None)
                for each in self.listed
                if each.announced_on is None or each.announced_on <= day
            ],
            covers=self.covers,
            name=self.name,
            title=self.title,
            version=f"{self.version} as known on {day.isoformat()}".strip(),
            published_until=self.published_until,
        )

    @property
    def _called(self) -> str:
        return f"the {self.title} calendar" if self.title else "this calendar"

    def _is_worked(self, day: date, position: int) -> bool:
        return position >= 0 and self._working[position] == day

    def _position(self, day: date) -> int:
        try:
            return self._positions[day]
        except (KeyError, TypeError):
            plain = _plain(day)
        first, last = self.covers
        if not first <= plain <= last:
            raise CalendarHorizon(f"{said(plain)} is {self._beyond()}")
        position = self._position_by_offset[plain.toordinal() - first.toordinal()]
        self._positions[plain] = position
        return position

    def _beyond(self) -> str:
        first, last = map(said, self.covers)
        return (
            f"outside {self._called}, which covers {first} to {last}: "
            f"check the day; if it is right, use a calendar that covers it "
            f"(`casetrack calendar make` writes the years a calendar holds)."
        )


class _DueDays(dict[date, tuple[date, ...]]):
    """The due days of a start, worked out when it is first looked up."""

    def __init__(self, calendar: WorkingCalendar, numbers: Sequence[int]) -> None:
        self._calendar = calendar
        self._numbers = numbers

    def __missing__(self, start: date) -> tuple[date, ...]:
        due = tuple(self._calendar.add(start, number) for number in self._numbers)
        self[start] = due
        return due


def said(day: date) -> str:
    """Return a day as people are shown it: Tue 24 Dec 2024."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def short_day(day: date | None, today: date) -> str:
    """Return a day as people say it, without the year where it is this one: Fri 20 Nov."""
    return said(day).removesuffix(f" {today.year}") if day else "–"


def _by_day(bank_holiday: BankHoliday) -> date:
    return bank_holiday.day


def _bank_holiday(given: date | BankHoliday) -> BankHoliday:
    if isinstance(given, BankHoliday):
        return given
    return BankHoliday(day=_plain(given))


def _check_whole(working_days: object) -> None:
    if not isinstance(working_days, int) or isinstance(working_days, bool):
        raise BadInput(f"{working_days!r} is not a number of working days: give a whole one.")


def _plain(day: object) -> date:
    """Return `day` if it is a date and no moment; a moment belongs to a time zone first."""
    if isinstance(day, datetime):
        raise BadInput(f"{day!r} is a moment, not a day: give its date in London.")
    if not isinstance(day, date):
        raise BadInput(f"{day!r} is not a day: give a date, such as date(2024, 12, 24).")
    return day
