"""Comparing a calendar with GOV.UK's bank-holidays.json: which day is on which side only.

GOV.UK's list is a moving window of years, so only the years it holds are compared. Nothing is
changed here: what differs is told, with what to do about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casetrack.calendars.files import parse_day
from casetrack.domain.errors import BadInput, nearest
from casetrack.domain.working_days import BankHoliday, WorkingCalendar, said

_SATURDAY = 5
_SUBSTITUTE = "Substitute day"


class Side(StrEnum):
    """Where a day is a bank holiday while the other side has none."""

    GOVUK = "gov-uk"  # on GOV.UK's list only
    CALENDAR = "calendar"  # in this calendar only
    COMPUTED = "computed"  # in both, but here only worked out while GOV.UK has published its year


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One day on which a calendar and GOV.UK's list do not agree."""

    day: date
    title: str
    side: Side
    sentence: str
    """The day, the side that has it and what to do, for people."""


def check_against_govuk(
    calendar: WorkingCalendar, published: object, division: str | None = None
) -> tuple[Difference, ...]:
    """Return the days that differ, in order, within the years that GOV.UK's list holds.

    `published` is the parsed bank-holidays.json; `division` its nation, by default the
    calendar's name. Raises BadInput if it is no such list.
    """
    theirs = _events(published, division or calendar.name)
    years = range(min(theirs).year, max(theirs).year + 1)
    ours = {
        each.day: each
        for each in calendar.bank_holidays
        if each.day.year in years and each.day.weekday() < _SATURDAY
    }
    first, last = calendar.covers
    found = [
        _only_on_govuk(day, title, calendar)
        for day, title in theirs.items()
        if day not in ours and first <= day <= last and day.weekday() < _SATURDAY
    ]
    found += [_only_here(each, calendar) for day, each in ours.items() if day not in theirs]
    found += [
        _still_computed(each) for day, each in ours.items() if day in theirs and each.computed
    ]
    return tuple(sorted(found, key=lambda each: each.day))


def _only_on_govuk(day: date, title: str, calendar: WorkingCalendar) -> Difference:
    withdrawn = any(each.day == day for each in calendar.listed)
    here = "was withdrawn here" if withdrawn else "is missing here"
    return Difference(
        day=day,
        title=title,
        side=Side.GOVUK,
        sentence=(
            f"{said(day)}, {title}, stands on GOV.UK's list and {here}: dates counted across it "
            f"come out a working day early. Add it to the calendar's "
            f'file: {day} = "{title}".'
        ),
    )


def _only_here(each: BankHoliday, calendar: WorkingCalendar) -> Difference:
    kind = "computed here" if each.computed else "a bank holiday here"
    return Difference(
        day=each.day,
        title=each.title,
        side=Side.CALENDAR,
        sentence=(
            f"{said(each.day)}, {each.title}, is {kind} ({calendar.title}) and not on GOV.UK's "
            f"list: dates counted across it come out a working day late. If GOV.UK has moved or "
            f"dropped it, give the day in the calendar's file its withdrawn_on."
        ),
    )


def _still_computed(each: BankHoliday) -> Difference:
    return Difference(
        day=each.day,
        title=each.title,
        side=Side.COMPUTED,
        sentence=(
            f"{said(each.day)}, {each.title}, is on GOV.UK's list now and only computed here: the "
            f"day agrees, but dates after it are still marked provisional. Take in the published "
            f"year: casetrack calendar make --published-until {each.day.year}-12-31."
        ),
    )


def _events(published: object, division: str) -> dict[date, str]:
    """The days and titles of one nation; every part of what was given is looked at first."""
    if not isinstance(published, Mapping):
        raise BadInput("This is not GOV.UK's bank-holidays.json: it should hold one list a nation.")
    if division not in published:
        names = [str(name) for name in published]
        held = ", ".join(names[:6]) or "nothing"
        raise BadInput(
            f'GOV.UK\'s list holds no nation "{division}".{nearest(division, names)} '
            f"It holds: {held}."
        )
    nation = published[division]
    events = nation.get("events") if isinstance(nation, Mapping) else None
    if not isinstance(events, list) or not events:
        raise BadInput(f'GOV.UK\'s list has no "events" for {division}: fetch the file again.')
    return dict(_event(event, division, at) for at, event in enumerate(events, start=1))


def _event(event: object, division: str, at: int) -> tuple[date, str]:
    where = f"Event {at} of {division} in GOV.UK's list"
    if not isinstance(event, Mapping):
        raise BadInput(f"{where} is not a day with a title: fetch the file again.")
    day, title = event.get("date"), event.get("title")
    if not isinstance(day, str) or not isinstance(title, str):
        raise BadInput(f'{where} has no "date" or no "title": fetch the file again.')
    try:
        parsed = parse_day(day)
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from error
    return parsed, govuk_title(title, str(event.get("notes", "")))


def govuk_title(title: str, notes: str) -> str:
    """Return GOV.UK's title as calendar files write it: a plain apostrophe, a substitute named."""
    plain = title.replace("\u2019", "'")
    return f"{plain} (substitute day)" if notes == _SUBSTITUTE else plain
