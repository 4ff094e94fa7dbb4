"""Working days counted a second time, by numpy with the list GOV.UK publishes.

Shares no line with casetrack's own calendar: where the two disagree about a due day, one is wrong.
"""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

_FILE = Path(__file__).parent.parent / "data" / "bank-holidays.json"
_EVENTS = json.loads(_FILE.read_text("utf-8"))["england-and-wales"]["events"]
_CALENDAR = np.busdaycalendar(holidays=[event["date"] for event in _EVENTS])


@cache
def after(start: date, days: int) -> date:
    """Return the day so many working days after a start, which is day 0 whatever day it is."""
    found = np.busday_offset(start, days, roll="backward", busdaycal=_CALENDAR).item()
    assert isinstance(found, date)
    return found


@cache
def between(start: date, end: date) -> int:
    """Return how many working days lie after a start, up to and including an end."""
    one = timedelta(days=1)
    return int(np.busday_count(start + one, end + one, busdaycal=_CALENDAR))
