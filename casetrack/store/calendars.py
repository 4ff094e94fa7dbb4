"""The calendars the database works with, added to version by version, so that machines agree.

Knows the statements. Never knows where calendar files lie, nor how two of them merge.
"""

from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import BankHoliday, WorkingCalendar
from casetrack.store import bulk
from casetrack.store.derived_rows import day_of
from casetrack.store.names import Envelope
from casetrack.store.tables import calendar_day, calendar_version


def versions(connection: Connection, name: str) -> tuple[WorkingCalendar, ...]:
    """Return every version of a calendar, oldest first."""
    of_name = calendar_day.c.name == name
    days = connection.execute(
        select(calendar_day).where(of_name).order_by(*calendar_day.primary_key.columns)
    )
    listed = {
        place: tuple(map(_bank_holiday, rows))
        for place, rows in groupby(days, lambda row: row.calendar_place)
    }
    held = connection.execute(
        select(calendar_version)
        .where(calendar_version.c.name == name)
        .order_by(calendar_version.c.place)
    )
    return tuple(
        WorkingCalendar(
            name=name,
            version=row.version,
            bank_holidays=listed.get(row.place, ()),
            covers=(day_of(row.covers_first), day_of(row.covers_last)),
            published_until=None if row.published_until is None else day_of(row.published_until),
        )
        for row in held
    )


def _bank_holiday(row: Row[*tuple[Any, ...]]) -> BankHoliday:
    return BankHoliday(
        day=day_of(row.day),
        title=row.title,
        announced_on=None if row.announced_on is None else day_of(row.announced_on),
        withdrawn_on=None if row.withdrawn_on is None else day_of(row.withdrawn_on),
        computed=row.computed == 1,
        source=row.source,
    )


def newest_version(connection: Connection, name: str) -> str:
    """Return the version of a calendar that came last, "" where the database holds none."""
    newest = connection.execute(
        select(calendar_version.c.version)
        .where(calendar_version.c.name == name)
        .order_by(calendar_version.c.place.desc())
        .limit(1)
    )
    return newest.scalar() or ""


def add(connection: Connection, calendar: WorkingCalendar, envelope: Envelope) -> bool:
    """Add a version of a calendar; False where it is the newest one already.

    Raises BadInput for a calendar without name or version, and for a version that a newer one
    has taken the place of: calendars only ever grow.
    """
    if not calendar.name or not calendar.version:
        raise BadInput("A calendar needs a name and a version to be kept in the database.")
    known = connection.execute(
        select(calendar_version.c.version)
        .where(calendar_version.c.name == calendar.name)
        .order_by(calendar_version.c.place)
    )
    held = list(known.scalars())
    if held and held[-1] == calendar.version:
        return False
    if calendar.version in held:
        raise BadInput(
            f"The database holds a newer version of the {calendar.name} calendar than the one "
            f"given: merge the two and add the result."
        )
    place = len(held) + 1
    _insert(connection, calendar, place, envelope)
    return True


def _insert(
    connection: Connection, calendar: WorkingCalendar, place: int, envelope: Envelope
) -> None:
    first, last = calendar.covers
    until = calendar.published_until
    bulk.insert(
        connection,
        calendar_version,
        calendar_version.columns.keys(),
        [
            (
                calendar.name,
                place,
                calendar.version,
                first.toordinal(),
                last.toordinal(),
                None if until is None else until.toordinal(),
                len(calendar.listed),
                envelope.recorded_text,
                envelope.recorded_by,
            )
        ],
    )
    bulk.insert(
        connection,
        calendar_day,
        calendar_day.columns.keys(),
        [
            (
                calendar.name,
                place,
                number,
                each.day.toordinal(),
                each.title,
                None if each.announced_on is None else each.announced_on.toordinal(),
                None if each.withdrawn_on is None else each.withdrawn_on.toordinal(),
                int(each.computed),
                each.source,
            )
            for number, each in enumerate(calendar.listed, 1)
        ],
    )
