"""One calendar file: its text in, a CalendarFile out, with all that is wrong said at once.

Knows the format, and nothing of where files lie or what other file one extends.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from casetrack.domain.errors import BadInput, CouldNot, SettingsError, nearest
from casetrack.domain.working_days import BankHoliday, said

_FILE_KEYS = ("title", "extends", "covers", "published_until")
_GROUP_KEYS = ("status", "source")
_DAY_KEYS = ("title", "announced_on", "withdrawn_on")
_STATUSES = ("published", "computed")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_LINE_IN_MESSAGE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """What one calendar file says; a landlord's own may leave all but its days to `extends`."""

    path: Path
    name: str
    title: str
    extends: str | None
    covers: tuple[date, date] | None
    published_until: date | None
    days: tuple[BankHoliday, ...]


def read_calendar_file(path: Path) -> CalendarFile:
    """Read one calendar file.

    Raises SettingsError with everything that has to be mended in it, CouldNot if it cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CouldNot(f"The calendar file {path} could not be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{path}: byte {error.start} is not UTF-8 text. Save the file as UTF-8."
        ) from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_unreadable(path, text, error)) from error
    return _Reading(path).calendar(content)


def parse_day(text: str) -> date:
    """Return the day written as 2024-12-24; raises BadInput that says what is wrong with it."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise BadInput(f'"{text}" is not a date: write year, month and day as 2024-12-24.')
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(f"{text} is not a date: {_why_not(year, month)}.") from None


def _why_not(year: int, month: int) -> str:
    if year == 0:
        return "there is no year 0"
    if not 1 <= month <= 12:
        return "months run from 01 to 12"
    first = date(year, month, 1)
    length = 31 if month == 12 else (first.replace(month=month + 1) - timedelta(days=1)).day
    return f"{first:%B} {year} has {length} days"


def _unreadable(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    words = f"{path}: this is not a calendar file yet. {error}."
    if line := _LINE_IN_MESSAGE.search(str(error)):
        words += f"\n  The line reads: {text.splitlines()[int(line[1]) - 1].strip()}"
    return f'{words}\n  A day is written as 2026-12-25 = "Christmas Day".'


class _Reading:
    """One pass over one file, collecting what is wrong instead of stopping at it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._wrong: list[str] = []

    def calendar(self, content: dict[str, object]) -> CalendarFile:
        days: list[BankHoliday] = []
        for key, value in content.items():
            if key in _FILE_KEYS:
                continue
            if isinstance(value, dict):
                days.extend(self._group(key, value))
            else:
                self._say(key, f"is no key of a calendar file.{nearest(key, _FILE_KEYS)}")
        title = self._text("title", content.get("title", self._path.stem))
        extends = self._text("extends", content["extends"]) if "extends" in content else None
        covers = self._covers(content["covers"]) if "covers" in content else None
        published_until = self._day_at("published_until", content.get("published_until"))
        if extends and covers:
            self._say("covers", f'belongs to the calendar this file extends ("{extends}"): drop it')
        self._check_days(days, covers)
        if self._wrong:
            count = len(self._wrong)
            head = f"{self._path}: {count} thing{'s' if count > 1 else ''} to mend."
            raise SettingsError("\n  ".join([head, *self._wrong]))
        return CalendarFile(
            path=self._path,
            name=self._path.stem,
            title=title,
            extends=extends,
            covers=covers,
            published_until=published_until,
            days=tuple(sorted(days, key=lambda each: each.day)),
        )

    def _say(self, where: str, what: str) -> None:
        self._wrong.append(f"{where}: {what}")

    def _text(self, where: str, value: object) -> str:
        if isinstance(value, str) and value.strip():
            return value
        self._say(where, f"{value!r} is not a text; write it in quotation marks")
        return ""

    def _day_at(self, where: str, value: object) -> date | None:
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._say(where, f"{value!r} is not a day; write it without quotation marks, 2024-12-24")
        return None

    def _covers(self, value: object) -> tuple[date, date] | None:
        if not isinstance(value, list) or len(value) != 2:
            self._say("covers", "give the first and the last day: [2012-01-01, 2050-12-31]")
            return None
        first, last = (self._day_at("covers", day) for day in value)
        if first is None or last is None:
            return None
        if first > last:
            self._say("covers", f"{said(first)} comes after {said(last)}: swap the two")
        return first, last

    def _group(self, group: str, content: Mapping[str, object]) -> list[BankHoliday]:
        status = content.get("status", "published")
        if status not in _STATUSES:
            close = nearest(str(status), _STATUSES)
            self._say(f"[{group}] status", f'{status!r}: "published" or "computed".{close}')
        source = self._text(f"[{group}] source", content["source"]) if "source" in content else ""
        days = []
        for key, value in content.items():
            if key in _GROUP_KEYS:
                continue
            where = f"[{group}] {key}"
            if not key[:1].isdigit():
                self._say(where, f"neither a day nor a key of a group.{nearest(key, _GROUP_KEYS)}")
                continue
            try:
                day = parse_day(key)
            except BadInput as error:
                self._say(f"[{group}]", str(error))
                continue
            days.append(self._bank_holiday(where, day, value, status == "computed", source))
        return days

    def _bank_holiday(
        self, where: str, day: date, value: object, computed: bool, source: str
    ) -> BankHoliday:
        told: Mapping[str, object] = value if isinstance(value, dict) else {"title": value}
        for key in told:
            if key not in _DAY_KEYS:
                self._say(where, f'"{key}" is no key of a day.{nearest(key, _DAY_KEYS)}')
        announced_on = self._day_at(f"{where} announced_on", told.get("announced_on"))
        withdrawn_on = self._day_at(f"{where} withdrawn_on", told.get("withdrawn_on"))
        if announced_on and withdrawn_on and withdrawn_on < announced_on:
            self._say(where, "withdrawn before it was announced: swap the two days")
        return BankHoliday(
            day=day,
            title=self._text(f"{where} title", told.get("title")),
            announced_on=announced_on,
            withdrawn_on=withdrawn_on,
            computed=computed,
            source=source,
        )

    def _check_days(self, days: list[BankHoliday], covers: tuple[date, date] | None) -> None:
        standing: set[date] = set()
        for each in days:
            if each.day in standing and each.withdrawn_on is None:
                self._say(each.day.isoformat(), "stands in two groups: keep one of them")
            if each.withdrawn_on is None:
                standing.add(each.day)
            if covers and not covers[0] <= each.day <= covers[1]:
                self._say(each.day.isoformat(), "lies outside what the file says it covers")
