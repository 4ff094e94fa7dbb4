"""How near a due day is, and so in which part of a morning's list it stands."""

from datetime import date
from enum import StrEnum

from casetrack.domain.working_days import WorkingCalendar

SOON = 2
"""working days: what falls due within them stands on one list for those who manage"""


class Urgency(StrEnum):
    """How near a due day is."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    """within two working days"""
    LATER = "later"


def urgency_of(due_on: date, today: date, calendar: WorkingCalendar) -> Urgency:
    """Return how near a due day is on a day."""
    if due_on < today:
        return Urgency.LATE
    if due_on == today:
        return Urgency.TODAY
    return Urgency.SOON if calendar.count(today, due_on) <= SOON else Urgency.LATER
