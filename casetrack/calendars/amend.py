"""One day put on a calendar's list or taken off it; what was listed before stays listed.

`merged` brings two lists together and keeps one withdrawal a day. Here every one is kept, so that
a day put on and taken off again and again never gives a version that was there before.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from casetrack.calendars.shelf import calendar_version
from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import BankHoliday, WorkingCalendar, said


def standing_on(calendar: WorkingCalendar, day: date) -> BankHoliday | None:
    """Return the bank holiday in force on a day, None where there is none."""
    return next((each for each in calendar.bank_holidays if each.day == day), None)


def with_day(calendar: WorkingCalendar, added: BankHoliday) -> WorkingCalendar:
    """Return the calendar with a published day on its list; itself where the day stands there.

    It takes the place of the same day computed. Raises CalendarHorizon past the days covered.
    """
    calendar.is_working_day(added.day)  # raises past the days covered
    standing = standing_on(calendar, added.day)
    if standing is not None and not standing.computed:
        return calendar
    kept = [each for each in calendar.listed if each is not standing]
    return _listing(calendar, [*kept, added])


def without_day(calendar: WorkingCalendar, day: date, withdrawn_on: date) -> WorkingCalendar:
    """Return the calendar with a day marked withdrawn; itself where it was withdrawn already.

    Raises BadInput for a day that was never on the list, and for one withdrawn before it was
    announced; CalendarHorizon past the days covered.
    """
    calendar.is_working_day(day)  # raises past the days covered
    standing = standing_on(calendar, day)
    if standing is None:
        if any(each.day == day for each in calendar.listed):
            return calendar
        raise BadInput(
            f"{said(day)} is no bank holiday in the {calendar.name} calendar, so there is nothing "
            f"to take off its list: check the day."
        )
    if standing.announced_on is not None and withdrawn_on < standing.announced_on:
        raise BadInput(
            f"{said(day)} was announced on {said(standing.announced_on)}: it cannot have been "
            f"withdrawn before that, on {said(withdrawn_on)}."
        )
    withdrawn = replace(standing, withdrawn_on=withdrawn_on)
    return _listing(calendar, [withdrawn if each is standing else each for each in calendar.listed])


def _listing(calendar: WorkingCalendar, days: Iterable[BankHoliday]) -> WorkingCalendar:
    listed = sorted(days, key=lambda each: (each.day, each.withdrawn_on is None))
    return WorkingCalendar(
        bank_holidays=listed,
        covers=calendar.covers,
        name=calendar.name,
        title=calendar.title,
        version=calendar_version(calendar.covers, calendar.published_until, listed),
        published_until=calendar.published_until,
    )
