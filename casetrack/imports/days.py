"""A day as people write it: day first, or year first with hyphens.

Knows nothing of complaints, cells or today. Month-first and impossible dates are refused and
explained, never guessed, because a guessed day moves every due date that follows from it.
"""

import calendar
import re
from datetime import date, datetime, timedelta
from typing import Final

from casetrack.domain.errors import BadInput

FIRST_YEAR: Final = 2000
"""A complaint log of the Code's time holds no earlier year: one is taken as mistyped."""
LAST_YEAR: Final = 2100

_EXAMPLES = "as in 24/12/2024, 24 Dec 2024 or 2024-12-24"
_LONGEST = 80

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {name.casefold(): number for number, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name[:3]: number for name, number in _WEEKDAYS.items()}
_WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}

_WEEKDAY = re.compile(r"([A-Za-z]+)[.,]? +(.+)")
_TIME = re.compile(
    r"(?P<day>.*[0-9])(?:,? +(?:at +)?|T)"
    r"(?P<hour>[01]?[0-9]|2[0-3])[:.](?P<minute>[0-5][0-9])(?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
    r"(?: ?[AaPp][Mm]| ?(?P<zone>Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9]|Europe/London))?"
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_NAMED = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?(?: ?[-/.] ?| )([A-Za-z]+)\.?(?: ?[-/.] ?|,? )([0-9]{4}|[0-9]{2})"
)
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.? ?([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_NO_YEAR = re.compile(r"[0-9]{1,2}(?:[/.-][0-9]{1,2}|(?:st|nd|rd|th)?[ -][A-Za-z]{3,9})")


def parse_day(text: str) -> date:
    """Return the day that `text` names; a time after it is left off.

    Reads 2024-12-24, 24/12/2024, 24/12/24, 24-12-2024, 24.12.2024, 24 Dec 2024 and 24 December
    2024, each also after its weekday. With a UTC offset it is the day in London. Raises
    `BadInput`, whose message says what is wrong and how to write it.
    """
    typed = " ".join(text.split())
    if not typed:
        raise BadInput(f"No date was given: write one, {_EXAMPLES}.")
    if len(typed) > _LONGEST:
        raise BadInput(f'"{typed[:40]}…" is too long for a date: write one, {_EXAMPLES}.')
    words, weekday = _without_weekday(typed)
    words, hour, minute, zone = _without_time(words)
    day = _checked(typed, *_parts(typed, words))
    if zone is not None and zone != "Europe/London":
        day = _day_in_london(day, hour, minute, zone)
    if weekday is not None and day.weekday() != weekday:
        raise BadInput(
            f"{typed} does not agree with itself: {day.day} {calendar.month_name[day.month]} "
            f"{day.year} is a {calendar.day_name[day.weekday()]}, "
            f"not a {calendar.day_name[weekday]}. Correct the day or the date."
        )
    return day


def _without_weekday(typed: str) -> tuple[str, int | None]:
    found = _WEEKDAY.fullmatch(typed)
    if found is None or found[1].casefold() not in _WEEKDAYS:
        return typed, None
    return found[2], _WEEKDAYS[found[1].casefold()]


def _without_time(words: str) -> tuple[str, int, int, str | None]:
    found = _TIME.fullmatch(words)
    if found is None:
        return words, 0, 0, None
    return found["day"], int(found["hour"]), int(found["minute"]), found["zone"]


def _parts(typed: str, words: str) -> tuple[int, int, int]:
    """Return year, month and day as written, whether or not there is such a day."""
    if iso := _ISO.fullmatch(words):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if numbers := _DAY_FIRST.fullmatch(words):
        day, month, year = int(numbers[1]), int(numbers[3]), _full_year(numbers[4])
        if month > 12 >= day > 0:
            mark = numbers[2]
            raise BadInput(
                f"{typed} has no month {month}: write the day first, "
                f"{month:02}{mark}{day:02}{mark}{numbers[4]}."
            )
        return year, month, day
    named = _NAMED.fullmatch(words)
    if named and named[2].casefold() in _MONTHS:
        return _full_year(named[3]), _MONTHS[named[2].casefold()], int(named[1])
    raise _refusal(typed, words)


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _refusal(typed: str, words: str) -> BadInput:
    turned = _MONTH_FIRST.fullmatch(words)
    if turned and turned[1].casefold() in _MONTHS:
        month = calendar.month_name[_MONTHS[turned[1].casefold()]]
        return BadInput(
            f"{typed} puts the month first: write the day first, {turned[2]} {month} {turned[3]}."
        )
    if words.replace(".", "", 1).isdecimal():
        return BadInput(
            f"{typed} is a number, not a date: give the column a date format in the spreadsheet, "
            f"or write the date, {_EXAMPLES}."
        )
    if _NO_YEAR.fullmatch(words):
        return BadInput(f"{typed} has no year: write the whole date, {_EXAMPLES}.")
    return BadInput(f'"{typed}" is not a date: write one with the day first, {_EXAMPLES}.')


def _checked(typed: str, year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        turned = f", {year}-{day:02}-{month:02}" if _ISO.match(typed) and 1 <= day <= 12 else ""
        order = "year, month, day" if turned else "day, month and year"
        raise BadInput(f"{typed} has no month {month}: write {order}{turned or f', {_EXAMPLES}'}.")
    check_year(typed, year)
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise BadInput(
            f"{typed} is not a date: {calendar.month_name[month]} {year} has {last} days."
        )
    return date(year, month, day)


def check_year(typed: str, year: int) -> None:
    """Refuse a year that no complaint log has, from before 2000 or after 2100.

    Raises `BadInput`.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(
            f"{typed} has the year {year}, which is probably mistyped: "
            f"dates from {FIRST_YEAR} to {LAST_YEAR} are read. Write the year again."
        )


def _day_in_london(day: date, hour: int, minute: int, zone: str) -> date:
    """Return London's day at that moment; clocks there change at 01:00 UTC.

    Reckoned here because a machine without time zone data must give the same day.
    """
    away = timedelta()
    if zone != "Z":
        digits = zone[1:].replace(":", "")
        away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        away = -away if zone[0] == "-" else away
    moment = datetime(day.year, day.month, day.day, hour, minute) - away  # noqa: DTZ001 - in UTC
    summer = _last_sunday(moment.year, 3) <= moment < _last_sunday(moment.year, 10)
    return (moment + timedelta(hours=1 if summer else 0)).date()


def _last_sunday(year: int, month: int) -> datetime:
    """Return 01:00 UTC on the last Sunday of a month that has 31 days."""
    last = datetime(year, month, 31, 1)  # noqa: DTZ001 - in UTC, as the caller's moment
    return last - timedelta(days=(last.weekday() + 1) % 7)
