"""Calendars: from the files a landlord can read to a WorkingCalendar.

Knows where calendar files lie, how they are written and how two of them merge. Must never know
today's date or the database. Making and checking files (`make`, `check`) is kept out of here, so
that counting days loads nothing but the standard library.
"""

from casetrack.calendars.files import CalendarFile, read_calendar_file
from casetrack.calendars.shelf import (
    calendar_names,
    calendar_path,
    calendar_version,
    load_calendar,
    merged,
    nation_of,
)

__all__ = [
    "CalendarFile",
    "calendar_names",
    "calendar_path",
    "calendar_version",
    "load_calendar",
    "merged",
    "nation_of",
    "read_calendar_file",
]
