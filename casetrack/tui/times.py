"""Moments as a desk in London reads them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from casetrack.domain.working_days import short_day


def time_in_london(moment: datetime, today: date) -> str:
    """Return a moment as it is said: 14:02, or Mon 23 Nov, 14:02 of another day."""
    there = moment.astimezone(ZoneInfo("Europe/London"))
    at = f"{there:%H:%M}"
    return at if there.date() == today else f"{short_day(there.date(), today)}, {at}"
