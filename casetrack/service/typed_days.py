"""Days as people type them at a desk or a shell, and the same day said back to them.

Knows today, a calendar and how days are written; never what a day is for. Nothing is guessed but
the year that was left out, and that is said back.
"""

import calendar as names
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, TypeVar

from casetrack.domain.errors import BadInput, CalendarHorizon
from casetrack.domain.working_days import WEEKEND, WorkingCalendar, said, short_day
from casetrack.imports.days import FIRST_YEAR, LAST_YEAR, check_year, parse_day

_T = TypeVar("_T")

EXAMPLES: Final = "as in today, -1, +2wd, fri, 4/12 or 4 Dec 2026"

_NEAR: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}
_DAYS = re.compile(r"([+-]) ?([0-9]{1,4})")
_WORKING_DAYS = re.compile(r"([+-]) ?([0-9]{1,4}) ?wd")
_NUMBERS = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}")
_NAMED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ ./-]?([a-z]{3,9})\.?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ?([0-9]{1,2})(?:st|nd|rd|th)?")
_HAS_YEAR = re.compile(r"[0-9].*[0-9]{2}")
_AFTER_WEEKDAY = re.compile(r"([a-z]+[.,]? +)?([0-9].*)")
_WEEKDAYS: Final = {name.casefold(): number for number, name in enumerate(names.day_name)}
_MONTHS: Final = {name.casefold(): name for name in names.month_name if name}
_SHORTEST: Final = 3
"""letters that tell a weekday or a month"""
_LONGEST: Final = 40


def typed_day(
    text: str,
    *,
    today: date,
    calendar: WorkingCalendar | Callable[[], WorkingCalendar],
    anchor: date | None = None,
    past: bool = False,
) -> date:
    """Return the day that `text` names.

    Reads today, yesterday, tomorrow, -1, +3, +2wd (working days from `anchor`, else from today),
    a weekday (the nearest; with `past` the last one), a day without its year (the nearest; with
    `past` never after today), and whatever `parse_day` reads. A calendar that takes long to get is
    given as a function, called only for working days. Raises BadInput, which says what is wrong.
    """
    typed = " ".join(text.split())
    words = typed.casefold()
    if not words:
        raise BadInput(f"No date was given: write one, {EXAMPLES}.")
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if found := _DAYS.fullmatch(words):
        return _days_on(typed, today, int(found[1] + found[2]))
    if found := _WORKING_DAYS.fullmatch(words):
        counted = calendar if isinstance(calendar, WorkingCalendar) else calendar()
        return counted.add(anchor or today, int(found[1] + found[2]))
    if (weekday := _named(words.removesuffix("."), _WEEKDAYS)) is not None:
        return _nearest_weekday(weekday, today, past=past)
    if (day := _without_year(typed, today, past=past)) is not None:
        return day
    if words.isdecimal():
        raise BadInput(f"{_shortened(typed)} is a number, not a date: write one, {EXAMPLES}.")
    if not _HAS_YEAR.search(words):
        raise BadInput(f'"{_shortened(typed)}" is not a date: write one, {EXAMPLES}.')
    return parse_day(typed)


def _named(words: str, known: dict[str, _T]) -> _T | None:
    """Return what a name, or its beginning, stands for."""
    if len(words) < _SHORTEST:
        return None
    return next((value for name, value in known.items() if name.startswith(words)), None)


def _days_on(typed: str, today: date, days: int) -> date:
    day = today + timedelta(days=days)
    check_year(typed, day.year)
    return day


def _nearest_weekday(weekday: int, today: date, *, past: bool) -> date:
    back = (today.weekday() - weekday) % 7
    forward = (7 - back) % 7
    return today - timedelta(days=back) if past or back <= forward else today + timedelta(forward)


def _without_year(typed: str, today: date, *, past: bool) -> date | None:
    """Return the day of a text that has no year, None for any other text."""
    turned = _MONTH_FIRST.fullmatch(typed.casefold())
    if turned and (month := _named(turned[1], _MONTHS)):
        raise BadInput(
            f"{typed} puts the month first: write the day first, {int(turned[2])} {month}."
        )
    found = _AFTER_WEEKDAY.fullmatch(typed.casefold())
    weekday, words = (found[1] or "", found[2]) if found else ("", typed)
    if numbers := _NUMBERS.fullmatch(words):
        written = words + numbers[1]
    elif (named := _NAMED.fullmatch(words)) and (month := _named(named[2], _MONTHS)):
        written = f"{named[1]} {month} "
    else:
        return None
    # The weekday is looked at last: it finds a slip, and never chooses the year.
    return parse_day(f"{weekday.capitalize()}{written}{_nearest_year(written, today, past=past)}")


def _nearest_year(written: str, today: date, *, past: bool) -> int:
    held = []
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            day = parse_day(f"{written}{year}") if FIRST_YEAR <= year <= LAST_YEAR else None
        except BadInput:
            continue
        if day is not None and not (past and day > today):
            held.append(day)
    return min(held, key=lambda day: abs(day - today)).year if held else today.year


def _shortened(typed: str) -> str:
    return typed if len(typed) <= _LONGEST else f"{typed[:_LONGEST]}…"


def echo(day: date, today: date, calendar: WorkingCalendar) -> str:
    """Return a day as it is said back: Fri 4 Dec 2026 (in 2 working days)."""
    return f"{said(day)} ({_standing(day, today, calendar)})"


def _standing(day: date, today: date, calendar: WorkingCalendar) -> str:
    first, last = calendar.covers
    if not (first <= day <= last and first <= today <= last):
        return "outside the calendar: check the year"
    near = {today: "today", today - timedelta(1): "yesterday", today + timedelta(1): "tomorrow"}
    because = calendar.skipped_because(day)
    if because is not None:
        name = f"{day:%A}" if because == WEEKEND else because
        name = f"{near[day]}, {name}" if day in near else name
        return f"{name}{_day_one(day, today, calendar)}"
    return near[day] if day in near else _how_far(day, today, calendar)


def _day_one(day: date, today: date, calendar: WorkingCalendar) -> str:
    try:
        return f": day one is {short_day(calendar.add(day, 1), today)}"
    except CalendarHorizon:
        return ""  # of the last days of a calendar


def _how_far(day: date, today: date, calendar: WorkingCalendar) -> str:
    counted = abs(calendar.count(today, day))
    # On a Sunday, Friday is two days ago and no working day.
    number, unit = (counted, "working day") if counted else (abs((day - today).days), "day")
    words = f"{number:,} {unit}{'' if number == 1 else 's'}"
    return f"in {words}" if day > today else f"{words} ago"
