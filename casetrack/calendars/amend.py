"""A calendar's list as it grows: a day put on it or taken off, or what newer files know.

What was published stays listed. `merged` brings two files together and keeps one withdrawal a day.
Here every one is kept, so that a day put on and taken off again and again never gives a version
that was there before.
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


def with_files(calendar: WorkingCalendar, files: WorkingCalendar) -> WorkingCalendar:
    """Return the calendar with what the files know beyond it; itself where that is nothing.

    It covers the days of both and is published as far as either. A day on which the two differ
    stays as it is, unless it was only worked out by rule here or the files tell of the later
    change: whoever put it on the list or took it off knew of the files. In a year that was
    published since, a day worked out by rule goes, unless the files have it.
    """
    until = max(filter(None, (calendar.published_until, files.published_until)), default=None)
    listed = list(calendar.listed)
    for each in files.listed:
        _take(listed, each)
    in_files = {each.day for each in files.bank_holidays}
    listed = [
        each
        for each in listed
        if not each.computed or until is None or each.day > until or each.day in in_files
    ]
    (first, last), (also_first, also_last) = calendar.covers, files.covers
    covers = (min(first, also_first), max(last, also_last))
    grown = _listing(calendar, listed, covers=covers, published_until=until)
    return calendar if grown.version == calendar.version else grown


def _take(listed: list[BankHoliday], told: BankHoliday) -> None:
    """Put what a file says of a day on a list, where it is news."""
    of_day = [each for each in listed if each.day == told.day]
    standing = next((each for each in of_day if each.withdrawn_on is None), None)
    if told.withdrawn_on is not None:
        if standing is not None and (standing.announced_on or date.min) <= told.withdrawn_on:
            listed[listed.index(standing)] = replace(standing, withdrawn_on=told.withdrawn_on)
        elif not of_day:
            listed.append(told)
    elif standing is not None:
        if standing.computed and not told.computed:
            listed[listed.index(standing)] = told
    elif not of_day or (
        told.announced_on is not None
        and told.announced_on >= max(filter(None, (each.withdrawn_on for each in of_day)))
    ):
        listed.append(told)


def _listing(
    calendar: WorkingCalendar,
    days: Iterable[BankHoliday],
    *,
    covers: tuple[date, date] | None = None,
    published_until: date | None = None,
) -> WorkingCalendar:
    covers = covers or calendar.covers
    published_until = published_until or calendar.published_until
    listed = sorted(days, key=lambda each: (each.day, each.withdrawn_on is None))
    return WorkingCalendar(
        bank_holidays=listed,
        covers=covers,
        name=calendar.name,
        title=calendar.title,
        version=calendar_version(covers, published_until, listed),
        published_until=published_until,
    )
