"""Demo logs for several days, read back and judged once for all tests."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from casetrack.calendars import load_calendar
from casetrack.demo.generator import write_demo_log
from casetrack.domain.facts import Entry, Source
from casetrack.editions import load_editions
from casetrack.imports.facts import facts_in
from casetrack.imports.log import LogReading, LogRow, read_log
from casetrack.service.what_if import Timeline, timeline

CALENDAR = load_calendar("england-and-wales")
WHOLE = 420
SUNDAY = date(2026, 11, 22)
TODAYS = (
    pytest.param(date(2023, 12, 25), id="Mon 25 Dec 2023, Christmas Day under Code 2022"),
    pytest.param(date(2024, 4, 1), id="Mon 1 Apr 2024, Easter Monday, first day of Code 2024"),
    pytest.param(SUNDAY, id="Sun 22 Nov 2026"),
    pytest.param(date(2026, 11, 24), id="Tue 24 Nov 2026"),
    pytest.param(date(2027, 4, 1), id="Thu 1 Apr 2027"),
    pytest.param(date(2028, 2, 29), id="Tue 29 Feb 2028"),
    pytest.param(date(2028, 12, 25), id="Mon 25 Dec 2028, Christmas Day"),
)
on_each_day = pytest.mark.parametrize("today", TODAYS)


@cache
def log(today: date, complaints: int = WHOLE) -> LogReading:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.xlsx"
        write_demo_log(path, today, complaints=complaints)
        return read_log(path)


@cache
def cases(today: date, complaints: int = WHOLE) -> tuple[Timeline, ...]:
    editions, made = load_editions(), []
    for row in log(today, complaints).rows:
        entries = tuple(
            Entry(sequence=number, fact=told.fact, source=Source.IMPORT)
            for number, told in enumerate(facts_in(row))
        )
        edition = editions.in_force_on("housing-ombudsman", row.received)
        made.append(timeline(entries, edition, CALENDAR))
    return tuple(made)


def days_in_order(row: LogRow) -> list[date]:
    """The days of a row in the order in which they can only have happened."""
    first = [row.stage1_acknowledged, row.stage1_extended_on, row.stage1_responded]
    second = [row.stage2_requested, row.stage2_acknowledged, row.stage2_extended_on]
    last = [row.stage2_responded, row.withdrawn, row.closed]
    return [day for day in (row.received, *first, *second, *last) if day]
