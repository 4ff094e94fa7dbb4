"""Worklists of any length, written straight into the tables: no rule has a say in them."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from casetrack import bootstrap
from casetrack.calendars import load_calendar
from casetrack.domain.code import ClockKind

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
_BEFORE, _AFTER = 15, 25
"""working days around today that lines fall due on"""
_CLOCKS = (
    (ClockKind.ACKNOWLEDGEMENT, 1, "6.2", 5),
    (ClockKind.RESPONSE, 1, "6.3", 10),
    (ClockKind.RESPONSE, 2, "6.14", 20),
)
_RESIDENTS = ("Ms A Example", "Mr B O'Neill-Żak", "Żofia Próba", "Residents of Sample House")
_HANDLERS = ("JB", "MO", "Priya S", "")


def written(folder: Path, lines: int) -> Path:
    """Write a landlord with so many lines on the worklist; return its settings file."""
    folder.mkdir()
    config, database = folder / "casetrack.toml", folder / "casetrack.db"
    config.write_text(
        f'[landlord]\nname = "Sample Homes"\n[database]\nurl = "sqlite:///{database}"\n'
    )
    bootstrap.create(config)
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT INTO record (id, kind, reference) VALUES (?, 'case', ?)",
            ((number, _reference(number)) for number in range(1, lines + 1)),
        )
        clocks = _clocks(lines)
        columns = list(next(_clocks(1)))
        connection.executemany(
            f"INSERT INTO clock ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            (tuple(clock.values()) for clock in clocks),
        )
    connection.close()
    return config


def _reference(number: int) -> str:
    return f"2026/{number:07d}"


def _clocks(lines: int) -> Iterator[dict[str, Any]]:
    random, calendar = Random(lines), load_calendar("england-and-wales")
    days = [calendar.add(TODAY, by) for by in range(-_BEFORE, _AFTER)]
    starts = {(day, wd): calendar.add(day, -wd).toordinal() for day in days for *_, wd in _CLOCKS}
    for number in range(1, lines + 1):
        due = random.choice(days)
        kind, stage, provision, working_days = random.choice(_CLOCKS)
        yield {
            "record_id": number,
            "key": f"stage-{stage}-{kind}",
            "started_by": 0,
            "stage": stage,
            "kind": kind,
            "due_on": due.toordinal(),
            "original_due_on": due.toordinal(),
            "started_on": starts[due, working_days],
            "provision": provision,
            "edition": "housing-ombudsman-2024",
            "extended": 0,
            "earlier_due_on": "",
            "provisional": 0,
            "calendar_version": calendar.version,
            "listed": 1,
            "handler": random.choice(_HANDLERS),
            "record_kind": "case",
            "reference": _reference(number),
            "resident": random.choice(_RESIDENTS),
        }
